"""A page as a picture for a reader: a PDF's page drawn by pdfium, a picture file's page as it is, with the letters on it.

The picture is new pixels: nothing of the file's own metadata comes along.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from extractors import ocr_tool, pdf, picture
from extractors.letters import Letters, pdf_letters, recognised_letters
from extractors.recognised_page import RecognisedPage
from extractors.registry import Limits
from pipeline.document import Unsure
from pipeline.errors import DocumentError, Reason

DPI = 130
"""At which a PDF page is drawn: its small print is read without effort, and a strip of it takes some 20 kB."""
LONGEST = 1560
"""Pixels of the longer side at most: A4 at 130 dpi is 1520."""
TEXT, PATH, IMAGE, SHADING, FORM = 1, 2, 3, 4, 5
"""Kinds of page objects (pdfium)."""
LINK = 2
"""The kind of an annotation that shows nothing."""
STRAIGHT = 16
"""Segments that a path may have, all of them straight, and still be a line, a box or a grid and no writing."""
MOST_OBJECTS = 20_000


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page, its pixels to a point, and the letters on it. A picture's points are its own pixels."""

    image: Any
    scale: float
    letters: Letters
    unsure: Unsure
    turned: int = 0
    """Quarter turns clockwise that bring its text upright."""


def page_picture(data: bytes, number: int, *, limits: Limits, recognised: RecognisedPage | None) -> PagePicture:
    """Page `number` (from 1) of a PDF or of a picture file; `recognised` is what text recognition read of it, if it did.

    Raises DocumentError: ENCRYPTED, DAMAGED, TRUNCATED, LIMIT_PIXELS, MISSING_TOOL.
    """
    if picture.recognise(data):
        letters = recognised_letters(recognised) if recognised else Letters("", {})
        image, scale = _opened(data, number, limits)
        return PagePicture(image, scale, letters, "picture", recognised.turned if recognised else 0)
    with _page(data, number) as page:
        letters = recognised_letters(recognised) if recognised else pdf_letters(page)
        unsure: Unsure = "picture" if recognised else _unsure(page, letters)
        width, height = page.get_size()
        scale = min(DPI / 72, LONGEST / max(1.0, width, height))
        bitmap = page.render(scale=scale, may_draw_forms=True)
        image = bitmap.to_pil().convert("RGB")
        bitmap.close()
        return PagePicture(image, scale, letters, unsure, recognised.turned if recognised else 0)


@contextmanager
def _page(data: bytes, number: int) -> Iterator[Any]:
    import pypdfium2  # noqa: PLC0415  heavy; loaded where a PDF is drawn

    document = pdf.opened(pdf.from_header(data))
    try:
        page = document[number - 1]
        try:
            yield page
        finally:
            page.close()
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise DocumentError(Reason.DAMAGED, "the page cannot be drawn") from error
    finally:
        document.close()


def _opened(data: bytes, number: int, limits: Limits) -> tuple[Any, float]:
    """A picture file's page upright, no larger than `LONGEST`, and its pixels to one of the file's."""
    from PIL import Image, ImageOps  # noqa: PLC0415  heavy; loaded where a picture is drawn

    if ocr_tool.missing():  # it opens pictures of more kinds than Pillow alone
        raise DocumentError(Reason.MISSING_TOOL, f"a picture: {ocr_tool.missing()}")
    with picture.opened(data, limits) as image:
        try:
            image.seek(number - 1)
            full = max(image.size)
            if image.format == "JPEG" and full >= 2 * LONGEST:
                image.draft("RGB", (LONGEST, LONGEST))
            upright = ImageOps.exif_transpose(image)
            if upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info:
                layered = upright.convert("RGBA")
                upright = Image.alpha_composite(Image.new("RGBA", layered.size, "white"), layered)
            upright = upright.convert("RGB")
        except (EOFError, OSError, ValueError, SyntaxError) as error:
            raise DocumentError(Reason.TRUNCATED, f"the picture breaks off or is damaged: {error}") from error
    scale = min(1.0, LONGEST / full)
    size = (max(1, round(upright.width * scale * full / max(upright.size))), 0)
    size = (size[0], max(1, round(upright.height * size[0] / upright.width)))
    return upright.resize(size, Image.Resampling.LANCZOS), scale


def _unsure(page: Any, letters: Letters) -> Unsure:
    """Whether a PDF page shows anything but its letters, lines and boxes."""
    from pypdfium2 import raw  # noqa: PLC0415

    if any(_is_secret(letters.text[index]) for index in letters.boxes):
        return "letters"
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        raw.FPDFPage_CloseAnnot(annotation)
        if kind != LINK:
            return "drawing"
    objects = [raw.FPDFPage_GetObject(page, index) for index in range(min(raw.FPDFPage_CountObjects(page), MOST_OBJECTS + 1))]
    seen = 0
    while objects:
        drawn = objects.pop()
        seen += 1
        kind = raw.FPDFPageObj_GetType(drawn)
        if kind == FORM:
            objects += [raw.FPDFFormObj_GetObject(drawn, index) for index in range(raw.FPDFFormObj_CountObjects(drawn))]
        elif kind == PATH and not _is_straight(raw, drawn):
            return "drawing"
        elif kind not in (TEXT, PATH):
            return "picture"
        if seen > MOST_OBJECTS:
            return "drawing"
    return ""


def _is_straight(raw: Any, drawn: Any) -> bool:
    count = raw.FPDFPath_CountSegments(drawn)
    if count > STRAIGHT:
        return False
    return all(
        raw.FPDFPathSegment_GetType(raw.FPDFPath_GetPathSegment(drawn, index)) != raw.FPDF_SEGMENT_BEZIERTO
        for index in range(count)
    )


def _is_secret(letter: str) -> bool:
    """Whether a letter's code says nothing of what is seen: private use, control, the sign for what is unknown."""
    code = ord(letter)
    return code < 0x20 or code == 0xFFFD or 0xE000 <= code <= 0xF8FF or code >= 0xF0000
