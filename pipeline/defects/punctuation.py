"""Marks set twice where one is meant: ,, 、、 。。 Dots and dashes that come in runs of their own right stay."""

import re
from collections.abc import Iterator

from pipeline.view import Edit, Span

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
TRIGGER = re.compile(f"([，、；：])\\1|(?<!。)。。(?!。)|(?<=[{_HAN}”》）])([,;])\\2+(?=[{_HAN}“《（\\d])")
_DOUBLED = re.compile(f"([，、；：])\\1+|(?<!。)(。)。(?!。)|(?<=[{_HAN}”》）])([,;])\\3+(?=[{_HAN}“《（\\d])")


def edits(text: str) -> Iterator[Edit]:
    """The second and later ones of doubled marks, taken out.

    >>> [edit.span for edit in edits("攻关、、创新……好。。")]
    [Span(start=3, end=4), Span(start=10, end=11)]
    """
    for found in _DOUBLED.finditer(text):
        yield Edit(Span(found.start() + 1, found.end()), "", "mark set twice")
