"""`find`: words over the kept text and the achievements of a workspace, with facets.

The index is a file of its own beside the store, made from it and brought up to date before each search; it may be deleted at
any time. Texts are indexed in Simplified, cut into words by jieba, so that both scripts find each other.
"""

import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from sqlalchemy import select

from pipeline.clean import Cleaned
from pipeline.editing.regions import region
from pipeline.errors import WorkspaceError
from pipeline.record import DocumentRecord
from pipeline.script import to_simplified
from pipeline.store import Store
from pipeline.store_kept import batches
from pipeline.store_schema import documents, pages

FILE_NAME = "find.sqlite"
VERSION = 1
AROUND = 40
"""Letters shown before and after what was found."""
TABLES = """
CREATE TABLE found (document TEXT PRIMARY KEY, annotation TEXT, path TEXT, packet TEXT, title TEXT, publisher TEXT,
  published TEXT, region TEXT, lead TEXT);
CREATE TABLE facets (document TEXT, category TEXT, level TEXT, PRIMARY KEY (document, category, level));
CREATE VIRTUAL TABLE words USING fts5(document UNINDEXED, title, achievements, body, tokenize = "unicode61");
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is looked for: words, all of which must stand in a document, and what it must be. Empty means any."""

    words: Sequence[str] = ()
    category: str = ""
    level: str = ""
    region: str = ""
    publisher: str = ""
    since: str = ""
    """ISO dates or their beginnings, both ends included."""
    until: str = ""
    copies: bool = False
    """Whether copies of an article are listed beside the page that leads them."""
    limit: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One document that was found."""

    id: str
    path: str
    packet: str
    title: str
    publisher: str
    published: str
    region: str
    categories: tuple[str, ...]
    snippet: str


@dataclass(slots=True)
class Found:
    """The best hits, how many there are in all, and how those fall into categories, levels, regions and years."""

    hits: list[Hit]
    total: int
    facets: dict[str, Counter[str]] = field(default_factory=dict)


def find(store: Store, workspace: Path, query: Query) -> Found:
    """What the workspace holds for `query`, the best first: words in titles weigh most, then in achievements.

    Raises WorkspaceError for an index that cannot be written.
    """
    with _index(workspace) as index:
        _bring_up_to_date(index, store)
        condition, values = _condition(query)
        order = "bm25(words, 0, 8, 4, 1)" if query.words else "found.published DESC"
        ids = [row[0] for row in index.execute(f"SELECT found.document {condition} ORDER BY {order}, found.document", values)]
        hits = [_hit(index, store, name, query) for name in ids[: query.limit]]
        return Found(hits, len(ids), _facets(index, ids))


@contextmanager
def _index(workspace: Path) -> Iterator[sqlite3.Connection]:
    path = workspace / FILE_NAME
    try:
        connection = sqlite3.connect(path, timeout=30)
        try:
            if connection.execute("PRAGMA user_version").fetchone()[0] != VERSION:
                connection.close()
                path.unlink()
                connection = sqlite3.connect(path, timeout=30)
                connection.executescript(TABLES + f"PRAGMA user_version = {VERSION};")
            yield connection
        finally:
            connection.close()
    except (sqlite3.Error, OSError) as error:
        raise WorkspaceError(f"{path}: {error}; delete it and try again") from error


def _bring_up_to_date(index: sqlite3.Connection, store: Store) -> None:
    """Put in what is new or was made anew, take out what is gone, say again who leads."""
    known = dict(index.execute("SELECT document, annotation FROM found"))
    with store.engine.connect() as connection:
        now = {row.id: row.annotation for row in connection.execute(select(documents.c.id, documents.c.annotation))}
        old = [name for name, annotation in known.items() if now.get(name) != annotation]
        with index:
            for name in old:
                for table in ("found", "facets", "words"):
                    index.execute(f"DELETE FROM {table} WHERE document = ?", (name,))  # noqa: S608
        new = [name for name, annotation in now.items() if known.get(name) != annotation]
        for some in batches(new):
            query = select(documents.c.record, documents.c.annotation, pages.c.cleaned)
            query = query.outerjoin(pages, pages.c.document == documents.c.id).where(documents.c.id.in_(some))
            with index:
                for row in connection.execute(query):
                    record = msgspec.json.decode(zlib.decompress(row.record), type=DocumentRecord)
                    kept = msgspec.json.decode(zlib.decompress(row.cleaned), type=Cleaned).text if row.cleaned else _body(record)
                    _put(index, record, row.annotation, kept)
        with index:
            leads = connection.execute(select(pages.c.document, pages.c.lead))
            index.executemany("UPDATE found SET lead = ? WHERE document = ?", [(row.lead, row.document) for row in leads])


def _put(index: sqlite3.Connection, record: DocumentRecord, annotation: str, kept: str) -> None:
    title, body = to_simplified(record.title), to_simplified(kept)
    publisher = to_simplified(record.byline.publisher)
    told = to_simplified("\n".join(found.evidence for found in record.achievements))
    where = region(title, publisher, body)
    row = (record.id, annotation, record.path, record.packet or "", title, publisher, record.byline.published, where, "")
    index.execute("INSERT INTO found VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    index.execute("INSERT INTO words VALUES (?, ?, ?, ?)", (record.id, *(" ".join(_words(text)) for text in (title, told, body))))
    facets = {(record.id, found.category, found.level) for found in record.achievements}
    index.executemany("INSERT INTO facets VALUES (?, ?, ?)", sorted(facets))


def _condition(query: Query) -> tuple[str, list[str]]:
    """The FROM and WHERE of a query, with its values."""
    tables, conditions, values = "FROM found", ["1"], []
    if query.words:
        tables = "FROM words JOIN found ON found.document = words.document"
        conditions.append("words MATCH ?")
        values.append(" AND ".join(_match(word) for word in query.words))
    if query.category or query.level:
        wanted = [(name, value) for name, value in (("category", query.category), ("level", query.level)) if value]
        inside = " AND ".join(f"{name} = ?" for name, _ in wanted)
        conditions.append(f"found.document IN (SELECT document FROM facets WHERE {inside})")  # noqa: S608
        values += [value for _, value in wanted]
    for column, value in (("region", query.region), ("publisher", query.publisher)):
        if value:
            conditions.append(f"instr(found.{column}, ?)")
            values.append(to_simplified(value).removesuffix("省"))
    if query.since:
        conditions.append("found.published >= ?")
        values.append(query.since)
    if query.until:
        conditions.append("found.published != '' AND substr(found.published, 1, ?) <= ?")
        values += [str(len(query.until)), query.until]
    if not query.copies:
        conditions.append("found.lead IN ('', found.document)")
    return f"{tables} WHERE {' AND '.join(conditions)}", values


def _match(word: str) -> str:
    """A word as it stands, or all the words that it is made of."""
    plain = to_simplified(word).lower()
    parts = dict.fromkeys(_words(plain)) or {plain: None}
    return f"({_quoted(plain)} OR ({' AND '.join(_quoted(part) for part in parts)}))"


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def _hit(index: sqlite3.Connection, store: Store, name: str, query: Query) -> Hit:
    path, packet, title, publisher, published, where = index.execute(
        "SELECT path, packet, title, publisher, published, region FROM found WHERE document = ?", (name,)
    ).fetchone()
    categories = tuple(
        row[0] for row in index.execute("SELECT DISTINCT category FROM facets WHERE document = ? ORDER BY category", (name,))
    )
    record = store.document(name)
    own_title = record.title if record is not None and record.title else title
    return Hit(
        id=name,
        path=path,
        packet=packet,
        title=own_title,
        publisher=publisher,
        published=published,
        region=where,
        categories=categories,
        snippet=_snippet(_body(record), query.words) if record is not None else "",
    )


def _snippet(text: str, words: Sequence[str]) -> str:
    """What stands around the first of the words, in the source's own script."""
    plain = to_simplified(text)
    wanted = [to_simplified(word) for word in words]
    wanted += [part for word in wanted for part in _words(word)]
    at = next((at for word in wanted if (at := plain.find(word)) >= 0), 0)
    own = text if len(text) == len(plain) else plain
    start, end = max(0, at - AROUND), at + 2 * AROUND
    piece = " ".join(own[start:end].split())
    return f"{'…' if start else ''}{piece}{'…' if end < len(own) else ''}"


