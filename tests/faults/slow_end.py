"""A run that is interrupted at once and never comes to its end: ``python -m tests.faults.slow_end SOURCE WORKSPACE``."""

import os
import signal
import sys
import time
from pathlib import Path

from pipeline import run
from pipeline.config import Config
from pipeline.engines.local import Local
from pipeline.running import Running


def interrupted(_self: Running, _inputs: object) -> None:
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(60)


def never_done(_self: Local) -> None:
    print("ending", flush=True)
    time.sleep(600)


if __name__ == "__main__":
    setattr(Running, "go", interrupted)  # noqa: B010
    setattr(Local, "close", never_done)  # noqa: B010
    run.run([Path(sys.argv[1])], workspace=Path(sys.argv[2]), config=Config(workers=1))
