from dataclasses import replace
from typing import Any

import pytest

from classifiers import listing, rows
from pipeline.document import Achievement, Block, Cell, Table
from pipeline.view import Span
from tests.papers import document, told

step = rows.build()


def found(text: str) -> tuple[Achievement, ...]:
    return step(document("list.xlsx", text)).achievements


def test_each_row_of_a_patent_list_is_a_right_with_its_kind_and_status() -> None:
    text = (
        "专利清单\n序号\t名称\t类型\t专利号\t授权公告日\t状态\n"
        "1\t一种采煤机截齿拆卸钳\t实用新型\tZL202122334455.6\t2022-01-18\t授权\n"
        "2\t刮板链张力的在线测量方法\t发明\t202310998877.1\t\t实质审查"
    )
    granted, applied = found(text)
    assert (granted.category, granted.object, granted.status, granted.window.first) == (
        "ip_right",
        "实用新型专利",
        "achieved",
        2022,
    )
    assert (applied.object, applied.status, applied.window.first) == ("发明专利", "applied", None)
    assert text[slice(*granted.span)].startswith("一种采煤机截齿拆卸钳")


def test_a_date_cell_without_a_date_may_say_that_a_right_is_not_granted_yet() -> None:
    text = (
        "知识产权一览\n序号\t名称\t类型\t专利号\t授权日期\n"
        "1\t井盖异响的声纹采集盒\t实用新型\tZL202221234567.X\t2023-05-09\n"
        "2\t加压站泵组的轮换控制方法\t发明\t202310567812.4\t（实审中）"
    )
    assert [row.status for row in found(text)] == ["achieved", "applied"]


def test_a_prize_list_in_traditional_gives_level_grade_and_roc_year() -> None:
    (prize,) = found("獲獎一覽\n年度\t獎項名稱\t得獎主題\t等級\t主辦單位\n民國110年\t全國品管競賽\t減少氣孔\t二等獎\t品質學會")
    assert (prize.category, prize.level, prize.grade, prize.window.first) == ("award_result", "national", "second", 2021)


def test_pairs_of_master_and_apprentice_are_training() -> None:
    pairs = found("序号\t师傅\t徒弟\t合同起止\n1\t严冬青\t谷雨\t2021.03-2023.03\n2\t严冬青\t白露\t2022.05-2024.05")
    assert [(pair.category, pair.object, pair.window.first, pair.window.last) for pair in pairs] == [
        ("talent_training", "师徒合同", 2021, 2023),
        ("talent_training", "师徒合同", 2022, 2024),
    ]


def test_a_list_that_writes_category_and_quantity_in_each_row_is_read_by_row() -> None:
    papers, patents = found("年份\t成果\t类别\t数量\t单位\n2023\t核心论文\t论文标准\t4\t篇\n2024\t实用新型专利\t知识产权\t6\t件")
    assert (papers.category, papers.quantity, papers.unit) == ("knowledge_output", 4, "篇")
    assert (patents.category, patents.quantity, patents.object) == ("ip_right", 6, "实用新型专利")


def test_sums_remarks_and_rows_without_a_name_are_no_achievements() -> None:
    assert not found("专利清单\n序号\t名称\t专利号\n合计\t\t\n\t小计\t3\n备注\t以上均已缴费\t\n4\t\t")


def test_tables_that_are_no_lists_of_achievements_stay_unread() -> None:
    assert not found("姓名\t性别\t职称\n谷雨\t女\t工程师")
    assert not found("设备名称\t型号\t数量\t单位\n台式钻床\tZ4112\t3\t台")


def test_a_merged_cell_speaks_for_every_row_it_covers() -> None:
    text = "师徒结对\n师傅\t徒弟\n严冬青\t谷雨\n\t白露"
    made = document("a.docx", text)
    (table,) = made.tables
    merged = table.rows[1][0]
    spanned = (table.rows[0], (Cell(merged.span, 1, 2), table.rows[1][1]), (table.rows[2][1],))
    pairs = step(replace(made, tables=(Table(spanned),))).achievements
    assert len(pairs) == 2


