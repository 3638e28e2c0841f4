"""OpenDocument files (.odt, .ods, .odp and their templates and flat forms): text, tables, sheets and slides with their places.

Written by LibreOffice, WPS, Word and others. Order of the text: the body (text boxes after the paragraph they stand in),
texts and sheets set into it, notes, comments, headers and footers. Sheets show each cell as it was shown; slides are pages.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from extractors import attached, metafile, pictures
from extractors.charts import formula, write_open_chart
from extractors.composer import Composer, uncollected
from extractors.odf_sheet import Sheet, SheetHandler
from extractors.odf_stream import FURNITURE, OdfStream
from extractors.odf_styles import OdfStyles
from extractors.opc import Package
from extractors.registry import Context, Format, Limits
from extractors.sheetwriter import write_beside, write_sheet
from extractors.wordgather import Gathering
from extractors.wordnumbering import Numbering
from extractors.wordparts import Item, Story
from extractors.wordwriter import Setting, WordWriter, setting_of
from extractors.xmlstream import parse
from pipeline.document import Extraction, Place
from pipeline.errors import DocumentError, Flag, Reason

TYPE = re.compile(
    rb"application/(?:vnd\.oasis\.opendocument|vnd\.sun\.xml)"
    rb"\.(?:text|spreadsheet|presentation|graphics|writer|calc|impress|draw|formula|database|image|chart)"
)
FLAT = re.compile(rb"<(?:office:)?document[\s>][^<]{0,6000}urn:oasis:names:tc:opendocument:xmlns:office", re.DOTALL)
CHUNK = 1 << 18
CONTENT, STYLES, MANIFEST = "content.xml", "styles.xml", "META-INF/manifest.xml"
AFTER_BODY = ("footnotes", "comments", "hdr", "ftr")
HEAD = 4096
"""Bytes in which the content of a document names the vocabulary it is written in; a formula's has another."""
CHART = b"<office:chart"
STAND_INS = "ObjectReplacements/"
"""Where the pictures of objects lie, which are read themselves."""
NO_DOCUMENTS = ("formula", "database", "image", "chart")


def recognise(data: bytes) -> bool:
    """Whether the file is an OpenDocument package, by the type it begins with, or a flat one."""
    kind = _type(data)
    return kind is not None and not kind.rsplit(".", 1)[-1].startswith(NO_DOCUMENTS)


def extract(data: bytes, context: Context) -> Extraction:
    """The text of an OpenDocument file with its structure and places.

    Raises DocumentError: DAMAGED or TRUNCATED for a zip or content that cannot be read, ENCRYPTED, LIMIT_RATIO. What stands
    before a break comes out with the reason as a note.
    """
    with uncollected():
        return _Reader(data, context).read()


def _type(data: bytes) -> str | None:
    if data.startswith(b"PK\x03\x04"):
        found = (TYPE.match(data, 38) if data[30:38] == b"mimetype" else None) or _type_within(data)
        return found.group().decode("ascii") if found else None
    return "flat" if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and FLAT.search(data[:8192]) else None


def _type_within(data: bytes) -> re.Match[bytes] | None:
    """The type of a package that was zipped again, so that the type does not stand where it must."""
    if CONTENT.encode() not in data or MANIFEST.encode() not in data:
        return None
    try:
        package = Package(data, Limits())
        return TYPE.search(package.read("mimetype" if "mimetype" in package else MANIFEST))
    except DocumentError:
        return None


