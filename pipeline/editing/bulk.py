"""`clean` in bulk: a workspace made ready, its pages cleaned, the outcome told."""

import shutil
import time
from collections.abc import Sequence
from pathlib import Path

from extractors.sites import Site
from pipeline import recognising
from pipeline.config import Config
from pipeline.editing.pages import MEMBERS, Cleaning
from pipeline.editing.sources import sources
from pipeline.engines.local import Local
from pipeline.interrupts import interruptible
from pipeline.lock import Lock
from pipeline.process import MODULES, Stage, stage
from pipeline.store import Store
from pipeline.summary import Progress, RunSummary, Silent
from pipeline.workspace import SCRATCH, faults_told, made_ready


def page_stages(*, strict: bool = False, gentle: bool = False) -> tuple[Stage, ...]:
    """The stages of a page: those of a document, lines judged as asked."""
    return tuple(stage(name, strict=strict, gentle=gentle) if name == "lines" else stage(name) for name in MODULES)


def clean_pages(
    inputs: Sequence[Path],
    *,
    workspace: Path,
    config: Config,
    strict: bool = False,
    gentle: bool = False,
    sites: tuple[Site, ...] = (),
    progress: Progress | None = None,
) -> RunSummary:
    """Clean every page of `inputs` into `workspace`; what is there and unchanged is left as it is.

    Interrupted, it keeps what is done and says so. Raises as `pipeline.run.run`.
    """
    began = time.monotonic()
    summary = RunSummary()
    found = sources(inputs)
    workspace = made_ready(workspace, inputs)
    stages = page_stages(strict=strict, gentle=gentle)
    with Lock(workspace / "lock"), Store.open(workspace, write=True) as store, interruptible(), faults_told(workspace):
        for left in (SCRATCH, MEMBERS):
            shutil.rmtree(workspace / left, ignore_errors=True)
        try:
            scratch = workspace / SCRATCH
            with (
                Local(
                    workers=config.worker_count,
                    limits=config.limits,
                    stages=stages,
                    scratch=scratch / "reading",
                    sites=sites,
                ) as workers,
                recognising.pool(config.ocr, config.limits, scratch / "recognising") as readers,
            ):
                pages = recognising.Recognising(config.ocr, readers, store)
                cleaning = Cleaning(
                    workspace, config.limits, stages, store, workers, pages, progress=progress or Silent(), summary=summary
                )
                cleaning.go(found)
        except KeyboardInterrupt:
            summary.interrupted = True
        summary.seconds = time.monotonic() - began
    return summary
