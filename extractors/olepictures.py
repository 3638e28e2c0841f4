"""Pictures that old Office files keep in their streams (MS-ODRAW 2.2.23 to 2.2.31): JPEG and PNG, as they are."""

import re
from collections.abc import Iterator

from extractors import pictures

HEAD = re.compile(rb"(?s)(?:\x1d\xf0|\x2a\xf0|\x1e\xf0)(.{4})(?=.{17}(?:.{16})?(?:\xff\xd8\xff|\x89PNG))")
"""The type and length of a record that holds a JPEG or PNG, before one or two digests of 16 bytes and a tag."""
MAGICS = (b"\xff\xd8\xff", b"\x89PNG")
MOST = 1_000


def named(stream: bytes) -> Iterator[tuple[str, bytes]]:
    """The pictures that are large enough to carry text, with names."""
    for number, picture in enumerate(kept(stream), 1):
        if pictures.worth_reading(picture):
            yield f"picture {number}{pictures.ending(picture)}", picture


def kept(stream: bytes) -> Iterator[bytes]:
    """The pictures in a stream, in order, no more than `MOST`."""
    position = 0
    for _ in range(MOST):
        found = HEAD.search(stream, position)
        if found is None:
            return
        end = found.end() + int.from_bytes(found[1], "little")
        start = next((at for at in (found.end() + 17, found.end() + 33) if stream.startswith(MAGICS, at)), None)
        if start is None or end <= start:
            position = found.end()
            continue
        yield stream[start:end]
        position = min(end, len(stream))
