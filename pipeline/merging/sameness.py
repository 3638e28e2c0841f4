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
from pipeline.packet_record import Claim
from pipeline.record import AchievementRecord, CertificateRecord, DocumentRecord, WindowRecord
from pipeline.script import to_simplified

COINCIDENCE = 5
"""Two equal counts below this can well be two facts; they are one only if what they count is named alike in both."""

SHORTEST_NAME = 4
"""Quoted words shorter than this (“五小”) are figures of speech, not names of things."""

KNOWN_BY = 6
"""Letters by which a name is known although other words stand before it, or although it stands for a figure."""

OURS = frozenset({"studio", "leader", "member"})
"""One named thing is one whichever of these a paper takes it for, where only one of two papers says whose it is."""
_MEASURED = frozenset({"economic_benefit", "quality_social"})
_NAMED = frozenset({"award_result", "honor_title", "appraisal_cert"})
_NO_NAME = re.compile(
    "(?:公司|集团|总会|工会|学会|协会|厅|局|委|部|院|中心|大学|奖|杯|称号|发明|实用新型|外观设计|软件著作权|学报|授权|受理)$"
)
_SPACED = re.compile("(?<=[0-9L]) (?=[0-9])")
"""A blank within a number: a certificate prints ZL 2019 1 0123456.7."""
_DATED = re.compile(r"^(?:于|在)?(?:19|20)\d{2}年(?:\d{1,2}月)?(?:\d{1,2}日)?")
_COUNTED = re.compile("[0-9一两二三]{1,2}(?:项|个|座|次|枚|块|件|篇)$")
_GENERIC = {"ip_right": "专利"}
"""What is counted where a category's figure names nothing: 获授权9项 speaks of patents."""

_QUOTED = re.compile('[《〈“「『"]([^《〈“「『"》〉”」』]{2,80})[》〉”」』"]')
_GIVEN = re.compile("荣获|喜获|获得|获评|授予|斩获|夺得|摘得|捧得|获(?!奖)")
ALIKE, ANOTHER = 0.5, 0.34
_GRADE = re.compile("[特一二三四]等|[金银铜](?=奖)")
LONGEST_LEAD, LONGEST_TAIL = 90, 20
_TAIL = re.compile("[\u3400-\u9fff]{0,8}?(?:工作室|先锋号|示范岗|创新团队|班组)")
_PERSON = re.compile("[\u3400-\u9fff·]{2,4}")
_LEAD = re.compile('[《“「『"]([^《“「『"》”」』。；\n]{2,80})[》”」』"](?:[^。；，,、\n]{0,8})$')
"""A quoted title and at most a few letters (项目, 成果) between it and the claim."""
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
    printed = _printed(document, found)
    return Fact(
        document=document,
        found=found,
        scope=scope,
        unit=folded_unit(found.category, found.unit),
        thing=folded_object(found.object) or _GENERIC.get(found.category, ""),
        names=_printed_names(printed, found) or _names(document, found, words),
        prize=_prize(found, words),
        numbers=_numbers(f"{words} {found.number}"),
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
        and (_same_time(a.window, b.window) or (alike is True and is_single(a) and _shared_time(a.window, b.window)))
    )


def worded_alike(one: Fact, other: Fact) -> bool:
    """Whether two clauses share half of their pairs of letters: one sentence with another figure in it."""
    pairs, others = ({text[index : index + 2] for index in range(len(text) - 1)} for text in (one.clause, other.clause))
    return bool(pairs & others) and len(pairs & others) >= ALIKE * len(pairs | others)


def same_thing(one: Fact, other: Fact) -> bool:
    """Whether both speak of one thing by its name or number, whatever else they say of it."""
    return _same_name(one, other) is True


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
    years = _years(one.found.window)
    return years == _years(other.found.window) and None not in years


def _kind(one: Fact, alike: bool | None) -> str | None:
    """What is counted, as far as it tells one thing from another: of things known by name a general word tells nothing."""
    general = alike is True and one.thing == _GENERIC.get(one.found.category)
    return None if general else one.thing or None


def _same_measure(one: Fact, other: Fact) -> bool:
    """Of money and measured effects one may name the thing in fewer words (用水量, 水量); of persons and rights never (技师)."""
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


def _same_time(one: WindowRecord, other: WindowRecord) -> bool:
    """Whether the years agree as far as both write them; a fact without years may be of any.

    A total since some year that equals the count of a year within it is of the same things: nothing came before.
    """
    a, b = _years(one), _years(other)
    if one.kind != other.kind and "cumulative" in (one.kind, other.kind):
        total, part = (a, b) if one.kind == "cumulative" else (b, a)
        return all(year is None or _between(year, total) for year in part)
    return a == b or all(x is None or y is None or x == y for x, y in zip(a, b, strict=True))


def _shared_time(one: WindowRecord, other: WindowRecord) -> bool:
    """Whether years overlap: a named thing happens once, and a paper may tell the years around it (2019年挂牌，2021年获评)."""
    (first, last), (start, end) = _years(one), _years(other)
    known = (first or last, last or first, start or end, end or start)
    return None not in known and known[0] <= known[3] and known[2] <= known[1]  # type: ignore[operator]


def _between(year: int, years: tuple[int | None, int | None]) -> bool:
    first, last = years
    return (first is None or year >= first) and (last is None or year <= last)


def _years(window: WindowRecord) -> tuple[int | None, int | None]:
    """First and last year; one year is both, but a total since a year has no last."""
    if window.kind in ("cumulative", "period"):
        return window.first, window.last
    return window.first or window.last, window.last or window.first


