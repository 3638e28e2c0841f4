"""One page of a PDF: its lines and what else is on it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from msgspec.structs import replace

from extractors.furniture import Mark
from extractors.grids import frames, grids
from extractors.pdf_annotations import annotation_lines
from extractors.pdf_calls import Room, calls, number_of
from extractors.pdf_drawing import Drawing
from extractors.pdf_frame import Frame
from extractors.pdf_grounds import has_writing
from extractors.pdf_hidden import hidden_characters, is_scan_layer, picture_share
from extractors.pdf_letters import PageText
from extractors.pdf_lines import lines
from extractors.pdf_objects import objects
from extractors.pdf_pictures import Pasted
from extractors.pdf_seen import PIXELS
from extractors.pdf_suspicion import DOUBTFUL, SCAN, Doubt, Suspicion
from extractors.pdf_tables import PageTable, tables
from extractors.recognised_page import RecognisedPage
from extractors.rows import Line
from pipeline.document import Box, Note
from pipeline.errors import Flag, Reason

FULL_PAGE = 0.5
"""Share of a page from which a picture may hold the page's own text."""
UNDER = "the picture below the page's own text seems to be written on; that has not been read"
RULE = 0.6
"""Share of a page's width from which a line parts what is above it from what is below."""
FEW = 40
"""Letters up to which a page under such a picture counts as one whose text has not been read."""


@dataclass(slots=True)
class Page:
    """What is read of one page. `number` counts from 1."""

    number: int
    width: float
    height: float
    lines: list[Line] = field(default_factory=list)
    """What stands in no table, and for each table one that stands for it."""
    tables: list[PageTable] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    frames: list[Box] = field(default_factory=list)
    """Boxes drawn or shaded, in which text may stand apart."""
    rules: list[Box] = field(default_factory=list)
    """Level lines drawn over most of the page's width."""
    picture: float = 0.0
    """Share of the page under pictures."""
    distrusted: dict[int, Doubt] = field(default_factory=dict)
    """Fonts whose text is not what is seen, by the number that lines have of them."""
    wanted: str = ""
    """Why text recognition should read the page; empty where it need not."""
    below_text: bool = False
    """Whether recognition is wanted for what its own text stands on."""
    missing: Note | None = None
    """What is lost as long as it has not."""
    recognised: RecognisedPage | None = None
    """What recognition read; then everything is told of its straight sheet."""
    aside: list[tuple[Line, Mark]] = field(default_factory=list)
    """Lines of the text layer that what was recognised stands for, and what was recognised too badly to count."""

    @property
    def where(self) -> str:
        return f"page {self.number}"

    def every_line(self) -> Iterator[Line]:
        """Those in tables too."""
        yield from self.lines
        for table in self.tables:
            for lines_of_cell in table.cells.values():
                yield from lines_of_cell


def read_page(document: Any, index: int, suspicion: Suspicion, pasted: Pasted, progress: Callable[[], None]) -> Page:
    """Page `index` (from 0) of an open document, whose fonts `suspicion` knows and whose pictures `pasted` takes.

    Raises pypdfium2.PdfiumError for one that cannot be loaded.
    """
    page = document[index]
    try:
        frame = frame_of(page)
        textpage = page.get_textpage()
        try:
            return _read(page, textpage, document.formenv, frame, index + 1, suspicion, pasted, progress)
        finally:
            textpage.close()
    finally:
        page.close()


def frame_of(page: Any) -> Frame:
    """What pdfium shows of the page: its crop box within its media box, or US Letter where both are void."""
    raw, handle, shown = calls(), number_of(page.raw), Room("4f")
    raw.FPDF_GetPageBoundingBox(handle, shown.address)
    left, top, right, bottom = shown.read()
    return Frame(left, bottom, right, top, raw.FPDFPage_GetRotation(handle) % 4)


