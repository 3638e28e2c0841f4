from pathlib import Path
from typing import Any

import pytest

from pipeline import points, rubric
from pipeline.applicant_record import Applicant, Member
from pipeline.document import Helper
from pipeline.errors import ConfigError
from pipeline.indicators import Met, meet, searched
from pipeline.packet import merge
from pipeline.packet_record import Claim
from pipeline.record import WindowRecord
from pipeline.view import Span
from tests.claims import claim, packet
from tests.papers import paper

YEARS = (2023, 2026)


def studio_a() -> tuple[Claim, ...]:
    """The worked example of the default rubric, as a district's round of 2026 might see it."""
    return (
        claim("title", "honor_title", scope="leader", level="provincial", year=2019),
        claim("city title", "honor_title", scope="leader", level="city", year=2016),
        claim("growth", "talent_training", words="两名成员晋升等级", scope="member", quantity=2, unit="名"),
        claim("approved", "tech_project", words="立项3项", status="interim", quantity=3),
        claim("ended", "tech_project", words="两项课题结题", quantity=2, level="city"),
        claim("methods", "process_improve", words="操作法4项", quantity=4),
        claim("inventions", "ip_right", words="授权发明专利2项", quantity=2),
        claim("models", "ip_right", words="授权实用新型专利3项", quantity=3),
        claim("applied", "ip_right", words="申请发明专利2项", quantity=2, status="applied"),
        claim("second", "award_result", level="provincial", grade="second", name="测距装置"),
        claim("first", "award_result", level="city", grade="first", name="防护罩"),
        claim("appraised", "appraisal_cert", quantity=1),
        claim("paper", "knowledge_output", words="论文1篇", quantity=1),
        claim("money", "economic_benefit", quantity=1_800_000, unit="元"),
        claim("spread", "adoption_transfer", words="转化2项", quantity=None),
        claim("spread too", "adoption_transfer", words="又转化一项"),
        claim("safer", "quality_social"),
        claim("pairs", "talent_training", words="师徒结对6对", quantity=6, unit="对"),
        claim("technician", "talent_training", words="新晋技师1名", quantity=1),
        claim("seniors", "talent_training", words="新晋高级工3名", quantity=3),
        claim("course", "talent_training", words="培训一期", quantity=40, unit="人次"),
        claim("contest", "talent_training", words="技能竞赛获奖", quantity=1),
        claim("school", "exchange_service", words="与职院签订协议"),
        claim("exchange", "exchange_service", words="技术交流一次", quantity=1),
    )


def met(*claims: Claim, **fields: Any) -> tuple[Met, ...]:
    return meet(rubric.default(), packet(*claims, **fields), ())[0]


def base() -> tuple[Any, ...]:
    """Photographs of a workshop, each with its caption."""
    text = "场地40平方米\n设备齐全\n管理制度上墙\n工作台账"
    lines = text.split("\n")
    spans = [Span(text.index(line), text.index(line) + len(line)) for line in lines]
    photo = paper("现场.pdf", text, kind="photo", helpers=tuple(Helper("studio_base", span) for span in spans))
    account = paper("经费.xlsx", "经费使用明细", kind="list")
    return photo, account


def test_the_worked_example_comes_to_61_2_line_by_line() -> None:
    photo, account = base()
    row = {"document": photo.id, "span": Span(0, 2), "places": ()}
    applicant = Applicant("甲", "", "", members=tuple(Member(name=f"{n}", **row) for n in range(9)))
    found, rest = meet(rubric.default(), packet(*studio_a(), applicant=applicant), (photo, account))
    reckoned = points.reference(rubric.default(), found, years=YEARS)
    assert not rest
    assert [each.points for each in reckoned.indicators] == [9, 15, 8, 11.7, 7, 7.5, 3]
    assert reckoned.total == 61.2
    told = [str(line) for each in reckoned.indicators for line in each.lines]
    assert "3 × 0.5 + 2 × 2 = 5.5（≤ 8）" in told
    assert "2.4 + 2 = 4.4（≤ 9）" in told


def test_what_has_no_proof_lies_outside_the_years_or_is_an_undated_total_is_shown_and_not_counted() -> None:
    found = met(
        claim("told", "award_result", level="national", grade="first", proof="word"),
        claim("old", "award_result", level="national", grade="first", year=2015),
        claim("total", "award_result", level="national", quantity=30, window=WindowRecord("cumulative", None, None)),
    )
    line = points.reference(rubric.default(), found, years=YEARS).indicators[3].lines[1]
    assert line.points == 0
    assert dict(line.left_out) == {"told": "no_proof", "old": "outside", "total": "undated_total"}


