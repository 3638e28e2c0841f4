"""Builds small Word documents from pieces of their XML, so that a test shows the feature it is about."""

from collections.abc import Mapping
from types import MappingProxyType

from tests.builders.packages import HEAD, OFFICE, package, relations

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{WORD}" xmlns:r="{OFFICE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
ROOTS = {"header": "hdr", "footer": "ftr"}


def docx(
    body: str,
    parts: Mapping[str, str | bytes] = MappingProxyType({}),
    *,
    main_type: str = MAIN_TYPE,
    links: Mapping[str, tuple[str, str]] = MappingProxyType({}),
) -> bytes:
    """A Word document. `parts` are the insides of styles, numbering, footnotes, endnotes, comments, header, footer."""
    targets = {f"rId{name}": (name, f"{name}.xml") for name in parts}
    files: dict[str, str | bytes] = {
        "word/document.xml": f"{HEAD}<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations(**targets, **links),
    }
    for name, inside in parts.items():
        root = ROOTS.get(name, name)
        files[f"word/{name}.xml"] = inside if isinstance(inside, bytes) else f"{HEAD}<w:{root} {NAMESPACES}>{inside}</w:{root}>"
    return package(files, main="word/document.xml", main_type=main_type)


def p(*inside: str, style: str = "", properties: str = "") -> str:
    """A paragraph; plain text is put in a run."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    runs = "".join(piece if piece.startswith("<") else r(piece) for piece in inside)
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{runs}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def tbl(*rows: str, properties: str = "") -> str:
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{''.join(rows)}</w:tbl>"


def tr(*cells: str, properties: str = "") -> str:
    """A row; plain text is put in a cell."""
    inside = "".join(cell if cell.startswith("<w:tc>") else tc(cell) for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


def tc(*inside: str, properties: str = "") -> str:
    """A cell; plain text is put in a paragraph."""
    blocks = "".join(piece if piece.startswith("<") else p(piece) for piece in inside)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{blocks}</w:tc>"
