"""Word documents come out in the order they are read, each piece with its place, and nothing of them is lost."""

from collections.abc import Iterable

from extractors import word
from extractors.registry import Context, Limits
from pipeline.document import Child, Extraction, Place, Role
from pipeline.errors import Flag, Reason
from tests.builders.packages import rezipped
from tests.builders.word import WORD, docx, p, r, tbl, tc, tr

HEADING = '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>'
TITLE = '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="Title"/></w:style>'
BOX = "<wps:wsp><wps:txbx><w:txbxContent>{}</w:txbxContent></wps:txbx></wps:wsp>"


def read(body: str, **parts: str) -> Extraction:
    return word.extract(docx(body, parts), Context())


def by_role(extraction: Extraction, role: Role) -> list[str]:
    return [extraction.text[block.span.start : block.span.end] for block in extraction.blocks if block.role == role]


def codes(extraction: Extraction) -> dict[str, int]:
    return {str(note.code): note.count for note in extraction.notes}


def test_paragraphs_and_tables_come_in_the_order_of_the_body() -> None:
    extraction = read(p("前言") + tbl(tr("名称", "数量"), tr("工装", "12")) + p("结语"))
    assert extraction.text == "前言\n名称\t数量\n工装\t12\n结语"
    assert [block.kind for block in extraction.blocks] == ["paragraph", "cell", "cell", "cell", "cell", "paragraph"]
    assert [anchor.place for anchor in extraction.anchors][::5] == [Place(paragraph=1), Place(paragraph=2)]
    assert extraction.anchors[4].place == Place(table=1, row=2, column=2)


def test_a_nested_table_follows_the_row_it_stands_in_as_a_table_of_its_own() -> None:
    extraction = read(tbl(tr(tc("外一", tbl(tr("内", "里"))), "外二"), tr("下行", "末")))
    assert extraction.text == "外一\t外二\n内\t里\n下行\t末"
    assert [len(table.rows) for table in extraction.tables] == [2, 1]
    assert extraction.anchors[2].place == Place(table=2, row=1, column=1)


def test_a_merged_cell_stands_once_and_says_what_it_covers() -> None:
    down = "<w:vMerge/>"
    rows = tr(tc("类别", properties='<w:vMerge w:val="restart"/>'), tc("甲", properties='<w:gridSpan w:val="2"/>'))
    table = read(tbl(rows, tr(tc("", properties=down), "乙", "丙"), tr(tc("", properties=down), "丁", "戊"))).tables[0]
    assert (table.rows[0][0].rows, table.rows[0][1].columns) == (3, 2)
    assert [len(row) for row in table.rows] == [2, 2, 2]


def test_blank_cells_keep_their_place_in_the_line() -> None:
    assert read(tbl(tr("一", "", "三"))).text == "一\t\t三"


def test_running_text_in_a_cell_keeps_its_paragraphs_and_a_broken_name_does_not() -> None:
    assert read(tbl(tr(tc("两年完成攻关。", "获奖三项。"), tc("高级", "技师")))).text == "两年完成攻关。\n获奖三项。\t高级 技师"


def test_a_text_box_is_read_once_after_its_paragraph_though_the_file_gives_it_twice() -> None:
    box = BOX.format(p("框内"))
    twice = f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback><w:pict><v:shape>"
    twice += f"<v:textbox><w:txbxContent>{p('框内')}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>"
    assert read(p("前", twice + "</mc:AlternateContent></w:r>", "后")).text == "前后\n框内"


def test_a_fallback_is_read_where_the_choice_has_no_text() -> None:
    only = "<w:r><mc:AlternateContent><mc:Choice/><mc:Fallback><w:t>旧版</w:t></mc:Fallback></mc:AlternateContent></w:r>"
    assert read(p(only)).text == "旧版"


def test_content_controls_are_read_through() -> None:
    inner = f"<w:sdt><w:sdtPr><w:rPr><w:vanish/></w:rPr></w:sdtPr><w:sdtContent>{r('填写内容')}</w:sdtContent></w:sdt>"
    assert read(f"<w:sdt><w:sdtContent>{p('单位：', inner)}</w:sdtContent></w:sdt>").text == "单位：填写内容"


def test_insertions_are_text_and_deletions_stand_apart() -> None:
    deleted = '<w:del w:id="1"><w:r><w:delText>九</w:delText></w:r></w:del>'
    inserted = f'<w:ins w:id="2">{r("六")}</w:ins>'
    extraction = read(p("获奖", deleted, inserted, "项"))
    assert extraction.text == "获奖六项\n九"
    assert by_role(extraction, "deleted") == ["九"]
    assert codes(extraction) == {Flag.TRACKED_CHANGES: 2}


