"""Excel 5 to 2003 workbooks and those of WPS (.xls, .xlt, .et), read record by record (MS-XLS).

Only cells that are there are read; numbers and dates stand as the sheet shows them. Text boxes and comments follow their sheet.
"""

import struct
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain, takewhile

from extractors import attached, oleobject, olepictures
from extractors.composer import Composer, uncollected
from extractors.numberformat import general, shown
from extractors.ole import content, holds, opened
from extractors.registry import Context, Format
from extractors.sheet97book import BOF, EOF, Book97, book97
from extractors.sheet97objects import CHART, NOTE, OBJECT, OBJECTS, Objects97
from extractors.sheet97records import Record, packed_number, records
from extractors.sheetgrid import Filled, Grid, Merge, Row
from extractors.sheetstyles import CellStyle
from extractors.sheetwriter import write_beside, write_headers, write_sheet
from extractors.standing_for import drawings
from pipeline.document import Extraction
from pipeline.errors import DocumentError, Flag, Reason

UNSEEN = {1: "in a hidden sheet", 2: "in a sheet that only a macro can show"}
PICTURES = 0x00EB
"""The record of the pictures that the sheets share (MsoDrawingGroup, MS-XLS 2.4.171)."""
EMBEDDED = "MBD"
"""How the storages of files that were put into a workbook are called (MS-XLS 2.1.7.11)."""
ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}


def recognise(data: bytes) -> bool:
    """Whether an OLE container holds a workbook."""
    return holds(data, "Workbook") or holds(data, "Book")


def extract(data: bytes, context: Context) -> Extraction:
    """The tables of an old workbook, sheet after sheet.

    Raises DocumentError: DAMAGED, ENCRYPTED, UNSUPPORTED_TYPE for a workbook older than Excel 5.
    """
    with uncollected(), opened(data) as container:
        stream = content(container, "Workbook") or content(container, "Book")
        book = book97(stream)
        composer = Composer(context.limits)
        if book.has_macros or container.exists("_VBA_PROJECT_CUR"):
            composer.note(Flag.MACROS, "macros were not run")
        read = _read(stream, book, composer, context)
        folders = {path[0] for path in container.listdir() if len(path) > 1 and path[0].startswith(EMBEDDED)}
        files = list(oleobject.within(container, folders))
        children, notes = attached.kept(chain(files, _pictures(stream, files)), context)
        return replace(read, children=children, notes=(*read.notes, *notes))


def _pictures(stream: bytes, files: Iterable[tuple[str, object]]) -> Iterator[tuple[str, bytes]]:
    """Large pictures on the sheets, all of which lie in the records that the sheets share, and drawings that show no file."""
    shared = takewhile(_before_end, records(stream))
    kept = b"".join(piece for record in shared if record.type == PICTURES for piece in record.pieces)
    yield from olepictures.named(kept)
    yield from drawings(olepictures.drawings(kept), files)


def _before_end(record: Record) -> bool:
    return record.type != EOF


def _read(stream: bytes, book: Book97, composer: Composer, context: Context) -> Extraction:
    left, title, uncomputed = context.limits.cells, "", 0
    for name, offset, state in book.sheets:
        sheet = _Sheet(book, left)
        try:
            sheet.read(stream, offset)
        except DocumentError as error:
            composer.note(error.reason, error.detail, where=name)
        left -= sheet.count
        uncomputed += sheet.grid.uncomputed
        try:
            title = write_sheet(composer, sheet.finished(), name, unseen=UNSEEN.get(state, "")) or title
            write_headers(composer, sheet.headers, name)
            write_beside(composer, name, sheet.objects.comments, sheet.objects.texts, unseen=UNSEEN.get(state, ""))
        except DocumentError as error:
            composer.note(error.reason, error.detail, where=name)
            break
        context.progress()
    return composer.extraction(title=title)


