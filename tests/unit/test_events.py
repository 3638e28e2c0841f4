"""The event stream: JSON lines with ids and codes, in the order things reach the disk."""

from pathlib import Path

import msgspec
import pytest

from pipeline import run
from pipeline.config import Config
from pipeline.errors import ConfigError
from pipeline.events import Events
from pipeline.store import Store
from pipeline.summary import Silent
from tests.faults.small_drop import build


def test_the_stream_tells_of_every_document_and_packet_and_of_no_content(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    with Events(path, Silent()) as events:
        run.run([build(tmp_path)], workspace=tmp_path / "work", config=Config(workers=2), progress=events)
    lines = [msgspec.json.decode(line) for line in path.read_bytes().splitlines()]
    with Store.open(tmp_path / "work") as store:
        records = {record.id: record for record in store.documents()}
    told = {line["id"]: line for line in lines if line["event"] == "document"}
    assert {name: line["state"] for name, line in told.items()} == {name: record.state for name, record in records.items()}
    assert sum(line["event"] == "packet" for line in lines) == 3
    assert [line["seconds"] for line in lines] == sorted(line["seconds"] for line in lines)
    assert "工作室" not in path.read_text("utf-8")


def test_a_stream_that_cannot_be_written_is_the_users_to_mend(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="events"):
        Events(tmp_path / "nowhere" / "events.jsonl", Silent())
