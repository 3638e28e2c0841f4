"""The document, packet and claim records: what is stored, exported and scored.

One schema number covers all three; it rises with every change of a key or of what a key means. `record.schema.json` beside
this file is the same in JSON Schema, and a test keeps the two equal. Every key stands in every record, refused ones too:
what is empty is ``[]``, ``null`` or ``""``. A place alone carries only the keys that apply to it.
"""

from collections.abc import Iterable
from hashlib import blake2b
from typing import Any, Literal

import msgspec

from classifiers import patent_number
from pipeline.document import (
    Achievement,
    Approx,
    Byline,
    Category,
    Certificate,
    CertificateKind,
    Document,
    DocumentKind,
    Grade,
    HelperLabel,
    Level,
    Line,
    Place,
    Role,
    Scope,
    Script,
    State,
    Status,
    Table,
    Window,
    WindowKind,
)
from pipeline.errors import Flag, Reason
from pipeline.view import Span

SCHEMA = 1


class PlaceRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    sheet: str | None = None
    cell: str | None = None
    xpath: str | None = None
    line: int | None = None


class ReasonRecord(msgspec.Struct, frozen=True):
    code: Reason
    where: str
    detail: str


class FlagRecord(msgspec.Struct, frozen=True):
    code: Flag
    count: int
    where: str
    detail: str


class BylineRecord(msgspec.Struct, frozen=True):
    publisher: str
    authors: tuple[str, ...]
    published: str
    reporters: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    address: str = ""


class CutRecord(msgspec.Struct, frozen=True, array_like=True):
    start: int
    end: int
    role: Role
    why: str


class LineRecord(msgspec.Struct, frozen=True):
    span: Span
    role: Role
    cuts: tuple[CutRecord, ...]
    places: tuple[PlaceRecord, ...]
    why: tuple[str, ...]


class CellRecord(msgspec.Struct, frozen=True):
    text: str
    span: Span
    columns: int
    rows: int


class TableRecord(msgspec.Struct, frozen=True):
    places: tuple[PlaceRecord, ...]
    rows: tuple[tuple[CellRecord, ...], ...]
    header_rows: int


class HolderRecord(msgspec.Struct, frozen=True):
    name: str
    span: Span
    confidence: float


class WindowRecord(msgspec.Struct, frozen=True, rename={"first": "from", "last": "to"}):
    kind: WindowKind
    first: int | None
    last: int | None


class AchievementRecord(msgspec.Struct, frozen=True, rename={"change_from": "from", "change_to": "to"}):
    category: Category
    span: Span
    evidence: str
    places: tuple[PlaceRecord, ...]
    quantity: int | float | None
    quantity_max: int | float | None
    change_from: int | float | None
    change_to: int | float | None
    unit: str | None
    object: str | None
    currency: str | None
    approx: Approx | None
    level: Level
    grade: Grade | None
    rank: int | str | None
    status: Status
    holder: HolderRecord | None
    scope: Scope
    window: WindowRecord
    unquantified: bool
    confidence: float
    why: tuple[str, ...]
    name: str = ""
    number: str = ""
    issuer: str = ""
    date: str = ""


class HelperRecord(msgspec.Struct, frozen=True):
    label: HelperLabel
    span: Span
    why: tuple[str, ...]


class CertificateRecord(msgspec.Struct, frozen=True):
    """What one certificate prints: the fields are those of `pipeline.document.Certificate`.

    `number_valid` says whether a patent's number has the form and the check digit it should; null for other numbers.
    """

    kind: CertificateKind
    span: Span
    places: tuple[PlaceRecord, ...]
    name: str
    object: str
    number: str
    number_valid: bool | None
    status: Status
    owners: tuple[str, ...]
    inventors: tuple[str, ...]
    applied: str
    granted: str
    prize: str
    level: Level
    grade: Grade | None
    issuer: str
    document_number: str
    receiver: str
    date: str
    until: str


