"""The model's opinion of a whole sentence: whether it claims anything, and how likely it tells of each category.

Rules know the ways of telling that somebody has written down; a model learned from labelled sentences (`corpus.train_sentences`)
knows more by their letters and terms. What comes of both, `classifiers.verdict` says. Each sign counts the less, the more there
are: a long sentence is not surer of itself than a short one.
"""

import math
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec

from classifiers.catalogue import met
from classifiers.clauses import Clauses
from classifiers.linear import Linear
from classifiers.prefilter import groups
from pipeline.view import Span

CLAIMS = "claims"
"""The label of a sentence with a counted claim of any kind."""
LONGEST = 160
"""Letters of a sentence that are looked at."""
_FIGURE = re.compile(r"[\d.,%]+|[零〇一二两三四五六七八九十百千万亿余多]{2,}")
_PARTS = re.compile("[，。；：！？]")


class Stored(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The model as it lies in the repo: weights in hundredths, one column a label, of which the last is `CLAIMS`."""

    digest: str
    labels: list[str]
    bias: list[int]
    weights: dict[str, str]


class Opinion:
    """What the model says of one sentence: `odds` of each category, and of `CLAIMS`."""

    __slots__ = ("_clauses", "_model", "odds")

    def __init__(self, model: "Opinions", clauses: Clauses) -> None:
        self._model, self._clauses = model, clauses
        self.odds = model.odds(signs(clauses))

    def clause(self, label: str) -> Span:
        """The clause whose own letters and terms speak for the label most."""
        model = self._model.model
        column = model.labels.index(label)
        spans = list(_parts(self._clauses.text))
        known = [filter(model.weights.__contains__, _signs_of(self._clauses, span)) for span in spans]
        sums = [sum(model.row(sign)[column] for sign in own) for own in known]
        return spans[sums.index(max(sums))]


@dataclass(frozen=True, slots=True)
class Opinions:
    """The model, ready to be asked."""

    name: str
    model: Linear

    def of(self, clauses: Clauses, *, always: bool = False) -> Opinion | None:
        """The opinion of a sentence; None where it has no term of the catalogue, unless it is asked for `always`."""
        return Opinion(self, clauses) if always or clauses.tokens else None

    def odds(self, found: Collection[str]) -> dict[str, float]:
        """The log odds of each label by the signs of a sentence."""
        return self.model.odds(found, scale=1 / math.sqrt(max(len(found), 1)))


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
    return Opinions(stored.digest[:8], Linear(tuple(stored.labels), tuple(stored.bias), stored.weights))
