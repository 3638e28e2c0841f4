"""Presentations (.pptx, .pptm, .ppsx, .potx): the text of each slide in order, its tables, drawings and speaker's notes.

A slide is a page. Notes follow their slide as comments, since nobody in the room sees them; a slide that is not shown is
marked hidden. Dates, footers and numbers that repeat on slides are running heads.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from extractors import embedded
from extractors.charts import write_chart
from extractors.composer import CellText, Composer, cell_text
from extractors.drawingtext import paragraphs, texts, walk
from extractors.opc import Package, Relation, kind
from extractors.registry import Context, Format
from extractors.slidelook import background, filled, pieces, placed
from extractors.wordlook import WHITE
from extractors.wordstyles import child, local, value, whole
from pipeline.document import BlockKind, Cell, Extraction, Place, Role
from pipeline.errors import DocumentError, Flag, Reason

if TYPE_CHECKING:
    from lxml.etree import _Element

TITLES = ("title", "ctrTitle")
REPEATED = ("dt", "ftr", "sldNum", "hdr")
"""Placeholders that a master puts on every slide."""
MOST_COLUMNS = 1_000


def recognise(data: bytes) -> bool:
    """Whether the main part of an Office package is a presentation."""
    return kind(data) == "slides"


def extract(data: bytes, context: Context) -> Extraction:
    """The text of a presentation, slide after slide.

    Raises DocumentError: DAMAGED or TRUNCATED for a zip or main part that cannot be read, ENCRYPTED. A slide that cannot be
    read is a note, and the others are read.
    """
    package = Package(data, context.limits)
    main = package.main()
    if not main:
        raise DocumentError(Reason.DAMAGED, "the package has no presentation")
    parts = {relation.id: relation for relation in package.relations(main) if not relation.external}
    presentation = package.tree(main)
    listed = child(presentation, "sldIdLst")
    slides = [parts.get(_relation_id(slide)) for slide in listed] if listed is not None else []
    size = child(presentation, "sldSz")
    reader = _Reader(package, Composer(context.limits), (whole(value(size, "cx")) or 0, whole(value(size, "cy")) or 0))
    for number, slide in enumerate(slides, 1):
        if number > context.limits.pages:
            reader.composer.note(Reason.LIMIT_PAGES, f"{len(slides)} slides", where=f"slide {number}")
            break
        if slide is not None and not reader.slide(slide.target, number):
            break
        context.progress()
    if any(name.endswith("vbaproject.bin") for name in package.names()):
        reader.composer.note(Flag.MACROS, "macros were not run")
    if not reader.composer.has_body:
        reader.composer.note(Reason.NO_TEXT, f"{len(slides)} slides without text")
    children = embedded.children(package, reader.relations, context, reader.lost)
    return replace(reader.composer.extraction(title=reader.title), children=children)


class _Reader:
    """Writes slides one after another."""

    def __init__(self, package: Package, composer: Composer, size: tuple[int, int]) -> None:
        self.composer = composer
        self._size = size
        self._ground: str | None = None
        self._grounds: dict[str, str | None] = {}
        self.title = ""
        self.relations: list[Relation] = []
        """Of all slides: their pictures and embedded files."""
        self._package = package
        self._tables = 0

    def lost(self, error: DocumentError, part: str) -> None:
        self.composer.note(error.reason, error.detail, where=part)

    def slide(self, part: str, number: int) -> bool:
        """Writes one slide with its notes; False when there is no room for more."""
        place = Place(page=number)
        try:
            root = self._package.tree(part)
            hidden = value(root, "show") in ("0", "false")
            relations = self._package.relations(part)
            self.relations += relations
            self._ground = self._ground_of(root, relations)
            self._shapes(root, place, ("hidden", "a slide that is not shown") if hidden else (None, ""), relations)
            for relation in relations:
                if relation.type == "notesSlide" and not relation.external:
                    self._shapes(self._package.tree(relation.target), place, ("comment", "the speaker's notes"), ())
        except DocumentError as error:
            self.composer.note(error.reason, error.detail, where=f"slide {number}")
            return error.reason is not Reason.LIMIT_OUTPUT
        return True

    def _ground_of(self, root: "_Element", relations: tuple[Relation, ...]) -> str | None:
        """What letters without a shape of their own stand on: None where pictures or shapes may lie behind them."""
        if any(local(element) in ("pic", "graphicFrame") or _is_painted(element) for element in root.iter()):
            return None
        found = background(root)
        return found if found is not None else self._inherited(relations, 2)

    def _inherited(self, relations: tuple[Relation, ...], levels: int) -> str | None:
        """The ground that the layout, or else its master, gives; white where there is none."""
        part = next((r.target for r in relations if r.type in ("slideLayout", "slideMaster") and not r.external), "")
        if not part or not levels:
            return WHITE
        if part not in self._grounds:
            root = self._package.tree(part)
            if any(local(element) == "pic" or _is_painted(element) for element in root.iter()):
                self._grounds[part] = None
            elif (found := background(root)) is not None:
                self._grounds[part] = found
            else:
                self._grounds[part] = self._inherited(self._package.relations(part), levels - 1)
        return self._grounds[part]

    def _shapes(self, root: "_Element", place: Place, role: tuple[Role | None, str], relations: tuple[Relation, ...]) -> None:
        for element in walk(root):
            name = local(element)
            if name == "tbl":
                self._table(element, place, role)
            elif name == "txBody":
                self._text(element, place, role)
            elif name == "relIds":
                self._drawing(value(element, "dm"), place, role, relations)
            elif name == "chart":
                self._chart(_relation_id(element), place, role, relations)

    def _text(self, body: "_Element", place: Place, role: tuple[Role | None, str]) -> None:
        kind: BlockKind = "paragraph"
        level, (mark, why) = None, role
        sort = _placeholder(body)
        if mark is None and sort in TITLES:
            kind, level, mark, why = "heading", 1, "heading", "the slide's title"
        elif mark in (None, "comment") and sort in REPEATED:
            kind, mark, why = "footer", "running_head", "repeated on every slide"
        shape = body.getparent()
        own = filled(child(shape, "spPr")) if shape is not None else None
        away = placed(shape, *self._size)
        for piece in pieces(body, (self._ground or "") if own is None else own):
            if away and mark is None:
                self.composer.block(piece.shown + piece.unseen, kind, place, role="hidden", why=away)
                continue
            if self.composer.block(piece.shown, kind, place, level=level, role=mark, why=why) and kind == "heading":
                self.title = self.title or piece.shown.strip()
            self.composer.block(piece.unseen, "paragraph", place, role="hidden", why=piece.why)

    def _table(self, table: "_Element", place: Place, role: tuple[Role | None, str]) -> None:
        self._tables += 1
        rows: list[tuple[Cell, ...]] = []
        for row in (element for element in table if local(element) == "tr"):
            cells = [cell for cell in row if local(cell) == "tc"]
            at = [
                Place(page=place.page, table=self._tables, row=len(rows) + 1, column=column)
                for column in range(1, len(cells) + 1)
            ]
            rows.append(self.composer.row([_cell(cell, spot, role) for cell, spot in zip(cells, at, strict=True)]))
        self.composer.table(rows, Place(page=place.page, table=self._tables))

    def _chart(self, id: str, place: Place, role: tuple[Role | None, str], relations: tuple[Relation, ...]) -> None:
        part = next((relation.target for relation in relations if relation.id == id and not relation.external), "")
        if part:
            write_chart(self.composer, self._package.tree(part), place, role)

    def _drawing(self, id: str, place: Place, role: tuple[Role | None, str], relations: tuple[Relation, ...]) -> None:
        """The words of a drawing made of shapes (SmartArt), which lie in a part of their own."""
        part = next((relation.target for relation in relations if relation.id == id and not relation.external), "")
        for text in texts(self._package.tree(part)) if part else ():
            self.composer.block(text, "paragraph", place, role=role[0], why=role[1])


def _is_painted(element: "_Element") -> bool:
    """Whether a shape is filled, so that it may be the ground of letters that are not its own."""
    if local(element) != "sp":
        return False
    return filled(child(element, "spPr")) is not None or child(element, "style") is not None


def _placeholder(body: "_Element") -> str:
    """What the master calls the shape of a text body; empty for a shape of its own."""
    shape = body.getparent()
    properties = child(child(shape, "nvSpPr"), "nvPr") if shape is not None else None
    found = child(properties, "ph")
    return (value(found, "type") or "body") if found is not None else ""


def _cell(cell: "_Element", place: Place, role: tuple[Role | None, str]) -> CellText:
    body = child(cell, "txBody")
    merged = any(value(cell, name) in ("1", "true") for name in ("hMerge", "vMerge"))
    text = "" if merged or body is None else cell_text(paragraphs(body))
    columns, rows = (max(1, min(whole(value(cell, name)) or 1, MOST_COLUMNS)) for name in ("gridSpan", "rowSpan"))
    return CellText(text, place, columns, rows, role[0], role[1], merged)


def _relation_id(slide: "_Element") -> str:
    """``r:id``, beside which an ``id`` without a namespace stands."""
    return next((str(text) for key, text in slide.items() if str(key).endswith("}id")), "")


FORMAT = Format(
    name="presentation",
    media_types=(
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "application/vnd.openxmlformats-officedocument.presentationml.slideshow",
        "application/vnd.openxmlformats-officedocument.presentationml.template",
        "application/vnd.ms-powerpoint.presentation.macroEnabled.12",
    ),
    extensions=(".pptx", ".pptm", ".ppsx", ".ppsm", ".potx", ".potm"),
    version="6",
    rank=22,
    recognise=recognise,
    extract=extract,
)
