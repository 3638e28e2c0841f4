"""Erase a packet wherever it is kept: its records, texts, claims and dossier, and what no other packet shares with it."""

import shutil
import tempfile
from pathlib import Path

from pipeline.dossiers import erase_dossier, lists_key, take_over_lists, write_lists
from pipeline.editing import search
from pipeline.errors import ConfigError
from pipeline.lock import Lock
from pipeline.rubric import Rubric
from pipeline.store import Store


def forget(packet: str, *, workspace: Path, rubric: Rubric) -> int:
    """Erase the packet of this id, beginning of an id, or name. Returns how many documents that took.

    The files it was made from are the user's and stay; a run over them makes it anew. The workbook of what is left is ordered by
    `rubric`, as the dossiers are. Raises ConfigError when it names no
    packet or several, WorkspaceError when the workspace is in use.
    """
    with Lock(workspace / "lock"), Store.open(workspace) as store:
        found = [row for row in store.packet_rows() if row.name == packet or row.id.startswith(packet)] if packet else []
        if len(found) != 1:
            names = ", ".join(f"{row.id} {row.name}" for row in found[:5])
            raise ConfigError(f"{packet} names {f'several packets: {names}' if found else 'no packet of this workspace'}")
        count = store.forget(found[0].id)
        erase_dossier(workspace, found[0].id)
        for folder in (workspace / "members", workspace / "scratch"):
            shutil.rmtree(folder, ignore_errors=True)
        (workspace / search.FILE_NAME).unlink(missing_ok=True)
        with tempfile.TemporaryDirectory(dir=workspace) as lists:
            write_lists(store, Path(lists), rubric=rubric)
            take_over_lists(Path(lists), workspace, key=lists_key(store, rubric))
    return count
