"""The pages of a PDF as one text with its blocks and places."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from extractors.composed import Composed
from extractors.furniture import Mark
from extractors.joining import joint
from extractors.layout import Line, Row, regions, turned
from extractors.paragraphs import Paragraph, continues, merged, paragraphs, set_in
from extractors.pdf_page import Page
from extractors.plain import plain
from pipeline.document import BlockKind, Box, Place

HEADING = 1.15
"""Ratio to the body's size from which a paragraph is a heading."""
LONGEST_HEADING = 90
SMALL = 0.92
CAPTION = re.compile(
    r"(?:图|圖|表|附图|附圖|附表|照片|Fig(?:ure)?\.?|Table)\s*[0-9一二三四五六七八九十A-Z]{1,3}(?:[-.－][0-9]{1,3})*(?![0-9.年月日])"
)
FOOTNOTE = re.compile(r"(?:\[?[0-9]{1,3}\]?[ 　.、)]?|[①-⑳*†‡※]|注[：:])\s*\S")
TITLE_ZONE = 0.5
"""Share of the first page's height in which its title stands."""
TITLE = 1.25


def compose(
    pages: Sequence[Page], furniture: Mapping[tuple[int, int], Mark], size: float, claimed_title: str, limit: int
) -> Composed:
    """The whole text. Each page's furniture and hidden lines follow the last paragraph that begins on it."""
    flow: list[Paragraph] = []
    extras: dict[int, list[tuple[Line, Mark]]] = {}
    for index, page in enumerate(pages):
        kept, aside = _sorted_out(page, index, furniture)
        extras[page.number] = aside
        flow += _page_flow(kept, page)
    flow = _stitched(flow, size)
    levels = _levels(flow, size)
    title = _title(flow, pages, size)
    composed = Composed(limit, title=_said(title) or claimed_title)
    written = 0
    for paragraph in flow:
        written = _write_extras(composed, extras, written, paragraph.page - 1)
        _write(composed, paragraph, size, levels, paragraph is title)
    _write_extras(composed, extras, written, pages[-1].number if pages else 0)
    return composed


def body_size(pages: Sequence[Page]) -> float:
    """The font size most letters have."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            if not line.hidden:
                sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 12.0


def _sorted_out(page: Page, index: int, furniture: Mapping[tuple[int, int], Mark]) -> tuple[list[Line], list[tuple[Line, Mark]]]:
    kept: list[Line] = []
    aside: list[tuple[Line, Mark]] = []
    for number, line in enumerate(page.lines):
        mark = Mark("hidden", line.hidden) if line.hidden else furniture.get((index, number))
        if mark is None:
            kept.append(line)
        else:
            aside.append((line, mark))
    return kept, aside


def _page_flow(lines: list[Line], page: Page) -> Iterator[Paragraph]:
    """The paragraphs of a page: text that runs as most of it does, then what stands crosswise."""
    ways: Counter[int] = Counter()
    for line in lines:
        ways[_way(line)] += len(line.text)
    for way, _ in ways.most_common():
        level = [turned(line, way, page.width, page.height) for line in lines if _way(line, ways) == way]
        for region in regions(level):
            yield from paragraphs(region, page.number)


def _way(line: Line, ways: Counter[int] | None = None) -> int:
    """Quarter turns that bring the line level; upright letters one below the other are read as turned once."""
    if line.upright:
        return 1
    if len(line.text) == 1 and ways and line.turn == 0 and ways.most_common(1)[0][0] == 1:
        return 1
    return line.turn or 0


def _stitched(flow: list[Paragraph], size: float) -> list[Paragraph]:
    """Paragraphs joined over the ends of columns and pages, footnotes left where they are."""
    indented = _indented(flow)
    result: list[Paragraph] = []
    open_at: int | None = None
    for paragraph in flow:
        if _is_footnote(paragraph, size):
            result.append(paragraph)
            continue
        before = result[open_at] if open_at is not None else None
        if before is not None and open_at is not None and _goes_on(before, paragraph, indented):
            result[open_at] = merged(before, paragraph)
            continue
        result.append(paragraph)
        open_at = len(result) - 1
    return result


def _goes_on(one: Paragraph, other: Paragraph, indented: bool) -> bool:
    """Whether two paragraphs at the end and the beginning of two columns or pages are one."""
    last, first = one.rows[-1], other.rows[0]
    meet = one.region is not other.region and last[1] is one.region.rows[-1] and first[1] is other.region.rows[0]
    return meet and 0 <= first[0] - last[0] <= 1 and continues(one, other, indented=indented)


def _indented(flow: Sequence[Paragraph]) -> bool:
    """Whether this document's paragraphs begin with an indent."""
    longer = [paragraph for paragraph in flow if len(paragraph.rows) > 1]
    return sum(set_in(paragraph) for paragraph in longer) * 2 > len(longer)


