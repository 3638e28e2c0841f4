"""The lines of a PDF page as pdfium reads them, each with its box, split where a gutter or a hidden run cuts them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from ctypes import byref, c_double, c_ushort
from dataclasses import replace
from typing import Any, NamedTuple

from extractors.grids import Grid
from extractors.joining import HAN, is_han
from extractors.layout import Line
from extractors.pdf_frame import Frame, Matrix, union
from extractors.plain import SURROGATE
from pipeline.document import Box

BREAK = re.compile("[\r\n\ufffe\x02]")
"""Where pdfium breaks lines; U+FFFE and U+0002 stand for a hyphen at a line's end."""
HYPHENS = "\ufffe\x02"
SPACED_HAN = re.compile(f"[{HAN}] +[{HAN}]")
GAP = 1.0
"""Em of white within a line from which it is two."""
TRUE_BLANK = 0.75
"""Em of white between Han letters from which it is a blank, not letter-spacing."""
BLANKS = " \t\u3000\xa0"


SECOND = "\udc00"
"""Stands in the text of a page for the second half of a letter; no letter of its own."""


class Letter(NamedTuple):
    """A character with its index on the page."""

    letter: str
    at: int


class PageText:
    """The characters of one page and what pdfium knows of each."""

    def __init__(self, textpage: Any, frame: Frame) -> None:
        from pypdfium2 import raw  # noqa: PLC0415  heavy; loaded where a PDF is read

        self.raw: Any = raw
        self.textpage = textpage
        self.frame = frame
        self.rectangle = raw.FS_RECTF()
        self.rectangle_ref = byref(self.rectangle)
        self.matrix = raw.FS_MATRIX()
        self.edges = tuple(c_double() for _ in range(4))
        self.edge_refs = tuple(byref(edge) for edge in self.edges)
        self.text = self._read()

    def _read(self) -> str:
        """One letter for each character index, so that an index in the text is an index on the page."""
        count: int = self.raw.FPDFText_CountChars(self.textpage)
        if count <= 0:
            return ""
        buffer = (c_ushort * (count + 1))()
        given = self.raw.FPDFText_GetText(self.textpage, 0, count, buffer)
        text = bytes(buffer)[: 2 * max(0, given - 1)].decode("utf-16-le", "surrogatepass")
        if len(text) == count and not _has_surrogates(text):
            return text
        return "".join(whole_letters([self.raw.FPDFText_GetUnicode(self.textpage, index) for index in range(count)]))

    def box(self, index: int) -> Box:
        """The box of the character's em: as tall as its font, as wide as its advance."""
        self.raw.FPDFText_GetLooseCharBox(self.textpage, index, self.rectangle_ref)
        found = self.rectangle
        return self.frame.box(found.left, found.bottom, found.right, found.top)

    def matrix_of(self, index: int) -> Matrix:
        self.raw.FPDFText_GetMatrix(self.textpage, index, self.matrix)
        found = self.matrix
        return Matrix(found.a, found.b, found.c, found.d, found.e, found.f)

    def font_size(self, index: int) -> float:
        return float(self.raw.FPDFText_GetFontSize(self.textpage, index))

    def generated(self, index: int) -> bool:
        """Whether pdfium put the character there itself, because of a gap."""
        return bool(self.raw.FPDFText_IsGenerated(self.textpage, index) == 1)

    def widest_gap(self, start: int, end: int) -> float:
        """The widest gap, in points along the line, between the runs of a level line."""
        boxes = []
        for index in range(self.raw.FPDFText_CountRects(self.textpage, start, end - start)):
            self.raw.FPDFText_GetRect(self.textpage, index, *self.edge_refs)
            left, top, right, bottom = (edge.value for edge in self.edges)
            boxes.append(self.frame.box(left, bottom, right, top))
        boxes.sort()
        reach, gap = float("inf"), 0.0
        for box in boxes:
            gap = max(gap, box.x0 - reach)
            reach = box.x1 if reach == float("inf") else max(reach, box.x1)
        return gap


def lines(page: PageText, hidden: Mapping[int, str], grids: Sequence[Grid]) -> Iterator[Line]:
    """The lines in pdfium's order. Hidden runs, and what stands in different cells of a table, are lines of their own."""
    start = 0
    text = page.text
    for found in BREAK.finditer(text):
        hyphen = found.group() in HYPHENS
        yield from _pieces(page, start, found.start() + hyphen, hidden, grids)
        start = found.end()
    yield from _pieces(page, start, len(text), hidden, grids)


