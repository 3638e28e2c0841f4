"""What the formal check works with: the packet as it is known when it is checked, and how an item is decided."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.applicant_record import Applicant
from pipeline.merging.conflicts import Merged
from pipeline.merging.roll import Count
from pipeline.packet_record import CheckResult, Conflict, EvidenceRecord, Versions
from pipeline.record import CertificateRecord, DocumentRecord, PlaceRecord
from pipeline.view import Span


@dataclass(frozen=True, slots=True)
class Packet:
    """What is known of a packet when it is checked."""

    documents: Sequence[DocumentRecord]
    applicant: Applicant
    merged: Sequence[Merged]
    conflicts: Sequence[Conflict]
    versions: Sequence[Versions]
    known: Mapping[str, DocumentRecord] = field(default_factory=dict)
    members: Sequence[Count] = ()

    def piece(self, document: DocumentRecord, span: Span, places: tuple[PlaceRecord, ...]) -> EvidenceRecord:
        return EvidenceRecord(document.id, span, document.text[span[0] : span[1]], places, document.kind, 0)

    def whole(self, document: DocumentRecord) -> EvidenceRecord:
        """A document as a whole: an empty span, no words."""
        return EvidenceRecord(document.id, Span(0, 0), "", (), document.kind, 0)

    def printed(self, document: DocumentRecord, found: CertificateRecord) -> EvidenceRecord:
        return self.piece(document, Span(*found.span), found.places)


Found = tuple[str, list[EvidenceRecord]]
"""What is wrong, in a word or two, and where."""
Decide = Callable[[Packet], tuple[CheckResult, list[Found]]]


def decided(found: Sequence[Found], *, seen: bool = True) -> tuple[CheckResult, list[Found]]:
    """Fails with what was found; else passes where there was something to look at."""
    return ("fail" if found else "pass" if seen else "undecidable"), list(found)


def places_of(document: DocumentRecord, span: Span) -> tuple[PlaceRecord, ...]:
    lines: Iterable[tuple[PlaceRecord, ...]] = (line.places for line in document.lines if line.span[0] <= span[0] < line.span[1])
    return next(iter(lines), ())
