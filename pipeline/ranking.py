"""Which claims an expert sees first. An order for reading, by the table `ranking.tsv`; never a score, and never shown as one."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from math import log10

from corpus import tables
from pipeline.packet_record import Claim, Conflict

MOST_OF_A_CATEGORY = 3
"""The first page shows a studio's breadth: no more of one category while others wait."""
OTHERWISE = frozenset({"money_unit", "persons", "figure", "version", "status", "level"})
"""Kinds of contradiction that tell one thing in two ways."""
TWO = 2
NOT_COUNTED = frozenset({"planned", "negated"})
NOT_OURS = frozenset({"region", "third_party"})


def counts(claim: Claim) -> bool:
    """Whether a claim is the applicant's and more than a plan; the others are shown apart."""
    return claim.status not in NOT_COUNTED and claim.scope not in NOT_OURS


def strongest(claims: Iterable[Claim], *, limit: int, conflicts: Iterable[Conflict] = ()) -> tuple[Claim, ...]:
    """The `limit` claims to show first: quantified or named ones that count, by weight, breadth before depth.

    Of two claims that tell one thing otherwise the stronger alone is shown; the other stands beside it among what is doubtful.
    """
    ranked = _without_twins(sorted((claim for claim in claims if _is_shown(claim)), key=_order), conflicts)
    taken: Counter[str] = Counter()
    first: list[Claim] = []
    rest: list[Claim] = []
    for claim in ranked:
        (first if taken[claim.category] < MOST_OF_A_CATEGORY else rest).append(claim)
        taken[claim.category] += 1
    return tuple(sorted((*first, *rest)[:limit], key=_order)) if len(first) < limit else tuple(first[:limit])


def _without_twins(ranked: Sequence[Claim], conflicts: Iterable[Conflict]) -> list[Claim]:
    pairs = [found.claims for found in conflicts if found.kind in OTHERWISE and len(found.claims) == TWO]
    against: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        against[one].add(other)
        against[other].add(one)
    taken: set[str] = set()
    for claim in ranked:
        if not against[claim.id] & taken:
            taken.add(claim.id)
    return [claim for claim in ranked if claim.id in taken]


def by_weight(claims: Iterable[Claim]) -> list[Claim]:
    """All of them, the weightiest first."""
    return sorted(claims, key=_order)


def weight(claim: Claim) -> float:
    """The sum of the table's weights for what the claim says, and a little for a large figure and for more papers."""
    told = (claim.proof, claim.level, claim.grade, claim.status, claim.scope, claim.category)
    attributes = ("proof", "level", "grade", "status", "scope", "category")
    known = sum(_weights().get((name, value or ""), 0.0) for name, value in zip(attributes, told, strict=True))
    size = log10(1 + abs(claim.quantity)) if claim.quantity else 0.0
    return known * (0.5 + claim.confidence / 2) + 2 * size + min(4, len({piece.document for piece in claim.evidence}))


def _is_shown(claim: Claim) -> bool:
    return counts(claim) and not claim.unquantified and claim.status not in ("revoked", "expected")


def _order(claim: Claim) -> tuple[float, str]:
    return -weight(claim), claim.id


@cache
def _weights() -> dict[tuple[str, str], float]:
    return {(row["attribute"], row["value"]): float(row["weight"]) for row in tables.rows("ranking")}
