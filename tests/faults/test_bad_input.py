"""Bad input ends in a typed state, harms nothing beside it, and the program ends as it says it does."""

import ctypes
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from corpus.samples.archive import packed
from tests.annotate import unannotated
from tests.faults.bad_files import Bad, bad_files, good_text

ROOT = Path(__file__).parents[2]
POSIX = pytest.mark.skipif(os.name != "posix", reason="named pipes, raw names and users are POSIX")


@pytest.mark.parametrize("bad", bad_files(), ids=[bad.name for bad in bad_files()])
def test_a_bad_file_ends_in_a_typed_state_with_its_reason(bad: Bad) -> None:
    document = unannotated(bad.make(), bad.name)
    assert {note.code.value for note in document.reasons} & bad.reasons, document.notes
    assert document.state in bad.states


@pytest.mark.parametrize("name", ["总结.pdf", "总结.docx", "总结.xlsx", "总结.html"])
def test_a_text_under_a_wrong_extension_is_read_and_flagged(name: str) -> None:
    document = unannotated(good_text(), name)
    assert document.state == "ok"
    assert "授权专利3项" in document.text
    assert [note.code.value for note in document.flags] == ["TYPE_MISMATCH"]


@POSIX
def test_a_run_over_bad_files_reads_the_good_one_and_says_of_each_other_why(tmp_path: Path) -> None:
    packet = tmp_path / "in" / "宋远航创新工作室"
    packet.mkdir(parents=True)
    for bad in bad_files():
        (packet / bad.name).write_bytes(bad.make())
    (packet / "总结.txt").write_bytes(good_text())
    (packet / "名字里有\n换行.txt").write_bytes(good_text())
    Path(os.fsdecode(os.fsencode(packet) + b"/" + "附件".encode("gbk") + b".txt")).write_bytes(good_text())
    os.mkfifo(packet / "管道.txt")
    done = xingping("run", str(tmp_path / "in"), "--workspace", str(tmp_path / "ws"))
    assert done.returncode == 1, done.stderr
    records = exported(tmp_path / "ws")
    by_name = {record["path"]: record for record in records}
    for bad in bad_files():
        assert {reason["code"] for reason in by_name[bad.name]["reasons"]} & bad.reasons, bad.name
        assert by_name[bad.name]["state"] in bad.states
    assert by_name["管道.txt"]["state"] == "refused"
    assert [reason["code"] for reason in by_name["管道.txt"]["reasons"]] == ["NOT_REGULAR_FILE"]
    good = [record["text"] for record in records if record["state"] == "ok" and "!" not in record["path"]]
    assert good == [good_text().decode()] * 3
    assert len(records) == len(bad_files()) + 4 + _members(records)


def test_folders_named_from_where_one_stands_do_for_the_members_of_archives_too(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "材料.zip").write_bytes(
        packed([("总结.txt", good_text()), ("附件.zip", packed([("a.txt", good_text())]))])
    )
    done = xingping("run", "in", "--workspace", "ws", cwd=tmp_path)
    assert done.returncode == 0, done
    assert {record["path"] for record in exported(tmp_path / "ws")} == {"材料.zip", "总结.txt", "附件.zip", "附件.zip!a.txt"}


def test_a_workspace_of_a_newer_schema_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    one_good_run(tmp_path)
    database = next(path for path in (tmp_path / "ws").rglob("*") if path.is_file() and _is_sqlite(path))
    with sqlite3.connect(database) as connection:
        connection.execute("INSERT INTO migrations (version) SELECT max(version) + 1 FROM migrations")
    connection.close()
    before = database.read_bytes()
    for words in (("run", str(tmp_path / "in")), ("status",), ("export",)):
        done = xingping(*words, "--workspace", str(tmp_path / "ws"))
        assert done.returncode == 4, done
        assert "newer" in done.stderr
    assert database.read_bytes() == before


def test_a_workspace_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "总结.txt").write_bytes(good_text())
    (tmp_path / "ws").write_text("not a folder")
    done = xingping("run", str(tmp_path / "in"), "--workspace", str(tmp_path / "ws"))
    assert done.returncode == 4, done
    assert (tmp_path / "ws").read_text() == "not a folder"


