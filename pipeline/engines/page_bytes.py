"""Recognised pages as bytes: one as the store keeps it, several of a file as a worker is handed them.

Only workers look into a page; the parent packs none but those that say why a page could not be read.
"""

import zlib
from collections.abc import Callable, Mapping

import msgspec

from extractors.recognised_page import Matrix, RecognisedLine, RecognisedPage
from pipeline.document import Box, Note
from pipeline.errors import Flag, Reason

AT_MOST = 1 << 26
"""Bytes that a page may unpack to."""
ALL_AT_MOST = 1 << 30


class _Stored(msgspec.Struct, frozen=True, array_like=True):
    engine: str
    width: float
    height: float
    lines: tuple[RecognisedLine, ...]
    rulings: tuple[Box, ...]
    to_page: Matrix
    turned: int
    blank: bool
    trouble: tuple[str, str, str] | None
    seals: tuple[Box, ...] = ()
    edge_width: float = 0.0
    grey: bool = False


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(_Stored)
_several = msgspec.msgpack.Decoder(dict[int, bytes])


def dumped(page: RecognisedPage) -> bytes:
    """The page, packed and compressed."""
    note = page.trouble
    trouble = None if note is None else (note.code.value, note.detail, note.where)
    sheet = (page.engine, page.width, page.height, page.lines, page.rulings, page.to_page, page.turned, page.blank)
    stored = _Stored(*sheet, trouble, page.seals, page.edge_width, page.grey)
    return zlib.compress(_encoder.encode(stored), 1)


def loaded(data: bytes) -> RecognisedPage:
    """The page that `dumped` packed. Raises ValueError for anything else."""
    try:
        stored = _decoder.decode(zlib.decompressobj().decompress(data, AT_MOST))
    except (zlib.error, msgspec.DecodeError) as error:
        raise ValueError(f"not a stored page: {error}") from error
    return RecognisedPage(
        engine=stored.engine,
        width=stored.width,
        height=stored.height,
        lines=stored.lines,
        rulings=stored.rulings,
        to_page=stored.to_page,
        turned=stored.turned,
        blank=stored.blank,
        trouble=None if stored.trouble is None else _note(*stored.trouble),
        seals=stored.seals,
        edge_width=stored.edge_width,
        grey=stored.grey,
    )


def together(pages: Mapping[int, bytes]) -> bytes:
    """Packed pages of one file by their number."""
    return _encoder.encode(dict(pages))


def asked(data: bytes) -> Callable[[int], RecognisedPage | None]:
    """What answers for the pages that `together` packed; none for empty bytes. Raises ValueError for anything else."""
    try:
        pages = _several.decode(data) if data else {}
    except msgspec.DecodeError as error:
        raise ValueError(f"not recognised pages: {error}") from error

    def page(number: int) -> RecognisedPage | None:
        found = pages.get(number)
        return None if found is None else loaded(found)

    return page


def _note(code: str, detail: str, where: str) -> Note:
    return Note(Reason(code) if code in Reason.__members__ else Flag(code), detail, where)
