"""Each hostile file ends in a typed state within its limits, and harms nothing beside it."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from extractors.registry import Limits
from pipeline import run, single
from pipeline.config import Config
from pipeline.record import DocumentRecord
from pipeline.store import Store
from tests.hostile.files import FILES, Hostile, things

LIMITS = Limits(memory=1 << 30)
CONFIG = Config(workers=2, limits=LIMITS)
SLOW = frozenset({"bomb.zip", "bomb.docx", "bomb.gz", "doubly-deflated.pdf", "parts.docx"})
"""Takes seconds to make: `make torture` makes them too."""
QUICK = [hostile for hostile in FILES if hostile.name not in SLOW]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> dict[str, DocumentRecord]:
    """The records of one run over the quick ones and an honest file."""
    return records_of(QUICK, tmp_path_factory.mktemp("hostile"))


def records_of(files: Sequence[Hostile], folder: Path) -> dict[str, DocumentRecord]:
    """The records of one run over files and an honest one; an archive has a packet, and so a budget, of its own."""
    packet = folder / "drop" / "申报"
    packet.mkdir(parents=True)
    for hostile in files:
        own = folder / "drop" / hostile.name if hostile.name.endswith(".zip") else packet
        own.mkdir(exist_ok=True)
        (own / hostile.name).write_bytes(hostile.make())
    assert list(things(packet))
    (packet / "honest.txt").write_text("工作室完成技术改进3项，获得专利2项。", "utf-8")
    run.run([folder / "drop"], workspace=folder / "work", config=CONFIG)
    with Store.open(folder / "work") as store:
        return {record.path: record for record in store.documents()}


@pytest.mark.parametrize("hostile", QUICK, ids=[hostile.name for hostile in QUICK])
def test_a_hostile_file_ends_in_a_typed_state(read: dict[str, DocumentRecord], hostile: Hostile) -> None:
    assert_typed(read[hostile.name], hostile)


@pytest.mark.torture
def test_all_hostile_files_together_end_in_typed_states(tmp_path: Path) -> None:
    found = records_of(FILES, tmp_path)
    for hostile in FILES:
        assert_typed(found[hostile.name], hostile)


def assert_typed(record: DocumentRecord, hostile: Hostile) -> None:
    codes = {reason.code.value for reason in record.reasons}
    assert record.state in hostile.states, codes
    assert record.state == "ok" or codes
    assert not hostile.reasons or codes & hostile.reasons
    assert "INTERNAL" not in codes, record.reasons
    assert record.text.strip() or codes, "silence"


@pytest.mark.parametrize("name", ["pipe.txt", "socket.txt", "out.txt", "nowhere.txt", "round"])
def test_what_is_no_regular_file_is_never_opened(read: dict[str, DocumentRecord], name: str) -> None:
    assert [reason.code for reason in read[name].reasons] == ["NOT_REGULAR_FILE"]


def test_a_sparse_file_is_refused_without_reading_it(read: dict[str, DocumentRecord]) -> None:
    assert [reason.code for reason in read["sparse.txt"].reasons] == ["LIMIT_MEMORY"]


def test_the_honest_file_among_them_is_read(read: dict[str, DocumentRecord]) -> None:
    assert read["honest.txt"].state == "ok"
    assert len(read["honest.txt"].achievements) == 2


def test_no_member_leaves_its_archive(read: dict[str, DocumentRecord]) -> None:
    assert all(".." not in path.split("/") for path in read)


def test_there_are_at_least_sixty(tmp_path: Path) -> None:
    assert len(FILES) + len(list(things(tmp_path))) >= 60


def test_an_archive_in_itself_is_read_to_the_depth_allowed(tmp_path: Path) -> None:
    path = tmp_path / "nested.zip"
    path.write_bytes(next(hostile for hostile in FILES if hostile.name == "nested.zip").make())
    records = single.read_file(path, config=CONFIG)
    assert max(record.path.count("!") for record in records) == LIMITS.depth
    assert [reason.code for reason in records[-1].reasons] == ["LIMIT_DEPTH"]