def _pieces(page: PageText, start: int, end: int, hidden: Mapping[int, str], grids: Sequence[Grid]) -> Iterator[Line]:
    for first, last, why in _runs(start, end, hidden):
        letters = _stripped([Letter(page.text[index], index) for index in range(first, last) if page.text[index] != SECOND])
        if not letters:
            continue
        for cell, part in _by_cell(page, letters, grids) if grids else ((None, letters),):
            for line in _split(page, part, why):
                yield line if cell is None else replace(line, cell=cell)


def _by_cell(page: PageText, letters: list[Letter], grids: Sequence[Grid]) -> list[tuple[tuple[int, int] | None, list[Letter]]]:
    """The letters by the cell they stand in. Most lines stand in one, which their ends tell."""
    first, last = cell_of(page.box(letters[0].at), grids), cell_of(page.box(letters[-1].at), grids)
    if first == last:
        return [(first, letters)]
    parts: list[tuple[tuple[int, int] | None, list[Letter]]] = []
    for letter in letters:
        if letter.letter in BLANKS:
            if parts:
                parts[-1][1].append(letter)
            continue
        cell = cell_of(page.box(letter.at), grids)
        if not parts or parts[-1][0] != cell:
            parts.append((cell, []))
        parts[-1][1].append(letter)
    return [(cell, _stripped(part)) for cell, part in parts]


def cell_of(box: Box, grids: Sequence[Grid]) -> tuple[int, int] | None:
    """The grid and its cell around the middle of a box."""
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    for number, grid in enumerate(grids):
        cell = grid.cell_at(x, y)
        if cell is not None:
            return number, cell
    return None


def _runs(start: int, end: int, hidden: Mapping[int, str]) -> Iterator[tuple[int, int, str]]:
    """Stretches that are seen or hidden as a whole."""
    if not hidden:
        yield start, end, ""
        return
    first = start
    for index in range(start, end):
        if index > first and hidden.get(index, "") != hidden.get(first, ""):
            yield first, index, hidden.get(first, "")
            first = index
    if end > first:
        yield first, end, hidden.get(first, "")


def _split(page: PageText, letters: list[Letter], why: str) -> Iterator[Line]:
    """The line, or its pieces where blanks stand for a wide gap."""
    line = _line(page, letters, why)
    inner = "".join(letter for letter, _ in letters)
    blank = any(letter in BLANKS for letter in inner)
    if not blank or line.upright or line.turn != 0:
        yield line
        return
    wide = page.widest_gap(letters[0].at, letters[-1].at + 1) >= GAP * line.size
    if not wide and not SPACED_HAN.search(inner):
        yield line
        return
    for piece in _at_gaps(page, letters, line.size):
        yield _line(page, piece, why)


def _at_gaps(page: PageText, letters: list[Letter], size: float) -> Iterator[list[Letter]]:
    """The letters cut at wide gaps, without the blanks that pdfium put between letters set apart."""
    piece: list[Letter] = []
    blanks: list[Letter] = []
    reach = 0.0
    for letter in letters:
        if letter.letter in BLANKS:
            blanks.append(letter)
            continue
        box = page.box(letter.at)
        gap = box.x0 - reach
        if piece and gap >= GAP * size:
            yield piece
            piece = []
        elif piece and blanks:
            spaced = gap < TRUE_BLANK * size and is_han(piece[-1].letter) and is_han(letter.letter)
            piece += [blank for blank in blanks if not (spaced and page.generated(blank.at))]
        piece.append(letter)
        blanks = []
        reach = box.x1
    if piece:
        yield piece


def _line(page: PageText, letters: list[Letter], why: str) -> Line:
    first, last = letters[0].at, letters[-1].at
    middle = next(index for letter, index in letters[len(letters) // 2 :] if letter not in BLANKS)
    start, end = page.box(first), page.box(last)
    box = union(start, end)
    matrix = page.matrix_of(middle)
    size = page.font_size(middle) * matrix.scale
    turn = page.frame.direction(matrix)
    text = "".join(letter for letter, _ in letters)
    return Line(
        text=text.replace("\ufffe", "-").replace("\x02", "-"),
        box=box,
        shown=box,
        size=round(size, 2) or 1.0,
        turn=turn,
        upright=turn == 0 and len(letters) > 1 and box.y1 - box.y0 > 1.8 * max(start.y1 - start.y0, 1.0) > box.x1 - box.x0,
        hyphen=text[-1] in HYPHENS or text[-1] in "-\xad\u2010",
        hidden=why,
    )


def _stripped(letters: list[Letter]) -> list[Letter]:
    first, last = 0, len(letters)
    while first < last and letters[first].letter in BLANKS:
        first += 1
    while last > first and letters[last - 1].letter in BLANKS:
        last -= 1
    return letters[first:last]


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
