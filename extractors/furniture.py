"""Running heads, footers, page numbers and watermarks: what stands at the same place on page after page."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from extractors.rows import Line
from pipeline.document import Role

ZONE = 0.13
"""Share of the page's height, above and below, in which heads and footers stand."""
LARGEST = 1.3
"""A head is at most so much larger than the body: what is larger is a heading that happens to recur."""
LONGEST_HEAD = 40
"""Letters of a head whose words change."""
EDGES = ("top", "bottom")
LARGE = 1.5
"""Ratio to the body's size from which words may be a watermark."""
CROSSED = 2
"""Lines that a watermark lies across at the least."""
FAR = 1.5
"""Em of white below the head of a single page."""
APART = 0.8
"""Em of white from which a line stands apart; lines of a text are mostly nearer."""
GRID = 8.0
"""Points within which two lines stand at one height."""
FIGURES = re.compile(r"[0-9０-９]+|(?<![一二三四五六七八九十百])[一二三四五六七八九十百]++(?=\s*[页頁])")
PAGE_NUMBER = re.compile(
    r"[-–—―－~·•|\s]*(?:page\s*|p\.\s*|第\s*)?(?:[0-9０-９]{1,4}|[ivxlc]{1,7}|(?<=第)\s*[一二三四五六七八九十百]{1,5})\s*[页頁]?"
    r"\s*(?:(?:[/／,，、|（(]|of|共|总|總|\s)*\s*[0-9０-９]{1,4}\s*[页頁]?\s*[)）]?)?[-–—―－~·•|\s]*",
    re.IGNORECASE,
)


SENTENCE_END = re.compile(r"[。！？；]$|[A-Za-z0-9\u4e00-\u9fff)）]{3}[.]$")
NOTE = re.compile("[①-⑳⑴-⒇*†‡※]|[注註][：:0-9]")
"""What opens a note; one that opens with a figure is told by its end and its figures."""
DIGITS = re.compile("[0-9０-９]{1,9}")


class Mark(NamedTuple):
    """What a line is, and the reason in a few words."""

    role: Role
    why: str


class Sheet(NamedTuple):
    """One page's lines with its size."""

    lines: Sequence[Line]
    width: float
    height: float


Seen = dict[tuple[str, str, int], dict[int, Line]]
"""By zone, words and height: the line that stands there, page by page."""


def marks(sheets: Sequence[Sheet], body_size: float) -> dict[tuple[int, int], Mark]:
    """The furniture: (index of the page, index of the line) to what it is.

    A line counts when the same words, figures apart, stand at the same height near the edge of another page too, or when it
    is a page number; and only while nothing that is not furniture stands further out.
    """
    seen: Seen = defaultdict(dict)
    for number, sheet in enumerate(sheets):
        top, bottom = ZONE * sheet.height, (1 - ZONE) * sheet.height
        for line in sheet.lines:
            if line.shown.y1 < top or line.shown.y0 > bottom:
                for key in _keys(line, sheet):
                    seen[key][number] = line
    changing = {edge: _changing(sheets, edge, body_size) for edge in EDGES}
    found: dict[tuple[int, int], Mark] = {}
    for number, sheet in enumerate(sheets):
        for edge in EDGES:
            marked = _edge(sheet, edge, seen, body_size, len(sheets)) or changing[edge].get(number, [])
            found.update({(number, index): mark for index, mark in marked})
        found |= _slanted(number, sheet)
    if len(sheets) == 1 and any(mark.role == "page_number" for mark in found.values()):
        found |= _lone_head(sheets[0], body_size)
    return found | _watermarks(sheets, body_size)


def _changing(sheets: Sequence[Sheet], edge: str, body_size: float) -> dict[int, list[tuple[int, Mark]]]:
    """Heads whose words change from section to section: short lines of one size at one height, outermost on page after page.

    Their words need stand nowhere else; where only two pages have them, they must be those of a heading in the text.
    """
    places: dict[tuple[float, int], dict[int, list[int]]] = defaultdict(dict)
    for number, sheet in enumerate(sheets):
        level = next(iter(_levels(sheet, edge)), [])
        lines = [sheet.lines[index] for index in level]
        heads = [line for line in lines if not PAGE_NUMBER.fullmatch(line.text)] or lines
        if heads and all(_is_short(line, body_size) for line in heads) and _is_set_off(heads, sheet, body_size):
            height = heads[0].shown.y0 if edge == "top" else sheet.height - heads[0].shown.y1
            places[heads[0].size, round(height / GRID)][number] = level
    found: dict[int, list[tuple[int, Mark]]] = {}
    for pages in places.values():
        if len(pages) >= 3 or (len(pages) == 2 and _are_headings(sheets, pages)):
            mark = Mark("running_head", f"at the {edge} of {len(pages)} pages, its words changing")
            for number, level in pages.items():
                numbers = [PAGE_NUMBER.fullmatch(sheets[number].lines[index].text) is not None for index in level]
                marked = [_number_at(edge) if is_number else mark for is_number in numbers]
                found[number] = list(zip(level, marked, strict=True))
    return found


