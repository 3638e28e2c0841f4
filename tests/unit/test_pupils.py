"""What the studio's people won, told by certificates in their own names."""

from pipeline.document import Certificate
from pipeline.packet import merge
from pipeline.view import Span
from tests.papers import paper, told

CONTEST = "荣誉证书\n阎小舟同志：\n在2022年燃气行业技能竞赛中荣获第二名。\n省燃气协会"
FORM = paper("form.docx", "工作室名称\t宋知远创新工作室\n领衔人姓名\t宋知远", kind="form")


def test_a_persons_rank_in_a_contest_is_training_and_one_with_what_the_report_tells() -> None:
    certificate = paper(
        "a.docx",
        CONTEST,
        told("award_result", "荣获第二名", by="阎小舟", scope="leader"),
        kind="award_certificate",
        certificates=(_printed("阎小舟", CONTEST),),
    )
    report = paper(
        "b.docx",
        "徒弟阎小舟在省燃气行业职业技能竞赛中夺得管网运行工亚军。另一徒弟于海棠获第二名。",
        told("talent_training", "夺得管网运行工亚军"),
        told("talent_training", "获第二名"),
    )
    packet = merge([FORM, certificate, report], packet_id="p", name="packet")
    trained = [claim for claim in packet.claims if claim.category == "talent_training"]
    assert sorted(len(claim.evidence) for claim in trained) == [1, 2]
    assert [claim.proof for claim in trained if len(claim.evidence) == 2] == ["certificate"]


def test_the_leaders_own_rank_stays_a_prize() -> None:
    text = CONTEST.replace("阎小舟", "宋知远")
    certificate = paper(
        "a.docx", text, told("award_result", "荣获第二名"), kind="award_certificate", certificates=(_printed("宋知远", text),)
    )
    packet = merge([FORM, certificate], packet_id="p", name="packet")
    assert [claim.category for claim in packet.claims] == ["award_result"]


def _printed(receiver: str, text: str) -> Certificate:
    start = text.index("荣获第二名")
    return Certificate(kind="award", span=Span(start, start + 5), receiver=receiver, prize="燃气行业技能竞赛")
