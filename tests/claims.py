"""Claims made for tests: one line each, the rest as a plain proved claim of the studio has it."""

from typing import Any

from pipeline.applicant_record import Applicant
from pipeline.packet_record import Claim, EvidenceRecord, PacketRecord
from pipeline.record import SCHEMA, WindowRecord
from pipeline.view import Span


def claim(
    id: str, category: Any, *, words: str = "", proof: str = "certificate", year: int | None = 2025, **fields: Any
) -> Claim:
    """A claim whose evidence is `words` in one paper, of one `year`; other fields as given."""
    kind = fields.pop("kind", "award_certificate" if proof == "certificate" else "form")
    window = fields.pop("window", WindowRecord("year" if year else "undated", year, year))
    made: dict[str, Any] = {
        "id": id,
        "category": category,
        **dict.fromkeys(("quantity", "quantity_max", "change_from", "change_to", "unit", "object", "currency", "approx")),
        "level": "unknown",
        "grade": None,
        "rank": None,
        "status": "achieved",
        "holder": None,
        "scope": "studio",
        "window": window,
        "unquantified": False,
        "confidence": 0.9,
        "why": (),
        "evidence": (EvidenceRecord("paper", Span(0, len(words)), words or id, (), kind, 80),),
        "proof": proof,
    }
    return Claim(**(made | fields))


def packet(*claims: Claim, **fields: Any) -> PacketRecord:
    """A packet of these claims."""
    made: dict[str, Any] = {
        "schema": SCHEMA,
        "id": "p",
        "name": "packet",
        "applicant": Applicant("甲工作室", "", ""),
        "documents": (),
        "claims": claims,
        "conflicts": (),
        "checks": (),
    }
    return PacketRecord(**(made | fields))
