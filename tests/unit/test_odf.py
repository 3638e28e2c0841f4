"""OpenDocument files give the same text, tables and marks as Word, Excel and PowerPoint files."""

import contextlib
import io
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import odf as reader
from extractors.detect import extract, recognise
from extractors.registry import Context, Limits
from pipeline.document import Extraction, Place
from pipeline.errors import DocumentError, Flag, Reason
from tests.builders.archives import Kept
from tests.builders.metafile import emf
from tests.builders.odf import covered, el, flat, frame, h, letters, odp, ods, odt, p, sheet, slide, span, style, table, tc, tr
from tests.builders.packages import added, zipped

SCAN = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">LL", 800, 600) + bytes(40)
HIDES = '<style:table-properties table:display="false"/>'
IN_TWO = style("甲", letters(color="#ffffff")) + style("乙", letters(font_size="3pt")) + style("丙", letters(display="none"))


def read(data: bytes, name: str = "a.odt", limits: Limits = Limits()) -> Extraction:
    return extract(data, Context(name=name, keep=Kept(), limits=limits))


def blocks(extraction: Extraction) -> list[tuple[str, str | None]]:
    return [(extraction.text[block.span.start : block.span.end], block.role) for block in extraction.blocks]


def codes(extraction: Extraction) -> set[Reason | Flag]:
    return {note.code for note in extraction.notes}


def test_paragraphs_blanks_and_breaks_are_read_as_they_are_shown() -> None:
    text = p('第一项<text:s text:c="2"/>完成<text:tab/>两台\n  电机<text:line-break/>改造')
    extraction = read(odt(h("总结") + text))
    assert extraction.text == "总结\n第一项  完成\t两台 电机\n改造"
    assert (extraction.blocks[0].kind, extraction.blocks[0].level, extraction.title) == ("heading", 1, "总结")
    assert [anchor.place for anchor in extraction.anchors] == [Place(paragraph=1), Place(paragraph=2)]
    assert extraction.media_type == "application/vnd.oasis.opendocument.text"


def test_styles_tell_titles_headings_and_captions_through_what_they_are_based_on() -> None:
    common = style("Title", "", family="paragraph") + style("Heading_20_2", "", family="paragraph", display="Heading 2")
    own = style("P1", "", family="paragraph", parent="Title") + style("P2", "", family="paragraph", parent="Heading_20_2")
    extraction = read(odt(p("工作室总结", "P1") + p("成果", "P2") + p("正文"), own, common=common))
    assert [(block.role, block.level) for block in extraction.blocks] == [("title", None), ("heading", 2), (None, None)]


def test_lists_print_their_numbers() -> None:
    level = '<text:list-level-style-number text:level="{}" style:num-format="{}" style:num-suffix="{}" text:display-levels="{}"/>'
    levels = level.format(1, "一, 二, 三, ...", "、", 1) + level.format(2, "1", ".", 2)
    own = f'<text:list-style style:name="L">{levels}</text:list-style>'
    inner = f"<text:list><text:list-item>{p('绕线')}</text:list-item></text:list>"
    items = f"<text:list-item>{p('电机')}{p('续')}{inner}</text:list-item><text:list-item>{p('水泵')}</text:list-item>"
    extraction = read(odt(f'<text:list text:style-name="L">{items}</text:list>', own))
    assert extraction.text.split("\n") == ["一、电机", "续", "一.1. 绕线", "二、水泵"]
    assert extraction.blocks[0].kind == "list_item"


def test_tables_keep_merged_and_covered_cells() -> None:
    rows = tr(tc("类别", 'table:number-rows-spanned="2"'), tc("数量", 'table:number-columns-spanned="2"'), covered())
    rows += tr(covered("藏在下面"), "申请", "授权")
    extraction = read(odt(p("前") + table(rows) + p("后")))
    assert extraction.text == "前\n类别\t数量\n\t申请\t授权\n藏在下面\n后"
    first = extraction.tables[0].rows[0]
    assert [(cell.columns, cell.rows) for cell in first] == [(1, 2), (2, 1)]
    assert ("藏在下面", "hidden") in blocks(extraction)
    assert [anchor.place.column for anchor in extraction.anchors if anchor.place.row == 2][:2] == [2, 3]


def test_a_table_in_a_table_follows_its_row() -> None:
    extraction = read(odt(table(tr(f"<text:p>外</text:p>{table(tr('内一', '内二'))}", "右"))))
    assert extraction.text == "外\t右\n内一\t内二"
    assert len(extraction.tables) == 2


def test_hidden_white_and_tiny_letters_stand_apart() -> None:
    extraction = read(odt(p("看得见" + span("白", "甲") + span("小", "乙") + span("藏" + span("深", "无"), "丙")), IN_TWO))
    assert blocks(extraction) == [("看得见", None), ("白", "hidden"), ("小", "hidden"), ("藏深", "hidden")]
    assert codes(extraction) == {Flag.HIDDEN_TEXT}


