"""What else a claim says: status, level, grade, rank and the years it speaks of, each from words written near it.

Nothing is guessed: a level that is not written, and does not follow from a known institution or prize, is `unknown`.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast, get_args

from classifiers import terms
from classifiers.dates import ROC
from classifiers.numerals import value
from classifiers.prefilter import Patterns
from corpus import tables
from pipeline.document import Grade, Level, Status, Window

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
    matches = _level_pattern().finditer(text)
    found: list[Level] = [_levels().get(match[0]) or _level_groups()[match.lastgroup or ""] for match in matches]
    if "industry" in found and "national" in found:
        return "industry"
    return found[-1] if found else "unknown"


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


def window(text: str) -> Window:
    """The years a text speaks of; ROC years are converted (108年 → 2019).

    >>> window("2019—2022年获奖")
    Window(kind='period', first=2019, last=2022)
    >>> window("获科技成果奖（证书号2022-017）"), window("2019-22年获奖")
    (Window(kind='undated', first=None, last=None), Window(kind='period', first=2019, last=2022))
    >>> window("截至2024年底，拥有专利12项")
    Window(kind='cumulative', first=None, last=2024)
    >>> window("自2020年以来")
    Window(kind='cumulative', first=2020, last=None)
    >>> window("2023年获二等奖（证书2022-017）")
    Window(kind='year', first=2023, last=2023)
    """
    if (years := _from_to(text)) is not None:
        return Window("period", *years)
    if match := _UNTIL.search(text):
        return Window("cumulative", None, int(match[1]))
    return _span_of(text, [_year(match) for match in _YEAR.finditer(text)])


def _from_to(text: str) -> tuple[int, int] | None:
    """The first and the last year, where both are written as ends."""
    for match in _YEARS.finditer(text):
        first, last = int(match[1]), int(match[2] or match[1][:2] + (match[3] or match[4]))
        if first <= last:
            return first, last
    match = _ROC_YEARS.search(text)
    years = (int(match[1]) + ROC, int(match[2]) + ROC) if match else (0, 0)
    return years if years[0] < years[1] else None


def _span_of(text: str, years: list[int]) -> Window:
    if _SINCE.search(text):
        return Window("cumulative", years[0] if years else None, None)
    if _PERIOD.search(text):
        return Window("period", None, None)
    if years:
        return Window("year", years[0], years[0]) if len(set(years)) == 1 else Window("period", min(years), max(years))
    if _CUMULATIVE.search(text):
        return Window("cumulative", None, None)
    return Window("year", None, None) if _THIS_YEAR.search(text) else Window()


def _year(match: re.Match[str]) -> int:
    if roc := match["roc"] or match["roc2"]:
        return int(roc) + ROC
    if match["han"]:
        return int(value(match["han"].replace("○", "〇").replace("O", "〇")) or 0)
    return int(match["year"])


_GRADES: dict[str, Grade] = {
    "特": "special", "一": "first", "二": "second", "三": "third", "头": "first", "首": "first", "1": "first", "2": "second",
    "3": "third", "冠": "first", "亚": "second", "季": "third", "金": "gold", "银": "silver", "铜": "bronze",
    "优秀": "excellence", "优胜": "excellence", "佳作": "excellence", "优等": "excellence",
}  # fmt: skip
_GRADE = re.compile("([特一二三头123])等奖?|([金银铜])[塔质]?[奖牌]|(优秀|优胜|佳作|优等|首)奖|([冠亚季])军")
_PLACE = re.compile("第([一二三四五六七八九十]|[0-9]{1,2})(?:完成|发明|作者|起草|主要完成)")
_RANK = re.compile("(主导|主持|牵头|主编|领衔|第一作者|主笔|首席|执笔)|(参与|参编|参加|协助|配合)")
_YEARS = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s*年?\s*(?:[-–—~～〜－─至到、/]+\s*((?:19|20)\d{2})(?!\d)"
    r"|[-–—~～〜－─至到]+\s*(?:(\d{2})(?=\s*年)|(1[3-9]|[2-9]\d)(?![\d月]|[-–.]\d)))"
)
"""From one year to another; two figures may be a month, and a number of papers is no time (2022-017)."""
_ROC_YEARS = re.compile(r"(?<!\d)(9\d|1[01]\d)\s*年?\s*[-–—~～〜－─至到]+\s*(?:民国)?\s*(9\d|1[01]\d)\s*年")
_YEAR = re.compile(
    r"(?P<year>(?:19|20)\d{2})\s*年|民国\s*(?P<roc>\d{2,3})\s*年|(?<!\d)(?P<roc2>1[01]\d)\s*年(?=度|\d|[获荣通完取])|(?P<han>[一二][〇零○O一二三四五六七八九]{3})年"
)
_UNTIL = re.compile(r"截[至止](?:到)?((?:19|20)\d{2})\s*年")
_SINCE = re.compile("以来|至今|自[^，。；]{1,12}(?:起|后)|成立[^，。；]{0,8}[年来]|建成[^，。；]{0,6}来|组建[^，。；]{0,6}来")
_PERIOD = re.compile(
    "[近最过前][^，。；]{0,2}(?:几|数|[一二两三四五六七八九十]|\\d+)年|(?:[一二两三四五六七八九十]|\\d+)年(?:间|来|内|共|累计|多来)|近年来?|期间"
)
_CUMULATIVE = re.compile("累计|先后|截至|至今|目前|共计|迄今|总计|已有|历年|截止")
_THIS_YEAR = re.compile("今年|本年度?|去年|上年|当年|年内|全年|上半年|一年来")


@cache
def _marks() -> tuple[Patterns, tuple[tuple[Status, str], ...]]:
    rows = tables.rows("marks")
    return Patterns([row["pattern"] for row in rows]), tuple((_status(row["kind"]), row["why"]) for row in rows)


def _status(name: str) -> Status:
    if name not in get_args(Status):
        raise ValueError(f"unknown status {name!r}")
    return cast(Status, name)


@cache
def _levels() -> dict[str, Level]:
    return {row["term"]: _level(row["level"]) for row in tables.rows("levels")}


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
