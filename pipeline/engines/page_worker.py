"""What a child process of the recognition pool runs: one page a job, with the engine kept warm between them.

It is held back as every worker is (see `pipeline.engines.worker`); only its dictionaries are three networks.
"""

from pathlib import Path
from typing import BinaryIO

from pipeline.engines import frames, page_bytes, worker


def main() -> None:
    """Serve one parent until it closes the stream."""
    worker.serve(Pages)


class Pages:
    """The engine, and the bytes of the file that was read last, since its next page often follows."""

    def __init__(self, setup: frames.Setup, scratch: Path, answers: BinaryIO) -> None:
        from extractors.ocr.engine import Engine  # noqa: PLC0415  only where the extra is installed
        from extractors.ocr.page import page_of  # noqa: PLC0415

        del scratch
        self.limits = setup.limits
        self.life = worker.SignsOfLife(answers)
        self._engine = Engine()
        self._page_of = page_of
        self._sha256 = ""
        self._data = b""

    def answer(self, job: frames.Job) -> frames.Answer:
        """The page as it was read, or why it was not."""

        def read() -> frames.Answer:
            if not isinstance(job, frames.Recognise):
                raise frames.FrameError("a reader of pages was asked for something else")
            return self._read(job)

        return worker.guarded(read, self.limits)

    def _read(self, job: frames.Recognise) -> frames.Recognised:
        if job.sha256 != self._sha256:
            self._data, self._sha256 = b"", ""
            self._data, self._sha256 = worker.taken_in(job.file, job.sha256, self.limits)
        page = self._page_of(
            self._engine, self._data, job.page, limits=self.limits, below_text=job.below_text, progress=self.life
        )
        return frames.Recognised(job.page, page_bytes.dumped(page))


if __name__ == "__main__":
    main()
