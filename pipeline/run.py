"""The bulk run: what is new or changed is worked on, everything else is left as it is, and nothing is done twice.

The plan (`pipeline.intake.drop`) grows while archives give up their members. Workers (`pipeline.engines.local`) only ever see one
file at a time; this process alone writes the store, and a packet is closed when nothing in it is open.
"""

import os
import shutil
import signal
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from types import FrameType

from pipeline import closing
from pipeline.config import Config
from pipeline.document import Document, Note, Source
from pipeline.engines import frames
from pipeline.engines.local import Finished, Local
from pipeline.errors import ConfigError, DocumentError, ExitCode, Reason, WorkspaceError
from pipeline.intake import drop, opening
from pipeline.intake.opening import Stat
from pipeline.lock import Lock
from pipeline.lot import OpenLot, Result, Task
from pipeline.process import annotation_key, document_stages, extraction_key
from pipeline.record import DocumentRecord, digest, document_record
from pipeline.single import listing
from pipeline.store import Kept, Offspring, Store
from pipeline.summary import Outcome, PacketSummary, Progress, RunSummary, Silent

TRANSIENT = frozenset(
    {
        Reason.UNREADABLE,
        Reason.VANISHED,
        Reason.CHANGED_WHILE_READ,
        Reason.DISK_FULL,
        Reason.MISSING_TOOL,
        Reason.NOT_REGULAR_FILE,
    }
)
"""Reasons that lie in the surroundings: the next run tries again by itself."""
LOOKED_UP_AT_ONCE = 500
AHEAD = 4
"""Jobs that are planned before they are needed, for each worker."""
CHILDLESS = Offspring((), 0, False, 0, 0)
SCRATCH = "scratch"
MEMBERS = "members"


def run(
    inputs: Sequence[Path], *, workspace: Path, config: Config, progress: Progress | None = None, verify: bool = False
) -> RunSummary:
    """Process every packet of `inputs` into `workspace`; returns how it ended.

    With `verify` every file is hashed, also one that seems unchanged. Interrupted (Ctrl-C, SIGTERM), it stops the workers,
    keeps what is done and says so in the summary; a second interrupt ends the process at once. Raises ConfigError for an
    INPUT that does not exist and WorkspaceError for a workspace that is in use, damaged, newer or not writable.
    """
    began = time.monotonic()
    summary = RunSummary()
    workspace = workspace.absolute()  # a worker stands in a folder of its own
    try:
        workspace.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WorkspaceError(f"{workspace} cannot be made: {error.strerror}") from error
    with Lock(workspace / "lock"), Store.open(workspace, write=True) as store, _interruptible():
        shutil.rmtree(workspace / SCRATCH, ignore_errors=True)
        number = store.begin_run(process=os.getpid())
        try:
            with Local(
                workers=config.worker_count, limits=config.limits, stages=document_stages(), scratch=workspace / SCRATCH
            ) as workers:
                _Run(workspace, config, store, workers, progress or Silent(), summary, number, verify=verify).go(inputs)
            shutil.rmtree(workspace / MEMBERS, ignore_errors=True)
        except KeyboardInterrupt:
            summary.interrupted = True
        summary.seconds = time.monotonic() - began
        store.tell_run(number, state="interrupted" if summary.interrupted else "complete", seconds=summary.seconds)
    return summary


def retry(codes: Sequence[str], *, workspace: Path, config: Config, progress: Progress | None = None) -> RunSummary:
    """Read documents that ended with any of these reasons again, with the INPUTs that this workspace knows.

    Raises ConfigError for a reason that does not exist, or when none of the INPUTs is there any more.
    """
    unknown = [code for code in codes if code not in Reason.__members__]
    if unknown:
        near = get_close_matches(unknown[0], Reason.__members__, n=1)
        raise ConfigError(f"there is no reason {unknown[0]}; {f'did you mean {near[0]}?' if near else 'see `xingping failed`'}")
    with Lock(workspace / "lock"), Store.open(workspace) as store:
        inputs = [source for source in store.sources() if os.path.lexists(source)]
        if not inputs:
            raise ConfigError(f"nothing that {workspace} was made from is there any more; run with the INPUT instead")
        store.redo(codes)
    return run(inputs, workspace=workspace, config=config, progress=progress)


