"""What contradicts what among the claims of one packet: shown to the reader, never settled here.

Only pairs that speak of the same thing by name are compared, so that a conflict shown is worth a look. What speaks against the
proof of a claim (another's certificate, one proof for two things, a year outside the window) is in `pipeline.merging.proofs`.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import combinations

from msgspec.structs import replace

from classifiers.rows import ROW, SELECTION
from pipeline.merging.folding import folded_object, folded_unit, simplified
from pipeline.merging.sameness import Fact, giver, letter_pairs, same_thing, told_in_each_other, worded_alike
from pipeline.merging.thing_names import is_single
from pipeline.merging.times import one_count
from pipeline.packet_record import Claim, Conflict
from pipeline.view import Span
from pipeline.wording.labels import label

TEN_THOUSAND, HUNDREDTH = 10_000, 100
PIECES = frozenset({"项", "篇", "部", "对"})
"""Measure words, folded, by which rows of a list can be counted; persons and times are not listed a row each."""
NEAR = 0.5
"""Figures further apart than this are hardly the same count written twice: a log of one day beside a total of years."""
ROUGH = 0.1
"""As part of a figure, what 约 and 左右 leave open."""
MOST_CLAIMS = 50
"""A thing that more claims than this speak of is a list, not a contradiction."""
FEWEST_PERSONS = 10
"""Equal figures of persons and of person-times below this can well be two facts."""
SINCE_EVER = re.compile("截至|截止|累计|迄今|至今|成立以来|共(?:取得|获|拥有)|拥有")
"""Words that make the year beside a count its end, not all of its time: 截至2023年底，共取得专利6项."""
PAIRS = "师徒合同"
_APPRENTICES = re.compile(
    "(?:带教?|收|招收|培养|结对|签订|结成)[了过出]?(?:名|对|份)?(?:师徒|学徒|徒弟|徒|弟子)(?!.{0,8}(?:晋升|晋级|取得|获|成为|考取|当选|竞赛))"
)
"""Words that count apprentices taken on, a pair each: 带徒5名."""
FEWEST_PAIRS, MOST_OF = 6, 0.55
"""Pairs of letters that two clauses share at least, and as part of the shorter's, to be one sentence with two figures."""
LONGEST_NOUN = 12
_NOUN = "([\u3400-\u9fff]{2,6}?)(?:上|中|里|内|都|均|已|使用|应用|推广|运行|安装|投用|投入|受益|在用|正在|[^\u3400-\u9fff]|$)"
UNSETTLED = frozenset({"applied", "reviewed", "interim"})


@dataclass(frozen=True, slots=True)
class Merged:
    """A claim with the facts it was made of."""

    claim: Claim
    facts: tuple[Fact, ...]

    @property
    def documents(self) -> frozenset[str]:
        return frozenset(piece.document for piece in self.claim.evidence)


def conflicts(merged: Sequence[Merged], *, superseded: Set[str] = frozenset()) -> Iterator[Conflict]:
    """Every conflict among the claims of `merged`; `superseded` are documents that a later version takes the place of."""
    yield from _things(merged, superseded)
    yield from _figures(merged, superseded)
    yield from _units([each.claim for each in merged])
    yield from _totals(merged)


def stands_in(claim: Claim, document: str, span: Span) -> bool:
    """Whether a piece of the claim's evidence touches `span` of a document."""
    return any(piece.document == document and piece.span[0] < span[1] and span[0] < piece.span[1] for piece in claim.evidence)


def _things(merged: Iterable[Merged], superseded: Set[str]) -> Iterator[Conflict]:
    """One named thing told twice with what cannot both be so: applied for and obtained, of two levels, of two grades.

    What an earlier version of a paper alone tells otherwise is a difference of versions.
    """
    by_name: dict[Hashable, list[Merged]] = defaultdict(list)
    listed = _prizes_of_works(merged := tuple(merged))
    for each in merged:
        if is_single(each.claim):
            for name in {name for one in each.facts for name in (*one.names, *one.numbers)}:
                by_name[each.claim.category, name].append(each)
    seen = set()
    for same in by_name.values():
        for one, other in combinations(same[:MOST_CLAIMS], 2):
            pair = (one.claim.id, other.claim.id)
            if pair not in seen and _one_thing(one, other):
                seen.add(pair)
                late = one.documents <= superseded or other.documents <= superseded
                for conflict in _thing(one, other, listed):
                    yield replace(conflict, kind="version") if late else conflict


def _one_thing(one: Merged, other: Merged) -> bool:
    return any(same_thing(a, b) for a in one.facts for b in other.facts)


def _thing(one: Merged, other: Merged, listed: Mapping[Hashable, int]) -> Iterator[Conflict]:
    a, b = one.claim, other.claim
    told = f"{a.evidence[0].text} / {b.evidence[0].text}"
    statuses, levels = {a.status, b.status}, dict.fromkeys((_level(one), _level(other)))
    if len(statuses) == 2:
        if "achieved" in statuses and statuses & UNSETTLED and "planned" not in statuses:
            yield Conflict("status", (a.id, b.id), told)
    elif len(levels) == 2 and "unknown" not in levels and _prized_alike(one, other, listed):
        yield Conflict("level", (a.id, b.id), f"{' / '.join(label('level', level) for level in levels)}：{told}")
    elif a.grade and b.grade and a.grade != b.grade and _prized_alike(one, other, listed):
        yield Conflict("level", (a.id, b.id), f"{label('grade', a.grade)} / {label('grade', b.grade)}：{told}")


