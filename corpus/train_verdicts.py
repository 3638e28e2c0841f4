"""Learn how far to believe rules and models, from labelled sentences that neither has seen.

The models' answers on a document come from models learned without it (`FOLDS`), so that they are as unsure as on a document
to come. Sentences that many rules were made from are left out: there the rules look better than they are. The trees of figures
are learned first, those of sentences with the first ones' answers, again fold by fold; then how often which answer was right.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.isotonic import IsotonicRegression
from sklearn.model_selection import GroupKFold

from classifiers import holder
from classifiers.catalogue import catalogue
from classifiers.linear import probability
from classifiers.opinion import signs
from classifiers.sentence import Reader
from classifiers.trees import Tree, Trees
from classifiers.verdict import (
    CATEGORIES,
    NEW_RULE,
    Evidence,
    Heard,
    Likely,
    Stored,
    best,
    candidates,
    figure_row,
    is_candidate,
    sentence_row,
)
from classifiers.votes import features
from corpus import regression, train_figures, train_sentences
from corpus.evaluate import Label, counted
from pipeline.mend import mended
from pipeline.script import to_simplified
from pipeline.view import View

PATH = Path(__file__).parent / "models" / "verdicts.json"
FOLDS = 4
SHAPE: dict[str, Any] = {
    "n_estimators": 80,
    "max_depth": 3,
    "learning_rate": 0.09,
    "min_samples_leaf": 40,
    "subsample": 0.6,
    "random_state": 7,
}
"""Each tree sees six tenths of the rows: over files for measuring that gains .004 of F1, and chance tells less of the result."""
SURE = 0.4
"""The probability from which a figure is given to a category."""
ENOUGH = 0.38
"""The probability from which a category of a sentence counts where a rule found it."""
COUNTED, ALONE, BESIDE = 0.5, 0.55, 0.6
"""The same where the models alone do: with a figure, without one, and in words that already tell of another category.

Found on the measuring files of the first three voices and on sentences of newspapers outside this corpus, of which most tell of
nothing: with .42 for the first two, tags F1 over all is .820 and 67 of 605 quiet sentences are tagged, so .831 and 37.
"""
DOUBT = 3
"""Sentences that what is usual of rules weighs as much as."""
FEWEST = 40
"""With fewer figures or sentences nothing is learned: every answer is what the models say."""


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence with all that is known of it: what rules left, what the models heard, the labels of its figures and its own."""

    document: str
    evidence: Evidence
    heard: Heard
    labels: tuple[str, ...]
    told: frozenset[str]


def learned(sentences: Sequence[Label], digest: str, *, tuned: frozenset[str] = frozenset()) -> Stored:
    """The trees of `sentences`, those of documents in `tuned` heard by the models but left out; `digest` names them."""
    heard = examples(sentences, tuned=tuned)
    told = [one for one in heard if one.document not in tuned]
    likely = _unseen_figures(told)
    figures = _trees(*_figure_rows(told))
    rows, gold, documents = _sentence_rows(told, likely)
    sentences_trees = _trees(rows, gold, documents)
    steps = _steps(rows, gold, documents)
    return Stored(digest, figures, sentences_trees, SURE, ENOUGH, COUNTED, ALONE, BESIDE, _reliable(told), steps)


def examples(sentences: Sequence[Label], *, tuned: frozenset[str] = frozenset()) -> list[Example]:
    """The sentences that may claim, each heard by models that have not seen its document; `tuned` ones tell nothing of rules."""
    laid = _laid_out(sentences)
    answers: dict[int, Heard] = {}
    for seen, others in _folds([one.document for one in laid]):
        opinions = train_sentences.fitted([_signs(laid[n]) for n in seen], _told([laid[n] for n in seen]))
        shown = [train_figures.Example(*pair) for n in seen for pair in zip(_features(laid[n]), laid[n].labels, strict=True)]
        votes = train_figures.fitted(shown)
        reliable = _reliable([laid[n] for n in seen if laid[n].document not in tuned])
        for number in others:
            answers[number] = _heard(laid[number], opinions, votes)._replace(rules=reliable)
    return [replace(one, heard=answers[number]) for number, one in enumerate(laid)]


def _laid_out(sentences: Sequence[Label]) -> list[Example]:
    documents: dict[str, list[Label]] = {}
    for one in sentences:
        documents.setdefault(one["doc"], []).append(one)
    reader = Reader()
    found: list[Example] = []
    for name, own in documents.items():
        texts = [to_simplified(mended(View(one["text"])).text) for one in own]
        subject = holder.of_document(own[0].get("title", ""), own[0].get("subject", ""), "\n".join(texts))
        for before, text, one in zip(("", *texts), texts, own, strict=False):
            evidence = reader.evidence(text, holder.following(subject, before, text))
            if evidence is not None:
                left = train_figures.figures_told(one)
                labels = tuple(train_figures.label(fit.figure, left) for fit in evidence.figures)
                told = frozenset(str(each["category"]) for each in counted(one["achievements"]))
                found.append(Example(name, evidence, Heard({}, (), {}), labels, told))
    return found


def _signs(one: Example) -> list[str]:
    return sorted(signs(one.evidence.clauses))


def _features(one: Example) -> list[tuple[str, ...]]:
    clauses = one.evidence.clauses
    return [tuple(features(clauses, each.figure, each.region)) for each in one.evidence.figures]


