"""A stand-in for East Asian fonts that a PDF names and does not hold.

Chinese PDFs often leave their fonts out (STSong-Light and its kin). On a system without any Chinese font, pdfium then gives
letters without height and leaves out whole runs of text. The stand-in has one shape, a full square, for every character, so
that the text and its places do not depend on what is installed; the shapes themselves are only for measuring.
"""

import ctypes
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

EAST_ASIAN = frozenset({128, 129, 134, 136})
"""Windows' numbers of character sets: Shift-JIS, Hangul, GB 2312, Big5."""
GB_2312 = 134
FACE = b"Square\0"
UNITS = 1000
"""Font units in an em."""
ASCENT, DESCENT = 880, -120
HANDLE = 0x5849
"""What stands for our font where pdfium passes fonts around; the system's handles are addresses."""


@cache
def stand_in() -> None:
    """Have pdfium take the stand-in where the system has no font. Once a process is enough."""
    from pypdfium2 import raw  # noqa: PLC0415  heavy; loaded where a PDF is read

    info = raw.FPDF_GetDefaultSystemFontInfo()
    _KEPT.append(_Mapper(info.contents, square_font()))
    raw.FPDF_SetSystemFontInfo(info)


@contextmanager
def even_shapes() -> Iterator[None]:
    """Documents opened within take the stand-in before the system's fonts: quicker, and the same on every system."""
    stand_in()
    mapper = _KEPT[0]
    before, mapper.first = mapper.first, True
    try:
        yield
    finally:
        mapper.first = before


def system_has_chinese() -> bool:
    """Whether the system has a font for a page in Chinese that does not bring its own: one such letter is drawn."""
    import pypdfium2  # noqa: PLC0415

    stand_in()
    document = pypdfium2.PdfDocument(_ONE_LETTER)
    try:
        document[0].render(scale=1).close()
    finally:
        document.close()
    return not _KEPT[0].lacked


_ONE_LETTER = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 60 60]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj
4 0 obj<</Length 33>>stream
BT /F 40 Tf 10 15 Td <D6D0> Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/GBK-EUC-H/DescendantFonts[6 0 R]>>endobj
6 0 obj<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light
/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>endobj
trailer<</Root 1 0 R>>
%%EOF
"""


class _Mapper:
    """The system's own finder of fonts with the square font behind it, or before it."""

    def __init__(self, info: Any, font: bytes) -> None:
        self.font = font
        self.first = False
        self.lacked = False
        """Whether the system had no font for a Chinese text."""
        self.theirs: dict[str, Any] = {}
        self.ours: dict[str, Any] = {}
        types = dict(info._fields_)
        for name in ("MapFont", "GetFontData", "GetFaceName", "GetFontCharset", "DeleteFont"):
            self.theirs[name] = _copied(getattr(info, name), types[name])
            self.ours[name] = types[name](getattr(self, f"_{name}"))
            setattr(info, name, self.ours[name])

    def _MapFont(  # noqa: N802  named and called as pdfium has it
        self, this: Any, weight: int, italic: int, charset: int, pitch: int, face: Any, exact: Any
    ) -> int | None:
        if self.first and charset in EAST_ASIAN:
            return HANDLE
        found: int | None = self.theirs["MapFont"](this, weight, italic, charset, pitch, face, exact)
        self.lacked = self.lacked or (not found and charset == GB_2312)
        return found or (HANDLE if charset in EAST_ASIAN else None)

    def _GetFontData(self, this: Any, handle: int, table: int, buffer: Any, size: int) -> int:  # noqa: N802
        if handle != HANDLE:
            return int(self.theirs["GetFontData"](this, handle, table, buffer, size))
        return 0 if table else _filled(buffer, size, self.font)

    def _GetFaceName(self, this: Any, handle: int, buffer: Any, size: int) -> int:  # noqa: N802
        if handle != HANDLE:
            return int(self.theirs["GetFaceName"](this, handle, buffer, size))
        return _filled(buffer, size, FACE)

    def _GetFontCharset(self, this: Any, handle: int) -> int:  # noqa: N802
        return GB_2312 if handle == HANDLE else int(self.theirs["GetFontCharset"](this, handle))

    def _DeleteFont(self, this: Any, handle: int) -> None:  # noqa: N802
        if handle != HANDLE:
            self.theirs["DeleteFont"](this, handle)


def _filled(buffer: Any, size: int, data: bytes) -> int:
    """Put `data` where pdfium gives enough room; its length in any case."""
    if buffer and size >= len(data):
        ctypes.memmove(buffer, data, len(data))
    return len(data)


def _copied(function: Any, kind: Any) -> Any:
    """A pointer of its own to what a field points to now; the field itself is about to be changed."""
    return kind(ctypes.cast(function, ctypes.c_void_p).value)


_KEPT: list[_Mapper] = []
"""pdfium calls back into these for as long as the process lives."""


@cache
def square_font() -> bytes:
    """A TrueType font in which every character is the same square of one em (OpenType 1.9: chapters of the tables below)."""
    square = _square()
    tables = {
        b"cmap": _every_character(glyph=1),
        b"glyf": square,
        b"head": struct.pack(
            ">IIIIHHqqhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, UNITS, 0, 0, 0, DESCENT, UNITS, ASCENT, 0, 8, 2, 1, 0
        ),
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, ASCENT, DESCENT, 0, UNITS, 0, 0, UNITS, 1, *[0] * 7, 1),
        b"hmtx": struct.pack(">HhH", UNITS, 0, 0)[:6],
        b"loca": struct.pack(">III", 0, 0, len(square)),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x10000, 2, 4, 1, *[0] * 11),
    }
    return _font_file(tables)


def _every_character(*, glyph: int) -> bytes:
    """A character map of format 13, where all characters of a range share one glyph."""
    group = struct.pack(">III", 0x20, 0x10FFFF, glyph)
    mapping = struct.pack(">HHIII", 13, 0, 16 + len(group), 0, 1) + group
    return struct.pack(">HHHHI", 0, 1, 3, 10, 12) + mapping


def _square() -> bytes:
    """One contour of four points on the curve, corner to corner."""
    head = struct.pack(">hhhhh", 1, 0, DESCENT, UNITS, ASCENT)
    steps = [(0, DESCENT), (0, ASCENT - DESCENT), (UNITS, 0), (0, DESCENT - ASCENT)]
    across = b"".join(struct.pack(">h", x) for x, _ in steps)
    up = b"".join(struct.pack(">h", y) for _, y in steps)
    glyph = head + struct.pack(">HH", 3, 0) + b"\x01" * 4 + across + up
    return glyph + b"\0" * (-len(glyph) % 4)


def _font_file(tables: dict[bytes, bytes]) -> bytes:
    """The tables behind their directory. Checksums are left at 0: nothing that reads a font to draw looks at them."""
    directory, body = b"", b""
    start = 12 + 16 * len(tables)
    for tag, data in sorted(tables.items()):
        directory += struct.pack(">4sIII", tag, 0, start + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    return struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, len(tables) * 16 - 64) + directory + body
