"""A worker that reads one broken document after another does not grow."""

import os
from pathlib import Path

from extractors.registry import Limits
from pipeline.engines import frames, sandbox
from pipeline.engines.local import Local
from tests.hostile.files import word_xml

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BROKEN = word_xml(f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>breaks off')
WARM, ALL = 100, 400
GROWTH = 6 << 20
"""Each document leaves some 50 kB in cycles: without anybody who looks for them 300 are 15 MB."""


def test_what_documents_leave_in_cycles_is_freed(tmp_path: Path) -> None:
    path = tmp_path / "broken.docx"
    path.write_bytes(BROKEN)
    limits = Limits(seconds_idle=60.0, seconds=120.0)
    sizes: dict[int, int] = {}
    with Local(workers=1, limits=limits, stages=(), scratch=tmp_path / "scratch") as workers:
        for ticket in range(ALL):
            workers.submit(
                frames.ReadFile(
                    file=os.fsencode(path), path=path.name, folder=str(ticket), allowance=frames.Allowance.of(limits)
                ),
                ticket=ticket,
            )
            while not (finished := workers.wait()):
                pass
            assert isinstance(finished[0].answer, frames.Read)
            (pid,) = workers.pids()
            sizes[ticket] = sandbox.resident(pid)
    assert sizes[ALL - 1] - sizes[WARM] < GROWTH