def test_hidden_sections_and_paragraphs_are_not_seen() -> None:
    section = f'<text:section text:name="s" text:display="none">{p("藏一")}</text:section>'
    hidden = p('<text:hidden-paragraph text:is-hidden="true"/>藏二')
    assert blocks(read(odt(section + hidden + p("正文")))) == [("藏一", "hidden"), ("藏二", "hidden"), ("正文", None)]


def test_letters_in_the_automatic_colour_are_seen() -> None:
    said = '<style:text-properties style:use-window-font-color="true" loext:opacity="0%" xmlns:loext="urn:x"/>'
    assert codes(read(odt(p(span("正文", "自动")), style("自动", said)))) == set()


def test_white_letters_in_a_dark_cell_or_box_are_seen() -> None:
    dark = style("深", '<style:table-cell-properties fo:background-color="#1f4e79"/>', family="table-cell")
    dark += style("框", '<style:graphic-properties draw:fill="solid" draw:fill-color="#1f4e79"/>', family="graphic")
    box = f'<draw:frame draw:style-name="框"><draw:text-box>{p(span("框中", "甲"))}</draw:text-box></draw:frame>'
    cell = tc(p(span("格中", "甲")), 'table:style-name="深"')
    assert codes(read(odt(table(tr(cell, "右")) + p("文" + box), IN_TWO + dark))) == set()


def test_notes_comments_boxes_headers_and_footers_stand_beside_the_body() -> None:
    note = el('text:note text:note-class="footnote"', el("text:note-citation", "1"), el("text:note-body", p("注一")))
    comment = f"<office:annotation>{p('批注')}</office:annotation>"
    box = f"<draw:frame><draw:text-box>{p('框中')}</draw:text-box></draw:frame>"
    masters = el("style:master-page", el("style:header", p("某厂")), el("style:footer", p("第1页")))
    extraction = read(odt(p("正" + note + comment + box + "文") + p("后文"), masters=masters))
    assert blocks(extraction) == [
        ("正文", None), ("框中", None), ("后文", None), ("注一", "footnote"), ("批注", "comment"), ("某厂", "running_head"),
        ("第1页", "running_head"),
    ]  # fmt: skip
    assert extraction.anchors[3].place == Place(paragraph=1)


def test_tracked_deletions_stand_where_they_were() -> None:
    deletion = el("text:deletion", el("office:change-info", "某人"), p("删去"))
    region = el('text:changed-region text:id="c1"', deletion)
    body = f"<text:tracked-changes>{region}</text:tracked-changes>" + p('留<text:change text:change-id="c1"/>下')
    extraction = read(odt(body))
    assert blocks(extraction) == [("留下", None), ("删去", "deleted")]
    assert codes(extraction) == {Flag.TRACKED_CHANGES}


def test_tables_of_contents_are_marked() -> None:
    index = el("text:table-of-content", el("text:table-of-content-source"), el("text:index-body", p("一、总结 1")))
    assert blocks(read(odt(index + p("正文")))) == [("一、总结 1", "toc"), ("正文", None)]


def test_large_pictures_are_children_and_addresses_are_not_followed() -> None:
    def image(address: str) -> str:
        return f'<draw:frame><draw:image xlink:href="{address}"/></draw:frame>'

    body = p("图" + image("Pictures/a.png") + image("Pictures/b.png") + image("http://canary.invalid/c.png"))
    extraction = read(odt(body, parts={"Pictures/a.png": SCAN, "Pictures/b.png": b"\x89PNG"}))
    assert [child.path for child in extraction.children] == ["Pictures/a.png"]
    assert codes(extraction) == {Flag.EXTERNAL_LINKS}


def test_drawings_are_children_unless_they_stand_for_an_object_of_the_document() -> None:
    drawing = emf(("历年", 1), ("授权专利12项", 1))
    places = ("Pictures/a.emf", "ObjectReplacements/Object 1")
    body = p("图" + "".join(f'<draw:frame><draw:image xlink:href="./{place}"/></draw:frame>' for place in places))
    extraction = read(odt(body, parts=dict.fromkeys(places, drawing)))
    assert [child.path for child in extraction.children] == ["Pictures/a.emf"]


