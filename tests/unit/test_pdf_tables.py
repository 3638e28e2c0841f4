from collections.abc import Sequence

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, Table

from pipeline.document import Extraction
from tests.unit.pdf_builder import FONT, column, pdf
from tests.unit.test_pdf import CHINESE, read, said

SMALL = ParagraphStyle("cell", fontName=FONT, fontSize=10, leading=13, wordWrap="CJK")
GRID = ("GRID", (0, 0), (-1, -1), 0.6, (0, 0, 0))
FACE = ("FONT", (0, 0), (-1, -1), FONT, 10)

Rows = list[list[object]]


def drawn(
    canvas: Canvas, rows: Rows, *, top: float = 700, widths: tuple[float, ...] = (40, 170, 90, 110), style: Sequence[object] = ()
) -> None:
    table = Table([[wrapped(cell) for cell in row] for row in rows], colWidths=widths, style=(GRID, FACE, *style))
    _, height = table.wrapOn(canvas, 500, 800)
    table.drawOn(canvas, 72, top - height)


def wrapped(cell: object) -> object:
    return Paragraph(str(cell), SMALL) if isinstance(cell, str) and len(cell) > 14 else cell


def cells_of(found: Extraction) -> list[list[str]]:
    return [[found.text[cell.span.start : cell.span.end] for cell in row] for table in found.tables for row in table.rows]


HEAD: Rows = [["序号", "成果名称", "级别", "获奖日期"]]
ROWS: Rows = [
    ["1", "导叶密封快速更换法", "市级", "2021-05-30"],
    ["2", "一种能够在不停机的情况下测量主轴摆度并自动记录的装置", "省级", "2022-11-02"],
    ["3", "蝶阀检修平台", "", "2023-01-17"],
]


def test_cells_stand_in_rows_and_are_not_said_again_in_paragraphs() -> None:
    def draw(canvas: Canvas) -> None:
        column(canvas, CHINESE[:1])
        drawn(canvas, HEAD + ROWS)
        column(canvas, CHINESE[1:2], top=560)

    found = read(pdf(draw))
    assert cells_of(found) == HEAD + ROWS
    assert found.tables[0].header_rows == 1
    assert found.text.split("\n") == [CHINESE[0], *("\t".join(map(str, row)) for row in HEAD + ROWS), CHINESE[1]]
    place = found.tables[0].places[0]
    assert (place.page, place.table) == (1, 1)


def test_merged_cells_stand_once_where_they_begin() -> None:
    rows: Rows = [["姓名", "何水生", "工种", "检修"], ["单位", "第三检修班", "", ""], ["", "驻站", "电话", "略"]]
    style = [("SPAN", (1, 1), (3, 1)), ("SPAN", (0, 1), (0, 2))]
    found = read(pdf(lambda canvas: drawn(canvas, rows, style=style)))
    assert cells_of(found) == [["姓名", "何水生", "工种", "检修"], ["单位", "第三检修班"], ["驻站", "电话", "略"]]
    spans = [(cell.columns, cell.rows) for row in found.tables[0].rows for cell in row]
    assert spans[4:6] == [(1, 2), (3, 1)]


def test_a_table_cut_by_a_page_break_is_one_and_its_repeated_head_is_marked() -> None:
    found = read(
        pdf(
            lambda canvas: drawn(canvas, HEAD + ROWS[:2], top=200),
            lambda canvas: drawn(canvas, HEAD + ROWS[2:], top=780),
        )
    )
    assert cells_of(found) == HEAD + ROWS
    assert [place.page for place in found.tables[0].places] == [1, 2]
    assert said(found, "duplicate") == HEAD[0]


def test_two_tables_with_other_columns_stay_two() -> None:
    found = read(
        pdf(
            lambda canvas: drawn(canvas, HEAD + ROWS[:2], top=200),
            lambda canvas: drawn(canvas, [["甲", "乙"], ["丙", "丁"]], top=780, widths=(90, 90)),
        )
    )
    assert [len(table.rows) for table in found.tables] == [3, 2]


def test_paragraphs_in_a_cell_keep_their_lines_and_labels_do_not() -> None:
    story = "<br/>".join(CHINESE[:2])
    found = read(pdf(lambda canvas: drawn(canvas, [["先进\n事迹", Paragraph(story, SMALL)]], widths=(50, 360))))
    ((label, text),) = cells_of(found)
    assert label == "先进事迹"
    assert text == "\n".join(CHINESE[:2])


def test_a_frame_around_text_is_no_table() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(60, 600, 480, 190)
        column(canvas, CHINESE[:2])

    found = read(pdf(draw))
    assert found.tables == ()
    assert said(found) == list(CHINESE[:2])


