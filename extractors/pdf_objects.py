"""What is drawn on a PDF page beside its letters, and which text objects may be letters that nobody sees."""

from collections.abc import Callable, Iterator
from ctypes import addressof, c_float, c_int
from dataclasses import dataclass, field
from math import hypot
from typing import Any, NamedTuple

from extractors.pdf_calls import Calls, Room, calls, number_of
from extractors.pdf_frame import Frame, Matrix
from pipeline.document import Box

TEXT, PATH, IMAGE, SHADING, FORM = 1, 2, 3, 4, 5
INVISIBLE = frozenset({3, 7})
"""Text render modes that draw nothing: invisible, and clip only (ISO 32000-1, table 106)."""
TINY = 4.0
"""Points below which nobody reads."""
NEAR = 40
"""Of 255, how near a letter's colour must be to its ground's for a closer look."""
LARGE, FAINT = 24.0, 12
"""Points from which text so faint is still seen, as watermarks are."""
SQUEEZED = 0.1
"""Of a letter's height: its width is nothing that can be read."""
CLIPS, CLIP_POINTS = 8, 40
"""Paths, and points of each, that are looked at to know what of a place is shown."""
DEEPEST = 6
new = tuple.__new__
"""Makes a setting in half the time that its own name takes."""
COVERS = 400
"""Most filled shapes a text object is compared with; the latest count."""
THIN = 3.0
"""Points up to which a filled shape is a line."""
MOST_RULINGS = 6_000
"""A page with more lines than this is a drawing."""

Colour = tuple[int, int, int]


class Drawn(NamedTuple):
    """A filled shape or picture, in display coordinates."""

    box: Box
    colour: Colour | None


class Picture(NamedTuple):
    """A picture: where it stands in display coordinates, and pdfium's handle of it."""

    box: Box
    handle: int


class Suspect(NamedTuple):
    """A text object that may not be seen: its handle, and why. `sure` needs no look at the page."""

    handle: int
    why: str
    sure: bool


class Setting(NamedTuple):
    """How a text object is set: its matrix without the place, its font's size before that, its render mode."""

    matrix: tuple[float, ...]
    size: float
    mode: int


@dataclass(slots=True)
class Objects:
    """The drawing of one page."""

    pictures: list[Picture] = field(default_factory=list)
    fills: list[Drawn] = field(default_factory=list)
    rulings: list[Box] = field(default_factory=list)
    """Thin boxes: table borders, underlines, axes."""
    paths: int = 0
    texts: int = 0
    invisible: int = 0
    suspects: list[Suspect] = field(default_factory=list)
    settings: dict[int, Setting] = field(default_factory=dict)
    """Of the text objects that stand in no form, by handle."""


def objects(page: Any, frame: Frame, progress: Callable[[], None]) -> Objects:
    """One walk through the page's objects in the order they are drawn, forms within forms among them."""
    walk = _Walk(frame)
    handle = number_of(page.raw)
    get, kind_of, see, text = walk.raw.FPDFPage_GetObject, walk.type_of, walk.see, walk.text
    for index in range(walk.raw.FPDFPage_CountObjects(handle)):
        drawn = get(handle, index)
        if kind_of(drawn) == TEXT:
            text(drawn, None)
        else:
            see(drawn, None, 0)
        if index % 20_000 == 19_999:
            progress()
    walk.found.suspects += walk.covered()
    return walk.found


