"""Old workbooks give the same tables as new ones."""

import struct

import pytest

from extractors import detect
from extractors.registry import Context, Limits
from pipeline.document import Extraction, Place
from pipeline.errors import DocumentError, Reason
from tests.builders.ole import ole
from tests.builders.sheet97 import (
    GLOBALS,
    bof,
    box95,
    chart,
    comment,
    figure,
    font,
    look,
    number_format,
    over,
    record,
    text,
    text95,
    xls,
    xls95,
)


def read(data: bytes, limits: Limits = Limits()) -> Extraction:
    return detect.extract(data, Context(name="表.xls", limits=limits))


def hidden(extraction: Extraction) -> list[str]:
    return [extraction.text[block.span.start : block.span.end] for block in extraction.blocks if block.role == "hidden"]


def test_cells_come_by_row_with_their_places() -> None:
    extraction = read(xls(text(1, 1, "专利") + text(0, 1, "名称") + text(0, 2, "数量") + figure(1, 2, 12)))
    assert extraction.text == "成果\n名称\t数量\n专利\t12"
    assert [anchor.place.cell for anchor in extraction.anchors] == [None, "B1", "C1", "B2", "C2"]
    assert extraction.anchors[1].place == Place(sheet="成果", cell="B1")


def test_numbers_are_shown_in_their_format() -> None:
    shared = font() + number_format(164, "yyyy年m月") + number_format(165, "0.0%") + look() + look(number=164) + look(number=165)
    cells = figure(0, 0, 43831, style=1) + figure(0, 1, 0.125, style=2) + figure(0, 2, 1.5)
    cells += record(0x027E, struct.pack("<HHHI", 0, 3, 0, (12345 << 2) | 3))
    cells += record(0x00BD, struct.pack("<HHHIHIH", 0, 4, 0, (7 << 2) | 2, 0, (8 << 2) | 2, 5))
    assert read(xls(cells, shared=shared)).text == "成果\n2020年1月\t12.5%\t1.5\t123.45\t7\t8"


def test_shared_texts_may_be_cut_anywhere_by_the_end_of_a_record() -> None:
    words = ["焊接技术", "ABC", "革新"]
    first = struct.pack("<IIHB", 3, 3, 4, 1) + "焊接".encode("utf-16-le")
    second = b"\1" + "技术".encode("utf-16-le") + struct.pack("<HB", 3, 0)
    third = b"\0ABC" + struct.pack("<HBHI", 2, 1 | 8 | 4, 1, 6) + "革新".encode("utf-16-le") + bytes(4 + 6)
    shared = record(0x00FC, first) + record(0x003C, second) + record(0x003C, third)
    cells = b"".join(record(0x00FD, struct.pack("<HHHI", 0, at, 0, at)) for at in range(4))
    assert read(xls(cells, shared=shared)).text == "\t".join(["成果\n" + words[0], *words[1:], "\ufffd"])


def test_formulas_give_the_value_they_had() -> None:
    def formula(column: int, value: bytes) -> bytes:
        return record(0x0006, struct.pack("<HHH", 0, column, 0) + value + bytes(8))

    cells = formula(0, struct.pack("<d", 36)) + formula(1, b"\0\0\0\0\0\0\xff\xff")
    cells += record(0x0207, struct.pack("<HB", 2, 1) + "合计".encode("utf-16-le"))
    cells += formula(2, b"\1\0\1\0\0\0\xff\xff") + formula(3, b"\2\0\x07\0\0\0\xff\xff")
    assert read(xls(cells)).text == "成果\n36\t合计\tTRUE\t#DIV/0!"


def test_what_is_hidden_is_marked() -> None:
    cells = text(0, 0, "看见") + text(0, 1, "藏列") + text(1, 0, "藏行")
    cells += record(0x0208, struct.pack("<HHHHHHHH", 1, 0, 1, 0, 0, 0, 0x20, 0))
    cells += record(0x007D, struct.pack("<HHHHH", 1, 255, 0, 0, 1))
    assert hidden(read(xls(cells, text(0, 0, "藏表"), states=(0, 1)))) == ["藏列", "藏行", "附表", "藏表"]


def test_a_chart_within_a_sheet_is_passed_over() -> None:
    chart = bof(0x0020) + text(9, 9, "图内") + record(0x000A)
    assert read(xls(text(0, 0, "前") + chart + text(1, 0, "后"))).text == "成果\n前\n后"


def test_a_record_cut_short_gives_the_rows_before() -> None:
    extraction = read(xls(text(0, 0, "前") + record(0x0204, b"\1")))
    assert (extraction.text, [note.code for note in extraction.notes]) == ("成果\n前", [Reason.DAMAGED])


def test_cells_beyond_the_limit_are_left_out_with_a_reason() -> None:
    extraction = read(xls(b"".join(figure(at, 0, at) for at in range(9))), Limits(cells=3))
    assert (extraction.text, [note.code for note in extraction.notes]) == ("成果\n0\n1\n2", [Reason.LIMIT_CELLS])


