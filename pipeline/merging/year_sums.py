"""A total over years against the figures that the packet tells of each of these years."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence

from pipeline.merging.conflicts import MOST_CLAIMS, Merged, counts_the_same
from pipeline.merging.folding import folded_unit, simplified
from pipeline.packet_record import Claim, Conflict

MOST_YEARS = 10
LONGEST_SENTENCE = 200
_PARTS = re.compile("其中|分别|分年度")
_SENTENCE_ENDS = re.compile("[。\n]")
TEN_THOUSAND, HUNDREDTH = 10_000, 100
ROUNDED = 0.005
"""As part of a total, what rounding the years' figures may leave open."""


def year_sums(merged: Iterable[Merged], *, form_years: tuple[int, int] | None = None) -> Iterator[Conflict]:
    """Totals of two years or more that the figures of just these years, one of each, do not add up to.

    `form_years` are those that the application form is about: of these a total in the form is that tells no time of its own.
    """
    same: dict[Hashable, list[Merged]] = defaultdict(list)
    for each in merged:
        claim = each.claim
        if (
            claim.quantity is not None
            and claim.quantity_max is None
            and claim.approx in (None, "exact")
            and not claim.unquantified
        ):
            unit = folded_unit(claim.category, claim.unit)
            same[claim.category, claim.scope, claim.status, unit, claim.level, claim.grade].append(each)
    for group in same.values():
        if len(group) <= MOST_CLAIMS:
            for total in group:
                yield from _against(total, group, form_years)


def _against(total: Merged, group: Sequence[Merged], form_years: tuple[int, int] | None) -> Iterator[Conflict]:
    first, last = _time(total.claim, form_years)
    if not 1 <= last - first < MOST_YEARS:
        return
    by_year: dict[int, list[Merged]] = defaultdict(list)
    for each in group:
        year = each.claim.window.first
        same = counts_the_same(total, each) or _part_of(total, each)
        if each.claim.window.kind == "year" and year is not None and first <= year <= last and same:
            by_year[year].append(each)
    if len(by_year) == last - first + 1 and all(len(found) == 1 for found in by_year.values()):
        parts = [by_year[year][0].claim for year in sorted(by_year)]
        told = sum(part.quantity or 0 for part in parts)
        if abs(told - (total.claim.quantity or 0)) > ROUNDED * max(told, total.claim.quantity or 0):
            yield Conflict("years_sum", (total.claim.id, *(part.id for part in parts)), _detail(total.claim, parts, told))


def _part_of(total: Merged, each: Merged) -> bool:
    """Whether a sentence goes on from the total to this figure as a part of it: 共节约材料费600万元，其中2021年节约150万元."""
    return not each.claim.object and any(
        one.document.id == part.document.id
        and one.found.span[1] <= part.found.span[0] <= one.found.span[1] + LONGEST_SENTENCE
        and _leads_to_parts(simplified(part.document.text[one.found.span[1] : part.found.span[0]]))
        for one in total.facts
        for part in each.facts
    )


def _leads_to_parts(between: str) -> bool:
    return _SENTENCE_ENDS.search(between) is None and _PARTS.search(between) is not None


def _time(total: Claim, form_years: tuple[int, int] | None) -> tuple[int, int]:
    """First and last year of a total; one year twice where it is no total over years."""
    window = total.window
    if window.kind == "period" and window.first is not None and window.last is not None:
        return window.first, window.last
    untold = window.kind in ("undated", "period") and window.first is None and window.last is None
    in_form = any(piece.kind == "form" for piece in total.evidence)
    return form_years if form_years is not None and untold and in_form else (0, 0)


def _detail(total: Claim, parts: Sequence[Claim], told: float) -> str:
    """The total, and the sum of the years as it is reckoned; money of whole 万元 in 万元."""
    figures = [total.quantity or 0, *(part.quantity or 0 for part in parts)]
    whole = total.unit == "元" and all(figure % HUNDREDTH == 0 for figure in figures)
    scale, unit = (TEN_THOUSAND, "万元") if whole else (1, total.unit or "")
    first, *others = (f"{figure / scale:,.2f}".removesuffix("00").rstrip(".") for figure in figures)
    return f"{first}{unit} / {' + '.join(others)} = {f'{told / scale:,.2f}'.removesuffix('00').rstrip('.')}"
