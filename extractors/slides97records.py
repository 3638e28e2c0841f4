"""The records of a PowerPoint 97-2003 presentation (MS-PPT 2.3 to 2.5): where the newest slides lie, and their texts."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.errors import DocumentError, Reason

DOCUMENT, SLIDE, NOTES, SLIDE_ATOM, NOTES_ATOM = 1000, 1006, 1008, 1007, 1009
SLIDE_PERSIST, SLIDE_SHOW, SLIDE_LIST = 1011, 1017, 4080
TEXT_HEADER, TEXT_CHARS, TEXT_BYTES, TEXT_REFERENCE = 3999, 4000, 4008, 3998
USER_EDIT, PERSIST_DIRECTORY, STRING = 4085, 6002, 4026
COMMENT, TAGS = 12000, 5003
"""A reviewer's comment, and the record that newer parts of a slide lie in, comments among them."""
TEXTBOX = 0xF00D
CONTAINER = 0xF
ENCRYPTED = 0xF3D1C4DF
HIDDEN = 0x04
DEEPEST = 60
MOST_RECORDS = 2_000_000
MOST_EDITS = 10_000


class Record(NamedTuple):
    """A record's head and where its content stands."""

    type: int
    instance: int
    container: bool
    start: int
    end: int


@dataclass(slots=True)
class Text:
    """A text and what sort it is (TextHeaderAtom: 0 and 6 are titles, 2 notes)."""

    sort: int = 4
    text: str = ""


@dataclass(slots=True)
class Listed:
    """A slide as the document lists it, with the texts of its outline."""

    persist: int
    id: int
    texts: list[Text] = field(default_factory=list)


def records(data: bytes, start: int, end: int) -> Iterator[Record]:
    """The records side by side from `start` to `end`; a length that leads beyond is cut."""
    while start + 8 <= end:
        head, kind, size = struct.unpack_from("<HHL", data, start)
        stop = min(end, start + 8 + size)
        yield Record(kind, head >> 4, head & 0xF == CONTAINER, start + 8, stop)
        start = stop


def walk(data: bytes, start: int, end: int, depth: int = 0) -> Iterator[Record]:
    """Every record, those in containers after their container."""
    for record in records(data, start, end):
        yield record
        if (record.container or record.type == TAGS) and depth < DEEPEST:
            yield from walk(data, record.start, record.end, depth + 1)


def record_at(data: bytes, offset: int) -> Record | None:
    return next(records(data, offset, len(data)), None) if 0 <= offset < len(data) else None


def persisted(data: bytes, current_user: bytes) -> tuple[int, dict[int, int]]:
    """The number of the document, and where each numbered part lies in its newest state.

    Raises DocumentError ENCRYPTED, and DAMAGED where the chain of edits cannot be followed at all.
    """
    if len(current_user) < 20:
        raise DocumentError(Reason.DAMAGED, "does not say where the newest state lies", where="Current User")
    token, edit = struct.unpack_from("<LL", current_user, 12)
    if token == ENCRYPTED:
        raise DocumentError(Reason.ENCRYPTED, "the presentation asks for a password")
    places: dict[int, int] = {}
    document, seen = 0, set[int]()
    while edit not in seen and len(seen) < MOST_EDITS:
        seen.add(edit)
        record = record_at(data, edit)
        if record is None or record.type != USER_EDIT or record.end - record.start < 28:
            break
        _, _, before, directory, number = struct.unpack_from("<LLLLL", data, record.start)
        document = document or number
        _directory(data, directory, places)
        if not before:
            break
        edit = before
    if not places:
        raise DocumentError(Reason.DAMAGED, "its list of parts cannot be followed", where="PowerPoint Document")
    return document, places


def _directory(data: bytes, offset: int, places: dict[int, int]) -> None:
    """Runs of numbers with their places; what a newer edit said stays."""
    record = record_at(data, offset)
    if record is None or record.type != PERSIST_DIRECTORY:
        return
    at = record.start
    while at + 4 <= record.end:
        (head,) = struct.unpack_from("<L", data, at)
        first, count = head & 0xFFFFF, head >> 20
        at += 4
        for number in range(min(count, (record.end - at) // 4)):
            places.setdefault(first + number, struct.unpack_from("<L", data, at + 4 * number)[0])
        at += 4 * count


def listed(data: bytes, document: Record, instance: int) -> list[Listed]:
    """The slides (instance 0) or notes (2) in their order."""
    found: list[Listed] = []
    for record in records(data, document.start, document.end):
        if record.type != SLIDE_LIST or record.instance != instance:
            continue
        sort = 4
        for atom in records(data, record.start, record.end):
            if atom.type == SLIDE_PERSIST and atom.end - atom.start >= 16:
                persist, _, _, slide = struct.unpack_from("<LLlL", data, atom.start)
                found.append(Listed(persist, slide))
            elif atom.type == TEXT_HEADER:
                sort = _whole(data, atom)
            elif atom.type in (TEXT_CHARS, TEXT_BYTES) and found:
                found[-1].texts.append(Text(sort, letters(data, atom)))
    return found


def texts(data: bytes, part: Record, outline: list[Text]) -> Iterator[Text]:
    """The texts of a slide or of notes in the order of their shapes, those of the outline where a shape refers to them."""
    for count, record in enumerate(walk(data, part.start, part.end)):
        if count > MOST_RECORDS:
            return
        if record.type != TEXTBOX:
            continue
        sort = 4
        for atom in records(data, record.start, record.end):
            if atom.type == TEXT_HEADER:
                sort = _whole(data, atom)
            elif atom.type in (TEXT_CHARS, TEXT_BYTES):
                yield Text(sort, letters(data, atom))
            elif atom.type == TEXT_REFERENCE and 0 <= (index := _whole(data, atom)) < len(outline):
                yield outline[index]


def comments(data: bytes, part: Record) -> Iterator[str]:
    for record in walk(data, part.start, part.end):
        if record.type == COMMENT:
            strings = {a.instance: letters(data, a) for a in records(data, record.start, record.end) if a.type == STRING}
            yield strings.get(1, "")


def letters(data: bytes, atom: Record) -> str:
    """Two bytes a letter, or of TextBytesAtom the lower one alone."""
    content = data[atom.start : atom.end]
    return content.decode("latin-1") if atom.type == TEXT_BYTES else content.decode("utf-16-le", "replace")


def _whole(data: bytes, atom: Record) -> int:
    return int.from_bytes(data[atom.start : min(atom.end, atom.start + 4)], "little")
