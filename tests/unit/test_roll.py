"""How many members a studio has: told once in each paper, and shown where papers tell it differently."""

import pytest

from pipeline.packet import merge
from pipeline.packet_record import Check, PacketRecord
from pipeline.record import DocumentRecord
from tests.papers import paper

FORM = "工作室名称\t陶砚秋工匠创新工作室\n领衔人\t陶砚秋\n所在单位\t青浦制瓷厂\n成立时间\t2018年5月"


def merged(*documents: DocumentRecord) -> PacketRecord:
    return merge(documents, packet_id="p", name="packet")


def members(*documents: DocumentRecord) -> Check:
    return next(check for check in merged(*documents).checks if check.item == "members")


def form(more: str) -> DocumentRecord:
    return paper("form.docx", f"{FORM}\n{more}", kind="form")


@pytest.mark.parametrize(
    "told",
    [
        "工作室现有成员16人，其中高级技师5人。",
        "工作室由16名成员组成。",
        "團隊現有16人，平均年齡三十五歲。",
        "成员由成立之初的8人发展到如今的16人。",
        "工作室共有成员十六名。",
    ],
)
def test_a_report_that_counts_the_members_otherwise_than_the_form_is_shown_with_both_places(told: str) -> None:
    packet = merged(form("团队人数\t17人"), paper("report.docx", told))
    assert [(conflict.kind, conflict.detail) for conflict in packet.conflicts] == [("members", "17人 / 16人")]
    check = members(form("团队人数\t17人"), paper("report.docx", told))
    assert check.result == "fail"
    assert check.evidence[0].text == "17人"
    assert all(piece.places for piece in check.evidence)


@pytest.mark.parametrize(
    "told",
    [
        "工作室现有成员17人。",
        "工作室成立之初成员8人。",
        "工作室成员中党员6人。",
        "工作室有核心成员5人，骨干9人。",
        "工作室先后有成员23人获得表彰。",
        "工作室培训成员240人。",
        "工作室有成员9人取得技师资格。",
    ],
)
def test_the_same_number_a_part_of_the_members_and_earlier_times_are_no_contradiction(told: str) -> None:
    assert members(form("团队人数\t17人"), paper("report.docx", told)).result in ("pass", "undecidable")
    assert not merged(form("团队人数\t17人"), paper("report.docx", told)).conflicts


@pytest.mark.parametrize(("number", "result"), [(4, "pass"), (3, "pass"), (6, "fail")])
def test_a_roster_may_leave_out_the_leader_and_nobody_else(number: int, result: str) -> None:
    roster = "姓名\t性别\t学历\t职称\n沈怀瑾\t男\t本科\t技师\n顾南乔\t女\t大专\t高级工\n陆听雨\t女\t大专\t高级工"
    assert members(form(f"团队人数\t{number}人\n{roster}")).result == result


def test_one_number_alone_decides_nothing() -> None:
    assert members(form("团队人数\t17人")).result == "undecidable"


@pytest.mark.parametrize(("told", "result"), [("5人", "fail"), ("4人", "pass"), ("3人", "pass")])
def test_a_roster_with_the_leader_in_it_is_the_whole_and_a_paper_may_count_the_members_beside_the_leader(
    told: str, result: str
) -> None:
    roster = "团队成员\n姓名\t年龄\t工种\n陶砚秋\t50\t拉坯\n竺可\t38\t施釉\n鲍山\t29\t烧成\n慕容雪\t33\t彩绘"
    assert members(form(f"成员人数\t{told}\n\n{roster}")).result == result
