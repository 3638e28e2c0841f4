"""Files that were put into a PowerPoint 97-2003 presentation (ExOleObjStg, MS-PPT 2.10.34): documents, workbooks, packages."""

import zlib
from collections.abc import Iterable, Iterator

from extractors import oleobject
from extractors.slides97records import record_at
from pipeline.errors import DocumentError

STORAGE = 0x1011
PACKED = 1
"""The instance of a record whose storage is deflated, behind its size."""
LONGEST = 1 << 27
"""Bytes that a storage may unpack to."""


def embedded(data: bytes, places: Iterable[int]) -> Iterator[tuple[str, bytes]]:
    """Names and contents of the files in storages at these places. A storage that cannot be opened is given as it is."""
    number = 0
    for place in sorted(set(places)):
        record = record_at(data, place)
        if record is None or record.type != STORAGE:
            continue
        number += 1
        storage = data[record.start : record.end]
        if record.instance == PACKED:
            storage = _unpacked(storage)
        try:
            file = oleobject.unpacked(storage)
        except DocumentError:
            yield f"object {number}.bin", storage  # its own record says what is wrong with it
            continue
        if file is not None:
            yield f"object {number}{file.name}" if file.name.startswith(".") else file.name or f"object {number}", file.content


def _unpacked(storage: bytes) -> bytes:
    """What was deflated, as far as it goes."""
    try:
        return zlib.decompressobj().decompress(storage[4:], LONGEST)
    except zlib.error:
        return storage
