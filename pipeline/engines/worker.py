"""What a child process runs: it takes jobs on its standard input and answers on what was its standard output.

Both streams are put aside first and replaced, so that nothing a library prints gets among the frames. Then the process gives
up all that it does not need (see `pipeline.engines.sandbox`) before it sees a byte of a document.
"""

import errno
import gc
import hashlib
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from extractors.page_stream import PageFound, Skipped
from extractors.registry import Context, Limits, nothing_beside
from pipeline.clean import cleaned
from pipeline.document import Extraction, Saved, Source
from pipeline.editing import copies
from pipeline.engines import extraction_bytes, frames, page_bytes, sandbox
from pipeline.engines.keeping import Keep, Names
from pipeline.errors import DocumentError, Reason
from pipeline.intake import opening
from pipeline.intake.disk_names import shown
from pipeline.process import Annotator, extract, opened
from pipeline.record import ReasonRecord
from pipeline.recording import document_record
from pipeline.script import to_simplified

LONGEST_REQUEST = 1 << 20
SIGN_OF_LIFE = 0.2
"""Seconds between two signs of life, at least."""
HEARTBEAT = 1.0
"""Seconds between two beats while the stages work."""
COLLECTED_EVERY = 50
"""Jobs, after which what they left in cycles is looked for."""


class Answering(Protocol):
    """What does the jobs of one process."""

    def answer(self, job: frames.Job) -> frames.Answer:
        """The answer to any job; whatever goes wrong is an answer too."""
        ...


def main() -> None:
    """Serve one parent until it closes the stream."""
    serve(Work)


def serve(make: Callable[[frames.Setup, Path, BinaryIO], Answering], *, programs: bool = False) -> None:
    """Do one parent's jobs by what `make` makes of the set-up, the scratch folder and the stream of answers.

    With `programs` it may start other programs (see `pipeline.engines.sandbox`).
    """
    requests, answers = _own_streams()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    setup = _request(requests)
    if not isinstance(setup, frames.Setup):
        raise frames.FrameError("the first message is not a setup")
    sandbox.die_with_parent(setup.parent)
    scratch = Path(os.fsdecode(setup.scratch))
    held = sandbox.enter(scratch, programs=programs)
    work = make(setup, scratch, answers)
    sandbox.limit_memory(setup.limits.memory)
    frames.write(answers, frames.Ready(held, sandbox.resident(os.getpid())))
    done = 0
    while (job := _request(requests)) is not None:
        if isinstance(job, frames.Setup):
            raise frames.FrameError("a second setup")
        frames.write(answers, work.answer(job))
        done += 1
        if done % COLLECTED_EVERY == 0:
            _collect()


