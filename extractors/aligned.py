"""Tables without rules: rows of short pieces that stand below one another, with white corridors between their columns."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extractors.grids import Grid, Group
from extractors.layout import FILLED, NARROWEST, OPENING
from extractors.paragraphs import leads_to_a_page
from extractors.pdf_tables import PageTable
from extractors.rows import SLACK, Line, Row, level_rows

FEWEST_ROWS = 3
FEWEST_PAIRS = 4
"""Rows from which two columns are a table."""
CORRIDOR = 0.9
"""Em of white between two columns in every row."""
APART = 3.2
"""Em of white from which two rows are not of one table."""
LONGEST = 24
"""Letters of a cell on the average at most."""
WHOLE = 0.6
"""Share of rows with more than one cell."""
ALIGNED, EDGE = 0.7, 3.0
"""Share of a column's cells that stand on one edge or about one axis, within so many points."""
RUNNING = 0.5
"""Share of filled rows from which a column is running text."""
SAYING = 0.4
"""Share of cells with a colon, or with the end of a sentence, from which the rows are fields of a form, or sentences."""

WRAPPED = 12
"""Em of a column from which two lines of its width are text that it breaks."""
LONG = 8
"""Rows of a block that are looked at once only."""
CROWDED = 0.1
"""Share of rows that may have two pieces in one column."""
PROSE = 0.3
"""Share of lines with a stop inside or at their end from which a column is sentences."""
NEARER = 0.3
"""Em by which a lone piece must be nearer to the row below than to the one above to go with it."""
STOP = re.compile("[，。；]|[,;] |[.] ")

Corridors = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Consecutive rows that leave the same corridors white."""

    rows: tuple[Row, ...]
    corridors: Corridors

    def column(self, piece: Line) -> int:
        middle = (piece.box.x0 + piece.box.x1) / 2
        return sum(middle > (start + end) / 2 for start, end in self.corridors)

    def columns(self) -> list[list[Line]]:
        found: list[list[Line]] = [[] for _ in range(len(self.corridors) + 1)]
        for row in self.rows:
            for piece in row.pieces:
                found[self.column(piece)].append(piece)
        return found


def tabled(lines: Sequence[Line], tables: list[PageTable]) -> list[Line]:
    """The lines with one line for each table found among them; the tables are added to those of the page."""
    if sum(line.table is None for line in lines) < 2 * FEWEST_ROWS or not _may_be_tabled(lines):
        return list(lines)
    rest: list[Line] = []
    for part in _parted(level_rows(lines)):
        if isinstance(part, Row):
            rest += part.pieces
            continue
        table = _table(part)
        rest.append(Line("", table.grid.box, table.grid.box, part.rows[0].size, table=len(tables)))
        tables.append(table)
    return rest


def _may_be_tabled(lines: Sequence[Line]) -> bool:
    """Whether so many lines as a table's rows begin above the foot of the one before them, as they do side by side."""
    beside = 0
    foot = float("-inf")
    for top, bottom in sorted([(line.box.y0, line.box.y1) for line in lines]):
        beside += top + 0.25 * (bottom - top) < foot
        foot = max(foot, bottom)
    return beside >= FEWEST_ROWS


def _parted(rows: Sequence[Row]) -> Iterator[Row | Block]:
    """The rows in order, those of a table as one. A long block that is no table holds none: its columns are text."""
    at = 0
    while at < len(rows):
        block = _grown(rows, at) if _is_anchor(rows[at]) else None
        if block and _is_table(block, rows, at) and not _is_better(rows, at + 1, block):
            yield block
            at += len(block.rows)
            continue
        passed = len(block.rows) if block and len(block.rows) > LONG else 1
        yield from rows[at : at + passed]
        at += passed


def _is_better(rows: Sequence[Row], start: int, block: Block) -> bool:
    """Whether the rows from the next on make a table of more columns: then the row before is no part of it."""
    if start >= len(rows) or not _is_anchor(rows[start]):
        return False
    later = _grown(rows, start)
    return len(later.corridors) > len(block.corridors) and _is_table(later, rows, start)


def _is_anchor(row: Row) -> bool:
    return len(row.pieces) > 1 and row.table is None


