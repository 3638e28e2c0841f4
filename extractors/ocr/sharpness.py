"""How sharp the letters on a page are: over how much of a line's height an edge goes from ink to paper.

The measure does not change with the picture's size: a small sharp scan is sharp. It is taken where lines were found.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.ocr.engine import Picture, Quad

FEWEST = 3
"""Lines that a page is judged by at the least."""
CONTRAST = 50.0
"""Least difference between ink and paper, of 255: fainter lines tell nothing of edges."""
SMALLEST = 100
"""Pixels of a line's box."""


def edge_width(picture: Picture, quads: Sequence[Quad]) -> float:
    """The width of an edge as a share of the height of its line, of the middle one of all lines; 0 where too few are found.

    Print as offices scan and phones photograph it has .03 to .06. Letters 36 pixels high that are blurred by a Gaussian of 2
    pixels have .08, of 3 pixels .09 to .12, of 5 pixels, which are hard to read, .15 to .22 (measured on drawn pages).
    """
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.float32)
    widths = [width for quad in quads if (width := _of_line(grey, quad)) > 0]
    return float(np.median(widths)) if len(widths) >= FEWEST else 0.0


def _of_line(grey: NDArray[np.float32], quad: Quad) -> float:
    x0, y0 = (max(0, int(edge)) for edge in np.floor(quad.min(axis=0)))
    x1, y1 = (int(edge) for edge in np.ceil(quad.max(axis=0)))
    line = grey[y0:y1, x0:x1]
    if line.size < SMALLEST or min(line.shape) < 2:
        return 0.0
    paper_and_ink = np.percentile(line, (96, 4))
    contrast = float(paper_and_ink[0] - paper_and_ink[1])
    if contrast < CONTRAST:
        return 0.0
    across, down = np.abs(np.diff(line, axis=1))[:-1], np.abs(np.diff(line, axis=0))[:, :-1]
    steepest = float(np.percentile(np.maximum(across, down), 98))
    return contrast / max(1.0, steepest) / int(line.shape[0])