class Work:
    """The jobs one worker can do, with the dictionaries it holds."""

    def __init__(self, setup: frames.Setup, scratch: Path, answers: BinaryIO) -> None:
        self.limits = setup.limits
        self.sites = setup.sites
        self.scratch = scratch
        self.life = SignsOfLife(answers)
        self.annotate = Annotator(setup.stages)

    def answer(self, job: frames.Job) -> frames.Answer:
        """The answer to any job; whatever goes wrong is an answer too."""
        self.life.steps = 0
        return guarded(lambda: self._done(job), self.limits)

    def _done(self, job: frames.Job) -> frames.Answer:
        match job:
            case frames.ReadFile():
                return self._read(job)
            case frames.CleanFile():
                return self._clean(job)
            case frames.ReadPage():
                return self._page(job)
            case frames.SplitPages():
                return self._split(job)
            case frames.ListMembers():
                return self._members(job)
            case _:
                raise frames.FrameError("a worker that reads documents was asked for something else")

    def _read(self, job: frames.ReadFile) -> frames.Read | frames.Awaiting:
        keep = Keep(self.scratch / job.folder, job.allowance, job.size, self.limits.ratio, self.life)
        kept = b""
        if job.stored:
            source = Source(path=job.path, sha256=job.sha256, size=job.size, packet=job.packet)
            extraction = extraction_bytes.loaded(Path(os.fsdecode(job.stored)).read_bytes())
        else:
            data, source = self._taken_in(job.file, job.path, job.sha256, job.packet)
            keep.container = len(data)
            extraction = self._extracted(
                data,
                job.path,
                keep,
                recognised=job.recognised,
                beside=self._beside(job),
                converted=job.converted,
                converts=True,
            )
            del data
            if extraction.awaiting or extraction.conversion:
                return frames.Awaiting(source.sha256, extraction.awaiting, extraction.conversion)
            kept = extraction_bytes.dumped(extraction)
        with self.life.beating():
            document = self.annotate(opened(source, extraction), progress=self.life)
        return frames.Read(document_record(document), kept, extraction.children, keep.given, keep.overspent, self.life.steps)

    def _clean(self, job: frames.CleanFile) -> frames.CleanedFile | frames.Awaiting:
        data, source = self._taken_in(job.file, job.path, "", None)
        keep = Keep(self.scratch / job.folder, job.allowance, source.size, self.limits.ratio, self.life)
        extraction = self._extracted(data, job.path, keep, recognised=job.recognised, converted=job.converted, converts=True)
        if extraction.awaiting or extraction.conversion:
            return frames.Awaiting(source.sha256, extraction.awaiting, extraction.conversion)
        with self.life.beating():
            document = self.annotate(opened(source, extraction), progress=self.life)
        reasons = tuple(ReasonRecord(Reason(note.code), note.where, note.detail) for note in document.reasons)
        return frames.CleanedFile(cleaned(document, to=job.to), document.state, reasons)

    def _page(self, job: frames.ReadPage) -> frames.PageRead | frames.Awaiting:
        data, source = self._taken_in(job.file, job.path, job.sha256, None)
        keep = Keep(self.scratch / job.folder, job.allowance, source.size, self.limits.ratio, self.life)
        extraction = self._extracted(data, job.path, keep, recognised=job.recognised)
        del data
        if extraction.awaiting:
            return frames.Awaiting(source.sha256, extraction.awaiting)
        with self.life.beating():
            document = self.annotate(opened(source, extraction), progress=self.life)
            found = cleaned(document)
            letters = copies.packed(copies.fingerprint(to_simplified(found.text)))
        return frames.PageRead(document_record(document), found, letters, extraction.children, keep.given)

    def _split(self, job: frames.SplitPages) -> frames.Pieces:
        keep = Keep(self.scratch / job.folder, job.allowance, job.end - job.start, self.limits.ratio, self.life)
        pieces: list[frames.Piece] = []
        skipped: list[tuple[str, str]] = []
        with opening.stream(Path(os.fsdecode(job.file))) as stream:
            for found in _pages(job.format)(stream, start=job.start, end=job.end):
                self.life()
                if isinstance(found, Skipped):
                    skipped.append((found.where, found.why))
                    continue
                sha256, size = keep([found.body])
                pieces.append(frames.Piece(shown(found.address or found.name), sha256, size))
        return frames.Pieces(tuple(pieces), tuple(skipped))

    def _members(self, job: frames.ListMembers) -> frames.Members:
        data, _ = self._taken_in(job.file, job.path, "", None)
        names = Names(job.allowance)
        extraction = self._extracted(data, job.path, names)
        reason = next((note for note in extraction.notes if isinstance(note.code, Reason)), None)
        children = tuple(child.path for child in extraction.children)
        if children or reason is None:
            return frames.Members(children, None, "")
        return frames.Members((), Reason(reason.code), reason.detail)

    def _taken_in(self, file: bytes, path: str, sha256: str, packet: str | None) -> tuple[bytes, Source]:
        data, found = taken_in(file, sha256, self.limits)
        return data, Source(path=path, sha256=found, size=len(data), packet=packet)

    def _extracted(
        self,
        data: bytes,
        path: str,
        keep: "Keep | Names",
        *,
        recognised: bytes = b"",
        beside: Callable[[str], bytes | None] = nothing_beside,
        converted: bytes = b"",
        converts: bool = False,
    ) -> Extraction:
        last = path.rpartition("!")[2]
        name, address = last.rpartition("/")[2], last if last.startswith(("http://", "https://")) else ""
        pages = Path(os.fsdecode(recognised)).read_bytes() if recognised else b""
        asked = page_bytes.asked(pages)
        context = Context(
            name=name,
            limits=self.limits,
            keep=keep,
            address=address,
            sites=self.sites,
            progress=self.life,
            recognised=asked,
            beside=beside,
            converts=converts,
            converted=self._result_of(converted) if converted else b"",
        )
        return extract(data, context)

    def _beside(self, job: frames.ReadFile) -> Callable[[str], bytes | None]:
        """What was saved with a page, in a folder on disk or in its archive."""
        if job.saved:
            return members_beside(Path(os.fsdecode(job.members)), job.saved, self.limits)
        at_most = opening.file_limit(self.limits.memory)
        return Assets(Path(os.fsdecode(job.assets)), at_most) if job.assets else nothing_beside

    def _result_of(self, converted: bytes) -> bytes:
        return opening.read(Path(os.fsdecode(converted)), at_most=opening.file_limit(self.limits.memory))


def taken_in(file: bytes, sha256: str, limits: Limits) -> tuple[bytes, str]:
    """The bytes of a file and their sha256. Raises DocumentError where they are not those that were asked for."""
    data = opening.read(Path(os.fsdecode(file)), at_most=opening.file_limit(limits.memory))
    found = hashlib.sha256(data).hexdigest()
    if sha256 not in {"", found}:
        raise DocumentError(Reason.CHANGED_WHILE_READ, "the file changed after the run began; run again")
    return data, found


