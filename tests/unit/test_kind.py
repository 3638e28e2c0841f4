import pytest

from classifiers.kind import kind_of
from pipeline.document import Byline
from tests.papers import document

PAPERS = {
    "form": "高技能人才创新工作室申报表\n工作室名称\t窦海平工匠创新工作室\n领衔人\t窦海平\n所在单位\t北岭矿业\n单位意见\t盖章",
    "report": "窦海平工匠创新工作室工作总结\n一、基本情况\n我工作室成立于2015年。\n二、主要做法\n三、下一步打算",
    "list": "专利清单\n序号\t名称\t专利号\t授权日期\n1\t甲\tZL1\t20\n2\t乙\tZL2\t21\n3\t丙\tZL3\t22\n4\t丁\tZL4\t23",
    "patent_certificate": "证书号第55123号\n发 明 专 利 证 书\n名称：一种筛板\n专 利 号：ZL 2019 1 0123456.7\n专利权人：北岭矿业",
    "award_certificate": "荣 誉 证 书\n窦海平同志：\n被评为全省技术能手，特发此证，以资鼓励。",
    "benefit_certificate": "经济效益证明\n应用单位：北岭选煤厂\n该筛板投用后年节约材料费41万元。特此证明。\n财务部门（盖章）",
    "contract": "技术转让合同\n甲方：北岭矿业\n乙方：南川机械\n一、违约责任\n本合同一式四份",
    "apprentice_contract": "名师带徒协议\n师傅：窦海平\n徒弟：薄云\n带教期限两年",
    "other": "会议室桌椅借用说明，请于周五前归还。",
}


@pytest.mark.parametrize("kind", PAPERS)
def test_a_paper_is_told_by_its_content_whatever_its_name(kind: str) -> None:
    assert kind_of(document("新建文件夹(2)/最终版2.pdf", PAPERS[kind])) == kind


def test_a_saved_page_with_a_byline_is_news() -> None:
    made = document(
        "1.html", "北岭矿业窦海平工作室再添新成果。" * 12, media_type="text/html", byline=Byline("北岭日报", (), "2024-05-02")
    )
    assert kind_of(made) == "news"


def test_a_report_that_speaks_of_certificates_is_no_certificate() -> None:
    text = "窦海平工作室总结报告\n" + "几年来获得荣誉证书多份，发明专利证书两份，签订师徒合同。" * 60
    assert kind_of(document("a.docx", text)) == "report"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("窦海平工匠创新工作室三年总结（2021—2023年）\n选煤厂的灯彻夜亮着。", "report"),
        ("煤流上的灯\n——记窦海平工匠创新工作室\n选煤厂的灯彻夜亮着。", "report"),
        ("煤流上的灯——窦海平工匠创新工作室典型材料\n选煤厂的灯彻夜亮着。", "report"),
        ("窦海平工作室工作小結\n幾年來，筛板換了三代。", "report"),
        ("窦海平工匠创新工作室总结会议通知\n请于周五到会。", "other"),
        ("带徒名册\n序号\t师傅\t徒弟\t起始时间\n1\t窦海平\t薄云\t2021\n2\t窦海平\t薛雨\t2022\n3\t窦海平\t时节\t2023", "list"),
        ("证书\n窦海平：\n你的“双层筛板”荣获省一等奖。\n证书编号：2022-07", "award_certificate"),
        ("北岭市总工会\n关于命名2021年市级工匠工作室的通知\n命名窦海平工作室为市级工匠工作室。", "award_certificate"),
        ("关于开展安全月活动的通知\n各车间：请做好准备。", "other"),
    ],
)
def test_a_paper_is_told_by_how_its_title_ends(text: str, kind: str) -> None:
    assert kind_of(document("1.txt", text)) == kind


def test_a_sentence_among_the_first_lines_is_no_head() -> None:
    text = "工作室培养护士48名\n中心医院公众号 2024-05-12\n安若素照旧在门诊换药。\n她的工作室签下师徒合同12份。\n（图文：叶知秋）"
    assert kind_of(document("1.html", text, media_type="text/html", byline=Byline("中心医院公众号", (), "2024-05-12"))) == "news"
