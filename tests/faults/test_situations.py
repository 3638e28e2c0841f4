"""Situations nobody plans for: workspaces within inputs, names that break addresses, files that change, stores that are cut."""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import run
from pipeline.config import Config
from pipeline.errors import ConfigError, DocumentError, ExitCode, Reason, WorkspaceError
from pipeline.intake import opening
from pipeline.intake.packet_list import LIST
from pipeline.record import DocumentRecord
from pipeline.running import Running
from pipeline.store import Store
from pipeline.store_file import FILE_NAME
from pipeline.summary import RunSummary
from tests.faults.light import light
from tests.faults.small_drop import build, exported, text

CONFIG = Config(workers=2)
POSIX = pytest.mark.skipif(os.name != "posix", reason="raw names, pipes and links are POSIX")


@pytest.fixture(autouse=True, scope="module")
def quick() -> Iterator[None]:
    with light():
        yield


def ran(*sources: Path, workspace: Path) -> RunSummary:
    return run.run(sources, workspace=workspace, config=CONFIG)


def records(workspace: Path) -> list[DocumentRecord]:
    with Store.open(workspace) as store:
        return list(store.documents())


# Where things stand.


def test_a_workspace_within_its_input_is_no_document(tmp_path: Path) -> None:
    source = build(tmp_path)
    first = ran(source, workspace=source / "结果")
    again = ran(source, workspace=source / "结果")
    assert first.documents == again.documents == again.reused == 15
    assert again.skipped == ("drop/结果",)


def test_an_input_that_is_a_workspace_is_refused(tmp_path: Path) -> None:
    ran(build(tmp_path), workspace=tmp_path / "work")
    with pytest.raises(ConfigError, match="is a workspace"):
        ran(tmp_path / "work", workspace=tmp_path / "other")


def test_an_input_in_a_folder_that_a_run_empties_is_refused_and_stays(tmp_path: Path) -> None:
    ran(build(tmp_path), workspace=tmp_path / "work")
    source = build(tmp_path / "work" / "scratch")
    with pytest.raises(ConfigError, match="throws away"):
        ran(source, workspace=tmp_path / "work")
    assert (source / "讲习所工作室" / "0.txt").is_file()


@pytest.mark.parametrize("name", ["scratch", "members", "pages"])
def test_a_folder_of_the_users_is_never_emptied(tmp_path: Path, name: str) -> None:
    own = tmp_path / "project" / name / "thesis.txt"
    own.parent.mkdir(parents=True)
    own.write_text("mine")
    with pytest.raises(WorkspaceError, match=name):
        ran(build(tmp_path), workspace=tmp_path / "project")
    assert own.read_text() == "mine"


@POSIX
@pytest.mark.parametrize("name", ["工作?mode=memory", "a#b%20c", "空 格&=", os.fsdecode("工作".encode("gbk"))])
def test_a_workspace_may_have_any_name(tmp_path: Path, name: str) -> None:
    work = tmp_path / name
    assert ran(build(tmp_path), workspace=work).documents == 15
    assert (work / FILE_NAME).is_file()
    assert ran(tmp_path / "drop", workspace=work).reused == 15


def test_the_same_input_given_twice_and_a_folder_within_it_lose_nothing(tmp_path: Path) -> None:
    source = build(tmp_path)
    ran(source, source, source / "讲习所工作室", workspace=tmp_path / "work")
    found = records(tmp_path / "work")
    assert len({record.id for record in found}) == len(found)
    assert {record.path for record in found} >= {"0.txt", "坏.docx", "松岭工作室.zip"}
    again = ran(source, source, source / "讲习所工作室", workspace=tmp_path / "work")
    assert again.reused == again.documents


def test_a_packet_that_was_renamed_is_the_new_one_and_its_files_are_not_read_again(tmp_path: Path) -> None:
    source = build(tmp_path)
    ran(source, workspace=tmp_path / "work")
    (source / "讲习所工作室").rename(source / "讲习所创新工作室")
    ran(source, workspace=tmp_path / "work")
    ran(source, workspace=tmp_path / "fresh")
    assert exported(tmp_path / "work") == exported(tmp_path / "fresh")


# Names.

NAMES = {
    "utf-8": "专利证书",
    "gb18030": "授权书㐀",
    "big5": "獲獎證書",
    "shift_jis": "表彰状",
    "euc_kr": "상장",
    "latin-1": "ÿþ",
    "utf-16": "证书",
}