def test_sheets_and_texts_that_are_set_into_a_document_are_read_once() -> None:
    def content(data: bytes) -> bytes:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.read("content.xml")

    framed = "".join(
        f'<draw:frame><draw:object xlink:href="./{name}"/></draw:frame>' for name in ("甲", "甲", "乙", "../丙", "丁")
    )
    parts = {
        "甲/content.xml": content(ods(sheet("成果", tr(tc("名称"), tc("数量"))))),
        "乙/content.xml": content(odt(p("内文" + framed))),
    }
    extraction = read(
        odt(
            p("正文" + framed),
            parts=parts | {"丁/content.xml": content(odt(p("断")))[:-40], "戊/content.xml": b"<!DOCTYPE math>"},
        )
    )
    assert extraction.text.split("\n") == ["正文", "成果", "名称\t数量", "内文", "断"]
    assert [(note.code, note.where) for note in extraction.notes] == [(Reason.DAMAGED, "丁/content.xml")]


def test_a_file_with_a_password_says_so() -> None:
    with pytest.raises(DocumentError) as raised:
        read(odt(p("正文"), locked=True))
    assert raised.value.reason is Reason.ENCRYPTED


def test_flat_files_and_those_zipped_again_are_read() -> None:
    assert read(flat(p("正文")), "a.fodt").text == "正文"
    whole = odt(p("正文"))
    again = zipped({name: _member(whole, name) for name in ("content.xml", "META-INF/manifest.xml", "styles.xml", "mimetype")})
    assert recognise(again) is reader.FORMAT
    assert read(again).text == "正文"


def _member(data: bytes, name: str) -> bytes:
    from io import BytesIO  # noqa: PLC0415
    from zipfile import ZipFile  # noqa: PLC0415

    return ZipFile(BytesIO(data)).read(name)


def test_sheets_give_cells_as_shown_with_their_places() -> None:
    rows = tr("项目", "完成日期", "节约")
    rows += tr(
        "电机",
        tc("2024年5月13日", 'office:value-type="date" office:date-value="2024-05-13"'),
        tc("1,200.00", 'office:value="1200"'),
    )
    rows += el('table:table-row table:number-rows-repeated="1048000"', tc("", 'table:number-columns-repeated="16384"'))
    extraction = read(ods(sheet("成果", rows)), "a.ods")
    assert extraction.text == "成果\n项目\t完成日期\t节约\n电机\t2024年5月13日\t1,200.00"
    assert extraction.anchors[-1].place == Place(sheet="成果", cell="C2")


def test_values_that_nobody_wrote_out_are_shown_all_the_same() -> None:
    cells = [f'<table:table-cell office:value-type="{kind}" {said}/>' for kind, said in (
        ("float", 'office:value="12.5"'), ("percentage", 'office:value="0.25"'), ("date", 'office:date-value="2024-05-13"'),
    )]  # fmt: skip
    assert read(ods(sheet("Sheet1", tr(*cells))), "a.ods").text == "12.5\t25%\t2024-05-13"


def test_hidden_sheets_rows_columns_and_cells_are_marked() -> None:
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    hidden_row = f'<table:table-row table:visibility="filter">{tc("藏行")}</table:table-row>'
    cell = style("白", letters(color="#ffffff"), family="table-cell") + style("藏表", HIDES, family="table")
    first = sheet("成果", tr("看得见", "藏列") + hidden_row + tr(tc("白字", 'table:style-name="白"')), columns=columns)
    second = sheet("另", tr("藏表里"), about='table:style-name="藏表"')
    found = dict(blocks(read(ods(first, second, styles=cell), "a.ods")))
    assert [text for text, role in found.items() if role != "hidden"] == ["成果", "看得见"]


def test_repeated_cells_are_read_as_often_as_they_stand_and_no_more_than_allowed() -> None:
    row = el('table:table-row table:number-rows-repeated="2"', tc("是", 'table:number-columns-repeated="3"'))
    assert read(ods(sheet("Sheet1", row)), "a.ods").text == "是\t是\t是\n是\t是\t是"
    bomb = f'<table:table-row table:number-rows-repeated="999999999">{tc("是")}</table:table-row>'
    extraction = read(ods(sheet("Sheet1", bomb)), "a.ods", Limits(cells=50))
    assert Reason.LIMIT_CELLS in codes(extraction)
    assert extraction.text.count("是") == 50


def test_comments_on_cells_and_words_over_a_sheet_are_read() -> None:
    cell = f"<table:table-cell><office:annotation>{p('批注')}</office:annotation>{p('值')}</table:table-cell>"
    shape = f"<table:shapes><draw:custom-shape>{p('图上')}</draw:custom-shape></table:shapes>"
    assert blocks(read(ods(sheet("Sheet1", shape, tr(cell))), "a.ods")) == [("值", None), ("批注", "comment"), ("图上", None)]


