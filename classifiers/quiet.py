"""What claims nothing because its words say so: a rule, an appeal, a supposition, other people's totals, a fault.

`corpus/lexicon/quiet.tsv` says of each wording how far it reaches: some keep the whole sentence quiet, some only their clause
(奖励经费三万元 beside a title that was given).
"""

import re
from functools import cache
from typing import Literal

from classifiers.prefilter import Patterns
from corpus import tables
from pipeline.view import Span

Reach = Literal["sentence", "clause"]

_OF_ONE = re.compile("该室|该工作室|该团队|[^，。；]{2,10}工作室(?:因|已|先后|累计)")
"""In a document of rules, what is told of one studio as an example."""
_MARK = re.compile("[，。；！？!?\n]")


def reason(text: str, found: set[str], *, in_rules: bool = False) -> str | None:
    """Why `text`, with the grams `found`, claims nothing at all; None where it may. `in_rules`: it stands among rules."""
    if in_rules and not _OF_ONE.search(text):
        return "the document is a rule"
    patterns, reasons = _patterns("sentence")
    first = patterns.search(text, found)
    return None if first is None else reasons[first[0]]


def clauses(text: str, found: set[str]) -> list[tuple[Span, str]]:
    """The clauses of `text` that claim nothing, each with the reason."""
    patterns, reasons = _patterns("clause")
    return [(_clause(text, match), reasons[number]) for number, match in patterns.finditer(text, found)]


def _clause(text: str, match: re.Match[str]) -> Span:
    before = [mark.end() for mark in _MARK.finditer(text, 0, match.start() + 1)]
    after = _MARK.search(text, max(match.end() - 1, match.start() + 1))
    return Span(before[-1] if before else 0, after.start() if after else len(text))


@cache
def _patterns(reach: Reach) -> tuple[Patterns, tuple[str, ...]]:
    rows = [row for row in tables.rows("quiet") if row["reach"] == reach]
    return Patterns([row["pattern"] for row in rows]), tuple(f"{row['kind']}: {row['why']}" for row in rows)