@POSIX
def test_names_in_every_encoding_are_read_and_shown(tmp_path: Path) -> None:
    packet = tmp_path / "drop" / "甲工作室"
    packet.mkdir(parents=True)
    raws = [words.encode(charset).replace(b"\0", b"").replace(b"/", b"") for charset, words in NAMES.items()]
    raws += [b"line\nbreak", b"bell\x07", b"\xfe\xff", "\u202egnp.exe".encode(), b"%FF", b"x" * 250, b" ", b"-rf", b"..."]
    for number, raw in enumerate(raws):
        Path(os.fsdecode(os.fsencode(packet) + b"/" + raw + b".txt")).write_bytes(text(number))
    ran(tmp_path / "drop", workspace=tmp_path / "work")
    found = records(tmp_path / "work")
    assert len(found) == len({record.path for record in found}) == len(raws)
    assert {record.state for record in found} == {"ok"}
    assert {record.path for record in found} >= {"专利证书.txt", "授权书㐀.txt", "獲獎證書.txt"}
    assert all(record.path.isprintable() for record in found)


@POSIX
def test_a_path_as_long_as_the_system_allows_is_read_and_one_beyond_it_is_told(tmp_path: Path) -> None:
    packet = tmp_path / "drop" / "甲工作室"
    packet.mkdir(parents=True)
    (packet / "总结.txt").write_bytes(text(1))
    with contextlib.chdir(packet):
        for _ in range(22):  # 22 * 200 bytes are more than the 4096 of PATH_MAX
            Path("深" * 66).mkdir()
            os.chdir("深" * 66)
            Path("文.txt").write_bytes(text(2))
    summary = ran(tmp_path / "drop", workspace=tmp_path / "work")
    assert summary.reasons == {"UNREADABLE": 1}
    assert summary.states["ok"] > 15


def test_names_that_differ_in_case_alone_are_documents_of_their_own(tmp_path: Path) -> None:
    packet = tmp_path / "甲工作室"
    packet.mkdir()
    for number, name in enumerate(("a.txt", "A.txt", "A.TXT")):
        (packet / name).write_bytes(text(number))
    ran(packet, workspace=tmp_path / "work")
    assert len(records(tmp_path / "work")) == len(list(packet.iterdir()))


@POSIX
def test_links_in_a_circle_are_told_and_not_followed(tmp_path: Path) -> None:
    packet = tmp_path / "甲工作室"
    packet.mkdir()
    (packet / "总结.txt").write_bytes(text(1))
    (packet / "自己").symlink_to(packet)
    (packet / "a").symlink_to("b")
    (packet / "b").symlink_to("a")
    summary = ran(packet, workspace=tmp_path / "work")
    assert summary.states == {"ok": 1, "refused": 3}


@POSIX
def test_a_list_of_packets_that_is_a_pipe_or_nonsense_is_the_users_to_mend(tmp_path: Path) -> None:
    (tmp_path / "drop" / "甲").mkdir(parents=True)
    listed = tmp_path / "drop" / LIST
    os.mkfifo(listed)
    with pytest.raises(ConfigError, match="a pipe"):
        ran(tmp_path / "drop", workspace=tmp_path / "work")
    listed.unlink()
    listed.write_text('path,packet\n"' + "x" * 200_000 + '",甲\n')
    with pytest.raises(ConfigError, match="field larger"):
        ran(tmp_path / "drop", workspace=tmp_path / "work")


# Files that change.


def test_a_file_that_grows_or_vanishes_while_it_is_read_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * (3 * opening.CHUNK))
    pieces = opening.chunks(path, at_most=1 << 30)
    next(pieces)
    with path.open("ab") as file:
        file.write(b"more")
    with pytest.raises(DocumentError) as caught:
        list(pieces)
    assert caught.value.reason is Reason.CHANGED_WHILE_READ
    path.unlink()
    with pytest.raises(DocumentError) as caught:
        opening.read(path, at_most=1 << 30)
    assert caught.value.reason is Reason.VANISHED


