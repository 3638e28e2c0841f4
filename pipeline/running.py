"""A run under way: the plan grows while archives give up their members, until nothing in any lot is open."""

import os
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from extractors.registry import Limits
from pipeline.digests import digest
from pipeline.document import Child, Note
from pipeline.engines import frames
from pipeline.engines.local import Local
from pipeline.errors import Reason
from pipeline.intake import drop, opening
from pipeline.intake.plan import Lot, Plan, renamed
from pipeline.jobs import Answered, Jobs
from pipeline.ledger import Ledger
from pipeline.looking import looked_at
from pipeline.lot import OpenLot, Result, Task, result_of
from pipeline.recognising import Recognising
from pipeline.single import listing
from pipeline.store import Store
from pipeline.store_kept import Kept, Offspring

LOOKED_UP_AT_ONCE = 500
TOLD_EVERY = 0.2
AT_LEISURE, AT_ONCE = 0.2, 0.001
"""Seconds to wait for workers: with nothing else to do, and while there is more to plan."""


class Running:
    """Plans lots, sends their documents to workers and lets archives' members in; the ledger keeps what comes of them."""

    def __init__(
        self,
        workspace: Path,
        limits: Limits,
        store: Store,
        workers: Local,
        recognising: Recognising,
        ledger: Ledger,
        *,
        verify: bool,
    ) -> None:
        self.limits = limits
        self.store = store
        self.workers = workers
        self.ledger = ledger
        self.verify = verify
        self.jobs = Jobs(workspace, limits, store, workers, recognising)
        self.open: list[OpenLot] = []
        self.told = 0.0

    def go(self, inputs: Sequence[Path]) -> None:
        """Do all there is to do in these INPUTs."""
        plan = self._plan(inputs)
        self.ledger.summary.skipped = plan.skipped
        self.ledger.plan(packets=len(plan.packets), documents=sum(len(lot.files) for lot in plan.lots))
        self.ledger.acknowledge()
        ahead = self._planned(plan)
        more = True
        closing = self.ledger.closing
        while more or self.open or closing.under_way:
            for _ in range(LOOKED_UP_AT_ONCE):
                if not more or self.jobs.has_enough:
                    break
                more = next(ahead, None) is not None
                if self.ledger.due:
                    self.ledger.acknowledge()
            self.jobs.dispatch()
            idle = self.jobs.has_enough or not more
            for answered in self.jobs.answers(AT_LEISURE if idle else AT_ONCE):
                self._answered(answered)
            self._advance()
            closing.go_on(AT_LEISURE if idle and not self.jobs.under_way else AT_ONCE)
            self._tell()
        self.ledger.acknowledge()
        self.ledger.write_lists()

    # Planning.

    def _plan(self, inputs: Sequence[Path]) -> Plan:
        plan = drop.packets(inputs, names=listing(self.workers))
        owners = {row.id: os.fsdecode(row.source) for row in self.store.packet_rows()}
        lots = tuple(renamed(lot) if _is_anothers(lot, owners) else lot for lot in plan.lots)
        planned = {packet.id for lot in lots for packet in lot.packets}
        sources = {str(lot.source) for lot in lots} | {os.path.abspath(path) for path in inputs}  # noqa: PTH100
        for packet, source in owners.items():
            if source in sources and packet not in planned:
                self.ledger.drop_packet(packet)
        return Plan(lots, plan.skipped)

    def _planned(self, plan: Plan) -> Iterator[bool]:
        """Opens lot after lot; each step looks at one file and puts the job it needs in the queue."""
        for lot in plan.lots:
            opened = OpenLot(lot, self.limits, had=self.store.places(lot.id))
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
            rest = iter(lot.files)
            while files := tuple(islice(rest, LOOKED_UP_AT_ONCE)):
                kept = self.store.kept(lot.id, [file.place for file in files])
                at_most = opening.file_limit(self.limits.memory)
                for task, trouble in looked_at(files, self.store, at_most=at_most, verify=self.verify):
                    opened.add(task)
                    if trouble is None:
                        self._consider(opened, task, kept.get(task.place))
                    else:
                        self.ledger.unopened(opened, task, trouble, kept.get(task.place))
                    yield True
            opened.planned_all = True
            yield True

    def _consider(self, lot: OpenLot, task: Task, kept: Kept | None) -> None:
        """Whether a document is as it was; if not, put it in the queue."""
        if kept is None or not self.ledger.is_current(task, lot, kept):
            self.jobs.put(lot, task)
        elif kept.offspring is None:
            self.ledger.unchanged(lot, task, kept)
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

    # What comes of it.

    def _answered(self, found: Answered) -> None:
        if isinstance(found.answer, frames.Read):
            self._read(found.lot, found.task, found.answer, found.seconds)
        elif isinstance(found.answer, frames.Failed):
            trouble = Note(found.answer.reason, found.answer.detail)
            self.ledger.failed(found.lot, found.task, trouble, seconds=found.seconds)

    def _read(self, lot: OpenLot, task: Task, answer: frames.Read, seconds: float) -> None:
        unpacked = answer.unpacked or sum(child.size for child in answer.children)
        given = task.allowance
        result = result_of(
            answer.record,
            offspring=Offspring(answer.children, unpacked, answer.overspent, given.entries, given.bytes),
            extraction=answer.extraction,
            seconds=seconds,
            pages=answer.pages,
        )
        if answer.children or answer.overspent:
            task.result = result
        else:
            self.ledger.put(lot, task, result, answer.record)

    def _advance(self) -> None:
        """Let in the members whose turn has come, close what is finished, commit what is due."""
        for lot in list(self.open):
            for task, result in lot.turns():
                if lot.fits(result.offspring, task.depth):
                    self._let_in(lot, task, result)
                elif task.afresh:
                    trouble = Note(Reason.WORKER_CRASH, "the worker gave more members than it was allowed to")
                    self.ledger.failed(lot, task, trouble, seconds=result.seconds)
                else:
                    task.result, task.afresh = None, True
                    self.jobs.put(lot, task)
            if lot.finished:
                self.open.remove(lot)
                self.jobs.leave(lot)
                self.ledger.leave(lot)
        if self.ledger.due:
            self.ledger.acknowledge()

    def _let_in(self, lot: OpenLot, task: Task, result: Result) -> None:
        lot.spend(result.offspring)
        if result.record is None:
            self.ledger.reused(lot, task, result)
        else:
            self.ledger.put(lot, task, result, result.record)
        members = [_member(task, child) for child in result.offspring.children]
        self.ledger.plan(documents=len(members))
        kept = self.store.kept(lot.id, [member.place for member in members])
        for member in members:
            lot.add(member)
        for member in members:
            self._consider(lot, member, kept.get(member.place))

    def _tell(self) -> None:
        now = time.monotonic()
        if now - self.told > TOLD_EVERY:
            self.told = now
            pages = self.workers.pages + self.jobs.recognising.workers.pages
            self.ledger.progress.working(pages=pages, documents=self.jobs.under_way)


def _member(archive: Task, child: Child) -> Task:
    beside = digest(*(f"{saved.place} {saved.sha256}" for saved in child.saved)) if child.saved else ""
    place = f"{archive.place}!{child.path}"
    return Task(place, "", archive, child.sha256, child.size, archive.depth + 1, beside=beside, saved=child.saved)


def _is_anothers(lot: Lot, owners: dict[str, str]) -> bool:
    """Whether an id of this lot belongs to a packet of another INPUT that is still there."""
    for packet in lot.packets:
        owner = owners.get(packet.id, "")
        if owner and owner != str(lot.source) and os.path.lexists(owner):
            return True
    return False