@pytest.mark.parametrize(
    ("stream", "reason"),
    [
        (bof(GLOBALS) + record(0x002F, bytes(6)), Reason.ENCRYPTED),
        (bof(GLOBALS, 0x0400), Reason.UNSUPPORTED_TYPE),
        (b"\1\2\3\4\5\6\7", Reason.DAMAGED),
        (bof(GLOBALS) + record(0x0085, b"\1"), Reason.DAMAGED),
    ],
)
def test_what_cannot_be_read_says_why(stream: bytes, reason: Reason) -> None:
    with pytest.raises(DocumentError) as raised:
        read(ole({"Workbook": stream}))
    assert raised.value.reason is reason


def test_text_boxes_and_comments_over_a_sheet_are_read_with_their_places() -> None:
    said = (
        over("图注：改造后的机组") + over("待核", sort=0x19, number=7) + over("AB甲", number=8, cut=2) + comment(0, 1, number=7)
    )
    extraction = read(xls(text(0, 0, "名称") + text(0, 1, "机组") + said))
    assert extraction.text == "成果\n名称\t机组\n待核\n图注：改造后的机组\nAB甲"
    assert [block.role for block in extraction.blocks[-3:]] == ["comment", None, None]
    assert [anchor.place for anchor in extraction.anchors[-3:]] == [Place(sheet="成果", cell="B1"), *[Place(sheet="成果")] * 2]


def test_text_boxes_of_a_hidden_sheet_are_hidden_and_a_cut_object_is_told() -> None:
    assert hidden(read(xls(text(0, 0, "明"), text(0, 0, "暗") + over("暗框"), states=(0, 1))))[-1] == "暗框"
    broken = read(xls(text(0, 0, "值") + record(0x005D, b"\0")))
    assert ("值" in broken.text, [note.code for note in broken.notes]) == (True, [Reason.DAMAGED])


def test_headers_of_the_printed_page_are_marked_and_lose_their_codes() -> None:
    words = '&L&"宋体,常规"&12某集团内部资料&R第 &P 页'
    head = record(0x0014, struct.pack("<HB", len(words), 1) + words.encode("utf-16-le"))
    extraction = read(xls(head + text(0, 0, "值")))
    assert [
        extraction.text[block.span.start : block.span.end] for block in extraction.blocks if block.role == "running_head"
    ] == ["某集团内部资料 第   页"]


@pytest.mark.parametrize(
    ("code_page", "charset", "words"), [(936, "gb18030", "节约蒸汽"), (950, "cp950", "節約蒸汽"), (1251, "cp1251", "Пар")]
)
def test_workbooks_of_excel_5_and_95_are_read_in_their_code_page(code_page: int, charset: str, words: str) -> None:
    code = '0.0"吨"' if charset == "gb18030" else "0.0"
    key = struct.pack("<HB", 164, len(code.encode(charset))) + code.encode(charset)
    shared = font() + record(0x041E, key) + look() + look(number=164)
    note = words.encode(charset)
    cells = text95(0, 0, note) + figure(0, 1, 12.34, style=1) + record(0x001C, struct.pack("<HHH", 0, 1, len(note)) + note)
    extraction = read(xls95(cells, name=words, code_page=code_page, charset=charset, shared=shared))
    assert extraction.text == f"{words}\n{words}\t{'12.3吨' if charset == 'gb18030' else '12.3'}\n{words}"
    assert (extraction.blocks[-1].role, extraction.anchors[-1].place) == ("comment", Place(sheet=words, cell="B1"))


def test_a_long_comment_of_excel_95_goes_on_in_further_notes() -> None:
    notes = record(0x001C, struct.pack("<HHH", 2, 0, 4) + b"long") + record(0x001C, struct.pack("<HHH", 0xFFFF, 0, 3) + b"er.")
    assert read(xls95(text95(2, 0, b"a") + notes, name="Sheet1", code_page=1252, charset="cp1252")).text == "a\nlonger."


@pytest.mark.parametrize("name", [b"", b"Box", b"Box1"])
@pytest.mark.parametrize("macro", [b"", b"\x01\x02\x03"])
def test_text_boxes_of_excel_5_follow_the_cells(name: bytes, macro: bytes) -> None:
    boxes = box95("说明：三项".encode("gbk"), name=name, macro=macro) + box95(b"line", sort=1) + record(0x005D, bytes(12))
    assert read(xls95(text95(0, 0, b"a") + boxes)).text == "成果\na\n说明：三项"


def test_a_chart_gives_its_title_and_not_the_names_of_its_series() -> None:
    title, series = (bytes([len(words), 1]) + words.encode("utf-16-le") for words in ("历年专利", "专利"))
    assert "历年专利" in read(xls(text(0, 0, "专利") + chart(title, series))).text.split("\n")
    old = chart(bytes([8]) + "历年专利".encode("gbk"), bytes([4]) + "专利".encode("gbk"))
    assert read(xls95(text95(0, 0, b"a") + old)).text == "成果\na\n历年专利"


def test_an_object_that_is_cut_short_is_said() -> None:
    found = read(xls95(text95(0, 0, b"a") + record(0x005D, struct.pack("<IH", 1, 6)) + text95(1, 0, b"b")))
    assert found.text.startswith("成果\na")
    assert Reason.DAMAGED in {note.code for note in found.notes}
