"""The years a text speaks of."""

import pytest

from classifiers.attributes import window
from pipeline.document import Window


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020～2023年累计节约", 2020, 2023),
        ("2020－2022年获奖", 2020, 2022),
        ("2016至18年获奖", 2016, 2018),
        ("2020、2021年度先进", 2020, 2021),
        ("108年至110年間", 2019, 2021),
        ("民国108～110年", 2019, 2021),
    ],
)
def test_from_one_year_to_another(text: str, first: int, last: int) -> None:
    assert window(text) == Window("period", first, last)


@pytest.mark.parametrize(
    "text", ["证书号2022-017", "2022-2001号", "2021-05-03发证", "2021-05", "2020、25项", "培训100～110人", "第100至110页"]
)
def test_numbers_of_papers_days_and_counts_are_no_years(text: str) -> None:
    assert window(text) == Window()