class _Walk:
    def __init__(self, frame: Frame) -> None:
        raw = calls()
        self.raw = raw
        self.type_of = raw.FPDFPageObj_GetType
        self.mode_of, self.matrix_of = raw.FPDFTextObj_GetTextRenderMode, raw.FPDFPageObj_GetMatrix
        self.size_of, self.colour_of = raw.FPDFTextObj_GetFontSize, raw.FPDFPageObj_GetFillColor
        self.outline_of = raw.FPDFPageObj_GetStrokeColor
        self.clip_of, self.paths_of = raw.FPDFPageObj_GetClipPath, raw.FPDFClipPath_CountPaths
        self.frame = frame
        self.found = Objects()
        self.shown: list[tuple[int, int, float, float]] = []
        self.order = 0
        self.covers: list[tuple[int, Box]] = []
        matrix, colour, edges = Room("6f"), Room("4I"), Room("4f")
        self.matrix_at, self.matrix = matrix.address, matrix.read
        self.colour_at, self.colour = tuple(colour.address + 4 * part for part in range(4)), colour.read
        self.edges_at, self.edges = tuple(edges.address + 4 * edge for edge in range(4)), edges.read
        self.rooms = matrix, colour, edges

    def see(self, handle: int, outer: Matrix | None, depth: int) -> None:
        kind = self.type_of(handle)
        self.order += kind != TEXT
        if kind == TEXT:
            self.text(handle, outer)
        elif kind == PATH:
            self.path(handle, outer)
        elif kind == IMAGE:
            box = self.bounds(handle, outer)
            self.found.pictures.append(Picture(box, handle))
            self.drawn(Drawn(box, None))
        elif kind == SHADING:
            self.drawn(Drawn(self.bounds(handle, outer), None))
        elif kind == FORM and depth < DEEPEST:
            inner = self.whole(handle, outer)
            for index in range(self.raw.FPDFFormObj_CountObjects(handle)):
                self.see(self.raw.FPDFFormObj_GetObject(handle, index), inner, depth + 1)

    def text(self, handle: int, outer: Matrix | None) -> None:
        """The hot path: some pages have an object for each letter."""
        self.order += 1
        self.found.texts += 1
        mode = self.mode_of(handle)
        if mode in INVISIBLE:
            self.found.invisible += 1
            self.found.suspects.append(Suspect(handle, "invisible text", True))
            return
        self.matrix_of(handle, self.matrix_at)
        self.size_of(handle, self.edges_at[0])
        a, b, c, d, x, y = self.matrix()
        given = self.edges()[0]
        scale = hypot(c, d)
        if outer is None:
            self.found.settings[handle] = new(Setting, ((a, b, c, d), given, mode))
        else:
            (x, y), scale = outer.point(x, y), Matrix(a, b, c, d).then(outer).scale
        size = abs(given) * scale
        frame = self.frame
        if size < TINY:
            self.found.suspects.append(Suspect(handle, f"text of {size:.1f} points", True))
        elif not (frame.left <= x < frame.right + size and frame.bottom - size < y < frame.top + size):
            self.found.suspects.append(Suspect(handle, "text off the page", False))
        elif abs(a) + abs(b) < SQUEEZED * (abs(c) + abs(d)):
            self.found.suspects.append(Suspect(handle, "text squeezed to nothing", True))
        elif self.clipped(handle, x + size / 2, y + size / 3, outer):
            self.found.suspects.append(Suspect(handle, "text outside of what is shown of its place", False))
        elif self.contrast(handle, x, y + size / 3, outlined=mode == 1) < (FAINT if size >= LARGE else NEAR):
            on_paper = mode == 0 and not self.found.fills
            self.found.suspects.append(Suspect(handle, "text in the colour of its ground", on_paper))
        else:
            self.shown.append((self.order, handle, x + size / 2, y + size / 3))

    def clipped(self, handle: int, x: float, y: float, outer: Matrix | None) -> bool:
        """Whether the place of the first letter lies outside of a path that cuts off what is drawn."""
        clip = self.clip_of(handle) if outer is None else 0
        paths = self.paths_of(clip) if clip else 0
        return paths > 0 and any(self.misses(clip, index, x, y) for index in range(min(paths, CLIPS)))

    def misses(self, clip: int, index: int, x: float, y: float) -> bool:
        """A rectangle is told by two of its corners; the page is drawn before anything is taken for hidden."""
        raw = self.raw
        count = min(raw.FPDFClipPath_CountPathSegments(clip, index), CLIP_POINTS)
        xs, ys = [], []
        for number in (0, 2) if 4 <= count <= 5 else range(count):
            raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(clip, index, number), *self.edges_at[:2])
            across, up, _, _ = self.edges()
            xs.append(across)
            ys.append(up)
        return bool(xs) and not (min(xs) - 1 <= x <= max(xs) + 1 and min(ys) - 1 <= y <= max(ys) + 1)

    def contrast(self, handle: int, x: float, y: float, *, outlined: bool) -> int:
        """By how much the text's colour differs from that of the shape it stands on, or of paper where it stands on none."""
        red, green, blue, opaque = self.fill(handle, outlined=outlined)
        if opaque < 26:
            return 0
        if not self.found.fills:
            return 255 - min(red, green, blue)
        ground: Colour | None = (255, 255, 255)
        at = self.frame.point(x, y)
        ground = next((drawn.colour for drawn in reversed(self.found.fills[-COVERS:]) if _within(drawn.box, *at)), ground)
        if ground is None:
            return 0
        return max(abs(red - ground[0]), abs(green - ground[1]), abs(blue - ground[2]))

    def path(self, handle: int, outer: Matrix | None) -> None:
        self.found.paths += 1
        box = self.bounds(handle, outer)
        thin = min(box.x1 - box.x0, box.y1 - box.y0) <= THIN
        fill, stroke = _painted(self.raw, handle)
        if not (fill or stroke):
            return
        if fill and not thin:
            red, green, blue, opaque = self.fill(handle)
            if opaque > 229:
                self.drawn(Drawn(box, (red, green, blue)))
        if len(self.found.rulings) < MOST_RULINGS:
            self.found.rulings += [box] if thin else _sides(self.raw, handle, self.whole(handle, outer), self.frame, bool(stroke))

    def whole(self, handle: int, outer: Matrix | None) -> Matrix:
        self.matrix_of(handle, self.matrix_at)
        matrix = Matrix(*self.matrix())
        return matrix if outer is None else matrix.then(outer)

    def fill(self, handle: int, *, outlined: bool = False) -> tuple[int, int, int, int]:
        """Red, green, blue and opacity, 0 to 255; of the outline where only that is drawn."""
        colour_of = self.outline_of if outlined else self.colour_of
        if not colour_of(handle, *self.colour_at):
            return 0, 0, 0, 255
        red, green, blue, opaque = self.colour()
        return red, green, blue, opaque

    def bounds(self, handle: int, outer: Matrix | None) -> Box:
        if not self.raw.FPDFPageObj_GetBounds(handle, *self.edges_at):
            return Box(0, 0, 0, 0)
        left, bottom, right, top = self.edges()
        if outer is None:
            return self.frame.box(left, bottom, right, top)
        corners = [outer.point(x, y) for x in (left, right) for y in (bottom, top)]
        return self.frame.box(
            min(x for x, _ in corners), min(y for _, y in corners), max(x for x, _ in corners), max(y for _, y in corners)
        )

    def drawn(self, drawn: Drawn) -> None:
        self.found.fills.append(drawn)
        self.covers.append((self.order, drawn.box))

    def covered(self) -> Iterator[Suspect]:
        """Text over which a picture or an opaque shape was drawn later."""
        covers = self.covers[-COVERS:]
        if not covers:
            return
        latest = covers[-1][0]
        for order, handle, left, bottom in self.shown:
            if order < latest:
                x, y = self.frame.point(left, bottom)
                if any(later > order and _within(cover, x, y) for later, cover in covers):
                    yield Suspect(handle, "covered text", False)


