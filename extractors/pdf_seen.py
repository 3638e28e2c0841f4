"""Whether letters look, on the drawn page, like those they are said to be.

The second look after a doubt, and the first at a font that gives no outlines.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from math import log

from extractors.pdf_drawing import Drawing, eyes, outline_length
from extractors.pdf_letters import PageText
from extractors.pdf_outlines import ALIKE, FEWEST, FIGURES, OTHER_LETTERS, correlation, segments
from pipeline.document import Box

EYES: Mapping[str, frozenset[int]] = {
    **dict.fromkeys("12357", frozenset({0})),
    **dict.fromkeys("469Re", frozenset({0, 1})),
    **dict.fromkeys("ADOadopq", frozenset({1})),
    **dict.fromkeys("0b", frozenset({1, 2})),
    **dict.fromkeys("8B", frozenset({2})),
}
"""Patches of ground that a letter's ink encloses; a small letter may be drawn as a small capital."""
ODD_LETTERS = 2
"""Latin letters with wrong eyes from which a font is doubted; one figure is enough."""
SHARP = 4.0
"""Pixels a point at which eyes are counted."""
ENOUGH_SHARP = 2.5
"""Pixels a point at which a Han letter's outline is measured."""
PIXELS = 12_000_000
LEAST_EYE = 4
"""Pixels."""
LEAST_HEIGHT = 16
"""Pixels a letter must be tall to be looked at."""
MOST_PIXELS = 160
"""A letter of more is a drawing: counting its eyes would take seconds."""
LOOKS = 3
"""Times that a letter is looked at."""
MOST_LETTERS = 80
APART = 0.004
"""By which the proportions of two outlines differ; those of one glyph agree at any size."""

Draw = Callable[[float], Drawing | None]
"""The page drawn at so many pixels a point; None where it cannot be."""


def wrong_eyes(page: PageText, draw: Draw, face: int, odd: Collection[str]) -> str:
    """The first letter of a font that is drawn with eyes it cannot have; empty where none is.

    Asked are the `odd` letters and the figures that stand there in two shapes.
    """
    shapes = _shapes(page, face, odd)
    drawing = draw(SHARP) if shapes else None
    if drawing is None:
        return ""
    wrong: list[str] = []
    for letter, places in shapes:
        counted = [_eyes(page, drawing, place) for place in places[:LOOKS]]
        seen = [count for count in counted if count is not None]
        if seen and all(count not in EYES[letter] for count in seen) and letter not in wrong:
            wrong.append(letter)
    return wrong[0] if len(wrong) >= ODD_LETTERS or FIGURES.intersection(wrong) else ""


def _shapes(page: PageText, face: int, odd: Collection[str]) -> list[tuple[str, list[int]]]:
    """Letters with the places where each shape of theirs stands."""
    places: dict[str, list[tuple[float, int]]] = {}
    for found in re.finditer(f"[0-9{''.join(odd)}]", page.text):
        if page.face_at(found.start()) == face:
            box = page.tight_box(found.start())
            proportion = (box.x1 - box.x0) / max(0.01, box.y1 - box.y0)
            places.setdefault(found.group(), []).append((proportion, found.start()))
    shapes_of: list[tuple[str, list[int]]] = []
    for letter, proportions in sorted(places.items()):
        shapes = list(_apart(sorted(proportions)))
        if letter in odd or len(shapes) > 1:
            shapes_of += [(letter, shape) for shape in shapes]
    return shapes_of


def _apart(proportions: list[tuple[float, int]]) -> Iterator[list[int]]:
    """The places of each shape: letters of like proportions."""
    shape: list[int] = []
    last = proportions[0][0]
    for proportion, index in proportions:
        if proportion - last > APART:
            yield shape
            shape = []
        shape.append(index)
        last = proportion
    yield shape


def _eyes(page: PageText, drawing: Drawing, index: int) -> int | None:
    box = page.tight_box(index)
    if (box.y1 - box.y0) * drawing.scale < LEAST_HEIGHT or _is_vast(box, drawing):
        return None
    ink = drawing.ink(_with_edge(box, 0.08 * (box.y1 - box.y0) + 1 / drawing.scale))
    return eyes(ink, least=LEAST_EYE) if len(ink) > 2 else None


def _is_vast(box: Box, drawing: Drawing) -> bool:
    edge: float = max(box.x1 - box.x0, box.y1 - box.y0) * drawing.scale
    return edge > MOST_PIXELS


def _with_edge(box: Box, edge: float) -> Box:
    return Box(box.x0 - edge, box.y0 - edge, box.x1 + edge, box.y1 + edge)


def other_letters(page: PageText, draw: Draw, face: int) -> str:
    """Whether the ink of a font's Han letters has nothing to do with them, for fonts that give no outlines (Type 3)."""
    known = segments()
    places: dict[str, int] = {}
    for index, letter in enumerate(page.text):
        if letter in known and letter not in places and len(places) < MOST_LETTERS and page.face_at(index) == face:
            places[letter] = index
    drawing = draw(ENOUGH_SHARP) if len(places) >= FEWEST else None
    if drawing is None:
        return ""
    pairs = []
    for letter, index in places.items():
        if _is_vast(page.box(index), drawing):
            continue
        size = page.font_size(index) * page.matrix_of(index).scale
        length = outline_length(drawing.ink(_with_edge(page.box(index), 2 / drawing.scale)))
        if length and size > 0:
            pairs.append((log(length / size), log(known[letter])))
    return OTHER_LETTERS if len(pairs) >= FEWEST and correlation(pairs) < ALIKE else ""
