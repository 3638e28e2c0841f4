from typing import Any

import pytest

from classifiers import certificates
from pipeline.document import Achievement
from pipeline.packet import merge
from tests.papers import document, paper, told

step = certificates.build()

PATENT = (
    "证书号第66123号\n实 用 新 型 专 利 证 书\n实用新型名称：一种酒醅翻拌耙\n发明人：池映月;阮小舟\n"
    "专 利 号：ZL 2021 2 0334455.1\n专利权人：白塔酒业集团有限公司\n授权公告日：2021年11月02日"
)


def found(text: str) -> tuple[Achievement, ...]:
    return step(document("scan.pdf", text)).achievements


def test_a_patent_certificate_gives_the_right_with_its_number_and_year() -> None:
    (right,) = found(PATENT)
    assert PATENT[slice(*right.span)] == right.name == "一种酒醅翻拌耙"
    assert (right.number, right.date) == ("ZL 2021 2 0334455.1", "2021-11-02")
    assert (right.object, right.status, right.window.first) == ("实用新型专利", "achieved", 2021)


def test_a_notice_of_acceptance_is_no_grant() -> None:
    (right,) = found("國家知識產權局\n專利申請受理通知書\n申請號：202310555888.2\n發明創造名稱：一種窖池測溫方法\n申請人：某廠")
    assert (right.status, right.category) == ("applied", "ip_right")


@pytest.mark.parametrize(
    "title",
    ["發明專利申請案收件通知", "发明专利申请进入实质审查阶段通知书", "发明专利申请初步审查合格通知书", "发明专利申请公布通知书"],
)
def test_a_paper_on_the_way_to_a_right_is_no_grant(title: str) -> None:
    (right,) = found(f"{title}\n申請案號：110118833\n申請日：110年5月25日\n申請人：某廠\n發明創造名稱：一種窖池測溫方法")
    assert (right.category, right.status) == ("ip_right", "applied")


def test_a_grant_of_hong_kong_prints_owner_and_day() -> None:
    head = "香港特別行政區政府知識產權署\n標準專利批予證明書\n"
    text = f"{head}專利編號：HK1233445\n發明名稱：酒醅翻拌機\n專利所有人：某廠\n批予日期：2019年3月1日"
    (right,) = found(text)
    assert (right.status, right.number, right.date) == ("achieved", "HK1233445", "2019-03-01")


def test_taiwans_certificate_prints_number_and_date_without_labels() -> None:
    head = "中華民國專利證書\n新型第 M602118 號\n新型名稱：萎凋架之控溫結構"
    text = f"{head}\n專利權人：賴文彬\n新型創作人：賴文彬\n中華民國 109 年 10 月 1 日"
    (right,) = found(text)
    assert (right.name, right.number, right.date, right.object) == ("萎凋架之控溫結構", "M602118", "2020-10-01", "实用新型专利")


def test_several_certificates_in_one_file_are_several_rights() -> None:
    second = PATENT.replace("酒醅翻拌耙", "窖泥取样铲").replace("0334455.1", "0334466.2")
    assert len(found(f"{PATENT}\n{second}")) == 2


def test_a_certificate_without_a_printed_label_gives_no_right() -> None:
    assert not found("实用新型专利证书\n证书号第66123号\n国家知识产权局局长")


def test_other_papers_with_such_labels_stay_as_they_were() -> None:
    assert not found("技术转让合同\n合同编号：A1\n甲方：某厂\n乙方：某社\n专利名称：一种酒醅翻拌耙\n违约责任\n本合同一式两份")


def test_a_certificate_proves_the_row_of_a_list_whose_number_it_bears() -> None:
    certificate = step(document("scan.pdf", PATENT))
    (right,) = certificate.achievements
    words = PATENT[slice(*right.span)]
    row = "酒醅翻拌耙\tZL202120334455.1\t授权"
    packet = merge(
        [
            paper("scan.pdf", PATENT, told("ip_right", words, object=right.object), kind="patent_certificate"),
            paper("list.csv", f"名称\t专利号\t状态\n{row}", told("ip_right", row, object="专利"), kind="list"),
        ],
        packet_id="p",
        name="n",
    )
    (claim,) = packet.claims
    assert claim.proof == "certificate"


def printed(text: str) -> list[Any]:
    return list(step(document("scan.txt", text)).certificates)


def test_a_patent_certificate_prints_owners_inventors_and_dates() -> None:
    (right,) = printed(PATENT)
    assert (right.owners, right.inventors, right.granted) == (("白塔酒业集团有限公司",), ("池映月", "阮小舟"), "2021-11-02")


