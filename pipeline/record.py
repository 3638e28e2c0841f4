"""The document's record: what is stored, exported and scored. The packet's is in `pipeline.packet_record`.

One schema number covers documents, packets and claims; it rises with every change of a key or of what a key means.
`record.schema.json` beside this file is the same in JSON Schema, and a test keeps the two equal. Every key stands in every
record, refused ones too: what is empty is ``[]``, ``null`` or ``""``. A place alone carries only the keys that apply to it.
"""

import msgspec

from pipeline.document import (
    Approx,
    Category,
    CertificateKind,
    DocumentKind,
    Grade,
    HelperLabel,
    Level,
    Role,
    Scope,
    Script,
    SeenKind,
    State,
    Status,
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


class SeenRecord(msgspec.Struct, frozen=True):
    """What is seen on a page: that it was read as a picture, a red seal with its box, no colour at all, blurred letters."""

    kind: SeenKind
    place: PlaceRecord


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
    seen: tuple[SeenRecord, ...] = ()


def to_json(record: msgspec.Struct) -> bytes:
    """One record as one line of JSON, UTF-8, without the line's end."""
    return msgspec.json.encode(record)
