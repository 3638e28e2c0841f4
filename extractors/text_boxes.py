"""Text boxes side by side, as on slides and posters, told by the order in which a file draws its lines.

A program that sets boxes draws the lines of each one after the other, and of a table row after row. So lines that are drawn one
below the other are a box, and boxes of two lines and more that stand side by side are read one after the other, although
they are too short or too ragged for columns of running text.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from msgspec import Struct

from extractors.pdf_frame import union
from extractors.rows import SLACK, Line
from pipeline.document import Box

NEAR = 1.6
"""Em of white between two lines of a box at most."""
APART = 2.0
"""Em of white between two boxes at the least; the parts of a formula stand nearer."""
ROWS = 2
"""Lines that two boxes side by side have at the least."""
WORD = re.compile("[\u3400-\u9fff]|[^\\W\\d_]{3}")
MOST_COLUMNS = 4
WIDEST = 60
"""Boxes on a page beyond which it is a drawing with labels."""


class TextBox(Struct, frozen=True, gc=False):
    """Lines drawn one below the other, and the box around them."""

    lines: tuple[Line, ...]
    box: Box


def text_boxes(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines in parts to be read one after the other; empty where no two boxes stand side by side."""
    if any(line.order < 0 for line in lines if line.table is None):
        return []
    boxes = list(_boxes(sorted((line for line in lines if line.table is None), key=_order)))
    range_ = _first_range(boxes) if len(boxes) <= WIDEST else None
    if range_ is None:
        return []
    top, bottom = range_
    above = [line for line in lines if _middle(line.box) < top]
    below = [line for line in lines if _middle(line.box) > bottom]
    held = {id(line) for line in (*above, *below)}
    if any(line.table is not None for line in lines if id(line) not in held):
        return []
    within = [[line for line in box.lines if id(line) not in held] for box in boxes]
    columns = _columned([TextBox(tuple(part), _around(part)) for part in within if part])
    if not columns:
        return []
    parts = [above, *columns]
    return [part for part in (*parts, *(text_boxes(below) or [below])) if part]


def _boxes(lines: Sequence[Line]) -> Iterator[TextBox]:
    held: list[Line] = []
    for line in lines:
        if held and not _goes_below(held[-1], line):
            yield TextBox(tuple(held), _around(held))
            held = []
        held.append(line)
    if held:
        yield TextBox(tuple(held), _around(held))


def _goes_below(above: Line, line: Line) -> bool:
    one, other = above.box, line.box
    if other.y0 < _middle(one) or other.y0 - one.y1 > NEAR * max(above.size, line.size):
        return False
    return min(one.x1, other.x1) - max(one.x0, other.x0) > 0


def _first_range(boxes: Sequence[TextBox]) -> tuple[float, float] | None:
    """From where to where, down the page, the first boxes stand side by side, with all that overlap them."""
    pairs = [
        (min(one.box.y0, other.box.y0), max(one.box.y1, other.box.y1))
        for one, other in combinations([box for box in boxes if _says_something(box)], 2)
        if _side_by_side(one, other)
    ]
    if not pairs:
        return None
    top, bottom = min(pairs)
    for _ in boxes:
        inside = [box.box for box in boxes if box.box.y0 < bottom - SLACK and box.box.y1 > top + SLACK]
        grown = min(top, *(box.y0 for box in inside)), max(bottom, *(box.y1 for box in inside))
        if grown == (top, bottom):
            break
        top, bottom = grown
    return top, bottom


def _says_something(box: TextBox) -> bool:
    """Whether it has two lines and words in most: a column of figures is a table's."""
    words = sum(WORD.search(line.text) is not None for line in box.lines)
    return len(box.lines) >= ROWS and 2 * words > len(box.lines)


def _side_by_side(one: TextBox, other: TextBox) -> bool:
    """Whether two lines at least of each have lines of the other beside them, and white parts them."""
    gap = max(one.box.x0, other.box.x0) - min(one.box.x1, other.box.x1)
    if gap < APART * max(one.lines[0].size, other.lines[0].size):
        return False
    top, bottom = max(one.box.y0, other.box.y0), min(one.box.y1, other.box.y1)
    beside = [sum(line.box.y1 > top and line.box.y0 < bottom for line in box.lines) for box in (one, other)]
    return min(beside) >= ROWS and bottom - top > max(one.lines[0].size, other.lines[0].size)


def _columned(boxes: Sequence[TextBox]) -> list[list[Line]]:
    """The boxes from left to right, those one above the other from top to bottom; by height where they leave no columns.

    More columns than `MOST_COLUMNS` are a table: then there is nothing.
    """
    columns: list[list[TextBox]] = []
    reach = float("-inf")
    for box in sorted(boxes, key=_left):
        if not columns or box.box.x0 >= reach - SLACK:
            columns.append([])
        columns[-1].append(box)
        reach = max(reach, box.box.x1)
    if len(columns) > MOST_COLUMNS:
        return []
    if len(columns) < ROWS:
        return [list(box.lines) for box in sorted(boxes, key=_top)]
    return [list(box.lines) for column in columns for box in sorted(column, key=_top)]


def _around(lines: Sequence[Line]) -> Box:
    box = lines[0].box
    for line in lines[1:]:
        box = union(box, line.box)
    return box


def _middle(box: Box) -> float:
    return (box.y0 + box.y1) / 2


def _order(line: Line) -> int:
    return line.order


def _left(box: TextBox) -> float:
    return box.box.x0


def _top(box: TextBox) -> tuple[float, float]:
    return box.box.y0, box.box.x0