def _told(examples: Iterable[Example]) -> regression.Matrix:
    return np.array([[*(float(name in one.told) for name in CATEGORIES), float(bool(one.told))] for one in examples])


def _heard(one: Example, opinions: regression.Fit, votes: regression.Fit) -> Heard:
    sentence = dict(zip(train_sentences.LABELS, opinions.odds([_signs(one)])[0].tolist(), strict=True))
    figures = []
    for odds in votes.odds(_features(one)) if one.evidence.figures else ():
        likely = odds - np.logaddexp.reduce(odds)
        figures.append(dict(zip(train_figures.LABELS, likely.tolist(), strict=True)))
    return Heard(sentence, tuple(figures), {})


def _reliable(told: Sequence[Example]) -> dict[str, float]:
    """How often each rule of a name is right in these sentences; one seen seldom is taken to be as `NEW_RULE` says."""
    met: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for one in told:
        for category, found in one.evidence.told.items():
            for rule in set(found.rules):
                met[rule] += 1
                right[rule] += category in one.told
    return {rule: round((right[rule] + DOUBT * NEW_RULE) / (count + DOUBT), 3) for rule, count in sorted(met.items())}


def _figure_rows(told: Sequence[Example]) -> tuple[list[list[float]], list[bool], list[str]]:
    rows, gold, documents = [], [], []
    for one in told:
        for place, fit in enumerate(one.evidence.figures):
            for name in candidates(fit, one.heard.figures[place], catalogue().categories, one.evidence.clauses):
                rows.append(figure_row(one.evidence, one.heard, place, name))
                gold.append(one.labels[place] == name)
                documents.append(one.document)
    return rows, gold, documents


def _unseen_figures(told: Sequence[Example]) -> list[list[list[Likely]]]:
    """What trees that have not seen a document say of its figures."""
    found: list[list[list[Likely]]] = [[] for _ in told]
    for seen, others in _folds([one.document for one in told]):
        trees = _trees(*_figure_rows([told[number] for number in seen]))
        for number in others:
            one = told[number]
            for place, fit in enumerate(one.evidence.figures):
                names = candidates(fit, one.heard.figures[place], catalogue().categories, one.evidence.clauses)
                rows = ((name, figure_row(one.evidence, one.heard, place, name)) for name in names)
                found[number].append([Likely(name, probability(trees.odds(row))) for name, row in rows])
    return found


def _sentence_rows(
    told: Sequence[Example], likely: Sequence[Sequence[Sequence[Likely]]]
) -> tuple[list[list[float]], list[bool], list[str]]:
    rows, gold, documents = [], [], []
    for one, figures in zip(told, likely, strict=True):
        each = best(figures)
        for name in CATEGORIES:
            if is_candidate(one.evidence, one.heard, name, each):
                rows.append(sentence_row(one.evidence, one.heard, name, each))
                gold.append(name in one.told)
                documents.append(one.document)
    return rows, gold, documents


def _trees(rows: Sequence[Sequence[float]], gold: Sequence[bool], documents: Sequence[str]) -> Trees:
    """Boosted trees of the rows; none, where there is too little to learn from."""
    if len(documents) < FEWEST or len(set(gold)) < 2:
        return Trees(0.0, [])
    model = GradientBoostingClassifier(**SHAPE).fit(np.array(rows), np.array(gold))
    share = float(np.mean(gold))
    rate = SHAPE["learning_rate"]
    return Trees(round(float(np.log(share / (1 - share))), 4), [_tree(one[0].tree_, rate) for one in model.estimators_])


def _tree(grown: Any, rate: float) -> Tree:
    leaf = grown.children_left < 0
    return Tree(
        places=np.where(leaf, -1, grown.feature).tolist(),
        most=np.where(leaf, 0.0, np.round(grown.threshold, 4)).tolist(),
        left=np.where(leaf, 0, grown.children_left).tolist(),
        right=np.where(leaf, 0, grown.children_right).tolist(),
        worth=np.where(leaf, np.round(grown.value[:, 0, 0] * rate, 4), 0.0).tolist(),
    )


def _steps(rows: Sequence[Sequence[float]], gold: Sequence[bool], documents: Sequence[str]) -> list[tuple[float, float]]:
    """How often which log odds are right, by trees that have not seen the document: isotonic, at the bounds of twenty parts."""
    odds = np.zeros(len(rows))
    for seen, others in _folds(documents):
        own = [documents[int(n)] for n in seen]
        trees = _trees([rows[n] for n in seen], [gold[n] for n in seen], own)
        odds[others] = [trees.odds(rows[n]) for n in others]
    if len(rows) < FEWEST:
        return [(float(step), probability(float(step))) for step in range(-5, 6)]
    rising = IsotonicRegression(y_min=0.005, y_max=0.995, out_of_bounds="clip").fit(odds, np.array(gold, float))
    bounds = np.unique(np.round(np.quantile(odds, np.linspace(0, 1, 21)), 2))
    near = [float(rising.predict(np.linspace(bound - 0.2, bound + 0.2, 9)).mean()) for bound in bounds]
    return [(float(bound), round(value, 4)) for bound, value in zip(bounds, near, strict=True)]


def _folds(documents: Sequence[str]) -> Iterable[tuple[Any, Any]]:
    """Places in `FOLDS` parts, none of which shares a document with another; with too few documents, all against all."""
    if len(set(documents)) < FOLDS:
        return [(range(len(documents)), range(len(documents)))]
    return list(GroupKFold(FOLDS).split(np.zeros(len(documents)), groups=list(documents)))
