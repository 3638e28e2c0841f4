"""Logistic regression of all labels at once over signs, as the tagger's linear models are learned.

A text's signs weigh 1/√n each where it has n of them, and the more, the fewer examples have them: a common sign says little
of what is special to a text. Over voices that no model had heard, the best F1 of a sentence's categories is .776 and .768 so,
.755 and .735 with all signs alike. The weights are found by L-BFGS from nothing, in a fixed number of steps: the same examples
give the same weights.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, diags

PENALTY = 0.05
"""The weight of the squared weights: over authors unheard of, .02 to .12 differ by less than .01 of F1."""
STEPS = 30
LEAST_EXAMPLES = 3
"""A sign seen in fewer examples is not kept."""
LEAST_WEIGHT = 60
"""Hundredths; a row whose weights are all smaller is not kept."""
TYPICAL = 3.0
"""The logarithm of how rare a sign is that weighs as it is: one in twenty examples has it."""
MEMORY = 6
"""Steps that L-BFGS remembers."""

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fit:
    """The weights of signs (one row each) and biases, one column a label."""

    signs: dict[str, int]
    weights: Matrix
    bias: Matrix

    def odds(self, rows: Sequence[Sequence[str]]) -> Matrix:
        """The log odds of each label (column) of each text (row)."""
        return np.asarray(laid_out(rows, self.signs) @ self.weights + self.bias)

    def stored(self) -> tuple[list[int], dict[str, str]]:
        """Biases and the rows that matter, in whole hundredths, as `classifiers.linear` takes them."""
        rounded = np.rint(self.weights * 100).astype(int)
        matters = np.abs(rounded).max(axis=1) >= LEAST_WEIGHT if len(rounded) else np.zeros(0, bool)
        rows = {sign: " ".join(map(str, rounded[place].tolist())) for sign, place in self.signs.items() if matters[place]}
        return np.rint(self.bias * 100).astype(int).tolist(), rows


def fitted(rows: Sequence[Sequence[str]], gold: Matrix, *, one_label: bool) -> Fit:
    """The regression of `gold` (a row a text, a column a label, 0 or 1) over the signs of texts.

    `one_label`: each text has exactly one label, and what is learned is their likelihood; else each label stands for itself.
    """
    counts = Counter(sign for row in rows for sign in row)
    signs = {sign: place for place, sign in enumerate(sorted(sign for sign, count in counts.items() if count >= LEAST_EXAMPLES))}
    rareness = np.log(len(rows) / np.array([counts[sign] for sign in signs], dtype=np.float64)) / TYPICAL
    matrix = (laid_out(rows, signs) @ diags(rareness)).tocsr()
    loss = _Loss(matrix, matrix.T.tocsr(), gold, one_label)
    share = np.clip(gold.mean(axis=0), 1e-3, 1 - 1e-3)
    start = np.log(share) if one_label else np.log(share / (1 - share))
    first = np.concatenate([np.zeros(matrix.shape[1] * gold.shape[1]), start])
    found = minimize(loss, first, jac=True, method="L-BFGS-B", options={"maxiter": STEPS, "maxcor": MEMORY})
    weights, bias = loss.parted(found.x)
    return Fit(signs, weights * rareness[:, None], bias)


def laid_out(rows: Sequence[Sequence[str]], signs: dict[str, int]) -> Any:
    """Texts as a sparse matrix of the signs that are known; unknown ones count for a text's length all the same."""
    known = [[signs[sign] for sign in row if sign in signs] for row in rows]
    indices = np.fromiter((column for row in known for column in row), dtype=np.int32)
    lengths = np.array([len(row) for row in known], dtype=np.int64)
    whole = np.array([max(len(row), 1) for row in rows], dtype=np.float64)
    values = np.repeat(1 / np.sqrt(whole), lengths)
    return csr_matrix((values, indices, np.concatenate([[0], np.cumsum(lengths)])), shape=(len(rows), len(signs)))


@dataclass(frozen=True, slots=True)
class _Loss:
    """The loss and its slope at weights and biases laid out in one row."""

    matrix: Any
    turned: Any
    gold: Matrix
    one_label: bool

    def parted(self, point: Matrix) -> tuple[Matrix, Matrix]:
        labels = self.gold.shape[1]
        size = self.matrix.shape[1] * labels
        return point[:size].reshape(-1, labels), point[size:]

    def __call__(self, point: Matrix) -> tuple[float, Matrix]:
        weights, bias = self.parted(point)
        odds = self.matrix @ weights + bias
        if self.one_label:
            most = odds.max(axis=1, keepdims=True)
            raised = np.exp(odds - most)
            total = raised.sum(axis=1, keepdims=True)
            likely, loss = raised / total, float((np.log(total) + most).sum() - (odds * self.gold).sum())
        else:
            likely, loss = 1 / (1 + np.exp(-odds)), float(np.logaddexp(0, odds).sum() - (odds * self.gold).sum())
        off = likely - self.gold
        slope = self.turned @ off + PENALTY * weights
        return loss + PENALTY / 2 * float((weights * weights).sum()), np.concatenate([slope.ravel(), off.sum(axis=0)])
