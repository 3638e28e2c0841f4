"""A table saved as text is a table in any charset, and prose with commas is not one."""

import pytest

from extractors import delimited, detect
from extractors.registry import Context, Limits
from pipeline.document import Extraction, Place
from pipeline.errors import Reason

LIST = '序号,项目名称,完成年份\r\n1,起重机吊具改造,2021\r\n2,"冲压模具, 第二代",2022\r\n'


def read(data: bytes, name: str = "a.csv") -> Extraction:
    return detect.extract(data, Context(name=name))


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_is_read_in_any_charset(charset: str) -> None:
    extraction = read(LIST.encode(charset))
    assert extraction.text == "序号\t项目名称\t完成年份\n1\t起重机吊具改造\t2021\n2\t冲压模具, 第二代\t2022"
    assert (extraction.media_type, extraction.notes, extraction.tables[0].header_rows) == ("text/csv", (), 1)


def test_traditional_text_in_big5_is_read() -> None:
    text = "編號,項目名稱,獲獎情況\n1,鑄造工藝改進,市級一等獎\n2,焊接技術革新,省級二等獎\n"
    assert read(text.encode("big5")).text.startswith("編號\t項目名稱\t獲獎情況\n1\t鑄造工藝改進")


def test_each_value_has_its_row_and_column() -> None:
    places = [anchor.place for anchor in read("甲\t乙\n\t丁\n".encode()).anchors]
    assert places == [Place(table=1, row=1, column=1), Place(table=1, row=1, column=2), Place(table=1, row=2, column=2)]


@pytest.mark.parametrize("delimiter", ["\t", ",", ";", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    text = "\n".join(delimiter.join(row) for row in (["名称", "数量", "单位"], ["工装", "3", "套"], ["论文", "2", "篇"]))
    assert read(text.encode()).text == "名称\t数量\t单位\n工装\t3\t套\n论文\t2\t篇"


def test_a_value_over_several_lines_is_one_cell() -> None:
    assert read('名称,备注,年\n甲,"第一行\n第二行",2020\n'.encode()).text == "名称\t备注\t年\n甲\t第一行 第二行\t2020"


def test_a_quote_that_is_never_closed_swallows_nothing() -> None:
    assert read('甲,"乙,丙\n一,二,三\n四,五,六\n'.encode()).text == '甲\t"乙\t丙\n一\t二\t三\n四\t五\t六'


@pytest.mark.parametrize(
    "text",
    [
        "本年度，班组完成技术改造, 节约资金。\n下一步, 我们将推广经验。\n谢谢, 各位领导。",
        "首页|新闻|视频|图片|财经",
        "单独一行,没有别的",
        "<html><body>\na,b,c\nd,e,f\n</body></html>",
        '{"a": 1, "b": 2}\n{"a": 3, "b": 4}',
        "工作室名称：精益\n带头人：某某\n成立时间：2018",
    ],
)
def test_text_that_is_no_table_is_left_to_others(text: str) -> None:
    assert not delimited.recognise(text.encode())


def test_values_beyond_the_limit_are_left_out_with_a_reason() -> None:
    extraction = delimited.extract(LIST.encode(), Context(limits=Limits(cells=4)))
    assert extraction.text == "序号\t项目名称\t完成年份"
    assert [note.code for note in extraction.notes] == [Reason.LIMIT_CELLS]
