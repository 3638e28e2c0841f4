"""What the supervision and the store cost, how two workers compare to one, and whether memory stays flat.

``python -m bench.run`` prints the figures; ``--tiny 100000`` adds a folder of so many tiny files, which takes minutes. The
documents are those of the tests' mock reader, so that their own cost is known: 50 ms of processor time each. How long those
take on this machine now, in bare processes, is measured in each turn, and the run is held against that.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pipeline import run
from pipeline.config import Config
from pipeline.summary import Outcome, RunSummary, Silent
from tests.faults import mock_worker
from tests.faults.light import light

WORK = 0.05
MOCK = Path(mock_worker.__file__).parent / "readers" / "mock.py"
ROUNDS = 5
SETTLED = 10
"""Documents after which every worker is at work."""
TOGETHER = 0.02
"""Seconds within which documents of one group are told of."""
PAGE = os.sysconf("SC_PAGE_SIZE")


class Clock(Silent):
    """Notes when each document was done, in seconds, and the parent's memory after each thousand."""

    def __init__(self) -> None:
        self.at: list[float] = []
        self.processor: list[float] = []
        self.memory: list[int] = []

    def done(self, outcome: Outcome) -> None:
        del outcome
        self.at.append(time.monotonic())
        self.processor.append(time.process_time())
        if len(self.at) % 1000 == 0:
            self.memory.append(resident())

    def each(self) -> float:
        """Seconds for each document once every worker is at work, so that start and closing stay out of it.

        Documents are told of in groups, as they reach the disk: it is counted from the end of one to the end of the last.
        """
        settled = self.at[min(SETTLED, len(self.at) - 2)]
        first = max(number for number, at in enumerate(self.at[:-1]) if at < settled + TOGETHER)
        return (self.at[-1] - self.at[first]) / (len(self.at) - 1 - first)

    def own(self) -> float:
        """The parent's own processor time for each document, in seconds."""
        return (self.processor[-1] - self.processor[0]) / (len(self.processor) - 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=200, help="documents of 50 ms; 0 leaves them out")
    parser.add_argument("--flat", type=int, default=10_000, help="documents over which memory is to stay flat; 0 leaves it out")
    parser.add_argument("--tiny", type=int, default=0, help="tiny files in one folder; 0 leaves it out")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="xingping-bench-") as folder:
        if given.documents:
            overhead_and_scaling(Path(folder), given.documents)
        if given.flat:
            flat_memory(Path(folder), given.flat)
        if given.tiny:
            tiny_files(Path(folder), given.tiny)


def overhead_and_scaling(folder: Path, count: int) -> None:
    """Documents of 50 ms by one and by two workers, in turns; of `ROUNDS` the median is told, and the range."""
    source = drop(folder / "work", count, f"work {WORK}")
    each: dict[int, list[float]] = {1: [], 2: []}
    alone: dict[int, list[float]] = {1: [], 2: []}
    with light():
        for turn in range(ROUNDS):
            for workers, found in each.items():
                alone[workers].append(bare(count, workers))
                clock = Clock()
                summary = timed(source, folder / f"workspace-{turn}-{workers}", workers, clock)
                found.append(clock.each())
                print(
                    f"{workers} worker{'s' * (workers > 1)}: {count} documents of {WORK * 1000:.0f} ms in {summary.seconds:.2f} "
                    f"s, {found[-1] * 1000:.1f} ms each, {alone[workers][-1] * 1000:.1f} ms in bare processes; "
                    f"the parent's own processor time {clock.own() * 1000:.1f} ms each"
                )
    overhead = [one / plain - 1 for one, plain in zip(each[1], alone[1], strict=True)]
    print(f"supervision and store: {told(overhead, '+.1%')} on each document of one worker")
    print(f"two workers: {told(ratios(each), '.2f')} times one; bare processes: {told(ratios(alone), '.2f')} times; ", end="")
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")


def ratios(each: dict[int, list[float]]) -> list[float]:
    """How much quicker two were than one, turn by turn."""
    return [one / two for one, two in zip(each[1], each[2], strict=True)]


BARE = """
import sys, time
from {reader} import work
began = time.monotonic()
for _ in range(int(sys.argv[1])):
    work(None, "{seconds}")
print(time.monotonic() - began)
"""


def bare(count: int, processes: int) -> float:
    """Seconds for each document in so many processes that do nothing but the work."""
    share = count // processes
    command = [sys.executable, "-c", BARE.format(reader=MOCK.stem, seconds=WORK), str(share)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(MOCK.parent), str(MOCK.parents[3])))}
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) for _ in range(processes)]
    return max(float(process.communicate()[0]) for process in started) / (share * processes)


def told(figures: list[float], form: str) -> str:
    """The median, and the least and the most."""
    return f"{statistics.median(figures):{form}} ({min(figures):{form}} to {max(figures):{form}})"


def flat_memory(folder: Path, count: int) -> None:
    """Memory of the parent over many documents in packets of a hundred."""
    for number in range(count // 100):
        drop(folder / "flat" / f"{number:05} 工作室", 100, "nothing", salt=str(number))
    clock = Clock()
    with light():
        summary = timed(folder / "flat", folder / "workspace-flat", 2, clock)
    first, last = clock.memory[0], clock.memory[-1]
    growth = f"{first >> 20} MiB after 1000, {last >> 20} MiB at the end ({last / first - 1:+.1%})"
    print(f"{count} documents: {count / summary.seconds:.0f} a second; memory {growth}")


def tiny_files(folder: Path, count: int) -> None:
    """Many tiny files in one folder: the run, and the run after it, which finds nothing to do."""
    source, few = folder / "tiny", folder / "few"
    for where, size in ((source, count), (few, 20)):
        where.mkdir()
        for number in range(size):
            (where / f"{number:06}.txt").write_text(f"第{number}号材料：完成改进{number % 9 + 1}项。\n", "utf-8")
    timed(few, folder / "workspace-tiny-few", 2)  # so that the program's own modules are no growth
    before = resident()
    summary = timed(source, folder / "workspace-tiny", 2)
    (packet,) = summary.packets
    print(f"{count} tiny files: {count / summary.seconds:.0f} a second, memory {(peak() - before) >> 20:+} MiB at its highest")
    print(f"their packet: {packet.claims} claims; {packet.reason or 'merged'} {packet.detail}")
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
