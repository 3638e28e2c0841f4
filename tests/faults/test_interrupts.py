"""An interrupt never cuts what is being written: neither the write is lost nor does the store stay locked."""

import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from pipeline import store_file
from pipeline.errors import ExitCode
from pipeline.intake.opening import Stat
from pipeline.interrupts import end_imports, interruptible, whole
from pipeline.store import Store

SEED, ROUNDS = 3, 200
WRITES = 20_000  # far more than the interrupt leaves time for
STAT = Stat(*(1 for _ in Stat._fields))


def test_an_interrupt_waits_for_the_end_of_what_is_whole() -> None:
    steps: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        _interrupted(steps)
    assert steps == ["inner", "outer"]


@interruptible()
def _interrupted(steps: list[str]) -> None:
    with whole():
        with whole():
            os.kill(os.getpid(), signal.SIGTERM)
            steps.append("inner")
        steps.append("outer")
    steps.append("after")


def test_elsewhere_an_interrupt_comes_at_once() -> None:
    with pytest.raises(KeyboardInterrupt), interruptible():
        signal.raise_signal(signal.SIGINT)


def test_an_interrupt_that_an_import_loses_ends_the_process(tmp_path: Path) -> None:
    (tmp_path / "deaf.py").write_text("import signal\ntry: signal.raise_signal(signal.SIGINT)\nexcept KeyboardInterrupt: pass\n")
    words = "from pipeline import interrupts; interrupts.end_imports(); import deaf; print('went on')"
    done = subprocess.run(
        [sys.executable, "-c", words], env={**os.environ, "PYTHONPATH": str(tmp_path)}, capture_output=True, check=False
    )
    assert (done.returncode, done.stdout) == (ExitCode.INTERRUPTED, b"")


def test_an_interrupt_after_the_imports_is_python_s_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signal, "signal", lambda _number, handler: handlers.append(handler))
    handlers: list[Any] = []
    end_imports()
    with pytest.raises(KeyboardInterrupt):
        handlers[0](signal.SIGINT, None)


def test_what_fails_within_is_still_told_when_nothing_interrupts() -> None:
    with pytest.raises(ValueError, match="own fault"), interruptible(), whole():
        raise ValueError("own fault")


def test_a_store_interrupted_at_any_moment_can_be_written_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_file, "BUSY_SECONDS", 1)
    chance = random.Random(SEED)
    with Store.open(tmp_path, write=True) as store:
        number = store.begin_run(process=os.getpid())
        for turn in range(ROUNDS):
            alarm = threading.Timer(chance.uniform(0.0001, 0.004), os.kill, (os.getpid(), signal.SIGTERM))
            with pytest.raises(KeyboardInterrupt):
                _written_on_and_on(store, alarm)
            alarm.join()
            store.tell_run(number, seconds=float(turn))


@interruptible()
def _written_on_and_on(store: Store, alarm: threading.Timer) -> None:
    alarm.start()
    for number in range(WRITES):
        store.group.put_file(f"{number}".encode(), STAT, looked=1, sha256="a")
        store.group.commit()
