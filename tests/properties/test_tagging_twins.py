"""What the tagger finds does not hang on the script a text is written in, nor on letters that cannot be seen."""

from collections.abc import Sequence
from typing import Any

import pytest

from corpus.evaluate import LABELLED, counted, labelled
from pipeline.script import convert
from pipeline.texts import Given, tagged

TEXTS = [sentence["text"] for name in ("dev", "second-dev") for sentence in labelled(LABELLED / f"{name}.jsonl")][::3]
SAME = 0.99
"""Least share of sentences whose twin in the other script gives the same facts (the labelling contract's target)."""
UNSEEN = ("\u200b", "\u200d", "\ufeff", "\u2060")


def facts(texts: Sequence[str]) -> list[set[tuple[Any, ...]]]:
    answers = tagged([Given(id=number, text=text) for number, text in enumerate(texts)])
    return [
        {(one["category"], one["quantity"], one["to"], one["unit"], one["status"]) for one in counted(answer["achievements"])}
        for answer in answers
    ]


@pytest.mark.parametrize("target", ["hans", "hant"])
def test_a_text_and_its_twin_in_the_other_script_give_the_same_facts(target: Any) -> None:
    twins = facts([convert(text, target) for text in TEXTS])
    different = [text for text, own, other in zip(TEXTS, facts(TEXTS), twins, strict=True) if own != other]
    assert len(different) <= (1 - SAME) * len(TEXTS), different


@pytest.mark.parametrize("letter", UNSEEN)
def test_letters_of_no_width_between_any_two_change_nothing(letter: str) -> None:
    texts = TEXTS[::3]
    sown = [letter.join(text[start : start + 3] for start in range(0, len(text), 3)) for text in texts]
    assert facts(sown) == facts(texts)
