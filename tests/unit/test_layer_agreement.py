"""A layer with letters in doubt is kept where recognition reads the same, and told apart where it does not."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.layer_agreement import agrees
from extractors.pdf import extract
from extractors.pdf_outlines import segments
from extractors.recognised_page import RecognisedLine, RecognisedPage
from extractors.registry import Context
from extractors.rows import Line
from pipeline.document import Box, Extraction
from pipeline.errors import Flag
from tests.unit.pdf_builder import broken, pdf
from tests.unit.test_pdf import said
from tests.unit.test_pdf_suspicion import PROSE, set_font

WIDTH, HEIGHT = 595.28, 841.89


@pytest.fixture(autouse=True)
def recognition_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.ocr_tool.missing", lambda: "")


def line(text: str, y: float = 100.0, *, x: float = 72.0) -> Line:
    box = Box(x, y, x + 12 * len(text), y + 12)
    return Line(text, box, box, 12.0)


def as_read(text: str, y: float = 100.0, *, x: float = 72.0) -> RecognisedLine:
    return RecognisedLine(text=text, box=Box(x - 2, y - 2, x + 12 * len(text) + 2, y + 14), confidence=0.97)


LAYER = [line("全年完成攻关12项，节约费用418万元", 100), line("其中发明专利3项，均已授权", 120)]


@pytest.mark.parametrize(
    "read",
    [
        ["全年完成攻关12项,节约费用418万元", "其中发明专利3项，均已授权"],
        ["全年完成攻关l2项，节约费用4l8万元", "其中发明专利3项，均已授权。"],
        ["全年完成攻關12項，節約費用418萬元", "其中發明專利3項，均已授權"],
        ["全年完成攻夫12项，节约费用418万元", "其中发明专利3项，均已授权"],
    ],
    ids=["width of signs", "twins", "the other script", "one slip of the reader"],
)
def test_what_recognition_confuses_or_misses_once_bears_the_layer_out(read: Sequence[str]) -> None:
    assert agrees(LAYER, [as_read(text, 100 + 20 * row) for row, text in enumerate(read)], doubted="")


@pytest.mark.parametrize(
    ("read", "doubted"),
    [
        (["全年完成攻关12项，节约费用448万元", "其中发明专利3项，均已授权"], ""),
        (["全年完成攻关12顶，节约费用418万元", "其中发明专利3顶，均已授权"], ""),
        (["全年完成攻关12项，节约费用418万元", "其中发明专刊3项，均已授权"], "the letter 利 is drawn as another"),
        (["全年完成攻关12项，节约费用418万元"], ""),
        ([], ""),
    ],
    ids=["one figure", "one letter wherever it stands", "the letter in doubt", "half is not seen", "nothing is seen"],
)
def test_another_figure_or_the_same_letter_read_otherwise_does_not(read: Sequence[str], doubted: str) -> None:
    assert not agrees(LAYER, [as_read(text, 100 + 20 * row) for row, text in enumerate(read)], doubted=doubted)


def test_pieces_of_one_line_are_held_against_it_in_their_order() -> None:
    layer = [line("节约费用418万元", x=240), line("全年完成攻关12项")]
    assert agrees(layer, [as_read("全年完成攻关12项　　节约费用418万元")], doubted="")


def forged(read: Callable[[str], str], *, also: str = "") -> Extraction:
    """A page on which the simplest letter is drawn as the densest, with what was read of it."""
    simple, dense = min(PROSE, key=segments().__getitem__), max(PROSE, key=segments().__getitem__)
    rows = [text for _, text in broken(PROSE, 450, 12, font=set_font("Doubted", {simple: dense}), indent=0)]

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Doubted", 12)
        for row, text in enumerate(rows):
            canvas.drawString(72, 700 - 18 * row, text)

    found = [as_read(read(text), HEIGHT - 700 - 10 + 18 * row) for row, text in enumerate(rows)]
    page = RecognisedPage(engine="mock", width=WIDTH, height=HEIGHT, lines=tuple(found))
    if also:
        page = replace(page, lines=(*page.lines, as_read(also, 600)))
    return extract(pdf(draw), Context(recognised=lambda number: page))


def test_a_doubtful_layer_that_is_read_alike_stays_the_text_without_a_flag() -> None:
    found = forged(str)
    assert (said(found), said(found, "replaced"), found.notes) == ([PROSE], [], ())


def test_what_is_read_beside_a_layer_that_is_borne_out_is_added() -> None:
    found = forged(str, also="江南造船厂工会委员会")
    assert (said(found), said(found, "replaced")) == ([PROSE, "江南造船厂工会委员会"], [])


def test_a_doubtful_layer_that_is_read_otherwise_is_kept_beside_what_is_seen() -> None:
    simple, dense = min(PROSE, key=segments().__getitem__), max(PROSE, key=segments().__getitem__)
    found = forged(lambda text: text.replace(simple, dense))
    assert ("".join(said(found)), "".join(said(found, "replaced"))) == (PROSE.replace(simple, dense), PROSE)
    assert Flag.TEXT_LAYER_REPLACED in [note.code for note in found.notes]
