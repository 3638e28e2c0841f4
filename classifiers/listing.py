"""A list table read as rows of named cells: which row is the head, what each column holds, what the list is of.

Heads are matched by `corpus/lexicon/list_columns.tsv`, in Simplified and without blanks. A table whose head does not tell what
it lists, and whose title does not either, is no list of ours: nothing is guessed from its rows.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import chain, pairwise
from typing import Protocol, TypeVar

from corpus import tables
from pipeline.document import BODY_ROLES, Cell, Document, Table
from pipeline.view import Span

HEAD_AMONG = 3
"""The head is one of the first rows; above it stand at most a title and a remark."""
LONGEST_HEAD = 16
MOST_ROWS = 5_000
LONGEST_LINE = 4_000
TITLE_WITHIN = 80
"""Characters above a table in which its title stands."""


class Placed(Protocol):
    """A cell of any kind of table: where it stands, and how many columns and rows it covers."""

    @property
    def span(self) -> Span: ...
    @property
    def columns(self) -> int: ...
    @property
    def rows(self) -> int: ...


_Cell = TypeVar("_Cell", bound=Placed)

Row = Mapping[str, Cell]
"""The cells of one row by what they hold (the roles of `list_columns.tsv`)."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: the category its head or title tells (empty where only its rows may), its title, head and rows."""

    category: str
    title: Span
    """The line above the table; empty where none stands there."""
    words: str
    """That line and the rows above the head, in Simplified."""
    head: Span
    rows: tuple[Row, ...]
    units: Mapping[str, str]
    """What the heads say that the figures below them are counted in: 万元, 人次."""


def listings(document: Document) -> Iterator[Listing]:
    """The achievement lists among the document's tables, in order; a form may hold several below each other in one table."""
    apart = frozenset(block.span for block in document.blocks if block.role is not None and block.role not in BODY_ROLES)
    for table in document.tables:
        yield from _listings(document, _without(table, apart) if apart else table)


def plain(document: Document, span: Span) -> str:
    """What stands at `span`, in Simplified, blanks between words kept single."""
    start, end = document.matched.from_base(span)
    return " ".join(document.matched.text[start:end].split())


def grid(text: str, rows: Iterable[Sequence[_Cell]]) -> list[dict[int, _Cell]]:
    """The cell at each column of each row; a cell that covers rows stands in every one of them.

    A blank cell may be missing from the table's rows, but it stands between two TABs of the text all the same.
    """
    found: list[dict[int, _Cell]] = []
    running: dict[int, tuple[_Cell, int]] = {}
    for row in rows:
        placed = {column: cell for column, (cell, _) in running.items()}
        left = {column: (cell, more - 1) for column, (cell, more) in running.items() if more > 1}
        column = 0
        for cell in row:
            while column in placed:
                column += 1
            column = max(column, _tabs_before(text, cell.span.start))
            placed[column] = cell
            if cell.rows > 1:
                left[column] = (cell, min(cell.rows, MOST_ROWS) - 1)
            column += max(1, min(cell.columns, MOST_ROWS))
        running = left
        found.append(placed)
    return found


def _without(table: Table, apart: frozenset[Span]) -> Table:
    """The table with each cell blank that is hidden, deleted or otherwise no part of the body."""
    rows = tuple(
        tuple(
            Cell(Span(cell.span.start, cell.span.start), cell.columns, cell.rows) if cell.span in apart else cell for cell in row
        )
        for row in table.rows
    )
    return replace(table, rows=rows)


def _listings(document: Document, table: Table) -> Iterator[Listing]:
    """Each head in a table with the rows below it, up to the next head or to a row of another shape.

    Below the first rows a head is one only if it names what it lists and no other cell stands in its row: a row of a form
    may hold one label beside its value.
    """
    placed = grid(document.text, table.rows)
    index = 0
    while index < len(placed):
        row = placed[index]
        own = _own(placed, index) if index else row
        roles = {column: role for column, cell in row.items() if (role := _role(plain(document, cell.span)))}
        side = _side(row)
        inside = {column: role for column, role in roles.items() if column in own and column != side}
        if not _heads(inside, own, first=index < HEAD_AMONG):
            index += 1
            continue
        title = _title(document.text, table) if index < HEAD_AMONG else _beside(row, inside)
        above = " ".join(plain(document, cell.span) for cells in placed[: min(index, HEAD_AMONG)] for cell in cells.values())
        beside = plain(document, _beside(row, inside)) if len(row) > len(inside) else ""
        words = f"{plain(document, title)} {above if index < HEAD_AMONG else ''} {beside}"
        category = _category(inside.values(), words)
        below = placed[index + 1 : index + 1 + MOST_ROWS]
        rows = tuple(_rows(row, _up_to_head(document, row, below), inside))
        if rows and (category or {"kind", "page"} & {role for role, _ in inside.values()}):
            units = {inside[column][0]: _unit(plain(document, row[column].span)) for column in inside}
            yield Listing(category, title, words, _covered(row[column] for column in inside), rows, units)
        index += 1 + len(rows)


def _side(row: Mapping[int, Cell]) -> int | None:
    """The column of a label merged down the side: the first cell, where it covers more rows than any other."""
    first = min(row)
    deepest = max((cell.rows for column, cell in row.items() if column != first), default=1)
    return first if row[first].rows > deepest and len(row) > 2 else None


