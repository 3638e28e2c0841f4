"""Learn the vote on figures from the labelled sentences.

Every figure of a labelled sentence is an example: its label is the category of the counted achievement with its number and
unit, or none. Logistic regression over the signs of `classifiers.votes`. The same files give the same model.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from classifiers.catalogue import catalogue
from classifiers.counting import counting
from classifiers.figures import fitted as fitted_figures
from classifiers.quantity import Quantity
from classifiers.verdict import CATEGORIES
from classifiers.votes import NONE, Stored, features
from corpus import regression
from corpus.evaluate import Label, counted, has_figure
from corpus.train_sentences import laid_out

PATH = Path(__file__).parent / "models" / "figures.json"
LABELS = (*CATEGORIES, NONE)


@dataclass(frozen=True, slots=True)
class Example:
    """One figure: its signs, and what it is."""

    signs: tuple[str, ...]
    label: str


def learned(sentences: Sequence[Label], digest: str) -> Stored:
    """The model of `sentences`; `digest` names them."""
    bias, weights = fitted(list(examples(sentences))).stored()
    return Stored(digest, list(LABELS), bias, weights)


def fitted(told: Sequence[Example]) -> regression.Fit:
    """The regression of figures by their signs."""
    gold = np.array([[float(one.label == name) for name in LABELS] for one in told])
    return regression.fitted([one.signs for one in told], gold, one_label=True)


def examples(sentences: Sequence[Label]) -> Iterator[Example]:
    """The figures of labelled sentences, in order."""
    for sentence in sentences:
        clauses = laid_out(sentence["text"])
        left = figures_told(sentence)
        for one in fitted_figures(clauses, counting(clauses.text), catalogue().categories):
            yield Example(tuple(features(clauses, one.figure, one.region)), label(one.figure, left))


def figures_told(sentence: Label) -> list[Label]:
    """The counted achievements of a sentence that state an amount or a change."""
    return [one for one in counted(sentence["achievements"]) if has_figure(one)]


def label(figure: Quantity, left: list[Label]) -> str:
    """The category of the achievement that this figure is; each of `left` is taken by one figure only."""
    for one in left:
        same = one.get("to") == figure.change_to if figure.is_change else one.get("quantity") == figure.value
        if (same and figure.value is not None) or (same and figure.is_change):
            if not figure.is_change and one.get("unit") != figure.unit:
                continue
            left.remove(one)
            return str(one["category"])
    return NONE
