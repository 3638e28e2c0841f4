"""Builds small OpenDocument files from pieces of their XML."""

from extractors.odf_names import FO, NAMESPACES, XLINK
from tests.builders.packages import HEAD, zipped

DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in {**NAMESPACES, "fo": FO, "xlink": XLINK}.items())
TYPE = "application/vnd.oasis.opendocument."
MANIFEST = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{}</manifest:manifest>'


def odt(
    body: str,
    styles: str = "",
    *,
    common: str = "",
    masters: str = "",
    locked: bool = False,
    parts: dict[str, bytes] | None = None,
) -> bytes:
    """A text with automatic `styles`, `common` styles, master pages and further parts."""
    return _package("text", f"<office:text>{body}</office:text>", styles, common, masters, locked, parts)


def ods(*sheets: str, styles: str = "") -> bytes:
    return _package("spreadsheet", f"<office:spreadsheet>{''.join(sheets)}</office:spreadsheet>", styles)


def odp(*slides: str, styles: str = "") -> bytes:
    return _package("presentation", f"<office:presentation>{''.join(slides)}</office:presentation>", styles)


def flat(body: str) -> bytes:
    head = f'<office:document {DECLARED} office:mimetype="{TYPE}text">'
    return f"{HEAD}{head}<office:body><office:text>{body}</office:text></office:body></office:document>".encode()


def el(head: str, *inside: str) -> str:
    """An element by its name and attributes."""
    return f"<{head}>{''.join(inside)}</{head.split(maxsplit=1)[0]}>"


def p(text: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def h(text: str, level: int = 1) -> str:
    return f'<text:h text:outline-level="{level}">{text}</text:h>'


def span(text: str, style: str) -> str:
    return f'<text:span text:style-name="{style}">{text}</text:span>'


def style(name: str, properties: str, *, family: str = "text", parent: str = "", display: str = "") -> str:
    """A style of this family with its properties' elements."""
    about = (
        f'style:name="{name}" style:family="{family}" style:parent-style-name="{parent}" style:display-name="{display or name}"'
    )
    return f"<style:style {about}>{properties}</style:style>"


def letters(**said: str) -> str:
    """Properties of letters."""
    named = {"display": "text:display", "scale": "style:text-scale"}
    written = " ".join(f'{named.get(key, _fo(key))}="{value}"' for key, value in said.items())
    return f"<style:text-properties {written}/>"


def table(*rows: str) -> str:
    return f"<table:table>{''.join(rows)}</table:table>"


def tr(*cells: str) -> str:
    """A row; a cell that is no element becomes one with a paragraph."""
    return f"<table:table-row>{''.join(cell if cell.startswith('<table:') else tc(cell) for cell in cells)}</table:table-row>"


def tc(text: str, about: str = "") -> str:
    inside = text if text.startswith("<") or not text else p(text)
    return f"<table:table-cell {about}>{inside}</table:table-cell>"


def covered(text: str = "", times: int = 1) -> str:
    inside = p(text) if text else ""
    return f'<table:covered-table-cell table:number-columns-repeated="{times}">{inside}</table:covered-table-cell>'


def sheet(name: str, *rows: str, about: str = "", columns: str = "") -> str:
    return f'<table:table table:name="{name}" {about}>{columns}{"".join(rows)}</table:table>'


def slide(*frames: str, about: str = "") -> str:
    return f"<draw:page {about}>{''.join(frames)}</draw:page>"


def frame(text: str, sort: str = "") -> str:
    return f'<draw:frame presentation:class="{sort}"><draw:text-box>{p(text)}</draw:text-box></draw:frame>'


def _fo(key: str) -> str:
    return f"fo:{key.replace('_', '-')}"


def _package(
    kind: str,
    body: str,
    styles: str,
    common: str = "",
    masters: str = "",
    locked: bool = False,
    parts: dict[str, bytes] | None = None,
) -> bytes:
    entry = '<manifest:file-entry manifest:full-path="content.xml">{}</manifest:file-entry>'
    content = f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>{body}</office:body>"
    shared = f"<office:styles>{common}</office:styles><office:master-styles>{masters}</office:master-styles>"
    members: dict[str, str | bytes] = {
        "mimetype": TYPE + kind,
        "content.xml": f"{HEAD}<office:document-content {DECLARED}>{content}</office:document-content>",
        "styles.xml": f"{HEAD}<office:document-styles {DECLARED}>{shared}</office:document-styles>",
        "META-INF/manifest.xml": MANIFEST.format(entry.format("<manifest:encryption-data/>" if locked else "")),
    }
    return zipped({**members, **(parts or {})}, stored=("mimetype",))
