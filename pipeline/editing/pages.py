"""Pages cleaned in bulk: files, folders and streams of pages, each page once, by workers that may die of any of them.

The work goes on where it was interrupted: a page that is on the disk and would come out the same is not done again, nor is
a slice of a stream whose pages all are. At the end copies of one article are told, among all pages of the workspace.
"""

import os
import shutil
import time
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from extractors.names import unique
from extractors.registry import Limits
from pipeline.clean import Cleaned
from pipeline.digests import digest
from pipeline.document import Byline, Document, Note, State
from pipeline.document import Source as FileSource
from pipeline.editing import copies
from pipeline.editing.leads import tell_copies
from pipeline.editing.sources import Source
from pipeline.editing.store_pages import Pages
from pipeline.editing.tasks import Container, Task
from pipeline.engines import frames
from pipeline.engines.local import Finished, Local
from pipeline.errors import DocumentError, Reason
from pipeline.intake import opening
from pipeline.intake.plan import File
from pipeline.ledger import when_to_redo
from pipeline.looking import looked_at
from pipeline.process import Stage, annotation_key, extraction_key, stages_key
from pipeline.recognising import Recognising
from pipeline.record import DocumentRecord
from pipeline.recording import document_record
from pipeline.store import Store
from pipeline.store_kept import Kept, Offspring
from pipeline.summary import Outcome, Progress, RunSummary
from pipeline.workspace import PAGES

MEMBERS = PAGES
AHEAD = 8
"""Pages that wait for each worker, at most, before a further slice is opened."""
AT_ONCE = 500
MOST_AWAITING = 64
"""Scans that wait for text recognition, at most, before more is planned."""
WAIT, BOTH = 0.2, 0.02
"""Seconds to wait for workers of one kind, and for those of each kind where both are at work."""
NOTHING = Cleaned("", Byline(), "none", ())


