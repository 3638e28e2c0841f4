"""Ruled tables of a PDF: lines put into their cells, tables cut by a page break made one, rows written."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from extractors.composer import CellText, Composer, cell_text
from extractors.grids import Grid
from extractors.joining import stitched
from extractors.layout import Line, Region, region
from extractors.paragraphs import paragraphs, runs_on
from pipeline.document import Box, Place, Table

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
    """Writes a table as one, over however many pages, and records it.

    A head repeated on a later page is marked, not counted; a row that a page break cuts is one row again.
    """
    head = pieces[0].row_texts(0)
    found: list[tuple[list[CellText], bool]] = []
    header_rows = 1 if _looks_like_head(pieces[0]) else 0
    last: tuple[Piece, int] | None = None
    at = 0
    for piece in pieces:
        first = True
        for row in range(len(piece.table.grid.ys) - 1):
            repeated = piece is not pieces[0] and row == 0 and any(head) and piece.row_texts(0) == head
            header_rows = max(header_rows, int(repeated))
            cut = first and not repeated and last is not None and _is_cut(last, (piece, row))
            cells = list(_cells(piece, row, number, at if cut else at + 1, repeated))
            if cut:
                _go_on(next(cells for cells, again in reversed(found) if not again), cells)
            elif cells:
                found.append((cells, repeated))
                at += not repeated
            if not repeated:
                last, first = (piece, row), False
    written = [(composer.row(cells), again) for cells, again in found]
    rows = tuple(row for row, again in written if not again)
    boxes = tuple(Place(page=piece.page, box=rounded(piece.table.grid.box), table=number) for piece in pieces)
    composer.record(Table(rows, boxes, header_rows if len(rows) > header_rows else 0))


def _is_cut(above: tuple[Piece, int], below: tuple[Piece, int]) -> bool:
    """Whether a row at the top of a page is the rest of the row before it.

    Some of its cells are blank, and every other one goes on with a line that fills the cell above.
    """
    (piece, row), (later, first) = above, below
    if later.page == piece.page:
        return False
    begun = {group.column: cell for cell, group in enumerate(piece.table.grid.cells) if group.row == row}
    going_on = [(cell, group.column) for cell, group in enumerate(later.table.grid.cells) if group.row == first]
    filled = [(cell, column) for cell, column in going_on if later.table.cells.get(cell)]
    if not filled or len(filled) == len(going_on):
        return False
    return all(column in begun and _runs_on(piece.table, begun[column], later.table, cell) for cell, column in filled)


def _runs_on(one: PageTable, above: int, other: PageTable, below: int) -> bool:
    ours, theirs = one.region_of(above), other.region_of(below)
    return ours is not None and theirs is not None and runs_on(ours.rows[-1], theirs.rows[0], ours)


def _go_on(row: list[CellText], rest: Sequence[CellText]) -> None:
    """Puts the rest of each cell of a row behind what stands on the page before."""
    columns = {cell.place.column: index for index, cell in enumerate(row)}
    for cell in rest:
        if cell.text:
            index = columns[cell.place.column]
            text, spans = stitched([row[index].text, cell.text])
            row[index] = row[index]._replace(text=text, rest=(*row[index].rest, (spans[1].start, cell.place)))


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
