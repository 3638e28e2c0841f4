"""Cleaned pages in a workspace's store: each is a document of no packet, with its cleaned text and its fingerprint."""

import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import bindparam, delete, func, insert, select, update

from pipeline.clean import Cleaned
from pipeline.document import State
from pipeline.record import DocumentRecord
from pipeline.store import Store
from pipeline.store_file import reading, transaction
from pipeline.store_kept import Kept, batches, kept_at
from pipeline.store_queries import packed
from pipeline.store_schema import documents, pages, slices


@dataclass(frozen=True, slots=True)
class Page:
    """A cleaned page as it is given out. `lead` is the id of the page that leads its copies, its own where it leads itself."""

    record: DocumentRecord
    cleaned: Cleaned
    lead: str


class Pages:
    """What cleaning writes and asks. Pages are gathered with their documents and committed in one transaction after them."""

    def __init__(self, store: Store) -> None:
        self.engine = store.engine
        self.group = store.group
        self._pages: list[dict[str, Any]] = []
        self._slices: list[dict[str, str]] = []

    def put(self, record: DocumentRecord, kept: Kept, cleaned: Cleaned, fingerprint: bytes) -> None:
        """Gather a page. It replaces what stood at its place."""
        self.group.put(record, kept)
        self._pages.append(
            {
                "document": record.id,
                "published": cleaned.byline.published,
                "cleaned": packed(msgspec.json.encode(cleaned)),
                "fingerprint": fingerprint,
                "lead": "",
            }
        )

    def put_slice(self, lot: str, container: str, key: str) -> None:
        """Gather that a slice is done; every page of it must have been put before."""
        self._slices.append({"lot": lot, "container": container, "key": key})

    def commit(self) -> None:
        """Documents first: one without its page counts as not done."""
        self.group.commit()
        with transaction(self.engine) as connection:
            if self._pages:
                connection.execute(insert(pages).prefix_with("OR REPLACE"), self._pages)
            if self._slices:
                connection.execute(insert(slices).prefix_with("OR REPLACE"), self._slices)
        self._pages, self._slices = [], []

    def known(self, lot: str, places: Sequence[str]) -> dict[str, Kept]:
        """What is on the disk at these places of an INPUT, page and all."""
        with reading(self.engine) as connection:
            found = kept_at(connection, lot, places)
            whole: set[str] = set()
            for some in batches([kept.id for kept in found.values()]):
                whole.update(connection.execute(select(pages.c.document).where(pages.c.document.in_(some))).scalars())
        return {place: kept for place, kept in found.items() if kept.id in whole}

    def slice_keys(self, lot: str) -> dict[str, str]:
        """The key of each slice that is done."""
        with reading(self.engine) as connection:
            rows = connection.execute(select(slices.c.container, slices.c.key).where(slices.c.lot == lot))
            return {row.container: row.key for row in rows}

    def states_within(self, lot: str) -> dict[str, Counter[State]]:
        """How many pages of each state each slice or archive of an INPUT gave; files of their own are at ''."""
        query = select(documents.c.container, documents.c.state, func.count().label("pages"))
        query = query.where(documents.c.lot == lot).group_by(documents.c.container, documents.c.state)
        found: dict[str, Counter[State]] = defaultdict(Counter)
        with reading(self.engine) as connection:
            for row in connection.execute(query):
                found[row.container][row.state] = row.pages
        return found

    def places(self, lot: str) -> list[tuple[str, str]]:
        """(container, place) of every page of an INPUT."""
        with reading(self.engine) as connection:
            query = select(documents.c.container, documents.c.place).where(documents.c.lot == lot)
            return [(row.container, row.place) for row in connection.execute(query)]

    def drop(self, lot: str, places: Sequence[str], containers: Sequence[str]) -> int:
        """Take pages out, and what is known of slices that are no more. Returns how many pages there were."""
        count = 0
        with transaction(self.engine) as connection:
            for some in batches(places):
                gone = delete(documents).where((documents.c.lot == lot) & documents.c.place.in_(some))
                count += connection.execute(gone).rowcount
            for some in batches(containers):
                connection.execute(delete(slices).where((slices.c.lot == lot) & slices.c.container.in_(some)))
        return count

    def fingerprints(self) -> Iterator[tuple[str, str, bytes]]:
        """Every page as (id, when it was published, fingerprint), in order of ids."""
        query = select(pages.c.document, pages.c.published, pages.c.fingerprint).order_by(pages.c.document)
        with self.engine.connect() as connection:
            for row in connection.execution_options(yield_per=500).execute(query):
                yield row.document, row.published, row.fingerprint

    def put_leads(self, leads: Sequence[tuple[str, str]]) -> None:
        """Say of each page (id, id of its lead) whose copy it is."""
        with transaction(self.engine) as connection:
            rows = [{"page": page, "leading": lead} for page, lead in leads]
            if rows:
                connection.execute(
                    update(pages).where(pages.c.document == bindparam("page")).values(lead=bindparam("leading")), rows
                )

    def all(self) -> Iterator[Page]:
        """Every page, in the order of INPUTs and places."""
        query = (
            select(documents.c.record, pages.c.cleaned, pages.c.lead)
            .join(pages, pages.c.document == documents.c.id)
            .order_by(documents.c.lot, documents.c.place)
        )
        with self.engine.connect() as connection:
            for row in connection.execution_options(yield_per=100).execute(query):
                yield Page(
                    msgspec.json.decode(zlib.decompress(row.record), type=DocumentRecord),
                    msgspec.json.decode(zlib.decompress(row.cleaned), type=Cleaned),
                    row.lead,
                )
