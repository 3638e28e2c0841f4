"""Builds small presentations from pieces of their XML."""

from tests.builders.packages import HEAD, OFFICE, package, relations

SLIDES = "http://schemas.openxmlformats.org/presentationml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
POINTS = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
NAMESPACES = f'xmlns:p="{SLIDES}" xmlns:a="{DRAWING}" xmlns:r="{OFFICE}"'


def pptx(*slides: str, notes: str = "", drawing: str = "", hidden: int = 0) -> bytes:
    """A presentation shown in the order of `slides`, kept in the other order; one may be `hidden`.

    The first has `notes`, or a `drawing` of shapes whose points these are.
    """
    count = len(slides)
    listed = "".join(f'<p:sldId id="{256 + number}" r:id="rId{number}"/>' for number in range(1, count + 1))
    files: dict[str, str | bytes] = {
        "ppt/presentation.xml": f"{HEAD}<p:presentation {NAMESPACES}><p:sldIdLst>{listed}</p:sldIdLst></p:presentation>",
        "ppt/_rels/presentation.xml.rels": relations(
            **{f"rId{number}": ("slide", f"slides/slide{count + 1 - number}.xml") for number in range(1, count + 1)}
        ),
    }
    for number, inside in enumerate(slides, 1):
        show = 'show="0"' if number == hidden else ""
        tree = f"<p:cSld><p:spTree>{inside}</p:spTree></p:cSld>"
        files[f"ppt/slides/slide{count + 1 - number}.xml"] = f"{HEAD}<p:sld {NAMESPACES} {show}>{tree}</p:sld>"
    if notes:
        files[f"ppt/slides/_rels/slide{count}.xml.rels"] = relations(rId1=("notesSlide", "../notesSlides/notes1.xml"))
        files["ppt/notesSlides/notes1.xml"] = f"{HEAD}<p:notes {NAMESPACES}><p:cSld>{notes}</p:cSld></p:notes>"
    if drawing:
        files[f"ppt/slides/_rels/slide{count}.xml.rels"] = relations(rId1=("diagramData", "../diagrams/data1.xml"))
        files["ppt/diagrams/data1.xml"] = f'{HEAD}<d:dataModel xmlns:d="{POINTS}" {NAMESPACES}>{drawing}</d:dataModel>'
    return package(files, main="ppt/presentation.xml", main_type=MAIN_TYPE)


def shape(*paragraphs: str, placeholder: str = "") -> str:
    """A shape with text; `placeholder` is what the master calls it."""
    named = f'<p:ph type="{placeholder}"/>' if placeholder else ""
    inside = "".join(f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>" for text in paragraphs)
    return f"<p:sp><p:nvSpPr><p:nvPr>{named}</p:nvPr></p:nvSpPr><p:txBody>{inside}</p:txBody></p:sp>"


def table(*rows: tuple[str, ...]) -> str:
    lines = "".join(f"<a:tr>{''.join(map(_cell, row))}</a:tr>" for row in rows)
    return f"<p:graphicFrame><a:graphic><a:graphicData><a:tbl>{lines}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"


def _cell(text: str) -> str:
    return f"<a:tc><a:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></a:txBody></a:tc>"
