"""One worker process as its parent sees it: how it is started, and the two threads that only read what it says."""

import os
import queue
import secrets
import shutil
import subprocess
import sys
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

import pipeline
from pipeline.engines import frames
from pipeline.engines.ending import MARK

CHATTER_KEPT = 4096
FRAMES_AT_ONCE = 100
FRAMES_A_SECOND = 1000
"""More than any worker has to say: one that floods must not keep the others from being heard."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Something a reading thread found: a frame's bytes, or the end of the stream with what was wrong."""

    body: bytes | None
    wrong: str = ""
    too_long: bool = False


@dataclass(slots=True, eq=False)
class Worker:
    """A worker, from its start until it is ended. Times are of the monotonic clock."""

    process: subprocess.Popen[bytes]
    requests: BinaryIO
    scratch: Path
    mark: str
    born: float
    chatter: deque[bytes] = field(default_factory=deque)
    """The last of what its libraries printed."""
    chattered: int = 0
    ready: frames.Ready | None = None
    job: frames.Job | None = None
    ticket: int = -1
    began: float = 0.0
    alive_at: float = 0.0
    pages: int = 0
    jobs: int = 0
    ended_at: float = 0.0
    queued: float = 0.0
    """Seconds it has waited for a processor, when that was last looked at."""
    excused: float = 0.0
    """Seconds of them before it was ready."""

    @property
    def said(self) -> str:
        """What its libraries printed last, as text."""
        return b"".join(self.chatter).decode("utf-8", "replace").strip()


Ears = queue.Queue[tuple[Worker, Heard]]


def started(module: str, scratch: Path, ears: Ears, *, longest_frame: int) -> Worker:
    """A new worker that runs `module`, with an empty scratch folder; what it answers comes into `ears`."""
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    mark = secrets.token_hex(8)
    process = subprocess.Popen(  # noqa: S603  (this very program)
        [sys.executable, "-P", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(mark, scratch),
        start_new_session=True,
        cwd=scratch,
    )
    requests, answers, chatter = (cast(BinaryIO, each) for each in (process.stdin, process.stdout, process.stderr))
    worker = Worker(process, requests, scratch, mark, born=time.monotonic())
    threading.Thread(target=_read_answers, args=(worker, answers, ears, longest_frame), daemon=True).start()
    threading.Thread(target=_read_chatter, args=(worker, chatter), daemon=True).start()
    return worker


def _environment(mark: str, scratch: Path) -> dict[str, str]:
    """As little as a worker needs, and the mark that what it starts inherits."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}
    folder = str(Path(pipeline.__file__).parents[1])
    return {
        **kept,
        MARK: mark,
        "PYTHONPATH": folder,
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "TMPDIR": str(scratch),
        "TEMP": str(scratch),
        "HOME": str(scratch),
    }


def _read_answers(worker: Worker, stream: BinaryIO, ears: Ears, at_most: int) -> None:
    wrong, too_long = "", False
    count, since = 0, time.monotonic()
    with stream:
        try:
            while (body := frames.read_body(stream, at_most=at_most)) is not None:
                ears.put((worker, Heard(body)))
                count += 1
                if count % FRAMES_AT_ONCE == 0:
                    time.sleep(max(0.0, since + FRAMES_AT_ONCE / FRAMES_A_SECOND - time.monotonic()))
                    since = time.monotonic()
        except frames.FrameTooLong as error:
            wrong, too_long = str(error), True
        except (frames.FrameError, OSError, MemoryError) as error:
            wrong = f"sent {error}"
    ears.put((worker, Heard(None, wrong, too_long)))


def _read_chatter(worker: Worker, stream: BinaryIO) -> None:
    """Keep the last of what a worker's libraries print, for the trace of one that dies."""
    with stream:
        while piece := os.read(stream.fileno(), 1 << 16):
            worker.chattered += len(piece)
            worker.chatter.append(piece[-CHATTER_KEPT:])
            while len(worker.chatter) > 1 and sum(map(len, worker.chatter)) - len(worker.chatter[0]) > CHATTER_KEPT:
                worker.chatter.popleft()
