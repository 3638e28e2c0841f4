"""Rows of a column to paragraphs, and paragraphs over the ends of columns and pages to whole ones."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from extractors.joining import is_han
from extractors.layout import INDENT, Region
from extractors.rows import Row

ENDS = "。！？；：!?;:…”』」）)."
"""Signs after which a paragraph may end."""
STRONG_ENDS = "。！？!?…”』」"
MARKER = re.compile(
    "(?:第[一二三四五六七八九十百0-9]{1,4}[章节節条條款篇部]|[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十0-9]{1,3}[）)]"
    "|[0-9]{1,2}(?:[、．)）]|[.](?![0-9]))|[0-9]{1,2}(?:[.][0-9]{1,2}){1,3}[ 　]"
    "|[①-⑳⑴-⒇●○■□◆◇▲△★☆•·►➢√–-][ 　]?|[A-Za-z][.)][ ]|\\[[0-9]{1,3}\\])"
)
"""What opens an item of a list or a numbered heading."""
ANNEX = re.compile(r"附[件錄录表圖图]\s*[0-9一二三四五六七八九十]{0,3}\s*[：:]?")
"""What stands alone above an annex."""
LEADERS = re.compile(r"(?:[.．·⋅∙…⋯‥_]{4,}|(?:[.．·⋅∙…] ){4,}|…{2,})\s*[-–—]?\s*(?:[0-9０-９]\s?){1,4}[-–—]?$")
"""Dots that lead to a page number: a line of a table of contents."""
PAGE = re.compile("[0-9０-９]{1,4}|[ivxlcIVXLC]{1,7}")
"""What a line of a table of contents ends in that has no dots, as those of chapters have none."""
FORMULA_NUMBER = re.compile("[(（][0-9A-Z]{1,3}(?:[.．–-][0-9]{1,3}){0,2}[)）]")
"""What a formula that stands alone ends in, at the right edge."""
FAR = 2.0
"""Em of white before these two, and between labels of a form on one row."""
LABEL = re.compile("[\u4e00-\u9fff]{2,8}[：:]")
"""What a line of a certificate or a form begins with: 专利权人：…"""
LAST_OF_LEADERS = frozenset("0123456789０１２３４５６７８９-–— \t\u3000\xa0")
"""What may stand at the end of such a line; nearly all lines end otherwise."""
LATIN_WORD = re.compile(r"[^\s\u2e80-\u9fff\uff00-\uffef]+")
NOTE = re.compile("[\\[［(（]?([0-9]{1,3})[\\]］)）]?[ 　.、]?(?=[^0-9.%,年月日项个])")
NOTE_BEGINS = frozenset("0123456789[［(（")
EDGE = 3.0
"""Points within which the beginnings of two notes stand on one edge."""
NEARLY = 0.75
"""Share of a cell's width that the last row of unfinished text reaches."""
SET_OFF = 0.22
"""Em of white more than usual by which paragraphs without an indent are set off."""
SENTENCE_END = re.compile("[。！？!?….”』」][0-9]{0,2}$")
"""The mark of a note may follow it."""
RAGGED = 0.12
"""Share of the column's width by which Latin lines may fall short within a paragraph that is not justified."""
NARROW, ALIKE = 10, 3
"""Letters of a row beside a picture at the least; rows that end at one place."""
SIZES = 1.12
"""Ratio of font sizes from which two lines are not of one paragraph."""


class Paragraph(Struct, frozen=True, gc=False):
    """Rows that belong together. `region` is the column its last row stands in, `page` where its first row stands."""

    rows: tuple[tuple[int, Row], ...]
    """Each with its page."""
    region: Region
    size: float
    """The font size of its longest row."""
    contents: bool = False
    """A line of a table of contents."""

    @property
    def page(self) -> int:
        return self.rows[0][0]

    @property
    def table(self) -> int | None:
        return self.rows[0][1].table


def paragraphs(region: Region, page: int) -> Iterator[Paragraph]:
    """The paragraphs of one column in order."""
    rows: list[Row] = []
    widest = max((row.box.x1 for row in region.rows), default=0.0)
    entries = _entries(region)
    for index, row in enumerate(region.rows):
        follower = region.rows[index + 1] if index + 1 < len(region.rows) else None
        if rows and (
            (index in entries and MARKER.match(row.text) is not None)
            or index - 1 in entries
            or _labelled_apart(rows, row, widest)
            or _starts(rows, row, follower, region)
            or _again_set_in(rows, row, region)
        ):
            yield _paragraph(rows, region, page, contents=index - 1 in entries)
            rows = []
        rows.append(row)
    if rows:
        yield _paragraph(rows, region, page, contents=len(region.rows) - 1 in entries)


def _entries(region: Region) -> frozenset[int]:
    """The rows of a table of contents that name a page, by number: those with dots, and among these those that end as they do."""
    dotted = [index for index, row in enumerate(region.rows) if leads_to_a_page(row.text)]
    if len(dotted) < 2:
        return frozenset(dotted)
    edge = max(region.rows[index].box.x1 for index in dotted)
    others = [index for index, row in enumerate(region.rows) if row.box.x1 > edge - EDGE and _ends_apart(row, PAGE)]
    return frozenset([*dotted, *others])


