"""Blanks set between the letters of a word: 技 术 攻 关, as old forms and PDF layout have it."""

import re
from collections.abc import Iterator

from pipeline.view import Edit, Span

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff"
_BLANK = "[ \u00a0\u2002-\u200a\u3000]"
TRIGGER = re.compile(f"[{_HAN}]{_BLANK}{{1,3}}[{_HAN}]{_BLANK}{{1,3}}[{_HAN}]")
_SPACED = re.compile(f"(?<![{_HAN}])[{_HAN}]({_BLANK}{{1,3}})[{_HAN}](?:\\1[{_HAN}])+(?![{_HAN}])")
_GOES_ON = re.compile(f"{_BLANK}[{_HAN}][^\n：:\\s]{{3,200}}[，。；！？]")
"""A sentence that goes on after the letters set apart; after a form's label stands a value."""
_WHY = "blank between the letters of a word"


def edits(text: str) -> Iterator[Edit]:
    """The blanks of each run of three or more single letters that stand one, two or three blanks apart.

    >>> [edit.span for edit in edits("完成 技 术 攻 关")]
    [Span(start=4, end=5), Span(start=6, end=7), Span(start=8, end=9)]
    """
    for found in _SPACED.finditer(text):
        wide = len(found[1])
        for place in range(found.start() + 1, found.end(), wide + 1):
            yield Edit(Span(place, place + wide), "", _WHY)
        if _GOES_ON.match(text, found.end()) and text[found.end()] == found[1]:
            yield Edit(Span(found.end(), found.end() + 1), "", _WHY)
