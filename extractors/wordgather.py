"""Gathers paragraphs, tables and text boxes as the stream of a Word document opens and closes them, one in another."""

from collections.abc import Callable

from extractors.wordfields import Fields
from extractors.wordlook import WHITE, Look, said, unseen
from extractors.wordnumbering import Numbering
from extractors.wordparts import Aside, CellItem, Item, Paragraph, RowItem, Story, TableItem
from extractors.wordstyles import Styles
from pipeline.document import Role

DELETED: tuple[Role, str] = ("deleted", "a tracked deletion")
COLUMNS = 1_000
"""Columns a cell may cover; Word itself allows 63 in a table."""


class Gathering:
    """`done` is given each paragraph or table that stands at the top of its story, as soon as it is whole."""

    def __init__(self, styles: Styles, numbering: Numbering, done: Callable[[Item, Story], None]) -> None:
        self.story = Story()
        self.paragraph: Paragraph | None = None
        self.row: RowItem | None = None
        self.cell: CellItem | None = None
        self.table: TableItem | None = None
        self.fields = Fields()
        self.deleted = 0
        """Tracked deletions that are open."""
        self.toc = 0
        """Tables of contents that are open."""
        self.written = 0
        """Pieces of text so far."""
        self._styles = styles
        self._numbering = numbering
        self._done = done
        self._open: list[Callable[[], None]] = []
        """What would close each thing that is open, innermost last."""
        self._lists: list[list[Item]] = []
        self._outer: list[tuple[TableItem | None, RowItem | None, CellItem | None]] = []
        self._cells: list[CellItem | None] = []
        self._paragraphs: list[Paragraph | None] = []
        self._grounds: list[str | None] = []
        self._boxes: list[bool] = []
        self._unseen_boxes = 0
        self._plain: dict[str | None, bool] = {}
        self._verdicts: dict[tuple[object, ...], str] = {}

    def begin(self, story: Story) -> None:
        self.story = story

    def end(self) -> None:
        """The story is over; what was never closed is closed."""
        self._close_paragraphs()

    def open_paragraph(self) -> Paragraph:
        if self.paragraph is not None and self.paragraph.joined:
            self.paragraph.joined = False
            return self.paragraph
        self._open.append(self._close_paragraph_now)
        self._paragraphs.append(self.paragraph)
        self.paragraph = Paragraph(in_toc=self.toc > 0)
        return self.paragraph

    def close_paragraph(self) -> None:
        paragraph = self.paragraph
        if paragraph is None or paragraph.joined:
            return
        self._open.pop()
        self.paragraph = self._paragraphs.pop()
        self.fields.end_of_paragraph()
        style = self._styles.paragraph(paragraph.style)
        number = paragraph.number or style.number
        if number is not None and (paragraph.pieces or not paragraph.asides):
            paragraph.label = self._numbering.label(number, paragraph.depth or style.depth or 0)
        self._deliver(paragraph)

    def write_plain(self, text: str) -> bool:
        """Writes a whole paragraph of which nothing is said; False, and nothing is written, where that needs a closer look."""
        plain = self._plain_paragraph(text) if self.paragraph is None else None
        if plain is None:
            return False
        self._deliver(plain)
        return True

    def write_plain_cell(self, text: str) -> bool:
        """As `write_plain`, a cell with one paragraph."""
        row = self.row
        plain = self._plain_paragraph(text) if row is not None else None
        if row is None or plain is None:
            return False
        row.cells.append(CellItem(row.next_column, items=[plain]))
        row.next_column += 1
        return True

    def _plain_paragraph(self, text: str) -> Paragraph | None:
        if not self._plain.get(None) or self.deleted or self.fields.open or self._unseen_boxes:
            return None
        if self._styles.paragraph(None).number is not None:
            return None
        self.written += bool(text)
        return Paragraph([text] if text else [], in_toc=self.toc > 0)

    def open_table(self) -> None:
        self._end_joined()
        self._open.append(self.close_table)
        self._outer.append((self.table, self.row, self.cell))
        self.table, self.row, self.cell = TableItem(), None, None

    def close_table(self) -> None:
        table = self.table
        if table is None:
            return
        self._open.pop()
        self.table, self.row, self.cell = self._outer.pop()
        table.merge_down()
        self._deliver(table)

    def open_row(self) -> None:
        if self.table is not None:
            self.row = RowItem()
            self.table.rows.append(self.row)

    def open_cell(self) -> None:
        self._open.append(self.close_cell)
        self._cells.append(self.cell)
        self.cell = CellItem()
        self._lists.append(self.cell.items)
        self._paragraphs.append(self.paragraph)
        self.paragraph = None
        dark = self.table is not None and self.table.style and self._styles.darkens(self.table.style)
        self._grounds.append("" if dark else None)

    def close_cell(self) -> None:
        """Places the cell on the grid; its span is known only now."""
        self._close_paragraphs()
        self._open.pop()
        self._lists.pop()
        self._grounds.pop()
        self.paragraph = self._paragraphs.pop()
        cell, self.cell = self.cell, self._cells.pop()
        if self.row is None or cell is None:
            for item in cell.items if cell is not None else ():  # a cell outside of any row is not lost
                self._deliver(item)
            return
        cell.column = self.row.next_column
        cell.columns = max(1, min(cell.columns, COLUMNS))
        self.row.next_column += cell.columns
        self.row.cells.append(cell)

    def open_box(self, ground: str | None, *, unseen: bool = False) -> None:
        """A text box on `ground`; what it holds follows the paragraph it is anchored in."""
        self._boxes.append(unseen)
        self._unseen_boxes += unseen
        paragraph = self.paragraph or self.open_paragraph()
        self._open.append(self.close_box)
        self._lists.append(paragraph.boxes)
        self._paragraphs.append(paragraph)
        self._outer.append((self.table, self.row, self.cell))
        self.paragraph, self.table, self.row, self.cell = None, None, None, None
        self._grounds.append(ground)

    def close_box(self) -> None:
        self._unseen_boxes -= self._boxes.pop()
        self._close_paragraphs()
        self._open.pop()
        self._lists.pop()
        self._grounds.pop()
        self.paragraph = self._paragraphs.pop()
        self.table, self.row, self.cell = self._outer.pop()

    def shade(self, color: str | None) -> None:
        """The present cell's shading."""
        if self._grounds and color is not None:
            self._grounds[-1] = color

    def write(self, text: str) -> None:
        """Text of the present run: into the paragraph, or aside when it was deleted or is not seen."""
        paragraph = self.paragraph or self.open_paragraph()
        self.written += 1
        if paragraph.look is None and paragraph.face is None and self._plain.get(paragraph.style) and not self._aside():
            paragraph.pieces.append(text)  # nearly every run of nearly every document
        elif self.deleted:
            self.set_aside(paragraph, *DELETED, text)
        elif self.fields.in_code:
            self.set_aside(paragraph, "hidden", "in the code of a field", text)
        elif why := self._unseen(paragraph):
            self.set_aside(paragraph, "hidden", why, text)
        else:
            paragraph.pieces.append(text)

    def write_seen(self, text: str) -> None:
        """Text of runs all of which are seen."""
        paragraph = self.paragraph or self.open_paragraph()
        if text:
            self.written += 1
            paragraph.pieces.append(text)

    def is_seen(self, paragraph: Paragraph) -> bool:
        """Whether text of the present run goes into its paragraph; False also where that needs a closer look."""
        return not self._aside() and not self._unseen(paragraph)

    def sample(self) -> "Gathering":
        """One to read a piece of the same document with, which delivers nothing."""
        return Gathering(self._styles, self._numbering, _ignored)

    def _aside(self) -> bool:
        """Whether something around the present run may take it out of the text."""
        paragraph = self.paragraph
        return bool(self.deleted or self.fields.open or self._unseen_boxes or (paragraph is not None and paragraph.gone))

    def write_sign(self, text: str) -> None:
        """What a form field prints though it stands in the field's code."""
        paragraph = self.paragraph or self.open_paragraph()
        self.written += 1
        paragraph.pieces.append(text)

    def set_aside(self, paragraph: Paragraph, role: Role, why: str, text: str) -> None:
        """Runs of one kind that follow each other are one."""
        last = paragraph.asides[-1] if paragraph.asides else None
        if last is not None and (last.role, last.why) == (role, why):
            text = last.text + text
            paragraph.asides.pop()
        paragraph.asides.append(Aside(role, why, text))

    def _unseen(self, paragraph: Paragraph) -> str:
        if paragraph.gone or self._unseen_boxes:
            return paragraph.gone or "in a shape that is not shown"
        look, face, key = paragraph.look, paragraph.face, paragraph.style
        if look is None and face is None:
            plain = self._plain.get(key)
            if plain is None:
                plain = self._plain[key] = self._styles.paragraph(key).look.plain()
            if plain:
                return ""
        look = look or Look()
        ground = self._ground(paragraph)
        asked = (*said(look), face, key, ground)
        if asked not in self._verdicts:
            style = self._styles.paragraph(key)
            whole = look.over(self._styles.character(face)) if face is not None else look
            self._verdicts[asked] = unseen(whole.over(style.look), ground)
        return self._verdicts[asked]

    def _ground(self, paragraph: Paragraph) -> str:
        """The colour that the present run stands on; empty where it is not known."""
        shade = paragraph.ground or self._styles.paragraph(paragraph.style).ground
        if shade is not None:
            return shade
        return next((ground for ground in reversed(self._grounds) if ground is not None), WHITE)

    def close_all(self) -> None:
        """The part broke off: what is open is handed on as it is."""
        while self._open:
            self._open[-1]()

    def _close_paragraphs(self) -> None:
        while self.paragraph is not None:
            self._close_paragraph_now()

    def _end_joined(self) -> None:
        """A paragraph whose end was deleted has nothing after it to go on with."""
        if self.paragraph is not None and self.paragraph.joined:
            self._close_paragraph_now()

    def _close_paragraph_now(self) -> None:
        if self.paragraph is not None:
            self.paragraph.joined = False
            self.close_paragraph()

    def _deliver(self, item: Item) -> None:
        if self._lists:
            self._lists[-1].append(item)
        else:
            self._done(item, self.story)


def _ignored(_item: Item, _story: Story) -> None:
    """Of a sample nothing is delivered."""
