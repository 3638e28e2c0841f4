import pytest

from pipeline.applicant_record import Applicant
from pipeline.merging.former_names import former_names
from tests.papers import paper

WHOSE = Applicant(studio="", leader="", employer="苇河浆纸有限责任公司")


@pytest.mark.parametrize(
    "text",
    [
        "苇河造纸总厂2011年改制为苇河浆纸有限责任公司，他在这里干了三十年。",
        "苇河浆纸有限责任公司（原名苇河造纸总厂）建于1958年。",
        "葦河造紙總廠更名為葦河漿紙有限責任公司。",
    ],
)
def test_the_name_that_the_employer_had_before_is_known_from_any_paper(text: str) -> None:
    assert former_names([paper("a.docx", text)], WHOSE) == {"苇河造纸总厂"}


@pytest.mark.parametrize("text", ["远山机械厂2011年更名为远山装备有限公司。", "苇河浆纸有限责任公司向苇河造纸总厂学习。"])
def test_another_houses_name_is_no_former_name(text: str) -> None:
    assert former_names([paper("a.docx", text)], WHOSE) == frozenset()
