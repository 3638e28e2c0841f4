"""Seals and blurred pages: what the formal check can tell of pages that were read as pictures.

A seal is seen as a red ring. Where an application form or a proof of benefit is a scan or a photograph in colour and shows
none, the applicant is asked. On a copy in black and white a person must look; of Word files and of PDFs with their own letters
nothing is said.
"""

from collections.abc import Iterator, Sequence

from pipeline.document import SeenKind
from pipeline.errors import Flag
from pipeline.merging.checking import Found, Packet, decided, places_of
from pipeline.packet_record import CheckResult, EvidenceRecord
from pipeline.record import DocumentRecord
from pipeline.script import to_simplified
from pipeline.view import Span

SEAL_WORDS = ("盖章", "公章", "专用章", "（章）", "(章)", "签章")
LONGEST_READ = 200_000
NO_SEAL = "未见红色印章"
IN_GREY = "黑白件，印章颜色无从辨认"
BLURRED, DOUBTFUL = "模糊", "辨认存疑"


def sharp(packet: Packet) -> tuple[CheckResult, list[Found]]:
    """Fails with each page that is blurred and each file some lines of which were read with doubt."""
    found: list[Found] = []
    pictures = False
    for document in packet.documents:
        blurred = list(_seen(document, "blurred"))
        found += [(BLURRED, [piece]) for piece in blurred]
        doubtful = any(flag.code == Flag.OCR_DOUBTFUL for flag in document.flags)
        if doubtful and not blurred:
            found.append((DOUBTFUL, [packet.whole(document)]))
        pictures = pictures or (_is_picture(document) and document.state == "ok")
    return decided(found, seen=pictures)


def sealed(packet: Packet) -> tuple[CheckResult, list[Found]]:
    """The form, in whichever of its files, and each proof of benefit."""
    forms = [document for document in packet.documents if document.kind == "form"]
    proofs = [[document] for document in packet.documents if document.kind == "benefit_certificate"]
    judged = [_judged(packet, papers) for papers in (forms, *proofs) if papers]
    results = {result for result, _ in judged}
    worst: CheckResult = "fail" if "fail" in results else "pass" if results == {"pass"} else "undecidable"
    return worst, [each for result, found in judged if result == worst for each in found]


def _judged(packet: Packet, papers: Sequence[DocumentRecord]) -> tuple[CheckResult, list[Found]]:
    """One paper that may lie in several files: sealed where one of them shows a seal."""
    within = [each for each in packet.documents if any(each.path.startswith(f"{paper.path}!") for paper in papers)]
    seals = [piece for document in (*papers, *within) for piece in _seen(document, "seal")]
    if seals:
        return "pass", [("", seals)]
    bare = [document for document in papers if _is_picture(document) and not _is_grey(document)]
    if bare:
        return "fail", [(NO_SEAL, [_asked(packet, document)]) for document in bare]
    return "undecidable", [(IN_GREY if _is_grey(document) else "", [_asked(packet, document)]) for document in papers]


def _is_grey(document: DocumentRecord) -> bool:
    """Whether a page of it has no colour, on which the seal may stand."""
    return any(each.kind == "grey" for each in document.seen)


def _asked(packet: Packet, document: DocumentRecord) -> EvidenceRecord:
    """Where the paper asks for a seal; the paper itself where it does not say."""
    words = to_simplified(document.text[:LONGEST_READ])
    spots = [index for word in SEAL_WORDS if (index := words.find(word)) >= 0]
    if not spots or len(words) != len(document.text[:LONGEST_READ]):
        return packet.whole(document)
    span = Span(min(spots), min(spots) + 2)
    return packet.piece(document, span, places_of(document, span))


def _seen(document: DocumentRecord, kind: SeenKind) -> Iterator[EvidenceRecord]:
    for each in document.seen:
        if each.kind == kind:
            yield EvidenceRecord(document.id, Span(0, 0), "", (each.place,), document.kind, 0)


def _is_picture(document: DocumentRecord) -> bool:
    return document.media_type.startswith("image/") or any(each.kind == "picture" for each in document.seen)
