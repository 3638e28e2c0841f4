"""The language of number formats in spreadsheets (ECMA-376 part 1, 18.8.31): a code cut into sections and tokens."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

Kind = Literal["literal", "digit", "point", "comma", "percent", "exponent", "slash", "text", "general", "date", "half", "elapsed"]
TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?'
    r"|[\\!](?P<escaped>.)"
    r"|(?P<gap>[_*]).?"
    r"|\[(?P<bracket>[^\]]*)\]?"
    r"|(?P<general>General|G/通用格式)"
    r"|(?P<half>AM/PM|A/P|上午/下午)"
    r"|(?P<exponent>E[+-])"
    r"|(?P<date>y+|m+|d+|h+|s+(?:\.0+)?|aaaa?|e+|g+)"
    r"|(?P<digit>[0#?])"
    r"|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<slash>/)|(?P<text>@)"
    r"|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?\d{1,15}(?:\.\d{1,15})?)$")
ELAPSED = re.compile("h+|m+|s+", re.IGNORECASE)
TRADITIONAL = frozenset({"404", "C04", "1404", "ZH-TW", "ZH-HK", "ZH-MO"})
LONGEST = 255
"""Characters of a format code that are read; Excel allows no more."""


class Token(NamedTuple):
    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """One of the up to four parts between semicolons."""

    tokens: tuple[Token, ...]
    condition: tuple[str, float] | None = None
    numerals: int = 0
    """1 for 一二三, 2 for 壹贰叁 ([DBNum1], [DBNum2])."""
    traditional: bool = False
    """Whether it is for Taiwan, Hong Kong or Macau, by the number or the tag of its language ([$-404], [$-zh-TW])."""

    @property
    def is_date(self) -> bool:
        return any(token.kind in ("date", "elapsed", "half") for token in self.tokens)

    def holds(self, value: float) -> bool:
        """Whether the section's condition is true of `value`."""
        if self.condition is None:
            return False
        sign, limit = self.condition
        return COMPARISONS[sign](value, limit)


def sections(code: str) -> tuple[Section, ...]:
    """The sections of a format code, at least one and at most four.

    >>> [len(section.tokens) for section in sections('0.00"元";[Red]-0')]
    [5, 2]
    """
    parts: list[list[re.Match[str]]] = [[]]
    for found in TOKEN.finditer(code[:LONGEST]):
        if found["other"] == ";":
            parts.append([])
        else:
            parts[-1].append(found)
    return tuple(_section(part) for part in parts[:4])


def _section(found: list[re.Match[str]]) -> Section:
    tokens: list[Token] = []
    condition, numerals, traditional = None, 0, False
    for match in found:
        bracket = match["bracket"]
        if bracket is None:
            tokens.append(_token(match))
        elif compared := CONDITION.match(bracket):
            condition = compared[1], float(compared[2])
        elif bracket.upper().startswith("DBNUM"):
            numerals = int(bracket[5:6]) if bracket[5:6] in ("1", "2") else 0
        elif bracket.startswith("$"):
            currency, _, language = bracket[1:].partition("-")
            traditional = traditional or language.upper().lstrip("0") in TRADITIONAL
            tokens.append(Token("literal", currency))
        elif ELAPSED.fullmatch(bracket):
            tokens.append(Token("elapsed", bracket.lower()))
    return Section(tuple(token for token in tokens if token.text), condition, numerals, traditional)


def _token(match: re.Match[str]) -> Token:
    group = str(match.lastgroup)
    text = match[group]
    if group in ("quoted", "escaped", "other"):
        return Token("literal", text)
    if group == "gap":  # a blank as wide as a letter, or a letter repeated to fill the cell: no text
        return Token("literal", "")
    return Token(KINDS[group], text.lower() if group == "date" else text)


KINDS: dict[str, Kind] = {
    "general": "general", "half": "half", "date": "date", "exponent": "exponent", "digit": "digit", "point": "point",
    "comma": "comma", "percent": "percent", "slash": "slash", "text": "text",
}  # fmt: skip


def _below(value: float, limit: float) -> bool:
    return value < limit


def _at_most(value: float, limit: float) -> bool:
    return value <= limit


def _above(value: float, limit: float) -> bool:
    return value > limit


def _at_least(value: float, limit: float) -> bool:
    return value >= limit


def _equal(value: float, limit: float) -> bool:
    return value == limit


def _unequal(value: float, limit: float) -> bool:
    return value != limit


COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "<": _below, "<=": _at_most, ">": _above, ">=": _at_least, "=": _equal, "<>": _unequal,
}  # fmt: skip
