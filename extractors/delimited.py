"""Tables as text (.csv, .tsv): values between commas, tabs, semicolons or bars, in any charset.

A quote that is never closed is a letter, so that it does not swallow the rest of the file (RFC 4180 says nothing of it).
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from extractors.charset import decode
from extractors.composer import CellText, Composer, cell_text
from extractors.plain import plain, replaced_notes
from extractors.registry import Context, Format
from extractors.text import recognise as is_text
from pipeline.document import Cell, Extraction, Place
from pipeline.errors import DocumentError, Reason

DELIMITERS = "\t,;|"
SAMPLE = 1 << 16
"""Bytes that decide whether a text is a table."""
ALIKE = 0.9
"""Share of rows that have the commonest number of columns: a note above or a total below a table may have fewer."""
PROSE = 0.5
"""Share of values that begin with a blank or end as sentences do, from which a text is taken for prose."""
MARKUP = (b"<", b"{", b"[")
"""How pages, JSON and other text begin whose lines may fall into columns by chance."""
ROWS = 500
"""Rows that decide."""
SENTENCE_END = ("。", "！", "？")
SEPARATOR_LINE = re.compile(r"sep=([\t,;|])(?:\n|$)")


class Line(NamedTuple):
    """A row of the file: the line it begins at, from 1, and its values."""

    number: int
    values: list[str]


def recognise(data: bytes) -> bool:
    """Whether the bytes are text whose lines fall into the same number of columns, two at least."""
    if data[:99].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(MARKUP) or not is_text(data):
        return False
    head = data if len(data) <= SAMPLE else data[: data.rfind(b"\n", 0, SAMPLE) + 1]
    return _delimiter(plain(decode(head).text).text) is not None


def extract(data: bytes, context: Context) -> Extraction:
    """The table with a place (row, column) for each value.

    Raises DocumentError (UNSUPPORTED_TYPE) for text that is no table. A file of more values than the limit gives the first.
    """
    decoded = decode(data)
    text, unprintable = plain(decoded.text)
    delimiter = _delimiter(text[:SAMPLE])
    if delimiter is None:
        raise DocumentError(Reason.UNSUPPORTED_TYPE, "the lines do not fall into columns")
    composer = Composer(context.limits)
    try:
        _write(composer, text, delimiter, context)
    except DocumentError as error:
        composer.note(error.reason, error.detail)
    for note in replaced_notes(decoded.replaced + unprintable):
        composer.note(note.code, note.detail, count=note.count)
    return composer.extraction(media_type="text/tab-separated-values" if delimiter == "\t" else "text/csv")


def _write(composer: Composer, text: str, delimiter: str, context: Context) -> None:
    left = context.limits.cells
    rows: list[tuple[Cell, ...]] = []
    widest = 0
    separator = SEPARATOR_LINE.match(text)
    try:
        for line in lines(text[separator.end() if separator else 0 :], delimiter):
            left -= sum(map(bool, line.values))
            if left < 0:
                raise DocumentError(Reason.LIMIT_CELLS, f"more than {context.limits.cells} values", where=f"line {line.number}")
            if line.number % 1000 == 0:
                context.progress()
            number = len(rows) + 1
            cells = [
                CellText(text=cell_text(value.split("\n")), place=Place(table=1, row=number, column=at))
                for at, value in enumerate(line.values, 1)
            ]
            widest = max(widest, len(cells))
            rows.append(composer.row(cells))
    finally:
        composer.table(rows, Place(table=1), header_rows=1 if len(rows) > 1 and len(rows[0]) == widest else 0)


def lines(text: str, delimiter: str) -> Iterator[Line]:
    """The rows of a text; a quoted value may hold delimiters, line ends and doubled quotes.

    >>> [line.values for line in lines('a,"b,c"\\n"d,e', ",")]
    [['a', 'b,c'], ['"d', 'e']]
    """
    mark = re.escape(delimiter)
    value = re.compile(rf'"(?P<quoted>[^"]*+(?:""[^"]*+)*+)"[ ]*(?={mark}|\n|\Z)|(?P<bare>[^{mark}\n]*)')
    at, number, begun = 0, 1, 1
    values: list[str] = []
    while at <= len(text):
        found = value.match(text, at)
        if found is None:  # the second branch matches anything, the empty value too
            break
        quoted = found["quoted"]
        values.append(found["bare"] if quoted is None else quoted.replace('""', '"'))
        at = found.end() + 1
        if quoted:
            number += quoted.count("\n")
        if at > len(text) or text[at - 1] == "\n":
            if at <= len(text) or any(values):
                yield Line(begun, values)
            number += 1
            begun, values = number, []


def _delimiter(text: str) -> str | None:
    """The sign that parts the columns; None for text that is no table."""
    separator = SEPARATOR_LINE.match(text)
    if separator:
        return separator[1]
    fit = {delimiter: found for delimiter in DELIMITERS if (found := _columns(text, delimiter))}
    return max(fit, key=fit.__getitem__) if fit else None


def _columns(text: str, delimiter: str) -> int:
    """The number of columns that `delimiter` makes of a text; 0 when they are too unlike, too few, or sentences."""
    rows = [line.values for line in islice(lines(text[:SAMPLE], delimiter), ROWS) if any(line.values)]
    if len(rows) < 2:
        return 0
    columns, alike = Counter(map(len, rows)).most_common(1)[0]
    least = 2 if delimiter == "\t" or columns > 2 else 3
    if columns < 2 or alike < max(least, ALIKE * len(rows)):
        return 0
    values = [value for row in rows for value in row]
    prose = sum(value.startswith(" ") or value.rstrip().endswith(SENTENCE_END) for value in values)
    return 0 if prose > PROSE * (len(values) - len(rows)) else columns


FORMAT = Format(
    name="delimited",
    media_types=("text/csv", "text/tab-separated-values"),
    extensions=(".csv", ".tsv", ".tab", ".txt"),
    version="1",
    rank=900,
    recognise=recognise,
    extract=extract,
)
