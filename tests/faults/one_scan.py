"""A run over scans that is killed amid them: ``python -m tests.faults.one_scan SOURCE WORKSPACE PAGE``.

It recognises with the mock engine and kills itself (SIGKILL) when it is about to send out its page of that number.
"""

import os
import signal
import sys
from pathlib import Path

from extractors import ocr_tool
from pipeline import recognising, run
from pipeline.config import Config, Ocr
from pipeline.engines import frames
from pipeline.engines.local import Local
from pipeline.store import Store
from tests.faults.light import light


def main() -> None:
    source, workspace, last = sys.argv[1:]
    recognising.MODULE = "tests.faults.mock_page_worker"
    submit, sent = Local.submit, [0]

    def counting(self: Local, job: frames.Job, *, ticket: int) -> None:
        if isinstance(job, frames.Recognise):
            sent[0] += 1
            if sent[0] == int(last):
                os.kill(os.getpid(), signal.SIGKILL)
        submit(self, job, ticket=ticket)

    setattr(Local, "submit", counting)  # noqa: B010
    ocr = Ocr(workers=2, seconds=10.0, memory=256 << 20)
    with light():
        run.run([Path(source)], workspace=Path(workspace), config=Config(workers=1, ocr=ocr))


def kept(workspace: Path, sha256: str) -> set[int]:
    """The pages of a file that a workspace has kept."""
    with Store.open(workspace) as store:
        return set(store.pages(sha256, ocr_tool.engine()))


if __name__ == "__main__":
    main()
