"""Presentations of PowerPoint 95: the text that they keep beside their slides."""

import pytest

from extractors import conversion, detect, slides95
from extractors.registry import Context
from pipeline.document import Extraction
from pipeline.errors import DocumentError
from tests.builders.ole import ole
from tests.builders.slides97 import box, ppt, slide

SLIDES = b"\x03\0\0\0\xff\xff\0\0" + bytes(200)
WORDS = "工作室年度总结\r\r一年来完成技术攻关\v并通过验收3项\r\n带徒12人\r"


def ppt95(words: bytes) -> bytes:
    return ole({slides95.SLIDES: SLIDES, slides95.WORDS: words})


def read(data: bytes, name: str = "总结.ppt") -> Extraction:
    return detect.extract(data, Context(name=name))


@pytest.mark.parametrize("charset", ["gb18030", "big5"])
def test_the_text_beside_the_slides_is_read_line_by_line_in_its_charset(charset: str) -> None:
    words = WORDS if charset == "gb18030" else "工作室年度總結\r\r一年來完成技術攻關\v並通過驗收3項\r\n帶徒12人\r"
    found = read(ppt95(words.encode(charset)))
    assert found.text.split("\n") == [line for line in words.replace("\v", "\r").replace("\n", "").split("\r") if line]
    assert found.title == found.text.split("\n")[0]
    assert not found.notes


def test_a_presentation_without_words_says_so() -> None:
    with pytest.raises(DocumentError, match="NO_TEXT"):
        read(ppt95(b"\r\r"))


def test_one_that_keeps_no_text_beside_its_slides_is_for_libreoffice() -> None:
    data = ole({slides95.SLIDES: SLIDES})
    assert not slides95.recognise(data)
    found = conversion.kind(data)
    assert found is not None
    assert found.what == "a presentation of PowerPoint 95"


def test_a_newer_presentation_is_not_taken_for_it() -> None:
    data = ppt(slide(box("总结", 0)))
    assert not slides95.is_95(data)
    assert read(data).text == "总结"
