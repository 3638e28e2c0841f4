"""Files that are not what they are called, or that reach for something outside."""

import pytest

from extractors.detect import extract
from extractors.registry import Context
from pipeline.document import Extraction, Note
from pipeline.errors import Flag
from tests.builders.word import docx, p
from tests.unit.pdf_builder import column, pdf

WORDS = "班组把旧泵改成变频控制"


def read(data: bytes, name: str) -> Extraction:
    return extract(data, Context(name=name))


def flags(extraction: Extraction) -> set[object]:
    return {note.code for note in extraction.notes}


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def code(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


@pytest.mark.parametrize("name", ["photo.jpg", "tool.exe", "scan.PDF", "old.doc", "pack.rar"])
def test_a_document_under_a_foreign_name_is_read_and_flagged(name: str) -> None:
    extraction = read(docx(p(WORDS)), name)
    assert (extraction.text, flags(extraction)) == (WORDS, {Flag.TYPE_MISMATCH})


@pytest.mark.parametrize("name", ["form.docx", "form.DOCX", "form", "申报表.final"])
def test_a_document_under_its_own_name_or_none_is_not_flagged(name: str) -> None:
    assert read(docx(p(WORDS)), name).notes == ()


def test_a_pdf_is_read_whatever_stands_before_its_header() -> None:
    for junk in (b"", b"\0junk\r\n" * 60, b"HTTP/1.1 200 OK\r\n" * 200):
        extraction = read(junk + pdf(lambda canvas: column(canvas, [WORDS])), "form.pdf")
        assert (extraction.text, extraction.notes) == (WORDS, ())


def test_a_text_about_pdf_is_text() -> None:
    text = "说明\n" * 400 + "文件头是 %PDF-1.4，文件尾是 startxref。"
    assert read(text.encode(), "note.txt").media_type == "text/plain"


@pytest.mark.parametrize(
    "field",
    [
        mark("begin") + code("DDE") + code("AUTO cmd /k") + mark("separate") + mark("end"),
        mark("begin") + code(' INCLUDETEXT "http://127.0.0.1:9/a.docx" ') + mark("end"),
        '<w:fldSimple w:instr=" INCLUDEPICTURE http://127.0.0.1:9/a.png "/>',
    ],
)
def test_fields_that_reach_outside_are_flagged_and_not_followed(field: str) -> None:
    extraction = read(docx(p(WORDS) + p(field)), "form.docx")
    assert extraction.text == WORDS
    assert extraction.notes == (Note(Flag.EXTERNAL_LINKS, "fields that fetch from another file or program, not followed"),)


def test_other_fields_are_no_links_and_text_in_a_code_is_not_printed() -> None:
    page = mark("begin") + code(" PAGE ") + mark("separate") + "<w:r><w:t>3</w:t></w:r>" + mark("end")
    assert read(docx(p(WORDS) + p(page)), "form.docx").notes == ()
    sly = mark("begin") + "<w:r><w:t>特等奖九项</w:t></w:r>" + mark("end")
    extraction = read(docx(p(WORDS) + p(sly)), "form.docx")
    assert [block.role for block in extraction.blocks] == [None, "hidden"]


def test_cells_that_begin_as_formulas_are_flagged_and_figures_are_not() -> None:
    note = Note(Flag.FORMULA_LIKE, "cells that begin as formulas do, kept as text", count=4)
    sly = "名称,数,注\n=cmd|x,1,无\n＝1+1,2,无\n@sum(a),3,无\n+HYPERLINK(a),4,无\n"
    assert note in read(sly.encode(), "list.csv").notes
    plain = "名称,数,注\n甲,-5,无\n乙,+8,-\n丙,- 3,— 见附页\n丁,=,==\n"
    assert Flag.FORMULA_LIKE not in flags(read(plain.encode(), "list.csv"))
