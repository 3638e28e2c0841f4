"""One file at a time, without a workspace: what `read`, `clean` and `packets` ask of a worker."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from extractors.sites import Site
from pipeline import recognising
from pipeline.clean import Cleaned
from pipeline.config import Config
from pipeline.document import Document, Note, Saved, Source
from pipeline.engines import frames
from pipeline.engines.local import Finished, Local
from pipeline.engines.readers import Readers
from pipeline.errors import ConfigError, DocumentError, Reason
from pipeline.intake import drop, opening, tree
from pipeline.intake.disk_names import shown
from pipeline.intake.plan import Plan
from pipeline.process import MODULES, Stage, document_stages, stage
from pipeline.recognising import Recognising
from pipeline.record import DocumentRecord, ReasonRecord
from pipeline.recording import document_record
from pipeline.script import Target


@dataclass(frozen=True, slots=True)
class CleanFile:
    """A cleaned file, or why there is none; `reasons` also say what is missing of one that there is."""

    cleaned: Cleaned | None
    reasons: tuple[ReasonRecord, ...]


def read_file(path: Path, *, config: Config) -> tuple[DocumentRecord, ...]:
    """The record of a file and those of everything in it, an archive's members after it in order.

    Raises ConfigError when there is no such file.
    """
    found = _there(path)
    with _workers(config, document_stages()) as workers, _pages(config, workers) as pages:
        return tuple(_Reading(workers, pages, config).records(found))


def clean_file(
    path: Path, *, config: Config, to: Target = "keep", strict: bool = False, gentle: bool = False, sites: tuple[Site, ...] = ()
) -> CleanFile:
    """The body of a file in the script `to`. Raises ConfigError when there is no such file."""
    found = _there(path)
    trouble = _trouble(found)
    if trouble is not None:
        return CleanFile(None, (trouble,))
    names = [name for name in MODULES if name not in {"achievements", "kind"}]
    stages = [stage(name, strict=strict, gentle=gentle) if name == "lines" else stage(name) for name in names]
    with _workers(config, stages, sites) as workers, _pages(config, workers) as pages:
        job = frames.CleanFile(
            file=os.fsencode(found), path=shown(found.name), to=to, folder="0", allowance=frames.Allowance.of(config.limits)
        )
        answer = _read(workers, pages, job).answer
    if isinstance(answer, frames.CleanedFile):
        return CleanFile(None if answer.state in {"refused", "failed"} else answer.cleaned, answer.reasons)
    failed = answer if isinstance(answer, frames.Failed) else _UNASKED
    return CleanFile(None, (ReasonRecord(failed.reason, "", failed.detail),))


def page_sides(path: Path, *, config: Config, strict: bool = False, gentle: bool = False, sites: tuple[Site, ...] = ()) -> str:
    """A file with what is kept and what is cut side by side, as HTML. Raises ConfigError when there is no such file."""
    from pipeline.render import sides  # noqa: PLC0415  the template engine, for this alone

    found = _there(path)
    stages = [stage(name, strict=strict, gentle=gentle) if name == "lines" else stage(name) for name in MODULES]
    with _workers(config, stages, sites) as workers, _pages(config, workers) as pages:
        return sides.page(next(iter(_Reading(workers, pages, config).records(found))))


def packets(inputs: Sequence[Path], *, config: Config) -> Plan:
    """What would be taken for a packet (see `pipeline.intake.drop`); archives are listed in a worker."""
    with _workers(config, ()) as workers:
        return drop.packets(inputs, names=listing(workers))


def listing(workers: Local) -> Callable[[Path], tuple[str, ...]]:
    """The members' names of an archive, asked of a worker that is not busy with anything else."""

    def names(path: Path) -> tuple[str, ...]:
        job = frames.ListMembers(file=os.fsencode(path), path=shown(path.name), allowance=frames.Allowance.of(workers.limits))
        answer = _answer(workers, job).answer
        return answer.names if isinstance(answer, frames.Members) else ()

    return names


