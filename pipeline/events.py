"""A run as a stream of events, one JSON object a line, for other programs to follow: ids and codes, never contents.

Every line has ``event`` (``planned``, ``document``, ``packet``, ``working``) and ``seconds`` since the stream began. A line
``document`` is written when the document is on the disk, not before.
"""

import time
from pathlib import Path
from types import TracebackType
from typing import Any

import msgspec

from pipeline.errors import ConfigError
from pipeline.summary import Outcome, PacketSummary, Progress


class Events:
    """Writes what a run tells to a file, and passes it on to `also`. Use as a context manager.

    Raises ConfigError when the file cannot be written.
    """

    def __init__(self, path: Path, also: Progress) -> None:
        self.path = path
        self.also = also
        self.began = time.monotonic()
        try:
            self.file = path.open("ab", buffering=0)
        except OSError as error:
            raise ConfigError(f"{path}: {error.strerror}; events need a file that can be written") from error

    def __enter__(self) -> "Events":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.file.close()

    def planned(self, *, packets: int, documents: int) -> None:
        self._write("planned", packets=packets, documents=documents)
        self.also.planned(packets=packets, documents=documents)

    def done(self, outcome: Outcome) -> None:
        self._write(
            "document",
            id=outcome.id,
            packet=outcome.packet,
            state=outcome.state,
            reasons=outcome.reasons,
            took=round(outcome.seconds, 3),
            reused=outcome.reused,
        )
        self.also.done(outcome)

    def packet(self, summary: PacketSummary) -> None:
        self._write(
            "packet",
            id=summary.id,
            states=dict(summary.states),
            claims=summary.claims,
            dossier=summary.dossier,
            reason=summary.reason,
        )
        self.also.packet(summary)

    def working(self, *, pages: int, documents: int) -> None:
        self._write("working", pages=pages, documents=documents)
        self.also.working(pages=pages, documents=documents)

    def _write(self, event: str, **values: Any) -> None:
        line = {"event": event, "seconds": round(time.monotonic() - self.began, 3), **values}
        self.file.write(msgspec.json.encode(line) + b"\n")
