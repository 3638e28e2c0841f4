"""The merger, with merging that misbehaves as the packet's name says: what is tested is what that costs."""

import os
import re
from collections.abc import Sequence
from pathlib import Path

from pipeline import dossiers, packet
from pipeline.engines import merger, packet_file
from pipeline.merging.kin import Kin
from pipeline.packet_record import PacketRecord
from pipeline.record import DocumentRecord
from pipeline.rubric import Rubric
from pipeline.store import Store

sound, sound_lists, sound_packet = packet.merge, dossiers.write_lists, packet_file.write


def merge(documents: Sequence[DocumentRecord], *, packet_id: str, name: str) -> PacketRecord:
    if "raises" in name:
        raise ValueError("no such packet was foreseen")
    if "aborts" in name:
        os.abort()
    if "hangs" in name:
        re.match("(a+)+$", "a" * 60 + "b")
    if "memory" in name:
        [bytearray(1 << 20) for _ in range(1 << 20)]
    return sound(documents, packet_id=packet_id, name=name)


def write_packet(folder: Path, record: PacketRecord) -> None:
    sound_packet(folder, record)
    if "rubbish" in record.name:
        (folder / packet_file.CLAIMS).write_bytes(b'["a claim","of no category"]')
    if "withholds" in record.name:
        (folder / packet_file.RECORD).unlink()
    if "links" in record.name:
        (folder / packet_file.RECORD).unlink()
        (folder / packet_file.RECORD).symlink_to(folder / packet_file.CLAIMS)


def write_lists(store: Store, folder: Path, *, rubric: Rubric) -> tuple[Kin, ...]:
    if any("lists" in row.name for row in store.packet_rows()):
        raise ValueError("no such list was foreseen")
    return sound_lists(store, folder, rubric=rubric)


if __name__ == "__main__":
    packet.merge, dossiers.write_lists, packet_file.write = merge, write_lists, write_packet
    merger.main()