def _telling(found: AchievementRecord) -> bool:
    """A figure so particular that it hardly comes twice by chance."""
    figures = (found.quantity, found.change_from, found.change_to)
    return any(figure is not None and (figure >= COINCIDENCE or figure != int(figure)) for figure in figures)


def _written(level: str) -> str | None:
    return None if level == "unknown" else level


def _names(document: DocumentRecord, found: AchievementRecord, words: str) -> frozenset[str]:
    """What the thing is called: the titles in the words or just before them, or the name in a row of cells; else, of one thing,
    the claim's own words, but never a prize's, which many works may have.

    A claim with the figure 1 is known by its words only where they are a prize's or a title's name (获某奖1项).
    """
    single = is_single(found)
    if found.category == "honor_title" and single:
        return _known(_core(_title_words(document, found, words)), found)
    titles = quoted_names(words) or (_named_before(document, found) if single else ())
    if titles:
        return frozenset(titles)
    if not single or (found.quantity is not None and found.category not in _NAMED):
        return frozenset()
    if "\t" in words:
        persons = [cell for cell in words.split("\t") if _PERSON.fullmatch(cell.strip())]
        if found.object == "师徒合同" and len(persons) > 1:
            return frozenset({pair_name(*persons[:2])})
        return _known(_core(_name_cell(words)), found)
    return frozenset() if found.category == "award_result" else _known(_core(words.partition("\n")[0]), found)


def _known(core: str, found: AchievementRecord) -> frozenset[str]:
    """The core as a name, where it is long enough; what no figure counts is known by whatever it says."""
    if found.quantity is None:
        return frozenset({core})
    return frozenset({core} if len(core) >= KNOWN_BY else ())


def _title_words(document: DocumentRecord, found: AchievementRecord, words: str) -> str:
    """A title's words with what ends its name (…工作室, …先锋号) where the claim's words break off before."""
    if "\t" in words:
        return _name_cell(words)
    after = simplified(document.text[found.span[1] : found.span[1] + LONGEST_TAIL])
    match = _TAIL.match(after)
    return words.partition("\n")[0] + (match[0] if match else "")


def _prize(found: AchievementRecord, words: str) -> str:
    """The name of the prize in an award's words, without the work's."""
    if found.category != "award_result" or not is_single(found):
        return ""
    told = next((cell for cell in words.split("\t") if "奖" in cell), "") if "\t" in words else words.partition("\n")[0]
    return _core(_GIVEN.split(_QUOTED.sub("", told.rpartition("：")[2]))[-1]) if "奖" in told else ""


def _clause(text: str, found: AchievementRecord) -> str:
    """The words between the marks around the claim."""
    start = max(text.rfind(mark, max(0, found.span[0] - LONGEST_LEAD), found.span[0]) for mark in "。；，,;\n\t") + 1
    ends = [end for mark in "。；，,;\n\t" if (end := text.find(mark, found.span[1], found.span[1] + LONGEST_LEAD)) >= 0]
    words = text[max(start, found.span[0] - LONGEST_LEAD) : min(ends, default=found.span[1])]
    return "".join(letter for letter in _tight(simplified(words)) if not letter.isdigit())


def _printed(document: DocumentRecord, found: AchievementRecord) -> CertificateRecord | None:
    """The certificate whose words the achievement is read from."""
    around = (each for each in document.certificates if each.kind in _PRINTS.get(found.category, ()))
    return next((each for each in around if each.span[0] <= found.span[0] and found.span[1] <= each.span[1]), None)


def _printed_names(printed: CertificateRecord | None, found: AchievementRecord) -> frozenset[str]:
    """By what a certificate names it: a right by its name, a title by itself, a pair by both its names."""
    if printed is None or not is_single(found):
        return frozenset()
    if printed.kind == "apprentice":
        return frozenset({pair_name(printed.name, *printed.owners)})
    name = _tight(simplified(printed.prize if printed.kind == "title" else printed.name))
    return frozenset({name} if len(name) >= SHORTEST_NAME else ())


_PRINTS: dict[str, tuple[str, ...]] = {
    "ip_right": ("patent", "software", "variety"),
    "award_result": ("award",),
    "honor_title": ("title",),
    "talent_training": ("apprentice",),
}


def pair_name(*persons: str) -> str:
    """A pair of master and apprentice by both names, in whatever order they stand.

    >>> pair_name("曾阿妹", "杜鹃") == pair_name("杜鵑", "曾阿妹")
    True
    """
    return "+".join(sorted(_tight(simplified(person)) for person in persons))


def _named_before(document: DocumentRecord, found: AchievementRecord) -> tuple[str, ...]:
    """The title in quotation marks that the claim's words follow at once: “X”获实用新型专利 is the patent of X."""
    before = simplified(document.text[max(0, found.span[0] - LONGEST_LEAD) : found.span[0]])
    match = _LEAD.search(before)
    return (name,) if match and len(name := _tight(match[1])) >= SHORTEST_NAME else ()


def _name_cell(row: str) -> str:
    """The longest cell that is a thing's name: no number or date, no institution, no prize."""
    cells = [cell.strip() for cell in row.split("\t")]
    names = [cell for cell in cells if cell and not _NO_NAME.search(cell) and sum(map(str.isdigit, cell)) * 2 < len(cell)]
    return max(names, key=len, default=max(cells, key=len))


def _core(words: str) -> str:
    """The claim's words without what leads up to the name and what trails it."""
    before, after = _affixes()
    core = _DATED.sub("", _COUNTED.sub("", _tight(words)))
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
