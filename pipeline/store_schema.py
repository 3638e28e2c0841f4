"""The tables of a workspace, and how a file of an older version is brought up to date.

A file says in its `migrations` table which versions it has been through. `MIGRATIONS` only ever gets steps appended: one that
has been released is never changed.
"""

from collections.abc import Callable, Sequence

from sqlalchemy import (
    Column,
    Connection,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    func,
    insert,
    inspect,
    select,
)

from pipeline.errors import WorkspaceError

metadata = MetaData()

migrations = Table("migrations", metadata, Column("version", Integer, primary_key=True))

packets = Table(
    "packets",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("source", LargeBinary, nullable=False),  # the INPUT it was found in, as the system names it
    Column("path", LargeBinary, nullable=False),  # its folder or archive, as the system names it
    Column("rule", String, nullable=False),
    Column("key", String, nullable=False),  # its members' keys and the merging; empty while it is open
    Column("rendered", String, nullable=False),  # the key its dossier was written for
    Column("record", LargeBinary, nullable=False),  # compressed JSON; empty while it is open
)

documents = Table(
    "documents",
    metadata,
    Column("id", String, primary_key=True),
    Column("packet", String, nullable=False),  # empty for an archive that holds packets
    Column("lot", String, nullable=False),  # what it was planned in: a packet, or an archive that holds packets
    Column("place", String, nullable=False),  # its path in the lot, unique there
    Column("container", String, nullable=False),  # the place of the archive it came out of; empty for a file
    Column("path", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("size", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("media_type", String, nullable=False),
    Column("extraction", String, nullable=False),  # the extraction key
    Column("annotation", String, nullable=False),  # the annotation key
    Column("redo", String, nullable=False),  # never, always, or the digest of the limits under which a limit was met
    Column("seconds", Float, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("offspring", LargeBinary, nullable=False),  # its children and what they cost, msgpack; empty without any
    Column("record", LargeBinary, nullable=False),  # compressed JSON
    Index("documents_of_lot", "lot", "place", unique=True),
    Index("documents_of_packet", "packet"),
)

reasons = Table(
    "reasons",
    metadata,
    Column("document", String, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("code", String, nullable=False),
    Column("place", String, nullable=False),
    Column("detail", String, nullable=False),
    Index("reasons_by_code", "code"),
)

claims = Table(
    "claims",
    metadata,
    Column("packet", String, ForeignKey("packets.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("id", String, nullable=False),
    Column("category", String, nullable=False),
    Index("claims_by_id", "id"),
)

extractions = Table(
    "extractions",
    metadata,
    Column("key", String, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

recognised = Table(
    "recognised",
    metadata,
    Column("sha256", String, primary_key=True),  # of the file
    Column("engine", String, primary_key=True),  # name and version of what read the page
    Column("page", Integer, primary_key=True),  # from 1
    Column("data", LargeBinary, nullable=False),  # as pipeline.engines.page_bytes packs it
)

files = Table(
    "files",
    metadata,
    Column("path", LargeBinary, primary_key=True),
    Column("stat", String, nullable=False),  # device, inode, size, mtime, ctime
    Column("looked", Integer, nullable=False),  # when it was hashed, nanoseconds
    Column("sha256", String, nullable=False),
    Index("files_by_hash", "sha256"),
)

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("process", Integer, nullable=False),
    Column("state", String, nullable=False),  # running, complete, interrupted
    Column("began", Float, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("planned", Integer, nullable=False),
    Column("done", Integer, nullable=False),
    Column("failed", Integer, nullable=False),
)

pages = Table(
    "pages",
    metadata,
    Column("document", String, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("published", String, nullable=False),
    Column("cleaned", LargeBinary, nullable=False),  # compressed JSON of pipeline.clean.Cleaned
    Column("fingerprint", LargeBinary, nullable=False),
    Column("lead", String, nullable=False),  # the document that leads its copies; empty until copies have been told
)

slices = Table(
    "slices",
    metadata,
    Column("lot", String, primary_key=True),
    Column("container", String, primary_key=True),  # the stream's place and where the slice begins
    Column("key", String, nullable=False),  # the stream's state and the stages; all pages of the slice are on the disk
)

Step = Callable[[Connection], None]


def _pages(connection: Connection) -> None:
    metadata.create_all(connection, tables=[pages, slices])


def _recognised(connection: Connection) -> None:
    metadata.create_all(connection, tables=[recognised])


def _files_by_hash(connection: Connection) -> None:
    for index in files.indexes:
        index.create(connection, checkfirst=True)


MIGRATIONS: tuple[Step, ...] = (_pages, _recognised, _files_by_hash)
"""Steps from version 1 on: the first brings a file from 1 to 2. A new file gets the tables above at once."""


def migrate(connection: Connection, steps: Sequence[Step] = MIGRATIONS) -> None:
    """Make the tables of a new file, or bring an older one to the newest version, in one transaction.

    Raises WorkspaceError for a file from a newer program.
    """
    newest = 1 + len(steps)
    if version_of(connection) == newest:
        return
    connection.exec_driver_sql("BEGIN IMMEDIATE")  # the driver itself begins no transaction for CREATE TABLE
    done = version_of(connection)
    if done > newest:
        raise WorkspaceError(
            f"the workspace has schema version {done}, this program knows {newest}; use a newer xingping or another --workspace"
        )
    if done == 0:
        metadata.create_all(connection)
    else:
        for step in steps[done - 1 :]:
            step(connection)
    for version in range(done + 1, newest + 1):
        connection.execute(insert(migrations).values(version=version))


def version_of(connection: Connection) -> int:
    """The version of a file; 0 of one without our tables."""
    if not inspect(connection).has_table(migrations.name):
        return 0
    return connection.execute(select(func.max(migrations.c.version))).scalar() or 0


def is_ours(connection: Connection) -> bool:
    """Whether the file is empty or a workspace, and not a database of something else."""
    names = inspect(connection).get_table_names()
    return not names or migrations.name in names
