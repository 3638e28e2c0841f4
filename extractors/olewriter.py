"""Writes OLE containers (MS-CFB, version 3): a document that lies in a storage of another becomes a file of its own.

Short streams are padded, so that none lies among the small ones; Office's own records say where they end.
"""

import struct
from collections.abc import Mapping

from pipeline.errors import DocumentError, Reason

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
CUTOFF = 4096
LISTED = 109
"""Sectors of the table of sectors that the header has room for."""


def written(streams: Mapping[str, bytes]) -> bytes:
    """A container; each stream is padded to the size from which it lies in sectors of its own. ``a/b`` lies in a storage.

    Raises DocumentError (LIMIT_MEMORY) for more than the header of a container can list.
    """
    chains: list[int] = []
    sectors = bytearray()
    entries: list[bytes] = []
    _folder("Root Entry", 5, streams, entries, chains, sectors)
    directory = b"".join(entries).ljust(-(-len(entries) // 4) * SECTOR, b"\0")
    directory_start = len(chains)
    count = len(directory) // SECTOR
    chains += [*range(directory_start + 1, directory_start + count), END]
    fat_sectors = 1
    while (len(chains) + fat_sectors) > fat_sectors * (SECTOR // 4):
        fat_sectors += 1
    if fat_sectors > LISTED:
        raise DocumentError(Reason.LIMIT_MEMORY, f"an embedded document of more than {LISTED * SECTOR // 4 * SECTOR} bytes")
    fat_start = len(chains)
    chains += [FAT] * fat_sectors
    table = struct.pack(f"<{len(chains)}I", *chains).ljust(fat_sectors * SECTOR, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, fat_sectors, directory_start, 0, CUTOFF, END, 0, END, 0)
    difat = [*range(fat_start, fat_start + fat_sectors)]
    header += struct.pack(f"<{LISTED}I", *difat, *[FREE] * (LISTED - len(difat)))
    return header + bytes(sectors) + directory + table


def _folder(
    name: str,
    kind: int,
    streams: Mapping[str, bytes],
    entries: list[bytes],
    chains: list[int],
    sectors: bytearray,
    right: int = FREE,
) -> None:
    """Appends a storage and all that is in it; each thing in it points to the next by its right side."""
    at = len(entries)
    entries.append(b"")
    heads = list(dict.fromkeys(path.split("/")[0] for path in streams))
    first = len(entries) if heads else FREE
    for number, head in enumerate(heads):
        inside = {path.partition("/")[2]: content for path, content in streams.items() if path.split("/")[0] == head}
        size = _count(inside)
        following = len(entries) + size if number + 1 < len(heads) else FREE
        if "" not in inside:
            _folder(head, 1, inside, entries, chains, sectors, following)
            continue
        content = inside[""] if len(inside[""]) >= CUTOFF else inside[""].ljust(CUTOFF, b"\0")
        begin, count = len(chains), -(-len(content) // SECTOR)
        chains += [*range(begin + 1, begin + count), END]
        sectors += content.ljust(count * SECTOR, b"\0")
        entries.append(_entry(head, 2, right=following, start=begin, size=len(content)))
    entries[at] = _entry(name, kind, child=first, right=right, start=END if kind == 5 else 0, size=0)


def _count(inside: Mapping[str, bytes]) -> int:
    """Entries that a stream, or a storage with all that is in it, takes."""
    if "" in inside:
        return 1
    heads = dict.fromkeys(path.split("/")[0] for path in inside)
    below = [{path.partition("/")[2]: b"" for path in inside if path.split("/")[0] == head} for head in heads]
    return 1 + sum(_count(part) for part in below)


def _entry(name: str, kind: int, *, right: int = FREE, child: int = FREE, start: int, size: int) -> bytes:
    encoded = (name + "\0").encode("utf-16-le")
    head = encoded.ljust(64, b"\0") + struct.pack("<HBBIII", len(encoded), kind, 1, FREE, right, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)
