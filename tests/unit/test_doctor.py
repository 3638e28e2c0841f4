"""What the machine has: a lack is said with what to do, and stops nothing."""

import pytest

from extractors import pdf_fonts
from pipeline import doctor


def finding(name: str) -> doctor.Finding:
    return next(found for found in doctor.findings() if found.name == name)


@pytest.mark.parametrize(("there", "verdict"), [(True, "ok"), (False, "lack")])
def test_a_system_without_a_chinese_font_is_told_with_what_it_costs(
    there: bool, verdict: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_fonts, "system_has_chinese", lambda: there)
    found = finding("Chinese fonts")
    assert found.verdict == verdict
    assert ("fonts-noto-cjk" in found.advice) is not there


def test_whether_there_is_a_chinese_font_is_the_same_however_often_it_is_asked() -> None:
    assert pdf_fonts.system_has_chinese() is pdf_fonts.system_has_chinese()


def test_nothing_that_is_found_here_is_a_fault() -> None:
    assert not [found for found in doctor.findings() if found.verdict == "fault"]
