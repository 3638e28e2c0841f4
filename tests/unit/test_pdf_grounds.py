"""What is written in a picture below a page's own text is wanted of text recognition, and put together with that text."""

import random
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors import ocr_tool
from extractors.ocr.rendering import rendered
from extractors.pdf import extract
from extractors.pdf_grounds import is_written_on
from extractors.recognised_page import RecognisedLine, RecognisedPage
from extractors.registry import Context, Limits
from pipeline.document import Box
from pipeline.errors import Reason
from tests.unit.pdf_builder import FONT, pdf

TYPED = "云岭电务段检修车间职工创新工作室由何水生等十二名检修工组成，自二〇一六年起开展攻关，此表由工会存档。"
WORDS = ("replaced", "bearings", "measurement", "of every", "shaft and", "recorded", "wear on", "paper forms", "careful", "crew")


def written(*, lines: int, ground: Image.Image | None = None, shade: str = "black") -> Image.Image:
    """A sheet of A4 with lines of print on it."""
    image = Image.new("RGB", (1240, 1754), "white") if ground is None else ground.resize((1240, 1754))
    draw, face, chance = ImageDraw.Draw(image), ImageFont.load_default(26), random.Random(4)
    for level in range(lines):
        draw.text((120, 240 + 52 * level), " ".join(chance.choices(WORDS, k=9)), fill=shade, font=face)
    return image


def texture() -> Image.Image:
    """Clouds in many shades."""
    noise = np.random.default_rng(5).integers(0, 255, (220, 160, 3), dtype=np.uint8)
    return Image.fromarray(noise).filter(ImageFilter.GaussianBlur(2))


def typed_over(image: Image.Image) -> bytes:
    """A page that is the picture, with text typed at its foot."""

    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(image), 0, 0, 595, 842)
        canvas.setFont(FONT, 11)
        canvas.drawString(60, 60, TYPED[:30])
        canvas.drawString(60, 44, TYPED[30:])

    return pdf(draw)


@pytest.mark.parametrize("lines", [25, 4])
def test_a_scan_with_text_typed_over_its_foot_asks_for_recognition(lines: int) -> None:
    found = extract(typed_over(written(lines=lines)), Context())
    assert TYPED[:30] in found.text
    assert [(note.code, note.where) for note in found.notes] in ([(Reason.NO_TEXT, "page 1")], [(Reason.MISSING_TOOL, "page 1")])
    if not ocr_tool.missing():
        assert [(page.page, page.below_text) for page in found.awaiting] == [(1, True)]


@pytest.mark.parametrize("ground", [texture(), Image.new("RGB", (90, 120), "lightblue")], ids=["clouds", "a plain shade"])
def test_a_texture_below_the_text_is_not_asked_for(ground: Image.Image) -> None:
    found = extract(typed_over(ground), Context())
    assert (found.notes, found.awaiting) == ((), ())


def dotted(image: ImageDraw.ImageDraw, x: int, y: int) -> None:
    image.ellipse((x, y, x + 10, y + 10), fill=120)


def crossed(image: ImageDraw.ImageDraw, x: int, y: int) -> None:
    image.line((x, y, x + 12, y + 12), fill=110, width=2)
    image.line((x + 12, y, x, y + 12), fill=110, width=2)


def strewn(image: ImageDraw.ImageDraw, x: int, y: int) -> None:
    """Leaves, no two alike, in rows."""
    chance = random.Random(1000 * y + x)
    image.ellipse((x + chance.randint(-4, 4), y, x + 11, y + chance.randint(9, 12)), fill=120)


@pytest.mark.parametrize("sign", [dotted, crossed, strewn])
def test_rows_of_signs_that_are_no_letters_are_a_texture(sign: Callable[[ImageDraw.ImageDraw, int, int], None]) -> None:
    image = Image.new("L", (700, 500), 225)
    draw = ImageDraw.Draw(image)
    for y in range(8, 500, 28):
        for x in range(8, 700, 22):
            sign(draw, x, y)
    assert not is_written_on(image)


def test_the_threads_of_linen_are_a_texture() -> None:
    threads = np.random.default_rng(4).normal(190, 60, (250, 58)).clip(0, 255).astype(np.uint8)
    assert not is_written_on(Image.fromarray(threads).resize((700, 500), Image.Resampling.BICUBIC))


def test_light_print_on_a_dark_ground_is_writing_too() -> None:
    assert is_written_on(written(lines=20, ground=Image.new("RGB", (90, 120), "navy"), shade="white"))


def test_the_page_is_drawn_without_its_own_text_for_that() -> None:
    data = typed_over(Image.new("RGB", (90, 120), "white"))
    with_text, without = (rendered(data, 1, Limits(), below_text=below).picture for below in (False, True))
    assert with_text.min() < 100
    assert without.min() > 200


@pytest.mark.skipif(bool(ocr_tool.missing()), reason="needs the extra for recognition")
def test_what_is_recognised_below_the_text_is_read_with_it() -> None:
    label = RecognisedLine(text="填表人意见栏", box=Box(60, 770, 300, 786), confidence=0.98)
    above = RecognisedLine(text="申报表", box=Box(240, 80, 340, 110), confidence=0.99)
    page = RecognisedPage(engine="mock", width=595, height=842, lines=(above, label))
    found = extract(typed_over(written(lines=9)), Context(recognised=lambda number: page))
    assert [text in found.text for text in ("申报表", "填表人意见栏", TYPED[:30], TYPED[30:])] == [True] * 4
    assert found.notes == ()


@pytest.mark.skipif(bool(ocr_tool.missing()), reason="needs the extra for recognition")
def test_what_the_picture_says_as_the_text_does_is_read_once() -> None:
    again = RecognisedLine(text=TYPED[:30], box=Box(60, 771, 390, 786), confidence=0.98)
    page = RecognisedPage(engine="mock", width=595, height=842, lines=(again,))
    found = extract(typed_over(written(lines=9)), Context(recognised=lambda number: page))
    assert found.text.count(TYPED[:12]) == 1
