"""The lists of a Word 97-2003 document (MS-DOC 2.9.131, 2.9.147, 2.9.150): the levels of each, for `Numbering` to count.

A paragraph names an override (LFO) by its number from 1, and that the list whose levels it takes.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from extractors.word97pieces import Head
from extractors.wordnumbering import Level, Numbering

LISTS, OVERRIDES = 73, 74
"""Their places in the table of pointers."""
LIST, LEVEL, OVERRIDE = 28, 28, 16
"""Bytes of the fixed part of each."""
BULLET, NONE = 23, 255
MOST_LISTS = 4_000
PRIVATE = re.compile("[\uf000-\uf0ff]")
"""A letter of a symbol font: as a bullet, some round, square or pointed sign."""
FORMATS = (
    "decimal", "upperRoman", "lowerRoman", "upperLetter", "lowerLetter", "ordinal", "cardinalText", "ordinalText", "hex",
    "chicago", "ideographDigital", "japaneseCounting", "aiueo", "iroha", "decimalFullWidth", "decimalHalfWidth",
    "japaneseLegal", "japaneseDigitalTenThousand", "decimalEnclosedCircle", "decimalFullWidth2", "aiueoFullWidth",
    "irohaFullWidth", "decimalZero", "bullet", "ganada", "chosung", "decimalEnclosedFullstop", "decimalEnclosedParen",
    "decimalEnclosedCircleChinese", "ideographEnclosedCircle", "ideographTraditional", "ideographZodiac",
    "ideographZodiacTraditional", "taiwaneseCounting", "ideographLegalTraditional", "taiwaneseCountingThousand",
    "taiwaneseDigital", "chineseCounting", "chineseLegalSimplified", "chineseCountingThousand",
)  # fmt: skip
"""Formats by their number (MSONFC), under the names that the newer format gives them."""


class _Read(NamedTuple):
    level: Level
    end: int


def numbering(head: Head, table: bytes) -> Numbering:
    """The document's lists under the numbers that paragraphs call them by; lists that are cut short end where they do."""
    made = Numbering(None)
    try:
        levels = dict(_lists(head, table))
        for number, (key, own) in enumerate(_overrides(head, table, levels), 1):
            made.define(str(number), levels.get(key, {}), shared=f"list {key}", own=own)
    except (struct.error, IndexError):
        return made
    return made


def _lists(head: Head, table: bytes) -> Iterator[tuple[int, dict[int, Level]]]:
    """Each list's identity and levels; the levels of all lists follow one another after the lists."""
    start, length = head.pointer(LISTS)
    if not length:
        return
    (count,) = struct.unpack_from("<H", table, start)
    at = start + length
    for index in range(min(count, MOST_LISTS)):
        fixed = start + 2 + LIST * index
        (key,) = struct.unpack_from("<l", table, fixed)
        levels: dict[int, Level] = {}
        for depth in range(1 if table[fixed + 26] & 1 else 9):
            levels[depth], at = _level(table, at)
        yield key, levels


def _overrides(head: Head, table: bytes, levels: dict[int, dict[int, Level]]) -> Iterator[tuple[int, dict[int, Level]]]:
    """For each override the list it is of, and the levels that it has of its own or begins anew."""
    start, length = head.pointer(OVERRIDES)
    if not length:
        return
    (count,) = struct.unpack_from("<L", table, start)
    count = min(count, MOST_LISTS)
    at = start + 4 + OVERRIDE * count
    for index in range(count):
        fixed = start + 4 + OVERRIDE * index
        (key,) = struct.unpack_from("<l", table, fixed)
        own: dict[int, Level] = {}
        at += 4
        for _ in range(table[fixed + 12]):
            begin, about = struct.unpack_from("<lL", table, at)
            at, depth = at + 8, about & 15
            base = levels.get(key, {}).get(depth, Level())
            if about & 0x20:
                base, at = _level(table, at)
            own[depth] = replace(base, start=begin) if about & 0x10 and not about & 0x20 else base
        yield key, own


def _level(table: bytes, at: int) -> _Read:
    """A level, and where the next begins: its fixed part, the looks of paragraph and label, the label."""
    begin, sort, about = struct.unpack_from("<lBB", table, at)
    looks, limit = table[at + 24] + table[at + 25], table[at + 26]
    at += LEVEL + looks
    (size,) = struct.unpack_from("<H", table, at)
    raw = table[at + 2 : at + 2 + 2 * size].decode("utf-16-le", "replace")
    text = "".join(f"%{ord(letter) + 1}" if letter < "\x09" else letter for letter in raw)
    if sort == BULLET and PRIVATE.fullmatch(text):
        text = "•"
    named = "none" if sort == NONE else FORMATS[sort] if sort < len(FORMATS) else "decimal"
    return _Read(Level(begin, named, text, limit if about & 8 else None, bool(about & 4)), at + 2 + 2 * size)