def test_slides_are_pages_with_their_notes_and_hidden_ones_marked() -> None:
    notes = f"<presentation:notes>{frame('讲稿')}</presentation:notes>"
    hides = style("藏", '<style:drawing-page-properties presentation:visibility="hidden"/>', family="drawing-page")
    extraction = read(
        odp(
            slide(frame("成果介绍", "title"), frame("要点"), frame("3", "page-number"), notes),
            slide(frame("藏页"), about='draw:style-name="藏"'),
            styles=hides,
        ),
        "a.odp",
    )
    assert blocks(extraction) == [
        ("成果介绍", "heading"), ("要点", None), ("3", "running_head"), ("讲稿", "comment"), ("藏页", "hidden"),
    ]  # fmt: skip
    assert [anchor.place.page for anchor in extraction.anchors] == [1, 1, 1, 1, 2]
    assert extraction.title == "成果介绍"


def test_content_that_breaks_off_gives_what_stood_before() -> None:
    body = p("第一段") + p("第二段")
    data = odt(body)
    broken = zipped({"mimetype": "application/vnd.oasis.opendocument.text", "META-INF/manifest.xml": "<a/>",
                     "content.xml": _member(data, "content.xml")[:-60]})  # fmt: skip
    extraction = read(broken)
    assert extraction.text.startswith("第一段")
    assert Reason.DAMAGED in codes(extraction)


def test_a_document_type_is_refused() -> None:
    entity = _member(odt(p("&a;")), "content.xml").replace(
        b"<office:document-content", b'<!DOCTYPE a [<!ENTITY a "x">]><office:document-content'
    )
    data = zipped({"mimetype": "application/vnd.oasis.opendocument.text", "META-INF/manifest.xml": "<a/>", "content.xml": entity})
    with pytest.raises(DocumentError) as raised:
        read(data)
    assert raised.value.reason is Reason.DAMAGED


WHOLE = _member(odt(p("正文" + span("白", "甲")) + table(tr("甲", "乙")), IN_TWO), "content.xml")


@settings(deadline=None)
@given(st.integers(0, len(WHOLE)), st.binary(max_size=5), st.integers(0, 30))
def test_no_damage_raises_anything_but_our_own_error(position: int, patch: bytes, lost: int) -> None:
    damaged = WHOLE[:position] + patch + WHOLE[position + lost :]
    data = zipped(
        {"mimetype": "application/vnd.oasis.opendocument.text", "META-INF/manifest.xml": "<a/>", "content.xml": damaged}
    )
    with contextlib.suppress(DocumentError):
        reader.extract(data, Context(keep=Kept()))


CHART = (
    "<office:chart><chart:chart><chart:title><text:p>历年授权专利</text:p></chart:title>"
    "<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p/></table:table-cell>"
    "<table:table-cell><text:p>专利</text:p></table:table-cell></table:table-row></table:table-header-rows><table:table-rows>"
    "<table:table-row><table:table-cell><text:p>2021</text:p></table:table-cell><table:table-cell><text:p>3</text:p>"
    "</table:table-cell></table:table-row></table:table-rows></table:table></chart:chart></office:chart>"
)
OBJECT = '<draw:frame><draw:object xlink:href="./Object 1"/></draw:frame>'


def chart() -> bytes:
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "chart", "text", "table")
    )
    return f"<office:document-content{names}><office:body>{CHART}</office:body></office:document-content>".encode()


def test_a_chart_in_a_text_gives_its_title_and_its_figures() -> None:
    found = read(odt(p(OBJECT) + p("后文"), parts={"Object 1/content.xml": chart()}))
    assert found.text == "后文\n历年授权专利\n\t专利\n2021\t3"
    assert [len(table.rows) for table in found.tables] == [2]


def test_a_chart_over_a_sheet_gives_its_title_alone_since_its_figures_are_cells() -> None:
    data = ods(sheet("成果", tr(tc("2021"), tc("3"), f"<table:table-cell>{OBJECT}</table:table-cell>")))
    assert read(added(data, {"Object 1/content.xml": chart()}), "a.ods").text == "成果\n2021\t3\n历年授权专利"


@pytest.mark.parametrize(
    "doctype", ["", '<!DOCTYPE math:math PUBLIC "-//OpenOffice.org//DTD Modified W3C MathML 1.01//EN" "math.dtd">']
)
def test_the_signs_of_a_formula_are_read_and_its_source_is_not(doctype: str) -> None:
    signs = "<m:mi>E</m:mi><m:mo>=</m:mo><m:mi>m</m:mi><m:msup><m:mi>c</m:mi><m:mn>2</m:mn></m:msup>"
    math = f'{doctype}<m:math xmlns:m="http://www.w3.org/1998/Math/MathML">{signs}<m:annotation>E = m c^2</m:annotation></m:math>'
    found = read(odt(p(OBJECT) + p("后文"), parts={"Object 1/content.xml": math.encode()}))
    assert (found.text, codes(found)) == ("后文\nE=mc2", set())
