"""Which way up a sheet lies: quarter turns told by its lines, and the last degrees by their slope."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.ocr.engine import Engine, Picture, Quad, cut_out

ASKED = 9
"""Lines that are asked which way up they stand."""
CLEAR = 0.25
"""Mean answers nearer to a half than this are checked by reading."""
READ = 3
LONG = 3.0
"""Ratio of its sides from which a line tells which way it runs."""
LEVEL = 0.12
"""Degrees of slope up to which a sheet lies straight."""
STEEPEST = 20.0


def quarter_turns(engine: Engine, picture: Picture, quads: list[Quad]) -> int:
    """Quarter turns clockwise that bring the text upright."""
    if not quads:
        return 0
    across = sum(_length(quad) for quad in quads if not _is_upright(quad))
    down = sum(_length(quad) for quad in quads if _is_upright(quad))
    turn = 1 if down > across else 0
    crops = [np.rot90(cut_out(picture, quad), -turn) for quad in _telling(quads, upright=bool(turn))]
    if crops and _on_their_heads(engine, [np.ascontiguousarray(crop) for crop in crops]):
        turn += 2
    return turn


def _telling(quads: list[Quad], *, upright: bool) -> list[Quad]:
    running = [quad for quad in quads if _is_upright(quad) == upright]
    return sorted(running, key=_length, reverse=True)[:ASKED]


def _on_their_heads(engine: Engine, lines: list[Picture]) -> bool:
    """What the classifier says; where it wavers, whichever way reads better."""
    answers = [engine.upside_down(line) for line in lines]
    mean = sum(answers) / len(answers)
    if abs(mean - 0.5) > CLEAR and len(lines) >= READ:
        return mean > 0.5
    upright = turned = 0.0
    for line in lines[:READ]:
        upright += engine.read(line).confidence
        turned += engine.read(np.ascontiguousarray(np.rot90(line, 2))).confidence
    return turned > upright


def turned(picture: Picture, quads: list[Quad], turns: int) -> tuple[Picture, list[Quad], NDArray[Any]]:
    """The picture and its lines turned clockwise by quarters, and the matrix that led there."""
    height, width = picture.shape[:2]
    matrix = {
        0: np.eye(3),
        1: np.array([[0, -1, height], [1, 0, 0], [0, 0, 1]]),
        2: np.array([[-1, 0, width], [0, -1, height], [0, 0, 1]]),
        3: np.array([[0, 1, 0], [-1, 0, width], [0, 0, 1]]),
    }[turns].astype(np.float64)
    if turns == 0:
        return picture, quads, matrix
    moved = [np.roll(mapped(quad, matrix), turns, axis=0) for quad in quads]
    return np.ascontiguousarray(np.rot90(picture, -turns)), moved, matrix


def slope(quads: list[Quad]) -> float:
    """Degrees by which the lines fall to the right; the median, long lines counting more. 0 where lines do not agree."""
    angles, weights = [], []
    for quad in quads:
        length = _length(quad)
        if not _is_upright(quad) and length >= LONG * _girth(quad):
            rise = (quad[1] + quad[2] - quad[0] - quad[3]) / 2
            angles.append(float(np.degrees(np.arctan2(rise[1], rise[0]))))
            weights.append(length)
    if not angles:
        return 0.0
    order = np.argsort(angles)
    share = np.cumsum(np.array(weights)[order])
    middle = float(np.array(angles)[order][np.searchsorted(share, share[-1] / 2)])
    return middle if LEVEL < abs(middle) <= STEEPEST else 0.0


def levelled(picture: Picture, quads: list[Quad], degrees: float) -> tuple[Picture, list[Quad], NDArray[Any]]:
    """The picture and its lines turned so that what falls by `degrees` runs level; nothing is cut off."""
    if not degrees:
        return picture, quads, np.eye(3)
    height, width = picture.shape[:2]
    turn: NDArray[Any] = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    cosine, sine = abs(turn[0, 0]), abs(turn[0, 1])
    size = (int(height * sine + width * cosine), int(height * cosine + width * sine))
    turn[:, 2] = turn[:, 2] + (np.array(size) - (width, height)) / 2
    level = cv2.warpAffine(picture, turn, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    matrix = np.vstack([turn, [0, 0, 1]])
    return level, [mapped(quad, matrix) for quad in quads], matrix


def mapped(points: Quad, matrix: NDArray[Any]) -> Quad:
    """Points as a projective map moves them."""
    moved: NDArray[Any] = np.c_[points, np.ones(len(points))] @ matrix.T
    return np.asarray(moved[:, :2] / moved[:, 2:], np.float32)


def _is_upright(quad: Quad) -> bool:
    return _down(quad) > 1.5 * _across(quad)


def _length(quad: Quad) -> float:
    return max(_across(quad), _down(quad))


def _girth(quad: Quad) -> float:
    return min(_across(quad), _down(quad))


def _across(quad: Quad) -> float:
    return float(np.hypot(*(quad[1] - quad[0])))


def _down(quad: Quad) -> float:
    return float(np.hypot(*(quad[3] - quad[0])))