def _heads(roles: Mapping[int, tuple[str, str]], own: Mapping[int, Cell], *, first: bool) -> bool:
    named = {role for role, _ in roles.values()} - {"order"}
    if len(named) < 2:
        return False
    return first or (len(roles) >= 3 and len(roles) >= len(own) - 1)


def _all_labels(document: Document, own: Mapping[int, Cell], row: Mapping[int, Cell]) -> bool:
    """Whether a row below a head is a head itself: two labels or more and nothing else (项目｜年份｜节约金额)."""
    return len(own) > 1 and len(own) == len(row) and all(_role(plain(document, cell.span)) for cell in own.values())


def _up_to_head(document: Document, row: dict[int, Cell], below: Iterable[dict[int, Cell]]) -> Iterator[dict[int, Cell]]:
    """The rows below `row` up to one that is a head itself."""
    for above, cells in pairwise(chain((row,), below)):
        if _all_labels(document, {column: cell for column, cell in cells.items() if above.get(column) is not cell}, cells):
            return
        yield cells


def _own(placed: Sequence[Mapping[int, Cell]], index: int) -> dict[int, Cell]:
    """The cells that begin in a row."""
    return {column: cell for column, cell in placed[index].items() if placed[index - 1].get(column) is not cell}


def _beside(row: Mapping[int, Cell], roles: Mapping[int, object]) -> Span:
    """The label at the side of a head; an empty span where none stands there."""
    first = row[min(row)]
    return first.span if min(row) not in roles else Span(first.span.start, first.span.start)


def _unit(head: str) -> str:
    """The unit that a column's head states.

    >>> _unit("节约金额（万元）"), _unit("培训人次"), _unit("名称")
    ('万元', '人次', '')
    """
    return next((unit for unit in ("亿元", "万元", "元", "人次", "人") if unit in head), "")


def _rows(head: Mapping[int, Cell], grid: Iterable[dict[int, Cell]], roles: Mapping[int, tuple[str, str]]) -> Iterator[Row]:
    """The rows under a head, up to one that has another shape: a list set into a form ends where the form goes on.

    A row of one cell at their beginning is a heading: of the rows after it where they are whole, else of what follows the list.
    """
    side = {column: cell for column, cell in head.items() if cell.rows > 1}
    heading = False
    for cells in grid:
        own = {column: cell for column, cell in cells.items() if head.get(column) != cell}
        columns = {column: role for column, role in roles.items() if head[column].rows == 1 or column in own}
        if any(cells.get(column) != cell for column, cell in side.items() if column not in roles):
            return
        filled = sum(column in own for column in columns)
        if (len(own) > 1 and filled * 2 < len(columns)) or (heading and filled < len(columns) - 1):
            return
        heading = len(own) == 1 and len(columns) > 2 and min(own) == min(roles)
        yield {} if heading else _row(own, columns)


def _covered(cells: Iterable[Cell]) -> Span:
    spans = [cell.span for cell in cells]
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _row(cells: Mapping[int, Cell], roles: Mapping[int, tuple[str, str]]) -> Row:
    """Cells by role; of two columns of one role the first counts."""
    named: dict[str, Cell] = {}
    for column, (role, _) in sorted(roles.items()):
        if column in cells and cells[column].span.end > cells[column].span.start:
            named.setdefault(role, cells[column])
    return named


def _category(roles: Iterable[tuple[str, str]], title: str) -> str:
    """The category that most heads tell; the title decides between equals, and alone where no head tells."""
    votes: Counter[str] = Counter()
    for role, category in roles:
        if category != "-":
            votes[category] += 2 if role in ("name", "prize", "master", "apprentice") else 1
    for word, category in _title_words():
        votes[category] += word in title
    best = votes.most_common(2)
    if not best or (len(best) == 2 and best[0][1] == best[1][1]):
        return ""
    return best[0][0]


def _title(text: str, table: Table) -> Span:
    """The line above the table, as far as a title goes."""
    first = min((cell.span.start for row in table.rows for cell in row), default=0)
    before = text[max(0, first - TITLE_WITHIN) : first].rstrip()
    end = max(0, first - TITLE_WITHIN) + len(before)
    return Span(end - len(before) + before.rfind("\n") + 1, end)


def _tabs_before(text: str, position: int) -> int:
    """TABs between the beginning of the line and `position`."""
    window = text[max(0, position - LONGEST_LINE) : position]
    return window[window.rfind("\n") + 1 :].count("\t")


@lru_cache(maxsize=4_000)
def _role(head: str) -> tuple[str, str] | None:
    """What a column under `head` holds, by the longest label in it.

    >>> _role("专利号 / 申请号"), _role("说明")
    (('number', 'ip_right'), None)
    """
    text = "".join(letter for letter in head if letter.isalnum() or letter == "/")
    if not text or len(text) > LONGEST_HEAD:
        return None
    for label, role, category in _labels():
        if label == text or (len(label) >= 3 and label in text):
            return role, category
    return None


@cache
def _labels() -> tuple[tuple[str, str, str], ...]:
    rows = [row for row in tables.rows("list_columns") if row["role"] != "title"]
    labels = [(label, row["role"], row["category"]) for row in rows for label in row["labels"].split()]
    return tuple(sorted(labels, key=_longest_first))


def _longest_first(label: tuple[str, str, str]) -> int:
    return -len(label[0])


@cache
def _title_words() -> tuple[tuple[str, str], ...]:
    rows = [row for row in tables.rows("list_columns") if row["role"] == "title"]
    return tuple((word, row["category"]) for row in rows for word in row["labels"].split())
