"""What waits for a worker, what a worker is at, and the bytes of archives' members until they have been read.

A member's bytes lie in the workspace under their hash, and only as long as its lot is open. When they are wanted again later,
its archive is read again for them.
"""

import os
import shutil
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from extractors.registry import Limits
from pipeline.engines import frames
from pipeline.engines.local import Finished, Local
from pipeline.errors import DocumentError, Reason
from pipeline.intake import opening
from pipeline.lot import OpenLot, Task
from pipeline.recognising import Recognising
from pipeline.store import Store
from pipeline.workspace import MEMBERS

BOTH = 0.02
"""Seconds for each of the two kinds of workers when both are at something."""
MOST_AWAITING = 64
"""Documents that may wait for their pages before no more are planned."""
AHEAD = 4
"""Jobs that are planned before they are needed, for each worker."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A document and what a worker made of it."""

    lot: OpenLot
    task: Task
    answer: frames.Answer
    seconds: float


class Jobs:
    """The queue before the workers."""

    def __init__(self, workspace: Path, limits: Limits, store: Store, workers: Local, recognising: Recognising) -> None:
        self.members = workspace / MEMBERS
        self.recognising = recognising
        self.limits = limits
        self.store = store
        self.workers = workers
        self._waiting: deque[tuple[OpenLot, Task, bool]] = deque()
        """True when only an archive's members are wanted again."""
        self._sent: dict[int, tuple[OpenLot, Task, bool]] = {}
        self._awaiting: dict[str, list[tuple[OpenLot, Task, bool]]] = {}
        """Documents whose pages are being recognised, by their sha256."""
        self._tickets = 0

    @property
    def has_enough(self) -> bool:
        """Whether no more needs to be planned for now."""
        awaiting = sum(map(len, self._awaiting.values()))
        return len(self._waiting) >= AHEAD * self.workers.most or awaiting >= MOST_AWAITING

    @property
    def under_way(self) -> int:
        """How many documents workers are at, those whose pages are being recognised among them."""
        return len(self._sent) + sum(map(len, self._awaiting.values()))

    def put(self, lot: OpenLot, task: Task, *, members_only: bool = False) -> None:
        """Put a document in the queue. A member whose bytes are gone first has its archive read again for them."""
        needs_bytes = members_only or task.afresh or not self._is_extracted(task)
        if task.container is not None and needs_bytes and not self._at_hand(lot, task):
            task.container.waiting.append((task, members_only))
            if len(task.container.waiting) == 1:
                self.put(lot, task.container, members_only=True)
            return
        self._waiting.append((lot, task, members_only))

    def dispatch(self) -> None:
        """Give the workers that are free something to do."""
        while self._waiting and self.workers.room:
            lot, task, members_only = self._waiting.popleft()
            self._tickets += 1
            self._sent[self._tickets] = (lot, task, members_only)
            self.workers.submit(self._job(lot, task, members_only=members_only), ticket=self._tickets)
        self.recognising.dispatch()

    def answers(self, seconds: float) -> Iterator[Answered]:
        """What has come by now; waits so long for it when anything is under way."""
        if self._sent and self.recognising.under_way:
            seconds = min(seconds, BOTH)
        for finished in self.workers.wait(seconds) if self._sent else ():
            yield from self._finished(finished)
        for sha256 in self.recognising.finished(seconds):
            self._pages_came(sha256)

    def leave(self, lot: OpenLot) -> None:
        """Nothing in this lot is open any more: its members' bytes go."""
        shutil.rmtree(self.members / lot.id, ignore_errors=True)

    def _job(self, lot: OpenLot, task: Task, *, members_only: bool) -> frames.ReadFile:
        packet, path = lot.whose(task.place)
        file = task.file if task.container is None else str(self._member(lot, task.sha256))
        stored = b"" if members_only else self._handed_out(task)
        if not members_only:
            task.allowance = lot.allowance(task.depth)
        return frames.ReadFile(
            file=os.fsencode(file),
            path=path,
            packet=packet,
            sha256=task.sha256,
            size=task.size,
            folder=str(self._tickets),
            allowance=frames.Allowance.of(self.limits) if members_only or task.allowance is None else task.allowance,
            stored=stored,
            recognised=self._pages_of(task),
            assets=os.fsencode(task.assets),
            members=os.fsencode(self.members / lot.id),
            saved=task.saved,
        )

    def _pages_of(self, task: Task) -> bytes:
        """A file with the recognised pages of a document, for this job alone; empty when there are none."""
        if not task.recognised:
            return b""
        path = self._file(self._tickets, "pages")
        path.write_bytes(task.recognised)
        return os.fsencode(path)

    def _is_extracted(self, task: Task) -> bool:
        """Whether an extraction of the same bytes is kept."""
        return self.store.has_extraction(task.extraction)

    def _handed_out(self, task: Task) -> bytes:
        """A file with the kept extraction of the same bytes, for this job alone; empty when there is none."""
        data = None if task.afresh else self.store.extraction(task.extraction)
        if data is None:
            return b""
        path = self._file(self._tickets, "extraction")
        path.write_bytes(data)
        return os.fsencode(path)

    def _file(self, ticket: int, what: str) -> Path:
        return self.workers.scratch / f"{ticket}.{what}"

    def _finished(self, finished: Finished) -> Iterator[Answered]:
        lot, task, members_only = self._sent.pop(finished.ticket)
        if isinstance(finished.answer, frames.Read):
            self._take_over(lot, finished.answer, finished.folder)
        if isinstance(finished.answer, frames.Awaiting):
            self._await(lot, task, finished.answer, members_only=members_only)
        elif members_only:
            yield from self._members_came(lot, task, finished.seconds)
        else:
            yield Answered(lot, task, finished.answer, finished.seconds)
        shutil.rmtree(finished.folder, ignore_errors=True)
        for what in ("extraction", "pages"):
            self._file(finished.ticket, what).unlink(missing_ok=True)

    def _await(self, lot: OpenLot, task: Task, wanted: frames.Awaiting, *, members_only: bool) -> None:
        """The document is read again when its pages have been recognised."""
        file = task.file if task.container is None else str(self._member(lot, task.sha256))
        self._awaiting.setdefault(task.sha256, []).append((lot, task, members_only))
        if not self.recognising.want(os.fsencode(file), task.sha256, wanted.pages):
            self._pages_came(task.sha256)

    def _pages_came(self, sha256: str) -> None:
        pages = self.recognising.take(sha256)
        for lot, task, members_only in self._awaiting.pop(sha256):
            task.recognised = pages
            self._waiting.appendleft((lot, task, members_only))

    def _members_came(self, lot: OpenLot, archive: Task, seconds: float) -> Iterator[Answered]:
        """Members that waited for their bytes go on; those that did not come back are charged, with all that is in them."""
        waiting, archive.waiting = archive.waiting, []
        for member, members_only in waiting:
            if self._at_hand(lot, member):
                self._waiting.append((lot, member, members_only))
            elif members_only:
                yield from self._members_came(lot, member, seconds)
            else:
                gone = frames.Failed(Reason.VANISHED, "its archive does not give it up again")
                yield Answered(lot, member, gone, seconds)

    def _take_over(self, lot: OpenLot, answer: frames.Read, folder: Path) -> None:
        """Move members' bytes out of the worker's reach. Those that are there already stay: a worker may be reading them."""
        own = self.members / lot.id
        found = {(child.sha256, child.size) for child in answer.children}
        found |= {(saved.sha256, saved.size) for child in answer.children for saved in child.saved}
        for sha256, size in found:
            try:
                if opening.regular(folder / sha256).size == size and not (own / sha256).is_file():
                    own.mkdir(parents=True, exist_ok=True)
                    (folder / sha256).replace(own / sha256)
            except DocumentError:
                continue  # its own record will say that it is gone

    def _member(self, lot: OpenLot, sha256: str) -> Path:
        return self.members / lot.id / sha256

    def _at_hand(self, lot: OpenLot, task: Task) -> bool:
        return task.container is None or self._member(lot, task.sha256).is_file()
