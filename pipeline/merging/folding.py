"""Words of claims made comparable: Simplified, without modifiers, one measure word and one name for things that go by several."""

import re
from functools import cache, lru_cache

from corpus import tables
from pipeline.script import to_simplified

LONGEST_KEPT = 1_000
"""Letters of a text that is kept with what it is in Simplified; cells and sentences come again and again, whole papers do not."""


def simplified(text: str) -> str:
    """`text` in Simplified, for comparison only.

    >>> simplified("領銜人")
    '领衔人'
    """
    return _kept(text) if len(text) <= LONGEST_KEPT else to_simplified(text)


@lru_cache(maxsize=20_000)
def _kept(text: str) -> str:
    return to_simplified(text)


@lru_cache(maxsize=2_000)
def folded_unit(category: str, unit: str | None) -> str:
    """The first of the measure words that count the same thing in this category.

    >>> folded_unit("ip_right", "件"), folded_unit("talent_training", "人次")
    ('项', '人次')
    """
    if unit is None:
        return ""
    for row in tables.rows("same_unit"):
        if row["category"] == category and unit in row["units"].split():
            return row["units"].split()[0]
    return unit


_CARD = re.compile("(?<=[士师工员])证书?$")
"""The paper of a grade that persons hold: 技术士证 counts whom 技术士 counts."""
_LEVELLED = re.compile("^(?:国家|省部|省|部|市|区|县|局|公司|集团|企业|行业|厂)级(?=.{2})")
"""省级工法 are 工法; the level stands beside the claim."""


@lru_cache(maxsize=2_000)
def folded_object(object: str | None) -> str:
    """The thing counted without its modifiers, under one of the names it goes by; empty where it names a category only.

    >>> folded_object("国家发明专利"), folded_object("專利技術")
    ('发明专利', '专利')
    """
    if not object:
        return ""
    word = _CARD.sub("", _LEVELLED.sub("", tight(simplified(object))))
    modifiers, same = _object_table()
    for modifier, instead in modifiers:
        if word != modifier:
            word = word.replace(modifier, instead)
    return same.get(word, word)


def tight(text: str) -> str:
    """Letters and digits alone: blanks, punctuation and invisible characters never tell two names apart."""
    return "".join(letter for letter in text if letter.isalnum()).lower()


@cache
def _object_table() -> tuple[tuple[tuple[str, str], ...], dict[str, str]]:
    rows = tables.rows("same_object")
    modifiers = tuple((row["word"], row["as"]) for row in rows if row["kind"] == "modifier")
    return modifiers, {row["word"]: row["as"] for row in rows if row["kind"] in ("same", "general")}
