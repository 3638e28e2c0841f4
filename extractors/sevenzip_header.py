"""The header of a 7z archive (7zFormat.txt of the 7-Zip project): which files lie in which packed streams.

Every count is held against the bytes that would be needed to say it, so that a short header cannot claim millions.
"""

from dataclasses import dataclass, field
from enum import IntEnum
from struct import Struct
from zlib import crc32

from pipeline.errors import DocumentError, Reason

MAGIC = b"7z\xbc\xaf\x27\x1c"
START = Struct("<6sBBLQQL")
"""Signature, version, checksum of the rest, then offset, size and checksum of the header at the end."""
LARGEST_HEADER = 64 << 20
MOST_CODERS = 4
"""Methods in a row; 7-Zip itself writes at most four (BCJ2)."""


class Id(IntEnum):
    """What follows in the header."""

    END = 0
    HEADER = 1
    ARCHIVE_PROPERTIES = 2
    ADDITIONAL_STREAMS = 3
    MAIN_STREAMS = 4
    FILES = 5
    PACK_INFO = 6
    UNPACK_INFO = 7
    SUBSTREAMS = 8
    SIZE = 9
    CRC = 10
    FOLDER = 11
    CODERS_UNPACK_SIZE = 12
    NUM_UNPACK_STREAM = 13
    EMPTY_STREAM = 14
    EMPTY_FILE = 15
    ANTI = 16
    NAMES = 17
    ATTRIBUTES = 21
    ENCODED_HEADER = 23


@dataclass(frozen=True, slots=True)
class Coder:
    """One method of packing, with its properties."""

    method: bytes
    properties: bytes = b""
    inputs: int = 1
    outputs: int = 1


@dataclass(slots=True)
class Folder:
    """A stream that was packed as one: its methods from the packed side, its packed bytes and the files one after another."""

    coders: tuple[Coder, ...] = ()
    plain: bool = True
    """Whether the methods follow one another, each with one input and output."""
    order: tuple[int, ...] = ()
    """The place in the header of each method; of methods that do not follow one another, of the last output alone."""
    sizes: tuple[int, ...] = ()
    """What comes out of each."""
    crc: int | None = None
    offset: int = 0
    packed: int = 0
    files: list[tuple[int, int | None]] = field(default_factory=list)
    """Size and checksum of each file."""

    @property
    def size(self) -> int:
        return self.sizes[-1] if self.sizes else 0


@dataclass(frozen=True, slots=True)
class Listed:
    """A file by its name; `has_content` tells whether it takes the next place in the folders."""

    name: str
    has_content: bool
    is_folder: bool = False
    attributes: int = 0

    @property
    def link(self) -> bool:
        """Whether the archive's maker, on a Unix system, packed a symbolic link."""
        return bool(self.attributes & 0x8000) and self.attributes >> 16 & 0o170000 == 0o120000


def start(data: bytes) -> tuple[int, int]:
    """Where the header at the end begins and ends. Raises DocumentError (TRUNCATED, DAMAGED) where there is none."""
    if len(data) < START.size:
        raise DocumentError(Reason.TRUNCATED, "the archive breaks off within its head")
    _, _, _, checksum, offset, size, _ = START.unpack_from(data)
    if crc32(data[12 : START.size]) != checksum:
        raise DocumentError(Reason.DAMAGED, "the head of the archive is damaged")
    begin = START.size + offset
    if begin + size > len(data):
        raise DocumentError(Reason.TRUNCATED, "the archive breaks off before its list of files")
    if crc32(data[begin : begin + size]) != START.unpack_from(data)[6]:
        raise DocumentError(Reason.DAMAGED, "the list of files is damaged")
    return begin, begin + size


