"""The letters of a PDF page as pdfium holds them: the text, and of each letter its box, its look and its face."""

import re
from collections.abc import Iterator, Mapping, Sequence
from ctypes import addressof, c_char, create_string_buffer, string_at
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

from extractors.pdf_calls import Room, calls, number_of
from extractors.pdf_frame import Frame, Matrix
from extractors.pdf_objects import Setting
from extractors.plain import SURROGATE
from pipeline.document import Box

BLANKS = " \t\u3000\xa0"
BOLD = 600
"""Weight of a font from which it is bold (OpenType's usWeightClass)."""
HEAVY = re.compile(rb"bold|black|heavy|hei(?!ti-?(?:light|regular))|xbs|\xba\xda\xcc\xe5", re.IGNORECASE)
"""Names of fonts as black as bold; the last is 黑体 in GBK."""
FILLED_AND_OUTLINED = 2
new = tuple.__new__
"""Makes a box in half the time that its own name takes."""
SECOND = "\udc00"
"""Stands in the text of a page for the second half of a letter; no letter of its own."""


@dataclass(slots=True)
class Face:
    """A typeface on one page: pdfium's handle of its font, and letters it shows there, some of them a neighbour's in the line.

    Fonts without a name (Type 3, of which a program may make dozens from one typeface) count as one.
    """

    handle: int
    name: bytes
    heavy: bool = False
    """Bold, or as black as bold."""
    letters: set[str] = field(default_factory=set)


class Look(NamedTuple):
    """How the letters of one text object are set: size in points as it comes out, way, face, whether as black as bold."""

    size: float
    turn: int | None
    face: int
    heavy: bool