def test_a_run_over_files_that_change_all_the_time_ends_and_the_next_mends_it(tmp_path: Path) -> None:
    source = build(tmp_path, each=30)
    ended = threading.Event()

    def meddle() -> None:
        chance = random.Random(7)
        while not ended.is_set():
            path = source / "讲习所工作室" / f"{chance.randrange(30)}.txt"
            if chance.random() < 0.3:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(text(chance.randrange(1000)) * chance.randrange(1, 50))
            time.sleep(0.005)

    meddler = threading.Thread(target=meddle)
    meddler.start()
    try:
        summary = ran(source, workspace=tmp_path / "work")
    finally:
        ended.set()
        meddler.join()
    assert set(summary.reasons) <= {"VANISHED", "CHANGED_WHILE_READ", "DAMAGED", "TRUNCATED", "EMPTY"}
    ran(source, workspace=tmp_path / "work")
    ran(source, workspace=tmp_path / "fresh")
    assert exported(tmp_path / "work") == exported(tmp_path / "fresh")


def test_times_in_the_future_or_long_ago_cost_only_a_hash(tmp_path: Path) -> None:
    source = build(tmp_path)
    for number, path in enumerate(sorted(source.rglob("*.txt"))):
        when = time.time() + (10**8 if number % 2 else -(10**9))
        os.utime(path, (when, when))
    ran(source, workspace=tmp_path / "work")
    assert ran(source, workspace=tmp_path / "work").reused == 15


def test_a_clock_that_goes_backwards_harms_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = build(tmp_path)
    now = [time.time()]
    monkeypatch.setattr("time.time", lambda: now[0])
    monkeypatch.setattr("time.time_ns", lambda: int(now[0] * 1e9))
    ran(source, workspace=tmp_path / "work")
    now[0] -= 10**6
    (source / "讲习所工作室" / "1.txt").write_bytes(text(77))
    summary = ran(source, workspace=tmp_path / "work")
    assert summary.documents - summary.reused == 1


# The store.


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("situations")
    ran(build(folder), workspace=folder / "work")
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def damaged(tmp_path: Path, whole: Path) -> Path:
    shutil.copytree(whole, tmp_path / "copy")
    return tmp_path / "copy"


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_a_store_that_was_cut_short_is_a_workspace_error_or_is_made_whole(damaged: Path, share: float) -> None:
    file = damaged / "work" / FILE_NAME
    os.truncate(file, int(file.stat().st_size * share))
    assert_typed_or_whole(damaged)


@pytest.mark.parametrize("seed", [*range(4), *(pytest.param(seed, marks=pytest.mark.torture) for seed in range(4, 40))])
def test_a_store_with_a_damaged_page_is_a_workspace_error_or_is_made_whole(damaged: Path, seed: int) -> None:
    file = damaged / "work" / FILE_NAME
    data = bytearray(file.read_bytes())
    chance = random.Random(seed)
    page = chance.randrange(len(data) // 4096) * 4096
    data[page : page + 4096] = chance.randbytes(4096)
    file.write_bytes(data)
    assert_typed_or_whole(damaged)


def assert_typed_or_whole(folder: Path) -> None:
    """Every command says in our own words what is wrong, or does its work."""
    for command in (exported, lambda work: ran(folder / "drop", workspace=work), exported):
        with contextlib.suppress(WorkspaceError):
            command(folder / "work")


def test_a_journal_that_was_lost_loses_only_what_was_not_yet_in_the_store(tmp_path: Path) -> None:
    source = build(tmp_path)
    ran(source, workspace=tmp_path / "work")
    (tmp_path / "copy").mkdir()
    with Store.open(tmp_path / "work", write=True) as store:
        store.drop_documents(store.packet_rows()[0].id, ["申报表.txt", "0.txt"])
        shutil.copy(tmp_path / "work" / FILE_NAME, tmp_path / "copy" / FILE_NAME)
    ran(source, workspace=tmp_path / "copy")
    ran(source, workspace=tmp_path / "work")
    assert exported(tmp_path / "copy") == exported(tmp_path / "work")


def test_a_workspace_taken_away_during_a_run_is_a_workspace_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = tmp_path / "work"
    sound = Running._advance

    def taken_away(self: Running) -> None:
        shutil.rmtree(work, ignore_errors=True)
        sound(self)

    monkeypatch.setattr(Running, "_advance", taken_away)
    with pytest.raises(WorkspaceError):
        ran(build(tmp_path), workspace=work)


def test_a_second_interrupt_ends_the_process_at_once(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "tests.faults.slow_end", str(build(tmp_path)), str(tmp_path / "work")]
    process = subprocess.Popen(words, stdout=subprocess.PIPE)
    assert process.stdout is not None
    with process, process.stdout as told:
        assert told.readline() == b"ending\n"
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == ExitCode.INTERRUPTED