class Reader:
    """Reads numbers and flags one after another. Raises DocumentError (DAMAGED) at the end of the bytes."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def left(self) -> int:
        return len(self._data) - self._at

    def take(self, size: int) -> bytes:
        if not 0 <= size <= self.left:
            raise DocumentError(Reason.DAMAGED, "the list of files breaks off")
        self._at += size
        return self._data[self._at - size : self._at]

    def byte(self) -> int:
        return self.take(1)[0]

    def number(self) -> int:
        """The leading ones of the first byte say how many bytes follow; its other bits are the highest ones."""
        first = self.byte()
        more = next((bits for bits in range(8) if not first & (0x80 >> bits)), 8)
        low = int.from_bytes(self.take(more), "little")
        return low | (first & (0xFF >> (more + 1))) << (8 * more) if more < 8 else low

    def count(self) -> int:
        """A number of things that take a byte each at least, or an eighth for flags."""
        found = self.number()
        if found > 8 * self.left + 8:
            raise DocumentError(Reason.DAMAGED, f"{found} things cannot stand in {self.left} bytes")
        return found

    def bits(self, count: int) -> list[bool]:
        """`count` flags, eight in a byte."""
        found = self.take((count + 7) // 8)
        return [bool(found[index >> 3] & (0x80 >> (index & 7))) for index in range(count)]

    def known_bits(self, count: int) -> list[bool]:
        """As `bits`, or one byte that says that all are set."""
        return [True] * count if self.byte() else self.bits(count)

    def checksums(self, count: int) -> list[int | None]:
        known = self.known_bits(count)
        return [int.from_bytes(self.take(4), "little") if there else None for there in known]

    def expect(self, wanted: Id) -> None:
        found = self.byte()
        if found != wanted:
            raise DocumentError(Reason.DAMAGED, f"the list of files has {found} where {wanted.name} must stand")


def streams(reader: Reader) -> list[Folder]:
    """The packed streams (PackInfo, UnPackInfo, SubStreamsInfo)."""
    offset, packed, folders = 0, list[int](), list[Folder]()
    has_substreams = False
    while (found := reader.byte()) != Id.END:
        if found == Id.PACK_INFO:
            offset, packed = _packed(reader)
        elif found == Id.UNPACK_INFO:
            folders = _folders(reader)
        elif found == Id.SUBSTREAMS:
            _substreams(reader, folders)
            has_substreams = True
        else:
            raise DocumentError(Reason.DAMAGED, f"the list of files has an unknown part ({found})")
    if not has_substreams:
        for folder in folders:
            folder.files = [(folder.size, folder.crc)]
    _place(folders, offset, packed)
    return folders


def _packed(reader: Reader) -> tuple[int, list[int]]:
    offset, count = reader.number(), reader.count()
    sizes: list[int] = []
    while (found := reader.byte()) != Id.END:
        if found == Id.SIZE:
            sizes = [reader.number() for _ in range(count)]
        elif found == Id.CRC:
            reader.checksums(count)
        else:
            raise DocumentError(Reason.DAMAGED, f"the list of files has an unknown part ({found})")
    return START.size + offset, sizes


def _folders(reader: Reader) -> list[Folder]:
    reader.expect(Id.FOLDER)
    count = reader.count()
    if reader.byte():
        raise DocumentError(Reason.UNSUPPORTED_TYPE, "the list of files lies outside of the header")
    folders = [_folder(reader) for _ in range(count)]
    reader.expect(Id.CODERS_UNPACK_SIZE)
    for folder in folders:
        sizes = [reader.number() for coder in folder.coders for _ in range(coder.outputs)]
        folder.sizes = tuple(sizes[index] for index in folder.order)
    while (found := reader.byte()) != Id.END:
        if found != Id.CRC:
            raise DocumentError(Reason.DAMAGED, f"the list of files has an unknown part ({found})")
        for folder, crc in zip(folders, reader.checksums(count), strict=True):
            folder.crc = crc
    return folders


def _folder(reader: Reader) -> Folder:
    count = reader.number()
    if not 0 < count <= MOST_CODERS:
        raise DocumentError(Reason.DAMAGED, f"{count} methods in a row")
    coders = [_coder(reader) for _ in range(count)]
    outputs = sum(coder.outputs for coder in coders)
    bonds = [(reader.number(), reader.number()) for _ in range(outputs - 1)]
    packed = sum(coder.inputs for coder in coders) - len(bonds)
    for _ in range(packed if packed > 1 else 0):
        reader.number()
    plain = packed == 1 and all(coder.inputs == coder.outputs == 1 for coder in coders)
    if not plain:
        taken = {output for _, output in bonds}
        return Folder(tuple(coders), plain=False, order=tuple(index for index in range(outputs) if index not in taken)[:1])
    order = _order(len(coders), dict(bonds))
    return Folder(tuple(coders[index] for index in order), order=order)


def _order(count: int, source_of: dict[int, int]) -> tuple[int, ...]:
    """The methods from the packed side: `source_of` gives for a method's input the method whose output it takes."""
    order = [index for index in range(count) if index not in source_of][:1]
    reader_of = {source: index for index, source in source_of.items()}
    while order and order[-1] in reader_of and len(order) < count:
        order.append(reader_of[order[-1]])
    if len(order) != count:
        raise DocumentError(Reason.DAMAGED, "its methods do not follow one another")
    return tuple(order)


