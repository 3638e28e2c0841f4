"""Ending a worker with all that it started, and saying how one ended by itself.

The process group goes first. What escaped it is found, on Linux, by the mark that every process a worker starts inherits in
its environment.
"""

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

log = logging.getLogger(__name__)

MARK = "XINGPING_WORKER"


def has_ended(process: subprocess.Popen[bytes]) -> bool:
    """Whether the process has ended, without taking its exit status, so that its number stays its own until the kill."""
    if sys.platform == "win32":
        return process.poll() is not None
    if process.returncode is not None:
        return True
    try:
        return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    except ChildProcessError:
        return True


def how_it_ended(process: subprocess.Popen[bytes]) -> str:
    """In words, for the reason a document is charged with."""
    code = process.poll()
    if code is None:
        try:
            code = process.wait(timeout=1.0)
        except subprocess.TimeoutExpired:
            return "closed its stream"
    if code < 0:
        try:
            return f"was ended by {signal.Signals(-code).name}"
        except ValueError:
            return f"was ended by signal {-code}"
    return f"ended with exit code {code}"


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill a worker, which leads a process group of its own, and whatever is still in the group."""
    if sys.platform == "win32":
        process.kill()
        return
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        process.kill()


def kill_marked(mark: str) -> None:
    """On Linux, kill every process that inherited this mark, until none is left."""
    wanted = f"{MARK}={mark}".encode()
    for _ in range(10):
        found = [pid for pid in _process_ids() if wanted in _environment_of(pid)]
        if not found:
            return
        for pid in found:
            log.debug("process %s outlived its worker and is killed", pid)
            _kill(pid)


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        log.debug("process %s is gone", pid)


def _process_ids() -> Sequence[int]:
    try:
        return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdecimal()]
    except OSError:
        return []


def _environment_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return b""
