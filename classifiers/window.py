"""The years a claim speaks of, from words that stand near it.

A sentence may tell of several: each claim has those of its own part, and there those that stand before it.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from classifiers.dates import ROC
from classifiers.numerals import value
from pipeline.document import Window

PART = re.compile("[；;。！？!?\n]")
"""Marks that end a part of a sentence."""


def window_at(text: str, start: int, end: int) -> Window:
    """The years of a claim that stands at `start` to `end` of a sentence.

    Its own part of the sentence tells, or else what was said before; what follows speaks of something else. A year that is
    written right before the name of one work is that work's alone, and not another's told after it.

    >>> text = "2019年获省级一等奖；2021年获市级二等奖"
    >>> window_at(text, 5, 11).first, window_at(text, 17, 23).first
    (2019, 2021)
    >>> text = "2019年“甲工装”获一等奖；“乙夹具”获二等奖"
    >>> window_at(text, 10, 14).first, window_at(text, 20, 24).first
    (2019, None)
    """
    ends = [match.end() for match in PART.finditer(text)]
    first = max((place for place in ends if place <= start), default=0)
    last = min((place for place in ends if place >= end), default=len(text))
    own = _at(text[first:last], start - first, end - first)
    if own.kind != "undated":
        return own
    if _WORK.match(text, first) and _is_of_one_work(text, [0, *(place for place in ends if place <= first)]):
        return Window()
    return _at(text[:first], first, first)


def _is_of_one_work(text: str, bounds: list[int]) -> bool:
    """Whether the last of the parts between `bounds` that tells a year tells it of one work: 2019年“甲工装”获一等奖."""
    dated = [start for start, stop in pairwise(bounds) if window(text[start:stop]).kind != "undated"]
    return bool(dated) and _OF_WORK.match(text, dated[-1]) is not None


_WORK = re.compile("[^“《「『，。；：]{0,4}[“《「『]")
_OF_WORK = re.compile(r"(?:[^\t；。\n]{1,24}[\t：])?\s*(?:19|20)\d{2}年(?:\d{1,2}月)?(?:\d{1,2}日)?[“《「『]")


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
    return next(((first, last) for _, _, first, last in _ranges(text)), None)


def _ranges(text: str) -> Iterator[tuple[int, int, int, int]]:
    """Years written as ends: where, and the two."""
    for match in _YEARS.finditer(text):
        first, last = int(match[1]), int(match[2] or match[1][:2] + (match[3] or match[4]))
        if first <= last:
            yield *match.span(), first, last
    for match in _ROC_YEARS.finditer(text):
        first, last = int(match[1]) + ROC, int(match[2]) + ROC
        if first <= last:
            yield *match.span(), first, last


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


def _at(text: str, start: int, end: int) -> Window:
    """The years of a place: of several that are told one by one, those in brackets behind it, or those before it."""
    groups = _groups(text)
    if len(groups) < 2 or _UNTIL.search(text) or _SINCE.search(text):
        return window(text)
    behind = [group for group in groups if _BRACKET.fullmatch(text, end, group[0])]
    before = [group for group in groups if group[0] < max(end, start)]
    _, _, first, last = (behind or before[-1:] or groups)[0]
    return Window("year", first, first) if first == last else Window("period", first, last)


def _groups(text: str) -> list[tuple[int, int, int, int]]:
    """Where years are told, with the first and the last of those that are told together (2020年、2021年和2022年)."""
    ranges = list(_ranges(text))
    single = ((*match.span(), _year(match), _year(match)) for match in _YEAR.finditer(text))
    told = sorted([*ranges, *(one for one in single if not any(start <= one[0] < end for start, end, _, _ in ranges))])
    groups: list[tuple[int, int, int, int]] = []
    for one in told:
        if groups and _TOGETHER.fullmatch(text, groups[-1][1], one[0]):
            place, _, first, last = groups.pop()
            groups.append((place, one[1], min(first, one[2]), max(last, one[3])))
        else:
            groups.append(one)
    return groups


_TOGETHER = re.compile("年?度?[、,，和及与]")
_BRACKET = re.compile("[^，。；、(（]{0,6}[(（][^)）]{0,4}")
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
