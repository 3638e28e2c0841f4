"""Letters that only one of the two scripts has: what a text is written in shows in these alone."""

import re
from collections.abc import Iterable
from functools import cache

from corpus import tables


def only_traditional(text: str) -> list[int]:
    """The places of letters that Simplified writing does not have.

    >>> only_traditional("勞模创新"), only_simplified("勞模创新")
    ([0], [2])
    """
    return [found.start() for found in traditional_only().finditer(text)]


def only_simplified(text: str) -> list[int]:
    """The places of letters that Traditional writing does not have."""
    return [found.start() for found in simplified_only().finditer(text)]


@cache
def letters() -> dict[int, str]:
    """The Simplified letter of each Traditional one, as `str.translate` takes them."""
    return {ord(row["traditional"]): row["simplified"] for row in tables.rows("t2s_letters")}


@cache
def traditional_only() -> re.Pattern[str]:
    """A letter that Simplified writing does not have: GB 2312 lacks it, or has it for one word hardly ever written (幺麽)."""
    return _any_of(letter for letter in map(chr, letters()) if letter == "麽" or not _encodes(letter, "gb2312"))


@cache
def simplified_only() -> re.Pattern[str]:
    """A letter that Traditional writing does not have: Big5 lacks it among its common letters."""
    made = {simplified for simplified in letters().values() if not _common_in_big5(simplified)}
    return _any_of(made - set(map(chr, letters())))


def _any_of(found: Iterable[str]) -> re.Pattern[str]:
    return re.compile("[" + "".join(sorted(found)) + "]")


def _encodes(letter: str, charset: str) -> bool:
    try:
        letter.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def _common_in_big5(letter: str) -> bool:
    """Big5's first plane, A440 to C67E, holds the letters in use."""
    return _encodes(letter, "big5") and letter.encode("big5") <= b"\xc6\x7e"
