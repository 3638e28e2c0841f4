"""Tables that are drawn with lines: from the rulings of a page to grids of cells, merged ones among them."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import NamedTuple

from pipeline.document import Box

SNAP = 2.5
"""Points within which two rulings are one."""
BRIDGE = 4.0
"""Points of a gap in a ruling that the eye closes: dashes, borders drawn cell by cell."""
REACH = 3.0
"""Points by which two rulings may miss each other and still meet."""
SHORTEST = 4.0
"""Points; what is shorter is a dash or an arrow."""
OPEN = 12.0
"""Points by which level rulings reach beyond the outer upright ones where a table has no side borders."""
LEAST_WIDTH, LEAST_HEIGHT = 40.0, 10.0
"""Points; a smaller lattice is a symbol."""
MOST_CELLS = 100_000


class Ruling(NamedTuple):
    """A straight line: its position across, and where it begins and ends along."""

    at: float
    start: float
    end: float


class Group(NamedTuple):
    """One cell of a grid: where it begins, and how many rows and columns it covers."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's lattice: `xs` and `ys` are its lines, `owner` the cell that each field of the lattice belongs to."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    owner: tuple[tuple[int, ...], ...]
    cells: tuple[Group, ...]

    @property
    def box(self) -> Box:
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def cell_at(self, x: float, y: float) -> int | None:
        """The number of the cell around a point; None outside of the table."""
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        if 0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1:
            return self.owner[row][column]
        return None

    def cell_box(self, cell: int) -> Box:
        row, column, rows, columns = self.cells[cell]
        return Box(self.xs[column], self.ys[row], self.xs[column + columns], self.ys[row + rows])


def grids(rulings: Iterable[Box]) -> list[Grid]:
    """The grids with more than one column and more than one cell, the smaller first, so that a nested one is asked first."""
    level, upright = _sorted_out(rulings)
    found = [_grid(lines, posts) for lines, posts in _connected(_merged(level), _merged(upright))]
    kept = [grid for grid in found if grid is not None]
    return sorted(kept, key=_area)


def frames(rulings: Iterable[Box]) -> list[Box]:
    """The closed boxes with nothing drawn within: a lattice of one cell."""
    level, upright = _sorted_out(rulings)
    found: list[Box] = []
    for lines, posts in _connected(_merged(level), _merged(upright)):
        xs, ys = _positions(posts), _positions(lines)
        if len(xs) == 2 and len(ys) == 2 and xs[1] - xs[0] >= LEAST_WIDTH and ys[1] - ys[0] >= LEAST_HEIGHT:
            found.append(Box(xs[0], ys[0], xs[1], ys[1]))
    return found


def _sorted_out(rulings: Iterable[Box]) -> tuple[list[Ruling], list[Ruling]]:
    level: list[Ruling] = []
    upright: list[Ruling] = []
    for x0, y0, x1, y1 in rulings:
        if x1 - x0 >= y1 - y0:
            level.append(Ruling((y0 + y1) / 2, x0, x1))
        else:
            upright.append(Ruling((x0 + x1) / 2, y0, y1))
    return level, upright


def _merged(rulings: Sequence[Ruling]) -> list[Ruling]:
    """Rulings in one line made one where they touch or nearly touch."""
    merged: list[Ruling] = []
    for line in _clusters(sorted(rulings)):
        at = fmean(ruling.at for ruling in line)
        start, end = float("nan"), float("-inf")
        for ruling in sorted(line, key=_start):
            if ruling.start > end + BRIDGE:
                if end - start >= SHORTEST:
                    merged.append(Ruling(at, start, end))
                start, end = ruling.start, ruling.end
            end = max(end, ruling.end)
        if end - start >= SHORTEST:
            merged.append(Ruling(at, start, end))
    return merged


def _clusters(rulings: Sequence[Ruling]) -> Iterable[list[Ruling]]:
    cluster: list[Ruling] = []
    for ruling in rulings:
        if cluster and ruling.at - cluster[0].at > SNAP:
            yield cluster
            cluster = []
        cluster.append(ruling)
    if cluster:
        yield cluster


