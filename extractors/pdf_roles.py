"""What a paragraph of a PDF is, by its size and place: title, heading, caption, footnote, a line of contents, body."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from extractors.joining import stitched
from extractors.paragraphs import Paragraph
from pipeline.document import BlockKind, Role

HEADING = 1.15
"""Ratio to the body's size from which a paragraph is a heading."""
LONGEST_HEADING = 90
LONGEST_BOLD = 40
SENTENCE_ENDS = "。！？；，、!?;,"
SMALL = 0.92
"""Ratio to the body's size up to which the foot of a column may be a footnote."""
CAPTION = re.compile(
    r"(?:图|圖|表|附图|附圖|附表|照片|Fig(?:ure)?\.?|Table)\s*[0-9一二三四五六七八九十A-Z]{1,3}(?:[-.－][0-9]{1,3})*(?![0-9.年月日])"
)
FOOTNOTE = re.compile(r"(?:\[?[0-9]{1,3}(?![0-9]|\s*[年月日])\]?[ 　.、)]?|[①-⑳*†‡※]|注[：:])\s*\S")
TITLE_ZONE = 0.5
"""Share of the first page's height in which its title stands."""
TITLE = 1.25


class Look(NamedTuple):
    """What a paragraph is, as a block says it."""

    kind: BlockKind
    level: int | None = None
    role: Role | None = None
    why: str = ""


def look(paragraph: Paragraph, size: float, levels: Mapping[float, int]) -> Look:
    """What a paragraph other than the title is. `size` is the body's, `levels` as `heading_levels` gives them."""
    if paragraph.contents:
        return Look("paragraph", role="toc", why="in a table of contents, with a page number")
    if is_heading(paragraph, size):
        return Look("heading", levels[_half_points(paragraph)])
    if is_footnote(paragraph, size):
        return Look("footnote")
    if is_caption(paragraph):
        return Look("caption")
    return Look("paragraph")


def said(paragraph: Paragraph) -> str:
    """The paragraph's text."""
    return stitched([row.text for _, row in paragraph.rows])[0]


def is_heading(paragraph: Paragraph, size: float) -> bool:
    """Whether it is set larger than the body; or, as large, in bold on a line of its own that ends as no sentence does."""
    if paragraph.table is not None:
        return False
    if paragraph.size >= HEADING * size:
        return len(said(paragraph)) <= LONGEST_HEADING
    row = paragraph.rows[0][1]
    if len(paragraph.rows) > 1 or not row.heavy or paragraph.size <= SMALL * size or len(row.text) > LONGEST_BOLD:
        return False
    return row.text[-1] not in SENTENCE_ENDS and not _all_heavy(paragraph)


def _all_heavy(paragraph: Paragraph) -> bool:
    """Whether its whole column is set in bold, so that bold says nothing."""
    return all(row.heavy for row in paragraph.region.rows) and len(paragraph.region.rows) > 3


def is_caption(paragraph: Paragraph) -> bool:
    return (
        paragraph.table is None
        and CAPTION.match(paragraph.rows[0][1].text) is not None
        and len(said(paragraph)) <= LONGEST_HEADING
    )


def is_footnote(paragraph: Paragraph, size: float) -> bool:
    """Whether it stands in small print, with a mark, at the foot of its column."""
    row, rows = paragraph.rows[0][1], paragraph.region.rows
    if paragraph.table is not None or row.size >= SMALL * size or not FOOTNOTE.match(row.text):
        return False
    begins = next((index for index, other in enumerate(rows) if other is row), 0)
    return (begins > 0 or paragraph.region.foot) and all(other.size < SMALL * size for other in rows[begins:])


def heading_levels(found: Sequence[Paragraph], size: float) -> dict[float, int]:
    """Font size of headings, in half points, to their level; the largest is 1."""
    sizes = {_half_points(paragraph) for paragraph in found if is_heading(paragraph, size)}
    return {size: level for level, size in enumerate(sorted(sizes, reverse=True), 1)}


def title(found: Sequence[Paragraph], size: float, *, page: int, height: float) -> Paragraph | None:
    """The largest heading in the upper half of page `page`."""
    candidates = [
        paragraph
        for paragraph in found
        if paragraph.page == page
        and is_heading(paragraph, size)
        and paragraph.size >= TITLE * size
        and paragraph.rows[0][1].pieces[0].shown.y0 < TITLE_ZONE * height
        and len(said(paragraph)) > 1
    ]
    return max(candidates, key=_size, default=None)


def _half_points(paragraph: Paragraph) -> float:
    return round(paragraph.size * 2) / 2


def _size(paragraph: Paragraph) -> float:
    return paragraph.size
