"""Progress of a run on stderr: counts, rate, time left; nothing at all when stderr is no terminal."""

import sys
from types import TracebackType

from rich import progress as bars
from rich.console import Console

from pipeline.summary import Outcome, PacketSummary


class Bar:
    """A line that grows with the run. Use as a context manager; it answers to `pipeline.summary.Progress`."""

    def __init__(self) -> None:
        console = Console(file=sys.stderr, markup=False, highlight=False)
        self.bars = bars.Progress(
            bars.SpinnerColumn(),
            bars.TextColumn("{task.completed:.0f}/{task.total} documents"),
            bars.BarColumn(),
            bars.TextColumn("{task.fields[rate]}"),
            bars.TextColumn("{task.fields[packets]} packets  {task.fields[failed]} failed or refused"),
            bars.TimeElapsedColumn(),
            bars.TextColumn("left"),
            bars.TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self.task = self.bars.add_task("run", total=0, packets="0", failed=0, rate="")
        self.closed = self.failed = self.planned_packets = 0

    def __enter__(self) -> "Bar":
        self.bars.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.bars.stop()

    def planned(self, *, packets: int, documents: int) -> None:
        self.planned_packets = packets
        self.bars.update(self.task, total=documents)

    def done(self, outcome: Outcome) -> None:
        self.failed += outcome.state in {"refused", "failed"}
        self.bars.update(self.task, advance=1, failed=self.failed)

    def packet(self, summary: PacketSummary) -> None:
        del summary
        self.closed += 1
        self.bars.update(self.task, packets=f"{self.closed}/{self.planned_packets}")

    def working(self, *, pages: int, documents: int) -> None:
        del documents
        speed = self.bars.tasks[0].finished_speed or self.bars.tasks[0].speed
        rate = f"{speed:.1f} a second" if speed else ""
        self.bars.update(self.task, rate=f"{rate}  {pages} pages" if pages else rate)