def _connected(level: list[Ruling], upright: list[Ruling]) -> list[tuple[list[Ruling], list[Ruling]]]:
    """Level and upright rulings that meet, directly or through others."""
    parents = list(range(len(level) + len(upright)))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    heights = [ruling.at for ruling in level]
    for number, post in enumerate(upright, len(level)):
        first, last = bisect_right(heights, post.start - REACH), bisect_right(heights, post.end + REACH)
        for index in range(first, last):
            if level[index].start - REACH <= post.at <= level[index].end + REACH:
                parents[root(index)] = root(number)
    groups: dict[int, tuple[list[Ruling], list[Ruling]]] = defaultdict(lambda: ([], []))
    for index, ruling in enumerate((*level, *upright)):
        groups[root(index)][index >= len(level)].append(ruling)
    return [group for group in groups.values() if len(group[0]) > 1 and group[1]]


def _grid(level: list[Ruling], upright: list[Ruling]) -> Grid | None:
    upright = upright + _sides(level, upright)
    xs, ys = _positions(upright), _positions(level)
    if xs[-1] - xs[0] < LEAST_WIDTH or ys[-1] - ys[0] < LEAST_HEIGHT:
        return None
    if len(xs) < 3 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) > MOST_CELLS:
        return None
    owner, cells = _cells(xs, ys, _by_position(level, ys), _by_position(upright, xs))
    return Grid(tuple(xs), tuple(ys), owner, cells) if len(cells) > 1 else None


def _sides(level: list[Ruling], upright: list[Ruling]) -> list[Ruling]:
    """Borders that an open table leaves to the eye, where its level rulings reach well beyond the outer upright ones."""
    top, bottom = min(ruling.at for ruling in level), max(ruling.at for ruling in level)
    left, right = min(ruling.start for ruling in level), max(ruling.end for ruling in level)
    sides = []
    if min(post.at for post in upright) - left > OPEN:
        sides.append(Ruling(left, top, bottom))
    if right - max(post.at for post in upright) > OPEN:
        sides.append(Ruling(right, top, bottom))
    return sides


def _positions(rulings: Iterable[Ruling]) -> list[float]:
    positions: list[float] = []
    for at in sorted(ruling.at for ruling in rulings):
        if not positions or at - positions[-1] > SNAP:
            positions.append(at)
    return positions


def _by_position(rulings: Iterable[Ruling], positions: Sequence[float]) -> list[list[Ruling]]:
    lines: list[list[Ruling]] = [[] for _ in positions]
    for ruling in rulings:
        nearest = min(range(len(positions)), key=lambda index: abs(positions[index] - ruling.at))
        lines[nearest].append(ruling)
    return lines


def _cells(
    xs: Sequence[float], ys: Sequence[float], level: Sequence[Sequence[Ruling]], upright: Sequence[Sequence[Ruling]]
) -> tuple[tuple[tuple[int, ...], ...], tuple[Group, ...]]:
    """Fields of the lattice with no ruling between them are one cell."""
    width, height = len(xs) - 1, len(ys) - 1
    parents = list(range(width * height))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    for row in range(height):
        for column in range(width):
            here = row * width + column
            if column + 1 < width and not _drawn(upright[column + 1], ys[row], ys[row + 1]):
                parents[root(here + 1)] = root(here)
            if row + 1 < height and not _drawn(level[row + 1], xs[column], xs[column + 1]):
                parents[root(here + width)] = root(here)
    fields: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row in range(height):
        for column in range(width):
            fields[root(row * width + column)].append((row, column))
    groups = sorted(fields.values())
    owner = [[0] * width for _ in range(height)]
    for number, group in enumerate(groups):
        for row, column in group:
            owner[row][column] = number
    return tuple(tuple(row) for row in owner), tuple(_group(group) for group in groups)


def _group(fields: Sequence[tuple[int, int]]) -> Group:
    rows, columns = [row for row, _ in fields], [column for _, column in fields]
    return Group(min(rows), min(columns), max(rows) - min(rows) + 1, max(columns) - min(columns) + 1)


def _drawn(line: Sequence[Ruling], start: float, end: float) -> bool:
    """Whether a ruling stands between the two fields for most of their common side."""
    covered = sum(max(0.0, min(ruling.end, end) - max(ruling.start, start)) for ruling in line)
    return covered > 0.5 * (end - start)


def _start(ruling: Ruling) -> float:
    return ruling.start


def _area(grid: Grid) -> float:
    return (grid.xs[-1] - grid.xs[0]) * (grid.ys[-1] - grid.ys[0])
