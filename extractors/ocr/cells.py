"""Found lines cut where an upright ruling crosses them: the detector takes neighbouring cells for one line."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from extractors.ocr.engine import Quad
from pipeline.document import Box

INSET = 0.35
"""Of a line's height: a ruling nearer to its end than this stands at the end."""
COVERED = 0.8
"""Share of the line's height that a ruling covers to cut it: shorter ones are strokes of letters."""


def split(quads: Sequence[Quad], rulings: Sequence[Box]) -> list[Quad]:
    """The lines, in pieces where rulings cross them. Lines and rulings stand level on one picture, in pixels."""
    posts = [box for box in rulings if box.y1 - box.y0 > box.x1 - box.x0]
    return [piece for quad in quads for piece in _pieces(quad, posts)]


def _pieces(quad: Quad, posts: Sequence[Box]) -> list[Quad]:
    (x0, y0), (x1, y1) = quad.min(axis=0), quad.max(axis=0)
    high = y1 - y0
    cuts = sorted(
        {
            (post.x0 + post.x1) / 2
            for post in posts
            if x0 + INSET * high < (post.x0 + post.x1) / 2 < x1 - INSET * high
            and min(post.y1, y1) - max(post.y0, y0) >= COVERED * high
            and post.y1 - post.y0 > 1.2 * high
        }
    )
    if not cuts:
        return [quad]
    edges = [float(x0), *cuts, float(x1)]
    pieces = []
    for left, right in pairwise(edges):
        if right - left > INSET * high:
            pieces.append(_part(quad, (left - x0) / (x1 - x0), (right - x0) / (x1 - x0)))
    return pieces


def _part(quad: Quad, start: float, end: float) -> Quad:
    """The part of a line between two shares of its length."""
    top, bottom = quad[1] - quad[0], quad[2] - quad[3]
    return np.array([quad[0] + top * start, quad[0] + top * end, quad[3] + bottom * end, quad[3] + bottom * start], np.float32)