def test_one_result_counts_once_at_its_highest_level() -> None:
    found = met(
        claim("city", "award_result", level="city", grade="first", name="测距装置"),
        claim("province", "award_result", level="provincial", grade="first", name="测距 裝置"),
    )
    line = points.reference(rubric.default(), found, years=YEARS).indicators[3].lines[1]
    assert line.points == 3
    assert line.left_out == (("city", "same_result"),)


def test_a_sum_over_several_years_is_taken_by_the_year() -> None:
    found = met(claim("m", "economic_benefit", quantity=3_000_000, unit="元", window=WindowRecord("period", 2023, 2025)))
    assert points.reference(rubric.default(), found, years=YEARS).indicators[4].lines[0].points == 4


def test_a_group_gives_no_more_than_its_cap_and_says_so() -> None:
    found = met(claim("many", "ip_right", words="发明专利9项", quantity=9))
    line = points.reference(rubric.default(), found, years=None).indicators[3].lines[0]
    assert (line.points, str(line)) == (8, "9 × 2 = 18（≤ 8） → 8")


def test_each_claim_stands_under_one_indicator_and_what_is_nobodys_own_under_none() -> None:
    claims = (*studio_a(), claim("vague", "ip_right", unquantified=True), claim("region", "ip_right", scope="region"))
    found, rest = meet(rubric.default(), packet(*claims), ())
    standing = [each.id for one in found for each in one.claims] + [each.id for each in rest]
    assert sorted(standing) == sorted(each.id for each in claims if each.id != "region")


def test_a_thing_is_proved_told_or_absent() -> None:
    found = met(claim("a", "award_result", proof="word"), claim("b", "appraisal_cert"))
    standing = {each.item.id: each.standing for one in found for each in one.asked}
    assert (standing["awards"], standing["appraisal"], standing["invention"]) == ("told", "proved", "absent")


def test_what_was_searched_counts_files_pages_and_what_was_not_read() -> None:
    read = paper("a.pdf", "一\n二\n三", pages=1)
    assert (searched([read]).files, searched([read]).pages, searched([read]).unread) == (1, 3, 0)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            ('categories = ["honor_title"], scope', 'categores = ["honor_title"], scope'),
            "team.categores; did you mean categories?",
        ),
        (("points = 10", 'points = "ten"'), "indicators[0].points"),
        (('id = "base"\nhans = "阵地运行"', 'id = "team"\nhans = "阵地运行"'), "id team is given twice"),
        (("cap = 5", "cap = -5"), "indicator team: points and cap must not be negative"),
        (("window = [0, 0]", "window = [2026, 2023]"), "the first year comes first"),
        (('count = "bands", bands', 'count = "each", bnds'), "did you mean bands?"),
    ],
)
def test_a_rubric_that_is_wrong_says_which_key(tmp_path: Path, change: tuple[str, str], told: str) -> None:
    own = Path(rubric.__file__).parents[1] / "corpus/rubrics/default.toml"
    text = own.read_text("utf-8")
    assert change[0] in text
    path = tmp_path / "own.toml"
    path.write_text(text.replace(*change, 1), "utf-8")
    with pytest.raises(ConfigError) as raised:
        rubric.load(path)
    assert told in str(raised.value).replace("title.leader_title.", "")
    assert str(path) in str(raised.value)


def test_members_told_in_words_alone_are_told_and_what_was_achieved_with_equipment_is_none() -> None:
    text = "申报表\n领衔人\t骆一鸣\n成员人数\t8人\n攻关情况\t攻克设备难题7个\n场地面积\t160平方米"
    form = paper("form.docx", text, kind="form")
    merged = merge([form], packet_id="p", name="packet")
    asked = {each.item.id: each for each in (each for one in meet(rubric.default(), merged, [form])[0] for each in one.asked)}
    assert (asked["roster"].standing, [piece.text for piece in asked["roster"].pieces]) == ("told", ["8人"])
    assert asked["equipment"].standing == "absent"
    assert [piece.text for piece in asked["site"].pieces] == ["160平方米"]
