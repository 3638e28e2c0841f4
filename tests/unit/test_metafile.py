"""The words of metafiles: pasted drawings and charts in documents, and files of their own."""

import struct
import zlib

import pytest

from extractors import detect, metafile, standing_for
from extractors.registry import Context
from extractors.standing_for import Files
from pipeline.document import Extraction
from pipeline.errors import DocumentError
from tests.builders.archives import Kept
from tests.builders.metafile import emf, wmf
from tests.builders.packages import added, relations
from tests.builders.sheet import row, text, xlsx
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


def drawn(beside: dict[str, str | bytes]) -> list[str]:
    """The children of a Word document with a pasted drawing and these files."""
    found = read(docx(p("正文"), {"image": emf(*WORDS), **beside}), "a.docx")
    return [child.path for child in found.children]


def book(*words: str) -> bytes:
    return xlsx(row(1, *(text(f"{column}1", word) for column, word in zip("ABCD", words, strict=False))))


def test_a_pasted_drawing_is_a_child_unless_it_has_next_to_no_words() -> None:
    assert drawn({}) == ["word/image.xml"]
    small = docx(p("正文"), {"image": emf(("图1", 1))})
    assert read(small, "a.docx").children == ()


def test_a_drawing_that_shows_the_embedded_file_beside_it_is_not_read_again() -> None:
    assert drawn({"package": book("历年", "授权专利", "年", "项")}) == ["word/package.xml"]
    assert drawn({"package": book("历年培训", "与授权专利", "2021年 3项", "2022年 5项")}) == ["word/package.xml"]


def test_a_drawing_beside_a_file_that_says_something_else_is_read() -> None:
    assert drawn({"package": book("培训", "人数", "2021", "40")}) == ["word/package.xml", "word/image.xml"]
    assert drawn({"package": b"PK"}) == ["word/package.xml", "word/image.xml"]


def test_a_drawing_of_figures_alone_shows_no_file() -> None:
    beside = Files()
    beside.put("表.bin", "2021 3 2022 5".encode("utf-16-le"))
    assert not beside.shown_by(emf(("2021", 1), ("3", 1), ("2022", 2), ("5", 2)))


@pytest.mark.parametrize("encoding", ["utf-16-le", "gb18030"])
def test_an_old_file_shown_by_a_drawing_is_known_by_its_letters(encoding: str) -> None:
    beside = Files()
    beside.put("表.bin", "历年培训与授权专利".encode(encoding))
    assert beside.shown_by(wmf(("历年", 1), ("授权专利", 1), ("2021", 2)))
    assert beside.shown_by(wmf(*((letter, 1) for letter in "授权专利")))
    assert not beside.shown_by(wmf(("历届", 1), ("授权商标", 1)))


def test_an_icon_shows_the_file_whose_name_is_under_it() -> None:
    beside = Files()
    beside.put("高压开关柜检修规程.pdf", b"%PDF-1.7")
    assert beside.shown_by(emf(("高压开关柜", 1), ("检修规程.pdf", 2)))
    assert beside.shown_by(emf(("年度总结.docx", 1)))
    assert not Files().shown_by(emf(("年度总结.docx", 1)))


def test_a_file_too_many_is_not_looked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing_for, "IN_ALL", 10)
    beside = Files()
    for name in ("一.bin", "二.bin"):
        beside.put(name, "授权专利".encode("utf-16-le") if name == "二.bin" else bytes(20))
    assert not beside.shown_by(emf(("授权专利", 1)))


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
