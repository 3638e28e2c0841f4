"""A packet is closed when nothing in it is open: its documents are merged, the record stored and the dossier written.

Merging and writing happen in a process of their own (`pipeline.engines.merger`), so that a packet of any size, or one that
breaks our own code, costs neither the run nor its memory.
"""

import os
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from shutil import rmtree

from extractors.registry import Limits
from pipeline import packet as merging
from pipeline import rubric
from pipeline.config import Reading
from pipeline.dossiers import (
    DOSSIERS,
    LETTERS,
    are_lists,
    erase_dossier,
    erase_lists,
    lists_key,
    program,
    take_over,
    take_over_lists,
)
from pipeline.engines import frames, record_file
from pipeline.engines.local import Finished, Local
from pipeline.errors import Reason, WorkspaceError
from pipeline.merging.kin import Kin
from pipeline.record import digest_of
from pipeline.store import Store
from pipeline.summary import PacketSummary

PATIENCE = 10
"""A packet may take so many times the time of one document in all, and as long as one without progress."""
MERGER = "pipeline.engines.merger"


@dataclass(frozen=True, slots=True)
class _Merge:
    """A packet that is to be merged, with the keys it is merged and its dossier written under."""

    packet: PacketSummary
    key: str
    rendered: str


class Closing:
    """Packets on their way to being closed. Each is told to `closed` when it is."""

    def __init__(
        self, store: Store, workspace: Path, mergers: Local, *, reading: Reading, closed: Callable[[PacketSummary], None]
    ) -> None:
        self.store = store
        self.workspace = workspace
        self.mergers = mergers
        self.rubric = rubric.load(Path(reading.rubric) if reading.rubric else None)
        self.points = reading.points
        self.closed = closed
        self.alike: tuple[Kin, ...] = ()
        self._waiting: deque[_Merge] = deque()
        self._sent: dict[int, _Merge] = {}
        self._tickets = count(1)

    @property
    def under_way(self) -> int:
        """How many packets are not yet closed."""
        return len(self._waiting) + len(self._sent)

    def start(self, packet: PacketSummary) -> None:
        """Close a packet whose documents are all on the disk. One without any is taken out of the store instead."""
        key = digest_of(self._key_parts(packet))
        rendered = digest_of((key, program(), self.rubric.digest, str(self.points)))
        if not packet.states:
            self.store.drop_packet(packet.id)
            erase_dossier(self.workspace, packet.id)
            return
        path = self.workspace / DOSSIERS / f"{packet.id}.html"
        if self.store.packet_keys(packet.id) == (key, rendered) and path.is_file():
            packet.claims = self.store.claim_count(packet.id)
            packet.dossier = str(path.relative_to(self.workspace))
            self.closed(packet)
        else:
            self._waiting.append(_Merge(packet, key, rendered))

    def go_on(self, seconds: float) -> None:
        """Give the merger something to do and take what has come of it, waiting so long for it."""
        while self._waiting and self.mergers.room:
            self._send(self._waiting.popleft())
        for finished in self.mergers.wait(seconds) if self._sent else ():
            self._finished(self._sent.pop(finished.ticket), finished)

    def write_lists(self) -> frames.Failed | None:
        """Write the list of all packets and the workbook, if they are not up to date; or why they could not be written."""
        key = lists_key(self.store)
        if are_lists(self.workspace, key):
            return None
        job = frames.WriteLists(workspace=os.fsencode(self.workspace), folder="lists")
        self.mergers.submit(job, ticket=next(self._tickets))
        while not (answered := self.mergers.wait()):
            pass
        answer, folder = answered[0].answer, answered[0].folder
        if isinstance(answer, frames.Written):
            self.alike = answer.alike
        arrived = isinstance(answer, frames.Written) and take_over_lists(folder, self.workspace, key=key)
        rmtree(folder, ignore_errors=True)
        if arrived:
            return None
        failed = answer if isinstance(answer, frames.Failed) else frames.Failed(Reason.INTERNAL, "they did not come")
        _stop_without_room(failed, self.workspace)
        erase_lists(self.workspace)
        return failed

    def _key_parts(self, packet: PacketSummary) -> Iterator[str]:
        """What a packet's record depends on; counts its documents on the way."""
        yield merging.VERSION
        yield packet.name
        for document, annotation, state in self.store.member_keys(packet.id):
            packet.states[state] += 1
            yield from (document, annotation, state)

    def _send(self, merge: _Merge) -> None:
        ticket = next(self._tickets)
        path = self._records(ticket)
        record_file.write(path, self.store.packed_documents(merge.packet.id))
        self._sent[ticket] = merge
        job = frames.MergePacket(
            records=os.fsencode(path),
            documents=merge.packet.states.total(),
            packet=merge.packet.id,
            name=merge.packet.name,
            rubric=self.rubric,
            points=self.points,
            folder=str(ticket),
        )
        self.mergers.submit(job, ticket=ticket)

    def _finished(self, merge: _Merge, finished: Finished) -> None:
        packet, answer = merge.packet, finished.answer
        arrived = isinstance(answer, frames.Merged) and take_over(
            finished.folder / frames.DOSSIER, self.workspace / DOSSIERS / f"{packet.id}.html"
        )
        if isinstance(answer, frames.Merged) and arrived:
            take_over(finished.folder / frames.LETTER, self.workspace / LETTERS / f"{packet.id}.docx")
            self.store.put_packet(answer.record, key=merge.key)
            self.store.mark_rendered(packet.id, merge.rendered)
            packet.claims = len(answer.record.claims)
            packet.dossier = f"{DOSSIERS}/{packet.id}.html"
        else:
            failed = answer if isinstance(answer, frames.Failed) else frames.Failed(Reason.INTERNAL, "its dossier did not come")
            _stop_without_room(failed, self.workspace)
            self.store.reopen(packet.id)
            erase_dossier(self.workspace, packet.id)
            packet.reason, packet.detail = failed.reason, failed.detail
        self._records(finished.ticket).unlink(missing_ok=True)
        rmtree(finished.folder, ignore_errors=True)
        self.closed(packet)

    def _records(self, ticket: int) -> Path:
        return self.mergers.scratch / f"{ticket}.records"


def _stop_without_room(failed: frames.Failed, workspace: Path) -> None:
    if failed.reason is Reason.DISK_FULL:
        raise WorkspaceError(f"{workspace}: {failed.detail}; make room and run again")


def merger(limits: Limits, scratch: Path) -> Local:
    """The process that merges, as a context."""
    return Local(workers=1, limits=replace(limits, seconds=PATIENCE * limits.seconds), stages=(), scratch=scratch, module=MERGER)
