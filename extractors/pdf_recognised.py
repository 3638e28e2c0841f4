"""A recognised page as the page that the layout knows: its lines, its tables by drawn rulings, what is doubtful about it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractors.grids import Grid, grids
from extractors.layout import Line
from extractors.pdf_lines import cell_of
from extractors.pdf_page import Page
from extractors.pdf_tables import rounded, tables
from extractors.recognised_page import Matrix, RecognisedLine, RecognisedPage
from pipeline.document import Anchor, Box, Extraction, Note, Place
from pipeline.errors import Flag

DOUBTFUL = 0.8
"""Confidence of a line below which a person should look."""
LETTER = 0.72
"""Height of the letters as a share of the height of a found line."""
ALIKE = 0.2
"""Ratio by which heights of found lines differ although their letters are of one size."""
SHORT, ALIKE_SHORT = 4, 0.45
"""A line of so few letters is found as high as its one bracket or comma makes it."""
SHOWN = 3


def recognised_page(number: int, found: RecognisedPage) -> Page:
    """The page `number` as it was recognised, told of its straight sheet; see `RecognisedPage.to_page`."""
    page = Page(number, found.width, found.height)
    if found.trouble is not None:
        page.notes.append(replace(found.trouble, where=page.where))
        return page
    ruled = grids(found.rulings)
    usual = _usual_height(found.lines)
    lines = [_line(line, ruled, usual) for line in found.lines]
    page.tables, page.lines = tables(ruled, lines)
    _say_what_is_doubtful(page, found)
    return page


def in_place(extraction: Extraction, found: Mapping[int, RecognisedPage]) -> Extraction:
    """The extraction with every place on a recognised page told of the page as it is shown."""

    def moved(place: Place) -> Place:
        page = found.get(place.page or 0)
        return place if page is None or place.box is None else replace(place, box=rounded(mapped(place.box, page.to_page)))

    return replace(
        extraction,
        anchors=tuple(Anchor(anchor.span, moved(anchor.place)) for anchor in extraction.anchors),
        tables=tuple(replace(table, places=tuple(map(moved, table.places))) for table in extraction.tables),
    )


def mapped(box: Box, matrix: Matrix) -> Box:
    """The box around the four corners of `box` as the matrix moves them.

    >>> mapped(Box(0, 0, 10, 5), (0, -1, 100, 1, 0, 0, 0, 0, 1))
    Box(x0=95.0, y0=0.0, x1=100.0, y1=10.0)
    """
    a, b, c, d, e, f, g, h, i = matrix
    corners = [(x, y) for x in (box.x0, box.x1) for y in (box.y0, box.y1)]
    weights = [g * x + h * y + i for x, y in corners]
    xs = [(a * x + b * y + c) / weight for (x, y), weight in zip(corners, weights, strict=True)]
    ys = [(d * x + e * y + f) / weight for (x, y), weight in zip(corners, weights, strict=True)]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _usual_height(lines: Sequence[RecognisedLine]) -> float:
    """The height of a found line that most letters have."""
    heights: Counter[float] = Counter()
    for line in lines:
        heights[round(2 * (line.box.y1 - line.box.y0)) / 2] += len(line.text)
    near = {height: sum(heights[height + step] for step in (-1.0, -0.5, 0.0, 0.5, 1.0)) for height in heights}
    return max(near, key=lambda height: near[height], default=0.0)


def _line(found: RecognisedLine, ruled: Sequence[Grid], usual: float) -> Line:
    """A found line. How high it was found depends on its letters: one that is nearly as high as most is as high as they."""
    height = found.box.y1 - found.box.y0
    if abs(height - usual) <= (ALIKE if len(found.text) > SHORT else ALIKE_SHORT) * usual:
        height = usual
    return Line(
        text=found.text,
        box=found.box,
        shown=found.box,
        size=max(1.0, round(height * LETTER, 2)),
        cell=cell_of(found.box, ruled) if ruled else None,
    )


def _say_what_is_doubtful(page: Page, found: RecognisedPage) -> None:
    if found.blank:
        page.notes.append(Note(Flag.OCR_DOUBTFUL, "a blank page", page.where))
    elif not found.lines:
        page.notes.append(Note(Flag.OCR_DOUBTFUL, "a picture on which no text was found", page.where))
    doubtful = [line for line in found.lines if line.confidence < DOUBTFUL]
    if doubtful:
        quoted = "、".join(f"「{line.text[:20]}」" for line in doubtful[:SHOWN])
        page.notes.append(Note(Flag.OCR_DOUBTFUL, f"read with doubt: {quoted}", page.where, len(doubtful)))