def _coder(reader: Reader) -> Coder:
    flags = reader.byte()
    method = reader.take(flags & 0x0F)
    inputs, outputs = (reader.number(), reader.number()) if flags & 0x10 else (1, 1)
    if not 0 < inputs <= MOST_CODERS or not 0 < outputs <= MOST_CODERS:
        raise DocumentError(Reason.DAMAGED, "a method with too many inputs or outputs")
    properties = reader.take(reader.number()) if flags & 0x20 else b""
    return Coder(method, properties, inputs, outputs)


def _substreams(reader: Reader, folders: list[Folder]) -> None:
    counts = [1] * len(folders)
    found = reader.byte()
    if found == Id.NUM_UNPACK_STREAM:
        counts = [reader.number() for _ in folders]
        if sum(counts) > 8 * reader.left + len(folders):
            raise DocumentError(Reason.DAMAGED, "more files than the header has room for")
        found = reader.byte()
    for folder, count in zip(folders, counts, strict=True):
        sizes = [reader.number() for _ in range(count - 1)] if found == Id.SIZE else []
        sizes += [folder.size - sum(sizes)] if count else []
        if len(sizes) != count or min(sizes, default=0) < 0:
            raise DocumentError(Reason.DAMAGED, "the sizes of files do not add up")
        folder.files = [(size, folder.crc if count == 1 else None) for size in sizes]
    if found == Id.SIZE:
        found = reader.byte()
    while found != Id.END:
        if found != Id.CRC:
            raise DocumentError(Reason.DAMAGED, f"the list of files has an unknown part ({found})")
        _checksums(reader, folders)
        found = reader.byte()


def _checksums(reader: Reader, folders: list[Folder]) -> None:
    """Of the files whose checksum is not that of their folder."""
    unsaid = [(folder, index) for folder in folders for index, (_, crc) in enumerate(folder.files) if crc is None]
    for (folder, index), crc in zip(unsaid, reader.checksums(len(unsaid)), strict=True):
        folder.files[index] = folder.files[index][0], crc


def _place(folders: list[Folder], offset: int, packed: list[int]) -> None:
    """Gives each folder its packed bytes; one of several packed streams is not read here and takes them all."""
    sizes = iter(packed)
    for folder in folders:
        folder.offset = offset
        streams_of = 1 if folder.plain else sum(c.inputs for c in folder.coders) - sum(c.outputs for c in folder.coders) + 1
        for _ in range(streams_of):
            folder.packed += next(sizes, 0)
        offset += folder.packed


def files(reader: Reader) -> list[Listed]:
    """The names of the files, in the order of the folders' contents (FilesInfo)."""
    count = reader.count()
    names, empty, real, attributes = list[str](), [False] * count, list[bool](), [0] * count
    while (found := reader.byte()) != Id.END:
        part = Reader(reader.take(reader.number()))
        if found == Id.NAMES:
            names = _names(part, count)
        elif found == Id.EMPTY_STREAM:
            empty = part.bits(count)
        elif found == Id.EMPTY_FILE:
            real = part.bits(sum(empty))
        elif found == Id.ATTRIBUTES:
            attributes = _attributes(part, count)
    if len(names) != count:
        raise DocumentError(Reason.DAMAGED, "there are not as many names as files")
    of_empty = iter(real + [False] * (sum(empty) - len(real)))
    folders = [nothing and not next(of_empty) for nothing in empty]
    return [
        Listed(name, not nothing, folder, attribute)
        for name, nothing, folder, attribute in zip(names, empty, folders, attributes, strict=True)
    ]


def _names(part: Reader, count: int) -> list[str]:
    if part.byte():
        raise DocumentError(Reason.UNSUPPORTED_TYPE, "the names of files lie outside of the header")
    names = part.take(part.left).decode("utf-16-le", "surrogatepass" if not part.left % 2 else "replace").split("\0")
    return names[:count]


def _attributes(part: Reader, count: int) -> list[int]:
    known = part.known_bits(count)
    if part.byte():
        return [0] * count
    return [int.from_bytes(part.take(4), "little") if there else 0 for there in known]
