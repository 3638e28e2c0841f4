"""Builds small Word 97-2003 documents (MS-DOC): text in one or two pieces, one page of paragraphs, one page of runs."""

import struct
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from tests.builders.ole import ole

TEXT_AT = 1024
PAGE = 512
IN_CELL = struct.pack("<HB", 0x2416, 1)
ROW_END = IN_CELL + struct.pack("<HB", 0x2417, 1)
DELETED = struct.pack("<HB", 0x0800, 1)
HIDDEN = struct.pack("<HB", 0x083C, 1)
WHITE = struct.pack("<HB", 0x2A42, 8)
BLACK = struct.pack("<HB", 0x2A42, 1)
SMALL = struct.pack("<HH", 0x4A43, 4)
"""Two points."""
DARK_LETTERS, DARK_PARAGRAPH = struct.pack("<HH", 0x4866, 2 << 5), struct.pack("<HH", 0x442D, 2 << 5)
"""Shading in blue."""


def in_style(number: int) -> bytes:
    """The modifiers of a run in the style `number`."""
    return struct.pack("<HH", 0x4A30, number)


class P97(NamedTuple):
    """A paragraph with its mark, its style's number and its modifiers."""

    text: str
    style: int = 0
    modifiers: bytes = b""


class R97(NamedTuple):
    """Modifiers of the characters from `first` up to `last`."""

    first: int
    last: int
    modifiers: bytes


