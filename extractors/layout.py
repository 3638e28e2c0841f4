"""Reading order and paragraphs of a page, from the boxes of its lines alone.

A page is cut at gutters into columns and at full-width lines into bands; within a column, lines on one level become a row and
rows become paragraphs by indent, spacing, size and how far the line before was filled.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from msgspec import Struct

from extractors.rows import SLACK, Line, Row, level_rows
from extractors.text_boxes import text_boxes
from pipeline.document import Box

FEWEST = 3
"""Lines that make a column."""
CANDIDATES = 16
NARROWEST = 7.0
"""Em a column of running text is wide at the least."""
FILLED = 0.75
"""Share of the column's width from which a line counts as filled."""
FILLED_SHARE = 0.35
"""Share of lines that are filled in a column of running text; cells of a borderless table are not."""
CLASHES = 0.12
OPENING = re.compile(
    "第[一二三四五六七八九十百0-9]{1,4}[章节節条條款篇部]|[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十0-9]{1,3}[）)]"
)
"""What opens a numbered heading."""
ENDS = "。！？；：，、!?;:,….”』」"
INDENT = 0.8
"""Em from which a first line is set in."""
WHITE = 1.8
"""Em of white between two rows of a column that make room for a heading over both columns."""


class Region(Struct, frozen=True, gc=False):
    """Rows of one column between two full-width lines, with the edges they keep to."""

    rows: tuple[Row, ...]
    left: float
    right: float
    step: float
    """The usual distance between two rows, in points."""
    size: float
    """The font size of its longest row."""
    foot: bool = False
    """Small print below all else on its page."""
    indent: float = 0.0
    """How far paragraphs are set in where most rows keep to the left edge, in points; 0 where that is not known."""


def regions(lines: Iterable[Line], gutters: list[float]) -> list[Region]:
    """The regions of a page in reading order.

    `gutters` are the edges of columns found on earlier pages: there a line or two on each side are columns too. Those found
    here are added.
    """
    return [region(part) for part in _ordered(list(lines), gutters, 0) if part]


def _ordered(lines: list[Line], gutters: list[float], depth: int) -> list[list[Line]]:
    gutter = _gutter(lines, gutters) if depth < 4 else None
    if gutter is None:
        return text_boxes(lines) or [lines]
    if gutter not in gutters:
        gutters.append(gutter)
    left, right, across = _parted(lines, gutter)
    for column, other in ((left, right), (right, left)):
        across += _set_apart(column, other)
    parts: list[list[Line]] = []
    for band, below in _bands(left, right, across):
        parts += text_boxes(band) or [band]
        for column in below:
            parts += _ordered(column, gutters, depth + 1)
    return parts


def _bands(left: list[Line], right: list[Line], across: list[Line]) -> list[tuple[list[Line], tuple[list[Line], list[Line]]]]:
    """Each run of full-width lines with the two columns that follow it, down to the next run."""
    sides = sorted([(0, line) for line in left] + [(1, line) for line in right], key=_side_level)
    spans = sorted(across, key=_top)
    bands: list[tuple[list[Line], tuple[list[Line], list[Line]]]] = [([], ([], []))]
    next_across = 0
    for side, line in sides:
        while next_across < len(spans) and _middle(spans[next_across].box) < _middle(line.box):
            if bands[-1][1] != ([], []):
                bands.append(([], ([], [])))
            bands[-1][0].append(spans[next_across])
            next_across += 1
        bands[-1][1][side].append(line)
    if next_across < len(spans):
        bands.append((spans[next_across:], ([], [])))
    for band, columns in bands:
        _absorb(band, columns)
    return bands


def _set_apart(column: list[Line], other: list[Line]) -> list[Line]:
    """Headings that lie within one column by chance, taken out of it, with nothing beside them in the other column.

    They are large or above all and on no edge; large and below all with a line or two after them at most, since more would have
    been set in both columns; or one or two rows in white that the other column leaves.
    """
    if not column or not other:
        return []
    edges = Counter(round(line.box.x0 / SLACK) for line in column)
    usual = median(line.size for line in column)
    first, last = min(line.box.y0 for line in other), max(line.box.y1 for line in other)
    beside = {level for line in other for level in _levels(line)}
    whites = _whites(column, other)
    apart = []
    for line in column:
        if any(level in beside for level in _levels(line)):
            continue
        edge = round(line.box.x0 / SLACK)
        alone = sum(edges[edge + step] for step in (-1, 0, 1)) < FEWEST
        large = line.size > 1.15 * usual
        lowest = line.box.y0 >= last - SLACK and sum(below.box.y0 >= line.box.y1 for below in column) < FEWEST
        heading = (large and (alone or lowest)) or (alone and line.box.y1 <= first + SLACK)
        if heading or any(top <= line.box.y0 and line.box.y1 <= bottom for top, bottom in whites):
            apart.append(line)
    taken = {id(line) for line in apart}
    column[:] = [line for line in column if id(line) not in taken]
    return apart


