"""Builds small archives byte by byte, with names in raw bytes where a format has them, and keeps children in memory."""

import io
import lzma
import struct
import tarfile
import zlib
from collections.abc import Iterable
from hashlib import sha256

AES = bytes.fromhex("06f10701")


class Kept:
    """Children in memory, with what their keeper was told to throw away left out."""

    def __init__(self) -> None:
        self.contents: dict[str, bytes] = {}

    def __call__(self, chunks: Iterable[bytes], /) -> tuple[str, int]:
        content = b"".join(chunks)
        name = sha256(content).hexdigest()
        self.contents[name] = content
        return name, len(content)


def tarred(*members: tuple[bytes, bytes], format: int = tarfile.GNU_FORMAT) -> bytes:
    """A tar with these names in raw bytes."""
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w", format=format, encoding="utf-8", errors="surrogateescape") as archive:
        for name, content in members:
            info = tarfile.TarInfo(name.decode("utf-8", "surrogateescape"))
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return sink.getvalue()


def sevenzipped(
    *members: tuple[str, bytes], method: bytes = b"\x21", pack_header: bool = False, empty: str = "", link: bool = False
) -> bytes:
    """A 7z of one solid folder; `empty` is the name of a file without content after the others."""
    whole = b"".join(content for _, content in members)
    coder, packed = _packed(method, whole)
    digests = b"".join(struct.pack("<L", zlib.crc32(content)) for _, content in members)
    streams = _streams(0, packed, coder, len(whole))
    streams += b"\x08\x0d" + number(len(members)) + b"\x09" + b"".join(number(len(content)) for _, content in members[:-1])
    streams += b"\x0a\x01" + digests + b"\x00\x00"
    names = b"\x00" + "".join(f"{name}\0" for name in [*(name for name, _ in members), *filter(None, [empty])]).encode(
        "utf-16-le"
    )
    count = len(members) + bool(empty)
    files = b"\x05" + number(count)
    if empty:
        bits = bytearray((count + 7) // 8)
        bits[(count - 1) >> 3] |= 0x80 >> ((count - 1) & 7)
        files += b"\x0e" + number(len(bits)) + bytes(bits) + b"\x0f\x01\x80"
    if link:
        attributes = struct.pack("<L", 0x8000 | 0o120777 << 16) * count
        files += b"\x15" + number(2 + len(attributes)) + b"\x01\x00" + attributes
    files += b"\x11" + number(len(names)) + names + b"\x00"
    header = b"\x01\x04" + streams + files + b"\x00"
    if pack_header:
        coder, packed_header = _packed(b"\x21", header)
        offset, size = len(packed), len(header)
        packed += packed_header
        header = b"\x17" + _streams(offset, packed_header, coder, size) + b"\x00"
    tail = struct.pack("<QQL", len(packed), len(header), zlib.crc32(header))
    return b"7z\xbc\xaf\x27\x1c\x00\x04" + struct.pack("<L", zlib.crc32(tail)) + tail + packed + header


def _streams(offset: int, packed: bytes, coder: bytes, size: int) -> bytes:
    """PackInfo and UnPackInfo of one folder."""
    pack = b"\x06" + number(offset) + b"\x01\x09" + number(len(packed)) + b"\x00"
    return pack + b"\x07\x0b\x01\x00\x01" + coder + b"\x0c" + number(size) + b"\x00"


def _packed(method: bytes, content: bytes) -> tuple[bytes, bytes]:
    if method == b"\x21":
        filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 16}]
        return b"\x21\x21\x01\x08", lzma.compress(content, format=lzma.FORMAT_RAW, filters=filters)
    return bytes([len(method)]) + method, content


def number(value: int) -> bytes:
    """A number as 7z writes it; these are below 2**14 or written in nine bytes."""
    if value < 0x80:
        return bytes([value])
    return bytes([0x80 | value >> 8, value & 0xFF]) if value < 0x4000 else b"\xff" + struct.pack("<Q", value)


def rarred(*members: tuple[str, bytes], volume: bool = False, encrypted: bool = False) -> bytes:
    """A RAR of version 5 whose members are stored."""
    out = b"Rar!\x1a\x07\x01\x00" + _block(b"\x01\x00" + (b"\x01" if volume else b"\x00"))
    for name, content in members:
        raw = name.encode()
        extra = b"\x31\x01" + bytes(48) if encrypted else b""
        head = (b"\x02" + bytes([2 | bool(extra)])) + (vint(len(extra)) if extra else b"") + vint(len(content))
        head += b"\x04" + vint(len(content)) + b"\x20" + struct.pack("<L", zlib.crc32(content)) + b"\x00\x01"
        out += _block(head + vint(len(raw)) + raw + extra) + content
    return out + _block(b"\x05\x00\x00")


def _block(head: bytes) -> bytes:
    sized = vint(len(head)) + head
    return struct.pack("<L", zlib.crc32(sized)) + sized


def vint(value: int) -> bytes:
    out = b""
    while value > 0x7F:
        out += bytes([0x80 | value & 0x7F])
        value >>= 7
    return out + bytes([value])
