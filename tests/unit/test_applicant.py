import pytest

from pipeline.applicant_record import Applicant
from pipeline.document import DocumentKind
from pipeline.merging.applicant import applicant
from tests.papers import paper


def read(text: str, *, kind: DocumentKind = "form", name: str = "") -> Applicant:
    return applicant([paper("a.docx", text, kind=kind)], name=name)


def who(found: Applicant) -> tuple[str, str, str]:
    return found.studio, found.leader, found.employer


@pytest.mark.parametrize(
    "text",
    [
        "工作室名称\t池映月工匠创新工作室\t领衔人\t池映月\n所在单位\t白塔酒业集团有限公司\t联系电话\t0000",
        "工作室名称\t领衔人\t所在单位\n池映月工匠创新工作室\t池映月\t白塔酒业集团有限公司",
        "工作室名称：池映月工匠创新工作室\n领 衔 人：池映月\n所在单位（盖章）\n单位名称: __白塔酒业集团有限公司__",
        "名称\t池映月工匠创新工作室\n领衔人\t池 映 月（女，1979年生）\n单位\t白塔酒业集团有限公司",
    ],
)
def test_a_form_is_read_whatever_its_layout(text: str) -> None:
    assert who(read(text)) == ("池映月工匠创新工作室", "池映月", "白塔酒业集团有限公司")


def test_a_form_in_traditional_keeps_its_own_characters() -> None:
    found = read("工作室名稱\t藍雲飛勞模創新工作室\n領銜人\t藍雲飛\n所屬單位\t東港造船廠")
    assert who(found) == ("藍雲飛勞模創新工作室", "藍雲飛", "東港造船廠")


def test_empty_fields_and_fields_that_follow_are_no_values() -> None:
    assert who(read("工作室名称\t\t领衔人\t性别\n所在单位\t______")) == ("", "", "")


def test_a_general_label_takes_only_a_value_of_its_kind() -> None:
    assert who(read("名称\t数控车床\n单位\t台")) == ("", "", "")


def test_without_a_form_the_studio_told_most_often_applies() -> None:
    text = "走进简一鸣劳模创新工作室。简一鸣劳模创新工作室与祁山工匠创新工作室结对。"
    assert read(text, kind="news").studio == "简一鸣劳模创新工作室"
    assert read("本工作室成立三年。", kind="report", name="07-简一鸣劳模创新工作室材料").leader == "简一鸣"


def test_the_form_decides_over_other_papers() -> None:
    form = paper("z.docx", "工作室名称\t池映月工匠创新工作室\n领衔人\t池映月", kind="form")
    other = paper("a.docx", "工作室名称：贺小川工匠创新工作室\n领衔人：贺小川", kind="report")
    assert applicant([other, form]).leader == "池映月"


@pytest.mark.parametrize(
    "text",
    [
        "工作室全名\t池映月工匠创新工作室\t主创人\t池映月\n依托企业\t白塔酒业集团有限公司\t电话\t0000",
        "工作室\t名 称\t池映月工匠创新工作室\n领衔工匠\t姓 名\t池映月\n单位\t名 称\t白塔酒业集团有限公司",
        "申报对象：池映月工匠创新工作室（以下简称工作室）\n学术带头人：池映月\n隶属企业：白塔酒业集团有限公司",
    ],
)
def test_labels_that_no_table_has_are_known_by_what_stands_beside_them(text: str) -> None:
    assert who(read(text)) == ("池映月工匠创新工作室", "池映月", "白塔酒业集团有限公司")


@pytest.mark.parametrize(
    "text",
    [
        "首席技师\t姓名\t池映月\t出生\t1970年1月\n工作室\t称谓\t池映月工匠创新工作室\n主办单位\t全称\t白塔酒业集团有限公司",
        "单位信息\t单位名称\t白塔酒业集团有限公司\t负责人\t裴松年\n工作室名称\t池映月工匠创新工作室\t工作室召集人\t池映月",
        "序号\t项目\t填写内容\n1\t工作室名称\t池映月工匠创新工作室\n2\t工匠姓名\t池映月\n3\t所在公司\t白塔酒业集团有限公司",
        "申报单位\t工作室名称\t领军人才\t成立日期\t人数\n白塔酒业集团有限公司\t池映月工匠创新工作室\t池映月\t2018年\t12",
        "工作室名称\t池映月工匠创新工作室\n带头人情况\t姓名：池映月；女；酿酒师\n工作单位及职务\t白塔酒业集团有限公司 厂长",
    ],
)
def test_labels_stand_at_the_side_in_two_cells_or_over_their_values(text: str) -> None:
    assert who(read(text)) == ("池映月工匠创新工作室", "池映月", "白塔酒业集团有限公司")


def test_a_known_label_is_believed_before_a_likely_one() -> None:
    found = read("创始人\t尤怀信\n工作室名称\t池映月工匠创新工作室\t领衔人\t池映月")
    assert found.leader == "池映月"


def test_a_paper_in_paragraphs_stands_for_a_form_that_is_missing() -> None:
    text = "申报工作室：池映月工匠创新工作室\n领衔人：池映月\n所在单位：白塔酒业集团有限公司\n成立时间：2018年3月\n地址：酒厂路"
    assert read(text, kind="other").founded == "2018年3月"
    assert read("领衔人：池映月\n成立时间：2018年3月", kind="other").founded == ""


def test_a_row_with_a_value_is_no_head_of_a_list() -> None:
    text = (
        "基 本 情 况\t名　称\t池映月工匠创新工作室\t级　别\t院级\n\t所在医院\t白塔县人民医院\t科　室\t骨伤科\n"
        "\t学术带头人\t池映月\t职称\t主任医师\n\t业务用房\t240㎡\t专项投入\t20万元/年"
    )
    found = read(text)
    assert who(found) == ("池映月工匠创新工作室", "池映月", "白塔县人民医院")
    assert (found.area, found.fund) == ("240㎡", "20万元")


def test_several_labels_of_one_line_each_have_their_value() -> None:
    found = read("领衔人：池映月\n团队人数：10人；固定场所：180平方米，年投入：6万元")
    assert (found.leader, found.area, found.fund) == ("池映月", "180平方米", "6万元")
