"""Letters without width: joiners, marks of direction, soft hyphens, byte order marks, variation selectors, fillers.

A program that reads 专\u200b利 finds no patent where a person sees one. They are taken out; blanks of any width stay.
"""

import re
from collections.abc import Iterator

from pipeline.view import Edit, Span

ZERO_WIDTH = "letter without width inside a word"
BIDI = "mark that turns the direction of writing"
MARK = "mark without width"

TRIGGER = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e01ef]"
)
_RUN = re.compile(TRIGGER.pattern + "+")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")


def edits(text: str) -> Iterator[Edit]:
    """Every run of such letters, taken out.

    >>> [edit.why for edit in edits("发明专\u200b利")]
    ['letter without width inside a word']
    """
    for found in _RUN.finditer(text):
        yield Edit(Span(*found.span()), "", _reason(text, found))


def _reason(text: str, found: re.Match[str]) -> str:
    if _BIDI.search(found[0]):
        return BIDI
    inside = text[found.start() - 1 : found.start()].isalnum() and text[found.end() : found.end() + 1].isalnum()
    return ZERO_WIDTH if inside and "\u00ad" not in found[0] else MARK
