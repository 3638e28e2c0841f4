"""What the headers of a RAR archive tell that libarchive does not always say: volumes of a set, members with a password.

After RARLAB's technote of the format 5.0, and of 4.x its main header alone.
"""

from dataclasses import dataclass, field

MAGIC4, MAGIC5 = b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00"
MAIN, FILE = 1, 2
HAS_EXTRA, HAS_DATA = 1, 2
WITH_TIME, WITH_CHECKSUM = 2, 4
ENCRYPTION = 1
"""The record among a file's extra ones that says how it is encrypted."""
MOST_BLOCKS = 20_000


@dataclass(slots=True)
class Told:
    """Whether the archive is a volume of several, and the names (UTF-8) of the members that ask for a password."""

    volume: bool = False
    encrypted: set[bytes] = field(default_factory=set)


def told(data: bytes) -> Told:
    """What the headers tell, as far as they can be followed."""
    found = Told()
    if data.startswith(MAGIC4):
        found.volume = data[9:10] == b"\x73" and bool(data[10] & 1)
        return found
    position = len(MAGIC5)
    for _ in range(MOST_BLOCKS):
        try:
            size, start = _number(data, position + 4)
            block = data[start : start + size]
            _block(block, found)
            position = start + size + _content_size(block)
        except IndexError:
            break
    return found


def _block(block: bytes, found: Told) -> None:
    kind, at = _number(block, 0)
    flags, at = _number(block, at)
    extra, at = _number(block, at) if flags & HAS_EXTRA else (0, at)
    _, at = _number(block, at) if flags & HAS_DATA else (0, at)
    if kind == MAIN:
        found.volume = bool(_number(block, at)[0] & 1)
    elif kind == FILE and extra and ENCRYPTION in _records(block[len(block) - extra :]):
        found.encrypted.add(_name(block, at))


def _content_size(block: bytes) -> int:
    _, at = _number(block, 0)
    flags, at = _number(block, at)
    _, at = _number(block, at) if flags & HAS_EXTRA else (0, at)
    return _number(block, at)[0] if flags & HAS_DATA else 0


def _name(block: bytes, at: int) -> bytes:
    """File flags, size, attributes, perhaps time and checksum, method and system come before it."""
    flags, at = _number(block, at)
    for _ in range(2):
        _, at = _number(block, at)
    at += 4 * (bool(flags & WITH_TIME) + bool(flags & WITH_CHECKSUM))
    for _ in range(2):
        _, at = _number(block, at)
    length, at = _number(block, at)
    return block[at : at + length]


def _records(extra: bytes) -> set[int]:
    kinds: set[int] = set()
    at = 0
    while at < len(extra):
        size, start = _number(extra, at)
        kinds.add(_number(extra, start)[0])
        at = start + max(1, size)
    return kinds


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A number in groups of seven bits, the lowest first, and where it ends. Raises IndexError beyond the data."""
    value = 0
    for shift in range(0, 70, 7):
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if not byte & 0x80:
            break
    return value, at