def _number_at(edge: str) -> Mark:
    return Mark("page_number", f"a number alone at the {edge} of the page")


def _lone_head(sheet: Sheet, body_size: float) -> dict[tuple[int, int], Mark]:
    """The head of a page that stands alone but has a number: small print above all, far from the text."""
    levels = _levels(sheet, "top")
    if not levels:
        return {}
    lines = [sheet.lines[index] for index in levels[0]]
    foot = max(line.shown.y1 for line in lines)
    below = min((line.shown.y0 for line in sheet.lines if line.shown.y0 >= foot), default=foot)
    if below - foot < FAR * body_size or not all(_is_short(line, body_size) for line in lines):
        return {}
    return {(0, index): Mark("running_head", "small print at the top of a page with a number") for index in levels[0]}


def _is_short(line: Line, body_size: float) -> bool:
    short = 0 < len(line.text) <= LONGEST_HEAD and line.text[-1] not in "。；，、;,"
    return short and line.table is None and line.turn == 0 and line.size <= 0.95 * body_size


def _is_set_off(lines: Sequence[Line], sheet: Sheet, body_size: float) -> bool:
    return all(_stands_apart(line, sheet, body_size) for line in lines)


def _are_headings(sheets: Sequence[Sheet], pages: Mapping[int, Sequence[int]]) -> bool:
    """Whether the words of every such line stand larger or bolder somewhere in the text."""
    lines = [sheets[number].lines[index] for number, level in pages.items() for index in level]
    smallest = max(line.size for line in lines)
    wanted = {_bare(line) for line in lines if not PAGE_NUMBER.fullmatch(line.text)}
    firsts = {words[:1] for words in wanted}
    larger = (line for sheet in sheets for line in sheet.lines if line.size > smallest or line.heavy)
    return wanted <= {_bare(line) for line in larger if line.text.lstrip()[:1] in firsts}


def _bare(line: Line) -> str:
    return "".join(line.text.split())


def _edge(sheet: Sheet, edge: str, seen: Seen, body_size: float, pages: int) -> list[tuple[int, Mark]]:
    """From the edge inwards, level by level, as long as every line of the level is furniture."""
    found: list[tuple[int, Mark]] = []
    for level in _levels(sheet, edge):
        marked = [(index, _mark(sheet.lines[index], sheet, edge, seen, body_size, pages)) for index in level]
        if any(mark is not None and mark.role == "running_head" for _, mark in marked):
            marked = [(index, mark or _beside_a_head(sheet.lines[index], sheet, edge, body_size)) for index, mark in marked]
        if any(mark is None for _, mark in marked):
            break
        found += [(index, mark) for index, mark in marked if mark is not None]
    return found


def _beside_a_head(line: Line, sheet: Sheet, edge: str, body_size: float) -> Mark | None:
    """What stands level with a head that recurs, such as the name of the section between a date and a page number.

    It must be small print far from the text: in the last row of a list, too, words may stand that others have.
    """
    if not _is_short(line, body_size):
        return None
    gaps = [max(other.shown.y0 - line.shown.y1, line.shown.y0 - other.shown.y1) for other in sheet.lines if not other.hidden]
    near = min((gap for gap in gaps if gap > -0.5 * line.size), default=FAR * body_size)
    return Mark("running_head", f"beside what stands at the {edge} of several pages") if near >= FAR * body_size else None


def _mark(line: Line, sheet: Sheet, edge: str, seen: Seen, body_size: float, pages: int) -> Mark | None:
    if line.size > LARGEST * body_size or line.table is not None:
        return None
    if PAGE_NUMBER.fullmatch(line.text):
        return _number_at(edge)
    same, alike = _keys(line, sheet)[:2], _keys(line, sheet)[2:]
    sentence = SENTENCE_END.search(line.text) is not None
    if sentence and edge == "bottom" and not _follows_furniture(line, sheet, seen):
        same = []
    if sentence or NOTE.match(line.text) or not _stands_apart(line, sheet, body_size):
        alike = []
    times = max([len(seen[key]) for key in same] + [len(seen[key]) for key in alike if _counts_up(seen[key])], default=0)
    if times >= (2 if pages < 10 else 3):
        return Mark("running_head", f"at the {edge} of {times} pages")
    return None