def test_of_what_was_read_in_a_list_only_figures_outside_its_names_stay() -> None:
    text = "近年获授权专利2项\n名称\t专利号\t年创效\n一种夹具\tZL202122334455.6\t12万元"
    made = document(
        "a.xlsx",
        text,
        told("ip_right", "获授权专利2项", quantity=2, unit="项"),
        told("ip_right", "授权专利"),
        told("process_improve", "一种夹具", quantity=1, unit="种"),
        told("economic_benefit", "12万元", quantity=120000, unit="元"),
    )
    words = [text[slice(*one.span)] for one in step(made).achievements]
    assert words == ["获授权专利2项", "一种夹具\tZL202122334455.6", "12万元"]


def test_a_figure_of_the_rows_own_category_takes_the_place_of_the_row() -> None:
    text = "知识产权\n类别\t名称\t数量\n专利\t实用新型\t14件"
    made = document("a.pdf", text, told("ip_right", "实用新型\t14件", quantity=14, unit="件"))
    assert [one.quantity for one in step(made).achievements] == [14]


def test_a_hidden_cell_of_a_list_is_read_as_blank() -> None:
    text = "专利名称\t专利号\t状态\n一种夹具\tZL1\t授权\n一种量规\tZL2\t受理"
    made = document("a.docx", text)
    hidden = made.tables[0].rows[2][0].span
    blocks = (*made.blocks, Block(hidden, "cell", role="hidden"))
    assert [one.name for one in step(replace(made, blocks=blocks)).achievements] == ["一种夹具", ""]


def in_one_table(text: str) -> tuple[Achievement, ...]:
    """The rows of one table that each line of `text` is a row of, lines of one cell too."""
    made = document("list.xlsx", text)
    rows = []
    start = 0
    for line in text.split("\n"):
        cells = []
        for words in line.split("\t"):
            cells.append(Cell(Span(start, start + len(words))))
            start += len(words) + 1
        rows.append(tuple(cells))
    return step(replace(made, tables=(Table(tuple(rows)),))).achievements


def test_a_row_of_one_cell_is_the_heading_of_what_follows_and_ends_the_list_where_its_shape_is_another() -> None:
    text = (
        "课题名称\t立项单位\t起止时间\t完成情况\n老旧电梯制动器监测\t区总工会\t2021.3—2022.9\t已结题\n"
        "主要业绩\n专利\t拥有授权专利5件"
    )
    assert [row.name for row in in_one_table(text)] == ["老旧电梯制动器监测"]


def test_headings_between_whole_rows_do_not_end_a_list() -> None:
    text = (
        "序号\t专利名称\t专利号\t授权日期\n一、实用新型\n1\t截齿拆卸钳\tZL202122334455.6\t2022-01-18\n"
        "二、发明\n2\t刮板链测量方法\tZL202310998877.1\t2024-05-07"
    )
    assert [row.name for row in in_one_table(text)] == ["截齿拆卸钳", "刮板链测量方法"]


def test_what_is_read_of_the_pages_on_which_proofs_lie_is_no_claim() -> None:
    text = "证明材料目录\n序号\t材料名称\t页码\n1\t地方标准文本\t3-20\n2\t师徒合同12份\t21-33"
    made = document(
        "a.docx",
        text,
        told("knowledge_output", "地方标准文本\t3-20", quantity=3),
        told("talent_training", "师徒合同12份", quantity=12, unit="份"),
    )
    assert [one.quantity for one in step(made).achievements] == [12]


def test_a_table_that_says_what_was_done_in_words_is_no_list_of_names() -> None:
    text = (
        "成果与效益\n类别\t内容\n革新\t完成革新改善18项\n获奖\t“甲法”获市一等奖；“乙法”获市二等奖\n"
        "项目\t年份\t节约金额（元）\n横向通风\t2022\t410000"
    )
    made = document("a.xlsx", text, told("process_improve", "完成革新改善18项", quantity=18), told("award_result", "获市一等奖"))
    claims = [(one.category, text[slice(*one.span)]) for one in step(made).achievements]
    assert claims == [
        ("process_improve", "完成革新改善18项"),
        ("award_result", "获市一等奖"),
        ("economic_benefit", "横向通风\t2022\t410000"),
    ]


def test_heads_below_heads_are_each_looked_at_a_few_times_only(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []
    real = listing._all_labels

    def counted(*given: Any) -> bool:
        looks.append(1)
        return real(*given)

    monkeypatch.setattr(listing, "_all_labels", counted)
    rows = 200
    assert list(listing.listings(document("rights.xlsx", "\n".join(["专利名称\t专利号\t授权日期"] * rows)))) == []
    assert rows - 1 <= len(looks) <= 2 * rows
