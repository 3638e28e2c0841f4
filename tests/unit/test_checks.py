"""The formal check of small packets, and the conflicts of proofs that feed it."""

import io
from typing import Any

import msgspec
import pytest
from docx import Document as Word

from classifiers import certificates
from classifiers.rows import ROW, SELECTION
from pipeline.document import Document, Note, Window
from pipeline.errors import Flag, Reason
from pipeline.merging.checks import FOR_A_PERSON
from pipeline.packet import merge
from pipeline.packet_record import Check, PacketRecord
from pipeline.record import DocumentRecord, PlaceRecord, SeenRecord
from pipeline.recording import document_record
from pipeline.render.letter import letter
from pipeline.wording.labels import label
from tests.papers import document, paper, told

step = certificates.build()
FORM = "工作室名称\t池映月工匠创新工作室\n领衔人\t池映月\n所在单位\t白塔酒业集团有限公司\n成立时间\t2019年3月"
PATENT = (
    "实 用 新 型 专 利 证 书\n实用新型名称：一种酒醅翻拌耙\n发明人：池映月;阮小舟\n"
    "专 利 号：ZL 2021 2 0334455.{check}\n专利权人：{owner}\n授权公告日：2021年11月02日"
)


def form(more: str = "", *found: Any, **fields: Any) -> DocumentRecord:
    return paper("form.docx", f"{FORM}\n{more}", *found, kind="form", **fields)


def certificate(text: str, path: str = "证书.pdf") -> DocumentRecord:
    made: Document = step(document(path, text, kind="patent_certificate"))
    return document_record(made)


def patent(*, owner: str = "池映月", check: str = "2", path: str = "证书.pdf") -> DocumentRecord:
    return certificate(PATENT.format(owner=owner, check=check), path)


def merged(*documents: DocumentRecord) -> PacketRecord:
    return merge(documents, packet_id="p", name="packet")


def outcome(item: str, *documents: DocumentRecord) -> Check:
    return next(check for check in merged(*documents).checks if check.item == item)


def kinds(*documents: DocumentRecord) -> list[str]:
    return [conflict.kind for conflict in merged(*documents).conflicts]


def test_a_form_that_is_filled_passes_and_a_blank_in_it_is_shown_where_it_stands() -> None:
    assert outcome("form_fields", form()).result == "pass"
    check = outcome("form_fields", form("场地面积\t\t年度经费\t____"))
    assert (check.result, check.detail) == ("fail", "场地面积；年度经费")
    assert all(piece.places for piece in check.evidence)


def test_a_packet_without_a_form_fails_and_leaves_its_fields_to_a_person() -> None:
    report = paper("a.docx", "我工作室工作总结。", kind="report")
    assert outcome("form", report).result == "fail"
    assert outcome("form_fields", report).result == "undecidable"


@pytest.mark.parametrize(
    ("owner", "result"),
    [
        ("池映月", "pass"),
        ("池映月工匠创新工作室", "pass"),
        ("白塔酒业集团有限公司", "fail"),
        ("白塔酒业集团有限公司北厂", "fail"),
        ("某机电厂", "fail"),
    ],
)
def test_a_certificate_in_another_name_than_the_studios_is_asked_about(owner: str, result: str) -> None:
    assert outcome("certificate_owner", form(), patent(owner=owner)).result == result


def test_a_certificate_of_strangers_is_a_conflict_and_the_employers_is_none() -> None:
    assert kinds(form(), patent(owner="某机电设备厂")) == ["owner"]
    assert kinds(form(), patent(owner="白塔酒业集团有限公司")) == []


LIST = "专利名称\t专利号\t专利权人\n一种酒醅翻拌耙\tZL202120334455.2\t{one}\n一种取样铲\tZL202120334466.0\t{other}"