def _facets(index: sqlite3.Connection, ids: Sequence[str]) -> dict[str, Counter[str]]:
    facets: dict[str, Counter[str]] = {"category": Counter(), "level": Counter(), "region": Counter(), "year": Counter()}
    for some in batches(ids):
        marks = ",".join("?" * len(some))
        for name in ("category", "level"):
            query = f"SELECT {name}, count(DISTINCT document) FROM facets WHERE document IN ({marks}) GROUP BY {name}"  # noqa: S608
            facets[name].update(dict(index.execute(query, some)))
        for name, column in (("region", "region"), ("year", "substr(published, 1, 4)")):
            query = f"SELECT {column}, count(*) FROM found WHERE document IN ({marks}) GROUP BY 1"  # noqa: S608
            facets[name].update({key: count for key, count in index.execute(query, some) if key})
    return facets


def _body(record: DocumentRecord) -> str:
    return "\n".join(record.text[span.start : span.end] for span in record.body)


def _words(text: str) -> list[str]:
    """The words of a Simplified text and the shorter words within them, without marks and blanks."""
    import rjieba  # noqa: PLC0415  a dictionary of five megabytes; loaded where something is searched

    return [word for piece in rjieba.cut_for_search(text.lower()) if (word := piece.strip()) and any(map(str.isalnum, word))]