class Cleaning:
    """One INPUT after the other."""

    def __init__(
        self,
        workspace: Path,
        limits: Limits,
        stages: Sequence[Stage],
        store: Store,
        workers: Local,
        recognising: Recognising,
        *,
        progress: Progress,
        summary: RunSummary,
    ) -> None:
        self.members = workspace / MEMBERS
        self.limits = limits
        self.limits_key = digest(repr(limits))
        self.stages_key = digest(stages_key(stages), repr(workers.sites)) if workers.sites else stages_key(stages)
        self.store = store
        self.pages = Pages(store)
        self.workers = workers
        self.recognising = recognising
        self.progress = progress
        self.summary = summary
        self.planned = 0
        self.tickets = 0
        self.lot = ""
        self.seen: set[str] = set()
        self.kept_whole: set[str] = set()
        """Slices that were not opened, for all their pages are on the disk."""
        self.waiting: deque[Task] = deque()
        self.sent: dict[int, Task] = {}
        self.awaiting: dict[str, list[Task]] = {}
        """Scans whose sheets are being recognised, by their sha256."""
        self.unacknowledged: list[Outcome] = []
        self.told = 0.0

    def go(self, found: Sequence[Source]) -> None:
        """Clean all there is, then tell copies."""
        for source in found:
            self._source(source)
        tell_copies(self.pages)

    def _source(self, source: Source) -> None:
        self.lot = source.lot
        self.seen, self.kept_whole = set(), set()
        self.summary.skipped += source.skipped
        ahead = self._planned(source)
        more = True
        while more or self.waiting or self.sent or self.awaiting:
            while more and len(self.waiting) < AHEAD * self.workers.most and len(self.awaiting) < MOST_AWAITING:
                more = next(ahead, None) is not None
            self._dispatch()
            self._take_answers()
            if self.store.group.due:
                self._acknowledge()
            self._tell()
        self._acknowledge()
        self._drop_gone()
        shutil.rmtree(self.members, ignore_errors=True)

    # Planning.

    def _planned(self, source: Source) -> Iterator[bool]:
        files = iter(source.files)
        self._plan(len(source.files))
        while some := list(islice(files, AT_ONCE)):
            self._look_at(some)
            yield True
        done = self.pages.slice_keys(self.lot)
        states = self.pages.states_within(self.lot) if done else {}
        for each in source.slices:
            container = Container(f"{each.place}@{each.start}", key=digest(each.stat, self.stages_key, self.limits_key))
            if done.get(container.name) == container.key:
                self._reuse_slice(container.name, states.get(container.name, Counter()))
            else:
                self.waiting.append(Task(container.name, each.path, container=container, slice=each))
            yield True

    def _look_at(self, files: Sequence[File]) -> None:
        known = self.pages.known(self.lot, [file.place for file in files])
        for task, trouble in looked_at(files, self.store, at_most=opening.file_limit(self.limits.memory), verify=False):
            page = Task(task.place, task.file, task.sha256, task.size, budget=[self.limits.entries, self.limits.unpacked])
            if trouble is not None:
                self._failed(page, Reason(trouble.code), trouble.detail, 0.0)
            else:
                self._consider(page, known.get(task.place))

    def _consider(self, task: Task, known: Kept | None) -> None:
        annotation = annotation_key(extraction_key(task.sha256, task.place), self.stages_key)
        current = known is not None and (known.sha256, known.annotation) == (task.sha256, annotation)
        if known is not None and current and known.offspring is None and known.redo in {"never", self.limits_key}:
            self.seen.add(task.place)
            self._close(task)
            self._count(Outcome(known.id, "", task.place, known.state, known.reasons, 0.0, reused=True))
        else:
            self.waiting.append(task)

    def _reuse_slice(self, name: str, states: Counter[State]) -> None:
        self.kept_whole.add(name)
        self._plan(states.total())
        for state in states.elements():
            self._count(Outcome("", "", name, state, (), 0.0, reused=True))

    # Work.

    def _dispatch(self) -> None:
        while self.waiting and self.workers.room:
            task = self.waiting.popleft()
            self.tickets += 1
            self.sent[self.tickets] = task
            self.workers.submit(self._job(task), ticket=self.tickets)
        self.recognising.dispatch()

    def _take_answers(self) -> None:
        seconds = BOTH if self.sent and self.recognising.under_way else WAIT
        for finished in self.workers.wait(seconds) if self.sent else ():
            self._finished(finished)
        for sha256 in self.recognising.finished(seconds):
            self._sheets_came(sha256)

    def _job(self, task: Task) -> frames.Job:
        file, folder = os.fsencode(task.path), str(self.tickets)
        if task.slice is not None:
            allowance = frames.Allowance(entries=AT_MOST_IN_A_SLICE, bytes=self.limits.unpacked, depth=1)
            cut = task.slice
            return frames.SplitPages(
                file=file, format=cut.format, start=cut.start, end=cut.end, folder=folder, allowance=allowance
            )
        entries, left = task.budget or (0, 0)
        allowance = frames.Allowance(entries=entries, bytes=left, depth=self.limits.depth - task.depth)
        recognised = b""
        if task.recognised:
            path = self._sheets_of(self.tickets)
            path.write_bytes(task.recognised)
            recognised = os.fsencode(path)
        return frames.ReadPage(
            file=file, path=task.place, sha256=task.sha256, folder=folder, allowance=allowance, recognised=recognised
        )

    def _sheets_of(self, ticket: int) -> Path:
        """A file with the recognised sheets of a scan, for one job alone."""
        return self.workers.scratch / f"{ticket}.pages"

    def _finished(self, finished: Finished) -> None:
        task, answer = self.sent.pop(finished.ticket), finished.answer
        if isinstance(answer, frames.Pieces):
            self._split(task, answer, finished.folder)
        elif isinstance(answer, frames.PageRead):
            self._read(task, answer, finished)
        elif isinstance(answer, frames.Failed):
            self._failed(task, answer.reason, answer.detail, finished.seconds)
        shutil.rmtree(finished.folder, ignore_errors=True)
        self._sheets_of(finished.ticket).unlink(missing_ok=True)
        if isinstance(answer, frames.Awaiting):
            self._await(task, answer)
        elif task.sha256 and task.path.startswith(str(self.members)):
            Path(task.path).unlink(missing_ok=True)

    def _await(self, task: Task, wanted: frames.Awaiting) -> None:
        """The scan is read again when its sheets have been recognised."""
        self.awaiting.setdefault(wanted.sha256, []).append(task)
        if not self.recognising.want(os.fsencode(task.path), wanted.sha256, wanted.pages):
            self._sheets_came(wanted.sha256)

    def _sheets_came(self, sha256: str) -> None:
        sheets = self.recognising.take(sha256)
        for task in self.awaiting.pop(sha256):
            task.recognised = sheets
            self.waiting.appendleft(task)

    def _split(self, task: Task, answer: frames.Pieces, folder: Path) -> None:
        """The pages of a slice; what is no page in it is told as a document of its own, so that nothing is silent."""
        container = task.container
        if container is None:
            return
        for where, why in answer.skipped:
            self._plan(1)
            self._failed(
                Task(f"{container.name}!{where}", "", container=container), Reason.UNSUPPORTED_TYPE, why, 0.0, opened=True
            )
        tasks = [
            Task(f"{container.name}!{name}", str(self._taken(folder, piece.sha256, piece.size)), piece.sha256, piece.size,
                  container, budget=[self.limits.entries, self.limits.unpacked])
            for name, piece in zip(unique(piece.name for piece in answer.pieces), answer.pieces, strict=True)
        ]  # fmt: skip
        self._let_in(tasks, container)
        if not container.open:
            self.pages.put_slice(self.lot, container.name, container.key)

    def _read(self, task: Task, answer: frames.PageRead, finished: Finished) -> None:
        if answer.children and task.budget:
            task.budget[0] -= len(answer.children)
            task.budget[1] -= answer.unpacked
            inside = Container(task.place)
            members = [
                Task(f"{task.place}!{child.path}", str(self._taken(finished.folder, child.sha256, child.size)), child.sha256,
                      child.size, inside, depth=task.depth + 1, budget=task.budget)
                for child in answer.children
            ]  # fmt: skip
            self._let_in(members, inside)
        offspring = Offspring(answer.children, answer.unpacked, False, 0, 0) if answer.children else None
        self._put(task, answer.record, answer.cleaned, answer.fingerprint, finished.seconds, offspring)

    def _let_in(self, tasks: Sequence[Task], container: Container) -> None:
        self._plan(len(tasks))
        container.open += len(tasks)
        known = self.pages.known(self.lot, [task.place for task in tasks])
        for task in tasks:
            self._consider(task, known.get(task.place))

    def _taken(self, folder: Path, sha256: str, size: int) -> Path:
        """A page's bytes, moved out of the worker's reach; each page has its own, for the same bytes may stand twice."""
        self.members.mkdir(parents=True, exist_ok=True)
        self.tickets += 1
        own = self.members / f"{sha256}-{self.tickets}"
        try:
            if opening.regular(folder / sha256).size == size:
                os.link(folder / sha256, own)
        except (DocumentError, OSError):
            return own  # its own record will say that it is gone
        return own

    # What came of it.

    def _failed(self, task: Task, reason: Reason, detail: str, seconds: float, *, opened: bool = False) -> None:
        source = FileSource(path=task.place, sha256=task.sha256, size=task.size)
        record = document_record(Document(source=source, notes=(Note(reason, detail),)))
        if opened and task.container is not None:
            task.container.open += 1
        if task.slice is not None and task.container is not None:
            task.container.key = ""
        self._put(task, record, NOTHING, copies.packed(copies.fingerprint("")), seconds, None)

    def _put(
        self,
        task: Task,
        record: DocumentRecord,
        cleaned: Cleaned,
        fingerprint: bytes,
        seconds: float,
        offspring: Offspring | None,
    ) -> None:
        extraction = extraction_key(task.sha256, task.place)
        kept = Kept(
            lot=self.lot,
            place=task.place,
            container="" if task.container is None else task.container.name,
            extraction=extraction,
            annotation=annotation_key(extraction, self.stages_key),
            redo=when_to_redo(record, self.limits_key),
            seconds=round(seconds, 3),
            pages=1,
            offspring=offspring,
        )
        self.pages.put(record, kept, cleaned, fingerprint)
        self.seen.add(task.place)
        reasons = tuple(found.code.value for found in record.reasons)
        self._close(task)
        self._count(Outcome(record.id, "", task.place, record.state, reasons, seconds, reused=False))

    def _close(self, task: Task) -> None:
        """A page of a slice is done; with the last the slice is, at the next commit."""
        container = task.container
        if container is None or task.slice is not None:
            return
        container.open -= 1
        if not container.open and container.key:
            self.pages.put_slice(self.lot, container.name, container.key)

    def _count(self, outcome: Outcome) -> None:
        self.summary.count(outcome)
        if outcome.reused:
            self.progress.done(outcome)
        else:
            self.unacknowledged.append(outcome)

    def _acknowledge(self) -> None:
        self.pages.commit()
        for outcome in self.unacknowledged:
            self.progress.done(outcome)
        self.unacknowledged.clear()

    def _drop_gone(self) -> None:
        gone = [
            (container, place)
            for container, place in self.pages.places(self.lot)
            if place not in self.seen and container not in self.kept_whole
        ]
        self.summary.removed += self.pages.drop(
            self.lot, [place for _, place in gone], sorted({name for name, _ in gone if name})
        )

    def _plan(self, more: int) -> None:
        self.planned += more
        self.progress.planned(packets=0, documents=self.planned)

    def _tell(self) -> None:
        now = time.monotonic()
        if now - self.told > 0.2:
            self.told = now
            self.progress.working(pages=self.workers.pages, documents=len(self.sent))


AT_MOST_IN_A_SLICE = 1_000_000
