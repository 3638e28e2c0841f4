"""OFD pages give text in reading order with boxes in points, tables, and what nobody sees apart."""

import contextlib
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import ofd as reader
from extractors.detect import extract, recognise
from extractors.registry import Context, Limits
from pipeline.document import Extraction
from pipeline.errors import DocumentError, Flag, Reason
from tests.builders.archives import Kept
from tests.builders.ofd import DECLARED, color, filled, grid, ofd, page, text
from tests.builders.packages import zipped

SCAN = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">LL", 800, 600) + bytes(40)
WHITE = color("255 255 255")


def read(data: bytes, limits: Limits = Limits()) -> Extraction:
    return extract(data, Context(name="证书.ofd", keep=Kept(), limits=limits))


def blocks(extraction: Extraction) -> list[tuple[str, str | None]]:
    return [(extraction.text[block.span.start : block.span.end], block.role) for block in extraction.blocks]


def codes(extraction: Extraction) -> set[Reason | Flag]:
    return {note.code for note in extraction.notes}


def test_lines_are_read_from_top_to_bottom_with_boxes_in_points() -> None:
    second, first = (
        text("完成技术攻关项目十二项，节约工时三百小时。", 30, 60),
        text("工作室获得授权专利共计五项，其中发明专利两项。", 30, 40),
    )
    extraction = read(ofd(second + first))
    assert extraction.text.split("\n") == [
        "工作室获得授权专利共计五项，其中发明专利两项。",
        "完成技术攻关项目十二项，节约工时三百小时。",
    ]
    box = extraction.anchors[0].place.box
    assert extraction.anchors[0].place.page == 1
    assert box is not None
    assert (round(box.x0), round(box.y0), round(box.y1 - box.y0)) == (85, 113, 11)


def test_letters_drawn_one_by_one_and_with_blanks_between_make_one_line() -> None:
    letters = "".join(text(letter, 30 + 4 * number, 40) for number, letter in enumerate("授权专利"))
    assert read(ofd(letters)).text == "授权专利"
    words = text("ISO", 30, 50, delta='DeltaX="2 2 2"') + text("9001", 37.5, 50, delta='DeltaX="2 2 2 2"')
    assert read(ofd(words)).text == "ISO 9001"


def test_a_text_code_that_steps_down_is_several_lines() -> None:
    delta = 'DeltaX="4 4 -8 4 4" DeltaY="0 0 8 0 0"'
    extraction = read(ofd(text("第一行第二行", 30, 40, delta=delta)))
    assert [extraction.text[slice(*anchor.span)] for anchor in extraction.anchors] == ["第一行", "第二行"]


def test_turned_text_and_units_of_a_matrix_are_followed() -> None:
    matrix = 'CTM="0.3528 0 0 0.3528 0 0"'
    code = '<ofd:TextCode X="0" Y="10" DeltaX="g 4 12">授权专利</ofd:TextCode>'
    extraction = read(ofd(f'<ofd:TextObject Boundary="30 40 20 5" Size="12" {matrix}>{code}</ofd:TextObject>'))
    box = extraction.anchors[0].place.box
    assert box is not None
    assert (round(box.x1 - box.x0), round(box.y1 - box.y0)) == (48, 12)


def test_ruled_lines_make_tables() -> None:
    words = [["项目", "数量"], ["专利", "5"], ["论文", "3"]]
    cells = "".join(text(word, 22 + 40 * x, 33 + 10 * y) for y, row in enumerate(words) for x, word in enumerate(row))
    extraction = read(ofd(text("附表", 20, 20) + grid(20, 30, 2, 3) + cells))
    assert extraction.text == "附表\n项目\t数量\n专利\t5\n论文\t3"
    assert [[extraction.text[slice(*cell.span)] for cell in row] for row in extraction.tables[0].rows] == words


def test_templates_watermarks_and_several_documents_are_read() -> None:
    common = '<ofd:TemplatePage ID="9" BaseLoc="Tpls/a.xml"/>'
    appearance = f"<ofd:Appearance Boundary='0 0 210 297'>{text('内部资料', 60, 200)}</ofd:Appearance>"
    remark = f"<ofd:Annot Type='Watermark'>{appearance}</ofd:Annot>"
    parts: dict[str, str | bytes] = {}
    for number in range(2):
        parts[f"Doc_{number}/Tpls/a.xml"] = page(text("表头", 30, 20))
        parts[f"Doc_{number}/Annots/all.xml"] = (
            f'<ofd:Annotations {DECLARED}><ofd:Page PageID="0"><ofd:FileLoc>one.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>'
        )
        parts[f"Doc_{number}/Annots/one.xml"] = f"<ofd:PageAnnot {DECLARED}>{remark}</ofd:PageAnnot>"
    body = '<ofd:Template TemplateID="9"></ofd:Template>' + text("正文", 30, 60)
    extraction = read(
        ofd(body, common=common, parts=parts, documents=2, after="<ofd:Annotations>Annots/all.xml</ofd:Annotations>")
    )
    assert [text for text, role in blocks(extraction) if role == "watermark"] == ["内部资料"] * 2
    assert sorted(anchor.place.page or 0 for anchor in extraction.anchors if anchor.place.box) == [1, 1, 2, 2]
    assert extraction.text.count("表头") == extraction.text.count("正文") == 2


