"""The files that experts read: a dossier a packet, the list of them, and the workbook of the run's claims."""

import os
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import overload

from pipeline.errors import DocumentError, WorkspaceError
from pipeline.intake import opening
from pipeline.record import DocumentRecord
from pipeline.render import excel, html
from pipeline.store import Store

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


def take_over(written: Path, workspace: Path, packet: str) -> bool:
    """Move a dossier out of the reach of the process that wrote it; False when it is not there.

    It arrives whole or not at all. Raises WorkspaceError when the disk does not take it.
    """
    path = workspace / DOSSIERS / f"{packet}.html"
    try:
        opening.regular(written)
    except DocumentError:
        return False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _arrive(written, path)
    except OSError as error:
        raise WorkspaceError(f"{path} cannot be written: {error.strerror}") from error
    return True


def write_lists(store: Store, workspace: Path) -> None:
    """The list of all dossiers, and the workbook of the run's claims. Raises WorkspaceError when they cannot be written."""
    listed = [
        html.listed(record, Records(store, record.id, len(record.documents)), href=f"{record.id}.html")
        for record in store.packets()
    ]
    arriving = workspace / f".{WORKBOOK}"
    try:
        (workspace / DOSSIERS).mkdir(parents=True, exist_ok=True)
        index = workspace / DOSSIERS / ".index.html"
        index.write_text(html.index(listed), "utf-8")
        _arrive(index, workspace / DOSSIERS / "index.html")
        excel.write(arriving, ((record, Records(store, record.id, len(record.documents))) for record in store.packets()))
        _arrive(arriving, workspace / WORKBOOK)
    except OSError as error:
        raise WorkspaceError(f"{error.filename or workspace} cannot be written: {error.strerror}") from error


def erase_dossier(workspace: Path, packet: str) -> None:
    """Take a packet's dossier away, if there is one."""
    (workspace / DOSSIERS / f"{packet}.html").unlink(missing_ok=True)


def program() -> str:
    """The version that a dossier is written by."""
    try:
        return version("xingping")
    except PackageNotFoundError:
        return "from source"


def _arrive(arriving: Path, path: Path) -> None:
    with arriving.open("rb+") as file:
        os.fsync(file.fileno())
    arriving.replace(path)