def _grown(rows: Sequence[Row], start: int) -> Block:
    corridors = tuple(white for white in _whites(rows[start])[1:-1] if white[1] - white[0] >= CORRIDOR * rows[start].size)
    end = start + 1
    while corridors and end < len(rows):
        row = rows[end]
        if row.table is not None or row.box.y0 - rows[end - 1].box.y1 > APART * row.size or _is_heading(row):
            break
        left = _left_white(corridors, row)
        if len(left) < len(corridors) and (end - start > 1 or not left):
            break
        corridors = left
        end += 1
    while end - start > 1 and not _is_anchor(rows[end - 1]) and not _goes_on(rows[end - 2], rows[end - 1], corridors):
        end -= 1
    return Block(tuple(rows[start:end]), corridors)


def _is_heading(row: Row) -> bool:
    return len(row.pieces) == 1 and (row.heavy or OPENING.match(row.text) is not None)


def _goes_on(above: Row, row: Row, corridors: Corridors) -> bool:
    """Whether a lone piece is the rest of a cell above it, other than the first of its row."""
    near = row.box.y0 - above.box.y1 <= 0.5 * row.size
    return near and bool(corridors) and row.box.x0 >= corridors[0][0]


def _whites(row: Row) -> list[tuple[float, float]]:
    starts = [piece.box.x0 for piece in row.pieces]
    ends = [piece.box.x1 for piece in row.pieces]
    return list(zip([float("-inf"), *ends], [*starts, float("inf")], strict=True))


def _left_white(corridors: Corridors, row: Row) -> Corridors:
    """What a row leaves of each corridor, where that is still wide enough."""
    least = CORRIDOR * row.size
    pieces = [(piece.box.x0, piece.box.x1) for piece in row.pieces]
    left = []
    for start, end in corridors:
        if end - start < least:
            continue
        white, widest = start, (start, start)
        for first, last in pieces:
            until = min(end, first)
            if until - white > widest[1] - widest[0]:
                widest = white, until
            white = max(start, last)
        if end - white > widest[1] - widest[0]:
            widest = white, end
        if widest[1] - widest[0] >= least:
            left.append(widest)
    return tuple(left)


def _is_table(block: Block, rows: Sequence[Row], start: int) -> bool:
    anchors = sum(len(row.pieces) > 1 and row.table is None for row in block.rows)
    enough = anchors >= (FEWEST_PAIRS if len(block.corridors) == 1 else FEWEST_ROWS)
    if not enough or (anchors < WHOLE * len(block.rows) and anchors < WHOLE * len(_records(block))):
        return False
    cells = [piece.text for row in block.rows for piece in row.pieces]
    if sum(map(len, cells)) > LONGEST * len(cells):
        return False
    columns = block.columns()
    if (
        any(len(column) < 2 for column in columns)
        or sum(map(_is_aligned, columns)) * 2 < len(columns)
        or _says(cells, "：:")
        or _says([cell[-1] for cell in cells], "。；！？;")
    ):
        return False
    if any(leads_to_a_page(row.text) for row in block.rows) or _is_contents(columns):
        return False
    boxes = _is_drawn_by_column(columns) and sum(map(_fills, columns)) > 1
    if boxes or any(_is_prose(column) for column in columns) or _crowded(block) > CROWDED * len(block.rows):
        return False
    around = [*rows[max(0, start - 1) : start], *rows[start + len(block.rows) : start + len(block.rows) + 1]]
    running = [column for column in columns if _is_running(column)]
    return len(running) < len(columns) and not any(_continues(column, around) for column in running)


def _crowded(block: Block) -> int:
    """Rows with two pieces in one column: what is between them in other rows is no cell."""
    return sum(len({block.column(piece) for piece in row.pieces}) < len(row.pieces) for row in block.rows)


def _is_aligned(column: Sequence[Line]) -> bool:
    """Whether most cells share their left edge, their axis or their right edge."""
    edges = ([line.box.x0 for line in column], [line.box.x0 + line.box.x1 for line in column], [line.box.x1 for line in column])
    return any(sum(abs(edge - median(found)) <= EDGE for edge in found) >= ALIGNED * len(found) for found in edges)


