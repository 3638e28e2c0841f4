"""Ruled tables of a PDF: lines put into their cells."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from extractors.grids import Grid
from extractors.joining import stitched
from extractors.layout import Region, region
from extractors.paragraphs import paragraphs
from extractors.rows import Line
from pipeline.document import Box

FEWEST_FILLED = 2
FILLED = 0.12
"""Share of cells with text from which a lattice is a table; a chart's or a drawing's has less."""


@dataclass(frozen=True, slots=True)
class PageTable:
    """A grid with the lines of each of its cells."""

    grid: Grid
    cells: Mapping[int, Sequence[Line]]
    ruled: bool = True
    """Whether its lines are drawn; those of a table told by its white are where its text begins."""

    def texts(self, cell: int) -> list[str]:
        """The paragraphs of a cell."""
        inner = self.region_of(cell)
        if inner is None:
            return []
        return [stitched([row.text for _, row in paragraph.rows])[0] for paragraph in paragraphs(inner, 0)]

    def region_of(self, cell: int) -> Region | None:
        """The lines of a cell as a column as wide as the cell; None where there are none."""
        lines = self.cells.get(cell)
        if not lines:
            return None
        box = self.grid.cell_box(cell)
        inner = region([replace(line, cell=None) for line in lines])
        padding = min(max(2.0, inner.left - box.x0), lines[0].size)
        return replace(inner, right=max(inner.right, box.x1 - padding if self.ruled else self._reach(cell)))

    def _reach(self, cell: int) -> float:
        """How far the lines of a cell's column reach: where nothing is drawn, that is all there is to tell its width."""
        column = self.grid.cells[cell].column
        return max(
            line.box.x1 for other, lines in self.cells.items() if self.grid.cells[other].column == column for line in lines
        )


def tables(grids: Sequence[Grid], lines: Sequence[Line]) -> tuple[list[PageTable], list[Line]]:
    """The tables, and the lines that stand in none; among these a line for each table, to find its place in the page."""
    inside: dict[int, dict[int, list[Line]]] = defaultdict(lambda: defaultdict(list))
    for line in lines:
        if line.cell is not None and not line.hidden:
            inside[line.cell[0]][line.cell[1]].append(line)
    found: list[PageTable] = []
    is_table = {number: _is_table(grids[number], cells) for number, cells in inside.items()}
    outside = [line for line in lines if line.cell is None or line.hidden or not is_table[line.cell[0]]]
    rest = [line if line.cell is None else replace(line, cell=None) for line in outside]
    for number, grid in enumerate(grids):
        if is_table.get(number):
            size = next(iter(inside[number].values()))[0].size
            rest.append(Line("", grid.box, grid.box, size, table=len(found)))
            found.append(PageTable(grid, inside[number]))
    return found, rest


def _is_table(grid: Grid, cells: Mapping[int, Sequence[Line]]) -> bool:
    return len(cells) >= max(FEWEST_FILLED, min(6.0, FILLED * len(grid.cells)))


def rounded(box: Box) -> Box:
    """Hundredths of a point are more than a page can show."""
    x0, y0, x1, y1 = box
    return Box(round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2))
