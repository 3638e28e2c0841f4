"""Line ends inside a paragraph, where plain text was wrapped at a width or HTML broke a line.

Only lines that the source itself calls lines are joined, and soft breaks inside one block. A blank line, a deeper indent, a
list's mark, a TAB or a sentence's end keeps them apart.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.document import Block
from pipeline.view import Edit, Span, View

NARROWEST = 28
"""Columns (a Han letter is two): a narrower line was not broken for want of room."""
WIDEST = 200
SLACK = 6
"""Columns that a wrapped line may fall short of its neighbours' width: one word, or a mark that may not begin a line."""

_WIDE = re.compile("[\u1100-\u115f\u2e80-\uffe6\U00020000-\U0003ffff]")
_SENTENCE_END = re.compile("[。！？!?；;：:…|_>．][”’」』》）)】]?$")
_GOES_ON = re.compile("[，、,（(“‘《「『【—]$")
_CARRIES_ON = re.compile("[，。、；：！？）”’》」』】,;)%％]")
_ITEM = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,3}[、.．)）](?!\d)|第[一二三四五六七八九十]{1,3}[章节節条條篇]"
    r"|[\u3400-\u9fff]{2,6}\s?[:：]|[•·●○◆◇■□▲△★☆※➢✓*#>|【-]"
)

_FIELD = re.compile(
    r"(?:联系|聯系|聯繫)?(?:电话|電話|邮箱|郵箱|地址|传真|傳真|来源|來源|作者|发布时间|發布時間|信息来源|时间|時間|日期)\s?[:：]"
)
"""A line of fields, whom to call or who published, which no paragraph goes on from."""
_DATE_LINE = re.compile("[12]\\d{3}\\s?年\\s?\\d{1,2}\\s?月\\s?\\d{1,2}\\s?日$")


def edits(view: View, blocks: Sequence[Block]) -> Iterator[Edit]:
    """The line ends of `view` that stand inside a paragraph: taken out, or a blank between Latin words.

    >>> blocks = [Block(Span(0, 8), "line"), Block(Span(9, 15), "line")]
    >>> View("工作室成立以来，\\n完成攻关。").edited(edits(View("工作室成立以来，\\n完成攻关。"), blocks)).text
    '工作室成立以来，完成攻关。'
    """
    soft = [block for block in blocks if block.kind == "line" or "\n" in view.text[slice(*view.from_base(block.span))]]
    if not soft:
        return
    starts = [block.span.start for block in soft]
    for group in _groups(view.text):
        widest = max(_width(view.text[slice(*line)].strip()) for line in group)
        for left, right in pairwise(group):
            if _broken(view.text, left, right, widest) and _same_paragraph(view, soft, starts, left.end):
                yield _joined(view.text, left, right)


def _groups(text: str) -> Iterator[list[Span]]:
    """Lines that follow each other without a blank one between."""
    group: list[Span] = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            group.append(Span(start, start + len(line)))
        elif group:
            yield group
            group = []
        start += len(line) + 1
    if group:
        yield group


def _same_paragraph(view: View, soft: Sequence[Block], starts: Sequence[int], end: int) -> bool:
    """Whether the source lets the line end at `end` be one inside a paragraph."""
    place = view.to_base(Span(end, end + 1)).start
    index = bisect_right(starts, place) - 1
    if index < 0:
        return False
    block = soft[index]
    if place < block.span.end:
        return True
    return (
        block.kind == "line"
        and index + 1 < len(soft)
        and soft[index + 1].kind == "line"
        and block.role is None
        and soft[index + 1].role is None
    )


def _broken(text: str, left: Span, right: Span, widest: int) -> bool:
    before, after = text[slice(*left)], text[slice(*right)]
    if "\t" in before or "\t" in after or before.count("|") > 2 or _indent(after) > _indent(before):
        return False
    before, after = before.strip(), after.strip()
    if _SENTENCE_END.search(before) or _ITEM.match(after) or _DATE_LINE.match(after) or _FIELD.match(before):
        return False
    if _GOES_ON.search(before) or _CARRIES_ON.match(after):
        return True
    return widest <= WIDEST and _width(before) >= max(NARROWEST, widest - SLACK)


def _joined(text: str, left: Span, right: Span) -> Edit:
    before, after = text[slice(*left)].rstrip(), text[slice(*right)].lstrip()
    words = before[-1].isascii() and after[0].isascii() and not (before[-1].isdigit() and after[0].isdigit())
    return Edit(Span(left.start + len(before), right.end - len(after)), " " if words else "", "line broken inside a paragraph")


def _indent(line: str) -> int:
    return _width(line[: len(line) - len(line.lstrip())])


def _width(line: str) -> int:
    return len(line) + len(_WIDE.findall(line))
