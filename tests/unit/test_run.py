"""A run does what is new or changed, nothing twice, and says how it ended."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from extractors.registry import Limits
from pipeline import mend, run
from pipeline.config import Config
from pipeline.engines import frames
from pipeline.engines.local import Local
from pipeline.errors import ConfigError, ExitCode, WorkspaceError
from pipeline.intake import opening
from pipeline.lock import Lock
from pipeline.record import DocumentRecord
from pipeline.store import Store
from pipeline.summary import Outcome, RunSummary, Silent
from pipeline.workspace import SCRATCH
from tests.faults.small_drop import archive, build, exported, text

CONFIG = Config(workers=2)


class Heard(Silent):
    """What a run told."""

    def __init__(self) -> None:
        self.outcomes: list[Outcome] = []

    def done(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)

    @property
    def worked_on(self) -> list[str]:
        return sorted(outcome.path for outcome in self.outcomes if not outcome.reused)


def ran(source: Path, workspace: Path, config: Config = CONFIG) -> tuple[RunSummary, list[str]]:
    heard = Heard()
    summary = run.run([source], workspace=workspace, config=config, progress=heard)
    return summary, heard.worked_on


def records(workspace: Path) -> dict[str, DocumentRecord]:
    with Store.open(workspace) as store:
        return {record.path: record for record in store.documents()}


@contextmanager
def jobs_seen(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[frames.Job]]:
    seen: list[frames.Job] = []
    submit = Local.submit

    def noting(self: Local, job: frames.Job, *, ticket: int) -> None:
        seen.append(job)
        submit(self, job, ticket=ticket)

    with monkeypatch.context() as patched:
        patched.setattr(Local, "submit", noting)
        yield seen


def test_every_file_and_member_ends_in_one_state(tmp_path: Path) -> None:
    summary, _ = ran(build(tmp_path), tmp_path / "work")
    found = records(tmp_path / "work")
    assert {path: record.state for path, record in found.items() if record.state != "ok"} == {
        "坏.docx": "failed",
        "证明/材料.zip!内层.zip!空.txt": "refused",
    }
    assert sorted(path for path in found if "!" in path) == [
        "证明/材料.zip!内层.zip",
        "证明/材料.zip!内层.zip!二.txt",
        "证明/材料.zip!内层.zip!合同/一.txt",
        "证明/材料.zip!内层.zip!空.txt",
        "证明/材料.zip!外.txt",
    ]
    assert summary.exit_code is ExitCode.SOME_FAILED
    assert summary.documents == len(found) == 15
    assert {packet.name for packet in summary.packets} == {"蓝湾焊接工作室", "松岭工作室", "讲习所工作室"}
    for packet in summary.packets:
        assert (tmp_path / "work" / packet.dossier).is_file()
    assert (tmp_path / "work" / "claims.xlsx").is_file()
    assert (tmp_path / "work" / "report.html").is_file()
    assert (tmp_path / "work" / "dossiers" / "index.html").is_file()
    assert not (tmp_path / "work" / SCRATCH).exists()


def test_a_second_run_does_nothing_twice(tmp_path: Path) -> None:
    source = build(tmp_path)
    first, _ = ran(source, tmp_path / "work")
    before = exported(tmp_path / "work")
    second, worked_on = ran(source, tmp_path / "work")
    assert worked_on == []
    assert second.states == first.states
    assert second.reused == second.documents
    assert exported(tmp_path / "work") == before


def test_a_mistyped_input_or_workspace_leaves_nothing_behind(tmp_path: Path) -> None:
    source = build(tmp_path)
    before = sorted(source.iterdir())
    with pytest.raises(ConfigError, match="another folder as --workspace"):
        ran(source, source)
    with pytest.raises(ConfigError, match="elsewhere"):
        ran(tmp_path / "elsewhere", tmp_path / "work")
    assert sorted(source.iterdir()) == before
    assert not (tmp_path / "work").exists()


def test_two_runs_of_the_same_folder_elsewhere_export_the_same(tmp_path: Path) -> None:
    ran(build(tmp_path / "1"), tmp_path / "work1")
    ran(build(tmp_path / "2"), tmp_path / "work2", Config(workers=1))
    assert exported(tmp_path / "work1") == exported(tmp_path / "work2")


def test_a_changed_file_alone_is_done_again(tmp_path: Path) -> None:
    source = build(tmp_path)
    ran(source, tmp_path / "work")
    (source / "讲习所工作室" / "1.txt").write_bytes(text(99))
    summary, worked_on = ran(source, tmp_path / "work")
    assert worked_on == ["1.txt"]
    assert summary.documents == 15
    assert "第99份" in records(tmp_path / "work")["1.txt"].text


def test_a_changed_archive_has_only_its_new_members_done(tmp_path: Path) -> None:
    source = build(tmp_path)
    ran(source, tmp_path / "work")
    (source / "松岭工作室.zip").write_bytes(archive({"第0号.txt": text(0), "新.txt": text(50)}))
    summary, worked_on = ran(source, tmp_path / "work")
    assert worked_on == ["新.txt", "松岭工作室.zip"]
    assert summary.removed == 2
    assert sorted(path for path in records(tmp_path / "work") if path.startswith("第")) == ["第0号.txt"]


def test_a_removed_file_rebuilds_its_packet(tmp_path: Path) -> None:
    source = build(tmp_path)
    ran(source, tmp_path / "work")
    (source / "讲习所工作室" / "0.txt").unlink()
    (source / "蓝湾焊接工作室" / "证明" / "材料.zip").unlink()
    summary, worked_on = ran(source, tmp_path / "work")
    assert worked_on == []
    assert summary.removed == 7
    ran(source, tmp_path / "fresh")
    assert exported(tmp_path / "work") == exported(tmp_path / "fresh")


def test_a_removed_packet_goes_with_its_dossier(tmp_path: Path) -> None:
    source = build(tmp_path)
    summary, _ = ran(source, tmp_path / "work")
    gone = next(packet for packet in summary.packets if packet.name == "松岭工作室")
    (source / "松岭工作室.zip").unlink()
    ran(source, tmp_path / "work")
    assert not (tmp_path / "work" / gone.dossier).exists()
    assert "松岭工作室" not in exported(tmp_path / "work").decode()


def test_the_same_bytes_in_two_packets_are_two_documents_and_one_extraction(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("甲工作室", "乙工作室"):
        (tmp_path / "drop" / name).mkdir(parents=True)
        (tmp_path / "drop" / name / "表.txt").write_bytes(text(1))
    ran(tmp_path / "drop" / "甲工作室", tmp_path / "work")
    with jobs_seen(monkeypatch) as jobs:
        _, worked_on = ran(tmp_path / "drop" / "乙工作室", tmp_path / "work")
    assert worked_on == ["表.txt"]
    assert [bool(job.stored) for job in jobs if isinstance(job, frames.ReadFile)] == [True]
    with Store.open(tmp_path / "work") as store:
        both = list(store.documents())
    assert len({record.id for record in both}) == 2
    assert len({record.text for record in both}) == 1


def test_jobs_for_the_same_bytes_are_handed_the_kept_extraction_in_files_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packet = tmp_path / "drop" / "甲工作室"
    packet.mkdir(parents=True)
    (packet / "0.txt").write_bytes(text(1))
    ran(packet, tmp_path / "work")
    for number in range(1, 30):
        (packet / f"{number}.txt").write_bytes(text(1))
    with jobs_seen(monkeypatch) as jobs:
        summary, _ = ran(packet, tmp_path / "work", Config(workers=4))
    stored = [job.stored for job in jobs if isinstance(job, frames.ReadFile)]
    assert len(set(stored)) == 29
    assert summary.states == {"ok": 30}


def test_a_changed_word_list_repeats_no_reading_even_of_members_whose_bytes_are_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = build(tmp_path)
    ran(source, tmp_path / "work")
    before = exported(tmp_path / "work")
    monkeypatch.setattr(mend, "VERSION", mend.VERSION + "-changed")
    with jobs_seen(monkeypatch) as jobs:
        _, worked_on = ran(source, tmp_path / "work")
    assert len(worked_on) == 15
    unread = {job.path for job in jobs if isinstance(job, frames.ReadFile) and not job.stored}
    assert unread == set()
    assert exported(tmp_path / "work") == before


def test_members_are_let_in_within_one_budget_whatever_the_number_of_workers(tmp_path: Path) -> None:
    packet = tmp_path / "drop" / "某工作室"
    packet.mkdir(parents=True)
    (packet / "申报表.txt").write_bytes(text(0))
    for number in range(6):
        inner = archive({f"{number}-{member}.txt": text(member) for member in range(4)})
        (packet / f"{number}.zip").write_bytes(archive({"内.zip": inner, "a.txt": text(7), "b.txt": text(8)}))
    exports = set()
    for workers in (1, 2, 4):
        work = tmp_path / f"work{workers}"
        ran(packet, work, Config(workers=workers, limits=Limits(entries=25)))
        exports.add(exported(work))
    assert len(exports) == 1
    found = records(tmp_path / "work4")
    assert sum("!" in path for path in found) == 25
    assert any(reason.code == "LIMIT_ENTRIES" for record in found.values() for reason in record.reasons)


def test_an_archive_read_before_is_read_again_where_the_budget_has_no_room_for_what_it_gave(tmp_path: Path) -> None:
    packet = tmp_path / "某工作室"
    packet.mkdir()
    data = archive({f"{number}.txt": text(number) for number in range(5)})
    (packet / "a.zip").write_bytes(data)
    (packet / "申报表.txt").write_bytes(text(9))
    limits = Config(workers=1, limits=Limits(entries=7))
    ran(packet, tmp_path / "work", limits)
    (packet / "b.zip").write_bytes(data)
    _, worked_on = ran(packet, tmp_path / "work", limits)
    assert worked_on == ["b.zip", "b.zip!0.txt", "b.zip!1.txt"]
    assert [reason.code for reason in records(tmp_path / "work")["b.zip"].reasons] == ["LIMIT_ENTRIES"]
    at_once = tmp_path / "at once"
    ran(packet, at_once, limits)
    assert exported(at_once) == exported(tmp_path / "work")


@pytest.mark.parametrize("first", ["shallow.zip", "deep.zip"])
def test_an_archive_read_before_is_let_in_as_deep_as_archives_may_stand_and_no_deeper(tmp_path: Path, first: str) -> None:
    packet = tmp_path / "某工作室"
    packet.mkdir()
    middle = archive({"内.zip": archive({"1.txt": text(1)})})
    archives = {"shallow.zip": middle, "deep.zip": archive({"中.zip": middle})}
    (packet / "申报表.txt").write_bytes(text(9))
    for name in (first, *archives.keys() - {first}):
        (packet / name).write_bytes(archives[name])
        ran(packet, tmp_path / "work", Config(workers=1, limits=Limits(depth=2)))
    found = records(tmp_path / "work")
    assert found["shallow.zip!内.zip!1.txt"].state == "ok"
    assert "deep.zip!中.zip!内.zip!1.txt" not in found
    assert [reason.code for reason in found["deep.zip!中.zip!内.zip"].reasons] == ["LIMIT_DEPTH"]


def test_a_worker_that_never_keeps_to_the_budget_costs_its_archive_and_not_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.lot.OpenLot.fits", lambda *_: False)
    packet = tmp_path / "某工作室"
    packet.mkdir()
    (packet / "a.zip").write_bytes(archive({"1.txt": text(1)}))
    (packet / "申报表.txt").write_bytes(text(9))
    ran(packet, tmp_path / "work")
    found = records(tmp_path / "work")
    assert {path: record.state for path, record in found.items()} == {"a.zip": "failed", "申报表.txt": "ok"}
    assert [reason.code for reason in found["a.zip"].reasons] == ["WORKER_CRASH"]


def test_a_member_whose_bytes_were_lost_is_got_from_its_archive_again(tmp_path: Path) -> None:
    source = build(tmp_path)
    ran(source, tmp_path / "work")
    before = exported(tmp_path / "work")
    with Store.open(tmp_path / "work", write=True) as store:
        assert store.redo(["EMPTY"]) == 1
    _, worked_on = ran(source, tmp_path / "work")
    assert worked_on == ["证明/材料.zip!内层.zip!空.txt"]
    assert exported(tmp_path / "work") == before


def test_a_limit_that_was_raised_has_what_met_it_done_again(tmp_path: Path) -> None:
    packet = tmp_path / "某工作室"
    packet.mkdir()
    (packet / "a.zip").write_bytes(archive({f"{number}.txt": text(number) for number in range(5)}))
    (packet / "申报表.txt").write_bytes(text(1))
    ran(packet, tmp_path / "work", Config(workers=1, limits=Limits(entries=3)))
    _, worked_on = ran(packet, tmp_path / "work", Config(workers=1, limits=Limits(entries=9)))
    assert worked_on == ["a.zip", "a.zip!3.txt", "a.zip!4.txt"]


def test_verify_reads_files_that_seem_unchanged(tmp_path: Path) -> None:
    packet = tmp_path / "某工作室"
    packet.mkdir()
    path = packet / "表.txt"
    path.write_bytes(text(1))
    ran(packet, tmp_path / "work")
    path.write_bytes(text(2))
    stat = path.stat()
    seen = opening.regular(path)
    old = hashlib.sha256(text(1)).hexdigest()
    with Store.open(tmp_path / "work", write=True) as store:
        store.group.put_file(os.fsencode(path), seen, looked=stat.st_mtime_ns + 10**10, sha256=old)
    assert ran(packet, tmp_path / "work")[1] == []
    heard = Heard()
    run.run([packet], workspace=tmp_path / "work", config=CONFIG, progress=heard, verify=True)
    assert heard.worked_on == ["表.txt"]


def test_a_file_hashed_right_after_it_was_written_is_not_trusted(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"one")
    seen = opening.regular(path)
    with Store.open(tmp_path, write=True) as store:
        store.group.put_file(b"racy", seen, looked=seen.mtime + 10**9, sha256="0" * 64)
        store.group.put_file(b"settled", seen, looked=seen.mtime + 10**10, sha256="1" * 64)
        store.group.commit()
        assert store.file_digests([b"racy", b"settled", b"unknown"], [seen] * 3) == ["", "1" * 64, ""]


def test_a_workspace_in_use_is_refused(tmp_path: Path) -> None:
    source = build(tmp_path)
    (tmp_path / "work").mkdir()
    with Lock(tmp_path / "work" / "lock"), pytest.raises(WorkspaceError, match=f"in use by process {os.getpid()}"):
        ran(source, tmp_path / "work")


def test_a_lock_left_by_a_dead_process_holds_nobody_up(tmp_path: Path) -> None:
    source = build(tmp_path)
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "lock").write_bytes(msgspec.json.encode({"process": 1, "began": 0.0}))
    assert ran(source, tmp_path / "work")[0].documents == 15


def test_an_input_that_does_not_exist_makes_no_change(tmp_path: Path) -> None:
    source = build(tmp_path)
    ran(source, tmp_path / "work")
    before = exported(tmp_path / "work")
    with pytest.raises(ConfigError, match="elsewhere"):
        ran(tmp_path / "elsewhere", tmp_path / "work")
    assert exported(tmp_path / "work") == before


@pytest.mark.parametrize("within", [60.0, pytest.param(2.0, marks=pytest.mark.torture)])
def test_ctrl_c_ends_a_run_soon_and_the_next_one_goes_on(tmp_path: Path, within: float) -> None:
    source = build(tmp_path, each=60)
    ran(source, tmp_path / "whole")
    process = start(source, tmp_path / "work")
    until = time.monotonic() + 20
    while time.monotonic() < until and not committed(tmp_path / "work"):
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    began = time.monotonic()
    assert process.wait(timeout=60) == ExitCode.INTERRUPTED
    assert time.monotonic() - began < within
    done = committed(tmp_path / "work")
    assert 0 < done < 130
    summary, worked_on = ran(source, tmp_path / "work")
    assert len(worked_on) == summary.documents - done
    assert exported(tmp_path / "work") == exported(tmp_path / "whole")


def start(source: Path, workspace: Path) -> subprocess.Popen[bytes]:
    """A run in a process of its own."""
    return subprocess.Popen([sys.executable, "-m", "tests.faults.one_run", str(source), str(workspace)])


def committed(workspace: Path) -> int:
    """How many documents are on the disk by now."""
    if not (workspace / "xingping.sqlite").exists():
        return 0
    try:
        with Store.open(workspace) as store:
            return sum(store.states().values())
    except WorkspaceError:
        return 0


def test_the_same_bytes_under_two_extensions_are_each_held_against_their_own(tmp_path: Path) -> None:
    folder = tmp_path / "drop" / "甲"
    folder.mkdir(parents=True)
    for name in ("说明.txt", "说明.pdf"):
        (folder / name).write_bytes("工作室完成攻关3项。".encode())
    workspace = tmp_path / "w"
    run.run([folder.parent], workspace=workspace, config=Config(workers=1))
    with Store.open(workspace) as store:
        flags = {record.path: [flag.code for flag in record.flags] for record in store.documents()}
    assert flags == {"说明.txt": [], "说明.pdf": ["TYPE_MISMATCH"]}
