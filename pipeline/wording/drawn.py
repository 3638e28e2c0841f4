"""The part of a table that words stand in, as the source draws it: its head, their row and the rows beside it."""

from bisect import bisect_right
from dataclasses import dataclass

from pipeline.record import CellRecord, DocumentRecord, TableRecord
from pipeline.view import Span

MOST_COLUMNS = 12
MOST_ABOVE = 4
LONGEST = 60
"""Characters of a cell beside the words; the cells that hold them are shown up to `LONGEST_MARKED`."""
LONGEST_MARKED = 300


@dataclass(frozen=True, slots=True)
class DrawnCell:
    """One cell; `marked` where the words stand in it. `columns` and `rows` say how many it covers of what is drawn."""

    text: str
    marked: bool
    columns: int
    rows: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """Rows of a table in their order; `head` are the rows that the source repeats as its head, at most the last of them."""

    head: tuple[DrawnCell, ...]
    rows: tuple[tuple[DrawnCell, ...], ...]


def drawn(document: DocumentRecord, span: Span) -> Drawn | None:
    """The table around `span`; None where it stands in none, or in one too wide to be drawn beside it."""
    for table in document.tables:
        rows = [table.rows[0], table.rows[-1]] if table.rows else []
        if rows and rows[0] and rows[-1] and rows[0][0].span[0] <= span[0] < rows[-1][-1].span[1]:
            return _around(table, span)
    return None


def _around(table: TableRecord, span: Span) -> Drawn | None:
    index = bisect_right(table.rows, span[0], key=_starts) - 1
    first, last = max(index - 1, table.header_rows), min(index + 2, len(table.rows))
    for place in range(max(table.header_rows, first - MOST_ABOVE), first):
        if any(place + cell.rows > first for cell in table.rows[place]):
            first = place  # a merged cell begins here and reaches what is drawn
            break
    if index < 0 or index < table.header_rows or len(table.rows[index]) > MOST_COLUMNS:
        return None
    head = table.rows[table.header_rows - 1] if table.header_rows else ()
    rows = tuple(
        tuple(_cell(cell, span, last - place) for cell in row[:MOST_COLUMNS])
        for place, row in enumerate(table.rows[first:last], first)
    )
    if not any(cell.marked for row in rows for cell in row):
        return None
    return Drawn(tuple(_cell(cell, Span(0, 0), 1) for cell in head[:MOST_COLUMNS]), rows)


def _starts(row: tuple[CellRecord, ...]) -> int:
    return row[0].span[0] if row else 0


def _cell(cell: CellRecord, span: Span, most_rows: int) -> DrawnCell:
    marked = cell.span[0] < span[1] and span[0] < cell.span[1]
    most = LONGEST_MARKED if marked else LONGEST
    text = " ".join(cell.text.split())
    columns, rows = max(1, min(cell.columns, MOST_COLUMNS)), max(1, min(cell.rows, most_rows))
    return DrawnCell(text if len(text) <= most else f"{text[: most - 1]}…", marked, columns, rows)
