"""A workbook comes out as the tables a person sees in it, each cell with its place."""

import tracemalloc

import pytest

from extractors import sheet
from extractors.dateformat import as_date, day_template, whole_day
from extractors.formatcode import sections
from extractors.numberformat import shown
from extractors.registry import Context, Limits
from pipeline.document import Extraction, Place
from pipeline.errors import Flag, Reason
from tests.builders.packages import relations, rezipped
from tests.builders.sheet import SHEET, figure, formats, row, text, xlsx


def read(*sheets: str, **options: object) -> Extraction:
    return sheet.extract(xlsx(*sheets, **options), Context())  # type: ignore[arg-type]


def hidden(extraction: Extraction) -> list[str]:
    return [extraction.text[block.span.start : block.span.end] for block in extraction.blocks if block.role == "hidden"]


def test_a_sheet_is_its_name_and_a_line_for_each_row() -> None:
    extraction = read(row(1, text("A1", "名称"), text("B1", "数量")) + row(2, text("A2", "专利"), figure("B2", "12")))
    assert extraction.text == "成果\n名称\t数量\n专利\t12"
    assert [anchor.place for anchor in extraction.anchors] == [
        Place(sheet="成果"),
        *(Place(sheet="成果", cell=cell) for cell in ("A1", "B1", "A2", "B2")),
    ]
    assert (extraction.blocks[0].role, extraction.tables[0].header_rows) == ("heading", 1)


def test_a_sheet_that_nobody_named_has_no_heading() -> None:
    assert read(row(1, text("A1", "甲")), names=("Sheet1",)).text == "甲"


def test_shared_texts_keep_their_runs_and_lose_their_readings() -> None:
    strings = "<si><t>整</t></si><si><r><t>分</t></r><r><t>段</t></r><rPh><t>ぶん</t></rPh></si>"
    cells = '<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
    assert read(row(1, cells), strings=strings, names=("表1",)).text == "整\t分段"


def test_formulas_give_the_value_they_had_and_those_without_one_are_flagged() -> None:
    cells = '<c r="A1"><f>SUM(B1:B9)</f><v>36</v></c><c r="B1" t="str"><f>C1</f><v>合计</v></c><c r="E1"><f>1+1</f></c>'
    extraction = read(row(1, cells + '<c r="C1" t="b"><v>1</v></c><c r="D1" t="e"><v>#DIV/0!</v></c>'), names=("表",))
    assert extraction.text == "36\t合计\tTRUE\t#DIV/0!"
    assert [(note.code, note.count) for note in extraction.notes] == [(Flag.FORMULA_LIKE, 1)]


@pytest.mark.parametrize(
    ("raw", "code", "printed"),
    [
        ("1234.5", "#,##0.00", "1,234.50"),
        ("-1234.5", "#,##0.00;(#,##0.00)", "(1,234.50)"),
        ("0.155", "0.0%", "15.5%"),
        ("2.675", "0.00", "2.68"),
        ("1234567", '0.00,,"百万元"', "1.23百万元"),
        ("56789012", '0!.0,"万元"', "5678.9万元"),
        ("3", '[DBNum1]0"项"', "三项"),
        ("12323", "[DBNum1][$-804]General", "一万二千三百二十三"),
        ("10", "[DBNum1][$-804]General", "一十"),
        ("0", "[DBNum1][$-804]General", "〇"),
        ("10005", "[DBNum2][$-804]General", "壹万零伍"),
        ("100000000", "[DBNum1][$-804]General", "一亿"),
        ("1020030.5", "[DBNum2][$-804]General;[Red][DBNum2][$-804]General", "壹佰零贰万零叁拾.伍"),
        ("12000", "[DBNum2][$-404]General", "壹萬貳仟"),
        ("12000", "[DBNum2][$-zh-TW]General", "壹萬貳仟"),
        ("12000", "[DBNum2][$-0404]General", "壹萬貳仟"),
        ("43831", '[$-zh-CN]yyyy"年"m"月"', "2020年1月"),
        ("43831", "[$-x-sysdate]yyyy-mm-dd", "2020-01-01"),
        ("1234", "[$¥-zh-CN]#,##0", "¥1,234"),
        ("36", '[DBNum1][$-804]General"项"', "三十六项"),
        ("43831.5", "yyyy-mm-dd hh:mm:ss", "2020-01-01 12:00:00"),
        ("43831", '[$-804]yyyy"年"m"月"', "2020年1月"),
        ("43831", "aaaa", "星期三"),
        ("1.25", "[h]:mm", "30:00"),
        ("0.5", "h:mm AM/PM", "12:00 PM"),
        ("5", '[>=10]"多";[<10]0"少"', "5少"),
        ("0", '0;-0;"零"', "零"),
        ("12345", "0.00E+00", "1.23E+04"),
        ("1.5", "# ?/?", "1 1/2"),
        ("12", 'General"人"', "12人"),
        ("13800138000", "0", "13800138000"),
        ("5", "00000", "00005"),
        ("-0.001", "0.0", "0.0"),
        ("1e400", "0", "1e400"),
        ("nan", "0.0", "nan"),
        ("99999999", "yyyy/m/d", "99999999"),
    ],
)
def test_numbers_stand_as_the_sheet_shows_them(raw: str, code: str, printed: str) -> None:
    assert shown(raw, code) == printed


