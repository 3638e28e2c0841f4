"""Claims in the rarer words of shop floors, of Taiwan and of Hong Kong, and papers that only look like one."""

import pytest

from pipeline.texts import Given, tagged


def categories(text: str) -> set[str]:
    (answer,) = tagged([Given("1", text)])
    return {one["category"] for one in answer["achievements"] if one["status"] not in ("planned", "negated")}


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("今年职工创新大赛，我们捧走了头奖。", "award_result"),
        ("參加設備及機械設計評選，勇奪優異證書。", "award_result"),
        ("矿务局送省里评比，获二等。", "award_result"),
        ("首奖由平台班的“托辊快换小车”夺下。", "award_result"),
        ("他荣立过二等功一次、三等功三次。", "honor_title"),
        ("班里三次夺得流动红旗。", "honor_title"),
        ("产品过了CE。", "appraisal_cert"),
        ("验收组现场抽测后，同意通过验收。", "appraisal_cert"),
        ("这套针法入选《中国刺绣针法大全》。", "knowledge_output"),
        ("论文《再热汽温预测》投稿《动力工程》。", "knowledge_output"),
        ("學員參加身心障礙者技能競賽，抱回冷凍空調職類第一名。", "talent_training"),
        ("至今取錄學徒四十六名。", "talent_training"),
        ("受訓一百二十小時，成績及格，准予結業。", "talent_training"),
        ("護士在省肾病护理年会上交流发言。", "exchange_service"),
    ],
)
def test_a_claim_in_rarer_words_is_found(text: str, category: str) -> None:
    assert category in categories(text)


@pytest.mark.parametrize(
    "text",
    [
        "附件：专利证书复印件7份、论文首页4份。",
        "得獎者可獲獎金新臺幣十萬元及獎座一座。",
        "两篇论文被退稿。",
        "所用教材为机械工业出版社《钳工工艺学》。",
        "表彰大会上，30名劳模上台领奖。",
        "志愿者招募人数为50名。",
    ],
)
def test_what_only_names_such_things_claims_nothing(text: str) -> None:
    assert categories(text) == set()
