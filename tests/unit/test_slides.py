"""Presentations are read slide by slide in the order they are shown."""

import pytest

from extractors import detect, word
from extractors.registry import Context
from pipeline.document import Extraction, Place
from pipeline.errors import DocumentError, Reason
from tests.builders.packages import added, relations, rezipped
from tests.builders.slides import DRAWING, POINTS, pptx, shape, table
from tests.builders.word import docx, p


def read(data: bytes) -> Extraction:
    return detect.extract(data, Context(name="汇报.pptx"))


def test_slides_come_as_they_are_shown_each_with_its_page() -> None:
    extraction = read(pptx(shape("年度汇报", placeholder="ctrTitle") + shape("改进装置", "节约材料"), shape("谢谢")))
    assert extraction.text == "年度汇报\n改进装置\n节约材料\n谢谢"
    assert [anchor.place for anchor in extraction.anchors] == [*[Place(page=1)] * 3, Place(page=2)]
    assert (extraction.title, extraction.blocks[0].role, extraction.notes) == ("年度汇报", "heading", ())


def test_tables_keep_their_rows() -> None:
    extraction = read(pptx(table(("项目", "数量"), ("论文", "3"))))
    assert extraction.text == "项目\t数量\n论文\t3"
    assert extraction.anchors[3].place == Place(page=1, table=1, row=2, column=2)


def test_the_words_of_a_drawing_made_of_shapes_are_read() -> None:
    points = "".join(f"<d:pt><d:t><a:p><a:r><a:t>{word}</a:t></a:r></a:p></d:t></d:pt>" for word in ("立项", "验收"))
    place = f'<p:graphicFrame><d:relIds xmlns:d="{POINTS}" r:dm="rId1"/></p:graphicFrame>'
    assert read(pptx(shape("流程") + place, drawing=points)).text == "流程\n立项\n验收"


def test_notes_hidden_slides_and_what_repeats_are_marked() -> None:
    data = pptx(shape("正文") + shape("第1页", placeholder="sldNum"), shape("藏页"), notes=shape("口头说明"), hidden=2)
    roles = [block.role for block in read(data).blocks]
    assert roles == [None, "running_head", "comment", "hidden"]


def test_a_broken_slide_leaves_the_others() -> None:
    extraction = read(rezipped(pptx(shape("坏页"), shape("好页")), "坏页", "<坏页"))
    assert extraction.text == "好页"
    assert [(note.code, note.where) for note in extraction.notes] == [(Reason.DAMAGED, "slide 1")]


def test_slides_without_text_say_so() -> None:
    assert [note.code for note in read(pptx("<p:pic/>")).notes] == [Reason.NO_TEXT]


def test_a_presentation_cut_short_is_truncated() -> None:
    data = pptx(shape("正文" * 900))
    with pytest.raises(DocumentError) as raised:
        read(data[: len(data) - 40])
    assert raised.value.reason is Reason.TRUNCATED


def series(name: str, *values: str, code: str = "General") -> str:
    """A series over the years from 2021 on."""
    names = "".join(f'<c:pt idx="{at}"><c:v>{2021 + at}年</c:v></c:pt>' for at in range(len(values)))
    points = "".join(f'<c:pt idx="{at}"><c:v>{value}</c:v></c:pt>' for at, value in enumerate(values))
    said = f"<c:tx><c:strRef><c:strCache><c:pt idx='0'><c:v>{name}</c:v></c:pt></c:strCache></c:strRef></c:tx>"
    plotted = f"<c:val><c:numRef><c:numCache><c:formatCode>{code}</c:formatCode>{points}</c:numCache></c:numRef></c:val>"
    return f"<c:ser>{said}<c:cat><c:strRef><c:strCache>{names}</c:strCache></c:strRef></c:cat>{plotted}</c:ser>"


def chart_part(*inside: str) -> str:
    names = f'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="{DRAWING}"'
    title = "<c:title><c:tx><c:rich><a:p><a:r><a:t>历年成果</a:t></a:r></a:p></c:rich></c:tx></c:title>"
    return f"<c:chartSpace {names}><c:chart>{title}<c:plotArea>{''.join(inside)}</c:plotArea></c:chart></c:chartSpace>"


def test_a_chart_gives_its_title_and_its_figures_as_a_table_where_it_stands() -> None:
    place = '<p:graphicFrame><c:chart xmlns:c="urn:c" r:id="rId1"/></p:graphicFrame>'
    parts = {
        "ppt/slides/_rels/slide1.xml.rels": relations(rId1=("chart", "../charts/chart1.xml")).encode(),
        "ppt/charts/chart1.xml": chart_part(series("专利", "3", "5"), series("合格率", "0.985", "0.99", code="0.0%")).encode(),
    }
    found = read(added(pptx(shape("前文") + place), parts))
    assert found.text == "前文\n历年成果\n\t专利\t合格率\n2021年\t3\t98.5%\n2022年\t5\t99.0%"
    assert [place.page for table in found.tables for place in table.places] == [1]


def test_a_chart_in_a_word_document_follows_the_body() -> None:
    data = docx(p("正文"), {"chart": chart_part(series("专利", "3")).encode()})
    assert word.extract(data, Context()).text == "正文\n历年成果\n\t专利\n2021年\t3"


def test_a_chart_of_more_series_and_points_than_a_page_shows_ends() -> None:
    many = chart_part(*(series(f"第{number}", *["1"] * 3) for number in range(300)), series("长", *["2"] * 5_000))
    table = word.extract(docx(p("正文"), {"chart": many.encode()}), Context()).tables[0]
    assert (len(table.rows), len(table.rows[0])) == (4, 101)
