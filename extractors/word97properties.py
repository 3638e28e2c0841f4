"""Properties of paragraphs and runs in a Word 97-2003 document: formatted pages and their modifiers (MS-DOC 2.6, 2.9)."""

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from extractors.word97pieces import Head

PAGE = 512
RUNS, PARAGRAPHS = 12, 13
"""Indices of the tables of formatted pages among the pointers of the head."""
OPERANDS = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
"""Bytes of a modifier's operand by the top three bits of its code; 6 says its own length."""
TABLE_DEFINITION = 0xD608
IN_TABLE, ROW_END, DEPTH, INNER_CELL, INNER_ROW_END, OUTLINE = 0x2416, 0x2417, 0x6649, 0x244B, 0x244C, 0x2640
DELETED, INSERTED, VANISH, SIZE, PALETTE, COLOR, SYMBOL = 0x0800, 0x0801, 0x083C, 0x4A43, 0x2A42, 0x6870, 0x6A09
COLOURS = (PALETTE, COLOR)
"""Two ways to say one thing: the later hides the earlier."""
STYLE = 0x4A30
"""The number of a run's own style."""
AS_STYLE = 0x80
HIGHLIGHT, LETTERS_SHADE_80, LETTERS_SHADE, PARAGRAPH_SHADE_80, PARAGRAPH_SHADE = 0x2A0C, 0x4866, 0xCA71, 0x442D, 0xC64D
PAPER = (b"\xff\xff\xff\0", b"\0\0\0\xff")
"""White, and the automatic colour."""
LIST, LIST_LEVEL = 0x460B, 0x260A
NO_LIST = 0x7FF
"""From here on, numbers of lists say that there was one."""
WHITE_OF_PALETTE = 8
TINY = 8
"""Half-points under which text cannot be read on paper."""
DEEPEST = 100
END_OF_FILE = 1 << 32


@dataclass(frozen=True, slots=True)
class Paragraph97:
    """What decides how a paragraph is read. `merges` are the vertical merges of a row's cells, 1 going on, 3 beginning."""

    depth: int = 0
    cell_end: bool = False
    row_end: bool = False
    outline: int | None = None
    merges: tuple[int, ...] = ()
    list: str = ""
    """The number of the list that the paragraph is an item of; empty for none."""
    level: int = 0


@dataclass(frozen=True, slots=True)
class Run97:
    """What decides whether a run is text: why it is not seen, a tracked change, a letter of a symbol font."""

    unseen: str = ""
    deleted: bool = False
    inserted: bool = False
    symbol: int | None = None


@dataclass(slots=True)
class Spans:
    """Properties by where their text lies: `starts` are byte offsets, each with what holds up to its end."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    found: list[dict[int, bytes]] = field(default_factory=list)
    styles: list[int] = field(default_factory=list)

    def at(self, offset: int) -> tuple[int | None, int]:
        """The index of what holds at `offset` (None for nothing), and the offset up to which that is so."""
        index = bisect_right(self.starts, offset) - 1
        if index >= 0 and offset < self.ends[index]:
            return index, self.ends[index]
        return None, self.starts[index + 1] if index + 1 < len(self.starts) else END_OF_FILE


def spans(head: Head, table: bytes, which: int) -> Spans:
    """All properties of one sort (`RUNS` or `PARAGRAPHS`) that say anything, in the order of the file."""
    offset, length = head.pointer(which)
    plc = table[offset : offset + length]
    count = max(0, (len(plc) - 4) // 8)
    found: list[tuple[int, int, int, dict[int, bytes]]] = []
    for index in range(count):
        (page,) = struct.unpack_from("<I", plc, 4 * (count + 1) + 4 * index)
        found += _page(head.document[PAGE * (page & 0x3F_FFFF) :][:PAGE], which)
    spans = Spans()
    for start, end, style, modifiers in sorted(found, key=_start):
        if start < end and (not spans.ends or start >= spans.ends[-1]):
            spans.starts.append(start)
            spans.ends.append(end)
            spans.styles.append(style)
            spans.found.append(modifiers)
    return spans


def paragraph(modifiers: dict[int, bytes], style: int, styled: dict[int, bytes]) -> Paragraph97:
    """What the modifiers of a paragraph say, and where they say nothing its style; styles 1 to 9 are the headings of these
    levels."""
    listed = _number(modifiers if LIST in modifiers else styled, LIST)
    depth = max(_number(modifiers, DEPTH), 1 if _number(modifiers, IN_TABLE) else 0)
    outline = modifiers[OUTLINE][0] if modifiers.get(OUTLINE) else style - 1 if 1 <= style <= 9 else None
    inner = depth > 1
    return Paragraph97(
        min(depth, DEEPEST),
        bool(_number(modifiers, INNER_CELL)),
        bool(_number(modifiers, INNER_ROW_END if inner else ROW_END)),
        outline,
        _merges(modifiers.get(TABLE_DEFINITION, b"")),
        str(listed) if 0 < listed < NO_LIST else "",
        min(8, _number(modifiers if LIST_LEVEL in modifiers else styled, LIST_LEVEL)),
    )


def run(modifiers: dict[int, bytes], *, shaded: bool = False) -> Run97:
    """What the modifiers of a run say; on a `shaded` ground white letters are seen."""
    unseen = ""
    if _number(modifiers, VANISH) == 1:
        unseen = "hidden text"
    elif 0 < _number(modifiers, SIZE) < TINY:
        unseen = "under 4 points"
    elif is_white(modifiers) and not shaded:
        unseen = "in the colour of the paper"
    symbol = modifiers.get(SYMBOL, b"")
    code = struct.unpack_from("<H", symbol, 2)[0] if len(symbol) == 4 else None
    return Run97(unseen, bool(_number(modifiers, DELETED)), bool(_number(modifiers, INSERTED)), code)


def over(modifiers: dict[int, bytes], below: dict[int, bytes]) -> dict[int, bytes]:
    """The modifiers of letters with those of their style `below` them. A toggle may say: as the style, or not as the style."""
    colours = COLOURS if any(code in modifiers for code in COLOURS) else ()
    whole = {code: said for code, said in below.items() if code not in colours} | modifiers
    toggle = _number(modifiers, VANISH)
    if toggle & AS_STYLE:
        whole[VANISH] = bytes([(_number(below, VANISH) & 1) ^ (toggle & 1)])
    return whole


def is_white(modifiers: dict[int, bytes]) -> bool:
    return _number(modifiers, PALETTE) == WHITE_OF_PALETTE or modifiers.get(COLOR) == b"\xff\xff\xff\0"


def is_shaded(modifiers: dict[int, bytes]) -> bool:
    """Whether letters or paragraphs of these modifiers stand on a ground that is not the paper's (Shd80 and Shd, 2.9.245)."""
    short = [_number(modifiers, code) for code in (LETTERS_SHADE_80, PARAGRAPH_SHADE_80)]
    whole = [modifiers.get(code, b"") for code in (LETTERS_SHADE, PARAGRAPH_SHADE)]
    return bool(
        _number(modifiers, HIGHLIGHT)
        or any(shade and (shade >> 10 or shade >> 5 & 31 not in (0, WHITE_OF_PALETTE)) for shade in short)
        or any(len(shade) >= 10 and (shade[8:10] != b"\0\0" or shade[4:8] not in PAPER) for shade in whole)
    )


