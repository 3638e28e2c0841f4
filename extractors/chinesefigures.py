"""Figures written out in Chinese, as spreadsheets show numbers under [DBNum1] and [DBNum2] with General (ECMA-376, 18.8.31).

Excel writes a ten as 一十, and a zero within a number once, however many figures it stands for.
"""

import re
from collections.abc import Iterator

PLAIN = re.compile(r"(-?)(\d{1,12})(?:\.(\d+))?")
FIGURES = {1: "〇一二三四五六七八九", 2: "零壹贰叁肆伍陆柒捌玖"}
TRADITIONAL_FIGURES = {1: "〇一二三四五六七八九", 2: "零壹貳參肆伍陸柒捌玖"}
UNITS = {1: ("千", "百", "十", ""), 2: ("仟", "佰", "拾", "")}
THOUSANDS, TRADITIONAL_THOUSANDS = ("亿", "万", ""), ("億", "萬", "")


def in_chinese(number: str, numerals: int, *, traditional: bool = False) -> str:
    """A number as General shows it, in small (1) or capital (2) numerals; one of more than twelve figures or with a power stays.

    >>> in_chinese("12323", 1), in_chinese("-10.05", 2), in_chinese("100300", 1, traditional=True), in_chinese("1E+20", 1)
    ('一万二千三百二十三', '-壹拾.零伍', '一十萬〇三百', '1E+20')
    """
    found = PLAIN.fullmatch(number)
    if found is None:
        return number
    sign, whole, part = found.groups()
    figures = (TRADITIONAL_FIGURES if traditional else FIGURES)[numerals]
    spelled = "".join(_groups(whole.zfill(12), figures, numerals, traditional=traditional)).lstrip(figures[0]) or figures[0]
    return sign + spelled + (f".{''.join(figures[int(figure)] for figure in part)}" if part else "")


def _groups(whole: str, figures: str, numerals: int, *, traditional: bool) -> Iterator[str]:
    """Four figures at a time, each group with its name; a zero is waiting until a figure follows it."""
    waiting = ""
    for at, name in enumerate(TRADITIONAL_THOUSANDS if traditional else THOUSANDS):
        group = whole[4 * at : 4 * at + 4]
        for figure, unit in zip(group, UNITS[numerals], strict=True):
            if figure == "0":
                waiting = figures[0]
            else:
                yield f"{waiting}{figures[int(figure)]}{unit}"
                waiting = ""
        if int(group):
            yield name
