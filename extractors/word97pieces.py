"""Where the text of a Word 97-2003 document lies: its head (FIB) and its piece table (MS-DOC 2.5 and 2.8.35)."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.errors import DocumentError, Reason

IDENTITY = 0xA5EC
WORD_97 = 0x00C1
"""The first version (nFib) whose head is laid out so; Word 6 and 95 have another."""
ENCRYPTED = 0x0100
SECOND_TABLE = 0x0200
COUNTS = 64 + 12
"""Where the lengths of the parts stand: text, footnotes, headers, macros, comments, endnotes, boxes, boxes of headers."""
POINTERS = 154
"""Where the table of pointers begins: an offset and a length of four bytes each."""
COMPRESSED = 0x4000_0000


class Piece(NamedTuple):
    """A run of characters (from `first` up to `last`) that lies at byte `offset`, one or two bytes a character."""

    first: int
    last: int
    offset: int
    width: int


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of the file tells."""

    table: str
    """The name of the stream with the tables."""
    counts: tuple[int, ...]
    """Characters of each part, in the order of `COUNTS`."""
    document: bytes

    def pointer(self, index: int) -> tuple[int, int]:
        """Offset and length of the structure with this index in FibRgFcLcb97."""
        at = POINTERS + 8 * index
        return struct.unpack_from("<II", self.document, at) if at + 8 <= len(self.document) else (0, 0)


def head(document: bytes) -> Head:
    """Reads the head. Raises DocumentError: DAMAGED, ENCRYPTED, UNSUPPORTED_TYPE for a version before Word 97."""
    if len(document) < POINTERS + 8:
        raise DocumentError(Reason.TRUNCATED, "the file ends before its head does")
    identity, version = struct.unpack_from("<HH", document)
    (flags,) = struct.unpack_from("<H", document, 10)
    if flags & ENCRYPTED:
        raise DocumentError(Reason.ENCRYPTED, "the file asks for a password; save it without one")
    if version < WORD_97:
        raise DocumentError(Reason.UNSUPPORTED_TYPE, "a document older than Word 6 cannot be read; save it as .docx")
    if identity != IDENTITY:
        raise DocumentError(Reason.DAMAGED, "does not begin as a Word document does")
    counts = struct.unpack_from("<8I", document, COUNTS)
    return Head("1Table" if flags & SECOND_TABLE else "0Table", counts, document)


def pieces(found: Head, table: bytes) -> list[Piece]:
    """The piece table, in the order of the text; pieces outside of the file are left out. Raises DocumentError (DAMAGED)."""
    offset, length = found.pointer(33)
    every = (_piece(*said) for said in described(table[offset : offset + length]))
    return [piece for piece in every if piece.offset + piece.width * (piece.last - piece.first) <= len(found.document)]


def described(clx: bytes) -> Iterator[tuple[int, int, int]]:
    """First and last character of each piece that has any, and where the file says that it lies (MS-DOC 2.9.38, 2.8.35).

    Properties that pieces share come first, each with its length; then n+1 positions of four bytes and n descriptors of
    eight. Raises DocumentError (DAMAGED) when there is no table of pieces.
    """
    at = 0
    while at + 3 <= len(clx) and clx[at] == 1:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if at + 5 > len(clx) or clx[at] != 2:
        raise DocumentError(Reason.DAMAGED, "the table of its pieces is missing")
    (size,) = struct.unpack_from("<I", clx, at + 1)
    plc = clx[at + 5 : at + 5 + size]
    count = max(0, (len(plc) - 4) // 12)
    positions = struct.unpack_from(f"<{count + 1}I", plc) if count else ()
    for index in range(count):
        if positions[index] < positions[index + 1]:
            (raw,) = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * index + 2)
            yield positions[index], positions[index + 1], raw


def _piece(first: int, last: int, raw: int) -> Piece:
    if raw & COMPRESSED:
        return Piece(first, last, (raw & 0x3FFF_FFFF) // 2, 1)
    return Piece(first, last, raw, 2)
