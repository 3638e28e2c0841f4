"""What text recognition read of a page, as the page that the layout knows: in place of a text layer, beside it, or alone.

The page is then told of its straight and upright sheet, so that its columns and tables are found as on any page; when
everything has been written, `in_place` leads every place back to the page as it is shown.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import msgspec

from extractors import ocr_tool
from extractors.furniture import Mark
from extractors.grids import Grid, grids
from extractors.layer_agreement import agrees
from extractors.pdf_lines import cell_of
from extractors.pdf_page import Page
from extractors.pdf_suspicion import DOUBTFUL as DOUBTFUL_LAYER
from extractors.pdf_tables import rounded, tables
from extractors.recognised_page import Matrix, RecognisedLine, RecognisedPage
from extractors.registry import Context
from extractors.rows import Line
from pipeline.document import Anchor, Box, Extraction, Note, Place, Seen
from pipeline.errors import Flag, Reason

DOUBTFUL = 0.8
"""Confidence of a line below which a person should look."""
SPECKS = 2
JUNK = 0.5
"""Confidence below which a line is most likely no text: a texture, a seal, a signature. It is kept and does not count."""
LETTER = 0.72
"""Height of the letters as a share of the height of a found line."""
ALIKE = 0.2
"""Ratio by which heights of found lines differ although their letters are of one size."""
SHORT, ALIKE_SHORT = 4, 0.45
"""A line of so few letters is found as high as its one bracket or comma makes it."""
OVER = 0.5
"""Share of a recognised line under lines of the text layer from which it says the same."""
SHOWN = 3
BLURRED = 0.1
"""Width of an edge as a share of its line's height from which a page is blurred: letters run into each other to the eye."""


def after_recognition(page: Page, context: Context) -> Page:
    """The page with what was recognised of it; as it is where nothing was asked for or nothing has come yet.

    A text layer that is a scanner's own or cannot be trusted is replaced; one that can, or that was in doubt and is borne out
    by what is read, is completed.
    """
    if not page.wanted:
        return page
    if lack := ocr_tool.missing():
        if page.missing is not None:
            page.missing = Note(Reason.MISSING_TOOL, f"{page.missing.detail}; {lack}", page.where)
        return page
    found = context.recognised(page.number)
    if found is None:
        return page
    found = _without_specks(found)
    if found.trouble is not None:
        page.missing = replace(found.trouble, where=page.where)
        return page
    return _merged(page, found)


def recognised_page(number: int, found: RecognisedPage) -> Page:
    """The page `number` of a picture, as it was recognised."""
    found = _without_specks(found)
    page = Page(number, found.width, found.height, recognised=found)
    if found.trouble is not None:
        page.notes.append(replace(found.trouble, where=page.where))
        return page
    _fill(page, found, [])
    page.notes += _doubts(page, found)
    return page


def _without_specks(found: RecognisedPage) -> RecognisedPage:
    """Without the letter or two that a texture looks like, where they are all there is and none of them is read for sure."""
    letters = sum(len(line.text) for line in found.lines)
    specks = letters <= SPECKS and all(line.confidence < DOUBTFUL for line in found.lines)
    return replace(found, lines=()) if specks else found


def _merged(page: Page, found: RecognisedPage) -> Page:
    beside = [line for line in page.lines if line.hidden or line.comment]
    seen = [line for line in page.every_line() if not (line.hidden or line.comment) and line.text]
    replacing = page.missing is None or bool(page.distrusted)
    if not found.lines and any(line.text.strip() for line in seen) and not page.distrusted:
        page.missing = None
        return page
    back = inverse(found.to_page)
    layer = [_on_sheet(line, back) for line in seen]
    if _is_borne_out(page, layer, found):
        page.distrusted = {}
        page.notes = [note for note in page.notes if note.code is not Flag.GARBLED_TEXT]
        if not any(_is_more(line, layer) for line in found.lines):
            return page
        replacing = False
    result = replace(page, lines=[], tables=[], notes=[], missing=None, recognised=found, distrusted={})
    result.width, result.height = found.width, found.height
    result.notes = [note for note in page.notes if note.code not in {Flag.OCR_DOUBTFUL, Flag.GARBLED_TEXT}]
    _fill(result, found, [] if replacing else layer)
    result.lines += [_on_sheet(line, back) for line in beside]
    if replacing and seen:
        again = Mark("replaced", f"recognised anew; {page.wanted}")
        result.aside += [(line, again) for line in layer]
        letters = sum(len(line.text) for line in seen)
        result.notes.append(Note(Flag.TEXT_LAYER_REPLACED, f"by what is seen: {page.wanted}", page.where, letters))
    result.notes += _doubts(result, found)
    return result


def _is_borne_out(page: Page, layer: Sequence[Line], found: RecognisedPage) -> bool:
    """Whether single letters of the layer were in doubt, and what is read agrees with it."""
    doubts = page.distrusted.values()
    if page.missing is not None or not doubts or any(doubt.kind != DOUBTFUL_LAYER for doubt in doubts):
        return False
    return agrees(layer, found.lines, doubted="".join(doubt.why for doubt in doubts))


def _is_more(line: RecognisedLine, layer: Sequence[Line]) -> bool:
    """Whether a line that was read plainly says what the layer does not have."""
    return line.confidence >= DOUBTFUL and len(line.text) > SPECKS and _covered(line.box, layer) < OVER


