"""Tables inside an application form: which kind a head is of, and its rows as typed values.

The kind is the one for which the heads, and the label beside or above them, speak most (`corpus/lexicon/form_lists.tsv`); a table
without the column that names its things is none.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.applicant_record import Apprentice, Award, Benefit, FormRow, Honour, Member, Patent, Project, Training
from pipeline.merging.labels import columns, contexts
from pipeline.record import CellRecord, PlaceRecord
from pipeline.view import Span

ENOUGH = 3
KINDS: Mapping[str, type[FormRow]] = {
    "honours": Honour,
    "members": Member,
    "projects": Project,
    "patents": Patent,
    "awards": Award,
    "benefits": Benefit,
    "apprentices": Apprentice,
    "trainings": Training,
}
NEEDED = {
    "honours": ("name",), "members": ("name",), "projects": ("name",), "patents": ("name",), "awards": ("name",),
    "benefits": ("project", "amount"), "apprentices": ("apprentice",), "trainings": ("topic",),
}  # fmt: skip
_SUM = re.compile("^(?:合计|合計|总计|總計|小计|小計|共计|备注|備註|注[:：])")
_UNIT = re.compile("[(（](万元|萬元|元|亿元|億元)[)）]")


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a table: its kind, what each column holds, and the unit of money a column's head states."""

    list: str
    columns: Mapping[int, str]
    units: Mapping[str, str]


def head_of(cells: Mapping[int, CellRecord], context: str) -> Head | None:
    """The kind of table that `cells` head below or beside `context`; None where they head none."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    weights: dict[str, int] = defaultdict(int)
    for column, cell in cells.items():
        for each in columns(cell.text):
            if each.column not in found[each.list]:
                found[each.list][each.column] = column
                weights[each.list] += each.weight
    for name, (weight, words) in contexts().items():
        if name in found and any(word in context for word in words):
            weights[name] += weight
    fitting = [name for name in found if all(need in found[name] for need in NEEDED[name]) and weights[name] >= ENOUGH]
    if not fitting:
        return None
    best = max(fitting, key=weights.__getitem__)
    units = {name: match[1] for name, column in found[best].items() if (match := _UNIT.search(cells[column].text))}
    return Head(best, _columns_of(found[best]), units)


def _columns_of(found: Mapping[str, int]) -> dict[int, str]:
    """What each column holds, where no two hold the same."""
    return {column: name for name, column in sorted(found.items(), key=_reversed)}


def row_of(head: Head, cells: Mapping[str, str], *, document: str, span: Span, places: tuple[PlaceRecord, ...]) -> FormRow | None:
    """One row as a value of its kind; None for a blank row, a sum or a remark."""
    named = [cells.get(need, "") for need in NEEDED[head.list]]
    if not named[0] or any(_SUM.match(cell) for cell in cells.values()):
        return None
    filled = {name: _with_unit(cell, head.units.get(name, "")) for name, cell in cells.items()}
    blank = tuple(name for name in head.columns.values() if not cells.get(name))
    return KINDS[head.list](document=document, span=span, places=places, blank=blank, **filled)


def _with_unit(cell: str, unit: str) -> str:
    return f"{cell}{unit}" if unit and cell and cell[-1].isdigit() else cell


def _reversed(item: tuple[str, int]) -> tuple[int, str]:
    return item[1], item[0]