def _whites(column: list[Line], other: list[Line]) -> list[tuple[float, float]]:
    """Where the white between two rows of the other column is that of a heading in this one, from its top to its bottom.

    The heading is the last in that white, on one level or two, set off from what stands above it by more than rows usually
    are; below it both columns go on at one height.
    """
    rows, mine = sorted(other, key=_top), sorted(column, key=_top)
    usual = median([gap for above, below in pairwise(mine) if (gap := below.box.y0 - above.box.y1) > 0] or [0.0])
    found: list[tuple[float, float]] = []
    reach = rows[0].box.y1
    for row in rows[1:]:
        if row.box.y0 - reach > WHITE * row.size:
            inside = [line for line in mine if line.box.y1 > reach and line.box.y1 <= row.box.y0 + SLACK]
            below = min((line.box.y0 for line in mine if line.box.y0 > row.box.y0 - SLACK), default=float("inf"))
            heading = _last_set_off(inside, mine, usual)
            if heading and below - row.box.y0 < SLACK and heading[0].box.y0 >= reach - SLACK:
                found.append((heading[0].box.y0, row.box.y0 + SLACK))
        reach = max(reach, row.box.y1)
    return found


def _last_set_off(inside: list[Line], column: list[Line], usual: float) -> list[Line]:
    """The last of the lines that stand clear of those above; none when they are on more than two levels."""
    heading: list[Line] = []
    for line in reversed(inside):
        heading.insert(0, line)
        levels = {round(_middle(other.box) / SLACK) for other in heading}
        above = max((other.box.y1 for other in column if other.box.y1 <= line.box.y0 + SLACK), default=float("-inf"))
        if len(levels) > 2 or line.table is not None or line.text[-1] in "。；":
            return []
        marked = OPENING.match(line.text) is not None or line.heavy
        if line.box.y0 - above > 1.3 * usual + 0.2 * line.size or (marked and line.text[-1] not in ENDS):
            return heading
    return []


def _absorb(band: list[Line], columns: tuple[list[Line], list[Line]]) -> None:
    """Short lines right below full-width ones and above the other column belong to the full-width text."""
    left, right = columns
    if not band or not left or not right:
        return
    first = min(line.box.y0 for line in right)
    while left and left[0].box.y1 <= first + SLACK and left[0].box.y0 - band[-1].box.y1 < 1.2 * left[0].size:
        band.append(left.pop(0))


def _gutter(lines: list[Line], known: Sequence[float]) -> float | None:
    """The left edge of the second column; None where the lines stand in one."""
    for edge in sorted(known):
        if _is_known_gutter(lines, edge):
            return edge
    if len(lines) < 2 * FEWEST:
        return None
    leftmost = min(line.box.x0 for line in lines)
    edges = Counter(
        round(line.box.x0 / SLACK) for line in lines if line.table is None and line.box.x0 > leftmost + NARROWEST * line.size
    )
    common = [edge for edge, count in edges.most_common(CANDIDATES) if count + edges[edge - 1] + edges[edge + 1] >= FEWEST]
    for edge in sorted(common):
        if _is_gutter(lines, edge * SLACK):
            return edge * SLACK
    return None


def _is_gutter(lines: list[Line], edge: float) -> bool:
    """Whether running text stands on both sides of the edge, side by side, and hardly any line crosses it between them."""
    left, right, across = _parted(lines, edge)
    if len(left) < FEWEST or len(right) < FEWEST:
        return False
    third = _second_edge(right, edge)
    one, other = level_rows(left), level_rows([line for line in right if line.box.x0 < third - 1.5 * SLACK])
    if min(len(one), len(other)) < FEWEST or not (_is_column(one) and _is_column(other)):
        return False
    levels = {level for line in left for level in _levels(line)}
    if sum(any(level in levels for level in _levels(line)) for line in right) < 2:
        return False
    levels |= {level for line in right for level in _levels(line)}
    clashes = sum(sum(level in levels for level in _levels(line)) * 2 > len(_levels(line)) for line in across)
    if clashes > CLASHES * min(len(one), len(other)):
        return False
    bands = sum(1 for _, columns in _bands(list(left), list(right), list(across)) if columns[0] and columns[1])
    return min(len(one), len(other)) >= FEWEST * bands