def _ends_apart(row: Row, form: re.Pattern[str]) -> bool:
    """Whether what stands apart at the end of a row has this form."""
    if len(row.pieces) < 2 or form.fullmatch(row.pieces[-1].text) is None:
        return False
    return row.pieces[-1].box.x0 - row.pieces[-2].box.x1 >= FAR * row.size


def leads_to_a_page(text: str) -> bool:
    """Whether dots lead to a page number at its end."""
    return text[-1:] in LAST_OF_LEADERS and LEADERS.search(text[-200:]) is not None


def continues(one: Paragraph, other: Paragraph, *, indented: bool) -> bool:
    """Whether `other`, first in its column or page, goes on with `one`, last in the column or page before.

    `indented` says whether paragraphs of this document begin with an indent.
    """
    last, first = one.rows[-1][1], other.rows[0][1]
    if one.table is not None or other.table is not None or one.contents or other.contents or not _like(last, first):
        return False
    if ANNEX.fullmatch(first.text) or _at_the_right(one, last):
        return False
    if (MARKER.match(first.text) and last.text[-1] in ENDS) or _ended(last, first, one.region) or first.heavy != last.heavy:
        return False
    left = other.region.left
    if len(other.region.rows) == 1 and 0 < left - one.region.left < 3 * first.size:
        left = one.region.left
    set_in = first.box.x0 - left > INDENT * first.size
    if set_in:
        return False
    return indented or last.text[-1] not in STRONG_ENDS


def _at_the_right(one: Paragraph, last: Row) -> bool:
    """Whether a paragraph is one row set to the right edge of its column, as a signature and its date are."""
    width = one.region.right - one.region.left
    return len(one.rows) == 1 and last.box.x0 - one.region.left > 0.4 * width and len(one.region.rows) > 1


def runs_on(last: Row, first: Row, region: Region) -> bool:
    """Whether `first`, on another page, goes on with the sentence that fills `last`, the last row of `region`.

    Text over several rows is ragged in a cell: there its last row may leave more room.
    """
    if last.text[-1] in STRONG_ENDS or MARKER.match(first.text):
        return False
    reaches = last.box.x1 - region.left >= NEARLY * (region.right - region.left)
    return not _ended(last, first, region) or (len(region.rows) > 1 and reaches)


def merged(one: Paragraph, other: Paragraph) -> Paragraph:
    """`one` with the rows of `other` at its end."""
    rows = one.rows + other.rows
    return Paragraph(rows, other.region, _size([row for _, row in rows]), one.contents)


def set_in(paragraph: Paragraph) -> bool:
    """Whether its first line begins further in than its second."""
    rows = paragraph.rows
    return len(rows) > 1 and rows[0][1].box.x0 - rows[1][1].box.x0 > INDENT * paragraph.size


def _again_set_in(rows: list[Row], row: Row, region: Region) -> bool:
    """Whether a row begins a paragraph as others of its column begin, right after one of a single row that fills the column."""
    if not region.indent or rows[-1].text[-1] not in f"{STRONG_ENDS}；;":
        return False
    return all(abs(one.box.x0 - region.left - region.indent) < EDGE for one in (rows[-1], row))


def _paragraph(rows: list[Row], region: Region, page: int, *, contents: bool) -> Paragraph:
    return Paragraph(tuple([(page, row) for row in rows]), region, _size(rows), contents)


def _starts(rows: list[Row], row: Row, follower: Row | None, region: Region) -> bool:
    """Whether `row` begins a paragraph after `rows`."""
    last = rows[-1]
    if row.table is not None or last.table is not None or not _like(last, row):
        return True
    if _is_apart(last, row, region) or (_is_parted(last) and _is_parted(row)) or _ends_a_formula(last, region):
        return True
    if _next_note(rows[0], row) or (last.heavy != row.heavy and _parts(last, region)):
        return True
    ended = _ended(last, row, region) and not _is_narrowed(rows, row, follower)
    if MARKER.match(row.text) and (last.text[-1] in ENDS or ended):
        return True
    if _centred(last, row, region):
        return False
    return ended or _set_in(rows, row, follower, region)


def _is_apart(last: Row, row: Row, region: Region) -> bool:
    """Whether more white than between the rows of a paragraph stands above `row`; after the end of a sentence less is enough.

    A letter of another font may reach higher or deeper than the others of its row: what is little must show at both edges.
    """
    tops, feet = row.box.y0 - last.box.y0, row.box.y1 - last.box.y1
    step = region.step * max(1.0, row.size / region.size)
    if feet > 1.28 * step + 0.1 * row.size or feet < -row.size:
        return True
    return min(tops, feet) > region.step + SET_OFF * row.size and SENTENCE_END.search(last.text[-4:]) is not None


