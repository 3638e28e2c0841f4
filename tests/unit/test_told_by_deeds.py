"""Claims told by what was done, without the nouns of reports; and what sounds like it and claims nothing."""

import pytest

from pipeline.script import Target, convert
from pipeline.texts import Given, tagged

TOLD = (
    ("process_improve", "喷漆房的老周给烘干室的门加了一根平衡杆，女工一只手就能推开。"),
    ("process_improve", "师傅们把冲洗水管换成了雾化喷嘴。"),
    ("process_improve", "针对布面折痕，组员自行开发了导布辊清洁刮刀。"),
    ("process_improve", "船厂的焊工们做了个能翻身的胎架。"),
    ("process_improve", "通过调整注塑模温和保压曲线，飞边不良由3%降到0.4%。"),
    ("process_improve", "代表性成果一：托盘自动翻转架，每班少用两人。"),
    ("tech_project", "他们编的小程序让货车司机不用下车就能过磅。"),
    ("tech_project", "困扰厂里多年的轧辊掉肉问题被他们治住了。"),
    ("tech_project", "公司首台氢燃料叉车由该工作室牵头设计。"),
    ("tech_project", "小队琢磨透了冻土层爆破的规律。"),
    ("tech_project", "历时两年，团队完成了高铁闸片摩擦材料的研制。"),
    ("adoption_transfer", "现在全矿的绞车都按这个法子挂钩。"),
    ("adoption_transfer", "全港二十六间老人院舍正使用这款防滑浴椅。"),
    ("adoption_transfer", "与设备厂签了六十万元的技术转让协议。"),
    ("quality_social", "自从给输送带加了防撕裂钢网，再没发生过皮带撕裂。"),
    ("quality_social", "经查新，国内外未见相同报道。"),
    ("economic_benefit", "比外请专家报价省了98万元。"),
)
QUIET = (
    "把会议时间改成了周五下午三点。",
    "有人在微信群里做了一张统计表。",
    "给新来的学徒发了一把扳手和一副手套。",
    "如何降低废品率，是摆在大家面前的难题。",
    "本工具适用于直径10至50毫米的管材。",
    "信贷结构持续优化，增速继续高于同期平均水平。",
    "电缆采购合同总额860万元，由三家供应商中标。",
)


def categories(text: str) -> set[str]:
    (answer,) = tagged([Given("1", text)])
    return {one["category"] for one in answer["achievements"]}


@pytest.mark.parametrize("script", ["hans", "hant"])
@pytest.mark.parametrize(("category", "text"), TOLD)
def test_a_claim_told_by_a_deed_is_found(category: str, text: str, script: Target) -> None:
    assert category in categories(convert(text, script))


@pytest.mark.parametrize("text", QUIET)
def test_what_only_sounds_like_a_deed_claims_nothing(text: str) -> None:
    assert categories(text) == set()