def test_a_row_that_a_page_break_cuts_is_one_row_with_a_place_on_each_page() -> None:
    story = "班组测绘旧件、试制密封、调整间隙，全年没有再停机，节约费用四十三万元，做法写成手册供各站学习。"
    lines = [story[at : at + 12] for at in range(0, len(story), 12)]
    cut = read(
        pdf(
            lambda canvas: two_rows(canvas, ("阀门", ["一项"]), ("水泵", lines[:2])),
            lambda canvas: two_rows(canvas, ("", lines[2:]), ("锅炉", ["一项"])),
        )
    )
    (table,) = cut.tables
    rows = [[cut.text[cell.span.start : cell.span.end] for cell in row] for row in table.rows]
    assert rows == [["阀门", "一项"], ["水泵", story], ["锅炉", "一项"]]
    span = table.rows[1][1].span
    within = [anchor for anchor in cut.anchors if span.start <= anchor.span.start < span.end]
    places = [(anchor.span.end - anchor.span.start, anchor.place.page) for anchor in within]
    assert places == [(24, 1), (len(story) - 24, 2)]


def test_a_row_without_its_first_cell_at_the_top_of_a_page_stays_a_row() -> None:
    found = read(
        pdf(
            lambda canvas: two_rows(canvas, ("阀门", ["一项"]), ("水泵", ["节约费用四十三万元。"])),
            lambda canvas: two_rows(canvas, ("", ["做法写成手册"]), ("锅炉", ["一项"])),
        )
    )
    assert len(found.tables[0].rows) == 4


def two_rows(canvas: Canvas, *rows: tuple[str, list[str]]) -> None:
    """A ruled table of two columns whose second holds lines."""
    canvas.setFont(FONT, 12)
    y = 700.0
    edges = [y]
    for label, texts in rows:
        canvas.drawString(80, y - 16, label)
        for number, text in enumerate(texts):
            canvas.drawString(168, y - 16 - 20 * number, text)
        y -= 20 * len(texts) + 6
        edges.append(y)
    canvas.grid([72, 160, 330], edges)


def test_a_page_of_merged_cells_goes_on_with_the_form_before_it() -> None:
    style = [("SPAN", (1, 1), (3, 1))]
    first: Rows = [["姓名", "何水生", "工种", "检修"], ["事迹", "测绘旧件，编写手册，", "", ""]]
    second: Rows = [["", "全年没有再停机。"], ["意见", "同意"]]
    found = read(
        pdf(
            lambda canvas: drawn(canvas, first, top=140, style=style),
            lambda canvas: drawn(canvas, second, top=780, widths=(40, 370)),
        )
    )
    (table,) = found.tables
    assert [place.page for place in table.places] == [1, 2]
    assert [[cell.columns for cell in row] for row in table.rows] == [[1, 1, 1, 1], [1, 3], [1, 3], [1, 3]]


def test_a_row_without_the_number_that_all_others_have_is_the_rest_of_the_row_before() -> None:
    rows: Rows = [[str(number), f"成果{number}", "市级", "2021-05-30"] for number in range(1, 6)]
    found = read(
        pdf(
            lambda canvas: drawn(canvas, [*HEAD, *rows], top=300),
            lambda canvas: drawn(canvas, [*HEAD, ["", "的推广", "", ""], ["6", "成果6", "省级", "2022-11-02"]], top=780),
        )
    )
    assert cells_of(found) == [*HEAD, *rows[:4], ["5", "成果5的推广", "市级", "2021-05-30"], ["6", "成果6", "省级", "2022-11-02"]]


def test_a_row_of_sums_is_no_rest_of_the_row_before() -> None:
    rows: Rows = [[str(number), f"成果{number}", "市级", "2021-05-30"] for number in range(1, 6)]
    found = read(
        pdf(
            lambda canvas: drawn(canvas, [*HEAD, *rows], top=300),
            lambda canvas: drawn(canvas, [["", "合计五项", "", ""], ["6", "成果6", "省级", "2022-11-02"]], top=780),
        )
    )
    assert cells_of(found)[6] == ["", "合计五项", "", ""]


def test_a_cell_over_several_rows_goes_on_over_a_page_break() -> None:
    first: Rows = [["第一车间", "1", "阀门"], ["", "2", "水泵"]]
    second: Rows = [["", "3", "锅炉"], ["", "4", "风机"], ["第二车间", "5", "皮带"]]
    widths = (90, 40, 120)
    found = read(
        pdf(
            lambda canvas: drawn(canvas, first, top=120, widths=widths, style=[("SPAN", (0, 0), (0, 1))]),
            lambda canvas: drawn(canvas, second, top=780, widths=widths, style=[("SPAN", (0, 0), (0, 1))]),
        )
    )
    assert cells_of(found) == [["第一车间", "1", "阀门"], ["2", "水泵"], ["3", "锅炉"], ["4", "风机"], ["第二车间", "5", "皮带"]]
    assert found.tables[0].rows[0][0].rows == 4
