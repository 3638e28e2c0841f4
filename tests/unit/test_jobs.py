"""The bytes of archives' members, taken over from workers."""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from extractors.registry import Limits
from pipeline.config import Ocr
from pipeline.document import Child, Document, Source
from pipeline.engines import frames
from pipeline.engines.local import Finished, Local
from pipeline.intake.plan import Lot
from pipeline.jobs import Jobs
from pipeline.lot import OpenLot, Task
from pipeline.recognising import Nowhere, Recognising
from pipeline.recording import document_record
from pipeline.store import Store

SAME = b"the same picture"
NAME = hashlib.sha256(SAME).hexdigest()


class Workers:
    """Workers that give up the same child of every file they are given."""

    def __init__(self, scratch: Path) -> None:
        self.scratch = scratch
        self.room, self.most = 1, 1
        self._finished: list[Finished] = []

    def submit(self, job: frames.ReadFile, *, ticket: int) -> None:
        folder = self.scratch / str(ticket)
        folder.mkdir(parents=True)
        (folder / NAME).write_bytes(SAME)
        record = document_record(Document(source=Source(path=job.path, sha256=job.sha256, size=job.size, packet=job.packet)))
        children = (Child("a.png", NAME, len(SAME)),)
        answer = frames.Read(record, b"", children, unpacked=len(SAME), overspent=False)
        self._finished.append(Finished(ticket, answer, 0.1, folder))

    def wait(self, _seconds: float) -> Sequence[Finished]:
        finished, self._finished = self._finished, []
        return finished


def test_bytes_that_are_there_already_stay_while_a_worker_may_read_them(tmp_path: Path) -> None:
    workers = cast(Any, Workers(tmp_path / "scratch"))
    with Store.open(tmp_path, write=True) as store, Local(workers=1, limits=Limits(), stages=(), scratch=tmp_path / "p") as pages:
        jobs = Jobs(tmp_path, Limits(), store, workers, Recognising(Ocr(), pages, Nowhere()))
        lot = OpenLot(Lot(id="lot", source=tmp_path, files=(), packets=()), Limits(), had=())
        _read(jobs, lot, "a.docx")
        with (jobs.members / "lot" / NAME).open("rb") as held:
            _read(jobs, lot, "b.docx")
            assert os.path.samestat(os.fstat(held.fileno()), (jobs.members / "lot" / NAME).stat())


def _read(jobs: Jobs, lot: OpenLot, place: str) -> None:
    jobs.put(lot, Task(place=place, file=place, sha256=place, size=1))
    jobs.dispatch()
    assert [found.task.place for found in jobs.answers(0.1)] == [place]
