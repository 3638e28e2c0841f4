"""Paragraphs, cells and rows of a Word 97-2003 document: their marks come last, so a paragraph is kept until its mark."""

from typing import NamedTuple

from extractors.word97properties import Paragraph97, Run97
from extractors.wordgather import DELETED, Gathering

FIELD_MARKS = {"\x13": "begin", "\x14": "separate", "\x15": "end"}
FIELD_END = "\x15"
CELL_MARK = "\x07"
MERGE_GOES_ON, MERGE_BEGINS = 1, 3


class Piece97(NamedTuple):
    """A run of the present paragraph, or a mark of a field."""

    text: str
    about: Run97


class Structure:
    """Leads a `Gathering` from marks: a cell ends with a mark of its own, a row with a paragraph that says so."""

    def __init__(self, gathering: Gathering) -> None:
        self._gathering = gathering
        self._waiting: list[Piece97] = []
        self._cells: list[bool] = []
        """For each open table, outermost first, whether one of its cells is open."""

    def add(self, text: str, about: Run97) -> None:
        self._waiting.append(Piece97(text, about))

    def end_paragraph(self, mark: str, about: Paragraph97) -> None:
        """The paragraph is whole: it is put where its properties say."""
        self._to_depth(about.depth)
        if about.depth and about.row_end:
            self._waiting.clear()
            self._end_row(about.merges)
            return
        if about.depth:
            self._in_cell()
        self._write(about)
        if about.depth and (mark == CELL_MARK or about.cell_end):
            self._gathering.close_cell()
            self._cells[-1] = False

    def end(self) -> None:
        """The part is over."""
        self._to_depth(0)
        if self._waiting:
            self._write(Paragraph97())

    def _write(self, whole: Paragraph97) -> None:
        gathering = self._gathering
        paragraph = gathering.open_paragraph()
        paragraph.outline = whole.outline
        paragraph.number, paragraph.depth = whole.list or None, whole.level
        for text, about in self._waiting:
            if text in FIELD_MARKS:
                gathering.fields.mark(FIELD_MARKS[text])
                if text == FIELD_END and (sign := gathering.fields.sign()):
                    gathering.write_sign(sign)
            elif gathering.fields.in_code:
                gathering.fields.code(text)  # it lies in the text here, and is not printed
            elif about.deleted:
                gathering.set_aside(paragraph, *DELETED, text)
            elif about.unseen:
                gathering.set_aside(paragraph, "hidden", about.unseen, text)
            else:
                gathering.write(text)
        self._waiting.clear()
        gathering.close_paragraph()

    def _end_row(self, merges: tuple[int, ...]) -> None:
        if self._cells[-1]:
            self._gathering.close_cell()
            self._cells[-1] = False
        row = self._gathering.row
        for cell, merge in zip(row.cells if row is not None else (), merges, strict=False):
            cell.merge = {MERGE_GOES_ON: "continue", MERGE_BEGINS: "restart"}.get(merge, "")
        self._gathering.row = None

    def _in_cell(self) -> None:
        """Nothing tells where a row or a cell begins: with what stands first in it."""
        if not self._cells[-1]:
            if self._gathering.row is None:
                self._gathering.open_row()
            self._gathering.open_cell()
            self._cells[-1] = True

    def _to_depth(self, depth: int) -> None:
        while len(self._cells) > depth:
            if self._cells.pop():
                self._gathering.close_cell()
            self._gathering.close_table()
        while len(self._cells) < depth:
            if self._cells:
                self._in_cell()
            self._gathering.open_table()
            self._cells.append(False)
