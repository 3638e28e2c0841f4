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


def test_several_certificates_in_one_file_are_several_rights() -> None:
    second = PATENT.replace("酒醅翻拌耙", "窖泥取样铲").replace("0334455.1", "0334466.2")
    assert len(found(f"{PATENT}\n{second}")) == 2


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
