"""Whether two papers tell the same fact: what must agree, what may be left out, and which things have names.

The rules are made to be safe: two facts are one only if category, status, scope and every written figure agree, and nothing
written in one speaks against the other. A named thing (a title in 《》 or “”, a patent or document number, else the words of
the claim itself) is never the same as one of another name. Names are compared in Simplified.
"""

import re
from collections.abc import Hashable
from dataclasses import dataclass

from pipeline.document import Scope
from pipeline.merging.folding import folded_object, folded_unit, simplified, tight
from pipeline.merging.thing_names import (
    KNOWN_BY,
    LONGEST_LEAD,
    SHORTEST_NAME,
    is_single,
    names,
    numbers,
    printed,
    printed_names,
    prize,
)
from pipeline.merging.times import in_its_own_year, same_time, shared_time, years
from pipeline.record import AchievementRecord, DocumentRecord

COINCIDENCE = 5
"""Two equal counts below this can well be two facts; they are one only if what they count is named alike in both."""
OURS = frozenset({"studio", "leader", "member"})
"""One named thing is one whichever of these a paper takes it for, where only one of two papers says whose it is."""
_MEASURED = frozenset({"economic_benefit", "quality_social", "knowledge_output"})
_GENERIC = {"ip_right": "专利"}
"""What is counted where a category's figure names nothing: 获授权9项 speaks of patents."""
ALIKE, ANOTHER = 0.5, 0.34
_MARKS = "。；，,;\n\t"
_GRADE = re.compile("[特一二三四]等|[金银铜](?=奖)")


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
    prize: str
    """What a prize is called; many works may have it, so it tells only where a paper does not name the work."""
    numbers: frozenset[tuple[str, str]]
    clause: str
    """The clause it stands in, tight and without digits: how the paper words it."""
    line: int
    """The line it stands in: two facts of one line are two facts."""
    late: bool
    """Whether a later version takes the place of the document."""

    @property
    def stated(self) -> bool:
        """Whether the text says whose it is; else the scope is only what a document without a word on it is taken for."""
        return self.found.holder is not None


def fact(document: DocumentRecord, found: AchievementRecord, *, scope: Scope, late: bool = False) -> Fact:
    """`found` made ready for comparison; `scope` is whose it is in the packet."""
    words = simplified(found.evidence)
    found = in_its_own_year(found, _up_to_its_end(document.text, found))
    paper = printed(document, found)
    return Fact(
        document=document,
        found=found,
        scope=scope,
        unit=folded_unit(found.category, found.unit),
        thing=folded_object(found.object) or _GENERIC.get(found.category, ""),
        names=printed_names(paper, found) or names(document, found, words),
        prize=prize(found, words),
        numbers=numbers(f"{words} {found.number}"),
        clause=_clause(document.text, found),
        line=document.text.rfind("\n", 0, found.span.start) + 1,
        late=late,
    )


def bucket(one: Fact) -> Hashable:
    """What must be equal in both before anything else is asked."""
    found = one.found
    fixed = (found.category, found.status, found.unquantified)
    if _is_named(one):
        return (*fixed, "ours" if one.scope in OURS else one.scope, "single")
    figures = (found.quantity, found.quantity_max, found.change_from, found.change_to)
    return (*fixed, one.scope, figures, one.unit, found.currency or "CNY", found.approx == "several")


def handles(one: Fact) -> frozenset[Hashable]:
    """What two facts of a bucket must share at least one of to be worth comparing."""
    if not _is_named(one):
        return frozenset({one.thing, ""})
    called = (*one.names, one.prize) if one.prize else one.names
    return frozenset({*one.numbers, *(name[-SHORTEST_NAME:] for name in called)})


def _is_named(one: Fact) -> bool:
    return is_single(one.found) and bool(one.names or one.numbers or one.prize)


def compatible(one: Fact, other: Fact) -> bool:
    """Whether nothing in one speaks against the other; both are of one bucket."""
    if one.document.id == other.document.id and one.line == other.line:
        return False
    alike = _same_name(one, other)
    if alike is False or (alike is None and is_single(one.found) and (one.names or other.names or one.prize or other.prize)):
        return False
    loose = alike is True or _telling(one.found)
    a, b = one.found, other.found
    return (
        (one.scope == other.scope or not (one.stated and other.stated))
        and (_agree(_kind(one, alike), _kind(other, alike), loose=loose) or (loose and _same_measure(one, other)))
        and (_one_prize(one, other) or _agree(_written(a.level), _written(b.level), loose=loose))
        and _agree(a.grade, b.grade, loose=alike is True)
        and _agree(a.rank, b.rank, loose=loose)
        and _agree(a.approx if a.approx != "exact" else None, b.approx if b.approx != "exact" else None, loose=loose)
        and (same_time(a.window, b.window) or (alike is True and is_single(a) and shared_time(a.window, b.window)))
    )


