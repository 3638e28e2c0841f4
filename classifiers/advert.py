"""How much a text reads like an advert: a second opinion beside the rules, learned from our own lines (`corpus.train_lines`).

A linear model over pairs and triples of letters. It is read from JSON and scored with a dictionary, which for single lines is
faster than any vectoriser. Weights hold for text in Simplified, folded (see `classifiers.folding`).
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import msgspec

from classifiers.folding import folded
from classifiers.prefilter import groups

_DIGITS = re.compile("[0-9]+")
_LATIN = re.compile("[a-z]{2,}")
_MARKS = re.compile("[^\\w]+|_+")
_PARTS = re.compile("[0-9]+|[^\\w]+|_+|[a-z]{2,}|.", re.DOTALL)
LONGEST = 400
"""Letters of a text that are looked at; an advert shows itself before."""
TELLING = 0.8
"""The weight of a pair of letters from which it speaks for an advert by itself."""

Opinion = Callable[[str], float]
"""What tells how much a text reads like an advert: a `Model`, or one that remembers what it said of a line's parts."""


class Stored(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The model as it lies in the repo: weights in thousandths, and the digest of what it was learned from."""

    digest: str
    bias: int
    weights: dict[str, int]


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Weights of letter groups; the sum over a text, by the root of their number, is the log of the odds for an advert."""

    bias: float
    weights: Mapping[str, float]
    unit: float = 1.0
    """What a weight of 1 is worth: those of the repo are whole thousandths."""

    def __call__(self, text: str) -> float:
        """The log odds that `text`, in Simplified, is an advert; 0 is undecided."""
        found = features(text)
        if not found:
            return 0.0
        return self.bias + self.unit * sum(filter(None, map(self.weights.get, found))) / math.sqrt(len(found))

    def by_letter(self, text: str) -> list[float]:
        """For each letter of a folded text what speaks for an advert there: its share of the weights of the groups it stands in.

        >>> Model(0.0, {"贷": 1.0, "贷款": 3.0, "#": 0.5}).by_letter("贷款68")
        [2.5, 1.5, 0.25, 0.25]
        """
        parts = list(_PARTS.finditer(text))
        names = [_name(part[0]) for part in parts]
        worth = [0.0] * len(parts)
        for size in (1, 2, 3):
            for first in range(len(parts) - size + 1):
                weight = self.weights.get("".join(names[first : first + size]))
                if weight:
                    for place in range(first, first + size):
                        worth[place] += weight / size
        shares = zip(parts, worth, strict=True)
        return [self.unit * each / len(part[0]) for part, each in shares for _ in part[0]]


def features(text: str) -> set[str]:
    """Single letters, pairs and triples of letters; a figure, a Latin word and the marks between words are one sign each.

    >>> sorted(features("加vx68"))
    ['#', 'a', 'a#', 'vx', '加', '加a', '加a#']
    """
    plain = _DIGITS.sub("#", _MARKS.sub("|", folded(text[:LONGEST]).text))
    found = groups(_LATIN.sub("a", plain))
    found.update(_LATIN.findall(plain))
    return found


def _name(part: str) -> str:
    """What stands for a part of a folded text in the groups of `features`."""
    if part[0] in "0123456789":
        return "#"
    if not part[0].isalnum():
        return "|"
    return part if len(part) == 1 else "a"


@lru_cache(maxsize=4)
def telling(model: Model) -> frozenset[str]:
    """The pairs of letters that speak for an advert by themselves; a text without some of them need not be searched for one."""
    return frozenset(name for name, weight in model.weights.items() if len(name) == 2 and model.unit * weight >= TELLING)


@cache
def model() -> Model:
    """The model of the repo."""
    stored = msgspec.json.decode(files("corpus").joinpath("models", "adverts.json").read_bytes(), type=Stored)
    return Model(stored.bias / 1000, stored.weights, 1 / 1000)
