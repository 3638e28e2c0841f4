"""Lines and cells: a line cut where an upright ruling crosses it, and what stands in a cell unfound.

The detector takes neighbouring cells for one line, and passes over a figure that stands alone in its cell.
"""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

import numpy as np

from extractors.grids import grids
from extractors.ocr.engine import Picture, Quad
from pipeline.document import Box

MOST_CELLS = 400
INK = 0.6
"""Share of the paper's brightness below which a dot is ink."""
LOWEST, TALLEST = 0.3, 1.2
"""Height of what is written in a cell, as a share of the height of a found line."""
INSET = 0.35
"""Of a line's height: a ruling nearer to its end than this stands at the end."""
COVERED = 0.8
"""Share of the line's height that a ruling covers to cut it: shorter ones are strokes of letters."""


def split(quads: Sequence[Quad], rulings: Sequence[Box]) -> list[Quad]:
    """The lines, in pieces where rulings cross them. Lines and rulings stand level on one picture, in pixels."""
    posts = [box for box in rulings if box.y1 - box.y0 > box.x1 - box.x0]
    return [piece for quad in quads for piece in _pieces(quad, posts)]


def unfound(picture: Picture, quads: Sequence[Quad], rulings: Sequence[Box], scale: float) -> list[Quad]:
    """The ink in cells in which no line was found. `scale` is points of the sheet for each pixel."""
    letters = median([float(np.ptp(quad[:, 1])) for quad in quads]) if quads else 0.0
    lattices = grids(Box(*(edge * scale for edge in box)) for box in rulings) if letters else []
    middles = [quad.mean(axis=0) * scale for quad in quads]
    found: list[Quad] = []
    for grid in lattices:
        taken = {grid.cell_at(float(x), float(y)) for x, y in middles}
        empty = [cell for cell in range(min(len(grid.cells), MOST_CELLS)) if cell not in taken]
        inked = (_inked(picture, grid.cell_box(cell), scale, letters) for cell in empty)
        found += [quad for quad in inked if quad is not None]
    return found


def _inked(picture: Picture, cell: Box, scale: float, letters: float) -> Quad | None:
    """The box around what is written in a cell; None where nothing is, or nothing as high as a letter."""
    x0, y0, x1, y1 = (round(edge / scale) for edge in cell)
    inset = round(0.2 * letters)
    part = picture[y0 + inset : y1 - inset, x0 + inset : x1 - inset].min(axis=2)
    if min(part.shape, default=0) < 0.5 * letters:
        return None
    paper = float(np.percentile(part, 90))
    down, across = np.nonzero(part < INK * paper)
    if len(down) == 0:
        return None
    left, right, top, bottom = across.min(), across.max() + 1, down.min(), down.max() + 1
    if not LOWEST * letters <= bottom - top <= TALLEST * letters:
        return None
    pad = round(0.2 * letters)
    return np.array(
        [
            [x0 + inset + x, y0 + inset + y]
            for x, y in (
                (left - pad, top - pad),
                (right + pad, top - pad),
                (right + pad, bottom + pad),
                (left - pad, bottom + pad),
            )
        ],
        np.float32,
    )


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
