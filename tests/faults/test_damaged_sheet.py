"""A workbook that is damaged, hostile or not one at all ends in a typed reason, with what could be read."""

import pytest

from extractors import detect, sheet
from extractors.registry import Context, Limits
from pipeline.document import Extraction
from pipeline.errors import DocumentError, Reason
from tests.builders.packages import rezipped
from tests.builders.sheet import figure, row, text, xlsx


def reason(data: bytes) -> Reason:
    with pytest.raises(DocumentError) as raised:
        detect.extract(data, Context(name="a.xlsx"))
    return raised.value.reason


def read(data: bytes) -> Extraction:
    return sheet.extract(data, Context())


def test_a_workbook_cut_short_is_truncated() -> None:
    data = xlsx(row(1, text("A1", "甲" * 900)))
    assert reason(data[: len(data) // 2]) is Reason.TRUNCATED


def test_a_main_part_of_another_kind_is_damaged() -> None:
    data = rezipped(rezipped(xlsx(row(1, text("A1", "甲"))), "<workbook ", "<chart "), "</workbook>", "</chart>")
    assert reason(data) is Reason.DAMAGED


def test_a_binary_workbook_is_named_as_unsupported() -> None:
    data = xlsx(row(1, text("A1", "甲")))
    assert reason(rezipped(data, "spreadsheetml.sheet.main+xml", "ms-excel.sheet.binary.main")) is Reason.UNSUPPORTED_TYPE


def test_rows_before_a_break_come_out() -> None:
    extraction = read(rezipped(xlsx(row(1, text("A1", "前")) + row(2, text("A2", "断处"))), "断处", "断<处"))
    assert extraction.text == "成果\n前"
    assert [note.code for note in extraction.notes] == [Reason.DAMAGED]


def test_a_broken_sheet_leaves_the_others() -> None:
    data = rezipped(xlsx(row(1, text("A1", "坏处")), row(1, text("A1", "好"))), "坏处", "<坏处")
    extraction = read(data)
    assert extraction.text == "附表\n好"
    assert [(note.code, note.where) for note in extraction.notes] == [(Reason.DAMAGED, "成果")]


def test_a_text_that_is_not_among_the_shared_ones_is_shown_as_lost() -> None:
    assert read(xlsx(row(1, '<c r="A1" t="s"><v>7</v></c>'), names=("表",))).text == "\ufffd"


def test_a_merge_over_the_whole_sheet_costs_nothing() -> None:
    data = xlsx(f'<sheetData>{row(1, text("A1", "甲"))}</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')
    assert read(data).text == "成果\n甲"


def test_cells_on_a_diagonal_do_not_fill_the_square_between_them() -> None:
    cells = "".join(row(number, f"<c><v>{number}</v></c>" * number) for number in range(1, 3))
    far = "".join(row(10 + number, figure(f"{'ABCDEFGHIJ'[number]}{10 + number}", "1")) for number in range(10))
    assert len(read(xlsx(cells + far)).text) < 200


def test_text_beyond_the_limit_of_output_is_left_out_with_a_reason() -> None:
    extraction = sheet.extract(
        xlsx(row(1, text("A1", "一二三四")) + row(2, text("A2", "五六七八"))), Context(limits=Limits(output=9))
    )
    assert extraction.text == "成果\n一二三四"
    assert [note.code for note in extraction.notes] == [Reason.LIMIT_OUTPUT]
