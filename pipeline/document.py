"""The values of one document: an unchanging text and typed layers of half-open spans in it.

All offsets count code points of `Document.text`, the text as the extractor gave it. Nothing is ever taken out of that text:
lines get roles, runs inside a line get cuts, and a `View` (see `pipeline.view`) shows it mended or converted.
Everything here is frozen; a stage takes a `Document` and returns another with one more layer. Place, Block and Cell, of which
a workbook makes a million, are structs: one is made in a tenth of the time that a frozen dataclass takes.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import msgspec

from pipeline.errors import REFUSALS, Flag, Reason
from pipeline.view import Span, View

Role = Literal[
    "title", "heading", "body", "caption", "byline", "nav", "related", "share", "legal", "ad", "spam", "running_head",
    "page_number", "footnote", "toc", "watermark", "comment", "hidden", "deleted", "duplicate", "replaced", "garbled",
]  # fmt: skip
BODY_ROLES: frozenset[Role] = frozenset({"heading", "body", "caption", "footnote"})
"""Lines of these roles, less their cuts, are the body. Title, byline and every other role are not."""

BlockKind = Literal["paragraph", "heading", "list_item", "cell", "caption", "footnote", "header", "footer", "line", "name"]
"""How the source itself holds a block. `line` is a physical line that may be a piece of a paragraph; `name` a member's name."""

Script = Literal["hant", "hans", "mixed", "none"]
State = Literal["ok", "partial", "refused", "failed"]
DocumentKind = Literal[
    "form", "report", "list", "patent_certificate", "award_certificate", "benefit_certificate", "contract",
    "apprentice_contract", "news", "photo", "other",
]  # fmt: skip
Category = Literal[
    "ip_right", "award_result", "honor_title", "tech_project", "process_improve", "appraisal_cert", "knowledge_output",
    "economic_benefit", "adoption_transfer", "talent_training", "exchange_service", "quality_social",
]  # fmt: skip
HelperLabel = Literal["studio_base", "not_achievement"]
Approx = Literal["exact", "over", "about", "under", "several"]
Level = Literal["international", "national", "industry", "provincial", "city", "district", "company", "unknown"]
Grade = Literal["special", "first", "second", "third", "gold", "silver", "bronze", "excellence"]
Status = Literal["achieved", "applied", "reviewed", "interim", "planned", "expected", "revoked", "negated"]
Scope = Literal["studio", "leader", "member", "employer", "alliance", "region", "third_party", "unclear"]
WindowKind = Literal["cumulative", "period", "year", "single", "undated"]
Unsure = Literal["", "picture", "drawing", "letters"]
"""What of a page may show names that its letters do not tell: a picture, a drawing or stamp, letters of a secret code."""


class Box(NamedTuple):
    """A rectangle on a page in points, origin at the top left."""

    x0: float
    y0: float
    x1: float
    y1: float