@pytest.mark.parametrize(
    ("one", "other", "owners"),
    [
        ("池映月", "白塔酒业集团有限公司", []),
        ("池映月、某机电厂", "池映月工匠创新工作室", []),
        ("某机电设备厂", "池映月", ["某机电设备厂"]),
        ("白若溪", "某机电設備廠", ["白若溪", "某机电設備廠"]),
    ],
)
def test_a_row_of_a_list_in_a_strangers_name_is_a_conflict_and_fails_with_its_cell(
    one: str, other: str, owners: list[str]
) -> None:
    text = LIST.format(one=one, other=other)
    rows = [told("ip_right", row, object="专利", why=(ROW,)) for row in text.split("\n")[1:]]
    papers = (form(), paper("b.xlsx", text, *rows, kind="list"))
    assert [conflict.detail for conflict in merged(*papers).conflicts if conflict.kind == "owner"] == owners
    check = outcome("certificate_owner", *papers)
    assert [piece.text for piece in check.evidence] == owners
    assert (check.result == "fail") is bool(owners)


NOTICE = "国家知识产权局\n专利申请受理通知书\n发明创造名称：酒醅温控方法\n申请号：202310556021.0\n申请日：2023年5月17日"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("“酒醅温控方法”获得发明专利，已用于生产。", ["status"]),
        ("「酒醅溫控方法」獲發明專利授權。", ["status"]),
        ("“酒醅温控方法”已申请发明专利。", []),
        ("“酒醅温控方法”获省一等奖，另获授权专利3项。", []),
    ],
)
def test_a_right_called_granted_beside_its_notice_of_acceptance_is_shown_however_it_was_tagged(
    words: str, found: list[str]
) -> None:
    assert kinds(form(words), certificate(NOTICE, "受理通知书.txt")) == found


def test_a_right_that_two_claims_contest_is_shown_once() -> None:
    report = form("“酒醅温控方法”获得发明专利。", told("ip_right", "获得发明专利", name="酒醅温控方法"))
    assert kinds(report, certificate(NOTICE, "受理通知书.txt")) == ["status"]


def test_a_wrong_check_digit_is_shown_and_a_number_without_one_decides_nothing() -> None:
    assert outcome("patent_numbers", form(), patent()).result == "pass"
    assert outcome("patent_numbers", form(), patent(check="4")).detail == "ZL 2021 2 0334455.4"
    assert outcome("patent_numbers", form("专利号 ZL202120334455")).result == "undecidable"


def test_a_number_whose_kind_is_not_the_certificates_is_shown() -> None:
    text = PATENT.format(owner="池映月", check="2").replace("实 用 新 型", "发 明").replace("实用新型名称", "发明名称")
    assert outcome("patent_numbers", form(), certificate(text)).result == "fail"


def test_a_claim_of_the_form_without_a_certificate_fails_and_a_count_is_borne_out_by_as_many() -> None:
    claim = told("ip_right", "授权专利1件", quantity=1, unit="件", object="专利")
    three = told("ip_right", "授权专利3件", quantity=3, unit="件", object="专利")
    assert outcome("claims_proved", form("授权专利3件。", three), patent()).result == "fail"
    assert outcome("claims_proved", form("授权专利1件。", claim)).result == "fail"
    two = told("ip_right", "授权专利2件", quantity=2, unit="件", object="专利")
    text = PATENT.format(owner="池映月", check="2").replace("翻拌耙", "取样铲").replace("0334455.2", "0334466.0")
    other = certificate(text, "二.pdf")
    assert outcome("claims_proved", form("授权专利2件。", two), patent(), other).result == "pass"


def test_files_that_were_not_read_fail_with_the_file_itself() -> None:
    locked = paper("a.pdf", "", kind="other", notes=(Note(Reason.ENCRYPTED, "asks for a password"),))
    check = outcome("readable", form(), locked)
    assert (check.result, [piece.document for piece in check.evidence]) == ("fail", [locked.id])
    damaged = paper("b.pdf", "字迹残缺。", notes=(Note(Flag.GARBLED_TEXT),))
    assert outcome("text_layer", form(), damaged).result == "fail"


def test_what_no_paper_decides_is_left_to_a_person() -> None:
    results = {check.item: check.result for check in merged(form()).checks}
    assert {results[item] for item in ("seal", "eligible", "dispute", "awarded_elsewhere", "upright", "sharp")} == {"undecidable"}


def test_a_studio_younger_than_six_months_is_asked_about() -> None:
    young = FORM.replace("2019年3月", "2024年1月") + "\n填表日期\t2024年4月2日"
    assert outcome("age", paper("f.docx", young, kind="form")).result == "fail"
    assert outcome("age", form("填表日期\t2024年4月2日")).result == "pass"
    assert outcome("age", form()).result == "undecidable"