class PageText:
    """The characters of one page and what pdfium knows of each."""

    def __init__(self, textpage: Any, frame: Frame, settings: Mapping[int, Setting] = MappingProxyType({})) -> None:
        """`settings` tells of text objects, by handle, what need not be asked again."""
        raw = calls()
        self.raw = raw
        self.textpage = number_of(textpage.raw)
        self._loose_box, self.object_at = raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetTextObject
        """`object_at(textpage, index)`: the text object a letter is of."""
        self.frame = frame
        self._left, self._top, self._level = frame.left, frame.top, not frame.turns
        rectangle, matrix, edges = Room("4f"), Room("6f"), Room("4d")
        self._rectangle_at, self._rectangle = rectangle.address, rectangle.read
        self._matrix_at, self._matrix = matrix.address, matrix.read
        self._edges_at, self._edges = tuple(edges.address + 8 * edge for edge in range(4)), edges.read
        self._rooms = rectangle, matrix, edges
        self._settings = settings
        self.faces: list[Face] = []
        self._numbers: dict[int, int] = {}
        self._looks: dict[int, Look] = {}
        self._ways: dict[tuple[float, ...], tuple[float, int | None]] = {}
        self.text = self._read()

    def _read(self) -> str:
        """One letter for each character index, so that an index in the text is an index on the page."""
        count: int = self.raw.FPDFText_CountChars(self.textpage)
        if count <= 0:
            return ""
        buffer = (c_char * _room_for(2 * count + 2))()
        given = self.raw.FPDFText_GetText(self.textpage, 0, count, addressof(buffer))
        text = string_at(buffer, 2 * max(0, given - 1)).decode("utf-16-le", "surrogatepass")
        if len(text) == count and not _has_surrogates(text):
            return text
        return "".join(whole_letters([self.raw.FPDFText_GetUnicode(self.textpage, index) for index in range(count)]))

    def box(self, index: int) -> Box:
        """The box of the character's em: as tall as its font, as wide as its advance."""
        self._loose_box(self.textpage, index, self._rectangle_at)
        left, top, right, bottom = self._rectangle()
        if self._level and left <= right and bottom <= top:  # as `Frame.box`, for nearly every letter
            return new(Box, (left - self._left, self._top - top, right - self._left, self._top - bottom))
        return self.frame.box(left, bottom, right, top)

    def extent(self, index: int) -> tuple[float, float]:
        """Where the character's box begins and ends across the page."""
        if not self._level:
            box = self.box(index)
            return box.x0, box.x1
        self._loose_box(self.textpage, index, self._rectangle_at)
        left, _, right, _ = self._rectangle()
        edge = self._left
        return (left - edge, right - edge) if left <= right else (right - edge, left - edge)

    def tight_box(self, index: int) -> Box:
        """The box of what is drawn of the character."""
        self.raw.FPDFText_GetCharBox(self.textpage, index, *self._edges_at)
        left, right, bottom, top = self._edges()
        return self.frame.box(left, bottom, right, top)

    def look(self, index: int) -> Look:
        """How a character is set. All of one text object are set alike: pdfium is asked once for each."""
        return self.drawn_look(index)[1]

    def drawn_look(self, index: int) -> tuple[int, Look]:
        """The number of the text object a character is of (0 or None for one that stands in none), and how it is set."""
        drawn = self.object_at(self.textpage, index)
        return drawn, self._looks.get(drawn) or self._new_look(index, drawn)

    def _new_look(self, index: int, drawn: int) -> Look:
        setting = self._settings.get(drawn) or self._setting(index, drawn)
        scale, turn = self._ways.get(setting.matrix) or self._new_way(setting.matrix)
        face = self._face_of(drawn)
        heavy = (face >= 0 and self.faces[face].heavy) or setting.mode == FILLED_AND_OUTLINED
        found = Look(round(setting.size * scale, 2) or 1.0, turn, face, heavy)
        if drawn:
            self._looks[drawn] = found
        return found

    def _setting(self, index: int, drawn: int) -> Setting:
        mode = self.raw.FPDFTextObj_GetTextRenderMode(drawn) if drawn else 0
        return Setting(self.matrix_of(index)[:4], self.font_size(index), mode)

    def _new_way(self, key: tuple[float, ...]) -> tuple[float, int | None]:
        """By how much a character is larger than its font size, and which way it runs; few matrices serve a whole page."""
        matrix = Matrix(*key)
        found = self._ways[key] = (matrix.scale, self.frame.direction(matrix))
        return found

    def matrix_of(self, index: int) -> Matrix:
        self.raw.FPDFText_GetMatrix(self.textpage, index, self._matrix_at)
        return Matrix(*self._matrix())

    def font_size(self, index: int) -> float:
        """In points, before the letter's matrix."""
        return float(self.raw.FPDFText_GetFontSize(self.textpage, index))

    def face_at(self, index: int) -> int:
        """The number of the font of a character; -1 for one that stands in none."""
        return self._face_of(self.raw.FPDFText_GetTextObject(self.textpage, index))

    def _face_of(self, drawn: int) -> int:
        font = self.raw.FPDFTextObj_GetFont(drawn) if drawn else None
        if not font:
            return -1
        known = self._numbers.get(font)
        return self._new_face(font) if known is None else known

    def _new_face(self, font: int) -> int:
        name = create_string_buffer(128)
        self.raw.FPDFFont_GetBaseFontName(font, addressof(name), 128)
        nameless = 0 if not name.value else font
        number = self._numbers.setdefault(nameless, len(self.faces))
        self._numbers[font] = number
        if number == len(self.faces):
            heavy = self.raw.FPDFFont_GetWeight(font) >= BOLD or HEAVY.search(name.value) is not None
            self.faces.append(Face(font, name.value, heavy))
        return number

    def letters_of(self, face: int) -> set[str]:
        """The letters that are truly set in a font; asks for each character of the page."""
        return {letter for index, letter in enumerate(self.text) if letter not in BLANKS and self.face_at(index) == face}

    def generated(self, index: int) -> bool:
        """Whether pdfium put the character there itself, because of a gap."""
        return bool(self.raw.FPDFText_IsGenerated(self.textpage, index) == 1)

    def widest_gap(self, start: int, end: int) -> float:
        """The widest gap, in points along the line, between the runs of a level line."""
        count = self.raw.FPDFText_CountRects(self.textpage, start, end - start)
        if count <= 1:
            return 0.0
        rectangle = self.raw.FPDFText_GetRect
        boxes = []
        for index in range(count):
            rectangle(self.textpage, index, *self._edges_at)
            left, top, right, bottom = self._edges()
            boxes.append(self.frame.box(left, bottom, right, top))
        boxes.sort()
        reach, gap = boxes[0].x1, 0.0
        for box in boxes:
            gap = max(gap, box.x0 - reach)
            reach = max(reach, box.x1)
        return gap


def _room_for(size: int) -> int:
    """A power of two from `size` on: each length of an array is a type of its own, which takes long to make."""
    return 1 << max(10, size.bit_length())


def whole_letters(codes: Sequence[int]) -> Iterator[str]:
    """One letter for each code. A letter beyond the first plane is two codes: it stands for the first, and `SECOND` follows."""
    whole = False
    for code, after in zip(codes, (*codes[1:], 0), strict=True):
        if whole:
            whole = False
            yield SECOND
        elif 0xD800 <= code < 0xDC00 <= after <= 0xDFFF:
            whole = True
            yield chr(0x10000 + ((code - 0xD800) << 10) + after - 0xDC00)
        else:
            yield chr(code) if 0 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else "\ufffd"


def _has_surrogates(text: str) -> bool:
    return SURROGATE.search(text) is not None