def _page(page: bytes, which: int) -> Iterator[tuple[int, int, int, dict[int, bytes]]]:
    """A formatted page: n+1 offsets, n pointers, and from its end the properties they point to (2.9.33, 2.9.175)."""
    if len(page) < PAGE:
        return
    count, width = page[-1], 1 if which == RUNS else 13
    if 4 * (count + 1) + width * count > PAGE:
        return
    offsets = struct.unpack_from(f"<{count + 1}I", page)
    for index in range(count):
        at = 2 * page[4 * (count + 1) + width * index]
        style, modifiers = _run_modifiers(page, at) if which == RUNS else _paragraph_modifiers(page, at)
        yield offsets[index], offsets[index + 1], style, modifiers


def _run_modifiers(page: bytes, at: int) -> tuple[int, dict[int, bytes]]:
    return 0, modifiers(page[at + 1 : at + 1 + page[at]]) if at else {}


def _paragraph_modifiers(page: bytes, at: int) -> tuple[int, dict[int, bytes]]:
    if not at or at + 2 > PAGE:
        return 0, {}
    size, begin = (2 * page[at] - 1, at + 1) if page[at] else (2 * page[at + 1], at + 2)
    content = page[begin : begin + size]
    return (struct.unpack_from("<H", content)[0], modifiers(content[2:])) if len(content) >= 2 else (0, {})


def modifiers(content: bytes) -> dict[int, bytes]:
    """The modifiers (Sprm, 2.6) by their code, each with its operand."""
    found: dict[int, bytes] = {}
    at = 0
    while at + 3 <= len(content):
        (code,) = struct.unpack_from("<H", content, at)
        at += 2
        size = OPERANDS.get(code >> 13)
        if size is None and code == TABLE_DEFINITION and at + 2 <= len(content):
            size, at = struct.unpack_from("<H", content, at)[0] - 1, at + 2
        elif size is None:
            size, at = content[at], at + 1
        found[code] = content[at : at + size]
        at += max(0, size)
    return found


def _merges(definition: bytes) -> tuple[int, ...]:
    """The vertical merges of a row's cells (TDefTableOperand, 2.9.324): after the edges, 20 bytes a cell."""
    if not definition:
        return ()
    count = definition[0]
    cells = definition[1 + 2 * (count + 1) :]
    return tuple((cells[20 * index] >> 5) & 3 if 20 * index < len(cells) else 0 for index in range(min(count, 64)))


def _number(modifiers: dict[int, bytes], code: int) -> int:
    return int.from_bytes(modifiers.get(code, b""), "little")


def _start(found: tuple[int, int, int, dict[int, bytes]]) -> int:
    return found[0]
