"""A cell behind its label in a row of a form is read as a sentence of its own; of several prizes in it each is found."""

import pytest

from pipeline.script import Target, convert
from pipeline.texts import Given, tagged


def told(text: str) -> list[tuple[str, str]]:
    """Category and words of each claim, in order."""
    (answer,) = tagged([Given("one", text)])
    return [(one["category"], text[slice(*one["span"])]) for one in answer["achievements"]]


@pytest.mark.parametrize("script", ["hans", "hant"])
@pytest.mark.parametrize("label", ["获奖", "获奖情况", "荣誉", "三年主要成果", "主要荣誉"])
def test_the_claim_of_a_cell_is_in_its_value_and_not_in_its_label(label: str, script: Target) -> None:
    text = convert(f"{label}\t“红外线萎凋控温”获2020年国家发明创作奖金牌", script)
    ((category, words),) = told(text)
    assert category == "award_result"
    assert words.endswith(convert("获2020年国家发明创作奖金牌", script))
    assert "\t" not in words


@pytest.mark.parametrize("script", ["hans", "hant"])
@pytest.mark.parametrize(
    "text",
    [
        "“辊压机液压改造”获三等奖；“窑尾余热利用”获一等奖",
        "主要荣誉\t“辊压机液压改造”获一等奖；“窑尾余热利用”获一等奖",
        "《托辊快换小车》获市职工创新成果二等奖，《皮带纠偏装置》获市职工创新成果二等奖。",
    ],
)
def test_each_work_that_won_a_prize_is_a_claim(text: str, script: Target) -> None:
    found = told(convert(text, script))
    assert [category for category, _ in found] == ["award_result", "award_result"]


@pytest.mark.parametrize(
    "text",
    [
        "在市创新大赛中获奖，“托辊快换小车”获一等奖",
        "“托辊快换小车”获一等奖，获奖证书已归档",
    ],
)
def test_a_prize_told_twice_is_one_claim(text: str) -> None:
    assert [category for category, _ in told(text)].count("award_result") == 1


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("三年主要成果\t革新：完成技术革新16项；论文：发表论文4篇；标准：参编企业标准1项", 3),
        ("论文：发表4篇；标准：制定团体标准2项", 2),
        ("国家标准：参与制定2项；行业标准：主持起草3项", 2),
    ],
)
def test_standards_that_were_made_are_no_list_of_conditions(text: str, count: int) -> None:
    assert len(told(text)) == count


@pytest.mark.parametrize(
    "text",
    [
        "评选标准：参与制定国家标准1项、获市级以上奖励2项",
        "申报要求：获得授权专利3项",
        "考核标准为：发表论文2篇",
        "标准：近三年获得授权专利3项以上的工作室",
    ],
)
def test_conditions_stay_quiet(text: str) -> None:
    assert told(text) == []
