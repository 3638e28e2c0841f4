"""A disk that is full or may not be written: a clear error, nothing acknowledged lost, and the next run goes on."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import run
from pipeline.config import Config
from pipeline.errors import WorkspaceError
from pipeline.store import Store
from tests.faults.small_drop import build, exported

CONFIG = Config(workers=2)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own with room for half a megabyte."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if mount("-t", "tmpfs", "-o", "size=512k", "tmpfs", str(disk)) != 0:
        pytest.skip("this user may not mount a disk")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def mount(*arguments: str) -> int:
    return subprocess.run(["mount", *arguments], capture_output=True, check=False).returncode


def test_a_full_disk_ends_the_run_and_room_lets_the_next_one_go_on(tmp_path: Path, small_disk: Path) -> None:
    source = build(tmp_path, each=150)
    with pytest.raises(WorkspaceError):
        run.run([source], workspace=small_disk, config=CONFIG)
    assert mount("-o", "remount,size=50m", str(small_disk)) == 0
    with Store.open(small_disk) as store:
        done = sum(store.states().values())
    summary = run.run([source], workspace=small_disk, config=CONFIG)
    assert summary.reused >= done
    run.run([source], workspace=tmp_path / "whole", config=CONFIG)
    assert exported(small_disk) == exported(tmp_path / "whole")


def test_a_disk_that_may_not_be_written_is_a_workspace_error(tmp_path: Path, small_disk: Path) -> None:
    source = build(tmp_path)
    assert mount("-o", "remount,ro", str(small_disk)) == 0
    with pytest.raises(WorkspaceError):
        run.run([source], workspace=small_disk / "work", config=CONFIG)
    with pytest.raises(WorkspaceError):
        run.run([source], workspace=small_disk, config=CONFIG)


def test_a_file_that_is_no_database_is_a_workspace_error(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "xingping.sqlite").write_bytes(b"not a database " * 500)
    with pytest.raises(WorkspaceError, match="damaged"):
        run.run([build(tmp_path)], workspace=tmp_path / "work", config=CONFIG)
