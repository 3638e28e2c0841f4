"""Reference points by a rubric, with their arithmetic line by line. Shown only when asked for; nothing is decided by them.

What has no proof is worth nothing; what lies outside the years of an indicator is not counted; a total without years is shown
and not counted; one result counts once in its group, at its highest worth; each group and each indicator has its cap. Bonus
and veto are for people. Figures are never added across applicants.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.indicators import Asked, Met, proves
from pipeline.packet_record import Claim
from pipeline.rubric import Group, Item, Rubric
from pipeline.script import to_simplified

Uncounted = Literal["no_proof", "outside", "undated_total", "same_result", "not_best", "worth_nothing"]
DIGITS = 4
_TITLE = re.compile("[《“「『]([^》”」』]{4,60})[》”」』]")


@dataclass(frozen=True, slots=True)
class Term:
    """One summand: so many at so much each, and the claims it is made of."""

    times: float
    each: float
    claims: tuple[str, ...]

    @property
    def value(self) -> float:
        return round(self.times * self.each, DIGITS)

    def __str__(self) -> str:
        return plain(self.each) if self.times == 1 else f"{plain(self.times)} × {plain(self.each)}"


@dataclass(frozen=True, slots=True)
class Line:
    """The arithmetic of one group. `left_out` names claims that are not counted, and why."""

    group: Group
    terms: tuple[Term, ...]
    points: float
    left_out: tuple[tuple[str, Uncounted], ...]

    @property
    def sum(self) -> float:
        """What the terms come to before the cap."""
        return round(sum(term.value for term in self.terms), DIGITS)

    def __str__(self) -> str:
        """Such as ``2 × 2 + 3 × 0.5 = 5.5（≤ 8）``."""
        told = " + ".join(map(str, self.terms)) or "0"
        total = "" if (len(self.terms) == 1 and self.terms[0].times == 1) or not self.terms else f" = {plain(self.sum)}"
        capped = f" → {plain(self.points)}" if self.points < self.sum else ""
        return f"{told}{total}（≤ {plain(self.group.cap)}）{capped}"


@dataclass(frozen=True, slots=True)
class Reckoned:
    """The points of one indicator."""

    lines: tuple[Line, ...]
    points: float


@dataclass(frozen=True, slots=True)
class Reference:
    """The reference figure of a packet. `years` are those that count, None where nobody named any: then no year is shut out."""

    indicators: tuple[Reckoned, ...]
    total: float
    years: tuple[int, int] | None


def reference(rubric: Rubric, met: Sequence[Met], *, years: tuple[int, int] | None) -> Reference:
    """The points of each indicator in order and their sum, capped at the rubric's total.

    `years` are those of the application; the rubric's own window goes before them.
    """
    counted = rubric.window if any(rubric.window) else years
    reckoned = tuple(_indicator(each, counted) for each in met)
    total = min(rubric.total, sum(each.points for each in reckoned))
    return Reference(reckoned, round(total, DIGITS), counted)


def plain(value: float) -> str:
    """A number with no more decimals than it has.

    >>> plain(3.0), plain(0.5)
    ('3', '0.5')
    """
    return f"{round(value, DIGITS):g}"


def _indicator(met: Met, years: tuple[int, int] | None) -> Reckoned:
    shut = years if met.indicator.windowed else None
    lines = tuple(_line(group, asked, shut) for group, asked in met.groups)
    return Reckoned(lines, round(min(met.indicator.points, sum(line.points for line in lines)), DIGITS))


def _line(group: Group, asked: Sequence[Asked], years: tuple[int, int] | None) -> Line:
    terms: list[Term] = []
    left_out: list[tuple[str, Uncounted]] = []
    seen: dict[str, float] = {}
    for each in asked:
        good = []
        for claim in sorted(each.claims, key=_worth_first(each.item)):
            why = _shut_out(claim, each.item, years) or _again(claim, each.item, seen)
            if why is None:
                good.append(claim)
            else:
                left_out.append((claim.id, why))
        found, passed_over = _terms(each, good)
        terms += found
        left_out += passed_over
    return Line(group, tuple(terms), round(min(group.cap, sum(term.value for term in terms)), DIGITS), tuple(left_out))


def _worth_first(item: Item) -> Callable[[Claim], tuple[float, str]]:
    def order(claim: Claim) -> tuple[float, str]:
        return -_worth(item, claim), claim.id

    return order


def _shut_out(claim: Claim, item: Item, years: tuple[int, int] | None) -> Uncounted | None:
    """Why a claim is not counted by itself; None when it is."""
    if not proves(claim, item):
        return "no_proof"
    first, last = _years(claim)
    if claim.window.kind == "cumulative" and first is None:
        return "undated_total"
    if years is not None and first is not None and last is not None and (last < years[0] or first > years[1]):
        return "outside"
    return None if _worth(item, claim) or item.count == "bands" else "worth_nothing"


def _again(claim: Claim, item: Item, seen: dict[str, float]) -> Uncounted | None:
    """Whether the group has the same result already; what comes first is worth most."""
    thing = _thing(claim)
    if not thing or item.count != "each":
        return None
    if thing in seen:
        return "same_result"
    seen[thing] = _worth(item, claim)
    return None


def _thing(claim: Claim) -> str:
    """The result's own name, in Simplified without blanks; empty when it has none."""
    titles = (match for piece in claim.evidence for match in _TITLE.findall(piece.text))
    return re.sub(r"\s+", "", to_simplified(claim.name or next(titles, "")))


