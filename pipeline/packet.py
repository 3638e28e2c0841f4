"""One applicant's documents merged into claims: each fact once, with all its evidence, strongest proof first.

Nothing is added up here and nothing is settled: a fact told in three papers is one claim with three pieces of evidence, two
facts that only look alike stay two, and what contradicts is listed beside them (`pipeline.merging.conflicts`). Claims, ids
and order do not depend on the order in which the documents come.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence, Set
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import get_args

import msgspec

from corpus import tables
from pipeline.applicant_record import Applicant
from pipeline.digests import digest
from pipeline.document import Category, DocumentKind, Level, Scope
from pipeline.merging.applicant import applicant, field_spans
from pipeline.merging.checking import Packet
from pipeline.merging.checks import checks
from pipeline.merging.conflicts import Merged, conflicts
from pipeline.merging.decisions import winner_scope
from pipeline.merging.folding import folded_object, simplified
from pipeline.merging.holder import scope_of
from pipeline.merging.labels import LONGEST_LABEL, named
from pipeline.merging.overlap import Overlap
from pipeline.merging.proofs import doubts, window
from pipeline.merging.pupils import as_training, known_by_person, receivers
from pipeline.merging.roll import counts, disagreement
from pipeline.merging.sameness import Fact, bucket, compatible, fact, handles
from pipeline.merging.versions import superseded, versions
from pipeline.merging.year_sums import year_sums
from pipeline.packet_record import Claim, Conflict, EvidenceRecord, PacketRecord
from pipeline.record import SCHEMA, AchievementRecord, DocumentRecord, HolderRecord, WindowRecord
from pipeline.view import Span

VERSION = "20"
"""Names what merging makes of the same documents; a packet merged under another version is merged anew."""
_END = re.compile("[\\n\\t：:]")
_HEAD = re.compile("(?:获奖|荣誉|奖励|认定|鉴定|验收|等级|资格|(?:中华民国|发明|实用新型|外观设计)?专利)证书|奖状|聘书")
MOST_COMPARED = 400
"""Beyond this many different wordings of one figure only equal ones are merged, so that no packet takes quadratic time."""


@dataclass(frozen=True, slots=True)
class Strength:
    """How much a kind of paper weighs: `value` orders evidence, `proof` is its class for the categories it `proves`."""

    value: int
    proof: str
    proves: frozenset[str]


def merge(documents: Sequence[DocumentRecord], *, packet_id: str, name: str) -> PacketRecord:
    """The packet's record: its applicant, claims in order of category and strength, and their conflicts.

    `packet_id` goes into the claims' ids; `name` is the folder's or archive's name.
    """
    documents = sorted(documents, key=_document_order)
    papers = versions(documents)
    late = superseded(papers)
    whose = applicant(documents, name=name, superseded=late)
    merged = _claims(documents, whose, late, packet_id=packet_id)
    claims = tuple(each.claim for each in merged)
    told = counts(documents, whose, superseded=late)
    among = (*conflicts(merged, superseded=late), *year_sums(merged, form_years=window(documents)))
    against = (
        *among,
        *doubts(merged, documents, whose, papers, among=among),
        *disagreement(told),
    )
    found = _in_order(claims, against)
    known = {document.id: document for document in documents}
    return PacketRecord(
        schema=SCHEMA,
        id=packet_id,
        name=name,
        applicant=whose,
        documents=tuple(document.id for document in documents),
        claims=claims,
        conflicts=found,
        checks=checks(Packet(documents, whose, merged, found, papers, known, told)),
        versions=papers,
    )


def strength(kind: DocumentKind, category: Category) -> tuple[int, str]:
    """How strongly a paper of `kind` speaks for a claim of `category`, and the class of proof it is.

    >>> strength("patent_certificate", "ip_right"), strength("patent_certificate", "economic_benefit")
    ((90, 'certificate'), (40, 'word'))
    """
    known = _strengths()
    found = known[kind]
    if found.proof == "certificate" and category not in found.proves:
        found = known["other"]
    return found.value, found.proof


def _claims(documents: Sequence[DocumentRecord], whose: Applicant, late: Set[str], *, packet_id: str) -> tuple[Merged, ...]:
    buckets: dict[Hashable, list[Fact]] = defaultdict(list)
    filled = {document: Overlap(spans) for document, spans in field_spans(whose).items()}
    unfilled = Overlap(())
    persons = receivers(documents, whose)
    for document in documents:
        for told in document.achievements:
            if _mostly(told.span, filled.get(document.id, unfilled)) or _is_label(document, told):
                continue
            found = as_training(document, told, persons)
            named = fact(
                document, found, scope=winner_scope(document, found, whose) or scope_of(found, whose), late=document.id in late
            )
            one = known_by_person(named, persons)
            buckets[bucket(one)].append(one)
    groups = [group for facts in buckets.values() for group in _groups(facts)]
    return _named((Merged(_claim(group), tuple(group)) for group in groups), packet_id=packet_id)


def _is_label(document: DocumentRecord, found: AchievementRecord) -> bool:
    """Whether all that was found is the label of a cell or line (获奖, 主要业绩) or the head of a certificate (获奖证书)."""
    if found.quantity is not None or found.change_to is not None or found.span[1] - found.span[0] > LONGEST_LABEL:
        return False
    text = document.text
    start = max(text.rfind("\n", 0, found.span[0]), text.rfind("\t", 0, found.span[0])) + 1
    match = _END.search(text, found.span[1])
    cell = "".join(text[start : match.start() if match else len(text)].split())
    return len(cell) <= LONGEST_LABEL and (named(cell) is not None or (bool(_HEAD.fullmatch(simplified(cell)))))


def _mostly(found: Span, fields: Overlap) -> bool:
    """Whether half of a claim or more stands in fields of the form."""
    return fields.with_span(found) * 2 >= found[1] - found[0]


def _object(group: Sequence[Fact]) -> str | None:
    """The thing counted in the words of the strongest evidence that names one, before a word that names a category only."""
    told = [one.found.object for one in group if one.found.object]
    return next((words for words in told if folded_object(words)), next(iter(told), None))


def _in_order(claims: Sequence[Claim], found: Iterable[Conflict]) -> tuple[Conflict, ...]:
    """Conflicts in the order of the claims they name; those that name none come last."""
    order = {claim.id: index for index, claim in enumerate(claims)}

    def place(conflict: Conflict) -> tuple[object, ...]:
        return not conflict.claims, [order[name] for name in conflict.claims], conflict.kind, conflict.detail

    return tuple(sorted(found, key=place))


def _groups(facts: Sequence[Fact]) -> list[list[Fact]]:
    """The facts that are one, each group in order of its evidence.

    Equal facts are one class. Classes join when they are compatible, and only where everything compatible with one of them
    is compatible with each other: a vague class that could be either of two things stays alone. So no order of joining
    can change the outcome.
    """
    classes = list(_classes(facts).values())
    friends: dict[int, set[int]] = {index: set() for index in range(len(classes))}
    for first, second in _compared(classes):
        if _all_compatible(classes[first], classes[second]):
            friends[first].add(second)
            friends[second].add(first)
    vague = {index for index, near in friends.items() if any(b not in friends[a] for a, b in combinations(sorted(near), 2))}
    groups, seen = [], set()
    for index, near in friends.items():
        if index not in seen:
            together = {index} if index in vague else {index, *near} - vague
            seen |= together
            groups.append(sorted((one for member in together for one in classes[member]), key=_evidence_order))
    return groups


def _classes(facts: Iterable[Fact]) -> dict[Hashable, list[Fact]]:
    """Facts that say the same in every respect. The second such fact of one line is another fact: it gets a class of its own."""
    classes: dict[Hashable, list[Fact]] = defaultdict(list)
    told: Counter[Hashable] = Counter()
    for one in facts:
        found = one.found
        says = (
            one.thing,
            one.names,
            one.prize,
            one.numbers,
            one.scope,
            one.stated,
            found.level,
            found.grade,
            found.rank,
            found.approx,
            found.window,
            one.borrowed,
        )
        here = (says, one.document.id, one.line)
        classes[says, told[here]].append(one)
        told[here] += 1
    return classes


def _compared(classes: Sequence[Sequence[Fact]]) -> Iterable[tuple[int, int]]:
    """Pairs of classes that share a handle; a handle that too many share is left out."""
    holders: dict[Hashable, list[int]] = defaultdict(list)
    for index, members in enumerate(classes):
        for handle in handles(members[0]):
            holders[handle].append(index)
    return sorted({pair for found in holders.values() if len(found) <= MOST_COMPARED for pair in combinations(found, 2)})


def _all_compatible(one: Sequence[Fact], other: Sequence[Fact]) -> bool:
    """Equal facts differ only in where they stand, so one comparison decides, then no line may be in both."""
    lines = {(member.document.id, member.line) for member in one}
    return not any((member.document.id, member.line) in lines for member in other) and compatible(one[0], other[0])


def _claim(group: Sequence[Fact]) -> Claim:
    """One claim of facts in order of strength: each attribute from the strongest evidence that states it."""
    first = group[0].found
    evidence = tuple(_evidence(one) for one in group)
    return Claim(
        id="",
        category=first.category,
        quantity=next((one.found.quantity for one in group if one.found.quantity is not None), None),
        quantity_max=first.quantity_max,
        change_from=first.change_from,
        change_to=first.change_to,
        unit=next((one.found.unit for one in group if one.found.unit), None),
        object=_object(group),
        currency=next((one.found.currency for one in group if one.found.currency), None),
        approx=next((one.found.approx for one in group if one.found.approx), None),
        level=_level(group),
        grade=next((one.found.grade for one in group if one.found.grade), None),
        rank=next((one.found.rank for one in group if one.found.rank is not None), None),
        status=first.status,
        holder=_holder(group),
        scope=_scope(group),
        window=_window(group),
        unquantified=first.unquantified,
        confidence=max(one.found.confidence for one in group),
        why=tuple(dict.fromkeys(reason for one in group for reason in one.found.why)),
        evidence=evidence,
        proof=strength(group[0].document.kind, first.category)[1],
        **{key: _first(group, key) for key in ("name", "number", "issuer", "date")},
    )


def _first(group: Sequence[Fact], key: str) -> str:
    """What the strongest paper that states `key` says."""
    return next((told for one in group if (told := getattr(one.found, key))), "")


def _scope(group: Sequence[Fact]) -> Scope:
    """Whose it is as the first paper says that says it."""
    stated: list[Scope] = [one.scope for one in group if one.stated]
    return stated[0] if stated else group[0].scope


def _level(group: Sequence[Fact]) -> Level:
    known: list[Level] = [one.found.level for one in group if one.found.level != "unknown"]
    return known[0] if known else "unknown"


def _holder(group: Sequence[Fact]) -> HolderRecord | None:
    """Whose it is as the strongest evidence names it; the span is in that evidence's document."""
    return next((one.found.holder for one in group if one.found.holder is not None), None)


