"""The members of an archive of any kind: their names as text, they themselves as children, what could not be had as notes.

Members are written under their content's hash and never under their name; depth is counted by whoever reads the children.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from extractors import pictures
from extractors.leftovers import in_page_folder, is_junk, is_page_asset
from extractors.names import Name, decoded, shown, unique
from extractors.registry import Context
from extractors.saved_pages import with_their_pages
from pipeline.document import Anchor, Block, Child, Extraction, Note, Place
from pipeline.errors import DocumentError, Reason
from pipeline.view import Span

SPENT = frozenset({Reason.LIMIT_OUTPUT, Reason.LIMIT_ENTRIES, Reason.DISK_FULL})
"""Reasons after which no further member can be kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A file in an archive. Its pieces are asked for at once or never, since some archives can only be read forwards."""

    name: Name
    pieces: Iterator[bytes]
    refused: tuple[Reason, str] | None = None
    """Why it cannot be taken out, where its header tells."""


@dataclass(frozen=True, slots=True)
class _Taken:
    name: Name
    kept: tuple[str, int] | None = None
    trouble: tuple[Reason, str] | None = None


def taken_out(entries: Iterable[Entry], context: Context, notes: Sequence[Note] = ()) -> Extraction:
    """The members' names, one a line, and the members themselves; `notes` are said before what is found here.

    One that cannot be read is a note, and the others are read; where `entries` raises a DocumentError the archive breaks off
    there. Raises DocumentError: EMPTY, or the archive's own reason, for one without members, and the first member's reason
    (ENCRYPTED, LIMIT_RATIO, …) when none can be taken out.
    """
    taking = _Taking(context)
    broken = taking.all(entries)
    taken = taking.taken
    if not taken:
        reason = next((note.code for note in (*notes, *broken) if isinstance(note.code, Reason)), Reason.EMPTY)
        detail = broken[0].detail if broken else "the archive holds no file"
        raise DocumentError(reason, detail)
    named = [shown(name) for name in decoded([found.name for found in taken])]
    paths = unique(path for path, _ in named)
    unsafe = [Note(Reason.UNSAFE_PATH, "a name that leaves its folder or cannot be shown", path)
              for path, (_, changed) in zip(paths, named, strict=True) if changed]  # fmt: skip
    failed = [Note(*found.trouble, path) for path, found in zip(paths, taken, strict=True) if found.trouble is not None]
    children = with_their_pages(
        Child(path, *found.kept, found.name.raw) for path, found in zip(paths, taken, strict=True) if found.kept is not None
    )
    if failed and not children:
        raise DocumentError(Reason(failed[0].code), f"no member can be taken out: {failed[0].detail}", where=failed[0].where)
    return _listing(paths, children, (*notes, *unsafe, *failed, *broken))


class _Taking:
    """Takes members in the order they come."""

    def __init__(self, context: Context) -> None:
        self.taken: list[_Taken] = []
        self._context = context
        self._left = context.limits.unpacked
        self._spent = False

    def all(self, entries: Iterable[Entry]) -> list[Note]:
        """Takes every member; gives what ended the archive before its end, if anything did."""
        most = self._context.limits.entries
        try:
            for entry in entries:
                if len(self.taken) >= most:
                    return [Note(Reason.LIMIT_ENTRIES, f"only the first {most} members are read", f"member {most + 1}")]
                self._context.progress()
                self.taken.append(self._one(entry))
        except DocumentError as error:
            return [Note(error.reason, error.detail, error.where)]
        return []

    def _one(self, entry: Entry) -> _Taken:
        if self._spent or _junk(entry.name.raw):
            return _Taken(entry.name)
        if entry.refused is not None:
            return _Taken(entry.name, trouble=entry.refused)
        try:
            first = next(entry.pieces, b"") if in_page_folder(_ascii(entry.name.raw)) else b""
            if (found := pictures.size(first)) is not None and not pictures.large(found):
                return _Taken(entry.name)  # a logo or an icon of a saved page
            stream = _Stream(chain((first,) if first else (), entry.pieces), self._left)
            kept = self._context.keep(stream)
        except DocumentError as error:
            self._spent = error.reason in SPENT
            return _Taken(entry.name, trouble=(error.reason, error.detail))
        self._left -= kept[1]
        return _Taken(entry.name, kept, (stream.broken.reason, stream.broken.detail) if stream.broken else None)


class _Stream:
    """A member's content as it is kept. A break after the first bytes ends it, and what came before is kept.

    A bomb is not kept in part: its error goes through, so that whoever writes the child throws it away.
    """

    def __init__(self, pieces: Iterator[bytes], left: int) -> None:
        self.pieces = pieces
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


def _listing(paths: list[str], children: tuple[Child, ...], notes: tuple[Note, ...]) -> Extraction:
    spans: list[Span] = []
    start = 0
    for path in paths:
        spans.append(Span(start, start + len(path)))
        start += len(path) + 1
    return Extraction(
        text="\n".join(paths),
        blocks=tuple(Block(span, "name", role="toc", why="the name of a member") for span in spans),
        anchors=tuple(Anchor(span, Place(line=number)) for number, span in enumerate(spans, 1)),
        children=children,
        notes=notes,
    )


def _junk(raw: bytes) -> bool:
    """What systems, Office and browsers leave in archives: listed, but no document. Such names are ASCII in any charset."""
    path = _ascii(raw)
    return is_junk(path) or is_page_asset(path)


def _ascii(raw: bytes) -> str:
    return raw.decode("latin-1").replace("\\", "/")
