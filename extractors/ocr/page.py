"""One page, from its picture to what stands on it: laid flat, evenly lit, upright and level, then line by line.

Every step keeps the matrix that leads back to the picture, so that each line can be shown where it stands.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors import ocr_tool
from extractors.ocr import light, sheet
from extractors.ocr.cells import split, unfound
from extractors.ocr.engine import Engine, Picture, Quad, cut_out
from extractors.ocr.punctuation import in_context
from extractors.ocr.rendering import rendered
from extractors.ocr.rulings import rulings
from extractors.ocr.sharpness import edge_width
from extractors.ocr.turning import levelled, quarter_turns, slope, turned
from extractors.pdf_recognised import mapped
from extractors.recognised_page import Matrix, RecognisedLine, RecognisedPage
from extractors.registry import Limits, no_progress
from pipeline.document import Box

MOST_PIXELS = 3600
"""Pixels of the longer side that are worked on: A4 at 300 dpi."""
GLANCE = 960
"""Pixels of the longer side at which lines are sought first."""
LOOK = 1600
"""And where letters turn out small."""
SMALL = 15.0
"""Height of lines in the glance, in pixels, below which it was too coarse; a line is a third taller than its letters."""
ASLANT = 2.5
"""Degrees of slope from which lines are sought anew once the sheet is level; so they are after a quarter turn."""
SQUEEZE = 0.85
"""How much narrower than its height asks a line is recognised; found on bench/ocr: below it errors rise."""
PAPER = 842.0
"""Points of the longer side of a sheet whose size nobody says: A4."""


def page_of(
    engine: Engine,
    data: bytes,
    number: int,
    *,
    limits: Limits,
    below_text: bool = False,
    progress: Callable[[], None] = no_progress,
) -> RecognisedPage:
    """What stands on page `number` (from 1) of a file, with `below_text` all but its text layer.

    Raises DocumentError where it cannot be drawn or opened.
    """
    found = rendered(data, number, limits, below_text=below_text)
    progress()
    return recognise(engine, found.picture, per_point=found.per_point, photo=True, progress=progress)


@dataclass(slots=True)
class _Laid:
    """A picture on its way, and the matrix that led here from the first."""

    picture: Picture
    matrix: NDArray[Any]
    seals: tuple[Box, ...] = ()
    """In pixels of the first picture."""
    edge_width: float = 0.0
    grey: bool = False


def recognise(
    engine: Engine, picture: Picture, *, per_point: float, photo: bool, progress: Callable[[], None] = no_progress
) -> RecognisedPage:
    """What stands on the picture of a page.

    `per_point` is pixels for each point of the page as shown; places lead back there. With `photo` a sheet of paper is
    sought in the picture and laid flat. `progress` is called between lines.
    """
    laid = _laid(picture, photo=photo)
    progress()
    if light.is_blank(laid.picture):
        return _page(laid, per_point, 0, [], [], blank=True)
    quads = _found(engine, laid.picture)
    progress()
    turns = quarter_turns(engine, laid.picture, quads)
    laid.picture, quads, matrix = turned(laid.picture, quads, turns)
    laid.matrix = matrix @ laid.matrix
    degrees = slope(quads)
    laid.picture, quads, matrix = levelled(laid.picture, quads, degrees)
    laid.matrix = matrix @ laid.matrix
    if turns % 2 or abs(degrees) > ASLANT:
        quads = _found(engine, laid.picture)
        progress()
    laid.edge_width = edge_width(laid.picture, quads)
    drawn = rulings(laid.picture, quads)
    scale = PAPER / max(laid.picture.shape[:2])
    lines = []
    for quad in (*split(quads, drawn), *unfound(laid.picture, quads, drawn, scale)):
        reading = engine.read(cut_out(laid.picture, quad), squeeze=SQUEEZE)
        progress()
        if reading.text.strip():
            lines.append((quad, in_context(reading.text.strip()), reading.confidence))
    return _page(laid, per_point, turns, lines, drawn)


def _laid(picture: Picture, *, photo: bool) -> _Laid:
    matrix = np.eye(3)
    longer = max(picture.shape[:2])
    if longer > MOST_PIXELS:
        ratio = MOST_PIXELS / longer
        picture = cv2.resize(picture, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_AREA)
        matrix = np.diag([ratio, ratio, 1.0])
    corners = sheet.corners(picture) if photo else None
    if corners is not None:
        picture, flat = sheet.flat(picture, corners)
        matrix = flat @ matrix
    cleaned, seals = light.without_seals(light.evened(picture))
    back = _matrix(np.linalg.inv(matrix))
    return _Laid(cleaned, matrix, tuple(mapped(Box(*seal), back) for seal in seals), grey=light.is_grey(picture))


def _found(engine: Engine, picture: Picture) -> list[Quad]:
    """The lines, by a glance; by a closer look where the glance was too coarse for its letters."""
    quads = engine.find(picture, longer=GLANCE)
    if not quads or max(picture.shape[:2]) <= GLANCE:
        return quads
    heights = sorted(min(_across(quad), _down(quad)) for quad in quads)
    small = heights[len(heights) // 3] * GLANCE / max(picture.shape[:2]) < SMALL
    return engine.find(picture, longer=LOOK) if small else quads


def _page(
    laid: _Laid,
    per_point: float,
    turns: int,
    lines: Sequence[tuple[Quad, str, float]],
    drawn: Sequence[Box],
    *,
    blank: bool = False,
) -> RecognisedPage:
    """The result in points of the straight sheet."""
    height, width = laid.picture.shape[:2]
    scale = PAPER / max(height, width)
    to_page = np.diag([1 / per_point, 1 / per_point, 1]) @ np.linalg.inv(laid.matrix) @ np.diag([1 / scale, 1 / scale, 1])
    return RecognisedPage(
        engine=ocr_tool.engine(),
        width=round(width * scale, 2),
        height=round(height * scale, 2),
        lines=tuple(
            RecognisedLine(text=text, box=_box(quad, scale), confidence=round(confidence, 4)) for quad, text, confidence in lines
        ),
        rulings=tuple(Box(*(round(edge * scale, 2) for edge in box)) for box in drawn),
        to_page=_matrix(to_page),
        turned=turns,
        seals=tuple(Box(*(round(edge / per_point, 2) for edge in seal)) for seal in laid.seals),
        edge_width=round(laid.edge_width, 4),
        grey=laid.grey,
        blank=blank,
    )


def _box(quad: Quad, scale: float) -> Box:
    (x0, y0), (x1, y1) = quad.min(axis=0) * scale, quad.max(axis=0) * scale
    return Box(round(float(x0), 2), round(float(y0), 2), round(float(x1), 2), round(float(y1), 2))


def _matrix(found: NDArray[Any]) -> Matrix:
    a, b, c, d, e, f, g, h, i = (float(value) for value in (found / found[2, 2]).flatten())
    return (a, b, c, d, e, f, g, h, i)


def _across(quad: Quad) -> float:
    return float(np.hypot(*(quad[1] - quad[0])))


def _down(quad: Quad) -> float:
    return float(np.hypot(*(quad[3] - quad[0])))
