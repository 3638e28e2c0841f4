"""Rich text files (.rtf, and .doc that are RTF): text, tables, notes, headers, text boxes, hidden and deleted runs.

Order of the text: the body, each text box after the paragraph or table it stands in, then notes, comments, headers and
footers. Embedded files and
large pictures are children. Fields that fetch from elsewhere are flagged and never followed.
"""

from collections.abc import Callable
from dataclasses import replace
from itertools import chain

from extractors import attached, metafile, oleobject, pictures
from extractors.composer import Composer, uncollected
from extractors.registry import Context, Format
from extractors.rtf_part import Part
from extractors.rtf_reader import RtfReader
from extractors.rtf_words import WORDS
from extractors.standing_for import drawings
from extractors.wordparts import Item, Story
from extractors.wordstyles import Styles
from extractors.wordwriter import WordWriter, setting_of
from pipeline.document import Extraction
from pipeline.errors import DocumentError, Flag, Reason

AFTER_BODY = ("footnotes", "comments", "hdr", "ftr")
"""The order in which texts beside the body are written."""


def recognise(data: bytes) -> bool:
    return data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf")


def extract(data: bytes, context: Context) -> Extraction:
    """The text of a rich text file.

    A file that breaks off gives what stood before, with TRUNCATED as a note. Raises DocumentError LIMIT_OUTPUT when not even
    the first paragraph has room.
    """
    with uncollected():
        return _Writing(context).read(data)


class _Writing:
    """One file on its way from bytes to extraction."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._composer = Composer(context.limits)
        self._writer = WordWriter(self._composer, Styles(None))
        self._boxes: list[Item] = []
        self._beside: list[tuple[str, Story, Item]] = []
        self._parts: list[Part] = []
        self._files: list[tuple[str, bytes]] = []
        self._drawings: list[tuple[str, bytes]] = []
        self._pictures = 0

    def read(self, data: bytes) -> Extraction:
        body = self._part("document", Story(), self._in_body)
        reader = RtfReader(WORDS, body, self._other, self._picture, self._object)
        try:
            reader.read(data, self._context.progress)
            self._write_boxes()
            for root in AFTER_BODY:
                for where, story, item in self._beside:
                    if where == root:
                        self._write(root, story, item)
        except DocumentError as error:
            if not self._composer.size:
                raise
            self._composer.note(error.reason, error.detail, where=error.where)
        else:
            self._say(reader)
        outward = sum(part.fields.outward for part in self._parts)
        if outward:
            detail = "fields that fetch from another file or program, not followed"
            self._composer.note(Flag.EXTERNAL_LINKS, detail, count=outward)
        title = self._writer.title or reader.title.strip()
        children, notes = attached.kept(chain(self._files, drawings(self._drawings, self._files)), self._context)
        read = self._composer.extraction(title=title)
        return replace(read, children=children, notes=(*read.notes, *notes))

    def _say(self, reader: RtfReader) -> None:
        if reader.too_deep:
            self._composer.note(Reason.LIMIT_DEPTH, "groups nested too deeply are read as one")
        if not reader.whole:
            self._composer.note(Reason.TRUNCATED, "the file ends within its text")
        if not self._composer.has_body:
            pictures_alone = f"the body holds only pictures ({self._pictures})" if self._pictures else "the body is blank"
            self._composer.note(Reason.NO_TEXT, pictures_alone)
        if reader.changes:
            self._composer.note(Flag.TRACKED_CHANGES, "insertions read as text, deletions set apart", count=reader.changes)

    def _part(self, root: str, story: Story, done: Callable[[Item, Story], None]) -> Part:
        part = Part(root, story, done)
        self._parts.append(part)
        return part

    def _in_body(self, item: Item, story: Story) -> None:
        self._write("document", story, item)
        self._write_boxes()

    def _write_boxes(self) -> None:
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self._write("document", Story(), box)

    def _other(self, root: str, story: Story) -> Part:
        def done(item: Item, found: Story) -> None:
            if root == "box":
                self._boxes.append(item)
            else:
                self._beside.append((root, found, item))

        return self._part(root, story, done)

    def _write(self, root: str, story: Story, item: Item) -> None:
        setting = setting_of(story, root, self._writer.places, root)
        if setting is not None:
            self._writer.write(item, setting)

    def _picture(self, data: bytes) -> None:
        self._pictures += 1
        if pictures.worth_reading(data):
            self._files.append((f"picture {self._pictures}{pictures.ending(data)}", data))
        elif metafile.worth_reading(data):
            self._drawings.append((f"drawing {self._pictures}{metafile.ending(data)}", data))

    def _object(self, data: bytes) -> None:
        try:
            file = oleobject.embedded(data)
        except DocumentError as error:
            self._composer.note(error.reason, error.detail, where="an object in the text")
            return
        if file is not None:
            name = f"object {len(self._files) + 1}{file.name}" if file.name.startswith(".") else file.name
            self._files.append((name, file.content))


FORMAT = Format(
    name="RTF",
    media_types=("application/rtf", "text/rtf"),
    extensions=(".rtf",),
    version="2",
    rank=40,
    recognise=recognise,
    extract=extract,
)
