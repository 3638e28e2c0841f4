"""Learn the vote on figures from the labelled sentences.

Every figure of a labelled sentence is an example: its label is the category of the counted achievement with its number and
unit, or none. Logistic regression over the signs of `classifiers.votes`. The same files give the same model.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from classifiers.catalogue import catalogue
from classifiers.clauses import Clauses
from classifiers.counting import counting
from classifiers.figures import Fit, Fitter
from classifiers.quantity import Quantity
from classifiers.sentence import plain
from classifiers.votes import NONE, Stored, Votes, features, opened
from corpus.evaluate import Label, counted, has_figure
from pipeline.mend import mended
from pipeline.script import to_simplified
from pipeline.view import View

PATH = Path(__file__).parent / "models" / "figures.json"
STRENGTH = 0.5
"""Inverse strength of the regression's penalty; between .1 and 8 an author unheard of is read alike within .01 of F1."""
LEAST_EXAMPLES = 2
"""A sign seen in fewer examples is not kept."""
NEVER = -9.0
"""The log odds of a label that the examples lack."""
LEAST = 8
"""Hundredths; a row whose weights are all smaller is not kept."""
FOLDS = 5
RULE, RELUCTANCE = 0.7, -1.0
"""What a point of the rules' score is worth beside the model, and what is taken from there being nothing. Found on `third-dev`
before a rule was made from it, with the model of the two authors before: figures F1 .72 by the rules, .72 by the model, .73
together. On documents that rules were made from the rules look better than they are, so these two are never found there."""
SLOPE, SHIFT = 0.39, -0.45
"""Platt's scaling of the sum's probability, found in the same place."""


@dataclass(frozen=True, slots=True)
class Example:
    """One figure: its signs, what it is, and what the rules by themselves say (scores by category, and what is needed)."""

    signs: tuple[str, ...]
    label: str
    document: str
    scores: dict[str, float]
    needed: float


def learned(sentences: Sequence[Label], digest: str) -> Stored:
    """The model of `sentences`; `digest` names them."""
    told = list(examples(sentences))
    labels = sorted({one.label for one in told})
    names, weights, bias = fitted(told, labels)
    rows = {name: row for name, row in zip(names, weights, strict=True) if max(map(abs, row)) >= LEAST}
    return Stored(digest, labels, bias, rows, RULE, RELUCTANCE, SLOPE, SHIFT)


def examples(sentences: Sequence[Label]) -> Iterator[Example]:
    """The figures of labelled sentences, in order."""
    for sentence in sentences:
        text = plain(to_simplified(mended(View(sentence["text"])).text))
        gold = [one for one in counted(sentence["achievements"]) if has_figure(one)]
        yield from _of_sentence(text, gold, sentence["doc"])


def _of_sentence(text: str, gold: list[Label], document: str) -> Iterator[Example]:
    clauses, figures = Clauses(text, catalogue()), counting(text)
    fitter = Fitter(clauses, catalogue().categories)
    floor = 0
    for index, figure in enumerate(figures):
        ceiling = figures[index + 1].span.start if index + 1 < len(figures) else len(text)
        region = clauses.region(figure.span, floor=floor, ceiling=ceiling)
        fits = fitter.fits(figure, region)
        by_rules = max(fits, key=_score, default=None)
        if fitter.best(figure, region) is not None:
            floor = figure.span.end
        label = _label(figure, gold)
        if by_rules is not None and by_rules.category.helper and label == NONE:
            continue
        scores = {fit.category.id: fit.score for fit in fits if not fit.category.helper}
        signs = tuple(sorted(set(features(clauses, figure, region))))
        yield Example(signs, label, document, scores, fitter.needed(figure, by_rules))


def _label(figure: Quantity, gold: list[Label]) -> str:
    """The category of the achievement that this figure is; each is taken by one figure only."""
    for one in gold:
        same = one.get("to") == figure.change_to if figure.is_change else one.get("quantity") == figure.value
        if (same and figure.value is not None) or (same and figure.is_change):
            if not figure.is_change and one.get("unit") != figure.unit:
                continue
            gold.remove(one)
            return str(one["category"])
    return NONE


def _score(fit: Fit) -> float:
    return fit.score


def fitted(told: Sequence[Example], labels: Sequence[str]) -> tuple[list[str], list[list[int]], list[int]]:
    """The signs that are kept, their weights by label in hundredths, and the biases."""
    counts = Counter(sign for one in told for sign in one.signs)
    kept = sorted(sign for sign, count in counts.items() if count >= LEAST_EXAMPLES)
    place = {sign: number for number, sign in enumerate(kept)}
    rows = [[place[sign] for sign in one.signs if sign in place] for one in told]
    indices = np.fromiter((column for row in rows for column in row), dtype=np.int32)
    ends = np.cumsum([0, *(len(row) for row in rows)])
    matrix = csr_matrix((np.ones(len(indices)), indices, ends), shape=(len(rows), len(kept)))
    model = LogisticRegression(C=STRENGTH, max_iter=200, tol=1e-4).fit(matrix, [one.label for one in told])
    weights = np.zeros((len(kept), len(labels)))
    bias = np.full(len(labels), NEVER)
    for column, label in enumerate(model.classes_):
        weights[:, labels.index(label)] = model.coef_[column]
        bias[labels.index(label)] = model.intercept_[column]
    return kept, np.rint(weights * 100).astype(int).tolist(), np.rint(bias * 100).astype(int).tolist()


def decided(one: Example, odds: dict[str, float], votes: Votes) -> tuple[str, float]:
    """What rules and model make of an example together, and how sure they are."""
    weighed = votes.weighed(one.scores, odds, one.needed)
    label = max(weighed, key=weighed.__getitem__)
    return label, votes.confidence(weighed, label)


def unseen(told: Sequence[Example], labels: Sequence[str]) -> list[dict[str, float]]:
    """The log odds of each example by a model that has not seen its document (five folds)."""
    found: list[dict[str, float]] = [{} for _ in told]
    documents = [one.document for one in told]
    for seen, others in GroupKFold(FOLDS).split(np.zeros(len(told)), groups=documents):
        names, weights, bias = fitted([told[number] for number in seen], labels)
        votes = opened(Stored("", list(labels), bias, dict(zip(names, weights, strict=True)), RULE, RELUCTANCE, SLOPE, SHIFT))
        for number in others:
            found[number] = votes.odds(iter(told[number].signs))
    return found
