"""The merger, with merging that misbehaves as the packet's name says: what is tested is what that costs."""

import os
import re
import time
from collections.abc import Sequence

from pipeline import packet
from pipeline.engines import merger
from pipeline.record import DocumentRecord, PacketRecord

sound = packet.merge


def merge(documents: Sequence[DocumentRecord], *, packet_id: str, name: str) -> PacketRecord:
    if "raises" in name:
        raise ValueError("no such packet was foreseen")
    if "aborts" in name:
        os.abort()
    if "hangs" in name:
        re.match("(a+)+$", "a" * 60 + "b")
    if "sleeps" in name:
        time.sleep(60)
    if "memory" in name:
        [bytearray(1 << 20) for _ in range(1 << 20)]
    return sound(documents, packet_id=packet_id, name=name)


if __name__ == "__main__":
    packet.merge = merge
    merger.main()
