"""Application forms in the layouts that offices use."""

from typing import Any

import pytest

from pipeline.document import Cell, Table
from pipeline.merging import told_honours
from pipeline.merging.form import Form, read_form
from pipeline.merging.labels import Label, named
from pipeline.merging.versions import superseded, versions
from pipeline.packet import merge
from pipeline.record import DocumentRecord
from pipeline.view import Span
from tests.papers import paper


def form(text: str) -> Form:
    return read_form(paper("form.docx", text, kind="form"))


def values(found: Form) -> dict[str, str]:
    return {field.field: field.value for field in reversed(found.fields)}


def first(found: Form, kind: str) -> list[str]:
    return [getattr(row, "name", "") or getattr(row, "project", "") or getattr(row, "topic", "") for row in found.rows[kind]]


@pytest.mark.parametrize(
    "text",
    [
        "成立时间\t2016年5月\t场地面积\t120平方米\n工会名称\t石桥轴承厂工会\t年度经费\t6万元",
        "成立时间\t场地面积\t工会名称\t年度经费\n2016年5月\t120平方米\t石桥轴承厂工会\t6万元",
        "成立时间：2016年5月　场地面积：120平方米\n工会名称：石桥轴承厂工会\n年度经费：6万元",
        "（一）成立时间：\t2016年5月\n2.场地面积（㎡）\t120平方米\n所在工会\t石桥轴承厂工会\n工作室经费\t6万元",
        "成立時間\t2016年5月\t面積\t120平方米\n所屬工會\t石桥轴承厂工会\t年度經費\t6万元",
    ],
)
def test_a_field_is_read_beside_below_and_after_a_colon_in_both_scripts(text: str) -> None:
    read = values(form(text))
    assert (read["founded"], read["area"], read["union"], read["fund"]) == ("2016年5月", "120平方米", "石桥轴承厂工会", "6万元")


def test_a_blank_field_is_kept_as_blank_with_its_place() -> None:
    found = form("成立时间\t\t领衔人\t裴松年\n职称\t______")
    assert values(found) == {"founded": "", "leader": "裴松年", "leader_title": ""}
    assert all(field.places for field in found.fields)


def test_the_name_below_the_leaders_label_is_the_leaders_and_in_the_roster_a_members() -> None:
    text = "领衔人情况\n姓名\t裴松年\t学历\t大专\n\n团队成员\n姓名\t学历\t岗位\n裴松年\t大专\t领衔\n童小鹿\t本科\t设计"
    found = form(text)
    assert values(found)["leader"] == "裴松年"
    assert first(found, "members") == ["裴松年", "童小鹿"]


def test_tables_inside_a_form_are_rows_of_their_kind_without_sums() -> None:
    text = (
        "效益情况\n项目\t年度\t节约金额（万元）\t证明\n余热回收\t2022\t41\t财务证明\n合计\t\t41\t\n\n"
        "培训\n日期\t内容\t人数\n2023.04\t装配精度\t36\n\n"
        "专利名称\t专利号\t授权日期\n一种轴承压装台\tZL202020111111.1\t2020-12-01"
    )
    found = form(text)
    (benefit,) = found.rows["benefits"]
    assert (first(found, "benefits"), benefit.amount) == (["余热回收"], "41万元")  # type: ignore[attr-defined]
    assert first(found, "trainings") == ["装配精度"]
    assert first(found, "patents") == ["一种轴承压装台"]


def test_a_table_that_names_no_things_is_no_list() -> None:
    assert not form("年度\t级别\t等级\n2022\t市级\t一等").rows


def test_what_a_form_says_reaches_the_packets_record() -> None:
    packet = merge(
        [paper("a.docx", "工作室名称\t裴松年轴承工作室\n领衔人\t裴松年\n单位意见\t同意推荐。", kind="form")],
        packet_id="p",
        name="n",
    )
    assert packet.applicant.studio == "裴松年轴承工作室"
    assert [field.value for field in packet.applicant.fields if field.field == "opinion"] == ["同意推荐。"]


LONG = "三年来工作室围绕轴承压装、余热回收和振动监测开展攻关，职工把每次停机都记在本子上，下班后对照图纸找原因。完成革新{}项。"


