from typing import Any

import pytest

from classifiers.rows import ROW
from pipeline.document import Window
from pipeline.packet import merge, strength
from pipeline.packet_record import Claim, PacketRecord
from pipeline.record import DocumentRecord
from tests.papers import paper, told


def merged(*documents: DocumentRecord) -> PacketRecord:
    return merge(documents, packet_id="p", name="packet")


def only(packet: PacketRecord) -> Claim:
    assert len(packet.claims) == 1, [(claim.category, claim.evidence[0].text) for claim in packet.claims]
    return packet.claims[0]


def test_a_fact_told_in_form_report_and_news_is_one_claim_with_its_strongest_paper_first() -> None:
    words = "节约电费86万元"
    told_once = told("economic_benefit", words, quantity=860000, unit="元", object="电费")
    packet = merged(
        paper("c.html", f"据悉，{words}。", told_once, kind="news"),
        paper("b.docx", f"一年来{words}。", told_once, kind="report"),
        paper("a.pdf", f"兹证明：{words}。", told_once, kind="benefit_certificate"),
    )
    claim = only(packet)
    assert [piece.kind for piece in claim.evidence] == ["benefit_certificate", "report", "news"]
    assert claim.proof == "certificate"


def test_traditional_and_simplified_tell_one_named_thing() -> None:
    packet = merged(
        paper(
            "a.docx",
            "《高爐煤氣餘壓回收裝置》獲市級優秀成果。",
            told("award_result", "《高爐煤氣餘壓回收裝置》獲市級優秀成果", level="city"),
        ),
        paper("b.docx", "《高炉煤气余压回收装置》获优秀成果。", told("award_result", "《高炉煤气余压回收装置》获优秀成果")),
    )
    assert only(packet).level == "city"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"quantity": 3}, {"quantity": 4}),
        ({"quantity": 30, "unit": "人"}, {"quantity": 30, "unit": "人次"}),
        ({"quantity": 3, "status": "applied"}, {"quantity": 3, "status": "achieved"}),
        ({"quantity": 3, "scope": "studio"}, {"quantity": 3, "scope": "employer"}),
        ({"quantity": 3, "level": "city"}, {"quantity": 3, "level": "provincial"}),
        ({"quantity": 3, "window": Window("year", 2021, 2021)}, {"quantity": 3, "window": Window("year", 2022, 2022)}),
        ({"quantity": 3, "object": "发明专利"}, {"quantity": 3, "object": "外观设计专利"}),
        ({"quantity": 3, "grade": "first"}, {"quantity": 3, "grade": "second"}),
        ({"quantity": 3, "quantity_max": 5}, {"quantity": 3}),
        ({"change_from": 9, "change_to": 3, "unit": "天"}, {"change_from": 9, "change_to": 4, "unit": "天"}),
        ({"quantity": 3000000, "unit": "元"}, {"quantity": 3000000, "unit": "元", "currency": "TWD"}),
    ],
)
def test_facts_that_differ_in_anything_written_stay_two(one: dict[str, Any], other: dict[str, Any]) -> None:
    packet = merged(
        paper("a.docx", "所说之事在此。", told("ip_right", "所说之事", **one)),
        paper("b.docx", "所说之事在此。", told("ip_right", "所说之事", **other)),
    )
    assert len(packet.claims) == 2


def test_two_named_things_are_never_one_even_when_all_else_agrees() -> None:
    packet = merged(
        paper("a.docx", "“袋滤器清灰阀”获市奖。", told("award_result", "“袋滤器清灰阀”获市奖", level="city")),
        paper("b.docx", "“袋滤器换袋车”获市奖。", told("award_result", "“袋滤器换袋车”获市奖", level="city")),
    )
    assert len(packet.claims) == 2


def test_a_vague_fact_that_could_be_either_of_two_joins_neither() -> None:
    packet = merged(
        paper("a.docx", "获“纺机断经自停器”省级奖。", told("award_result", "获“纺机断经自停器”省级奖", level="provincial")),
        paper("b.docx", "获“纺机断经自停器”市级奖。", told("award_result", "获“纺机断经自停器”市级奖", level="city")),
        paper("c.docx", "获“纺机断经自停器”奖。", told("award_result", "获“纺机断经自停器”奖")),
    )
    assert sorted(claim.level for claim in packet.claims) == ["city", "provincial", "unknown"]


