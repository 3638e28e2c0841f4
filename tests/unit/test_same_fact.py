"""One fact in other words: full and short names, a prize without its work, a year that belongs to another clause."""

from typing import Any

import pytest

from pipeline.document import Window
from pipeline.packet import merge
from pipeline.record import DocumentRecord
from tests.papers import paper, told


def claims(*documents: DocumentRecord) -> int:
    return len(merge(documents, packet_id="p", name="packet").claims)


@pytest.mark.parametrize(
    ("category", "one", "other", "of_one", "of_other"),
    [
        (
            "award_result",
            "“巡检车换电”获省科学技术进步奖二等奖",
            "捧回省科技进步二等奖",
            {"grade": "second"},
            {"grade": "second"},
        ),
        (
            "award_result",
            "《雲水》獲華東服裝設計大賽金獎",
            "《云水》系列在华东服装设计大赛摘得金奖",
            {"grade": "gold"},
            {"grade": "gold"},
        ),
        ("process_improve", "研制「钢缆张力手提量度器」", "研制出手提式钢缆张力量度器", {}, {}),
        ("tech_project", "完成铜线键合第二焊点脱落攻关", "攻克铜线键合第二焊点脱落的难题", {}, {}),
        (
            "talent_training",
            "学生于109学年度全国技能竞赛车床职类获金牌",
            "学生林某参加第50届全国技能竞赛车床职类荣获金牌",
            {},
            {},
        ),
    ],
)
def test_one_thing_in_other_words_is_one_claim(
    category: Any, one: str, other: str, of_one: dict[str, Any], of_other: dict[str, Any]
) -> None:
    year = Window("year", 2021, 2021)
    papers = (
        paper(name, f"2021年，{words}。", told(category, words, window=year, **more))
        for name, words, more in (("a.docx", one, of_one), ("b.docx", other, of_other))
    )
    assert claims(*papers) == 1


@pytest.mark.parametrize(
    ("category", "one", "other"),
    [
        ("ip_right", "“索股牵引夹持器”获实用新型专利", "“自锁式索股牵引夹持器”获实用新型专利"),
        ("award_result", "“轨枕蒸养温控改造”获省创新成果一等奖", "“二期轨枕蒸养温控改造”获省创新成果一等奖"),
        ("award_result", "“降低断丝率”获江州市优秀QC成果一等奖", "“降低断丝率”获全国QC小组发表赛一等奖"),
    ],
)
def test_things_of_like_names_stay_two(category: Any, one: str, other: str) -> None:
    assert (
        claims(*(paper(name, f"{words}。", told(category, words)) for name, words in (("a.docx", one), ("b.docx", other)))) == 2
    )


def test_a_year_of_the_clause_behind_says_nothing_of_the_one_before() -> None:
    saved: dict[str, Any] = {"quantity": 6120000, "unit": "元"}
    one = told("economic_benefit", "创效612万元", window=Window("year", 2019, 2019), **saved)
    other = told("economic_benefit", "创效612万元", window=Window("year", 2021, 2021), **saved)
    assert claims(paper("a.docx", "创效612万元，2019年他被评为工匠。", one), paper("b.docx", "2021年创效612万元。", other)) == 1
    assert claims(paper("a.docx", "2019年创效612万元。", one), paper("b.docx", "2021年创效612万元。", other)) == 2


def test_this_project_is_the_one_whose_title_was_told_last() -> None:
    text = "（1）研制“张力手提量度器”；\n（2）该项目荣获2019年机电业创新大赛优异奖。"
    named = "“张力手提量度器”获机电业创新大赛优异奖"
    assert (
        claims(
            paper("a.docx", text, told("award_result", "荣获2019年机电业创新大赛优异奖", window=Window("year", 2019, 2019))),
            paper("b.docx", f"{named}。", told("award_result", named)),
        )
        == 1
    )


def test_a_patents_number_behind_its_claim_is_its_own() -> None:
    one = paper("a.docx", "获发明专利1项（ZL201910588412.4）。", told("ip_right", "获发明专利1项", quantity=1, unit="项"))
    other = paper("b.docx", "除湿方法\tZL201910588412.4", told("ip_right", "除湿方法\tZL201910588412.4"))
    assert claims(one, other) == 1


def test_a_citys_prize_and_a_provinces_for_one_work_are_two_and_shown() -> None:
    papers = (
        paper(name, f"{words}。", told("award_result", words, grade="second"))
        for name, words in (
            ("a.docx", "“斑节对虾健康苗种繁育”获省农业技术推广奖二等奖"),
            ("b.docx", "“斑节对虾健康苗种繁育”荣获海屿市农业技术推广奖二等奖"),
        )
    )
    packet = merge(tuple(papers), packet_id="p", name="packet")
    assert (len(packet.claims), [conflict.kind for conflict in packet.conflicts]) == (2, ["level"])


def test_projects_whose_state_stands_in_brackets_are_told_apart_by_what_stands_before() -> None:
    text = "道岔缺口监测（2021年，已结题）\n计轴干扰治理（2021年，已结题）\n"
    states = [told("tech_project", "已结题", nth=nth) for nth in (0, 1)]
    assert claims(paper("a.txt", text, *states)) == 2


@pytest.mark.parametrize(
    ("one", "other", "objects", "together"),
    [
        ("带出高级工以上技能人才11名", "带出11名高级工以上技能人才", ("技能人才", "高级工"), 1),
        ("培养高级工11名", "培养中级工11名", ("高级工", "中级工"), 2),
    ],
)
def test_a_count_is_one_where_each_paper_has_what_the_other_counts(
    one: str, other: str, objects: tuple[str, str], together: int
) -> None:
    papers = (
        paper(name, f"{words}。", told("talent_training", words, quantity=11, unit="名", object=thing))
        for name, words, thing in (("a.docx", one, objects[0]), ("b.docx", other, objects[1]))
    )
    assert claims(*papers) == together