def _level(each: Merged) -> str:
    """A claim's level, else that of whoever gives the prize by its name."""
    if each.claim.level != "unknown":
        return each.claim.level
    return next((told for one in each.facts if (told := giver(one.prize))), "unknown")


def _prized_alike(one: Merged, other: Merged, listed: Mapping[Hashable, int]) -> bool:
    """Whether both can be one prize: of different papers, and not of two years. One work may win several prizes."""
    years = [{year for year in (each.claim.window.first, each.claim.window.last) if year} for each in (one, other)]
    apart = one.documents.isdisjoint(other.documents)
    alone = not any(listed[each, name] > 1 for one_of in (one, other) for each in one_of.documents for name in _works(one_of))
    return apart and alone and (not years[0] or not years[1] or bool(years[0] & years[1]))


def _prizes_of_works(merged: Iterable[Merged]) -> Counter[Hashable]:
    """How many prizes each paper tells of a work, one after the other as a list does."""
    return Counter(
        key
        for each in merged
        if each.claim.category == "award_result"
        for key in {(document, name) for document in each.documents for name in _works(each)}
    )


def _works(each: Merged) -> frozenset[str]:
    return frozenset(name for one in each.facts for name in one.names)


def _figures(merged: Iterable[Merged], superseded: Set[str]) -> Iterator[Conflict]:
    """One thing counted for one time, two figures, in different papers; or in two versions of one paper."""
    by_thing: dict[Hashable, list[Merged]] = defaultdict(list)
    for each in merged:
        claim = each.claim
        if claim.quantity is not None and not claim.unquantified:
            unit = "人" if claim.unit in ("人", "名", "人次") else folded_unit(claim.category, claim.unit)
            what = (claim.category, claim.scope, claim.status, unit)
            by_thing[(*what, claim.level, claim.grade)].append(each)
    for same in by_thing.values():
        for one, other in combinations(same, 2) if len(same) <= MOST_CLAIMS else ():
            if one.documents.isdisjoint(other.documents) and _of_one_time(one, other) and counts_the_same(one, other):
                yield from _figure(one, other, superseded)


def _of_one_time(one: Merged, other: Merged) -> bool:
    return any(one_count(a.found.window, b.found.window) for a in one.facts for b in other.facts)


def counts_the_same(one: Merged, other: Merged) -> bool:
    """The same thing by name; where a paper does not name it, the same clause but for the figure."""
    first, second = folded_object(one.claim.object), folded_object(other.claim.object)
    if first and second and first != second:
        return any(told_in_each_other(a, b) for a in one.facts for b in other.facts)
    if first and second:
        return True
    return any(_count_alike(a, b) for a in one.facts for b in other.facts) or _used_on_the_same(one, other)


def _count_alike(one: Fact, other: Fact) -> bool:
    """Worded alike, or the greater part of the shorter clause, seven letters or more, in the longer one's words."""
    if worded_alike(one, other):
        return True
    pairs, others = letter_pairs(one.clause), letter_pairs(other.clause)
    return len(pairs & others) >= max(FEWEST_PAIRS, MOST_OF * min(len(pairs), len(others)))


def _used_on_the_same(one: Merged, other: Merged) -> bool:
    """Whether both say on how many of one thing the work is used: 在640部升降机使用 and 现时用于860部升降机."""
    if one.claim.category != "adoption_transfer":
        return False
    first, second = ({_counted_noun(each) for each in side.facts} - {""} for side in (one, other))
    return any(a.startswith(b) or b.startswith(a) for a in first for b in second)


def _counted_noun(one: Fact) -> str:
    """The noun behind the figure and its measure word; empty where none stands there."""
    found = one.found
    if not found.unit:
        return ""
    words = simplified(one.document.text[found.span[0] : found.span[1] + LONGEST_NOUN])
    match = re.search(f"[0-9一二三四五六七八九十百千万余多]{re.escape(simplified(found.unit))}{_NOUN}", words)
    return match[1] if match else ""


def _figure(one: Merged, other: Merged, superseded: Set[str]) -> Iterator[Conflict]:
    a, b = one.claim, other.claim
    small, large = sorted((a.quantity or 0, b.quantity or 0))
    mixed = (a.unit == "人次") != (b.unit == "人次")
    if not mixed and large * NEAR < small < large and not (_covers(a, b) or _covers(b, a)):
        late = one.documents <= superseded or other.documents <= superseded
        yield Conflict("version" if late else "figure", (a.id, b.id), f"{_told(a)} / {_told(b)}")


