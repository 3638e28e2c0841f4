"""Labels of forms, heads of lists and a studio's name alone claim nothing; what is told, however short, does."""

import pytest

from pipeline.script import Target, convert
from pipeline.texts import Given, tagged


def categories(text: str) -> list[str]:
    (answer,) = tagged([Given("one", text)])
    return [one["category"] for one in answer["achievements"]]


@pytest.mark.parametrize("script", ["hans", "hant"])
@pytest.mark.parametrize(
    "text",
    [
        "获奖",
        "授权专利",
        "三、获奖情况及证明材料",
        "（二）人才培养、技术交流",
        "发表论文",
        "师徒结对协议书",
        "劳模创新工作室",
        "工作室类别：劳模创新工作室",
        "陶立夏漆艺工匠创新工作室：",
    ],
)
def test_a_label_or_a_name_alone_claims_nothing(text: str, script: Target) -> None:
    assert categories(convert(text, script)) == []


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("授权专利3项", "ip_right"),
        ("获市科技进步奖", "award_result"),
        ("市级劳模创新工作室（2021年命名）", "honor_title"),
        ("发表论文5篇", "knowledge_output"),
    ],
)
def test_a_short_line_that_tells_something_claims_it(text: str, category: str) -> None:
    assert categories(text) == [category]