class _Reader:
    """One file on its way from bytes to extraction."""

    def __init__(self, data: bytes, context: Context) -> None:
        self._data = data
        self._context = context
        self._package = Package(data, context.limits) if data.startswith(b"PK") else None
        self._composer = Composer(context.limits)
        self._styles = OdfStyles()
        self._numbering = Numbering(None)
        self._writer = WordWriter(self._composer, self._styles)
        self._sheets = SheetHandler(self._styles, context.limits.cells, self._sheet)
        self._stream = OdfStream(self._styles, self._numbering, self._story, self._sheets)
        self._beside: list[tuple[str, Story, Item]] = []
        self._title = ""
        self._uncomputed = 0

    def read(self) -> Extraction:
        self._refuse_encrypted()
        if self._package is not None and STYLES in self._package:
            self._parse(self._package.stream(STYLES), STYLES)
            self._styles.forget_looks()
        if not self._parse(self._content(), CONTENT) and not self._composer.size:
            raise self._broken
        self._read_objects()
        self._write_beside()
        if not self._composer.has_body:
            count = len(self._stream.pictures)
            self._composer.note(Reason.NO_TEXT, f"the body holds only pictures ({count})" if count else "the body is blank")
        self._flag()
        children, notes = attached.kept(self._files(), self._context)
        read = self._composer.extraction(title=self._title or self._writer.title, media_type=self._media_type())
        return replace(read, children=children, notes=(*read.notes, *notes))

    def _refuse_encrypted(self) -> None:
        if self._package is not None and MANIFEST in self._package and b"encryption-data" in self._package.read(MANIFEST):
            raise DocumentError(Reason.ENCRYPTED, "the file asks for a password; save it without one")

    def _content(self) -> Iterator[bytes]:
        if self._package is not None:
            return self._package.stream(CONTENT)
        view = memoryview(self._data.lstrip(b"\xef\xbb\xbf \t\r\n"))
        return (bytes(view[at : at + CHUNK]) for at in range(0, len(view), CHUNK))

    def _parse(self, chunks: Iterator[bytes], part: str) -> bool:
        """Reads one part; False when it broke off, which is noted."""
        try:
            parse(chunks, self._stream, where=part, progress=self._context.progress)
        except DocumentError as error:
            self._broken = error
            if error.reason is not Reason.LIMIT_OUTPUT:
                self._stream.break_off()
            self._composer.note(error.reason, error.detail, where=error.where or part)
            return False
        return True

    def _read_objects(self) -> None:
        """Texts, sheets, charts and formulas that are set into the document follow its body, each once."""
        package, done = self._package, set[str]()
        self._stream.objects += [(folder, self._stream.page) for folder in self._sheets.objects]
        while package is not None and self._stream.objects:
            folder, self._stream.page = self._stream.objects.pop(0)
            part = f"{folder}/{CONTENT}"
            if part not in package or part in done:
                continue
            done.add(part)
            head = next(package.stream(part), b"")
            if b"office" not in head[:HEAD] or CHART in head:
                self._read_figure(package, part)
            else:
                self._parse(package.stream(part), part)

    def _read_figure(self, package: Package, part: str) -> None:
        """A chart or a formula."""
        page = self._stream.page
        place = Place(page=page.number or None, xpath=part)
        try:
            data = package.read(part)
            if CHART not in data:
                self._composer.block(formula(data), "paragraph", place)
            else:
                of_sheets = self._media_type().endswith("spreadsheet")  # what their charts plot stands in their cells
                write_open_chart(self._composer, package.tree(part), place, figures=not of_sheets)
        except DocumentError as error:
            self._composer.note(error.reason, error.detail, where=part)

    def _story(self, root: str, story: Story) -> Gathering:
        def done(item: Item, found: Story) -> None:
            if root in ("document", "notes"):
                self._writer.write(item, self._setting(root))
            else:
                self._beside.append((root, found, item))

        gathering = Gathering(self._styles, self._numbering, done)
        gathering.begin(story)
        return gathering

    def _setting(self, root: str) -> Setting:
        page = self._stream.page
        if not page.number:
            return Setting()
        place = Place(page=page.number)
        if page.hidden:
            return Setting("paragraph", "hidden", "a slide that is not shown", place)
        if page.frame in FURNITURE:
            return Setting("footer", "running_head", "repeated on every slide", place)
        return Setting("paragraph", "comment", "the speaker's notes", place) if root == "notes" else Setting(place=place)

    def _write_beside(self) -> None:
        try:
            for root in AFTER_BODY:
                for where, story, item in self._beside:
                    setting = setting_of(story, root, self._writer.places, STYLES) if where == root else None
                    if setting is not None:
                        self._writer.write(item, setting)
        except DocumentError as error:
            self._composer.note(error.reason, error.detail, where=error.where)

    def _sheet(self, sheet: Sheet) -> None:
        self._context.progress()
        self._uncomputed += sheet.grid.uncomputed
        title = write_sheet(self._composer, sheet.grid, sheet.name, unseen=sheet.unseen)
        self._title = self._title or title
        write_beside(self._composer, sheet.name, sheet.comments, sheet.texts, unseen=sheet.unseen)

    def _flag(self) -> None:
        outward = self._stream.outward + self._sheets.outward
        if self._stream.changes:
            detail = "insertions read as text, deletions set apart"
            self._composer.note(Flag.TRACKED_CHANGES, detail, count=self._stream.changes)
        if outward:
            self._composer.note(Flag.EXTERNAL_LINKS, "text, data or pictures from elsewhere, not followed", count=outward)
        if self._uncomputed:
            self._composer.note(Flag.FORMULA_LIKE, "formulas whose value was never computed", count=self._uncomputed)
        if self._package is not None and any(_is_macro(name) for name in self._package.names()):
            self._composer.note(Flag.MACROS, "macros were not run")

    def _files(self) -> Iterator[tuple[str, bytes]]:
        """Pictures that are large enough to carry text, drawings that have words; not those that stand for objects."""
        for part in dict.fromkeys(self._stream.pictures):
            if self._package is None or part not in self._package:
                continue
            try:
                content = self._package.read(part)
            except DocumentError as error:
                self._composer.note(error.reason, error.detail, where=part)
                continue
            if pictures.worth_reading(content) or (not part.startswith(STAND_INS) and metafile.worth_reading(content)):
                yield part, content

    def _media_type(self) -> str:
        kind = _type(self._data)
        return kind if kind is not None and kind != "flat" else FORMAT.media_types[0]


def _is_macro(name: str) -> bool:
    return name.startswith(("basic/", "scripts/")) and not name.endswith(("/", "script-lc.xml"))


FORMAT = Format(
    name="OpenDocument",
    media_types=(
        "application/vnd.oasis.opendocument.text",
        "application/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.oasis.opendocument.presentation",
    ),
    extensions=(".odt", ".ods", ".odp", ".odg", ".ott", ".ots", ".otp", ".fodt", ".fods", ".fodp"),
    version="4",
    rank=50,
    recognise=recognise,
    extract=extract,
)
