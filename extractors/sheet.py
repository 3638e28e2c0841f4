"""Workbooks (.xlsx, .xlsm, .xltx, .xltm; transitional and strict): each sheet's tables with the place of every cell.

Only cells that are there are read, so a cell at the far end of a sheet costs as much as any other. Numbers and dates stand
as the sheet shows them, formulas with the value they had when the file was saved. Hidden sheets, rows and columns are marked.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors import embedded
from extractors.composer import Composer, uncollected
from extractors.drawingtext import texts
from extractors.opc import Package, Relation, kind
from extractors.registry import Context, Format
from extractors.sheetrows import parted
from extractors.sheetstream import SheetStream
from extractors.sheetstrings import SharedStrings
from extractors.sheetstyles import cell_styles
from extractors.sheetwriter import write_headers, write_sheet
from extractors.wordstyles import child, local, value
from extractors.xmlstream import parse
from pipeline.document import Extraction, Place, Role
from pipeline.errors import DocumentError, Flag, Reason

if TYPE_CHECKING:
    from lxml.etree import _Element

UNSEEN = {"hidden": "in a hidden sheet", "veryHidden": "in a sheet that only a macro can show"}
WORKSHEETS = ("worksheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet")


def recognise(data: bytes) -> bool:
    """Whether the main part of an Office package is a workbook."""
    return kind(data) == "sheet"


def extract(data: bytes, context: Context) -> Extraction:
    """The tables of a workbook, sheet after sheet.

    Raises DocumentError: DAMAGED when the zip or the workbook part cannot be read, ENCRYPTED, UNSUPPORTED_TYPE for the binary
    form (.xlsb). A sheet that breaks off gives the rows before the break and a note.
    """
    package = Package(data, context.limits)
    main = package.main()
    if not main:
        raise DocumentError(Reason.DAMAGED, "the package has no workbook")
    if "binary" in package.content_type(main) or main.endswith(".bin"):
        raise DocumentError(Reason.UNSUPPORTED_TYPE, "a binary workbook (.xlsb) cannot be read yet")
    with uncollected():
        return _Reader(package, main, context).read()


class _Reader:
    """One workbook on its way from package to extraction."""

    def __init__(self, package: Package, main: str, context: Context) -> None:
        self._package = package
        self._main = main
        self._context = context
        self._composer = Composer(context.limits)
        self._left = context.limits.cells
        self._title = ""
        self._uncomputed = 0
        self._related: list[Relation] = []
        """Of sheets and their drawings: pictures and embedded files."""

    def read(self) -> Extraction:
        workbook = self._package.tree(self._main)
        if local(workbook) != "workbook":
            raise DocumentError(Reason.DAMAGED, f"the main part begins with {local(workbook)!r}, not with a workbook")
        relations = self._package.relations(self._main)
        self._styles = cell_styles(self._tree(_target(relations, "styles")))
        self._strings = self._shared(_target(relations, "sharedStrings"))
        self._since_1904 = value(child(workbook, "workbookPr"), "date1904") in ("1", "true")
        parts = {relation.id: relation for relation in relations if not relation.external}
        broken: list[DocumentError] = []
        sheets = child(workbook, "sheets")
        for sheet in sheets if sheets is not None else ():
            relation = parts.get(value(sheet, "id"))
            if relation is not None and relation.type in WORKSHEETS:
                broken += self._sheet(value(sheet, "name"), relation.target, UNSEEN.get(value(sheet, "state"), ""))
        if broken and not self._composer.size:
            raise broken[0]
        self._flag()
        children = embedded.children(self._package, self._related, self._context, self._lost)
        return replace(self._composer.extraction(title=self._title), children=children)

    def _lost(self, error: DocumentError, part: str) -> None:
        self._composer.note(error.reason, error.detail, where=part)

    def _sheet(self, name: str, part: str, unseen: str) -> list[DocumentError]:
        """Reads and writes one sheet; gives the error that broke it off, which is noted too."""
        stream = SheetStream(self._strings, self._styles, self._left, since_1904=self._since_1904)
        broken = []
        try:
            parse(_for_parser(self._package.stream(part), stream), stream, where=part, progress=self._context.progress)
        except DocumentError as error:
            broken.append(error)
        self._left -= min(stream.read, self._left)
        self._uncomputed += stream.grid.uncomputed
        try:
            title = write_sheet(self._composer, stream.grid, name, unseen=unseen)
            write_headers(self._composer, stream.headers, name)
            self._beside(part, name, unseen)
        except DocumentError as error:
            broken.append(error)
        else:
            self._title = self._title or title
        for found in broken:
            self._composer.note(found.reason, found.detail, where=name)
        return broken

    def _beside(self, part: str, name: str, unseen: str) -> None:
        """What lies over a sheet: comments on its cells, text boxes in its drawings."""
        relations = self._package.relations(part)
        self._related += relations
        for relation in relations:
            if relation.external:
                continue
            if relation.type == "comments":
                for comment in (e for e in self._package.tree(relation.target).iter() if local(e) == "comment"):
                    words = "".join(element.text or "" for element in comment.iter() if local(element) == "t")
                    place = Place(sheet=name, cell=value(comment, "ref") or None)
                    self._composer.block(words, "paragraph", place, role="comment", why="a comment on a cell")
            elif relation.type == "drawing":
                self._related += self._package.relations(relation.target)
                for text in texts(self._package.tree(relation.target)):
                    role: Role | None = "hidden" if unseen else None
                    self._composer.block(text, "paragraph", Place(sheet=name), role=role, why=unseen)

    def _shared(self, part: str) -> list[str]:
        strings = SharedStrings(self._context.limits.output)
        if part:
            try:
                parse(self._package.stream(part), strings, where=part, progress=self._context.progress)
            except DocumentError as error:
                self._composer.note(error.reason, error.detail, where=part)
        return strings.strings

    def _tree(self, part: str) -> "_Element | None":
        if not part:
            return None
        try:
            return self._package.tree(part)
        except DocumentError as error:
            self._composer.note(error.reason, error.detail, where=part)
            return None

    def _flag(self) -> None:
        if self._uncomputed:
            self._composer.note(Flag.FORMULA_LIKE, "formulas whose value was never computed", count=self._uncomputed)
        if any(name.endswith("vbaproject.bin") for name in self._package.names()):
            self._composer.note(Flag.MACROS, "macros were not run")
        links = sum("externallinks/externallink" in name and name.endswith(".xml") for name in self._package.names())
        if links:
            self._composer.note(Flag.EXTERNAL_LINKS, "values from other workbooks, not followed", count=links)


def _for_parser(chunks: Iterator[bytes], stream: SheetStream) -> Iterator[bytes]:
    """What the parser must see of a sheet; rows of plain cells go to the stream at once, in their order."""
    for piece in parted(chunks):
        if isinstance(piece, bytes):
            yield piece
        else:
            stream.plain(piece)


def _target(relations: tuple[Relation, ...], type: str) -> str:
    return next((found.target for found in relations if found.type == type and not found.external), "")


FORMAT = Format(
    name="workbook",
    media_types=(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.template",
        "application/vnd.ms-excel.sheet.macroEnabled.12",
        "application/vnd.ms-excel.template.macroEnabled.12",
    ),
    extensions=(".xlsx", ".xlsm", ".xltx", ".xltm"),
    version="7",
    rank=21,
    recognise=recognise,
    extract=extract,
)
