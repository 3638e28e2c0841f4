"""The tagger against the labelled sentences: floors that no change may lower."""

import pytest

from corpus.evaluate import LABELLED, evaluate, labelled

PARTS = ("dev", "held_out", "second-dev", "second-held")
FLOORS = {
    "dev": (0.94, 0.93, 0.02),
    "held_out": (0.88, 0.84, 0.02),
    "second-dev": (0.93, 0.87, 0.02),
    "second-held": (0.82, 0.78, 0.13),
}
"""Least F1 of tags and of facts, and the most quiet sentences tagged. Rules were made on the dev parts, never on the others;
the second parts are by another author, who had not seen the rules."""


@pytest.mark.parametrize("part", PARTS)
def test_the_tagger_keeps_its_floors(part: str) -> None:
    scores = evaluate(labelled(LABELLED / f"{part}.jsonl"))
    tags, facts, quiet = FLOORS[part]
    assert scores.tags.f1 >= tags, scores.errors
    assert scores.facts.f1 >= facts, scores.errors
    assert scores.quiet_share <= quiet, scores.errors
