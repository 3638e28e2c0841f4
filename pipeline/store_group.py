"""Group commit: what is written is first gathered and then put on the disk as one transaction.

Fifty documents or 200 ms make a group: what has been acknowledged is on the disk (WAL, synchronous=FULL), what has not is
done again by the next run.
"""

import time
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, bindparam, delete, insert

from pipeline.intake.opening import Stat
from pipeline.record import DocumentRecord, to_json
from pipeline.store_kept import Kept
from pipeline.store_queries import packed
from pipeline.store_schema import documents, extractions, files, reasons, recognised

GROUP = 50
GROUP_SECONDS = 0.2


class Group:
    """Documents, extractions, recognised pages and what files were when they were hashed, until the next commit."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._documents: list[dict[str, Any]] = []
        self._reasons: list[dict[str, Any]] = []
        self._extractions: dict[str, bytes] = {}
        self._pages: dict[tuple[str, str, int], bytes] = {}
        self._files: dict[bytes, dict[str, Any]] = {}
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

    @property
    def due(self) -> bool:
        """Whether it is time to commit what was gathered."""
        waited = self._since is not None and time.monotonic() - self._since >= GROUP_SECONDS
        return waited or len(self._documents) >= GROUP or len(self._files) >= 20 * GROUP

    def commit(self) -> int:
        """Write what was gathered to the disk. Returns how many documents that acknowledges."""
        count = len(self._documents)
        if count or self._files or self._extractions or self._pages:
            with self.engine.begin() as connection:
                self._flush(connection)
        self._documents, self._reasons, self._extractions, self._pages, self._files = [], [], {}, {}, {}
        self._since = None
        return count

    def _flush(self, connection: Connection) -> None:
        if self._documents:
            gone = delete(documents).where(
                (documents.c.id == bindparam("gone"))
                | ((documents.c.lot == bindparam("in_lot")) & (documents.c.place == bindparam("at")))
            )
            connection.execute(gone, [{"gone": row["id"], "in_lot": row["lot"], "at": row["place"]} for row in self._documents])
            connection.execute(insert(documents), self._documents)
        if self._reasons:
            connection.execute(insert(reasons), self._reasons)
        if self._extractions:
            connection.execute(
                delete(extractions).where(extractions.c.key == bindparam("gone")), [{"gone": key} for key in self._extractions]
            )
            connection.execute(insert(extractions), [{"key": key, "data": data} for key, data in self._extractions.items()])
        if self._pages:
            names = ("sha256", "engine", "page")
            gone = delete(recognised).where(*(recognised.c[name] == bindparam(f"gone_{name}") for name in names))
            keys = [dict(zip(names, key, strict=True)) for key in self._pages]
            connection.execute(gone, [{f"gone_{name}": value for name, value in key.items()} for key in keys])
            rows = [{**key, "data": data} for key, data in zip(keys, self._pages.values(), strict=True)]
            connection.execute(insert(recognised), rows)
        if self._files:
            connection.execute(delete(files).where(files.c.path == bindparam("gone")), [{"gone": path} for path in self._files])
            connection.execute(insert(files), list(self._files.values()))


def stat_words(stat: Stat) -> str:
    """A file's state as the store has it."""
    return " ".join(map(str, stat))
