"""OFD documents (GB/T 33190-2016), China's format for fixed pages: text in reading order with boxes, ruled tables.

Several documents in one file are read one after another, their pages counted on. What a template puts on a page is read with
the page; attachments and large pictures are children. Signatures are not checked.
"""

import posixpath
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors import attached, pictures
from extractors.composer import Composer, uncollected
from extractors.furniture import Sheet, marks
from extractors.ofd_graphics import POINT, box_of
from extractors.ofd_page import Drawing, Resources, draw, page
from extractors.opc import Package
from extractors.pdf_page import Page
from extractors.pdf_text import body_size, flow
from extractors.pdf_writer import written
from extractors.registry import Context, Format, Limits
from extractors.wordstyles import child, local, value
from pipeline.document import Extraction, Place
from pipeline.errors import DocumentError, Reason

if TYPE_CHECKING:
    from lxml.etree import _Element

A4 = (210.0, 297.0)
ROOT = "OFD.xml"
ENCRYPTIONS = "Encryptions.xml"
MOST_DOCUMENTS = 100


def recognise(data: bytes) -> bool:
    """Whether a zip holds the part that every OFD file begins with."""
    if not data.startswith(b"PK\x03\x04") or ROOT.encode() not in data:
        return False
    try:
        return ROOT in Package(data, Limits())
    except DocumentError:
        return b"Doc_0/" in data


def extract(data: bytes, context: Context) -> Extraction:
    """The text of an OFD file.

    Raises DocumentError: DAMAGED or TRUNCATED for a zip or main part that cannot be read, ENCRYPTED, NO_TEXT for a file of
    pictures alone. A page that cannot be read is a note, and the others are read.
    """
    with uncollected():
        return _Reader(data, context).read()


