"""The members of a tar archive, read forwards from a stream of bytes: ustar, GNU and pax headers (POSIX.1-2017, pax).

Written for archives that are damaged or made to harm: a size is believed only as far as bytes come, names stay bytes, links
and devices are named and never followed.
"""

from collections.abc import Iterator

from extractors.members import Entry
from extractors.names import Name, strict
from pipeline.errors import DocumentError, Reason

BLOCK = 512
LONGEST_HEADER = 1 << 20
"""Bytes of a long name or of pax records; real ones are a few hundred."""
FILES = (b"0", b"\0", b"7")
LINKS = (b"1", b"2")
DEVICES = (b"3", b"4", b"6")
FOLDER = b"5"
LONG_NAME, LONG_LINK = b"L", b"K"
PAX, PAX_FOR_ALL = b"x", b"g"
ABOUT = (b"A", b"V", b"X", b"N")
"""Access lists, the label of a volume, old extensions: nothing of them is a file."""


class _Bytes:
    """A stream of pieces that gives as many bytes as are asked for, or fewer at its end."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = b""

    def some(self, most: int) -> bytes:
        """From one to `most` bytes; none at the end."""
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._rest = piece
        given, self._rest = self._rest[:most], self._rest[most:]
        return given

    def exactly(self, size: int) -> bytes:
        """`size` bytes. Raises DocumentError (TRUNCATED) when the stream ends before."""
        found = bytearray()
        while len(found) < size:
            piece = self.some(size - len(found))
            if not piece:
                raise DocumentError(Reason.TRUNCATED, "the archive breaks off")
            found += piece
        return bytes(found)


def entries(pieces: Iterator[bytes]) -> Iterator[Entry]:
    """The files of the archive in order. Raises DocumentError where it breaks off or no header stands where one must."""
    stream = _Bytes(pieces)
    long_name: bytes | None = None
    pax: dict[bytes, bytes] = {}
    while header := _header(stream):
        size, kind = number(header[124:136]), header[156:157]
        if kind in (LONG_NAME, LONG_LINK, PAX, PAX_FOR_ALL):
            content = _small(stream, size)
            if kind == LONG_NAME:
                long_name = content.rstrip(b"\0")
            elif kind == PAX:
                pax = _records(content)
            continue
        size = int(pax[b"size"]) if pax.get(b"size", b"").isdigit() and len(pax[b"size"]) < 20 else size
        name = _name(header, long_name, pax)
        long_name, pax = None, {}
        content_size = 0 if kind in (*LINKS, *DEVICES, FOLDER) else size
        member = _Content(stream, content_size)
        if kind not in (FOLDER, *ABOUT) and not (kind in FILES and name.raw.endswith(b"/")):
            yield Entry(name=name, pieces=iter(member), refused=_refused(kind))
        member.pass_over()


class _Content:
    """The content of one member, which must be read or passed over before the next header."""

    def __init__(self, stream: _Bytes, size: int) -> None:
        self._stream = stream
        self._left = size
        self._padding = -size % BLOCK

    def __iter__(self) -> Iterator[bytes]:
        while self._left:
            piece = self._stream.some(self._left)
            if not piece:
                self._left = self._padding = 0
                raise DocumentError(Reason.TRUNCATED, "the archive ends within it")
            self._left -= len(piece)
            yield piece

    def pass_over(self) -> None:
        while self._left + self._padding:
            piece = self._stream.some(self._left + self._padding)
            if not piece:
                raise DocumentError(Reason.TRUNCATED, "the archive breaks off")
            taken = min(self._left, len(piece))
            self._left -= taken
            self._padding -= len(piece) - taken


def is_header(block: bytes) -> bool:
    """Whether 512 bytes are the header of a member: their sum, with the field for the sum blank, is what the field says."""
    if len(block) < BLOCK or not block[:1].strip(b"\0"):
        return False
    sum_field = block[148:156].strip(b" \0")
    if not sum_field or sum_field.strip(b"01234567"):
        return False
    return int(sum_field, 8) == sum(block[:148]) + sum(block[156:BLOCK]) + 8 * 32


def number(field: bytes) -> int:
    """A number in octal figures, or in binary where the first bit is set (GNU, for what octal has no room for).

    >>> number(b"00000001750\\x00"), number(b"\\x80" + (9).to_bytes(11, "big"))
    (1000, 9)
    """
    if field[0] == 0x80:
        return int.from_bytes(field[1:], "big")
    figures = field.strip(b" \0")
    if figures.strip(b"01234567"):
        raise DocumentError(Reason.DAMAGED, "a header whose size is no number")
    return int(figures or b"0", 8)


def _header(stream: _Bytes) -> bytes:
    """The next header; empty at the end, which is marked by zeros or, in some archives, by nothing."""
    first = stream.some(1)
    if not first:
        return b""
    block = first + stream.exactly(BLOCK - 1)
    if not block.strip(b"\0"):
        return b""
    if not is_header(block):
        raise DocumentError(Reason.DAMAGED, "no member's header stands where one must")
    return block


def _small(stream: _Bytes, size: int) -> bytes:
    if size > LONGEST_HEADER:
        raise DocumentError(Reason.DAMAGED, f"a name of {size} bytes")
    content = stream.exactly(size)
    stream.exactly(-size % BLOCK)
    return content


def _records(content: bytes) -> dict[bytes, bytes]:
    """Pax records: ``length key=value`` and a line end, the length counting all of it."""
    records: dict[bytes, bytes] = {}
    position = 0
    while position < len(content):
        figures, blank, _ = content[position : position + 12].partition(b" ")
        if not blank or not figures.isdigit() or int(figures) <= len(figures) + 1:
            break
        record = content[position + len(figures) + 1 : position + int(figures)].removesuffix(b"\n")
        key, _, value = record.partition(b"=")
        records[key] = value
        position += int(figures)
    return records


def _name(header: bytes, long_name: bytes | None, pax: dict[bytes, bytes]) -> Name:
    """Pax says names in UTF-8; all others are in a charset that nothing tells."""
    if b"path" in pax:
        return Name(pax[b"path"], strict(pax[b"path"]))
    if long_name is not None:
        return Name(long_name)
    name = header[:100].split(b"\0")[0]
    prefix = header[345:500].split(b"\0")[0] if header[257:263] == b"ustar\0" else b""
    return Name(prefix + b"/" + name if prefix else name)


def _refused(kind: bytes) -> tuple[Reason, str] | None:
    if kind in LINKS:
        return Reason.UNSAFE_PATH, "a link to another file; links are not followed"
    if kind in DEVICES:
        return Reason.NOT_REGULAR_FILE, "a device or a pipe"
    if kind not in FILES:
        return Reason.UNSUPPORTED_TYPE, f"a member of a kind that cannot be read ({kind!r})"
    return None