def _says(texts: Sequence[str], signs: str) -> bool:
    return sum(any(sign in text for sign in signs) for text in texts) >= SAYING * len(texts)


def _is_contents(columns: Sequence[Sequence[Line]]) -> bool:
    """Headings with their page numbers."""
    return len(columns) == 2 and all(line.text.isdigit() and len(line.text) <= 4 for line in columns[1])


def _is_running(column: Sequence[Line]) -> bool:
    width = max(line.box.x1 for line in column) - min(line.box.x0 for line in column)
    filled = sum(_width((line.box.x0, line.box.x1)) >= FILLED * width for line in column)
    return width >= NARROWEST * column[0].size and filled >= RUNNING * len(column)


def _is_drawn_by_column(columns: Sequence[Sequence[Line]]) -> bool:
    """Whether the file draws all of a column before the next, as boxes of text are drawn."""
    orders = [[line.order for line in column] for column in columns]
    return all(min(order) >= 0 for order in orders) and all(max(one) < min(other) for one, other in pairwise(orders))


def _fills(column: Sequence[Line]) -> bool:
    """Whether two of its lines are broken by its width."""
    width = max(line.box.x1 - line.box.x0 for line in column)
    full = sum(line.box.x1 - line.box.x0 >= width - 1.5 * line.size for line in column)
    return width >= WRAPPED * column[0].size and full > 1


def _is_prose(column: Sequence[Line]) -> bool:
    """Whether its lines are pieces of sentences, wide enough for such."""
    if max(line.box.x1 - line.box.x0 for line in column) < NARROWEST * column[0].size:
        return False
    stops = sum(STOP.search(line.text) is not None for line in column)
    inside = sum(line.text[0].islower() and line.text.count(" ") > 1 for line in column)
    return stops >= PROSE * len(column) or inside * 2 >= len(column)


def _continues(column: Sequence[Line], around: Sequence[Row]) -> bool:
    """Whether the column goes on above or below the block as text of its width."""
    left, right = median(line.box.x0 for line in column), max(line.box.x1 for line in column)
    return any(
        abs(piece.box.x0 - left) <= SLACK and piece.box.x1 - left >= FILLED * (right - left)
        for row in around
        if row.table is None
        for piece in row.pieces
    )


def _records(block: Block) -> list[list[Row]]:
    """The rows that are one row of the table: a cell that wraps has its lines below the others of its row, or around them.

    A row without a first cell, near to the one above, goes on with it; a lone piece goes with the nearer of its neighbours.
    """
    rows = block.rows
    gaps = [below.box.y0 - above.box.y1 for above, below in pairwise(rows)]
    usual = median(gaps) if gaps else 0.0
    on = [False] * (len(rows) + 1)
    for index, row in enumerate(rows):
        if not all(block.column(piece) for piece in row.pieces):
            continue
        if _is_anchor(row):
            on[index] = on[index] or (index > 0 and gaps[index - 1] < 0.7 * usual)
        elif index < len(gaps) and (index == 0 or gaps[index] + NEARER * row.size < gaps[index - 1]):
            on[index + 1] = True
        else:
            on[index] = True
    groups: list[list[Row]] = []
    for row, goes_on in zip(rows, on, strict=False):
        if goes_on and groups:
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _table(block: Block) -> PageTable:
    """The grid around the block's cells."""
    groups = _records(block)
    columns = block.columns()
    xs = [min(line.box.x0 for line in column) - 1.0 for column in columns] + [max(row.box.x1 for row in block.rows) + 1.0]
    tops = [min(row.box.y0 for row in group) for group in groups]
    ys = [*tops, max(row.box.y1 for row in groups[-1])]
    cells: dict[int, list[Line]] = {}
    for number, group in enumerate(groups):
        for row in group:
            for piece in row.pieces:
                cells.setdefault(number * len(columns) + block.column(piece), []).append(piece)
    owner = tuple(tuple(row * len(columns) + column for column in range(len(columns))) for row in range(len(groups)))
    fields = tuple(Group(row, column, 1, 1) for row in range(len(groups)) for column in range(len(columns)))
    return PageTable(Grid(tuple(xs), tuple(ys), owner, fields), cells, ruled=False)


def _width(interval: tuple[float, float]) -> float:
    return interval[1] - interval[0]
