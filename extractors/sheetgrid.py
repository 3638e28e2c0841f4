"""The cells of a sheet that hold something, and the tables they stand in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})$")
DEEPEST = 12
"""Times that a region is cut again; real sheets are cut once or twice."""


class Filled(NamedTuple):
    """A cell with text. `column` counts from 1; `unseen` says why it is not seen, or is empty."""

    column: int
    text: str
    unseen: str = ""


class Row(NamedTuple):
    number: int
    cells: list[Filled]


class Merge(NamedTuple):
    """What a merged cell covers."""

    columns: int
    rows: int


@dataclass(slots=True)
class Grid:
    """One sheet as it was read: rows in order, those with text only."""

    rows: list[Row] = field(default_factory=list)
    merges: dict[tuple[int, int], Merge] = field(default_factory=dict)
    """By the row and column where each begins."""
    uncomputed: int = 0
    """Formulas without a value."""


def regions(grid: Grid) -> list[list[Row]]:
    """The tables of a sheet: parts of it between blank rows and blank columns, in reading order.

    What a merged cell covers is not blank: a title over four columns keeps them together.
    """
    return list(_cut(grid.rows, grid.merges, DEEPEST))


def _cut(rows: list[Row], merges: dict[tuple[int, int], Merge], depth: int) -> Iterator[list[Row]]:
    bands = list(_bands(rows, merges))
    for band in bands:
        parts = _columns_apart(band, merges)
        if len(parts) == 1 or not depth:
            yield band
            continue
        for first, last in parts:
            inside = [Row(row.number, kept) for row in band if (kept := [c for c in row.cells if first <= c.column <= last])]
            yield from _cut(inside, merges, depth - 1)


def _bands(rows: list[Row], merges: dict[tuple[int, int], Merge]) -> Iterator[list[Row]]:
    """Runs of rows without a blank row between them."""
    band: list[Row] = []
    covered = 0
    for row in rows:
        if band and row.number > covered + 1:
            yield band
            band = []
        band.append(row)
        covered = max(covered, row.number) if len(band) > 1 else row.number
        if merges:
            ends = (
                row.number + merges[row.number, cell.column].rows - 1 for cell in row.cells if (row.number, cell.column) in merges
            )
            covered = max(covered, *ends, covered)
    if band:
        yield band


def _columns_apart(band: list[Row], merges: dict[tuple[int, int], Merge]) -> list[tuple[int, int]]:
    """The first and last columns of the parts of a band between blank columns."""
    used: dict[int, int] = {}
    whole: set[tuple[int, int]] = set()
    for row in band:
        first, last = row.cells[0].column, row.cells[-1].column
        if not merges and last - first + 1 == len(row.cells):
            if (first, last) not in whole:
                whole.add((first, last))
                used.update((column, column) for column in range(first, last + 1))
            continue
        for cell in row.cells:
            merge = merges.get((row.number, cell.column)) if merges else None
            last = cell.column + merge.columns - 1 if merge else cell.column
            if used.get(cell.column, 0) < last:
                used[cell.column] = last
    parts: list[tuple[int, int]] = []
    for first in sorted(used):
        if parts and first <= parts[-1][1] + 1:
            parts[-1] = parts[-1][0], max(parts[-1][1], used[first])
        else:
            parts.append((first, used[first]))
    return parts


def column_number(letters: str) -> int:
    """A column's number from 1.

    >>> column_number("A"), column_number("AA"), column_number("XFD")
    (1, 27, 16384)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """A column as people name it.

    >>> column_letters(1), column_letters(28)
    ('A', 'AB')
    """
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def reference(text: str) -> tuple[int, int] | None:
    """Row and column of a cell's name; None for what is no name of a cell.

    >>> reference("B12"), reference("nonsense")
    ((12, 2), None)
    """
    found = REFERENCE.match(text)
    return (int(found[2]), column_number(found[1])) if found else None
