"""Numbers, colours and drawn lines of OFD pages (GB/T 33190-2016, sections 7.8, 8.3, 9.3). Millimetres become points."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from extractors.pdf_frame import Matrix
from extractors.wordstyles import value
from pipeline.document import Box

if TYPE_CHECKING:
    from lxml.etree import _Element

POINT = 72 / 25.4
"""Points in a millimetre."""
NUMBER = re.compile(r"[-+]?(?:\d{1,9}(?:\.\d{0,9})?|\.\d{1,9})(?:[eE][-+]?\d{1,2})?")
COMMAND = re.compile(r"([MSLQBAC])|([-+]?(?:\d{1,9}(?:\.\d{0,9})?|\.\d{1,9}))")
ARGUMENTS = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
"""Numbers that follow each command of a path; the last two are where it leads to."""
MOST_COMMANDS = 200_000
THIN = 2.0
"""Points up to which a filled shape is a line."""
LEVEL = 0.5
"""Points by which the ends of a level or upright line may differ."""


def numbers(text: str) -> list[float]:
    return [float(found) for found in NUMBER.findall(text[:1_000_000])]


def box_of(text: str) -> tuple[float, float, float, float] | None:
    """An ``x y width height``; None for what is none."""
    found = numbers(text)
    return (found[0], found[1], found[2], found[3]) if len(found) >= 4 else None


def matrix_of(text: str) -> Matrix:
    """A CTM; what is none leaves things where they are."""
    found = numbers(text)
    return Matrix(*found[:6]) if len(found) >= 6 else Matrix()


def color_of(element: "_Element | None") -> str | None:
    """RRGGBB of a FillColor or StrokeColor; empty for a pattern or shading; None where nothing is said.

    One value is grey, three are red, green and blue, four are cyan, magenta, yellow and black, each up to 255.
    """
    if element is None:
        return None
    written = value(element, "Value")
    if not written:
        return "" if len(element) else None
    found = [int(part[1:3], 16) for part in written.split() if re.match("#[0-9A-Fa-f]{1,2}$", part)] or numbers(written)
    parts = [min(255, max(0, round(part))) for part in found]
    if len(parts) == 1:
        parts *= 3
    if len(parts) == 4:
        black = 255 - parts[3]
        parts = [(255 - part) * black // 255 for part in parts[:3]]
    return "".join(f"{part:02X}" for part in parts) if len(parts) == 3 else ""


def transparent(element: "_Element | None") -> bool:
    """Whether a colour lets everything through."""
    return value(element, "Alpha") in ("0", "0.0")


def segments(data: str, place: Matrix) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """The straight lines of a path as pairs of points on the page."""
    start = here = (0.0, 0.0)
    for command, arguments in _commands(data):
        there = (arguments[-2], arguments[-1]) if len(arguments) > 1 else start
        if command in "LC" and there != here:
            yield place.point(*here), place.point(*there)
        if command in "MS":
            start = there
        here = there


def _commands(data: str) -> Iterator[tuple[str, list[float]]]:
    command, arguments = "", list[float]()
    for count, found in enumerate(COMMAND.finditer(data)):
        if count > MOST_COMMANDS:
            return
        if found[1]:
            command, arguments = found[1], []
        else:
            arguments.append(float(found[2]))
        if command and len(arguments) == ARGUMENTS[command]:
            yield command, arguments
            arguments = []
            if command == "C":
                command = ""


def rulings(data: str, place: Matrix, *, filled: bool, stroked: bool) -> Iterator[Box]:
    """The level and upright lines that a path draws: by its pen, or as a thin shape that is filled."""
    lines = list(segments(data, place))
    if filled and lines:
        around = _around(lines)
        if min(around.x1 - around.x0, around.y1 - around.y0) <= THIN:
            yield around
            return
    for (x0, y0), (x1, y1) in lines if stroked else ():
        if abs(x1 - x0) <= LEVEL or abs(y1 - y0) <= LEVEL:
            yield Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def extent(data: str, place: Matrix) -> Box | None:
    """The box around a path; None for one without straight lines."""
    lines = list(segments(data, place))
    return _around(lines) if lines else None


def _around(lines: list[tuple[tuple[float, float], tuple[float, float]]]) -> Box:
    xs = [x for line in lines for x, _ in line]
    ys = [y for line in lines for _, y in line]
    return Box(min(xs), min(ys), max(xs), max(ys))


def resized(place: "_Element", above: Matrix) -> Matrix:
    """From within an object (its CTM and boundary) to the page in points."""
    boundary = box_of(value(place, "Boundary"))
    own = matrix_of(value(place, "CTM"))
    x, y = boundary[:2] if boundary else (0.0, 0.0)
    return own.then(Matrix(e=x, f=y)).then(above)


def hidden_alpha(element: "_Element") -> bool:
    """Whether an object is not shown, or lets everything through."""
    return value(element, "Visible").lower() in ("false", "0") or value(element, "Alpha") == "0"