def test_a_damaged_workspace_is_refused(tmp_path: Path) -> None:
    one_good_run(tmp_path)
    database = next(path for path in (tmp_path / "ws").rglob("*") if path.is_file() and _is_sqlite(path))
    database.write_bytes(b"SQLite format 3\x00" + bytes(4096))
    done = xingping("status", "--workspace", str(tmp_path / "ws"))
    assert done.returncode == 4, done
    assert "Traceback" not in done.stderr


@POSIX
def test_a_folder_one_may_not_write_in_is_refused_as_a_workspace(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "总结.txt").write_bytes(good_text())
    (tmp_path / "closed").mkdir(mode=0o555)
    done = xingping("run", str(tmp_path / "in"), "--workspace", str(tmp_path / "closed" / "ws"), bound=True)
    assert done.returncode == 4, done
    assert list((tmp_path / "closed").iterdir()) == []


@POSIX
def test_a_workspace_one_may_not_write_in_is_refused_and_can_still_be_read(tmp_path: Path) -> None:
    one_good_run(tmp_path)
    for path in (tmp_path / "ws", *(tmp_path / "ws").rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    done = xingping("run", str(tmp_path / "in"), "--workspace", str(tmp_path / "ws"), bound=True)
    assert done.returncode == 4, done
    assert "Traceback" not in done.stderr
    for words in (("status",), ("failed",), ("export",)):
        done = xingping(*words, "--workspace", str(tmp_path / "ws"), bound=True)
        assert done.returncode == 0, done


@POSIX
def test_a_file_one_may_not_read_fails_alone(tmp_path: Path) -> None:
    packet = tmp_path / "in" / "宋远航创新工作室"
    packet.mkdir(parents=True)
    (packet / "总结.txt").write_bytes(good_text())
    (packet / "看不了.txt").write_bytes(good_text())
    (packet / "看不了.txt").chmod(0)
    done = xingping("run", str(tmp_path / "in"), "--workspace", str(tmp_path / "ws"), bound=True)
    assert done.returncode == 1, done
    reasons = {record["path"]: [reason["code"] for reason in record["reasons"]] for record in exported(tmp_path / "ws")}
    assert reasons == {"总结.txt": [], "看不了.txt": ["UNREADABLE"]}


@pytest.mark.parametrize(
    "words",
    [
        ("run", "nowhere", "--workspace", "ws"),
        ("run", "--workspace", "ws"),
        ("read", "nowhere.pdf"),
        ("fly",),
        ("tag", "nowhere"),
    ],
)
def test_what_the_user_mistyped_ends_with_two_and_names_it(words: tuple[str, ...], tmp_path: Path) -> None:
    done = xingping(*words, cwd=tmp_path)
    assert done.returncode == 2, done
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_an_unknown_key_of_the_configuration_ends_with_two_and_names_its_neighbour(tmp_path: Path) -> None:
    (tmp_path / "xingping.toml").write_text("[limits]\nsecond = 5\n")
    done = xingping("config", "show", cwd=tmp_path)
    assert done.returncode == 2, done
    assert "limits.seconds" in done.stderr


def xingping(*words: str, cwd: Path | None = None, bound: bool = False) -> subprocess.CompletedProcess[str]:
    """The command line in a process of its own; `bound` by permissions even where the tests are run by root."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-m", "pipeline.cli", *words],
        capture_output=True,
        check=False,
        cwd=cwd,
        encoding="utf-8",
        env=environment,
        preexec_fn=without_roots_rights if bound and os.geteuid() == 0 else None,
        timeout=300,
    )


def without_roots_rights() -> None:
    """Give up what lets root read and write whatever the permissions say (capabilities(7): 1 and 2), for good."""
    drop_from_bounding_set = 24
    for capability in (1, 2):
        if ctypes.CDLL(None, use_errno=True).prctl(drop_from_bounding_set, capability, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "cannot be bound by permissions")


def one_good_run(folder: Path) -> None:
    (folder / "in").mkdir()
    (folder / "in" / "总结.txt").write_bytes(good_text())
    done = xingping("run", str(folder / "in"), "--workspace", str(folder / "ws"))
    assert done.returncode == 0, done


def exported(workspace: Path) -> list[dict[str, Any]]:
    done = xingping("export", "--workspace", str(workspace), "--format", "jsonl")
    assert done.returncode == 0, done
    return [json.loads(line) for line in done.stdout.splitlines()]


def _members(records: list[dict[str, Any]]) -> int:
    return sum("!" in record["path"] for record in records)


def _is_sqlite(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(15) == b"SQLite format 3"
