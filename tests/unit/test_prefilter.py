"""What a match cannot do without: read from the pattern, and never a reason to leave out a pattern that matches."""

import re

import pytest

from classifiers.catalogue import catalogue
from classifiers.prefilter import Patterns, grams, needs
from corpus.evaluate import LABELLED, labelled


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        ("奖章", [{"奖章"}]),
        ("(?:获|评为)[^，]{0,9}奖", [{"获", "评为"}, {"奖"}]),
        ("获奖章?", [{"获奖", "获奖章"}]),
        ("[金银]牌", [{"金牌", "银牌"}]),
        ("(?:甲[^，]*乙|丙)丁", [{"丁", "甲", "乙", "丙"} - {"甲", "乙", "丙"}]),
        ("(?<!不)是(?=的)", [{"是"}]),
        ("(?:甲乙)?", []),
        ("\\d+项", [{"项"}]),
        ("(?:一|二|三){2,}名", [{"一", "二", "三"}, {"名"}]),
    ],
)
def test_what_a_pattern_needs(pattern: str, needed: list[set[str]]) -> None:
    found = needs(pattern)
    assert all(words in found for words in needed)
    assert needed or not found


def test_every_pattern_that_matches_is_asked() -> None:
    named = catalogue().names
    for sentence in labelled(LABELLED / "second-dev.jsonl"):
        asked = set(named.possible(grams(sentence["text"])))
        for number, pattern in enumerate(map(re.compile, named.sources)):
            assert number in asked or not pattern.search(sentence["text"]), pattern.pattern


def test_few_patterns_are_asked() -> None:
    sentences = labelled(LABELLED / "second-dev.jsonl")
    named = catalogue().names
    asked = sum(len(named.possible(grams(sentence["text"]))) for sentence in sentences)
    assert asked < 0.05 * len(named.sources) * len(sentences)


@pytest.mark.parametrize("text", ["甲乙丙", "乙丙甲乙", "丙丙", "", "甲甲乙", "丁甲"])
def test_matches_are_those_of_the_joined_pattern(text: str) -> None:
    patterns = ["甲乙", "乙丙?", "丙", "(?<=丁)甲"]
    joined = [(found.start(), found.end()) for found in re.finditer("|".join(patterns), text)]
    apart = [(found.start(), found.end()) for _, found in Patterns(patterns).finditer(text, grams(text))]
    assert apart == joined
