"""The records of an Excel 97-2003 workbook (MS-XLS 2.1.4) and the strings in them."""

import struct
from collections.abc import Iterator
from typing import NamedTuple

CONTINUE = 0x003C


class Record(NamedTuple):
    """A record with the pieces of its content: a long one goes on in records of their own."""

    type: int
    offset: int
    pieces: list[bytes]

    @property
    def content(self) -> bytes:
        return self.pieces[0]


def records(stream: bytes, start: int = 0) -> Iterator[Record]:
    """The records from byte `start` on; a last one that was cut short is left out."""
    at = start
    waiting: Record | None = None
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        content = stream[at + 4 : at + 4 + size]
        if len(content) < size:
            break
        if kind == CONTINUE and waiting is not None:
            waiting.pieces.append(content)
        else:
            if waiting is not None:
                yield waiting
            waiting = Record(kind, at, [content])
        at += 4 + size
    if waiting is not None:
        yield waiting


def short_string(content: bytes, at: int, *, counted: int) -> str:
    """A string whose length is told in `counted` bytes (1 or 2), then a byte that tells its width (XLUnicodeString)."""
    if at + counted + 1 > len(content):
        return ""
    size = int.from_bytes(content[at : at + counted], "little")
    wide = content[at + counted] & 1
    begin = at + counted + 1
    return _decoded(content[begin : begin + size * (2 if wide else 1)], wide=bool(wide))


def shared_strings(record: Record) -> list[str]:
    """The shared string table (SST, 2.4.265); a string may be cut by the end of a piece, and tells its width anew there."""
    reader = _Pieces(record.pieces)
    reader.skip(4)
    count = reader.number(4)
    strings: list[str] = []
    while len(strings) < count and not reader.over:
        strings.append(reader.string())
    return strings


class _Pieces:
    """Reads on from one piece of a record to the next."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = pieces
        self._index = 0
        self._at = 0

    @property
    def over(self) -> bool:
        self._advance()
        return self._index >= len(self._pieces)

    def number(self, size: int) -> int:
        return int.from_bytes(self._take(size), "little")

    def skip(self, size: int) -> None:
        while size > 0 and not self.over:
            step = min(size, len(self._pieces[self._index]) - self._at)
            self._at += step
            size -= step

    def string(self) -> str:
        """A string with its formatting runs and readings passed over (XLUnicodeRichExtendedString, 2.5.293)."""
        size = self.number(2)
        flags = self.number(1)
        runs = self.number(2) if flags & 8 else 0
        extra = self.number(4) if flags & 4 else 0
        text, wide, begun = "", bool(flags & 1), self._index
        while size > 0 and not self.over:
            if self._index != begun:
                wide, begun = bool(self.number(1) & 1), self._index
            width = 2 if wide else 1
            letters = min(size, (len(self._pieces[self._index]) - self._at) // width) if not self.over else 0
            if letters == 0:
                break
            text += _decoded(self._take(letters * width), wide=wide)
            size -= letters
        self.skip(4 * runs + extra)
        return text

    def _take(self, size: int) -> bytes:
        """Up to `size` bytes; only letters never cross from one piece to the next without a new width."""
        self._advance()
        if self._index >= len(self._pieces):
            return b""
        piece = self._pieces[self._index][self._at : self._at + size]
        self._at += len(piece)
        return piece

    def _advance(self) -> None:
        while self._index < len(self._pieces) and self._at >= len(self._pieces[self._index]):
            self._index += 1
            self._at = 0


def _decoded(content: bytes, *, wide: bool) -> str:
    return content.decode("utf-16-le" if wide else "latin-1", "replace")


def packed_number(raw: int) -> float:
    """A number of 30 bits (RkNumber, 2.5.217): a whole number or the head of a float, divided by 100 or not.

    >>> packed_number(0x00000003 | 12345 << 2), packed_number(0x3FF00000)
    (123.45, 1.0)
    """
    value: float
    if raw & 2:
        value = float((raw - (1 << 32) if raw & 0x8000_0000 else raw) >> 2)
    else:
        value = struct.unpack("<d", struct.pack("<Q", (raw & 0xFFFF_FFFC) << 32))[0]
    return value / 100 if raw & 1 else value
