"""The lines of a PDF page as pdfium reads them, each with its box, split where a gutter or a hidden run cuts them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from extractors.grids import Grid
from extractors.joining import HAN, is_han
from extractors.pdf_frame import union
from extractors.pdf_letters import BLANKS, SECOND, Look, PageText
from extractors.rows import Line
from pipeline.document import Box

BREAK = re.compile("\r\n|[\r\n\ufffe\x02]")
"""Where pdfium breaks lines; U+FFFE and U+0002 stand for a hyphen at a line's end."""
HYPHENS = "\ufffe\x02"
new = tuple.__new__
"""Makes a stretch in half the time that its own name takes."""
HYPHEN = re.compile(f"[{HYPHENS}]")
IDEOGRAPH = re.compile("[\u3400-\u9fff]")
ALPHANUMERIC = re.compile("[0-9A-Za-z]")
SPACED_HAN = re.compile(f"[{HAN}] +[{HAN}]")
GAP = 1.0
"""Em of white within a line from which it is two."""
TALL = 1.6
"""Ratio of heights from which the first letter of a line is an initial."""
TRUE_BLANK = 0.75
"""Em of white between Han letters from which it is a blank, not letter-spacing."""
FEW = 3
"""Letters of a line up to which the mark of a note may stand in its middle."""
BLANK = re.compile(f"[{BLANKS}]")


class Stretch(NamedTuple):
    """Characters of one line, and the index on the page of each."""

    text: str
    at: Sequence[int]

    def stripped(self) -> "Stretch":
        """Without the blanks at both ends."""
        text = self.text
        if text and text[0] not in BLANKS and text[-1] not in BLANKS:  # nearly every line
            return self
        text = text.lstrip(BLANKS)
        first = len(self.text) - len(text)
        text = text.rstrip(BLANKS)
        return self if len(text) == len(self.text) else Stretch(text, self.at[first : first + len(text)])


def lines(page: PageText, hidden: Mapping[int, str], grids: Sequence[Grid]) -> list[Line]:
    """The lines in pdfium's order. Hidden runs, and what stands in different cells of a table, are lines of their own."""
    found: list[Line] = []
    start = 0
    text = page.text
    for gap in BREAK.finditer(text):
        end = gap.start() + (gap.group() in HYPHENS)
        if end > start:
            found += _pieces(page, start, end, hidden, grids)
        start = gap.end()
    if len(text) > start:
        found += _pieces(page, start, len(text), hidden, grids)
    return found


def _pieces(page: PageText, start: int, end: int, hidden: Mapping[int, str], grids: Sequence[Grid]) -> list[Line]:
    if not hidden and not grids:
        stretch = _stretch(page.text[start:end], start).stripped()
        return _split(page, stretch, "") if stretch.text else []
    found: list[Line] = []
    for first, last, why in _runs(start, end, hidden) if hidden else ((start, end, ""),):
        stretch = _stretch(page.text[first:last], first).stripped()
        if not stretch.text:
            continue
        for cell, part in _by_cell(page, stretch, grids) if grids else ((None, stretch),):
            split = _split(page, part, why)
            found += split if cell is None else [replace(line, cell=cell) for line in split]
    return found


def _stretch(text: str, start: int) -> Stretch:
    if SECOND not in text:
        return new(Stretch, (text, range(start, start + len(text))))
    return Stretch(text.replace(SECOND, ""), [start + index for index, letter in enumerate(text) if letter != SECOND])


def _by_cell(page: PageText, whole: Stretch, grids: Sequence[Grid]) -> list[tuple[tuple[int, int] | None, Stretch]]:
    """The letters by the cell they stand in. Most lines stand in one, which their ends tell."""
    first, last = cell_of(page.box(whole.at[0]), grids), cell_of(page.box(whole.at[-1]), grids)
    if first == last:
        return [(first, whole)]
    starts: list[tuple[tuple[int, int] | None, int]] = []
    for index, letter in enumerate(whole.text):
        if letter not in BLANKS:
            cell = cell_of(page.box(whole.at[index]), grids)
            if not starts or starts[-1][0] != cell:
                starts.append((cell, index))
    ends = [index for _, index in starts[1:]] + [len(whole.text)]
    return [
        (cell, Stretch(whole.text[start:end], whole.at[start:end]).stripped())
        for (cell, start), end in zip(starts, ends, strict=True)
    ]


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
    first = start
    for index in range(start, end):
        if index > first and hidden.get(index, "") != hidden.get(first, ""):
            yield first, index, hidden.get(first, "")
            first = index
    if end > first:
        yield first, end, hidden.get(first, "")


