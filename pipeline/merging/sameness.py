"""Whether two papers tell the same fact: what must agree, what may be left out, and which things have names.

The rules are made to be safe: two facts are one only if category, status, scope and every written figure agree, and nothing
written in one speaks against the other. A named thing (a title in 《》 or “”, a patent or document number, else the words of
the claim itself) is never the same as one of another name. Names are compared in Simplified.
"""

import re
from collections.abc import Hashable
from dataclasses import dataclass
from functools import lru_cache

from pipeline.document import Level, Scope
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
from pipeline.merging.times import bare_of_others, in_its_own_year, same_time, shared_time, years
from pipeline.record import AchievementRecord, DocumentRecord

COINCIDENCE = 5
"""Two equal counts below this can well be two facts; they are one only if what they count is named alike in both."""
PARTICULAR = 3
"""Digits, noughts at the ends apart, that a figure has to have to be known by it whenever it is told."""
_TAUGHT = frozenset({"培训", "培养", "带教", "辅导", "指导"})
OURS = frozenset({"studio", "leader", "member"})
"""One named thing is one whichever of these a paper takes it for, where only one of two papers says whose it is."""
_MEASURED = frozenset({"economic_benefit", "quality_social", "knowledge_output"})
_GENERIC = {"ip_right": "专利"}
"""What is counted where a category's figure names nothing: 获授权9项 speaks of patents."""
ALIKE, ANOTHER = 0.5, 0.34
_MARKS = "。；，,;\n\t"
_GRADE = re.compile("[特一二三四]等|[金银铜](?=奖)")
_NUMBERING = re.compile(
    r"\d|[一二三四五六七八九十ⅠⅡⅢⅣ]期|第[一二三四五六七八九十]|[一二三四五六七八九十]代|(?<!创)新一代|二次|再次"
)
_EMPTY = re.compile("(?:一[种类项件]|一种新型|新型|关于|其中的?|研制的?|发明的?|自主|自行|开发的?|名为|题为|的)+")
"""Words before the name of a right that leave it the same right."""
_WHAT_IT_WAS = re.compile(
    "(?:的)?(?:技术)?(?:难题|问题|课题|攻关|攻关项目|攻关课题|研究|(?:研究|研发|开发)[与及和]应用|[与及和]应用)$"
)
_GIVER = re.compile("(?:[\u3400-\u9fff]{0,4}?(?<![城都超])(?=[省市]))?(全国|国家|省|市)(?![级政])(?!.{0,3}[省市])")
_GIVERS: dict[str, Level] = {"全国": "national", "国家": "national", "省": "provincial", "市": "city"}
_VERSION = re.compile(r"(?<=[\u3400-\u9fff])v\d{1,4}$")
"""V1.0 behind the name of a program."""
_LINKS = re.compile("[式型的之]")


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
    borrowed: bool = False
    """Whether its time is that of a clause before it, and so perhaps not its own."""

    @property
    def stated(self) -> bool:
        """Whether the text says whose it is; else the scope is only what a document without a word on it is taken for."""
        return self.found.holder is not None


def fact(document: DocumentRecord, found: AchievementRecord, *, scope: Scope, late: bool = False) -> Fact:
    """`found` made ready for comparison; `scope` is whose it is in the packet."""
    words = simplified(found.evidence)
    found = in_its_own_year(found, _up_to_its_end(document.text, found))
    paper, borrowed = printed(document, found), False
    if paper is None and "\t" not in words and not found.date:
        found, borrowed = bare_of_others(found, *_sentence(document.text, found))
    return Fact(
        document=document,
        found=found,
        scope=scope,
        unit=folded_unit(found.category, found.unit),
        thing=_thing(found),
        names=printed_names(paper, found) or names(document, found, words),
        prize=prize(document, found, words, paper=paper),
        numbers=numbers(f"{words} {''.join(found.number.split())} {_rest(document.text, found)}"),
        clause=_clause(document.text, found),
        line=document.text.rfind("\n", 0, found.span.start) + 1,
        late=late,
        borrowed=borrowed,
    )


def _thing(found: AchievementRecord) -> str:
    """What is counted; a verb of teaching (培训32名) counts persons and names no thing."""
    thing = folded_object(found.object) or _GENERIC.get(found.category, "")
    return "" if thing in _TAUGHT and found.unit in ("人", "名", "位") else thing


