"""Zip archives: the names as text, the members as children.

Members are written under their content's hash and never under their name; depth is counted by whoever reads the children.
"""

from collections.abc import Iterator

from extractors.names import decoded, shown, unique
from extractors.registry import Context, Format
from extractors.zip_members import Member, content, directory
from pipeline.document import Anchor, Block, Child, Extraction, Note, Place
from pipeline.errors import DocumentError, Reason
from pipeline.view import Span

STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08PK\x03\x04", b"PK00PK\x03\x04")
PACKAGES = frozenset({b"[Content_Types].xml", b"OFD.xml", b"META-INF/container.xml"})
"""Members by which a zip is a document of another kind: Office Open XML, OFD, EPUB."""
JUNK_FOLDERS = ("__MACOSX",)
JUNK_FILES = ("Thumbs.db", "ehthumbs.db", "desktop.ini", ".DS_Store")
JUNK_STARTS = ("~$", "._")
SPENT = frozenset({Reason.LIMIT_OUTPUT, Reason.LIMIT_ENTRIES, Reason.DISK_FULL})
"""Reasons after which no further member can be kept."""


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

    One that cannot be read is a note, and the others are read. Raises DocumentError: EMPTY for an archive without members,
    LIMIT_RATIO for one whose members share bytes, DAMAGED or TRUNCATED when no member can be found at all, and the first
    member's reason (ENCRYPTED, LIMIT_RATIO, …) when none can be taken out.
    """
    found = directory(data, context.limits.entries)
    files = [member for member in found.members if not member.folder]
    if not files:
        reason = found.notes[0].code if found.notes and isinstance(found.notes[0].code, Reason) else Reason.EMPTY
        raise DocumentError(reason, "the archive holds no file")
    named = [shown(name) for name in decoded(files)]
    paths = unique(path for path, _ in named)
    notes = list(found.notes)
    notes += [Note(Reason.UNSAFE_PATH, "a name that leaves its folder or cannot be shown", path)
              for path, (_, unsafe) in zip(paths, named, strict=True) if unsafe]  # fmt: skip
    children, failed = _children(data, list(zip(files, paths, strict=True)), context)
    if failed and not children:
        raise DocumentError(Reason(failed[0].code), f"no member can be taken out: {failed[0].detail}", where=failed[0].where)
    return _listing(paths, children, (*notes, *failed))


def _listing(paths: list[str], children: list[Child], notes: tuple[Note, ...]) -> Extraction:
    spans: list[Span] = []
    start = 0
    for path in paths:
        spans.append(Span(start, start + len(path)))
        start += len(path) + 1
    return Extraction(
        text="\n".join(paths),
        blocks=tuple(Block(span, "name", role="toc", why="the name of a member") for span in spans),
        anchors=tuple(Anchor(span, Place(line=number)) for number, span in enumerate(spans, 1)),
        children=tuple(children),
        notes=notes,
    )


def _children(data: bytes, files: list[tuple[Member, str]], context: Context) -> tuple[list[Child], list[Note]]:
    children: list[Child] = []
    notes: list[Note] = []
    left = context.limits.unpacked
    for member, path in files:
        context.progress()
        if _junk(path):
            continue
        if refused := _refused(member, path):
            notes.append(refused)
            continue
        stream = _Stream(data, member, context, left)
        try:
            sha256, size = context.keep(stream)
        except DocumentError as error:
            notes.append(Note(error.reason, error.detail, path))
            if error.reason in SPENT:
                break
            continue
        left -= size
        children.append(Child(path, sha256, size, member.raw))
        if stream.broken:
            notes.append(Note(stream.broken.reason, stream.broken.detail, path))
    return children, notes


class _Stream:
    """A member's content as it is kept. A break after the first bytes ends it, and what came before is kept.

    A bomb is not kept in part: its error goes through, so that whoever writes the child throws it away.
    """

    def __init__(self, data: bytes, member: Member, context: Context, left: int) -> None:
        self.pieces = content(data, member, ratio=context.limits.ratio, progress=context.progress)
        self.left = left
        self.broken: DocumentError | None = None

    def __iter__(self) -> Iterator[bytes]:
        given = 0
        try:
            for piece in self.pieces:
                given += len(piece)
                self._spend(given)
                yield piece
        except DocumentError as error:
            if not given or error.reason not in (Reason.DAMAGED, Reason.TRUNCATED):
                raise
            self.broken = error

    def _spend(self, given: int) -> None:
        if given > self.left:
            raise DocumentError(Reason.LIMIT_OUTPUT, "the archive gives more bytes than may be unpacked")


def _refused(member: Member, path: str) -> Note | None:
    if member.encrypted:
        return Note(Reason.ENCRYPTED, "the member asks for a password", path)
    if member.link:
        return Note(Reason.UNSAFE_PATH, "a link to another file; links are not followed", path)
    return None


def _junk(path: str) -> bool:
    """What operating systems and Office leave in archives: listed, but no document."""
    *folders, name = path.split("/")
    return name in JUNK_FILES or name.startswith(JUNK_STARTS) or any(folder in JUNK_FOLDERS for folder in folders)


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
    version="2",
    rank=500,
    recognise=recognise,
    extract=extract,
)
