"""A run in a process of its own, to be interrupted or killed: ``python -m tests.faults.one_run SOURCE WORKSPACE [WRITE|light]``.

With WRITE, the process kills itself (SIGKILL) before its write of that number: a statement that changes the store, a commit,
a file opened for writing or moved. With ``light`` its workers have no stages (see `tests.faults.light`).
"""

import os
import signal
import sys
from contextlib import nullcontext
from pathlib import Path

from sqlalchemy import Engine, event

from pipeline import run
from pipeline.config import Config
from tests.faults.light import light

WRITING = os.O_WRONLY | os.O_RDWR


def main() -> None:
    source, workspace, *how = sys.argv[1:]
    if how and how != ["light"]:
        die_before_write(int(how[0]))
    with light() if how == ["light"] else nullcontext():
        summary = run.run([Path(source)], workspace=Path(workspace), config=Config(workers=2))
    sys.exit(summary.exit_code)


def die_before_write(number: int) -> None:
    """Count what changes the disk from now on, and end at the write of this number."""
    count = 0

    def one_more(*_: object) -> None:
        nonlocal count
        count += 1
        if count == number:
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(_connection: object, _cursor: object, words: str, *_: object) -> None:
        if not words.lstrip().upper().startswith(("SELECT", "PRAGMA")):
            one_more()

    def audited(what: str, arguments: tuple[object, ...]) -> None:
        if what == "os.rename" or (what == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING):
            one_more()

    event.listen(Engine, "before_cursor_execute", statement)
    event.listen(Engine, "commit", one_more)
    sys.addaudithook(audited)


if __name__ == "__main__":
    main()
