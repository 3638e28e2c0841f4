"""A linear model as a dictionary: the weights of signs, added up for those that a text has.

A sentence has few signs, for which a vectoriser would cost more than the sum. Weights are whole hundredths, one row a sign and
one column a label, so that a model is the same on every machine.
"""

import math
import struct
from collections.abc import Callable, Iterable, Mapping, Sequence

OFFSET = 1 << 15
"""Added to each weight, so that packed ones are never negative; no weight is as large."""


class Linear:
    """Weights in hundredths: `bias` and each row of `weights` stand in the order of `labels`; a row is written as one string.

    A row is kept as one whole number, 32 bits a label and as many that count it: the sum of some hundred rows is then a sum of
    as many numbers, which takes a tenth of the time that adding them up label by label does. It is made when its sign is first
    met, so that a process that begins does not wait for all of them.
    """

    def __init__(self, labels: Sequence[str], bias: Sequence[int], weights: Mapping[str, str]) -> None:
        self.labels, self.bias, self.weights = tuple(labels), tuple(bias), weights
        self._lanes = struct.Struct(f"<{len(self.labels) + 1}I")
        self._rows = _Rows(self._packed)

    def odds(self, signs: Iterable[str], *, scale: float = 1.0) -> dict[str, float]:
        """The log odds of each label, by the signs that the model knows; each sign counts `scale` times.

        >>> Linear(("a", "b"), (0, 100), {"x": "50 -50"}).odds(["x", "never seen"])
        {'a': 0.5, 'b': 0.5}
        """
        rows = map(self._rows.__getitem__, filter(self.weights.__contains__, signs))
        *lanes, count = self._lanes.unpack(sum(rows).to_bytes(self._lanes.size, "little"))
        offset = count * OFFSET
        told = zip(self.labels, self.bias, lanes, strict=True)
        return {label: (bias + (lane - offset) * scale) / 100 for label, bias, lane in told}

    def _packed(self, sign: str) -> int:
        return int.from_bytes(self._lanes.pack(*map(OFFSET.__add__, self.row(sign)), 1), "little")

    def row(self, sign: str) -> list[int]:
        """The weights of a sign that the model knows, one a label."""
        return [int(weight) for weight in self.weights[sign].split()]


class _Rows(dict[str, int]):
    """Rows by their signs, each packed when it is first asked for."""

    def __init__(self, packed: Callable[[str], int]) -> None:
        self.packed = packed

    def __missing__(self, sign: str) -> int:
        row = self[sign] = self.packed(sign)
        return row


def probability(odds: float) -> float:
    """What log odds mean; never quite 0 or 1.

    >>> probability(0.0)
    0.5
    """
    return 1 / (1 + math.exp(-min(max(odds, -30.0), 30.0)))
