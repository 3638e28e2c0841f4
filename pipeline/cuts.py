"""What is to be marked on a page, and what may not be seen on it, as it goes to the worker that draws the page."""

import msgspec

from pipeline.document import Box


class Cut(msgspec.Struct, frozen=True, kw_only=True):
    """One piece of evidence on one page. `told`: a strip of the page is shown beside it; `small`: also the words alone."""

    anchor: str
    """Names the evidence within the dossier."""
    label: str
    """The number of its claim."""
    words: str
    boxes: tuple[Box, ...]
    told: bool
    small: bool


class Hidden(msgspec.Struct, frozen=True, array_like=True):
    """Words that nobody may see, and the places on the page in which they stand."""

    words: str
    boxes: tuple[Box, ...]


class PageCuts(msgspec.Struct, frozen=True, kw_only=True):
    """A page (from 1) of a document, and what is marked on it. `number` is the document's in the list of files."""

    document: str
    number: int
    page: int
    cuts: tuple[Cut, ...]
