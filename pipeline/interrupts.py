"""An interrupt (Ctrl-C, SIGTERM) that waits for the end of what must not be cut.

Python raises it between any two steps, also within the library that talks to the store: a transaction cut there may keep the
store's lock until the process ends. So what writes the store is `whole`: an interrupt that comes meanwhile is raised right
after it. Signals are handled in the main thread alone, which is the one that writes.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from pipeline.errors import ExitCode


@dataclass(slots=True)
class _Waiting:
    """How many `whole` contexts are open, one in another, and whether an interrupt waits for their end."""

    depth: int = 0
    come: bool = False


_waiting = _Waiting()


def end_imports() -> None:
    """Have Ctrl-C end the process at once while it imports, and interrupt it as ever otherwise.

    Python loses an interrupt that comes as it frees the lock of a module. Most modules are imported before anything is begun;
    one that a command imports late ends it too, and leaves on the disk what a kill would leave.
    """
    signal.signal(signal.SIGINT, _outside_imports)


@contextmanager
def interruptible() -> Iterator[None]:
    """SIGTERM interrupts as Ctrl-C does; once interrupted, the next one ends the process at once."""
    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        for each in before:
            signal.signal(each, _first)
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


@contextmanager
def whole() -> Iterator[None]:
    """What stands in it is not cut: an interrupt that `interruptible` hears meanwhile is raised at its end."""
    _waiting.depth += 1
    try:
        yield
    finally:
        _waiting.depth -= 1
        if _waiting.come and not _waiting.depth:
            _waiting.come = False
            raise KeyboardInterrupt


def _outside_imports(_number: int, frame: FrameType | None) -> None:
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib."):
            os._exit(ExitCode.INTERRUPTED)
        frame = frame.f_back
    raise KeyboardInterrupt


def _first(_number: int, _frame: FrameType | None) -> None:
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, _second)
    if _waiting.depth:
        _waiting.come = True
    else:
        raise KeyboardInterrupt


def _second(_number: int, _frame: FrameType | None) -> None:
    os._exit(ExitCode.INTERRUPTED)