def worded_alike(one: Fact, other: Fact) -> bool:
    """Whether two clauses share half of their pairs of letters: one sentence with another figure in it."""
    pairs, others = ({text[index : index + 2] for index in range(len(text) - 1)} for text in (one.clause, other.clause))
    return bool(pairs & others) and len(pairs & others) >= ALIKE * len(pairs | others)


def same_thing(one: Fact, other: Fact) -> bool:
    """Whether both speak of one thing by its name or number, whatever else they say of it."""
    return _same_name(one, other) is True


def _same_name(one: Fact, other: Fact) -> bool | None:
    """True for a shared number or name, False for names that differ, None where one has none.

    Where one names the work and the other only the prize, the prize decides, with its grade and year.
    """
    kinds = {kind for kind, _ in one.numbers} & {kind for kind, _ in other.numbers}
    if kinds:
        return bool(one.numbers & other.numbers)
    close = bool(one.found.grade) and one.found.grade == other.found.grade and _one_year(one, other)
    if one.names and other.names:
        return not _two_prizes(one, other) and any(
            _one_name(name, twin, shortest=SHORTEST_NAME if close else KNOWN_BY) for name in one.names for twin in other.names
        )
    if one.prize and other.prize:
        return _one_name(one.prize, other.prize, shortest=SHORTEST_NAME if close else KNOWN_BY)
    return None


def _two_prizes(one: Fact, other: Fact) -> bool:
    """Whether the prizes' own names, grades apart, have little in common: a work may win several."""
    first, second = (_GRADE.sub("", each.prize) for each in (one, other))
    if min(len(first), len(second)) < SHORTEST_NAME:
        return False
    pairs, others = ({text[index : index + 2] for index in range(len(text) - 1)} for text in (first, second))
    return len(pairs & others) < ANOTHER * min(len(pairs), len(others))


def _one_prize(one: Fact, other: Fact) -> bool:
    """Whether both name one prize, grades apart: then what level each was read to have is no difference."""
    first, second = (_GRADE.sub("", each.prize) for each in (one, other))
    return bool(first and second) and _one_name(first, second, shortest=KNOWN_BY)


def _one_year(one: Fact, other: Fact) -> bool:
    own = years(one.found.window)
    return own == years(other.found.window) and None not in own


def _kind(one: Fact, alike: bool | None) -> str | None:
    """What is counted, as far as it tells one thing from another: of things known by name a general word tells nothing."""
    general = alike is True and one.thing == _GENERIC.get(one.found.category)
    return None if general else one.thing or None


def _same_measure(one: Fact, other: Fact) -> bool:
    """Of money, measured effects and writings one may name the thing in fewer words (用水量, 水量; 核心期刊论文, 论文).

    Of persons and rights never (技师).
    """
    short, long = sorted((one.thing, other.thing), key=len)
    return one.found.category in _MEASURED and len(short) >= 2 and long.endswith(short)


def _one_name(name: str, other: str, *, shortest: int) -> bool:
    """Equal, or one is the other with words before it (whose, of which level), the shorter being long enough to know it by."""
    short, long = sorted((name, other), key=len)
    return short == long or (
        len(short) >= shortest and long.endswith(short) and not any(letter.isdigit() for letter in long[: -len(short)])
    )


def _agree(one: object, other: object, *, loose: bool) -> bool:
    return one == other or (loose and (one is None or other is None))


def _telling(found: AchievementRecord) -> bool:
    """A figure so particular that it hardly comes twice by chance."""
    figures = (found.quantity, found.change_from, found.change_to)
    return any(figure is not None and (figure >= COINCIDENCE or figure != int(figure)) for figure in figures)


def _written(level: str) -> str | None:
    return None if level == "unknown" else level


def _clause(text: str, found: AchievementRecord) -> str:
    """The words between the marks around the claim."""
    start = _clause_start(text, found)
    ends = [end for mark in _MARKS if (end := text.find(mark, found.span[1], found.span[1] + LONGEST_LEAD)) >= 0]
    words = text[start : min(ends, default=found.span[1])]
    return "".join(letter for letter in tight(simplified(words)) if not letter.isdigit())


def _up_to_its_end(text: str, found: AchievementRecord) -> str:
    """The words from the last mark before the claim to its end; 、 is one too: 2021年节约150万元、2022年节约180万元."""
    start = _clause_start(text, found)
    return simplified(text[max(start, text.rfind("、", start, found.span[0]) + 1) : found.span[1]])


def _clause_start(text: str, found: AchievementRecord) -> int:
    farthest = max(0, found.span[0] - LONGEST_LEAD)
    return max(farthest, *(text.rfind(mark, farthest, found.span[0]) + 1 for mark in _MARKS))
