"""Whether a labelled figure stands in its sentence, read generously and apart from the tagger's own reading of quantities."""

import math
import re
from functools import cache

from classifiers import numerals
from pipeline.script import to_simplified

_HAN = "零〇一二两俩三四五六七八九十百千万亿廿卅壹贰叁肆伍陆柒捌玖拾佰仟"
_NUMBER = re.compile(rf"(?:{numerals.ARABIC}|[{_HAN}])(?:[{_HAN}余多来几点]|{numerals.ARABIC})*")
_PARTS = re.compile(rf"(百|千|万|[{_HAN}]+)分之([{_HAN}点]+|\d+(?:\.\d+)?)")
_TENTHS = re.compile(rf"([{_HAN}]|\d+(?:\.\d+)?)成([{_HAN}半])?")
_SPAN = re.compile(r"([一二三四五六七八九两])([一二三四五六七八九])([十百千万亿]*)")
_TENS_SPAN = re.compile(r"([一二三四五六七八九两][百千万])([一二三四五六七八九])([一二三四五六七八九])([十百千])")
_AND_TENTHS = re.compile(rf"(\d+|[{_HAN}]+)(?:块|毛|公斤|斤|米|个点)([一二三四五六七八九])")
_AND_THOUSANDS = re.compile(r"(\d+)万(\d)(?![\d.万亿])")
_DOUBLINGS = re.compile(rf"([{_HAN}\d]+)番")
_FORMAL = (
    (re.compile("乙(?=[本纸份套件式册])"), "一"),
    (re.compile("参(?=[拾佰仟万])"), "叁"),
    (re.compile("仨"), "三"),
    (re.compile("(?<=[一二三四五六七八九])两(?![百千万])"), ""),
    (re.compile("千(?=[瓦克米伏帕])"), ""),
)
"""Formal figures of documents; and the 千 or 两 of a unit, which is no part of its figure."""
_COMPOUND = re.compile("[时分天月年亿]")
_NOTHING = re.compile("[零无未]|没有|绝迹")
_APART = 10_000
"""Figures from here on carry their own scale."""
_UNIT_STEPS = (60, 24, 1440, 3600, 12, 30, 365, 8, 7, 0.1, 0.01, 0.001)
"""Units a label may tell in another unit than the text: hours in minutes, days in hours, months in years, ‰ in %."""
_SCALES = {**numerals.POWERS, **numerals.SCALES}
"""Scales may stand apart from their figure: 三四百, 3 到 5 万, 百余."""


def is_written(figure: float, text: str) -> bool:
    """True where `text` writes `figure`, in any of the forms a clerk would take for it.

    >>> is_written(200, "从三小时二十分缩短"), is_written(66.67, "占三分之二"), is_written(8, "专利7项")
    (True, True, False)
    """
    return any(math.isclose(figure, amount, rel_tol=1e-3) for amount in _readings(text))


@cache
def _readings(text: str) -> frozenset[float]:
    plain = numerals.plain(to_simplified(text))
    for pattern, letter in _FORMAL:
        plain = pattern.sub(letter, plain)
    direct = _direct(plain)
    stepped = {amount * step for amount in direct for step in _UNIT_STEPS}
    stepped |= {amount * scale for amount in direct if amount < _APART for name, scale in _SCALES.items() if name in plain}
    if "半" in plain:
        direct |= {amount + half for amount in {0.0, *direct} for half in (0.5, 0.05)} | {50.0}
        stepped |= {amount * step for amount in direct for step in _UNIT_STEPS}
    return frozenset(direct | stepped | (_sums(direct, stepped) if _COMPOUND.search(plain) else set()))


def _sums(direct: set[float], stepped: set[float]) -> set[float]:
    """Whole figures that a compound makes: 3小时20分, 3亿8千万."""
    small = {amount for amount in direct if amount.is_integer()}
    return {large + amount for large in stepped | direct if large.is_integer() for amount in small if amount < large}


def _direct(text: str) -> set[float]:
    found: set[float] = {float(power) for name, power in _SCALES.items() if name in text}
    for match in _NUMBER.finditer(text):
        found.update(_values(match[0]))
    for match in _PARTS.finditer(text):
        whole, part = _values(match[1] if len(match[1]) > 1 or match[1] not in "百千万" else f"一{match[1]}"), _values(match[2])
        found.update(100 * b / a for a in whole for b in part if a)
    for match in _TENTHS.finditer(text):
        rest = 5.0 if match[2] == "半" else max(_values(match[2] or ""), default=0.0)
        found.update(10 * amount + rest for amount in _values(match[1]))
    for match in _SPAN.finditer(text):
        found.update(amount for digit in match.group(1, 2) for amount in _values(digit + match[3]))
    for match in _TENS_SPAN.finditer(text):
        found.update(amount for digit in match.group(2, 3) for amount in _values(match[1] + digit + match[4]))
    for match in _AND_TENTHS.finditer(text):
        found.update(amount + tenth / 10 for amount in _values(match[1]) for tenth in _values(match[2]))
    found.update(int(match[1]) * 10_000.0 + int(match[2]) * 1000.0 for match in _AND_THOUSANDS.finditer(text))
    found.update(2**amount for match in _DOUBLINGS.finditer(text) for amount in _values(match[1]) if amount < 10)
    if _NOTHING.search(text):
        found.add(0.0)
    return found | (_spread(text) if "多" in text or "几" in text else set())


def _values(written: str) -> list[float]:
    """The figure as a whole, or where it is none, each of its parts: 二十一三十 is no number, 20 and 30 are."""
    value = numerals.value(written.rstrip("余多来几点"))
    if value is not None:
        return [float(value)]
    pieces = re.findall(rf"{numerals.ARABIC}|[{_HAN}]+", written)
    return [float(number) for piece in pieces if piece != written and (number := numerals.value(piece)) is not None]


def _spread(text: str) -> set[float]:
    """千多, 百来, 十几: the scale that stands before the vague word."""
    return {
        float(value) for found in re.findall(rf"[{_HAN}\d.]+(?=[多几])", text) if (value := numerals.value(found)) is not None
    }
