"""Every regular expression that ships, on strings made to be slow: its time may not grow as the square of their length.

What is matched against pieces of bounded length alone may; each of these is named here with what bounds it.
"""

import importlib
import pkgutil
import re
import sys
import time
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

import classifiers
import extractors
import pipeline

BOUNDED = {
    "extractors.paragraphs.LEADERS": "the last 200 letters of a line",
    "extractors.joining.SYLLABLE": "the last 40 letters of a line",
    "extractors.furniture.PAGE_NUMBER": "matched at the beginning of a line alone, never searched for",
    "extractors.web_judge.DAY": "a whole line is a date or is not: never searched for",
    "extractors.sheetrows.ROOT": "matched at the beginning of a part alone, never searched for",
}
SEEDS = (
    *(" ", "\u3000", "\n", "\t", " \n", " 一", "a", "A1", "ⅰ", "一", "零", "百", "万", "第", "第一", "获", "的", "项1"),
    *("1", "1,", "1.", "年1月", "、", "，", "（", "(", "：", "《", ".", "·", "-", "——", "=", "&", "<", "<a ", '"', "@", "a@"),
    *("www.", "http://a", "%E4"),
)
AROUND = (("", "\x01"), ("1", "项"))
SHORT, LONG = 500, 2000
SLOW = 0.02
"""Seconds of a long string's search below which its growth says nothing."""
SQUARE = 10
"""Times as long for a string four times as long: in between what is straight and what is square."""
DEEPEST = 6


def modules() -> Iterator[ModuleType]:
    for room in (pipeline, extractors, classifiers):
        for found in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            if not found.name.endswith("__main__"):
                yield importlib.import_module(found.name)


def patterns() -> dict[str, re.Pattern[Any]]:
    """The patterns that modules hold, in tables of theirs too, by module and name."""
    found: dict[str, re.Pattern[Any]] = {}
    seen: set[int] = set()

    def walk(value: object, name: str, depth: int) -> None:
        if id(value) in seen or depth > DEEPEST:
            return
        seen.add(id(value))
        if isinstance(value, re.Pattern):
            found[name] = value
        elif isinstance(value, dict):
            for key, each in list(value.items()):
                walk(key, name, depth + 1)
                walk(each, f"{name}[{key!r}]", depth + 1)
        elif isinstance(value, list | tuple | set | frozenset):
            for number, each in enumerate(value):
                walk(each, f"{name}[{number}]", depth + 1)

    for module in modules():
        for name, value in list(vars(module).items()):
            walk(value, f"{module.__name__}.{name}", 0)
    return found


ALL = patterns()


def seconds(pattern: re.Pattern[Any], text: str) -> float:
    """The least processor time of three searches through all of a text, or of one that is quick."""
    bare: Any = text if isinstance(pattern.pattern, str) else text.encode()
    best = sys.float_info.max
    for _ in range(3):
        began = time.process_time()
        for _match in pattern.finditer(bare):
            pass
        best = min(best, time.process_time() - began)
        if best < SLOW:
            break
    return best


def grown(pattern: re.Pattern[Any], seed: str) -> float:
    """How many times as long a string four times as long takes at worst; 0 when it takes no time worth a word."""
    worst = 0.0
    for before, after in AROUND:
        short, long = (before + seed * (length // len(seed)) + after for length in (SHORT, LONG))
        briefly = seconds(pattern, short)
        if briefly > SLOW / 50:
            at_length = seconds(pattern, long)
            worst = max(worst, at_length / briefly if at_length > SLOW else 0.0)
    return worst


def test_the_patterns_are_found() -> None:
    assert len(ALL) > 200
    assert set(BOUNDED) <= set(ALL)


@pytest.mark.parametrize("name", sorted(set(ALL) - set(BOUNDED)))
def test_a_pattern_takes_time_in_proportion(name: str) -> None:
    slow = {seed: times for seed in SEEDS if (times := grown(ALL[name], seed)) > SQUARE}
    assert not slow, f"{ALL[name].pattern!r} on {slow}"
