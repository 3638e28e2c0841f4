"""Text that lies to win points: a claim that no reader of the page sees is flagged, and neither body nor tagged."""

import pytest

from extractors.registry import Context
from pipeline.document import Document, Source
from pipeline.errors import Flag
from pipeline.process import Annotator, document_stages, extract, opened
from tests.builders.sheet import row, text, xlsx
from tests.builders.slides import pptx, shape
from tests.builders.word import docx, p, r, tbl, tr

CLAIM = "授權發明專利九十九項"
TRUTH = "班組今年解決現場難題三個。"


def read(data: bytes, name: str) -> Document:
    return Annotator(document_stages())(opened(Source(path=name), extract(data, Context(name=name))))


def patents(hidden: str = "", *, states: tuple[str, ...] = ("visible", "visible"), columns: str = "") -> bytes:
    head = row(1, text("A1", "序号"), text("B1", "专利名称"), text("C1", "专利号"))
    only = row(2, text("A2", "1"), text("B2", "一种链轮拔取器"), text("C2", "ZL202222333444.5"), properties=hidden)
    return xlsx(row(1, text("A1", "说明")), f"{columns}<sheetData>{head}{only}</sheetData>", states=states)


@pytest.mark.parametrize(
    "data",
    [
        patents('hidden="1"'),
        patents('ht="0.5" customHeight="1"'),
        patents(states=("visible", "veryHidden")),
        patents(columns='<cols><col min="1" max="9" hidden="1"/></cols>'),
    ],
)
def test_rows_of_a_list_that_are_hidden_are_no_achievements(data: bytes) -> None:
    document = read(data, "list.xlsx")
    assert "ZL202222333444.5" in document.text
    assert document.achievements == ()
    assert Flag.HIDDEN_TEXT in {flag.code for flag in document.flags}


def test_the_same_list_is_read_when_it_is_shown() -> None:
    assert [found.category for found in read(patents(), "list.xlsx").achievements] == ["ip_right"]


FONT_EFFECTS = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
WHITE_FILL = '<w14:solidFill><w14:srgbClr w14:val="FFFFFF"/></w14:solidFill>'
PLACED = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'


def boxed(inside: str, *, placed: str) -> str:
    """A text box in a drawing that is `placed` so."""
    box = f"<wps:wsp><wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx></wps:wsp>"
    graphic = f"<a:graphic><a:graphicData>{box}</a:graphicData></a:graphic>"
    return f"<w:r><w:drawing><wp:anchor {PLACED}>{placed}{graphic}</wp:anchor></w:drawing></w:r>"


@pytest.mark.parametrize(
    "body",
    [
        p(r(CLAIM, '<w:color w:val="FF0000"/><w:highlight w:val="red"/>')),
        p(r(CLAIM, f"<w14:textFill {FONT_EFFECTS}><w14:noFill/></w14:textFill>")),
        p(r(CLAIM, f"<w14:textFill {FONT_EFFECTS}>{WHITE_FILL}</w14:textFill>")),
        p(r(CLAIM, '<w:position w:val="-3000"/>')),
        p(r(CLAIM, '<w:spacing w:val="-400"/>')),
        p(CLAIM, properties='<w:spacing w:line="2" w:lineRule="exact"/>'),
        p(CLAIM, properties='<w:ind w:left="-20000"/>'),
        p(CLAIM, properties='<w:framePr w:x="-9999" w:y="1"/>'),
        tbl(tr(CLAIM, properties='<w:trHeight w:val="1" w:hRule="exact"/>')),
        p(boxed(p(CLAIM), placed='<wp:docPr id="1" name="a" hidden="1"/>')),
        p(boxed(p(CLAIM), placed='<wp:extent cx="1" cy="1"/>')),
        p(f'<w:r><w:pict><v:shape style="visibility: hidden"><v:textbox><w:txbxContent>{p(CLAIM)}</w:txbxContent></v:textbox>'
          "</v:shape></w:pict></w:r>"),
    ],
)  # fmt: skip
def test_a_claim_that_word_does_not_print_counts_for_nothing(body: str) -> None:
    counts_for_nothing(read(docx(p(TRUTH) + body), "form.docx"))


