"""Group commit: what is written is first gathered and then put on the disk as one transaction.

Fifty documents or 200 ms make a group: what has been acknowledged is on the disk (WAL, synchronous=FULL), what has not is
done again by the next run.
"""

import time
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Connection, Delete, Engine, Table, and_, bindparam, delete, insert, update

from pipeline.intake.opening import Stat
from pipeline.interrupts import whole
from pipeline.record import DocumentRecord, to_json
from pipeline.store_kept import Kept
from pipeline.store_queries import packed
from pipeline.store_schema import documents, extractions, files, reasons, recognised, runs

GROUP = 50
GROUP_SECONDS = 0.2


class Group:
    """Documents, extractions, recognised pages, what files were when they were hashed and how far runs are, until a commit."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._documents: list[dict[str, Any]] = []
        self._reasons: list[dict[str, Any]] = []
        self._extractions: dict[str, bytes] = {}
        self._pages: dict[tuple[str, str, int], bytes] = {}
        self._files: dict[bytes, dict[str, Any]] = {}
        self._runs: dict[int, dict[str, Any]] = {}
        self._since: float | None = None

    def put(self, record: DocumentRecord, kept: Kept) -> None:
        """Gather a document. It replaces what stood at its place in the lot."""
        self._documents.append(
            {
                "id": record.id,
                "packet": record.packet or "",
                "path": record.path,
                "sha256": record.sha256,
                "size": record.bytes,
                "state": record.state,
                "kind": record.kind,
                "media_type": record.media_type,
                "lot": kept.lot,
                "place": kept.place,
                "container": kept.container,
                "extraction": kept.extraction,
                "annotation": kept.annotation,
                "redo": kept.redo,
                "seconds": kept.seconds,
                "pages": kept.pages,
                "offspring": b"" if kept.offspring is None else msgspec.msgpack.encode(kept.offspring),
                "record": packed(to_json(record)),
            }
        )
        self._reasons += [
            {"document": record.id, "position": number, "code": found.code.value, "place": found.where, "detail": found.detail}
            for number, found in enumerate(record.reasons)
        ]
        self._since = self._since or time.monotonic()

    def put_extraction(self, key: str, data: bytes) -> None:
        """Gather an extraction, as the worker packed it."""
        self._extractions[key] = data

    def put_page(self, sha256: str, engine: str, page: int, data: bytes) -> None:
        """Gather a page (from 1) of a file, as it was recognised and packed."""
        self._pages[sha256, engine, page] = data
        self._since = self._since or time.monotonic()

    def put_file(self, path: bytes, stat: Stat, *, looked: int, sha256: str) -> None:
        """Gather what a file was when it was hashed, at `looked` (nanoseconds since 1970)."""
        self._files[path] = {"path": path, "stat": stat_words(stat), "looked": looked, "sha256": sha256}
        self._since = self._since or time.monotonic()

    def tell_run(self, number: int, **values: Any) -> None:
        """Gather how far a run has come."""
        self._runs[number] = values

    @property
    def due(self) -> bool:
        """Whether it is time to commit what was gathered."""
        waited = self._since is not None and time.monotonic() - self._since >= GROUP_SECONDS
        return waited or len(self._documents) >= GROUP or len(self._files) >= 20 * GROUP

    def commit(self) -> int:
        """Write what was gathered to the disk. Returns how many documents that acknowledges."""
        count = len(self._documents)
        with whole():
            if count or self._files or self._extractions or self._pages or self._runs:
                with self.engine.begin() as connection:
                    self._flush(connection)
            self._documents, self._reasons, self._extractions, self._pages, self._files, self._runs = [], [], {}, {}, {}, {}
            self._since = None
        return count

    def _flush(self, connection: Connection) -> None:
        _put(connection, documents, self._documents, old=("id",))
        _put(connection, reasons, self._reasons)
        _put(connection, extractions, [{"key": key, "data": data} for key, data in self._extractions.items()], old=("key",))
        names = ("sha256", "engine", "page")
        pages = [{**dict(zip(names, key, strict=True)), "data": data} for key, data in self._pages.items()]
        _put(connection, recognised, pages, old=names)
        _put(connection, files, list(self._files.values()), old=("path",))
        for number, values in self._runs.items():
            connection.execute(update(runs).where(runs.c.id == number).values(**values))


def _put(connection: Connection, table: Table, rows: list[dict[str, Any]], *, old: tuple[str, ...] = ()) -> None:
    """Insert rows; what has the same values in the columns `old` (or, a document, stands at the same place) goes first."""
    if rows and old:
        names = (*old, "lot", "place") if table is documents else old
        connection.execute(_without(table, old), [{f"old_{name}": row[name] for name in names} for row in rows])
    if rows:
        connection.execute(insert(table), rows)


@cache
def _without(table: Table, names: tuple[str, ...]) -> Delete:
    """The statement that deletes rows by these columns: to make one takes longer than to run it."""
    same = and_(*(table.c[name] == bindparam(f"old_{name}") for name in names))
    if table is documents:
        same |= (documents.c.lot == bindparam("old_lot")) & (documents.c.place == bindparam("old_place"))
    return delete(table).where(same)


def stat_words(stat: Stat) -> str:
    """A file's state as the store has it."""
    return " ".join(map(str, stat))
