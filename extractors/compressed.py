"""Files packed by gzip, bzip2 or xz: a tar archive in it gives its members, any other content is the one child."""

import bz2
import gzip
import lzma
import zlib
from collections.abc import Iterator
from io import BytesIO
from itertools import chain
from typing import Protocol

from extractors.members import Entry, taken_out
from extractors.names import Name
from extractors.registry import Context, Format
from extractors.tar_members import BLOCK, entries, is_header
from pipeline.document import Extraction
from pipeline.errors import DocumentError, Reason

CHUNK = 1 << 16
RATIO_FROM = 1 << 20
"""Bytes out from which their ratio to the bytes in counts, as in other archives."""
GZIP, XZ = b"\x1f\x8b\x08", b"\xfd7zXZ\x00"
BZIP2, BZIP2_BLOCKS = b"BZh", (b"1AY&SY", b"\x17rE8P\x90")
"""The head of a bzip2 file and, after one figure, its first block or the end of an empty file."""
ENDINGS = {".tgz": ".tar", ".tbz": ".tar", ".tbz2": ".tar", ".txz": ".tar", ".gz": "", ".bz2": "", ".xz": ""}
"""What a name ends with, and with what once it is unpacked."""


class _Opened(Protocol):
    def read1(self, size: int, /) -> bytes: ...


def recognise(data: bytes) -> bool:
    """Whether the head is that of gzip, bzip2 or xz."""
    return data.startswith((GZIP, XZ)) or (data.startswith(BZIP2) and data[4:10] in BZIP2_BLOCKS)


def extract(data: bytes, context: Context) -> Extraction:
    """The members of the tar archive in it, or its content as the one child.

    Raises DocumentError as `members.taken_out` does.
    """
    pieces = _pieces(_opened(data), len(data), context)
    head = _head(pieces)
    pieces = chain((head,), pieces)
    if is_header(head[:BLOCK]):
        return taken_out(entries(pieces), context)
    name = Name(b"", _name_within(context.name)) if head else None
    return taken_out([Entry(name=name, pieces=pieces)] if name else [], context)


def _opened(data: bytes) -> _Opened:
    if data.startswith(GZIP):
        return gzip.GzipFile(fileobj=BytesIO(data))
    return lzma.LZMAFile(BytesIO(data), format=lzma.FORMAT_XZ) if data.startswith(XZ) else bz2.BZ2File(BytesIO(data))


def _pieces(file: _Opened, packed: int, context: Context) -> Iterator[bytes]:
    """What comes out, counted. Raises DocumentError: LIMIT_RATIO, LIMIT_OUTPUT, TRUNCATED, DAMAGED."""
    given = 0
    try:
        while piece := file.read1(CHUNK):
            given += len(piece)
            if given > RATIO_FROM and given > context.limits.ratio * packed:
                raise DocumentError(Reason.LIMIT_RATIO, f"more than {context.limits.ratio} bytes come out for each byte")
            if given > context.limits.unpacked:
                raise DocumentError(Reason.LIMIT_OUTPUT, "the archive gives more bytes than may be unpacked")
            context.progress()
            yield piece
    except EOFError as broken:
        raise DocumentError(Reason.TRUNCATED, "its compressed data breaks off") from broken
    except (OSError, ValueError, zlib.error, lzma.LZMAError) as broken:
        raise DocumentError(Reason.DAMAGED, "its compressed data is damaged") from broken


def _head(pieces: Iterator[bytes]) -> bytes:
    """A block of the content, or all of it. Raises DocumentError when not one byte comes out."""
    head = b""
    try:
        while len(head) < BLOCK and (piece := next(pieces, b"")):
            head += piece
    except DocumentError:
        if not head:
            raise
    return head


def _name_within(name: str) -> str:
    """The name without what says that it is packed; a name that gzip keeps inside may be any other file's.

    >>> _name_within("总结.docx.gz"), _name_within("证明.TGZ"), _name_within("报告")
    ('总结.docx', '证明.tar', '报告')
    """
    for ending, unpacked in ENDINGS.items():
        if name.lower().endswith(ending) and len(name) > len(ending):
            return name[: -len(ending)] + unpacked
    return name or "content"


FORMAT = Format(
    name="gzip, bzip2, xz",
    media_types=("application/gzip", "application/x-bzip2", "application/x-xz"),
    extensions=(".gz", ".tgz", ".bz2", ".tbz", ".tbz2", ".xz", ".txz"),
    version="1",
    rank=520,
    recognise=recognise,
    extract=extract,
)
