"""Ruled tables of a PDF: lines put into their cells, tables cut by a page break made one, rows written."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from extractors.composer import CellText, Composer, cell_text
from extractors.grids import Grid
from extractors.joining import stitched
from extractors.layout import Line, region
from extractors.paragraphs import paragraphs
from pipeline.document import Box, Cell, Place, Table

FEWEST_FILLED = 2
FILLED = 0.12
"""Share of cells with text from which a lattice is a table; a chart's or a drawing's has less."""
SAME = 4.0
"""Points within which the columns of two pieces of a table lie on one another."""
FIGURE = re.compile("[0-9０-９]")


@dataclass(frozen=True, slots=True)
class PageTable:
    """A grid with the lines of each of its cells."""

    grid: Grid
    cells: Mapping[int, Sequence[Line]]
    ruled: bool = True
    """Whether its lines are drawn; those of a table told by its white are where its text begins."""

    def texts(self, cell: int) -> list[str]:
        """The paragraphs of a cell."""
        lines = self.cells.get(cell)
        if not lines:
            return []
        box = self.grid.cell_box(cell)
        inner = region([replace(line, cell=None) for line in lines])
        padding = min(max(2.0, inner.left - box.x0), lines[0].size)
        inner = replace(inner, right=max(inner.right, box.x1 - padding if self.ruled else self._reach(cell)))
        return [stitched([row.text for _, row in paragraph.rows])[0] for paragraph in paragraphs(inner, 0)]

    def _reach(self, cell: int) -> float:
        """How far the lines of a cell's column reach: where nothing is drawn, that is all there is to tell its width."""
        column = self.grid.cells[cell].column
        return max(
            line.box.x1 for other, lines in self.cells.items() if self.grid.cells[other].column == column for line in lines
        )


@dataclass(frozen=True, slots=True)
class Piece:
    """A table, or the part of one that stands on one page."""

    page: int
    table: PageTable

    def columns(self) -> tuple[float, ...]:
        xs = self.table.grid.xs
        return xs if self.table.ruled else xs[:-1]

    def row_texts(self, row: int) -> tuple[str, ...]:
        """The text of each cell that begins in a row, for comparing."""
        grid = self.table.grid
        starting = (number for number, group in enumerate(grid.cells) if group.row == row)
        return tuple("".join("".join(self.table.texts(number)).split()) for number in starting)


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


def go_together(one: Piece, other: Piece) -> bool:
    """Whether `other`, on the next page, has the columns of `one`."""
    ours, theirs = one.columns(), other.columns()
    return len(ours) == len(theirs) and all(abs(left - right) < SAME for left, right in zip(ours, theirs, strict=True))


def write(composer: Composer, pieces: Sequence[Piece], number: int) -> None:
    """Writes a table as one, over however many pages, and records it. A head repeated on a later page is marked, not counted."""
    head = pieces[0].row_texts(0)
    rows: list[tuple[Cell, ...]] = []
    header_rows = 1 if _looks_like_head(pieces[0]) else 0
    for piece in pieces:
        grid = piece.table.grid
        for row in range(len(grid.ys) - 1):
            repeated = piece is not pieces[0] and row == 0 and any(head) and piece.row_texts(0) == head
            header_rows = max(header_rows, int(repeated))
            cells = list(_cells(piece, row, number, len(rows) + 1, repeated))
            if not cells:
                continue
            written = composer.row(cells)
            if not repeated:
                rows.append(written)
    boxes = tuple(Place(page=piece.page, box=rounded(piece.table.grid.box), table=number) for piece in pieces)
    composer.record(Table(tuple(rows), boxes, header_rows if len(rows) > header_rows else 0))


def _cells(piece: Piece, row: int, number: int, at: int, repeated: bool) -> Iterator[CellText]:
    grid = piece.table.grid
    for cell, group in enumerate(grid.cells):
        if group.row == row:
            place = Place(page=piece.page, box=rounded(grid.cell_box(cell)), table=number, row=at, column=group.column + 1)
            yield CellText(
                text=cell_text(piece.table.texts(cell)),
                place=place,
                columns=group.columns,
                rows=group.rows,
                role="duplicate" if repeated else None,
                why="the table's head again after a page break" if repeated else "",
            )


def _looks_like_head(piece: Piece) -> bool:
    """A first row of short words over rows with figures."""
    rows = len(piece.table.grid.ys) - 1
    head = piece.row_texts(0)
    if rows < 3 or len(head) < 2 or not all(head) or any(len(text) > 12 or FIGURE.search(text) for text in head):
        return False
    return any(FIGURE.search(text) for text in piece.row_texts(1))


def rounded(box: Box) -> Box:
    """Hundredths of a point are more than a page can show."""
    return Box(round(box.x0, 2), round(box.y0, 2), round(box.x1, 2), round(box.y1, 2))
