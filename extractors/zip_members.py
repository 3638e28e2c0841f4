"""The members of a zip archive as its bytes have them, and their content as a stream that is counted while it flows.

Written for archives that are damaged or made to harm: names stay bytes, nothing that a header claims is believed before the
bytes bear it out, and what can be read before a break is given. After PKWARE's APPNOTE 6.3.10, sections 4.3 and 4.5.
"""

import bz2
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from struct import Struct, error
from typing import NamedTuple

from pipeline.document import Note
from pipeline.errors import DocumentError, Reason

LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
END64, LOCATOR64 = b"PK\x06\x06", b"PK\x06\x07"
LOCAL_HEADER = Struct("<4s5H3L2H")
CENTRAL_HEADER = Struct("<4s6H3L5H2L")
END_RECORD = Struct("<4s4H2LH")
END64_RECORD = Struct("<4sQ2H2L4Q")
LOCATOR64_RECORD = Struct("<4sLQL")
CHUNK = 1 << 16
STORED, DEFLATED, BZIP2, AES = 0, 8, 12, 99
ENCRYPTED_BIT, STREAMED_BIT, UTF8_BIT, HIDDEN_NAMES_BIT = 0x1, 0x8, 0x800, 0x2000
LINK = 0o120000
RATIO_FROM = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One entry: where its header stands and what that header claims."""

    raw: bytes
    offset: int
    packed: int
    method: int
    flags: int
    crc: int | None
    extra: bytes
    mode: int = 0

    @property
    def folder(self) -> bool:
        return self.raw.endswith((b"/", b"\\")) and self.packed <= 2

    @property
    def encrypted(self) -> bool:
        return bool(self.flags & (ENCRYPTED_BIT | HIDDEN_NAMES_BIT)) or self.method == AES

    @property
    def utf8(self) -> bool:
        return bool(self.flags & UTF8_BIT)

    @property
    def link(self) -> bool:
        return self.mode & 0o170000 == LINK


class Directory(NamedTuple):
    """The members in the archive's order, and what was wrong with the list of them."""

    members: tuple[Member, ...]
    notes: tuple[Note, ...] = ()


def directory(data: bytes, most: int) -> Directory:
    """The members of the archive, no more than `most`.

    Without a readable central directory the local headers are followed instead, and a note says so. Raises DocumentError
    LIMIT_RATIO when entries share bytes: no archiver writes such, it is how a small file claims petabytes.
    """
    notes: list[Note] = []
    found = _listed(data, most + 1)
    if found is None:
        found = list(_walked(data, most + 1))
        notes.append(Note(Reason.TRUNCATED, "the archive's directory is missing or damaged; members were read one by one"))
    if len(found) > most:
        notes.append(Note(Reason.LIMIT_ENTRIES, f"only the first {most} members are read", f"member {most + 1}"))
        found = found[:most]
    _refuse_overlap(found)
    return Directory(tuple(found), tuple(notes))


def content(data: bytes, member: Member, *, ratio: int, progress: Callable[[], None]) -> Iterator[bytes]:
    """The content of a member in pieces, counted as it comes out.

    Raises DocumentError: DAMAGED, TRUNCATED, UNSUPPORTED_TYPE (a method we do not know), LIMIT_RATIO. What came before the
    error has been yielded.
    """
    start = _content_start(data, member)
    packed = memoryview(data)[start : start + member.packed]
    crc = given = 0
    for piece in _unpacked(packed, member.method):
        given += len(piece)
        if given > RATIO_FROM and given > ratio * max(1, len(packed)):
            raise DocumentError(Reason.LIMIT_RATIO, f"more than {ratio} bytes come out for each byte")
        crc = zlib.crc32(piece, crc)
        progress()
        yield piece
    if len(packed) < member.packed:
        raise DocumentError(Reason.TRUNCATED, "the archive ends within it")
    if member.crc is not None and crc != member.crc:
        raise DocumentError(Reason.DAMAGED, "its checksum does not fit")


def _unpacked(packed: memoryview, method: int) -> Iterator[bytes]:
    if method == STORED:
        yield from (bytes(packed[start : start + CHUNK]) for start in range(0, len(packed), CHUNK))
    elif method == DEFLATED:
        yield from _inflated(packed)
    elif method == BZIP2:
        yield from _unbzipped(packed)
    else:
        raise DocumentError(Reason.UNSUPPORTED_TYPE, f"compression method {method} cannot be read")


def _inflated(packed: memoryview) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-15)
    try:
        for start in range(0, len(packed), CHUNK):
            rest: bytes = bytes(packed[start : start + CHUNK])
            while rest and not inflater.eof:
                piece = inflater.decompress(rest, CHUNK)
                rest = inflater.unconsumed_tail
                if piece:
                    yield piece
            if inflater.eof:
                return
    except zlib.error as broken:
        raise DocumentError(Reason.DAMAGED, "its compressed data is damaged") from broken
    if tail := inflater.flush():
        yield tail
    if not inflater.eof:
        raise DocumentError(Reason.TRUNCATED, "its compressed data breaks off")


def _unbzipped(packed: memoryview) -> Iterator[bytes]:
    unzipper = bz2.BZ2Decompressor()
    try:
        for start in range(0, len(packed), CHUNK):
            piece = unzipper.decompress(bytes(packed[start : start + CHUNK]), CHUNK)
            while piece:
                yield piece
                piece = b"" if unzipper.eof or unzipper.needs_input else unzipper.decompress(b"", CHUNK)
            if unzipper.eof:
                return
    except (OSError, EOFError) as broken:
        raise DocumentError(Reason.DAMAGED, "its compressed data is damaged") from broken
    raise DocumentError(Reason.TRUNCATED, "its compressed data breaks off")


