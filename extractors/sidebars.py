"""Text in a frame beside the main text: read whole by itself, the lines it narrows read as wide as the others."""

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from extractors.layout import Region, region
from extractors.pdf_frame import union
from extractors.rows import SLACK, Line
from pipeline.document import Box

LARGEST = 0.5
"""Share of the page's letters from which a frame holds the text itself."""
WIDEST = 0.7
"""Share of the text's width from which nothing stands beside a frame."""
AROUND = 2.2
"""Em of white above and below a frame."""
HIGHEST = 30.0
"""Points of the shading of one row at most."""
NEAR = 4.0
"""Em between a line and the frame that narrows it."""


@dataclass(frozen=True, slots=True)
class Sidebar:
    """The lines in a frame, the first line of the main text beside it, and the frame."""

    lines: Sequence[Line]
    beside: Line
    frame: Box

    def region(self) -> Region:
        """The lines as a column as wide as the frame, with as much white at its right as at its left."""
        inner = region(list(self.lines))
        return replace(inner, right=max(inner.right, self.frame.x1 - max(SLACK, inner.left - self.frame.x0)))


def sidebars(lines: Sequence[Line], frames: Sequence[Box]) -> tuple[list[Line], list[Sidebar]]:
    """The main text, and the sidebars from top to bottom. A frame that a line crosses, or with nothing beside it, is none."""
    main = list(lines)
    found: list[Sidebar] = []
    letters = sum(len(line.text) for line in lines)
    for frame in _stacked(frames):
        inside = [line for line in main if line.table is None and _within(line, frame)]
        if not inside or sum(len(line.text) for line in inside) > LARGEST * letters:
            continue
        held = {id(line) for line in inside}
        others = [line for line in main if id(line) not in held]
        beside = [line for line in others if _beside(line, frame)]
        if (
            not beside
            or _is_in_column(frame, others)
            or any(_crosses(line, frame) for line in others)
            or not _narrow(frame, others)
        ):
            continue
        first = min(beside, key=_line_top)
        main = [_widened(line, frame, others) if _narrowed(line, frame) else line for line in others]
        found.append(Sidebar(inside, main[next(index for index, line in enumerate(others) if line is first)], frame))
    return main, found


def _stacked(frames: Sequence[Box]) -> list[Box]:
    """The frames from top to bottom, those of one width that touch as one: programs shade a text row by row."""
    found: list[Box] = []
    for frame in sorted(set(frames), key=_top):
        for index, other in enumerate(found):
            alike = abs(frame.x0 - other.x0) < SLACK and abs(frame.x1 - other.x1) < SLACK
            if alike and abs(frame.y0 - other.y1) < SLACK and frame.y1 - frame.y0 < HIGHEST:
                found[index] = union(other, frame)
                break
        else:
            found.append(frame)
    return found


def _is_in_column(frame: Box, others: Sequence[Line]) -> bool:
    """Whether more of a column stands above or below a frame, and no line of the page runs across the column's edges."""
    within = across = False
    for line in others:
        x0, x1, hanging = line.box.x0, line.box.x1, max(SLACK, line.size)
        within = within or (frame.x0 - SLACK <= x0 and x1 <= frame.x1 + hanging)
        across = (
            across or (x0 < frame.x0 - SLACK and x1 > frame.x0 + hanging) or (x0 < frame.x1 - hanging and x1 > frame.x1 + hanging)
        )
    return within and not across


def _narrow(frame: Box, others: Sequence[Line]) -> bool:
    width = max(line.box.x1 for line in others) - min(line.box.x0 for line in others)
    return frame.x1 - frame.x0 < WIDEST * width


def _widened(line: Line, frame: Box, others: Sequence[Line]) -> Line:
    """The line with its edge at the frame where it would be without the frame, if text above or below runs wider."""
    box, near = line.box, NEAR * line.size
    if 0 <= frame.x0 - box.x1 + line.size < near:
        ends = [other.box.x1 for other in others if other.box.x0 < frame.x0 and other.box.x1 > frame.x0 + 2 * other.size]
        mine = [other.box.x1 for other in others if _narrowed(other, frame) and 0 <= frame.x0 - other.box.x1 + other.size < near]
        return replace(line, box=box._replace(x1=box.x1 + max(ends) - max(mine))) if ends else line
    if 0 <= box.x0 - frame.x1 + SLACK < near:
        starts = [other.box.x0 for other in others if other.box.x1 > frame.x1 and other.box.x0 < frame.x1 - SLACK]
        mine = [other.box.x0 for other in others if _narrowed(other, frame) and 0 <= other.box.x0 - frame.x1 + SLACK < near]
        return replace(line, box=box._replace(x0=box.x0 + min(starts) - min(mine))) if starts else line
    return line


def _beside(line: Line, frame: Box) -> bool:
    middle = (line.box.y0 + line.box.y1) / 2
    return line.table is None and frame.y0 <= middle <= frame.y1


def _narrowed(line: Line, frame: Box) -> bool:
    """Whether the frame, with the white around it, may narrow the line."""
    middle, white = (line.box.y0 + line.box.y1) / 2, AROUND * line.size
    return line.table is None and frame.y0 - white <= middle <= frame.y1 + white


def _within(line: Line, frame: Box) -> bool:
    box, middle = line.box, (line.box.y0 + line.box.y1) / 2
    return frame.x0 - SLACK <= box.x0 and box.x1 <= frame.x1 + max(SLACK, line.size) and frame.y0 <= middle <= frame.y1


def _crosses(line: Line, frame: Box) -> bool:
    """Punctuation may hang over the edge of the text by a letter."""
    box, hanging = line.box, max(SLACK, line.size)
    middle = (box.y0 + box.y1) / 2
    return frame.y0 < middle < frame.y1 and box.x0 < frame.x1 - SLACK and box.x1 > frame.x0 + hanging


def _top(frame: Box) -> float:
    return frame.y0


def _line_top(line: Line) -> float:
    return line.box.y0
