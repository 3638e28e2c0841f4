"""The samples, read by the whole chain of stages, against what a careful reader finds in them."""

from collections import Counter
from pathlib import Path

import pytest

from corpus.samples import gold
from pipeline.clean import cleaned
from pipeline.document import Achievement, Document
from tests.annotate import annotated

KNOWN_FAILURES = {
    "body": set[str](),
    "byline": set[str](),
    "named": set[str](),
    "quiet": set[str](),
}
"""Articles that are not read right yet. Each must fail: one that passes is taken off this list."""


def articles(known: str) -> pytest.MarkDecorator:
    """Every article, those that fail on purpose marked."""
    expected = pytest.mark.xfail(strict=True, reason="a known failure")
    return pytest.mark.parametrize(
        "article",
        [
            pytest.param(article, id=article.name, marks=[expected] if article.name in KNOWN_FAILURES[known] else [])
            for article in gold.articles()
        ],
    )


NOT_COUNTED = ({"planned", "negated"}, {"region", "third_party"})
"""Statuses and scopes that the labelling contract leaves out of what is counted."""


@articles("body")
def test_an_articles_body_is_whole_and_nothing_else(article: gold.Article, samples: Path) -> None:
    found = [paragraph.text.strip() for paragraph in cleaned(annotated(samples / article.file)).paragraphs]
    assert found == list(article.body)


@articles("byline")
def test_an_articles_title_byline_and_script_are_found(article: gold.Article, samples: Path) -> None:
    document = annotated(samples / article.file)
    byline = document.byline
    assert (document.title, byline.authors, byline.published) == (article.title, article.authors, article.published)
    assert document.script == article.script
    assert article.publisher in (None, byline.publisher)
    assert set(article.flags) <= {note.code.value for note in document.flags}


@articles("quiet")
def test_a_line_that_says_nothing_done_gives_no_counted_achievement(article: gold.Article, samples: Path) -> None:
    document = annotated(samples / article.file)
    loud = [document.text[slice(*found.span)] for found in counted(document)]
    assert [(quiet, text) for quiet in article.quiet for text in loud if quiet in text] == []


@articles("named")
def test_what_is_named_without_a_figure_is_found_with_its_status_and_level(article: gold.Article, samples: Path) -> None:
    document = annotated(samples / article.file)
    found = [(one.category, one.status, one.level, _around(document, one)) for one in document.achievements]
    missed = [
        wanted
        for wanted in article.named
        if not any(
            category == wanted["category"]
            and status == wanted["status"]
            and wanted.get("level", level) == level
            and wanted["quote"] in sentence
            for category, status, level, sentence in found
        )
    ]
    assert missed == []


def test_the_facts_of_the_articles_are_found_and_no_others(samples: Path) -> None:
    found: Counter[tuple[str, object]] = Counter()
    for article in gold.articles():
        wanted = set(article.facts)
        given = {
            fact(achievement) for achievement in counted(annotated(samples / article.file)) if fact(achievement)[1] is not None
        }
        found["hit", article.name] += len(wanted & given)
        found["missed", article.name] += len(wanted - given)
        found["wrong", article.name] += len(given - wanted)
    totals = {kind: sum(count for (which, _), count in found.items() if which == kind) for kind in ("hit", "missed", "wrong")}
    f1 = 2 * totals["hit"] / (2 * totals["hit"] + totals["missed"] + totals["wrong"])
    assert f1 >= 0.87, (totals, found)


def _around(document: Document, found: Achievement) -> str:
    """The sentence an achievement stands in."""
    return next(document.text[slice(*each.span)] for each in document.sentences if each.span.end > found.span.start)


def counted(document: Document) -> list[Achievement]:
    statuses, scopes = NOT_COUNTED
    return [
        found
        for found in document.achievements
        if found.status not in statuses and found.scope not in scopes and not found.unquantified
    ]


def fact(found: Achievement) -> tuple[str, object, str | None, str]:
    change = None if found.change_from is None else (found.change_from, found.change_to)
    return found.category, found.quantity if found.quantity is not None else change, found.unit, found.status
