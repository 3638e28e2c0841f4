"""Dates as papers print them: 2023年6月12日, 二〇二二年十一月, 2021.03, 民國112年8月 -> ISO 8601, as exact as written."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.view import Span

ROC = 1911
"""Years of the Republic of China begin with 1912."""
_DIGITS = {
    letter: str(value)
    for value, letters in enumerate(("〇零○Ｏ", "一", "二", "三", "四", "五", "六", "七", "八", "九"))
    for letter in letters
}
_HAN = "〇零○Ｏ一二三四五六七八九"
_SMALL = "[一二三四五六七八九十]{1,3}"
_DATE = re.compile(
    rf"(?<![\d.])(?P<year>(?:19|20)\d\d)(?![\d])\s*(?:年|[-./／](?=\s*\d))\s*(?:(?P<month>\d{{1,2}})(?![\d])\s*(?:月|[-./／](?=\s*\d))?\s*(?:(?P<day>\d{{1,2}})(?!\d)\s*日?)?)?"
    rf"|(?:中華民國|中华民国|民國|民国)\s*(?P<roc>\d{{2,3}})\s*年?(?:\s*(?P<rocmonth>\d{{1,2}})\s*月(?:\s*(?P<rocday>\d{{1,2}})\s*日)?)?"
    rf"|(?P<hanyear>[一二][{_HAN}]{{3}})年(?:(?P<hanmonth>{_SMALL})月(?:(?P<handay>{_SMALL})日)?)?"
)


class Date(NamedTuple):
    """An ISO date of a year, a month or a day, and where it stands."""

    iso: str
    span: Span


def dates(text: str) -> Iterator[Date]:
    """Every date in `text` in order.

    >>> [found.iso for found in dates("二〇二二年十一月，2023.6.12至民國112年8月，2019年")]
    ['2022-11', '2023-06-12', '2023-08', '2019']
    """
    for match in _DATE.finditer(text):
        iso = _iso(match)
        if iso:
            yield Date(iso, Span(match.start(), match.end()))


def first(text: str) -> str:
    """The first date in `text`, empty where there is none."""
    return next((found.iso for found in dates(text)), "")


def last(text: str) -> str:
    """The last date in `text`: papers are signed at their end."""
    found = [each.iso for each in dates(text)]
    return found[-1] if found else ""


def _iso(match: re.Match[str]) -> str:
    if match["year"]:
        year, month, day = int(match["year"]), match["month"], match["day"]
    elif match["roc"]:
        year, month, day = int(match["roc"]) + ROC, match["rocmonth"], match["rocday"]
    else:
        year = int("".join(_DIGITS[letter] for letter in match["hanyear"]))
        month, day = _small(match["hanmonth"]), _small(match["handay"])
    parts = [f"{year:04d}"]
    for part, most in ((month, 12), (day, 31)):
        if not part or not 1 <= int(part) <= most:
            break
        parts.append(f"{int(part):02d}")
    return "-".join(parts)


def _small(han: str | None) -> str:
    """A number below a hundred in Han digits, as Arabic digits."""
    if not han:
        return ""
    tens, ten, ones = han.partition("十")
    if not ten:
        return "".join(_DIGITS[letter] for letter in han if letter in _DIGITS)
    return f"{_DIGITS.get(tens, '1')}{_DIGITS.get(ones, '0')}"