def _terms(asked: Asked, claims: Sequence[Claim]) -> tuple[list[Term], list[tuple[str, Uncounted]]]:
    item = asked.item
    if item.source != "claims":
        proved = any(piece.proves for piece in asked.pieces)
        return ([Term(1, item.points, ())] if proved else []), []
    if not claims:
        return [], []
    if item.count in ("best", "once", "bands"):
        best, *others = sorted(claims, key=_worth_first(item))
        each = _worth(item, best)
        rest: list[tuple[str, Uncounted]] = [(claim.id, "not_best") for claim in others]
        return ([Term(1, each, (best.id,))] if each else []), rest if each else [(c.id, "worth_nothing") for c in claims]
    if item.count == "years":
        told = sorted({year for claim in claims for year in _each_year(claim)}) or [0]
        return [Term(len(told), item.points, tuple(claim.id for claim in claims))], []
    return list(_summed(item, claims)), []


def _summed(item: Item, claims: Sequence[Claim]) -> Iterator[Term]:
    """Claims of one worth are one summand."""
    by_worth: dict[float, list[Claim]] = {}
    for claim in claims:
        by_worth.setdefault(_worth(item, claim), []).append(claim)
    for each, those in by_worth.items():
        yield Term(sum(_times(item, claim) for claim in those), each, tuple(claim.id for claim in those))


def _times(item: Item, claim: Claim) -> float:
    return claim.quantity if item.count == "each" and claim.quantity is not None else 1


def _worth(item: Item, claim: Claim) -> float:
    """What one of it is worth."""
    if item.count == "bands":
        return _band(item, claim)
    each = item.points
    if item.by_level:
        each = item.by_level.get(claim.level, item.by_level.get("unknown", 0))
    if item.by_grade:
        each *= item.by_grade.get(claim.grade or "unknown", item.by_grade.get("unknown", 0))
    if claim.rank == "participate":
        each *= item.by_rank.get("participate", 1)
    return round(each, DIGITS)


def _band(item: Item, claim: Claim) -> float:
    """The points of the sum a year: a sum over several years is divided by them."""
    first, last = _years(claim)
    span = last - first + 1 if first is not None and last is not None else 1
    yearly = (claim.quantity or 0) / span
    return next((points for least, points in item.bands if yearly >= least), 0)


def _years(claim: Claim) -> tuple[int | None, int | None]:
    """The years a claim speaks of: those of its time, else that of its date."""
    first, last = claim.window.first, claim.window.last
    if first is None and last is None and re.match(r"(19|20)\d\d", claim.date):
        first = last = int(claim.date[:4])
    return first if first is not None else last, last if last is not None else first


def _each_year(claim: Claim) -> Sequence[int]:
    first, last = _years(claim)
    return range(first, last + 1) if first is not None and last is not None else ()
