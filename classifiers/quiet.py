"""What claims nothing because its words say so: a rule, an appeal, a supposition, other people's totals, a fault.

`corpus/lexicon/quiet.tsv` says of each wording how far it reaches: some keep the whole sentence quiet, some only their clause
(奖励经费三万元 beside a title that was given).
"""

import re
from functools import cache
from typing import Literal

from classifiers.patterns import any_word
from classifiers.prefilter import Patterns
from corpus import tables
from pipeline.view import Span

Reach = Literal["sentence", "clause"]

_OF_ONE = re.compile("该室|该工作室|该团队|[^，。；]{2,10}工作室(?:因|已|先后|累计)")
"""In a document of rules, what is told of one studio as an example."""
LABEL = 24
"""A label has no more letters."""
_STUDIO = re.compile(r"\s*+(?:工作室(?:名称|类别|全称)[：:]\s*)?[^，。；：:、\s\d获评被]{2,24}工作室[：:]?\s*")
_RANKED = re.compile(
    "省|市(?:级|劳|工匠|技能|职工)|区级|县级|国家级|全国|示范|星级|优秀|先进|首批|命名|授予|认定|[获评]|公司级|集团级|行业"
)
_MARK = re.compile("[，。；！？!?\n]")


def reason(text: str, found: set[str], *, in_rules: bool = False) -> str | None:
    """Why `text`, with the grams `found`, claims nothing at all; None where it may. `in_rules`: it stands among rules."""
    if in_rules and not _OF_ONE.search(text):
        return "the document is a rule"
    if is_label(text):
        return "a label"
    patterns, reasons = _patterns("sentence")
    first = patterns.search(text, found)
    return None if first is None else reasons[first[0]]


def is_label(text: str) -> bool:
    """Whether `text` is the label of a field and nothing more: 获奖情况, 三年主要成果."""
    return len(text) <= LABEL and _label().fullmatch(text) is not None


def name_alone(text: str) -> str | None:
    """Why a line that is a studio's name and nothing else claims nothing: it names no rank that was given."""
    alone = _STUDIO.fullmatch(text) and not _RANKED.search(text)
    return "a studio's name alone" if alone else None


def clauses(text: str, found: set[str]) -> list[tuple[Span, str]]:
    """The clauses of `text` that claim nothing, each with the reason."""
    patterns, reasons = _patterns("clause")
    return [(_clause(text, match), reasons[number]) for number, match in patterns.finditer(text, found)]


def _clause(text: str, match: re.Match[str]) -> Span:
    before = [mark.end() for mark in _MARK.finditer(text, 0, match.start() + 1)]
    after = _MARK.search(text, max(match.end() - 1, match.start() + 1))
    return Span(before[-1] if before else 0, after.start() if after else len(text))


@cache
def _label() -> re.Pattern[str]:
    word = any_word(row["word"] for row in tables.rows("label_words")).pattern
    return re.compile(rf"[\s\d一二三四五六七八九十(（)）.．、]*+(?:(?:{word})[、/／（）()\s]*+)+[：:]?\s*")


@cache
def _patterns(reach: Reach) -> tuple[Patterns, tuple[str, ...]]:
    rows = [row for row in tables.rows("quiet") if row["reach"] == reach]
    return Patterns([row["pattern"] for row in rows]), tuple(f"{row['kind']}: {row['why']}" for row in rows)
