"""What contradicts what among the claims of one packet: shown to the reader, never settled here.

Only pairs that speak of the same thing by name are compared, so that a conflict shown is worth a look.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import combinations

from classifiers.rows import ROW
from pipeline.merging.sameness import folded_object, folded_unit, is_single, quoted_names, simplified
from pipeline.record import Claim, Conflict

TEN_THOUSAND = 10_000
PIECES = frozenset({"项", "篇", "部", "对"})
"""Measure words, folded, by which rows of a list can be counted; persons and times are not listed a row each."""
NEAR = 0.5
"""Figures further apart than this are hardly the same count written twice: a log of one day beside a total of years."""
MOST_CLAIMS = 50
"""A thing that more claims than this speak of is a list, not a contradiction."""


def conflicts(claims: Sequence[Claim]) -> tuple[Conflict, ...]:
    """Every conflict among `claims`, in the order of the claims they name."""
    found = [*_status(claims), *_figures(claims), *_totals(claims)]
    order = {claim.id: index for index, claim in enumerate(claims)}
    return tuple(sorted(found, key=lambda conflict: ([order[name] for name in conflict.claims], conflict.kind)))


def _status(claims: Iterable[Claim]) -> Iterator[Conflict]:
    """The same named thing both applied for, or under review, and obtained."""
    by_name: dict[Hashable, list[Claim]] = defaultdict(list)
    for claim in claims:
        for name in {name for piece in claim.evidence for name in quoted_names(simplified(piece.text))}:
            if is_single(claim):
                by_name[claim.category, claim.scope, name].append(claim)
    for one, other in _pairs(by_name):
        statuses = {one.status, other.status}
        if len(statuses) == 2 and "achieved" in statuses and statuses & {"applied", "reviewed", "interim"}:
            yield Conflict("status", (one.id, other.id), f"{one.evidence[0].text} / {other.evidence[0].text}")


def _figures(claims: Iterable[Claim]) -> Iterator[Conflict]:
    """One thing counted for one time, two figures, in different papers."""
    by_thing: dict[Hashable, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.quantity is not None and claim.object and not claim.unquantified:
            unit = "人" if claim.unit in ("人", "名", "人次") else folded_unit(claim.category, claim.unit)
            time = (claim.window.first, claim.window.last)
            same = (claim.category, claim.scope, claim.status, claim.level, claim.grade, time, folded_object(claim.object), unit)
            by_thing[same].append(claim)
    for one, other in _pairs(by_thing):
        if {piece.document for piece in one.evidence}.isdisjoint(piece.document for piece in other.evidence):
            yield from _compared(one, other)


def _totals(claims: Sequence[Claim]) -> Iterator[Conflict]:
    """A figure of things obtained against the rows of the packet's lists that tell such things one by one."""
    listed: dict[Hashable, list[Claim]] = defaultdict(list)
    for claim in claims:
        if is_single(claim) and ROW in claim.why and claim.status == "achieved":
            for thing in _counted_as(claim):
                listed[claim.category, claim.scope, thing].append(claim)
    for claim in claims:
        rows = listed.get((claim.category, claim.scope, folded_object(claim.object)), [])
        inside = [row for row in rows if _within(row, claim)] if _is_total(claim) else []
        if inside and claim.quantity != len(inside):
            yield Conflict("total_vs_list", (claim.id, *(row.id for row in inside)), f"{_figure(claim)} / {len(inside)}")


def _is_total(claim: Claim) -> bool:
    """A count of things by the piece, without a grade or level that the rows may not write."""
    plain = claim.level == "unknown" and claim.grade is None and claim.quantity_max is None and not claim.unquantified
    pieces = folded_unit(claim.category, claim.unit) in PIECES
    return plain and pieces and claim.status == "achieved" and claim.approx in (None, "exact") and not is_single(claim)


def _counted_as(row: Claim) -> frozenset[str]:
    """What a row's thing is counted as: by its own name; every kind of patent also as 专利."""
    thing = folded_object(row.object)
    if row.category == "knowledge_output":
        return frozenset({"论文"} if not thing else {thing})
    return frozenset({thing, "专利"} if thing.endswith("专利") else {thing} if thing else ())


def _within(row: Claim, total: Claim) -> bool:
    """Whether a row's year lies in the total's time; a row without a year lies in any."""
    year = row.window.last or row.window.first
    first, last = total.window.first, total.window.last
    return year is None or ((first is None or year >= first) and (last is None or year <= last))


def _compared(one: Claim, other: Claim) -> Iterator[Conflict]:
    small, large = sorted((one.quantity or 0, other.quantity or 0))
    times = (one.unit == "人次") != (other.unit == "人次")
    if times and small == large:
        yield Conflict("persons", (one.id, other.id), f"{_figure(one)} / {_figure(other)}")
    elif not times and one.category == "economic_benefit" and small * TEN_THOUSAND == large:
        yield Conflict("money_unit", (one.id, other.id), f"{_figure(one)} / {_figure(other)}")
    elif not times and large * NEAR < small < large:
        yield Conflict("figure", (one.id, other.id), f"{_figure(one)} / {_figure(other)}")


def _pairs(groups: dict[Hashable, list[Claim]]) -> Iterator[tuple[Claim, Claim]]:
    for same in groups.values():
        if len(same) <= MOST_CLAIMS:
            yield from combinations(same, 2)


def _figure(claim: Claim) -> str:
    return f"{claim.object or ''}{claim.quantity:,}{claim.unit or ''}"
