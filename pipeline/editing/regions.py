"""Which province a page speaks of: the one whose name, or whose cities' names, stands most often, in the title above all."""

import re
from collections import Counter
from functools import cache

from corpus import tables

LEAD = 300
"""Letters of the body that are looked at: news says where it plays at its beginning."""
IN_TITLE, IN_PUBLISHER, IN_LEAD = 4, 2, 1


def region(title: str, publisher: str, body: str) -> str:
    """The province in Simplified, without 省 or 市; empty when none is named. All three are given in Simplified.

    >>> region("青岛港焊工李明的三项发明", "齐鲁工人网", "近日，记者来到北京……")
    '山东'
    """
    pattern, provinces = _names()
    points: Counter[str] = Counter()
    for text, weight in ((title, IN_TITLE), (publisher, IN_PUBLISHER), (body[:LEAD], IN_LEAD)):
        for match in pattern.finditer(text):
            points[provinces[match[0]]] += weight
    return min(points, key=lambda name: (-points[name], name)) if points else ""


@cache
def _names() -> tuple[re.Pattern[str], dict[str, str]]:
    provinces = {name: row["province"] for row in tables.rows("regions") for name in row["names"].split()}
    longest_first = sorted(provinces, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), provinces
