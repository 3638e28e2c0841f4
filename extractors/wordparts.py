"""What the stream of a Word document is gathered into: paragraphs, rows and cells, in the order they are read."""

from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from extractors.wordlook import Look
from pipeline.document import Role


class Aside(NamedTuple):
    """A run that stands in a paragraph but is not part of its text: hidden, deleted, a watermark."""

    role: Role
    why: str
    text: str


class Reference(NamedTuple):
    """A mark in the text that leads to a note or comment of another part."""

    kind: str
    id: str


@dataclass(slots=True)
class Paragraph:
    """A paragraph as it is read."""

    pieces: list[str] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    boxes: "list[Item]" = field(default_factory=list)
    """What its text boxes hold."""
    style: str | None = None
    number: str | None = None
    depth: int | None = None
    outline: int | None = None
    ground: str | None = None
    """The colour of its shading."""
    gone: str = ""
    """Why none of it is seen."""
    label: str = ""
    """What its list prints before it."""
    joined: bool = False
    """Its end was deleted: the next paragraph goes on in the same line."""
    in_toc: bool = False
    look: Look | None = None
    """The look of the present run; None as long as it says nothing."""
    face: str | None = None
    """The character style of the present run."""

    def text(self) -> str:
        return "".join(self.pieces)


@dataclass(slots=True)
class CellItem:
    """A cell. `column` counts from 1 on the grid; `merge` is ``restart`` or ``continue`` down the rows."""

    column: int = 1
    columns: int = 1
    rows: int = 1
    merge: str = ""
    items: "list[Item]" = field(default_factory=list)


@dataclass(slots=True)
class RowItem:
    cells: list[CellItem] = field(default_factory=list)
    next_column: int = 1
    header: bool = False
    """Repeated at the head of each page."""
    aside: Role | None = None
    """Deleted or hidden as a whole."""


@dataclass(slots=True)
class TableItem:
    rows: list[RowItem] = field(default_factory=list)
    style: str = ""

    def merge_down(self) -> None:
        """Gives each cell that begins a vertical merge the number of rows it covers."""
        above: dict[int, CellItem] = {}
        for row in self.rows:
            here: dict[int, CellItem] = {}
            for cell in row.cells:
                first = above.get(cell.column)
                if cell.merge == "continue" and first is not None:
                    first.rows += 1
                    here[cell.column] = first
                elif cell.merge:
                    cell.merge = "restart"
                    here[cell.column] = cell
            above = here


class Story(NamedTuple):
    """Which text is read: the part's own, or one of its notes or comments."""

    kind: str = ""
    id: str = ""
    type: str = ""


Item: TypeAlias = Paragraph | TableItem
