"""What has come of each document: gathered for the store, told of once it is on the disk, and its packet then closed.

A packet is closed when nothing in it is open, and only after its last document has been committed.
"""

from pathlib import Path

from pipeline.closing import Closing
from pipeline.config import Config
from pipeline.digests import digest
from pipeline.document import Document, Note, Source
from pipeline.dossiers import erase_dossier
from pipeline.engines.local import Local
from pipeline.errors import Reason
from pipeline.lot import OpenLot, Result, Task, result_of
from pipeline.process import annotation_key, document_stages, stages_key
from pipeline.record import DocumentRecord
from pipeline.recording import document_record
from pipeline.store import Store
from pipeline.store_kept import Kept
from pipeline.summary import Outcome, PacketSummary, Progress, RunSummary

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


class Ledger:
    """One run's outcomes."""

    def __init__(
        self,
        store: Store,
        workspace: Path,
        config: Config,
        number: int,
        *,
        mergers: Local,
        drawers: Local,
        progress: Progress,
        summary: RunSummary,
    ) -> None:
        self.store = store
        self.workspace = workspace
        self.number = number
        self.progress = progress
        self.summary = summary
        self.limits_key = digest(repr(config.limits), repr(config.ocr))
        self.stages_key = stages_key(document_stages())
        self.closing = Closing(store, workspace, mergers, drawers, reading=config.dossier, closed=self._closed)
        self._packets = 0
        self._planned = 0
        self._told: dict[str, int] = {}
        self._unacknowledged: list[Outcome] = []
        self._to_close: list[OpenLot] = []

    def plan(self, *, packets: int = 0, documents: int) -> None:
        """So many more are known of."""
        self._packets += packets
        self._planned += documents
        self.progress.planned(packets=self._packets, documents=self._planned)

    def is_current(self, task: Task, lot: OpenLot, kept: Kept | None) -> bool:
        """Whether what the store has of a document is what would come of it now."""
        extraction = task.extraction
        packet, path = lot.whose(task.place)
        wanted = (task.sha256, annotation_key(extraction, self.stages_key), packet or "", path)
        same = kept is not None and (kept.sha256, kept.annotation, kept.packet, kept.path) == wanted
        return kept is not None and same and kept.redo in {"never", self.limits_key}

    def put(self, lot: OpenLot, task: Task, result: Result, record: DocumentRecord) -> None:
        """A document that was read."""
        children = result.offspring.children
        extraction = task.extraction
        self.store.group.put(
            record,
            Kept(
                lot=lot.id,
                place=task.place,
                container="" if task.container is None else task.container.place,
                extraction=extraction,
                annotation=annotation_key(extraction, self.stages_key),
                redo=when_to_redo(record, self.limits_key),
                seconds=round(result.seconds, 3),
                pages=result.pages,
                offspring=result.offspring if children or result.offspring.overspent else None,
            ),
        )
        if result.extraction and not result.offspring.overspent and self._is_worth_keeping(record):
            self.store.group.put_extraction(extraction, result.extraction)
        self._settle(lot, task, result, reused=False)

    def failed(self, lot: OpenLot, task: Task, trouble: Note, *, seconds: float) -> None:
        """A document that no worker could make a record of."""
        packet, path = lot.whose(task.place)
        source = Source(path=path, sha256=task.sha256, size=task.size, packet=packet)
        record = document_record(Document(source=source, notes=(trouble,)))
        self.put(lot, task, result_of(record, seconds=seconds), record)

    def unopened(self, lot: OpenLot, task: Task, trouble: Note, kept: Kept | None) -> None:
        """A file that is not opened: its record says why, once."""
        packet, path = lot.whose(task.place)
        same = kept is not None and (kept.packet, kept.path, kept.sha256) == (packet or "", path, task.sha256)
        if kept is not None and same and kept.reasons == (trouble.code.value,):
            self.unchanged(lot, task, kept)
        else:
            self.failed(lot, task, trouble, seconds=0.0)

    def unchanged(self, lot: OpenLot, task: Task, kept: Kept) -> None:
        """A document that is as it was."""
        lot.settle(task)
        packet, path = lot.whose(task.place)
        self._count(Outcome(kept.id, packet or "", path, kept.state, kept.reasons, 0.0, reused=True))

    def reused(self, lot: OpenLot, task: Task, result: Result) -> None:
        """An archive that is as it was; its members have been let in."""
        self._settle(lot, task, result, reused=True)

    def leave(self, lot: OpenLot) -> None:
        """A lot in which nothing is open: its packets wait for the next commit."""
        self._to_close.append(lot)

    @property
    def due(self) -> bool:
        """Whether it is time to acknowledge."""
        return self.store.group.due or bool(self._to_close)

    def acknowledge(self) -> None:
        """Commit; tell of what is now on the disk; close what waited for that."""
        failed = self.summary.states["failed"] + self.summary.states["refused"]
        told = {"planned": self._planned, "done": self.summary.documents, "failed": failed}
        if told != self._told:
            self.store.group.tell_run(self.number, **told)
            self._told = told
        self.store.group.commit()
        for outcome in self._unacknowledged:
            self.progress.done(outcome)
        self._unacknowledged.clear()
        closable, self._to_close = self._to_close, []
        for lot in closable:
            self._close(lot)

    def drop_packet(self, packet: str) -> None:
        """A packet that is no longer in its INPUT goes, with its dossier."""
        self.summary.removed += self.store.drop_packet(packet)
        erase_dossier(self.workspace, packet)

    def write_lists(self) -> None:
        """The list of dossiers and the workbook, where they are not up to date."""
        failed = self.closing.write_lists()
        if failed is not None:
            self.summary.lists_reason, self.summary.lists_detail = failed.reason, failed.detail
        self.summary.kin = self.closing.alike

    def _is_worth_keeping(self, record: DocumentRecord) -> bool:
        """Whether reading the same bytes again would give the same."""
        own_fault = any(found.code is Reason.INTERNAL for found in record.reasons)
        return not own_fault and when_to_redo(record, self.limits_key) == "never"

    def _settle(self, lot: OpenLot, task: Task, result: Result, *, reused: bool) -> None:
        lot.settle(task)
        packet, path = lot.whose(task.place)
        seconds = 0.0 if reused else result.seconds
        self._count(Outcome(result.id, packet or "", path, result.state, result.reasons, seconds, reused))

    def _count(self, outcome: Outcome) -> None:
        self.summary.count(outcome)
        if outcome.reused:
            self.progress.done(outcome)
        else:
            self._unacknowledged.append(outcome)

    def _close(self, lot: OpenLot) -> None:
        gone_elsewhere = self.store.drop_strays(lot.id, [packet.id for packet in lot.plan.packets])
        removed = self.store.drop_documents(lot.id, sorted(lot.unseen)) + gone_elsewhere
        self.summary.removed += removed
        for packet in lot.plan.packets:
            found = PacketSummary(packet.id, packet.name, packet.place, packet.rule)
            self.closing.start(found)

    def _closed(self, packet: PacketSummary) -> None:
        self.summary.packets.append(packet)
        self.progress.packet(packet)


def when_to_redo(record: DocumentRecord, limits_key: str) -> str:
    """When to read a document again: always, never, or once the limits are others than those of `limits_key`."""
    codes = {found.code for found in record.reasons}
    if codes & TRANSIENT:
        return "always"
    return limits_key if any(code.startswith("LIMIT_") for code in codes) else "never"
