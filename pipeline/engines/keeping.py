"""What takes the children of a document that a worker reads: their bytes into its scratch folder, or their names alone."""

import errno
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.engines import frames
from pipeline.errors import DocumentError, Reason

RATIO_COUNTS_FROM = 1 << 20
"""Bytes out from which their ratio to the bytes in counts."""


@dataclass(slots=True)
class Keep:
    """Puts a child's bytes into the job's folder under their hash, as long as the packet's budget lasts."""

    folder: Path
    allowance: frames.Allowance
    container: int
    """Bytes of the file that the children come out of."""
    ratio: int
    progress: Callable[[], None]
    entries: int = 0
    given: int = 0
    """Bytes of all children so far."""
    overspent: bool = False

    def __call__(self, chunks: Iterable[bytes], /) -> tuple[str, int]:
        if self.allowance.depth <= 0:
            raise DocumentError(Reason.LIMIT_DEPTH, "archives within archives, deeper than allowed")
        if self.entries >= self.allowance.entries:
            raise self._spent(Reason.LIMIT_ENTRIES, f"more than {self.allowance.entries} members are left to this packet")
        self.entries += 1
        try:
            return self._written(chunks)
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise DocumentError(Reason.DISK_FULL, "no room for the members of this archive") from error
            raise

    def _written(self, chunks: Iterable[bytes]) -> tuple[str, int]:
        self.folder.mkdir(exist_ok=True)
        arriving = self.folder / f"arriving-{self.entries}"
        digest, size = hashlib.sha256(), 0
        with arriving.open("wb") as file:
            for chunk in chunks:
                size += len(chunk)
                self.given += len(chunk)
                self._check()
                digest.update(chunk)
                file.write(chunk)
                self.progress()
        arriving.replace(self.folder / digest.hexdigest())
        return digest.hexdigest(), size

    def _check(self) -> None:
        if self.given > max(RATIO_COUNTS_FROM, self.ratio * self.container):
            raise DocumentError(Reason.LIMIT_RATIO, f"more than {self.ratio} bytes out for each byte in")
        if self.given > self.allowance.bytes:
            raise self._spent(Reason.LIMIT_OUTPUT, f"more than {self.allowance.bytes} bytes, all that is left to this packet")

    def _spent(self, reason: Reason, detail: str) -> DocumentError:
        self.overspent = True
        return DocumentError(reason, detail)


@dataclass(slots=True)
class Names:
    """Takes children for their names alone: their bytes are not asked for."""

    allowance: frames.Allowance
    entries: int = 0

    def __call__(self, chunks: Iterable[bytes], /) -> tuple[str, int]:
        del chunks
        if self.entries >= self.allowance.entries:
            raise DocumentError(Reason.LIMIT_ENTRIES, f"more than {self.allowance.entries} members")
        self.entries += 1
        return "", 0