def _covers(rough: Claim, other: Claim) -> bool:
    """Whether a rough figure can be the other: 二十多 any of 21 to 29, 近三十 any of 21 to 29, 约1500 what is a tenth from it."""
    figure, told = rough.quantity or 0, other.quantity or 0
    step = 1
    while figure >= 10 * step and figure % (10 * step) == 0:
        step *= 10
    low, high = {
        "over": (figure, figure + step),
        "under": (figure - step, figure),
        "about": (figure * (1 - ROUGH), figure * (1 + ROUGH)),
    }.get(rough.approx or "", (figure, figure))
    return low <= told <= high and low < high


def _units(claims: Iterable[Claim]) -> Iterator[Conflict]:
    """One figure in two measures: money ten thousand times the other, as many persons as person-times."""
    by_figure: dict[Hashable, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.quantity is not None and not claim.unquantified:
            if claim.category == "economic_benefit":
                for figure in (claim.quantity, claim.quantity * TEN_THOUSAND):
                    by_figure["money", claim.scope, figure].append(claim)
            elif claim.unit in ("人", "名", "人次") and claim.quantity >= FEWEST_PERSONS:
                by_figure[claim.category, claim.scope, claim.quantity].append(claim)
    for key, same in by_figure.items():
        for one, other in combinations(same[:MOST_CLAIMS], 2):
            if one.quantity != other.quantity or (one.unit == "人次") != (other.unit == "人次"):
                money = isinstance(key, tuple) and key[0] == "money"
                yield Conflict("money_unit" if money else "persons", (one.id, other.id), f"{_told(one)} / {_told(other)}")


def _totals(merged: Sequence[Merged]) -> Iterator[Conflict]:
    """A figure of things obtained against the rows of the packet's lists that tell such things one by one."""
    claims = [each.claim for each in merged]
    listed: dict[Hashable, list[Claim]] = defaultdict(list)
    for claim in claims:
        if is_single(claim) and ROW in claim.why and SELECTION not in claim.why and claim.status == "achieved":
            for thing in _counted_as(claim):
                listed[claim.category, claim.scope, thing].append(claim)
    for each in merged:
        claim = each.claim
        rows = listed.get((claim.category, claim.scope, _thing_counted(each)), [])
        inside = [row for row in rows if _within(row, each)] if _is_total(each) else []
        listed_more = len(inside) * NEAR > (claim.quantity or 0)
        if inside and claim.quantity != len(inside) and not listed_more:
            yield Conflict("total_vs_list", (claim.id, *(row.id for row in inside)), f"{_told(claim)} / {len(inside)}")


def _is_total(each: Merged) -> bool:
    """A count of things by the piece, without a grade or level that the rows may not write; of persons only of apprentices."""
    claim = each.claim
    plain = claim.level == "unknown" and claim.grade is None and claim.quantity_max is None and not claim.unquantified
    pieces = folded_unit(claim.category, claim.unit) in PIECES or (claim.unit in ("人", "名") and _takes_apprentices(each))
    return plain and pieces and claim.status == "achieved" and claim.approx in (None, "exact") and not is_single(claim)


def _thing_counted(each: Merged) -> str:
    return PAIRS if _takes_apprentices(each) else folded_object(each.claim.object)


def _takes_apprentices(each: Merged) -> bool:
    return each.claim.category == "talent_training" and any(_APPRENTICES.search(one.clause) for one in each.facts)


def _counted_as(row: Claim) -> frozenset[str]:
    """What a row's thing is counted as: by its own name; every kind of patent also as 专利; small inventions by each name."""
    thing = folded_object(row.object)
    if row.category == "award_result":
        return frozenset({""})
    if row.category == "knowledge_output":
        return frozenset({"论文"} if not thing else {thing})
    if row.category == "process_improve" and not thing:
        return frozenset({"小改小革", "革新成果"})
    return frozenset({thing, "专利"} if thing.endswith("专利") else {thing} if thing else ())


def _within(row: Claim, total: Merged) -> bool:
    """Whether a row's year lies in the total's time; a row without a year lies in any."""
    year = row.window.last or row.window.first
    first, last = total.claim.window.first, total.claim.window.last
    if any(SINCE_EVER.search(one.clause) or SINCE_EVER.search(_lead(one)) for one in total.facts):
        first = None
    return year is None or ((first is None or year >= first) and (last is None or year <= last))


def _lead(one: Fact) -> str:
    """The words of the line before the claim, as far as a date that is the end of a count may stand."""
    text, start = one.document.text, one.found.span[0]
    return simplified(text[max(text.rfind("\n", 0, start) + 1, start - 30) : start])


def told_figure(quantity: float, unit: str | None) -> str:
    """A figure with its unit, money of ten thousand or more in 万元.

    >>> told_figure(4_760_000, "元"), told_figure(476, "元"), told_figure(1260, "人次")
    ('476万元', '476元', '1,260人次')
    """
    if unit == "元" and quantity >= TEN_THOUSAND and quantity % HUNDREDTH == 0:
        return f"{quantity / TEN_THOUSAND:,.2f}".removesuffix("00").rstrip(".") + "万元"
    return f"{quantity:,}{unit or ''}"


def _told(claim: Claim) -> str:
    return f"{claim.object or ''}{told_figure(claim.quantity or 0, claim.unit)}"