def test_two_equal_facts_of_one_line_stay_two() -> None:
    text = "甲线获奖2项，乙线获奖2项。"
    found = (
        told("award_result", "获奖2项", quantity=2, unit="项"),
        told("award_result", "获奖2项", nth=1, quantity=2, unit="项"),
    )
    assert len(merged(paper("a.docx", text, *found)).claims) == 2
    assert len(merged(paper("a.docx", text, *found), paper("copy.docx", text, *found)).claims) == 2


def test_small_equal_counts_of_unnamed_things_are_not_taken_for_one() -> None:
    packet = merged(
        paper("a.docx", "获奖2项。", told("award_result", "获奖2项", quantity=2, unit="项")),
        paper("b.docx", "获市级奖2项。", told("award_result", "获市级奖2项", quantity=2, unit="项", level="city")),
    )
    assert len(packet.claims) == 2


def test_a_patent_number_tells_the_same_patent_under_two_names() -> None:
    packet = merged(
        paper(
            "a.pdf",
            "专利号：ZL 202110334455.6 一种撬棒",
            told("ip_right", "ZL 202110334455.6 一种撬棒"),
            kind="patent_certificate",
        ),
        paper("b.xlsx", "1\t撬棒\tZL202110334455.6", told("ip_right", "撬棒\tZL202110334455.6"), kind="list"),
    )
    assert only(packet).proof == "certificate"


def test_a_certificate_proves_only_what_it_is_made_for() -> None:
    assert strength("patent_certificate", "ip_right")[1] == "certificate"
    assert strength("patent_certificate", "economic_benefit")[1] == "word"
    assert strength("news", "honor_title")[1] == "news"


def test_what_another_studio_did_is_not_the_applicants() -> None:
    form = paper("form.docx", "工作室名称\t方竹青劳模创新工作室\n领衔人\t方竹青", kind="form")
    news = paper(
        "n.html",
        "方竹青工作室获专利6项，贺小川劳模创新工作室获专利9项。",
        told("ip_right", "获专利6项", quantity=6, unit="项", by="方竹青工作室"),
        told("ip_right", "获专利9项", quantity=9, unit="项", by="贺小川劳模创新工作室"),
        kind="news",
    )
    assert {claim.quantity: claim.scope for claim in merged(form, news).claims} == {6: "studio", 9: "third_party"}


def test_figures_that_differ_between_papers_are_a_conflict_and_both_stay() -> None:
    packet = merged(
        paper("a.docx", "发表论文16篇。", told("knowledge_output", "发表论文16篇", quantity=16, unit="篇", object="论文")),
        paper("b.docx", "发表论文18篇。", told("knowledge_output", "发表论文18篇", quantity=18, unit="篇", object="论文")),
    )
    assert [conflict.kind for conflict in packet.conflicts] == ["figure"]
    assert set(packet.conflicts[0].claims) == {claim.id for claim in packet.claims}


@pytest.mark.parametrize(
    ("words", "figure", "approx", "exact", "apart"),
    [
        ("二十多", 20, "over", 27, False),
        ("二十多", 20, "over", 31, True),
        ("近三十", 30, "under", 26, False),
        ("近三十", 30, "under", 32, True),
        ("1500多", 1500, "over", 1560, False),
        ("1500多", 1500, "over", 1610, True),
        ("约200", 200, "about", 185, False),
        ("约200", 200, "about", 160, True),
        ("20", 20, "exact", 27, True),
    ],
)
def test_a_rough_figure_contradicts_only_what_it_cannot_be(words: str, figure: int, approx: str, exact: int, apart: bool) -> None:
    packet = merged(
        paper(
            "a.docx",
            f"发表论文{exact}篇。",
            told("knowledge_output", f"发表论文{exact}篇", quantity=exact, unit="篇", object="论文"),
        ),
        paper(
            "b.docx",
            f"发表论文{words}篇。",
            told("knowledge_output", f"发表论文{words}篇", quantity=figure, approx=approx, unit="篇", object="论文"),
        ),
    )
    assert bool(packet.conflicts) is apart


def test_an_empty_packet_is_a_record_with_nothing_in_it() -> None:
    packet = merged()
    assert (packet.claims, packet.conflicts, packet.documents) == ((), (), ())


def pairs(*rows: str) -> DocumentRecord:
    found = (told("talent_training", row, object="师徒合同", why=(ROW,)) for row in rows)
    return paper("pairs.csv", "师傅\t徒弟\n" + "\n".join(rows), *found, kind="list")


def test_rows_of_one_list_are_never_merged_with_each_other() -> None:
    assert len(merged(pairs("鲁班\t甲生\t2021", "鲁班\t乙生\t2021", "墨翟\t丙生\t2021")).claims) == 3


