"""Pictures that text of a PDF page stands on: a scanned form filled in by typing, a photograph with a caption over it, a texture.

What is written in such a picture is neither in the text layer nor a picture apart. It is looked for in the picture drawn
without the layer; where it seems to be there, text recognition reads the page so and both texts are put together.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from extractors.pdf_frame import Frame
from extractors.pdf_objects import Picture
from extractors.pdf_pictures import LEAST_SHARE, is_ground, without_text
from extractors.rows import Line
from pipeline.document import Box

DOTS = 110
"""An inch at which the picture is drawn."""
PIXELS = 1_500_000
STRIP = 48
"""Pixels of a strip in which rows of ink are sought; two or three letters."""
AROUND = 9
"""Pixels around a pixel whose mean is its ground."""
INK = 38
"""Of 255: by which ink differs from its ground."""
FULL, BLANK = 0.09, 0.035
"""Share of ink in a strip's row from which it is of a line, up to which it is of the white between two."""
LINE = (6, 32)
"""Pixels that a line of print is high: 4 to 21 points."""
WHITE = 2
"""Rows of white above and below it at the least."""
NEIGHBOURS = 12
"""Pieces of lines that have one beside them in the next strip from which a picture is written on."""


def has_writing(page: Any, frame: Frame, pictures: Sequence[Picture], lines: Sequence[Line]) -> bool:
    """Whether a picture that text stands on has lines of its own; False where the page cannot be drawn."""
    grounds = [picture.box for picture in pictures if _is_large(picture.box, frame) and is_ground(picture.box, lines)]
    if not grounds:
        return False
    scale = min(DOTS / 72, (PIXELS / max(1.0, frame.width * frame.height)) ** 0.5)
    try:
        with without_text(page):
            bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False)
    except (ValueError, RuntimeError):  # pypdfium2's own error is a RuntimeError
        return False
    try:
        image = bitmap.to_pil()
        return any(is_written_on(image.crop(_pixels(box, scale, image.size))) for box in grounds)
    finally:
        bitmap.close()


def is_written_on(image: Any) -> bool:
    """Whether rows of ink as high as print stand in a picture in shades of grey, with white between them, side by side."""
    from PIL import ImageChops, ImageFilter  # noqa: PLC0415  loaded where there is such a picture

    if min(image.size) < STRIP:
        return False
    grey = image.convert("L")
    around = grey.filter(ImageFilter.BoxBlur(AROUND))
    return any(_pieces(ImageChops.subtract(*pair)) >= NEIGHBOURS for pair in ((around, grey), (grey, around)))


def _pieces(contrast: Any) -> int:
    """How many pieces of lines have one beside them, where a picture is darker, or lighter, than its ground."""
    ink = contrast.point([255 * (shade > INK) for shade in range(256)])
    strips, height = max(1, ink.width // STRIP), ink.height
    shares = ink.resize((strips, height), resample=4)  # box: the mean of each strip's row
    levels = [_lines(shares.crop((strip, 0, strip + 1, height)).tobytes()) for strip in range(strips)]
    return sum(_beside(level, other) for level, other in pairwise(levels))


def _lines(rows: bytes) -> list[tuple[int, int]]:
    """Where runs of inked rows as high as a line begin and end, with white above and below."""
    found: list[tuple[int, int]] = []
    start, white = -1, WHITE
    for at, share in enumerate(rows):
        if share >= 255 * FULL:
            if start < 0 and white >= WHITE:
                start = at
            white = 0
        elif share <= 255 * BLANK:
            white += 1
            if white == WHITE and start >= 0:
                if LINE[0] <= at - WHITE + 1 - start <= LINE[1]:
                    found.append((start, at - WHITE + 1))
                start = -1
        elif start >= 0:
            white = 0
    return found


def _beside(level: Sequence[tuple[int, int]], other: Sequence[tuple[int, int]]) -> int:
    """How many lines of a strip go on at the same height in the next."""
    return sum(
        any(
            min(end, its_end) - max(start, its_start) > 0.6 * max(end - start, its_end - its_start)
            for its_start, its_end in other
        )
        for start, end in level
    )


def _is_large(box: Box, frame: Frame) -> bool:
    return (box.x1 - box.x0) * (box.y1 - box.y0) >= LEAST_SHARE * frame.width * frame.height


def _pixels(box: Box, scale: float, size: tuple[int, int]) -> tuple[int, int, int, int]:
    x0, y0 = max(0, int(box.x0 * scale)), max(0, int(box.y0 * scale))
    return x0, y0, max(x0 + 1, min(size[0], int(box.x1 * scale))), max(y0 + 1, min(size[1], int(box.y1 * scale)))