def test_a_paragraph_whose_end_was_deleted_goes_on_with_the_next() -> None:
    mark = "<w:rPr><w:del w:id='1'/></w:rPr>"
    assert read(p("上半句", properties=mark) + p("下半句") + p("另段")).text == "上半句下半句\n另段"


def test_a_deleted_row_is_marked_deleted() -> None:
    extraction = read(tbl(tr("留", "下"), tr("删", "去", properties="<w:del w:id='1'/>")))
    assert by_role(extraction, "deleted") == ["删", "去"]


def test_text_that_is_not_seen_on_paper_is_hidden_text() -> None:
    for why in ("<w:vanish/>", '<w:color w:val="FFFFFF"/>', '<w:color w:val="FDFEFE"/>', '<w:sz w:val="2"/>', '<w:w w:val="1"/>'):
        extraction = read(p("明文", r("暗文", why)))
        assert extraction.text == "明文\n暗文", why
        assert by_role(extraction, "hidden") == ["暗文"]
        assert codes(extraction) == {Flag.HIDDEN_TEXT: 1}


def test_text_that_is_seen_is_not_taken_for_hidden() -> None:
    white = '<w:color w:val="FFFFFF"/>'
    dark = '<w:shd w:val="clear" w:fill="1F4E79"/>'
    styles = f'<w:style w:type="table" w:styleId="T"><w:tblStylePr><w:tcPr>{dark}</w:tcPr></w:tblStylePr></w:style>'
    in_style = tbl(tr(tc(p(r("表样式", white)))), properties='<w:tblStyle w:val="T"/>')
    box = '<w:r><wps:wsp><wps:spPr><a:solidFill><a:srgbClr val="C00000"/></a:solidFill></wps:spPr><wps:txbx><w:txbxContent>'
    box += f"{p(r('横幅', white))}</w:txbxContent></wps:txbx></wps:wsp></w:r>"
    seen = (
        p(r("底纹", white + dark)),
        p(r("突出", white + '<w:highlight w:val="red"/>')),
        p(r("段底纹", white), properties=dark),
        tbl(tr(tc(p(r("单元格", white)), properties=dark))),
        in_style,
        p(box),
        p(r("自动", '<w:color w:val="auto"/>')),
        p(r("取消", '<w:vanish w:val="0"/>')),
        p(r("小字", '<w:sz w:val="10"/>')),
    )
    for body in seen:
        assert by_role(read(body, styles=styles), "hidden") == [], body


def test_a_style_can_hide_text_and_a_run_can_show_it_again() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="x"/><w:rPr><w:vanish/></w:rPr></w:style>'
    extraction = read(p(r("看不见"), r("看得见", '<w:vanish w:val="false"/>'), style="H"), styles=styles)
    assert extraction.text == "看得见\n看不见"


def test_headings_are_known_by_style_and_by_outline_level() -> None:
    body = p("总题", style="a") + p("一级", style="1") + p("按大纲", properties='<w:outlineLvl w:val="2"/>') + p("正文")
    extraction = read(body, styles=HEADING + TITLE)
    assert [(block.kind, block.level, block.role) for block in extraction.blocks] == [
        ("heading", None, "title"),
        ("heading", 1, "heading"),
        ("heading", 3, "heading"),
        ("paragraph", None, None),
    ]
    assert extraction.title == "总题"


def test_without_a_title_style_the_first_heading_is_the_title() -> None:
    assert read(p("引子") + p("首章", style="1") + p("次章", style="1"), styles=HEADING).title == "首章"


def test_lists_print_their_numbers() -> None:
    level = '<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
    levels = level.format(0, "chineseCounting", "%1、") + level.format(1, "decimal", "%2.")
    numbering = f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
    numbering += '<w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num>'
    item = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="5"/></w:numPr>'
    depths = (0, 1, 1, 0, 1)
    body = "".join(p("项", properties=item.format(depth)) for depth in depths)
    extraction = read(body, numbering=numbering)
    assert extraction.text == "一、项\n1. 项\n2. 项\n二、项\n1. 项"
    assert {block.kind for block in extraction.blocks} == {"list_item"}


def test_of_a_field_the_result_is_text_and_the_code_is_not() -> None:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    code = "<w:r><w:instrText> REF 目标 </w:instrText></w:r>"
    body = p("见", mark.format("begin"), code, mark.format("separate"), "第三章", mark.format("end"), "。")
    assert read(body).text == "见第三章。"


