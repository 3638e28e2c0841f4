"""What the child process runs that merges packets and writes their dossiers and the lists of all of them.

It is no worker that has seen documents: it reads their records alone, and cannot change the store. A packet that takes too
long, needs too much memory or breaks our own code costs that packet, not the run.
"""

import os
from pathlib import Path
from typing import BinaryIO

from pipeline import dossiers, packet
from pipeline.crops import wanted
from pipeline.dossier import Asking, dossier
from pipeline.dossiers import pages_folder
from pipeline.drawn_pages import pictures
from pipeline.engines import frames, packet_file, worker
from pipeline.engines.record_file import Records
from pipeline.render import html, letter
from pipeline.store import Store


def main() -> None:
    """Serve one parent until it closes the stream."""
    worker.serve(Merging)


class Merging:
    """Answers jobs of one kind."""

    def __init__(self, setup: frames.Setup, scratch: Path, answers: BinaryIO) -> None:
        self.limits = setup.limits
        self.scratch = scratch
        self.life = worker.SignsOfLife(answers)

    def answer(self, job: frames.Job) -> frames.Answer:
        """The packet's record, or why there is none."""

        def merged() -> frames.Answer:
            with self.life.beating():
                if isinstance(job, frames.MergePacket):
                    return self._merged(job)
                if isinstance(job, frames.WriteDossier):
                    return self._dossier(job)
                if isinstance(job, frames.WriteLists):
                    return self._written(job)
                raise frames.FrameError("a merger was asked to read")

        return worker.guarded(merged, self.limits)

    def _merged(self, job: frames.MergePacket) -> frames.Merged:
        documents = Records(Path(os.fsdecode(job.records)), job.documents)
        record = packet.merge(documents, packet_id=job.packet, name=job.name)
        asking = Asking(rubric=job.rubric, points=job.points)
        pages = wanted(record, documents, dossier(record, documents, asking=asking))[: job.pages] if job.pages else ()
        folder = self.scratch / job.folder
        folder.mkdir(exist_ok=True)
        if not pages:
            (folder / frames.DOSSIER).write_text(html.page(record, documents, asking=asking), "utf-8")
        asked = letter.letter(record, documents)
        if asked is not None:
            (folder / frames.LETTER).write_bytes(asked)
        packet_file.write(folder, record)
        return frames.Merged(record.id, len(record.claims), pages)

    def _dossier(self, job: frames.WriteDossier) -> frames.DossierWritten:
        documents = Records(Path(os.fsdecode(job.records)), job.documents)
        record = packet_file.read(Path(os.fsdecode(job.record)))
        drawn = pictures(Path(os.fsdecode(job.drawn)), href=pages_folder(job.packet), room=job.room)
        asking = Asking(rubric=job.rubric, points=job.points)
        folder = self.scratch / job.folder
        folder.mkdir(exist_ok=True)
        (folder / frames.DOSSIER).write_text(html.page(record, documents, asking=asking, pictures=drawn), "utf-8")
        return frames.DossierWritten()

    def _written(self, job: frames.WriteLists) -> frames.Written:
        folder = self.scratch / job.folder
        folder.mkdir(exist_ok=True)
        with Store.open(Path(os.fsdecode(job.workspace))) as store:
            return frames.Written(dossiers.write_lists(store, folder, rubric=job.rubric))


if __name__ == "__main__":
    main()
