"""From a PDF page's own coordinates to the page as it is shown: points, origin at the top left, turned as the page is."""

from dataclasses import dataclass
from math import hypot
from typing import NamedTuple

from pipeline.document import Box


class Matrix(NamedTuple):
    """x' = a·x + c·y + e, y' = b·x + d·y + f (ISO 32000-1, section 8.3.3)."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def then(self, outer: "Matrix") -> "Matrix":
        """This matrix, and `outer` upon its result."""
        return Matrix(
            self.a * outer.a + self.b * outer.c,
            self.a * outer.b + self.b * outer.d,
            self.c * outer.a + self.d * outer.c,
            self.c * outer.b + self.d * outer.d,
            self.e * outer.a + self.f * outer.c + outer.e,
            self.e * outer.b + self.f * outer.d + outer.f,
        )

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    @property
    def scale(self) -> float:
        """How much taller a letter comes out than its font size says."""
        return hypot(self.c, self.d)


@dataclass(frozen=True, slots=True)
class Frame:
    """What is shown of a page (its crop box) and how far it is turned: quarter turns clockwise."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int = 0

    @property
    def width(self) -> float:
        return self.top - self.bottom if self.turns % 2 else self.right - self.left

    @property
    def height(self) -> float:
        return self.right - self.left if self.turns % 2 else self.top - self.bottom

    def point(self, x: float, y: float) -> tuple[float, float]:
        """
        >>> Frame(0, 0, 100, 200).point(10, 190), Frame(0, 0, 100, 200, 1).point(0, 0)
        ((10, 10), (0, 0))
        """
        if self.turns == 0:
            return x - self.left, self.top - y
        if self.turns == 1:
            return y - self.bottom, x - self.left
        if self.turns == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        if self.turns == 0 and left <= right and bottom <= top:  # nearly every box of nearly every page
            return Box(left - self.left, self.top - top, right - self.left, self.top - bottom)
        x0, y0 = self.point(left, bottom)
        x1, y1 = self.point(right, top)
        return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def direction(self, matrix: Matrix) -> int | None:
        """Which way text under `matrix` runs on the page as shown: quarter turns clockwise, None when it runs aslant."""
        along, across = (matrix.a, -matrix.b)
        size = hypot(along, across)
        if size == 0:
            return 0
        if abs(along) > 0.98 * size:
            turns = 0 if along > 0 else 2
        elif abs(across) > 0.98 * size:
            turns = 1 if across > 0 else 3
        else:
            return None
        return (turns + self.turns) % 4


def union(first: Box, second: Box) -> Box:
    """The smallest box around both."""
    x0, y0, x1, y1 = first
    left, top, right, bottom = second
    return Box(min(x0, left), min(y0, top), max(x1, right), max(y1, bottom))
