"""The formal check: what a clerk looks for before an expert reads, item by item, with its place.

An item passes or fails where the packet's papers decide it. What they cannot decide (a seal's ink, a dispute, an award elsewhere)
is listed as undecidable, for a person. A failed item is a question to the applicant, not a judgement.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from classifiers import dates, patent_number
from pipeline.applicant_record import Award
from pipeline.errors import Flag
from pipeline.merging import seen_on_pages
from pipeline.merging.checking import Decide, Found, Packet, decided, places_of
from pipeline.merging.folding import folded_object, simplified
from pipeline.merging.holder import owner_scope
from pipeline.merging.proofs import window
from pipeline.merging.roll import differing
from pipeline.merging.row_owners import strangers
from pipeline.merging.thing_names import is_single
from pipeline.packet_record import Check, CheckResult, Claim, EvidenceRecord
from pipeline.record import CertificateRecord, DocumentRecord
from pipeline.view import Span

REQUIRED = ("studio", "leader", "employer", "founded")
"""What every notice asks for; any other label of the form must be filled where it stands."""
OPTIONAL = frozenset({"opinion", "level", "story", "signatory"})
"""Labels that may stay blank: the offices' opinions and signatures come later, a new studio has no level yet."""
PROVABLE = frozenset({"ip_right", "award_result", "honor_title", "economic_benefit"})
"""Categories for which notices ask for a certificate, whatever the studio."""
OURS = frozenset({"studio", "leader", "member"})
MONTHS = 6
MOST_EVIDENCE = 40
LONGEST_READ = 200_000
DAMAGED = frozenset({Flag.GARBLED_TEXT, Flag.DAMAGED_TEXT, Flag.TEXT_LAYER_REPLACED, Flag.HIDDEN_TEXT})
FOR_A_PERSON = ("eligible", "awarded_elsewhere", "dispute", "upright")
"""What no paper of the packet decides."""


def checks(packet: Packet) -> tuple[Check, ...]:
    """Every item in a fixed order."""
    return tuple(_check(item, decide(packet)) for item, decide in _ITEMS.items())


def _check(item: str, outcome: tuple[CheckResult, list[Found]]) -> Check:
    result, found = outcome
    detail = "；".join(dict.fromkeys(words for words, _ in found if words))
    evidence = [piece for _, pieces in found for piece in pieces]
    return Check(item, result, detail, tuple(evidence[:MOST_EVIDENCE]))


def _form(packet: Packet) -> tuple[CheckResult, list[Found]]:
    return decided([] if any(document.kind == "form" for document in packet.documents) else [("申报表", [])])


def _fields(packet: Packet) -> tuple[CheckResult, list[Found]]:
    """Blank where a label stands, or asked for by every notice and nowhere to be found."""
    fields = packet.applicant.fields
    if not fields:
        return "undecidable", []
    filled = {each.field for each in fields if each.value}
    blank = [each for each in fields if not each.value and each.field not in filled | OPTIONAL]
    found = [(each.label, [EvidenceRecord(each.document, each.span, each.label, each.places, "form", 0)]) for each in blank]
    named = {each.field for each in blank}
    labels = {"studio": "工作室名称", "leader": "领衔人", "employer": "所在单位", "founded": "成立时间"}
    found += [(labels[name], []) for name in REQUIRED if name not in named and not getattr(packet.applicant, name)]
    return decided(found)


def _age(packet: Packet) -> tuple[CheckResult, list[Found]]:
    """Founded six months or more before the form's own date, else before the last date of any paper."""
    founded = dates.first(simplified(packet.applicant.founded))
    signed = dates.first(simplified(packet.applicant.filled)) or max(
        (each.iso for document in packet.documents for each in dates.dates(simplified(document.text[:LONGEST_READ]))), default=""
    )
    if not founded or len(signed) < len("2024-03") or signed <= founded:
        return "undecidable", []
    least, most = (_months(founded, signed, month) for month in (12, 1))
    places = [each for each in packet.applicant.fields if each.field == "founded" and each.value][:1]
    pieces = [EvidenceRecord(each.document, each.span, each.value, each.places, "form", 0) for each in places]
    result: CheckResult = "pass" if least >= MONTHS else "fail" if most < MONTHS else "undecidable"
    return result, [(packet.applicant.founded, pieces)]


def _months(founded: str, signed: str, unknown: int) -> int:
    """Months between two dates; `unknown` stands for the month of a founding told by its year."""
    month = int(founded[5:7]) if len(founded) >= len("2024-03") else unknown
    return (int(signed[:4]) - int(founded[:4])) * 12 + int(signed[5:7]) - month


def _proved(packet: Packet) -> tuple[CheckResult, list[Found]]:
    """What the form claims and no certificate of the packet bears out."""
    counted: Counter[tuple[str, str]] = Counter()
    for each in packet.merged:
        if each.claim.proof == "certificate" and is_single(each.claim):
            thing = folded_object(each.claim.object)
            counted.update({(each.claim.category, name) for name in (thing, "专利" if thing.endswith("专利") else thing, "")})
    claimed = [each.claim for each in packet.merged if _is_claimed(each.claim)]
    found = [
        ("", [piece for piece in claim.evidence if piece.kind == "form"][:1])
        for claim in claimed
        if claim.proof != "certificate" and not _borne_out(claim, counted)
    ]
    return decided(found, seen=bool(claimed))


def _is_claimed(claim: Claim) -> bool:
    told = any(piece.kind == "form" for piece in claim.evidence)
    return told and claim.category in PROVABLE and claim.scope in OURS and claim.status == "achieved" and not claim.unquantified


