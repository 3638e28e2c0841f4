"""One page of an OFD document: its text in pieces of lines, its ruled tables, and what nobody sees of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msgspec.structs import replace

from extractors.grids import Grid, grids
from extractors.joining import is_han
from extractors.ofd_graphics import color_of, extent, hidden_alpha, resized, rulings, transparent
from extractors.ofd_text import GAP, WHOLE_PAGE, pieces, points, unnamed
from extractors.pdf_frame import Matrix, union
from extractors.pdf_lines import cell_of
from extractors.pdf_page import Page
from extractors.pdf_tables import tables
from extractors.rows import Line
from extractors.wordlook import WHITE, alike
from extractors.wordstyles import child, local, value
from pipeline.document import Box, Note
from pipeline.errors import Flag

if TYPE_CHECKING:
    from lxml.etree import _Element

TINY = 4.0
"""Points under which text cannot be read on paper."""
DEEPEST = 16
"""Blocks within blocks, composites within composites."""
MOST_OBJECTS = 500_000
SAME_LEVEL = 0.6
"""Share of a piece's height that it shares with the one before on the same line."""
OVERLAP, BLANK, HAN_BLANK = 0.4, 0.25, 0.75
"""Em by which pieces of one line may overlap; of white that is a blank; of white between Han letters that is one."""


@dataclass(slots=True)
class Resources:
    """What pages refer to by number: composites, how things are drawn, pictures."""

    composites: "dict[str, _Element]" = field(default_factory=dict)
    drawn: "dict[str, _Element]" = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)
    """The parts that hold them."""


@dataclass(slots=True)
class _Painted:
    """A shape that is filled, or a picture: what it covers and in which colour (empty where it is not known)."""

    box: Box
    color: str
    order: int


@dataclass(slots=True)
class Drawing:
    """What is drawn on a page, in the order it is drawn."""

    lines: list[tuple[int, Line, str]] = field(default_factory=list)
    """Order, piece of a line, colour of its letters."""
    rulings: list[Box] = field(default_factory=list)
    painted: list[_Painted] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    """Numbers of the pictures shown."""
    unnamed: int = 0
    """Letters that are drawn by the numbers of their glyphs alone: which letters they are, nothing tells."""
    covered: float = 0.0
    """Square points under pictures."""
    count: int = 0


def draw(drawing: Drawing, content: "_Element", resources: Resources, *, hidden: str = "") -> None:
    """Adds the objects of layers, blocks or an annotation's appearance; `hidden` says why none of them is seen."""
    _draw(drawing, content, resources, WHOLE_PAGE, hidden, 0)


def page(number: int, size: tuple[float, float], drawing: Drawing) -> Page:
    """The page with its lines and tables. `size` is in points."""
    found = Page(number, *size)
    ruled = grids(drawing.rulings)
    lines = [_in_cell(_judged(order, line, color, drawing, size), ruled) for order, line, color in drawing.lines]
    found.tables, found.lines = tables(ruled, list(_glued(lines)))
    found.picture = min(1.0, drawing.covered / max(1.0, size[0] * size[1]))
    whys = sorted({line.hidden for line in lines if line.hidden})
    if whys:
        letters = sum(len(line.text) for line in lines if line.hidden)
        found.notes.append(Note(Flag.HIDDEN_TEXT, "; ".join(whys), found.where, letters))
    return found


def _draw(drawing: Drawing, holder: "_Element", resources: Resources, above: Matrix, hidden: str, depth: int) -> None:
    for element in holder:
        kind = local(element)
        drawing.count += 1
        if drawing.count > MOST_OBJECTS:
            return
        why = hidden or ("an object that is not shown" if hidden_alpha(element) else "")
        if kind == "TextObject":
            _text(drawing, element, resources, above, why)
        elif kind == "PathObject" and not why:
            _path(drawing, element, resources, above)
        elif kind == "ImageObject" and not why:
            _image(drawing, element, above)
        elif depth < DEEPEST:
            inside = _inside(element, kind, resources)
            if inside is not None:
                place = resized(element, above) if kind == "CompositeObject" else above
                _draw(drawing, inside, resources, place, why, depth + 1)


def _inside(element: "_Element", kind: str, resources: Resources) -> "_Element | None":
    """What holds further objects."""
    if kind in ("Layer", "PageBlock", "Content", "Appearance"):
        return element
    if kind == "CompositeObject":
        unit = resources.composites.get(value(element, "ResourceID"))
        return child(unit, "Content") if unit is not None else None
    return None


