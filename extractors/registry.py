"""What a reader of one format is, and which readers there are.

A format is one file in this folder that defines `FORMAT`. The registry finds it there; nothing else is edited. Such a file
keeps its heavy imports inside `extract`, so that knowing every format costs a worker nothing.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Protocol

import extractors
from extractors.recognised_page import RecognisedPage
from extractors.sites import Site
from pipeline.document import Extraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one document may use. Seconds, bytes, counts; every one can be set in the configuration."""

    seconds_idle: float = 20.0
    """Without any sign of progress."""
    seconds: float = 120.0
    """In all."""
    memory: int = 2 * 1024**3
    """Bytes of a worker's memory."""
    output: int = 20_000_000
    """Characters of text."""
    pages: int = 2_000
    cells: int = 1_000_000
    entries: int = 10_000
    """Members of one packet's archives together."""
    depth: int = 5
    """Archives within archives."""
    unpacked: int = 2 * 1024**3
    """Bytes that really come out of one packet's archives."""
    ratio: int = 250
    """Bytes out for a byte in, counted once a member gives more than 1 MiB."""
    pixels: int = 100_000_000


class Keep(Protocol):
    """Where an extractor puts the bytes of a child: written under their hash, within the packet's budget."""

    def __call__(self, chunks: Iterable[bytes], /) -> tuple[str, int]:
        """The sha256 (hex) and the size of what was written. Raises DocumentError when the budget is spent."""
        ...


def no_progress() -> None:
    return None


def none_recognised(page: int) -> RecognisedPage | None:
    """No page has been through text recognition yet."""
    del page
    return None


def nothing_beside(place: str, /) -> bytes | None:
    """Nothing was saved with this file."""
    del place
    return None


def _keep_nothing(chunks: Iterable[bytes], /) -> tuple[str, int]:
    del chunks
    raise RuntimeError("this call of an extractor has no place for children")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What an extractor is told of its task beside the bytes."""

    name: str = ""
    """The file's name, for its extension and for charset and date hints; never opened."""
    limits: Limits = Limits()
    keep: Keep = _keep_nothing
    address: str = ""
    """Where the bytes came from on the web, when that is known beside them."""
    sites: tuple[Site, ...] = ()
    """The user's rules for pages of sites."""
    progress: Callable[[], None] = no_progress
    """Called between pages, sheets, members: a sign of life for the supervisor."""
    beside: Callable[[str], bytes | None] = nothing_beside
    """Gives what lies in the folder that a browser saved with a page, by the place that the page names (``页_files/1.jpg``)."""
    recognised: Callable[[int], RecognisedPage | None] = none_recognised
    """What text recognition made of a page (from 1); None where it has not read it. A reader that needs it asks for it in
    `Extraction.awaiting`, and is called again when the pages are there."""

    converts: bool = False
    """Whether whoever asks can have the file converted by LibreOffice (`Extraction.conversion`)."""
    converted: bytes = b""
    """What LibreOffice made of the file; empty where it was not asked."""

    @property
    def keeps_children(self) -> bool:
        """Whether there is a place for them; a caller that wants the text alone gives none."""
        return self.keep is not _keep_nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A file format that can be read.

    `recognise(data)` decides by content alone; formats are asked in order of `rank`, so that a container with a known
    inside (a .docx) is asked before the bare container (a .zip), and text, which fits anything, last.
    `extract(data, context)` raises DocumentError when nothing can be given. `version` names the reader's output: it changes
    whenever the same bytes would give another extraction.
    """

    name: str
    media_types: tuple[str, ...]
    extensions: tuple[str, ...]
    version: str
    rank: int
    recognise: Callable[[bytes], bool]
    extract: Callable[[bytes, Context], Extraction]
    needs: tuple[str, ...] = field(default=())
    """Distributions that must be installed for it to read, for `doctor`."""


@cache
def formats() -> tuple[Format, ...]:
    """Every format in this folder, in the order they are asked."""
    found: list[Format] = []
    for module in pkgutil.iter_modules(extractors.__path__):
        candidate = getattr(importlib.import_module(f"extractors.{module.name}"), "FORMAT", None)
        if isinstance(candidate, Format):
            found.append(candidate)
    return tuple(sorted(found, key=_rank))


def _rank(candidate: Format) -> tuple[int, str]:
    return candidate.rank, candidate.name
