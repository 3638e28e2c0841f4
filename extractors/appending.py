"""One extraction after another as one: what a mail says of itself and its body, the pages of a document read apart."""

from dataclasses import replace
from itertools import chain

from msgspec import structs

from pipeline.document import Anchor, Block, Byline, Cell, Extraction, Place, Table
from pipeline.view import Span


def appended(first: Extraction, *others: Extraction) -> Extraction:
    """The extractions in order as one, a line end between their texts, the first title and byline that say something.

    Numbers of tables go on from one to the next; all other places stay as they are.

    >>> found = appended(Extraction(text="甲"), Extraction(text="乙", blocks=(Block(Span(0, 1), "paragraph"),)))
    >>> found.text, found.blocks[0].span
    ('甲\\n乙', Span(start=2, end=3))
    """
    parts: list[Extraction] = []
    start, tables = 0, 0
    for extraction in (first, *others):
        parts.append(_shifted(extraction, start, tables))
        start += len(extraction.text) + 1 if extraction.text else 0
        tables += len(extraction.tables)
    return replace(
        first,
        text="\n".join(part.text for part in parts if part.text),
        blocks=tuple(chain.from_iterable(part.blocks for part in parts)),
        anchors=tuple(chain.from_iterable(part.anchors for part in parts)),
        tables=tuple(chain.from_iterable(part.tables for part in parts)),
        title=next((part.title for part in parts if part.title), ""),
        byline=next((part.byline for part in parts if part.byline != Byline()), Byline()),
        children=tuple(chain.from_iterable(part.children for part in parts)),
        notes=tuple(chain.from_iterable(part.notes for part in parts)),
    )


def _shifted(extraction: Extraction, by: int, tables: int) -> Extraction:
    if not by and not tables:
        return extraction
    return replace(
        extraction,
        blocks=tuple(Block(_moved(b.span, by), b.kind, b.level, b.role, b.why) for b in extraction.blocks),
        anchors=tuple(Anchor(_moved(anchor.span, by), _renumbered(anchor.place, tables)) for anchor in extraction.anchors),
        tables=tuple(_moved_table(table, by, tables) for table in extraction.tables),
    )


def _moved_table(table: Table, by: int, tables: int) -> Table:
    rows = tuple(tuple(Cell(_moved(cell.span, by), cell.columns, cell.rows) for cell in row) for row in table.rows)
    return Table(rows, tuple(_renumbered(place, tables) for place in table.places), table.header_rows)


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _renumbered(place: Place, tables: int) -> Place:
    return structs.replace(place, table=place.table + tables) if place.table is not None and tables else place