def test_a_claim_outside_the_forms_own_years_is_shown_and_the_founding_year_dates_nothing() -> None:
    prize = told("award_result", "获县发明一等奖", window=Window("year", 2015, 2015), grade="first")
    text = f"申报表（2021—2023年）\n{FORM}\n早在2015年曾获县发明一等奖。"
    assert kinds(paper("f.docx", text, prize, kind="form")) == ["window"]
    founded = text.replace("早在2015年曾获", "2015年成立以来获")
    assert kinds(paper("f.docx", founded, prize, kind="form")) == []


def test_one_proof_cited_for_two_things_is_shown() -> None:
    text = "主要成果\t“甲装置”获奖（见证书3）\n获奖情况\t“乙装置”获奖（见证书3）"
    assert kinds(form(text)) == ["reused"]
    assert kinds(form(text.replace("“乙装置”获奖（见证书3）", "“乙装置”获奖（见证书4）"))) == []


def test_a_headline_that_the_text_does_not_bear_out_is_shown() -> None:
    words = "节约成本3000万元"
    claim = told("economic_benefit", words, quantity=30_000_000, unit="元", object="成本")
    news = paper("n.html", f"据悉，{words}。", claim, kind="news", title="小工作室节约成本上亿元")
    assert kinds(form(), news) == ["title"]
    same = paper("n.html", f"据悉，{words}。", claim, kind="news", title="小工作室节约成本3000万元")
    assert kinds(form(), same) == []


def test_two_prizes_of_one_work_are_two_and_one_prize_of_two_levels_is_a_conflict() -> None:
    first = told("award_result", "“断经自停器”获省纺织科技进步奖", level="provincial")
    second = told("award_result", "“断经自停器”获市职工发明奖", level="city")
    national = told("award_result", "“断经自停器”获国家纺织科技进步奖", level="national")
    texts = ("“断经自停器”获省纺织科技进步奖。", "“断经自停器”获市职工发明奖。", "“断经自停器”获国家纺织科技进步奖。")
    packet = merged(paper("a.docx", texts[0], first), paper("b.docx", texts[1], second))
    assert (len(packet.claims), packet.conflicts) == (2, ())
    assert kinds(paper("a.docx", texts[0], first), paper("c.docx", texts[2], national)) == ["level"]


def test_a_selection_is_not_held_against_a_total() -> None:
    total = told("knowledge_output", "发表论文9篇", quantity=9, unit="篇", object="论文")
    rows = "题目\t期刊\n甲论\t刊一\n乙论\t刊二"
    listed = [told("knowledge_output", row, why=(ROW,)) for row in ("甲论\t刊一", "乙论\t刊二")]
    selected = [told("knowledge_output", row, why=(ROW, SELECTION)) for row in ("甲论\t刊一", "乙论\t刊二")]
    assert kinds(form("发表论文9篇。", total), paper("b.csv", rows, *listed, kind="list")) == ["total_vs_list"]
    assert kinds(form("发表论文9篇。", total), paper("b.csv", rows, *selected, kind="list")) == []


def test_the_letter_asks_politely_for_what_failed_and_for_nothing_else() -> None:
    documents = [form("场地面积\t"), patent(owner="某机电设备厂")]
    written = letter(merge(documents, packet_id="p", name="n"), documents)
    assert written is not None
    assert written == letter(merge(documents, packet_id="p", name="n"), documents)
    opened = Word(io.BytesIO(written))
    kept = [each.paragraph_format.keep_with_next for each in opened.paragraphs[-3:]]
    assert kept == [True, True, None], "the date stands on no page of its own"
    cells = [cell.text for row in opened.tables[0].rows for cell in row.cells]
    text = "\n".join([*(each.text for each in opened.paragraphs), *cells])
    assert "池映月工匠创新工作室：" in text
    assert all(words in text for words in ("烦请补填", "场地面积", "《form.docx》", "某机电设备厂"))
    assert "公章" not in text
    assert text.count("场地面积") == 1