def _is_said(line: RecognisedLine, kept: Sequence[Line]) -> bool:
    """Whether a line lies over kept ones and most of its letters are theirs: a label may stand where an answer was typed in."""
    if _covered(line.box, kept) < OVER:
        return False
    below = {letter for one in kept if _covered(line.box, [one]) > 0 for letter in one.text}
    return sum(letter in below for letter in line.text) * 2 >= len(line.text)


def _fill(page: Page, found: RecognisedPage, kept: Sequence[Line]) -> None:
    """Lines and tables of the sheet; recognised lines that lie over `kept` ones and say the same are left out."""
    ruled = grids(found.rulings)
    usual = _usual_height(found.lines)
    lines = [line for line in found.lines if not _is_said(line, kept)]
    new = [_line(line, ruled, usual) for line in lines if line.confidence >= JUNK]
    for line in lines:
        if line.confidence < JUNK:
            page.aside.append((_line(line, (), usual), Mark("garbled", f"recognised with confidence {line.confidence:.2f}")))
    placed = [msgspec.structs.replace(line, cell=_cell(line.box, ruled)) for line in kept]
    page.tables, page.lines = tables(ruled, [*placed, *new])


def _doubts(page: Page, found: RecognisedPage) -> Iterator[Note]:
    if found.blank:
        yield Note(Flag.OCR_DOUBTFUL, "a blank page", page.where)
    elif not found.lines:
        yield Note(Flag.OCR_DOUBTFUL, "a picture on which no text was found", page.where)
    doubtful = [line for line in found.lines if line.confidence < DOUBTFUL]
    if doubtful:
        quoted = "、".join(f"「{line.text[:20]}」" for line in doubtful[:SHOWN])
        yield Note(Flag.OCR_DOUBTFUL, f"read with doubt: {quoted}", page.where, len(doubtful))


def _line(found: RecognisedLine, ruled: Sequence[Grid], usual: float) -> Line:
    """A found line. How high it was found depends on its letters: one that is nearly as high as most is as high as they."""
    height = found.box.y1 - found.box.y0
    if abs(height - usual) <= (ALIKE if len(found.text) > SHORT else ALIKE_SHORT) * usual:
        height = usual
    size = max(1.0, round(height * LETTER, 2))
    return Line(text=found.text, box=found.box, shown=found.box, size=size, cell=_cell(found.box, ruled))


def _usual_height(lines: Sequence[RecognisedLine]) -> float:
    """The height of a found line that most letters have."""
    heights: Counter[float] = Counter()
    for line in lines:
        heights[round(2 * (line.box.y1 - line.box.y0)) / 2] += len(line.text)
    near = {height: sum(heights[height + step] for step in (-1.0, -0.5, 0.0, 0.5, 1.0)) for height in heights}
    return max(near, key=lambda height: near[height], default=0.0)


def _cell(box: Box, ruled: Sequence[Grid]) -> tuple[int, int] | None:
    return cell_of(box, ruled) if ruled else None


def _covered(box: Box, lines: Sequence[Line]) -> float:
    """The share of a box that lies under lines."""
    area = max(1e-6, (box.x1 - box.x0) * (box.y1 - box.y0))
    shared = (
        max(0.0, min(box.x1, line.box.x1) - max(box.x0, line.box.x0))
        * max(0.0, min(box.y1, line.box.y1) - max(box.y0, line.box.y0))
        for line in lines
    )
    return sum(shared) / area


def _on_sheet(line: Line, back: Matrix) -> Line:
    box = mapped(line.shown, back)
    return msgspec.structs.replace(line, box=box, shown=box, turn=0 if line.turn is not None else None, upright=False, cell=None)


def in_place(extraction: Extraction, pages: Sequence[Page]) -> Extraction:
    """The extraction with every place on a recognised page told of the page as it is shown."""
    found = {page.number: page.recognised.to_page for page in pages if page.recognised is not None}

    def moved(place: Place) -> Place:
        matrix = found.get(place.page or 0)
        return (
            place
            if matrix is None or place.box is None
            else msgspec.structs.replace(place, box=rounded(mapped(place.box, matrix)))
        )

    if not found:
        return extraction
    return replace(
        extraction,
        anchors=tuple(Anchor(anchor.span, moved(anchor.place)) for anchor in extraction.anchors),
        tables=tuple(replace(table, places=tuple(map(moved, table.places))) for table in extraction.tables),
        seen=tuple(seen for page in pages if page.recognised is not None for seen in _seen(page.number, page.recognised)),
    )


def _seen(number: int, page: RecognisedPage) -> Iterator[Seen]:
    """That it was read as a picture, its seals, whether it has no colour, and whether its letters are blurred."""
    if page.trouble is None:
        yield Seen("picture", Place(page=number))
    for seal in page.seals:
        yield Seen("seal", Place(page=number, box=seal))
    if page.grey:
        yield Seen("grey", Place(page=number))
    if page.edge_width > BLURRED:
        yield Seen("blurred", Place(page=number))


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


def inverse(matrix: Matrix) -> Matrix:
    """The map that undoes another, but for a factor, which a projective map does not have.

    >>> mapped(mapped(Box(2, 3, 12, 8), (0, -1, 100, 1, 0, 0, 0, 0, 1)), inverse((0, -1, 100, 1, 0, 0, 0, 0, 1)))
    Box(x0=2.0, y0=3.0, x1=12.0, y1=8.0)
    """
    a, b, c, d, e, f, g, h, i = matrix
    return (
        e * i - f * h, c * h - b * i, b * f - c * e,
        f * g - d * i, a * i - c * g, c * d - a * f,
        d * h - e * g, b * g - a * h, a * e - b * d,
    )  # fmt: skip
