"""7z archives, read from their bytes: no other program is needed for what 7-Zip writes unless told otherwise.

Methods: LZMA, LZMA2, Deflate, BZip2, stored, and the filters before them. PPMd, BCJ2 and newer ones are read by the system's
libarchive where it is there.
"""

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterator
from itertools import chain

from extractors import libarchive
from extractors.members import Entry, taken_out
from extractors.names import Name
from extractors.registry import Context, Format
from extractors.sevenzip_header import LARGEST_HEADER, MAGIC, Coder, Folder, Id, Listed, Reader, files, start, streams
from pipeline.document import Extraction
from pipeline.errors import DocumentError, Reason

CHUNK = 1 << 16
RATIO_FROM = 1 << 20
AES = bytes.fromhex("06f10701")
"""The method of encryption."""
LIBRARYS = frozenset({bytes.fromhex("030401"), bytes.fromhex("0303011b")})
"""PPMd and BCJ2, which libarchive knows and no part of Python's own library does."""
UNPACKERS_ERRORS = (lzma.LZMAError, zlib.error, OSError, EOFError, ValueError)


def recognise(data: bytes) -> bool:
    return data.startswith(MAGIC)


def extract(data: bytes, context: Context) -> Extraction:
    """The members' names, one a line, and the members themselves.

    Raises DocumentError: ENCRYPTED where even the names ask for a password, TRUNCATED or DAMAGED where the list of files is
    lost, UNSUPPORTED_TYPE for a method that neither we nor libarchive know, and what `members.taken_out` raises.
    """
    folders, listed = _listed(data, context)
    strange = {coder.method for folder in folders for coder in _unknown(folder)}
    if strange and strange <= LIBRARYS and libarchive.present():
        return taken_out(libarchive.entries(data, context), context)
    return taken_out(_entries(data, folders, listed, context), context)


def _listed(data: bytes, context: Context) -> tuple[list[Folder], list[Listed]]:
    begin, end = start(data)
    reader = Reader(data[begin:end])
    if begin == end:
        return [], []
    kind = reader.byte()
    for _ in range(4):  # a header may be packed, and that header again
        if kind != Id.ENCODED_HEADER:
            break
        folder = streams(reader)[0]
        _refuse(folder)
        if folder.size > LARGEST_HEADER:
            raise DocumentError(Reason.LIMIT_OUTPUT, f"a list of files of {folder.size} bytes")
        header = b"".join(_content(data, folder, context))
        reader = Reader(header)
        kind = reader.byte()
    if kind != Id.HEADER:
        raise DocumentError(Reason.DAMAGED, "no list of files stands where one must")
    folders: list[Folder] = []
    listed: list[Listed] = []
    while (found := reader.byte()) != Id.END:
        if found == Id.ARCHIVE_PROPERTIES:
            while reader.byte() != Id.END:
                reader.take(reader.number())
        elif found == Id.ADDITIONAL_STREAMS:
            streams(reader)
        elif found == Id.MAIN_STREAMS:
            folders = streams(reader)
        elif found == Id.FILES:
            listed = files(reader)
        else:
            raise DocumentError(Reason.DAMAGED, f"the list of files has an unknown part ({found})")
    return folders, listed


def _entries(data: bytes, folders: list[Folder], listed: list[Listed], context: Context) -> Iterator[Entry]:
    """The files in order; those of one folder are unpacked one after another."""
    contents = chain.from_iterable(_members(data, folder, context) for folder in folders)
    for file in listed:
        if file.has_content:
            content = next(contents, None)
            if content is None:
                raise DocumentError(Reason.DAMAGED, "more files are named than packed")
        else:
            content = _Member(iter(()), 0, None)
        if file.is_folder:
            continue
        raw = file.name.encode("utf-8", "surrogatepass")
        yield Entry(name=Name(raw, file.name), pieces=iter(content), refused=content.refused or _link(file))
        content.pass_over()


def _link(file: Listed) -> tuple[Reason, str] | None:
    return (Reason.UNSAFE_PATH, "a link to another file; links are not followed") if file.link else None


