"""A packet is closed when nothing in it is open: its documents are merged, the record stored and the dossier written."""

import os
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import overload

from pipeline import packet as merging
from pipeline.errors import WorkspaceError
from pipeline.record import DocumentRecord, digest
from pipeline.render import excel, html
from pipeline.store import Store
from pipeline.summary import PacketSummary

DOSSIERS = "dossiers"
WORKBOOK = "claims.xlsx"


class Records(Sequence[DocumentRecord]):
    """A packet's documents, read from the store each time they are asked for, so that a large packet is never all in memory."""

    def __init__(self, store: Store, packet: str, size: int) -> None:
        self.store = store
        self.packet = packet
        self.size = size

    def __len__(self) -> int:
        return self.size

    def __iter__(self) -> Iterator[DocumentRecord]:
        return self.store.documents(self.packet)

    @overload
    def __getitem__(self, index: int) -> DocumentRecord: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[DocumentRecord]: ...
    def __getitem__(self, index: int | slice) -> DocumentRecord | Sequence[DocumentRecord]:
        return list(self)[index]


def close(store: Store, workspace: Path, packet: PacketSummary) -> bool:
    """Merge a packet if its documents changed and write its dossier if that is not up to date; fills in `packet`.

    False when the packet has no documents at all: it is then taken out of the store.
    """
    parts = [merging.VERSION]
    for document, annotation, state in store.member_keys(packet.id):
        parts += (document, annotation, state)
        packet.states[state] += 1
    if not packet.states:
        store.drop_packet(packet.id)
        erase_dossier(workspace, packet.id)
        return False
    key, rendered = digest(*parts), digest(*parts, _program())
    had, was_rendered = store.packet_keys(packet.id)
    record = store.packet(packet.id) if had == key else None
    documents = Records(store, packet.id, packet.states.total())
    if record is None or record.name != packet.name:
        record = merging.merge(documents, packet_id=packet.id, name=packet.name)
        store.put_packet(record, key=key)
        was_rendered = ""
    packet.claims = len(record.claims)
    path = workspace / DOSSIERS / f"{packet.id}.html"
    packet.dossier = str(path.relative_to(workspace))
    if was_rendered != rendered or not path.is_file():
        write(path, html.page(record, documents).encode())
        store.mark_rendered(packet.id, rendered)
    return True


def write_index(store: Store, workspace: Path) -> None:
    """The list of all dossiers, and the workbook of the run's claims."""
    listed = [
        html.listed(record, Records(store, record.id, len(record.documents)), href=f"{record.id}.html")
        for record in store.packets()
    ]
    write(workspace / DOSSIERS / "index.html", html.index(listed).encode())
    arriving = workspace / f".{WORKBOOK}"
    excel.write(arriving, ((record, Records(store, record.id, len(record.documents))) for record in store.packets()))
    _arrive(arriving, workspace / WORKBOOK)


def erase_dossier(workspace: Path, packet: str) -> None:
    (workspace / DOSSIERS / f"{packet}.html").unlink(missing_ok=True)


def write(path: Path, content: bytes) -> None:
    """A file that is there whole or not at all. Raises WorkspaceError when the disk does not take it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        arriving = path.with_name(f".{path.name}")
        arriving.write_bytes(content)
        _arrive(arriving, path)
    except OSError as error:
        raise WorkspaceError(f"{path} cannot be written: {error.strerror}") from error


def _arrive(arriving: Path, path: Path) -> None:
    with arriving.open("rb+") as file:
        os.fsync(file.fileno())
    arriving.replace(path)


def _program() -> str:
    try:
        return version("xingping")
    except PackageNotFoundError:
        return "from source"
