"""How much of a claim stands in spans of its document, in a time that hardly grows with how many these are."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate

from pipeline.view import Span


class Overlap:
    """Spans that are asked again and again what they share with another.

    >>> Overlap([Span(2, 5), Span(4, 8)]).with_span(Span(0, 5)), Overlap([]).with_span(Span(0, 5))
    (4, 0)
    """

    def __init__(self, spans: Iterable[Span]) -> None:
        known = list(spans)
        self._starts = sorted(span[0] for span in known)
        self._ends = sorted(span[1] for span in known)
        self._start_sums = [0, *accumulate(self._starts)]
        self._end_sums = [0, *accumulate(self._ends)]

    def with_span(self, found: Span) -> int:
        """The letters that each of the spans shares with `found`, all together: where two overlap their letters count twice."""
        return self._before(found[1]) - self._before(found[0])

    def _before(self, place: int) -> int:
        """The letters of the spans before `place`: the way from each start to it, less the way from each end."""
        return _reach(self._starts, self._start_sums, place) - _reach(self._ends, self._end_sums, place)


def _reach(places: Sequence[int], sums: Sequence[int], place: int) -> int:
    """The sum of the ways from each of the sorted `places` before `place` to it."""
    before = bisect_left(places, place)
    return before * place - sums[before]