class Place(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Where a span stands in the source, in the source's own terms; only the fields that apply are set.

    Pages, paragraphs, tables, rows and columns count from 1, as a person counts them.
    """

    page: int | None = None
    box: Box | None = None
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    sheet: str | None = None
    cell: str | None = None
    """A spreadsheet cell as people name it, such as ``B12``."""
    xpath: str | None = None
    line: int | None = None
    """A line of a plain text file."""


class Anchor(NamedTuple):
    """One span of the text and the one place it stands. A paragraph over three lines has three anchors."""

    span: Span
    place: Place


class Block(msgspec.Struct, frozen=True, gc=False):
    """A run of text that its source treats as one thing, with what the source's structure says of it."""

    span: Span
    kind: BlockKind
    level: int | None = None
    """Depth of a heading (1 is the highest) or of a list."""
    role: Role | None = None
    """The role, where structure alone decides it (a page header, a hidden run, a navigation bar); else None."""
    why: str = ""


class Cell(msgspec.Struct, frozen=True, gc=False):
    """One cell of a table. `columns` and `rows` say how many it covers when merged."""

    span: Span
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells in reading order; a merged cell stands once, where it begins."""

    rows: tuple[tuple[Cell, ...], ...]
    places: tuple[Place, ...] = ()
    header_rows: int = 0


@dataclass(frozen=True, slots=True)
class Byline:
    """Who published it, who wrote it, when (ISO 8601, as exact as the page gives it), who reported and who edited it, and where.

    Reporters are authors too. `address` is the page's own (canonical) address, which may differ from where it was fetched.
    """

    publisher: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    reporters: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    address: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Something to say of a file: a reason why it is not plainly ok, or a flag for a person to look at."""

    code: Reason | Flag
    detail: str = ""
    where: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Saved:
    """A file that a browser saved with a page, in one archive with it; `place` is what the page calls it (``页_files/1.jpg``)."""

    place: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Child:
    """A member of an archive or an attachment. Its bytes lie in the scratch folder under their hash, never under its name."""

    path: str
    """The decoded name, ``/`` between folders, safe to show; unique within its parent."""
    sha256: str
    size: int
    raw: bytes = b""
    """The name as it stands in the archive."""
    saved: tuple[Saved, ...] = ()
    """Of a saved page, what its archive holds in the page's folder: read with the page, and no documents of their own."""


@dataclass(frozen=True, slots=True)
class PageWanted:
    """A page (from 1) that shows text which only text recognition can read, and why."""

    page: int
    why: str
    below_text: bool = False
    """Wanted is what stands below the page's own text, which is read already and left out of the picture."""


@dataclass(frozen=True, slots=True)
class ConversionWanted:
    """A file that LibreOffice is asked to convert: named with `ending`, opened by its filter `reads`, written as `to`.

    `reason` and `detail` are what is said of the file when it cannot.
    """

    ending: str
    reads: str
    to: str
    reason: Reason
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """What an extractor gives: the text with its structure and places, attachments, and what went wrong on the way."""

    text: str = ""
    blocks: tuple[Block, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    tables: tuple[Table, ...] = ()
    title: str = ""
    byline: Byline = Byline()
    children: tuple[Child, ...] = ()
    notes: tuple[Note, ...] = ()
    media_type: str = ""
    awaiting: tuple[PageWanted, ...] = ()
    """Pages that text recognition is asked for; with them the file is extracted again."""
    conversion: ConversionWanted | None = None
    """What LibreOffice is asked for; with it the file is extracted again."""
    seen: "tuple[Seen, ...]" = ()


SeenKind = Literal["picture", "seal", "grey", "blurred"]


@dataclass(frozen=True, slots=True)
class Seen:
    """What is seen on a page, and is no text: that it was read as a picture, a red seal, no colour at all, blurred letters."""

    kind: SeenKind
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The file itself. A document is known by (packet, path, sha256)."""

    path: str
    """Relative to the packet, ``/`` between folders; a member is ``outer.zip!inner.zip!dir/name``."""
    sha256: str = ""
    size: int = 0
    packet: str | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """A run inside a line that is not part of its text: an advert set into a sentence. `span` is in document offsets."""

    span: Span
    role: Role
    why: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the mended text with its role and the reasons for it; `span` is where it stands in the base text."""

    span: Span
    role: Role
    cuts: tuple[Cut, ...] = ()
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a kept line. `line` is the index of its line."""

    span: Span
    line: int


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose it is, as named in the text."""

    name: str
    span: Span
    confidence: float


@dataclass(frozen=True, slots=True)
class Window:
    """The years a figure speaks of."""

    kind: WindowKind = "undated"
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Achievement:
    """One claim in one sentence; the fields are those of the labelling contract (README, "What counts")."""

    category: Category
    span: Span
    quantity: int | float | None = None
    quantity_max: int | float | None = None
    change_from: int | float | None = None
    change_to: int | float | None = None
    unit: str | None = None
    object: str | None = None
    currency: str | None = None
    approx: Approx | None = None
    level: Level = "unknown"
    grade: Grade | None = None
    rank: Literal["lead", "participate"] | int | None = None
    status: Status = "achieved"
    holder: Holder | None = None
    scope: Scope = "studio"
    window: Window = Window()
    unquantified: bool = False
    confidence: float = 1.0
    why: tuple[str, ...] = ()
    name: str = ""
    """Of the thing, its number, who gave or published it and when (ISO 8601), where a row or a certificate has them apart."""
    number: str = ""
    issuer: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Helper:
    """A label beside the achievements: the team and its base, or a span that looks like an achievement and is none."""

    label: HelperLabel
    span: Span
    why: tuple[str, ...] = ()


CertificateKind = Literal["patent", "software", "variety", "award", "title", "benefit", "apprentice"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What one certificate, award paper, proof of benefit or apprentices' contract prints; what it does not print is empty.

    Names and numbers are the paper's own characters, dates ISO 8601 as exact as it gives them.
    """

    kind: CertificateKind
    span: Span
    """From the name of what is certified to its number, or the words that award it."""
    name: str = ""
    """The right, the prized result, the title, the project, the apprentice."""
    object: str = ""
    """Which right, in Simplified (实用新型专利)."""
    number: str = ""
    """Of the right, or of the contract."""
    status: Status = "achieved"
    owners: tuple[str, ...] = ()
    """Owners of the right, or applicants for it; the firm that certifies a benefit; the master."""
    inventors: tuple[str, ...] = ()
    applied: str = ""
    granted: str = ""
    prize: str = ""
    level: Level = "unknown"
    grade: Grade | None = None
    issuer: str = ""
    document_number: str = ""
    receiver: str = ""
    date: str = ""
    """Of the paper; of a contract its beginning."""
    until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document and every layer found on it so far."""

    source: Source
    text: str = ""
    blocks: tuple[Block, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    tables: tuple[Table, ...] = ()
    title: str = ""
    byline: Byline = Byline()
    subject: str = ""
    """Whose document it is, where the caller knows (a studio's or a firm's name); else empty."""
    children: tuple[Child, ...] = ()
    notes: tuple[Note, ...] = ()
    media_type: str = ""
    mended: View = field(default=View(""))
    """The text with its defects mended, script unchanged."""
    matched: View = field(default=View(""))
    """The mended text in Simplified: what patterns and models read."""
    script: Script = "none"
    lines: tuple[Line, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    kind: DocumentKind = "other"
    achievements: tuple[Achievement, ...] = ()
    helpers: tuple[Helper, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    seen: tuple[Seen, ...] = ()

    @property
    def reasons(self) -> tuple[Note, ...]:
        return tuple(note for note in self.notes if isinstance(note.code, Reason))

    @property
    def flags(self) -> tuple[Note, ...]:
        return tuple(note for note in self.notes if isinstance(note.code, Flag))

    @property
    def state(self) -> State:
        """`ok` without a reason; `partial` when something was read all the same; else by the first reason."""
        if not self.reasons:
            return "ok"
        if self.text.strip() or self.children:
            return "partial"
        return "refused" if self.reasons[0].code in REFUSALS else "failed"

    def body(self) -> tuple[Span, ...]:
        """The spans of the body in order: lines of a body role, less their cuts."""
        return tuple(span for line in self.lines if line.role in BODY_ROLES for span in kept(line))

    def places(self, span: Span) -> tuple[Place, ...]:
        """Every place that `span` touches, in text order (anchors are sorted and do not overlap)."""
        first = bisect_right(self.anchors, span.start, key=_anchor_end)
        last = bisect_left(self.anchors, span.end, key=_anchor_start)
        return tuple(dict.fromkeys(anchor.place for anchor in self.anchors[first : max(first + 1, last)]))


def kept(line: Line) -> tuple[Span, ...]:
    """The spans of a line that its cuts leave.

    >>> kept(Line(Span(0, 10), "body", (Cut(Span(3, 5), "spam", "advert"),)))
    (Span(start=0, end=3), Span(start=5, end=10))
    """
    spans, start = [], line.span.start
    for cut in line.cuts:
        if cut.span.start > start:
            spans.append(Span(start, cut.span.start))
        start = max(start, cut.span.end)
    if start < line.span.end:
        spans.append(Span(start, line.span.end))
    return tuple(spans)


def _anchor_start(anchor: Anchor) -> int:
    return anchor.span.start


def _anchor_end(anchor: Anchor) -> int:
    return anchor.span.end
