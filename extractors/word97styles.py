"""What the paragraph styles of a Word 97-2003 document say of their paragraphs (MS-DOC 2.9.271, 2.9.258, 2.9.330)."""

import struct

from extractors.word97pieces import Head
from extractors.word97properties import modifiers

STYLES = 1
"""Their place in the table of pointers."""
PARAGRAPH = 1
"""The sort of style (stk) that paragraphs have."""
MOST = 4_095
DEEPEST = 20


def paragraph_styles(head: Head, table: bytes) -> dict[int, dict[int, bytes]]:
    """The modifiers of each paragraph style by its number, those of the styles it is based on among them."""
    start, length = head.pointer(STYLES)
    sheet = table[start : start + length]
    own: dict[int, tuple[int, dict[int, bytes]]] = {}
    try:
        size, count, base = struct.unpack_from("<HHH", sheet)
        at = 2 + size
        for number in range(min(count, MOST)):
            (length,) = struct.unpack_from("<H", sheet, at)
            content = sheet[at + 2 : at + 2 + length]
            at += 2 + length + (length & 1)
            if length > base and (read := _style(content, base)) is not None:
                own[number] = read
    except struct.error:  # styles that are cut short: those before are good
        pass
    return {number: _whole(number, own) for number in own}


def _style(content: bytes, base: int) -> tuple[int, dict[int, bytes]] | None:
    """The number of the style that this one is based on, and its own modifiers; None for one that is not of paragraphs."""
    (about,) = struct.unpack_from("<H", content, 2)
    if about & 15 != PARAGRAPH:
        return None
    (letters,) = struct.unpack_from("<H", content, base)
    at = base + 2 + 2 * letters + 2
    at += at & 1
    (size,) = struct.unpack_from("<H", content, at)
    return about >> 4, modifiers(content[at + 4 : at + 2 + size])


def _whole(number: int, own: dict[int, tuple[int, dict[int, bytes]]]) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    for _ in range(DEEPEST):
        if number not in own:
            break
        number, said = own[number]
        found = said | found
    return found