def _text(drawing: Drawing, element: "_Element", resources: Resources, above: Matrix, why: str) -> None:
    place = resized(element, above)
    try:
        size = float(value(element, "Size") or 0) or 4.0
    except ValueError:
        size = 4.0
    fill = _drawn_with(element, resources, "FillColor")
    filled = value(element, "Fill").lower() not in ("false", "0")
    stroked = value(element, "Stroke").lower() in ("true", "1")
    if not why and ((not filled or transparent(fill)) and not stroked):
        why = "letters without ink"
    if not why and points(size, place) < TINY:
        why = "under 4 points"
    color = color_of(_drawn_with(element, resources, "StrokeColor") if stroked and not filled else fill)
    drawing.unnamed += 0 if why else unnamed(element)
    for line in pieces(element, place, size, why):
        drawing.lines.append((drawing.count, line, "000000" if color is None else color))


def _path(drawing: Drawing, element: "_Element", resources: Resources, above: Matrix) -> None:
    data = child(element, "AbbreviatedData")
    written = (data.text or "") if data is not None else ""
    place = resized(element, above)
    filled = value(element, "Fill").lower() in ("true", "1")
    stroked = value(element, "Stroke").lower() not in ("false", "0")
    drawing.rulings += rulings(written, place, filled=filled, stroked=stroked)
    fill = _drawn_with(element, resources, "FillColor")
    if filled and not transparent(fill) and (box := extent(written, place)) is not None:
        color = color_of(fill)
        see_through = value(element, "Alpha") or value(fill, "Alpha")
        drawing.painted.append(_Painted(box, "" if see_through not in ("", "255") or color is None else color, drawing.count))


def _image(drawing: Drawing, element: "_Element", above: Matrix) -> None:
    """A picture fills its boundary."""
    place = resized(element, above)
    x0, y0 = place.point(0, 0)
    x1, y1 = place.point(1, 1)
    box = Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    drawing.painted.append(_Painted(box, "", drawing.count))
    drawing.covered += (box.x1 - box.x0) * (box.y1 - box.y0)
    if number := value(element, "ResourceID"):
        drawing.pictures.append(number)


def _drawn_with(element: "_Element", resources: Resources, name: str) -> "_Element | None":
    """A colour of the object itself, or of the way of drawing it names."""
    found = child(element, name)
    named = value(element, "DrawParam")
    for _ in range(DEEPEST):
        if found is not None or named not in resources.drawn:
            break
        way = resources.drawn[named]
        found, named = child(way, name), value(way, "Relative")
    return found


def _judged(order: int, line: Line, color: str, drawing: Drawing, size: tuple[float, float]) -> Line:
    """The line, hidden where its letters cannot be told from what they stand on, are covered or off the page."""
    if line.hidden:
        return line
    x, y = (line.box.x0 + line.box.x1) / 2, (line.box.y0 + line.box.y1) / 2
    if not (0 <= x <= size[0] and 0 <= y <= size[1]):
        return replace(line, hidden="off the page")
    ground, over = WHITE, ""
    for painted in drawing.painted:
        if painted.box.x0 <= x <= painted.box.x1 and painted.box.y0 <= y <= painted.box.y1:
            if painted.order < order:
                ground = painted.color
            elif painted.color and _covers(painted.box, line.box):
                over = "covered by a shape"
    if over:
        return replace(line, hidden=over)
    if color and ground and alike(color, ground):
        return replace(line, hidden="in the colour of the paper" if alike(ground, WHITE) else "in the colour of its ground")
    return line


def _covers(outer: Box, inner: Box) -> bool:
    return outer.x0 <= inner.x0 + 1 and outer.y0 <= inner.y0 + 1 and outer.x1 >= inner.x1 - 1 and outer.y1 >= inner.y1 - 1


def _glued(lines: Sequence[Line]) -> Iterator[Line]:
    """Pieces that were drawn one right after another on one line, made one: some programs draw letter by letter."""
    last: Line | None = None
    for line in lines:
        if last is None:
            last = line
        elif (between := _between(last, line)) is None:
            yield last
            last = line
        else:
            box = union(last.box, line.box)
            last = replace(last, text=last.text + between + line.text, box=box, shown=box, hyphen=line.hyphen)
    if last is not None:
        yield last


def _between(last: Line, line: Line) -> str | None:
    """What stands between two pieces of one line; None where they are not of one line."""
    alike_set = (last.turn, last.cell, last.hidden) == (0, line.cell, line.hidden) and line.turn == 0
    if not alike_set or last.upright or line.upright or abs(last.size - line.size) > 0.2 * line.size:
        return None
    gap = (line.box.x0 - last.box.x1) / line.size
    shared = min(last.box.y1, line.box.y1) - max(last.box.y0, line.box.y0)
    if shared < SAME_LEVEL * (line.box.y1 - line.box.y0) or not -OVERLAP <= gap < GAP:
        return None
    closed = gap < BLANK or (gap < HAN_BLANK and is_han(last.text[-1]) and is_han(line.text[0]))
    return "" if closed else " "


def _in_cell(line: Line, ruled: Sequence[Grid]) -> Line:
    cell = cell_of(line.box, ruled)
    return line if cell is None else replace(line, cell=cell)