def _is_footnote(paragraph: Paragraph, size: float) -> bool:
    row = paragraph.rows[0][1]
    return (
        paragraph.table is None
        and row.size < SMALL * size
        and paragraph.rows[-1][1] is paragraph.region.rows[-1]
        and FOOTNOTE.match(row.text) is not None
        and len(paragraph.region.rows) > len(paragraph.rows)
    )


def _is_heading(paragraph: Paragraph, size: float) -> bool:
    return paragraph.table is None and paragraph.size >= HEADING * size and len(_said(paragraph)) <= LONGEST_HEADING


def _levels(flow: Sequence[Paragraph], size: float) -> dict[float, int]:
    """Font size of headings to their level, the largest first."""
    sizes = {round(paragraph.size * 2) / 2 for paragraph in flow if _is_heading(paragraph, size)}
    return {found: level for level, found in enumerate(sorted(sizes, reverse=True), 1)}


def _title(flow: Sequence[Paragraph], pages: Sequence[Page], size: float) -> Paragraph | None:
    """The largest heading in the upper half of the first page."""
    if not pages:
        return None
    first = pages[0]
    candidates = [
        paragraph
        for paragraph in flow
        if paragraph.page == first.number
        and _is_heading(paragraph, size)
        and paragraph.size >= TITLE * size
        and paragraph.rows[0][1].pieces[0].shown.y0 < TITLE_ZONE * first.height
        and len(_said(paragraph)) > 1
    ]
    return max(candidates, key=_size, default=None)


def _said(paragraph: Paragraph | None) -> str:
    """The paragraph's text, for comparing and for the title."""
    if paragraph is None:
        return ""
    text = ""
    for _, row in paragraph.rows:
        cut, between = joint(text, row.text)
        text = f"{text[: len(text) - cut]}{between}{row.text}"
    return plain(text).text


def _write(composed: Composed, paragraph: Paragraph, size: float, levels: Mapping[float, int], is_title: bool) -> None:
    parts = [(row.text, Place(page=page, box=_box(row))) for page, row in paragraph.rows]
    if is_title:
        composed.add(parts, "heading", level=1, role="title", why="the largest heading of the first page")
    elif paragraph.contents:
        composed.add(parts, "paragraph", role="toc", why="dots lead to a page number")
    elif _is_heading(paragraph, size):
        composed.add(parts, "heading", level=levels[round(paragraph.size * 2) / 2])
    elif _is_footnote(paragraph, size):
        composed.add(parts, "footnote")
    elif CAPTION.match(paragraph.rows[0][1].text) and len(_said(paragraph)) <= LONGEST_HEADING:
        composed.add(parts, "caption")
    else:
        composed.add(parts, "paragraph")


def _write_extras(composed: Composed, extras: Mapping[int, list[tuple[Line, Mark]]], written: int, last: int) -> int:
    """The furniture of the pages after `written` up to `last`."""
    for number in range(written + 1, last + 1):
        for line, mark in extras.get(number, ()):
            place = Place(page=number, box=_rounded(line.shown))
            composed.add([(line.text, place)], _kind(mark), role=mark.role, why=mark.why)
    return max(written, last)


def _kind(mark: Mark) -> BlockKind:
    if mark.role not in ("running_head", "page_number"):
        return "paragraph"
    return "header" if "top" in mark.why else "footer"


def _box(row: Row) -> Box:
    boxes = [piece.shown for piece in row.pieces]
    return _rounded(
        Box(
            min(box.x0 for box in boxes), min(box.y0 for box in boxes), max(box.x1 for box in boxes), max(box.y1 for box in boxes)
        )
    )


def _rounded(box: Box) -> Box:
    return Box(*(round(edge, 2) for edge in box))


def _size(paragraph: Paragraph) -> float:
    return paragraph.size
