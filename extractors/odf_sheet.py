"""Reads the sheets of an OpenDocument workbook as a stream: cells as they are shown, repeated ones only where they hold text."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from extractors.numberformat import general
from extractors.odf_names import locals_of, named
from extractors.odf_styles import OdfStyles
from extractors.sheetgrid import Filled, Grid, Merge, Row
from extractors.wordstyles import whole
from extractors.xmlstream import skip
from pipeline.errors import DocumentError, Reason

Attributes = dict[str, str]
BLANKS = re.compile("[ \t\r\n]+")
COLUMNS, ROWS = 16_384, 10_000_000
"""No program has more; a larger number is not believed."""
COVERED = "in a cell covered by a merged one"
VALUES = {"date": "date-value", "time": "time-value", "boolean": "boolean-value", "string": "string-value"}
SKIPPED = ("table:tracked-changes", "table:content-validations", "office:forms", "office:event-listeners", "office:scripts")
MOST_OBJECTS = 1_000


@dataclass(slots=True)
class Sheet:
    """One sheet as it was read. `comments` and `texts` (of shapes) are pairs of a cell's row and column, and words."""

    name: str = ""
    unseen: str = ""
    grid: Grid = field(default_factory=Grid)
    comments: list[tuple[int, int, str]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


class SheetHandler:
    """Handlers for a stream of XML within office:spreadsheet. `done` is given each sheet as soon as it is whole."""

    def __init__(self, styles: OdfStyles, room: int, done: Callable[[Sheet], None]) -> None:
        self.objects: list[str] = []
        """The folders of charts and texts that stand over sheets."""
        self.outward = 0
        self._styles = styles
        self._room = room
        self._done = done
        self._sheet: Sheet | None = None
        self._row = self._rows = 0
        self._column = self._times = 0
        self._row_unseen = ""
        self._columns: list[tuple[int, int, str, str]] = []
        self._last_column = 0
        self._hidden_groups = 0
        self._cells: list[Filled] = []
        self._cell: Attributes | None = None
        self._covered = False
        self._pieces: list[str] = []
        self._paragraphs: list[str] = []
        self._in_paragraph = 0
        self._elsewhere: list[list[str]] = []

    def attach(self, parser: expat.XMLParserType) -> None:
        """Takes a running parser over."""
        self._parser = parser
        self._starts = self._start_table()
        self._ends = self._end_table()
        self._listen()

    def break_off(self) -> None:
        """The part broke off: the sheet that is open is handed on as it is."""
        if self._sheet is not None:
            self._end_sheet()

    def _listen(self) -> None:
        self._parser.StartElementHandler, self._parser.EndElementHandler = self._start, self._end
        self._parser.CharacterDataHandler = self._text

    def _start(self, name: str, attributes: Attributes) -> None:
        handler = self._starts.get(name)
        if handler is not None:
            handler(attributes)

    def _end(self, name: str) -> None:
        handler = self._ends.get(name)
        if handler is not None:
            handler()

    def _start_table(self) -> dict[str, Callable[[Attributes], None]]:
        found: dict[str, Callable[[Attributes], None]] = {
            "table:table": self._begin_sheet, "table:table-column": self._columns_of, "table:table-row": self._begin_row,
            "table:table-cell": self._begin_cell, "table:covered-table-cell": self._begin_covered,
            "text:p": self._begin_paragraph,
            "text:s": self._blanks, "text:tab": self._tab, "text:line-break": self._break, "office:annotation": self._aside,
            "draw:text-box": self._aside, "draw:custom-shape": self._aside, "draw:rect": self._aside, "draw:caption": self._aside,
            "table:table-row-group": self._group, "table:table-source": self._source,
            "table:cell-range-source": self._source, "draw:object": self._object,
        }  # fmt: skip
        return {named(name): handler for name, handler in found.items()} | {named(name): self._skip for name in SKIPPED}

    def _end_table(self) -> dict[str, Callable[[], None]]:
        found: dict[str, Callable[[], None]] = {
            "table:table": self._end_sheet, "table:table-row": self._end_row, "table:table-cell": self._end_cell,
            "table:covered-table-cell": self._end_cell, "text:p": self._end_paragraph, "office:annotation": self._end_comment,
            "draw:text-box": self._end_shape, "draw:custom-shape": self._end_shape, "draw:rect": self._end_shape,
            "draw:caption": self._end_shape, "table:table-row-group": self._end_group,
        }  # fmt: skip
        return {named(name): handler for name, handler in found.items()}

    def _begin_sheet(self, attributes: Attributes) -> None:
        said = locals_of(attributes)
        hidden = self._styles.hides("table", said.get("style-name", ""))
        self._sheet = Sheet(said.get("name", ""), "in a hidden sheet" if hidden else "")
        self._row, self._columns, self._last_column, self._hidden_groups = 0, [], 0, 0

    def _end_sheet(self) -> None:
        sheet, self._sheet = self._sheet, None
        if sheet is not None:
            self._done(sheet)

    def _columns_of(self, attributes: Attributes) -> None:
        said = locals_of(attributes)
        first = self._last_column + 1
        self._last_column = min(COLUMNS, self._last_column + _count(said, "number-columns-repeated"))
        hidden = "in a hidden column" if said.get("visibility") in ("collapse", "filter") else ""
        style = said.get("default-cell-style-name", "")
        if hidden or style:
            self._columns.append((first, self._last_column, hidden, style))

    def _group(self, attributes: Attributes) -> None:
        hidden = locals_of(attributes).get("display") == "false"
        self._hidden_groups = self._hidden_groups + 1 if hidden or self._hidden_groups else 0

    def _end_group(self) -> None:
        self._hidden_groups = max(0, self._hidden_groups - 1)

    def _object(self, attributes: Attributes) -> None:
        folder = locals_of(attributes).get("href", "").removeprefix("./")
        if folder and len(self.objects) < MOST_OBJECTS:
            self.objects.append(folder)

    def _source(self, attributes: Attributes) -> None:
        self.outward += bool(locals_of(attributes).get("href"))

    def _begin_row(self, attributes: Attributes) -> None:
        said = locals_of(attributes)
        self._rows = _count(said, "number-rows-repeated")
        hidden = said.get("visibility") in ("collapse", "filter") or self._hidden_groups
        self._row_unseen = "in a hidden row" if hidden else ""
        self._column, self._cells = 0, []

    def _end_row(self) -> None:
        if self._sheet is None:
            return
        rows, cells = min(self._rows, ROWS), self._cells
        if cells:
            if len(cells) * rows > self._room:
                rows = max(1, self._room // len(cells))
                self._sheet.grid.rows += [Row(self._row + 1 + index, cells) for index in range(rows)]
                raise DocumentError(Reason.LIMIT_CELLS, "more cells than may be read")
            self._room -= len(cells) * rows
            self._sheet.grid.rows += [Row(self._row + 1 + index, cells) for index in range(rows)]
        self._row += rows

    def _begin_cell(self, attributes: Attributes) -> None:
        self._cell, self._covered = locals_of(attributes), False
        self._times = _count(self._cell, "number-columns-repeated")
        self._paragraphs = []

    def _begin_covered(self, attributes: Attributes) -> None:
        self._begin_cell(attributes)
        self._covered = True

    def _end_cell(self) -> None:
        cell, self._cell = self._cell, None
        if cell is None or self._sheet is None:
            return
        text = "\n".join(self._paragraphs).strip() or _value(cell)
        times = min(self._times, COLUMNS - self._column)
        if text:
            if len(self._cells) + times > self._room:
                raise DocumentError(Reason.LIMIT_CELLS, "more cells than may be read")
            for column in range(self._column + 1, self._column + times + 1):
                self._cells.append(Filled(column, text, self._unseen(cell, column)))
            self._merge(cell)
        elif cell.get("formula"):
            self._sheet.grid.uncomputed += 1
        self._column += times

    def _unseen(self, cell: Attributes, column: int) -> str:
        if self._row_unseen:
            return self._row_unseen
        style = cell.get("style-name", "")
        for first, last, hidden, default in self._columns:
            if first <= column <= last:
                if hidden:
                    return hidden
                style = style or default
        return COVERED if self._covered else self._styles.cell_unseen(style)

    def _merge(self, cell: Attributes) -> None:
        columns, rows = _count(cell, "number-columns-spanned"), _count(cell, "number-rows-spanned")
        if (columns > 1 or rows > 1) and self._sheet is not None:
            self._sheet.grid.merges[self._row + 1, self._column + 1] = Merge(min(columns, COLUMNS), min(rows, ROWS))

    def _begin_paragraph(self, _attributes: Attributes) -> None:
        self._in_paragraph += 1
        self._pieces = []

    def _end_paragraph(self) -> None:
        self._in_paragraph = max(0, self._in_paragraph - 1)
        text = "".join(self._pieces).strip()
        self._pieces = []
        if self._elsewhere:
            self._elsewhere[-1].append(text)
        elif self._cell is not None:
            self._paragraphs.append(text)

    def _text(self, data: str) -> None:
        if self._in_paragraph:
            self._pieces.append(BLANKS.sub(" ", data))

    def _blanks(self, attributes: Attributes) -> None:
        self._pieces.append(" " * min(100, _count(locals_of(attributes), "c")))

    def _tab(self, _attributes: Attributes) -> None:
        self._pieces.append(" ")

    def _break(self, _attributes: Attributes) -> None:
        self._pieces.append("\n")

    def _aside(self, _attributes: Attributes) -> None:
        """Text that stands over the sheet, not in the cell it is anchored in."""
        self._elsewhere.append([])

    def _end_comment(self) -> None:
        words = self._elsewhere.pop() if self._elsewhere else []
        if self._sheet is not None and any(words):
            self._sheet.comments.append((self._row + 1, self._column + 1, "\n".join(words)))

    def _end_shape(self) -> None:
        words = self._elsewhere.pop() if self._elsewhere else []
        if self._sheet is not None:
            self._sheet.texts += [text for text in words if text]

    def _skip(self, _attributes: Attributes) -> None:
        skip(self._parser, self._listen)


def _value(cell: Attributes) -> str:
    """What a cell holds that nobody wrote out as text: programs other than offices leave it so."""
    kind = cell.get("value-type", "")
    if kind in VALUES:
        return cell.get(VALUES[kind], "")
    value = cell.get("value", "")
    if kind == "percentage" and value:
        try:
            return f"{general(repr(float(value) * 100))}%"
        except (ValueError, OverflowError):
            return value
    return general(value) if value else ""


def _count(said: Attributes, name: str) -> int:
    return max(1, whole(said.get(name, "1")) or 1)
