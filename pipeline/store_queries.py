"""What people ask of a workspace: records in order, what failed, what an id names. It only reads, during a run too."""

import zlib
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Engine, Row, Select, func, select

from pipeline.errors import ConfigError, WorkspaceError
from pipeline.packet_record import Claim, PacketRecord, claim_row
from pipeline.record import DocumentRecord
from pipeline.store_file import reading
from pipeline.store_schema import claims, documents, files, packets, reasons, recognised, runs


class Queries:
    """Answers from the store. Records stand in it as compressed JSON (see `packed`)."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

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

    def packed_documents(self, packet: str) -> Iterator[bytes]:
        """A packet's document records as they stand in the store (see `packed`), by path and id."""
        query = select(documents.c.record).where(documents.c.packet == packet).order_by(documents.c.path, documents.c.id)
        with self.engine.connect() as connection:
            for row in connection.execution_options(yield_per=100).execute(query):
                yield row.record

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

    def descent(self, packet: str, document: str) -> tuple[str, ...]:
        """The hashes of a packet's document and of every archive around it, the outermost first; none for one that is unknown."""
        columns = (documents.c.lot, documents.c.container, documents.c.sha256)
        hashes: list[str] = []
        with reading(self.engine) as connection:
            mine = (documents.c.id == document) & (documents.c.packet == packet)
            row = connection.execute(select(*columns).where(mine)).first()
            while row is not None:
                hashes.append(row.sha256)
                around = (documents.c.lot == row.lot) & (documents.c.place == row.container)
                row = connection.execute(select(*columns).where(around)).first() if row.container else None
        return tuple(reversed(hashes))

    def files_of(self, sha256: str) -> list[bytes]:
        """Paths at which a file had these bytes when it was hashed, the latest first."""
        query = select(files.c.path).where(files.c.sha256 == sha256).order_by(files.c.looked.desc(), files.c.path)
        with reading(self.engine) as connection:
            return list(connection.execute(query).scalars())

    def states(self) -> dict[str, int]:
        """How many documents there are of each state."""
        with reading(self.engine) as connection:
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
        with reading(self.engine) as connection:
            return [*connection.execute(query)]  # pyright: ignore[reportReturnType]  a row's own types are too many

    def document_costs(self) -> list[Row[Any]]:
        """Packet's id, path and seconds of each document."""
        query = select(documents.c.packet, documents.c.path, documents.c.seconds)
        with reading(self.engine) as connection:
            return [*connection.execute(query)]  # pyright: ignore[reportReturnType]  a row's own types are too many

    def recognised_count(self) -> int:
        """How many pages of the documents were recognised from their pictures."""
        mine = select(documents.c.sha256).distinct()
        query = select(func.count()).select_from(recognised).where(recognised.c.sha256.in_(mine))
        with reading(self.engine) as connection:
            return connection.execute(query).scalar() or 0

    def last_run(self) -> Row[Any] | None:
        with reading(self.engine) as connection:
            return connection.execute(select(runs).order_by(runs.c.id.desc()).limit(1)).first()

    def ids(self, prefix: str) -> list[tuple[str, str]]:
        """What an id, or its first letters, names: ("document" | "packet" | "claim", id), each once."""
        found: list[tuple[str, str]] = []
        with reading(self.engine) as connection:
            for what, column in (("document", documents.c.id), ("packet", packets.c.id), ("claim", claims.c.id)):
                query = select(column).where(column.startswith(prefix, autoescape=True)).distinct().order_by(column).limit(20)
                found += [(what, name) for name in connection.execute(query).scalars()]
        return found

    def claim(self, claim: str) -> tuple[PacketRecord, Claim] | None:
        """A claim by its id, with its packet."""
        with reading(self.engine) as connection:
            packet = connection.execute(select(claims.c.packet).where(claims.c.id == claim)).scalar()
        record = self.packet(packet) if packet else None
        if record is None:
            return None
        return next(((record, found) for found in record.claims if found.id == claim), None)

    def _records(self, query: Select[Any]) -> Iterator[bytes]:
        with self.engine.connect() as connection:
            for row in connection.execution_options(yield_per=100).execute(query):
                yield unpacked(row.record)


def packed(line: bytes) -> bytes:
    """A record's JSON as it stands in the store."""
    return zlib.compress(line, 3)


def unpacked(packed: bytes) -> bytes:
    """A record's JSON. Raises WorkspaceError for what is none."""
    try:
        return zlib.decompress(packed)
    except zlib.error as error:
        raise WorkspaceError(f"the workspace is damaged: a record in it cannot be unpacked ({error})") from error
