"""What text recognition makes of one page: the value that crosses from the page's job to the reader of its document."""

from dataclasses import dataclass

from pipeline.document import Box, Note

Matrix = tuple[float, float, float, float, float, float, float, float, float]
"""A projective map of the plane, row by row."""
STAYS: Matrix = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognisedLine:
    """A piece of a line of text as the engine read it."""

    text: str
    box: Box
    """On the sheet once it is straight and upright; points, origin top left."""
    confidence: float
    """The engine's own, from 0 to 1."""
    upright: bool = False
    """Upright letters set from top to bottom."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognisedPage:
    """A page as it was read. Everything is told of the sheet made straight and upright; `to_page` leads back to the page."""

    engine: str
    """Name and version of what read it; a page is read once for each, ever."""
    width: float = 0.0
    """Of the straight sheet, in points."""
    height: float = 0.0
    lines: tuple[RecognisedLine, ...] = ()
    """In no order that a reader may rely on."""
    rulings: tuple[Box, ...] = ()
    """Lines drawn on the sheet, level and upright."""
    to_page: Matrix = STAYS
    """From the straight sheet to the page as it is shown."""
    turned: int = 0
    """Quarter turns clockwise that brought the text upright."""
    seals: tuple[Box, ...] = ()
    """Red rings and frames with little ink within, on the page as it is shown, in points."""
    edge_width: float = 0.0
    """How unsharp its letters are (`extractors.ocr.sharpness`); 0 where too few are found to tell."""
    grey: bool = False
    """It has no colour: a copy in black and white, on which a red seal cannot be told."""
    blank: bool = False
    """There is no ink on it."""
    trouble: Note | None = None
    """Why the page could not be read; then there is nothing else."""
