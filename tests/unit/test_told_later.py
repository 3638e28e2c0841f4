"""What the rest of a sentence says of a claim, what is asked for beside it, and what asks, agrees or doubts alone."""

from typing import Any

import pytest

from pipeline.texts import Given, tagged


def counted(text: str) -> list[tuple[str, Any, str]]:
    (answer,) = tagged([Given("1", text)])
    found = [one for one in answer["achievements"] if one["status"] not in ("planned", "negated")]
    return [(one["category"], one["quantity"], one["status"]) for one in found]


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("该装置2019年申请了发明专利，两年后授权。", ("ip_right", None, "achieved")),
        ("“轴瓦快换工装”获市职工五小成果一等奖，目前正在公示。", ("award_result", None, "reviewed")),
        ("全年提出合理化建议86条，被采纳51条。", ("process_improve", 86, "applied")),
        ("承担省重点研发计划项目1项，2023年6月顺利结题。", ("tech_project", 1, "achieved")),
        ("指标一：新增发明专利申请≥10件，实际13件。", ("ip_right", 13, "applied")),
    ],
)
def test_what_is_told_later_changes_the_status(text: str, claim: tuple[str, Any, str]) -> None:
    assert claim in counted(text)


def test_a_figure_that_is_asked_for_is_not_counted() -> None:
    assert ("ip_right", 10, "applied") not in counted("指标一：新增发明专利申请≥10件，实际13件。")


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("获得行业技术革新奖二等奖2项，另有1项正在公示。", ("award_result", 2, "achieved")),
        ("课题进展：年初立项6项，已结题2项，其余按计划推进。", ("tech_project", 6, "interim")),
    ],
)
def test_what_is_told_of_others_leaves_it(text: str, claim: tuple[str, Any, str]) -> None:
    assert claim in counted(text)


def test_what_is_granted_with_a_figure_of_its_own_leaves_the_application() -> None:
    assert counted("申请发明专利13件，已授权5件。") == [("ip_right", 13, "applied"), ("ip_right", 5, "achieved")]


@pytest.mark.parametrize(
    "text",
    [
        "第七条　专利权被宣告无效的，乙方已支付的许可费不予返还。",
        "受让方应在三十日内支付转让费26万元。",
        "使用期间如出现故障，由工作室派2名技师在8小时内到场处理。",
        "承诺：命名后每年攻关不少于4项，培养技师3名。",
        "成果水平：国内先进（自评）。",
        "“达到国际领先水平”一条未附鉴定证书。",
        "2021年曾被推荐为省劳动模范，未入选。",
        "感谢校友会捐赠机床两台、图书三百册。",
        "三、材料费18.6万元，主要用于试制样机。",
        "计算示例：若年创效500万元、授权发明3件，则得分为64分。",
    ],
)
def test_contracts_doubts_budgets_and_thanks_claim_nothing(text: str) -> None:
    assert counted(text) == []


def test_what_the_paper_itself_calls_another_s_is_not_claimed() -> None:
    assert counted("合作夥伴理科學院的團隊去年亦獲國際發明展銅獎，與本工作室無關。") == []
    assert counted("工作室获市五小成果一等奖2项，与本班组的努力分不开。") == [("award_result", 2, "achieved")]
