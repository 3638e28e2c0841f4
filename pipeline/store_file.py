"""The SQLite file of a workspace: opened, checked and, where it is older than the program, brought up to date."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError, ProgrammingError

from pipeline.errors import WorkspaceError
from pipeline.intake.tree import WORKSPACE_FILE
from pipeline.interrupts import whole
from pipeline.store_schema import is_ours, migrate, version_of

FILE_NAME = WORKSPACE_FILE
BUSY_SECONDS = 30


@contextmanager
def opened(workspace: Path, *, write: bool) -> Iterator[Engine]:
    """The file of a workspace, as a context; with `write` it is made when there is none.

    Raises WorkspaceError for a folder that holds none, a file that is damaged, newer or of something else, and a disk that
    cannot be written.
    """
    path = workspace / FILE_NAME
    if not write and not path.is_file():
        raise WorkspaceError(f"{workspace} is no workspace: there is no {FILE_NAME} in it; run first, or check --workspace")
    engine = _engine(path) if write or os.access(workspace, os.W_OK) else _read_only(path)
    try:
        with told_as_ours(workspace):
            with transaction(engine) as connection:
                if not is_ours(connection):
                    raise WorkspaceError(f"{path} is a database of something else")
                if not write and version_of(connection) == 0:
                    raise WorkspaceError(f"{workspace}: its first run has only just begun; ask again in a moment")
                migrate(connection)
            yield engine
    finally:
        engine.dispose()


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """What is written within it is committed at its end, and no interrupt cuts it."""
    with whole(), engine.begin() as connection:
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection to ask something by, which no interrupt cuts; what gives rows one by one, and so is long open, has none."""
    with whole(), engine.connect() as connection:
        yield connection


@contextmanager
def told_as_ours(workspace: Path) -> Iterator[None]:
    """What SQLite says of its file, said as an error of the workspace."""
    try:
        yield
    except OperationalError as error:
        raise WorkspaceError(f"{workspace}: {error.orig}; is the disk full, or the folder not writable?") from error
    except (IntegrityError, ProgrammingError):
        raise
    except DatabaseError as error:
        raise WorkspaceError(f"{workspace / FILE_NAME} is damaged: {error.orig}") from error


def _engine(path: Path) -> Engine:
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare)
    return engine


def _read_only(path: Path) -> Engine:
    """Of a folder that may not be written: SQLite then needs the promise that nobody else writes it either."""
    words = {"mode": "ro", "immutable": "1", "uri": "true"}
    return create_engine(URL.create("sqlite", database=f"file:{quote(os.fsencode(path))}", query=words))


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
