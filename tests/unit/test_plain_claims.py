"""What every report says in the plainest words is found, alone and among other claims, in both scripts."""

import random

import pytest

from pipeline.script import Target, convert
from pipeline.texts import Given, tagged

PLAIN = {
    "ip_right": ("获得专利2项", "授权发明专利3件", "取得实用新型专利5项", "获软件著作权6项", "新增专利8件"),
    "award_result": ("获得市级奖项4项", "荣获省部级科技奖2项", "获行业科技进步奖2项", "获得各类奖励9项", "QC成果获奖3项"),
    "honor_title": ("获得市级以上荣誉称号8项", "获省级荣誉5项", "荣获各级荣誉称号20余个", "获市级称号4个"),
    "tech_project": ("攻克技术难题8项", "完成攻关课题6项", "解决生产难题21个", "完成科研项目4项", "破解技术瓶颈5个"),
    "process_improve": ("完成技术改进3项", "完成技术革新16项", "采纳合理化建议38条", "完成小改小革30项", "取得创新成果18项"),
    "appraisal_cert": ("通过省级鉴定2项", "完成成果鉴定3项", "通过科技成果评价4项"),
    "knowledge_output": ("发表论文5篇", "编写教材3部", "制定企业标准4项", "编写操作规程8份"),
    "economic_benefit": ("创效300万元", "累计创造经济效益2000余万元", "避免损失80万元", "降低成本35万元"),
    "adoption_transfer": ("转化成果6项", "推广应用成果9项", "技术成果转化4项", "在12家单位推广"),
    "talent_training": ("培训职工600人次", "培养技师7名", "签订师徒合同9对", "开展技能培训36场"),
    "exchange_service": ("开展技术交流12次", "组织志愿服务18次", "开展帮扶活动8次"),
    "quality_social": ("合格率提高3%", "能耗下降12%", "消除安全隐患13项"),
}
EACH = [(category, words) for category, all_words in PLAIN.items() for words in all_words]


def missed(texts: list[tuple[str, list[tuple[str, str]]]]) -> list[tuple[str, str]]:
    answers = tagged([Given(str(number), text) for number, (text, _) in enumerate(texts)])
    return [
        (category, text)
        for (text, claims), answer in zip(texts, answers, strict=True)
        for category, _ in claims
        if category not in {one["category"] for one in answer["achievements"]}
    ]


@pytest.mark.parametrize("script", ["hans", "hant"])
@pytest.mark.parametrize("head", ["", "工作室", "几年来，工作室先后"])
def test_a_plain_claim_is_found(head: str, script: Target) -> None:
    texts = [(convert(f"{head}{words}。", script), [(category, words)]) for category, words in EACH]
    assert missed(texts) == []


def test_plain_claims_are_found_among_others() -> None:
    chance = random.Random(7)
    texts = []
    for _ in range(200):
        claims = [(name, chance.choice(PLAIN[name])) for name in chance.sample(list(PLAIN), 3)]
        texts.append((f"近三年，团队{chance.choice('，；').join(words for _, words in claims)}。", claims))
    assert len(missed(texts)) <= 0.01 * 3 * len(texts)
