"""What there is to clean in an INPUT: files, and files that hold many pages, cut into slices.

Files are listed as for a run (`pipeline.intake.tree`): nothing is opened, links lead nowhere outside. A file named as JSON
lines or as a web archive is a stream of pages; it is read slice by slice, each by a worker.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline.digests import digest
from pipeline.errors import DocumentError
from pipeline.intake import opening, tree
from pipeline.intake.plan import File

StreamFormat = Literal["jsonl", "warc"]
STREAMS: tuple[tuple[str, StreamFormat], ...] = (
    (".jsonl", "jsonl"),
    (".ndjson", "jsonl"),
    (".warc", "warc"),
    (".warc.gz", "warc"),
)
SLICE = 16 << 20
"""Bytes of a slice: some hundred pages."""


@dataclass(frozen=True, slots=True)
class Slice:
    """The pages that begin at or after `start` and before `end` in a file; `stat` tells one state of the file from another."""

    place: str
    path: str
    format: StreamFormat
    start: int
    end: int
    stat: str


@dataclass(frozen=True, slots=True)
class Source:
    """One INPUT: an id for what is kept of it, its files and the slices of its streams, and names passed over as junk."""

    lot: str
    files: tuple[File, ...]
    slices: tuple[Slice, ...]
    skipped: tuple[str, ...]


def sources(inputs: Sequence[Path]) -> list[Source]:
    """What is in each INPUT, in order. Raises ConfigError for one that is not there."""
    return [_source(path) for path in inputs]


def is_stream(path: Path) -> bool:
    """Whether a file is taken for a stream of pages, by its name."""
    return _format(path.name) is not None


def _source(path: Path) -> Source:
    root, junk = tree.scanned(path)
    head = f"{root.name}/" if root.kind == "folder" else ""
    files: list[File] = []
    slices: list[Slice] = []
    for node in root.files():
        place = head + node.place if root.kind == "folder" else node.name
        file = File(place, node.path, node.trouble)
        found = _format(node.name)
        cut = list(_slices(file, found)) if found is not None and node.trouble is None else []
        if cut:
            slices += cut
        else:
            files.append(file)
    return Source(digest("pages", str(Path(root.path))), tuple(files), tuple(slices), tuple(f"{head}{name}" for name in junk))


def _slices(file: File, format: StreamFormat) -> Iterator[Slice]:
    """A file that cannot be looked at or is empty has none; it is then a file like others, with its reason."""
    try:
        found = opening.regular(Path(file.path))
    except DocumentError:
        return
    stat = " ".join(map(str, found))
    for start in range(0, found.size, SLICE):
        yield Slice(file.place, file.path, format, start, min(found.size, start + SLICE), stat)


def _format(name: str) -> StreamFormat | None:
    return next((found for suffix, found in STREAMS if name.lower().endswith(suffix)), None)
