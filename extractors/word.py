"""Word documents (.docx, .docm, .dotx, .dotm; transitional and strict): text in the order it is read, with its places.

Order of the text: the body (text boxes after the paragraph they are anchored in, nested tables after the row they stand in),
footnotes, endnotes, comments, headers, footers, words in drawings (SmartArt). Marks of notes are not text. Hidden and
deleted runs follow their paragraph as blocks of their own. Embedded files and pictures that are large enough to carry text
are children. Macros are never run and external targets never followed; both are flagged.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from extractors import embedded
from extractors.charts import write_chart
from extractors.composer import Composer, uncollected
from extractors.drawingtext import texts
from extractors.opc import Package, Relation, kind
from extractors.registry import Context, Format
from extractors.wordgather import Gathering
from extractors.wordnumbering import Numbering
from extractors.wordparts import Item, Story
from extractors.wordsieve import sieved
from extractors.wordstream import WordStream
from extractors.wordstyles import Styles
from extractors.wordwriter import WordWriter, setting_of
from extractors.xmlstream import parse
from pipeline.document import Extraction, Place
from pipeline.errors import DocumentError, Flag, Reason

if TYPE_CHECKING:
    from lxml.etree import _Element

BESIDE_BODY = ("footnotes", "endnotes", "comments", "header", "footer")
"""Relations of the main part whose text is read, in this order."""
DRAWINGS = ("diagramData", "chart")
"""Relations to drawings whose words lie in a part of their own: SmartArt, charts."""
MACROS = "vbaproject.bin"


def recognise(data: bytes) -> bool:
    """Whether the main part of an Office package is a Word document."""
    return kind(data) == "word"


def extract(data: bytes, context: Context) -> Extraction:
    """The text of a Word document with its structure and places.

    Raises DocumentError: DAMAGED or TRUNCATED for a zip or main part that cannot be read, ENCRYPTED, LIMIT_RATIO. What stands
    before a break in the main part, and the body without a broken note or header, comes out with the reason as a note.
    """
    package = Package(data, context.limits)
    main = package.main()
    if not main:
        raise DocumentError(Reason.DAMAGED, "the package has no main document")
    with uncollected():
        return _Reader(package, main, context).read()


class _Reader:
    """One document on its way from package to extraction."""

    def __init__(self, package: Package, main: str, context: Context) -> None:
        self._package = package
        self._main = main
        self._context = context
        self._composer = Composer(context.limits)
        self._relations = self._relations_of(main)
        self._styles = Styles(self._tree("styles"))
        self._numbering = Numbering(self._tree("numbering"))
        self._writer = WordWriter(self._composer, self._styles)
        self._changes = 0
        self._pictures = 0
        self._outward = 0

    def read(self) -> Extraction:
        whole = self._stream(self._main)
        pictures = self._pictures
        for wanted in BESIDE_BODY if whole else ():
            targets = (found.target for found in self._relations if found.type == wanted and not found.external)
            for part in dict.fromkeys(targets):
                self._stream(part)
        for relation in self._relations if whole else ():
            if relation.type in DRAWINGS and not relation.external:
                self._drawing(relation.target, relation.type)
        if not self._composer.has_body:
            self._composer.note(Reason.NO_TEXT, f"the body holds only pictures ({pictures})" if pictures else "the body is blank")
        self._flag()
        children = embedded.children(self._package, self._relations, self._context, self._lost)
        return replace(self._composer.extraction(title=self._writer.title), children=children)

    def _lost(self, error: DocumentError, part: str) -> None:
        self._composer.note(error.reason, error.detail, where=part)

    def _drawing(self, part: str, kind: str) -> None:
        try:
            root = self._package.tree(part)
            if kind == "chart":
                write_chart(self._composer, root, Place(xpath=part))
                return
            for text in texts(root):
                self._composer.block(text, "paragraph", Place(xpath=part))
        except DocumentError as error:
            self._composer.note(error.reason, error.detail, where=part)

    def _stream(self, part: str) -> bool:
        """Reads one part; False when it broke off, which is noted. Raises the error where nothing of the body came out."""

        def done(item: Item, story: Story) -> None:
            setting = setting_of(story, stream.root, self._writer.places, part)
            if setting is not None:
                self._writer.write(item, setting)

        gathering = Gathering(self._styles, self._numbering, done)
        stream = WordStream(gathering)
        try:
            parse(sieved(self._package.stream(part), stream.looks), stream, where=part, progress=self._context.progress)
        except DocumentError as error:
            if error.reason is not Reason.LIMIT_OUTPUT:
                stream.break_off()
            if part == self._main and not self._composer.size:
                raise
            self._composer.note(error.reason, error.detail, where=error.where or part)
            return False
        finally:
            self._changes += stream.changes
            self._pictures += stream.pictures
            self._outward += gathering.fields.outward
        return True

    def _flag(self) -> None:
        if self._changes:
            self._composer.note(Flag.TRACKED_CHANGES, "insertions read as text, deletions set apart", count=self._changes)
        if any(name.endswith(MACROS) for name in self._package.names()):
            self._composer.note(Flag.MACROS, "macros were not run")
        external = self._external()
        if external:
            kinds = ", ".join(sorted({relation.type for relation in external}))
            self._composer.note(Flag.EXTERNAL_LINKS, f"not followed: {kinds}", count=len(external))

        if self._outward:
            detail = "fields that fetch from another file or program, not followed"
            self._composer.note(Flag.EXTERNAL_LINKS, detail, count=self._outward)

    def _external(self) -> list[Relation]:
        """Addresses outside of the package that any part of the document names."""
        parts = [self._main, *(relation.target for relation in self._relations if not relation.external)]
        return [relation for part in dict.fromkeys(parts) for relation in self._relations_of(part) if relation.external]

    def _relations_of(self, part: str) -> tuple[Relation, ...]:
        try:
            return self._package.relations(part)
        except DocumentError as error:
            self._composer.note(error.reason, error.detail, where=error.where)
            return ()

    def _tree(self, type: str) -> "_Element | None":
        """The part of this type that the main part relates to; None where there is none or, which is noted, a broken one."""
        part = next((found.target for found in self._relations if found.type == type and not found.external), None)
        if part is None:
            return None
        try:
            return self._package.tree(part)
        except DocumentError as error:
            self._composer.note(error.reason, error.detail, where=error.where)
            return None


FORMAT = Format(
    name="word",
    media_types=(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template",
        "application/vnd.ms-word.document.macroEnabled.12",
        "application/vnd.ms-word.template.macroEnabled.12",
    ),
    extensions=(".docx", ".docm", ".dotx", ".dotm"),
    version="9",
    rank=20,
    recognise=recognise,
    extract=extract,
)
