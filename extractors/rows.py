"""Lines of a page, and the rows that stand side by side on one level."""

from collections.abc import Iterable
from functools import reduce

from msgspec import Struct
from msgspec.structs import replace

from extractors.pdf_frame import union
from pipeline.document import Box

SLACK = 2.0
"""Points within which two edges are one."""


OTHER_SCALE = 2.5
"""Ratio of sizes from which two pieces are no row."""


class Line(Struct, frozen=True, gc=False):
    """A piece of a line of text: letters that stand side by side without a gap."""

    text: str
    box: Box
    """Where it stands once the page is turned so that its text runs level: what the layout goes by."""
    shown: Box
    """Where it stands on the page as shown; points, origin top left."""
    size: float
    """Font size in points as it comes out."""
    turn: int | None = 0
    """Which way it runs: quarter turns clockwise; None aslant."""
    upright: bool = False
    """Upright letters set from top to bottom."""
    hyphen: bool = False
    """The hyphen at its end may be one of syllables."""
    hidden: str = ""
    """Why nobody sees it."""
    comment: bool = False
    """A reader's remark, not a part of the text."""
    face: int = -1
    """The number of its font on the page; -1 for what is no text of the page."""
    heavy: bool = False
    """Set in bold, or in a face as black as bold, from end to end."""
    table: int | None = None
    """Not a line but the table of this number on its page."""
    cell: tuple[int, int] | None = None
    """The grid of its page and the cell of that grid it stands in."""
    order: int = -1
    """When it is drawn, lines of a page counted from 0 in any steps; -1 where that is not known."""


class Row(Struct, frozen=True, gc=False):
    """The pieces that stand side by side on one level of a column."""

    pieces: tuple[Line, ...]
    box: Box
    size: float
    text: str
    """The pieces with a blank between those set apart."""
    heavy: bool = False

    @property
    def table(self) -> int | None:
        return self.pieces[0].table


def turned(line: Line, turns: int, width: float, height: float) -> Line:
    """`line` with its layout box as it stands after turning the page back by `turns` quarters."""
    x0, y0, x1, y1 = line.shown
    if turns == 1:
        return replace(line, box=Box(y0, width - x1, y1, width - x0))
    if turns == 2:
        return replace(line, box=Box(width - x1, height - y1, width - x0, height - y0))
    if turns == 3:
        return replace(line, box=Box(height - y1, x0, height - y0, x1))
    return line


def level_rows(lines: Iterable[Line]) -> list[Row]:
    """Pieces on one level side by side, levels from top to bottom."""
    rows: list[list[Line]] = []
    foot = float("-inf")
    for line in sorted(lines, key=_level):
        _, top, _, bottom = line.box
        if top < foot and line.table is None and _same_level(rows[-1], line):
            rows[-1].append(line)
        else:
            rows.append([line])
        foot = bottom
    return [_row(sorted(row, key=_left_edge)) if len(row) > 1 else _lone(row[0]) for row in rows]


def _lone(line: Line) -> Row:
    return Row((line,), line.box, line.size, line.text, line.heavy)


def _same_level(row: list[Line], line: Line) -> bool:
    last = row[-1]
    _, top, _, bottom = line.box
    _, last_top, _, last_bottom = last.box
    if last.table is not None:
        return False
    shared = min(last_bottom, bottom) - max(last_top, top)
    level = shared > 0.5 * min(last_bottom - last_top, bottom - top)
    return level and not _are_of_other_scale(last, line) and not any(_over(other, line) for other in row)


def _are_of_other_scale(one: Line, other: Line) -> bool:
    """Whether two pieces apart from each other differ so in size that they are read apart: a newspaper's name and its date."""
    small, large = sorted((one.size, other.size))
    return large > OTHER_SCALE * small and other.box.x0 - one.box.x1 > large


def _over(one: Line, other: Line) -> bool:
    left, _, right, _ = one.box
    its_left, _, its_right, _ = other.box
    shared = (min(its_right, right)) - (max(its_left, left))
    return shared > 0.3 * min(one.size, other.size)


def _row(pieces: list[Line]) -> Row:
    glued: list[Line] = []
    for piece in pieces:
        if glued and piece.box.x0 - glued[-1].box.x1 < 0.2 * piece.size and glued[-1].turn == piece.turn == 0:
            glued[-1] = _glued(glued[-1], piece)
        else:
            glued.append(piece)
    longest = max(pieces, key=_length)
    text = " ".join(piece.text for piece in glued if piece.text)
    heavy = all(piece.heavy for piece in pieces)
    return Row(tuple(glued), reduce(union, (piece.box for piece in pieces)), longest.size, text, heavy)


def _glued(one: Line, other: Line) -> Line:
    longest = max((one, other), key=_length)
    return replace(
        longest,
        text=one.text + other.text,
        box=union(one.box, other.box),
        shown=union(one.shown, other.shown),
        hyphen=other.hyphen,
    )


def _level(line: Line) -> tuple[float, float]:
    x0, y0, _, y1 = line.box
    return round((y0 + y1) / 2 / SLACK), x0


def _left_edge(line: Line) -> float:
    return line.box.x0


def _length(line: Line) -> int:
    return len(line.text)
