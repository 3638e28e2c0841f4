from pipeline.applicant_record import Applicant
from pipeline.merging.kin import kin
from pipeline.packet_record import PacketRecord
from pipeline.record import SCHEMA


def packet(name: str, studio: str, leader: str) -> PacketRecord:
    return PacketRecord(SCHEMA, f"id-{name}", name, Applicant(studio, leader, ""), (), (), (), ())


def names(*packets: PacketRecord) -> list[tuple[str, ...]]:
    return [(found.why, *(name for _, name in found.packets)) for found in kin(packets)]


def test_two_drops_of_one_applicant_are_matched_in_both_scripts() -> None:
    one, other = packet("一批", "蓝云飞劳模创新工作室", "蓝云飞"), packet("補交", "藍雲飛勞模創新工作室", "藍雲飛")
    assert names(one, other) == [("studio_and_leader", "一批", "補交")]
    assert kin([one, other])[0].sure


def test_a_namesake_with_another_studio_is_asked_about() -> None:
    one, other = packet("1", "王磊焊接创新工作室", "王磊"), packet("2", "王磊护理创新工作室", "王磊")
    assert names(one, other) == [("leader", "1", "2")]
    assert not kin([one, other])[0].sure


def test_packets_without_a_name_are_like_no_other() -> None:
    assert names(packet("1", "", ""), packet("2", "", "")) == []


def test_a_pair_is_told_once_by_the_most_it_shares() -> None:
    packets = [packet(name, "简一鸣创新工作室", "简一鸣") for name in "12"]
    assert names(*packets, packet("3", "简一鸣创新工作室", "")) == [
        ("studio_and_leader", "1", "2"),
        ("studio", "1", "2", "3"),
    ]
