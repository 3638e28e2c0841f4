"""Tables over several pages of a PDF: pieces made one, rows and cells that a page break cuts made whole, and written."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.composer import CellText, Composer, cell_text
from extractors.joining import stitched
from extractors.paragraphs import runs_on
from extractors.pdf_tables import PageTable, rounded
from pipeline.document import Place, Table

SAME = 4.0
"""Points within which the columns of two pieces of a table lie on one another."""
FIGURE = re.compile("[0-9０-９]")
SUM = re.compile("[合小总總]\\s*[计計]|备\\s*注|備\\s*註|其中|[说說]明|注")
"""What opens a row that has no number of its own."""
FEWEST_ALWAYS = 4
"""Rows with text in a column from which a row without is the rest of another."""


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


def go_together(one: Piece, other: Piece) -> bool:
    """Whether `other`, on the next page, has the columns of `one`.

    A page may hold merged cells alone: then the edges that one of them has are some of the other's, the outer ones among them.
    """
    ours, theirs = one.columns(), other.columns()
    if len(ours) == len(theirs):
        return all(abs(left - right) < SAME for left, right in zip(ours, theirs, strict=True))
    if not (one.table.ruled and other.table.ruled):
        return False
    few, many = sorted((ours, theirs), key=len)
    outer = abs(few[0] - many[0]) < SAME and abs(few[-1] - many[-1]) < SAME
    return outer and all(min(abs(edge - another) for another in many) < SAME for edge in few)


def _edges(pieces: Sequence[Piece]) -> list[float]:
    """The edges of all columns that any of the pieces has."""
    edges = list(pieces[0].table.grid.xs)
    for piece in pieces[1:]:
        edges += [edge for edge in piece.columns() if min(abs(edge - known) for known in edges) >= SAME]
    return sorted(edges)


def write(composer: Composer, pieces: Sequence[Piece], number: int) -> None:
    """Writes a table as one, over however many pages, and records it.

    A head repeated on a later page is marked, not counted; a row that a page break cuts is one row again.
    """
    head = pieces[0].row_texts(0)
    edges = _edges(pieces)
    always = _always_filled(pieces, edges)
    found: list[tuple[list[CellText], bool]] = []
    header_rows = 1 if _looks_like_head(pieces[0]) else 0
    last: tuple[Piece, int] | None = None
    at = 0
    for piece in pieces:
        first = True
        for row in range(len(piece.table.grid.ys) - 1):
            repeated = piece is not pieces[0] and row == 0 and any(head) and piece.row_texts(0) == head
            header_rows = max(header_rows, int(repeated))
            cut = first and not repeated and last is not None and _is_cut(last, (piece, row), edges, always)
            cells = list(_cells(piece, row, number, at if cut else at + 1, repeated, edges))
            if cut:
                _go_on(next(cells for cells, again in reversed(found) if not again), cells)
            elif first and not repeated and last is not None and last[0] is not piece:
                cells = list(_without_rests(cells, [cells for cells, again in found if not again], last, edges))
            if cells and not cut:
                found.append((cells, repeated))
                at += not repeated
            if not repeated:
                last, first = (piece, row), False
    written = [(composer.row(cells), again) for cells, again in found]
    rows = tuple(row for row, again in written if not again)
    boxes = tuple(Place(page=piece.page, box=rounded(piece.table.grid.box), table=number) for piece in pieces)
    composer.record(Table(rows, boxes, header_rows if len(rows) > header_rows else 0))


def _columns(piece: Piece, row: int, edges: Sequence[float]) -> dict[int, int]:
    """The cells that begin in a row, by the column of the whole table."""
    grid = piece.table.grid
    return {_nearest(grid.xs[group.column], edges): cell for cell, group in enumerate(grid.cells) if group.row == row}


def _nearest(edge: float, edges: Sequence[float]) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - edge))


def _always_filled(pieces: Sequence[Piece], edges: Sequence[float]) -> set[int]:
    """The columns in which every row has text, as far as a cell of it begins there; the first rows of later pages aside."""
    if len(pieces) < 2:
        return set()
    filled: Counter[int] = Counter()
    blank: set[int] = set()
    head = pieces[0].row_texts(0)
    for piece in pieces:
        again = piece is not pieces[0] and piece.row_texts(0) == head
        for row in range(0 if piece is pieces[0] else 1 + again, len(piece.table.grid.ys) - 1):
            for column, cell in _columns(piece, row, edges).items():
                if piece.table.cells.get(cell):
                    filled[column] += 1
                else:
                    blank.add(column)
    return {column for column, count in filled.items() if count >= FEWEST_ALWAYS} - blank


def _is_cut(above: tuple[Piece, int], below: tuple[Piece, int], edges: Sequence[float], always: set[int]) -> bool:
    """Whether a row at the top of a page is the rest of the row before it.

    Some of its cells are blank, and every other one goes on with a line that fills the cell above; or a blank one is of a column
    that every other row fills.
    """
    (piece, row), (later, first) = above, below
    if later.page == piece.page:
        return False
    begun, going_on = _columns(piece, row, edges), _columns(later, first, edges)
    tall = _tall(piece, row, edges)
    going_on = {column: cell for column, cell in going_on.items() if later.table.cells.get(cell) or column not in tall}
    filled = {column: cell for column, cell in going_on.items() if later.table.cells.get(cell)}
    if not filled or len(filled) == len(going_on) or not filled.keys() <= begun.keys():
        return False
    if all(_runs_on(piece.table, begun[column], later.table, cell) for column, cell in filled.items()):
        return True
    lacking = not always.isdisjoint(going_on.keys() - filled.keys())
    return lacking and all(_may_go_on(piece.table, begun[column], later.table, cell) for column, cell in filled.items())


def _runs_on(one: PageTable, above: int, other: PageTable, below: int) -> bool:
    ours, theirs = one.region_of(above), other.region_of(below)
    return ours is not None and theirs is not None and runs_on(ours.rows[-1], theirs.rows[0], ours)


def _may_go_on(one: PageTable, above: int, other: PageTable, below: int) -> bool:
    ours, theirs = one.region_of(above), other.region_of(below)
    return ours is not None and theirs is not None and SUM.match(theirs.rows[0].text) is None


def _go_on(row: list[CellText], rest: Sequence[CellText]) -> None:
    """Puts the rest of each cell of a row behind what stands on the page before."""
    columns = {cell.place.column: index for index, cell in enumerate(row)}
    for cell in rest:
        if cell.text:
            index = columns[cell.place.column]
            text, spans = stitched([row[index].text, cell.text])
            row[index] = row[index]._replace(text=text, rest=(*row[index].rest, (spans[1].start, cell.place)))


def _without_rests(
    cells: Sequence[CellText], above: Sequence[list[CellText]], last: tuple[Piece, int], edges: Sequence[float]
) -> Iterator[CellText]:
    """The first row of a later page without the blank cells that are the rest of cells over several rows, which grow."""
    piece, row = last
    tall = _tall(piece, row, edges)
    for cell in cells:
        column = cell.place.column or 0
        if cell.text or column - 1 not in tall:
            yield cell
            continue
        begun, index = next((row, at) for row in reversed(above) for at, one in enumerate(row) if one.place.column == column)
        begun[index] = begun[index]._replace(rows=begun[index].rows + cell.rows)


def _tall(piece: Piece, row: int, edges: Sequence[float]) -> set[int]:
    """The columns of the whole table in which a cell over several rows reaches down to a row."""
    grid = piece.table.grid
    reaching = (grid.cells[cell] for cell in set(grid.owner[row]))
    return {_nearest(grid.xs[group.column], edges) for group in reaching if group.rows > 1}


def _cells(piece: Piece, row: int, number: int, at: int, repeated: bool, edges: Sequence[float]) -> Iterator[CellText]:
    grid = piece.table.grid
    for cell, group in enumerate(grid.cells):
        if group.row == row:
            column, end = _nearest(grid.xs[group.column], edges), _nearest(grid.xs[group.column + group.columns], edges)
            place = Place(page=piece.page, box=rounded(grid.cell_box(cell)), table=number, row=at, column=column + 1)
            yield CellText(
                text=cell_text(piece.table.texts(cell)),
                place=place,
                columns=end - column,
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