def test_the_format_of_a_cell_is_found_through_its_style() -> None:
    cells = figure("A1", "0.5", style=1) + figure("B1", "43831", style=2) + figure("C1", "0.1000000000000000055")
    codes = formats("0%", "yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;")
    assert read(row(1, cells), styles=codes, names=("表",)).text == "50%\t2020年1月1日\t0.1"


@pytest.mark.parametrize("code", ["yyyy/m/d;@", "yyyy年mm月dd日", "d.m.yyyy", "{yyyy}", "m*-d", "d-mmm-yy", "yyyy/m/d h:mm"])
@pytest.mark.parametrize("since_1904", [False, True])
def test_a_whole_day_is_written_at_once_as_it_is_piece_by_piece(code: str, since_1904: bool) -> None:
    section = sections(code)[0]
    for serial in (0, 1, 59, 60, 61, 45_000, 2_958_465, 2_958_466, 9_999_999):
        template = day_template(section)
        at_once = whole_day(str(serial), template, since_1904=since_1904) if template else None
        assert at_once in (None, as_date(section, serial, since_1904=since_1904))
    assert bool(day_template(section)) is (code not in ("d-mmm-yy", "yyyy/m/d h:mm"))


def test_days_count_from_1904_where_the_workbook_says_so() -> None:
    cells = figure("A1", "0", style=1)
    assert read(row(1, cells), styles=formats("yyyy-mm-dd"), since_1904=True, names=("表",)).text == "1904-01-01"


def test_a_merged_header_stands_once_and_says_what_it_covers() -> None:
    rows = row(1, text("A1", "序号"), text("B1", "获奖情况")) + row(2, text("B2", "级别"), text("C2", "名次"))
    rows += row(3, figure("A3", "1"), text("B3", "市级"), text("C3", "一等"))
    merges = '<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="B1:C1"/></mergeCells>'
    extraction = read(f"<sheetData>{rows}</sheetData>{merges}", names=("表",))
    assert extraction.text == "序号\t获奖情况\n\t级别\t名次\n1\t市级\t一等"
    assert [(cell.columns, cell.rows) for cell in extraction.tables[0].rows[0]] == [(1, 2), (2, 1)]


def test_tables_that_blank_rows_or_columns_part_are_tables_of_their_own() -> None:
    rows = row(1, text("A1", "左一"), text("B1", "左二"), text("D1", "右一"), text("E1", "右二"))
    rows += row(2, text("A2", "左三"), text("D2", "右三")) + row(5, text("A5", "下"))
    extraction = read(rows, names=("表",))
    assert extraction.text == "左一\t左二\n左三\n右一\t右二\n右三\n下"
    assert [table.places[0].cell for table in extraction.tables] == ["A1", "D1", "A5"]


def test_a_title_over_a_table_is_the_title() -> None:
    rows = row(1, text("A1", "年度成果清单")) + row(2, text("A2", "名称"), text("B2", "数量"))
    merge = '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'
    extraction = read(f"<sheetData>{rows}{row(3, text('A3', '工装'), figure('B3', '4'))}</sheetData>{merge}")
    assert (extraction.title, extraction.tables[0].header_rows) == ("年度成果清单", 2)


def test_what_is_hidden_in_a_workbook_is_marked() -> None:
    rows = row(1, text("A1", "看见"), text("B1", "藏列")) + row(2, text("A2", "藏行"), properties='hidden="1"')
    columns = '<cols><col min="2" max="16384" hidden="1"/></cols>'
    extraction = read(f"{columns}<sheetData>{rows}</sheetData>", row(1, text("A1", "藏表")), states=("visible", "hidden"))
    assert hidden(extraction) == ["藏列", "藏行", "附表", "藏表"]
    assert [(note.code, note.count) for note in extraction.notes] == [(Flag.HIDDEN_TEXT, 4)]


def test_white_and_shown_by_nothing_are_hidden_and_white_on_dark_is_not() -> None:
    fonts = '<fonts><font/><font><color rgb="FFFFFFFF"/></font></fonts>'
    dark = '<fill><patternFill patternType="solid"><fgColor rgb="FF203864"/></patternFill></fill>'
    fills = f'<fills><fill><patternFill patternType="none"/></fill>{dark}</fills>'
    used = '<xf fontId="0" fillId="0"/><xf fontId="1" fillId="0"/><xf fontId="1" fillId="1"/><xf numFmtId="200"/>'
    styles = f'<numFmts><numFmt numFmtId="200" formatCode=";;;"/></numFmts>{fonts}{fills}<cellXfs>{used}</cellXfs>'
    cells = text("A1", "白字", style=1) + text("B1", "表头", style=2) + figure("C1", "48", style=3)
    extraction = read(row(1, cells), styles=styles)
    assert (extraction.text, hidden(extraction)) == ("成果\n\t表头\t\n白字\t48", ["白字", "48"])


