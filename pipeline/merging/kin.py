"""Packets of one run that may be of one applicant: matched by studio and leader, asked about, never merged by themselves.

A person puts them together, if they are one, with `packets.csv` in the drop folder.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from pipeline.merging.folding import simplified
from pipeline.packet_record import PacketRecord

Why = Literal["studio_and_leader", "leader", "studio"]


@dataclass(frozen=True, slots=True)
class Name:
    """One packet with the names it may be known by, in Simplified, letters alone."""

    id: str
    packet: str
    studio: str
    leader: str


@dataclass(frozen=True, slots=True)
class Kin:
    """Packets that may be one applicant's, by id and name, and what they share: sure where studio and leader agree."""

    packets: tuple[tuple[str, str], ...]
    why: Why

    @property
    def sure(self) -> bool:
        return self.why == "studio_and_leader"


def kin(packets: Iterable[PacketRecord]) -> tuple[Kin, ...]:
    """Groups of two packets or more, in the order of their first names. A packet without a name is like no other."""
    names = sorted((_name(packet) for packet in packets), key=_order)
    found: list[Kin] = []
    told: set[frozenset[str]] = set()
    for why, key in _KEYS.items():
        groups: dict[tuple[str, ...], list[Name]] = defaultdict(list)
        for name in names:
            shared = tuple(getattr(name, part) for part in key)
            if all(shared):
                groups[shared].append(name)
        for group in groups.values():
            together = frozenset(name.id for name in group)
            if len(group) > 1 and not any(together <= known for known in told):
                told.add(together)
                found.append(Kin(tuple((name.id, name.packet) for name in group), why))
    return tuple(sorted(found, key=_first))


_KEYS: dict[Why, tuple[str, ...]] = {
    "studio_and_leader": ("studio", "leader"),
    "studio": ("studio",),
    "leader": ("leader",),
}


def _name(packet: PacketRecord) -> Name:
    studio, leader = (
        "".join(letter for letter in simplified(text) if letter.isalnum())
        for text in (packet.applicant.studio, packet.applicant.leader)
    )
    return Name(packet.id, packet.name, studio, leader)


def _order(name: Name) -> tuple[str, str]:
    return name.packet, name.id


def _first(found: Kin) -> tuple[str, str]:
    return found.packets[0][1], found.packets[0][0]