def _is_known_gutter(lines: list[Line], edge: float) -> bool:
    """Whether the few lines of a last page, or below a heading, stand in the columns of a page before."""
    left, right, across = _parted(lines, edge)
    if not left or not right or len(left) + len(right) > 6 * FEWEST:
        return False
    at_edge = [line for line in right if line.box.x0 - edge < 1.5 * SLACK]
    levels = {level for line in left for level in _levels(line)}
    beside = sum(any(level in levels for level in _levels(line)) for line in at_edge)
    levels |= {level for line in right for level in _levels(line)}
    crossed = any(level in levels for line in across for level in _levels(line))
    filled = max(line.box.x1 - line.box.x0 for line in left) >= FILLED * (edge - min(line.box.x0 for line in left))
    return beside > 0 and filled and not crossed


def _second_edge(right: list[Line], edge: float) -> float:
    """Where a third column begins, if one does: pieces further right are no part of the second."""
    starts = Counter(round(line.box.x0 / SLACK) for line in right)
    size = median(line.size for line in right)
    near = starts[round(edge / SLACK)]
    further = [
        start * SLACK for start, count in starts.items() if start * SLACK > edge + NARROWEST * size and count >= 0.5 * near
    ]
    return min(further, default=float("inf"))


def _parted(lines: list[Line], edge: float) -> tuple[list[Line], list[Line], list[Line]]:
    """Left of the edge, right of it, across it."""
    left: list[Line] = []
    right: list[Line] = []
    across: list[Line] = []
    start = edge - 1.5 * SLACK
    for line in lines:
        x0, _, x1, _ = line.box
        if x1 <= edge:
            left.append(line)
        if x0 >= start:
            right.append(line)
        elif x1 > edge:
            across.append(line)
    return left, right, across


def _is_column(rows: list[Row]) -> bool:
    """Whether the rows are running text: wide enough, and many of them filled."""
    start, ends = min(row.box.x0 for row in rows), sorted(row.box.x1 for row in rows)
    width = ends[int(0.9 * (len(ends) - 1))] - start
    filled = sum(row.box.x1 - row.box.x0 >= FILLED * width for row in rows)
    return width >= NARROWEST * median(row.size for row in rows) and filled >= FILLED_SHARE * len(rows)


def _levels(line: Line) -> range:
    _, top, _, bottom = line.box
    first, last = int(top) + 1, int(bottom)
    return range(first, last if last > first else first + 1)


def region(lines: list[Line]) -> Region:
    """The lines as one column."""
    rows = level_rows(lines)
    texts = [row for row in rows if row.table is None] or rows
    longest, left = max(texts, key=_row_length), _left(texts)
    return Region(tuple(rows), left, _right(texts), _step(texts), longest.size, indent=_indent(texts, left))


def _left(rows: Sequence[Row]) -> float:
    """The leftmost edge that two rows share; else the leftmost."""
    edges = sorted(row.box.x0 for row in rows)
    return next((one for one, other in pairwise(edges) if other - one <= SLACK), edges[0])


def _right(rows: Sequence[Row]) -> float:
    """The rightmost edge that a tenth of the rows, and two at least, share within half a letter; else the rightmost.

    Punctuation that hangs over the edge, as Chinese typesetting allows, is so left out.
    """
    edges = sorted(((row.box.x1, row.size) for row in rows), reverse=True)
    enough = max(2, len(edges) // 10)
    for (edge, size), (other, _) in zip(edges, edges[enough - 1 :], strict=False):
        if edge - other <= 0.6 * size:
            return edge
    return edges[0][0]


def _indent(rows: Sequence[Row], left: float) -> float:
    """How far rows are set in after which the text goes on at the left edge; 0 where fewer than two are."""
    insets = [
        row.box.x0 - left
        for row, follower in pairwise(rows)
        if row.box.x0 - left > INDENT * row.size and abs(follower.box.x0 - left) < 0.3 * row.size
    ]
    return median(insets) if len(insets) > 1 else 0.0


def _step(rows: Sequence[Row]) -> float:
    steps = [
        other.box.y1 - one.box.y1
        for one, other in pairwise(rows)
        if abs(one.size - other.size) < 0.5 and 0 < other.box.y1 - one.box.y1 < 4 * one.size
    ]
    return median(steps) if steps else 1.5 * rows[0].size


def _side_level(item: tuple[int, Line]) -> float:
    return _middle(item[1].box)


def _middle(box: Box) -> float:
    return (box.y0 + box.y1) / 2


def _top(line: Line) -> float:
    return line.box.y0


def _row_length(row: Row) -> int:
    pieces = row.pieces
    return len(pieces[0].text) if len(pieces) == 1 else sum(len(piece.text) for piece in pieces)
