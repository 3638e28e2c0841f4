"""One lot while it is worked on: which of its documents are open, and whether its archives' members fit its budget.

Workers finish in any order, and yet the outcome must not depend on it. An archive's members are therefore let in strictly in
the order of the plan: a result that comes early is held until everything before it is settled. Each archive was read with
what was left of the budget when it was sent out; if less is left when its turn comes, and it makes a difference, it is read
again with what is left. So the outcome is that of a single worker.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from extractors.registry import Limits
from pipeline.document import Saved, State
from pipeline.engines.frames import Allowance
from pipeline.intake.plan import Lot
from pipeline.process import extraction_key
from pipeline.record import DocumentRecord
from pipeline.store_kept import Offspring

NOTHING = Allowance(entries=0, bytes=0, depth=0)


@dataclass(slots=True, eq=False)
class Task:
    """One document of a lot, from the plan until it is settled."""

    place: str
    file: str = ""
    """Its path on disk; a member's bytes lie under their hash instead."""
    container: "Task | None" = None
    sha256: str = ""
    size: int = 0
    depth: int = 0
    settled: bool = False
    result: "Result | None" = None
    """Held until its turn comes."""
    allowance: Allowance = NOTHING
    """What it is read with."""
    afresh: bool = False
    """Whether it must be read with what is left now: what a kept extraction gave does not fit."""
    assets: str = ""
    """The folder on disk that was saved with a page."""
    beside: str = ""
    """What lay in that folder when it was looked at."""
    saved: tuple[Saved, ...] = ()
    """What lies in such a folder in the archive that holds the page."""
    recognised: bytes = b""
    """Its pages that text recognition has read, packed, once they are all there."""
    waiting: "list[tuple[Task, bool]]" = field(default_factory=list)
    """Members whose bytes are to be had again from this archive; True for one of which only its own members are wanted."""

    @property
    def extraction(self) -> str:
        """The name of its extraction."""
        return extraction_key(self.sha256, self.place, self.beside)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of a document, before it is put in the store and its members are let in."""

    record: DocumentRecord | None
    """None when it is in the store already."""
    offspring: Offspring
    extraction: bytes
    seconds: float
    pages: int
    state: State
    reasons: tuple[str, ...]
    id: str


CHILDLESS = Offspring((), 0, False, 0, 0)


def result_of(
    record: DocumentRecord, *, offspring: Offspring = CHILDLESS, extraction: bytes = b"", seconds: float, pages: int = 0
) -> Result:
    """What came of a document that has this record."""
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


class OpenLot:
    """The open documents of a lot, its budget, and the order in which members are let in.

    `had` are the places at which the store has documents of it.
    """

    def __init__(self, plan: Lot, limits: Limits, *, had: Iterable[str]) -> None:
        self.plan = plan
        self.left = Allowance.of(limits)
        self.planned_all = False
        self.open = 0
        self.unseen = set(had)
        """Places at which the store has something that has not been met in this run."""
        self._turn: deque[Task] = deque()
        self._next: deque[Task] = deque()

    @property
    def id(self) -> str:
        return self.plan.id

    @property
    def finished(self) -> bool:
        return self.planned_all and self.open == 0

    def add(self, task: Task) -> None:
        """A document that is to be done. Members of one generation come after all of the generation before."""
        self.open += 1
        self.unseen.discard(task.place)
        (self._turn if task.container is None else self._next).append(task)

    def settle(self, task: Task) -> None:
        task.settled = True
        task.result = None
        task.recognised = b""
        self.open -= 1
        self._drop_settled()

    def whose(self, place: str) -> tuple[str | None, str]:
        """The packet and the path in it of a document at `place`; no packet for an archive that holds several."""
        inside = ((packet.id, path) for packet in self.plan.packets if (path := packet.path_of(place)) is not None)
        found = next(inside, None)
        if found is not None:
            return found
        return (self.plan.packets[0].id if len(self.plan.packets) == 1 else None), place

    def allowance(self, depth: int) -> Allowance:
        """What an archive so many archives deep may use now."""
        return replace(self.left, depth=self.left.depth - depth)

    def turns(self) -> Iterator[tuple[Task, Result]]:
        """Held tasks whose turn has come, in order; the caller settles each, or takes its result away to send it out again."""
        while True:
            self._drop_settled()
            if not self._turn and self.planned_all and self._next:
                self._turn, self._next = self._next, deque()
                continue
            result = self._turn[0].result if self._turn else None
            if result is None:
                return
            yield self._turn[0], result

    def fits(self, offspring: Offspring, depth: int) -> bool:
        """Whether a result is what a reading so many archives deep, with what is left now, would give."""
        if offspring.children and depth >= self.left.depth:
            return False
        if offspring.overspent:
            return (offspring.entries_left, offspring.bytes_left) == (self.left.entries, self.left.bytes)
        return len(offspring.children) <= self.left.entries and offspring.unpacked <= self.left.bytes

    def spend(self, offspring: Offspring) -> None:
        self.left = replace(
            self.left,
            entries=max(0, self.left.entries - len(offspring.children)),
            bytes=max(0, self.left.bytes - offspring.unpacked),
        )

    def _drop_settled(self) -> None:
        while self._turn and self._turn[0].settled:
            self._turn.popleft()