def test_one_cell_at_the_far_end_costs_nothing() -> None:
    extraction = read(row(1, text("A1", "头")) + row(1048576, text("XFD1048576", "尾")), names=("表",))
    assert extraction.text == "头\n尾"


def test_cells_beyond_the_limit_are_left_out_with_a_reason() -> None:
    data = xlsx("".join(row(number, figure(f"A{number}", str(number))) for number in range(1, 9)), names=("表",))
    extraction = sheet.extract(data, Context(limits=Limits(cells=3)))
    assert extraction.text == "1\n2\n3"
    assert [note.code for note in extraction.notes] == [Reason.LIMIT_CELLS]


def test_cells_that_share_one_huge_text_end_at_the_limit_and_never_stand_in_memory_together() -> None:
    cells = "".join(row(number, f'<c r="A{number}" t="s"><v>0</v></c>') for number in range(1, 2_001))
    data = xlsx(cells, strings=f"<si><t>{'长' * 100_000}</t></si>")
    tracemalloc.start()
    extraction = sheet.extract(data, Context(limits=Limits(output=300_000)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert ([note.code for note in extraction.notes], len(extraction.text)) == ([Reason.LIMIT_OUTPUT], 200_004)
    assert peak < 20_000_000


def test_cells_and_rows_out_of_order_or_without_names_are_read() -> None:
    rows = row(3, text("B3", "丁"), text("A3", "丙")) + row(1, "<c><v>1</v></c><c><v>2</v></c>")
    assert read(rows, names=("表",)).text == "1\t2\n丙\t丁"


def test_the_strict_form_and_any_prefix_are_read_alike() -> None:
    strict = rezipped(xlsx(row(1, text("A1", "严"))), SHEET, "http://purl.oclc.org/ooxml/spreadsheetml/main")
    assert sheet.extract(strict, Context()).text == "成果\n严"


def test_comments_and_text_boxes_over_a_sheet_are_read() -> None:
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
    box = f'<x:wsDr xmlns:x="urn:x" xmlns:a="{drawing}"><x:txBody><a:p><a:r><a:t>框中字</a:t></a:r></a:p></x:txBody></x:wsDr>'
    note = f'<comments xmlns="{SHEET}"><commentList><comment ref="A1"><text><t>待核</t></text></comment></commentList></comments>'
    targets = relations(rId1=("comments", "../c.xml"), rId2=("drawing", "../d.xml"))
    parts = {"xl/worksheets/_rels/sheet1.xml.rels": targets, "xl/c.xml": note, "xl/d.xml": box}
    extraction = read(row(1, text("A1", "甲")), names=("表",), parts=parts)
    assert extraction.text == "甲\n待核\n框中字"
    assert [(block.role, anchor.place.cell) for block, anchor in zip(extraction.blocks, extraction.anchors, strict=True)] == [
        (None, "A1"),
        ("comment", "A1"),
        (None, None),
    ]


def test_control_characters_written_as_codes_are_read() -> None:
    assert read(row(1, text("A1", "上_x000D_下_x0007_")), names=("表",)).text == "上 下\ufffd"


def test_letters_in_the_colour_of_their_cell_are_hidden_whatever_the_colour() -> None:
    fonts = '<fonts><font/><font><color rgb="FF1F4E79"/></font><font><color theme="4"/></font></fonts>'
    blue, themed = (f'<fill><patternFill patternType="solid"><fgColor {said}/></patternFill></fill>' for said in COLOURS)
    fills = f'<fills><fill><patternFill patternType="none"/></fill>{blue}{themed}</fills>'
    used = "".join(f'<xf fontId="{font}" fillId="{fill}"/>' for font, fill in ((0, 0), (1, 1), (2, 2), (1, 2), (0, 1)))
    cells = "".join(text(f"{column}1", LETTERS[style], style=style) for style, column in enumerate("ABCDE"))
    extraction = read(row(1, cells), styles=f"{fonts}{fills}<cellXfs>{used}</cellXfs>")
    assert hidden(extraction) == ["乙", "丙"]


COLOURS = ('rgb="FF1F4E79"', 'theme="4"')
LETTERS = "甲乙丙丁戊"


def test_a_row_or_column_too_thin_to_read_is_hidden() -> None:
    rows = row(1, text("A1", "看见"), text("B1", "细列")) + row(2, text("A2", "细行"), properties='ht="0.75" customHeight="1"')
    columns = '<cols><col min="2" max="2" width="0.08" customWidth="1"/></cols>'
    assert hidden(read(f"{columns}<sheetData>{rows}</sheetData>")) == ["细列", "细行"]


def test_a_hidden_cell_stands_on_a_line_of_its_own_after_its_row() -> None:
    rows = row(1, text("A1", "张"), text("B1", "专利九项"), text("C1", "李"))
    extraction = read(f'<cols><col min="2" max="2" hidden="1"/></cols><sheetData>{rows}</sheetData>')
    assert extraction.text == "成果\n张\t\t李\n专利九项"
    said = [extraction.text[cell.span.start : cell.span.end] for cell in extraction.tables[0].rows[0]]
    assert said == ["张", "专利九项", "李"]
