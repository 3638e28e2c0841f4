"""The namespaces of OpenDocument (ODF 1.3 part 3, section 1.6; 1.0 to 1.2 have the same) and names in them."""

NAMESPACES = {
    prefix: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
    for prefix, name in {
        "office": "office", "style": "style", "text": "text", "table": "table", "draw": "drawing", "presentation": "presentation",
        "form": "form", "number": "datastyle",
    }.items()
}  # fmt: skip
FO = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
XLINK = "http://www.w3.org/1999/xlink"


def named(name: str) -> str:
    """A name as the stream of XML gives it.

    >>> named("text:p")
    'urn:oasis:names:tc:opendocument:xmlns:text:1.0 p'
    """
    prefix, _, local = name.partition(":")
    return f"{NAMESPACES[prefix]} {local}"


def locals_of(attributes: dict[str, str]) -> dict[str, str]:
    """Attributes by their local names: what properties say is told apart by these alone."""
    return {name.rpartition(" ")[2]: value for name, value in attributes.items()}