def _content_start(data: bytes, member: Member) -> int:
    header = _unpack(LOCAL_HEADER, data, member.offset, LOCAL)
    if header is None:
        raise DocumentError(Reason.DAMAGED, "its header is not where the directory says")
    return member.offset + LOCAL_HEADER.size + int(header[-2]) + int(header[-1])


def _listed(data: bytes, most: int) -> list[Member] | None:
    """The members by the central directory; None when it is missing or breaks off."""
    end = data.rfind(END, max(0, len(data) - 0xFFFF - END_RECORD.size))
    record = _unpack(END_RECORD, data, end, END) if end >= 0 else None
    if record is None:
        return None
    count, size, start = int(record[4]), int(record[5]), int(record[6])
    large = _end64(data, end)
    if large is not None:
        end, count, size, start = large
    shift = end - size - start  # bytes before the archive, as in a self-extracting one
    found: list[Member] = []
    position = start + shift
    while len(found) < min(count, most):
        entry = _central(data, position, shift)
        if entry is None:
            return None
        member, position = entry
        found.append(member)
    return found


def _end64(data: bytes, end: int) -> tuple[int, int, int, int] | None:
    locator = _unpack(LOCATOR64_RECORD, data, end - LOCATOR64_RECORD.size, LOCATOR64)
    if locator is None:
        return None
    place = data.rfind(END64, 0, end - LOCATOR64_RECORD.size)
    record = _unpack(END64_RECORD, data, place, END64)
    return (place, int(record[7]), int(record[8]), int(record[9])) if record else None


def _central(data: bytes, position: int, shift: int) -> tuple[Member, int] | None:
    header = _unpack(CENTRAL_HEADER, data, position, CENTRAL)
    if header is None:
        return None
    flags, method, crc = header[3], header[4], header[7]
    packed, size, name_size, extra_size, comment_size = header[8:13]
    offset, attributes, made_by = header[16], header[15], header[1]
    name_at = position + CENTRAL_HEADER.size
    extra = data[name_at + name_size : name_at + name_size + extra_size]
    packed, offset = _wide(extra, size=size, packed=packed, offset=offset)
    member = Member(
        raw=data[name_at : name_at + name_size],
        offset=offset + shift,
        packed=packed,
        method=method,
        flags=flags,
        crc=crc,
        extra=extra,
        mode=attributes >> 16 if made_by >> 8 == 3 else 0,
    )
    return member, name_at + name_size + extra_size + comment_size


def _wide(extra: bytes, *, size: int, packed: int, offset: int) -> tuple[int, int]:
    """Sizes beyond 32 bits stand in the field 0x0001, those that overflowed alone and in this order (section 4.5.3)."""
    field = extra_field(extra, 0x0001)
    wide = [int.from_bytes(field[start : start + 8], "little") for start in range(0, len(field) - 7, 8)]
    values = [size, packed, offset]
    for index, value in enumerate(values):
        if value == 0xFFFFFFFF and wide:
            values[index] = wide.pop(0)
    return values[1], values[2]


def extra_field(extra: bytes, wanted: int) -> bytes:
    """The extra field with the number `wanted`, or nothing."""
    position = 0
    while position + 4 <= len(extra):
        number = int.from_bytes(extra[position : position + 2], "little")
        size = int.from_bytes(extra[position + 2 : position + 4], "little")
        if number == wanted:
            return extra[position + 4 : position + 4 + size]
        position += 4 + size
    return b""


def _walked(data: bytes, most: int) -> Iterator[Member]:
    """The members by their local headers, for an archive whose directory is lost."""
    position = data.find(LOCAL)
    given = 0
    while position >= 0 and given < most:
        header = _unpack(LOCAL_HEADER, data, position, LOCAL)
        if header is None:
            return
        flags, method, crc, packed, name_size, extra_size = (header[index] for index in (2, 3, 6, 7, 9, 10))
        name_at = position + LOCAL_HEADER.size
        start = name_at + name_size + extra_size
        streamed = bool(flags & STREAMED_BIT) and packed == 0
        follower = data.find(LOCAL, start + (0 if streamed else packed))
        if streamed:
            packed = (follower if follower >= 0 else len(data)) - start
        yield Member(
            raw=data[name_at : name_at + name_size],
            offset=position,
            packed=packed,
            method=method,
            flags=flags,
            crc=None if streamed else crc,
            extra=data[name_at + name_size : start],
        )
        given += 1
        position = follower


def _refuse_overlap(members: list[Member]) -> None:
    end = 0
    for member in sorted(members, key=_offset):
        if member.offset < end:
            raise DocumentError(Reason.LIMIT_RATIO, "members of the archive share the same bytes, as in a zip bomb")
        end = member.offset + LOCAL_HEADER.size + len(member.raw) + member.packed


def _offset(member: Member) -> int:
    return member.offset


def _unpack(shape: Struct, data: bytes, position: int, signature: bytes) -> tuple[int, ...] | None:
    """The record at `position`, or None where no such record stands."""
    if position < 0:
        return None
    try:
        record = shape.unpack_from(data, position)
    except error:
        return None
    return record if record[0] == signature else None
