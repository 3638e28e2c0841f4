"""What a worker and its parent say to each other: msgpack messages, each behind its length.

A frame is four bytes, the length in network order, then one message. Messages are decoded against their types, so that a
worker that was taken over can say nothing but what these types hold; nothing is ever unpickled. `Read.extraction` is the one
part that the parent does not look into: it keeps it and hands it to a worker again.
"""

from dataclasses import dataclass
from typing import BinaryIO, Literal

import msgspec

from extractors.registry import Limits
from extractors.sites import Site
from pipeline.clean import Cleaned
from pipeline.cuts import Cut, Hidden, PageCuts
from pipeline.document import Child, ConversionWanted, PageWanted, Saved, State, Unsure
from pipeline.errors import Reason
from pipeline.merging.kin import Kin
from pipeline.process import Stage
from pipeline.record import DocumentRecord, ReasonRecord
from pipeline.rubric import Rubric
from pipeline.script import Target

HEADER = 4
DOSSIER = "dossier.html"
LETTER = "letter.docx"
PAGE = "page.jpg"
STRIP = "strip-{0}.jpg"
SMALL = "small-{0}.jpg"
CONVERTED = "converted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What is left of a packet's budget for its archives' members."""

    entries: int
    bytes: int
    depth: int

    @classmethod
    def of(cls, limits: Limits) -> "Allowance":
        """The whole budget of a packet."""
        return cls(entries=limits.entries, bytes=limits.unpacked, depth=limits.depth)


class Setup(msgspec.Struct, frozen=True, tag=True):
    """The first frame to a worker: its limits, the stages it builds and the only folder it may write to."""

    limits: Limits
    stages: tuple[Stage, ...]
    scratch: bytes
    parent: int
    sites: tuple[Site, ...] = ()


