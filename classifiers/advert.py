"""How much a text reads like an advert: a second opinion beside the rules, learned from our own lines (`corpus.train_lines`).

A linear model over pairs and triples of letters. It is read from JSON and scored with a dictionary, which for single lines is
faster than any vectoriser. Weights hold for text in Simplified, folded (see `classifiers.folding`).
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import msgspec

from classifiers.folding import folded

_DIGITS = re.compile("[0-9]+")
_LATIN = re.compile("[a-z]{2,}")
_MARKS = re.compile("[^\\w]+|_+")
LONGEST = 400
"""Letters of a text that are looked at; an advert shows itself before."""


class Stored(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The model as it lies in the repo: weights in thousandths, and the digest of what it was learned from."""

    digest: str
    bias: int
    weights: dict[str, int]


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of letter groups; the sum over a text, by the root of their number, is the log of the odds for an advert."""

    bias: float
    weights: Mapping[str, float]

    def __call__(self, text: str) -> float:
        """The log odds that `text`, in Simplified, is an advert; 0 is undecided."""
        found = set(features(text))
        if not found:
            return 0.0
        weights = self.weights
        return self.bias + float(sum(weights.get(name, 0.0) for name in found)) / math.sqrt(len(found))


def features(text: str) -> Iterator[str]:
    """Single letters, pairs and triples of letters; a figure, a Latin word and the marks between words are one sign each.

    >>> sorted(set(features("加vx68")))
    ['#', 'a', 'a#', 'vx', '加', '加a', '加a#']
    """
    plain = _DIGITS.sub("#", _MARKS.sub("|", folded(text[:LONGEST]).text))
    yield from _LATIN.findall(plain)
    plain = _LATIN.sub("a", plain)
    for place, letter in enumerate(plain):
        yield letter
        yield plain[place : place + 2]
        yield plain[place : place + 3]


@cache
def model() -> Model:
    """The model of the repo."""
    stored = msgspec.json.decode(files("corpus").joinpath("models", "adverts.json").read_bytes(), type=Stored)
    return Model(stored.bias / 1000, {name: weight / 1000 for name, weight in stored.weights.items()})
