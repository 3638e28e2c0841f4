"""One run at a time on one workspace.

The lock is the system's own on an open file, so that a process that dies in any way gives it back; the file's words say who
holds it. A file left behind by a dead process, without the system's lock on it, holds nobody up.
"""

import os
import sys
import time
from pathlib import Path
from types import TracebackType

import msgspec

from pipeline.errors import WorkspaceError


class Holder(msgspec.Struct):
    """Who holds the lock. `began` is seconds since 1970."""

    process: int
    began: float


class Lock:
    """Hold the workspace's lock as a context. Raises WorkspaceError when another process has it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: int | None = None

    def __enter__(self) -> "Lock":
        try:
            self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)
        except OSError as error:
            raise WorkspaceError(f"{self.path.parent} cannot be written: {error.strerror}") from error
        try:
            _lock(self._file)
        except OSError as error:
            os.close(self._file)
            self._file = None
            raise WorkspaceError(
                f"{self.path.parent} is in use{_by(self.path)}; wait for it or use another --workspace"
            ) from error
        os.ftruncate(self._file, 0)
        os.write(self._file, msgspec.json.encode(Holder(os.getpid(), time.time())))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._file is not None:
            os.ftruncate(self._file, 0)
            os.close(self._file)
            self._file = None


def _by(path: Path) -> str:
    try:
        holder = msgspec.json.decode(path.read_bytes(), type=Holder)
    except (OSError, msgspec.DecodeError):
        return ""
    return f" by process {holder.process} since {time.strftime('%H:%M:%S', time.localtime(holder.began))}"


def _lock(file: int) -> None:
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415  (on Windows alone)

        os.lseek(file, 1 << 20, os.SEEK_SET)  # beyond the words, which others may read
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        os.lseek(file, 0, os.SEEK_SET)
    else:
        import fcntl  # noqa: PLC0415  (not on Windows)

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