class _Member:
    """One file's part of an unpacked folder."""

    def __init__(self, pieces: Iterator[bytes], size: int, crc: int | None, refused: tuple[Reason, str] | None = None) -> None:
        self.refused = refused
        self.rest = b""
        self._pieces = pieces
        self._left = size
        self._crc = crc

    def __iter__(self) -> Iterator[bytes]:
        crc = 0
        while self._left and (piece := self.rest or next(self._pieces, b"")):
            given, self.rest = piece[: self._left], piece[self._left :]
            self._left -= len(given)
            crc = zlib.crc32(given, crc)
            yield given
        if self._left:
            self._left = 0
            raise DocumentError(Reason.TRUNCATED, "its compressed data breaks off")
        if self._crc is not None and crc != self._crc:
            raise DocumentError(Reason.DAMAGED, "its checksum does not fit")

    def pass_over(self) -> None:
        """Unpacks what nobody asked for, since the next file comes after it."""
        if self.refused is None:
            self._crc = None
            for _ in self:
                pass


def _members(data: bytes, folder: Folder, context: Context) -> Iterator[_Member]:
    try:
        _refuse(folder)
        pieces = _content(data, folder, context)
    except DocumentError as error:
        for _ in folder.files:
            yield _Member(iter(()), 0, None, (error.reason, error.detail))
        return
    rest = b""
    for size, crc in folder.files:
        member = _Member(pieces, size, crc)
        member.rest = rest
        yield member
        rest = member.rest


def _unknown(folder: Folder) -> Iterator[Coder]:
    for coder in folder.coders:
        if coder.method != AES and (coder.method not in METHODS or coder.inputs != coder.outputs):
            yield coder


def _refuse(folder: Folder) -> None:
    if any(coder.method == AES for coder in folder.coders):
        raise DocumentError(Reason.ENCRYPTED, "the archive asks for a password")
    strange = {coder.method for coder in _unknown(folder)}
    if strange and strange <= LIBRARYS and not libarchive.present():
        raise DocumentError(Reason.MISSING_TOOL, f"packed by a method that a library reads: {libarchive.advice()}")
    if strange:
        names = ", ".join(sorted(method.hex() for method in strange))
        raise DocumentError(Reason.UNSUPPORTED_TYPE, f"packed by a method that cannot be read ({names})")


def _content(data: bytes, folder: Folder, context: Context) -> Iterator[bytes]:
    """What a folder holds, counted as it comes out. Raises DocumentError: LIMIT_RATIO, LIMIT_MEMORY, TRUNCATED, DAMAGED."""
    packed = memoryview(data)[folder.offset : folder.offset + folder.packed]
    pieces: Iterator[bytes] = (bytes(packed[at : at + CHUNK]) for at in range(0, len(packed), CHUNK))
    for coder, size in zip(folder.coders, folder.sizes, strict=True):
        pieces = METHODS[coder.method](pieces, coder, size, context)
    return _counted(pieces, folder, len(packed), context)


def _counted(pieces: Iterator[bytes], folder: Folder, packed: int, context: Context) -> Iterator[bytes]:
    given = 0
    try:
        for piece in pieces:
            given += len(piece)
            if given > RATIO_FROM and given > context.limits.ratio * max(1, packed):
                raise DocumentError(Reason.LIMIT_RATIO, f"more than {context.limits.ratio} bytes come out for each byte")
            context.progress()
            yield piece
    except UNPACKERS_ERRORS as broken:
        raise DocumentError(Reason.DAMAGED, "its compressed data is damaged") from broken
    if given < folder.size:
        raise DocumentError(Reason.TRUNCATED, "its compressed data breaks off")


def _stored(pieces: Iterator[bytes], _coder: Coder, _size: int, _context: Context) -> Iterator[bytes]:
    return pieces


def _lzma1(pieces: Iterator[bytes], coder: Coder, size: int, context: Context) -> Iterator[bytes]:
    """Properties: a byte of lc + 9 (lp + 5 pb), and four of the dictionary's size."""
    if len(coder.properties) < 5 or coder.properties[0] >= 225:
        raise DocumentError(Reason.DAMAGED, "a method with wrong properties")
    rest, lc = divmod(coder.properties[0], 9)
    pb, lp = divmod(rest, 5)
    dictionary = _dictionary(int.from_bytes(coder.properties[1:5], "little"), size, context)
    return _unpacked(pieces, [{"id": lzma.FILTER_LZMA1, "dict_size": dictionary, "lc": lc, "lp": lp, "pb": pb}], size)