def test_a_total_that_the_list_does_not_bear_out_is_a_conflict() -> None:
    signed = told("talent_training", "签订师徒合同4对", quantity=4, unit="对", object="师徒合同")
    form = paper("form.docx", "签订师徒合同4对。", signed)
    rows = pairs("鲁班\t甲生\t2021", "鲁班\t乙生\t2021", "墨翟\t丙生\t2021")
    (conflict,) = merged(form, rows).conflicts
    assert (conflict.kind, conflict.detail, len(conflict.claims)) == ("total_vs_list", "师徒合同4对 / 3", 4)
    assert not merged(form, pairs(*(f"师{name}\t徒{name}\t2021" for name in "甲乙丙丁"))).conflicts


def test_apprentices_counted_by_heads_are_held_against_the_list_of_pairs() -> None:
    taken = told("talent_training", "带徒5名", quantity=5, unit="名")
    risen = told("talent_training", "徒弟5人晋升技师", quantity=5, unit="人", object="技师")
    rows = pairs("鲁班\t甲生\t2021", "鲁班\t乙生\t2021", "墨翟\t丙生\t2021")
    assert [conflict.kind for conflict in merged(paper("f.docx", "带徒5名。", taken), rows).conflicts] == ["total_vs_list"]
    assert not merged(paper("f.docx", "徒弟5人晋升技师。", risen), rows).conflicts


def test_a_right_named_by_the_words_before_it_is_the_one_of_that_name() -> None:
    row = told("ip_right", "双面绣团扇\t外观设计", object="外观设计专利", why=(ROW,), name="双面绣团扇")
    listed = paper("list.xlsx", "名称\t类型\n双面绣团扇\t外观设计", row, kind="list")
    report = paper("r.docx", "雙面繡團扇取得外觀設計專利。", told("ip_right", "取得外觀設計專利"))
    (claim,) = merged(listed, report).claims
    assert len(claim.evidence) == 2


def test_rows_of_other_years_are_not_held_against_a_total() -> None:
    recent, past = Window("period", 2022, 2024), Window("year", 2019, 2019)
    signed = told("talent_training", "签订师徒合同4对", quantity=4, unit="对", object="师徒合同", window=recent)
    row = told("talent_training", "师甲\t徒甲", object="师徒合同", why=(ROW,), window=past)
    assert not merged(paper("a.docx", "签订师徒合同4对。", signed), paper("b.csv", "师甲\t徒甲", row, kind="list")).conflicts


def test_a_prize_told_with_the_figure_one_is_the_prize_told_without() -> None:
    packet = merged(
        paper("a.docx", "获纺织行业技改优秀奖1项。", told("award_result", "获纺织行业技改优秀奖1项", quantity=1, unit="项")),
        paper("b.docx", "荣获纺织行业技改优秀奖。", told("award_result", "荣获纺织行业技改优秀奖")),
    )
    assert only(packet).quantity == 1


def test_applied_and_granted_of_one_name_are_shown_as_a_conflict() -> None:
    packet = merged(
        paper("a.docx", "《滤筒反吹装置》已获专利授权。", told("ip_right", "《滤筒反吹装置》已获专利授权")),
        paper("b.docx", "《滤筒反吹装置》专利申请中。", told("ip_right", "《滤筒反吹装置》专利申请中", status="applied")),
    )
    assert [conflict.kind for conflict in packet.conflicts] == ["status"]


def test_the_same_money_in_yuan_and_in_ten_thousands_is_asked_about() -> None:
    packet = merged(
        paper("a.docx", "省料52万元。", told("economic_benefit", "省料52万元", quantity=520000, unit="元", object="料")),
        paper("b.docx", "省料52元。", told("economic_benefit", "省料52元", quantity=52, unit="元", object="料")),
    )
    assert [conflict.kind for conflict in packet.conflicts] == ["money_unit"]


def test_a_total_since_a_year_and_the_same_count_of_a_year_within_are_one() -> None:
    words = "培训焊工340人次"
    since, year = Window("cumulative", 2019, None), Window("year", 2024, 2024)
    packet = merged(
        paper("a.docx", words, told("talent_training", words, quantity=340, unit="人次", window=since)),
        paper("b.docx", words, told("talent_training", words, quantity=340, unit="人次", window=year)),
        paper("c.html", words, told("talent_training", words, quantity=340, unit="人次"), kind="news"),
    )
    assert len(only(packet).evidence) == 3


