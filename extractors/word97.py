"""Word 97-2003 documents and those of WPS (.doc, .dot, .wps), read from their bytes (MS-DOC); no other program is needed.

The text lies in pieces of one or two bytes a character; formatted pages tell of cells, rows, headings, hidden and deleted
runs. Of 206 public .doc that LibreOffice reads, this reader and `word95` open all but four: two older than Word 6, one of
WordPerfect, one damaged on purpose; those are left to LibreOffice where it is there (`conversion`).
Labels of lists are not in the text: they are counted from the lists' definitions.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors import attached, oleobject, olepictures
from extractors.composer import Composer, uncollected
from extractors.ole import content, holds, opened
from extractors.registry import Context, Format
from extractors.standing_for import drawings
from extractors.symbolfonts import letters
from extractors.word97lists import numbering
from extractors.word97looks import Looks
from extractors.word97marks import MARKS, ORDER, PARAGRAPH_MARKS, PARTS, SIGNS
from extractors.word97pieces import Head, head, pieces
from extractors.word97properties import PARAGRAPHS, RUNS, Paragraph97, Run97, paragraph, spans
from extractors.word97structure import FIELD_MARKS, Structure
from extractors.word97styles import style_sheet
from extractors.wordgather import Gathering
from extractors.wordparts import Item, Story
from extractors.wordstyles import Styles
from extractors.wordwriter import WordWriter, setting_of
from pipeline.document import Extraction
from pipeline.errors import DocumentError, Flag, Reason

if TYPE_CHECKING:
    from olefile import OleFileIO

PICTURE_PLACES = ("\x01", "\x08")
SYMBOL_PLACE = "("
"""What stands in the text for a letter of a symbol font."""
CONTROLS = frozenset(map(chr, range(0x20))) - {"\t", "\n"} - set(SIGNS)
"""Letters that mark a place and print nothing."""


def recognise(data: bytes) -> bool:
    """Whether an OLE container holds a Word document."""
    return holds(data, "WordDocument")


def extract(data: bytes, context: Context) -> Extraction:
    """The text of an old Word document with its tables and places.

    Raises DocumentError: DAMAGED or TRUNCATED when there is no way to its text, ENCRYPTED, UNSUPPORTED_TYPE before Word 97.
    """
    with uncollected(), opened(data) as container:
        document = content(container, "WordDocument")
        found = head(document)
        table = content(container, found.table)
        reader = _Reader(found, table, context)
        if container.exists("Macros"):
            reader.composer.note(Flag.MACROS, "macros were not run")
        read = reader.read()
        children, notes = attached.kept(_files(container, document), context)
        return replace(read, children=children, notes=(*read.notes, *notes))


def _files(container: "OleFileIO", document: bytes) -> Iterator[tuple[str, bytes | DocumentError]]:
    """Files that were put into the document, and large pictures."""
    folders = {f"ObjectPool/{path[1]}" for path in container.listdir() if path[0] == "ObjectPool" and len(path) > 2}
    files = list(oleobject.within(container, folders))
    yield from files
    pictures = content(container, "Data") + document
    yield from olepictures.named(pictures)
    yield from drawings(olepictures.drawings(pictures), files)


class _Reader:
    """One document on its way from bytes to extraction."""

    def __init__(self, found: Head, table: bytes, context: Context) -> None:
        self.composer = Composer(context.limits)
        self._document = found.document
        self._counts = found.counts
        self._context = context
        self._pieces = pieces(found, table)
        self._paragraphs = spans(found, table, PARAGRAPHS)
        self._runs = spans(found, table, RUNS)
        self._sheet = style_sheet(found, table)
        self._looks = Looks(self._runs, self._paragraphs, self._sheet)
        self._numbering = numbering(found, table)
        self._styles = Styles(None)
        self._writer = WordWriter(self.composer, self._styles)
        self._changes = 0
        self._pictures = 0

    def read(self) -> Extraction:
        for part in ORDER:
            try:
                self._part(part)
            except DocumentError as error:
                self.composer.note(error.reason, error.detail, where=PARTS[part][0])
                break
            self._context.progress()
        if self._sheet.cut_short:
            self.composer.note(Reason.TRUNCATED, "the table of its styles ends early; headings and hidden text may be missed")
        expected, present = sum(self._counts), self._pieces[-1].last if self._pieces else 0
        if present < expected:
            self.composer.note(Reason.DAMAGED, f"{expected - present} of {expected} characters are not in the file")
        if not self.composer.has_body:
            pictures = f"the body holds only pictures ({self._pictures})" if self._pictures else "the body is blank"
            self.composer.note(Reason.NO_TEXT, pictures)
        if self._changes:
            self.composer.note(Flag.TRACKED_CHANGES, "insertions read as text, deletions set apart", count=self._changes)
        return self.composer.extraction(title=self._writer.title)

    def _part(self, part: int) -> None:
        root, kind = PARTS[part]
        first = sum(self._counts[:part])
        last = first + self._counts[part]

        def done(item: Item, story: Story) -> None:
            setting = setting_of(story, root, self._writer.places, root)
            if setting is not None:
                self._writer.write(item, setting)

        gathering = Gathering(self._styles, self._numbering, done)
        gathering.begin(Story(kind))
        structure = Structure(gathering)
        for text, offset, width, about in self._segments(first, last):
            for found in MARKS.finditer(text):
                self._take(found.group(), offset + width * found.start(), about, structure)
        structure.end()

    def _take(self, text: str, offset: int, about: Run97, structure: Structure) -> None:
        """A run of letters, or a control character with its meaning."""
        if text in PARAGRAPH_MARKS:
            structure.end_paragraph(text, self._paragraph(offset))
        elif text in FIELD_MARKS:
            structure.add(text, about)
        elif about.symbol is not None and text == SYMBOL_PLACE:
            structure.add(letters(chr(about.symbol), "Wingdings"), about)
        elif text in CONTROLS:
            self._pictures += text in PICTURE_PLACES
        else:
            structure.add(SIGNS.get(text, text), about)

    def _paragraph(self, offset: int) -> Paragraph97:
        index = self._paragraphs.at(offset)[0]
        if index is None:
            return Paragraph97()
        style = self._paragraphs.styles[index]
        return paragraph(self._paragraphs.found[index], style, self._sheet.paragraphs.get(style, {}))

    def _segments(self, first: int, last: int) -> Iterator[tuple[str, int, int, Run97]]:
        """The text from character `first` to `last` in runs of one look: text, byte offset, bytes a character, look."""
        counted = None
        for piece in self._pieces:
            begin, end = max(first, piece.first), min(last, piece.last)
            at = piece.offset + piece.width * (begin - piece.first)
            stop = piece.offset + piece.width * (end - piece.first)
            while at < stop:
                index, upto = self._runs.at(at)
                about, same = self._looks.at(at, index)
                self._changes += index != counted and (about.deleted or about.inserted)
                counted = index
                upto = min(upto, same)
                upto = max(at + piece.width, min(stop, upto - (upto - at) % piece.width))
                charset = "cp1252" if piece.width == 1 else "utf-16-le"
                yield self._document[at:upto].decode(charset, "replace"), at, piece.width, about
                at = upto


FORMAT = Format(
    name="Word 97-2003",
    media_types=("application/msword",),
    extensions=(".doc", ".dot", ".wps"),
    version="7",
    rank=30,
    recognise=recognise,
    extract=extract,
    needs=("olefile",),
)
