"""Writes the flow of a PDF: one block a paragraph, one line a table row, furniture after the page's last paragraph."""

from collections.abc import Mapping, Sequence
from functools import reduce

from extractors.composer import Composer
from extractors.furniture import Mark
from extractors.pdf_frame import union
from extractors.pdf_page import Page
from extractors.pdf_roles import heading_levels, look, said, title
from extractors.pdf_tables import rounded
from extractors.pdf_text import Flow, pieces
from extractors.plain import plain
from extractors.rows import Line, Row
from extractors.tables_over_pages import write
from pipeline.document import BlockKind, Box, Place
from pipeline.errors import DocumentError


def written(composer: Composer, flow: Flow, pages: Sequence[Page], size: float) -> str:
    """Writes everything and gives the title. What is beyond the limit on output is left out, and a note says so."""
    try:
        return _written(composer, flow, {page.number: page for page in pages}, size)
    except DocumentError as error:
        composer.note(error.reason, error.detail)
        return ""


def _written(composer: Composer, flow: Flow, pages: Mapping[int, Page], size: float) -> str:
    levels = heading_levels(flow.paragraphs, size)
    first = next(iter(pages.values()), None)
    heading = title(flow.paragraphs, size, page=first.number, height=first.height) if first else None
    done = tables = 0
    for paragraph in flow.paragraphs:
        for number in range(done + 1, paragraph.page):
            _write_aside(composer, number, flow.aside.get(number, ()))
        done = max(done, paragraph.page - 1)
        if paragraph.table is not None:
            tables += 1
            write(composer, pieces(paragraph, pages), tables)
            continue
        parts = [(row.text, Place(page=page, box=rounded(_around(row)))) for page, row in paragraph.rows]
        if paragraph is heading:
            composer.joined(parts, "heading", level=1, role="title", why="the largest heading of the first page")
        else:
            kind, level, role, why = look(paragraph, size, levels)
            composer.joined(parts, kind, level=level, role=role, why=why)
    for number in sorted(number for number in flow.aside if number > done):
        _write_aside(composer, number, flow.aside[number])
    return plain(said(heading)).text if heading else ""


def _write_aside(composer: Composer, number: int, lines: Sequence[tuple[Line, Mark]]) -> None:
    """Running heads, page numbers, watermarks and hidden text of a page."""
    for line, mark in lines:
        composer.joined([(line.text, Place(page=number, box=rounded(line.shown)))], _kind(mark), role=mark.role, why=mark.why)


def _kind(mark: Mark) -> BlockKind:
    if mark.role not in ("running_head", "page_number"):
        return "paragraph"
    return "header" if "top" in mark.why else "footer"


def _around(row: Row) -> Box:
    return row.pieces[0].shown if len(row.pieces) == 1 else reduce(union, (piece.shown for piece in row.pieces))
