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