def document(path: str, text: str, **fields: Any) -> DocumentRecord:
    return paper(path, text, kind="report", **fields)


@pytest.mark.parametrize(
    ("leading", "other", "why"),
    [
        (("总结.docx", LONG.format(9)), ("总结 - 副本.docx", LONG.format(9)), "same_text"),
        (("总结-最终版2.docx", LONG.format(9)), ("总结-最终版.docx", LONG.format(8)), "version"),
        (("总结（最终版）.docx", LONG.format(9)), ("总结.docx", LONG.format(9) + "\n（待核）"), "version"),
        (("总结定稿.docx", LONG.format(9)), ("总结初稿.docx", LONG.format(8)), "version"),
        (("繁.txt", LONG.format(9).replace("开", "開").replace("图", "圖")), ("繁体工作室总结.txt", LONG.format(9)), "same_text"),
    ],
)
def test_versions_of_a_paper_are_told_and_the_name_says_which_leads(
    leading: tuple[str, str], other: tuple[str, str], why: str
) -> None:
    papers = [document(*other), document(*leading)]
    (found,) = versions(papers)
    names = {paper.id: paper.path for paper in papers}
    assert names[found.leading] == leading[0]
    assert [(names[each.document], each.why, each.sure) for each in found.others] == [(other[0], why, True)]
    assert superseded((found,)) == {found.others[0].document}


def test_two_certificates_of_one_pattern_are_two_papers() -> None:
    pattern = (
        "荣誉证书 {}同志：在全省职工技能竞赛焊工组决赛中成绩优异，经竞赛组织委员会评定，荣获{}等奖，特发此证，以资鼓励。省总工会"
    )
    rows = (("甲生", "一"), ("乙生", "二"))
    papers = [paper(f"{name}.txt", pattern.format(name, grade), kind="award_certificate") for name, grade in rows]
    assert versions(papers) == ()


def test_versions_whose_names_do_not_decide_are_marked_unsure() -> None:
    (found,) = versions([document("a/总结.docx", LONG.format(9)), document("b/总结.docx", LONG.format(8))])
    assert not found.others[0].sure


def test_taiwans_labels_name_the_same_fields() -> None:
    read = values(form("服務單位\t鹿鳴合作製茶廠\t設立日期\t民國103年3月\n負責人姓名\t賴文彬\t職稱\t製茶師"))
    assert (read["employer"], read["founded"], read["leader"]) == ("鹿鳴合作製茶廠", "民國103年3月", "賴文彬")
    assert first(form("計畫名稱\t計畫來源\t執行期間\t執行情形\n萎凋控溫\t改良場\t107.01-108.12\t已結案"), "projects") == [
        "萎凋控溫"
    ]


def test_one_head_of_four_may_be_unknown_where_the_others_tell_the_table_and_pairs_of_label_and_value_are_no_head() -> None:
    assert first(form("培训情况\n时间\t主题\t人数\t地点\n2023.04\t装配精度\t36\t车间"), "trainings") == ["装配精度"]
    read = form("名称\t裴松年创新工作室\t成立时间\t2016年5月\n单位\t石桥轴承厂\t职务\t班长")
    assert values(read)["founded"] == "2016年5月"
    assert not read.rows


def test_a_blank_telephone_is_a_blank_field_and_a_blank_signature_is_not_asked_for() -> None:
    found = {field.field: field.value for field in form("联系人\t童小鹿\t联系电话\t\n填表人\t\t邮编\t").fields}
    assert found == {"contact": "童小鹿", "phone": "", "signatory": ""}


def test_a_paper_without_a_form_gives_the_studios_whole_name_before_the_folders_short_one() -> None:
    more = paper("notice.docx", "前次报送裴松年轴承装配工匠创新工作室申报材料时漏附证书。", kind="other")
    assert merge([more], packet_id="p", name="裴松年工作室补充材料").applicant.studio == "裴松年轴承装配工匠创新工作室"


