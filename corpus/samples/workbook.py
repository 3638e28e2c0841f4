"""An Excel list from TSV files, a sheet each, with the same bytes each time."""

import re
from collections.abc import Iterable
from io import BytesIO
from zipfile import ZipFile

from openpyxl import Workbook

from corpus.samples.archive import packed

CLOCK = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def workbook(sheets: Iterable[tuple[str, str]]) -> bytes:
    """The .xlsx of (name, TSV text) pairs. The first row is a title over all columns when it has one cell only."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, text in sheets:
        rows = [line.split("\t") for line in text.strip("\n").split("\n")]
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([_value(cell) for cell in row])
        if len(rows[0]) == 1:
            sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=max(map(len, rows)))
    buffer = BytesIO()
    book.save(buffer)
    return _undated(buffer.getvalue())


def _value(cell: str) -> str | float | int:
    """A number where the cell is one, but never a document's number with a leading zero."""
    if re.fullmatch(r"0|[1-9]\d{0,8}", cell):
        return int(cell)
    return float(cell) if re.fullmatch(r"\d{1,9}\.\d{1,4}", cell) else cell


def _undated(data: bytes) -> bytes:
    """The workbook packed again without the moment of its writing."""
    with ZipFile(BytesIO(data)) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    return packed((name, CLOCK.sub(b"2025-03-14T09:30:00Z", content)) for name, content in members)
