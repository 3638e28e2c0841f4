"""Saved web pages: all text in the order of the page, each run with its place and, outside the article, with its role.

::

    bytes ── web_markup ──> tree ──┬─ web_blocks ──> runs ── web_judge ──> roles ─┐
                                   └─ web_head ────────────────── web_byline ─────┴──> Extraction

Nothing is dropped: navigation, adverts and hidden text stand in the text with their roles and reasons.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from msgspec import structs

from extractors import attached
from extractors.composer import CellText, Composer
from extractors.plain import replaced_notes
from extractors.registry import Context, Format
from extractors.sites import site_of
from pipeline.document import Cell, Extraction, Note, Place, Role
from pipeline.errors import DocumentError, Flag, Reason

if TYPE_CHECKING:
    from extractors.charset import Decoded
    from extractors.web_blocks import Page, Run

HEAD = 1 << 16
"""Bytes by which a page is recognised."""


def recognise(data: bytes) -> bool:
    """Whether the head of `data` is markup of a page: it opens with a tag of HTML, or holds end tags of several kinds."""
    head = data[:HEAD].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\f")
    preamble = PREAMBLE.match(head)
    opening = OPENING.match(head, preamble.end() if preamble else 0)
    return opening is not None or len({tag.lower() for tag in END_TAG.findall(head)}) > 3


def extract(data: bytes, context: Context) -> Extraction:
    """The text of a page with its roles, tables, title and byline.

    Raises DocumentError NO_TEXT for a page that shows none; a limit that was hit is noted and what was read is given.
    """
    from extractors import (  # noqa: PLC0415  lxml loads slowly
        web_assets,
        web_blocks,
        web_byline,
        web_data,
        web_head,
        web_judge,
        web_markup,
        web_sites,
    )

    markup = web_markup.parse(data)
    context.progress()
    head = web_head.read(markup.root, markup.decoded.text[: web_markup.SNIFFED])
    page = web_blocks.build(markup.root)
    if page.depth > 2 * web_markup.MAX_DEPTH:
        markup = web_markup.flattened(markup)
        page = web_blocks.build(markup.root)
    told = None
    if not web_judge.shows_text(page.runs) and (told := web_data.article(markup.root)) is not None:
        markup.root.append(told)
        page = web_blocks.build(markup.root)
    if not page.runs and any(shown.frame for shown in page.shown):
        return _frames(page, context)
    if not page.runs:
        raise DocumentError(Reason.NO_TEXT, "the page shows no text")
    revealed = web_judge.reveal(page.runs)
    context.progress()
    shown = [i for i, run in enumerate(page.runs) if not run.hidden and run.text]
    runs = [page.runs[i] for i in shown]
    verdict = web_judge.judge(page, runs, head)
    if context.sites and (site := site_of(context.sites, context.address or head.address)) is not None:
        verdict = web_sites.applied(site, page, runs, markup.root, verdict)
    judged = dict(zip(shown, map(_Judged, verdict.roles, verdict.whys), strict=True))
    composer = Composer(context.limits)
    _compose(composer, page, judged, context)
    extraction = composer.extraction(title=web_byline.title(runs, verdict.title, head))
    byline = web_byline.byline(runs, verdict.roles, verdict.title, head)
    roles: list[Role | None] = [judged[i].role if i in judged else "hidden" for i in range(len(page.runs))]
    children, lost = attached.kept(web_assets.saved_with(page, roles, context), context)
    seen = (*_charset_notes(markup.decoded), *_reveal_notes(revealed, as_data=told is not None))
    notes = (*markup.notes, *seen, *extraction.notes, *lost)
    return replace(extraction, byline=byline, children=children, notes=notes)


def _frames(page: "Page", context: Context) -> Extraction:
    """A page that is nothing but frames: what they show, where it was saved too."""
    from extractors import web_assets  # noqa: PLC0415

    children, lost = attached.kept(web_assets.saved_with(page, (), context), context)
    if not children:
        raise DocumentError(Reason.NO_TEXT, "the page shows nothing but frames, which were not saved with it")
    return Extraction(children=children, notes=lost)


PREAMBLE = re.compile(rb"(?:<\?xml[^>]{0,300}\?>|<!--(?:[^-]|-(?!->)){0,20000}-->|[ \t\r\n\f])+")
OPENING = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|link|base|script|style|div|table|center|font|frameset|article|main|section"
    rb"|span|p|h[1-6]|ul|ol|a|b|i|img|br|form|iframe|nav|header|strong|em|blockquote|pre|hr)(?:[\s/>]|$)",
    re.IGNORECASE,
)
END_TAG = re.compile(rb"</(html|head|body|div|table|tr|td|p|a|span|font|ul|li|title|center|h[1-6])\s*>", re.IGNORECASE)


class _Judged(NamedTuple):
    role: Role | None
    why: str


def _compose(composer: Composer, page: "Page", judged: dict[int, _Judged], context: Context) -> None:
    """Writes every run; stops with a note where a limit is reached."""
    cells = 0
    try:
        for table, group in groupby(enumerate(page.runs), _table_of):
            if table is None:
                for i, run in group:
                    role, why = judged.get(i, _Judged("hidden", run.hidden))
                    composer.block(run.text, run.kind, _place(page, run), level=run.level, role=role, why=why)
                continue
            members = list(group)
            cells += len(members)
            if cells > context.limits.cells:
                composer.note(Reason.LIMIT_CELLS, f"only the first {context.limits.cells} cells are read")
                return
            rows = [row for _, row in _rows(composer, page, members, judged)]
            composer.table(rows, structs.replace(_place(page, members[0][1]), table=table + 1))
    except DocumentError as limit:
        composer.note(limit.reason, limit.detail)


def _rows(
    composer: Composer, page: "Page", members: Sequence[tuple[int, "Run"]], judged: dict[int, _Judged]
) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    for number, row in groupby(members, _row_of):
        cells = []
        for column, (i, run) in enumerate(row, 1):
            role, why = judged.get(i, _Judged(None, ""))
            place = structs.replace(_place(page, run), row=number + 1, column=column)
            at = run.cell
            cells.append(
                CellText(
                    text=run.text, place=place, columns=at.columns if at else 1, rows=at.rows if at else 1, role=role, why=why
                )
            )
        yield number, composer.row(cells)


def _table_of(numbered: tuple[int, "Run"]) -> int | None:
    at = numbered[1].cell
    return at.table if at else None


def _row_of(numbered: tuple[int, "Run"]) -> int:
    at = numbered[1].cell
    return at.row if at else 0


def _place(page: "Page", run: "Run") -> Place:
    from extractors.web_blocks import xpath  # noqa: PLC0415

    return Place(xpath=xpath(page, run.node))


def _charset_notes(decoded: "Decoded") -> tuple[Note, ...]:
    notes = replaced_notes(decoded.replaced)
    if decoded.double:
        notes += (Note(Flag.GARBLED_TEXT, f"was once read as {decoded.double} and saved so; put right"),)
    return notes


def _reveal_notes(revealed: str, *, as_data: bool) -> tuple[Note, ...]:
    if as_data:
        return (Note(Flag.HIDDEN_TEXT, "the article stands in a script, as data for it to show; read as shown"),)
    return (
        (Note(Flag.HIDDEN_TEXT, f"the article itself is hidden ({revealed}) until a script shows it; read as shown"),)
        if revealed
        else ()
    )


FORMAT = Format(
    name="html",
    media_types=("text/html", "application/xhtml+xml"),
    extensions=(".html", ".htm", ".xhtml", ".shtml"),
    version="7",
    rank=800,
    recognise=recognise,
    extract=extract,
)