def bucket(one: Fact) -> Hashable:
    """What must be equal in both before anything else is asked."""
    found = one.found
    fixed = (found.category, found.status, found.unquantified)
    if _is_named(one):
        return (*fixed, "ours" if one.scope in OURS else one.scope, "single")
    figures = (found.quantity, found.quantity_max, found.change_from, found.change_to)
    whose = "ours" if one.scope in OURS else one.scope
    return (*fixed, whose, figures, one.unit, found.currency or "CNY", found.approx == "several")


def handles(one: Fact) -> frozenset[Hashable]:
    """What two facts of a bucket must share at least one of to be worth comparing."""
    if not _is_named(one):
        return frozenset({one.thing, ""})
    called = (*one.names, _ungraded(one.prize)) if one.prize else one.names
    shuffled = {"".join(_shuffled(name)) for name in one.names}
    return frozenset({*one.numbers, *(_stem(name)[-SHORTEST_NAME:] for name in called), *shuffled})


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
        and (
            _agree(_kind(one, alike), _kind(other, alike), loose=loose)
            or (loose and (_same_measure(one, other) or told_in_each_other(one, other)))
        )
        and _agree(giver(one.prize), giver(other.prize), loose=True)
        and (_one_prize(one, other) or _agree(_written(a.level), _written(b.level), loose=loose))
        and _agree(a.grade, b.grade, loose=alike is True)
        and _agree(a.rank, b.rank, loose=loose)
        and _agree(a.approx if a.approx != "exact" else None, b.approx if b.approx != "exact" else None, loose=loose)
        and _in_one_time(one, other, alike=alike is True)
    )


def _in_one_time(one: Fact, other: Fact, *, alike: bool) -> bool:
    """Whether the times agree; one that is perhaps another clause's speaks against neither a name nor a particular figure."""
    a, b = one.found, other.found
    if same_time(a.window, b.window) or (alike and is_single(a) and shared_time(a.window, b.window)):
        return True
    return (one.borrowed or other.borrowed) and ((alike and is_single(a)) or _particular(a))


def worded_alike(one: Fact, other: Fact) -> bool:
    """Whether two clauses share half of their pairs of letters: one sentence with another figure in it."""
    pairs, others = letter_pairs(one.clause), letter_pairs(other.clause)
    return bool(pairs & others) and len(pairs & others) >= ALIKE * len(pairs | others)


def letter_pairs(text: str) -> set[str]:
    """Each two letters that stand side by side."""
    return {text[index : index + 2] for index in range(len(text) - 1)}


def told_in_each_other(one: Fact, other: Fact) -> bool:
    """Whether the clause of each has what the other counts: 带出高级工以上技能人才11名 and 带出11名高级工以上技能人才."""
    first, second = (tight(simplified(each.found.object or "")) for each in (one, other))
    return bool(first and second) and set(first) <= set(other.clause) and set(second) <= set(one.clause)


@lru_cache(maxsize=20_000)
def giver(prize: str) -> Level | None:
    """The level of whoever gives a prize, as its name begins: 海屿市农业技术推广奖 is a city's. None where it does not say.

    >>> giver("省科技进步奖"), giver("海屿市农业技术推广奖"), giver("城市设计金奖")
    ('provincial', 'city', None)
    """
    match = _GIVER.match(prize)
    return _GIVERS[match[1]] if match else None


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
    shortest = SHORTEST_NAME if close else KNOWN_BY
    if one.names and other.names:
        exact = one.found.category == "ip_right"
        return not _two_prizes(one, other) and any(
            _one_name(name, twin, shortest=shortest, exact=exact) for name in one.names for twin in other.names
        )
    if one.prize and other.prize:
        first, second = (_ungraded(each.prize) if close else each.prize for each in (one, other))
        return _one_name(first, second, shortest=shortest)
    return None


def _two_prizes(one: Fact, other: Fact) -> bool:
    """Whether the prizes' own names, grades apart, have little in common: a work may win several."""
    first, second = (_ungraded(each.prize) for each in (one, other))
    if min(len(first), len(second)) < SHORTEST_NAME:
        return False
    pairs, others = letter_pairs(first), letter_pairs(second)
    return len(pairs & others) < ANOTHER * min(len(pairs), len(others))


def _one_prize(one: Fact, other: Fact) -> bool:
    """Whether both name one prize, grades apart: then what level each was read to have is no difference."""
    first, second = (_ungraded(each.prize) for each in (one, other))
    return bool(first and second) and _one_name(first, second, shortest=KNOWN_BY)


