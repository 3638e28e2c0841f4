"""Pages on their way to a dossier: each is drawn by a worker from its file, and its pictures are taken over.

A page is a job of its own, with a document's limits: one that fails has its reason told in the place of its pictures, and costs
nothing else. The bytes are those that were read: a file that is gone or is another now is not drawn.
"""

import os
import shutil
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from extractors import ocr_tool
from extractors.registry import Limits
from pipeline.cuts import PageCuts
from pipeline.drawn_pages import LARGEST, DrawnPage, cut_name, page_name, put_list
from pipeline.engines import frames, page_bytes
from pipeline.engines.local import Finished, Local
from pipeline.errors import DocumentError, Reason
from pipeline.intake import opening

VERSION = "3"
"""Of what a page looks like; part of what a dossier is written under."""
MODULE = "pipeline.engines.drawer"
Blinding = Mapping[tuple[str, int], frames.Blind]
"""What may not be seen, by document and page."""


class Sources(Protocol):
    """Where documents' bytes are."""

    def descent(self, packet: str, document: str, /) -> tuple[str, ...]: ...
    def files_of(self, sha256: str, /) -> list[bytes]: ...
    def pages(self, sha256: str, engine: str, /) -> dict[int, bytes]: ...


def drawers(workers: int, limits: Limits, scratch: Path) -> Local:
    """The workers that draw pages; none is started before there is a page to draw."""
    return Local(workers=workers, limits=limits, stages=(), scratch=scratch, module=MODULE)


class Drawing:
    """The queue before the workers. Packets are drawn in the order they come; each has a folder of pictures."""

    def __init__(self, sources: Sources, workers: Local, folder: Path) -> None:
        self.workers = workers
        self._sources = sources
        self._folder = folder
        self._waiting: deque[tuple[str, int, PageCuts]] = deque()
        self._sent: dict[int, tuple[str, int, PageCuts]] = {}
        self._drawn: dict[str, list[DrawnPage | None]] = {}
        """Of each packet that is not done, what has come of its pages, in their order."""
        self._blind: dict[str, Blinding] = {}
        self._tickets = 0

    def want(self, packet: str, pages: Sequence[PageCuts], *, blind: Blinding | None = None) -> None:
        """Have pages of a packet drawn; with `blind`, what it names is blacked out."""
        folder = self.folder(packet)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self._drawn[packet] = [None] * len(pages)
        if blind is not None:
            self._blind[packet] = blind
        self._waiting.extend((packet, place, page) for place, page in enumerate(pages))

    def folder(self, packet: str) -> Path:
        """Where a packet's pictures lie until they are dropped."""
        return self._folder / packet

    @property
    def under_way(self) -> bool:
        """Whether there is anything to draw."""
        return bool(self._drawn)

    def go_on(self, seconds: float) -> Iterator[str]:
        """Give workers something to do; the packets all of whose pages have come, waiting so long for one."""
        while self._waiting and self.workers.room:
            packet, place, page = self._waiting.popleft()
            self._submit(packet, place, page)
        for finished in self.workers.wait(seconds) if self._sent else ():
            packet, place, page = self._sent.pop(finished.ticket)
            self._drawn[packet][place] = self._came(packet, page, finished)
        for packet in list(self._drawn):
            done = [page for page in self._drawn[packet] if page is not None]
            if len(done) == len(self._drawn[packet]):
                del self._drawn[packet]
                self._blind.pop(packet, None)
                put_list(self.folder(packet), done)
                yield packet

    def drop(self, packet: str) -> None:
        """Forget a packet's pictures."""
        shutil.rmtree(self.folder(packet), ignore_errors=True)

    def _submit(self, packet: str, place: int, page: PageCuts) -> None:
        chain = self._sources.descent(packet, page.document)
        file = self._file(chain[0]) if chain else None
        if file is None:
            self._drawn[packet][place] = DrawnPage(of=page, reason=Reason.VANISHED)
            return
        self._tickets += 1
        self._sent[self._tickets] = (packet, place, page)
        blind = self._blind.get(packet)
        job = frames.DrawPage(
            file=file,
            chain=chain,
            page=page.page,
            cuts=page.cuts,
            recognised=self._recognised(chain[-1], page.page),
            blind=None if blind is None else blind[page.document, page.page],
            folder=str(self._tickets),
        )
        self.workers.submit(job, ticket=self._tickets)

    def _file(self, sha256: str) -> bytes | None:
        """A path that is still there; whether its bytes are the same, the worker sees."""
        for path in self._sources.files_of(sha256):
            try:
                opening.regular(os.fsdecode(path))
            except DocumentError:
                continue
            return path
        return None

    def _recognised(self, sha256: str, page: int) -> bytes:
        """A file with the recognised page, for this job alone; empty when it was not recognised."""
        found = self._sources.pages(sha256, ocr_tool.engine()).get(page)
        if found is None:
            return b""
        path = self.workers.scratch / f"{self._tickets}.page"
        path.write_bytes(page_bytes.together({page: found}))
        return os.fsencode(path)

    def _came(self, packet: str, page: PageCuts, finished: Finished) -> DrawnPage:
        answer = finished.answer
        if isinstance(answer, frames.Drawn) and answer.withheld:
            found = DrawnPage(of=page, withheld=answer.withheld)
        elif isinstance(answer, frames.Drawn) and self._take_over(packet, page, finished.folder):
            found = DrawnPage(of=page, drawn=True, exact=answer.exact)
        else:
            found = DrawnPage(of=page, reason=answer.reason if isinstance(answer, frames.Failed) else Reason.INTERNAL)
        shutil.rmtree(finished.folder, ignore_errors=True)
        (self.workers.scratch / f"{finished.ticket}.page").unlink(missing_ok=True)
        return found

    def _take_over(self, packet: str, page: PageCuts, folder: Path) -> bool:
        """Move a page's pictures out of the worker's reach, under names that are ours; False where the page is not there."""
        own = self.folder(packet)
        for number in range(len(page.cuts)):
            for name in (frames.STRIP, frames.SMALL):
                _moved(folder / name.format(number), own / cut_name(page, name.format(number)))
        return _moved(folder / frames.PAGE, own / page_name(page))


def _moved(written: Path, path: Path) -> bool:
    try:
        size = opening.regular(written).size
    except DocumentError:
        return False
    if size > LARGEST:
        return False
    written.replace(path)
    return True
