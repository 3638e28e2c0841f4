"""What a child process runs that draws pages for dossiers: one page a job, words marked or names blacked out.

It is held back as every worker is (see `pipeline.engines.worker`). A document within archives is had by reading these again;
their members lie in the worker's own folder as long as pages of one file follow each other.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from extractors.letters import every, very_words
from extractors.page_marks import blackened, close_up, jpeg, marked, strip, upright
from extractors.page_picture import PagePicture, page_picture
from extractors.registry import Context, nothing_beside
from pipeline.blinding import without
from pipeline.digests import digest_of
from pipeline.document import Box
from pipeline.engines import frames, page_bytes, worker
from pipeline.engines.keeping import Keep
from pipeline.errors import DocumentError, Reason
from pipeline.process import extract


def main() -> None:
    """Serve one parent until it closes the stream."""
    worker.serve(Drawing)


class Drawing:
    """Draws pages, and keeps the bytes of the document that was drawn last, since its next page often follows."""

    def __init__(self, setup: frames.Setup, scratch: Path, answers: BinaryIO) -> None:
        self.limits = setup.limits
        self.scratch = scratch
        self.life = worker.SignsOfLife(answers)
        self._chain: tuple[str, ...] = ()
        self._data = b""
        self._members: Path | None = None

    def answer(self, job: frames.Job) -> frames.Answer:
        """The page's pictures, or why there are none."""

        def drawn() -> frames.Answer:
            if not isinstance(job, frames.DrawPage):
                raise frames.FrameError("a worker that draws pages was asked for something else")
            return self._drawn(job)

        return worker.guarded(drawn, self.limits)

    def _drawn(self, job: frames.DrawPage) -> frames.Drawn:
        self.life.steps = 0
        data = self._bytes(job)
        recognised = Path(os.fsdecode(job.recognised)).read_bytes() if job.recognised else b""
        page = page_picture(data, job.page, limits=self.limits, recognised=page_bytes.asked(recognised)(job.page))
        self.life()
        folder = self.scratch / job.folder
        folder.mkdir(exist_ok=True)
        if job.blind is not None and (job.blind.garbled or page.unsure):
            return frames.Drawn(job.page, page.unsure or "letters", 0)
        found = [very_words(page.letters, cut.words, cut.boxes) for cut in job.cuts]
        image = page.image if job.blind is None else blackened(page.image, page.scale, [*_to_hide(page, job.blind)])
        self._write(folder, *upright(image, page.scale, found, page.turned), page.scale, job)
        exact = sum(boxes != cut.boxes for boxes, cut in zip(found, job.cuts, strict=True))
        return frames.Drawn(job.page, "", exact)

    def _write(self, folder: Path, image: Any, found: list[tuple[Box, ...]], scale: float, job: frames.DrawPage) -> None:
        """The whole page with everything marked; each strip with its own words alone."""
        marks = [(cut.label, boxes) for cut, boxes in zip(job.cuts, found, strict=True)]
        (folder / frames.PAGE).write_bytes(jpeg(marked(image, scale, marks)))
        for number, (cut, boxes) in enumerate(zip(job.cuts, found, strict=True)):
            if cut.told:
                (folder / frames.STRIP.format(number)).write_bytes(jpeg(strip(image, scale, boxes)))
            if cut.small:
                (folder / frames.SMALL.format(number)).write_bytes(jpeg(close_up(image, scale, boxes)))

    def _bytes(self, job: frames.DrawPage) -> bytes:
        """The document's own bytes, out of the file or the archives within it."""
        if job.chain == self._chain:
            return self._data
        self._chain, self._data = (), b""
        self._data = self._unpacked(job)
        self._chain = job.chain
        return self._data

    def _unpacked(self, job: frames.DrawPage) -> bytes:
        if len(job.chain) == 1:
            return worker.taken_in(job.file, job.chain[0], self.limits)[0]
        container = self.scratch / f"members-{digest_of(job.chain[:-1])}"
        if container != self._members:
            self._unpack(job, container)
        try:
            return worker.taken_in(os.fsencode(container / job.chain[-1]), job.chain[-1], self.limits)[0]
        except DocumentError as error:
            raise DocumentError(Reason.VANISHED, "its archive does not give it up again") from error

    def _unpack(self, job: frames.DrawPage, container: Path) -> None:
        """Put the members of the innermost archive into a folder, in place of those of the last."""
        if self._members is not None:
            shutil.rmtree(self._members, ignore_errors=True)
            self._members = None
        data, _ = worker.taken_in(job.file, job.chain[0], self.limits)
        budget = frames.Allowance.of(self.limits)
        beside: Callable[[str], bytes | None] = nothing_beside
        for depth, wanted in enumerate(job.chain[1:], 1):
            last = depth == len(job.chain) - 1
            folder = container if last else self.scratch / f"through-{depth}"
            shutil.rmtree(folder, ignore_errors=True)
            keep = Keep(folder, budget, len(data), self.limits.ratio, self.life)
            found = extract(data, Context(limits=self.limits, keep=keep, progress=self.life, beside=beside))
            if depth > 1:
                shutil.rmtree(self.scratch / f"through-{depth - 1}", ignore_errors=True)
            budget = frames.Allowance(
                entries=max(0, budget.entries - keep.entries), bytes=max(0, budget.bytes - keep.given), depth=budget.depth - 1
            )
            if last:
                self._members = container
                return
            if not (folder / wanted).is_file():
                raise DocumentError(Reason.VANISHED, "its archive does not give it up again")
            data, _ = worker.taken_in(os.fsencode(folder / wanted), wanted, self.limits)
            saved = next((child.saved for child in found.children if child.sha256 == wanted), ())
            beside = worker.members_beside(folder, saved, self.limits)


def _to_hide(page: PagePicture, blind: frames.Blind) -> Iterator[Box]:
    """The letters of every name: those the document's own text knows of, and those found among the page's letters."""
    letters = page.letters
    for each in blind.hidden:
        yield from every(letters, each.words, each.boxes)
    change = without({name: "○" * len(name.removesuffix("\0")) for name in blind.names})
    yield from _changed(letters.text, sorted(range(len(letters.text))), letters.boxes, change)
    seen = sorted(letters.boxes)
    yield from _changed("".join(letters.text[index] for index in seen), seen, letters.boxes, change)


def _changed(told: str, at: list[int], boxes: dict[int, Box], change: Callable[[str], str]) -> Iterator[Box]:
    for index, one, other in zip(at, told, change(told), strict=True):
        if one != other and index in boxes:
            yield boxes[index]


if __name__ == "__main__":
    main()