def _ungraded(prize: str) -> str:
    return _GRADE.sub("", prize).replace("奖奖", "奖")


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
    change = None not in (one.found.change_from, one.found.change_to)
    return one.found.category in _MEASURED and len(short) >= 2 and (long.endswith(short) or (change and long.startswith(short)))


def _one_name(name: str, other: str, *, shortest: int, exact: bool = False) -> bool:
    """Equal, or one is the other with words before it (whose, of which level), the shorter being long enough to know it by.

    Also where only the order of the words differs (手提式量度器, 量度器（手提）). Of rights, which are often granted for things
    of like names, the words before must say nothing (一种); whatever they are of, they must not number it (二期, 第二代).
    """
    short, long = sorted((_stem(name), _stem(other)), key=len)
    if short == long or (len(short) >= KNOWN_BY and _shuffled(short) == _shuffled(long)):
        return True
    before = long[: -len(short)] if len(short) >= shortest and long.endswith(short) else ""
    return bool(before) and not _NUMBERING.search(before) and (not exact or bool(_EMPTY.fullmatch(before)))


@lru_cache(maxsize=20_000)
def _stem(name: str) -> str:
    """A name without what it was: 第二焊点脱落 for 第二焊点脱落攻关 and 第二焊点脱落的难题; a short one is left whole."""
    stem = _WHAT_IT_WAS.sub("", _VERSION.sub("", name))
    return stem if len(stem) >= KNOWN_BY else name


def _shuffled(name: str) -> list[str]:
    return sorted(_LINKS.sub("", name))


def _agree(one: object, other: object, *, loose: bool) -> bool:
    return one == other or (loose and (one is None or other is None))


def _particular(found: AchievementRecord) -> bool:
    """A figure of three digits or more that tell, or a change from one figure to another."""
    digits = f"{found.quantity or 0:.10g}".replace(".", "").strip("0")
    return len(digits) >= PARTICULAR or None not in (found.change_from, found.change_to)


def _telling(found: AchievementRecord) -> bool:
    """A figure so particular that it hardly comes twice by chance."""
    figures = (found.quantity, found.change_from, found.change_to)
    return any(figure is not None and (figure >= COINCIDENCE or figure != int(figure)) for figure in figures)


def _written(level: str) -> str | None:
    return None if level == "unknown" else level


def _clause(text: str, found: AchievementRecord) -> str:
    """The words between the marks around the claim."""
    words = text[_clause_start(text, found) : _clause_end(text, found)]
    return "".join(letter for letter in tight(simplified(words)) if not letter.isdigit())


def _up_to_its_end(text: str, found: AchievementRecord) -> str:
    """The words from the last mark before the claim to its end; 、 is one too: 2021年节约150万元、2022年节约180万元."""
    start = _clause_start(text, found)
    return simplified(text[max(start, text.rfind("、", start, found.span[0]) + 1) : found.span[1]])


def _sentence(text: str, found: AchievementRecord) -> tuple[str, str, str]:
    """What stands in the sentence before the claim's clause, the clause, and what stands after it, in Simplified."""
    start = _clause_start(text, found)
    farthest = max(0, start - LONGEST_LEAD)
    first = max(farthest, *(text.rfind(mark, farthest, start) + 1 for mark in "。\n"))
    end = _clause_end(text, found)
    last = min(len(text), end + LONGEST_LEAD)
    last = min((stop for mark in "。\n" if (stop := text.find(mark, end, last)) >= 0), default=last)
    return simplified(text[first:start]), simplified(text[start:end]), simplified(text[end:last])


def _rest(text: str, found: AchievementRecord) -> str:
    """What stands behind the claim in its clause: the number of a right (取得新型专利第M615520号, 发明专利1项（ZL…）)."""
    return simplified(text[found.span[1] : _clause_end(text, found)]) if found.category == "ip_right" and is_single(found) else ""


def _clause_end(text: str, found: AchievementRecord) -> int:
    ends = [end for mark in _MARKS if (end := text.find(mark, found.span[1], found.span[1] + LONGEST_LEAD)) >= 0]
    return min(ends, default=min(len(text), found.span[1] + LONGEST_LEAD))


def _clause_start(text: str, found: AchievementRecord) -> int:
    farthest = max(0, found.span[0] - LONGEST_LEAD)
    return max(farthest, *(text.rfind(mark, farthest, found.span[0]) + 1 for mark in _MARKS))