def _window(group: Sequence[Fact]) -> WindowRecord:
    """The most exact time any of them states."""
    windows = [one.found.window for one in sorted(group, key=_is_borrowed)]
    dated = [window for window in windows if (window.first, window.last) != (None, None)]
    return next(iter(dated), next((window for window in windows if window.kind != "undated"), windows[0]))


def _is_borrowed(one: Fact) -> bool:
    return one.borrowed


def _evidence(one: Fact) -> EvidenceRecord:
    value, _ = strength(one.document.kind, one.found.category)
    return EvidenceRecord(one.document.id, one.found.span, one.found.evidence, one.found.places, one.document.kind, value)


def _named(merged: Iterable[Merged], *, packet_id: str) -> tuple[Merged, ...]:
    """The claims in order with their ids. An id comes from what the claim says, so that more evidence does not change it;
    claims that say the same are numbered in the order of where they stand."""
    given: Counter[str] = Counter()
    named = []
    for each in sorted(merged, key=_merged_order):
        says = digest(packet_id, *map(str, _says(each.claim)))
        name = says if not given[says] else digest(says, str(given[says]))
        named.append(Merged(msgspec.structs.replace(each.claim, id=name), each.facts))
        given[says] += 1
    return tuple(named)


def _says(claim: Claim) -> tuple[object, ...]:
    """What tells a claim from others, without its evidence's places."""
    return (
        claim.category, claim.status, claim.scope, claim.quantity, claim.quantity_max, claim.change_from, claim.change_to,
        claim.unit, claim.object, claim.currency, claim.level, claim.grade, claim.rank, claim.window, claim.evidence[0].text,
    )  # fmt: skip


def _merged_order(each: Merged) -> tuple[object, ...]:
    return _claim_order(each.claim)


def _claim_order(claim: Claim) -> tuple[object, ...]:
    first = claim.evidence[0]
    return (
        get_args(Category).index(claim.category),
        get_args(Scope).index(claim.scope),
        -first.strength,
        -(claim.quantity or 0),
        first.document,
        first.span,
        claim.status,
        str(_says(claim)),
    )


def _evidence_order(one: Fact) -> tuple[object, ...]:
    value, _ = strength(one.document.kind, one.found.category)
    return one.late, -value, *_document_order(one.document), one.found.span, one.found.confidence


def _document_order(document: DocumentRecord) -> tuple[str, str]:
    return document.path, document.id


@cache
def _strengths() -> dict[str, Strength]:
    rows = tables.rows("proof_strength")
    found = {row["kind"]: Strength(int(row["strength"]), row["proof"], frozenset(row["proves"].split())) for row in rows}
    missing = set(get_args(DocumentKind)) - set(found)
    if missing:
        raise ValueError(f"proof_strength.tsv has no row for {', '.join(sorted(missing))}")
    return found
