"""Pictures that old Office files keep in their streams (MS-ODRAW 2.2.23 to 2.2.31): JPEG and PNG, and metafiles unpacked."""

import re
import struct
import zlib
from collections.abc import Iterator

from extractors import metafile, pictures

HEAD = re.compile(rb"(?s)(?:\x1d\xf0|\x2a\xf0|\x1e\xf0)(.{4})(?=.{17}(?:.{16})?(?:\xff\xd8\xff|\x89PNG))")
"""The type and length of a record that holds a JPEG or PNG, before one or two digests of 16 bytes and a tag."""
MAGICS = (b"\xff\xd8\xff", b"\x89PNG")
DRAWN = re.compile(rb"(?s)(?:\x1a\xf0|\x1b\xf0).{4}(?=.{16}(?:.{16})?.{33}\xfe)")
"""The type and length of a record that holds a metafile, before one or two digests and a head that ends with its filter."""
DEFLATED, AS_IT_IS = 0x00, 0xFE
LONGEST = 1 << 26
"""Bytes that a metafile may unpack to."""
MOST = 1_000


def named(stream: bytes) -> Iterator[tuple[str, bytes]]:
    """The pictures that are large enough to carry text, with names."""
    for number, picture in enumerate(kept(stream), 1):
        if pictures.worth_reading(picture):
            yield f"picture {number}{pictures.ending(picture)}", picture


def drawings(stream: bytes) -> Iterator[tuple[str, bytes]]:
    """The metafiles that draw words, with names."""
    for number, found in enumerate(DRAWN.finditer(stream), 1):
        if number > MOST:
            return
        length = int.from_bytes(found[0][2:], "little")
        for at in (found.end() + 16, found.end() + 32):
            data = _unpacked(stream, at, found.end() + length)
            if metafile.worth_reading(data):
                yield f"drawing {number}{metafile.ending(data)}", data
                break


def _unpacked(stream: bytes, at: int, end: int) -> bytes:
    """The metafile behind the head at `at` (OfficeArtMetafileHeader, 2.2.31); empty where there is none."""
    if at + 34 > min(end, len(stream)) or stream[at + 33] != AS_IT_IS:
        return b""
    (size,) = struct.unpack_from("<I", stream, at)
    data = stream[at + 34 : end]
    if stream[at + 32] == AS_IT_IS:
        return data[:size]
    try:
        return zlib.decompressobj().decompress(data, min(size, LONGEST)) if stream[at + 32] == DEFLATED and size else b""
    except zlib.error:
        return b""


def kept(stream: bytes) -> Iterator[bytes]:
    """The pictures in a stream, in order, no more than `MOST`."""
    position = 0
    for _ in range(MOST):
        found = HEAD.search(stream, position)
        if found is None:
            return
        end = found.end() + int.from_bytes(found[1], "little")
        start = next((at for at in (found.end() + 17, found.end() + 33) if stream.startswith(MAGICS, at)), None)
        if start is None or end <= start:
            position = found.end()
            continue
        yield stream[start:end]
        position = min(end, len(stream))
