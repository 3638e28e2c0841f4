"""Leads the tables of an OpenDocument text into the present `Gathering`: rows, cells and what merged cells cover (ODF, 9.1)."""

from collections.abc import Callable

from extractors.odf_names import named
from extractors.odf_styles import OdfStyles
from extractors.wordgather import Gathering
from extractors.wordparts import Item, Paragraph
from extractors.wordstyles import whole

Attributes = dict[str, str]
Start = Callable[[Attributes], None]
End = Callable[[], None]
MOST_COLUMNS = 1_000
"""Columns in one element that are believed."""


class OdfTables:
    """Handlers for tables. `present` gives the gathering of the text that is read, if any."""

    def __init__(self, styles: OdfStyles, present: Callable[[], Gathering | None]) -> None:
        self._styles = styles
        self._present = present
        self._covered: list[int] = []
        """For each open table, the cells still to come that the present one covers."""
        self._from_left = False
        self._header_rows = False

    def starts(self) -> dict[str, Start]:
        return {
            "table:table": self._table, "table:table-header-rows": self._headers, "table:table-row": self._row,
            "table:table-cell": self._cell, "table:covered-table-cell": self._covered_cell,
        }  # fmt: skip

    def ends(self) -> dict[str, End]:
        return {
            "table:table": self._end_table, "table:table-header-rows": self._end_headers, "table:table-row": self._end_row,
            "table:table-cell": self._end_cell, "table:covered-table-cell": self._end_covered,
        }  # fmt: skip

    @property
    def _open(self) -> Gathering | None:
        """The present gathering, where a table is open."""
        return self._present() if self._covered else None

    def _table(self, _attributes: Attributes) -> None:
        gathering = self._present()
        if gathering is not None:
            gathering.open_table()
            self._covered.append(0)

    def _end_table(self) -> None:
        gathering = self._open
        if gathering is not None:
            self._covered.pop()
            gathering.close_table()

    def _headers(self, _attributes: Attributes) -> None:
        self._header_rows = True

    def _end_headers(self) -> None:
        self._header_rows = False

    def _row(self, attributes: Attributes) -> None:
        gathering = self._open
        if gathering is None:
            return
        gathering.open_row()
        self._covered[-1] = 0
        if gathering.row is not None:
            gathering.row.header = self._header_rows
            if self._styles.hides("table-row", attributes.get(named("table:style-name"), "")):
                gathering.row.aside = "hidden"

    def _end_row(self) -> None:
        gathering = self._open
        if gathering is not None:
            gathering.row = None

    def _cell(self, attributes: Attributes) -> None:
        gathering = self._open
        if gathering is None:
            return
        gathering.open_cell()
        cell = gathering.cell
        if cell is not None:
            columns, rows = (
                whole(attributes.get(named(f"table:number-{kind}-spanned"), "1")) or 1 for kind in ("columns", "rows")
            )
            cell.columns = max(1, min(columns, MOST_COLUMNS))
            cell.merge = "restart" if rows > 1 else ""
            self._covered[-1] = cell.columns - 1
        gathering.shade(self._styles.ground("table-cell", attributes.get(named("table:style-name"), "")))

    def _end_cell(self) -> None:
        gathering = self._open
        if gathering is not None:
            gathering.close_cell()

    def _covered_cell(self, attributes: Attributes) -> None:
        """Covered from the left, it has no place of its own; covered from above, it goes on with that cell."""
        gathering = self._open
        if gathering is None:
            return
        times = max(1, min(whole(attributes.get(named("table:number-columns-repeated"), "1")) or 1, MOST_COLUMNS))
        self._from_left = bool(self._covered[-1])
        if self._from_left and gathering.row is not None:
            self._covered[-1] -= min(self._covered[-1], times)
            gathering.row.next_column -= 1
        for _ in range(0 if self._from_left else times - 1):
            _open_covered(gathering)
            gathering.close_cell()
        _open_covered(gathering)

    def _end_covered(self) -> None:
        """One that is covered from the left leaves a trace only where text is hidden in it."""
        self._end_cell()
        gathering = self._present()
        row = gathering.row if gathering is not None else None
        if self._from_left and row is not None and row.cells and not any(_says(item) for item in row.cells[-1].items):
            row.cells.pop()
        self._from_left = False


def _open_covered(gathering: Gathering) -> None:
    gathering.open_cell()
    if gathering.cell is not None:
        gathering.cell.merge = "continue"


def _says(item: Item) -> bool:
    return not isinstance(item, Paragraph) or bool(item.pieces or item.asides or item.boxes)
