"""Changed text in which each offset leads back to the original.

A `View` shows a base text after edits (mending, script conversion). Views compose: edits are given in the coordinates of
the view they are made on, and the result still leads to the base. What is found on a view is stored as spans of the base,
so that a reader is shown the source's own characters.

Two rules settle the edges: a character that was inserted or replaced in unequal length leads to its neighbour or to all
that it replaced; a deleted character belongs to no span unless both its neighbours do.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple


class Span(NamedTuple):
    """Half-open, in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Edit:
    """Put `text` in the place of `span`. `why` names the defect mended, in words a reader understands."""

    span: Span
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class View:
    """A text and, for each of its characters, the span of the base that it stands for.

    Without `starts` and `ends` the view has the base's own coordinates (identity, or a replacement letter by letter).

    >>> view = View("發(fā)揮作用").edited([Edit(Span(1, 5), "", "pinyin gloss")])
    >>> view.text, view.to_base(Span(0, 2))
    ('發揮作用', Span(start=0, end=6))
    """

    text: str
    starts: "array[int] | None" = field(default=None, repr=False)
    ends: "array[int] | None" = field(default=None, repr=False)

    def edited(self, edits: Iterable[Edit]) -> "View":
        """This view after `edits`, which are in its own coordinates, sorted, and do not overlap.

        Raises ValueError for edits out of order, overlapping or outside the text.
        """
        edits = list(edits)
        if not edits:
            return self
        size = len(self.text)
        old_starts = self.starts or array("i", range(size))
        old_ends = self.ends or array("i", range(1, size + 1))
        pieces: list[str] = []
        starts, ends = array("i"), array("i")
        done = 0
        for edit in edits:
            first, last = edit.span
            if not done <= first <= last <= size:
                raise ValueError(f"edit at {first}-{last} overlaps, is out of order, or lies outside a text of {size}")
            pieces += (self.text[done:first], edit.text)
            starts += old_starts[done:first]
            ends += old_ends[done:first]
            if len(edit.text) == last - first:
                starts += old_starts[first:last]
                ends += old_ends[first:last]
            elif edit.text:
                begin, end = _covered(old_starts, old_ends, edit.span)
                starts += array("i", (begin,)) * len(edit.text)
                ends += array("i", (end,)) * len(edit.text)
            done = last
        pieces.append(self.text[done:])
        starts += old_starts[done:]
        ends += old_ends[done:]
        return View("".join(pieces), starts, ends)

    def replaced(self, text: str) -> "View":
        """The same view with each letter replaced by the one at its place in `text` (equal length)."""
        if len(text) != len(self.text):
            raise ValueError(f"replacement has {len(text)} characters for {len(self.text)}")
        return View(text, self.starts, self.ends)

    def to_base(self, span: Span) -> Span:
        """The span of the base that `span` of this view stands for; an empty span leads to an empty one."""
        start, end = span
        if self.starts is None or self.ends is None:
            return Span(start, end)
        if start >= end:
            point = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
            return Span(point, point)
        return Span(self.starts[start], self.ends[end - 1])

    def from_base(self, span: Span) -> Span:
        """The smallest span of this view that holds every character standing for a part of `span` of the base.

        Empty, at the place where it would stand, when all of it was deleted.
        """
        if self.starts is None or self.ends is None:
            return Span(*span)
        first = bisect_right(self.ends, span.start)
        last = bisect_left(self.starts, span.end)
        return Span(first, max(first, last))


def touches(span: Span, others: Iterable[Span]) -> bool:
    """Whether any of `others` shares a letter with `span`.

    >>> touches(Span(2, 5), [Span(5, 8)]), touches(Span(2, 5), [Span(0, 1), Span(4, 8)])
    (False, True)
    """
    return any(span.start < other.end and other.start < span.end for other in others)


def _covered(starts: "array[int]", ends: "array[int]", span: Span) -> Span:
    """What text put in the place of `span` stands for: all that it replaces; for an insertion, a neighbour, if one is left."""
    if span.end > span.start:
        return Span(starts[span.start], ends[span.end - 1])
    if span.start > 0:
        return Span(starts[span.start - 1], ends[span.start - 1])
    if starts:
        return Span(starts[0], ends[0])
    return Span(0, 0)
