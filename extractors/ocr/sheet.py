"""The sheet of paper on a photograph: its four corners, and the picture of it laid flat.

A sheet is brighter than what it lies on, or of another colour, along its four edges. A frame printed on the paper has paper
on both sides of it, and is left alone; so is a scan, which is the sheet itself.
"""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.ocr.engine import Picture, Quad, ordered

Array = NDArray[Any]
LOOKED_AT = 640
"""Pixels of the longer side at which edges are sought."""
LEAST = 0.22
"""Share of the picture that a sheet covers at the least: less is a thing in the picture."""
MOST = 0.97
CONTRAST = 14.0
"""Least difference, of 255, between the strips inside and outside of an edge."""
STRIP = 9
"""Pixels of a strip's width."""
EDGES = 3
"""Edges, of four, that must show a contrast: the fourth may lie in shadow or run out of the picture."""
STEEPEST = 55.0
"""Degrees by which a corner may differ from a right angle."""
MARGIN = 0.006
"""Share of the sheet's side that is cut off, so that the desk does not show along the edge."""


def corners(picture: Picture) -> Quad | None:
    """The corners of the sheet, from the top left one clockwise, in pixels; None where the picture is the sheet."""
    height, width = picture.shape[:2]
    ratio = LOOKED_AT / max(height, width)
    small = cv2.resize(picture, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_AREA) if ratio < 1 else picture
    lab = cv2.cvtColor(cv2.bilateralFilter(small, 7, 40, 7), cv2.COLOR_BGR2LAB).astype(np.float32)
    found = [quad for mask in _masks(lab) for quad in _quads(mask) if _is_sheet(lab, quad)]
    if not found:
        return None
    return np.asarray(max(found, key=_area) / min(ratio, 1.0), np.float32)


def flat(picture: Picture, quad: Quad) -> tuple[Picture, NDArray[Any]]:
    """The sheet as seen from above, and the matrix that leads from the picture to it."""
    inner = quad + (quad.mean(axis=0) - quad) * MARGIN
    width = max(np.hypot(*(inner[1] - inner[0])), np.hypot(*(inner[2] - inner[3])))
    height = max(np.hypot(*(inner[3] - inner[0])), np.hypot(*(inner[2] - inner[1])))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(inner.astype(np.float32), target)
    size = (max(1, round(float(width))), max(1, round(float(height))))
    return cv2.warpPerspective(picture, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), matrix


def _masks(lab: Array) -> list[NDArray[Any]]:
    """Guesses at where the sheet is: what is bright, what is little coloured, what edges enclose."""
    light = lab[..., 0].astype(np.uint8)
    colour = np.hypot(lab[..., 1] - 128, lab[..., 2] - 128).clip(0, 255).astype(np.uint8)
    _, bright = cv2.threshold(light, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    _, grey = cv2.threshold(colour, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    masks = [bright, grey]
    for low in (20, 50):
        edges = cv2.bitwise_or(cv2.Canny(light, low, 3 * low), cv2.Canny(colour, low, 3 * low))
        masks.append(cv2.morphologyEx(edges, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8)))
    return [np.asarray(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)), np.uint8) for mask in masks]


def _quads(mask: NDArray[Any]) -> list[Quad]:
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    quads = []
    for contour in sorted(contours, key=cv2.contourArea, reverse=True)[:3]:
        hull = cv2.convexHull(contour)
        girth = cv2.arcLength(hull, closed=True)
        for tolerance in (0.01, 0.02, 0.035, 0.05):
            outline = cv2.approxPolyDP(hull, tolerance * girth, closed=True)
            if len(outline) == 4:
                quads.append(ordered(outline.reshape(4, 2).astype(np.float32)))
                break
    return quads


def _is_sheet(lab: Array, quad: Quad) -> bool:
    height, width = lab.shape[:2]
    share = _area(quad) / (height * width)
    if not LEAST <= share <= MOST or any(abs(angle - 90) > STEEPEST for angle in _angles(quad)):
        return False
    contrasts = [_contrast(lab, quad[side], quad[(side + 1) % 4], quad.mean(axis=0)) for side in range(4)]
    return sum(contrast >= CONTRAST for contrast in contrasts) >= EDGES


def _contrast(lab: Array, one: Array, other: Array, middle: Array) -> float:
    """How much the strip inside of an edge differs from the one outside; 0 where the edge is the picture's own."""
    along = np.linspace(0.06, 0.94, 60)[:, None]
    points = one + (other - one) * along
    normal = np.array([other[1] - one[1], one[0] - other[0]])
    normal = normal / max(1e-6, float(np.hypot(*normal)))
    if float(np.dot(normal, middle - (one + other) / 2)) < 0:
        normal = -normal
    inside, outside = (_colours(lab, points + normal * step * STRIP) for step in (1, -1))
    if len(outside) < 20 or len(inside) < 20:
        return 0.0
    return float(np.linalg.norm(np.median(inside, axis=0) - np.median(outside, axis=0)))


def _colours(lab: Array, points: NDArray[Any]) -> Array:
    height, width = lab.shape[:2]
    at = np.rint(points).astype(int)
    within = (at[:, 0] >= 0) & (at[:, 0] < width) & (at[:, 1] >= 0) & (at[:, 1] < height)
    return np.asarray(lab[at[within, 1], at[within, 0]])


def _angles(quad: Quad) -> list[float]:
    angles = []
    for corner in range(4):
        one, other = quad[corner - 1] - quad[corner], quad[(corner + 1) % 4] - quad[corner]
        cosine = float(np.dot(one, other) / max(1e-6, float(np.hypot(*one)) * float(np.hypot(*other))))
        angles.append(float(np.degrees(np.arccos(np.clip(cosine, -1, 1)))))
    return angles


def _area(quad: Quad) -> float:
    return float(cv2.contourArea(quad.astype(np.float32)))
