"""The tagger against the labelled sentences: floors that no change may lower; and what these sentences promise of themselves."""

import re
from collections import Counter, defaultdict

import pytest

from corpus.evaluate import LABELLED, Label, evaluate, labelled

PARTS = ("dev", "held_out")
FLOORS = {"dev": (0.94, 0.92, 0.02), "held_out": (0.87, 0.83, 0.02)}
"""Least F1 of tags and of facts, and the most quiet sentences tagged; dev is what rules were made on, held_out others."""


@pytest.mark.parametrize("part", PARTS)
def test_the_tagger_keeps_its_floors(part: str) -> None:
    scores = evaluate(labelled(LABELLED / f"{part}.jsonl"))
    tags, facts, quiet = FLOORS[part]
    assert scores.tags.f1 >= tags, scores.errors
    assert scores.facts.f1 >= facts, scores.errors
    assert scores.quiet_share <= quiet, scores.errors


def test_no_document_stands_in_both_parts() -> None:
    dev, held_out = ({sentence["doc"] for sentence in labelled(LABELLED / f"{part}.jsonl")} for part in PARTS)
    assert not dev & held_out


def test_no_skeleton_of_a_sentence_stands_more_than_three_times() -> None:
    skeletons = Counter(skeleton(sentence) for part in PARTS for sentence in labelled(LABELLED / f"{part}.jsonl"))
    assert [one for one, count in skeletons.items() if count > 3] == []


def test_ids_are_unique_and_documents_have_one_title() -> None:
    sentences = [sentence for part in PARTS for sentence in labelled(LABELLED / f"{part}.jsonl")]
    titles = defaultdict(set)
    for sentence in sentences:
        titles[sentence["doc"]].add(sentence["title"])
    assert len({sentence["id"] for sentence in sentences}) == len(sentences)
    assert {len(found) for found in titles.values()} == {1}


def skeleton(sentence: Label) -> str:
    return re.sub(r"[\d.,%一二三四五六七八九十百千万亿两零〇]+|“[^”]*”|《[^》]*》", "#", sentence["text"])
