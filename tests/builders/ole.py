"""Builds small OLE containers (MS-CFB, version 3) with streams in their root."""

import struct
from collections.abc import Mapping

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
CUTOFF = 4096


def ole(streams: Mapping[str, bytes]) -> bytes:
    """A container; each stream is padded to the size from which it lies in sectors of its own."""
    contents = {name: content.ljust(CUTOFF, b"\0") for name, content in streams.items()}
    chains: list[int] = []
    sectors = b""
    entries = [_entry("Root Entry", 5, child=1 if contents else FREE, start=END, size=0)]
    for number, (name, content) in enumerate(contents.items(), 1):
        first, count = len(chains), -(-len(content) // SECTOR)
        chains += [*range(first + 1, first + count), END]
        sectors += content.ljust(count * SECTOR, b"\0")
        right = number + 1 if number < len(contents) else FREE
        entries.append(_entry(name, 2, right=right, start=first, size=len(content)))
    directory = b"".join(entries).ljust(-(-len(entries) // 4) * SECTOR, b"\0")
    directory_start = len(chains)
    count = len(directory) // SECTOR
    chains += [*range(directory_start + 1, directory_start + count), END]
    fat_sectors = 1
    while (len(chains) + fat_sectors) > fat_sectors * (SECTOR // 4):
        fat_sectors += 1
    fat_start = len(chains)
    chains += [FAT] * fat_sectors
    table = struct.pack(f"<{len(chains)}I", *chains).ljust(fat_sectors * SECTOR, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, fat_sectors, directory_start, 0, CUTOFF, END, 0, END, 0)
    difat = [*range(fat_start, fat_start + fat_sectors)]
    header += struct.pack("<109I", *difat, *[FREE] * (109 - len(difat)))
    return header + sectors + directory + table


def _entry(name: str, kind: int, *, right: int = FREE, child: int = FREE, start: int, size: int) -> bytes:
    encoded = (name + "\0").encode("utf-16-le")
    head = encoded.ljust(64, b"\0") + struct.pack("<HBBIII", len(encoded), kind, 1, FREE, right, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)
