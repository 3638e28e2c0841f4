"""The model's opinion of a whole sentence: whether it claims anything, and which claims without a figure it makes.

Rules know the ways of telling that somebody has written down; a model learned from labelled sentences (`corpus.train_sentences`)
knows more by their letters and terms. It is asked of sentences that have a term of the catalogue. What it is sure of counts
twice: a sentence that it takes for quiet keeps no claim that rules read into it, and a category that it finds where the rules
found no name of it is a claim without a figure.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec

from classifiers.catalogue import met
from classifiers.clauses import Clauses
from classifiers.linear import Linear, probability
from classifiers.prefilter import groups
from pipeline.view import Span

CLAIMS = "claims"
"""The label of a sentence with a counted claim of any kind."""
LONGEST = 160
"""Letters of a sentence that are looked at."""
_FIGURE = re.compile(r"[\d.,%]+|[零〇一二两三四五六七八九十百千万亿余多]{2,}")
_PARTS = re.compile("[，。；：！？]")
_DUST = 1e-6


class Stored(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The model as it lies in the repo: weights in hundredths, one column a label, of which the last is `CLAIMS`.

    `enough` is the probability from which a category counts, `least` that below which a sentence is quiet.
    """

    digest: str
    labels: list[str]
    bias: list[int]
    weights: dict[str, list[int]]
    enough: float
    least: float


@dataclass(frozen=True, slots=True)
class Chance:
    """A category that the model finds in a sentence, the clause that speaks for it most, and how sure it is."""

    category: str
    span: Span
    probability: float


class Opinion:
    """What the model says of one sentence."""

    __slots__ = ("_clauses", "_model", "_odds", "claims")

    def __init__(self, model: "Opinions", clauses: Clauses) -> None:
        self._model, self._clauses = model, clauses
        self._odds = model.model.odds(signs(clauses))
        self.claims = probability(self._odds[CLAIMS])

    @property
    def is_quiet(self) -> bool:
        """Whether the sentence claims nothing, as sure as the model must be to say so."""
        return self.claims < self._model.least

    def chances(self, told: frozenset[str]) -> Iterator[Chance]:
        """What the sentence tells without a figure beside `told`, the categories that are found already."""
        for label, odds in self._odds.items():
            if odds >= self._model.floor and label != CLAIMS and label not in told and probability(odds) >= self._model.enough:
                yield Chance(label, self._clause(label), probability(odds))

    def _clause(self, label: str) -> Span:
        """The clause whose own letters and terms speak for the label most."""
        column, weights = self._model.model.labels.index(label), self._model.model.weights
        spans = list(_parts(self._clauses.text))
        sums = [sum(weights[sign][column] for sign in _signs_of(self._clauses, span) if sign in weights) for span in spans]
        return spans[sums.index(max(sums))]


@dataclass(frozen=True, slots=True)
class Opinions:
    """The model, ready to be asked."""

    name: str
    model: Linear
    enough: float
    least: float
    floor: float
    """Log odds below which no probability is `enough`."""

    def of(self, clauses: Clauses, *, always: bool = False) -> Opinion | None:
        """The opinion of a sentence; None where it has no strong term of the catalogue, unless it is asked for `always`."""
        return Opinion(self, clauses) if always or any(token.meaning.is_strong for token in clauses.tokens) else None


def signs(clauses: Clauses) -> set[str]:
    """The signs of a sentence: groups of up to three letters, terms by what they mean, and what meets in a clause."""
    found = _groups("^" + clauses.text[:LONGEST] + "$")
    for span in _parts(clauses.text):
        found |= _terms(clauses, span)
    return found


def _signs_of(clauses: Clauses, span: Span) -> set[str]:
    return _groups(clauses.text[span.start : span.end]) | _terms(clauses, span)


def _groups(text: str) -> set[str]:
    return groups(_FIGURE.sub("0", text))


def _terms(clauses: Clauses, span: Span) -> set[str]:
    meanings = [token.meaning for token in clauses.between(*span)]
    alone: dict[str, str] = {}
    several: set[str] = set()
    for meaning in meanings:
        for category, sign in meaning.met.items():
            if alone.setdefault(category, sign) != sign:
                several.add(category)
    for category in several:
        alone[category] = met(category, {role for meaning in meanings for role in meaning.roles.get(category, ())})
    found = {f"T:{place}" for meaning in meanings for place in meaning.places}
    found.update(alone.values())
    return found


def _parts(text: str) -> Iterator[Span]:
    start = 0
    for mark in _PARTS.finditer(text):
        if mark.start() > start:
            yield Span(start, mark.start())
        start = mark.end()
    if start < len(text) or not text:
        yield Span(start, len(text))


@cache
def opinions(folder: str = "") -> Opinions:
    """The model of `folder`, or the one that the program comes with."""
    models = Path(folder) if folder else files("corpus").joinpath("models")
    return opened(msgspec.json.decode(models.joinpath("sentences.json").read_bytes(), type=Stored))


def opened(stored: Stored) -> Opinions:
    """A stored model, named by the beginning of its digest."""
    model = Linear(tuple(stored.labels), tuple(stored.bias), stored.weights)
    floor = math.log(stored.enough / (1 - stored.enough)) - _DUST
    return Opinions(stored.digest[:8], model, stored.enough, stored.least, floor)