class _Sheet:
    """One sheet on its way from records to cells."""

    def __init__(self, book: Book97, room: int) -> None:
        self.grid = Grid()
        self.headers: list[str] = []
        self.objects = Objects97()
        self.count = 0
        self._book = book
        self._room = room
        self._rows: dict[int, list[tuple[int, str, str]]] = {}
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._styles: dict[int, CellStyle] = {}
        self._formula: tuple[int, int, int] | None = None

    def read(self, stream: bytes, offset: int) -> None:
        """Reads the records of the sheet; of a chart within it the titles. Raises DocumentError: DAMAGED, LIMIT_CELLS."""
        depth = 0
        for record in records(stream, offset):
            depth += (record.type == BOF) - (record.type == EOF)
            if depth < 1:
                return
            if record.type in CHART:
                self.objects.take_chart(record, self._book.charset)
            elif depth == 1:
                try:
                    self._take(record)
                except struct.error as error:
                    raise DocumentError(Reason.DAMAGED, f"a record is too short: {error}") from error
        raise DocumentError(Reason.TRUNCATED, "the file ends before the sheet does")

    def _take(self, record: Record) -> None:
        handler = CELLS.get(record.type)
        if handler is not None:
            handler(self, record.content)
        elif record.type in OBJECTS and not self._book.charset:
            self.objects.take(record)
        elif record.type == OBJECT:
            self.objects.take_old(record, self._book.charset)
        elif record.type == NOTE:
            self.objects.take_old_note(record, self._book.charset)

    def finished(self) -> Grid:
        """The cells in order, with what is not seen marked; hidden rows and columns may be told after their cells."""
        for number, cells in sorted(self._rows.items()):
            unseen = "in a hidden row" if number in self._hidden_rows else ""
            row = [Filled(column + 1, text, unseen or self._column_unseen(column) or why) for column, text, why in sorted(cells)]
            self.grid.rows.append(Row(number + 1, row))
        return self.grid

    def label(self, content: bytes) -> None:
        row, column, style, index = struct.unpack_from("<HHHI", content)
        self._put(row, column, style, self._book.strings[index] if index < len(self._book.strings) else "\ufffd")

    def old_label(self, content: bytes) -> None:
        row, column, style = struct.unpack_from("<HHH", content)
        self._put(row, column, style, self._book.string(content, 6, counted=2, counted_then=2))

    def number(self, content: bytes) -> None:
        row, column, style, value = struct.unpack_from("<HHHd", content)
        self._put_number(row, column, style, value)

    def packed(self, content: bytes) -> None:
        row, column, style, raw = struct.unpack_from("<HHHI", content)
        self._put_number(row, column, style, packed_number(raw))

    def packed_row(self, content: bytes) -> None:
        row, column = struct.unpack_from("<HH", content)
        for step in range((len(content) - 6) // 6):
            style, raw = struct.unpack_from("<HI", content, 4 + 6 * step)
            self._put_number(row, column + step, style, packed_number(raw))

    def formula(self, content: bytes) -> None:
        """The value it had when the file was saved; a text follows in a record of its own."""
        row, column, style = struct.unpack_from("<HHH", content)
        (value,) = struct.unpack_from("<d", content, 6)
        if content[12:14] != b"\xff\xff":
            self._put_number(row, column, style, value)
        elif content[6] == 0:
            self._formula = row, column, style
        elif content[6] in (1, 2):
            self._put(row, column, style, _truth_or_error(content[8], is_error=content[6] == 2))
        elif content[6] != 3:
            self.grid.uncomputed += 1

    def formula_text(self, content: bytes) -> None:
        if self._formula is not None:
            self._put(*self._formula, self._book.string(content, 0, counted=2, counted_then=2))
            self._formula = None

    def truth(self, content: bytes) -> None:
        row, column, style, value, is_error = struct.unpack_from("<HHHBB", content)
        self._put(row, column, style, _truth_or_error(value, is_error=bool(is_error)))

    def row(self, content: bytes) -> None:
        if struct.unpack_from("<H", content, 12)[0] & 0x20:
            self._hidden_rows.add(struct.unpack_from("<H", content)[0])

    def columns(self, content: bytes) -> None:
        first, last, _, _, flags = struct.unpack_from("<HHHHH", content)
        if flags & 1:
            self._hidden_columns.update(range(first, min(last, 255) + 1))

    def header(self, content: bytes) -> None:
        """The printed page's header or footer, in the code it is written in."""
        self.headers.append(self._book.string(content, 0, counted=2, counted_then=1))

    def merges(self, content: bytes) -> None:
        for at in range(2, len(content) - 7, 8):
            top, bottom, left, right = struct.unpack_from("<HHHH", content, at)
            self.grid.merges[top + 1, left + 1] = Merge(max(1, right - left + 1), max(1, bottom - top + 1))

    def _put_number(self, row: int, column: int, style: int, value: float) -> None:
        code = self._style(style).code
        raw = repr(value)
        plain = code == "General" or not code.strip(";")
        self._put(row, column, style, general(raw) if plain else shown(raw, code, since_1904=self._book.since_1904))

    def _put(self, row: int, column: int, style: int, text: str) -> None:
        if not text.strip():
            return
        self.count += 1
        if self.count > self._room:
            raise DocumentError(Reason.LIMIT_CELLS, f"more cells than may be read ({self._room} were left for this sheet)")
        self._rows.setdefault(row, []).append((column, text, self._style(style).unseen))

    def _style(self, index: int) -> CellStyle:
        if index not in self._styles:
            self._styles[index] = self._book.style(index)
        return self._styles[index]

    def _column_unseen(self, column: int) -> str:
        return "in a hidden column" if column in self._hidden_columns else ""


def _truth_or_error(value: int, *, is_error: bool) -> str:
    return ERRORS.get(value, "#ERR!") if is_error else "TRUE" if value else "FALSE"


CELLS: dict[int, Callable[[_Sheet, bytes], None]] = {
    0x00FD: _Sheet.label, 0x0204: _Sheet.old_label, 0x00D6: _Sheet.old_label, 0x0203: _Sheet.number, 0x027E: _Sheet.packed,
    0x00BD: _Sheet.packed_row, 0x0006: _Sheet.formula, 0x0207: _Sheet.formula_text, 0x0205: _Sheet.truth, 0x0208: _Sheet.row,
    0x007D: _Sheet.columns, 0x00E5: _Sheet.merges, 0x0014: _Sheet.header, 0x0015: _Sheet.header,
}  # fmt: skip


FORMAT = Format(
    name="Excel 97-2003",
    media_types=("application/vnd.ms-excel",),
    extensions=(".xls", ".xlt", ".et"),
    version="9",
    rank=31,
    recognise=recognise,
    extract=extract,
    needs=("olefile",),
)
