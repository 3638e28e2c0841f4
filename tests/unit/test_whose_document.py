"""Whose a claim is follows from whom the document is about: a studio, a house, an alliance or the persons it introduces."""

import pytest

from pipeline.texts import Given, tagged


def scopes(*texts: str, title: str = "", subject: str = "") -> set[str]:
    given = [Given(str(number), text, doc="d", title=title, subject=subject) for number, text in enumerate(texts)]
    return {found["scope"] for answer in tagged(given) for found in answer["achievements"]}


@pytest.mark.parametrize(
    ("title", "subject", "text"),
    [
        ("北洋造纸公司简介", "", "全公司上下一心。近三年授权发明专利14件，主持制定行业标准2项。"),
        ("學校概況", "國立東勢高級工業職業學校", "教師團隊取得發明專利三件。"),
        ("品質改善成果", "", "本廠焊接班取得新型專利兩件，年省四十二萬元。"),
    ],
)
def test_the_paper_of_a_house_without_a_studio_tells_of_the_house(title: str, subject: str, text: str) -> None:
    assert scopes(text, title=title, subject=subject) == {"employer"}


def test_a_studio_named_as_the_subject_keeps_its_claims_in_the_house_of_its_employer() -> None:
    text = "护理小组取得实用新型专利3件，发表论文6篇。"
    assert scopes("本院于2018年设立该小组。", text, title="市中医院品质提升材料", subject="“微光”护理创新小组") == {"studio"}


def test_entries_on_persons_tell_of_each_of_them() -> None:
    texts = (
        "1.郝连生，男，45岁，某轴承厂磨工。取得实用新型专利3件，节约成本86万元。",
        "2.苏雅琴，女，39岁，市妇幼保健院检验师。发表论文7篇。",
    )
    assert scopes(*texts, title="建议人选简要事迹") == {"leader"}


def test_who_is_named_in_a_studios_paper_and_does_not_lead_it_is_a_member() -> None:
    texts = ("工作室由郝连生领衔。", "2021年，车长罗汉明荣获省五一劳动奖章。")
    assert scopes(*texts, title="郝连生劳模创新工作室大事记", subject="郝连生劳模创新工作室") == {"member"}


def test_what_an_alliance_does_together_is_its_own() -> None:
    texts = ("全年互派技术员34人次，联合攻关课题12项。", "联盟帮扶低收入户176户。")
    assert scopes(*texts, title="沿江六县技术联盟年度通报") == {"alliance"}
