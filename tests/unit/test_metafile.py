"""The words of metafiles: pasted drawings and charts in documents, and files of their own."""

import struct
import zlib

import pytest

from extractors import detect, metafile
from extractors.registry import Context
from pipeline.document import Extraction
from pipeline.errors import DocumentError
from tests.builders.archives import Kept
from tests.builders.metafile import emf, wmf
from tests.builders.packages import added, relations
from tests.builders.slides import pptx, shape
from tests.builders.slides97 import box, ppt, slide
from tests.builders.word import docx, p

WORDS = (("历年", 10), ("授权专利", 10), ("2021年 3项", 30), ("2022年 5项", 50))
TRADITIONAL = (("歷年", 10), ("專利", 10))
LINES = ["历年授权专利", "2021年 3项", "2022年 5项"]


def read(data: bytes, name: str) -> Extraction:
    return detect.extract(data, Context(name=name, keep=Kept()))


@pytest.mark.parametrize(
    "data",
    [
        emf(*WORDS),
        emf(*WORDS, small=True),
        emf(*WORDS, plus=True),
        wmf(*WORDS),
        wmf(*WORDS, long=False),
        wmf(*WORDS, placeable=True),
    ],
)
def test_words_at_one_height_are_a_line(data: bytes) -> None:
    assert read(data, "图.emf").text.split("\n") == LINES


def test_the_letters_of_older_drawings_are_in_the_charset_of_their_font() -> None:
    assert metafile.lines(wmf(*TRADITIONAL, charset=136, encoding="big5")) == ["歷年專利"]


def test_western_words_beside_each_other_are_apart_and_a_shadow_is_not_said_twice() -> None:
    assert metafile.lines(emf(("Mail", 5), ("System", 5), ("Total", 9), ("Total", 10))) == ["Mail System", "Total"]


def test_a_drawing_without_words_says_so() -> None:
    for data in (emf(), emf(("权", 1), options=0x10), wmf()):
        with pytest.raises(DocumentError, match="NO_TEXT"):
            read(data, "图.emf")


@pytest.mark.parametrize("data", [emf(*WORDS), wmf(*WORDS)])
def test_a_drawing_that_breaks_off_gives_what_came_before(data: bytes) -> None:
    for size in range(44, len(data), 7):
        assert metafile.lines(data[:size]) == [] or metafile.lines(data[:size])[0].startswith("历年")


def test_a_record_that_is_longer_than_the_file_or_has_no_length_ends_it() -> None:
    head = emf(*WORDS)[:108]
    assert metafile.lines(head + struct.pack("<II", 84, 0xFFFFFFFF) + bytes(70)) in ([], [""])
    assert metafile.lines(head + struct.pack("<II", 84, 0) * 1_000) == []


def drawn(*, beside: bool) -> bytes:
    parts: dict[str, str | bytes] = {"image": emf(*WORDS)}
    return docx(p("正文"), parts | ({"package": b"PK"} if beside else {}))


def test_a_pasted_drawing_is_a_child_unless_it_stands_for_an_embedded_file() -> None:
    assert [child.path for child in read(drawn(beside=False), "a.docx").children] == ["word/image.xml"]
    assert [child.path for child in read(drawn(beside=True), "a.docx").children] == ["word/package.xml"]
    small = docx(p("正文"), {"image": emf(("图1", 1))})
    assert read(small, "a.docx").children == ()


def test_drawings_of_slides_are_children_in_new_files_and_old() -> None:
    picture = '<p:pic><p:blipFill><a:blip r:embed="rId1"/></p:blipFill></p:pic>'
    parts = {
        "ppt/slides/_rels/slide1.xml.rels": relations(rId1=("image", "../media/a.emf")).encode(),
        "ppt/media/a.emf": emf(*WORDS),
    }
    assert [child.path for child in read(added(pptx(shape("前文") + picture), parts), "a.pptx").children] == ["ppt/media/a.emf"]
    packed = zlib.compress(wmf(*WORDS))
    head = struct.pack("<I", len(wmf(*WORDS))) + bytes(24) + struct.pack("<IBB", len(packed), 0, 0xFE)
    record = struct.pack("<HHI", 0x2160, 0xF01B, 16 + len(head) + len(packed)) + bytes(16) + head + packed
    old = ppt(slide(box("标题", 0)), pictures=record)
    assert [child.path for child in read(old, "a.ppt").children] == ["drawing 1.wmf"]
