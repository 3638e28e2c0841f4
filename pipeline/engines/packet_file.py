"""A merged packet in two files, as the merger hands it over: its record as the store keeps it, and what finds its claims.

The process that keeps the store copies them without having the packet in memory: a hundred thousand claims pass through.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from pipeline.document import Category
from pipeline.engines.frames import FrameError
from pipeline.packet_record import PacketRecord
from pipeline.record import to_json
from pipeline.store_queries import packed, unpacked

RECORD, CLAIMS = "packet.record", "packet.claims"


class ClaimName(msgspec.Struct, frozen=True, array_like=True):
    """What finds a claim in the store."""

    id: str
    category: Category


def write(folder: Path, record: PacketRecord) -> None:
    """Put a packet into the two files in a folder."""
    (folder / RECORD).write_bytes(packed(to_json(record)))
    with (folder / CLAIMS).open("wb") as file:
        for claim in record.claims:
            file.write(msgspec.json.encode(ClaimName(claim.id, claim.category)) + b"\n")


def read(path: Path) -> PacketRecord:
    """The record in a file that `write` wrote."""
    return msgspec.json.decode(unpacked(path.read_bytes()), type=PacketRecord)


def claim_rows(path: Path, packet: str) -> Iterator[dict[str, Any]]:
    """The claims in a file that `write` wrote, as rows of the store. Raises FrameError for what is none."""
    with path.open("rb") as file:
        yield from _rows(file, packet)


def _rows(lines: Iterable[bytes], packet: str) -> Iterator[dict[str, Any]]:
    decoder = msgspec.json.Decoder(ClaimName)
    for position, line in enumerate(lines):
        try:
            claim = decoder.decode(line)
        except msgspec.DecodeError as error:
            raise FrameError(f"claim {position} of a packet: {error}") from error
        yield {"packet": packet, "position": position, "id": claim.id, "category": claim.category}