def _split(page: PageText, stretch: Stretch, why: str) -> list[Line]:
    """The line, or its pieces where blanks stand for a wide gap or an initial stands before it."""
    line, first, last, whole = _line(page, stretch, why)
    text = stretch.text
    if line.turn != 0 or line.upright or len(text) < 2:
        return [line]
    height = line.box.y1 - line.box.y0
    if height >= TALL * (last.y1 - last.y0) and _is_initial(text, first, last):
        initial, *_ = _line(page, Stretch(text[:1], stretch.at[:1]), why)
        return [initial, *_split(page, Stretch(text[1:], stretch.at[1:]).stripped(), why)]
    if not BLANK.search(text):
        return [line]
    if height > TALL * max(1.0, first.y1 - first.y0):
        levels = list(_by_level(page, stretch))
        if len(levels) > 1:
            return [piece for level in levels for piece in _split(page, level, why)]
    wide = not whole and page.widest_gap(stretch.at[0], stretch.at[-1] + 1) >= GAP * line.size
    if not wide and (text.isascii() or not SPACED_HAN.search(text)):
        return [line]
    return [_line(page, piece, why)[0] for piece in _at_gaps(page, stretch, line.size)]


def _is_initial(text: str, first: Box, last: Box) -> bool:
    """Whether a line begins with a letter far taller than its last."""
    return first.y1 - first.y0 >= TALL * (last.y1 - last.y0) and text[0].isalpha()


def _by_level(page: PageText, stretch: Stretch) -> Iterator[Stretch]:
    """The letters cut where, after a blank, they go on at another height: the end of one row and the beginning of the next."""
    start, before = 0, page.box(stretch.at[0])
    blank = False
    for index, letter in enumerate(stretch.text):
        if letter in BLANKS:
            blank = True
            continue
        if blank:
            box = page.box(stretch.at[index])
            if min(box.y1, before.y1) - max(box.y0, before.y0) < 0.2 * min(box.y1 - box.y0, before.y1 - before.y0):
                yield Stretch(stretch.text[start:index], stretch.at[start:index]).stripped()
                start, before = index, box
            blank = False
    yield Stretch(stretch.text[start:], stretch.at[start:])


def _at_gaps(page: PageText, stretch: Stretch, size: float) -> Iterator[Stretch]:
    """The letters cut at wide gaps, without the blanks that pdfium put between letters set apart."""
    piece: list[int] = []
    blanks: list[int] = []
    reach = 0.0
    for index, letter in enumerate(stretch.text):
        if letter in BLANKS:
            blanks.append(index)
            continue
        start, end = page.extent(stretch.at[index])
        gap = start - reach
        if piece and gap >= GAP * size:
            yield _picked(stretch, piece)
            piece = []
        elif piece and blanks:
            spaced = gap < TRUE_BLANK * size and is_han(stretch.text[piece[-1]]) and is_han(letter)
            piece += [blank for blank in blanks if not (spaced and page.generated(stretch.at[blank]))]
        piece.append(index)
        blanks = []
        reach = end
    if piece:
        yield _picked(stretch, piece)


def _picked(stretch: Stretch, indices: list[int]) -> Stretch:
    return Stretch("".join([stretch.text[index] for index in indices]), [stretch.at[index] for index in indices])


def _line(page: PageText, stretch: Stretch, why: str) -> tuple[Line, Box, Box, bool]:
    """A line, the boxes of its first letter and its last, and whether both are of one text object, so that all between are."""
    text, at = stretch
    box = first = last = page.box(at[0])
    drawn, look = page.drawn_look(at[0])
    whole, heavy = bool(drawn), look.heavy
    if len(at) > 1:
        last = page.box(at[-1])
        box = union(first, last)
        whole = whole and drawn == page.object_at(page.textpage, at[-1])
        if not whole:
            look_last = page.look(at[-1])
            look = look if len(text) <= FEW and look.size >= look_last.size else _middle_look(page, stretch)
            heavy = heavy and look_last.heavy and look.heavy
    x0, y0, x1, y1 = box
    ending = text[-1]
    line = Line(
        text=HYPHEN.sub("-", text) if "\ufffe" in text or "\x02" in text else text,
        box=box,
        shown=box,
        size=look.size,
        turn=look.turn,
        upright=look.turn == 0 and len(text) > 1 and y1 - y0 > 1.8 * max(first.y1 - first.y0, 1.0) > x1 - x0,
        hyphen=ending in HYPHENS or ending in "-\xad\u2010",
        hidden=why,
        face=_face(page, stretch, look.face),
        heavy=heavy,
        order=at[0],
    )
    return line, first, last, whole


def _middle_look(page: PageText, stretch: Stretch) -> Look:
    text, at = stretch
    middle = len(text) // 2
    return page.look(at[middle if text[middle] not in BLANKS else middle + _blanks(text[middle:])])


def _face(page: PageText, stretch: Stretch, sample: int) -> int:
    """The font of the line's Han letters, or of the sample; figures and Latin letters among Han are asked for theirs."""
    text, at = stretch
    han = None if text.isascii() else IDEOGRAPH.search(text)
    if han is None:
        if sample >= 0:
            page.faces[sample].letters.update(text)
        return sample
    face = page.look(at[han.start()]).face
    if face < 0:
        return face
    latin = ALPHANUMERIC.search(text)
    if latin is None:
        page.faces[face].letters.update(text)
        return face
    page.faces[face].letters.update(IDEOGRAPH.findall(text))
    other = page.look(at[latin.start()]).face
    if other >= 0:
        page.faces[other].letters.update(ALPHANUMERIC.findall(text))
    return face


def _blanks(text: str) -> int:
    """How many blanks a text that does not end in one begins with."""
    return len(text) - len(text.lstrip(BLANKS))
