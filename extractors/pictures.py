"""Pictures that stand in a document: which of them are large enough to carry text, by their heads alone.

Rules, logos and bullets are no documents of their own; a scanned certificate or a photograph of a sign-in sheet is.
"""

import struct
from collections.abc import Callable, Iterator

SHORTEST, SMALLEST = 96, 50_000
"""Pixels of the shorter side, and in all, under which a picture is taken for an ornament: four lines of print need more."""
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of JPEG that begin a frame and give its size (ITU-T T.81, table B.1)."""
MOST_TAGS = 200


def worth_reading(data: bytes) -> bool:
    """Whether these bytes are a picture in a common format that is large enough to carry text."""
    found = size(data)
    return found is not None and large(found)


def large(found: tuple[int, int]) -> bool:
    """Whether a picture of this width and height can carry text."""
    return min(found) >= SHORTEST and found[0] * found[1] >= SMALLEST


def size(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels; None for what is no picture in a common format or does not say.

    >>> size(b"\\x89PNG\\r\\n\\x1a\\n\\0\\0\\0\\rIHDR" + struct.pack(">LL", 640, 480))
    (640, 480)
    """
    reader = next((reader for magic, reader in READERS.items() if data.startswith(magic)), None)
    try:
        return reader(data) if reader is not None else None
    except (struct.error, IndexError):
        return None


def _png(data: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from(">LL", data, 16)
    return width, height


def _gif(data: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from("<HH", data, 6)
    return width, height


def _bmp(data: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from("<ll", data, 18)
    return abs(width), abs(height)


def _jpeg(data: bytes) -> tuple[int, int] | None:
    position = 2
    while position + 9 < len(data):
        if data[position] != 0xFF:
            return None
        marker = data[position + 1]
        if marker in FRAMES:
            height, width = struct.unpack_from(">HH", data, position + 5)
            return width, height
        alone = marker == 0xFF or 0xD0 <= marker <= 0xD9
        position += 1 if marker == 0xFF else 2 if alone else 2 + int.from_bytes(data[position + 2 : position + 4], "big")
    return None


def _tiff(data: bytes) -> tuple[int, int] | None:
    order = "<" if data.startswith(b"II") else ">"
    (offset,) = struct.unpack_from(f"{order}L", data, 4)
    found = dict(_tags(data, offset, order))
    return (found[256], found[257]) if 256 in found and 257 in found else None


def _tags(data: bytes, offset: int, order: str) -> Iterator[tuple[int, int]]:
    (count,) = struct.unpack_from(f"{order}H", data, offset)
    for index in range(min(count, MOST_TAGS)):
        tag, kind = struct.unpack_from(f"{order}HH", data, offset + 2 + 12 * index)
        (value,) = struct.unpack_from(f"{order}H" if kind == 3 else f"{order}L", data, offset + 10 + 12 * index)
        yield tag, value


def _webp(data: bytes) -> tuple[int, int] | None:
    if data[8:12] != b"WEBP":
        return None
    if data[12:16] == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if data[12:16] == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if data[12:16] == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    return None


READERS: dict[bytes, Callable[[bytes], tuple[int, int] | None]] = {
    b"\x89PNG\r\n\x1a\n": _png,
    b"\xff\xd8\xff": _jpeg,
    b"GIF8": _gif,
    b"BM": _bmp,
    b"II*\0": _tiff,
    b"MM\0*": _tiff,
    b"RIFF": _webp,
}
"""By what each format begins with."""
ENDINGS = {
    b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg", b"GIF8": ".gif", b"BM": ".bmp", b"II*\0": ".tif", b"MM\0*": ".tif",
    b"RIFF": ".webp",
}  # fmt: skip


def ending(data: bytes) -> str:
    """What the name of such a picture ends with; empty for what is no picture in a common format."""
    return next((found for magic, found in ENDINGS.items() if data.startswith(magic)), "")
