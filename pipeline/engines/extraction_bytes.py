"""An extraction as bytes, so that a changed word list never repeats the reading of a file.

Only workers make and read these bytes; the store keeps them as they are.
"""

import zlib

import msgspec

from pipeline.document import Anchor, Block, Byline, Child, Extraction, Note, Seen, Table
from pipeline.errors import Flag, Reason

AT_MOST = 1 << 30
"""Bytes that a stored extraction may unpack to."""


class _Note(msgspec.Struct, frozen=True, array_like=True):
    code: str
    detail: str
    where: str
    count: int


class _Stored(msgspec.Struct, frozen=True, array_like=True):
    text: str
    blocks: tuple[Block, ...]
    anchors: tuple[Anchor, ...]
    tables: tuple[Table, ...]
    title: str
    byline: Byline
    children: tuple[Child, ...]
    notes: tuple[_Note, ...]
    media_type: str
    seen: tuple[Seen, ...] = ()


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(_Stored)


def dumped(extraction: Extraction) -> bytes:
    """The extraction, packed and compressed."""
    found = extraction
    notes = tuple(_Note(note.code.value, note.detail, note.where, note.count) for note in found.notes)
    told = (found.text, found.blocks, found.anchors, found.tables, found.title, found.byline, found.children)
    stored = _Stored(*told, notes, found.media_type, found.seen)
    return zlib.compress(_encoder.encode(stored), 1)


def loaded(data: bytes) -> Extraction:
    """The extraction that `dumped` packed. Raises ValueError for anything else."""
    unpacker = zlib.decompressobj()
    try:
        stored = _decoder.decode(unpacker.decompress(data, AT_MOST))
    except (zlib.error, msgspec.DecodeError) as error:
        raise ValueError(f"not a stored extraction: {error}") from error
    return Extraction(
        text=stored.text,
        blocks=stored.blocks,
        anchors=stored.anchors,
        tables=stored.tables,
        title=stored.title,
        byline=stored.byline,
        children=stored.children,
        notes=tuple(Note(_code(note.code), note.detail, note.where, note.count) for note in stored.notes),
        media_type=stored.media_type,
        seen=stored.seen,
    )


def _code(name: str) -> Reason | Flag:
    return Reason(name) if name in Reason.__members__ else Flag(name)
