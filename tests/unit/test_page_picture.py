"""Pages drawn for a reader: words boxed where they stand, names gone where they may not be seen."""

import io

import numpy as np
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors.letters import very_words
from extractors.page_marks import EDGE, blackened, close_up, jpeg, marked, strip, upright
from extractors.page_picture import LONGEST, page_picture
from extractors.registry import Limits
from pipeline.document import Box
from pipeline.errors import DocumentError, Reason
from tests.unit.pdf_builder import FONT, Draw, pdf

PAGE = (Box(0, 0, 596, 842),)


def text(canvas: Canvas) -> None:
    canvas.setFont(FONT, 12)
    canvas.drawString(100, 700, "工作室获专利九项")
    canvas.line(90, 690, 300, 690)


def seal(canvas: Canvas) -> None:
    text(canvas)
    canvas.circle(300, 300, 40)


def photo(canvas: Canvas) -> None:
    text(canvas)
    canvas.drawImage(ImageReader(Image.new("RGB", (40, 40), "grey")), 300, 300)


def test_the_ink_of_the_words_lies_within_their_box() -> None:
    page = page_picture(pdf(text), 1, limits=Limits(), recognised=None)
    (box,) = very_words(page.letters, "专利九项", PAGE)
    x0, y0, x1, y1 = (round(edge * page.scale) for edge in box)
    ink = np.asarray(page.image.convert("L")) < 128
    assert ink[y0:y1, x0:x1].any()
    rows = np.flatnonzero(ink[: y1 + 20, x0:x1].any(axis=1))
    assert y0 <= rows.min()
    assert rows[rows < y1 + 6].max() <= y1


def test_boxes_are_drawn_around_the_words_and_leave_them_readable() -> None:
    page = page_picture(pdf(text), 1, limits=Limits(), recognised=None)
    boxes = very_words(page.letters, "专利九项", PAGE)
    result = marked(page.image, page.scale, [("12", boxes)])
    pixels = np.asarray(result).reshape(-1, 3)
    assert (pixels == EDGE).all(axis=1).sum() > 200
    x0, y0, x1, y1 = (int(edge * page.scale) for edge in boxes[0])
    assert np.asarray(result.convert("L"))[y0:y1, x0:x1].min() < 80


def test_a_strip_holds_its_words_and_is_as_wide_as_what_is_written() -> None:
    page = page_picture(pdf(text), 1, limits=Limits(), recognised=None)
    boxes = very_words(page.letters, "专利九项", PAGE)
    cut = strip(page.image, page.scale, boxes)
    assert cut.height < 120
    assert (boxes[0].x1 - boxes[0].x0) * page.scale < cut.width < page.image.width / 2
    assert close_up(page.image, page.scale, boxes).height < 40


def test_what_is_blackened_is_black_in_the_jpeg_and_the_jpeg_tells_nothing_else() -> None:
    page = page_picture(pdf(text), 1, limits=Limits(), recognised=None)
    boxes = very_words(page.letters, "工作室", PAGE)
    data = jpeg(blackened(page.image, page.scale, boxes))
    again = Image.open(io.BytesIO(data))
    assert not set(again.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"}
    x0, y0, x1, y1 = (round(edge * page.scale) for edge in boxes[0])
    assert np.asarray(again.convert("L"))[y0 + 1 : y1 - 1, x0 + 1 : x1 - 1].max() < 40


@pytest.mark.parametrize(("draw", "unsure"), [(text, ""), (seal, "drawing"), (photo, "picture")])
def test_what_may_show_names_beside_the_letters_is_told(draw: Draw, unsure: str) -> None:
    assert page_picture(pdf(draw), 1, limits=Limits(), recognised=None).unsure == unsure


def test_a_picture_file_is_shown_upright_and_no_larger_than_needed() -> None:
    wide = Image.new("RGB", (4000, 3000), "white")
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright
    data = io.BytesIO()
    wide.save(data, "JPEG", exif=exif)
    page = page_picture(data.getvalue(), 1, limits=Limits(), recognised=None)
    assert page.image.size == (LONGEST * 3 // 4, LONGEST)
    assert page.scale == LONGEST / 4000
    assert page.unsure == "picture"


@pytest.mark.parametrize(("data", "reason"), [(pdf(text), Reason.DAMAGED), (b"\xff\xd8\xff\xe0rubbish", Reason.DAMAGED)])
def test_a_page_that_is_not_there_is_a_reason(data: bytes, reason: Reason) -> None:
    with pytest.raises(DocumentError) as caught:
        page_picture(data, 9, limits=Limits(), recognised=None)
    assert caught.value.reason is reason


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_page_is_turned_upright_with_its_boxes(turns: int) -> None:
    """The dark patch of a page that was photographed lying on its side stays within its box."""
    lying = Image.new("RGB", (400, 600), "white")
    lying.paste("black", (40, 60, 200, 90))
    image, ((box,),) = upright(lying, 2.0, [(Box(20, 30, 100, 45),)], turns)
    assert image.size == ((400, 600) if turns % 2 == 0 else (600, 400))
    edges = tuple(round(edge * 2) for edge in box)
    assert np.asarray(image.crop(edges).convert("L")).max() == 0
    assert (np.asarray(image.convert("L")) == 0).sum() == 160 * 30
