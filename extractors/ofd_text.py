"""Text objects of OFD pages (GB/T 33190-2016, section 11): letters at their places, made into pieces of lines."""

import re
from collections.abc import Iterator
from math import hypot
from typing import TYPE_CHECKING, NamedTuple

from extractors.joining import is_han
from extractors.ofd_graphics import POINT, numbers
from extractors.pdf_frame import Matrix, union
from extractors.rows import Line
from extractors.wordstyles import child, local, value
from pipeline.document import Box

if TYPE_CHECKING:
    from lxml.etree import _Element

GAP = 1.0
"""Em of white within a line from which it is two."""
BACK = 0.6
"""Em by which a letter may stand left of where the last one ended; further is a new line."""
OFF_LINE = 0.3
"""Em up or down from which a letter stands on another line."""
ASCENT = 0.86
"""Share of an em above the line that letters stand on."""
NARROW = 0.5
"""Em that letters other than Han ones take where nothing is said."""
BLANKS = " \t\u3000\xa0\r\n"
NAMELESS = re.compile("[\x00-\x1f\ufffd\ue000-\uf8ff]")


class Letter(NamedTuple):
    """A letter where it stands in its object: `x` and `y` on its line, `wide` what it takes of it."""

    letter: str
    x: float
    y: float
    wide: float


def pieces(text_object: "_Element", place: Matrix, size: float, hidden: str) -> Iterator[Line]:
    """The pieces of lines of a text object; `place` leads to the page in points, `size` is the font's in the object's units."""
    for code in (element for element in text_object if local(element) == "TextCode"):
        letters = list(_letters(code, size))
        for run in _runs(letters, size):
            if line := _line(run, place, size, hidden):
                yield line


def unnamed(text_object: "_Element") -> int:
    """How many glyphs a text object draws where no letter is given for any of them.

    What stands for letters that a program did not know (U+FFFD, private use) gives none.
    """
    written = "".join(code.text or "" for code in text_object if local(code) == "TextCode")
    if any(letter not in BLANKS and not NAMELESS.match(letter) for letter in written):
        return 0
    glyphs = (child(element, "Glyphs") for element in text_object if local(element) == "CGTransform")
    return sum(len((found.text or "").split()) for found in glyphs if found is not None) or len(written.strip(BLANKS))


def steps(text: str, count: int) -> list[float]:
    """Distances from letter to letter: numbers, and ``g n d`` for n times d; at most `count`.

    >>> steps("g 3 2.5 4", 9), steps("1.5 g 99999 2", 4)
    ([2.5, 2.5, 2.5, 4.0], [1.5, 2.0, 2.0, 2.0])
    """
    found: list[float] = []
    parts = iter(text.split())
    for part in parts:
        if len(found) >= count:
            break
        if part == "g":
            times, step = numbers(next(parts, "")), numbers(next(parts, ""))
            if times and step:
                found += [step[0]] * min(int(max(0, times[0])), count - len(found))
        elif number := numbers(part):
            found.append(number[0])
    return found


def _letters(code: "_Element", size: float) -> Iterator[Letter]:
    """The letters of a text code from its first place on. A blank that only lays the XML out is none."""
    text = code.text or ""
    x, y = ((numbers(value(code, name)) or [0.0])[0] for name in "XY")
    across, down = steps(value(code, "DeltaX"), len(text)), steps(value(code, "DeltaY"), len(text))
    upright = any(down) and not any(across)
    for index, letter in enumerate(text):
        own = size * (1.0 if is_han(letter) else NARROW)
        step = across[index] if index < len(across) else 0.0 if upright else across[-1] if across else own
        yield Letter(letter, x, y, min(own, step) if 0 < step < own else own)
        x += step
        y += down[index] if index < len(down) else 0.0


def _runs(letters: list[Letter], size: float) -> Iterator[list[Letter]]:
    """Letters that follow one another on one line, or one below the other in one column; wide gaps part them."""
    run: list[Letter] = []
    for letter in letters:
        if letter.letter in BLANKS or letter.letter < " ":
            if run:
                run.append(letter._replace(letter=" "))
            continue
        if run and not _follows(run, letter, size):
            yield run
            run = []
        run.append(letter)
    if run:
        yield run


def _follows(run: list[Letter], letter: Letter, size: float) -> bool:
    last = next(found for found in reversed(run) if found.letter != " ")
    first = run[0]
    if abs(letter.x - first.x) < OFF_LINE * size and letter.y - last.y > OFF_LINE * size and last.x == first.x:
        return letter.y - last.y < (1 + GAP) * size and (len(run) > 1 or letter.y - first.y < 1.8 * size)
    gap = letter.x - (last.x + last.wide)
    return abs(letter.y - last.y) < OFF_LINE * size and -BACK * size <= gap < GAP * size and last.y == first.y


def _line(run: list[Letter], place: Matrix, size: float, hidden: str) -> Line | None:
    while run and run[-1].letter == " ":
        run.pop()
    if not run:
        return None
    box = union(_box(run[0], place, size), _box(run[-1], place, size))
    scale = place.scale * size
    return Line(
        text="".join(letter.letter for letter in run),
        box=box,
        shown=box,
        size=round(scale, 2) or 1.0,
        turn=_turn(place),
        upright=len(run) > 1 and run[-1].x == run[0].x,
        hyphen=run[-1].letter in "-\xad\u2010",
        hidden=hidden,
    )


def _box(letter: Letter, place: Matrix, size: float) -> Box:
    top, bottom = letter.y - ASCENT * size, letter.y + (1 - ASCENT) * size
    corners = [place.point(x, y) for x in (letter.x, letter.x + letter.wide) for y in (top, bottom)]
    return Box(min(x for x, _ in corners), min(y for _, y in corners), max(x for x, _ in corners), max(y for _, y in corners))


def _turn(place: Matrix) -> int | None:
    """Which way letters run on the page: quarter turns clockwise, None when they run aslant."""
    length = hypot(place.a, place.b)
    if length == 0:
        return 0
    if abs(place.a) > 0.98 * length:
        return 0 if place.a > 0 else 2
    return (1 if place.b > 0 else 3) if abs(place.b) > 0.98 * length else None


def points(size: float, place: Matrix) -> float:
    """The size a font comes out at, in points."""
    return size * place.scale


WHOLE_PAGE = Matrix(a=POINT, d=POINT)
"""From millimetres on the page to points."""
