"""Taking a file in: what it is before it is opened, its bytes, and whether they stayed the same while they were read.

A folder of untrusted files holds pipes that block whoever opens them, links that lead out, and files that change under the
reader. So: look without opening, open regular files only and without following links, look again afterwards.
"""

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from pipeline.errors import DocumentError, Reason

CHUNK = 1 << 20


class Stat(NamedTuple):
    """What tells one state of a file from another without reading it. Times are nanoseconds."""

    device: int
    inode: int
    size: int
    mtime: int
    ctime: int


def regular(path: str | Path) -> Stat:
    """The state of a regular file. Raises DocumentError: NOT_REGULAR_FILE, VANISHED, UNREADABLE."""
    try:
        found = os.lstat(path)
    except OSError as error:
        raise unreadable(error) from error
    return _regular(found)


def read(path: Path, *, at_most: int) -> bytes:
    """The bytes of a regular file.

    Raises DocumentError: NOT_REGULAR_FILE, VANISHED, UNREADABLE, LIMIT_MEMORY for more than `at_most` bytes (which is known
    without reading them), CHANGED_WHILE_READ.
    """
    return b"".join(chunks(path, at_most=at_most))


def sha256(path: Path, *, at_most: int) -> str:
    """The digest of a regular file's bytes, in hexadecimal. Raises as `read`."""
    digest = hashlib.sha256()
    for chunk in chunks(path, at_most=at_most):
        digest.update(chunk)
    return digest.hexdigest()


def chunks(path: Path, *, at_most: int) -> Iterator[bytes]:
    """The bytes of a regular file in pieces; raises as `read`, CHANGED_WHILE_READ after the last piece."""
    with _opened(path, buffering=0) as file:
        before = _regular(os.fstat(file.fileno()))
        if before.size > at_most:
            raise DocumentError(Reason.LIMIT_MEMORY, f"{before.size} bytes; a file may have {at_most}")
        got = 0
        try:
            while chunk := file.read(CHUNK):
                got += len(chunk)
                yield chunk
                if got > before.size:
                    break
        except OSError as error:
            raise unreadable(error) from error
        if got != before.size or _regular(os.fstat(file.fileno())) != before:
            raise DocumentError(Reason.CHANGED_WHILE_READ, "the file changed while it was read; run again")


@contextmanager
def stream(path: Path) -> Iterator[BinaryIO]:
    """A regular file to be read from any place, however long it is. Raises as `regular`, and CHANGED_WHILE_READ at the end."""
    with _opened(path, buffering=-1) as file:
        before = _regular(os.fstat(file.fileno()))
        yield file
        if _regular(os.fstat(file.fileno())) != before:
            raise DocumentError(Reason.CHANGED_WHILE_READ, "the file changed while it was read; run again")


def file_limit(memory: int) -> int:
    """How many bytes a file may have, so that it and what is read out of it fit in a worker's memory."""
    return memory // 2


def unreadable(error: OSError, path: Path | None = None) -> DocumentError:
    """What it means for a document that the system refuses its file."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return DocumentError(Reason.VANISHED, "the file was there when the folder was listed, and is gone")
    if path is not None and path.is_symlink():
        return DocumentError(Reason.NOT_REGULAR_FILE, "a link")
    return DocumentError(Reason.UNREADABLE, error.strerror or type(error).__name__)


def _opened(path: Path, *, buffering: int) -> BinaryIO:
    """A file opened without following a link and without waiting for anybody at the other end of a pipe."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        return os.fdopen(os.open(path, flags), "rb", buffering=buffering)
    except OSError as error:
        raise unreadable(error, path) from error


def _regular(found: os.stat_result) -> Stat:
    if not stat.S_ISREG(found.st_mode):
        raise DocumentError(Reason.NOT_REGULAR_FILE, kind(found.st_mode))
    return Stat(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def kind(mode: int) -> str:
    """What a thing in a folder is, in words.

    >>> kind(stat.S_IFIFO)
    'a pipe'
    """
    kinds = {
        stat.S_IFLNK: "a link",
        stat.S_IFDIR: "a folder",
        stat.S_IFIFO: "a pipe",
        stat.S_IFSOCK: "a socket",
        stat.S_IFCHR: "a device",
        stat.S_IFBLK: "a device",
    }
    return kinds.get(stat.S_IFMT(mode), "no regular file")
