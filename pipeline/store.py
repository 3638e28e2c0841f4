"""The workspace's memory: one SQLite file that only the parent of a run writes and anybody may read meanwhile.

What is written is first gathered and then committed as a group (50 documents or 200 ms): what has been acknowledged is on
the disk (WAL, synchronous=FULL), what has not is done again. Records are kept as compressed JSON beside the tables that
find them.
"""

import os
import sqlite3
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, Engine, Row, Select, bindparam, create_engine, delete, event, func, insert, select, update
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError, ProgrammingError

from pipeline.document import Child, State
from pipeline.errors import ConfigError, WorkspaceError
from pipeline.intake.opening import Stat
from pipeline.record import Claim, DocumentRecord, PacketRecord, claim_row, to_json
from pipeline.store_schema import claims, documents, extractions, files, is_ours, migrate, packets, reasons, runs, version_of

FILE_NAME = "xingping.sqlite"
GROUP = 50
GROUP_SECONDS = 0.2
BUSY_SECONDS = 30
Item = TypeVar("Item")
RACY = 2_000_000_000
"""Nanoseconds: a file changed less than this before it was hashed may have changed again within the same clock tick."""


class Offspring(msgspec.Struct, frozen=True, array_like=True):
    """A document's children and what they cost of the packet's budget."""

    children: tuple[Child, ...]
    unpacked: int
    overspent: bool
    entries_left: int
    bytes_left: int


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What a run needs to know of a document that is in the store, and what it puts there beside the record."""

    lot: str
    place: str
    container: str
    extraction: str
    annotation: str
    redo: str
    seconds: float
    pages: int
    offspring: Offspring | None
    id: str = ""
    packet: str = ""
    path: str = ""
    sha256: str = ""
    state: State = "ok"
    reasons: tuple[str, ...] = ()


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


class Store:
    """Gathers what is to be written, and answers what is asked."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._documents: list[dict[str, Any]] = []
        self._reasons: list[dict[str, Any]] = []
        self._extractions: dict[str, bytes] = {}
        self._files: dict[bytes, dict[str, Any]] = {}
        self._since: float | None = None

    @classmethod
    @contextmanager
    def open(cls, workspace: Path, *, write: bool = False) -> "Iterator[Store]":
        """The store of a workspace, as a context; with `write` it is made when there is none.

        Raises WorkspaceError for a folder that holds none, a file that is damaged, newer or of something else, and a disk
        that cannot be written.
        """
        path = workspace / FILE_NAME
        if not write and not path.is_file():
            raise WorkspaceError(f"{workspace} is no workspace: there is no {FILE_NAME} in it; run first, or check --workspace")
        engine = _engine(path)
        try:
            with told_as_ours(workspace):
                with engine.begin() as connection:
                    if not is_ours(connection):
                        raise WorkspaceError(f"{path} is a database of something else")
                    if not write and version_of(connection) == 0:
                        raise WorkspaceError(f"{workspace}: its first run has only just begun; ask again in a moment")
                    migrate(connection)
                store = cls(engine)
                yield store
                store.commit()
        finally:
            engine.dispose()

    # What a run writes.

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

    def put_file(self, path: bytes, stat: Stat, *, looked: int, sha256: str) -> None:
        """Gather what a file was when it was hashed, at `looked` (nanoseconds since 1970)."""
        self._files[path] = {"path": path, "stat": _stat_words(stat), "looked": looked, "sha256": sha256}
        self._since = self._since or time.monotonic()

    @property
    def due(self) -> bool:
        """Whether it is time to commit what was gathered."""
        waited = self._since is not None and time.monotonic() - self._since >= GROUP_SECONDS
        return waited or len(self._documents) >= GROUP or len(self._files) >= 20 * GROUP

    def commit(self) -> int:
        """Write what was gathered to the disk. Returns how many documents that acknowledges."""
        count = len(self._documents)
        if count or self._files or self._extractions:
            with self.engine.begin() as connection:
                self._flush(connection)
        self._documents, self._reasons, self._extractions, self._files, self._since = [], [], {}, {}, None
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
        if self._files:
            connection.execute(delete(files).where(files.c.path == bindparam("gone")), [{"gone": path} for path in self._files])
            connection.execute(insert(files), list(self._files.values()))

    def put_packet(self, record: PacketRecord, *, key: str) -> None:
        """Commit a merged packet with its claims. Its row stands already (see `open_packet`)."""
        rows = [
            {"packet": record.id, "position": number, "id": claim.id, "category": claim.category}
            for number, claim in enumerate(record.claims)
        ]
        with self.engine.begin() as connection:
            connection.execute(
                update(packets).where(packets.c.id == record.id).values(key=key, record=packed(to_json(record)), rendered="")
            )
            connection.execute(delete(claims).where(claims.c.packet == record.id))
            if rows:
                connection.execute(insert(claims), rows)

    def open_packets(self, found: Sequence[dict[str, Any]]) -> None:
        """Commit the rows of packets that are about to be worked on: id, name, source, path, rule. What was merged stays."""
        with self.engine.begin() as connection:
            known = set(connection.execute(select(packets.c.id)).scalars())
            new = [{**row, "key": "", "rendered": "", "record": b""} for row in found if row["id"] not in known]
            if new:
                connection.execute(insert(packets), new)
            old = [{f"new_{name}": value for name, value in row.items()} for row in found if row["id"] in known]
            if old:
                changed = update(packets).where(packets.c.id == bindparam("new_id"))
                connection.execute(
                    changed.values(
                        name=bindparam("new_name"),
                        source=bindparam("new_source"),
                        path=bindparam("new_path"),
                        rule=bindparam("new_rule"),
                    ),
                    old,
                )

    def mark_rendered(self, packet: str, key: str) -> None:
        with self.engine.begin() as connection:
            connection.execute(update(packets).where(packets.c.id == packet).values(rendered=key))

    def drop_documents(self, lot: str, places: Sequence[str]) -> int:
        """Take documents out. Returns how many there were."""
        count = 0
        with self.engine.begin() as connection:
            for some in _batches(places):
                where = (documents.c.lot == lot) & documents.c.place.in_(some)
                count += connection.execute(delete(documents).where(where)).rowcount
        return count

    def drop_strays(self, lot: str, owned: Sequence[str]) -> int:
        """Take out documents of these packets that were planned in another lot. Returns how many there were."""
        with self.engine.begin() as connection:
            where = documents.c.packet.in_(owned) & (documents.c.lot != lot)
            return connection.execute(delete(documents).where(where)).rowcount

    def drop_packet(self, packet: str) -> int:
        """Take a packet out with its documents. Returns how many there were."""
        with self.engine.begin() as connection:
            count = connection.execute(delete(documents).where(documents.c.packet == packet)).rowcount
            connection.execute(delete(packets).where(packets.c.id == packet))
        return count

    def forget(self, packet: str) -> int:
        """Erase a packet and what only it has: documents, claims, extractions, what is known of its files.

        An archive that held it beside others goes too, since it lists the members' names. What is erased is overwritten, not
        only unlinked. Returns how many documents there were.
        """
        with self.engine.begin() as connection:
            connection.exec_driver_sql("PRAGMA secure_delete=ON")
            lots = list(connection.execute(select(documents.c.lot).where(documents.c.packet == packet).distinct()).scalars())
            ours = (documents.c.packet == packet) | (documents.c.lot.in_(lots) & (documents.c.packet == ""))
            gone = connection.execute(delete(documents).where(ours)).rowcount
            connection.execute(delete(packets).where(packets.c.id == packet))
            connection.execute(delete(extractions).where(extractions.c.key.not_in(select(documents.c.extraction))))
            connection.execute(delete(files).where(files.c.sha256.not_in(select(documents.c.sha256))))
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        return gone

    def sources(self) -> list[Path]:
        """The INPUTs that the packets of this workspace were found in."""
        with self.engine.connect() as connection:
            rows = connection.execute(select(packets.c.source).distinct().order_by(packets.c.source)).scalars()
            return [Path(os.fsdecode(source)) for source in rows]

    def begin_run(self, *, process: int) -> int:
        """A row for a run that begins; returns its number. Rows of runs that died are closed as interrupted."""
        with self.engine.begin() as connection:
            connection.execute(update(runs).where(runs.c.state == "running").values(state="interrupted"))
            row = {
                "process": process,
                "state": "running",
                "began": time.time(),
                "seconds": 0.0,
                "planned": 0,
                "done": 0,
                "failed": 0,
            }
            number: int = connection.execute(insert(runs).returning(runs.c.id), row).scalar_one()
        return number

    def tell_run(self, number: int, **values: Any) -> None:
        with self.engine.begin() as connection:
            connection.execute(update(runs).where(runs.c.id == number).values(**values))

    # What a run asks.

    def file_digests(self, paths: Sequence[bytes], stats: Sequence[Stat]) -> list[str]:
        """The sha256 of each file that is unchanged since it was hashed; empty where that is not certain."""
        found: dict[bytes, Row[Any]] = {}
        with self.engine.connect() as connection:
            for some in _batches(paths):
                found.update((row.path, row) for row in connection.execute(select(files).where(files.c.path.in_(some))))
        return [_digest(found.get(path), stat) for path, stat in zip(paths, stats, strict=True)]

    def kept(self, lot: str, places: Sequence[str]) -> dict[str, Kept]:
        """What the store has at these places of a lot."""
        found: dict[str, Kept] = {}
        with self.engine.connect() as connection:
            for some in _batches(places):
                where = (documents.c.lot == lot) & documents.c.place.in_(some)
                rows = connection.execute(select(*_KEPT_COLUMNS).where(where)).all()
                codes = _codes(connection, [row.id for row in rows])
                found.update((row.place, _kept(row, codes.get(row.id, ()))) for row in rows)
        return found

    def places(self, lot: str) -> Iterator[str]:
        """Every place of a lot."""
        with self.engine.connect() as connection:
            yield from connection.execute(select(documents.c.place).where(documents.c.lot == lot)).scalars()

    def extraction(self, key: str) -> bytes | None:
        """A kept extraction."""
        with self.engine.connect() as connection:
            return connection.execute(select(extractions.c.data).where(extractions.c.key == key)).scalar()

    def packet_rows(self) -> list[Row[Any]]:
        """id, name, source, path, rule and key (empty while it is open) of every packet, by name."""
        columns = [packets.c[name] for name in ("id", "name", "source", "path", "rule", "key")]
        with self.engine.connect() as connection:
            return list(connection.execute(select(*columns).order_by(packets.c.name, packets.c.id)).all())

    def packet_keys(self, packet: str) -> tuple[str, str]:
        """The keys under which a packet was merged and its dossier written; empty for what has not been done."""
        with self.engine.connect() as connection:
            row = connection.execute(select(packets.c.key, packets.c.rendered).where(packets.c.id == packet)).first()
        return ("", "") if row is None else (row.key, row.rendered)

    def member_keys(self, packet: str) -> Iterator[tuple[str, str, str]]:
        """id, annotation key and state of a packet's documents, in order."""
        query = select(documents.c.id, documents.c.annotation, documents.c.state).where(documents.c.packet == packet)
        with self.engine.connect() as connection:
            for row in connection.execute(query.order_by(documents.c.path, documents.c.id)):
                yield row.id, row.annotation, row.state

    # What people ask.

    def documents(self, packet: str | None = None) -> Iterator[DocumentRecord]:
        """Document records by packet's name, path and id."""
        return (msgspec.json.decode(line, type=DocumentRecord) for line in self.document_lines(packet))

    def packets(self) -> Iterator[PacketRecord]:
        """Records of the packets that are closed, by name and id."""
        return (msgspec.json.decode(line, type=PacketRecord) for line in self.packet_lines())

    def claims(self) -> Iterator[tuple[PacketRecord, Claim]]:
        """Every claim with its packet, in the packets' order and in the order of their claims."""
        for packet in self.packets():
            for claim in packet.claims:
                yield packet, claim

    def document_lines(self, packet: str | None = None) -> Iterator[bytes]:
        """Document records as JSON, in the order of `documents`."""
        query = select(documents.c.record).select_from(documents.outerjoin(packets, packets.c.id == documents.c.packet))
        if packet is not None:
            query = query.where(documents.c.packet == packet)
        return self._records(
            query.order_by(func.coalesce(packets.c.name, ""), documents.c.packet, documents.c.path, documents.c.id)
        )

    def packet_lines(self) -> Iterator[bytes]:
        """Packet records as JSON, in the order of `packets`."""
        return self._records(select(packets.c.record).where(packets.c.key != "").order_by(packets.c.name, packets.c.id))

    def claim_lines(self) -> Iterator[bytes]:
        """Claims as JSON, a record each, in the order of `claims`."""
        return (msgspec.json.encode(claim_row(claim, packet=packet.id)) for packet, claim in self.claims())

    def export(self, rows: str) -> Iterator[bytes]:
        """Records as JSON, one a line, the same every time: rows are ``documents``, ``packets`` or ``claims``."""
        kinds = {"documents": self.document_lines, "packets": self.packet_lines, "claims": self.claim_lines}
        if rows not in kinds:
            raise ConfigError(f"--rows {rows}: there are {', '.join(kinds)}")
        return kinds[rows]()

    def packet(self, packet: str) -> PacketRecord | None:
        """The record of a packet; None while it is open or unknown."""
        line = next(self._records(select(packets.c.record).where((packets.c.id == packet) & (packets.c.key != ""))), None)
        return None if line is None else msgspec.json.decode(line, type=PacketRecord)

    def document(self, document: str) -> DocumentRecord | None:
        line = next(self._records(select(documents.c.record).where(documents.c.id == document)), None)
        return None if line is None else msgspec.json.decode(line, type=DocumentRecord)

    def states(self) -> dict[str, int]:
        """How many documents there are of each state."""
        with self.engine.connect() as connection:
            query = (
                select(documents.c.state, func.count().label("documents")).group_by(documents.c.state).order_by(documents.c.state)
            )
            return {row.state: row.documents for row in connection.execute(query)}

    def failed(self, codes: Sequence[str] = ()) -> list[Row[Any]]:
        """A row for each reason (of these codes, if given): id, packet (its name), path, state, code, place, detail."""
        query = (
            select(
                documents.c.id,
                func.coalesce(packets.c.name, "").label("packet"),
                documents.c.path,
                documents.c.state,
                reasons.c.code,
                reasons.c.place,
                reasons.c.detail,
            )
            .select_from(
                reasons.join(documents, documents.c.id == reasons.c.document).outerjoin(
                    packets, packets.c.id == documents.c.packet
                )
            )
            .order_by(func.coalesce(packets.c.name, ""), documents.c.path, documents.c.id, reasons.c.position)
        )
        if codes:
            query = query.where(reasons.c.code.in_(codes))
        with self.engine.connect() as connection:
            return [*connection.execute(query)]  # pyright: ignore[reportReturnType]  a row's own types are too many

    def last_run(self) -> Row[Any] | None:
        with self.engine.connect() as connection:
            return connection.execute(select(runs).order_by(runs.c.id.desc()).limit(1)).first()

    def ids(self, prefix: str) -> list[tuple[str, str]]:
        """What an id, or its first letters, names: ("document" | "packet" | "claim", id), each once."""
        found: list[tuple[str, str]] = []
        with self.engine.connect() as connection:
            for what, column in (("document", documents.c.id), ("packet", packets.c.id), ("claim", claims.c.id)):
                query = select(column).where(column.startswith(prefix, autoescape=True)).distinct().order_by(column).limit(20)
                found += [(what, name) for name in connection.execute(query).scalars()]
        return found

    def claim(self, claim: str) -> tuple[PacketRecord, Claim] | None:
        """A claim by its id, with its packet."""
        with self.engine.connect() as connection:
            packet = connection.execute(select(claims.c.packet).where(claims.c.id == claim)).scalar()
        record = self.packet(packet) if packet else None
        if record is None:
            return None
        return next(((record, found) for found in record.claims if found.id == claim), None)

    def redo(self, codes: Sequence[str]) -> int:
        """Have documents with these reasons read again by the next run. Returns how many."""
        ours = documents.c.id.in_(select(reasons.c.document).where(reasons.c.code.in_(codes)))
        with self.engine.begin() as connection:
            connection.execute(delete(extractions).where(extractions.c.key.in_(select(documents.c.extraction).where(ours))))
            return connection.execute(update(documents).where(ours).values(redo="always")).rowcount

    def _records(self, query: Select[Any]) -> Iterator[bytes]:
        with self.engine.connect() as connection:
            for row in connection.execution_options(yield_per=100).execute(query):
                yield zlib.decompress(row.record)


def packed(line: bytes) -> bytes:
    return zlib.compress(line, 3)


_KEPT_COLUMNS = [documents.c[name] for name in Kept.__struct_fields__ if name != "reasons"]


def _kept(row: Row[Any], codes: tuple[str, ...]) -> Kept:
    values = dict(row._mapping)
    raw = values.pop("offspring")
    return Kept(**values, offspring=msgspec.msgpack.decode(raw, type=Offspring) if raw else None, reasons=codes)


def _codes(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    query = (
        select(reasons.c.document, reasons.c.code)
        .where(reasons.c.document.in_(ids))
        .order_by(reasons.c.document, reasons.c.position)
    )
    for document, code in connection.execute(query):
        found[document] = (*found.get(document, ()), code)
    return found


def _digest(row: Row[Any] | None, stat: Stat) -> str:
    if row is None or row.stat != _stat_words(stat):
        return ""
    return row.sha256 if max(stat.mtime, stat.ctime) < row.looked - RACY else ""


def _stat_words(stat: Stat) -> str:
    return " ".join(map(str, stat))


def _batches(items: Sequence[Item], size: int = 500) -> Iterator[Sequence[Item]]:
    return (items[start : start + size] for start in range(0, len(items), size))


def _engine(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare)
    return engine


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
