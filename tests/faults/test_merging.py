"""A packet whose merging breaks, hangs or takes all memory costs itself alone, is named with the reason, and is tried again."""

from pathlib import Path

import pytest

from extractors.registry import Limits
from pipeline import run
from pipeline.config import Config
from pipeline.errors import ExitCode, Reason
from pipeline.store import Store
from tests.faults.small_drop import exported, text

LIMITS = Limits(seconds_idle=15.0, seconds=120.0, memory=512 << 20)
FATES = {
    "raises": Reason.INTERNAL,
    "aborts": Reason.WORKER_CRASH,
    "hangs": Reason.LIMIT_TIME,
    "memory": Reason.LIMIT_MEMORY,
    "rubbish": Reason.INTERNAL,
    "withholds": Reason.INTERNAL,
    "links": Reason.INTERNAL,
    "甲工作室": None,
}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    for number, name in enumerate(FATES):
        (tmp_path / "drop" / name).mkdir(parents=True)
        (tmp_path / "drop" / name / "总结.txt").write_bytes(text(number))
    return tmp_path / "drop"


def test_each_broken_packet_costs_itself_alone_and_the_next_run_mends_it(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, config = tmp_path / "work", Config(workers=1, limits=LIMITS)
    with monkeypatch.context() as patched:
        patched.setattr("pipeline.closing.MERGER", "tests.faults.mock_merger")
        summary = run.run([source], workspace=work, config=config)
    assert {packet.name: packet.reason for packet in summary.packets} == FATES
    told = {packet.name: packet.detail for packet in summary.packets}
    assert "claim 0 of a packet" in told["rubbish"]
    assert "VANISHED" in told["withholds"]
    assert "NOT_REGULAR_FILE" in told["links"]
    assert {packet.name for packet in summary.packets if packet.dossier} == {"甲工作室"}
    assert summary.exit_code is ExitCode.INTERNAL
    with Store.open(work) as store:
        assert [record.name for record in store.packets()] == ["甲工作室"]
        assert store.states() == {"ok": len(FATES)}
    again = run.run([source], workspace=work, config=config)
    assert again.reused == len(FATES)
    assert again.exit_code is ExitCode.COMPLETE
    run.run([source], workspace=tmp_path / "whole", config=config)
    assert exported(work) == exported(tmp_path / "whole")


def test_lists_that_cannot_be_written_are_told_of_and_written_by_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, config = tmp_path / "work", Config(workers=1, limits=LIMITS)
    (tmp_path / "drop" / "甲").mkdir(parents=True)
    (tmp_path / "drop" / "甲" / "总结.txt").write_bytes(text(1))
    run.run([tmp_path / "drop"], workspace=work, config=config)
    assert (work / "claims.xlsx").is_file()
    (tmp_path / "drop" / "lists").mkdir(parents=True)
    (tmp_path / "drop" / "lists" / "总结.txt").write_bytes(text(2))
    with monkeypatch.context() as patched:
        patched.setattr("pipeline.closing.MERGER", "tests.faults.mock_merger")
        summary = run.run([tmp_path / "drop"], workspace=work, config=config)
    assert summary.lists_reason is Reason.INTERNAL
    assert summary.exit_code is ExitCode.INTERNAL
    assert summary.unmerged == []
    assert not (work / "claims.xlsx").exists(), "out of date"
    assert run.run([tmp_path / "drop"], workspace=work, config=config).exit_code is ExitCode.COMPLETE
    assert (work / "claims.xlsx").is_file()


def test_a_packet_merged_before_is_open_again_when_its_merging_breaks(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, config = tmp_path / "work", Config(workers=1, limits=LIMITS)
    first = next(packet for packet in run.run([source], workspace=work, config=config).packets if packet.name == "raises")
    (source / "raises" / "附件.txt").write_bytes(text(9))
    monkeypatch.setattr("pipeline.closing.MERGER", "tests.faults.mock_merger")
    summary = run.run([source], workspace=work, config=config)
    assert [packet.name for packet in summary.unmerged] == ["raises"]
    assert not (work / first.dossier).exists()
    with Store.open(work) as store:
        assert store.packet(first.id) is None
        assert "raises" not in {record.name for record in store.packets()}
