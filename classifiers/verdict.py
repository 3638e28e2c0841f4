"""What rules and models make of a sentence together: which figures count what, and which categories it tells of.

The rules know words that somebody has written down, and why they matter; the models (`classifiers.votes` of figures,
`classifiers.opinion` of sentences) have seen many sentences. How far to believe which of them is learned as well
(`corpus.train_verdicts`), on documents that neither rules nor models were made from: boosted trees look at what each says of a
figure and a category, then of a sentence and a category. The second answer is the claim's confidence.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, get_args

import msgspec

from classifiers.catalogue import CategoryRules
from classifiers.clauses import Clauses
from classifiers.figures import Fitted, vetoed
from classifiers.linear import probability
from classifiers.number_scan import Kind
from classifiers.opinion import CLAIMS, Opinion, Opinions, opinions
from classifiers.trees import Trees
from classifiers.votes import NONE, Votes, features, votes
from pipeline.document import Category, Scope

CATEGORIES: tuple[str, ...] = tuple(sorted(get_args(Category)))
UNHEARD = -3.5
"""The log likelihood below which a category is no candidate for a figure of which the rules know no sign of it."""
UNLIKELY = -3.0
"""The log odds below which a category is no candidate for a sentence in which the rules found none of it."""
SLIGHT = 0.05
"""The probability of a figure's category from which it is a candidate for the sentence."""
NEW_RULE = 0.75
"""How often a rule of a name is right of which too little is known."""
_KINDS = {kind: number for number, kind in enumerate(get_args(Kind))}
_SCOPES = {scope: number for number, scope in enumerate(get_args(Scope))}
_NOBODY = -9.0