def test_a_packet_in_order_gets_no_letter_and_a_traditional_form_is_answered_in_traditional() -> None:
    made = merge([form()], packet_id="p", name="n")
    assert letter(made, [form()]) is None
    text = "工作室名稱\t藍雲飛勞模創新工作室\n領銜人\t\n所屬單位\t東港造船廠\n成立時間\t2019年"
    hant = paper("f.docx", text, kind="form", script="hant")
    written = letter(merge([hant], packet_id="p", name="n"), [hant])
    assert written is not None
    assert Word(io.BytesIO(written)).paragraphs[0].text == "申報材料補正函"


def test_what_the_check_found_is_told_in_the_script_of_the_letter() -> None:
    text = "工作室名稱\t藍雲飛勞模創新工作室\n領銜人\t藍雲飛\n單位意見\t同意申報（蓋章）"
    unsealed = scanned("f.pdf", text, kind="form", script="hant")
    written = letter(merge([unsealed], packet_id="p", name="n"), [unsealed])
    assert written is not None
    cells = [cell.text for row in Word(io.BytesIO(written)).tables[0].rows for cell in row.cells]
    assert any("未見紅色印章" in cell and "“蓋章”" in cell for cell in cells), cells


def scanned(path: str, text: str, *seen: str, **fields: Any) -> DocumentRecord:
    """A paper that was read as a picture, with what is seen on its one page."""
    marks = tuple(SeenRecord(kind, PlaceRecord(page=1)) for kind in ("picture", *seen))  # type: ignore[arg-type]
    return msgspec.structs.replace(paper(path, text, **fields), seen=marks)


def test_a_scanned_form_with_a_seal_passes_and_without_one_is_asked_about_where_it_wants_it() -> None:
    text = f"{FORM}\n单位意见\t同意申报（盖章）"
    check = outcome("seal", scanned("form.pdf", text, "seal", kind="form"))
    assert (check.result, [piece.places[0].page for piece in check.evidence]) == ("pass", [1])
    check = outcome("seal", scanned("form.pdf", text, kind="form"))
    assert (check.result, check.detail, [piece.text for piece in check.evidence]) == ("fail", "未见红色印章", ["盖章"])
    assert outcome("seal", form("单位意见\t同意申报（盖章）")).result == "undecidable"


def test_on_a_copy_in_black_and_white_a_person_looks_for_the_seal() -> None:
    check = outcome("seal", scanned("form.pdf", f"{FORM}\n单位意见\t同意申报（盖章）", "grey", kind="form"))
    assert (check.result, check.detail) == ("undecidable", "黑白件，印章颜色无从辨认")
    assert [piece.text for piece in check.evidence] == ["盖章"]


def test_the_seal_on_the_scan_of_a_form_does_for_its_word_file_and_not_for_a_proof_of_benefit() -> None:
    stamped = scanned("扫描件.pdf", FORM, "seal", kind="form")
    assert outcome("seal", form(), stamped).result == "pass"
    proof = scanned("效益.jpg", "效益证明\n年节约41万元。\n财务科（章）", kind="benefit_certificate")
    assert outcome("seal", form(), stamped, proof).result == "fail"


def test_a_blurred_page_fails_with_its_place_and_sharp_pictures_pass() -> None:
    check = outcome("sharp", form(), scanned("奖状.pdf", "荣誉证书", "blurred", kind="award_certificate"))
    assert (check.result, check.detail, [piece.places[0].page for piece in check.evidence]) == ("fail", "模糊", [1])
    assert outcome("sharp", form(), scanned("奖状.pdf", "荣誉证书", kind="award_certificate")).result == "pass"
    assert outcome("sharp", form()).result == "undecidable"


def test_every_item_has_words_for_the_reader_and_every_one_that_can_fail_for_the_applicant() -> None:
    for check in merged(form()).checks:
        assert label("check", check.item)
        assert check.item in FOR_A_PERSON or label("letter", check.item)


def test_the_years_that_a_form_says_outright_to_be_about_are_its_window() -> None:
    words = "2017年“输液港维护包”获三等奖"
    text = f"工作室申报表\n（申报年度：2022—2024年）\n工作室名称：安若素工作室\n{words}"
    told_once = told("award_result", "获三等奖", grade="third", window=Window("year", 2017, 2017))
    assert outcome("window", paper("form.docx", text, told_once, kind="form")).result == "fail"
