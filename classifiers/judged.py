"""A line as it is judged: what it says, where it stands, and what was made of it so far."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from classifiers.stretch import Run
from pipeline.document import Block, Role
from pipeline.view import Span


@dataclass(frozen=True, slots=True)
class Seen:
    """A line as the stage looks at it: in Simplified, as written, and where."""

    text: str
    own: str
    view: Span
    base: Span
    block: "Block | None"


@dataclass(frozen=True, slots=True)
class Judged:
    """A line's role and reasons, and its runs of spam in places of its text."""

    seen: Seen
    role: Role
    why: tuple[str, ...]
    runs: tuple[Run, ...] = ()

    @property
    def left(self) -> str:
        """The line without its runs of spam and the strokes that tied them to it."""
        rest = "".join(self.seen.own[start:end] for start, end in outside(self.seen.own, self.runs))
        return rest.strip(" \t\u3000_-—|｜丨") if self.runs else rest


def outside(text: str, runs: Sequence[Run]) -> Iterator[tuple[int, int]]:
    """The places of `text` between its runs."""
    done = 0
    for run in runs:
        yield done, run.start
        done = run.end
    yield done, len(text)