class _Reader:
    """One file on its way from bytes to extraction."""

    def __init__(self, data: bytes, context: Context) -> None:
        self._package = Package(data, context.limits)
        self._context = context
        self._composer = Composer(context.limits)
        self._pages: list[Page] = []
        self._watermarks: list[tuple[int, str]] = []
        self._pictures: list[str] = []
        self._attached: list[tuple[str, str]] = []
        self._title = ""

    def read(self) -> Extraction:
        self._documents()
        size = body_size(self._pages)
        for found in self._pages:
            for note in found.notes:
                self._composer.note(note.code, note.detail, where=note.where, count=note.count)
        furniture = marks([Sheet(found.lines, found.width, found.height) for found in self._pages], size)
        title = written(self._composer, flow(self._pages, furniture, size), self._pages, size)
        for number, text in self._watermarks:
            self._composer.block(text, "paragraph", Place(page=number), role="watermark", why="an annotation over the page")
        children, notes = attached.kept(self._files(), self._context)
        extraction = self._composer.extraction(title=title or self._title)
        extraction = replace(extraction, children=children, notes=(*extraction.notes, *notes))
        if not extraction.text.strip() and not children:
            raise self._silence(extraction)
        return extraction

    def _silence(self, extraction: Extraction) -> DocumentError:
        reason = next((note for note in extraction.notes if isinstance(note.code, Reason)), None)
        if reason is not None:
            return DocumentError(Reason(reason.code), reason.detail, where=reason.where)
        return DocumentError(Reason.NO_TEXT, f"nothing is written on its {len(self._pages)} pages")

    def _documents(self) -> None:
        root = self._tree(ROOT)
        bodies = [element for element in root if local(element) == "DocBody"]
        for body in bodies[:MOST_DOCUMENTS]:
            information = child(body, "DocInfo")
            titled = child(information, "Title")
            self._title = self._title or ((titled.text or "").strip() if titled is not None else "")
            located = child(body, "DocRoot")
            try:
                self._document(self._found((located.text or "").strip() if located is not None else "", ""))
            except DocumentError as error:
                if len(bodies) == 1:
                    raise
                self._composer.note(error.reason, error.detail, where=error.where)

    def _tree(self, part: str) -> "_Element":
        """A part; of a file that is encrypted whole, none can be read."""
        try:
            return self._package.tree(part)
        except DocumentError as error:
            if ENCRYPTIONS in self._package:
                raise DocumentError(Reason.ENCRYPTED, "the file asks for a password or a certificate") from error
            raise

    def _document(self, part: str) -> None:
        root = self._tree(part)
        folder = posixpath.dirname(part)
        common = child(root, "CommonData")
        resources = Resources()
        for element in common if common is not None else ():
            if local(element) in ("PublicRes", "DocumentRes"):
                self._resources(self._found((element.text or "").strip(), folder), resources)
        templates = {
            value(element, "ID"): self._found(value(element, "BaseLoc"), folder)
            for element in (common if common is not None else ())
            if local(element) == "TemplatePage"
        }
        usual = _size(child(common, "PageArea")) or A4
        remarks = self._annotations(root, folder)
        listed = child(root, "Pages")
        for element in listed if listed is not None else ():
            if local(element) != "Page":
                continue
            number = len(self._pages) + 1
            if number > self._context.limits.pages:
                limit = f"only the first {self._context.limits.pages} pages are read"
                self._composer.note(Reason.LIMIT_PAGES, limit, where=f"page {number}")
                return
            self._context.progress()
            found = self._found(value(element, "BaseLoc"), folder)
            self._page(found, number, usual, templates, resources, remarks.get(value(element, "ID"), []))
        self._attachments(root, folder)

    def _page(
        self,
        part: str,
        number: int,
        usual: tuple[float, float],
        templates: dict[str, str],
        resources: Resources,
        remarks: "list[_Element]",
    ) -> None:
        drawing = Drawing()
        size = usual
        try:
            root = self._tree(part)
            size = _size(child(root, "Area")) or usual
            own = self._own_resources(root, part, resources)
            under = [element for element in root if local(element) == "Template"]
            for element in under:
                self._template(drawing, templates.get(value(element, "TemplateID"), ""), own)
            draw(drawing, root, own)
            for remark in remarks:
                self._remark(drawing, remark, own, number)
        except DocumentError as error:
            if error.reason is Reason.ENCRYPTED:
                raise
            self._composer.note(error.reason, error.detail, where=f"page {number}")
        found = page(number, (size[0] * POINT, size[1] * POINT), drawing)
        if not found.lines and not found.tables and drawing.pictures:
            self._composer.note(Reason.NO_TEXT, "only pictures on the page", where=found.where)
        if drawing.unnamed:
            unnamed = f"{drawing.unnamed} letters are drawn by the numbers of their glyphs alone; print the file to PDF"
            self._composer.note(Reason.NO_TEXT, unnamed, where=found.where)
        self._pages.append(found)
        self._pictures += [resources.pictures[key] for key in drawing.pictures if key in resources.pictures]

    def _template(self, drawing: Drawing, part: str, resources: Resources) -> None:
        if part:
            root = self._tree(part)
            draw(drawing, root, self._own_resources(root, part, resources))

    def _own_resources(self, root: "_Element", part: str, resources: Resources) -> Resources:
        """A page may have resources of its own beside the document's."""
        located = [element for element in root if local(element) == "PageRes"]
        for element in located:
            self._resources(self._found((element.text or "").strip(), posixpath.dirname(part)), resources)
        return resources

    def _resources(self, part: str, resources: Resources) -> None:
        if part not in self._package:  # programs name resources that they never wrote, and pages do without them
            return
        try:
            root = self._tree(part)
        except DocumentError as error:
            self._composer.note(error.reason, error.detail, where=part)
            return
        folder = posixpath.join(posixpath.dirname(part), value(root, "BaseLoc"))
        for element in root.iter():
            kind, key = local(element), value(element, "ID")
            if kind == "CompositeGraphicUnit":
                resources.composites[key] = element
            elif kind == "DrawParam" and key:
                resources.drawn[key] = element
            elif kind == "MultiMedia" and value(element, "Type").lower() == "image":
                file = child(element, "MediaFile")
                found = self._found((file.text or "").strip() if file is not None else "", folder)
                if found:
                    resources.pictures[key] = found

    def _annotations(self, root: "_Element", folder: str) -> "dict[str, list[_Element]]":
        """Remarks over pages, by the number of the page."""
        located = child(root, "Annotations")
        part = self._found((located.text or "").strip(), folder) if located is not None else ""
        found: dict[str, list[_Element]] = {}
        try:
            for element in self._tree(part) if part else ():
                file = child(element, "FileLoc")
                inside = self._found((file.text or "").strip(), posixpath.dirname(part)) if file is not None else ""
                if local(element) == "Page" and inside:
                    remarks = [remark for remark in self._tree(inside) if local(remark) == "Annot"]
                    found.setdefault(value(element, "PageID"), []).extend(remarks)
        except DocumentError as error:
            self._composer.note(error.reason, error.detail, where=error.where or part)
        return found

    def _remark(self, drawing: Drawing, remark: "_Element", resources: Resources, number: int) -> None:
        appearance = child(remark, "Appearance")
        if appearance is None:
            return
        hidden = "a remark that is not shown" if value(remark, "Visible").lower() in ("false", "0") else ""
        if value(remark, "Type").lower() != "watermark" or hidden:
            draw(drawing, appearance, resources, hidden=hidden)
            return
        over = Drawing()
        draw(over, appearance, resources)
        words = dict.fromkeys(line.text for _, line, _ in over.lines)
        self._watermarks += [(number, text) for text in words]

    def _attachments(self, root: "_Element", folder: str) -> None:
        located = child(root, "Attachments")
        part = self._found((located.text or "").strip(), folder) if located is not None else ""
        try:
            for element in self._tree(part) if part else ():
                file = child(element, "FileLoc")
                inside = self._found((file.text or "").strip(), posixpath.dirname(part)) if file is not None else ""
                if local(element) == "Attachment" and inside:
                    self._attached.append((value(element, "Name") or posixpath.basename(inside), inside))
        except DocumentError as error:
            self._composer.note(error.reason, error.detail, where=error.where or part)

    def _files(self) -> Iterator[tuple[str, bytes]]:
        """What is attached, then the large pictures that pages show."""
        shown_on_pages = dict.fromkeys(self._pictures)
        for name, part in [*self._attached, *((posixpath.basename(part), part) for part in shown_on_pages)]:
            try:
                content = self._package.read(part)
            except DocumentError as error:
                self._composer.note(error.reason, error.detail, where=part)
                continue
            if part not in shown_on_pages or pictures.worth_reading(content):
                yield _named(name, part), content

    def _found(self, located: str, folder: str) -> str:
        """The part that an address in a part of `folder` names: from there or, as some programs write it, from the root."""
        located = located.replace("\\", "/")
        top = folder.split("/", maxsplit=1)[0]
        names = [posixpath.join(folder, located), located.lstrip("/"), posixpath.join(top, located.lstrip("/"))]
        tried = [posixpath.normpath(posixpath.join("/", name)).lstrip("/") for name in names if located]
        if located.startswith("/"):
            tried = tried[1:]
        return next((name for name in tried if name in self._package), tried[0] if tried else "")


def _named(name: str, part: str) -> str:
    """An attachment's name, with the ending its part has where the name has none."""
    ending = posixpath.splitext(part)[1]
    return name if posixpath.splitext(name)[1] else name + ending


def _size(area: "_Element | None") -> tuple[float, float] | None:
    """Width and height of a page in millimetres."""
    box = child(area, "PhysicalBox")
    found = box_of(box.text or "") if box is not None else None
    return (found[2], found[3]) if found is not None and found[2] > 0 and found[3] > 0 else None


FORMAT = Format(
    name="OFD",
    media_types=("application/ofd",),
    extensions=(".ofd",),
    version="7",
    rank=60,
    recognise=recognise,
    extract=extract,
)
