"""One text of a rich text file (the body, a note, a header, a text box) as it is put together: paragraphs, cells, rows."""

from collections.abc import Callable
from dataclasses import dataclass, field

from extractors.rtf_state import State
from extractors.word97properties import Paragraph97, Run97
from extractors.word97structure import CELL_MARK, MERGE_BEGINS, MERGE_GOES_ON, Structure
from extractors.wordfields import Fields
from extractors.wordgather import Gathering
from extractors.wordnumbering import Numbering
from extractors.wordparts import Item, RowItem, Story
from extractors.wordstyles import Styles

DEEPEST = 100
"""Tables in tables; deeper ones are read as if they stood here."""


@dataclass(slots=True)
class RowLook:
    """How the cells of the present row are merged and shaded (trowd … cellx)."""

    down: list[int] = field(default_factory=list)
    across: list[bool] = field(default_factory=list)
    """Whether a cell goes on with the one before it."""
    grounds: list[int] = field(default_factory=list)
    header: bool = False
    next_down: int = 0
    next_across: bool = False
    next_ground: int = 0

    def cell(self) -> None:
        """The description of one cell is over."""
        self.down.append(self.next_down)
        self.across.append(self.next_across)
        self.grounds.append(self.next_ground)
        self.next_down, self.next_across, self.next_ground = 0, False, 0


class Part:
    """`done` is given each paragraph or table at the top of this text as soon as it is whole."""

    def __init__(self, root: str, story: Story, done: Callable[[Item, Story], None]) -> None:
        self.root = root
        self.row = RowLook()
        self.row_open = False
        self._gathering = Gathering(Styles(None), Numbering(None), done)
        self._gathering.begin(story)
        self._structure = Structure(self._gathering)

    @property
    def fields(self) -> Fields:
        return self._gathering.fields

    def depth(self, state: State) -> int:
        return min(max(1, state.depth), DEEPEST) if state.in_table or self.row_open else 0

    def ground(self) -> int | None:
        """The shading of the present cell: a colour's number; None where it is not in a table that says so."""
        row = self._gathering.row
        index = len(row.cells) if row is not None else 0
        return self.row.grounds[index] if self.row_open and index < len(self.row.grounds) else None

    def add(self, text: str, about: Run97) -> None:
        self._structure.add(text, about)

    def end_paragraph(self, state: State, outline: int | None) -> None:
        self._structure.end_paragraph("\r", Paragraph97(depth=self.depth(state), outline=outline))

    def end_cell(self, depth: int, outline: int | None) -> None:
        self._structure.end_paragraph(CELL_MARK, Paragraph97(depth=min(depth, DEEPEST), outline=outline))

    def end_row(self, depth: int) -> None:
        """The cells are whole, and how they are merged is known."""
        merges = self.row.down
        row = self._gathering.row
        if row is not None and len(row.cells) == len(self.row.across):
            row.header = self.row.header
            merges = _merged_across(row, self.row)
        marks = tuple({1: MERGE_BEGINS, 2: MERGE_GOES_ON}.get(merge, 0) for merge in merges)
        self._structure.end_paragraph("\r", Paragraph97(depth=min(depth, DEEPEST), row_end=True, merges=marks))

    def end(self) -> None:
        self._structure.end()
        self._gathering.close_all()


def _merged_across(row: RowItem, look: RowLook) -> list[int]:
    """Cells that go on with the one before them become a part of it; gives the vertical merges of those that are left."""
    cells, merges = row.cells, []
    kept: list[int] = []
    for index, across in enumerate(look.across):
        if across and kept:
            cells[kept[-1]].columns += cells[index].columns
            cells[kept[-1]].items += cells[index].items
        else:
            kept.append(index)
            merges.append(look.down[index])
    row.cells = [cells[index] for index in kept]
    return merges
