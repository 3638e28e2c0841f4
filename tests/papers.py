"""Papers made for tests: a text, the achievements told in it by their words, and the record of it all."""

from dataclasses import dataclass
from typing import Any

from pipeline.digests import digest
from pipeline.document import Achievement, Anchor, Block, Cell, Document, DocumentKind, Holder, Line, Note, Place, Source, Table
from pipeline.record import DocumentRecord
from pipeline.recording import document_record
from pipeline.script import to_simplified
from pipeline.view import Span, View


@dataclass(frozen=True, slots=True)
class Told:
    """An achievement by its words in the text; `nth` chooses among equal words, `by` names a holder by its words."""

    category: Any
    words: str
    fields: dict[str, Any]
    nth: int = 0
    by: str = ""


def told(category: str, words: str, *, nth: int = 0, by: str = "", **fields: Any) -> Told:
    return Told(category, words, fields, nth, by)


def paper(
    path: str,
    text: str,
    *found: Told,
    kind: DocumentKind = "report",
    pages: int = 0,
    notes: tuple[Note, ...] = (),
    packet: str = "packet",
    **fields: Any,
) -> DocumentRecord:
    """The record of a document whose lines are body; a line with TABs is a row of a table. `pages` lines make a page."""
    return document_record(document(path, text, *found, kind=kind, pages=pages, notes=notes, packet=packet, **fields))


def document(
    path: str,
    text: str,
    *found: Told,
    kind: DocumentKind = "other",
    pages: int = 0,
    notes: tuple[Note, ...] = (),
    packet: str = "packet",
    **fields: Any,
) -> Document:
    lines = _lines(text)
    made: dict[str, Any] = {
        "source": Source(path=path, sha256=digest(path, text), size=len(text.encode()), packet=packet),
        "text": text,
        "blocks": tuple(Block(span, "paragraph") for span in lines),
        "anchors": tuple(Anchor(span, _place(text, span, number, pages)) for number, span in enumerate(lines)),
        "tables": _tables(text, lines),
        "mended": View(text),
        "matched": View(to_simplified(text)),
        "lines": tuple(Line(span, "body") for span in lines),
        "script": "hans",
        "kind": kind,
        "notes": notes,
        "achievements": tuple(_achievement(text, one) for one in found),
    }
    return Document(**(made | fields))


def _achievement(text: str, one: Told) -> Achievement:
    span = _span(text, one.words, one.nth)
    holder = Holder(one.by, _span(text, one.by, 0), 0.9) if one.by else None
    return Achievement(category=one.category, span=span, holder=holder, **one.fields)


def _span(text: str, words: str, nth: int) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def _lines(text: str) -> list[Span]:
    spans, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            spans.append(Span(start, start + len(line)))
        start += len(line) + 1
    return spans


def _place(text: str, span: Span, number: int, pages: int) -> Place:
    page = number // pages + 1 if pages else None
    if "\t" in text[slice(*span)]:
        return Place(page=page, table=1, row=number + 1)
    return Place(page=page, paragraph=number + 1)


def _tables(text: str, lines: list[Span]) -> tuple[Table, ...]:
    """Neighbouring lines with TABs are one table."""
    tables: list[list[tuple[Cell, ...]]] = [[]]
    for span in lines:
        if "\t" in text[slice(*span)]:
            tables[-1].append(_row(text, span))
        elif tables[-1]:
            tables.append([])
    return tuple(Table(tuple(rows)) for rows in tables if rows)


def _row(text: str, line: Span) -> tuple[Cell, ...]:
    cells, start = [], line.start
    for cell in text[slice(*line)].split("\t"):
        cells.append(Cell(Span(start, start + len(cell))))
        start += len(cell) + 1
    return tuple(cells)
