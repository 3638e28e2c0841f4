"""Which tables of a page hold data, and which merely place things on the screen, as pages did until about 2012."""

from lxml import etree

LONG_CELL = 300
"""Letters; a cell with more is an article or a column of the page, not a datum."""


def data_tables(root: etree._Element) -> frozenset[etree._Element]:
    """The tables whose rows and columns mean something: no table inside, two columns at least, short cells."""
    found = list(root.iter("table"))
    nested: set[etree._Element] = set()
    for table in found:
        outer = next(table.iterancestors("table"), None)
        if outer is not None:
            nested.add(outer)
    return frozenset(table for table in found if table not in nested and _holds_data(table))


def _holds_data(table: etree._Element) -> bool:
    if (table.get("role") or "").lower() in ("presentation", "none"):
        return False
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    wide = [row for row in rows if len(row) > 1]
    if len(wide) < 2 or len(wide) * 2 < len(rows):
        return False
    sizes = [_size(cell) for row in rows for cell in row]
    filled = [size for size in sizes if size]
    return len(filled) > 3 and max(filled) <= LONG_CELL and not _of_links(table, sum(filled))


def _of_links(table: etree._Element, size: int) -> bool:
    """A table of links is a menu."""
    linked = sum(_size(link) for link in table.iter("a"))
    return linked * 2 > size


def _size(element: etree._Element) -> int:
    return sum(len(piece.strip()) for piece in element.itertext())
