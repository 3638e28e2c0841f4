"""Documents that wait for text recognition: their pages go to a pool of workers one by one, and are kept as they come.

A page is a job of its own, with limits of its own: one that fails is a reason of its document, and the others are read. What
has been read once by this version of the engine is never read again; a run that is killed goes on at the next page.
"""

import os
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from extractors import ocr_tool
from extractors.recognised_page import RecognisedPage
from extractors.registry import Limits
from pipeline.config import Ocr
from pipeline.document import Note, PageWanted
from pipeline.engines import frames, page_bytes
from pipeline.engines.local import Finished, Local
from pipeline.errors import Reason

MODULE = "pipeline.engines.page_worker"
MOST_WORKERS = 4


class Keeping(Protocol):
    """Where pages are kept for good."""

    def pages(self, sha256: str, engine: str, /) -> dict[int, bytes]:
        """Those that are there, by their number."""
        ...

    def put_page(self, sha256: str, engine: str, page: int, data: bytes, /) -> None: ...


class Nowhere:
    """Keeps nothing: for a file that is read without a workspace."""

    def pages(self, sha256: str, engine: str, /) -> dict[int, bytes]:
        del sha256, engine
        return {}

    def put_page(self, sha256: str, engine: str, page: int, data: bytes, /) -> None:
        """Let it go."""


@dataclass(slots=True)
class _File:
    """A file, by its bytes, some pages of which are awaited."""

    path: bytes
    open: set[int]
    pages: dict[int, bytes] = field(default_factory=dict)


def pool(ocr: Ocr, limits: Limits, scratch: Path) -> Local:
    """The workers that read pages; none is started before there is a page to read."""
    workers = ocr.workers or min(os.cpu_count() or 1, MOST_WORKERS)
    limits = replace(limits, seconds=ocr.seconds, seconds_idle=ocr.seconds, memory=ocr.memory)
    return Local(workers=workers, limits=limits, stages=(), scratch=scratch, module=MODULE)


class Recognising:
    """The queue before the pool. Files are known by their sha256: the same bytes at two places are read once."""

    def __init__(self, ocr: Ocr, workers: Local, keeping: Keeping) -> None:
        self.workers = workers
        self._most = ocr.pages
        self._keeping = keeping
        self._engine = ocr_tool.engine()
        self._files: dict[str, _File] = {}
        self._waiting: deque[tuple[str, PageWanted]] = deque()
        self._sent: dict[int, tuple[str, int]] = {}
        self._tickets = 0
        self.done = 0
        """Pages read."""

    def want(self, file: bytes, sha256: str, wanted: Sequence[PageWanted]) -> bool:
        """Ask for pages of a file; False when all of them are there already (see `take`)."""
        entry = self._files.get(sha256)
        if entry is None:
            entry = self._files[sha256] = _File(file, set(), self._keeping.pages(sha256, self._engine))
        for number, each in enumerate(wanted):
            if each.page in entry.pages or each.page in entry.open:
                continue
            if number >= self._most:
                entry.pages[each.page] = self._without(Note(Reason.LIMIT_PAGES, self._too_many()))
            else:
                entry.open.add(each.page)
                self._waiting.append((sha256, each))
        return bool(entry.open)

    def dispatch(self) -> None:
        """Give the workers that are free something to do."""
        while self._waiting and self.workers.room:
            sha256, wanted = self._waiting.popleft()
            self._tickets += 1
            self._sent[self._tickets] = (sha256, wanted.page)
            self.workers.submit(self._job(sha256, wanted), ticket=self._tickets)

    def _job(self, sha256: str, wanted: PageWanted) -> frames.Recognise:
        return frames.Recognise(
            file=self._files[sha256].path,
            sha256=sha256,
            page=wanted.page,
            below_text=wanted.below_text,
            folder=str(self._tickets),
        )

    @property
    def under_way(self) -> bool:
        """Whether a worker is at a page."""
        return bool(self._sent)

    def finished(self, seconds: float) -> Iterator[str]:
        """The sha256 of each file whose last page has come; waits so long for one when a page is under way."""
        for found in self.workers.wait(seconds) if self._sent else ():
            sha256, page = self._sent.pop(found.ticket)
            entry = self._files[sha256]
            entry.open.discard(page)
            entry.pages[page] = self._kept(sha256, page, found)
            self.done += 1
            if not entry.open:
                yield sha256

    def take(self, sha256: str) -> bytes:
        """The pages of a file, packed for a worker. They are forgotten here; what was read is kept for good."""
        return page_bytes.together(self._files.pop(sha256).pages)

    def _kept(self, sha256: str, page: int, found: Finished) -> bytes:
        """A page that was read, kept; or one that says why it was not, which the next run tries again."""
        if isinstance(found.answer, frames.Recognised):
            self._keeping.put_page(sha256, self._engine, page, found.answer.data)
            return found.answer.data
        failed = found.answer if isinstance(found.answer, frames.Failed) else frames.Failed(Reason.INTERNAL, "another answer")
        return self._without(Note(failed.reason, failed.detail))

    def _without(self, why: Note) -> bytes:
        return page_bytes.dumped(RecognisedPage(engine=self._engine, trouble=why))

    def _too_many(self) -> str:
        if self._most == 0:
            return "text recognition is turned off (ocr.pages is 0)"
        return f"text recognition reads {self._most} pages of a document (ocr.pages)"