def _ends_a_formula(row: Row, region: Region) -> bool:
    return _ends_apart(row, FORMULA_NUMBER) and row.box.x1 > region.right - row.size


def _is_parted(row: Row) -> bool:
    """Whether pieces of a row stand far apart, as labels of a form do; two such rows are not one text."""
    return any(other.box.x0 - one.box.x1 >= FAR * row.size for one, other in pairwise(row.pieces))


def _labelled_apart(rows: list[Row], row: Row, widest: float) -> bool:
    """Whether a line with a label ends or begins here: the line before leaves room that the widest of the column uses.

    What did not fit beside a label stands below it.
    """
    short = rows[-1].box.x1 < widest - 2 * row.size
    if not short or LABEL.match(row.text) is not None:
        return short
    return LABEL.match(rows[0].text) is not None and LABEL.fullmatch(rows[-1].text) is None


def _next_note(first: Row, row: Row) -> bool:
    """Whether two rows at one edge open with a number and the next: notes one below the other."""
    if row.text[0] not in NOTE_BEGINS:
        return False
    one, other = NOTE.match(first.text), NOTE.match(row.text)
    if one is None or other is None or abs(first.box.x0 - row.box.x0) > EDGE:
        return False
    return int(other.group(1)) == int(one.group(1)) + 1


def _parts(last: Row, region: Region) -> bool:
    """Whether the change of blackness between two rows is that of a heading, and not of some words that are stressed."""
    if last.heavy:
        return last.box.x1 < region.right - 2 * last.size and last.text[-1] not in "，、,"
    return last.text[-1] in f"{STRONG_ENDS}." or last.box.x1 < region.right - 2 * last.size


def _like(one: Row, other: Row) -> bool:
    small, large = sorted((one.size, other.size))
    return large <= SIZES * small


def _ended(last: Row, row: Row, region: Region) -> bool:
    """Whether `last` stops short of the right edge although the first word of `row` had room there."""
    if last.pieces[-1].hyphen and row.text[0].islower():
        return False
    if row.text[0].islower() and last.text[-1] not in ENDS:
        return False
    word = LATIN_WORD.match(row.text)
    letters = len(word.group()) if word else 1
    each = row.size if is_han(row.text[0]) else (row.box.x1 - row.box.x0) / max(1, len(row.text))
    room = letters * each
    if is_han(last.text[-1]) or is_han(row.text[0]):
        room += (0.9 if last.text[-1] in STRONG_ENDS else 1.4) * row.size
    else:
        room += 0.6 * row.size
    if not is_han(row.text[0]) and last.text[-1] not in ENDS:
        room += RAGGED * (region.right - region.left)
    return last.box.x1 + room < region.right


def _is_narrowed(rows: list[Row], row: Row, follower: Row | None) -> bool:
    """Whether the last row ends where its neighbours do without the end of a sentence: text beside a picture is narrower."""
    last = rows[-1]
    if last.text[-1] in ENDS or not _is_running(last):
        return False
    together = 1
    for side in (rows[-2::-1], [row] if follower is None else [row, follower]):
        for other in side[:2]:
            if abs(other.box.x1 - last.box.x1) > 0.35 * last.size or not _is_running(other):
                break
            together += 1
    return together >= ALIKE


def _is_running(row: Row) -> bool:
    """Whether a row is a piece of Chinese text without gaps, and not the cells of a table."""
    return len(row.pieces) == 1 and len(row.text) >= NARROW and (is_han(row.text[-1]) or is_han(row.text[len(row.text) // 2]))


def _set_in(rows: list[Row], row: Row, follower: Row | None, region: Region) -> bool:
    """Whether the left edge of `row` says that a paragraph begins."""
    last, em = rows[-1], row.size
    if row.box.x0 - last.box.x0 > INDENT * em:
        hanging = len(rows) == 1 and (
            MARKER.match(last.text) or (follower is not None and abs(follower.box.x0 - row.box.x0) < SIZES)
        )
        return not hanging
    if last.box.x0 - row.box.x0 > INDENT * em:
        return len(rows) > 1 and rows[0].box.x0 - row.box.x0 < INDENT * em
    inset = row.box.x0 - region.left > INDENT * em
    back = follower is not None and row.box.x0 - follower.box.x0 > INDENT * em
    return inset and back and last.text[-1] in f"{STRONG_ENDS}."


def _centred(last: Row, row: Row, region: Region) -> bool:
    """Two lines of one size about one axis, neither reaching an edge: a title over two lines."""
    if last.size < 1.15 * region.size:
        return False
    axis = (last.box.x0 + last.box.x1) / 2 - (row.box.x0 + row.box.x1) / 2
    return abs(axis) < row.size and row.box.y0 - last.box.y1 < 0.9 * row.size


def _size(rows: Sequence[Row]) -> float:
    """Of the longest row."""
    return rows[0].size if len(rows) == 1 else max(rows, key=_length).size


def _length(row: Row) -> int:
    return len(row.text)
