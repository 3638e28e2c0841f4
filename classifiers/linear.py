"""A linear model as a dictionary: the weights of signs, added up for those that a text has.

A sentence has few signs, for which a vectoriser would cost more than the sum. Weights are whole hundredths, one row a sign and
one column a label, so that a model is the same on every machine.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights in hundredths: `bias` and each row of `weights` stand in the order of `labels`."""

    labels: tuple[str, ...]
    bias: tuple[int, ...]
    weights: Mapping[str, Sequence[int]]

    def odds(self, signs: Iterable[str]) -> dict[str, float]:
        """The log odds of each label, by the signs that the model knows.

        >>> Linear(("a", "b"), (0, 100), {"x": (50, -50)}).odds(["x", "never seen"])
        {'a': 0.5, 'b': 0.5}
        """
        get = self.weights.get
        rows = [row for row in map(get, signs) if row is not None]
        if not rows:
            return {label: weight / 100 for label, weight in zip(self.labels, self.bias, strict=True)}
        columns = zip(self.labels, self.bias, zip(*rows, strict=True), strict=True)
        return {label: (bias + sum(column)) / 100 for label, bias, column in columns}


def probability(odds: float) -> float:
    """What log odds mean; never quite 0 or 1.

    >>> probability(0.0)
    0.5
    """
    return 1 / (1 + math.exp(-min(max(odds, -30.0), 30.0)))
