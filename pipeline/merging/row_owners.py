"""Rows of lists in the name of a person or company that is none of the applicant's, as the list's own column says.

A list that names owners (专利权人, 著作权人) is read by its head. A row with several owners is another's only if all of them are.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from classifiers.listing import grid
from pipeline.applicant_record import Applicant
from pipeline.merging.folding import simplified
from pipeline.merging.holder import owner_scope
from pipeline.record import CellRecord, DocumentRecord
from pipeline.view import Span

_NAMES = "专利权人 著作权人 权利人 所有权人 权属 权属单位 版权人 专利权所有人 申请人 专利申请人"
OWNERS = frozenset(_NAMES.split())
READ = frozenset({"form", "list", "report", "other"})
HEAD_AMONG = 4
"""The head is one of the first rows: above it stand at most a title and remarks."""
MOST_ROWS = 5_000
_BETWEEN = re.compile("[;；、,，/\n \u3000]+")
_BRACKETED = re.compile("[（(][^）)]{0,20}[）)]")


@dataclass(frozen=True, slots=True)
class Owned:
    """A row with its owners as it writes them; `cell` is where."""

    row: Span
    cell: Span
    owners: tuple[str, ...]


def strangers(document: DocumentRecord, whose: Applicant) -> Iterator[Owned]:
    """The rows of the document's lists whose owners are all third parties."""
    if document.kind not in READ:
        return
    for table in document.tables:
        placed = grid(document.text, table.rows)
        at, column = next(_heads(placed[:HEAD_AMONG]), (0, -1))
        if column < 0:
            continue
        for cells in islice(placed[at + 1 :], MOST_ROWS):
            owned = _owned(cells, column)
            if owned is not None and {owner_scope(owner, whose) for owner in owned.owners} == {"third_party"}:
                yield owned


def _heads(rows: Sequence[Mapping[int, CellRecord]]) -> Iterator[tuple[int, int]]:
    """The row and the column of a head over owners, in a table of three columns or more."""
    for index, cells in enumerate(rows):
        for column, cell in cells.items():
            if len(cells) > 2 and _BRACKETED.sub("", simplified("".join(cell.text.split()))) in OWNERS:
                yield index, column


def _owned(cells: Mapping[int, CellRecord], column: int) -> Owned | None:
    cell = cells.get(column)
    if cell is None:
        return None
    owners = tuple(name for name in _BETWEEN.split(cell.text.strip()) if len(name) > 1)
    spans = [each.span for each in cells.values() if each.text.strip()]
    if not owners or not spans:
        return None
    return Owned(Span(min(span[0] for span in spans), max(span[1] for span in spans)), Span(*cell.span), owners)
