"""What the sheets of an Excel 5 to 2003 workbook share: names, texts, formats, fonts, styles (MS-XLS 2.1.7.20.1).

Excel 5 and 95 (BIFF5) have no shared texts, and keep letters as bytes in the code page that the workbook names.
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass, field

from extractors.charset import label
from extractors.numberformat import hides
from extractors.rtf_state import CODE_PAGES
from extractors.sheet97records import Record, records, shared_strings, short_string
from extractors.sheetstyles import PLAIN, CellStyle, built_in
from pipeline.errors import DocumentError, Reason

BOF, EOF, FILEPASS = 0x0809, 0x000A, 0x002F
BIFF_5, BIFF_8 = 0x0500, 0x0600
MACRO_SHEET = 1
WHITE = (1, 9)
"""Colours of the palette that are white."""
TINY = 80
"""Twentieths of a point under which text cannot be read on paper."""
MACINTOSH, WINDOWS = 0x8000, 0x8001
"""Code pages under numbers of their own."""


@dataclass(slots=True)
class Book97:
    """What the sheets share."""

    charset: str = ""
    """Of the letters of Excel 5 and 95; empty for later ones, whose letters are Unicode."""
    sheets: list[tuple[str, int, int]] = field(default_factory=list)
    """Name, byte offset and state of each."""
    strings: list[str] = field(default_factory=list)
    since_1904: bool = False
    has_macros: bool = False
    formats: dict[int, str] = field(default_factory=dict)
    fonts: list[tuple[int, int]] = field(default_factory=list)
    """Height and colour of each."""
    looks: list[tuple[int, int, bool]] = field(default_factory=list)
    """Font, format, and whether the cell is filled, of each style."""

    def string(self, content: bytes, at: int, *, counted: int, counted_then: int) -> str:
        """A string whose length is told in `counted` bytes, in Excel 5 and 95 in `counted_then`."""
        if not self.charset:
            return short_string(content, at, counted=counted)
        size, begin = int.from_bytes(content[at : at + counted_then], "little"), at + counted_then
        return content[begin : begin + size].decode(self.charset, "replace")

    def style(self, index: int) -> CellStyle:
        if not 0 <= index < len(self.looks):
            return PLAIN
        font, number, filled = self.looks[index]
        code = self.formats.get(number) or built_in().get(str(number), "General")
        height, color = self.fonts[font] if font < len(self.fonts) else (TINY, 0)
        if hides(code):
            return CellStyle(code, "a format that shows nothing")
        if height < TINY:
            return CellStyle(code, "under 4 points")
        return CellStyle(code, "in the colour of the paper" if color in WHITE and not filled else "")


def book97(stream: bytes) -> Book97:
    """The globals. Raises DocumentError: DAMAGED, ENCRYPTED, UNSUPPORTED_TYPE."""
    book = Book97()
    for number, record in enumerate(records(stream)):
        if number == 0 and (record.type != BOF or len(record.content) < 4):
            raise DocumentError(Reason.DAMAGED, "does not begin as a workbook does")
        if number == 0:
            book.charset = _charset_of(struct.unpack_from("<H", record.content)[0])
        if record.type == FILEPASS:
            raise DocumentError(Reason.ENCRYPTED, "the file asks for a password; save it without one")
        if record.type == EOF:
            break
        if record.type in GLOBALS:
            try:
                GLOBALS[record.type](book, record)
            except struct.error as error:
                raise DocumentError(Reason.DAMAGED, f"a record is too short: {error}") from error
    return book


def _charset_of(version: int) -> str:
    if version not in (BIFF_5, BIFF_8):
        raise DocumentError(Reason.UNSUPPORTED_TYPE, "a workbook older than Excel 5 cannot be read; save it as .xlsx")
    return "cp1252" if version == BIFF_5 else ""


def _code_page(book: Book97, record: Record) -> None:
    (number,) = struct.unpack_from("<H", record.content)
    if book.charset and number not in (MACINTOSH, WINDOWS):
        book.charset = CODE_PAGES.get(number) or label(f"cp{number}") or book.charset
    elif book.charset and number == MACINTOSH:
        book.charset = "mac_roman"


def _sheet_name(book: Book97, record: Record) -> None:
    offset, state, kind = struct.unpack_from("<IBB", record.content)
    book.has_macros |= kind == MACRO_SHEET
    if kind in (0, MACRO_SHEET):
        book.sheets.append((book.string(record.content, 6, counted=1, counted_then=1), offset, state & 3))


def _strings(book: Book97, record: Record) -> None:
    book.strings = shared_strings(record)


def _era(book: Book97, record: Record) -> None:
    book.since_1904 = record.content[:1] == b"\1"


def _format(book: Book97, record: Record) -> None:
    book.formats[struct.unpack_from("<H", record.content)[0]] = book.string(record.content, 2, counted=2, counted_then=1)


def _font(book: Book97, record: Record) -> None:
    height, _, color = struct.unpack_from("<HHH", record.content)
    book.fonts.append((height, color))
    if len(book.fonts) == 4:  # no font has the number 4
        book.fonts.append((height, color))


def _look(book: Book97, record: Record) -> None:
    font, number = struct.unpack_from("<HH", record.content)
    if book.charset:
        filled = struct.unpack_from("<I", record.content, 8)[0] >> 16 & 0x3F
    else:
        filled = struct.unpack_from("<I", record.content, 14)[0] >> 26
    book.looks.append((font, number, bool(filled)))


GLOBALS: dict[int, Callable[[Book97, Record], None]] = {
    0x0085: _sheet_name, 0x00FC: _strings, 0x0022: _era, 0x041E: _format, 0x0031: _font, 0x00E0: _look, 0x0042: _code_page,
}  # fmt: skip
