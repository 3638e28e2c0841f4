"""A Word form from TOML: the shapes that real application forms have, and that a plain reader loses.

::

    title = "…"   header = "…"                a title; a running head over each page (its foot is the page number)
    [[part]]  heading, text = ["…"], box = "…"   a heading, paragraphs, a text box
    [[part]]  table = [[cell, …], …]             a table with borders

A cell is a string (``\\n`` begins a paragraph), ``"^"`` for the continuation of the cell above, or a table:
`text`, `columns` (how many it covers), `rows = true` (the first of cells merged downwards), `control = true` (a content
control holds the text), `table` (a table inside the cell).

ECMA-376 part 1: §17.4 tables, §17.5.2 structured document tags, §14.1.2.22 text boxes (VML).
"""

from typing import Any
from xml.sax.saxutils import escape

from corpus.samples.archive import packed

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
PROLOGUE = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def form(content: dict[str, Any]) -> bytes:
    """The .docx of a form described as above."""
    body = _paragraph(content["title"], style="Title") + "".join(_part(part) for part in content["part"])
    return packed(
        (
            ("[Content_Types].xml", _content_types()),
            ("_rels/.rels", _relations({"rId1": ("officeDocument", "word/document.xml")})),
            ("word/document.xml", _document(body)),
            ("word/styles.xml", _styles()),
            ("word/header1.xml", _xml("hdr", _paragraph(content.get("header", "")))),
            ("word/footer1.xml", _xml("ftr", _page_number())),
            (
                "word/_rels/document.xml.rels",
                _relations(
                    {
                        "rId1": ("styles", "styles.xml"),
                        "rId2": ("header", "header1.xml"),
                        "rId3": ("footer", "footer1.xml"),
                    }
                ),
            ),
        )
    )


def _part(part: dict[str, Any]) -> str:
    xml = _paragraph(part["heading"], style="Heading1") if "heading" in part else ""
    xml += "".join(_paragraph(text) for text in part.get("text", ()))
    if "box" in part:
        xml += _text_box(part["box"])
    if "table" in part:
        xml += _table(part["table"]) + _paragraph("")
    return xml


def _paragraph(text: str, *, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f"<w:p>{properties}{run}</w:p>"


def _table(rows: list[list[Any]]) -> str:
    width = max(sum(_columns(cell) for cell in row) for row in rows)
    grid = "".join(f'<w:gridCol w:w="{9000 // width}"/>' for _ in range(width))
    body = "".join(f"<w:tr>{''.join(_cell(cell) for cell in row)}</w:tr>" for row in rows)
    return f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>'


def _columns(cell: Any) -> int:
    return int(cell.get("columns", 1)) if isinstance(cell, dict) else 1


def _cell(cell: Any) -> str:
    if cell == "^":
        return "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>"
    described = cell if isinstance(cell, dict) else {"text": cell}
    properties = f'<w:gridSpan w:val="{described["columns"]}"/>' if "columns" in described else ""
    if described.get("rows"):
        properties += '<w:vMerge w:val="restart"/>'
    content = "".join(_paragraph(text) for text in described.get("text", "").split("\n"))
    if described.get("control"):
        content = f'<w:sdt><w:sdtPr><w:tag w:val="answer"/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'
    if "table" in described:
        content += _table(described["table"]) + "<w:p/>"
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def _text_box(text: str) -> str:
    content = "".join(_paragraph(line) for line in text.split("\n"))
    shape = f'<v:shape style="width:440pt;height:60pt"><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape>'
    return f"<w:p><w:r><w:pict>{shape}</w:pict></w:r></w:p>"


def _page_number() -> str:
    field = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    return f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{field}</w:p>'


def _document(body: str) -> bytes:
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId2"/><w:footerReference w:type="default" r:id="rId3"/>'
        '<w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
    )
    return _xml("document", f"<w:body>{body}{section}</w:body>")


def _styles() -> bytes:
    style = '<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/>{more}</w:style>'
    outline = '<w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr>'
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = f'<w:name w:val="Table Grid"/><w:tblPr><w:tblBorders>{edges}</w:tblBorders></w:tblPr>'
    return _xml(
        "styles",
        style.format(id="Title", name="Title", more='<w:rPr><w:b/><w:sz w:val="36"/></w:rPr>')
        + style.format(id="Heading1", name="heading 1", more=outline)
        + f'<w:style w:type="table" w:styleId="TableGrid">{grid}</w:style>',
    )


def _content_types() -> bytes:
    parts = (("document", "document.main"), ("styles", "styles"), ("header1", "header"), ("footer1", "footer"))
    overrides = "".join(f'<Override PartName="/word/{part}.xml" ContentType="{TYPES}.{kind}+xml"/>' for part, kind in parts)
    defaults = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    return f'{PROLOGUE}<Types xmlns="{types}">{defaults}{overrides}</Types>'.encode()


def _relations(targets: dict[str, tuple[str, str]]) -> bytes:
    items = "".join(
        f'<Relationship Id="{name}" Type="{RELATIONS}/{kind}" Target="{target}"/>' for name, (kind, target) in targets.items()
    )
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{PROLOGUE}<Relationships xmlns="{package}">{items}</Relationships>'.encode()


def _xml(root: str, content: str) -> bytes:
    return f"{PROLOGUE}<w:{root} {NAMESPACES}>{content}</w:{root}>".encode()
