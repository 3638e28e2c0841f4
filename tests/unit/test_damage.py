"""Damage that changes facts is flagged where it stands, and honest text that looks like it is not."""

import pytest

from pipeline.defects import damage, spun
from pipeline.errors import Flag
from pipeline.view import View

LOST_DIGITS = [
    "工作室于年4月挂牌。",
    "改造后节约资金多万元。",
    "全年培训多人次，效果很好。",
    "現有名成員，平均三十一歲。",
    "基地占地亩，分三个区。",
    "取得项专利，发表论文。",
]
LOST_BYTES = ["获“五斜成果奖。", "他说：！边@", "效率提高锟斤拷成。", "共有@多项"]
AS_LATIN = ["抗拉强度5.8骋笔补。", "7苍尘工艺", "用笔尝颁控制"]
HONEST = [
    "年  月  日（盖章）",
    "培训人次、荣誉称号等数据没有问题。",
    "明年4月、后年5月分两期实施。",
    "完成项目建设，取得件件落实的成效。",
    "很多人次日才到。",
    "邮箱：gonghui@example.cn",
    "笔尖、骋怀、补丁、苍生。",
    "占地面积三十亩。",
]


@pytest.mark.parametrize(
    ("text", "detail"),
    [(text, "digits are missing") for text in LOST_DIGITS]
    + [(text, "letters were lost when bytes were cut") for text in LOST_BYTES]
    + [(text, "Han stand in the place of Latin letters") for text in AS_LATIN],
)
def test_damage_is_flagged_by_its_kind(text: str, detail: str) -> None:
    assert [(note.code, note.detail) for note in damage.notes(View(text))] == [(Flag.DAMAGED_TEXT, detail)]


@pytest.mark.parametrize("text", HONEST)
def test_honest_text_that_looks_damaged_is_not_flagged(text: str) -> None:
    assert list(damage.notes(View(text))) == []


SPUN = [
    "克日，市总工会授与宏达股分无限公司立异工作室“树模性劳模立异工作室”称呼。据先容，工作室卖力人带领步队展开手艺攻关。",
    "公司撐持下層職工展開妙技比賽，裝備毛病率較著降落，辦事質量不竭晉陞，結果轉化為可連續生長供應了支持。",
]
SHUFFLED = [
    "三是加强培训，夜校开了四十期。\n一是建制度，出台了六项办法。\n四是搞攻关，完成课题九项。\n二是搭平台，建了三个实训室。",
]
WRITTEN = [
    "祖传的手艺不能丢，老人把手艺教给了二十多个徒弟，还教他们进修和讲授的门道。",
    "有限责任公司与股份有限公司的工会联合开展技能比赛，先进集体和先进个人受到表彰。",
    "一是建制度。二是搭平台：一是场地，二是设备，三是人员。三是强激励。",
    "他说：“扳手要顺着劲儿走。\n“急了，螺栓会咬死。”\n徒弟们记下了。",
    "本市標準化檢驗與研究機構培養人材，出產線上的職員在崗亭值守。",
]


@pytest.mark.parametrize("text", [*SPUN, *SHUFFLED])
def test_a_page_that_a_machine_rewrote_is_flagged(text: str) -> None:
    assert {note.code for note in spun.notes(View(text))} == {Flag.SPUN_TEXT}


@pytest.mark.parametrize("text", WRITTEN)
def test_a_page_that_a_person_wrote_is_not(text: str) -> None:
    assert list(spun.notes(View(text))) == []
