"""A packet is closed when nothing in it is open: its documents are merged, the record stored and the dossier written.

Merging and writing happen in a process of their own (`pipeline.engines.merger`), so that a packet of any size, or one that
breaks our own code, costs neither the run nor its memory. In between, the pages that the dossier shows are drawn
(`pipeline.drawing`).
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
from pipeline.digests import digest_of
from pipeline.dossiers import (
    DOSSIERS,
    LETTERS,
    are_lists,
    erase_dossier,
    erase_lists,
    lists_key,
    program,
    put_pages,
    take_over,
    take_over_lists,
)
from pipeline.drawing import VERSION as DRAWING
from pipeline.drawing import Drawing
from pipeline.engines import frames, packet_file, record_file
from pipeline.engines.local import Finished, Local
from pipeline.errors import DocumentError, Reason, WorkspaceError
from pipeline.intake import opening
from pipeline.merging.kin import Kin
from pipeline.store import Store
from pipeline.summary import PacketSummary

BOTH = 0.02
"""Seconds for each of the merger and the workers that draw, when both are at something."""
PATIENCE = 10
"""A packet may take so many times the time of one document in all, and as long as one without progress."""
MERGER = "pipeline.engines.merger"


@dataclass(frozen=True, slots=True)
class _Merge:
    """A packet that is to be merged, with the keys it is merged and its dossier written under."""

    packet: PacketSummary
    key: str
    rendered: str


@dataclass(frozen=True, slots=True)
class _Write:
    """A merged packet whose pages have been drawn: its dossier is to be written."""

    merge: _Merge
    claims: int


class Closing:
    """Packets on their way to being closed. Each is told to `closed` when it is."""

    def __init__(
        self,
        store: Store,
        workspace: Path,
        mergers: Local,
        drawers: Local,
        *,
        reading: Reading,
        closed: Callable[[PacketSummary], None],
    ) -> None:
        self.store = store
        self.workspace = workspace
        self.mergers = mergers
        self.drawing = Drawing(store, drawers, drawers.scratch / "drawn")
        self.reading = reading
        self.rubric = rubric.load(Path(reading.rubric) if reading.rubric else None)
        self.closed = closed
        self.alike: tuple[Kin, ...] = ()
        self._waiting: deque[_Merge | _Write] = deque()
        self._sent: dict[int, _Merge | _Write] = {}
        self._merged: dict[str, _Write] = {}
        """Packets whose pages are being drawn."""
        self._tickets = count(1)

    @property
    def under_way(self) -> int:
        """How many packets are not yet closed."""
        return len(self._waiting) + len(self._sent) + len(self._merged)

    def start(self, packet: PacketSummary) -> None:
        """Close a packet whose documents are all on the disk. One without any is taken out of the store instead."""
        key = digest_of(self._key_parts(packet))
        look = (self.reading.points, self.reading.crops, self.reading.pages, DRAWING)
        rendered = digest_of((key, program(), self.rubric.digest, *map(str, look)))
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
        if self._sent and self.drawing.under_way:
            seconds = min(seconds, BOTH)
        for finished in self.mergers.wait(seconds) if self._sent else ():
            self._finished(self._sent.pop(finished.ticket), finished)
        for packet in self.drawing.go_on(seconds) if self._merged else ():
            self._waiting.append(self._merged.pop(packet))

    def write_lists(self) -> frames.Failed | None:
        """Write the list of all packets and the workbook, if they are not up to date; or why they could not be written."""
        key = lists_key(self.store, self.rubric)
        if are_lists(self.workspace, key):
            return None
        job = frames.WriteLists(workspace=os.fsencode(self.workspace), rubric=self.rubric, folder="lists")
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

    def _send(self, asked: "_Merge | _Write") -> None:
        ticket = next(self._tickets)
        self._sent[ticket] = asked
        if isinstance(asked, _Write):
            self.mergers.submit(self._write(asked, ticket), ticket=ticket)
            return
        path = self._records(asked.packet)
        record_file.write(path, self.store.packed_documents(asked.packet.id))
        job = frames.MergePacket(
            records=os.fsencode(path),
            documents=asked.packet.states.total(),
            packet=asked.packet.id,
            name=asked.packet.name,
            rubric=self.rubric,
            points=self.reading.points,
            pages=self.reading.pages if self.reading.crops else 0,
            folder=str(ticket),
        )
        self.mergers.submit(job, ticket=ticket)

    def _write(self, asked: "_Write", ticket: int) -> frames.WriteDossier:
        packet = asked.merge.packet
        return frames.WriteDossier(
            records=os.fsencode(self._records(packet)),
            documents=packet.states.total(),
            packet=packet.id,
            record=os.fsencode(self._kept(packet) / packet_file.RECORD),
            rubric=self.rubric,
            points=self.reading.points,
            drawn=os.fsencode(self.drawing.folder(packet.id)),
            room=self.reading.crops * 1_000_000,
            folder=str(ticket),
        )

    def _finished(self, asked: "_Merge | _Write", finished: Finished) -> None:
        answer = finished.answer
        if isinstance(asked, _Merge) and isinstance(answer, frames.Merged) and answer.pages:
            finished.folder.replace(self._kept(asked.packet))
            self._merged[asked.packet.id] = _Write(asked, answer.claims)
            self.drawing.want(asked.packet.id, answer.pages)
        elif isinstance(asked, _Merge):
            claims = answer.claims if isinstance(answer, frames.Merged) else None
            self._settle(asked, claims, finished, finished.folder)
        else:
            claims = asked.claims if isinstance(answer, frames.DossierWritten) else None
            self._settle(asked.merge, claims, finished, self._kept(asked.merge.packet))

    def _settle(self, merge: _Merge, claims: int | None, finished: Finished, merged: Path) -> None:
        """The packet is closed, or has failed: its dossier and what `merged` holds of it are put where they belong.

        `claims` says how many there are, or None where it failed.
        """
        packet, dossiers = merge.packet, self.workspace / DOSSIERS
        trouble = None if claims is None else self._put(merge, merged)
        if claims is not None and trouble is None and take_over(finished.folder / frames.DOSSIER, dossiers / f"{packet.id}.html"):
            put_pages(self.drawing.folder(packet.id), dossiers, packet.id)
            take_over(merged / frames.LETTER, self.workspace / LETTERS / f"{packet.id}.docx")
            self.store.mark_rendered(packet.id, merge.rendered)
            packet.claims = claims
            packet.dossier = f"{DOSSIERS}/{packet.id}.html"
        else:
            answer = finished.answer
            nothing = frames.Failed(Reason.INTERNAL, "its dossier did not come")
            failed = answer if isinstance(answer, frames.Failed) else trouble or nothing
            _stop_without_room(failed, self.workspace)
            self.store.reopen(packet.id)
            erase_dossier(self.workspace, packet.id)
            packet.reason, packet.detail = failed.reason, failed.detail
        self._records(packet).unlink(missing_ok=True)
        self.drawing.drop(packet.id)
        for folder in (finished.folder, self._kept(packet)):
            rmtree(folder, ignore_errors=True)
        self.closed(packet)

    def _put(self, merge: _Merge, merged: Path) -> frames.Failed | None:
        """Put what the merger wrote into the store; or why not, when it is not there or not what it should be."""
        packet = merge.packet.id
        try:
            record = opening.read(merged / packet_file.RECORD, at_most=opening.file_limit(self.mergers.limits.memory))
            opening.regular(merged / packet_file.CLAIMS)
            rows = packet_file.claim_rows(merged / packet_file.CLAIMS, packet)
            self.store.put_packet(packet, key=merge.key, record=record, claim_rows=rows)
        except DocumentError as error:
            return frames.Failed(Reason.INTERNAL, f"its record: {error.reason}, {error.detail}")
        except frames.FrameError as error:
            return frames.Failed(Reason.INTERNAL, str(error))
        return None

    def _records(self, packet: PacketSummary) -> Path:
        return self.mergers.scratch / f"{packet.id}.records"

    def _kept(self, packet: PacketSummary) -> Path:
        """Where what the merger gave lies while the packet's pages are drawn."""
        return self.mergers.scratch / f"{packet.id}.merged"


def _stop_without_room(failed: frames.Failed, workspace: Path) -> None:
    if failed.reason is Reason.DISK_FULL:
        raise WorkspaceError(f"{workspace}: {failed.detail}; make room and run again")


def merger(limits: Limits, scratch: Path) -> Local:
    """The process that merges, as a context."""
    return Local(workers=1, limits=replace(limits, seconds=PATIENCE * limits.seconds), stages=(), scratch=scratch, module=MERGER)
