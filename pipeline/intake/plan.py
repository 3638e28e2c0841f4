"""What a run is planned as: packets and their files, in lots."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline.digests import digest
from pipeline.document import Note


@dataclass(frozen=True, slots=True)
class File:
    """A file to process. `place` is its path in its lot, `path` on disk; `trouble` says why it is not to be opened;
    `assets` is the folder on disk that was saved with a page, empty for all others."""

    place: str
    path: str
    trouble: Note | None = None
    assets: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """One application. `rule` says what decided so; `root` is where it stands in its lot."""

    id: str
    name: str
    place: str
    """Its folder or archive, below the INPUT."""
    rule: str
    root: str = ""
    inside: Literal["/", "!"] = "/"

    def path_of(self, place: str) -> str | None:
        """The path, relative to this packet, of what stands at `place` in its lot; None when it is not in the packet."""
        if not self.root:
            return place
        if place == self.root:
            return place.rpartition("!")[2].rpartition("/")[2]
        head = self.root + self.inside
        return place[len(head) :] if place.startswith(head) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """What is planned together: a packet with its files, or an archive and the packets it holds."""

    id: str
    source: Path
    files: Collection[File]
    packets: tuple[Packet, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The lots of all INPUTs, in order, and what was put aside as junk."""

    lots: tuple[Lot, ...]
    skipped: tuple[str, ...]

    @property
    def packets(self) -> tuple[Packet, ...]:
        return tuple(packet for lot in self.lots for packet in lot.packets)


def renamed(lot: Lot) -> Lot:
    """The lot, its ids told apart from those of the same paths in another INPUT."""
    salt = str(lot.source)
    found = tuple(
        Packet(id=digest(each.id, salt), name=each.name, place=each.place, rule=each.rule, root=each.root, inside=each.inside)
        for each in lot.packets
    )
    return Lot(id=digest(lot.id, salt) if len(found) != 1 else found[0].id, source=lot.source, files=lot.files, packets=found)


def told_apart(lots: list[Lot]) -> Iterator[Lot]:
    """Lots with ids of their own: where two INPUTs hold the same path, the later is also named by its INPUT."""
    taken: set[str] = set()
    for lot in lots:
        ids = {lot.id, *(packet.id for packet in lot.packets)}
        yield renamed(lot) if ids & taken else lot
        taken |= ids
