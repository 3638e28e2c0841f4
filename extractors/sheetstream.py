"""Reads a worksheet (ECMA-376 part 1, 18.3) as a stream: the cells that are there, as text, however far apart they stand."""

from xml.parsers import expat

from extractors.numberformat import general, shown
from extractors.sheetgrid import Filled, Grid, Merge, Row, column_number, reference
from extractors.sheetrows import ATTRIBUTE, STEP, Tokens
from extractors.sheetstrings import unescaped
from extractors.sheetstyles import PLAIN, CellStyle
from extractors.xmlstream import dispatchers
from pipeline.errors import DocumentError, Reason

Attributes = dict[str, str]
SHEET = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
TRUE = ("1", "true")
SPELLED = frozenset({"s", "b"})
"""Kinds of cells whose value stands for another text: a number among the shared texts, a truth."""
LOWEST = 2.0
"""Points of height under which nothing in a row can be read."""
NARROWEST = 0.3
"""Widths of a letter under which nothing in a column can be read."""
new = tuple.__new__
"""Makes a named tuple in half the time that its own name takes; asked for once a cell."""
KEPT = 20_000
"""Shown numbers that are remembered: the same figures and dates come again and again."""


class SheetStream:
    """An `xmlstream` handler that fills `grid`. `room` is the number of cells that may still be read."""

    def __init__(self, strings: list[str], styles: tuple[CellStyle, ...], room: int, *, since_1904: bool) -> None:
        self.grid = Grid()
        self.read = 0
        self.headers: list[str] = []
        """The printed page's headers and footers, in the code they are written in."""
        self._strings = strings
        self._styles = styles
        self._room = room
        self._since_1904 = since_1904
        self._row = 0
        self._cells: list[Filled] = []
        self._row_unseen = ""
        self._columns_unseen: dict[int, str] = {}
        self._column = 0
        self._unordered = False
        self._kind = self._style = self._value = ""
        self._formula = False
        self._data: list[str] = []
        self._letters: dict[str, int] = {}
        self._shown: dict[tuple[str, str], str] = {}
        self._styles_by_number: dict[str | None, CellStyle] = {}
        first = styles[0] if styles else PLAIN
        self._general = first if first == PLAIN else None
        """The style of most cells, where it shows numbers as they are."""

    def attach(self, parser: expat.XMLParserType) -> None:
        self._parser = parser
        parser.StartElementHandler = self._open_root

    def _open_root(self, name: str, _attributes: Attributes) -> None:
        namespace, _, root = name.rpartition(" ")
        if root == "macrosheet":
            namespace = SHEET[0]
        if namespace not in SHEET:
            raise DocumentError(Reason.DAMAGED, f"begins with {root!r}, which is no sheet of a workbook")
        starts = {"c": self._cell, "row": self._open_row, "f": self._open_formula, "rPh": self._skip_reading}
        starts |= {"col": self._columns, "mergeCell": self._merge}
        ends = {"c": self._end_cell, "v": self._end_value, "t": self._end_value, "f": self._end_formula, "row": self._end_row}
        ends |= {"rPh": self._end_reading, **dict.fromkeys(HEADERS, self._end_header)}
        self._parser.StartElementHandler, self._parser.EndElementHandler = dispatchers(
            {f"{namespace} {local}": handler for local, handler in starts.items()},
            {f"{namespace} {local}": handler for local, handler in ends.items()},
        )
        self._parser.CharacterDataHandler = self._data.append

    def plain(self, tokens: Tokens) -> None:
        """Rows that hold plain cells alone, as `sheetrows` takes them from the file. This runs for nearly every cell.

        Raises DocumentError: LIMIT_CELLS, and DAMAGED where rows and cells do not stand in one another.
        """
        columns, styles = self._letters.get, self._styles_by_number.get
        cells, before, is_open = self._cells, 0, False
        for letters, number, kind, formula, given, inline, attributes in zip(
            *(tokens[at::STEP] for at in range(1, STEP)), strict=True
        ):
            if letters is None:
                if is_open is (attributes is not None):
                    raise DocumentError(Reason.DAMAGED, "not well-formed XML: a row in a row, or the end of none")
                is_open = not is_open
                if attributes is not None:
                    self._begin_plain(attributes)
                    cells, before = self._cells, 0
                else:
                    self._end_plain()
                continue
            column = columns(letters) or self._numbered(letters)
            if column <= before:
                self._unordered = True
            before = column
            value = given or inline
            if not value:
                self.grid.uncomputed += bool(formula)
                continue
            style = styles(number) or self._style_numbered(number)
            if kind and (kind in SPELLED or "_x" in value):
                self._kind = kind
                value = self._text(value, style)
            elif not kind and not (style is self._general and len(value) < 12 and value.isdecimal()):
                value = self._number(value, style)
            if not value or value.isspace():
                continue
            unseen = self._row_unseen or style.unseen
            if self._columns_unseen and not unseen:
                unseen = self._columns_unseen.get(column, "")
            cells.append(new(Filled, (column, value, unseen)))

    def _end_plain(self) -> None:
        self.read += len(self._cells)
        if self.read > self._room:
            del self._cells[max(0, len(self._cells) - (self.read - self._room)) :]
            self._end_row()
            raise self._full()
        self._end_row()

    def _begin_plain(self, attributes: str) -> None:
        """As `_open_row`, of attributes as they are written; most rows say nothing but their number."""
        end = attributes.find('"', 4)
        number = attributes[4:end]
        if (
            attributes.startswith(' r="')
            and number.isdecimal()
            and end < 12
            and "hidden" not in attributes
            and " ht=" not in attributes
        ):
            self._row, self._column, self._row_unseen = int(number), 0, ""
        else:
            self._open_row(dict(ATTRIBUTE.findall(attributes)))

    def _numbered(self, letters: str) -> int:
        number = self._letters[letters] = column_number(letters)
        return number

    def _style_numbered(self, number: str | None) -> CellStyle:
        self._style = number or ""
        style = self._styles_by_number[number] = self._style_of()
        return style

    def _full(self) -> DocumentError:
        detail = f"more cells than may be read ({self._room} were left for this sheet)"
        return DocumentError(Reason.LIMIT_CELLS, detail)

    def _open_row(self, attributes: Attributes) -> None:
        number = attributes.get("r", "")
        self._row = int(number) if number.isdecimal() and len(number) < 8 else self._row + 1
        self._column = 0
        hidden = attributes.get("hidden") in TRUE or _thin(attributes.get("ht"), LOWEST)
        self._row_unseen = "in a hidden row" if hidden else ""

    def _end_row(self) -> None:
        """Cells and rows stand in order in every file that Excel writes; others are put in order."""
        cells, rows = self._cells, self.grid.rows
        if not cells:
            return
        if self._unordered:
            cells.sort(key=_column)
            self._unordered = False
        rows.append(Row(self._row, cells))
        self._cells = []
        if len(rows) > 1 and rows[-2].number >= self._row:
            rows.sort(key=_number)

    def _cell(self, attributes: Attributes) -> None:
        self._kind = attributes.get("t", "n")
        self._style = attributes.get("s", "")
        self._value = ""
        self._formula = False
        self._data.clear()
        name = attributes.get("r", "")
        letters = name.rstrip("0123456789")
        column = self._letters.get(letters)
        if column is None:
            place = reference(name)
            column = place[1] if place else 0
            if place:
                self._letters[letters] = column
        column = column or self._column + 1
        self._unordered |= column <= self._column
        self._column = column

    def _open_formula(self, _attributes: Attributes) -> None:
        self._formula = True

    def _end_formula(self) -> None:
        self._data.clear()

    def _skip_reading(self, _attributes: Attributes) -> None:
        """Readings above letters are no text of the cell."""
        self._parser.CharacterDataHandler = None

    def _end_reading(self) -> None:
        self._data.clear()
        self._parser.CharacterDataHandler = self._data.append

    def _end_value(self) -> None:
        data = self._data
        piece = data[0] if len(data) == 1 else "".join(data)
        self._value = self._value + piece if self._value else piece
        data.clear()

    def _end_cell(self) -> None:
        value = self._value
        if not value:
            self.grid.uncomputed += self._formula
            return
        style = self._style_of()
        text = self._text(value, style)
        if not text or text.isspace():
            return
        self.read += 1
        if self.read > self._room:
            raise self._full()
        unseen = self._row_unseen or style.unseen or (self._columns_unseen.get(self._column, "") if self._columns_unseen else "")
        self._cells.append(Filled(self._column, text, unseen))

    def _style_of(self) -> CellStyle:
        if not self._style:
            return self._styles[0] if self._styles else PLAIN
        try:
            return self._styles[int(self._style)]
        except (ValueError, IndexError):
            return PLAIN

    def _text(self, value: str, style: CellStyle) -> str:
        kind = self._kind
        if kind == "s":
            try:
                return self._strings[int(value)]
            except (ValueError, IndexError):
                return "\ufffd"
        if kind == "n":
            return self._number(value, style)
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        return unescaped(value)

    def _number(self, value: str, style: CellStyle) -> str:
        code = style.code
        if style.unseen and not self._row_unseen and code.strip(";") == "":
            code = "General"  # what a format hides is shown apart, so it must be written out
        if code == "General":
            return general(value)
        key = value, code
        text = self._shown.get(key)
        if text is None:
            text = shown(value, code, since_1904=self._since_1904)
            if len(self._shown) < KEPT:
                self._shown[key] = text
        return text

    def _columns(self, attributes: Attributes) -> None:
        """A run of columns; one that is hidden or of no width is not seen. No sheet has more than 16 384."""
        if attributes.get("hidden") in TRUE or _thin(attributes.get("width"), NARROWEST):
            first, last = attributes.get("min", ""), attributes.get("max", "")
            if first.isdecimal() and last.isdecimal() and len(first) < 6 and len(last) < 6:
                numbers = range(int(first), min(int(last), 16_384) + 1)
                self._columns_unseen |= dict.fromkeys(numbers, "in a hidden column")

    def _merge(self, attributes: Attributes) -> None:
        first, _, last = attributes.get("ref", "").partition(":")
        begin, end = reference(first), reference(last)
        if begin and end and len(self.grid.merges) < self._room:
            self.grid.merges[begin] = Merge(max(1, end[1] - begin[1] + 1), max(1, end[0] - begin[0] + 1))

    def _end_header(self) -> None:
        self.headers.append("".join(self._data))
        self._data.clear()


def _thin(size: str | None, least: float) -> bool:
    """Whether a row or column is given, and is too thin for a letter to be read."""
    if not size:
        return False
    try:
        return float(size) < least
    except ValueError:
        return False


def _column(cell: Filled) -> int:
    return cell.column


def _number(row: Row) -> int:
    return row.number


HEADERS = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
