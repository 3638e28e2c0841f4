"""What a run keeps of a document beside its record, so that the next run knows whether it is to be done again."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, Row, select

from pipeline.document import Child, State
from pipeline.store_schema import documents, reasons

Item = TypeVar("Item")


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


_NAMES = [name for name in Kept.__struct_fields__ if name != "reasons"]
_COLUMNS = [documents.c[name] for name in _NAMES]


def kept_at(connection: Connection, lot: str, places: Sequence[str]) -> dict[str, Kept]:
    """What stands at these places of a lot."""
    found: dict[str, Kept] = {}
    for some in batches(places):
        rows = connection.execute(select(*_COLUMNS).where((documents.c.lot == lot) & documents.c.place.in_(some))).all()
        codes = _codes(connection, [row.id for row in rows if row.state != "ok"])
        found.update((row.place, _kept(row, codes.get(row.id, ()))) for row in rows)
    return found


def batches(items: Iterable[Item], size: int = 500) -> Iterator[Sequence[Item]]:
    """As many as one statement takes, at a time."""
    rest = iter(items)
    while some := tuple(islice(rest, size)):
        yield some


def _kept(row: Row[Any], codes: tuple[str, ...]) -> Kept:
    values = dict(zip(_NAMES, row, strict=True))
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
