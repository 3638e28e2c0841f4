"""How a run ended: what was done, what was not and why, for the closing table."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Protocol

from pipeline.document import State
from pipeline.errors import ExitCode, Reason
from pipeline.merging.kin import Kin


@dataclass(frozen=True, slots=True)
class Outcome:
    """One document that is done and on the disk. `seconds` is 0 for one that was done before."""

    id: str
    packet: str
    path: str
    state: State
    reasons: tuple[str, ...]
    seconds: float
    reused: bool


@dataclass(slots=True)
class PacketSummary:
    """One packet's documents by state. `dossier` is its file in the workspace.

    `reason` and `detail` say why it could not be merged, where it could not: it has no dossier then.
    """

    id: str
    name: str
    place: str
    rule: str
    states: Counter[str] = field(default_factory=Counter)
    claims: int = 0
    dossier: str = ""
    reason: Reason | None = None
    detail: str = ""


@dataclass(slots=True)
class RunSummary:
    """What a run did. Counts are of documents; `removed` ones were in the workspace and are no longer in the input."""

    states: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    packets: list[PacketSummary] = field(default_factory=list)
    slowest: list[tuple[float, str, str]] = field(default_factory=list)
    """Seconds, packet and path, slowest first."""
    skipped: tuple[str, ...] = ()
    kin: tuple[Kin, ...] = ()
    """Packets that may be of one applicant; empty too where nothing changed."""
    reused: int = 0
    removed: int = 0
    workers_replaced: int = 0
    seconds: float = 0.0
    interrupted: bool = False
    lists_reason: Reason | None = None
    """Why the list of all packets and the workbook could not be written."""
    lists_detail: str = ""

    @property
    def documents(self) -> int:
        return self.states.total()

    @property
    def some_failed(self) -> bool:
        """Whether anything was refused or failed; partial is neither."""
        return bool(self.states["failed"] or self.states["refused"])

    @property
    def unmerged(self) -> list[PacketSummary]:
        """The packets that could not be merged."""
        return [packet for packet in self.packets if packet.reason is not None]

    @property
    def exit_code(self) -> ExitCode:
        if self.interrupted:
            return ExitCode.INTERRUPTED
        unmade = {self.lists_reason, *(packet.reason for packet in self.unmerged)} - {None}
        if Reason.INTERNAL in unmade:
            return ExitCode.INTERNAL
        return ExitCode.SOME_FAILED if self.some_failed or unmade else ExitCode.COMPLETE

    def count(self, outcome: Outcome) -> None:
        """Count one document in."""
        self.states[outcome.state] += 1
        self.reasons.update(set(outcome.reasons))
        self.reused += outcome.reused
        if not outcome.reused:
            self.slowest = sorted([*self.slowest, (outcome.seconds, outcome.packet, outcome.path)], reverse=True)[:10]


class Progress(Protocol):
    """Who wants to hear of a run while it goes on."""

    def planned(self, *, packets: int, documents: int) -> None:
        """So many are known of by now; archives make the number of documents grow."""
        ...

    def done(self, outcome: Outcome) -> None:
        """A document is done and on the disk."""
        ...

    def packet(self, summary: PacketSummary) -> None:
        """A packet is closed: its dossier is written, or it says why there is none."""
        ...

    def working(self, *, pages: int, documents: int) -> None:
        """Called several times a second: pages and documents that are under way."""
        ...


class Silent:
    """Nobody listens."""

    def planned(self, *, packets: int, documents: int) -> None:
        """Nothing to tell."""

    def done(self, outcome: Outcome) -> None:
        """Nothing to tell."""

    def packet(self, summary: PacketSummary) -> None:
        """Nothing to tell."""

    def working(self, *, pages: int, documents: int) -> None:
        """Nothing to tell."""
