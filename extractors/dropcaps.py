"""Initials that reach down over several lines, put back before the rest of their word."""

from collections.abc import Sequence

from msgspec.structs import replace

from extractors.rows import Line

LARGEST_TEXT = 2
"""Letters of an initial, a quotation mark before it among them."""
SMALLEST = 14.0
"""Points below which no letter is looked at."""
TALLER = 1.6
"""Ratio of sizes from which a letter is an initial of the lines beside it."""
NEAR = 3.0
"""Em of those lines within which they stand beside it."""


def joined(lines: Sequence[Line]) -> list[Line]:
    """The lines of a page with each initial at the head of its first line; the lines beside it begin where it does.

    Left alone is a large letter with fewer than two lines beside it, such as the number of a chapter.
    """
    initials = [line for line in lines if len(line.text) <= LARGEST_TEXT and line.size >= SMALLEST and _may_be(line)]
    result = list(lines)
    for initial in initials:
        beside = [line for line in result if _is_beside(line, initial)]
        if len({round(line.box.y0) for line in beside}) < 2:
            continue
        first = min(beside, key=_top)
        for line in beside:
            moved = replace(line, box=line.box._replace(x0=initial.box.x0))
            result[result.index(line)] = replace(moved, text=f"{initial.text}{line.text}") if line is first else moved
        result.remove(initial)
    return result


def _may_be(line: Line) -> bool:
    return line.turn == 0 and line.table is None and not line.hidden and line.text[-1].isalpha()


def _is_beside(line: Line, initial: Line) -> bool:
    """Whether a smaller line stands right of the initial, at its height."""
    near = -0.3 * line.size < line.box.x0 - initial.box.x1 < NEAR * line.size
    middle = (line.box.y0 + line.box.y1) / 2
    return near and initial.size >= TALLER * line.size and initial.box.y0 <= middle <= initial.box.y1 and line.table is None


def _top(line: Line) -> float:
    return line.box.y0
