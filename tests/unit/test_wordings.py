"""One claim in the words of several papers: what says the same is one, what only looks alike stays two."""

from typing import Any

import pytest

from classifiers import certificates
from classifiers.rows import ROW
from pipeline.document import Window
from pipeline.merging.folding import folded_object
from pipeline.packet import merge
from pipeline.packet_record import PacketRecord
from pipeline.record import DocumentRecord
from pipeline.recording import document_record
from tests.papers import document, paper, told


def merged(*documents: DocumentRecord) -> PacketRecord:
    return merge(documents, packet_id="p", name="packet")


def both(category: str, one: str, other: str, first: dict[str, Any], second: dict[str, Any]) -> int:
    """How many claims a form and a report make of one clause each."""
    form = paper("form.docx", f"{one}。", told(category, one, **first), kind="form")
    report = paper("report.docx", f"{other}。", told(category, other, **second))
    return len(merged(form, report).claims)


@pytest.mark.parametrize(
    ("category", "one", "other", "first", "second"),
    [
        ("honor_title", "获评省级巾帼文明岗", "荣获“省巾帼文明岗”", {"level": "provincial"}, {"level": "provincial"}),
        (
            "economic_benefit",
            "节约维修费310万元",
            "节省维修费用310万元",
            {"quantity": 3100000, "unit": "元", "object": "维修费"},
            {"quantity": 3100000, "unit": "元", "object": "维修费用"},
        ),
        (
            "knowledge_output",
            "发表核心期刊论文15篇",
            "核心期刊上刊发论文15篇",
            {"quantity": 15, "unit": "篇", "object": "核心期刊论文"},
            {"quantity": 15, "unit": "篇", "object": "论文"},
        ),
        (
            "talent_training",
            "签订师徒合同12对",
            "签下师徒合同12份",
            {"quantity": 12, "unit": "对", "object": "师徒合同"},
            {"quantity": 12, "unit": "份", "object": "师徒合同"},
        ),
        (
            "talent_training",
            "人才\t14人晋升技师",
            "14人晋升为技师",
            {"quantity": 14, "unit": "人", "object": "人才"},
            {"quantity": 14, "unit": "人", "object": "技师"},
        ),
    ],
)
def test_one_claim_in_two_wordings_is_one(
    category: str, one: str, other: str, first: dict[str, Any], second: dict[str, Any]
) -> None:
    assert both(category, one, other, first, second) == 1


@pytest.mark.parametrize(
    ("category", "one", "other", "first", "second"),
    [
        ("honor_title", "获评省级巾帼文明岗", "荣获“市巾帼文明岗”", {"level": "provincial"}, {"level": "city"}),
        (
            "talent_training",
            "培养技师14名",
            "培养高级技师14名",
            {"quantity": 14, "unit": "名", "object": "技师"},
            {"quantity": 14, "unit": "名", "object": "高级技师"},
        ),
        (
            "knowledge_output",
            "编写教材15册",
            "发表论文15篇",
            {"quantity": 15, "unit": "册", "object": "教材"},
            {"quantity": 15, "unit": "篇", "object": "论文"},
        ),
    ],
)
def test_what_only_looks_alike_stays_two(
    category: str, one: str, other: str, first: dict[str, Any], second: dict[str, Any]
) -> None:
    assert both(category, one, other, first, second) == 2


def test_a_general_word_is_no_thing_counted() -> None:
    assert (folded_object("人才"), folded_object("经济效益"), folded_object("技师")) == ("", "", "技师")


def test_a_row_of_a_form_is_known_by_its_name_cell_though_the_owner_is_longer() -> None:
    row = "电铲张紧机构\t实用新型\tZL201921557720.\t赤岭矿业集团露天矿机电队\t2020.06.09"
    form = paper("form.pdf", row, told("ip_right", row, why=(ROW,), name="电铲张紧机构", object="实用新型专利"), kind="form")
    report = paper("report.docx", "“电铲张紧机构”等均已获专利。", told("ip_right", "获专利", object="专利"))
    assert len(merged(form, report).claims) == 1


def test_a_circular_that_begins_with_the_grade_names_no_prize_that_could_be_another() -> None:
    words = "特等奖：雷大川创新工作室“皮带快速更换法”"
    circular = paper("circular.docx", words, told("award_result", words, grade="special"), kind="award_certificate")
    claim = "获煤炭企业协会“五小”成果特等奖"
    report = paper("report.docx", f"“皮带快速更换法”{claim}。", told("award_result", claim, grade="special"))
    assert len(merged(circular, report).claims) == 1


def test_what_an_earlier_version_alone_tells_is_a_difference_of_versions() -> None:
    def row(path: str, status: str, end: str) -> DocumentRecord:
        words = f"无机房电梯应急救援改良\t公司\t2023\t{end}"
        text = "\n".join(("工作室申报表", *(f"第{index}项说明文字各有不同" for index in range(12)), words))
        return paper(
            path, text, told("tech_project", words, status=status, why=(ROW,), name="无机房电梯应急救援改良"), kind="form"
        )

    packet = merged(row("申报表（最终版2）.docx", "achieved", "已结题"), row("申报表.docx", "interim", "进行中"))
    assert [conflict.kind for conflict in packet.conflicts] == ["version"]


@pytest.mark.parametrize(("total", "kinds"), [(600, ["years_sum"]), (550, [])])
def test_the_years_that_follow_a_total_as_its_parts_are_held_against_it(total: int, kinds: list[str]) -> None:
    parts = ((2021, 150), (2022, 180), (2023, 220))
    text = f"2021—2023年共节约材料费{total}万元，其中：" + "、".join(f"{year}年节约{figure}万元" for year, figure in parts)
    money: dict[str, Any] = {"unit": "元", "currency": "CNY"}
    whole = told(
        "economic_benefit",
        f"节约材料费{total}万元",
        quantity=total * 10_000,
        object="材料费",
        window=Window("period", 2021, 2023),
        **money,
    )
    each = [
        told("economic_benefit", f"年节约{figure}万元", quantity=figure * 10_000, window=Window("period", 2021, 2023), **money)
        for _, figure in parts
    ]
    assert [conflict.kind for conflict in merged(paper("form.docx", text, whole, *each, kind="form")).conflicts] == kinds


def test_a_title_that_a_decision_prints_is_the_one_that_the_form_tells_by_its_level() -> None:
    words = "命名匡正阳技能大师工作室为“省级技能大师工作室”"
    text = f"关于命名技能大师工作室的决定\n桑工发〔2019〕31号\n{words}。\n2019年5月4日"
    made = certificates.build()(
        document("decision.docx", text, told("honor_title", words, level="provincial"), kind="award_certificate")
    )
    form = paper(
        "form.docx",
        "被命名为省级技能大师工作室。",
        told("honor_title", "被命名为省级技能大师工作室", level="provincial"),
        kind="form",
    )
    assert len(merged(document_record(made), form).claims) == 1
