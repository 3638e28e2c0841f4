"""Pictures that text of a PDF page stands on: a scanned form filled in by typing, a photograph with a caption over it, a texture.

What is written in such a picture is neither in the text layer nor a picture apart. It is looked for in the picture drawn
without the layer; where it seems to be there, text recognition reads the page so and both texts are put together.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

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
STROKES = 1.0
"""Strokes that a row of pixels crosses in the width of a line's height. Lines in both scripts, 12 to 28 pixels, large and small
print, black, grey and white, had 1.3 to 2.7; grain, wood, linen and blots at most .8."""
ALIKE = 0.65
"""Correlation with itself a step further of what is a pattern: it had .9 and more, the lines at most .43."""
FIRST_STEP, LAST_STEP = 5, 100
"""Pixels of that step."""
LONGEST = 10
"""Pieces of a line that are looked at."""


class Piece(NamedTuple):
    """A line within one strip: the number of the strip, the first row of pixels and the one after the last."""

    strip: int
    top: int
    bottom: int


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
    """Whether rows of ink as high as print stand in a picture in shades of grey, with white between them, and are letters."""
    from PIL import ImageChops, ImageFilter  # noqa: PLC0415  loaded where there is such a picture

    if min(image.size) < STRIP:
        return False
    grey = image.convert("L")
    around = grey.filter(ImageFilter.BoxBlur(AROUND))
    return any(_has_print(ImageChops.subtract(*pair)) for pair in ((around, grey), (grey, around)))


def _has_print(contrast: Any) -> bool:
    """Whether enough pieces of lines have one beside them, where a picture is darker, or lighter, than its ground."""
    from numpy import asarray, float32  # noqa: PLC0415

    ink = contrast.point([255 * (shade > INK) for shade in range(256)])
    strips, height = max(1, ink.width // STRIP), ink.height
    shares = ink.resize((strips, height), resample=4)  # box: the mean of each strip's row
    lines = _chains([_lines(shares.crop((strip, 0, strip + 1, height)).tobytes()) for strip in range(strips)])
    if sum(len(line) - 1 for line in lines) < NEIGHBOURS:
        return False
    inked = (asarray(ink) > 0).astype(float32)
    beside = 0
    for line in lines:
        if len(line) > 1 and are_letters(_band(inked, line[:LONGEST])):
            beside += len(line) - 1
        if beside >= NEIGHBOURS:
            return True
    return False


def _band(inked: Any, line: Sequence[Piece]) -> Any:
    """The pixels of a line from its first piece to its last."""
    top, bottom = min(piece.top for piece in line), max(piece.bottom for piece in line)
    return inked[top:bottom, line[0].strip * STRIP : (line[-1].strip + 1) * STRIP]


def are_letters(band: Any) -> bool:
    """Whether the ink in a band (1 for ink, else 0) is cut into strokes as letters are, and does not come again and again.

    Blots, threads and grain have fewer strokes than letters of their height; bricks, dots and waves are the same a step further.
    """
    height, width = band.shape
    strokes = (band[:, 1:] > band[:, :-1]).sum(axis=1)
    strokes.sort()
    if strokes[-max(1, height // 2) :].mean() * height < STROKES * width:
        return False
    return all(_likeness(band[:, :-step], band[:, step:]) < ALIKE for step in range(FIRST_STEP, min(LAST_STEP, width // 2)))


def _likeness(one: Any, other: Any) -> float:
    """The correlation of two bands; 1 where one is all ink or all white."""
    spread = float(one.std() * other.std())
    return float((one * other).mean() - one.mean() * other.mean()) / spread if spread > 0 else 1.0


def _chains(strips: Sequence[Sequence[tuple[int, int]]]) -> list[list[Piece]]:
    """The pieces, those that go on at one height from strip to strip as one line."""
    found: list[list[Piece]] = []
    before: list[list[Piece]] = []
    for number, strip in enumerate(strips):
        now: list[list[Piece]] = []
        for top, bottom in strip:
            piece = Piece(number, top, bottom)
            line = next((line for line in before if _goes_on(line[-1], piece)), None)
            if line is None:
                line = []
                found.append(line)
            else:
                before = [other for other in before if other is not line]
            line.append(piece)
            now.append(line)
        before = now
    return found


def _goes_on(one: Piece, other: Piece) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > 0.6 * max(one.bottom - one.top, other.bottom - other.top)


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


def _is_large(box: Box, frame: Frame) -> bool:
    return (box.x1 - box.x0) * (box.y1 - box.y0) >= LEAST_SHARE * frame.width * frame.height


def _pixels(box: Box, scale: float, size: tuple[int, int]) -> tuple[int, int, int, int]:
    x0, y0 = max(0, int(box.x0 * scale)), max(0, int(box.y0 * scale))
    return x0, y0, max(x0 + 1, min(size[0], int(box.x1 * scale))), max(y0 + 1, min(size[1], int(box.y1 * scale)))
