"""Lines drawn on a sheet, found in its picture: the rulings of forms and tables."""

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.ocr.engine import Picture, Quad
from pipeline.document import Box

LOOKED_AT = 1600
"""Pixels of the longer side at which rulings are sought."""
SHORTEST = 0.022
"""Share of the longer side from which a straight stroke may be a ruling: longer than the strokes of large letters."""
MEET, MEET_SHARE = 6.0, 0.006
"""Pixels, and share of the longer side, by which two rulings may miss each other and still meet."""
TALLER = 1.5
"""Ratio to the height of a line of text from which a stroke may be a ruling: on small pictures letters are as long."""
DARKER = 10
"""Least difference from the paper around, of 255."""
THICKEST = 0.006
"""Share of the longer side; what is thicker is a bar or a picture's edge."""
GAP = 0.003
"""Share of the longer side of a gap in a ruling that is closed."""


def rulings(picture: Picture, quads: Sequence[Quad]) -> list[Box]:
    """Level and upright rulings in pixels, each as thick as it is drawn; none that stroke or underline a line of `quads`."""
    ratio = min(1.0, LOOKED_AT / max(picture.shape[:2]))
    small = cv2.resize(picture, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_AREA)
    ink = _ink(small)
    longer = max(small.shape[:2])
    shortest, thickest = max(12, int(SHORTEST * longer), int(_letters(quads) * ratio * TALLER)), max(4, THICKEST * longer)
    found = [*_runs(ink, shortest, thickest, upright=False), *_runs(ink, shortest, thickest, upright=True)]
    outside = _outside([Box(*(edge / ratio for edge in box)) for box in found], quads)
    return _framing(outside, max(MEET, MEET_SHARE * longer) / ratio)


def _framing(found: Sequence[Box], reach: float) -> list[Box]:
    """Rulings that frame cells: upright ones that end on level ones, and level ones that two upright ones meet.

    Strokes of large letters, folds of the paper and the grain of a photograph end nowhere.
    """
    level = [box for box in found if box.x1 - box.x0 >= box.y1 - box.y0]
    upright = [box for box in found if box.x1 - box.x0 < box.y1 - box.y0]
    before = -1
    while before != len(level) + len(upright):
        before = len(level) + len(upright)
        upright = [post for post in upright if all(_met(post, end, level, reach) for end in (post.y0, post.y1))]
        level = [line for line in level if sum(_touch(line, post, reach) for post in upright) > 1]
    return level + upright


def _met(post: Box, end: float, level: Sequence[Box], reach: float) -> bool:
    x = (post.x0 + post.x1) / 2
    return any(line.x0 - reach <= x <= line.x1 + reach and line.y0 - reach <= end <= line.y1 + reach for line in level)


def _touch(line: Box, post: Box, reach: float) -> bool:
    x, y = (post.x0 + post.x1) / 2, (line.y0 + line.y1) / 2
    return line.x0 - reach <= x <= line.x1 + reach and post.y0 - reach <= y <= post.y1 + reach


def _letters(quads: Sequence[Quad]) -> float:
    """The height of most lines of text, in pixels."""
    return float(np.median([min(np.hypot(*(quad[1] - quad[0])), np.hypot(*(quad[3] - quad[0]))) for quad in quads] or [0.0]))


def _outside(found: Sequence[Box], quads: Sequence[Quad]) -> list[Box]:
    if not quads:
        return list(found)
    low = np.array([quad.min(axis=0) for quad in quads]) - 1
    high = np.array([quad.max(axis=0) for quad in quads]) + 1
    kept = []
    for box in found:
        x0, y0, x1, y1 = box
        within = (low[:, 0] <= x0) & (low[:, 1] <= y0) & (high[:, 0] >= x1) & (high[:, 1] >= y1)
        if not within.any():
            kept.append(box)
    return kept


def _ink(small: Picture) -> NDArray[Any]:
    grey = small.min(axis=2)
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, DARKER)
    return np.asarray(ink, np.uint8)


def _runs(ink: NDArray[Any], shortest: int, thickest: float, *, upright: bool) -> list[Box]:
    """Straight runs of ink one way, small gaps closed."""

    def strip(length: int) -> NDArray[Any]:
        return np.ones((length, 1) if upright else (1, length), np.uint8)

    gap = max(1, round(GAP * max(ink.shape)))
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, strip(gap))
    runs = cv2.morphologyEx(closed, cv2.MORPH_OPEN, strip(shortest))
    runs = cv2.dilate(runs, strip(gap))
    count, _, stats, _ = cv2.connectedComponentsWithStats(np.asarray(runs, np.uint8), connectivity=8)
    boxes = []
    for x, y, wide, high, _ in stats[1:count]:
        along, across = (high, wide) if upright else (wide, high)
        if along >= 3 * across and across <= thickest + 0.02 * along:
            boxes.append(Box(float(x), float(y), float(x + wide), float(y + high)))
    return boxes
