"""Whole pages of many layouts: what the judge leaves to the article is the article's text."""

from pathlib import Path

import pytest

from extractors import web
from extractors.registry import Context

CASES = Path(__file__).parent.parent / "cases" / "web"


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_the_article_of_a_whole_page_is_what_its_case_says(case: Path) -> None:
    extraction = web.extract((case / "page.html").read_bytes(), Context())
    kept = [extraction.text[slice(*block.span)] for block in extraction.blocks if block.role is None]
    assert kept == (case / "body.txt").read_text("utf-8").splitlines()