@dataclass(frozen=True, slots=True)
class Assets:
    """What lies in the folder that was saved with a page, for its reader to ask for by the names that the page uses."""

    folder: Path
    at_most: int

    def __call__(self, place: str, /) -> bytes | None:
        """The bytes of ``FOLDER/NAME``; None for anything else and for what is not there or is no regular file."""
        folder, _, name = place.rpartition("/")
        if folder != self.folder.name or name in {"", ".", ".."} or not name.isprintable() or "\\" in name:
            return None
        try:
            return opening.read(self.folder / name, at_most=self.at_most)
        except (DocumentError, ValueError):  # also a name that the system cannot have
            return None


def members_beside(folder: Path, saved: tuple[Saved, ...], limits: Limits) -> "Members":
    """What an archive saved with a page; its members lie in `folder`."""
    return Members(folder, {each.place: each.sha256 for each in saved}, opening.file_limit(limits.memory))


@dataclass(frozen=True, slots=True)
class Members:
    """What lies in the folder that was saved with a page, where both are members of one archive; they lie under their hashes."""

    folder: Path
    hashes: dict[str, str]
    """By the names that the page uses."""
    at_most: int

    def __call__(self, place: str, /) -> bytes | None:
        """The bytes of ``FOLDER/NAME``; None for what is not there."""
        if place not in self.hashes:
            return None
        try:
            return opening.read(self.folder / self.hashes[place], at_most=self.at_most)
        except DocumentError:
            return None


class SignsOfLife:
    """Called again and again during a job; tells the parent now and then. One for a process: its side thread is started once."""

    def __init__(self, answers: BinaryIO) -> None:
        self.steps = 0
        """Calls in the job under way."""
        self._answers = answers
        self._told = 0.0
        self._telling = threading.Lock()
        self._beats = threading.Event()
        self._side: threading.Thread | None = None

    def __call__(self) -> None:
        self.steps += 1
        if time.monotonic() - self._told >= SIGN_OF_LIFE:
            with self._telling:
                self._tell()

    @contextmanager
    def beating(self) -> Iterator[None]:
        """Signs of life from the side, as long as our own code goes from step to step.

        The stages take time that grows with the document and call nobody between lines. One regular expression or library
        call that hangs holds the interpreter, so that nothing beats and the parent notices.
        """
        if self._side is None:
            self._side = threading.Thread(target=self._beat, daemon=True)
            self._side.start()
        self._beats.set()
        try:
            yield
        finally:
            with self._telling:  # a beat that has begun is done before the answer is written
                self._beats.clear()

    def _beat(self) -> None:
        while True:
            self._beats.wait()
            time.sleep(HEARTBEAT)
            with self._telling:
                if self._beats.is_set():
                    self._tell()

    def _tell(self) -> None:
        self._told = time.monotonic()
        frames.write(self._answers, frames.Progress(self.steps))


def guarded(work: Callable[[], frames.Answer], limits: Limits) -> frames.Answer:
    """The answer of `work`; whatever goes wrong in it is an answer too."""
    try:
        return work()
    except DocumentError as error:
        return frames.Failed(error.reason, error.detail)
    except MemoryError:
        return frames.Failed(Reason.LIMIT_MEMORY, f"needs more than {limits.memory} bytes")
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            return frames.Failed(Reason.DISK_FULL, "no room on the disk of the workspace")
        return frames.Failed(Reason.INTERNAL, traceback.format_exc(limit=-6))
    except Exception:
        return frames.Failed(Reason.INTERNAL, traceback.format_exc(limit=-6))


def _own_streams() -> tuple[BinaryIO, BinaryIO]:
    """The streams to the parent, out of reach of `print` and of libraries that write to descriptor 1."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return requests, answers


def _collect() -> None:
    """Free what documents left in cycles: readers that leave Python's collector aside (`extractors.composer`) count what they
    made as old, and it looks through the old too seldom. What stays is the worker's own, and need not be looked through again.
    """
    gc.collect()
    gc.freeze()


def _pages(name: str) -> Callable[..., Iterator[PageFound | Skipped]]:
    """What reads the pages of a stream; imported only where there is one."""
    if name == "jsonl":
        from extractors import json_lines  # noqa: PLC0415

        return json_lines.pages
    from extractors import warc  # noqa: PLC0415

    return warc.pages


def _request(requests: BinaryIO) -> frames.ToWorker | None:
    body = frames.read_body(requests, at_most=LONGEST_REQUEST)
    return None if body is None else frames.to_worker(body)


if __name__ == "__main__":
    main()
