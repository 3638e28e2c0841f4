"""The pages of a PDF as one flow: paragraphs in reading order, whole over columns and pages, furniture set aside."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from msgspec.structs import replace

from extractors.aligned import tabled
from extractors.dropcaps import joined
from extractors.furniture import Mark
from extractors.layout import Region, regions
from extractors.paragraphs import ENDS, STRONG_ENDS, Paragraph, continues, merged, paragraphs, set_in
from extractors.pdf_page import Page
from extractors.pdf_roles import CAPTION, SMALL, is_caption, is_footnote, is_heading
from extractors.pdf_suspicion import DOUBTFUL
from extractors.rows import SLACK, Line, Row, turned
from extractors.sidebars import sidebars
from extractors.tables_over_pages import Piece, go_together
from pipeline.document import Box

LONG = 6
"""Rows of a column that tell its edges."""
AROUND = 12.0
"""Points by which a rule may fall short of the text."""
COLUMNS = 4
"""Ends of columns that are remembered."""


@dataclass(frozen=True, slots=True)
class Flow:
    """All paragraphs of a document, and for each page (by number) what stands beside them."""

    paragraphs: Sequence[Paragraph]
    aside: Mapping[int, Sequence[tuple[Line, Mark]]]


def flow(pages: Sequence[Page], furniture: Mapping[tuple[int, int], Mark], size: float) -> Flow:
    """The pages in reading order. `furniture` is keyed by the index of the page and of the line; `size` is the body's."""
    found: list[Paragraph] = []
    aside: dict[int, list[tuple[Line, Mark]]] = {}
    gutters: dict[int, list[float]] = {}
    usual: dict[int, Region] = {}
    for index, page in enumerate(pages):
        kept, aside[page.number] = _sorted_out(page, index, furniture)
        found += _page_flow(kept, page, gutters, usual, size)
    return Flow(_stitched(found, {page.number: page for page in pages}, size), aside)


