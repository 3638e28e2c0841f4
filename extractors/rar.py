"""RAR archives (versions 1.5 to 5), by the system's libarchive: no free reader of their method is to be had for Python."""

from collections.abc import Iterator
from dataclasses import replace

from extractors import libarchive
from extractors.members import Entry, taken_out
from extractors.rar_header import MAGIC4, MAGIC5, Told, told
from extractors.registry import Context, Format
from pipeline.document import Extraction, Note
from pipeline.errors import DocumentError, Reason


def recognise(data: bytes) -> bool:
    return data.startswith((MAGIC4, MAGIC5))


def extract(data: bytes, context: Context) -> Extraction:
    """The members' names, one a line, and the members themselves.

    Raises DocumentError: MISSING_TOOL, which names the library, where it is not installed; ENCRYPTED, DAMAGED, and what
    `members.taken_out` raises.
    """
    if not libarchive.present():
        raise DocumentError(Reason.MISSING_TOOL, f"RAR archives are read by a library: {libarchive.advice()}")
    found = told(data)
    notes = (Note(Reason.TRUNCATED, "one volume of several: what reaches over it is missing"),) if found.volume else ()
    return taken_out(_entries(data, found, context), context, notes)


def _entries(data: bytes, found: Told, context: Context) -> Iterator[Entry]:
    for entry in libarchive.entries(data, context):
        if entry.name.raw in found.encrypted or (entry.name.told or "").encode("utf-8", "replace") in found.encrypted:
            yield replace(entry, refused=(Reason.ENCRYPTED, "the member asks for a password"))
        else:
            yield entry


FORMAT = Format(
    name="rar",
    media_types=("application/vnd.rar", "application/x-rar-compressed"),
    extensions=(".rar",),
    version="2",
    rank=540,
    recognise=recognise,
    extract=extract,
)
