"""Builds small PowerPoint 97-2003 presentations record by record."""

import struct
import zlib

from tests.builders.ole import ole

CONTAINER = 0xF


def record(kind: int, content: bytes, *, instance: int = 0, container: bool = False) -> bytes:
    return struct.pack("<HHL", instance << 4 | (CONTAINER if container else 0), kind, len(content)) + content


def box(text: str, sort: int = 4, *, narrow: bool = False) -> bytes:
    """A shape's text; `sort` 0 is a title."""
    words = record(4008, text.encode("latin-1")) if narrow else record(4000, text.encode("utf-16-le"))
    return record(0xF00D, record(3999, struct.pack("<L", sort)) + words, container=True)


def outlined(index: int) -> bytes:
    """A shape whose text stands in the document's outline."""
    return record(0xF00D, record(3998, struct.pack("<L", index)), container=True)


def slide(*boxes: bytes, hidden: bool = False, comment: str = "", notes_of: int | None = None) -> bytes:
    """A slide, or the notes of the slide with an id."""
    inside = record(1009, struct.pack("<LL", notes_of, 0)) if notes_of is not None else record(1007, bytes(24))
    if hidden:
        inside += record(1017, struct.pack("<lLBBHB3x", 0, 0, 0, 0, 4, 0))
    drawing = record(1036, record(0xF002, b"".join(boxes), container=True), container=True)
    if comment:
        words = record(4026, comment.encode("utf-16-le"), instance=1)
        drawing += record(5000, record(5002, record(5003, record(12000, words, container=True)), container=True), container=True)
    return record(1008 if notes_of is not None else 1006, inside + drawing, container=True)


def ppt(
    *slides: bytes,
    notes: bytes = b"",
    outline: tuple[tuple[int, str], ...] = (),
    locked: bool = False,
    lost: bool = False,
    pictures: bytes = b"",
    objects: tuple[bytes, ...] = (),
) -> bytes:
    """A presentation; the first slide has the `outline` texts, `notes` belong to the ids that they name, from 256 on.

    `objects` are records of files that were put into it.
    """
    parts = [*slides, *([notes] if notes else []), *objects]
    listed = b""
    for number in range(len(slides)):
        listed += _persist(number + 2, 256 + number)
        for sort, text in outline if number == 0 else ():
            listed += record(3999, struct.pack("<L", sort)) + record(4000, text.encode("utf-16-le"))
    document = record(4080, listed, container=True)
    if notes:
        document += record(4080, _persist(len(slides) + 2, 0), instance=2, container=True)
    parts.insert(0, record(1000, document, container=True))
    stream, places = b"", []
    for part in parts:
        places.append(len(stream))
        stream += part
    directory = len(stream)
    stream += record(6002, struct.pack(f"<L{len(places)}L", 1 | len(places) << 20, *places))
    edit = len(stream)
    stream += record(4085, struct.pack("<LLLLLLL", 0, 0, 0, directory, 1, len(places) + 1, 0))
    token = 0xF3D1C4DF if locked else 0xE391C05F
    user = record(4086, struct.pack("<LLL", 20, token, 0 if lost else edit) + bytes(20))
    streams = {"Current User": user, "PowerPoint Document": stream}
    return ole({**streams, "Pictures": pictures} if pictures else streams)


def picture(data: bytes) -> bytes:
    """A PNG as the stream of pictures keeps it: a digest and a tag before it."""
    return record(0xF01E, bytes(17) + data, instance=0x6E0)


def storage(data: bytes, *, packed: bool = True) -> bytes:
    """A file that was put into a presentation, deflated behind its size or as it is."""
    return record(0x1011, struct.pack("<L", len(data)) + zlib.compress(data), instance=1) if packed else record(0x1011, data)


def _persist(number: int, id: int) -> bytes:
    return record(1011, struct.pack("<LLlLL", number, 0, 0, id, 0))
