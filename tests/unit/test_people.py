"""Who leads, by name, and whose a claim is where they are spoken of."""

import pytest

from classifiers.holder import Subject, following
from classifiers.people import is_of_person, leaders
from corpus.evaluate import counted
from pipeline.texts import Given, tagged

STORY = ("沈秋月说，炉子有脾气。", "沈秋月还编写了教材2部。", "去年，工作室获授权专利3件。", "沈秋月工作室开展培训12期。")


@pytest.mark.parametrize(
    ("title", "subject", "text", "names"),
    [
        ("", "沈秋月工匠工作室", "", ("沈秋月",)),
        ("炉前“听火人”沈秋月", "", "", ("沈秋月",)),
        ("", "", "工作室以沈秋月为带头人，成立于2016年。", ("沈秋月",)),
        ("炉前十年", "", "沈秋月说，炉子有脾气。沈秋月把火调小。", ("沈秋月",)),
        ("", "", "安全说起来容易。安全在心里。管理的事，管理也难。", ()),
        ("", "", "领衔人丁一：甲班。领衔人王二：乙班。领衔人李三：丙班。", ()),
    ],
)
def test_who_leads_is_told_by_a_studios_name_an_office_a_title_or_what_he_does(
    title: str, subject: str, text: str, names: tuple[str, ...]
) -> None:
    assert leaders(title, subject, text) == names


@pytest.mark.parametrize(
    ("title", "subject", "of_person"),
    [
        ("先进事迹材料", "沈秋月", True),
        ("职工个人业绩申报表", "", True),
        ("沈秋月同志事迹", "沈秋月工作室", False),
        ("年度总结", "", False),
    ],
)
def test_a_document_of_one_person_is_told_from_one_of_a_studio(title: str, subject: str, of_person: bool) -> None:
    assert is_of_person(title, subject) is of_person


def test_what_the_leader_does_by_name_is_his_and_what_his_studio_does_the_studios() -> None:
    given = [Given(str(place), text, doc="d", title="炉前十年") for place, text in enumerate(STORY)]
    scopes = [[one["scope"] for one in answer["achievements"]] for answer in tagged(given)]
    assert scopes == [[], ["leader"], ["studio"], ["studio"]]


def test_a_sentence_that_goes_on_keeps_whom_the_one_before_spoke_of() -> None:
    assert following(Subject(), "全市现有创新工作室380家。", "这些工作室获得专利4200件。").scope == "region"
    assert following(Subject(), "全市现有创新工作室380家。", "工作室获得专利42件。").scope == "studio"


def test_totals_of_these_studios_of_a_city_are_not_the_studios() -> None:
    texts = ("市总工会公布：全市已建成创新工作室683家。", "三年来，这些工作室获得专利4200件，创效23亿元。")
    given = [Given(str(place), text, doc="d") for place, text in enumerate(texts)]
    assert [one for answer in tagged(given) for one in counted(answer["achievements"])] == []


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("2021年获评省级技术能手。", "leader"),
        ("2021年获评省级劳模创新工作室。", "studio"),
        ("工作室职工王敏荣获省五一劳动奖章。", "member"),
        ("他牵头的工作坊培训农户1200人次。", "studio"),
        ("她培训农户1200人次。", "leader"),
        ("团队成员中有3人晋升为技师。", "studio"),
    ],
)
def test_a_claim_is_of_him_of_a_member_or_of_the_studio_as_its_words_say(text: str, scope: str) -> None:
    (answer,) = tagged([Given("one", text)])
    assert {one["scope"] for one in answer["achievements"]} == {scope}
