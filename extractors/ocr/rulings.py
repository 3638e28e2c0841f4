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
DARKER = 10
"""Least difference from the paper around, of 255."""
THICKEST = 0.006
"""Share of the longer side; what is thicker is a bar or a picture's edge."""
GAP = 5
"""Pixels of a gap in a ruling that is closed."""


def rulings(picture: Picture) -> list[Box]:
    """Level and upright rulings in pixels, each as thick as it is drawn."""
    ratio = min(1.0, LOOKED_AT / max(picture.shape[:2]))
    small = cv2.resize(picture, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_AREA)
    ink = _ink(small)
    longer = max(small.shape[:2])
    shortest, thickest = max(12, int(SHORTEST * longer)), max(4, THICKEST * longer)
    found = [*_runs(ink, shortest, thickest, upright=False), *_runs(ink, shortest, thickest, upright=True)]
    return [Box(*(edge / ratio for edge in box)) for box in found]


def outside(found: Sequence[Box], quads: Sequence[Quad]) -> list[Box]:
    """The rulings without those inside a line of text, which are strokes of its letters or underline it."""
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

    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, strip(GAP))
    runs = cv2.morphologyEx(closed, cv2.MORPH_OPEN, strip(shortest))
    runs = cv2.dilate(runs, strip(GAP))
    count, _, stats, _ = cv2.connectedComponentsWithStats(np.asarray(runs, np.uint8), connectivity=8)
    boxes = []
    for x, y, wide, high, _ in stats[1:count]:
        along, across = (high, wide) if upright else (wide, high)
        if along >= 3 * across and across <= thickest + 0.02 * along:
            boxes.append(Box(float(x), float(y), float(x + wide), float(y + high)))
    return boxes