def test_masters_of_two_grades_are_never_one_though_their_names_end_alike() -> None:
    packet = merged(
        paper("a.docx", "高级技师6名", told("talent_training", "高级技师6名", quantity=6, unit="名", object="高级技师")),
        paper("b.docx", "技师6名", told("talent_training", "技师6名", quantity=6, unit="名", object="技师")),
    )
    assert len(packet.claims) == 2


def test_the_label_of_a_cell_and_the_head_of_a_certificate_are_no_claims_but_a_sentence_that_ends_so_is() -> None:
    form = paper(
        "form.docx", "獲獎\t詳見附件\n主要业绩", told("award_result", "獲獎"), told("tech_project", "主要业绩"), kind="form"
    )
    certificate = paper("c.txt", "获奖证书\n特发此证", told("award_result", "获奖"), kind="award_certificate")
    assert merged(form, certificate).claims == ()
    assert (
        only(merged(paper("r.docx", "“水泵轴套”在市职工大赛中获奖。", told("award_result", "获奖")))).category == "award_result"
    )


@pytest.mark.parametrize(
    ("form", "certificate"),
    [
        ("个人荣誉\t全国五一劳动奖章（2018年）", "授予全国五一劳动奖章"),
        ("个人荣誉\t云岫工匠（2020年，市总工会）", "授予“云岫工匠”称号"),
        ("个人荣誉\t嘉陵市首席技师", "授予“嘉陵市首席技师”称号"),
    ],
)
def test_a_title_is_one_whatever_stands_in_brackets_behind_it_or_around_it(form: str, certificate: str) -> None:
    packet = merged(
        paper("form.docx", form, told("honor_title", form, scope="leader"), kind="form"),
        paper("a.txt", f"{certificate}。", told("honor_title", certificate, scope="leader"), kind="award_certificate"),
    )
    assert len(only(packet).evidence) == 2


def test_a_level_before_the_thing_counted_is_no_other_thing() -> None:
    packet = merged(
        paper(
            "a.docx", "形成省级工法5项。", told("process_improve", "形成省级工法5项", quantity=5, unit="项", object="省级工法")
        ),
        paper(
            "b.docx", "总结的5项工法被评为省级工法。", told("process_improve", "5项工法", quantity=5, unit="项", object="工法")
        ),
    )
    assert len(only(packet).evidence) == 2


def test_a_list_with_one_prize_of_a_work_contradicts_a_report_that_raises_its_level() -> None:
    row = "始发关键技术\t省科技进步奖二等奖\t2019"
    told_row = told("award_result", row, level="provincial", grade="second", name="始发关键技术", why=(ROW,))
    words = "“始发关键技术”荣获国家科技进步奖二等奖"
    raised = paper("b.docx", f"{words}。", told("award_result", words, level="national", grade="second"))
    packet = merged(paper("a.docx", row, told_row, kind="list"), raised)
    assert [conflict.kind for conflict in packet.conflicts] == ["level"]
    assert {*packet.conflicts[0].detail.partition("：")[0].split(" / ")} == {"省级", "国家级"}
    other = "始发关键技术\t市科技进步奖一等奖\t2019"
    both = told("award_result", other, level="city", grade="first", name="始发关键技术", why=(ROW,))
    several = merged(paper("a.docx", f"{row}\n{other}", told_row, both, kind="list"), raised)
    assert not [conflict for conflict in several.conflicts if conflict.kind == "level"]


def test_a_right_that_a_list_has_as_applied_for_and_a_report_as_granted_is_shown() -> None:
    row = "釉之配製方法\t發明\t審查中"
    told_row = told("ip_right", row, status="applied", name="釉之配製方法", why=(ROW,))
    report = paper("b.docx", "“釉之配製方法”取得發明專利。")
    packet = merged(paper("a.docx", row, told_row, kind="list"), report)
    assert [conflict.kind for conflict in packet.conflicts] == ["status"]


def test_what_a_decision_gives_to_another_in_brackets_is_anothers() -> None:
    form = paper("form.docx", "工作室名称\t范铁生创新工作室\n领衔人\t范铁生\n所在单位\t青石岭工务段", kind="form")
    lines = (
        "一等奖：“调高垫板”（青石岭工务段范铁生创新工作室）",
        "一等奖：“吊弦预制台”（南台供电段）",
        "二等奖：“防跳卡”（青石岭工务段）",
    )
    found = [told("award_result", line) for line in lines]
    decision = paper("a.docx", "关于表彰五小成果的决定\n" + "\n".join(lines), *found, kind="award_certificate")
    scopes = {claim.evidence[0].text: claim.scope for claim in merged(form, decision).claims}
    assert [scopes[line] for line in lines] == ["studio", "third_party", "studio"]