@pytest.mark.parametrize(
    ("hidden", "why"),
    [
        (text("藏起来的话", 30, 60, inside=WHITE), "in the colour of the paper"),
        (text("藏起来的话", 30, 60, inside=color("0 0 0", alpha="0")), "letters without ink"),
        (text("藏起来的话", 30, 60, about='Fill="false"'), "letters without ink"),
        (text("藏起来的话", 30, 60, about='Visible="false"'), "an object that is not shown"),
        (text("藏起来的话", 30, 60, 1.0), "under 4 points"),
        (text("藏起来的话", 230, 60), "off the page"),
        (text("藏起来的话", 30, 60) + filled(20, 50, 100, 20, "255 255 255"), "covered by a shape"),
        (filled(20, 50, 100, 20, "0 0 128") + text("藏起来的话", 30, 60, inside=color("0 0 128")), "in the colour of its ground"),
    ],
)
def test_what_nobody_sees_stands_apart_with_its_reason(hidden: str, why: str) -> None:
    extraction = read(ofd(text("看得见的话", 30, 40) + hidden))
    assert blocks(extraction) == [("看得见的话", None), ("藏起来的话", "hidden")]
    assert [(note.code, note.detail) for note in extraction.notes] == [(Flag.HIDDEN_TEXT, why)]


def test_white_text_on_a_dark_ground_is_seen() -> None:
    assert codes(read(ofd(filled(20, 50, 100, 20, "0 0 128") + text("标题", 30, 55, inside=WHITE)))) == set()


def test_attachments_and_large_pictures_are_children() -> None:
    media = '<ofd:MultiMedia ID="7" Type="Image"><ofd:MediaFile>a.png</ofd:MediaFile></ofd:MultiMedia>'
    resources = f'<ofd:Res {DECLARED} BaseLoc="Res"><ofd:MultiMedias>{media}</ofd:MultiMedias></ofd:Res>'
    attachment = '<ofd:Attachment Name="名单"><ofd:FileLoc>list.xlsx</ofd:FileLoc></ofd:Attachment>'
    listed = f"<ofd:Attachments {DECLARED}>{attachment}</ofd:Attachments>"
    image = '<ofd:ImageObject Boundary="10 10 100 100" CTM="100 0 0 100 0 0" ResourceID="7"/>'
    extraction = read(
        ofd(
            text("正文", 30, 160) + image,
            common="<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>",
            after="<ofd:Attachments>Attachs/list.xml</ofd:Attachments>",
            parts={"Doc_0/DocumentRes.xml": resources, "Doc_0/Res/a.png": SCAN, "Doc_0/Attachs/list.xml": listed,
                   "Doc_0/Attachs/list.xlsx": b"1"},
        )
    )  # fmt: skip
    assert [child.path for child in extraction.children] == ["名单.xlsx", "a.png"]


def test_a_page_that_is_lost_costs_that_page_alone() -> None:
    whole = ofd(text("第一页", 30, 40), text("第二页", 30, 40))
    extraction = read(whole.replace(b"Pages/Page_0/Content.xml", b"Pages/Page_9/Content.xml"))
    assert extraction.text == "第二页"
    assert [(note.code, note.where) for note in extraction.notes] == [(Reason.DAMAGED, "page 1")]


def test_limits_and_passwords_say_so() -> None:
    assert codes(read(ofd(*(text(f"第{number}页", 30, 40) for number in "一二三")), Limits(pages=2))) == {Reason.LIMIT_PAGES}
    for data, reason in (
        (zipped({"OFD.xml": b"\x93\x01", "Encryptions.xml": "<a/>"}), Reason.ENCRYPTED),
        (ofd(""), Reason.NO_TEXT),
    ):
        assert recognise(data) is reader.FORMAT
        with pytest.raises(DocumentError) as raised:
            read(data)
        assert raised.value.reason is reason


def test_numbers_made_to_harm_end_in_time() -> None:
    many = text("甲" * 50, 30, 40, delta='DeltaX="g 999999999 4" DeltaY="g 999999999 0"')
    nested = "<ofd:PageBlock>" * 200 + text("深", 30, 60) + "</ofd:PageBlock>" * 200
    huge = text("大", 30, 80, about='CTM="1e9 0 0 1e9 1e9 1e9"') + text("坏", 30, 90, about='CTM="a b c"')
    assert read(ofd(many + nested + huge)).text.startswith("甲" * 50)


WHOLE = page(text("正文", 30, 40) + filled(1, 1, 9, 9, "0 0 0") + grid(20, 60, 2, 2) + text("格", 22, 62)).encode()


@settings(deadline=None)
@given(st.integers(0, len(WHOLE)), st.binary(max_size=5), st.integers(0, 20))
def test_no_damage_raises_anything_but_our_own_error(position: int, patch: bytes, lost: int) -> None:
    damaged = WHOLE[:position] + patch + WHOLE[position + lost :]
    with contextlib.suppress(DocumentError):
        reader.extract(ofd("", parts={"Doc_0/Pages/Page_0/Content.xml": damaged}), Context(keep=Kept()))


def test_letters_drawn_by_the_numbers_of_glyphs_alone_are_no_silence() -> None:
    glyphs = '<ofd:CGTransform CodePosition="0" GlyphCount="3"><ofd:Glyphs>12 13 14</ofd:Glyphs></ofd:CGTransform>'
    drawn = f'<ofd:TextObject ID="9" Boundary="0 0 50 10" Size="4">{glyphs}</ofd:TextObject>'
    extraction = read(ofd(text("获得专利", 30, 40) + drawn))
    assert extraction.text == "获得专利"
    assert [(note.code, note.where) for note in extraction.notes] == [(Reason.NO_TEXT, "page 1")]
    with pytest.raises(DocumentError, match="3 letters are drawn by the numbers"):
        read(ofd(drawn))


def test_glyphs_whose_letters_are_given_are_no_trouble() -> None:
    glyphs = '<ofd:CGTransform CodePosition="0" GlyphCount="4"><ofd:Glyphs>12 13 14 15</ofd:Glyphs></ofd:CGTransform>'
    assert codes(read(ofd(text("获得专利", 30, 40, inside=glyphs)))) == set()
