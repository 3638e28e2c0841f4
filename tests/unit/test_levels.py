"""The level of a prize, title or judgment is that of who gives it, as written; words that only sound like one say nothing."""

import pytest

from classifiers.attributes import level


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("由省水利厅组织专家鉴定，结论为国内领先", "provincial"),
        ("获国家林草局科技成果推广奖", "provincial"),
        ("获市“最美公交司机”", "city"),
        ("被评为区五一劳动奖章", "district"),
        ("全路技术能手", "industry"),
        ("省建材行业技术革新能手", "provincial"),
        ("全国消防救援队伍装备技术能手", "industry"),
        ("取得TAF认证", "national"),
        ("国家发明创作奖银牌", "national"),
        ("获纽伦堡发明展铜牌", "international"),
        ("获特区政府颁授劳绩奖章", "provincial"),
        ("获县府登录为保存者", "city"),
        ("国赛一等奖", "national"),
        ("取得矿务局五小二等奖", "company"),
        ("全国五一劳动奖章、中国有色金属行业技术能手", "industry"),
        ("国家专项和全国煤矿技术能手", "industry"),
    ],
)
def test_the_giver_says_the_level(words: str, found: str) -> None:
    assert level(words) == found


@pytest.mark.parametrize(
    "words", ["达到国际先进水平", "总体技术国内领先", "厂家代表到场", "超市里的一等奖", "社区工匠", "国际化经营企业家"]
)
def test_what_only_sounds_like_a_level_says_none(words: str) -> None:
    assert level(words) == "unknown"
