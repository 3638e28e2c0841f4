"""What contradicts what among the claims of one packet: shown to the reader, never settled here.

Only pairs that speak of the same thing by name are compared, so that a conflict shown is worth a look.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import combinations

from pipeline.record import Claim, Conflict
from pipeline.sameness import folded_object, folded_unit, is_single, quoted_names, simplified

TEN_THOUSAND = 10_000
MOST_CLAIMS = 50
"""A thing that more claims than this speak of is a list, not a contradiction."""


def conflicts(claims: Sequence[Claim]) -> tuple[Conflict, ...]:
    """Every conflict among `claims`, in the order of the claims they name."""
    found = [*_status(claims), *_figures(claims)]
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


def _compared(one: Claim, other: Claim) -> Iterator[Conflict]:
    small, large = sorted((one.quantity or 0, other.quantity or 0))
    times = (one.unit == "人次") != (other.unit == "人次")
    if times and small == large:
        yield Conflict("persons", (one.id, other.id), f"{_figure(one)} / {_figure(other)}")
    elif not times and small != large:
        kind = "money_unit" if one.category == "economic_benefit" and small * TEN_THOUSAND == large else "figure"
        yield Conflict(kind, (one.id, other.id), f"{_figure(one)} / {_figure(other)}")


def _pairs(groups: dict[Hashable, list[Claim]]) -> Iterator[tuple[Claim, Claim]]:
    for same in groups.values():
        if len(same) <= MOST_CLAIMS:
            yield from combinations(same, 2)


def _figure(claim: Claim) -> str:
    return f"{claim.object or ''}{claim.quantity:,}{claim.unit or ''}"
