"""Adverts put together from what is sold and from how those who search or sell go on, to learn from beside those of our pages.

The words of a kind that must never have been met (`without`) are left out.
"""

import random
from collections.abc import Sequence

from corpus import tables

PLACES = ("", "", "", "", "北京", "上海", "广州", "成都", "郑州", "武汉", "西安", "杭州", "台北", "香港", "全国", "同城", "附近")
_GENERAL = frozenset({"pitch", "contact", "shape"})


def adverts(count: int, *, without: str = "") -> list[str]:
    """So many adverts, the same ones each time.

    >>> len(adverts(5)), adverts(3) == adverts(3)
    (5, True)
    """
    draw = random.Random(11)  # noqa: S311 - the same adverts each time, nothing secret
    terms, goods, patterns = _terms(without), _goods(without), tables.column("asked", "pattern")
    return [_one(draw, terms if draw.random() < 0.5 else goods, patterns) for _ in range(count)]


def _one(draw: random.Random, things: Sequence[str], patterns: Sequence[str]) -> str:
    return draw.choice(PLACES) + draw.choice(patterns).format(draw.choice(things))


def _terms(without: str) -> list[str]:
    rows = tables.rows("spam_terms")
    return [row["term"] for row in rows if row["kind"] not in _GENERAL | {without} and row["weight"] != "1"]


def _goods(without: str) -> list[str]:
    """What is traded, but for what holds a word of the kind left out."""
    unmet = [row["term"] for row in tables.rows("spam_terms") if row["kind"] == without]
    return [good for good in tables.column("traded", "term") if not any(term in good or good in term for term in unmet)]