class DocumentRecord(msgspec.Struct, frozen=True, tag_field="record", tag="document"):
    schema: int
    id: str
    packet: str | None
    path: str
    sha256: str
    kind: DocumentKind
    media_type: str
    bytes: int
    state: State
    reasons: tuple[ReasonRecord, ...]
    flags: tuple[FlagRecord, ...]
    title: str
    byline: BylineRecord
    script: Script
    text: str
    body: tuple[Span, ...]
    lines: tuple[LineRecord, ...]
    tables: tuple[TableRecord, ...]
    achievements: tuple[AchievementRecord, ...]
    helpers: tuple[HelperRecord, ...]
    certificates: tuple[CertificateRecord, ...] = ()


class EvidenceRecord(msgspec.Struct, frozen=True):
    document: str
    span: Span
    text: str
    places: tuple[PlaceRecord, ...]
    kind: DocumentKind
    strength: int


class Claim(msgspec.Struct, frozen=True, rename={"change_from": "from", "change_to": "to"}):
    """One fact about the applicant with all its evidence, strongest first; the other fields are an achievement's."""

    id: str
    category: Category
    quantity: int | float | None
    quantity_max: int | float | None
    change_from: int | float | None
    change_to: int | float | None
    unit: str | None
    object: str | None
    currency: str | None
    approx: Approx | None
    level: Level
    grade: Grade | None
    rank: int | str | None
    status: Status
    holder: HolderRecord | None
    scope: Scope
    window: WindowRecord
    unquantified: bool
    confidence: float
    why: tuple[str, ...]
    evidence: tuple[EvidenceRecord, ...]
    proof: str
    name: str = ""
    """Of the thing, its number, who gave or published it and when, as the strongest paper that has them apart says."""
    number: str = ""
    issuer: str = ""
    date: str = ""


class FormField(msgspec.Struct, frozen=True):
    """One label of the application form and what is filled in, blank where nothing is; `field` is named in `form_fields.tsv`."""

    field: str
    label: str
    value: str
    document: str
    span: Span
    """Where the value stands; the label's place where it is blank."""
    places: tuple[PlaceRecord, ...]


class FormRow(msgspec.Struct, frozen=True, kw_only=True):
    """Where a row of a table in the form stands. A cell that the form does not have, or that is blank, is an empty string.

    `blank` names the columns that the table has and the row leaves blank.
    """

    document: str
    span: Span
    places: tuple[PlaceRecord, ...]
    blank: tuple[str, ...] = ()


class Honour(FormRow, frozen=True, kw_only=True):
    name: str = ""
    level: str = ""
    issuer: str = ""
    date: str = ""


class Member(FormRow, frozen=True, kw_only=True):
    name: str = ""
    sex: str = ""
    birth: str = ""
    education: str = ""
    title: str = ""
    skill: str = ""
    role: str = ""


class Project(FormRow, frozen=True, kw_only=True):
    name: str = ""
    source: str = ""
    level: str = ""
    period: str = ""
    status: str = ""
    role: str = ""


class Patent(FormRow, frozen=True, kw_only=True):
    name: str = ""
    kind: str = ""
    number: str = ""
    date: str = ""
    owner: str = ""
    inventors: str = ""
    status: str = ""


class Award(FormRow, frozen=True, kw_only=True):
    name: str = ""
    prize: str = ""
    level: str = ""
    grade: str = ""
    issuer: str = ""
    number: str = ""
    date: str = ""
    rank: str = ""


class Benefit(FormRow, frozen=True, kw_only=True):
    project: str = ""
    date: str = ""
    amount: str = ""
    proof: str = ""


class Apprentice(FormRow, frozen=True, kw_only=True):
    master: str = ""
    apprentice: str = ""
    period: str = ""
    before: str = ""
    after: str = ""


class Training(FormRow, frozen=True, kw_only=True):
    date: str = ""
    topic: str = ""
    persons: str = ""


class Opinion(FormRow, frozen=True, kw_only=True):
    """What an office wrote of the application; `by` is the label of its place in the form."""

    by: str = ""
    text: str = ""
    date: str = ""


