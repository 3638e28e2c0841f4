"""Workers that read documents, and one that has LibreOffice convert what no reader here reads.

A caller sees one job and one answer: between them the file was read, converted and read again. No converter is started before
there is a file to convert.
"""

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from extractors.registry import Limits
from extractors.sites import Site
from pipeline.document import ConversionWanted
from pipeline.engines import frames
from pipeline.engines.local import TICK, Finished, Local
from pipeline.errors import Reason
from pipeline.process import Stage

CONVERTER = "pipeline.engines.convert_worker"
Convertible = frames.ReadFile | frames.CleanFile


@dataclass(slots=True)
class _Converting:
    """A job whose file is with the converter, or was. `seconds` is what it took so far."""

    job: Convertible
    wanted: ConversionWanted
    seconds: float
    folder: Path | None = None


class Readers(Local):
    """As `Local`, for jobs whose files may have to be converted first."""

    def __init__(
        self, *, workers: int, limits: Limits, stages: Sequence[Stage], scratch: Path, sites: tuple[Site, ...] = ()
    ) -> None:
        super().__init__(workers=workers, limits=limits, stages=stages, scratch=scratch, sites=sites)
        patient = replace(limits, seconds_idle=limits.seconds)
        self._converter = Local(workers=1, limits=patient, stages=(), scratch=self.scratch / "converting", module=CONVERTER)
        self._jobs: dict[int, frames.Job] = {}
        self._converting: dict[int, _Converting] = {}
        self._waiting: list[int] = []
        """Tickets whose files the converter has no room for yet."""

    @property
    def room(self) -> int:
        return max(0, super().room)

    def submit(self, job: frames.Job, *, ticket: int) -> None:
        self._jobs[ticket] = job
        super().submit(job, ticket=ticket)

    def wait(self, seconds: float = 0.2) -> list[Finished]:
        finished = super().wait(min(seconds, TICK) if self._converting else seconds)
        told = [each for each in finished if not self._asks(each)]
        self._convert()
        return [self._told(each) for each in told] + self._converted()

    def close(self) -> None:
        self._converter.close()
        super().close()

    def _asks(self, finished: Finished) -> bool:
        """Whether the answer asks for a conversion, which is then put in the queue."""
        job, answer = self._jobs[finished.ticket], finished.answer
        if not isinstance(answer, frames.Awaiting) or answer.conversion is None or not isinstance(job, Convertible):
            return False
        self._converting[finished.ticket] = _Converting(job, answer.conversion, finished.seconds)
        self._waiting.append(finished.ticket)
        shutil.rmtree(finished.folder, ignore_errors=True)
        return True

    def _convert(self) -> None:
        while self._waiting and self._converter.room > 0:
            ticket = self._waiting.pop(0)
            entry = self._converting[ticket]
            sha256 = entry.job.sha256 if isinstance(entry.job, frames.ReadFile) else ""
            wanted = entry.wanted
            job = frames.Convert(
                file=entry.job.file, sha256=sha256, ending=wanted.ending, reads=wanted.reads, to=wanted.to, folder=str(ticket)
            )
            self._converter.submit(job, ticket=ticket)

    def _converted(self) -> list[Finished]:
        """Sends each converted file to a worker; gives those that could not be converted."""
        failed: list[Finished] = []
        for each in self._converter.wait(TICK) if self._converting else ():
            entry = self._converting[each.ticket]
            entry.seconds += each.seconds
            entry.folder = each.folder
            if isinstance(each.answer, frames.Failed):
                failed.append(self._told(replace(each, answer=_failed(entry.wanted, each.answer), seconds=0.0)))
            else:
                converted = os.fsencode(each.folder / frames.CONVERTED)
                self.submit(msgspec.structs.replace(entry.job, converted=converted), ticket=each.ticket)
        return failed

    def _told(self, finished: Finished) -> Finished:
        """The answer as the caller gets it; what was converted for it is thrown away."""
        del self._jobs[finished.ticket]
        entry = self._converting.pop(finished.ticket, None)
        if entry is None:
            return finished
        if entry.folder is not None:
            shutil.rmtree(entry.folder, ignore_errors=True)
        return replace(finished, seconds=finished.seconds + entry.seconds)


def _failed(wanted: ConversionWanted, answer: frames.Failed) -> frames.Failed:
    """What our own reader said of it, where LibreOffice said no more than that it cannot read it."""
    if answer.reason is Reason.UNREADABLE:
        return frames.Failed(wanted.reason, f"{wanted.detail}; LibreOffice cannot open it either ({answer.detail})")
    return frames.Failed(answer.reason, f"LibreOffice: {answer.detail}")
