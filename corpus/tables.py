"""Word lists and tables that code reads as data: `corpus/lexicon/NAME.tsv`.

A table is UTF-8, tab separated. Lines that begin with ``#`` are comments (the first says the source); the first other line
names the columns.
"""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `corpus/lexicon/NAME.tsv`, each a mapping of column to cell.

    Raises FileNotFoundError for a table that does not exist and ValueError for a row with too many or too few cells.
    """
    text = files("corpus").joinpath("lexicon", f"{name}.tsv").read_text("utf-8")
    numbered = ((number, line) for number, line in enumerate(text.split("\n"), 1) if line and not line.startswith("#"))
    columns = next(numbered)[1].split("\t")
    return tuple(_parsed(name, columns, numbered))


def column(name: str, key: str) -> tuple[str, ...]:
    """One column of a table, in order."""
    return tuple(row[key] for row in rows(name))


def _parsed(name: str, columns: list[str], numbered: Iterator[tuple[int, str]]) -> Iterator[dict[str, str]]:
    for number, line in numbered:
        cells = line.split("\t")
        if len(cells) != len(columns):
            raise ValueError(f"lexicon {name}.tsv line {number}: {len(cells)} cells, {len(columns)} columns")
        yield dict(zip(columns, cells, strict=True))