def _read(
    page: Any,
    textpage: Any,
    form: Any,
    frame: Frame,
    number: int,
    suspicion: Suspicion,
    pasted: Pasted,
    progress: Callable[[], None],
) -> Page:
    found = objects(page, frame, progress)
    hidden = hidden_characters(page, textpage, found, frame)
    result = Page(number, frame.width, frame.height, picture=picture_share(found, frame))
    ruled = grids(found.rulings)
    result.frames = [*frames(found.rulings), *(drawn.box for drawn in found.fills if drawn.colour is not None)]
    result.rules = [box for box in found.rulings if box.x1 - box.x0 > RULE * frame.width]
    text = PageText(textpage, frame, found.settings)
    found_lines = [*_evened(lines(text, hidden, ruled)), *annotation_lines(page, form, frame, ruled)]
    result.distrusted = suspicion.of_page(found_lines, text, partial(_draw, page, frame))
    result.tables, result.lines = tables(ruled, found_lines)
    if hidden:
        why = "; ".join(sorted(set(hidden.values())))
        result.notes.append(Note(Flag.HIDDEN_TEXT, why, result.where, len(hidden)))
    _say_what_is_missing(result, found.paths, scan_layer=is_scan_layer(found, frame))
    if found.pictures and not result.wanted:
        seen = list(result.every_line())
        if has_writing(page, frame, found.pictures, seen):
            result.wanted = f"{SCAN}: {UNDER}"
            result.missing = Note(Reason.NO_TEXT, UNDER, result.where)
        else:
            pasted.take(page, frame, number, found.pictures, seen)
    result.below_text = (
        result.missing is not None and not result.distrusted and any(_is_seen(line) for line in result.every_line())
    )
    return result


def _evened(found: list[Line]) -> list[Line]:
    """Where most letters are set in bold, none is bold."""
    heavy = sum(len(line.text) for line in found if line.heavy)
    if heavy * 2 <= sum(len(line.text) for line in found):
        return found
    return [replace(line, heavy=False) if line.heavy else line for line in found]


def _draw(page: Any, frame: Frame, scale: float) -> Drawing | None:
    try:
        return Drawing(page, frame, scale=scale, pixels=PIXELS)
    except (ValueError, RuntimeError):  # pypdfium2's own error is a RuntimeError
        return None


def _say_what_is_missing(page: Page, paths: int, *, scan_layer: bool) -> None:
    """A page that shows more than was read says so, and asks for recognition."""
    seen = [line for line in page.every_line() if _is_seen(line)]
    letters = sum(len(line.text) for line in seen if not (doubt := page.distrusted.get(line.face)) or doubt.kind == DOUBTFUL)
    if scan_layer and letters:
        page.wanted = f"{SCAN}: the text layer is a scanner's own"
        page.notes.append(Note(Flag.OCR_DOUBTFUL, "the text layer of a scan, as its scanner read it", page.where))
    elif page.distrusted:
        page.wanted = f"{doubt.kind}: {doubt.why}" if (doubt := min(page.distrusted.values())) else ""
        count = sum(len(line.text) for line in seen if line.face in page.distrusted)
        page.notes.append(Note(Flag.GARBLED_TEXT, page.wanted, page.where, count))
        if letters <= FEW:
            page.missing = Note(Reason.NO_TEXT, f"the text layer cannot be trusted ({page.wanted})", page.where)
    elif missing := _missing(page, letters, paths):
        page.wanted = f"{SCAN}: {missing}"
        page.missing = Note(Reason.NO_TEXT, missing, page.where)


def _is_seen(line: Line) -> bool:
    return not (line.hidden or line.comment)


def _missing(page: Page, letters: int, paths: int) -> str:
    if page.picture >= FULL_PAGE and letters <= FEW:
        return "a picture fills the page; its text has not been read" if letters else "a scanned page"
    if not letters and page.picture > 0:
        return "only pictures on the page"
    return "only drawn shapes on the page; its letters may be outlines" if not letters and paths > 20 else ""
