"""Records carry every key, go through JSON unchanged and are what the committed schema says."""

import json
from typing import Any

import jsonschema
import msgspec
import pytest

from pipeline import record_schema
from pipeline.applicant_record import Applicant
from pipeline.digests import document_id
from pipeline.document import Achievement, Block, Cell, Cut, Document, Line, Note, Place, Source, Table, Window
from pipeline.document import Anchor as At
from pipeline.errors import Flag, Reason
from pipeline.packet_record import Claim, EvidenceRecord, PacketRecord, claim_row
from pipeline.record import SCHEMA, DocumentRecord, to_json
from pipeline.recording import document_record, window_record
from pipeline.view import Span

VALIDATOR = jsonschema.Draft202012Validator(json.loads(record_schema.PATH.read_text("utf-8")))


def rich() -> Document:
    text = "獲專利12項\n甲\t乙"
    return Document(
        source=Source(path="附件.zip!報告.docx", sha256="ab" * 32, size=9, packet="p1"),
        text=text,
        blocks=(Block(Span(0, 6), "paragraph"),),
        anchors=(At(Span(0, 6), Place(paragraph=1)), At(Span(7, 10), Place(table=1, row=1))),
        tables=(Table(((Cell(Span(7, 8)), Cell(Span(9, 10))),), (Place(table=1),)),),
        notes=(Note(Reason.LIMIT_PAGES, "500 of 700 pages", "page 501"), Note(Flag.HIDDEN_TEXT, count=3)),
        lines=(Line(Span(0, 6), "body", (Cut(Span(1, 2), "spam", "an advert"),), ("ends a sentence",)), Line(Span(7, 10), "nav")),
        achievements=(
            Achievement(category="ip_right", span=Span(0, 6), quantity=12, unit="项", window=Window("period", 2019, 2022)),
        ),
    )


def test_a_record_goes_through_json_unchanged() -> None:
    record = document_record(rich())
    assert msgspec.json.decode(to_json(record), type=DocumentRecord) == record
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(record), type=DocumentRecord) == record


def test_a_record_is_one_line_that_the_schema_knows() -> None:
    line = to_json(document_record(rich()))
    assert b"\n" not in line
    VALIDATOR.validate(json.loads(line))


def test_a_refused_document_has_every_key_too() -> None:
    refused = document_record(Document(source=Source(path="x.doc"), notes=(Note(Reason.UNSUPPORTED_TYPE, "old Word"),)))
    found: dict[str, Any] = json.loads(to_json(refused))
    assert set(found) == set(json.loads(to_json(document_record(rich()))))
    assert found["state"] == "refused"
    assert found["body"] == [] == found["achievements"]
    VALIDATOR.validate(found)


def test_an_achievement_says_its_words_its_place_and_its_years() -> None:
    found = json.loads(to_json(document_record(rich())))["achievements"][0]
    assert found["evidence"] == "獲專利12項"
    assert found["places"] == [{"paragraph": 1}]
    assert found["window"] == {"kind": "period", "from": 2019, "to": 2022}
    assert (found["from"], found["to"], found["quantity"]) == (None, None, 12)


def test_the_body_leaves_out_cuts_and_other_roles() -> None:
    assert document_record(rich()).body == (Span(0, 1), Span(2, 6))


def test_something_read_with_a_reason_is_partial() -> None:
    assert rich().state == "partial"


@pytest.mark.parametrize("changed", [{"packet": "q"}, {"path": "y"}, {"sha256": "cd"}])
def test_a_document_is_known_by_packet_path_and_bytes(changed: dict[str, str]) -> None:
    known = {"packet": "p", "path": "x", "sha256": "ab"}
    assert document_id(**known) != document_id(**{**known, **changed})
    assert document_id(**known) == document_id(**known)


def test_a_packet_and_a_claim_row_are_what_the_schema_knows() -> None:
    evidence = EvidenceRecord("d1", Span(0, 6), "獲專利12項", (), "news", 1)
    claim = Claim(
        "c1", "ip_right", 12, None, None, None, "项", "专利", None, "exact", "unknown", None, None, "achieved", None, "studio",
        window_record(Window()), False, 0.9, ("rule",), (evidence,), "news",
    )  # fmt: skip
    packet = PacketRecord(SCHEMA, "p1", "甲工作室", Applicant("甲", "乙", "丙"), ("d1",), (claim,), (), ())
    VALIDATOR.validate(json.loads(to_json(packet)))
    VALIDATOR.validate(json.loads(msgspec.json.encode(claim_row(claim, packet="p1"))))


def test_an_unknown_key_is_not_a_record() -> None:
    found = json.loads(to_json(document_record(rich())))
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate({**found, "extra": 1})


def test_the_committed_schema_is_that_of_the_types() -> None:
    assert record_schema.PATH.read_text("utf-8") == record_schema.written()
