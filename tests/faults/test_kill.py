"""kill -9 at any moment: the next run goes on, and what comes out is what an unkilled run gives, byte for byte."""

import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import run
from pipeline.config import Config
from pipeline.errors import ExitCode, WorkspaceError
from pipeline.store import Store
from pipeline.store_file import FILE_NAME
from pipeline.summary import Outcome, Silent
from tests.faults.light import light
from tests.faults.small_drop import build, exported

QUICK = {1, 4, 9, 15, 22, 30, 45, 60}
WRITES = [write if write in QUICK else pytest.param(write, marks=pytest.mark.torture) for write in range(1, 101)]
MOMENTS = [6, pytest.param(200, marks=pytest.mark.torture)]
SEED = 20260


class Done(Silent):
    """Which documents a run worked on."""

    def __init__(self) -> None:
        self.ids: list[str] = []

    def done(self, outcome: Outcome) -> None:
        if not outcome.reused:
            self.ids.append(outcome.id)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, bytes]]:
    """A drop folder and the export of an unkilled run of it."""
    folder = tmp_path_factory.mktemp("whole")
    source = build(folder, each=12)
    run.run([source], workspace=folder / "work", config=Config(workers=2))
    yield source, exported(folder / "work")
    shutil.rmtree(folder)


@pytest.mark.parametrize("write", WRITES)
def test_a_run_killed_before_a_write_is_completed_by_the_next(tmp_path: Path, whole: tuple[Path, bytes], write: int) -> None:
    source, expected = whole
    process = started(source, tmp_path / "work", str(write))
    assert process.wait(timeout=300) == -signal.SIGKILL
    assert_completed(source, tmp_path / "work", expected)


@pytest.mark.parametrize("moments", MOMENTS)
def test_runs_killed_at_random_moments_are_completed_in_the_end(tmp_path: Path, moments: int) -> None:
    source, work = build(tmp_path, each=40), tmp_path / "work"
    chance = random.Random(SEED)
    with light():
        run.run([source], workspace=tmp_path / "whole", config=Config(workers=2))
        expected = exported(tmp_path / "whole")
        began = time.monotonic()
        assert started(source, work, "light").wait() == ExitCode.SOME_FAILED
        lasts = time.monotonic() - began
        for moment in range(moments):
            if moment % 3 == 0:
                shutil.rmtree(work)
            process = started(source, work, "light")
            time.sleep(chance.uniform(0.2, 1.0) * lasts)
            process.kill()
            process.wait()
            if moment % 3 == 2:
                assert_completed(source, work, expected)


def started(source: Path, workspace: Path, *write: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "tests.faults.one_run", str(source), str(workspace), *write])


def assert_completed(source: Path, workspace: Path, expected: bytes) -> None:
    """The next run does what was not acknowledged, that alone, and the export is the unkilled run's."""
    before = acknowledged(workspace)
    heard = Done()
    run.run([source], workspace=workspace, config=Config(workers=2), progress=heard)
    assert not before & set(heard.ids)
    with Store.open(workspace) as store:
        told = [(row.path, row.state, row.code, row.detail) for row in store.failed()]
    assert [path for path, *_ in told] == ["坏.docx", "证明/材料.zip!内层.zip!空.txt"], told
    assert exported(workspace) == expected


def acknowledged(workspace: Path) -> set[str]:
    """The documents that are on the disk."""
    if not (workspace / FILE_NAME).exists():
        return set()
    try:
        with Store.open(workspace) as store:
            return {record.id for record in store.documents()}
    except WorkspaceError as error:
        assert "only just begun" in str(error)  # noqa: PT017
        return set()