def counts_for_nothing(document: Document) -> None:
    body = "".join(document.text[span.start : span.end] for span in document.body())
    assert (CLAIM in document.text, CLAIM in body, TRUTH in body) == (True, False, True)
    assert not any("專利" in document.text[found.span.start : found.span.end] for found in document.achievements)
    assert Flag.HIDDEN_TEXT in {flag.code for flag in document.flags}


@pytest.mark.parametrize(
    "body",
    [
        p(r(CLAIM, '<w:highlight w:val="black"/>')),
        p(r(CLAIM, '<w:spacing w:val="-10"/><w:position w:val="6"/>')),
        p(CLAIM, properties='<w:spacing w:line="400" w:lineRule="exact"/><w:ind w:left="-420"/>'),
        p(r(CLAIM, f"<w14:textOutline {FONT_EFFECTS}><w14:noFill/></w14:textOutline>")),
        p(
            r(
                CLAIM,
                f"<w14:textOutline {FONT_EFFECTS}>{WHITE_FILL}</w14:textOutline>"
                f"<w14:textFill {FONT_EFFECTS}><w14:noFill/></w14:textFill>",
            )
        ),
        p(boxed(p(CLAIM), placed='<wp:extent cx="2000000" cy="635"/><wp:docPr id="1" name="a"/>')),
    ],
)
def test_a_claim_that_word_prints_counts(body: str) -> None:
    document = read(docx(p(TRUTH) + body), "form.docx")
    assert Flag.HIDDEN_TEXT not in {flag.code for flag in document.flags}
    assert [found.category for found in document.achievements if found.quantity == 99] == ["ip_right"]


def lettered(looks: str = "", *, attributes: str = "", named: str = "", drawn: str = "") -> str:
    """A shape with the claim in letters of these `looks`."""
    run = f"<a:r><a:rPr {attributes}>{looks}</a:rPr><a:t>{CLAIM}</a:t></a:r>"
    about = f'<p:nvSpPr><p:cNvPr id="9" name="a" {named}/><p:nvPr/></p:nvSpPr><p:spPr>{drawn}</p:spPr>'
    return f"<p:sp>{about}<p:txBody><a:p>{run}</a:p></p:txBody></p:sp>"


def painted(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'


BEYOND = '<a:xfrm><a:off x="-9999999" y="0"/><a:ext cx="100000" cy="10000"/></a:xfrm>'
PICTURE = "<p:pic><p:blipFill/></p:pic>"


@pytest.mark.parametrize(
    "lie",
    [
        lettered(painted("FFFFFF")),
        lettered('<a:solidFill><a:schemeClr val="bg1"/></a:solidFill>'),
        lettered('<a:solidFill><a:srgbClr val="000000"><a:alpha val="0"/></a:srgbClr></a:solidFill>'),
        lettered("<a:noFill/>"),
        lettered(attributes='sz="100"'),
        lettered(named='hidden="1"'),
        lettered(drawn=BEYOND),
        lettered(painted("1F4E79"), drawn=painted("1F4E79")),
    ],
)
def test_a_claim_that_a_slide_does_not_show_counts_for_nothing(lie: str) -> None:
    counts_for_nothing(read(pptx(shape(TRUTH) + lie), "talk.pptx"))


@pytest.mark.parametrize(
    "slide",
    [
        lettered(painted("FFFFFF"), drawn=painted("1F4E79")),
        PICTURE + lettered(painted("FFFFFF")),
        lettered(f"<a:ln>{painted('000000')}</a:ln><a:noFill/>"),
        lettered(attributes='sz="1800"'),
    ],
)
def test_a_claim_that_a_slide_shows_counts(slide: str) -> None:
    assert Flag.HIDDEN_TEXT not in {flag.code for flag in read(pptx(shape(TRUTH) + slide), "talk.pptx").flags}
