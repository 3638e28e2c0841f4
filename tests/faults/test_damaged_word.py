"""A Word document that is damaged, hostile or not one at all ends in a typed reason, with what could be read."""

import pytest

from extractors import detect, word
from extractors.registry import Context
from pipeline.errors import DocumentError, Reason
from tests.builders.packages import added, rezipped, zipped
from tests.builders.word import docx, p, tbl, tc, tr


def reason(data: bytes) -> Reason:
    with pytest.raises(DocumentError) as raised:
        detect.extract(data, Context(name="a.docx"))
    return raised.value.reason


def test_a_document_cut_short_is_truncated() -> None:
    data = docx(p("正文" * 500))
    assert reason(data[: len(data) // 2]) is Reason.TRUNCATED
    assert reason(data[:-22] + b"PK\5\6" + bytes(18)) is Reason.DAMAGED


def test_a_root_of_another_kind_is_damaged() -> None:
    assert reason(rezipped(docx(p("正文")), "w:document", "w:styles")) is Reason.DAMAGED


def test_a_missing_main_part_is_damaged() -> None:
    assert reason(zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": ""})) is Reason.DAMAGED


def test_a_document_type_is_refused_before_any_entity_is_read() -> None:
    lines = '?><!DOCTYPE w:document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><w:document '
    assert reason(rezipped(docx(p("&b;")), "?><w:document ", lines)) is Reason.DAMAGED


def test_what_stands_before_a_break_in_the_xml_comes_out() -> None:
    data = rezipped(docx(p("前文完好") + tbl(tr("格", tc("断处")))), "断处", "断<处")
    extraction = word.extract(data, Context())
    assert extraction.text == "前文完好\n格\t断"
    assert [note.code for note in extraction.notes] == [Reason.DAMAGED]


def test_a_broken_part_beside_the_body_costs_only_itself() -> None:
    extraction = word.extract(docx(p("正文"), {"styles": b"<broken", "comments": b"\0"}), Context())
    assert extraction.text == "正文"
    assert [(note.code, note.where) for note in extraction.notes] == [
        (Reason.DAMAGED, "word/styles.xml"),
        (Reason.DAMAGED, "word/comments.xml"),
    ]


def test_a_cell_over_two_thousand_million_columns_costs_nothing() -> None:
    wide = tc("宽", properties='<w:gridSpan w:val="2000000000"/>')
    extraction = word.extract(docx(tbl(tr(wide, "旁"))), Context())
    assert extraction.text == "宽\t旁"


def test_three_hundred_nested_tables_are_read() -> None:
    nested = p("最里")
    for _ in range(300):
        nested = tbl(tr(tc(nested)))
    extraction = word.extract(docx(nested), Context())
    assert extraction.text == "最里"
    assert len(extraction.tables) == 300


def test_cells_and_rows_outside_of_tables_lose_no_text() -> None:
    extraction = word.extract(docx(f"<w:tc>{p('散格')}</w:tc><w:r><w:t>散行</w:t></w:r>"), Context())
    assert sorted(extraction.text.split("\n")) == ["散格", "散行"]


@pytest.mark.parametrize(
    "sort", ["ms-word.document.macroEnabled.main", "openxmlformats-officedocument.wordprocessingml.template.main"]
)
def test_documents_with_macros_and_templates_are_read_as_documents(sort: str) -> None:
    assert word.extract(docx(p("正文"), main_type=f"application/vnd.{sort}+xml"), Context()).text == "正文"


def test_a_document_of_sixty_thousand_parts_is_read() -> None:
    parts = {f"word/media/{number}.txt": b"" for number in range(60_000)}
    assert word.extract(added(docx(p("正文")), parts), Context()).text == "正文"
