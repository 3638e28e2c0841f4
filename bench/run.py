"""What the supervision and the store cost, how two workers compare to one, and whether memory stays flat.

``python -m bench.run`` prints the figures; ``--tiny 100000`` adds a folder of so many tiny files, which takes minutes. The
documents are those of the tests' mock reader, so that their own cost is known: 50 ms of processor time each.
"""

import argparse
import os
import resource
import tempfile
import time
from pathlib import Path

from pipeline import run
from pipeline.config import Config
from pipeline.summary import Outcome, RunSummary, Silent
from tests.faults.light import light

WORK = 0.05
PAGE = os.sysconf("SC_PAGE_SIZE")


class Memory(Silent):
    """Notes the parent's memory after each thousand documents."""

    def __init__(self) -> None:
        self.count = 0
        self.seen: list[int] = []

    def done(self, outcome: Outcome) -> None:
        del outcome
        self.count += 1
        if self.count % 1000 == 0:
            self.seen.append(resident())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=200, help="documents of 50 ms")
    parser.add_argument("--flat", type=int, default=10_000, help="documents over which memory is to stay flat; 0 leaves it out")
    parser.add_argument("--tiny", type=int, default=0, help="tiny files in one folder; 0 leaves it out")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="xingping-bench-") as folder:
        overhead_and_scaling(Path(folder), given.documents)
        if given.flat:
            flat_memory(Path(folder), given.flat)
        if given.tiny:
            tiny_files(Path(folder), given.tiny)


def overhead_and_scaling(folder: Path, count: int) -> None:
    """Documents of 50 ms by one and by two workers; what a run costs once (start, closing) is told apart from each document."""
    few = max(1, count // 10)
    source, small = drop(folder / "work", count, f"work {WORK}"), drop(folder / "few", few, f"work {WORK}")
    each: dict[int, float] = {}
    with light():
        timed(small, folder / "workspace-warm", 2)  # the first run in a process loads what the others find loaded
        for workers in (1, 2):
            once = timed(small, folder / f"workspace-few-{workers}", workers).seconds
            processor = time.process_time()
            summary = timed(source, folder / f"workspace-{workers}", workers)
            own = time.process_time() - processor
            each[workers] = (summary.seconds - once) / (count - few)
            print(
                f"{workers} worker{'s' * (workers > 1)}: {count} documents of {WORK * 1000:.0f} ms in {summary.seconds:.2f} s, "
                f"{few} in {once:.2f} s: {each[workers] * 1000:.1f} ms for each more; the parent's own processor time "
                f"{own:.2f} s"
            )
    print(f"supervision and store: {each[1] / WORK - 1:+.1%} on each document of one worker")
    print(f"two workers: {each[1] / each[2]:.2f} times one; {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")


def flat_memory(folder: Path, count: int) -> None:
    """Memory of the parent over many documents in packets of a hundred."""
    for number in range(count // 100):
        drop(folder / "flat" / f"{number:05} 工作室", 100, "nothing", salt=str(number))
    memory = Memory()
    with light():
        summary = timed(folder / "flat", folder / "workspace-flat", 2, memory)
    first, last = memory.seen[0], memory.seen[-1]
    growth = f"{first >> 20} MiB after 1000, {last >> 20} MiB at the end ({last / first - 1:+.1%})"
    print(f"{count} documents: {count / summary.seconds:.0f} a second; memory {growth}")


def tiny_files(folder: Path, count: int) -> None:
    """Many tiny files in one folder: the run, and the run after it, which finds nothing to do."""
    source = folder / "tiny"
    source.mkdir()
    for number in range(count):
        (source / f"{number:06}.txt").write_text(f"第{number}号材料：完成改进{number % 9 + 1}项。\n", "utf-8")
    before = resident()
    summary = timed(source, folder / "workspace-tiny", 2)
    print(f"{count} tiny files: {count / summary.seconds:.0f} a second, memory {(peak() - before) >> 20:+} MiB at its highest")
    began = time.monotonic()
    again = timed(source, folder / "workspace-tiny", 2)
    print(f"again: {again.reused} found unchanged in {time.monotonic() - began:.1f} s")


def drop(folder: Path, count: int, behaviour: str, *, salt: str = "") -> Path:
    """A packet of mock documents, each of its own bytes."""
    folder.mkdir(parents=True)
    for number in range(count):
        (folder / f"{number}.mock").write_text(f"MOCK READER {behaviour} \n{salt} {number}", "utf-8")
    return folder


def timed(source: Path, workspace: Path, workers: int, progress: Silent | None = None) -> RunSummary:
    return run.run([source], workspace=workspace, config=Config(workers=workers), progress=progress or Silent())


def resident() -> int:
    return int(Path("/proc/self/statm").read_bytes().split()[1]) * PAGE


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    main()
