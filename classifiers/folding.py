"""A line as a spammer means it to be read: width and case made one, and what was set between the letters taken away."""

import re
from bisect import bisect_left
from dataclasses import dataclass

_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_CASE = {code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)}
_ROUND = {0x2460 + number: str(number + 1) for number in range(9)} | {0x24D0 + place: chr(97 + place) for place in range(26)}
_ROUND |= {0x24B6 + place: chr(97 + place) for place in range(26)}
_ROUND |= {first + number: str(number + 1) for first in (0x2776, 0x2780, 0x278A) for number in range(9)}
_DOTS = {0x318D: "·", 0x119E: "·", 0x1173: "·"}
"""Letters of another script that are no more than a dot."""
_FOLD = {
    **_WIDTH,
    **{code: chr(ord(letter) + 32) for code, letter in _WIDTH.items() if "A" <= letter <= "Z"},
    **_CASE,
    **_ROUND,
    **_DOTS,
}
_KEPT_MARKS = "。！？!?；;，,：:、|（）()“”《》\n\t"
_FOLDED = re.compile("[" + re.escape("".join(map(chr, _FOLD))) + "]+")
_STRANGE = re.compile(f"[^\\w{_KEPT_MARKS}]|_")
_BETWEEN = re.compile(f"(?<=[^\\W_])[^\\w{_KEPT_MARKS}]{{1,3}}(?=[^\\W_])|(?<=[^\\W_])_{{1,3}}(?=[^\\W_])")


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` and, for each of its letters, its place in the line it was made from (None: the same places)."""

    text: str
    places: "tuple[int, ...] | None" = None

    def place(self, offset: int) -> int:
        """Where letter `offset` of the folded text stands in the line."""
        return offset if self.places is None else self.places[offset]

    def from_line(self, place: int) -> int:
        """The first letter at or after `place` of the line."""
        return place if self.places is None else bisect_left(self.places, place)


def folded(text: str) -> Folded:
    """`text` in lower case and half width, without signs and blanks inside words.

    >>> folded("加Ｖ★信 ⑥⑧").text
    '加v信68'
    """
    text = _FOLDED.sub(_translated, text)
    if not _STRANGE.search(text) or not _BETWEEN.search(text):
        return Folded(text)
    places: list[int] = []
    done = 0
    for found in _BETWEEN.finditer(text):
        places += range(done, found.start())
        done = found.end()
    places += range(done, len(text))
    return Folded("".join(text[place] for place in places), tuple(places))


def _translated(found: re.Match[str]) -> str:
    return found[0].translate(_FOLD)