def _counts_up(lines: Mapping[int, Line]) -> bool:
    """Whether the figures of lines that are else alike go up from page to page, or begin anew, as numbers of pages do."""
    figures = [[int(figure) for figure in DIGITS.findall(line.text)] for _, line in sorted(lines.items())]
    return all(
        one <= other or other <= 1 for before, after in pairwise(figures) for one, other in zip(before, after, strict=False)
    )


def _follows_furniture(line: Line, sheet: Sheet, seen: Seen) -> bool:
    """Whether the line right above, if one is, stands on other pages too: else a sentence that ends here is a note's."""
    above = [other for other in sheet.lines if -0.5 * line.size < line.shown.y0 - other.shown.y1 < APART * line.size]
    alike = [other for other in above if abs(other.size - line.size) <= 0.06 * line.size and not other.hidden]
    return all(any(len(seen[key]) > 1 for key in _keys(other, sheet)[:2]) for other in alike)


def _stands_apart(line: Line, sheet: Sheet, body_size: float) -> bool:
    """Whether white or another size sets the line off from the text inwards of it."""
    if abs(line.size - body_size) > 0.06 * body_size:
        return True
    gaps = [max(other.shown.y0 - line.shown.y1, line.shown.y0 - other.shown.y1) for other in sheet.lines if not other.hidden]
    return min((gap for gap in gaps if gap > -0.5 * line.size), default=APART * line.size) >= APART * line.size


def _levels(sheet: Sheet, edge: str) -> list[list[int]]:
    """Lines of the zone, grouped by height, the outermost level first."""
    top, bottom = ZONE * sheet.height, (1 - ZONE) * sheet.height
    inside = [
        index
        for index, line in enumerate(sheet.lines)
        if (line.shown.y1 < top if edge == "top" else line.shown.y0 > bottom and line.shown.y1 >= top)
        and not (line.hidden or line.comment)
    ]
    levels: list[list[int]] = []
    for index in sorted(inside, key=lambda index: sheet.lines[index].shown.y0, reverse=edge == "bottom"):
        line = sheet.lines[index]
        if levels and abs(sheet.lines[levels[-1][0]].shown.y1 - line.shown.y1) < 0.6 * line.size:
            levels[-1].append(index)
        else:
            levels.append([index])
    return levels


def _slanted(number: int, sheet: Sheet) -> dict[tuple[int, int], Mark]:
    """Text set aslant over the page is a watermark or a stamp, not a part of the text."""
    return {(number, index): Mark("watermark", "set aslant") for index, line in enumerate(sheet.lines) if line.turn is None}


def _watermarks(sheets: Sequence[Sheet], body_size: float) -> dict[tuple[int, int], Mark]:
    """Large words that lie across the text, on one page or at one place of several."""
    places: dict[tuple[str, int, int], list[tuple[int, int]]] = defaultdict(list)
    across: set[tuple[str, int, int]] = set()
    for number, sheet in enumerate(sheets):
        for index, line in enumerate(sheet.lines):
            if line.size >= LARGE * body_size and line.table is None and not line.hidden and len(line.text) <= LONGEST_HEAD:
                key = (_bare(line), round(line.shown.x0 / GRID), round(line.shown.y0 / GRID))
                places[key].append((number, index))
                if sum(_overlap(line, other) for other in sheet.lines if other is not line) >= CROSSED:
                    across.add(key)
    return {
        place: Mark("watermark", f"large words across the text, on {len(places[key])} pages")
        for key in across
        for place in places[key]
    }


def _overlap(line: Line, other: Line) -> bool:
    """Whether a line, smaller by far, lies over the other's letters."""
    one, two = line.shown, other.shown
    across = min(one.x1, two.x1) - max(one.x0, two.x0)
    down = min(one.y1, two.y1) - max(one.y0, two.y0)
    return bool(other.text) and other.size * LARGE <= line.size and across > other.size and down > 0.5 * (two.y1 - two.y0)


def _keys(line: Line, sheet: Sheet) -> list[tuple[str, str, int]]:
    """Zone, words and height, first with figures, then without; two heights, so that neighbours of a grid line still meet."""
    zone = _zone(line, sheet)
    if not zone:
        return []
    words = "".join(line.text.split())
    height = line.shown.y0 if zone == "top" else sheet.height - line.shown.y1
    levels = (round(height / GRID), round(height / GRID) + 1)
    alike = FIGURES.sub("#", words)
    exact = [(f"{zone} exactly", words, level) for level in levels]
    return exact + [(zone, alike, level) for level in levels]


def _zone(line: Line, sheet: Sheet) -> str:
    if line.shown.y1 < ZONE * sheet.height:
        return "top"
    return "bottom" if line.shown.y0 > (1 - ZONE) * sheet.height else ""
