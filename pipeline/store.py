"""The workspace's memory: one SQLite file that only the parent of a run writes and anybody may read meanwhile.

Records are kept as compressed JSON beside the tables that find them. The file itself is `store_file`'s, its tables are
`store_schema`'s; what a run writes document by document is gathered in `store_group`, what people ask is in `store_queries`.
"""

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Row, bindparam, delete, func, insert, select, update

from pipeline import store_file
from pipeline.intake.opening import Stat
from pipeline.store_group import Group, stat_words
from pipeline.store_kept import Kept, batches, kept_at
from pipeline.store_queries import Queries
from pipeline.store_schema import claims, documents, extractions, files, packets, reasons, recognised, runs

RACY = 2_000_000_000
"""Nanoseconds: a file changed less than this before it was hashed may have changed again within the same clock tick."""


class Store(Queries):
    """What a run writes and asks. Documents and files go through `group`; all else is committed at once."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self.group = Group(engine)

    @classmethod
    @contextmanager
    def open(cls, workspace: Path, *, write: bool = False) -> "Iterator[Store]":
        """The store of a workspace, as a context; raises as `store_file.opened`."""
        with store_file.opened(workspace, write=write) as engine:
            store = cls(engine)
            yield store
            store.group.commit()

    # What a run writes.

    def put_packet(self, packet: str, *, key: str, record: bytes, claim_rows: Iterable[dict[str, Any]]) -> None:
        """Commit a merged packet, its record as it is kept (see `packed`), with its claims. Its row stands already."""
        with store_file.transaction(self.engine) as connection:
            connection.execute(update(packets).where(packets.c.id == packet).values(key=key, record=record, rendered=""))
            connection.execute(delete(claims).where(claims.c.packet == packet))
            for some in batches(claim_rows):
                connection.execute(insert(claims), some)

    def open_packets(self, found: Sequence[dict[str, Any]]) -> None:
        """Commit the rows of packets that are about to be worked on: id, name, source, path, rule. What was merged stays."""
        with store_file.transaction(self.engine) as connection:
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

    def reopen(self, packet: str) -> None:
        """A packet that could not be merged: what was merged before no longer stands."""
        with store_file.transaction(self.engine) as connection:
            connection.execute(update(packets).where(packets.c.id == packet).values(key="", rendered="", record=b""))
            connection.execute(delete(claims).where(claims.c.packet == packet))

    def mark_rendered(self, packet: str, key: str) -> None:
        with store_file.transaction(self.engine) as connection:
            connection.execute(update(packets).where(packets.c.id == packet).values(rendered=key))

    def drop_documents(self, lot: str, places: Sequence[str]) -> int:
        """Take documents out. Returns how many there were."""
        count = 0
        with store_file.transaction(self.engine) as connection:
            for some in batches(places):
                where = (documents.c.lot == lot) & documents.c.place.in_(some)
                count += connection.execute(delete(documents).where(where)).rowcount
        return count

    def drop_strays(self, lot: str, owned: Sequence[str]) -> int:
        """Take out documents of these packets that were planned in another lot. Returns how many there were."""
        with store_file.transaction(self.engine) as connection:
            where = documents.c.packet.in_(owned) & (documents.c.lot != lot)
            return connection.execute(delete(documents).where(where)).rowcount

    def drop_packet(self, packet: str) -> int:
        """Take a packet out with its documents. Returns how many there were."""
        with store_file.transaction(self.engine) as connection:
            count = connection.execute(delete(documents).where(documents.c.packet == packet)).rowcount
            connection.execute(delete(packets).where(packets.c.id == packet))
        return count

    def forget(self, packet: str) -> int:
        """Erase a packet and what only it has: documents, claims, extractions, recognised pages, what is known of its files.

        An archive that held it beside others goes too, since it lists the members' names. What is erased is overwritten, not
        only unlinked. Returns how many documents there were.
        """
        with store_file.transaction(self.engine) as connection:
            connection.exec_driver_sql("PRAGMA secure_delete=ON")
            lots = list(connection.execute(select(documents.c.lot).where(documents.c.packet == packet).distinct()).scalars())
            ours = (documents.c.packet == packet) | (documents.c.lot.in_(lots) & (documents.c.packet == ""))
            gone = connection.execute(delete(documents).where(ours)).rowcount
            connection.execute(delete(packets).where(packets.c.id == packet))
            connection.execute(delete(extractions).where(extractions.c.key.not_in(select(documents.c.extraction))))
            connection.execute(delete(recognised).where(recognised.c.sha256.not_in(select(documents.c.sha256))))
            connection.execute(delete(files).where(files.c.sha256.not_in(select(documents.c.sha256))))
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        return gone

    def claim_count(self, packet: str) -> int:
        """How many claims a closed packet has."""
        with store_file.reading(self.engine) as connection:
            return connection.execute(select(func.count()).where(claims.c.packet == packet)).scalar_one()

    def sources(self) -> list[Path]:
        """The INPUTs that the packets of this workspace were found in."""
        with store_file.reading(self.engine) as connection:
            rows = connection.execute(select(packets.c.source).distinct().order_by(packets.c.source)).scalars()
            return [Path(os.fsdecode(source)) for source in rows]

    def begin_run(self, *, process: int) -> int:
        """A row for a run that begins; returns its number. Rows of runs that died are closed as interrupted."""
        with store_file.transaction(self.engine) as connection:
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
        with store_file.transaction(self.engine) as connection:
            connection.execute(update(runs).where(runs.c.id == number).values(**values))

    # What a run asks.

    def file_digests(self, paths: Sequence[bytes], stats: Sequence[Stat]) -> list[str]:
        """The sha256 of each file that is unchanged since it was hashed; empty where that is not certain."""
        found: dict[bytes, Row[Any]] = {}
        with store_file.reading(self.engine) as connection:
            for some in batches(paths):
                found.update((row.path, row) for row in connection.execute(select(files).where(files.c.path.in_(some))))
        return [_digest(found.get(path), stat) for path, stat in zip(paths, stats, strict=True)]

    def kept(self, lot: str, places: Sequence[str]) -> dict[str, Kept]:
        """What the store has at these places of a lot."""
        with store_file.reading(self.engine) as connection:
            return kept_at(connection, lot, places)

    def places(self, lot: str) -> Iterator[str]:
        """Every place of a lot."""
        with self.engine.connect() as connection:
            yield from connection.execute(select(documents.c.place).where(documents.c.lot == lot)).scalars()

    def extraction(self, key: str) -> bytes | None:
        """A kept extraction."""
        with (
            self.engine.connect() as connection
        ):  # asked for each document: in SQL as it stands, which takes a quarter of the time
            return connection.exec_driver_sql("SELECT data FROM extractions WHERE key = ?", (key,)).scalar()

    def has_extraction(self, key: str) -> bool:
        """Whether there is a kept extraction."""
        with store_file.reading(self.engine) as connection:
            return connection.execute(select(extractions.c.key).where(extractions.c.key == key)).scalar() is not None

    def pages(self, sha256: str, engine: str) -> dict[int, bytes]:
        """The pages of a file that this version of the engine has read, by their number."""
        query = select(recognised.c.page, recognised.c.data).where(recognised.c.sha256 == sha256, recognised.c.engine == engine)
        with store_file.reading(self.engine) as connection:
            return {row.page: row.data for row in connection.execute(query)}

    def put_page(self, sha256: str, engine: str, page: int, data: bytes) -> None:
        """Gather a page for the next commit."""
        self.group.put_page(sha256, engine, page, data)

    def packet_rows(self) -> list[Row[Any]]:
        """id, name, source, path, rule and key (empty while it is open) of every packet, by name."""
        columns = [packets.c[name] for name in ("id", "name", "source", "path", "rule", "key")]
        with store_file.reading(self.engine) as connection:
            return list(connection.execute(select(*columns).order_by(packets.c.name, packets.c.id)).all())

    def packet_keys(self, packet: str) -> tuple[str, str]:
        """The keys under which a packet was merged and its dossier written; empty for what has not been done."""
        with store_file.reading(self.engine) as connection:
            row = connection.execute(select(packets.c.key, packets.c.rendered).where(packets.c.id == packet)).first()
        return ("", "") if row is None else (row.key, row.rendered)

    def member_keys(self, packet: str) -> Iterator[tuple[str, str, str]]:
        """id, annotation key and state of a packet's documents, in order."""
        query = select(documents.c.id, documents.c.annotation, documents.c.state).where(documents.c.packet == packet)
        with self.engine.connect() as connection:
            for row in connection.execute(query.order_by(documents.c.path, documents.c.id)):
                yield row.id, row.annotation, row.state

    def redo(self, codes: Sequence[str]) -> int:
        """Have documents with these reasons read again by the next run. Returns how many."""
        ours = documents.c.id.in_(select(reasons.c.document).where(reasons.c.code.in_(codes)))
        with store_file.transaction(self.engine) as connection:
            connection.execute(delete(extractions).where(extractions.c.key.in_(select(documents.c.extraction).where(ours))))
            return connection.execute(update(documents).where(ours).values(redo="always")).rowcount


def _digest(row: Row[Any] | None, stat: Stat) -> str:
    if row is None or row.stat != stat_words(stat):
        return ""
    return row.sha256 if max(stat.mtime, stat.ctime) < row.looked - RACY else ""
