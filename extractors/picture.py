"""Pictures of paper: photographs and scans as JPEG, PNG, TIFF of several pages, WebP, BMP, GIF, HEIC. Their text is recognised.

A place in a picture is in its pixels, the picture the way up its camera says.
"""

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from extractors import ocr_tool
from extractors.composer import Composer
from extractors.furniture import Sheet, marks
from extractors.pdf_recognised import in_place, recognised_page
from extractors.pdf_text import body_size, flow
from extractors.pdf_writer import written
from extractors.recognised_page import RecognisedPage
from extractors.registry import Context, Format, Limits
from pipeline.document import Extraction, Note, PageWanted
from pipeline.errors import DocumentError, Reason

KINDS = ("JPEG", "PNG", "TIFF", "WEBP", "BMP", "GIF", "HEIF")
"""Only these of Pillow's readers are asked."""
MEDIA_TYPES = {
    "JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png", "TIFF": "image/tiff", "WEBP": "image/webp",
    "BMP": "image/bmp", "GIF": "image/gif", "HEIF": "image/heic",
}  # fmt: skip
HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"}
"""What a HEIF file of still pictures calls itself (ISO/IEC 23008-12, 10)."""
BMP_HEADERS = {bytes([length]) for length in (12, 40, 52, 56, 64, 108, 124)}
"""Lengths that the header after the file's own may have."""
SMALLEST = 32
"""Pixels of a side below which a picture is an icon or a line, and no text can be read on it."""


def recognise(data: bytes) -> bool:
    """By the first bytes, as each format's specification gives them."""
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*", b"GIF87a", b"GIF89a")):
        return True
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return True
    if data[4:8] == b"ftyp":
        return data[8:12] in HEIF_BRANDS
    return data.startswith(b"BM") and data[6:10] == bytes(4) and data[14:15] in BMP_HEADERS


def extract(data: bytes, context: Context) -> Extraction:
    """The text on a picture's pages, as text recognition reads them.

    Raises DocumentError: MISSING_TOOL without the engine, DAMAGED, TRUNCATED, LIMIT_PIXELS, NO_TEXT.
    """
    if ocr_tool.missing():
        raise DocumentError(Reason.MISSING_TOOL, f"a picture: {ocr_tool.missing()}")
    with opened(data, context.limits) as image:
        if min(image.size) < SMALLEST:
            raise DocumentError(Reason.NO_TEXT, f"a picture of {image.width} × {image.height} pixels")
        media_type = MEDIA_TYPES[image.format]
        count = pages_of(image)
    notes = []
    if count > context.limits.pages:
        last = context.limits.pages
        notes.append(Note(Reason.LIMIT_PAGES, f"{count} pages, the first {last} are read", f"page {last + 1}"))
        count = last
    found = {number: context.recognised(number) for number in range(1, count + 1)}
    awaiting = tuple(PageWanted(number, "a picture") for number, page in found.items() if page is None)
    if awaiting:
        return Extraction(
            media_type=media_type,
            awaiting=awaiting,
            notes=(Note(Reason.NO_TEXT, "a picture whose text has not been recognised"),),
        )
    extraction = written_pages({number: page for number, page in found.items() if page is not None}, context.limits)
    extraction = replace(extraction, media_type=media_type, notes=(*notes, *extraction.notes))
    _refuse_silence(extraction)
    return extraction


def written_pages(found: Mapping[int, RecognisedPage], limits: Limits) -> Extraction:
    """Recognised pages as text in reading order, with what is doubtful about it."""
    pages = [recognised_page(number, page) for number, page in found.items()]
    composer = Composer(limits)
    for note in (note for page in pages for note in page.notes):
        composer.note(note.code, note.detail, where=note.where, count=note.count)
    size = body_size(pages)
    furniture = marks([Sheet(page.lines, page.width, page.height) for page in pages], size)
    title = written(composer, flow(pages, furniture, size), pages, size)
    return in_place(composer.extraction(title=title), pages)


def _refuse_silence(extraction: Extraction) -> None:
    if extraction.text.strip():
        return
    for note in extraction.notes:
        if isinstance(note.code, Reason):
            raise DocumentError(note.code, note.detail, where=note.where)
    said = "; ".join(dict.fromkeys(note.detail for note in extraction.notes))
    raise DocumentError(Reason.NO_TEXT, said or "nothing is written on the picture")


@contextmanager
def opened(data: bytes, limits: Limits) -> Iterator[Any]:
    """The picture, its size checked, its pixels not yet unpacked. Raises DocumentError: DAMAGED, LIMIT_PIXELS."""
    import pi_heif  # noqa: PLC0415  comes with the extra
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415

    pi_heif.register_heif_opener()

    Image.MAX_IMAGE_PIXELS = None  # ours is checked below, before anything is unpacked
    try:
        image = Image.open(io.BytesIO(data), formats=KINDS)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, TypeError) as error:
        raise DocumentError(Reason.DAMAGED, f"not readable as a picture: {error}") from error
    with image:
        if image.width * image.height > limits.pixels:
            detail = f"{image.width} × {image.height} pixels, more than {limits.pixels}"
            raise DocumentError(Reason.LIMIT_PIXELS, detail)
        yield image


def pages_of(image: Any) -> int:
    """Pages of a TIFF; 1 of anything else, since the frames of a film say the same again."""
    if image.format != "TIFF":
        return 1
    try:
        return max(1, int(image.n_frames))
    except (OSError, ValueError, SyntaxError, TypeError, KeyError) as error:
        raise DocumentError(Reason.DAMAGED, f"the list of its pages is broken: {error}") from error


FORMAT = Format(
    name="picture",
    media_types=tuple(dict.fromkeys(MEDIA_TYPES.values())),
    extensions=(".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".tif", ".tiff", ".webp", ".bmp", ".gif", ".heic", ".heif"),
    version="9",
    rank=15,
    recognise=recognise,
    extract=extract,
    needs=ocr_tool.NEEDS,
)
