"""Charts in documents and slides (DrawingML, ECMA-376 part 1, 21.2; ODF 1.3 part 3, section 11): titles, then figures as a table.

What a chart plots is kept in it as its program last saw it: a row for each category, a column for each series.
"""

import re
from typing import TYPE_CHECKING, NamedTuple
from xml.parsers import expat

from extractors.composer import CellText, Composer
from extractors.drawingtext import texts
from extractors.numberformat import general, shown
from extractors.registry import no_progress
from extractors.wordstyles import local
from extractors.xmlstream import parse
from pipeline.document import Place, Role
from pipeline.errors import DocumentError

if TYPE_CHECKING:
    from lxml.etree import _Element

CATEGORIES, VALUES = ("cat", "xVal"), ("val", "yVal")
SIGNS = ("mi", "mn", "mo", "mtext")
DOCTYPE = re.compile(rb"<!DOCTYPE[^\[>]*>")
MOST_SERIES, MOST_POINTS = 100, 1_000
TITLES = ("title", "subtitle", "footer")
"""Of a chart in OpenDocument, and of its axes."""


class Series(NamedTuple):
    """What one series is called, and its points by their number."""

    name: str
    categories: dict[int, str]
    values: dict[int, str]


def write_chart(composer: Composer, root: "_Element", place: Place, role: tuple[Role | None, str] = (None, "")) -> None:
    """Writes a chart part of Office Open XML."""
    for text in texts(root):
        composer.block(text, "paragraph", place, role=role[0], why=role[1])
    series = [_series(element) for element in root.iter() if local(element) == "ser"][:MOST_SERIES]
    numbers = sorted({number for each in series for number in each.values})[:MOST_POINTS]
    if numbers:
        named = {number: name for each in reversed(series) for number, name in each.categories.items()}
        head = ["", *(each.name for each in series)]
        body = [[named.get(number, ""), *(each.values.get(number, "") for each in series)] for number in numbers]
        _write_table(composer, [head, *body], place, role)


def write_open_chart(composer: Composer, root: "_Element", place: Place, *, figures: bool) -> None:
    """Writes the content of a chart in OpenDocument; its figures lie in a table that is not shown as one."""
    for element in root.iter():
        if local(element) in TITLES:
            composer.block(_words(element), "paragraph", place)
    table = next((element for element in root.iter() if local(element) == "table"), None)
    rows = [] if table is None else [element for element in table.iter() if local(element) == "table-row"]
    cells = [[_words(cell) for cell in row if local(cell) == "table-cell"][: MOST_SERIES + 1] for row in rows[: MOST_POINTS + 1]]
    if cells and figures:
        _write_table(composer, cells, place, (None, ""))


def formula(data: bytes) -> str:
    """The signs of a formula (MathML) in order; empty for what is none. The document type that older programs name is cut."""
    signs: list[str] = []
    try:
        parse([DOCTYPE.sub(b"", data, count=1)], _Signs(signs), where="", progress=no_progress)
    except DocumentError:
        return ""
    return "".join(signs)


class _Signs:
    """Takes the signs of a formula out of the stream; its source in the program's own language stands beside them."""

    def __init__(self, signs: list[str]) -> None:
        self._signs = signs
        self._inside = False

    def attach(self, parser: expat.XMLParserType) -> None:
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = self._start, self._end, self._said

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        self._inside = name.rpartition(" ")[2] in SIGNS

    def _end(self, _name: str) -> None:
        self._inside = False

    def _said(self, text: str) -> None:
        if self._inside:
            self._signs.append(text.strip())


def _series(element: "_Element") -> Series:
    parts = {local(part): part for part in element}
    name = "".join(_points(parts["tx"]).values()) if "tx" in parts else ""
    categories = next((_points(parts[part]) for part in CATEGORIES if part in parts), {})
    values = next((_points(parts[part]) for part in VALUES if part in parts), {})
    return Series(name, categories, values)


def _points(element: "_Element") -> dict[int, str]:
    """The points of a cache by their number, as printed; of several levels of names the innermost. A lone value is point 0."""
    code, points = "", dict[int, str]()
    for inside in element.iter():
        match local(inside):
            case "lvl" if points:
                break
            case "formatCode":
                code = inside.text or ""
            case "v":
                above = inside.getparent()
                index = above.get("idx", "0") if above is not None else "0"
                if index.isdecimal() and len(index) < 7:
                    points[int(index)] = _printed(inside.text or "", code)
            case _:
                continue
    return points


def _printed(raw: str, code: str) -> str:
    return (shown(raw, code) if code != "General" else general(raw)) if code else raw


def _words(element: "_Element") -> str:
    said = ["".join(map(str, inside.itertext())).strip() for inside in element.iter() if local(inside) == "p"]
    return " ".join(filter(None, said))


def _write_table(composer: Composer, rows: list[list[str]], place: Place, role: tuple[Role | None, str]) -> None:
    found = []
    for number, row in enumerate(rows, 1):
        spots = [Place(page=place.page, xpath=place.xpath, row=number, column=column) for column in range(1, len(row) + 1)]
        found.append(
            composer.row([CellText(text, spot, role=role[0], why=role[1]) for text, spot in zip(row, spots, strict=True)])
        )
    composer.table(found, place, header_rows=1)
