"""Even light and no seals: what stands between the letters and the engine is taken away before it looks.

Colours are kept, since a heading may be red; only where a seal is pressed is red ink taken out of the picture.
"""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.ocr.engine import Picture

GROUND_AT = 320
"""Pixels of the longer side at which the paper's own brightness is taken."""
EVEN = 0.8
"""Ratio of the darkest to the brightest paper from which the light is even enough."""
SEALS_AT = 900
RED = 36
"""How much red must exceed green and blue, of 255."""
SEAL_SIZE = (0.09, 0.42)
"""A seal's side as a share of the sheet's shorter side: 19 mm to 90 mm on A4."""
FILLED = 0.42
"""Share of its box that a seal's connected ink fills at most: a ring is mostly white, a large red letter is not."""
RING = 0.55
"""Share of a seal's outline that is red: it has a ring or a frame, which a large red letter has not."""
PALE = 0.68
"""Share of the paper's brightness in red light from which a dot is a seal's ink, not print."""
GRAIN, COLOURED = 4, 0.0005
"""By how much the colours of a dot may differ, of 255, and the share of dots that may differ more, on a page without colour."""
BLANK_INK = 0.00012
"""Share of dark pixels up to which a sheet is blank: specks of dust."""
MARGIN = 0.03
"""Share of the sheet along its edges that may be dark without anything being written: shadows of the lid, punched holes."""


def evened(picture: Picture) -> Picture:
    """The picture as under even light; itself where the light is even."""
    ground = _ground(picture)
    darkest, brightest = np.percentile(ground, (2, 98))
    if darkest >= EVEN * brightest:
        return picture
    wide = cv2.resize(ground, (picture.shape[1], picture.shape[0]), interpolation=cv2.INTER_LINEAR)
    lifted = picture.astype(np.float32) * (235.0 / np.maximum(wide, 24.0))[..., None]
    return np.clip(lifted, 0, 255).astype(np.uint8)


def _ground(picture: Picture) -> NDArray[Any]:
    """How bright the paper is, place by place, without what is written on it."""
    ratio = GROUND_AT / max(picture.shape[:2])
    small = cv2.resize(picture, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_AREA)
    light = cv2.dilate(small.max(axis=2), np.ones((9, 9), np.uint8))
    return cv2.GaussianBlur(cv2.medianBlur(light, 15), (0, 0), 5).astype(np.float32)


def without_seals(picture: Picture) -> tuple[Picture, list[tuple[int, int, int, int]]]:
    """The picture with red taken out where a seal is pressed, so that what is printed below it can be read; where seals are."""
    boxes = _seals(picture)
    if not boxes:
        return picture, []
    cleaned = picture.copy()
    for x0, y0, x1, y1 in boxes:
        part = cleaned[y0:y1, x0:x1]
        red = part[..., 2].astype(np.float32)
        part[:] = np.clip(red * (255 / (PALE * max(1.0, float(np.median(red))))), 0, 255).astype(np.uint8)[..., None]
    return cleaned, boxes


def _seals(picture: Picture) -> list[tuple[int, int, int, int]]:
    height, width = picture.shape[:2]
    ratio = min(1.0, SEALS_AT / max(height, width))
    small = cv2.resize(picture, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_AREA).astype(np.int16)
    red = (small[..., 2] - np.maximum(small[..., 0], small[..., 1]) > RED).astype(np.uint8)
    closed = cv2.morphologyEx(red, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(closed, connectivity=8)
    found = []
    for label in range(1, count):
        x, y, wide, high, inked = (int(value) for value in stats[label])
        sides = sorted((wide / min(small.shape[:2]), high / min(small.shape[:2])))
        sized = SEAL_SIZE[0] <= sides[0] and sides[1] <= min(SEAL_SIZE[1], 1.9 * sides[0])
        if sized and inked <= FILLED * wide * high and _ringed(labels == label):
            edges = np.array([x - 3, y - 3, x + wide + 3, y + high + 3]) / ratio
            x0, y0, x1, y1 = (int(edge) for edge in np.clip(edges, 0, [width, height, width, height]))
            found.append((x0, y0, x1, y1))
    return found


def _ringed(red: NDArray[Any]) -> bool:
    """Whether red runs along the whole outline of what is red."""
    mask = red.astype(np.uint8)
    down, across = np.nonzero(mask)
    hull = cv2.convexHull(np.stack([across, down], axis=1).astype(np.int32))
    outline, steps = np.zeros(mask.shape, np.uint8), np.zeros(mask.shape, np.uint8)
    cv2.polylines(outline, [hull], isClosed=True, color=(1,), thickness=5)
    cv2.polylines(steps, [hull], isClosed=True, color=(1,), thickness=1)
    near = np.asarray(cv2.dilate(mask * outline, np.ones((7, 7), np.uint8)))
    return float((near * steps).sum()) >= RING * float(max(1, steps.sum()))


def is_grey(picture: Picture) -> bool:
    """Whether the page is a copy in black and white: nowhere do its colours differ by more than a scanner's grain."""
    ratio = min(1.0, SEALS_AT / max(picture.shape[:2]))
    small = cv2.resize(picture, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_AREA).astype(np.int16)
    apart = small.max(axis=2) - small.min(axis=2)
    return float((apart > GRAIN).mean()) < COLOURED


def is_blank(picture: Picture) -> bool:
    """Whether nothing is written or drawn on the sheet, dark on light or light on dark, its edges apart."""
    ratio = min(1.0, SEALS_AT / max(picture.shape[:2]))
    small = cv2.resize(picture, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_AREA)
    across, down = int(small.shape[1] * MARGIN), int(small.shape[0] * MARGIN)
    inner = small[down : small.shape[0] - down, across : small.shape[1] - across].min(axis=2)
    ground = cv2.medianBlur(inner, 31)
    return float((cv2.absdiff(ground, inner) > 40).mean()) <= BLANK_INK
