"""The files in which a merged packet passes from the process that merged it to the store."""

from pathlib import Path

import pytest

from pipeline.engines import packet_file
from pipeline.engines.frames import FrameError
from pipeline.packet_record import PacketRecord
from tests.claims import claim, packet


@pytest.fixture
def record() -> PacketRecord:
    return packet(claim("a", "ip_right", quantity=3), claim("b", "tech_project", quantity=5))


def test_a_packet_comes_back_as_it_was_written(record: PacketRecord, tmp_path: Path) -> None:
    packet_file.write(tmp_path, record)
    assert packet_file.read(tmp_path / packet_file.RECORD) == record


def test_the_rows_of_claims_are_the_records_claims_in_order(record: PacketRecord, tmp_path: Path) -> None:
    packet_file.write(tmp_path, record)
    rows = list(packet_file.claim_rows(tmp_path / packet_file.CLAIMS, "p"))
    assert len(rows) == len(record.claims) >= 2
    assert [(row["id"], row["category"]) for row in rows] == [(claim.id, claim.category) for claim in record.claims]
    assert [row["position"] for row in rows] == list(range(len(rows)))


@pytest.mark.parametrize("line", [b'["a"]', b'["a","no_category"]', b"{", b'[1,"ip_right"]', b""])
def test_a_line_that_names_no_claim_is_an_error(line: bytes, tmp_path: Path) -> None:
    (tmp_path / packet_file.CLAIMS).write_bytes(b'["a","ip_right"]\n' + line + b"\n")
    with pytest.raises(FrameError, match="claim 1 of a packet"):
        list(packet_file.claim_rows(tmp_path / packet_file.CLAIMS, "p"))
