"""A packet's evidence under the indicators of a rubric: what is found for each thing asked, how strong it is, what is missing.

Each claim stands once: under the first item of the rubric that takes it, else under the first indicator of its category, else
among the rest. Nothing is weighed here and nothing decided.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import nsmallest
from typing import Literal

from pipeline.document import BODY_ROLES, DocumentKind
from pipeline.merging import roll
from pipeline.merging.form import TOLD
from pipeline.packet_record import Claim, PacketRecord
from pipeline.ranking import counts
from pipeline.record import DocumentRecord, PlaceRecord
from pipeline.rubric import Group, Indicator, Item, Rubric
from pipeline.script import to_simplified
from pipeline.view import Span

Standing = Literal["proved", "told", "absent"]
"""Proved by a paper made for it; told by the applicant or the press alone; not found."""
OF_OTHER_THINGS = TOLD - {"rules", "story", "members"} | {"founded"}
"""Fields of the form that tell of achievements and dates: 攻克设备难题 says nothing of equipment."""
MOST_PIECES = 12
"""Places shown at most of one thing that is no claim."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A place that speaks for something that is no claim: a sentence on the studio's rooms, a row of the list of members."""

    document: str
    span: Span
    text: str
    places: tuple[PlaceRecord, ...]
    proves: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """One item with what was found for it. `pieces` are of the items that claims do not feed."""

    item: Item
    claims: tuple[Claim, ...]
    pieces: tuple[Piece, ...] = ()

    @property
    def standing(self) -> Standing:
        """How strong the strongest of it is."""
        if any(proves(claim, self.item) for claim in self.claims) or any(piece.proves for piece in self.pieces):
            return "proved"
        return "told" if self.claims or self.pieces else "absent"


@dataclass(frozen=True, slots=True)
class Met:
    """One indicator with its groups of items; `others` are claims of its categories that no item takes."""

    indicator: Indicator
    groups: tuple[tuple[Group, tuple[Asked, ...]], ...]
    others: tuple[Claim, ...]

    @property
    def asked(self) -> tuple[Asked, ...]:
        """Its items in order."""
        return tuple(each for _, group in self.groups for each in group)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All claims that stand under it, in order."""
        return tuple(claim for each in self.asked for claim in each.claims) + self.others


@dataclass(frozen=True, slots=True)
class Searched:
    """Where evidence was looked for. `pages` counts pages of the files that have any; `unread` files were not read whole."""

    files: int
    pages: int
    unread: int


def meet(rubric: Rubric, packet: PacketRecord, documents: Sequence[DocumentRecord]) -> tuple[tuple[Met, ...], tuple[Claim, ...]]:
    """The indicators in order with their evidence, and the claims that stand under none of them.

    Plans, denials and what is another's are left out: they count for nobody.
    """
    under = _under(rubric, packet)
    met = tuple(
        Met(
            indicator,
            tuple(
                (group, tuple(_asked(item, under.get(_key(indicator, item), ()), packet, documents) for item in group.items))
                for group in indicator.groups
            ),
            tuple(under.get(indicator.id, ())),
        )
        for indicator in rubric.indicators
    )
    return met, tuple(under.get("", ()))


def reading_order(rubric: Rubric, packet: PacketRecord) -> tuple[Claim, ...]:
    """All claims in the order in which a dossier by `rubric` numbers them, from 1; those that count for nobody come last."""
    under = _under(rubric, packet)
    places = [
        key
        for indicator in rubric.indicators
        for key in (*(_key(indicator, item) for group in indicator.groups for item in group.items), indicator.id)
    ]
    ordered = [claim for key in (*places, "") for claim in under.get(key, ())]
    return (*ordered, *(claim for claim in packet.claims if not counts(claim)))


def _under(rubric: Rubric, packet: PacketRecord) -> dict[str, list[Claim]]:
    """The claims that count by where they stand: an item's key, an indicator's id, or nothing for the rest."""
    under: dict[str, list[Claim]] = {}
    for claim in packet.claims:
        if counts(claim):
            under.setdefault(_taken_by(rubric, claim) or _home(rubric, claim), []).append(claim)
    return under


def proves(claim: Claim, item: Item) -> bool:
    """Whether a paper made for it speaks for the claim."""
    return claim.proof == "certificate" or any(piece.kind in item.proved_by for piece in claim.evidence)


def searched(documents: Iterable[DocumentRecord]) -> Searched:
    """How many files and pages there are to find something in."""
    files = pages = unread = 0
    for document in documents:
        files += document.state in ("ok", "partial")
        unread += document.state != "ok"
        pages += max((place.page or 0 for line in document.lines for place in line.places), default=0)
    return Searched(files, pages, unread)


def words_of(claim: Claim) -> str:
    """What is told of a claim, in Simplified: its thing, its name and the words of its evidence."""
    return to_simplified("\n".join((claim.object or "", claim.name, *(piece.text for piece in claim.evidence))))


def _taken_by(rubric: Rubric, claim: Claim) -> str:
    told = words_of(claim)
    for indicator in rubric.indicators:
        for item in (item for group in indicator.groups for item in group.items):
            if _takes(item, claim, told):
                return _key(indicator, item)
    return ""


def _takes(item: Item, claim: Claim, told: str) -> bool:
    fits = claim.category in item.categories and claim.status in item.status and claim.scope in item.scope
    fits = fits and item.source == "claims" and not claim.unquantified
    return fits and (not item.units or claim.unit in item.units) and (not item.words or any(word in told for word in item.words))


def _home(rubric: Rubric, claim: Claim) -> str:
    return next((indicator.id for indicator in rubric.indicators if claim.category in indicator.categories), "")


def _key(indicator: Indicator, item: Item) -> str:
    return f"{indicator.id}.{item.id}"


def _asked(item: Item, claims: Sequence[Claim], packet: PacketRecord, documents: Sequence[DocumentRecord]) -> Asked:
    if item.source == "claims":
        return Asked(item, tuple(claims))
    found = {"base": _base, "members": _members, "papers": _papers}[item.source](item, packet, documents)
    best = _apart(nsmallest(MOST_PIECES, found, key=_strongest_first))
    known = {document.id: document for document in documents}
    return Asked(item, (), tuple(_placed(piece, known[piece.document]) for piece in best))


def _apart(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces without those whose words stand within another's, and one of those of the same words."""
    kept: list[Piece] = []
    for piece in pieces:
        around = any(_holds(other, piece) and other.span != piece.span for other in pieces)
        again = any(other.document == piece.document and other.span == piece.span for other in kept)
        if not around and not again:
            kept.append(piece)
    return kept


