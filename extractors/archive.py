"""Zip archives: the names as text, the members as children."""

import zlib
from collections.abc import Iterator

from extractors.members import Entry, taken_out
from extractors.names import Name, strict
from extractors.registry import Context, Format
from extractors.zip_members import Member, content, directory, extra_field
from pipeline.document import Extraction
from pipeline.errors import DocumentError, Reason

STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08PK\x03\x04", b"PK00PK\x03\x04")
PACKAGES = frozenset({b"[Content_Types].xml", b"OFD.xml", b"META-INF/container.xml"})
"""Members by which a zip is a document of another kind: Office Open XML, OFD, EPUB."""
UNICODE_NAME = 0x7075
"""Info-ZIP's extra field: version, CRC-32 of the name it stands for, the name in UTF-8 (APPNOTE 4.6.9)."""


def recognise(data: bytes) -> bool:
    """Whether this is a zip archive and not a document that happens to be kept as one."""
    if not data.startswith(STARTS):
        return False
    try:
        members = directory(data, 2000).members
    except DocumentError:
        return True
    names = {member.raw for member in members}
    return not names & PACKAGES and not any(_open_document(data, member) for member in members[:1])


def extract(data: bytes, context: Context) -> Extraction:
    """The members' names, one a line, and the members themselves.

    Raises DocumentError: LIMIT_RATIO for an archive whose members share bytes, DAMAGED or TRUNCATED when no member can be
    found at all, and what `members.taken_out` raises.
    """
    found = directory(data, context.limits.entries)
    return taken_out(_entries(data, found.members, context), context, found.notes)


def _entries(data: bytes, members: tuple[Member, ...], context: Context) -> Iterator[Entry]:
    for member in members:
        if not member.folder:
            pieces = content(data, member, ratio=context.limits.ratio, progress=context.progress)
            yield Entry(name=Name(member.raw, _told(member)), pieces=pieces, refused=_refused(member))


def _told(member: Member) -> str | None:
    """The name where the archive says its charset: by the Unicode field or the UTF-8 flag."""
    field = extra_field(member.extra, UNICODE_NAME)
    if len(field) > 5 and int.from_bytes(field[1:5], "little") == zlib.crc32(member.raw):
        name = strict(field[5:])
        if name is not None:
            return name
    return strict(member.raw) if member.utf8 else None


def _refused(member: Member) -> tuple[Reason, str] | None:
    if member.encrypted:
        return Reason.ENCRYPTED, "the member asks for a password"
    if member.link:
        return Reason.UNSAFE_PATH, "a link to another file; links are not followed"
    return None


def _open_document(data: bytes, member: Member) -> bool:
    """OpenDocument and EPUB begin with a stored member that names their type (ODF 1.3 part 2, section 3.3)."""
    if member.raw != b"mimetype":
        return False
    start = member.offset + 30 + len(member.raw)
    return data[start : start + 120].lstrip(b"\0").startswith(b"application/")


FORMAT = Format(
    name="zip",
    media_types=("application/zip",),
    extensions=(".zip",),
    version="4",
    rank=500,
    recognise=recognise,
    extract=extract,
)
