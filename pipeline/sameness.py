"""Whether two papers tell the same fact: what must agree, what may be left out, and which things have names.

The rules are made to be safe: two facts are one only if category, status, scope and every written figure agree, and nothing
written in one speaks against the other. A named thing (a title in 《》 or “”, a patent or document number, else the words of
the claim itself) is never the same as one of another name. Names are compared in Simplified.
"""

import re
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cache, lru_cache

from corpus import tables
from pipeline.document import Scope
from pipeline.record import AchievementRecord, Claim, DocumentRecord, WindowRecord
from pipeline.script import to_simplified

COINCIDENCE = 5
"""Two equal counts below this can well be two facts; they are one only if what they count is named alike in both."""

SHORTEST_NAME = 4
"""Quoted words shorter than this (“五小”) are figures of speech, not names of things."""

_GENERIC = {"ip_right": "专利"}
"""What is counted where a category's figure names nothing: 获授权9项 speaks of patents."""

_QUOTED = re.compile('[《〈“「『"]([^《〈“「『"》〉”」』]{2,80})[》〉”」』"]')
_NUMBERS = {
    "patent": re.compile(r"(?:ZL|CN)?((?:19|20)\d{10})(?:\.[\dX])?", re.ASCII | re.IGNORECASE),
    "software": re.compile(r"(\d{4}SR\d{6,8})", re.ASCII | re.IGNORECASE),
    "paper": re.compile(r"[〔\[［【(（]((?:19|20)\d{2})[〕\]］】)）](?:第)?(\d{1,4})号"),
    "standard": re.compile(
        r"((?:GB|DB|JB|HB|TB|DL|YY|YS|QB|JT|CJ|JG|T|Q)[A-Z0-9/]{0,8} ?\d{2,6}(?:\.\d{1,3})?[-—]\d{4})", re.ASCII
    ),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One achievement of one document, with what tells it from others."""

    document: DocumentRecord
    found: AchievementRecord
    scope: Scope
    unit: str
    thing: str
    """What is counted, folded: empty where it is not written."""
    names: frozenset[str]
    numbers: frozenset[tuple[str, str]]
    line: int
    """The line it stands in: two facts of one line are two facts."""


def fact(document: DocumentRecord, found: AchievementRecord, *, scope: Scope) -> Fact:
    """`found` made ready for comparison; `scope` is whose it is in the packet."""
    words = simplified(found.evidence)
    return Fact(
        document=document,
        found=found,
        scope=scope,
        unit=folded_unit(found.category, found.unit),
        thing=folded_object(found.object) or _GENERIC.get(found.category, ""),
        names=_names(words, own=found.quantity is None and is_single(found)),
        numbers=_numbers(words),
        line=document.text.rfind("\n", 0, found.span.start) + 1,
    )


def bucket(one: Fact) -> Hashable:
    """What must be equal in both before anything else is asked."""
    found = one.found
    fixed = (found.category, found.status, one.scope, found.unquantified)
    if is_single(found) and (one.names or one.numbers):
        return (*fixed, "single")
    figures = (found.quantity, found.quantity_max, found.change_from, found.change_to)
    return (*fixed, figures, one.unit, found.currency or "CNY", found.approx == "several")


def handles(one: Fact) -> frozenset[Hashable]:
    """What two facts of a bucket must share at least one of to be worth comparing."""
    named = is_single(one.found) and (one.names or one.numbers)
    return frozenset({*one.numbers, *(name[-SHORTEST_NAME:] for name in one.names)}) if named else frozenset({one.thing, ""})


def compatible(one: Fact, other: Fact) -> bool:
    """Whether nothing in one speaks against the other; both are of one bucket."""
    if one.document.id == other.document.id and one.line == other.line:
        return False
    alike = _same_name(one, other)
    if alike is False or (alike is None and is_single(one.found) and (one.names or other.names)):
        return False
    loose = alike is True or _telling(one.found)
    a, b = one.found, other.found
    return (
        _agree(one.thing or None, other.thing or None, loose=loose)
        and _agree(_known(a.level), _known(b.level), loose=loose)
        and _agree(a.grade, b.grade, loose=alike is True)
        and _agree(a.rank, b.rank, loose=loose)
        and _agree(a.approx if a.approx != "exact" else None, b.approx if b.approx != "exact" else None, loose=loose)
        and _same_time(a.window, b.window)
    )


def is_single(found: AchievementRecord | Claim) -> bool:
    """One thing: either no figure at all, or the figure 1 (获奖1项)."""
    return found.quantity in (None, 1) and found.quantity_max is None and found.change_from is None and found.change_to is None


@lru_cache(maxsize=20_000)
def simplified(text: str) -> str:
    """`text` in Simplified, for comparison only.

    >>> simplified("領銜人")
    '领衔人'
    """
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


@lru_cache(maxsize=2_000)
def folded_object(object: str | None) -> str:
    """The thing counted without its modifiers, under one of the names it goes by.

    >>> folded_object("国家发明专利"), folded_object("專利技術")
    ('发明专利', '专利')
    """
    if not object:
        return ""
    word = _tight(simplified(object))
    modifiers, same = _object_table()
    for modifier, instead in modifiers:
        if word != modifier:
            word = word.replace(modifier, instead)
    return same.get(word, word)


def quoted_names(words: str) -> tuple[str, ...]:
    """The titles in quotation marks, tight, long enough to be a thing's name."""
    return tuple(name for found in _QUOTED.findall(words) if len(name := _tight(found)) >= SHORTEST_NAME)


def _same_name(one: Fact, other: Fact) -> bool | None:
    """True for a shared number or name, False for names that differ, None where one has none."""
    kinds = {kind for kind, _ in one.numbers} & {kind for kind, _ in other.numbers}
    if kinds:
        return bool(one.numbers & other.numbers)
    if not (one.names and other.names):
        return None
    return any(_one_name(name, twin) for name in one.names for twin in other.names)


def _one_name(name: str, other: str) -> bool:
    """Equal, or one is the other with words before it (whose, of which level), six letters being enough to know it by."""
    short, long = sorted((name, other), key=len)
    return short == long or (
        len(short) >= 6 and long.endswith(short) and not any(letter.isdigit() for letter in long[: -len(short)])
    )


def _agree(one: object, other: object, *, loose: bool) -> bool:
    return one == other or (loose and (one is None or other is None))


def _same_time(one: WindowRecord, other: WindowRecord) -> bool:
    """Equal years; a fact without years may be of any."""
    if (one.first, one.last) == (None, None) or (other.first, other.last) == (None, None):
        return True
    return (one.first or one.last, one.last or one.first) == (other.first or other.last, other.last or other.first)


def _telling(found: AchievementRecord) -> bool:
    """A figure so particular that it hardly comes twice by chance."""
    figures = (found.quantity, found.change_from, found.change_to)
    return any(figure is not None and (figure >= COINCIDENCE or figure != int(figure)) for figure in figures)


def _known(level: str) -> str | None:
    return None if level == "unknown" else level


def _names(words: str, *, own: bool) -> frozenset[str]:
    """The titles in the words; a claim without title or figure (`own`) has its own words for a name."""
    titles = quoted_names(words)
    if titles or not own:
        return frozenset(titles)
    core = _core(words)
    return frozenset({core} if len(core) >= SHORTEST_NAME else ())


def _core(words: str) -> str:
    """The claim's words without what leads up to the name and what trails it."""
    before, after = _affixes()
    core = _tight(words)
    trimmed = True
    while trimmed:
        trimmed = False
        for word in before:
            if core.startswith(word) and len(core) - len(word) >= SHORTEST_NAME:
                core, trimmed = core[len(word) :], True
        for word in after:
            if core.endswith(word) and len(core) - len(word) >= SHORTEST_NAME:
                core, trimmed = core[: -len(word)], True
    return core


def _numbers(words: str) -> frozenset[tuple[str, str]]:
    return frozenset(
        (kind, "-".join(match.groups()).upper()) for kind, pattern in _NUMBERS.items() for match in pattern.finditer(words)
    )


def _tight(text: str) -> str:
    """Letters and digits alone: blanks, punctuation and invisible characters never tell two names apart."""
    return "".join(letter for letter in text if letter.isalnum()).lower()


@cache
def _affixes() -> tuple[tuple[str, ...], tuple[str, ...]]:
    rows = {row["where"]: tuple(sorted(row["words"].split(), key=len, reverse=True)) for row in tables.rows("name_affixes")}
    return rows["before"], rows["after"]


@cache
def _object_table() -> tuple[tuple[tuple[str, str], ...], dict[str, str]]:
    rows = tables.rows("same_object")
    modifiers = tuple((row["word"], row["as"]) for row in rows if row["kind"] == "modifier")
    return modifiers, {row["word"]: row["as"] for row in rows if row["kind"] == "same"}
