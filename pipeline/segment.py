"""Sentences of the body: each line of a body role, without what was cut out of it, at its sentences' ends."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from pipeline.document import BODY_ROLES, Document, Sentence
from pipeline.view import Span

VERSION = "1"
LONGEST = 1000
"""Letters of a sentence, at most: what reads sentences takes time that grows faster than their length."""

_CLOSING = "[”’」』》〉）)】\\]\"']"
_END = re.compile(
    f"[。！？]+{_CLOSING}*"
    f"|(?<=[\u3400-\u9fff）)”])[!?．]+(?![\\d./=&]){_CLOSING}*"
    f'|(?<=[a-z]{{3}})[.!?](?=\\s+[A-Z“"])'
    f"|(?:…{{2,}}|\\.{{6}}){_CLOSING}*(?=\\s*[\u3400-\u9fff“]{{8}})"
)
"""A full stop of Latin writing ends a sentence only after a word of three letters or more: not after No., Fig. or Co."""


def build() -> Callable[[Document], Document]:
    """The stage: sets `sentences`, as base spans with the index of their line. Runs that were cut stand in none."""

    def step(document: Document) -> Document:
        return replace(document, sentences=tuple(_sentences(document)))

    return step


def split(text: str) -> Iterator[Span]:
    """The sentences of one line without the blanks around them. Closing quotes and brackets go with their sentence.

    >>> text = "他说：“成了。”效率提高3.5倍！见 No. 5 文件"
    >>> [text[slice(*span)] for span in split(text)]
    ['他说：“成了。”', '效率提高3.5倍！', '见 No. 5 文件']
    """
    start = looked = 0
    for end in _ends(text):
        if any(letter.isalnum() for letter in text[looked:end]):
            piece = text[start:end]
            yield Span(start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()))
            start = end
        looked = end


def _ends(text: str) -> Iterator[int]:
    """Where sentences end. A longer one than any that a person writes is broken at a comma or blank, else anywhere."""
    start = 0
    for end in [*(found.end() for found in _END.finditer(text)), len(text)]:
        while end - start > LONGEST:
            pause = max(text.rfind(mark, start + LONGEST // 2, start + LONGEST) for mark in "；;，,、 \t")
            start = pause + 1 if pause >= 0 else start + LONGEST
            yield start
        yield end
        start = end


def _sentences(document: Document) -> Iterator[Sentence]:
    view = document.matched
    for index, line in enumerate(document.lines):
        if line.role not in BODY_ROLES:
            continue
        first, last = view.from_base(line.span)
        for span in split(view.text[first:last]):
            yield Sentence(view.to_base(Span(first + span.start, first + span.end)), index)