@pytest.mark.parametrize(
    ("text", "founded", "level"),
    [
        ("1.1 组建时间：2018年1月；现有级别：公司级；申报级别：市级", "2018年1月", "公司级"),
        ("创办年份\t2012年\t目前级别\t局级", "2012年", "局级"),
        ("基本情况（创立之日：2015-04；目前等级：县级）", "2015-04", "县级"),
        ("三、揭牌日期：2020年9月　　现有星级：二星", "2020年9月", "二星"),
    ],
)
def test_labels_are_known_by_how_they_are_put_together_and_may_follow_each_other(text: str, founded: str, level: str) -> None:
    read = values(form(text))
    assert (read["founded"], read["level"]) == (founded, level)


def test_a_value_in_brackets_that_holds_labels_is_read_by_them() -> None:
    read = values(form("建设单位：明礁石化检验中心（企业规模：特大型；所属行业：石油化工）"))
    assert (read["employer"], read["size"], read["sector"]) == ("明礁石化检验中心", "特大型", "石油化工")


@pytest.mark.parametrize(
    ("text", "kind", "names"),
    [
        ("团队组成\n职称\t所在班次\t姓名\n技师\t甲班\t石敢当\n工程师\t乙班\t冷月", "members", ["石敢当", "冷月"]),
        ("课题情况\n课题名称\t下达单位\t开始\t结束\t结果\n通风降耗\t粮食局\t2021.5\t2022.12\t已验收", "projects", ["通风降耗"]),
        ("培训记录\n培训内容\t参加人数\t举办时间\t学时\n道岔精调\t42\t2021.09\t16", "trainings", ["道岔精调"]),
        (
            "得獎紀錄\n得獎作品\t獎項名稱\t主辦單位\t得獎日期\n無鉛結晶釉\t發明創作獎銀牌\t經濟部\t110年9月",
            "awards",
            ["無鉛結晶釉"],
        ),
    ],
)
def test_a_table_of_a_form_may_have_columns_that_nobody_knows(text: str, kind: str, names: list[str]) -> None:
    assert first(form(text), kind) == names


def test_words_that_count_something_are_a_value_and_no_head() -> None:
    read = values(form("攻关\t完成攻关课题9项\n效益\t累计创造经济效益2360万元\n育人\t培养技师9名"))
    assert (read["projects"], read["benefits"]) == ("完成攻关课题9项", "累计创造经济效益2360万元")


def test_letters_of_a_label_down_the_side_may_stand_below_each_other() -> None:
    text = "领\n衔\n人\t姓名\t宋知远\n学历\t大专"
    side, name, person, education, degree = (Span(text.index(word), text.index(word) + len(word)) for word in SIDE)
    table = Table(((Cell(side, rows=2), Cell(name), Cell(person)), (Cell(education), Cell(degree))))
    read = read_form(paper("form.docx", text, kind="form", tables=(table,)))
    assert (values(read)["leader"], values(read)["leader_education"]) == ("宋知远", "大专")


SIDE = ("领\n衔\n人", "姓名", "宋知远", "学历", "大专")


def test_labels_side_by_side_above_their_values_are_a_head_whatever_they_look_like() -> None:
    read = values(form("面积\t地址\n85㎡\t水厂路5号\n带头人\t出生年月\t最高学历\t专业技术职务\n蒲春和\t1979.11\t本科\t工程师"))
    assert (read["leader"], read["leader_education"], read["leader_title"]) == ("蒲春和", "本科", "工程师")


