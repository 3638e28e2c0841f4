"""Packets of a drop folder whose names speak of one applicant: told before anything is read, never put together by themselves.

A person puts them together, if they are one, with `packets.csv`. Once they have been read, `pipeline.merging.kin` knows more.
"""

from collections import defaultdict
from collections.abc import Sequence

from pipeline.intake.packet_names import own_name
from pipeline.intake.plan import Packet
from pipeline.merging.folding import simplified
from pipeline.merging.person import named_studios

SHORTEST = 3
"""Letters that a name must keep without its words for parts to be held against others."""


def alike(packets: Sequence[Packet]) -> tuple[tuple[Packet, ...], ...]:
    """Groups of two packets or more of one studio's leader, or of one name but for words such as 补充材料 and numbers."""
    groups: dict[str, list[Packet]] = defaultdict(list)
    for packet in packets:
        key = _key(packet.name)
        if key:
            groups[key].append(packet)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)


def _key(name: str) -> str:
    """The person whose studio the name tells, else what is left of the name."""
    studio = next(named_studios(name), None)
    if studio is not None:
        return simplified(studio.person)
    rest = simplified(own_name(name))
    return rest if len(rest) >= SHORTEST else ""
