"""A sentence laid out for reading: the catalogue's terms where they stand, and the marks that part its clauses."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from classifiers.catalogue import Catalogue, Meaning, Role, Sense
from classifiers.prefilter import grams
from pipeline.view import Span

PART = "；;。！？!?\n"
"""Marks that end a part of the sentence: what was said before them holds no longer."""
LABEL = "：:\t"
"""Marks between a label and what it labels."""
_BOUND = re.compile("[，；。：、！？!?;:\n\t()…]|(?<!\\d),|,(?!\\d)")


class Token(NamedTuple):
    """A term of the catalogue where it stands."""

    start: int
    end: int
    meaning: Meaning

    def sense(self, category: str, *roles: Role) -> Sense | None:
        """What the term means in `category`, if it has one of these roles there: the first of them that it has."""
        for role in roles:
            if found := self.meaning.get(category, role):
                return found
        return None

    @property
    def has_object(self) -> bool:
        return self.meaning.has_object

    @property
    def is_verb(self) -> bool:
        return self.meaning.is_verb


class Region(NamedTuple):
    """The words that belong to one figure: those from `start` to it, and those from it to `end`."""

    start: int
    figure: Span
    end: int


class Clauses:
    """The text of one sentence with its terms and marks, and the pairs of letters by which patterns are left unasked."""

    def __init__(self, text: str, catalogue: Catalogue) -> None:
        self.text = text
        self.grams = grams(text)
        senses = catalogue.senses
        self.tokens = [Token(start, end, senses[term]) for start, end, term in catalogue.terms.finditer(text)]
        self.starts = [token.start for token in self.tokens]
        self.bounds = [match.start() for match in _BOUND.finditer(text)]

    def between(self, start: int, end: int) -> list[Token]:
        """The terms that stand wholly within."""
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return [token for token in self.tokens[first:last] if token.end <= end]

    def bound_before(self, position: int, marks: str) -> int:
        """The place after the last of `marks` before `position`; 0 without one."""
        for bound in self._backwards(position):
            if self.text[bound] in marks:
                return bound + 1
        return 0

    def bound_after(self, position: int, passed: str = "") -> int:
        """The next mark at or after `position` that is not one of `passed`; the end of the text without one."""
        for bound in self.bounds[bisect_left(self.bounds, position) :]:
            if self.text[bound] not in passed:
                return bound
        return len(self.text)

    def region(self, figure: Span, *, floor: int, ceiling: int) -> Region:
        """The words of a figure, between the marks around it; `floor` and `ceiling` are where other figures' words begin.

        Before it, 、 parts nothing but figures (卖给江苏、山东的七家: both are of the seven).
        A label before a colon or in the cell before belongs to it where nothing stands between, and so does what a bracket
        right after it says.
        """
        before = [bound for bound in self._backwards(figure.start) if self.text[bound] != "、" or bound < floor]
        start = max(before[0] + 1 if before else 0, floor)
        if before and self.text[before[0]] in LABEL and floor <= before[0] and not self._names_thing(start, figure.start):
            start = max(before[1] + 1 if len(before) > 1 else 0, floor)
        end = self.bound_after(figure.end)
        if end < len(self.text) and self.text[end] == "(":
            end = self.bound_after(end + 1)
        return Region(start, figure, min(end, ceiling))

    def _names_thing(self, start: int, end: int) -> bool:
        return any(token.has_object for token in self.between(start, end))

    def _backwards(self, position: int) -> Iterator[int]:
        return reversed(self.bounds[: bisect_left(self.bounds, position)])