class _Run:
    """One run under way."""

    def __init__(
        self,
        workspace: Path,
        config: Config,
        store: Store,
        workers: Local,
        progress: Progress,
        summary: RunSummary,
        number: int,
        *,
        verify: bool,
    ) -> None:
        self.workspace = workspace
        self.limits = config.limits
        self.store = store
        self.workers = workers
        self.progress = progress
        self.summary = summary
        self.number = number
        self.verify = verify
        self.stages = document_stages()
        self.limits_key = digest(repr(config.limits))
        self.jobs: deque[tuple[OpenLot, Task, bool]] = deque()
        """What waits for a worker; True when only an archive's members are wanted again."""
        self.sent: dict[int, tuple[OpenLot, Task, bool]] = {}
        self.tickets = 0
        self.open: list[OpenLot] = []
        self.to_close: list[OpenLot] = []
        self.unacknowledged: list[Outcome] = []
        self.known = 0
        self.told = 0.0
        self.changed = False

    def go(self, inputs: Sequence[Path]) -> None:
        plan = self._plan(inputs)
        self.summary.skipped = plan.skipped
        self.known = sum(len(lot.files) for lot in plan.lots)
        self.progress.planned(packets=len(plan.packets), documents=self.known)
        self.store.tell_run(self.number, planned=self.known)
        ahead = self._planned(plan)
        more = True
        while more or self.open:
            while more and len(self.jobs) < AHEAD * self.workers.most:
                more = next(ahead, None) is not None
            self._dispatch()
            if self.sent:
                for finished in self.workers.wait():
                    self._finished(finished)
            self._advance()
            self._tell()
        self._acknowledge()
        if self.changed or not (self.workspace / closing.WORKBOOK).is_file():
            closing.write_index(self.store, self.workspace)

    # Planning.

    def _plan(self, inputs: Sequence[Path]) -> drop.Plan:
        plan = drop.packets(inputs, names=listing(self.workers))
        owners = {row.id: os.fsdecode(row.source) for row in self.store.packet_rows()}
        lots = tuple(drop.renamed(lot) if _is_anothers(lot, owners) else lot for lot in plan.lots)
        planned = {packet.id for lot in lots for packet in lot.packets}
        sources = {str(lot.source) for lot in lots} | {os.path.abspath(path) for path in inputs}  # noqa: PTH100
        for packet, source in owners.items():
            if source in sources and packet not in planned:
                self.summary.removed += self.store.drop_packet(packet)
                closing.erase_dossier(self.workspace, packet)
                self.changed = True
        return drop.Plan(lots, plan.skipped)

    def _planned(self, plan: drop.Plan) -> Iterator[bool]:
        """Opens lot after lot; each step looks at some files and puts the jobs they need in the queue."""
        for lot in plan.lots:
            opened = OpenLot(lot, self.limits)
            self.open.append(opened)
            self.store.open_packets(
                [
                    {
                        "id": packet.id,
                        "name": packet.name,
                        "source": os.fsencode(lot.source),
                        "path": packet.place.encode(),
                        "rule": packet.rule,
                    }
                    for packet in lot.packets
                ]
            )
            for start in range(0, len(lot.files), LOOKED_UP_AT_ONCE):
                self._look_at(opened, lot.files[start : start + LOOKED_UP_AT_ONCE])
                yield True
            opened.planned_all = True
            yield True

    def _look_at(self, lot: OpenLot, files: Sequence[drop.File]) -> None:
        kept = self.store.kept(lot.id, [file.place for file in files])
        stats = [_stat(file) for file in files]
        sound = [(file, stat) for file, stat in zip(files, stats, strict=True) if isinstance(stat, Stat)]
        digests = iter(self.store.file_digests([os.fsencode(file.path) for file, _ in sound], [stat for _, stat in sound]))
        for file, stat in zip(files, stats, strict=True):
            task = Task(file.place, file.path)
            lot.add(task)
            if isinstance(stat, Note):
                self._without_reading(lot, task, stat, kept.get(file.place))
                continue
            task.size = stat.size
            known = next(digests)
            trouble = self._digest(task, stat, "" if self.verify else known)
            if trouble is not None:
                self._without_reading(lot, task, trouble, kept.get(file.place))
            else:
                self._consider(lot, task, kept.get(file.place))

    def _digest(self, task: Task, stat: Stat, known: str) -> Note | None:
        """Fill in what the file's bytes are; or why they cannot be had."""
        if known:
            task.sha256 = known
            return None
        path = Path(task.file)
        try:
            looked = time.time_ns()
            task.sha256 = opening.sha256(path, at_most=opening.file_limit(self.limits.memory))
        except DocumentError as error:
            return Note(error.reason, error.detail)
        self.store.put_file(os.fsencode(task.file), stat, looked=looked, sha256=task.sha256)
        return None

    def _consider(self, lot: OpenLot, task: Task, kept: Kept | None) -> None:
        """Whether a document is as it was; if not, put it in the queue."""
        extraction = extraction_key(task.sha256, task.place)
        annotation = annotation_key(extraction, self.stages)
        packet, path = lot.whose(task.place)
        same = kept is not None and (kept.sha256, kept.annotation, kept.packet, kept.path) == (
            task.sha256, annotation, packet or "", path,
        )  # fmt: skip
        if kept is None or not same or kept.redo not in {"never", self.limits_key}:
            self._enqueue(lot, task)
        elif kept.offspring is None:
            self._unchanged(lot, task, kept)
        else:
            task.result = Result(
                record=None,
                offspring=kept.offspring,
                extraction=b"",
                seconds=0.0,
                pages=kept.pages,
                state=kept.state,
                reasons=kept.reasons,
                id=kept.id,
            )

    def _enqueue(self, lot: OpenLot, task: Task, *, members_only: bool = False) -> None:
        """Put a document in the queue. A member whose bytes are gone first has its archive read again for them."""
        if task.container is not None and not self._at_hand(lot, task) and (members_only or not self._extraction_of(task)):
            task.container.waiting.append((task, members_only))
            if len(task.container.waiting) == 1:
                self._enqueue(lot, task.container, members_only=True)
            return
        self.jobs.append((lot, task, members_only))

    # Work.

    def _dispatch(self) -> None:
        while self.jobs and self.workers.room:
            lot, task, members_only = self.jobs.popleft()
            self.tickets += 1
            self.sent[self.tickets] = (lot, task, members_only)
            self.workers.submit(self._job(lot, task, members_only=members_only), ticket=self.tickets)

    def _job(self, lot: OpenLot, task: Task, *, members_only: bool) -> frames.ReadFile:
        packet, path = lot.whose(task.place)
        file = task.file if task.container is None else str(self._member(lot, task.sha256))
        stored = "" if members_only else self._extraction_of(task)
        if not members_only:
            task.allowance = lot.allowance(task.depth)
        return frames.ReadFile(
            file=os.fsencode(file),
            path=path,
            packet=packet,
            sha256=task.sha256,
            size=task.size,
            folder=str(self.tickets),
            allowance=frames.Allowance.of(self.limits) if members_only or task.allowance is None else task.allowance,
            stored=os.fsencode(stored),
        )

    def _extraction_of(self, task: Task) -> str:
        """The file that holds a kept extraction of the same bytes; empty when there is none."""
        data = self.store.extraction(extraction_key(task.sha256, task.place))
        if data is None:
            return ""
        path = self.workers.scratch / f"{extraction_key(task.sha256, task.place)}.extraction"
        path.write_bytes(data)
        return str(path)

    def _finished(self, finished: Finished) -> None:
        lot, task, members_only = self.sent.pop(finished.ticket)
        answer = finished.answer
        if isinstance(answer, frames.Read):
            self._take_over(lot, answer, finished.folder)
        if members_only:
            self._members_came(lot, task, finished.seconds)
        elif isinstance(answer, frames.Read):
            self._read(lot, task, answer, finished.seconds)
        elif isinstance(answer, frames.Failed):
            self._failed(lot, task, answer.reason, answer.detail, finished.seconds)
        shutil.rmtree(finished.folder, ignore_errors=True)

    def _members_came(self, lot: OpenLot, archive: Task, seconds: float) -> None:
        """Members that waited for their bytes go on; those that did not come back are charged, with all that is in them."""
        waiting, archive.waiting = archive.waiting, []
        for member, members_only in waiting:
            if self._at_hand(lot, member):
                self.jobs.append((lot, member, members_only))
            elif members_only:
                self._members_came(lot, member, seconds)
            else:
                self._failed(lot, member, Reason.VANISHED, "its archive does not give it up again", seconds)

    def _read(self, lot: OpenLot, task: Task, answer: frames.Read, seconds: float) -> None:
        unpacked = answer.unpacked or sum(child.size for child in answer.children)
        given = task.allowance
        result = _result(
            answer.record,
            offspring=Offspring(answer.children, unpacked, answer.overspent, given.entries, given.bytes),
            extraction=answer.extraction,
            seconds=seconds,
            pages=answer.pages,
        )
        if answer.children or answer.overspent:
            task.result = result
        else:
            self._put(lot, task, result, answer.record)

    def _failed(self, lot: OpenLot, task: Task, reason: Reason, detail: str, seconds: float) -> None:
        """The record of a document that no worker could make one of."""
        packet, path = lot.whose(task.place)
        source = Source(path=path, sha256=task.sha256, size=task.size, packet=packet)
        record = document_record(Document(source=source, notes=(Note(reason, detail),)))
        self._put(lot, task, _result(record, seconds=seconds), record)

    def _without_reading(self, lot: OpenLot, task: Task, trouble: Note, kept: Kept | None) -> None:
        """A file that is not opened: its record says why, once."""
        packet, path = lot.whose(task.place)
        same = kept is not None and (kept.packet, kept.path, kept.sha256) == (packet or "", path, task.sha256)
        if kept is not None and same and kept.reasons == (trouble.code.value,):
            self._unchanged(lot, task, kept)
        else:
            self._failed(lot, task, Reason(trouble.code), trouble.detail, 0.0)

    def _take_over(self, lot: OpenLot, answer: frames.Read, folder: Path) -> None:
        """Move members' bytes out of the worker's reach."""
        own = self.workspace / MEMBERS / lot.id
        for sha256, size in {(child.sha256, child.size) for child in answer.children}:
            try:
                if opening.regular(folder / sha256).size == size:
                    own.mkdir(parents=True, exist_ok=True)
                    (folder / sha256).replace(own / sha256)
            except DocumentError:
                continue  # its own record will say that it is gone

    def _member(self, lot: OpenLot, sha256: str) -> Path:
        return self.workspace / MEMBERS / lot.id / sha256

    def _at_hand(self, lot: OpenLot, task: Task) -> bool:
        return task.container is None or self._member(lot, task.sha256).is_file()

    # What came of it.

    def _advance(self) -> None:
        """Let in the members whose turn has come, close what is finished, commit what is due."""
        for lot in list(self.open):
            for task, result in lot.turns():
                if lot.fits(result.offspring):
                    self._let_in(lot, task, result)
                else:
                    task.result = None
                    self._enqueue(lot, task)
            if lot.finished:
                self.open.remove(lot)
                self._leave(lot)
        if self.store.due or self.to_close:
            self._acknowledge()

    def _let_in(self, lot: OpenLot, task: Task, result: Result) -> None:
        lot.spend(result.offspring)
        if result.record is None:
            lot.settle(task)
            self._count(lot, task, result, reused=True)
        else:
            self._put(lot, task, result, result.record)
        members = [
            Task(f"{task.place}!{child.path}", "", task, child.sha256, child.size, task.depth + 1)
            for child in result.offspring.children
        ]
        self.known += len(members)
        self.progress.planned(packets=len(lot.plan.packets), documents=self.known)
        kept = self.store.kept(lot.id, [member.place for member in members])
        for member in members:
            lot.add(member)
        for member in members:
            self._consider(lot, member, kept.get(member.place))

    def _put(self, lot: OpenLot, task: Task, result: Result, record: DocumentRecord) -> None:
        children = result.offspring.children
        extraction = extraction_key(task.sha256, task.place)
        self.store.put(
            record,
            Kept(
                lot=lot.id,
                place=task.place,
                container="" if task.container is None else task.container.place,
                extraction=extraction,
                annotation=annotation_key(extraction, self.stages),
                redo=self._when_to_redo(record),
                seconds=round(result.seconds, 3),
                pages=result.pages,
                offspring=result.offspring if children or result.offspring.overspent else None,
            ),
        )
        if result.extraction and not result.offspring.overspent and self._is_worth_keeping(record):
            self.store.put_extraction(extraction, result.extraction)
        lot.changed = True
        lot.settle(task)
        self._count(lot, task, result, reused=False)

    def _when_to_redo(self, record: DocumentRecord) -> str:
        codes = {found.code for found in record.reasons}
        if codes & TRANSIENT:
            return "always"
        return self.limits_key if any(code.startswith("LIMIT_") for code in codes) else "never"

    def _is_worth_keeping(self, record: DocumentRecord) -> bool:
        """Whether reading the same bytes again would give the same."""
        own_fault = any(found.code is Reason.INTERNAL for found in record.reasons)
        return not own_fault and self._when_to_redo(record) == "never"

    def _unchanged(self, lot: OpenLot, task: Task, kept: Kept) -> None:
        lot.settle(task)
        packet, path = lot.whose(task.place)
        self._counted(Outcome(kept.id, packet or "", path, kept.state, kept.reasons, 0.0, reused=True))

    def _count(self, lot: OpenLot, task: Task, result: Result, *, reused: bool) -> None:
        packet, path = lot.whose(task.place)
        seconds = 0.0 if reused else result.seconds
        self._counted(Outcome(result.id, packet or "", path, result.state, result.reasons, seconds, reused))

    def _counted(self, outcome: Outcome) -> None:
        self.summary.count(outcome)
        if outcome.reused:
            self.progress.done(outcome)
        else:
            self.unacknowledged.append(outcome)

    def _leave(self, lot: OpenLot) -> None:
        """A lot in which nothing is open: what is no longer in it goes, and its packets wait for the next commit."""
        self.to_close.append(lot)
        shutil.rmtree(self.workspace / MEMBERS / lot.id, ignore_errors=True)

    def _acknowledge(self) -> None:
        """Commit; tell of what is now on the disk; close what waited for that."""
        self.store.commit()
        for outcome in self.unacknowledged:
            self.progress.done(outcome)
        self.unacknowledged.clear()
        failed = self.summary.states["failed"] + self.summary.states["refused"]
        self.store.tell_run(self.number, planned=self.known, done=self.summary.documents, failed=failed)
        closable, self.to_close = self.to_close, []
        for lot in closable:
            self._close(lot)

    def _close(self, lot: OpenLot) -> None:
        gone = [place for place in self.store.places(lot.id) if place not in lot.places]
        gone_elsewhere = self.store.drop_strays(lot.id, [packet.id for packet in lot.plan.packets])
        removed = self.store.drop_documents(lot.id, gone) + gone_elsewhere
        self.summary.removed += removed
        self.changed = self.changed or lot.changed or bool(removed)
        for packet in lot.plan.packets:
            found = PacketSummary(packet.id, packet.name, packet.place, packet.rule)
            if closing.close(self.store, self.workspace, found):
                self.summary.packets.append(found)
                self.progress.packet(found)

    def _tell(self) -> None:
        now = time.monotonic()
        if now - self.told > 0.2:
            self.told = now
            self.progress.working(pages=self.workers.pages, documents=len(self.sent))


