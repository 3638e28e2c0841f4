"""Each category finds what its file says it finds, and leaves alone what its file says it leaves alone."""

from typing import Any

import pytest

from classifiers.catalogue import catalogue
from classifiers.holder import Subject
from classifiers.sentence import Reader

CASES = [(category.id, case) for category in catalogue().categories for case in category.cases]
KEYS = {"from": "change_from", "to": "change_to"}


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.mark.parametrize(("category", "case"), CASES, ids=[f"{category}: {case['text'][:20]}" for category, case in CASES])
def test_a_category_finds_what_its_own_cases_say(reader: Reader, category: str, case: dict[str, Any]) -> None:
    found = [claim for claim in reader.read(case["text"], Subject()).achievements if claim.category == category]
    assert len(found) == len(case["find"]), [claim.why for claim in found]
    for claim, expected in zip(found, case["find"], strict=True):
        assert {key: getattr(claim, KEYS.get(key, key)) for key in expected} == expected


def test_every_category_has_a_case_to_find_and_one_not_to_find() -> None:
    for category in catalogue().categories:
        assert any(not case["find"] for case in category.cases), category.id
        assert category.helper or any(case["find"] for case in category.cases), category.id
