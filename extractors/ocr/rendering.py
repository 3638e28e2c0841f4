"""A page as a picture: drawn from a PDF, or opened from a picture file, the way up its camera says."""

from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from extractors import pdf, picture
from extractors.ocr.engine import Picture
from extractors.pdf_pictures import without_text
from extractors.registry import Limits
from pipeline.errors import DocumentError, Reason

DPI = 200
PALE = 200
"""Mean brightness of what is drawn on a transparent ground from which it would not be seen on white."""
LONGEST = 3200
"""Pixels of the longer side at which a page is drawn at most; a poster is drawn coarser than 200 dpi."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page's picture (BGR) and how many of its pixels make a point of the page as shown."""

    picture: Picture
    per_point: float


def rendered(data: bytes, page: int, limits: Limits, *, below_text: bool = False) -> Rendered:
    """Page `page` (from 1) of a PDF or a picture file. A picture's points are its pixels. `below_text` leaves its text out.

    Raises DocumentError: DAMAGED, TRUNCATED, LIMIT_PIXELS.
    """
    return _opened(data, page, limits) if picture.recognise(data) else _drawn(data, page, below_text=below_text)


def _drawn(data: bytes, number: int, *, below_text: bool) -> Rendered:
    import pypdfium2  # noqa: PLC0415  only for PDFs

    document = pdf.opened(pdf.from_header(data))
    try:
        page = document[number - 1]
        width, height = page.get_size()
        per_point = min(DPI / 72, LONGEST / max(1.0, width, height))
        with without_text(page) if below_text else nullcontext():
            bitmap = page.render(scale=per_point, may_draw_forms=not below_text)  # BGR by default
        pixels = bitmap.to_numpy()[..., :3].copy()
        bitmap.close()
        page.close()
    except pypdfium2.PdfiumError as error:
        raise DocumentError(Reason.DAMAGED, "the page cannot be drawn") from error
    finally:
        document.close()
    return Rendered(np.ascontiguousarray(pixels), per_point)


def _opened(data: bytes, page: int, limits: Limits) -> Rendered:
    with picture.opened(data, limits) as image:
        try:
            image.seek(page - 1)
            full = max(image.size)
            _shrink_on_load(image)
            shrunk = max(image.size) / full
            upright = _on_white(ImageOps.exif_transpose(image))
        except EOFError as error:
            raise DocumentError(Reason.TRUNCATED, "the picture has fewer pages than it says") from error
        except (OSError, ValueError, SyntaxError, UnidentifiedImageError) as error:
            raise DocumentError(Reason.TRUNCATED, f"the picture breaks off or is damaged: {error}") from error
        return Rendered(upright, shrunk)


def _shrink_on_load(image: Image.Image) -> None:
    """Let a JPEG of many pixels come out smaller at once."""
    if image.format == "JPEG" and max(image.size) >= 2 * LONGEST:
        image.draft("RGB", (LONGEST, LONGEST))


def _on_white(image: Any) -> Picture:
    """The picture in BGR bytes; what is transparent shows white paper, or black where what is drawn is itself white."""
    if image.mode in {"I;16", "I;16B", "I", "F"}:
        values = np.asarray(image, np.float32)
        high = float(values.max()) or 1.0
        image = Image.fromarray((values * (255.0 / max(high, 255.0))).astype(np.uint8))
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        layered = image.convert("RGBA")
        drawn = np.asarray(layered)
        solid = drawn[..., :3][drawn[..., 3] > 128]
        pale = bool(solid.size) and float(solid.mean()) > PALE
        image = Image.alpha_composite(Image.new("RGBA", layered.size, "black" if pale else "white"), layered)
    return np.ascontiguousarray(np.asarray(image.convert("RGB"))[..., ::-1])