def _holds(outer: Piece, inner: Piece) -> bool:
    """Whether the words of one stand within the other's; a paper as a whole (an empty span) holds none and stands in none."""
    inside = outer.span[0] <= inner.span[0] < inner.span[1] <= outer.span[1]
    return outer.document == inner.document and inside


def _placed(piece: Piece, document: DocumentRecord) -> Piece:
    """A piece with its places, which are sought for those alone that are shown."""
    return piece if piece.places or not piece.text else replace(piece, places=_places(document, piece.span))


def _strongest_first(piece: Piece) -> tuple[bool, str, Span]:
    return not piece.proves, piece.document, piece.span


def _base(item: Item, packet: PacketRecord, documents: Sequence[DocumentRecord]) -> Iterator[Piece]:
    """What the form and the papers say of it, and papers that are named for it."""
    kinds: dict[str, DocumentKind] = {document.id: document.kind for document in documents}
    for field in packet.applicant.fields:
        if field.value and field.field not in OF_OTHER_THINGS and _says(item, f"{field.label} {field.value}"):
            yield Piece(
                field.document, field.span, field.value, field.places, _is_proof(item, kinds.get(field.document, "other"))
            )
    for document in documents:
        if _says(item, document.path.rpartition("/")[2]) and document.state in ("ok", "partial"):
            yield Piece(document.id, Span(0, 0), "", (), document.kind in item.proved_by)
        for helper in document.helpers:
            text = document.text[slice(*helper.span)]
            if helper.label == "studio_base" and _says(item, text):
                yield Piece(document.id, helper.span, text, (), _is_proof(item, document.kind))


def _members(item: Item, packet: PacketRecord, documents: Sequence[DocumentRecord]) -> Iterator[Piece]:
    """The rows of the form's list of members, which is the roster, where it is long enough; else what tells so many in words."""
    known: Mapping[str, DocumentRecord] = {document.id: document for document in documents}
    members = packet.applicant.members
    if len(members) < item.at_least:
        for count in roll.counts(documents, packet.applicant):
            if count.number >= item.at_least:
                told = count.evidence
                yield Piece(told.document, told.span, told.text, told.places, False)
        return
    for member in members:
        document = known[member.document]
        yield Piece(member.document, member.span, document.text[slice(*member.span)], member.places, True)


def _papers(item: Item, _packet: PacketRecord, documents: Sequence[DocumentRecord]) -> Iterator[Piece]:
    """Papers of the kinds that the item asks for, which prove themselves."""
    for document in documents:
        if document.kind in item.kinds and document.state in ("ok", "partial"):
            yield Piece(document.id, Span(0, 0), "", (), True)


def _says(item: Item, text: str) -> bool:
    told = to_simplified(text)
    return any(word in told for word in item.words)


def _is_proof(item: Item, kind: DocumentKind) -> bool:
    return kind in item.proved_by


def _places(document: DocumentRecord, span: Span) -> tuple[PlaceRecord, ...]:
    """Where the lines stand that hold the span."""
    lines = (line for line in document.lines if line.span[0] < span[1] and span[0] < line.span[1] and line.role in BODY_ROLES)
    return tuple(place for line in lines for place in line.places)
