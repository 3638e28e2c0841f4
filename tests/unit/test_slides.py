"""Presentations are read slide by slide in the order they are shown."""

import pytest

from extractors import detect
from extractors.registry import Context
from pipeline.document import Extraction, Place
from pipeline.errors import DocumentError, Reason
from tests.builders.packages import rezipped
from tests.builders.slides import POINTS, pptx, shape, table


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