class Stored(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Both sets of trees as they lie in the repo, with the least probabilities that count.

    `sure` is that of a figure's category. The others are those of a category of a sentence: `enough` where a rule found it;
    where the models alone do, `counted` with a figure, `alone` without one, `beside` in words that tell of another already.
    `rules` says how often each rule of a name is right, by its key. `steps` lead from what the trees say of a sentence to how
    often that was right: pairs of log odds and probability, rising.
    """

    digest: str
    figures: Trees
    sentences: Trees
    sure: float
    enough: float
    counted: float
    alone: float
    beside: float
    rules: dict[str, float]
    steps: list[tuple[float, float]]


class Told(NamedTuple):
    """What the rules found of one category in a sentence: by figures, by names and by which; whether any of it is counted."""

    figures: int
    names: int
    surest: float
    uncounted: bool
    rules: tuple[str, ...] = ()


NOTHING = Told(0, 0, 0.0, False)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence as the rules leave it: its figures, who is spoken of at each, what they told, whether words silence it."""

    clauses: Clauses
    figures: tuple[Fitted, ...]
    scopes: tuple[Scope, ...]
    told: Mapping[str, Told]
    is_silenced: bool


class Heard(NamedTuple):
    """The models' answers: of the sentence, and of each figure; and how often each rule of a name is right."""

    sentence: Mapping[str, float]
    figures: Sequence[Mapping[str, float]]
    rules: Mapping[str, float]


def candidates(one: Fitted, odds: Mapping[str, float], categories: Sequence[CategoryRules], clauses: Clauses) -> Iterator[str]:
    """The categories that a figure may count: those the rules know a sign of, and those the model does not rule out.

    The model never overrules a veto, nor does it give a figure to a category that is not counted in its unit.
    """
    scored = {fit.category.id for fit in one.fits}
    ruled_out = vetoed(clauses.between(one.region.start, one.region.end))
    for category in categories:
        if category.helper:
            continue
        heard = odds[category.id] >= UNHEARD and category.id not in ruled_out and category.fits(one.figure)
        if category.id in scored or heard:
            yield category.id


def figure_row(evidence: Evidence, heard: Heard, place: int, category: str) -> list[float]:
    """What is known of a figure and a category, as the trees read it."""
    one, odds, sentence = evidence.figures[place], heard.figures[place], heard.sentence
    figure = one.figure
    own = next((fit.score for fit in one.fits if fit.category.id == category), 0.0)
    return [
        odds[category],
        odds[NONE],
        _most(odds, category),
        sentence[category],
        sentence[CLAIMS],
        _most(sentence, category),
        own,
        max((fit.score for fit in one.fits if fit.category.id != category), default=0.0),
        one.needed,
        float(one.by_rules is not None and one.by_rules.category.id == category),
        float(one.best is not None and one.best.category.helper),
        float(figure.is_change),
        float(figure.value is None and not figure.is_change),
        float(figure.value == 1),
        float(one.previous == category),
        float(len(evidence.figures)),
        float(place),
        float(len(evidence.clauses.text)),
        float(evidence.is_silenced),
        float(_SCOPES[evidence.scopes[place]]),
        float(_KINDS[figure.kind]),
        *_one_of(category),
    ]


def sentence_row(evidence: Evidence, heard: Heard, category: str, likely: Mapping[str, float]) -> list[float]:
    """What is known of a sentence and a category; `likely` is the best figure of each category, by the first trees."""
    told = evidence.told.get(category, NOTHING)
    return [
        heard.sentence[category],
        heard.sentence[CLAIMS],
        _most(heard.sentence, category),
        likely.get(category, 0.0),
        max((value for name, value in likely.items() if name != category), default=0.0),
        float(told.figures),
        float(told.names),
        told.surest,
        max((heard.rules.get(rule, NEW_RULE) for rule in told.rules), default=0.0),
        float(sum(bool(one.figures or one.names) for name, one in evidence.told.items() if name != category)),
        float(told.uncounted),
        float(evidence.is_silenced),
        float(len(evidence.clauses.text)),
        float(len(evidence.figures)),
        *_one_of(category),
    ]


def _most(odds: Mapping[str, float], but: str) -> float:
    return max((value for name, value in odds.items() if name not in (but, NONE, CLAIMS)), default=_NOBODY)


@cache
def _one_of(category: str) -> tuple[float, ...]:
    return tuple(float(category == other) for other in CATEGORIES)


class Likely(NamedTuple):
    """A category that a figure may count, and how likely."""

    category: str
    probability: float


@dataclass(frozen=True, slots=True)
class Judge:
    """The models and trees, ready to be asked."""

    votes: Votes
    opinions: Opinions
    stored: Stored

    @property
    def name(self) -> str:
        """What its models were learned from."""
        return f"{self.votes.name} {self.opinions.name} {self.stored.digest[:8]}"

    def heard(self, evidence: Evidence, opinion: Opinion) -> Heard:
        """What the models say of a sentence and of its figures."""
        signs = (features(evidence.clauses, one.figure, one.region) for one in evidence.figures)
        return Heard(opinion.odds, tuple(self.votes.odds(found) for found in signs), self.stored.rules)

    def figures(self, evidence: Evidence, heard: Heard, categories: Sequence[CategoryRules]) -> list[list[Likely]]:
        """Of each figure the categories it may count, the likeliest first."""
        found: list[list[Likely]] = []
        for place, one in enumerate(evidence.figures):
            names = candidates(one, heard.figures[place], categories, evidence.clauses)
            each = [
                Likely(name, probability(self.stored.figures.odds(figure_row(evidence, heard, place, name)))) for name in names
            ]
            found.append(sorted(each, key=_probability, reverse=True))
        return found

    def sentence(self, evidence: Evidence, heard: Heard, figures: Sequence[Sequence[Likely]]) -> dict[str, float]:
        """How likely the sentence tells of each category that it may tell of."""
        likely = best(figures)
        return {
            name: self.calibrated(self.stored.sentences.odds(sentence_row(evidence, heard, name, likely)))
            for name in CATEGORIES
            if is_candidate(evidence, heard, name, likely)
        }

    def calibrated(self, odds: float) -> float:
        """How often such log odds were right: between two steps, the share of the way."""
        steps = self.stored.steps
        if odds <= steps[0][0]:
            return steps[0][1]
        for (low, first), (high, second) in pairwise(steps):
            if odds <= high:
                return first + (second - first) * (odds - low) / (high - low)
        return steps[-1][1]


def is_candidate(evidence: Evidence, heard: Heard, category: str, likely: Mapping[str, float]) -> bool:
    """Whether anything speaks for the category: the rules, a figure, or the model of sentences."""
    told = evidence.told.get(category, NOTHING)
    return bool(told.figures or told.names) or likely.get(category, 0.0) >= SLIGHT or heard.sentence[category] >= UNLIKELY


def best(figures: Sequence[Sequence[Likely]]) -> dict[str, float]:
    """The probability of the likeliest figure of each category."""
    found: dict[str, float] = {}
    for each in figures:
        for one in each:
            found[one.category] = max(found.get(one.category, 0.0), one.probability)
    return found


def _probability(one: Likely) -> float:
    return one.probability


@cache
def judge(folder: str = "") -> Judge:
    """The models and trees of `folder`, or those that the program comes with."""
    models = Path(folder) if folder else files("corpus").joinpath("models")
    stored = msgspec.json.decode(models.joinpath("verdicts.json").read_bytes(), type=Stored)
    return Judge(votes(folder), opinions(folder), stored)