def test_labels_run_together_on_one_line_are_told_apart() -> None:
    (right,) = printed(PATENT.replace("\n", "", 3).replace("\n", "  "))
    assert (right.name, right.number) == ("一种酒醅翻拌耙", "ZL 2021 2 0334455.1")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "荣誉证书\n证书编号：B-2023-7\n白塔酒业公司：\n“酒醅翻拌耙”荣获市职工成果二等奖。\n特发此证。\n白塔市总工会\n2023年6月",
            (
                "award",
                "酒醅翻拌耙",
                "市职工成果二等奖",
                "second",
                "B-2023-7",
                "白塔市总工会",
                "白塔酒业公司",
                "2023-06",
            ),
        ),
        (
            "榮譽證書\n池映月同志：\n被評為白塔市勞動模範。\n特發此證，以資鼓勵。\n白塔市人民政府\n二〇一九年四月三十日",
            ("title", "", "白塔市勞動模範", None, "", "白塔市人民政府", "池映月", "2019-04-30"),
        ),
        (
            "獎狀\n經智發字第109088號\n池映月工作室\n以“紅外線控溫”榮獲2020年國家發明創作獎銀牌，特頒獎狀。\n2020年12月3日",
            ("award", "紅外線控溫", "2020年國家發明創作獎銀牌", "silver", "經智發字第109088號", "", "", "2020-12-03"),
        ),
        (
            "白塔市总工会\n白工发〔2022〕31号\n关于表彰职工创新成果的决定\n各基层工会：\n授予“窖泥取样铲”白塔市职工创新成果一等奖。\n2022年5月4日",
            ("award", "窖泥取样铲", "白塔市职工创新成果一等奖", "first", "白工发〔2022〕31号", "白塔市总工会", "", "2022-05-04"),
        ),
    ],
)
def test_an_award_paper_prints_work_prize_grade_number_issuer_receiver_and_date(text: str, wanted: tuple[Any, ...]) -> None:
    (one,) = printed(text)
    read = (one.kind, one.name, one.prize, one.grade, one.document_number, one.issuer, one.receiver, one.date)
    assert read == wanted


def test_a_decision_that_prizes_several_works_prints_each() -> None:
    text = "关于表彰职工成果的决定\n白工发〔2022〕31号\n“甲装置”获市职工成果一等奖。\n“乙装置”获市职工成果二等奖。"
    assert [(one.name, one.grade) for one in printed(text)] == [("甲装置", "first"), ("乙装置", "second")]


def test_an_apprentices_contract_is_one_pair_with_its_time() -> None:
    text = "师徒协议书\n师傅：池映月\n徒弟：阮小舟\n带教期限：2021年3月1日至2023年3月1日\n师傅（签字）："
    (pair,) = printed(text)
    assert (pair.owners, pair.name, pair.date, pair.until) == (("池映月",), "阮小舟", "2021-03-01", "2023-03-01")


@pytest.mark.parametrize("names", ["", "师傅（签字）：\n徒弟（签字）：", "徒弟：阮小舟"])
def test_an_apprentices_contract_that_names_no_master_is_no_pair(names: str) -> None:
    assert not printed(f"师徒协议书\n双方约定带教三年。\n{names}")


def test_a_proof_of_benefit_prints_who_certifies_it() -> None:
    (one,) = printed("经济效益证明\n“酒醅翻拌耙”投用以来累计节约成本41万元。\n特此证明。\n白塔酒业集团财务部（盖章）\n2024年1月")
    assert (one.kind, one.name, one.issuer, one.date) == ("benefit", "酒醅翻拌耙", "白塔酒业集团财务部", "2024-01")


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("经评审、公示，决定命名路遥维修创新工作室为“市级工匠创新工作室”。", "achieved"),
        ("经评审，拟命名路遥维修创新工作室为“市级工匠创新工作室”，现予公示。", "reviewed"),
    ],
)
def test_what_an_offices_decision_gives_is_given_although_it_was_reviewed(sentence: str, status: str) -> None:
    text = f"关于命名市级工匠创新工作室的决定\n{sentence}\n永定市总工会\n2021年10月9日"
    award = told("honor_title", "命名路遥维修创新工作室", status="reviewed")
    made = step(document("1.txt", text, award))
    assert [one.status for one in made.achievements] == [status]
    assert [(each.kind, each.prize, each.name) for each in made.certificates] == [("title", "市级工匠创新工作室", "")]


def test_a_title_in_quotation_marks_is_printed_without_them() -> None:
    text = "鏡湖市關於命名工藝美術大師的決定\n市政府決定授予湯采薇“鏡湖市工藝美術大師”稱號。\n鏡湖市人民政府\n2019年8月20日"
    (printed,) = step(document("1.txt", text)).certificates
    assert (printed.kind, printed.prize) == ("title", "鏡湖市工藝美術大師")


@pytest.mark.parametrize(
    "term",
    [
        "徒弟应在期满前取得高级工资格",
        "乙方每年为甲方培训20人次",
        "聘期内争取申报专利2项",
        "如完成目标，奖励徒弟取得技师资格者2000元",
    ],
)
def test_what_a_contract_asks_for_is_no_deed_and_what_came_of_it_is_one(term: str) -> None:
    deed = "考核结果：徒弟已取得高级工资格"
    text = f"技术服务合同\n甲方：潮汐化工厂\n乙方：明礁检验中心\n一、{term}。\n二、本合同一式两份。\n{deed}。"
    found = [told("talent_training", words) for words in (term.rpartition("，")[2], "已取得高级工资格")]
    made = step(document("合同.docx", text, *found))
    assert [text[slice(*one.span)] for one in made.achievements] == ["已取得高级工资格"]


