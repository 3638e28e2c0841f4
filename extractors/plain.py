"""What every reader's text goes through at the worker's boundary: line ends made one, letters that break others replaced."""

import re
from typing import NamedTuple

from pipeline.document import Note
from pipeline.errors import Flag

UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f]")
SURROGATE = re.compile("[\ud800-\udfff]")
SURROGATE_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
REPLACEMENT = "\ufffd"


class Plain(NamedTuple):
    """A text fit to be `Document.text`, and how many of its letters had to be replaced."""

    text: str
    replaced: int


def plain(text: str) -> Plain:
    r"""`text` with CRLF and CR as LF; NUL, C0 other than TAB and LF, and lone surrogates as U+FFFD, counted.

    Two surrogates that stand together as one letter become that letter. Nothing else is changed: blanks, zero-width letters
    and the rest are for `mend`, which keeps their offsets.

    >>> plain("甲\r\n乙\rA\x00B") == ("甲\n乙\nA\ufffdB", 1)
    True
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text, lone = _whole_letters(text) if SURROGATE.search(text) else (text, 0)
    text, unprintable = UNPRINTABLE.subn(REPLACEMENT, text)
    return Plain(text, lone + unprintable)


def replaced_notes(count: int, *, where: str = "") -> tuple[Note, ...]:
    """What to say of `count` letters that could not be read or shown: a flag, or nothing."""
    return (Note(Flag.GARBLED_TEXT, "letters that cannot be read or shown", where, count),) if count else ()


def _whole_letters(text: str) -> tuple[str, int]:
    return SURROGATE.subn(REPLACEMENT, SURROGATE_PAIR.sub(_joined, text))


def _joined(pair: re.Match[str]) -> str:
    return pair.group().encode("utf-16-le", "surrogatepass").decode("utf-16-le")