def _borne_out(claim: Claim, counted: "Counter[tuple[str, str]]") -> bool:
    """A count is borne out by as many certificates of such things."""
    return not is_single(claim) and counted[claim.category, folded_object(claim.object)] >= (claim.quantity or 0) > 0


def _owners(packet: Packet) -> tuple[CheckResult, list[Found]]:
    """Certificates in the name of the employer or of others, and rows of lists in the name of others."""
    found, seen = [], False
    for document, each in _printed(packet, "patent", "software", "variety"):
        seen = seen or bool(each.owners)
        scopes = {owner_scope(owner, packet.applicant) for owner in each.owners}
        if scopes & {"employer", "third_party"} and not scopes & OURS:
            found.append(("、".join(each.owners), [packet.printed(document, each)]))
    found += [
        ("、".join(row.owners), [packet.piece(document, row.cell, places_of(document, row.cell))])
        for document in packet.documents
        for row in strangers(document, packet.applicant)
    ]
    return decided(found, seen=seen)


def _award_numbers(packet: Packet) -> tuple[CheckResult, list[Found]]:
    """Award papers, and rows of the form that have a column for it, without the number of document or certificate."""
    papers = list(_printed(packet, "award", "title"))
    found = [
        (each.prize, [packet.printed(document, each)])
        for document, each in papers
        if not each.document_number and not each.number
    ]
    found += [(row.name or row.prize, [_row(packet, row)]) for row in packet.applicant.awards if "number" in row.blank]
    return decided(found, seen=bool(papers) or any(row.number for row in packet.applicant.awards))


def _row(packet: Packet, row: Award) -> EvidenceRecord:
    return packet.piece(packet.known[row.document], Span(*row.span), row.places)


def _patent_numbers(packet: Packet) -> tuple[CheckResult, list[Found]]:
    """Every number with a check digit in forms, lists, reports and certificates; on a certificate its kind too."""
    found: list[Found] = []
    seen = False
    for document in packet.documents:
        if document.kind in ("news", "contract", "photo"):
            continue
        for number in patent_number.numbers(document.text):
            seen = seen or number.valid is not None
            if number.valid is False:
                found.append((number.text, [packet.piece(document, number.span, places_of(document, number.span))]))
    for document, each in _printed(packet, "patent"):
        told = next(patent_number.numbers(each.number), None)
        if told is not None and each.object in patent_number.KINDS.values() and told.kind != each.object:
            found.append((f"{each.object} {told.text}", [packet.printed(document, each)]))
    return decided(found, seen=seen)


def _members(packet: Packet) -> tuple[CheckResult, list[Found]]:
    """The studio's members as often as a paper counts them."""
    apart = differing(packet.members)
    return decided([(f"{count.number}人", [count.evidence]) for count in apart], seen=len(packet.members) > 1)


def _readable(packet: Packet) -> tuple[CheckResult, list[Found]]:
    return decided(
        [
            ("", [packet.whole(document)])
            for document in packet.documents
            if document.state != "ok" or any(flag.code == Flag.TYPE_MISMATCH for flag in document.flags)
        ]
    )


def _text(packet: Packet) -> tuple[CheckResult, list[Found]]:
    return decided(
        [("", [packet.whole(document)]) for document in packet.documents if any(flag.code in DAMAGED for flag in document.flags)]
    )


def _copies(packet: Packet) -> tuple[CheckResult, list[Found]]:
    return decided([("", [packet.whole(packet.known[other.document])]) for each in packet.versions for other in each.others])


def _from_conflicts(*kinds: str, seen: Callable[[Packet], bool] | None = None) -> Decide:
    """An item that fails where conflicts of these kinds were found."""

    def decide(packet: Packet) -> tuple[CheckResult, list[Found]]:
        by_id = {each.claim.id: each.claim for each in packet.merged}
        found: list[Found] = [
            (each.detail, [by_id[name].evidence[0] for name in each.claims]) for each in packet.conflicts if each.kind in kinds
        ]
        return decided(found, seen=seen is None or seen(packet))

    return decide


def _has_lists(packet: Packet) -> bool:
    return any("a row of a list" in each.claim.why for each in packet.merged)


def _has_window(packet: Packet) -> bool:
    return window(packet.documents) is not None


def _person(packet: Packet) -> tuple[CheckResult, list[Found]]:
    del packet
    return "undecidable", []


def _printed(packet: Packet, *kinds: str) -> Iterator[tuple[DocumentRecord, CertificateRecord]]:
    """Certificates of these kinds, not those of copies."""
    copies = {other.document for each in packet.versions for other in each.others}
    for document in packet.documents:
        if document.id not in copies:
            yield from ((document, each) for each in document.certificates if each.kind in kinds)


_ITEMS: Mapping[str, Decide] = {
    "form": _form,
    "form_fields": _fields,
    "age": _age,
    "claims_proved": _proved,
    "certificate_owner": _owners,
    "award_numbers": _award_numbers,
    "patent_numbers": _patent_numbers,
    "one_proof_once": _from_conflicts("reused"),
    "applied_as_granted": _from_conflicts("status"),
    "window": _from_conflicts("window", seen=_has_window),
    "totals": _from_conflicts("total_vs_list", "years_sum", seen=_has_lists),
    "figures": _from_conflicts("figure", "title", "version", "level"),
    "members": _members,
    "money_units": _from_conflicts("money_unit"),
    "person_units": _from_conflicts("persons"),
    "readable": _readable,
    "text_layer": _text,
    "duplicates": _copies,
    "sharp": seen_on_pages.sharp,
    "seal": seen_on_pages.sealed,
    **dict.fromkeys(FOR_A_PERSON, _person),
}
