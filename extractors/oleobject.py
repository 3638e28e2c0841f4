"""Objects that stand in Office files as OLE (MS-OLEDS): the file that somebody put in, whatever program packed it."""

import struct
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from extractors.charset import decode
from extractors.ole import MAGIC, content, opened
from extractors.olewriter import written
from extractors.opc import Kind, kind
from pipeline.errors import DocumentError, Reason

if TYPE_CHECKING:
    from olefile import OleFileIO

MOST_STREAMS, DEEPEST = 500, 12
NATIVE, PACKAGE, CONTENTS = "\x01Ole10Native", "Package", "CONTENTS"
DOCUMENTS = {"WordDocument": ".doc", "Workbook": ".xls", "Book": ".xls", "PowerPoint Document": ".ppt"}
PACKAGES: dict[Kind, str] = {"word": ".docx", "sheet": ".xlsx", "slides": ".pptx"}
ENDINGS = {b"%PDF": ".pdf", b"PK\x03\x04": ".zip", MAGIC: ".bin"}


class Kept(NamedTuple):
    """A file and the name it had, or the ending that its content has."""

    name: str
    content: bytes


def unpacked(data: bytes) -> Kept | None:
    """The file in an object's bytes; None for an object that holds none (an equation, a chart's picture).

    Raises DocumentError DAMAGED for a container that cannot be opened.
    """
    if not data.startswith(MAGIC):
        return Kept(_ending(data), data) if data.startswith(tuple(ENDINGS)) else None
    with opened(data) as container:
        document = next((ending for stream, ending in DOCUMENTS.items() if container.exists(stream)), None)
        return Kept(document, data) if document is not None else kept(container, "")


def kept(container: "OleFileIO", folder: str) -> Kept | None:
    """The file in a folder of a container: a package, what its program calls contents, or a document as it lies there.

    Raises DocumentError for one that cannot be followed or is too large.
    """
    native = content(container, folder + NATIVE)
    if native:
        return _native(native)
    for stream in (PACKAGE, CONTENTS):
        found = content(container, folder + stream)
        if found.startswith(tuple(ENDINGS)):
            return Kept(_ending(found), found)
    ending = next((ending for stream, ending in DOCUMENTS.items() if folder and container.exists(folder + stream)), None)
    return Kept(ending, _document(container, folder)) if ending is not None else None


def within(container: "OleFileIO", folders: Iterable[str]) -> Iterator[tuple[str, bytes | DocumentError]]:
    """Names and contents of the files in these folders, in the order of their names; or why one cannot be had."""
    for number, folder in enumerate(sorted(folders), 1):
        try:
            file = kept(container, f"{folder}/")
        except DocumentError as error:
            yield f"object {number}", error
            continue
        if file is not None:
            yield f"object {number}{file.name}" if file.name.startswith(".") else file.name or f"object {number}", file.content


def _document(container: "OleFileIO", folder: str) -> bytes:
    """A document whose streams lie in a folder, as a file of its own."""
    above = folder.rstrip("/").split("/")
    paths = [path for path in container.listdir() if path[: len(above)] == above]
    if len(paths) > MOST_STREAMS or max(map(len, paths)) > DEEPEST:
        raise DocumentError(Reason.LIMIT_DEPTH, "an embedded document of more streams than any program writes")
    return written({"/".join(path[len(above) :]): content(container, "/".join(path)) for path in paths})


def embedded(data: bytes) -> Kept | None:
    """The file in an object as OLE 1 wrote it and RTF keeps it (MS-OLEDS 2.2.5): three names, a size, the object."""
    at = 8
    name = b""
    try:
        for index in range(3):
            (length,) = struct.unpack_from("<L", data, at)
            name = data[at + 4 : at + 4 + length] if index == 0 else name
            at += 4 + length
        (size,) = struct.unpack_from("<L", data, at)
    except struct.error:
        return None
    inside = data[at + 4 : at + 4 + size]
    return _native(struct.pack("<L", size) + inside) if name.rstrip(b"\0") == b"Package" else unpacked(inside)


def _native(data: bytes) -> Kept | None:
    """Size, flags, label, path, two numbers, a path of its own length, then the file with its size (MS-OLEDS 2.3.6 and on)."""
    at = 6
    label, at = _text(data, at)
    path, at = _text(data, at)
    try:
        (length,) = struct.unpack_from("<L", data, at + 4)
        at += 8 + length
        (size,) = struct.unpack_from("<L", data, at)
    except struct.error:
        return None
    file = data[at + 4 : at + 4 + size]
    name = label or path.replace("\\", "/").rpartition("/")[2]
    return Kept(name, file) if file else None


def _text(data: bytes, at: int) -> tuple[str, int]:
    end = data.find(b"\0", at, at + 2_000)
    return (decode(data[at:end]).text, end + 1) if end >= 0 else ("", len(data))


def _ending(data: bytes) -> str:
    if (found := kind(data)) is not None:
        return PACKAGES[found]
    return next((ending for magic, ending in ENDINGS.items() if data.startswith(magic)), "")
