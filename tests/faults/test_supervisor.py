"""Whatever a reader does to its worker costs one document, which is told why, and leaves no process behind."""

import os
import secrets
import time
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from extractors.registry import Limits
from pipeline.engines import frames, sandbox
from pipeline.engines.ending import MARK
from pipeline.engines.local import Finished, Local
from pipeline.errors import Reason, XingpingError

SHORT = Limits(seconds_idle=2.5, seconds=5.0, memory=256 << 20)
"""For what lasts for ever: however slow the machine, a limit of time is what it meets."""
LONG = Limits(seconds_idle=60.0, seconds=120.0, memory=256 << 20)
"""For everything else: however slow the machine, it is no limit of time."""
MODULE = "tests.faults.mock_worker"

ENDLESS = ["sleep 60", "loop", "busy", "deaf", "flood"]
FATES = [
    ("memory", Reason.LIMIT_MEMORY),
    ("native-memory", Reason.LIMIT_MEMORY),
    ("segfault", Reason.WORKER_CRASH),
    ("abort", Reason.WORKER_CRASH),
    ("leave 0", Reason.WORKER_CRASH),
    ("leave 3", Reason.WORKER_CRASH),
    ("rubbish-frames", Reason.WORKER_CRASH),
    ("endless-frame", Reason.LIMIT_OUTPUT),
    ("chatter", Reason.LIMIT_OUTPUT),
    ("recurse", Reason.LIMIT_DEPTH),
    ("raises", Reason.INTERNAL),
    ("print-rubbish", None),
    ("call-home", None),
]


def done(workers: Local, folder: Path, behaviours: Sequence[str]) -> dict[str, Finished]:
    """What came of a file for each behaviour, by behaviour; a number behind it makes each its own."""
    waiting = list(enumerate(behaviours))
    finished: dict[str, Finished] = {}
    while len(finished) < len(behaviours):
        while waiting and workers.room:
            ticket, behaviour = waiting.pop(0)
            workers.submit(job(folder, ticket, behaviour), ticket=ticket)
        finished.update((behaviours[found.ticket], found) for found in workers.wait())
    return finished


def job(folder: Path, ticket: int, behaviour: str) -> frames.ReadFile:
    path = folder / f"{ticket}.mock"
    path.write_bytes(b"MOCK READER " + behaviour.partition("#")[0].encode())
    return frames.ReadFile(file=os.fsencode(path), path=path.name, folder=str(ticket), allowance=frames.Allowance.of(LONG))


def reason(finished: Finished) -> Reason | None:
    if isinstance(finished.answer, frames.Failed):
        return finished.answer.reason
    assert isinstance(finished.answer, frames.Read)
    reasons = finished.answer.record.reasons
    return reasons[0].code if reasons else None


@pytest.fixture
def mark(monkeypatch: pytest.MonkeyPatch) -> str:
    """What the environment of every process of this test's workers holds, and of no other's."""
    own = secrets.token_hex(8)
    monkeypatch.setattr("pipeline.engines.starting.secrets.token_hex", partial(_numbered, own, count()))
    return f"{MARK}={own}-"


def _numbered(own: str, numbers: Iterator[int], _size: int) -> str:
    return f"{own}-{next(numbers)}."


