"""The bulk run: what is new or changed is worked on, everything else is left as it is, and nothing is done twice.

`run` makes the workspace ready, holds its lock and ends cleanly however it is interrupted. What happens in between is in
`pipeline.running`: workers (`pipeline.engines.local`) only ever see one file at a time, and this process alone writes the
store.
"""

import os
import shutil
import time
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from pipeline import recognising
from pipeline.closing import merger
from pipeline.config import Config
from pipeline.drawing import drawers
from pipeline.engines.readers import Readers
from pipeline.errors import ConfigError, Reason
from pipeline.interrupts import interruptible
from pipeline.ledger import Ledger
from pipeline.lock import Lock
from pipeline.process import document_stages
from pipeline.running import Running
from pipeline.store import Store
from pipeline.summary import Progress, RunSummary, Silent
from pipeline.workspace import MEMBERS, SCRATCH, faults_told, made_ready


def run(
    inputs: Sequence[Path], *, workspace: Path, config: Config, progress: Progress | None = None, verify: bool = False
) -> RunSummary:
    """Process every packet of `inputs` into `workspace`; returns how it ended.

    With `verify` every file is hashed, also one that seems unchanged. Interrupted (Ctrl-C, SIGTERM), it stops the workers,
    keeps what is done and says so in the summary; a second interrupt ends the process at once. Raises ConfigError for an
    INPUT that does not exist or is a workspace and WorkspaceError for a workspace that is in use, damaged, newer or not writable.
    """
    began = time.monotonic()
    summary = RunSummary()
    workspace = made_ready(workspace, inputs)
    with Lock(workspace / "lock"), Store.open(workspace, write=True) as store, interruptible(), faults_told(workspace):
        shutil.rmtree(workspace / SCRATCH, ignore_errors=True)  # of a run that was killed
        number = store.begin_run(process=os.getpid())
        try:
            scratch = workspace / SCRATCH
            with (
                Readers(
                    workers=config.worker_count, limits=config.limits, stages=document_stages(), scratch=scratch / "reading"
                ) as workers,
                recognising.pool(config.ocr, config.limits, scratch / "recognising") as readers,
                merger(config.limits, scratch / "merging") as mergers,
                drawers(config.worker_count, config.limits, scratch / "drawing") as painters,
            ):
                ledger = Ledger(
                    store,
                    workspace,
                    config,
                    number,
                    mergers=mergers,
                    drawers=painters,
                    progress=progress or Silent(),
                    summary=summary,
                )
                pages = recognising.Recognising(config.ocr, readers, store)
                Running(workspace, config.limits, store, workers, pages, ledger, verify=verify).go(inputs)
            shutil.rmtree(workspace / MEMBERS, ignore_errors=True)
        except KeyboardInterrupt:
            summary.interrupted = True
        finally:
            shutil.rmtree(workspace / SCRATCH, ignore_errors=True)
        summary.seconds = time.monotonic() - began
        store.tell_run(number, state="interrupted" if summary.interrupted else "complete", seconds=summary.seconds)
    return summary


def retry(codes: Sequence[str], *, workspace: Path, config: Config, progress: Progress | None = None) -> RunSummary:
    """Read documents that ended with any of these reasons again, with the INPUTs that this workspace knows.

    Raises ConfigError for a reason that does not exist, or when none of the INPUTs is there any more.
    """
    unknown = [code for code in codes if code not in Reason.__members__]
    if unknown:
        near = get_close_matches(unknown[0], Reason.__members__, n=1)
        raise ConfigError(f"there is no reason {unknown[0]}; {f'did you mean {near[0]}?' if near else 'see `xingping failed`'}")
    with Lock(workspace / "lock"), Store.open(workspace) as store:
        inputs = [source for source in store.sources() if os.path.lexists(source)]
        if not inputs:
            raise ConfigError(f"nothing that {workspace} was made from is there any more; run with the INPUT instead")
        store.redo(codes)
    return run(inputs, workspace=workspace, config=config, progress=progress)
