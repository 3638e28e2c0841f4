"""Numbers of Chinese patents and applications: their form, their kind and their check digit.

Twelve digits since October 2003: the year of filing, one digit for the kind, a serial number of seven; before, eight: two for
the year, the kind, five. After a point stands the check digit: the digits times 2 to 9, then 2 to 5, modulo 11, ten being X
(ZC 0006-2003, Standard for application numbers of patents).
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.view import Span

WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
KINDS = {"1": "发明专利", "2": "实用新型专利", "3": "外观设计专利", "8": "发明专利", "9": "实用新型专利"}
"""8 and 9 are international applications that came into the national phase."""
FIRST_YEAR, LAST_YEAR = 1985, 2099

_NUMBER = re.compile(
    r"(?<![\dA-Za-z.])(?:ZL|CN)? ?((?:19|20)\d{2} ?[12389] ?\d{7}|\d{2} ?[123] ?\d{5}(?= ?[.．]))(?: ?[.．] ?([\dXx]))?(?![\d])",
    re.ASCII | re.IGNORECASE,
)

_TAIWAN = re.compile(r"[IMD]\d{6}", re.ASCII)


class PatentNumber(NamedTuple):
    """A number as written, with its digits, the check digit (empty where none is written) and the kind it tells."""

    text: str
    span: Span
    digits: str
    check: str
    kind: str

    @property
    def valid(self) -> bool | None:
        """Whether the check digit is the right one; None where none is written."""
        return None if not self.check else self.check == check_digit(self.digits)


def check_digit(digits: str) -> str:
    """The check digit of twelve, or of eight, digits.

    >>> check_digit("200310102344"), check_digit("85100001")
    ('5', '0')
    """
    rest = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=False)) % 11
    return "X" if rest == 10 else str(rest)


def numbers(text: str) -> Iterator[PatentNumber]:
    """Every patent's or application's number in `text`, with or without ZL.

    >>> [(found.digits, found.kind, found.valid) for found in numbers("专利号：ZL 2003 1 0102344.5")]
    [('200310102344', '发明专利', True)]
    """
    for match in _NUMBER.finditer(text):
        digits = match[1].replace(" ", "")
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        kind = KINDS[digits[4] if len(digits) == 12 else digits[2]]
        yield PatentNumber(text[start : match.end()], Span(start, match.end()), digits, (match[2] or "").upper(), kind)


def valid(text: str) -> bool | None:
    """Whether `text` is a number of the right form with the right check digit; None where it writes none, as Taiwan's never do.

    >>> valid("ZL 2003 1 0102344.5"), valid("ZL200310102344.6"), valid("200310102344"), valid("2020-12"), valid("M602118")
    (True, False, None, False, None)
    """
    if _TAIWAN.fullmatch(text):
        return None
    found = next(numbers(text), None)
    return False if found is None else found.valid