def test_a_field_that_is_never_closed_swallows_nothing() -> None:
    assert read(p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>') + p("其后照读")).text == "其后照读"


def test_form_fields_and_symbol_fonts_print_their_signs() -> None:
    box = '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/>{}</w:checkBox></w:ffData>'
    box += '</w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    ticked, blank = box.format("<w:checked/>"), box.format("")
    symbol = '<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>'
    font = r("\uf0fe", '<w:rFonts w:ascii="Wingdings"/>')
    assert read(p(ticked, "是", blank, "否", symbol, font)).text == "☑是□否☑☑"


def test_breaks_tabs_and_hyphens_are_kept() -> None:
    assert read(p("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t><w:noBreakHyphen/></w:r>")).text == "甲\n乙\t丙-"


def test_tab_stops_are_not_tabs() -> None:
    assert read(p("句子", properties='<w:tabs><w:tab w:val="left" w:pos="420"/></w:tabs>')).text == "句子"


def test_a_reading_above_letters_follows_them() -> None:
    ruby = "<w:r><w:ruby><w:rt><w:r><w:t>hàn</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>焊</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    assert read(p(ruby)).text == "焊(hàn)"


def test_notes_comments_headers_and_footers_are_marked_and_placed() -> None:
    note = '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
    note += f'<w:footnote w:id="2">{p("数据来自年报")}</w:footnote>'
    comment = f'<w:comment w:id="7">{p("请补证明")}</w:comment>'
    body = p("首段") + p("节约资金", '<w:r><w:footnoteReference w:id="2"/><w:commentReference w:id="7"/></w:r>')
    extraction = read(body, footnotes=note, comments=comment, header=p("申报书"), footer=p("第1页"))
    assert extraction.text == "首段\n节约资金\n数据来自年报\n请补证明\n申报书\n第1页"
    roles = [(block.kind, block.role) for block in extraction.blocks[2:]]
    assert roles == [
        ("footnote", "footnote"),
        ("paragraph", "comment"),
        ("header", "running_head"),
        ("footer", "running_head"),
    ]
    assert [anchor.place for anchor in extraction.anchors[2:4]] == [Place(paragraph=2)] * 2


def test_a_table_of_contents_is_marked() -> None:
    control = '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    extraction = read(f"{control}<w:sdtContent>{p('第一章 1')}</w:sdtContent></w:sdt>" + p("正文"))
    assert by_role(extraction, "toc") == ["第一章 1"]


def test_the_words_of_a_drawing_made_of_shapes_are_read() -> None:
    points = "<d:pt><d:t><a:p><a:r><a:t>立项</a:t></a:r></a:p></d:t></d:pt>"
    names = 'xmlns:d="urn:d" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    data = docx(p("正文"), {"diagramData": f"<d:dataModel {names}>{points}</d:dataModel>".encode()})
    assert word.extract(data, Context()).text == "正文\n立项"


def test_macros_and_external_targets_are_flagged_and_left_alone() -> None:
    data = docx(p("正文"), {"vbaProject": b"\0"}, links={"rId9": ("attachedTemplate", "http://example.invalid/x.dotm")})
    extraction = word.extract(rezipped(data, "vbaProject.xml", "vbaProject.bin"), Context())
    assert codes(extraction) == {Flag.MACROS: 1, Flag.EXTERNAL_LINKS: 1}


def test_files_that_stand_in_a_document_are_its_children() -> None:
    kept: list[bytes] = []

    def keep(chunks: Iterable[bytes], /) -> tuple[str, int]:
        kept.append(b"".join(chunks))
        return "0" * 64, len(kept[-1])

    extraction = word.extract(docx(p("正文"), {"aFChunk": b"<p>\xe7\xbb\xad</p>"}), Context(keep=keep))
    assert kept == ["<p>续</p>".encode()]
    assert extraction.children == (Child("word/aFChunk.xml", "0" * 64, len(kept[0])),)


def test_a_document_of_pictures_says_so() -> None:
    extraction = read(p("<w:r><w:drawing><pic:pic/></w:drawing></w:r>"))
    assert [(note.code, note.detail) for note in extraction.notes] == [(Reason.NO_TEXT, "the body holds only pictures (1)")]


def test_the_strict_form_of_the_format_is_read_alike() -> None:
    strict = docx(p("严格", style="1") + p(r("暗", "<w:vanish/>")), {"styles": HEADING})
    data = rezipped(strict, WORD, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    extraction = word.extract(data, Context())
    assert (extraction.text, extraction.blocks[0].level) == ("严格\n暗", 1)


def test_text_beyond_the_limit_is_cut_off_with_a_reason() -> None:
    extraction = word.extract(docx(p("一二三四五六") + p("七八九十")), Context(limits=Limits(output=8)))
    assert extraction.text == "一二三四五六\n七"
    assert codes(extraction) == {Reason.LIMIT_OUTPUT: 1}
