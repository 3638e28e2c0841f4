"""The labelling contract's worked lines and decisions, read as it says, in both scripts."""

from typing import Any

import pytest

from corpus.evaluate import counted
from pipeline.script import convert
from pipeline.texts import Given, tagged

WORKED: list[tuple[str, list[tuple[Any, ...]]]] = [
    ("申请专利84项，其中已授权48项。", [("ip_right", 84, "applied"), ("ip_right", 48, "achieved")]),
    ("全票通过中国钢结构金奖杰出工程大奖。", [("award_result", None, "reviewed")]),
    ("通过绿色施工科技示范工程中期验收。", [("appraisal_cert", None, "interim")]),
    ("完成15个深基坑监测子课题的结题。", [("tech_project", 15, "achieved")]),
    ("并完成5项科学成果评价。", [("appraisal_cert", 5, "achieved")]),
    ("完成成果鉴定3项。", [("appraisal_cert", 3, "achieved")]),
    ("经专家评审、实地考察、现场展示三个层面评定打分。", []),
    ("进一步发挥了工作室示范引领、协同攻关、传承技能、培育精神等功能。", []),
    ("研发了一系列具有国际先进水平的产品和技术。", []),
    ("如在全省推广使用，可节省投资1.2亿元。", [("economic_benefit", 120_000_000, "expected")]),
    ("每年至少完成1项攻关课题。", []),
    (
        "培养高级技师3名、技师12名，签订师徒合同20对。",
        [("talent_training", 3, "achieved"), ("talent_training", 12, "achieved"), ("talent_training", 20, "achieved")],
    ),
    ("全市380个创新工作室累计革新千余项。", []),
    ("现有成员34人，其中高级职称9人。", []),
    ("取得良好的经济效益和社会效益。", []),
]
DECISIONS: list[tuple[str, list[tuple[Any, ...]]]] = [
    ("工作室取得革新成果26项。", [("process_improve", 26, "achieved")]),
    (
        "去年共申报合理化建议58条，采纳31条。",
        [("process_improve", 58, "applied"), ("process_improve", 31, "achieved")],
    ),
    ("目标很明确：两年内培养技师6名。", []),
    ("团队承担课题4项。", [("tech_project", 4, "interim")]),
    ("团队承担完成课题4项。", [("tech_project", 4, "achieved")]),
    ("公司被认定为国家高新技术企业。", []),
    ("该工作室因活动停滞，被市总工会摘牌。", [("honor_title", None, "revoked")]),
    ("不良率下降三成。", [("quality_social", 30, "achieved")]),
    ("年节约标煤1200吨。", [("quality_social", 1200, "achieved")]),
    ("获奖5项，其中一等奖2项。", [("award_result", 5, "achieved"), ("award_result", 2, "achieved")]),
    ("工期缩短2个月。", [("economic_benefit", 2, "achieved")]),
    ("本年专利授权0项、论文0篇。", []),
    ("公司被评为省级专精特新企业。", []),
    ("李国强，男，1975年生，现任某电厂高级技师。", []),
    ("她是市政协委员，也是车间里的老大姐。", []),
    ("漏失率由9%降至4%，相当于再造一座日供2万吨的水厂。", [("quality_social", None, "achieved")]),
    ("这件发明专利去年摘得中国专利优秀奖。", [("award_result", None, "achieved")]),
]


@pytest.mark.parametrize(("text", "claims"), [*WORKED, *DECISIONS], ids=lambda value: value if isinstance(value, str) else "")
@pytest.mark.parametrize("script", ["hans", "hant"])
def test_a_line_of_the_contract_is_read_as_it_says(text: str, claims: list[tuple[Any, ...]], script: Any) -> None:
    (answer,) = tagged([Given("one", convert(text, script))])
    found = [(one["category"], one["quantity"], one["status"]) for one in counted(answer["achievements"])]
    assert sorted(found, key=str) == sorted(claims, key=str)