def test_what_stands_before_a_label_in_its_row_stays_short_in_a_row_of_many(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def counted(label: str, context: str = "") -> Label | None:
        asked.append(context)
        return named(label, context)

    monkeypatch.setattr("pipeline.merging.form.named", counted)
    form("\t".join(["成立时间", "场地面积"] * 300))
    assert len(asked) > 600
    assert max(map(len, asked)) < 1_000


def test_a_label_that_runs_down_beside_the_rows_speaks_with_its_first_letters_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    side = "工作室情况" * 500
    text = f"{side}\t成立时间\t2016年5月\n\t场地面积\t120平方米"
    long = len(side)
    spans = [(0, long), (long + 1, long + 5), (long + 6, long + 13), (long + 15, long + 19), (long + 20, len(text))]
    cells = [Cell(Span(*span), 1, 2 if span == (0, long) else 1) for span in spans]
    asked: list[str] = []

    def counted(label: str, context: str = "") -> Label | None:
        asked.append(context)
        return named(label, context)

    monkeypatch.setattr("pipeline.merging.form.named", counted)
    found = read_form(paper("form.docx", text, kind="form", tables=(Table((tuple(cells[:3]), tuple(cells[3:]))),)))
    assert values(found) == {"founded": "2016年5月", "area": "120平方米"}
    assert max(map(len, asked)) < 500


def test_a_likely_value_behind_a_blank_stands_where_its_letters_stand() -> None:
    found = form("单位： 石桥第二油田")
    (likely,) = found.likely
    assert (likely.field, likely.value) == ("employer", "石桥第二油田")
    assert "单位： 石桥第二油田"[slice(*likely.span)] == "石桥第二油田"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("地址：石桥路9号（开放时间8:30-17:00）", "石桥路9号（开放时间8:30-17:00）"),
        ("地址：: 石桥路9号", "石桥路9号"),
        ("地址：：", ""),
    ],
)
def test_a_value_behind_a_colon_keeps_its_own_colons_and_none_of_the_labels(text: str, address: str) -> None:
    (field,) = form(text).fields
    assert (field.field, field.value) == ("address", address)
    assert text[slice(*field.span)] == (address or "地址")


@pytest.mark.parametrize(
    "text",
    [
        "团队成员\t温故（领衔人）、裴小雨（钳工）、童鹿（电工）",
        "核心成员：组长：温故；组员：裴小雨、童鹿\n成立时间：2019年",
        "二、团队成员\n1. 温故，高级技师，总负责\n2. 裴小雨，技师，装配\n3. 童鹿，高级工",
        "团队成员\t温故 高级技师 总负责；裴小雨 技师 装配；童 鹿 高级工",
    ],
)
def test_members_named_in_one_cell_or_in_numbered_lines_are_rows(text: str) -> None:
    assert first(form(text), "members") == ["温故", "裴小雨", "童鹿"]


@pytest.mark.parametrize(
    "text",
    [
        "团队成员\t主任医师2人、副主任医师4人、护师3人",
        "团队成员\t由各车间骨干组成，平均年龄三十五岁，党员占一半",
        "团队成员\t维修班长、工艺主任、质检科长",
        "二、团队成员\n1. 完成全员安全培训\n2. 每月开展一次研讨",
    ],
)
def test_words_that_tell_of_members_without_naming_them_are_no_rows(text: str) -> None:
    assert "members" not in form(text).rows


def test_projects_in_numbered_lines_are_rows_and_deeds_told_among_them_are_not() -> None:
    text = "四、攻关项目\n1. 轧辊冷却水回收（2021.3-2022.8，已结题）\n2. 带钢边裂识别，在研\n3. 完成设备改造9项，2023年验收"
    assert first(form(text), "projects") == ["轧辊冷却水回收", "带钢边裂识别"]


def test_a_table_of_members_counts_before_names_told_in_words() -> None:
    found = form("团队成员\t温故（领衔人）、裴小雨（钳工）\n\n团队成员名单\n姓名\t学历\t岗位\n温故\t大专\t领衔\n童鹿\t本科\t设计")
    assert first(found, "members") == ["温故", "童鹿"]


def test_a_name_below_the_heading_of_the_leaders_section_is_the_leaders_until_the_next_heading() -> None:
    text = "一、领军人物\n姓名：温故\n职称：工程师\n二、联系方式\n姓名：裴小雨\n电话：6600001"
    assert values(form(text))["leader"] == "温故"
    assert "leader" not in values(form("一、联系方式\n姓名：裴小雨\n电话：6600001"))


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("工作室类型：☑劳模创新工作室  □职工创新工作室", "劳模创新工作室"),
        ("工作室类型：□劳模创新工作室  ☑职工创新工作室", "职工创新工作室"),
        ("工作室类型\t劳模创新工作室（ ） 职工创新工作室（√）", "职工创新工作室"),
        ("工作室类型\t□劳模创新工作室 □职工创新工作室", ""),
    ],
)
def test_of_answers_with_boxes_the_ticked_one_is_the_value(kind: str, told: str) -> None:
    assert values(form(kind))["kind"] == told