def body_size(pages: Sequence[Page]) -> float:
    """The font size most letters have."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.every_line():
            if not line.hidden:
                sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 12.0


def pieces(paragraph: Paragraph, pages: Mapping[int, Page]) -> list[Piece]:
    """The parts of a table, page by page."""
    return [Piece(page, pages[page].tables[row.table]) for page, row in paragraph.rows if row.table is not None]


def _sorted_out(page: Page, index: int, furniture: Mapping[tuple[int, int], Mark]) -> tuple[list[Line], list[tuple[Line, Mark]]]:
    kept: list[Line] = []
    aside: list[tuple[Line, Mark]] = []
    for number, line in enumerate(page.lines):
        mark = _own_mark(line, page) or furniture.get((index, number))
        if mark is None:
            kept.append(line)
        else:
            aside.append((line, mark))
    return kept, aside + page.aside


def _own_mark(line: Line, page: Page) -> Mark | None:
    if line.hidden:
        return Mark("hidden", line.hidden)
    doubt = page.distrusted.get(line.face)
    if doubt is not None and doubt.kind != DOUBTFUL:
        return Mark("garbled", f"{doubt.kind}: {doubt.why}")
    return Mark("comment", "a remark on the page") if line.comment else None


def _page_flow(
    lines: list[Line], page: Page, gutters: dict[int, list[float]], usual: dict[int, Region], size: float
) -> Iterator[Paragraph]:
    """The paragraphs of a page: text that runs as most of it does, then what stands crosswise.

    `gutters` are those of the pages before, for each way that text runs, `usual` the last long column.
    """
    for way, level in _by_way(lines, page).items():
        main, apart = sidebars(level, page.frames) if way == 0 and page.frames else (level, [])
        floor = max((line.box.y1 for line in level if line.table is not None or line.size >= SMALL * size), default=0.0)
        found: list[Paragraph] = []
        main = tabled(joined(main), page.tables) if way == 0 else joined(main)
        zones = _zones(main, page.rules) if way == 0 and page.rules else [main]
        parts = [part for zone in zones for part in regions(zone, gutters.setdefault(way, []))]
        for part in _as_before(parts, usual, way):
            foot = all(row.table is None and row.size < SMALL * size and row.box.y0 >= floor - SLACK for row in part.rows)
            found += paragraphs(replace(part, foot=True) if foot else part, page.number)
        for sidebar in apart:
            at = next((index for index, paragraph in enumerate(found, 1) if _holds(paragraph, sidebar.beside)), len(found))
            found[at:at] = paragraphs(sidebar.region(), page.number)
        yield from found


def _zones(lines: list[Line], rules: Sequence[Box]) -> list[list[Line]]:
    """The lines above and below each rule as wide as the text, where enough stand on both sides to have columns of their own."""
    left, right = min((line.box.x0 for line in lines), default=0.0), max((line.box.x1 for line in lines), default=0.0)
    wide = sorted(rule.y0 for rule in rules if rule.x0 <= left + AROUND and rule.x1 >= right - AROUND)
    zones, rest = [], lines
    for rule in wide:
        above = [line for line in rest if line.box.y1 <= rule + SLACK]
        below = [line for line in rest if line.box.y0 >= rule - SLACK]
        if min(len(above), len(below)) > LONG and len(above) + len(below) == len(rest):
            zones.append(above)
            rest = below
    return [*zones, rest]


def _as_before(parts: Sequence[Region], usual: dict[int, Region], way: int) -> list[Region]:
    """The columns of a page, those of few rows with the edges of the long one on an earlier page that they stand within.

    A page may begin with the last lines of a letter: how far its paragraphs are set in, they do not tell. Columns side by side
    are left as they are.
    """
    before = usual.pop(way, None)
    if any(_side_by_side(one, other) for one, other in combinations(parts, 2)):
        return list(parts)
    told = [part if before is None else _with_edges(part, before) for part in parts]
    last = next((part for part in reversed(told) if len(part.rows) >= LONG), before)
    if last is not None:
        usual[way] = last
    return told


def _side_by_side(one: Region, other: Region) -> bool:
    return min(one.rows[-1].box.y1, other.rows[-1].box.y1) - max(one.rows[0].box.y0, other.rows[0].box.y0) > SLACK


def _with_edges(part: Region, before: Region) -> Region:
    """The column with the edges of one before, where it stands within them and its rows do not tell more."""
    within = before.left - SLACK <= part.left and part.right <= before.right + SLACK
    all_set_in = before.indent > 0 and not part.indent and abs(part.left - before.left - before.indent) < SLACK
    if not within or abs(part.size - before.size) > 0.06 * before.size or not (len(part.rows) < LONG or all_set_in):
        return part
    return replace(part, left=before.left, right=before.right, step=min(part.step, before.step), indent=before.indent)


def _by_way(lines: list[Line], page: Page) -> dict[int, list[Line]]:
    """The lines by the way they run, brought level, most letters first; letters that stand alone go with upright ones."""
    ways: Counter[int] = Counter()
    for line in lines:
        ways[_way(line)] += len(line.text)
    if list(ways) == [0]:  # nearly every page
        return {0: lines}
    usual = ways.most_common(1)[0][0] if ways else 0
    by_way: dict[int, list[Line]] = {way: [] for way, _ in ways.most_common()}
    for line in lines:
        lone = len(line.text) <= 1 and line.turn == 0 and usual == 1
        way = usual if lone else _way(line)
        by_way[way].append(turned(line, way, page.width, page.height))
    return by_way


def _holds(paragraph: Paragraph, line: Line) -> bool:
    """Whether a line, or what was made of it, stands in a paragraph."""
    x, y = line.box.x0 + SLACK, (line.box.y0 + line.box.y1) / 2
    return any(row.box.x0 <= x <= row.box.x1 and row.box.y0 <= y <= row.box.y1 for _, row in paragraph.rows)


def _way(line: Line) -> int:
    """Quarter turns that bring the line level; upright letters one below the other are read as turned once."""
    return 1 if line.upright else line.turn or 0


def _stitched(found: Sequence[Paragraph], pages: Mapping[int, Page], size: float) -> list[Paragraph]:
    """Paragraphs and tables joined over the ends of columns and pages; footnotes and captions are left where they are.

    Small print goes on with small print, and a paragraph that breaks off at a sidebar goes on after it.
    """
    indented = _indented(found)
    result: list[Paragraph] = []
    ends: dict[bool, list[int]] = {True: [], False: []}
    for paragraph in found:
        if is_footnote(paragraph, size) or is_caption(paragraph):
            result.append(paragraph)
            continue
        small = paragraph.table is None and paragraph.size < SMALL * size
        same = ends[small]
        at = next(
            (at for at in _tried(same, result, size) if _goes_on(result[at], paragraph, pages, size, indented and not small)),
            None,
        )
        if at is None:
            result.append(paragraph)
            at = len(result) - 1
        else:
            result[at] = merged(result[at], paragraph)
        if same and result[same[-1]].region is paragraph.region:
            same.pop()
        same.append(at)
    return result


def _tried(ends: Sequence[int], result: Sequence[Paragraph], size: float) -> Iterator[int]:
    """The last paragraph; and if that is finished and those before it in other columns are not, these too."""
    if ends:
        yield ends[-1]
    if ends and result[ends[-1]].table is None and _ending(result[ends[-1]]) in STRONG_ENDS:
        for at in reversed(ends[-COLUMNS:-1]):
            if _breaks_off(result[at], size):
                yield at


def _breaks_off(paragraph: Paragraph, size: float) -> bool:
    """Whether it is running text without an end; a line alone in its column is a heading."""
    if paragraph.table is not None or is_heading(paragraph, size) or len(paragraph.region.rows) < 2:
        return False
    return _ending(paragraph) not in ENDS


def _ending(paragraph: Paragraph) -> str:
    return paragraph.rows[-1][1].text[-1:]


def _goes_on(one: Paragraph, other: Paragraph, pages: Mapping[int, Page], size: float, indented: bool) -> bool:
    """Whether two paragraphs, or two tables, at the end and the beginning of two columns or pages are one."""
    if one.region is other.region or not 0 <= other.rows[0][0] - one.rows[-1][0] <= 1:
        return False
    if not (_is_last(one, size) and _is_first(other, size)) or _stands_alone(one, other, size):
        return False
    if one.table is not None and other.table is not None:
        return other.rows[0][0] > one.rows[-1][0] and go_together(pieces(one, pages)[-1], pieces(other, pages)[0])
    return continues(one, other, indented=indented)


def _stands_alone(one: Paragraph, other: Paragraph, size: float) -> bool:
    """Whether a line is a heading, or on one page with another that is alone in its column as well."""
    if one.table is not None or len(one.rows) > 1:
        return False
    lone = len(one.region.rows) == len(other.region.rows) == 1 and one.page == other.page
    return lone or is_heading(one, size)


def _is_last(paragraph: Paragraph, size: float) -> bool:
    """Whether nothing but small print and captions stands below it in its column."""
    rows, last = paragraph.region.rows, paragraph.rows[-1][1]
    after = rows[next(index for index, row in enumerate(rows) if row is last) + 1 :]
    return all(_is_beside(row, size) for row in after)


def _is_first(paragraph: Paragraph, size: float) -> bool:
    """Whether nothing but small print and captions stands above it in its column."""
    rows, first = paragraph.region.rows, paragraph.rows[0][1]
    before = rows[: next(index for index, row in enumerate(rows) if row is first)]
    return all(_is_beside(row, size) for row in before)


def _is_beside(row: Row, size: float) -> bool:
    return row.table is None and (row.size < SMALL * size or CAPTION.match(row.text) is not None)


def _indented(found: Sequence[Paragraph]) -> bool:
    """Whether this document's paragraphs begin with an indent."""
    longer = [paragraph for paragraph in found if len(paragraph.rows) > 1]
    return sum(set_in(paragraph) for paragraph in longer) * 2 > len(longer)
