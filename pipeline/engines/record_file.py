"""Records of a packet's documents in one file, as they are handed to the worker that merges them.

Each is the compressed JSON that the store holds, behind its length in four bytes (network order).
"""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import overload

import msgspec

from pipeline.record import DocumentRecord

LENGTH = 4


def write(path: Path, packed: Iterable[bytes]) -> None:
    """Put records, as the store packs them, into a file."""
    with path.open("wb") as file:
        for record in packed:
            file.write(len(record).to_bytes(LENGTH, "big") + record)


class Records(Sequence[DocumentRecord]):
    """The records in a file, read each time they are asked for, so that a large packet need not be in memory at once."""

    def __init__(self, path: Path, size: int) -> None:
        self.path = path
        self.size = size

    def __len__(self) -> int:
        return self.size

    def __iter__(self) -> Iterator[DocumentRecord]:
        with self.path.open("rb") as file:
            while length := file.read(LENGTH):
                yield msgspec.json.decode(zlib.decompress(file.read(int.from_bytes(length, "big"))), type=DocumentRecord)

    @overload
    def __getitem__(self, index: int) -> DocumentRecord: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[DocumentRecord]: ...
    def __getitem__(self, index: int | slice) -> DocumentRecord | Sequence[DocumentRecord]:
        return list(self)[index]