def test_what_a_contract_itself_does_is_a_deed() -> None:
    text = "技术转让合同\n甲方：鹿鸣窑厂\n乙方：北埔陶坊\n一、甲方同意将结晶釉配方授权乙方使用。\n二、本合同自签字之日起生效。"
    made = step(document("合同.docx", text, told("adoption_transfer", "将结晶釉配方授权乙方使用")))
    assert len(made.achievements) == 1


@pytest.mark.parametrize(
    ("text", "work", "grade", "level"),
    [
        (
            "山河省科学技术奖励证书\n为表彰山河省科学技术进步奖获得者，特颁发此证书。\n项目名称：盾构始发技术\n奖励等级：二等\n获奖单位：穿山公司",
            "盾构始发技术", "second", "provincial",
        ),
        ("获奖证书\n成果名称：煤气柜放散\n奖项：全国冶金行业成果奖\n等级：特等\n2022年", "煤气柜放散", "special", "industry"),
        ("省優質工程獎證書\n項 目 名 稱：雲鶴大橋\n獲獎等級：貳等獎\n中華民國110年5月2日", "雲鶴大橋", "second", "provincial"),
    ],
)  # fmt: skip
def test_an_award_that_labelled_lines_print_is_a_claim_by_the_works_name(text: str, work: str, grade: str, level: str) -> None:
    made = step(document("1.txt", text))
    assert [(one.category, one.name, one.grade, one.level) for one in made.achievements] == [("award_result", work, grade, level)]
    assert [(each.kind, each.name, each.grade) for each in made.certificates] == [("award", work, grade)]


def test_the_works_name_in_a_labelled_line_names_what_the_sentence_gives() -> None:
    text = "获奖证书\n项目名称：管线泄漏筛查\n荣获2021年度省安全生产科技成果二等奖，特发此证。\n省安全生产协会"
    made = step(document("1.txt", text, told("award_result", "荣获2021年度省安全生产科技成果二等奖", grade="second")))
    assert [each.name for each in made.certificates] == ["管线泄漏筛查"]
    assert [one.name for one in made.achievements] == ["管线泄漏筛查"]


def test_a_rank_in_a_contest_is_given_to_the_person_on_the_line_alone() -> None:
    text = "獎  狀\n簡阿土\n參加第52屆全國技能競賽陶瓷職類，成績優良，榮獲第三名，特頒獎狀。\n勞動部\n中華民國111年8月2日"
    made = step(document("1.txt", text))
    (printed_,) = made.certificates
    assert (printed_.receiver, printed_.prize, printed_.date) == ("簡阿土", "全国技能竞赛", "2022-08-02")
    assert [(one.category, one.level) for one in made.achievements] == [("award_result", "national")]


def test_the_label_of_a_line_gives_nothing_and_a_medal_is_no_title() -> None:
    text = "獎狀\n葉青瓷工作室\n以「結晶釉」參加國家發明創作獎，榮獲銀牌\n獲獎等級：銀牌\n中華民國110年9月30日"
    made = step(document("1.txt", text, told("honor_title", "榮獲銀牌"), told("award_result", "獲獎")))
    assert [(one.category, text[slice(*one.span)]) for one in made.achievements] == [("award_result", "榮獲銀牌")]


def test_an_offices_decision_of_many_prizes_prints_no_labelled_award() -> None:
    text = "关于公布创新成果的通知\n项目名称：甲装置\n等级：一等\n项目名称：乙装置\n等级：二等\n总工会"
    assert not [each for each in step(document("1.docx", text)).certificates if each.kind == "award"]


def test_a_medal_told_as_title_and_as_prize_is_one_prize() -> None:
    text = "獎狀\n以“萎凋控溫”榮獲國家發明創作獎銀牌，特頒獎狀。"
    both = (told("award_result", "榮獲國家發明創作獎銀牌"), told("honor_title", "榮獲國家發明創作獎銀牌"))
    assert [one.category for one in step(document("1.txt", text, *both)).achievements] == ["award_result"]


def test_a_title_whose_receiver_stands_on_the_same_line_is_printed() -> None:
    text = "证书\n向南星同志：被评为2020年度“云岫工匠”。特发此证。\n云岫市总工会"
    assert [(each.kind, each.prize) for each in step(document("1.txt", text)).certificates] == [("title", "云岫工匠")]


def test_a_label_with_nothing_but_blanks_behind_it_names_no_work() -> None:
    text = "荣誉证书\n项目名称： 　 \n成果名称：挡板快换夹具\n奖励名称：市职工创新奖\n奖励等级：二等奖"
    (award,) = step(document("scan.pdf", text)).certificates
    assert (award.name, award.grade) == ("挡板快换夹具", "second")
