"""The years a text speaks of."""

import pytest

from classifiers.window import window, window_at
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


@pytest.mark.parametrize(
    ("text", "claim", "first", "last"),
    [
        ("2019年获省科技奖，2021年获市科技奖。", "获市科技奖", 2021, 2021),
        ("2019年获省科技奖，2021年获市科技奖。", "获省科技奖", 2019, 2019),
        ("“甲”获省科技奖（证书2022-017）；2017年“乙”获市科技奖。", "获市科技奖", 2017, 2017),
        ("获省科技奖（2020年）、市科技奖（2022年）。", "获省科技奖", 2020, 2020),
        ("获省科技奖（2020年）、市科技奖（2022年）。", "市科技奖", 2022, 2022),
        ("2018年、2019年和2020年连续获评先进，2023年获市科技奖。", "获评先进", 2018, 2020),
        ("2020—2022年间攻关8项，2023年获市科技奖。", "攻关8项", 2020, 2022),
        ("2020—2022年间攻关8项，2023年获市科技奖。", "获市科技奖", 2023, 2023),
        ("2022年，工作室攻关8项；获市科技奖。", "获市科技奖", 2022, 2022),
        ("他生于1970年，2015年当选，2023年，获市科技奖。", "获市科技奖", 2023, 2023),
    ],
)
def test_of_several_years_a_claim_has_its_own(text: str, claim: str, first: int, last: int) -> None:
    start = text.rindex(claim)
    found = window_at(text, start, start + len(claim))
    assert (found.first, found.last) == (first, last)


def test_a_claim_before_a_semicolon_has_no_year_of_what_follows_it() -> None:
    assert window_at("“甲”获省科技奖（证书2022-017）；2017年“乙”获市科技奖", 3, 8) == Window()


@pytest.mark.parametrize(
    ("text", "claim", "year"),
    [
        ("获奖\t2019年“甲工装”获省一等奖；“乙夹具”获市二等奖", "获市二等奖", None),
        ("2019年“甲工装”获省一等奖；《乙夹具》获市二等奖；“丙法”获市三等奖", "获市三等奖", None),
        ("2019年，“甲工装”获省一等奖；“乙夹具”获市二等奖", "获市二等奖", 2019),
        ("2019年“甲工装”获省一等奖；2020年10月“乙夹具”获市二等奖", "获市二等奖", 2020),
        ("2019年“甲工装”获省一等奖；获专利2项", "获专利2项", 2019),
    ],
)
def test_a_year_right_before_one_work_is_not_another_works(text: str, claim: str, year: int | None) -> None:
    start = text.rindex(claim)
    assert window_at(text, start, start + len(claim)).first == year
