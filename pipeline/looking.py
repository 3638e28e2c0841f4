"""Files looked at before they are sent to a worker: what they are, and what their bytes are.

A file that has not changed since it was hashed is not hashed again (its device, inode, size and times are those of then, and
it had settled by then); with `verify` every file is.
"""

import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.digests import digest
from pipeline.document import Note
from pipeline.errors import DocumentError
from pipeline.intake import opening
from pipeline.intake.opening import Stat
from pipeline.intake.plan import File
from pipeline.lot import Task
from pipeline.store import Store


def looked_at(files: Sequence[File], store: Store, *, at_most: int, verify: bool) -> Iterator[tuple[Task, Note | None]]:
    """Each file as a task with its size and hash, or with why it cannot be read. Files have `at_most` bytes."""
    stats = [_stat(file) for file in files]
    sound = [(file, stat) for file, stat in zip(files, stats, strict=True) if isinstance(stat, Stat)]
    known = iter(store.file_digests([os.fsencode(file.path) for file, _ in sound], [stat for _, stat in sound]))
    for file, stat in zip(files, stats, strict=True):
        task = Task(file.place, file.path, assets=file.assets, beside=_beside(file.assets) if file.assets else "")
        if isinstance(stat, Note):
            yield task, stat
            continue
        task.size = stat.size
        task.sha256 = next(known)
        yield task, _hash(task, stat, store, at_most=at_most) if verify or not task.sha256 else None


def _stat(file: File) -> Stat | Note:
    if file.trouble is not None:
        return file.trouble
    try:
        return opening.regular(file.path)
    except DocumentError as error:
        return Note(error.reason, error.detail)


def _beside(folder: str) -> str:
    """Names the state of a folder that is read with its page: its files, their sizes and times."""
    try:
        entries = sorted(os.scandir(folder), key=_name)
        stats = [entry.stat(follow_symlinks=False) for entry in entries]
    except OSError:
        return "not readable"
    return digest(*(f"{entry.name!a} {stat.st_size} {stat.st_mtime_ns}" for entry, stat in zip(entries, stats, strict=True)))


def _name(entry: "os.DirEntry[str]") -> str:
    return entry.name


def _hash(task: Task, stat: Stat, store: Store, *, at_most: int) -> Note | None:
    """Fill in what the file's bytes are; or why they cannot be had."""
    looked = time.time_ns()
    try:
        task.sha256 = opening.sha256(Path(task.file), at_most=at_most)
    except DocumentError as error:
        task.sha256 = ""
        return Note(error.reason, error.detail)
    store.group.put_file(os.fsencode(task.file), stat, looked=looked, sha256=task.sha256)
    return None
