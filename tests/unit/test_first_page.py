"""The page of a minute: what is shown first, and in which words."""

from classifiers.rows import ROW
from pipeline.dossier import dossier
from pipeline.merging.conflicts import told_figure
from pipeline.packet import merge
from pipeline.packet_record import Conflict
from pipeline.ranking import strongest
from tests.claims import claim
from tests.papers import paper, told


def test_of_two_figures_of_one_thing_the_stronger_alone_is_among_the_strongest() -> None:
    proved = claim("saved", "economic_benefit", quantity=4_760_000, unit="元")
    typed = claim("typed", "economic_benefit", quantity=476, unit="元", proof="word")
    other = claim("other", "ip_right", name="防尘圈")
    shown = strongest((typed, proved, other), limit=10, conflicts=[Conflict("money_unit", (proved.id, typed.id), "")])
    assert {each.id for each in shown} == {proved.id, other.id}


def test_claims_in_a_sum_of_years_are_all_shown() -> None:
    years = [claim(f"{year}", "economic_benefit", quantity=year, unit="元") for year in (1, 2, 3)]
    conflict = Conflict("years_sum", tuple(each.id for each in years), "")
    assert len(strongest(years, limit=10, conflicts=[conflict])) == len(years)


def test_a_row_is_called_by_its_name_and_kind_and_a_figure_with_the_thing_it_counts() -> None:
    row = "快拆扣\t实用新型\tZL202120330918.8\t2021.11.16"
    right = told("ip_right", row, why=(ROW,), name="快拆扣", object="实用新型专利")
    risen = told("talent_training", "14人晋升技师", quantity=14, unit="人", object="技师")
    rights = told("ip_right", "5件", quantity=5, unit="件", object="专利")
    taught = told("talent_training", "2023.05\t螺钿镶嵌\t45", why=(ROW,), quantity=45, unit="人", object="培训", name="螺钿镶嵌")
    text = f"{row}\n人才\t14人晋升技师\n专利\t5件\n2023.05\t螺钿镶嵌\t45"
    form = paper("form.docx", text, right, risen, rights, taught, kind="form")
    read = dossier(merge([form], packet_id="p", name="packet"), [form])
    assert {entry.words for entry in read.strongest} == {"快拆扣（实用新型专利）", "14人晋升技师", "专利5件", "螺钿镶嵌（培训）"}


def test_an_indicator_says_how_much_of_what_it_asks_is_met() -> None:
    form = paper("form.docx", "场地面积\t160平方米\n领衔人\t骆一鸣", kind="form")
    read = dossier(merge([form], packet_id="p", name="packet"), [form])
    assert [(section.met, len(section.needs)) for section in read.sections][1] == (1, 5)


def test_money_is_told_in_the_unit_that_people_write() -> None:
    assert [told_figure(4_760_000, "元"), told_figure(476, "元"), told_figure(12_345, "元")] == ["476万元", "476元", "12,345元"]


def test_a_prized_work_is_called_by_its_name_and_prize_and_a_title_without_the_label_before_it() -> None:
    row = "2021.06\t施工企业协会\t工程建设QC成果一等奖\t管片拼装质量控制"
    title = "主要荣誉\t全国五一劳动奖章（2018年）"
    form = paper(
        "form.docx",
        f"{row}\n{title}",
        told("award_result", row, why=(ROW,), name="管片拼装质量控制", grade="first"),
        told("honor_title", title, scope="leader"),
        kind="form",
    )
    printed = paper(
        "a.txt",
        "证书\n项目名称：盾构始发技术\n奖励等级：二等\n荣获省优秀成果奖",
        told("award_result", "盾构始发技术\n奖励等级：二等", name="盾构始发技术", grade="second"),
        told("award_result", "荣获省优秀成果奖", name="测距装置"),
        kind="award_certificate",
    )
    read = dossier(merge([form, printed], packet_id="p", name="packet"), [form, printed])
    assert {entry.words for entry in read.strongest} == {
        "管片拼装质量控制（工程建设QC成果一等奖）",
        "全国五一劳动奖章（2018年）",
        "盾构始发技术（二等）",
        "测距装置：荣获省优秀成果奖",
    }