def doc(
    *paragraphs: P97,
    runs: tuple[R97, ...] = (),
    counts: tuple[int, ...] = (),
    flags: int = 0,
    version: int = 0xC1,
    narrow: int = 0,
    data: bytes = b"",
    tables: Mapping[int, tuple[bytes, bytes]] = MappingProxyType({}),
) -> bytes:
    """A document; `counts` are the characters of its parts (all of them body if not given), the first `narrow` characters
    are kept in one byte each. `data` is the stream that pictures lie in. `tables` are further structures by their place among
    the pointers, each with what follows it."""
    text = "".join(paragraph.text for paragraph in paragraphs)
    first, rest = text[:narrow].encode("cp1252"), text[narrow:].encode("utf-16-le")
    offsets = [TEXT_AT + at if at < narrow else TEXT_AT + narrow + 2 * (at - narrow) for at in range(len(text) + 1)]
    body = (first + rest).ljust(-(-(len(first) + len(rest)) // PAGE) * PAGE, b"\0")
    paragraph_page = (TEXT_AT + len(body)) // PAGE
    ends = [sum(len(before.text) for before in paragraphs[:index]) for index in range(len(paragraphs) + 1)]
    bounds = sorted({0, len(text), *(edge for run in runs for edge in run[:2])})
    looks = [next((run.modifiers for run in runs if run.first <= at < run.last), b"") for at in bounds[:-1]]
    pages = _paragraph_page([offsets[end] for end in ends], [struct.pack("<H", p.style) + p.modifiers for p in paragraphs])
    pages += _run_page([offsets[bound] for bound in bounds], looks)
    clx = _clx(len(text), narrow)
    table = clx + struct.pack("<III", offsets[0], offsets[-1], paragraph_page + 1)
    table += struct.pack("<III", offsets[0], offsets[-1], paragraph_page)
    head = bytearray(TEXT_AT)
    struct.pack_into("<HH", head, 0, 0xA5EC, version)
    struct.pack_into("<H", head, 10, 0x0200 | flags)
    struct.pack_into("<8I", head, 64 + 12, *(counts or (len(text),)), *[0] * (8 - len(counts or (0,))))
    for index, (at, size) in {33: (0, len(clx)), 12: (len(clx), 12), 13: (len(clx) + 12, 12)}.items():
        struct.pack_into("<II", head, 154 + 8 * index, at, size)
    for index, (content, rest) in tables.items():
        struct.pack_into("<II", head, 154 + 8 * index, len(table), len(content))
        table += content + rest
    streams = {"WordDocument": bytes(head) + body + pages, "1Table": table}
    return ole(streams | ({"Data": data} if data else {}))


def in_list(number: int, level: int = 0) -> bytes:
    """The modifiers of an item of list `number` (from 1)."""
    return struct.pack("<HH", 0x460B, number) + struct.pack("<HB", 0x260A, level)


def lists(*levels: tuple[int, int, str], restart: int | None = None) -> dict[int, tuple[bytes, bytes]]:
    """One list of nine levels and one override of it, which begins its first level at `restart` where that is given.

    `levels` are first number, format and label, in which the characters 0 to 8 stand for the numbers of the levels.
    """
    fixed = struct.pack("<Hll", 1, 77, 0) + bytes(20)
    nine = (*levels, *[(1, 0, "")] * (9 - len(levels)))
    texts = b"".join(_level(*level) for level in nine)
    own = b"" if restart is None else struct.pack("<lL", restart, 0x10)
    override = struct.pack("<LlLLBBBB", 1, 77, 0, 0, len(own) // 8, 0, 0, 0)
    return {73: (fixed, texts), 74: (override + struct.pack("<L", 0xFFFFFFFF) + own, b"")}


def _level(start: int, sort: int, label: str) -> bytes:
    return struct.pack("<lB", start, sort) + bytes(23) + struct.pack("<H", len(label)) + label.encode("utf-16-le")


def styles(
    *,
    letters: Mapping[str, bytes] = MappingProxyType({}),
    of_runs: Mapping[str, bytes] = MappingProxyType({}),
    **modifiers: bytes,
) -> dict[int, tuple[bytes, bytes]]:
    """A style sheet of paragraph styles, each based on the one before, then of styles `of_runs`, based on none.

    `letters` are what paragraph styles say of letters, by the style's name.
    """
    sheet = struct.pack("<HHH", 4, len(modifiers) + len(of_runs), 10)
    for number, (name, content) in enumerate(modifiers.items()):
        parts = [struct.pack("<H", number) + content, letters.get(name, b"")]
        sheet += _style(name, 1 | (number - 1 if number else 0xFFF) << 4, parts)
    for name, content in of_runs.items():
        sheet += _style(name, 2 | 0xFFF << 4, [content])
    return {1: (sheet, b"")}


def _style(name: str, about: int, parts: list[bytes]) -> bytes:
    style = struct.pack("<HHHHH", 0, about, 0, 0, 0)
    style += struct.pack("<H", len(name)) + name.encode("utf-16-le") + b"\0\0"
    for part in parts:
        style += b"\0" * (len(style) % 2) + struct.pack("<H", len(part)) + part
    return struct.pack("<H", len(style)) + style + b"\0" * (len(style) % 2)


def _clx(size: int, narrow: int) -> bytes:
    positions = [0, *([narrow] if 0 < narrow < size else []), size]
    starts = [(TEXT_AT * 2) | 0x4000_0000 if narrow else TEXT_AT]
    if 0 < narrow < size:
        starts.append(TEXT_AT + narrow)
    plc = struct.pack(f"<{len(positions)}I", *positions) + b"".join(struct.pack("<HIH", 0, start, 0) for start in starts)
    return b"\2" + struct.pack("<I", len(plc)) + plc


def _paragraph_page(offsets: list[int], contents: list[bytes]) -> bytes:
    padded = [content + b"\0" * (len(content) % 2) for content in contents]
    return _page(offsets, [bytes((0, len(content) // 2)) + content for content in padded], 13)


def _run_page(offsets: list[int], contents: list[bytes]) -> bytes:
    return _page(offsets, [bytes((len(content),)) + content for content in contents], 1)


def _page(offsets: list[int], contents: list[bytes], width: int) -> bytes:
    page = bytearray(PAGE)
    page[-1] = len(contents)
    struct.pack_into(f"<{len(offsets)}I", page, 0, *offsets)
    at = PAGE - 2
    for index, content in enumerate(contents):
        at = (at - len(content)) & ~1
        page[at : at + len(content)] = content
        page[4 * len(offsets) + width * index] = at // 2
    return bytes(page)