class ReadFile(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Make the record of a file.

    `stored` names a file that holds its extraction, when only its layers are to be made anew: the file itself is not looked at.
    """

    file: bytes
    path: str
    packet: str | None = None
    sha256: str = ""
    """What the bytes were when the file was planned; empty when nobody looked."""
    size: int = 0
    folder: str
    """The name of the folder, within the worker's scratch folder, in which children are kept."""
    allowance: Allowance
    stored: bytes = b""
    recognised: bytes = b""
    """Names a file with pages of it that were recognised, if any were (see `pipeline.engines.page_bytes`)."""
    assets: bytes = b""
    """Names the folder that was saved with a page."""
    members: bytes = b""
    """Names the folder that holds, under their hashes, what its archive `saved` with a page."""
    saved: tuple[Saved, ...] = ()
    converted: bytes = b""
    """Names what LibreOffice made of the file, if it was asked."""


class CleanFile(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Give a file's body as `pipeline.clean` has it, in the script `to`."""

    file: bytes
    path: str
    to: Target
    folder: str
    allowance: Allowance
    recognised: bytes = b""
    """As in `ReadFile`."""
    converted: bytes = b""
    """As in `ReadFile`."""


class ListMembers(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Name an archive's members, without unpacking them."""

    file: bytes
    path: str
    allowance: Allowance


class MergePacket(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Merge a packet's documents and write its dossier by a rubric, with reference points or without.

    `records` names a file of records (`pipeline.engines.record_file`), in the order of their paths and ids.
    """

    records: bytes
    documents: int
    packet: str
    name: str
    rubric: Rubric
    points: bool
    pages: int
    """How many pages may be drawn for the dossier. It is not yet written where there are any."""
    folder: str
    """The name of the folder, within the worker's scratch folder, in which the dossier is written."""


class WriteDossier(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Write the dossier of a merged packet with what has been drawn for it.

    `record` names a file with the packet's record, `drawn` the folder of pictures (see `pipeline.pictures`).
    """

    records: bytes
    documents: int
    packet: str
    record: bytes
    rubric: Rubric
    points: bool
    drawn: bytes
    room: int
    """Bytes that pictures within the dossier may take."""
    folder: str


class Blind(msgspec.Struct, frozen=True, array_like=True):
    """Names, in Simplified, that may not be seen, and what of the page's words is known to be or to hold one."""

    names: tuple[str, ...]
    hidden: tuple[Hidden, ...]
    garbled: bool


class DrawPage(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Draw a page (from 1) with words marked, whole and in strips.

    `chain` are the hashes of the file and of each member on the way from it to the document. With `blind`, names are blacked
    out, or the page is left out where nobody can say where all of them stand.
    """

    file: bytes
    chain: tuple[str, ...]
    page: int
    cuts: tuple[Cut, ...]
    recognised: bytes = b""
    """As in `ReadFile`."""
    blind: Blind | None = None
    folder: str
    """In which the pictures are put: `PAGE`, and for each cut by its number what `STRIP` and `SMALL` name."""


class ReadPage(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Make the record of a page, its cleaned text in its own script, and what tells copies of it."""

    file: bytes
    path: str
    sha256: str
    folder: str
    allowance: Allowance
    recognised: bytes = b""
    """A file with the pages of it that text recognition has read; empty where there are none."""


class SplitPages(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Put the pages that begin between two bytes of a stream (see `extractors.page_stream`) into the job's folder."""

    file: bytes
    format: Literal["jsonl", "warc"]
    start: int
    end: int
    folder: str
    allowance: Allowance


class WriteLists(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Write the list of all packets and the workbook of their claims into the job's folder, from the store of `workspace`.

    Claims are numbered by the rubric, as in the dossiers.
    """

    workspace: bytes
    rubric: Rubric
    folder: str


class Recognise(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Recognise the text on one page (from 1) of a file, which must still have these bytes."""

    file: bytes
    sha256: str
    page: int
    folder: str
    below_text: bool = False
    """Without its text layer."""


class Convert(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Have LibreOffice write a file in another format (see `pipeline.document.ConversionWanted`)."""

    file: bytes
    sha256: str
    ending: str
    reads: str
    to: str
    folder: str
    """In which the result is put, named `CONVERTED`."""


Job = (
    ReadFile | CleanFile | ListMembers | MergePacket | WriteDossier | WriteLists | ReadPage | SplitPages | Recognise | DrawPage
    | Convert
)  # fmt: skip


class Ready(msgspec.Struct, frozen=True, tag=True):
    """The worker has its dictionaries and waits. `sandbox` names what holds it back; `memory` is its size at rest, in bytes."""

    sandbox: tuple[str, ...]
    memory: int


class Progress(msgspec.Struct, frozen=True, tag=True):
    """A sign of life."""

    pages: int = 0
    """Pages, sheets or members done in this document."""


class Read(msgspec.Struct, frozen=True, tag=True):
    """A document's record, what to keep for a later run, and its children, whose bytes lie in the job's folder."""

    record: DocumentRecord
    extraction: bytes
    """Empty when it came from the store or is not worth keeping."""
    children: tuple[Child, ...]
    unpacked: int
    """Bytes of all children."""
    overspent: bool
    """A limit of the packet's budget was met."""
    pages: int = 0


class CleanedFile(msgspec.Struct, frozen=True, tag=True):
    """The cleaned text, and why it is not all there is."""

    cleaned: Cleaned
    state: State
    reasons: tuple[ReasonRecord, ...]


class Members(msgspec.Struct, frozen=True, tag=True):
    """Names of an archive's members; `reason` says why there are none. Not an archive at all: no names and no reason."""

    names: tuple[str, ...]
    reason: Reason | None
    detail: str


class Merged(msgspec.Struct, frozen=True, tag=True):
    """A packet's record lies in the job's folder (see `pipeline.engines.packet_file`), and the letter to its applicant, if any.

    Its dossier lies there too, named `DOSSIER`, unless pages are to be drawn for it first.
    """

    packet: str
    claims: int
    """How many there are."""
    pages: tuple[PageCuts, ...]


class DossierWritten(msgspec.Struct, frozen=True, tag=True):
    """The dossier lies in the job's folder, named `DOSSIER`."""


class Drawn(msgspec.Struct, frozen=True, tag=True):
    """The pictures of a page lie in the job's folder; `withheld` says why there are none, where names might be seen on them."""

    page: int
    withheld: Unsure
    exact: int
    """How many cuts are marked by their very words, and not by the lines they stand in."""


class Written(msgspec.Struct, frozen=True, tag=True):
    """The lists lie in the job's folder. `alike` are packets that may be of one applicant."""

    alike: tuple[Kin, ...]


class Failed(msgspec.Struct, frozen=True, tag=True):
    """Nothing came of the job: the file cannot be had, a limit was met, the worker died or, INTERNAL, it is our own fault."""

    reason: Reason
    detail: str


class PageRead(msgspec.Struct, frozen=True, tag=True):
    """A page as `ReadPage` asks for it; an archive's members lie in the job's folder."""

    record: DocumentRecord
    cleaned: Cleaned
    fingerprint: bytes
    """See `pipeline.editing.copies`."""
    children: tuple[Child, ...]
    unpacked: int


class Piece(msgspec.Struct, frozen=True, array_like=True):
    """One page of a stream: its bytes lie in the job's folder under their hash."""

    name: str
    """Its address, or its id where none is known."""
    sha256: str
    size: int


class Pieces(msgspec.Struct, frozen=True, tag=True):
    """The pages of a slice, and of each part that is none where it stands and why."""

    pieces: tuple[Piece, ...]
    skipped: tuple[tuple[str, str], ...]


class Awaiting(msgspec.Struct, frozen=True, tag=True):
    """Before anything can be said of the file, text recognition has to read pages of it or LibreOffice to convert it."""

    sha256: str
    pages: tuple[PageWanted, ...]
    conversion: ConversionWanted | None = None


class Recognised(msgspec.Struct, frozen=True, tag=True):
    """A recognised page, as `pipeline.engines.page_bytes` packs it. The parent does not look into it."""

    page: int
    data: bytes


class Converted(msgspec.Struct, frozen=True, tag=True):
    """The converted file lies in the job's folder."""

    sha256: str


Answer = (
    Read | CleanedFile | Members | Merged | DossierWritten | Written | PageRead | Pieces | Awaiting | Recognised | Drawn
    | Converted | Failed
)  # fmt: skip
FromWorker = Ready | Progress | Answer
ToWorker = Setup | Job

_encoder = msgspec.msgpack.Encoder()
_to_worker = msgspec.msgpack.Decoder(ToWorker)
_from_worker = msgspec.msgpack.Decoder(FromWorker)


class FrameError(Exception):
    """A frame that is too long, cut short or not a message of the types above."""


class FrameTooLong(FrameError):
    """A frame announces more bytes than its reader takes."""


def write(stream: BinaryIO, message: ToWorker | FromWorker) -> None:
    """Put one message on the stream."""
    body = _encoder.encode(message)
    stream.write(len(body).to_bytes(HEADER, "big") + body)
    stream.flush()


def read_body(stream: BinaryIO, *, at_most: int) -> bytes | None:
    """The bytes of the next frame; None at the end of the stream. Raises FrameError."""
    header = stream.read(HEADER)
    if not header:
        return None
    if len(header) < HEADER:
        raise FrameError("a frame ends within its length")
    length = int.from_bytes(header, "big")
    if length > at_most:
        raise FrameTooLong(f"a frame of {length} bytes, {at_most} at most")
    body = stream.read(length)
    if len(body) < length:
        raise FrameError(f"a frame of {length} bytes ends after {len(body)}")
    return body


def to_worker(body: bytes) -> ToWorker:
    """The message to a worker that these bytes are. Raises FrameError."""
    try:
        message: ToWorker = _to_worker.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise FrameError(str(error)) from error
    return message


def from_worker(body: bytes) -> FromWorker:
    """The message from a worker that these bytes are. Raises FrameError."""
    try:
        message: FromWorker = _from_worker.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise FrameError(str(error)) from error
    return message