@pytest.mark.parametrize(
    "called", ["（原“轧钢青年站”）", "（2021年前为轧钢青年站）", "（以下简称工作室）", "（2020年由轧钢青年站更名）"]
)
def test_what_a_studio_was_called_before_is_no_part_of_its_name(called: str) -> None:
    assert values(form(f"工作室名称\t温故轧钢创新工作室{called}"))["studio"] == "温故轧钢创新工作室"


def test_values_below_a_row_of_labels_are_read_though_one_label_is_unknown() -> None:
    read = values(form("组建时间\t工作室级别\t场所面积\t考核批次\n2019.4\t市级\t60\t第三批"))
    assert (read["founded"], read["level"], read["area"]) == ("2019.4", "市级", "60")


@pytest.mark.parametrize("nothing", ["/", "／", "——", "同上"])
def test_a_stroke_or_ditto_is_no_value_and_no_blank(nothing: str) -> None:
    found = form(f"领衔人\t温故\t职称\t{nothing}\n工作单位\t{nothing}\t技能等级\t技师")
    assert values(found) == {"leader": "温故", "leader_skill": "技师"}


@pytest.mark.parametrize("unit", ["    年   月   日", "____年__月", "      平方米", "万元"])
def test_a_printed_unit_with_nothing_before_it_is_blank(unit: str) -> None:
    assert set(values(form(f"成立时间\t{unit}\t场地面积\t{unit}\n年度经费：{unit}")).values()) == {""}


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ("2018年获河西省劳动模范；2022年获全省轧钢技术能手", [("河西省劳动模范", "2018年"), ("全省轧钢技术能手", "2022年")]),
        (
            "1. 2015.5 全國勞動模範\n2. 2019年4月 榮獲省五一勞動獎章",
            [("全國勞動模範", "2015.5"), ("省五一勞動獎章", "2019年4月")],
        ),
        ("2021年，被授予“北岭工匠”称号；享受省政府特殊津贴", [("北岭工匠", "2021年"), ("省政府特殊津贴", "")]),
        ("全国技术能手、北岭劳模等荣誉称号", [("全国技术能手", ""), ("北岭劳模", "")]),
        ("从事轧钢二十年，带出技术能手的徒弟", []),
    ],
)
def test_the_leaders_honours_told_in_one_cell_are_rows(told: str, wanted: list[tuple[str, str]]) -> None:
    assert [(each.name, each.date) for each in told_honours.honours(told)] == wanted


def test_honours_in_the_leaders_cell_have_their_place() -> None:
    (row,) = form("领衔人\t温故\n主要荣誉\t河西省劳动模范（2018年）").rows["honours"]
    assert row.places


def test_a_label_alone_on_its_line_has_its_value_on_the_next() -> None:
    read = values(form("工作室名称\n温故轧钢创新工作室\n领衔人\n温故\n所在单位\n（盖章）\n成立时间\n二、团队成员"))
    assert read == {"studio": "温故轧钢创新工作室", "leader": "温故"}


def test_a_label_in_a_frame_has_its_value_behind_it() -> None:
    assert values(form("【所在单位】石桥轴承厂\n【成立时间】2019年5月")) == {"employer": "石桥轴承厂", "founded": "2019年5月"}


def test_answers_in_cells_of_their_own_are_one_choice() -> None:
    read = values(form("类别\t□ 劳模创新工作室\t☑ 职工创新工作室\t□ 技能大师工作室\n领衔人\t温故\t学历\t大专"))
    assert (read["kind"], read["leader"], read["leader_education"]) == ("职工创新工作室", "温故", "大专")


@pytest.mark.parametrize("told", ["成立时间：2019年5月；现有成员：8人", "成立时间\t2019年5月，2021年迁入新址"])
def test_a_date_ends_where_something_else_is_told(told: str) -> None:
    assert values(form(told))["founded"] == "2019年5月"


def test_a_leader_told_with_the_office_is_the_leader() -> None:
    assert values(form("领衔人姓名及职务\t温故 车间主任"))["leader"] == "温故"