def left_behind(mark: str) -> list[int]:
    """Processes that this test's workers are or started."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdecimal() and mark.encode() in (entry / "environ").read_bytes():
                found.append(int(entry.name))
        except OSError:
            continue
    return found


@pytest.mark.parametrize(
    ("limits", "fates"), [(SHORT, [(each, Reason.LIMIT_TIME) for each in ENDLESS]), (LONG, FATES)], ids=["endless", "other"]
)
def test_each_misbehaviour_costs_its_own_document_alone(
    tmp_path: Path, mark: str, limits: Limits, fates: list[tuple[str, Reason | None]]
) -> None:
    behaviours = [f"{behaviour} #{number}" for number, (behaviour, _) in enumerate(fates)]
    innocent = [f"sleep 0.1 #{number}" for number in range(100, 100 + len(fates))]
    mixed = [each for pair in zip(behaviours, innocent, strict=True) for each in pair]
    with Local(workers=2, limits=limits, stages=(), scratch=tmp_path / "scratch", module=MODULE) as workers:
        finished = done(workers, tmp_path, mixed)
    assert {each: reason(finished[each]) for each in behaviours} == {
        each: expected for each, (_, expected) in zip(behaviours, fates, strict=True)
    }
    assert {reason(finished[each]) for each in innocent} == {None}
    assert not left_behind(mark)


def test_a_document_that_forks_leaves_no_process_behind(tmp_path: Path, mark: str) -> None:
    with Local(workers=1, limits=LONG, stages=(), scratch=tmp_path / "scratch", module=MODULE) as workers:
        finished = done(workers, tmp_path, ["fork", "nothing"])
        assert reason(finished["fork"]) is not None
        assert reason(finished["nothing"]) is None
        assert len(left_behind(mark)) <= 1
    assert not left_behind(mark)


@pytest.mark.parametrize(
    ("behaviour", "limits", "least"),
    [("loop", Limits(seconds_idle=2.0, seconds=120.0), 2.0), ("busy", Limits(seconds_idle=120.0, seconds=3.0), 3.0)],
)
def test_each_limit_of_time_is_kept(tmp_path: Path, behaviour: str, limits: Limits, least: float) -> None:
    with Local(workers=1, limits=limits, stages=(), scratch=tmp_path / "scratch", module=MODULE) as workers:
        finished = done(workers, tmp_path, [behaviour])
    assert reason(finished[behaviour]) is Reason.LIMIT_TIME
    assert least <= finished[behaviour].seconds < 60, "ended by the other limit"


def test_time_in_which_the_run_itself_stood_still_is_charged_to_no_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Local(workers=2, limits=LONG, stages=(), scratch=tmp_path / "scratch", module=MODULE) as workers:
        done(workers, tmp_path, ["nothing"])
        for ticket in range(2):
            workers.submit(job(tmp_path, ticket, "sleep 1"), ticket=ticket)
        workers.wait(0.2)
        sound = time.monotonic
        monkeypatch.setattr("time.monotonic", lambda: sound() + 10 * LONG.seconds)
        found: list[Finished] = []
        while len(found) < 2:
            found += workers.wait()
    assert [reason(each) for each in found] == [None, None]


@pytest.mark.parametrize(("behaviour", "charged"), [("sleep 4", None), ("loop", Reason.LIMIT_TIME)])
def test_a_worker_that_gets_no_processor_has_more_time_but_not_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, behaviour: str, charged: Reason | None
) -> None:
    monkeypatch.setattr("pipeline.engines.sandbox.queued", lambda pid: time.monotonic())
    limits = Limits(seconds_idle=1.0, seconds=120.0)
    with Local(workers=1, limits=limits, stages=(), scratch=tmp_path / "scratch", module=MODULE) as workers:
        finished = done(workers, tmp_path, [behaviour])
    assert reason(finished[behaviour]) is charged


@pytest.mark.skipif(not Path("/proc/self/schedstat").exists(), reason="the system does not say")
def test_the_system_says_how_long_a_process_waited_for_a_processor() -> None:
    waited = int(Path("/proc/self/schedstat").read_text("ascii").split()[1])
    assert 0 < sandbox.queued(os.getpid()) - waited / 1e9 + 1e-9 < 1
    assert sandbox.queued(1 << 30) == 0


def test_closing_ends_workers_that_are_at_work_at_once(tmp_path: Path, mark: str) -> None:
    with Local(workers=2, limits=LONG, stages=(), scratch=tmp_path / "scratch", module=MODULE) as workers:
        for ticket in range(2):
            workers.submit(job(tmp_path, ticket, "deaf"), ticket=ticket)
        workers.wait(0.5)
        began = time.monotonic()
    assert time.monotonic() - began < 30, "they would go on for ever"
    assert not left_behind(mark)


def test_workers_that_cannot_start_are_our_own_fault(tmp_path: Path) -> None:
    with (
        Local(workers=1, limits=LONG, stages=(), scratch=tmp_path / "scratch", module="tests.faults.no_such_module") as workers,
        pytest.raises(XingpingError, match="no_such_module"),
    ):
        done(workers, tmp_path, ["nothing"])
