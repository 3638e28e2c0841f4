"""What an evaluation shows, as values for text, JSON and HTML: tables, confused pairs, calibration, errors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from classifiers.verdict import Judge, judge
from corpus.evaluate import DEFAULTS, Scores, Tally

BINS = 10
"""Parts of the scale of confidence."""
MOST_ERRORS = 200
"""Sentences with errors that the page shows of each file; the others are counted."""


@dataclass(frozen=True, slots=True)
class Point:
    """Of the claims that were told about this sure, how sure they were on average and how many were right."""

    confidence: float
    right: float
    count: int


def calibration(scores: Scores) -> tuple[list[Point], float]:
    """The reliability of confidence, and its mean error (expected calibration error)."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for confidence, right in scores.told:
        bins[min(int(confidence * BINS), BINS - 1)].append((confidence, right))
    points = [
        Point(sum(sure for sure, _ in told) / len(told), sum(right for _, right in told) / len(told), len(told))
        for told in bins
        if told
    ]
    total = len(scores.told) or 1
    return points, sum(abs(point.confidence - point.right) * point.count for point in points) / total


def figures(scores: Scores) -> dict[str, Any]:
    """Every figure of one evaluation as plain values."""
    points, error = calibration(scores)
    return {
        "tags": _tally(scores.tags),
        "facts": _tally(scores.facts),
        "quiet": {"tagged": scores.quiet_tagged, "of": scores.quiet, "share": round(scores.quiet_share, 4)},
        "macro_f1": {key: round(scores.macro_f1(key), 4) for key in DEFAULTS},
        "level_guessed": round(scores.level_guessed, 4),
        "categories": {name: _tally(tally) for name, tally in sorted(scores.categories.items())},
        "attributes": {
            key: [[gold, found, count] for (gold, found), count in sorted(pairs.items())]
            for key, pairs in sorted(scores.attributes.items())
        },
        "confusions": [[gold, found, count] for (gold, found), count in scores.confusions.most_common()],
        "calibration": {
            "error": round(error, 4),
            "points": [[round(point.confidence, 4), round(point.right, 4), point.count] for point in points],
        },
        "errors": scores.errors,
    }


def whole(parts: Mapping[str, Scores], *, models: str = "") -> dict[str, Any]:
    """The evaluation of several files, with the names of the models that made it."""
    return {
        "schema": 1,
        "record": "evaluation",
        "models": _models(judge(models)),
        "files": {name: figures(scores) for name, scores in parts.items()},
    }


def page(evaluation: Mapping[str, Any]) -> str:
    """The evaluation as one self-contained HTML page, its plots drawn as SVG."""
    environment = Environment(loader=PackageLoader("corpus", "pages"), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("evaluation.html.j2").render(read=evaluation, most=MOST_ERRORS)


def changes(sentences: Sequence[Mapping[str, Any]], before: Scores, after: Scores) -> list[str]:
    """Line by line, which sentences are read right now and were not (+), and which no longer are (-)."""
    told = zip(sentences, before.right, after.right, strict=True)
    return [f"{'+' if now else '-'} {one['id']} {one['text']}" for one, was, now in told if was != now]


def _models(own: Judge) -> dict[str, str]:
    return {"figures": own.votes.name, "sentences": own.opinions.name, "verdicts": own.stored.digest[:8]}


def _tally(tally: Tally) -> dict[str, float]:
    return {"f1": round(tally.f1, 4), "hits": tally.hits, "false": tally.false, "missed": tally.missed}
