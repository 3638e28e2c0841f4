"""Pictures on pages with text of their own are children, as they are seen; ornaments, grounds and scans are not."""

import hashlib
import io
from collections.abc import Iterable

import pytest
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors import pdf_pictures
from extractors.pdf import extract
from extractors.registry import Context
from pipeline.document import Extraction
from pipeline.errors import Reason
from tests.unit.pdf_builder import FONT, Draw, column, pdf

CHINESE = "检修班组围绕水泵轴承温度偏高的难题展开攻关，先后测绘零件、试制密封、调整间隙，全年没有再停机。" * 3


class Kept:
    """What a reader gives out beside its text, by its name."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def __call__(self, chunks: Iterable[bytes], /) -> tuple[str, int]:
        data = b"".join(chunks)
        sha256 = hashlib.sha256(data).hexdigest()
        self.files[sha256] = data
        return sha256, len(data)


def read(data: bytes) -> tuple[Extraction, list[tuple[str, Image.Image]]]:
    kept = Kept()
    found = extract(data, Context(keep=kept))
    return found, [(child.path, Image.open(io.BytesIO(kept.files[child.sha256]))) for child in found.children]


def certificate(width: int = 900, height: int = 600, shade: str = "black") -> ImageReader:
    """A sheet with a frame and bars where lines of print would stand."""
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((20, 20, width - 20, height - 20), outline=shade, width=6)
    for level in range(100, height - 80, 60):
        draw.rectangle((120, level, width - 120, level + 24), fill=shade)
    return ImageReader(image)


def report(*more: Draw) -> Draw:
    """A page of text with these drawn on it."""

    def draw(canvas: Canvas) -> None:
        column(canvas, [CHINESE])
        for each in more:
            each(canvas)

    return draw


def pasted(picture: ImageReader, x: float = 120, y: float = 160, width: float = 300, height: float = 200) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.drawImage(picture, x, y, width, height)

    return draw


def test_a_certificate_pasted_into_a_report_is_a_child_with_its_pixels() -> None:
    found, pictures = read(pdf(report(pasted(certificate()))))
    assert [name for name, _ in pictures] == ["page 1 picture 1.png"]
    (image,) = (image for _, image in pictures)
    assert abs(image.width - 900) <= 3
    assert abs(image.height - 600) <= 3
    assert image.convert("L").getpixel((450, 112)) == 0
    assert "水泵轴承" in found.text
    assert found.awaiting == ()


def test_a_caller_without_a_place_for_children_gets_the_text_alone() -> None:
    found = extract(pdf(report(pasted(certificate()))), Context())
    assert (found.children, found.notes) == ((), ())
    assert "水泵轴承" in found.text


def test_a_picture_that_stands_on_every_page_is_one_child() -> None:
    seal = certificate()
    _, pictures = read(pdf(report(pasted(seal)), report(pasted(seal)), report(pasted(certificate(shade="navy")))))
    assert [name for name, _ in pictures] == ["page 1 picture 1.png", "page 3 picture 1.png"]


def test_strips_of_one_picture_are_one_child() -> None:
    strips = [pasted(certificate(900, 90), y=160 + 50 * number, height=50) for number in range(4)]
    _, pictures = read(pdf(report(*strips)))
    assert len(pictures) == 1
    assert abs(pictures[0][1].height - 600) <= 3


def test_what_is_turned_on_the_page_is_taken_as_it_is_seen() -> None:
    def turned(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(350, 100)
        canvas.rotate(90)
        canvas.drawImage(certificate(), 0, 0, 300, 200)
        canvas.restoreState()

    _, pictures = read(pdf(report(turned)))
    (image,) = (image for _, image in pictures)
    assert abs(image.width - 600) <= 3
    assert abs(image.height - 900) <= 3


@pytest.mark.parametrize(
    "more",
    [
        pytest.param([pasted(certificate(), width=90, height=60)], id="an ornament as small as a logo"),
        pytest.param([pasted(certificate(90, 60))], id="a picture of too few pixels for print"),
        pytest.param([pasted(ImageReader(Image.new("RGB", (900, 600), "lightgrey")))], id="a plain shade"),
        pytest.param([pasted(certificate(), x=700)], id="a picture off the page"),
    ],
)
def test_no_child_is_made_of(more: list[Draw]) -> None:
    assert read(pdf(report(*more)))[1] == []


def test_a_ground_that_the_text_stands_on_is_no_child() -> None:
    def page(canvas: Canvas) -> None:
        pasted(certificate(), x=60, y=400, width=480, height=400)(canvas)
        column(canvas, [CHINESE])

    assert read(pdf(page))[1] == []


def test_a_covered_picture_is_not_kept() -> None:
    def cover(canvas: Canvas) -> None:
        canvas.setFillColorRGB(1, 1, 1)
        canvas.rect(110, 150, 320, 220, stroke=0, fill=1)

    assert read(pdf(report(pasted(certificate()), cover)))[1] == []


def test_a_scanned_page_is_read_as_a_whole_and_gives_no_child() -> None:
    found, pictures = read(pdf(report(), pasted(certificate(), x=0, y=0, width=595, height=842)))
    assert pictures == []
    assert [wanted.page for wanted in found.awaiting] == [2]


def test_a_caption_set_over_a_picture_is_not_drawn_into_it() -> None:
    def caption(canvas: Canvas) -> None:
        canvas.setFont(FONT, 40)
        canvas.drawString(150, 250, "试验现场照片")

    plain, written = (read(pdf(report(pasted(certificate()), *more)))[1] for more in ([], [caption]))
    assert plain[0][1].tobytes() == written[0][1].tobytes()


def test_more_pictures_than_are_taken_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_pictures, "MOST", 2)
    shades = ("black", "navy", "maroon", "darkgreen")
    found, pictures = read(pdf(*(report(pasted(certificate(shade=shade))) for shade in shades)))
    assert len(pictures) == 2
    assert [(note.code, note.where) for note in found.notes] == [(Reason.LIMIT_ENTRIES, "page 3 picture 1")]
