"""Which row of a form's table is a head: labels alone, above a list or above values.

A table is placed in a grid (`classifiers.listing.grid`): for each row its cells by column, merged ones in every row they cover.
"""

import itertools
from collections.abc import Mapping, Sequence

from pipeline.merging.form_lists import head_of
from pipeline.merging.labels import columns, named
from pipeline.merging.likely_fields import likely
from pipeline.merging.ticked import BOXES
from pipeline.record import CellRecord
from pipeline.view import Span

Cells = Mapping[int, CellRecord]
ANSWERS = frozenset(BOXES)
ENOUGH = 2
"""Of three signs."""


def is_head(text: str, own: Cells, after: Cells, context: str) -> bool:
    """Two labels or more, side by side without a gap, above a row that holds something else.

    Of five one may be unknown. More may be where two signs of `ENOUGH` speak for it: the known ones head a table of a known kind,
    no more than a quarter is unknown, no label stands in the row below.
    """
    cells = list(own.values())
    unknown = sum(not label_like(cell.text, context) for cell in cells)
    if len(cells) < 2 or any(not cell.text.strip() for cell in cells):
        return False
    below = [cell.text for cell in after.values() if cell.text.strip()]
    values = (not label_like(other.text, context) and likely(one.text, other.text) for one, other in itertools.pairwise(cells))
    if any(values):
        return False
    listed = unknown * 2 <= len(cells) and head_of(own, context) is not None
    signs = (listed, unknown * 4 <= len(cells), _plain(below, cells, context))
    if unknown > len(cells) // 5 and sum(signs) < ENOUGH:
        return False
    if any(gap(text, one, other) for one, other in itertools.pairwise(cells)):
        return False
    return bool(below) and not all(label_like(cell, context) for cell in below)


def _plain(below: Sequence[str], head: Sequence[CellRecord], context: str) -> bool:
    """Whether a row is of the shape of the head above it and holds no label: then it is a row of a list, and no further label."""
    return len(below) * 2 > len(head) and not any(label_like(cell, context) for cell in below)


def label_like(text: str, context: str) -> bool:
    """Whether a cell holds the label of a field, or the head of a column of a list."""
    return bool(text.strip()) and (named(text, context) is not None or bool(columns(text)))


def own_cells(placed: Sequence[Cells], index: int) -> dict[int, CellRecord]:
    """The cells that begin in a row, in order of their columns."""
    above = placed[index - 1] if index else {}
    return {column: cell for column, cell in sorted(placed[index].items()) if above.get(column) is not cell}


def side_label(row: Cells, own: Cells) -> CellRecord | None:
    """The label merged downwards at the side of a row, where there is one."""
    first = min(row, default=None)
    if first is None:
        return None
    cell = row[first]
    return cell if first not in own or (cell.rows > 1 and len(own) > 1) else None


def gap(text: str, one: CellRecord, other: CellRecord) -> bool:
    """Whether a blank cell stands between two: more than one TAB."""
    return text[one.span[1] : other.span[0]].count("\t") > 1 + max(0, one.columns - 1)


def answers_joined(text: str, own: Cells) -> dict[int, CellRecord]:
    """Cells side by side that each begin with a box to tick are one answer."""
    joined: dict[int, CellRecord] = {}
    last = -1
    for column, cell in own.items():
        if last in joined and cell.text.lstrip()[:1] in ANSWERS and joined[last].text.lstrip()[:1] in ANSWERS:
            span = Span(joined[last].span[0], cell.span[1])
            joined[last] = CellRecord(text[span.start : span.end], span, joined[last].columns + cell.columns, cell.rows)
        else:
            joined[column] = cell
            last = column
    return joined
