"""How two pieces of a paragraph that stood on two lines become one text."""

import re
from collections.abc import Sequence
from functools import lru_cache

from pipeline.view import Span

HAN = (
    "\u2018-\u201d\u2014\u2026\u2e80-\u2fdf\u3000-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60"
    "\U00020000-\U0003ffff"
)
"""Letters and signs that are set without blanks, as a character class."""
ONE_HAN = re.compile(f"[{HAN}]")
HYPHENS = "-\xad\u2010"
new = tuple.__new__
"""Makes a span in half the time that its own name takes."""
NUMBER_CUT = re.compile(r"\d[.,]?$")
SYLLABLE = re.compile(r"[^\W\d_]{2,}[-\xad\u2010]$")


@lru_cache(maxsize=8192)
def is_han(letter: str) -> bool:
    """Whether `letter` is set without a blank beside it.

    >>> is_han("工"), is_han("，"), is_han("a")
    (True, True, False)
    """
    return ONE_HAN.match(letter) is not None


def joint(before: str, after: str) -> tuple[int, str]:
    """How many letters to take off the end of `before`, and what to put between it and `after`.

    Chinese is joined without a blank, Latin with one, a number that Chinese typesetting cut without one; a hyphen between
    syllables goes, one between figures or before a capital stays. A hyphenated compound that happens to break at its hyphen
    loses it: a dictionary would be needed to tell.

    >>> joint("技术", "攻关"), joint("the drive", "was"), joint("lubri-", "cation"), joint("2019-", "2021"), joint("节约7", "1万")
    ((0, ''), (0, ' '), (1, ''), (0, ''), (0, ''))
    """
    if not before or not after or before[-1].isspace() or after[0].isspace():
        return 0, ""
    if is_han(before[-1]):
        return 0, ""
    if before[-1] in HYPHENS:
        if SYLLABLE.search(before[-40:]) and after[0].islower():
            return 1, ""
        return 0, ""
    if is_han(after[0]) or _number_cut(before, after):
        return 0, ""
    return 0, " "


def _number_cut(before: str, after: str) -> bool:
    """Whether a line of Chinese ended inside a number."""
    if after[0] in ".%" and before[-1].isdigit():
        return True
    return after[0].isdigit() and NUMBER_CUT.search(before) is not None and ONE_HAN.search(before) is not None


def stitched(pieces: Sequence[str]) -> tuple[str, list[Span]]:
    """The lines of a paragraph as one text, and where each stands in it.

    >>> stitched(["The lubri-", "cation 采用", "油雾"])
    ('The lubrication 采用油雾', [Span(start=0, end=9), Span(start=9, end=18), Span(start=18, end=20)])
    """
    if len(pieces) == 1:
        return pieces[0], [Span(0, len(pieces[0]))]
    parts, spans = [""], list[Span]()
    size, last = 0, ""
    for piece in pieces:
        cut, between = joint(last, piece)
        if cut:
            parts[-1], last = parts[-1][:-cut], last[:-cut]
            size -= cut
            spans[-1] = Span(spans[-1].start, size)
        start = size + len(between)
        size = start + len(piece)
        spans.append(new(Span, (start, size)))
        if piece:
            parts += (between, piece)
            last = piece[-40:] if len(piece) >= 40 else f"{last}{between}{piece}"[-40:]
    return "".join(parts), spans
