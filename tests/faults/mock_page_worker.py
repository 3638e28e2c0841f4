"""A recogniser without an engine: what a page says is its number, and some numbers misbehave."""

import os
import signal
import time
from pathlib import Path
from typing import BinaryIO

from extractors.recognised_page import RecognisedLine, RecognisedPage
from pipeline.document import Box
from pipeline.engines import frames, page_bytes, worker

CRASHES, HANGS, EATS = 7, 13, 17


class Pages:
    """Answers at once, but for the pages that do not."""

    def __init__(self, setup: frames.Setup, scratch: Path, answers: BinaryIO) -> None:
        self.limits = setup.limits
        self.scratch = scratch

    def answer(self, job: frames.Job) -> frames.Answer:
        assert isinstance(job, frames.Recognise)
        return worker.guarded(lambda: self._read(job), self.limits)

    def _read(self, job: frames.Recognise) -> frames.Answer:
        if job.page == CRASHES:
            os.kill(os.getpid(), signal.SIGSEGV)
        if job.page == HANGS:
            time.sleep(3600)
        if job.page == EATS:
            bytearray(self.limits.memory * 2)
        line = RecognisedLine(text=f"班组在第{job.page}年完成技术革新{job.page}项。", box=Box(60, 300, 400, 320), confidence=0.99)
        page = RecognisedPage(engine="mock", width=595, height=842, lines=(line,))
        return frames.Recognised(job.page, page_bytes.dumped(page))


if __name__ == "__main__":
    worker.serve(Pages)
