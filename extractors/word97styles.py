"""What the styles of a Word 97-2003 document say of their paragraphs and letters (MS-DOC 2.9.271, 2.9.258, 2.9.330)."""

import struct
from dataclasses import dataclass, field

from extractors.word97pieces import Head
from extractors.word97properties import modifiers

STYLES = 1
"""Their place in the table of pointers."""
PARAGRAPH, CHARACTER = 1, 2
"""The sorts of styles (stk) that paragraphs and runs have."""
MOST = 4_095
DEEPEST = 20

Modifiers = dict[int, bytes]


@dataclass(slots=True)
class StyleSheet:
    """The modifiers of each style by its number, those of the styles it is based on among them."""

    paragraphs: dict[int, Modifiers] = field(default_factory=dict)
    letters: dict[int, Modifiers] = field(default_factory=dict)
    """Of styles of both sorts, what they say of letters."""
    cut_short: bool = False
    """The table ends before its styles do; those before are good."""


@dataclass(frozen=True, slots=True)
class _Style:
    based_on: int
    paragraph: Modifiers
    letters: Modifiers


def style_sheet(head: Head, table: bytes) -> StyleSheet:
    """The styles of a document; one without any, or with an empty table, has none."""
    start, length = head.pointer(STYLES)
    sheet = table[start : start + length]
    own: dict[int, _Style] = {}
    found = StyleSheet()
    try:
        size, count, base = struct.unpack_from("<HHH", sheet) if sheet else (0, 0, 0)
        at = 2 + size
        for number in range(min(count, MOST)):
            (length,) = struct.unpack_from("<H", sheet, at)
            content = sheet[at + 2 : at + 2 + length]
            found.cut_short = len(content) < length
            at += 2 + length + (length & 1)
            if length > base and (read := _style(content, base)) is not None:
                own[number] = read
    except struct.error:
        found.cut_short = True
    for number in own:
        found.paragraphs[number], found.letters[number] = _whole(number, own)
    return found


def _style(content: bytes, base: int) -> _Style | None:
    """A style of paragraphs or of runs; None for one of tables or lists."""
    (about,) = struct.unpack_from("<H", content, 2)
    if about & 15 not in (PARAGRAPH, CHARACTER):
        return None
    (letters,) = struct.unpack_from("<H", content, base)
    at = base + 2 + 2 * letters + 2
    if about & 15 == CHARACTER:
        return _Style(about >> 4, {}, modifiers(_part(content, at)))
    of_paragraph = _part(content, at)
    at += 2 + len(of_paragraph)
    return _Style(about >> 4, modifiers(of_paragraph[2:]), modifiers(_part(content, at)))


def _part(content: bytes, at: int) -> bytes:
    """A part of a style (LPUpx) with its length before it, at an even place; what is not there is empty."""
    at += at & 1
    if at + 2 > len(content):
        return b""
    (size,) = struct.unpack_from("<H", content, at)
    return content[at + 2 : at + 2 + size]


def _whole(number: int, own: dict[int, _Style]) -> tuple[Modifiers, Modifiers]:
    of_paragraph: Modifiers = {}
    of_letters: Modifiers = {}
    for _ in range(DEEPEST):
        style = own.get(number)
        if style is None:
            break
        number = style.based_on
        of_paragraph, of_letters = style.paragraph | of_paragraph, style.letters | of_letters
    return of_paragraph, of_letters
