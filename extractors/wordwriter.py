"""Writes what a Word document's stream gathered into the extraction: one block a paragraph, one line a table row."""

from collections import deque
from dataclasses import dataclass, field

from extractors.composer import CellText, Composer, cell_text
from extractors.wordnumbering import spaced
from extractors.wordparts import Aside, CellItem, Item, Paragraph, Reference, RowItem, Story, TableItem
from extractors.wordstyles import Meaning, ParagraphStyle, Styles, heading
from pipeline.document import BlockKind, Cell, Place, Role


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for all text of a part: how its blocks are marked where they stand beside the body, and their place."""

    kind: BlockKind | None = None
    role: Role | None = None
    why: str = ""
    place: Place | None = None


@dataclass(slots=True)
class _Table:
    """A table that is being written, row after row, with other tables between them."""

    number: int
    item: TableItem
    rows: list[tuple[Cell, ...]] = field(default_factory=list)


class WordWriter:
    """Counts paragraphs with text (outside of tables) and tables in the order they are written."""

    def __init__(self, composer: Composer, styles: Styles) -> None:
        self.title = ""
        """The first paragraph in the style for titles, else the first heading."""
        self.places: dict[Reference, Place] = {}
        """Where the marks stand that lead to notes and comments."""
        self._composer = composer
        self._styles = styles
        self._has_title_style = False
        self._paragraphs = 0
        self._tables = 0

    def write(self, item: Item, setting: Setting) -> None:
        """Writes one item and all that is nested in it. A nested table follows the row it stands in."""
        if isinstance(item, Paragraph) and not item.boxes:
            self._paragraph(item, setting)
            return
        waiting: deque[Paragraph | TableItem | tuple[_Table, RowItem] | _Table] = deque([item])
        while waiting:
            next_item = waiting.popleft()
            if isinstance(next_item, Paragraph):
                self._paragraph(next_item, setting)
                waiting.extendleft(reversed(next_item.boxes))
            elif isinstance(next_item, TableItem):
                waiting.extendleft(reversed(self._opened(next_item)))
            elif isinstance(next_item, _Table):
                self._closed(next_item)
            else:
                waiting.extendleft(reversed(self._row(*next_item, setting)))

    def _paragraph(self, paragraph: Paragraph, setting: Setting) -> None:
        style = self._styles.paragraph(paragraph.style)
        text = paragraph.text().strip()
        place = setting.place or Place(paragraph=self._paragraphs + 1)
        kind, level, role, why = self._meaning(paragraph, style, setting)
        if text and self._composer.block(spaced(paragraph.label) + text, kind, place, level=level, role=role, why=why):
            self._paragraphs += setting.place is None
            self._consider_title(text, role, style)
        else:
            place = setting.place or Place(paragraph=max(1, self._paragraphs))
        self._asides(paragraph.asides, place, kind if setting.kind else "paragraph")
        for reference in paragraph.references:
            self.places.setdefault(reference, place)

    def _meaning(self, paragraph: Paragraph, style: ParagraphStyle, setting: Setting) -> Meaning:
        if setting.kind is not None:
            return Meaning(setting.kind, None, setting.role, setting.why)
        if paragraph.in_toc or style.meaning.role == "toc":
            return Meaning("paragraph", None, "toc", style.meaning.why or "in a table of contents")
        kind, level, role, why = style.meaning
        if paragraph.outline is not None and role != "title":
            kind, level, role, why = heading(paragraph.outline)
        if kind == "paragraph" and paragraph.label:
            kind, level = "list_item", (paragraph.depth or style.depth or 0) + 1
        return Meaning(kind, level, role, why)

    def _consider_title(self, text: str, role: Role | None, style: ParagraphStyle) -> None:
        if role == "title" and not self._has_title_style:
            self.title, self._has_title_style = text, True
        elif role == "heading" and not self.title and style.meaning.level in (None, 1):
            self.title = text

    def _asides(self, asides: list[Aside], place: Place, kind: BlockKind) -> None:
        for aside in asides:
            self._composer.block(aside.text, kind, place, role=aside.role, why=aside.why)

    def _opened(self, item: TableItem) -> "list[tuple[_Table, RowItem] | _Table]":
        self._tables += 1
        table = _Table(self._tables, item)
        return [*((table, row) for row in item.rows), table]

    def _closed(self, table: _Table) -> None:
        headers = 0
        while headers < len(table.item.rows) and table.item.rows[headers].header:
            headers += 1
        self._composer.table(table.rows, Place(table=table.number), header_rows=headers)

    def _row(self, table: _Table, row: RowItem, setting: Setting) -> list[Item]:
        """Writes a row; gives what follows it: the tables and text boxes nested in its cells."""
        number = len(table.rows) + 1
        place = Place(table=table.number, row=number)
        cells = [self._cell(cell, row, place, setting) for cell in row.cells]
        table.rows.append(self._composer.row([text for text, _ in cells]))
        follow: list[Item] = []
        for cell, (text, nested) in zip(row.cells, cells, strict=True):
            paragraphs = [item for item in cell.items if isinstance(item, Paragraph)]
            for paragraph in paragraphs:
                self._asides(paragraph.asides, text.place, "paragraph")
            if text.merged and text.role is None:
                self._under_merge(paragraphs, text.place)
            follow += nested
        return follow

    def _cell(self, cell: CellItem, row: RowItem, place: Place, setting: Setting) -> tuple[CellText, list[Item]]:
        at = Place(table=place.table, row=place.row, column=cell.column)
        lines, nested = [], []
        for item in cell.items:
            if isinstance(item, Paragraph):
                text = item.text().strip()
                lines.append(spaced(item.label) + text if text else item.label)
                nested += item.boxes
                for reference in item.references:
                    self.places.setdefault(reference, at)
            else:
                nested.append(item)
        merged = cell.merge == "continue"
        role = row.aside or setting.role
        text = "" if merged else cell_text(lines)
        why = ROW_WHY.get(row.aside, setting.why) if row.aside else setting.why
        return CellText(text=text, place=at, columns=cell.columns, rows=cell.rows, role=role, why=why, merged=merged), nested

    def _under_merge(self, paragraphs: list[Paragraph], place: Place) -> None:
        """Text in a cell that a merged one covers is in the file and not on the page."""
        for paragraph in paragraphs:
            self._composer.block(paragraph.text(), "paragraph", place, role="hidden", why="in a cell covered by a merged one")


ROW_WHY: dict[Role | None, str] = {"deleted": "a tracked deletion of the row", "hidden": "in a hidden row"}


OF_BODY = Setting()


def setting_of(story: Story, root: str, places: dict[Reference, Place], part: str) -> Setting | None:
    """How the text of a story is marked; None for the separators of notes, which are no text of anybody."""
    if not story.kind and root not in ("hdr", "ftr"):
        return OF_BODY
    if story.type in ("separator", "continuationSeparator", "continuationNotice"):
        return None
    if root in ("hdr", "ftr"):
        header = root == "hdr"
        why = "the page's header" if header else "the page's footer"
        return Setting("header" if header else "footer", "running_head", why, Place(xpath=part))
    place = places.get(Reference(story.kind, story.id), Place(xpath=part))
    if story.kind == "comment":
        return Setting("paragraph", "comment", "a reviewer's comment", place)
    if story.kind in ("footnote", "endnote"):
        return Setting("footnote", "footnote", f"a {story.kind}", place)
    return OF_BODY
