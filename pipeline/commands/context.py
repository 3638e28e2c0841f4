"""What commands work with: the configuration, the store of a workspace, and what shows how a run goes."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from pipeline.config import Config
from pipeline.events import Events
from pipeline.progress import Bar

if TYPE_CHECKING:
    from pipeline.store import Store
    from pipeline.summary import Progress


def config_of(context: typer.Context) -> Config:
    """What the file named by --config says, or the defaults."""
    found: Config = context.obj
    return found


def asked(config: Config, rubric: Path | None, *, points: bool) -> Config:
    """The configuration with what the command line says of the rubric."""
    reading = replace(config.dossier, points=points or config.dossier.points)
    return replace(config, dossier=reading if rubric is None else replace(reading, rubric=str(rubric)))


def open_store(workspace: Path) -> "AbstractContextManager[Store]":
    """The store to read from, as a context."""
    from pipeline.store import Store

    return Store.open(workspace)


@contextmanager
def watched(events: Path | None) -> Iterator["Progress"]:
    """A bar on the terminal, and the event stream where one is asked for."""
    with ExitStack() as stack:
        bar = stack.enter_context(Bar())
        yield bar if events is None else stack.enter_context(Events(events, bar))
