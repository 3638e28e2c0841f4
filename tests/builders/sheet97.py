"""Builds small Excel 97-2003 workbooks (MS-XLS) from their records."""

import struct

from tests.builders.ole import ole

GLOBALS, SHEET = 0x0005, 0x0010


def xls(
    *sheets: bytes, names: tuple[str, ...] = ("成果", "附表"), states: tuple[int, ...] = (0, 0), shared: bytes = b""
) -> bytes:
    """A workbook of `sheets`, each the records of its cells; `shared` are further records of the globals."""
    listed = sum(4 + 8 + 2 * len(names[number]) for number in range(len(sheets)))
    opening = bof(GLOBALS) + shared
    offset = len(opening) + listed + 4
    book = opening
    bodies = [bof(SHEET) + sheet + record(0x000A) for sheet in sheets]
    for number, body in enumerate(bodies):
        name = names[number].encode("utf-16-le")
        book += record(0x0085, struct.pack("<IBBBB", offset, states[number], 0, len(names[number]), 1) + name)
        offset += len(body)
    return ole({"Workbook": book + record(0x000A) + b"".join(bodies)})


def xls95(sheet: bytes, *, name: str = "成果", code_page: int = 936, charset: str = "gb18030", shared: bytes = b"") -> bytes:
    """A workbook of Excel 5 or 95, whose letters are bytes, with one sheet."""
    words = name.encode(charset)
    opening = bof(GLOBALS, 0x0500) + record(0x0042, struct.pack("<H", code_page)) + shared
    listed = struct.pack("<IBBB", len(opening) + 4 + 7 + len(words) + 4, 0, 0, len(words)) + words
    book = opening + record(0x0085, listed) + record(0x000A)
    return ole({"Book": book + bof(SHEET, 0x0500) + sheet + record(0x000A)})


def text95(row: int, column: int, words: bytes) -> bytes:
    return record(0x0204, struct.pack("<HHHH", row, column, 0, len(words)) + words)


def box95(words: bytes, *, name: bytes = b"", macro: bytes = b"", sort: int = 6) -> bytes:
    """A text box of Excel 5: what all objects have, its frame, how the text is set, its name, its macro, its words."""
    about = struct.pack("<IHHH8HHHHH", 1, sort, 1, 0x2011, 1, 0, 1, 0, 4, 0, 6, 0, len(macro), 0, len(name), 0)
    frame = bytes.fromhex("0809010108000001") + bytes(2)
    text = struct.pack("<HHHHHHH", len(words), 0, 16, 0, 0, 0x0212, 0) + bytes(12)
    named = bytes([len(name)]) + name if name else b""
    parts = (about, frame, text, named + bytes(len(named) % 2), macro + bytes(len(macro) % 2), words + bytes(len(words) % 2))
    runs = struct.pack("<HHHH", 0, 0, 0, 0) + struct.pack("<HHHH", len(words), 0, 0, 0)
    return record(0x005D, b"".join(parts) + runs)


def chart(title: bytes, series: bytes) -> bytes:
    """A chart in a sheet, with a series and a title; both names are as the workbook's version writes them."""
    begin, end = record(0x1033), record(0x1034)
    of_series = record(0x1003, bytes(12)) + begin + record(0x100D, bytes(2) + series) + end
    of_title = record(0x1025, bytes(32)) + begin + record(0x100D, bytes(2) + title) + end
    return bof(0x20) + of_series + of_title + record(0x000A)


def record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def bof(kind: int, version: int = 0x0600) -> bytes:
    return record(0x0809, struct.pack("<HHHHII", version, kind, 0, 0, 0, 0))


def text(row: int, column: int, words: str) -> bytes:
    """A cell with its text in it."""
    return record(0x0204, struct.pack("<HHHHB", row, column, 0, len(words), 1) + words.encode("utf-16-le"))


def figure(row: int, column: int, number: float, *, style: int = 0) -> bytes:
    return record(0x0203, struct.pack("<HHHd", row, column, style, number))


def number_format(key: int, code: str) -> bytes:
    return record(0x041E, struct.pack("<HHB", key, len(code), 1) + code.encode("utf-16-le"))


def font(height: int = 220, color: int = 0x7FFF) -> bytes:
    return record(0x0031, struct.pack("<HHH", height, 0, color) + bytes(8))


def look(*, number: int = 0, font: int = 0) -> bytes:
    return record(0x00E0, struct.pack("<HH", font, number) + bytes(16))


def over(words: str, *, sort: int = 6, number: int = 1, cut: int = 0) -> bytes:
    """An object over the sheet (6: text box, 0x19: comment) with its text; the first `cut` letters stand apart, a byte each."""
    about = struct.pack("<HHHH", 0x15, 0x12, sort, number) + bytes(14)
    pieces = [b"\0" + words[:cut].encode("latin-1")] if cut else []
    pieces.append(b"\1" + words[cut:].encode("utf-16-le"))
    text = record(0x01B6, struct.pack("<HH6xHHI", 0, 0, len(words), 16, 0))
    return record(0x005D, about) + text + b"".join(record(0x003C, piece) for piece in pieces) + record(0x003C, bytes(16))


def comment(row: int, column: int, *, number: int) -> bytes:
    """Puts the comment with this number on a cell."""
    return record(0x001C, struct.pack("<HHHHHBB", row, column, 0, number, 1, 0, 65) + b"\0")