def _painted(raw: Calls, handle: int) -> tuple[int, int]:
    """How a path is painted: the fill mode (0 for none) and whether its outline is drawn."""
    fill, stroke = c_int(), c_int()
    raw.FPDFPath_GetDrawMode(handle, addressof(fill), addressof(stroke))
    return fill.value, stroke.value


def _within(box: Box, x: float, y: float) -> bool:
    return box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1


def _sides(raw: Calls, handle: int, matrix: Matrix, frame: Frame, stroked: bool) -> list[Box]:
    """The straight level and upright sides of a path that is drawn in outline."""
    if not stroked:
        return []
    x, y = c_float(), c_float()
    sides: list[Box] = []
    start = here = (0.0, 0.0)
    for index in range(min(raw.FPDFPath_CountSegments(handle), 2000)):
        segment = raw.FPDFPath_GetPathSegment(handle, index)
        raw.FPDFPathSegment_GetPoint(segment, addressof(x), addressof(y))
        there = frame.point(*matrix.point(x.value, y.value))
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == 2:
            start = there
        elif kind == 0:
            sides += _side(here, there)
        here = there
        if raw.FPDFPathSegment_GetClose(segment):
            sides += _side(here, start)
            here = start
    return sides


def _side(start: tuple[float, float], end: tuple[float, float]) -> list[Box]:
    box = Box(min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1]))
    return [box] if min(box.x1 - box.x0, box.y1 - box.y0) <= 0.5 else []