def _is_anothers(lot: drop.Lot, owners: dict[str, str]) -> bool:
    """Whether an id of this lot belongs to a packet of another INPUT that is still there."""
    for packet in lot.packets:
        owner = owners.get(packet.id, "")
        if owner and owner != str(lot.source) and os.path.lexists(owner):
            return True
    return False


def _result(
    record: DocumentRecord, *, offspring: Offspring = CHILDLESS, extraction: bytes = b"", seconds: float, pages: int = 0
) -> Result:
    return Result(
        record=record,
        offspring=offspring,
        extraction=extraction,
        seconds=seconds,
        pages=pages,
        state=record.state,
        reasons=tuple(found.code.value for found in record.reasons),
        id=record.id,
    )


def _stat(file: drop.File) -> Stat | Note:
    if file.trouble is not None:
        return file.trouble
    try:
        return opening.regular(Path(file.path))
    except DocumentError as error:
        return Note(error.reason, error.detail)


@contextmanager
def _interruptible() -> Iterator[None]:
    """SIGTERM interrupts as Ctrl-C does; once interrupted, the next one ends the process at once."""

    def first(_number: int, _frame: FrameType | None) -> None:
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, second)
        raise KeyboardInterrupt

    def second(_number: int, _frame: FrameType | None) -> None:
        os._exit(ExitCode.INTERRUPTED)

    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        for each in before:
            signal.signal(each, first)
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
