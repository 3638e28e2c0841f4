"""The model's vote on a figure: what a linear model, learned from labelled sentences, makes of the words around it.

Rules say which category a figure fits and how well (`classifiers.figures`); the model says how likely each category, or none,
is by the letters and terms near the figure. What comes of both, `classifiers.verdict` says. The model is stored as JSON with the
digest of what it was learned from, and scored with a dictionary: a sentence has few figures, for which a vectoriser would cost
more than the sum. Each sign counts the less, the more there are.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from operator import itemgetter
from pathlib import Path

import msgspec

from classifiers.clauses import PART, Clauses, Region, Token
from classifiers.linear import Linear
from classifiers.prefilter import groups
from classifiers.quantity import Quantity

NONE = "none"
"""The label of a figure that counts nothing of ours."""
BEFORE, AFTER = 24, 24
"""Letters that are looked at before the figure and after it."""
_FIGURE = re.compile(r"[\d.,%]+|[零〇一二两三四五六七八九十百千万亿余多]{2,}")


class Stored(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The model as it lies in the repo: weights in hundredths, one row a feature, one column a label."""

    digest: str
    labels: list[str]
    bias: list[int]
    weights: dict[str, str]


@dataclass(frozen=True, slots=True)
class Votes:
    """The model, ready to be asked."""

    name: str
    model: Linear

    def odds(self, signs: Sequence[str]) -> dict[str, float]:
        """The log likelihood of each label, by signs of which none is named twice."""
        found = self.model.odds(signs, scale=1 / math.sqrt(max(len(signs), 1)))
        most = max(found.values())
        total = most + math.log(sum(math.exp(value - most) for value in found.values()))
        return {label: value - total for label, value in found.items()}

    def told(self, odds: Mapping[str, float]) -> str:
        """The vote in words, for the reasons of a claim: what the model would say by itself, and what next."""
        best = sorted(odds.items(), key=itemgetter(1), reverse=True)[:2]
        return f"model {self.name}: " + ", ".join(f"{label} {math.exp(value):.2f}" for label, value in best)


def features(clauses: Clauses, figure: Quantity, region: Region) -> list[str]:
    """The signs of one figure, each once: groups of letters before and after it, its unit, and the catalogue's terms near it."""
    text = clauses.text
    start, end = figure.span
    part = clauses.bound_before(region.start, PART)
    before = "^" + _FIGURE.sub("0", text[max(region.start, start - BEFORE) : start]) + "$"
    after = "^" + _FIGURE.sub("0", text[end : min(region.end, end + AFTER)]) + "$"
    return [
        f"u={figure.unit}",
        f"k={figure.kind}",
        *(["change"] if figure.is_change else []),
        *["b" + group for group in groups(before)],
        *["a" + group for group in groups(after)],
        *dict.fromkeys("e" + before[-size:] for size in (2, 3, 4, 5)),
        *dict.fromkeys("s" + after[:size] for size in (2, 3, 4, 5)),
        *_terms("TB", clauses.between(region.start, start)),
        *_terms("TA", clauses.between(end, region.end)),
        *_terms("TL", clauses.between(part, region.start)),
    ]


def _terms(place: str, tokens: Sequence[Token]) -> set[str]:
    return {place + meant for token in tokens for meant in token.meaning.places}


@cache
def votes(folder: str = "") -> Votes:
    """The model of `folder`, or the one that the program comes with."""
    models = Path(folder) if folder else files("corpus").joinpath("models")
    return opened(msgspec.json.decode(models.joinpath("figures.json").read_bytes(), type=Stored))


def opened(stored: Stored) -> Votes:
    """A stored model, named by the beginning of its digest."""
    return Votes(stored.digest[:8], Linear(tuple(stored.labels), tuple(stored.bias), stored.weights))