class Applicant(msgspec.Struct, frozen=True):
    """Who applies, as the form states it in its own characters; what it does not state is an empty string or list.

    `fields` holds every label of the form in order, those told in running words too (projects, patents, awards, benefits,
    apprentices, trainings, rules, exchange, plan, story, opinion); the named keys are the first filled value of each.
    """

    studio: str
    leader: str
    employer: str
    kind: str = ""
    level: str = ""
    applied_level: str = ""
    founded: str = ""
    sector: str = ""
    ownership: str = ""
    size: str = ""
    union: str = ""
    address: str = ""
    area: str = ""
    fund: str = ""
    leader_sex: str = ""
    leader_birth: str = ""
    leader_education: str = ""
    leader_title: str = ""
    leader_skill: str = ""
    leader_post: str = ""
    leader_honours: str = ""
    filled: str = ""
    """The date on which the form was filled in."""
    honours: tuple[Honour, ...] = ()
    members: tuple[Member, ...] = ()
    projects: tuple[Project, ...] = ()
    patents: tuple[Patent, ...] = ()
    awards: tuple[Award, ...] = ()
    benefits: tuple[Benefit, ...] = ()
    apprentices: tuple[Apprentice, ...] = ()
    trainings: tuple[Training, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    fields: tuple[FormField, ...] = ()


class Conflict(msgspec.Struct, frozen=True):
    kind: str
    claims: tuple[str, ...]
    detail: str


CheckResult = Literal["pass", "fail", "undecidable"]


class Check(msgspec.Struct, frozen=True):
    """One item of the formal check: decided from the packet, with what speaks for the outcome, or left to a person.

    A piece of evidence without words (an empty span) points to a whole document; `detail` says what is missing or wrong.
    """

    item: str
    result: CheckResult
    detail: str
    evidence: tuple[EvidenceRecord, ...]


VersionKind = Literal["same_bytes", "same_text", "version"]


class Version(msgspec.Struct, frozen=True):
    """A document that another takes the place of; not `sure` where nothing but the order of names decides between them."""

    document: str
    why: VersionKind
    sure: bool


class Versions(msgspec.Struct, frozen=True):
    """Documents that are one paper: the one that leads and the others."""

    leading: str
    others: tuple[Version, ...]


class PacketRecord(msgspec.Struct, frozen=True, tag_field="record", tag="packet"):
    schema: int
    id: str
    name: str
    applicant: Applicant
    documents: tuple[str, ...]
    claims: tuple[Claim, ...]
    conflicts: tuple[Conflict, ...]
    checks: tuple[Check, ...]
    versions: tuple[Versions, ...] = ()


def to_json(record: msgspec.Struct) -> bytes:
    """One record as one line of JSON, UTF-8, without the line's end."""
    return msgspec.json.encode(record)


def claim_row(claim: Claim, *, packet: str) -> dict[str, Any]:
    """A claim as a line of its own, as `export --rows claims` gives it."""
    return {"schema": SCHEMA, "record": "claim", "packet": packet, **msgspec.to_builtins(claim)}


def document_record(document: Document) -> DocumentRecord:
    """The record of a document with every layer that was found on it."""
    source = document.source
    return DocumentRecord(
        schema=SCHEMA,
        id=document_id(packet=source.packet, path=source.path, sha256=source.sha256),
        packet=source.packet,
        path=source.path,
        sha256=source.sha256,
        kind=document.kind,
        media_type=document.media_type,
        bytes=source.size,
        state=document.state,
        reasons=tuple(ReasonRecord(Reason(note.code), note.where, note.detail) for note in document.reasons),
        flags=tuple(FlagRecord(Flag(note.code), note.count, note.where, note.detail) for note in document.flags),
        title=document.title,
        byline=byline_record(document.byline),
        script=document.script,
        text=document.text,
        body=document.body(),
        lines=tuple(_line(document, line) for line in document.lines),
        tables=tuple(_table(document, table) for table in document.tables),
        achievements=tuple(achievement_record(document, found) for found in document.achievements),
        helpers=tuple(HelperRecord(found.label, found.span, found.why) for found in document.helpers),
        certificates=tuple(_certificate(document, found) for found in document.certificates),
    )


def document_id(*, packet: str | None, path: str, sha256: str) -> str:
    """Sixteen hexadecimal digits that name (packet, path, sha256)."""
    return digest(packet or "", path, sha256)


def digest(*parts: str) -> str:
    """Sixteen hexadecimal digits that name these strings in this order (BLAKE2b, parts told apart by their lengths)."""
    return digest_of(parts)


def digest_of(parts: Iterable[str]) -> str:
    """As `digest`, of very many strings one after another."""
    hasher = blake2b(digest_size=8)
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        hasher.update(len(raw).to_bytes(8, "big") + raw)
    return hasher.hexdigest()


def byline_record(byline: Byline) -> BylineRecord:
    return BylineRecord(byline.publisher, byline.authors, byline.published, byline.reporters, byline.editors, byline.address)


def achievement_record(document: Document, found: Achievement, *, base: int = 0) -> AchievementRecord:
    """An achievement with its words and places; offsets are counted from `base`."""
    holder = found.holder
    return AchievementRecord(
        category=found.category,
        span=shifted(found.span, base),
        evidence=document.text[found.span.start : found.span.end],
        places=_places(document.places(found.span)),
        quantity=found.quantity,
        quantity_max=found.quantity_max,
        change_from=found.change_from,
        change_to=found.change_to,
        unit=found.unit,
        object=found.object,
        currency=found.currency,
        approx=found.approx,
        level=found.level,
        grade=found.grade,
        rank=found.rank,
        status=found.status,
        holder=None if holder is None else HolderRecord(holder.name, shifted(holder.span, base), holder.confidence),
        scope=found.scope,
        window=window_record(found.window),
        unquantified=found.unquantified,
        confidence=found.confidence,
        why=found.why,
        name=found.name,
        number=found.number,
        issuer=found.issuer,
        date=found.date,
    )


def window_record(window: Window) -> WindowRecord:
    return WindowRecord(window.kind, window.first, window.last)


def shifted(span: Span, base: int) -> Span:
    """`span` counted from `base`."""
    return Span(span.start - base, span.end - base)


def _line(document: Document, line: Line) -> LineRecord:
    cuts = tuple(CutRecord(cut.span.start, cut.span.end, cut.role, cut.why) for cut in line.cuts)
    return LineRecord(line.span, line.role, cuts, _places(document.places(line.span)), line.why)


def _certificate(document: Document, found: Certificate) -> CertificateRecord:
    return CertificateRecord(
        kind=found.kind,
        span=found.span,
        places=_places(document.places(found.span)),
        name=found.name,
        object=found.object,
        number=found.number,
        number_valid=patent_number.valid(found.number) if found.kind == "patent" else None,
        status=found.status,
        owners=found.owners,
        inventors=found.inventors,
        applied=found.applied,
        granted=found.granted,
        prize=found.prize,
        level=found.level,
        grade=found.grade,
        issuer=found.issuer,
        document_number=found.document_number,
        receiver=found.receiver,
        date=found.date,
        until=found.until,
    )


def _table(document: Document, table: Table) -> TableRecord:
    rows = tuple(
        tuple(CellRecord(document.text[slice(*cell.span)], cell.span, cell.columns, cell.rows) for cell in row)
        for row in table.rows
    )
    return TableRecord(_places(table.places), rows, table.header_rows)


def _places(places: tuple[Place, ...]) -> tuple[PlaceRecord, ...]:
    return tuple(
        PlaceRecord(
            page=place.page,
            box=place.box,
            paragraph=place.paragraph,
            table=place.table,
            row=place.row,
            column=place.column,
            sheet=place.sheet,
            cell=place.cell,
            xpath=place.xpath,
            line=place.line,
        )
        for place in places
    )
