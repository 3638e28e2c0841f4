"""Tar archives that are not compressed: the names as text, the members as children."""

from collections.abc import Iterator

from extractors.members import taken_out
from extractors.registry import Context, Format
from extractors.tar_members import BLOCK, entries, is_header
from pipeline.document import Extraction

CHUNK = 1 << 16


def recognise(data: bytes) -> bool:
    """Whether the first block is the header of a member, by its checksum."""
    return is_header(data[:BLOCK])


def extract(data: bytes, context: Context) -> Extraction:
    """The members' names, one a line, and the members themselves. Raises DocumentError as `members.taken_out` does."""
    return taken_out(entries(_pieces(data)), context)


def _pieces(data: bytes) -> Iterator[bytes]:
    view = memoryview(data)
    for start in range(0, len(data), CHUNK):
        yield bytes(view[start : start + CHUNK])


FORMAT = Format(
    name="tar",
    media_types=("application/x-tar",),
    extensions=(".tar",),
    version="2",
    rank=510,
    recognise=recognise,
    extract=extract,
)
