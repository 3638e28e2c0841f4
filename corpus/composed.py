"""Adverts to learn from beside those of our pages: written ones, and some put together from what is sold and how sellers go on.

The words of a kind that must never have been met (`without`) are left out.
"""

import random
from collections.abc import Sequence

from corpus import tables

PLACES = ("", "", "", "", "北京", "上海", "广州", "成都", "郑州", "武汉", "西安", "杭州", "台北", "香港", "全国", "同城", "附近")
BRANDS = (
    "鼎盛",
    "金冠",
    "乐盈",
    "万利",
    "优迪",
    "康泰",
    "华夏",
    "聚富",
    "宏运",
    "百通",
    "天天",
    "安心",
    "888",
    "66",
    "vip",
    "K8",
)
WRITTEN = 0.5
"""The share of adverts that are written ones."""
_GENERAL = frozenset({"pitch", "contact", "shape"})


def adverts(count: int, *, without: str = "") -> list[str]:
    """So many adverts, the same ones each time.

    >>> len(adverts(5)), adverts(3) == adverts(3)
    (5, True)
    """
    draw = random.Random(11)  # noqa: S311 - the same adverts each time, nothing secret
    terms, goods, patterns = _terms(without), _goods(without), tables.column("asked", "pattern")
    written = _written(without)
    return [
        _said(draw, written) if draw.random() < WRITTEN else _one(draw, terms if draw.random() < 0.5 else goods, patterns)
        for _ in range(count)
    ]


def _said(draw: random.Random, written: Sequence[str]) -> str:
    """A written advert as it is, in a place, or with the brand before it that it is for."""
    chance = draw.random()
    before = draw.choice(PLACES) if chance < 0.3 else draw.choice(BRANDS) if chance < 0.45 else ""
    return before + draw.choice(written)


def _one(draw: random.Random, things: Sequence[str], patterns: Sequence[str]) -> str:
    return draw.choice(PLACES) + draw.choice(patterns).format(draw.choice(things))


def _written(without: str) -> list[str]:
    """The written adverts, but for those of the kind left out and those that hold a word of it."""
    unmet = [row["term"] for row in tables.rows("spam_terms") if row["kind"] == without]
    rows = tables.rows("offers")
    return [row["text"] for row in rows if row["kind"] != without and not any(term in row["text"] for term in unmet)]


def _terms(without: str) -> list[str]:
    rows = tables.rows("spam_terms")
    return [row["term"] for row in rows if row["kind"] not in _GENERAL | {without} and row["weight"] != "1"]


def _goods(without: str) -> list[str]:
    """What is traded, but for what holds a word of the kind left out."""
    unmet = [row["term"] for row in tables.rows("spam_terms") if row["kind"] == without]
    return [good for good in tables.column("traded", "term") if not any(term in good or good in term for term in unmet)]
