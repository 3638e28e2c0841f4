"""The packet's record: claims with all their evidence, conflicts, checks and versions of papers."""

from typing import Any, Literal

import msgspec

from pipeline.applicant_record import Applicant
from pipeline.document import (
    Approx,
    Category,
    DocumentKind,
    Grade,
    Level,
    Scope,
    Status,
)
from pipeline.record import SCHEMA, HolderRecord, PlaceRecord, WindowRecord
from pipeline.view import Span


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


def claim_row(claim: Claim, *, packet: str) -> dict[str, Any]:
    """A claim as a line of its own, as `export --rows claims` gives it."""
    return {"schema": SCHEMA, "record": "claim", "packet": packet, **msgspec.to_builtins(claim)}
