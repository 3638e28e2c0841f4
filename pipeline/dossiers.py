"""The files that people read: a dossier a packet, its return letter, the list of dossiers, and the workbook of claims."""

import os
import re
import shutil
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import overload

from pipeline.digests import digest_of
from pipeline.errors import DocumentError, WorkspaceError
from pipeline.intake import opening
from pipeline.merging.kin import Kin, kin
from pipeline.officer import RunReport, run_report
from pipeline.record import DocumentRecord
from pipeline.render import excel, html
from pipeline.rubric import Rubric
from pipeline.store import Store

DOSSIERS = "dossiers"
LETTERS = "letters"
WORKBOOK = "claims.xlsx"
INDEX = "index.html"
REPORT = "report.html"
LISTS_KEY = ".lists"


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


def take_over(written: Path, path: Path) -> bool:
    """Move a file to where it belongs, out of the reach of the process that wrote it; False when it is not there.

    It arrives whole or not at all; where none was written, an earlier one goes. Raises WorkspaceError when the disk does not
    take it.
    """
    try:
        opening.regular(written)
    except DocumentError:
        path.unlink(missing_ok=True)
        return False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with written.open("rb+") as file:
            os.fsync(file.fileno())
        written.replace(path)
    except OSError as error:
        raise WorkspaceError(f"{path} cannot be written: {error.strerror}") from error
    return True


def write_lists(store: Store, folder: Path, *, rubric: Rubric) -> tuple[Kin, ...]:
    """Write the list of all dossiers, the workbook of claims and the report into `folder`; gives packets that may be one's.

    `rubric` is the one that the dossiers are ordered by: the workbook has their numbers.
    Raises OSError.
    """
    alike = kin(store.packets())
    listed = (
        html.listed(record, Records(store, record.id, len(record.documents)), href=f"{record.id}.html")
        for record in store.packets()
    )
    (folder / INDEX).write_text(html.index(listed, alike=alike), "utf-8")
    packets = ((record, Records(store, record.id, len(record.documents))) for record in store.packets())
    excel.write(folder / WORKBOOK, packets, rubric=rubric)
    (folder / REPORT).write_text(html.run_report(_report(store, alike)), "utf-8")
    return alike


def _report(store: Store, alike: Sequence[Kin]) -> RunReport:
    names = {row.id: row.name for row in store.packet_rows()}
    costs = ((row.seconds, row.packet, row.path) for row in store.document_costs())
    recognised = store.recognised_count()
    return run_report(names, costs, store.documents(), store.packets(), recognised=recognised, alike=alike)


def take_over_lists(folder: Path, workspace: Path, *, key: str) -> bool:
    """Move what `write_lists` wrote to where it belongs, as `take_over`, and note the key it was written under."""
    (folder / LISTS_KEY).write_text(key, "utf-8")
    own = workspace / DOSSIERS
    came = take_over(folder / INDEX, own / INDEX) and take_over(folder / WORKBOOK, workspace / WORKBOOK)
    came = came and take_over(folder / REPORT, workspace / REPORT)
    return came and take_over(folder / LISTS_KEY, own / LISTS_KEY)


def lists_key(store: Store, rubric: Rubric) -> str:
    """What the lists depend on: every packet, what it was merged from, the rubric, and this program."""
    rows = store.packet_rows()
    return digest_of((program(), rubric.digest, *(part for row in rows for part in (row.id, row.name, row.key))))


def are_lists(workspace: Path, key: str) -> bool:
    """Whether the lists are there, as they were written under this key."""
    paths = [workspace / DOSSIERS / LISTS_KEY, workspace / DOSSIERS / INDEX, workspace / WORKBOOK, workspace / REPORT]
    return all(path.is_file() for path in paths) and paths[0].read_bytes() == key.encode()


def erase_lists(workspace: Path) -> None:
    """Take the lists away: they are out of date."""
    for path in (workspace / DOSSIERS / LISTS_KEY, workspace / DOSSIERS / INDEX, workspace / WORKBOOK, workspace / REPORT):
        path.unlink(missing_ok=True)


def pages_folder(packet: str) -> str:
    """The name of the folder of whole pages that lies beside a packet's dossier."""
    return f"{packet}.pages"


def put_pages(drawn: Path | None, beside: Path, packet: str) -> None:
    """Put the whole pages of a folder of pictures beside a dossier, in place of those that lie there. Raises OSError."""
    folder = beside / pages_folder(packet)
    shutil.rmtree(folder, ignore_errors=True)
    whole = sorted(drawn.glob("*.jpg")) if drawn is not None else []
    for path in whole:
        if WHOLE.fullmatch(path.name):
            folder.mkdir(parents=True, exist_ok=True)
            shutil.move(path, folder / path.name)


WHOLE = re.compile(r"[0-9]+-[0-9]+\.jpg")


def erase_dossier(workspace: Path, packet: str) -> None:
    """Take a packet's dossier with its pages and its letter away, if there are any."""
    (workspace / DOSSIERS / f"{packet}.html").unlink(missing_ok=True)
    shutil.rmtree(workspace / DOSSIERS / pages_folder(packet), ignore_errors=True)
    (workspace / LETTERS / f"{packet}.docx").unlink(missing_ok=True)


def program() -> str:
    """The version that a dossier is written by."""
    try:
        return version("xingping")
    except PackageNotFoundError:
        return "from source"
