"""What else a claim says: status, level, grade and rank, each from words written near it.

Nothing is guessed: a level that is not written, and does not follow from a known institution or prize, is `unknown`.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast, get_args

from classifiers import terms
from classifiers.numerals import value
from classifiers.prefilter import Patterns
from corpus import tables
from pipeline.document import Grade, Level, Status

Rank = Literal["lead", "participate"] | int


@dataclass(frozen=True, slots=True)
class Mark:
    """A word that settles the status of what follows it, up to the end of its part of the sentence."""

    start: int
    end: int
    kind: Status
    why: str


def marks(text: str, found: set[str]) -> tuple[Mark, ...]:
    """Marks of forecast, plan, denial and review in a text with the grams `found`, in order."""
    patterns, kinds = _marks()
    return tuple(Mark(match.start(), match.end(), *kinds[number]) for number, match in patterns.finditer(text, found))


def level(text: str) -> Level:
    """The level that `text` writes or names, the one nearest to its end; 全国 with 行业 is the industry's.

    >>> level("获省科技厅科技进步奖"), level("全国交通运输行业工人先锋号"), level("获一等奖")
    ('provincial', 'industry', 'unknown')
    """
    found: list[tuple[Level, re.Match[str]]] = []
    for match in _level_pattern().finditer(text):
        told = _levels()[match[0]] if match[0] in _levels() else _level_groups()[match.lastgroup or ""]
        if told is not None:
            found.append((told, match))
    if not found:
        return "unknown"
    last, where = found[-1]
    for other, match in found[:-1]:
        if {last, other} == {"national", "industry"} and "、" not in text[match.end() : where.start()]:
            return "industry"
    return last


def grade(text: str) -> Grade | None:
    """The grade of a prize, the last one written.

    >>> grade("科技进步二等奖"), grade("银塔奖"), grade("工人先锋号")
    ('second', 'silver', None)
    """
    found = list(_GRADE.finditer(text))
    return _GRADES[found[-1][found[-1].lastindex or 0]] if found else None


def rank(text: str) -> Rank | None:
    """`lead`, `participate` or the place among those who finished it.

    >>> rank("主导制定"), rank("参与编写"), rank("作为第二完成单位")
    ('lead', 'participate', 2)
    """
    if match := _PLACE.search(text):
        return int(value(match[1]) or 0) or None
    if match := _RANK.search(text):
        return "lead" if match[1] else "participate"
    return None


_GRADES: dict[str, Grade] = {
    "特": "special", "一": "first", "二": "second", "三": "third", "头": "first", "首": "first", "1": "first", "2": "second",
    "3": "third", "冠": "first", "亚": "second", "季": "third", "金": "gold", "银": "silver", "铜": "bronze",
    "优秀": "excellence", "优胜": "excellence", "优异": "excellence", "佳作": "excellence", "优等": "excellence",
}  # fmt: skip
_GRADE = re.compile("([特一二三头123])等奖?|([金银铜])[塔质]?[奖牌]|(优秀|优胜|优异|佳作|优等|首)奖|([冠亚季])军")
_PLACE = re.compile("第([一二三四五六七八九十]|[0-9]{1,2})(?:完成|发明|作者|起草|主要完成)")
_RANK = re.compile("(主导|主持|牵头|主编|领衔|第一作者|主笔|首席|执笔)|(参与|参编|参加|协助|配合)")


@cache
def _marks() -> tuple[Patterns, tuple[tuple[Status, str], ...]]:
    rows = tables.rows("marks")
    return Patterns([row["pattern"] for row in rows]), tuple((_status(row["kind"]), row["why"]) for row in rows)


def _status(name: str) -> Status:
    if name not in get_args(Status):
        raise ValueError(f"unknown status {name!r}")
    return cast(Status, name)


@cache
def _levels() -> dict[str, Level | None]:
    """Each term with its level; None for a word that only looks like one (国际先进, 厂商)."""
    return {row["term"]: None if row["level"] == "none" else _level(row["level"]) for row in tables.rows("levels")}


@cache
def _level_pattern() -> re.Pattern[str]:
    """Longer patterns first (全国交通运输系统), then the terms."""
    patterns = (f"(?P<l{number}>{row['pattern']})" for number, row in enumerate(tables.rows("level_patterns")))
    return re.compile("|".join((*patterns, terms.pattern(_levels()))))


@cache
def _level_groups() -> dict[str, Level]:
    return {f"l{number}": _level(row["level"]) for number, row in enumerate(tables.rows("level_patterns"))}


def _level(name: str) -> Level:
    if name not in get_args(Level):
        raise ValueError(f"unknown level {name!r}")
    return cast(Level, name)