def _lzma2(pieces: Iterator[bytes], coder: Coder, size: int, context: Context) -> Iterator[bytes]:
    """One byte of properties: the dictionary's size as two or three times a power of two."""
    code = coder.properties[0] if coder.properties else 41
    if code > 40:
        raise DocumentError(Reason.DAMAGED, "a method with wrong properties")
    dictionary = 0xFFFFFFFF if code == 40 else (2 | code & 1) << (code // 2 + 11)
    return _unpacked(pieces, [{"id": lzma.FILTER_LZMA2, "dict_size": _dictionary(dictionary, size, context)}], size)


def _dictionary(claimed: int, size: int, context: Context) -> int:
    """No more is kept than comes out, whatever the archive claims."""
    needed = max(4096, min(claimed, size))
    if needed > context.limits.memory // 2:
        raise DocumentError(Reason.LIMIT_MEMORY, f"unpacking needs {needed} bytes of memory")
    return needed


def _unpacked(pieces: Iterator[bytes], filters: list[dict[str, int]], size: int) -> Iterator[bytes]:
    unpacker = lzma.LZMADecompressor(format=lzma.FORMAT_RAW, filters=filters)
    for packed in pieces:
        piece = unpacker.decompress(packed, CHUNK)
        while piece:
            yield piece[:size]
            size -= len(piece)
            if size <= 0 or unpacker.eof:
                return
            piece = b"" if unpacker.needs_input else unpacker.decompress(b"", CHUNK)


def _deflate(pieces: Iterator[bytes], _coder: Coder, _size: int, _context: Context) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-15)
    for packed in pieces:
        rest = packed
        while rest and not inflater.eof:
            piece = inflater.decompress(rest, CHUNK)
            rest = inflater.unconsumed_tail
            if piece:
                yield piece
    yield inflater.flush()


def _bzip2(pieces: Iterator[bytes], _coder: Coder, _size: int, _context: Context) -> Iterator[bytes]:
    unpacker = bz2.BZ2Decompressor()
    for packed in pieces:
        if unpacker.eof:
            return
        piece = unpacker.decompress(packed, CHUNK)
        while piece:
            yield piece
            piece = b"" if unpacker.eof or unpacker.needs_input else unpacker.decompress(b"", CHUNK)


def _filter(id: int) -> "Callable[[Iterator[bytes], Coder, int, Context], Iterator[bytes]]":
    def filtered(pieces: Iterator[bytes], coder: Coder, size: int, _context: Context) -> Iterator[bytes]:
        """The library undoes a filter only before LZMA2, so what comes is given to it as LZMA2 that packs nothing."""
        filters: list[dict[str, int]] = [{"id": id}, {"id": lzma.FILTER_LZMA2, "dict_size": 4096}]
        if id == lzma.FILTER_DELTA:
            filters[0]["dist"] = (coder.properties[0] if coder.properties else 0) + 1
        return _unpacked(_as_lzma2(pieces), filters, size)

    return filtered


def _as_lzma2(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """LZMA2 chunks that are not packed: 1 (the first, which resets the dictionary) or 2, the size less one, the bytes; 0."""
    control = b"\x01"
    for piece in pieces:
        for at in range(0, len(piece), CHUNK):
            chunk = piece[at : at + CHUNK]
            yield control + (len(chunk) - 1).to_bytes(2, "big") + chunk
            control = b"\x02"
    yield b"\x00"


METHODS: dict[bytes, Callable[[Iterator[bytes], Coder, int, Context], Iterator[bytes]]] = {
    b"\x00": _stored,
    b"\x03": _filter(lzma.FILTER_DELTA),
    b"\x04": _filter(lzma.FILTER_X86),
    b"\x05": _filter(lzma.FILTER_POWERPC),
    b"\x06": _filter(lzma.FILTER_IA64),
    b"\x07": _filter(lzma.FILTER_ARM),
    b"\x08": _filter(lzma.FILTER_ARMTHUMB),
    b"\x09": _filter(lzma.FILTER_SPARC),
    bytes.fromhex("030101"): _lzma1,
    bytes.fromhex("03030103"): _filter(lzma.FILTER_X86),
    bytes.fromhex("03030205"): _filter(lzma.FILTER_POWERPC),
    bytes.fromhex("03030401"): _filter(lzma.FILTER_IA64),
    bytes.fromhex("03030501"): _filter(lzma.FILTER_ARM),
    bytes.fromhex("03030701"): _filter(lzma.FILTER_ARMTHUMB),
    bytes.fromhex("03030805"): _filter(lzma.FILTER_SPARC),
    bytes.fromhex("040108"): _deflate,
    bytes.fromhex("040202"): _bzip2,
    b"\x21": _lzma2,
}
"""By the method's number (Methods.txt of the 7-Zip project)."""


FORMAT = Format(
    name="7z",
    media_types=("application/x-7z-compressed",),
    extensions=(".7z",),
    version="2",
    rank=530,
    recognise=recognise,
    extract=extract,
)