class _Reading:
    """A file and what is in it, depth first."""

    def __init__(self, workers: Local, pages: Recognising, config: Config) -> None:
        self.workers = workers
        self.pages = pages
        self.left = frames.Allowance.of(config.limits)
        self.jobs = 0

    def records(self, file: Path) -> Iterator[DocumentRecord]:
        size = file.lstat().st_size
        yield from self._records(file, shown(file.name), "", size, 0)

    def _records(
        self, file: Path, path: str, sha256: str, size: int, depth: int, saved: tuple[Saved, ...] = ()
    ) -> Iterator[DocumentRecord]:
        self.jobs += 1
        folder = self.workers.scratch / f"taken-{self.jobs}"
        allowance = replace(self.left, depth=self.left.depth - depth)
        assets = tree.assets_beside(file) if not depth else ""
        answer = self._answer(file, path, sha256, size, allowance, folder, assets, saved)
        if isinstance(answer, frames.Failed):
            source = Source(path=path, sha256=sha256, size=size)
            yield document_record(Document(source=source, notes=(Note(answer.reason, answer.detail),)))
            return
        yield answer.record
        children = answer.children
        self.left = replace(
            self.left, entries=max(0, self.left.entries - len(children)), bytes=max(0, self.left.bytes - answer.unpacked)
        )
        for child in children:
            place = f"{path}!{child.path}"
            yield from self._records(folder / child.sha256, place, child.sha256, child.size, depth + 1, child.saved)
        shutil.rmtree(folder, ignore_errors=True)

    def _answer(
        self,
        file: Path,
        path: str,
        sha256: str,
        size: int,
        allowance: frames.Allowance,
        folder: Path,
        assets: str,
        saved: tuple[Saved, ...],
    ) -> frames.Read | frames.Failed:
        """What a worker makes of a file; its children's bytes are put into `folder`."""
        trouble = _trouble(file)
        if trouble is not None:
            return frames.Failed(trouble.code, trouble.detail)
        name = str(self.jobs)
        job = frames.ReadFile(
            file=os.fsencode(file),
            path=path,
            sha256=sha256,
            size=size,
            folder=name,
            allowance=allowance,
            assets=os.fsencode(assets),
            members=os.fsencode(file.parent),
            saved=saved,
        )
        finished = _read(self.workers, self.pages, job)
        if isinstance(finished.answer, frames.Read):
            if finished.answer.children:
                finished.folder.replace(folder)
            return finished.answer
        return finished.answer if isinstance(finished.answer, frames.Failed) else _UNASKED


WAIT = 0.2
_UNASKED = frames.Failed(Reason.INTERNAL, "a worker answered another question")


def _there(path: Path) -> Path:
    path = Path(os.path.abspath(path))  # noqa: PTH100
    if not os.path.lexists(path):
        raise ConfigError(f"{shown(str(path))}: there is no such file")
    if path.is_dir():
        raise ConfigError(f"{shown(str(path))} is a folder; `xingping run` and `xingping clean`, with --workspace, take folders")
    return Path(os.path.realpath(path)) if path.is_symlink() else path


def _trouble(path: Path) -> ReasonRecord | None:
    try:
        opening.regular(path)
    except DocumentError as error:
        return ReasonRecord(error.reason, "", error.detail)
    return None


def _answer(workers: Local, job: frames.Job) -> Finished:
    workers.submit(job, ticket=0)
    while not (finished := workers.wait()):
        pass
    return finished[0]


def _read(workers: Local, pages: Recognising, job: frames.ReadFile | frames.CleanFile) -> Finished:
    """What comes of a file; its pages are recognised first where it asks for that."""
    finished = _answer(workers, job)
    if not isinstance(finished.answer, frames.Awaiting):
        return finished
    wanted = finished.answer
    shutil.rmtree(finished.folder, ignore_errors=True)
    waiting = pages.want(job.file, wanted.sha256, wanted.pages)
    while waiting:
        pages.dispatch()
        waiting = not any(pages.finished(WAIT))
    path = workers.scratch / f"{wanted.sha256}.pages"
    path.write_bytes(pages.take(wanted.sha256))
    return _answer(workers, msgspec.structs.replace(job, recognised=os.fsencode(path)))


@contextmanager
def _pages(config: Config, workers: Local) -> Iterator[Recognising]:
    with recognising.pool(config.ocr, config.limits, workers.scratch / "pages") as readers:
        yield Recognising(config.ocr, readers, recognising.Nowhere())


@contextmanager
def _workers(config: Config, stages: Sequence[Stage], sites: tuple[Site, ...] = ()) -> Iterator[Local]:
    with (
        tempfile.TemporaryDirectory(prefix="xingping-") as folder,
        Readers(workers=1, limits=config.limits, stages=stages, scratch=Path(folder), sites=sites) as workers,
    ):
        yield workers
