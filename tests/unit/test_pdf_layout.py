"""Reading order and roles in layouts beyond plain columns: each page is drawn as a typesetter would, and its reading is known."""

from functools import partial

import pytest
from PIL import Image
from reportlab.lib.colors import lightgrey
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pipeline.document import Extraction
from tests.unit.pdf_builder import FONT, Draw, broken, centred, column, pdf, rest
from tests.unit.test_pdf import CHINESE, LATIN, read, said, text_of

LINES = 1.5 * 12


def kinds(found: Extraction, kind: str) -> list[str]:
    return [text_of(found, block) for block in found.blocks if block.kind == kind]


def lines_of(texts: tuple[str, ...], width: float) -> list[tuple[float, str]]:
    return [line for text in texts for line in broken(text, width, 12)]


def in_two_columns(canvas: Canvas, lines: list[tuple[float, str]], top: float, heading: str) -> float:
    """A heading at the left edge over both columns, then the lines evenly in two columns; the height below them."""
    canvas.setFont(FONT, 12)
    canvas.drawString(72, top, heading)
    half = -(-len(lines) // 2)
    rest(canvas, lines[:half], x=72, top=top - 2 * LINES)
    rest(canvas, lines[half:], x=310, top=top - 2 * LINES)
    return top - (half + 3.5) * LINES


def test_a_short_heading_at_the_left_edge_over_two_columns_parts_them() -> None:
    def draw(canvas: Canvas) -> None:
        below = in_two_columns(canvas, lines_of(CHINESE[:2], 210), 760, "一、密封改造的经过")
        in_two_columns(canvas, lines_of(CHINESE[2:], 210), below, "二、推广应用的情况")

    assert said(read(pdf(draw))) == ["一、密封改造的经过", *CHINESE[:2], "二、推广应用的情况", *CHINESE[2:]]


def test_a_heading_in_the_first_column_below_the_end_of_the_second_leaves_the_columns_as_they_are() -> None:
    """The text ends high in the second column; the section before it begins low in the first."""

    def draw(canvas: Canvas) -> None:
        first, rest_of_it = lines_of(CHINESE[:2], 210), lines_of(("".join(CHINESE[2:]),), 210)
        rest(canvas, first, x=72, top=760)
        below = 760 - (len(first) + 1.5) * LINES
        canvas.setFont(FONT, 14)
        canvas.drawString(72, below, "推广应用")
        rest(canvas, rest_of_it[:-4], x=72, top=below - 1.5 * LINES)
        rest(canvas, rest_of_it[-4:], x=310, top=760)

    assert said(read(pdf(draw))) == [*CHINESE[:2], "推广应用", "".join(CHINESE[2:])]


def test_small_print_above_the_text_of_a_single_page_with_a_number_is_its_head() -> None:
    def draw(canvas: Canvas, *, numbered: bool) -> None:
        canvas.setFont(FONT, 9)
        canvas.drawString(72, 800, "技术攻关简报")
        if numbered:
            canvas.drawCentredString(297, 40, "1")
        rest(canvas, lines_of(CHINESE[:2], 450), x=72, top=750)

    found = read(pdf(lambda canvas: draw(canvas, numbered=True)))
    assert (said(found), said(found, "running_head")) == (list(CHINESE[:2]), ["技术攻关简报"])
    assert said(read(pdf(lambda canvas: draw(canvas, numbered=False)))) == ["技术攻关简报", *CHINESE[:2]]


@pytest.mark.parametrize("shaded", [True, False])
def test_a_sidebar_in_a_frame_is_read_whole_and_so_is_the_paragraph_beside_it(shaded: bool) -> None:
    aside = "检修班现有职工二十三人，其中技师七人。"

    def draw(canvas: Canvas) -> None:
        canvas.setFillColor(lightgrey)
        canvas.rect(380, 650, 150, 80, fill=int(shaded), stroke=int(not shaded))
        canvas.setFillColorRGB(0, 0, 0)
        rest(canvas, lines_of((aside,), 130), x=390, top=712)
        lines = lines_of(CHINESE[:2], 290)
        rest(canvas, lines[:5], x=72, top=720)
        joined = "".join(line for _, line in lines[5:])
        rest(canvas, list(broken(joined, 450, 12, indent=0)), x=72, top=720 - 5 * LINES)

    assert sorted(said(read(pdf(draw)))) == sorted([*CHINESE[:2], aside])


def test_an_initial_over_two_lines_stands_at_the_head_of_its_paragraph() -> None:
    def draw(canvas: Canvas) -> None:
        text = CHINESE[0]
        canvas.setFont(FONT, 34)
        canvas.drawString(72, 700, text[0])
        narrow = list(broken(text[1:], 410, 12, indent=0))[:2]
        rest(canvas, [(40, line) for _, line in narrow], x=72, top=718)
        used = 1 + sum(len(line) for _, line in narrow)
        rest(canvas, list(broken(text[used:], 450, 12, indent=0)), x=72, top=718 - 2 * LINES)
        column(canvas, CHINESE[1:3], top=718 - 4 * LINES)

    assert said(read(pdf(draw))) == list(CHINESE[:3])


def test_large_words_across_the_text_are_a_watermark_and_not_hidden() -> None:
    def page(texts: tuple[str, ...]) -> Draw:
        def draw(canvas: Canvas) -> None:
            canvas.setFillColorRGB(0.87, 0.87, 0.87)
            canvas.setFont(FONT, 60)
            canvas.drawString(120, 690, "内部资料")
            canvas.setFillColorRGB(0, 0, 0)
            column(canvas, texts)

        return draw

    found = read(pdf(page(CHINESE[:2]), page(CHINESE[2:])))
    assert said(found, "watermark") == ["内部资料"] * 2
    assert (said(found), found.notes) == ([*CHINESE], ())


def sectioned(head: str, text: str) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 9)
        canvas.drawString(72, 800, head)
        canvas.setFont(FONT, 16)
        canvas.drawString(72, 740, head)
        column(canvas, [text], top=700)

    return draw


def test_a_running_head_whose_words_change_with_the_section_is_no_body() -> None:
    heads = ("密封改造", "对比试验", "教学推广")
    found = read(pdf(*(sectioned(head, text) for head, text in zip(heads, CHINESE, strict=False))))
    assert said(found, "running_head") == list(heads)
    assert kinds(found, "heading") == list(heads)


@pytest.mark.parametrize("between", ["2019 年 4 月 4 日", ""])
def test_a_section_beside_a_date_or_a_large_page_number_is_no_body(between: str) -> None:
    def page(head: str, number: int) -> Draw:
        def draw(canvas: Canvas) -> None:
            canvas.setFont(FONT, 10)
            canvas.drawString(72, 800, head)
            canvas.setFont(FONT, 12)
            canvas.drawCentredString(297, 800, between)
            canvas.drawString(500, 800, str(number))
            column(canvas, CHINESE[:1], top=700)

        return draw

    heads = ["密封改造", "对比试验", "教学推广"]
    found = read(pdf(*(page(head, number) for number, head in enumerate(heads, 57))))
    assert [text for text in said(found, "running_head") if text != between] == heads
    assert said(found, "page_number") == ["57", "58", "59"]


def test_the_last_row_of_a_list_is_no_running_head_though_a_word_of_it_recurs() -> None:
    def page(first: int) -> Draw:
        def draw(canvas: Canvas) -> None:
            canvas.setFont(FONT, 12)
            for row in range(12):
                canvas.drawString(72, 400 - 30 * row, str(2001 + first + row))
                canvas.drawString(140, 400 - 30 * row, ("".join(CHINESE) * 4)[9 * (first + row) :][:9])
                canvas.drawString(400, 400 - 30 * row, "已经验收")

        return draw

    found = read(pdf(page(0), page(12), page(24)))
    assert said(found, "running_head") == []
    assert sum(text.count("已经验收") for text in said(found)) == 36


@pytest.mark.parametrize("dot", [". ", "⋅ ", "…"])
def test_the_chapters_of_a_table_of_contents_belong_to_it_though_no_dots_lead_to_their_pages(dot: str) -> None:
    entries = [
        ("1 绪论", "", "1"),
        ("1.1 漏水的由来", dot, "1"),
        ("1.2 试验办法", dot, "4"),
        ("2 改造", "", "12"),
        ("附录", "", "15"),
    ]

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 12)
        for row, (words, leader, number) in enumerate(entries):
            canvas.drawString(72 + 20 * bool(leader), 740 - 18 * row, words + leader * 24)
            canvas.drawRightString(523, 740 - 18 * row, number)
        column(canvas, CHINESE[:1], top=500)

    found = read(pdf(draw))
    assert [text.split(dot)[0].split()[0] for text in said(found, "toc")] == ["1", "1.1", "1.2", "2", "附录"]
    assert said(found) == [CHINESE[0]]


def test_the_number_of_a_formula_ends_a_paragraph() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 12)
        for row, (formula, number) in enumerate([("Q = kA", "(1)"), ("P = QH", "(2)")]):
            canvas.drawCentredString(297, 740 - 18 * row, formula)
            canvas.drawRightString(523, 740 - 18 * row, number)
        rest(canvas, list(broken(CHINESE[0], 451, 12, indent=0)), x=72, top=704)

    assert [text.split()[-1] for text in said(read(pdf(draw)))[:2]] == ["(1)", "(2)"]


def test_the_rows_of_a_form_without_lines_are_told_apart() -> None:
    fields = [("答辩主席", "何水生教授"), ("申请学位", "工学硕士（专业学位）"), ("学科专业", "水利水电工程")]

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 12)
        for row, (label, value) in enumerate(fields):
            canvas.drawString(72, 740 - 18 * row, label)
            canvas.drawString(220, 740 - 18 * row, value)
        column(canvas, CHINESE[:2], top=600)

    found = read(pdf(draw))
    assert [tuple(text.split()) for text in said(found)[:3]] == fields
    assert said(found)[3:] == list(CHINESE[:2])


def test_notes_below_two_columns_are_footnotes_one_by_one() -> None:
    notes = ("1 漏水量按停机后一小时集水井水位计算。", "2 折合电量取全年平均水头。")

    def draw(canvas: Canvas) -> None:
        lines = lines_of(CHINESE, 210)
        half = len(lines) // 2
        rest(canvas, lines[:half], x=72, top=760)
        rest(canvas, lines[half:], x=310, top=760)
        for row, note in enumerate(notes):
            canvas.setFont(FONT, 9)
            canvas.drawString(72, 120 - 14 * row, note)

    found = read(pdf(draw))
    assert kinds(found, "footnote") == list(notes)
    assert kinds(found, "paragraph") == [*CHINESE]


def test_a_caption_between_two_pieces_of_a_paragraph_stays_out_of_it() -> None:
    def first(canvas: Canvas) -> None:
        rest(canvas, lines_of(CHINESE[:1], 450)[:1], x=72, top=100)
        column(canvas, CHINESE[2:], top=760)

    def second(canvas: Canvas) -> None:
        canvas.rect(150, 640, 300, 100)
        canvas.setFont(FONT, 12)
        canvas.drawString(220, 616, "图2 新型密封条的断面")
        rest(canvas, lines_of(CHINESE[:1], 450)[1:], x=72, top=580)
        column(canvas, CHINESE[1:2], top=540)

    found = read(pdf(first, second))
    assert kinds(found, "caption") == ["图2 新型密封条的断面"]
    assert kinds(found, "paragraph") == [*CHINESE[2:], CHINESE[0], CHINESE[1]]


PATENTS = (
    ("序号", "专利名称", "专利号", "授权日期"),
    ("1", "一种水轮机导叶密封条", "ZL202120345678.9", "2021-08-13"),
    ("2", "集水井水位测量支架", "ZL202120987654.3", "2021-11-02"),
    ("3", "蝶阀密封更换工具", "ZL202220112233.4", "2022-03-18"),
)


def listed(canvas: Canvas, rows: tuple[tuple[str, ...], ...], xs: tuple[float, ...], top: float) -> None:
    canvas.setFont(FONT, 10.5)
    for number, row in enumerate(rows):
        for x, cell in zip(xs, row, strict=True):
            canvas.drawString(x, top - 18 * number, cell)


def test_a_list_in_columns_without_rules_is_a_table() -> None:
    def draw(canvas: Canvas) -> None:
        column(canvas, CHINESE[:1], top=760)
        listed(canvas, PATENTS, (72, 120, 300, 430), 680)
        column(canvas, CHINESE[1:2], top=560)

    found = read(pdf(draw))
    (table,) = found.tables
    assert [tuple(found.text[cell.span.start : cell.span.end] for cell in row) for row in table.rows] == list(PATENTS)
    assert said(found)[0] == CHINESE[0]
    assert said(found)[-1] == CHINESE[1]


def test_a_list_without_rules_goes_on_over_a_page_break() -> None:
    xs = (72, 120, 300, 430)
    more = tuple((str(number), f"检修工具之{number}号", f"ZL20222011{number}33.4", "2022-03-18") for number in range(4, 9))
    found = read(pdf(lambda canvas: listed(canvas, PATENTS, xs, 700), lambda canvas: listed(canvas, more, xs, 760)))
    (table,) = found.tables
    assert len(table.rows) == len(PATENTS) + len(more)


def test_columns_of_text_fields_of_a_form_and_contents_are_no_tables() -> None:
    def columns(canvas: Canvas) -> None:
        for x, texts in ((72, CHINESE[:2]), (240, CHINESE[2:]), (408, CHINESE[:2])):
            column(canvas, texts, x=x, width=150)

    def fields(canvas: Canvas) -> None:
        rows = (
            ("姓名：王建国", "性别：男", "民族：汉"),
            ("学历：大专", "工种：水轮机", "职称：技师"),
            ("电话：无", "邮编：无", "年龄：四十"),
        )
        listed(canvas, rows, (72, 220, 380), 700)

    def contents(canvas: Canvas) -> None:
        rows = (("密封改造的经过", "3"), ("对比试验", "7"), ("教学推广", "12"), ("今后打算", "15"), ("附件目录", "18"))
        listed(canvas, rows, (72, 500), 700)

    for draw in (columns, fields, contents):
        assert read(pdf(draw)).tables == ()


def test_a_line_in_bold_is_a_heading_though_no_larger() -> None:
    def draw(canvas: Canvas) -> None:
        y = 740.0
        for heading, text in (("Worn teeth", LATIN[0]), ("Longer intervals", LATIN[1])):
            canvas.setFont("Helvetica-Bold", 11)
            canvas.drawString(72, y, heading)
            lines = list(broken(text, 300, 11, font="Helvetica", indent=0))
            rest(canvas, lines, x=72, top=y - 16.5, size=11, font="Helvetica")
            y -= 16.5 * (len(lines) + 1)

    found = read(pdf(draw))
    assert kinds(found, "heading") == ["Worn teeth", "Longer intervals"]
    assert kinds(found, "paragraph") == list(LATIN[:2])


def test_lines_with_labels_that_stop_short_stay_apart_as_on_a_certificate() -> None:
    fields = (
        "发明名称：一种托辊轴承座的拆装台架",
        "发明人：柳青禾；高以宁",
        "专利号：ZL 2021 1 0456712.8",
        "专利申请日：2021年04月27日",
    )
    note = ("国家知识产权局对本发明专利申请进行审查，决定授予专利权，并在专利登记簿上登记，专利权自公告之日起生效。",)

    def draw(canvas: Canvas) -> None:
        rest(canvas, [(0.0, field) for field in fields], x=72, top=700)
        rest(canvas, lines_of(note, 420), x=72, top=700 - len(fields) * LINES)

    assert said(read(pdf(draw))) == [*fields, *note]


def test_three_columns_are_read_one_after_the_other_wherever_the_third_begins() -> None:
    texts = (*CHINESE, *CHINESE)

    def draw(canvas: Canvas, third: float) -> None:
        lines = lines_of(texts, 130)
        each = -(-len(lines) // 3)
        for number, left in enumerate((57.0, 224.1, third)):
            rest(canvas, lines[number * each : (number + 1) * each], x=left, top=760)

    for tenths in range(20):
        assert said(read(pdf(partial(draw, third=390.2 + tenths / 10)))) == list(texts)


def test_cells_that_wrap_around_the_middle_of_their_row_are_whole() -> None:
    names = ["检修平台的防坠落锁紧机构", "水泵密封结构", "在线监测装置及其使用方法", "轴承拆装工具", "滤袋快速更换的方法和装置"]
    rows = [("1", names[0]), ("2", names[1]), ("3", names[2]), ("4", names[3]), ("5", names[4])]

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 10)
        for x, word in zip((62, 110, 270, 420), ("序号", "名称", "专利号", "授权日"), strict=True):
            canvas.drawString(x, 730, word)
        y = 700.0
        for number, name in rows:
            wrapped = [name[:7], name[7:]] if len(name) > 7 else [name]
            for line, text in enumerate(wrapped):
                canvas.drawString(110, y - 18 * line, text)
            middle = y - 9 * (len(wrapped) - 1)
            canvas.drawString(62, middle, number)
            canvas.drawString(270, middle, f"ZL20182471957{number}.7")
            canvas.drawString(420, middle, f"201{number}年3月26日")
            y -= 18 * len(wrapped) + 15

    found = read(pdf(draw))
    assert [[found.text[cell.span.start : cell.span.end] for cell in row] for row in found.tables[0].rows] == [
        ["序号", "名称", "专利号", "授权日"],
        *([number, name, f"ZL20182471957{number}.7", f"201{number}年3月26日"] for number, name in rows),
    ]


def test_paragraphs_without_an_indent_are_parted_by_a_little_white_after_a_full_last_line() -> None:
    sentences = ["班组" * 18 + "测旧件。", "班组" * 18 + "试密封。", "班组" * 18 + "调间隙。"]

    def draw(canvas: Canvas, white: float) -> None:
        y = 760.0
        for sentence in sentences:
            lines = list(broken(sentence, 251, 12, indent=0))
            canvas.setFont(FONT, 12)
            for _, line in lines:
                canvas.drawString(72, y, line)
                y -= 16
            y -= white

    assert said(read(pdf(lambda canvas: draw(canvas, 4)))) == sentences
    assert said(read(pdf(lambda canvas: draw(canvas, 0)))) == ["".join(sentences)]


def test_paragraphs_of_a_full_row_each_at_the_top_of_a_page_stay_apart() -> None:
    items = [
        "（一）带头学习新标准，遇到难题先画草图再动手，把做法编成手册。",
        "说明：以上各项由工会按季度核对，结果在车间的公告栏里公布。",
    ]

    def letter(canvas: Canvas) -> None:
        column(canvas, [*CHINESE[:4]], top=700)

    def last(canvas: Canvas) -> None:
        rest(canvas, [(24.0, items[0]), (24.0, items[1])], x=72, top=760)
        canvas.drawRightString(520, 700, "云岭电务段工会")
        canvas.drawRightString(520, 682, "2024年4月2日")

    def annex(canvas: Canvas) -> None:
        rest(canvas, [(0.0, "附件1")], x=72, top=760)
        column(canvas, CHINESE[1:2], top=730)

    found = read(pdf(letter, last, annex))
    assert said(found) == [*CHINESE[:4], *items, "云岭电务段工会", "2024年4月2日", "附件1", CHINESE[1]]


def test_the_second_line_of_a_large_title_is_a_part_of_it() -> None:
    def draw(canvas: Canvas) -> None:
        centred(canvas, "冷冻食品公司工会委员会文", y=770, size=34)
        centred(canvas, "件", y=720, size=34)
        column(canvas, CHINESE[:3], top=640)

    assert said(read(pdf(draw)), "title") == ["冷冻食品公司工会委员会文件"]


def test_short_lines_in_a_shaded_bar_stay_lines_of_their_own() -> None:
    bar = ["联系方式", "电话：138-0000-7890", "高级技师（钳工）", "一级焊工", "2012年市劳动模范", "省技术能手"]

    def draw(canvas: Canvas) -> None:
        canvas.setFillColor(lightgrey)
        canvas.rect(0, 0, 190, 842, stroke=0, fill=1)
        canvas.setFillGray(0)
        rest(canvas, [(0.0, line) for line in bar], x=30, top=760, size=10)
        column(canvas, CHINESE, x=220, top=760, width=320)

    found = read(pdf(draw))
    assert [text for text in said(found) if text in bar] == bar
    assert [text for text in said(found) if text not in bar] == list(CHINESE)


BOXES = (
    ("做法", "带头学习新标准，遇到难", "题先画草图", "每次故障都写进日志"),
    ("推广", "到兄弟单位讲课，帮青年", "职工考证", "按季度公布攻关的进度"),
)


def test_boxes_of_text_side_by_side_are_read_one_after_the_other_as_they_are_drawn() -> None:
    def draw(canvas: Canvas) -> None:
        centred(canvas, "攻关成果", y=770, size=30)
        for x, box in zip((60, 330), BOXES, strict=True):
            rest(canvas, [(0.0, line) for line in box], x=x, top=700, size=14)
        for x, figure, what in ((80, "34项", "成果"), (260, "152万元", "节约"), (440, "12人", "带徒")):
            rest(canvas, [(0.0, figure)], x=x, top=500, size=22)
            rest(canvas, [(0.0, what)], x=x, top=474, size=12)

    found = read(pdf(draw))
    assert "".join(text for text in said(found)) == "".join("".join(box) for box in BOXES) + "34项成果152万元节约12人带徒"
    assert found.tables == ()


def test_a_list_drawn_row_after_row_is_a_table_still() -> None:
    rows = [("序号", "项目"), *((str(number), f"密封改造的第{number}个项目") for number in range(1, 7))]

    def draw(canvas: Canvas) -> None:
        for level, row in enumerate(rows):
            for x, cell in zip((72, 200), row, strict=True):
                rest(canvas, [(0.0, cell)], x=x, top=700 - 20 * level)

    assert len(read(pdf(draw)).tables[0].rows) == len(rows)


def test_text_that_a_picture_narrows_is_one_paragraph() -> None:
    def draw(canvas: Canvas) -> None:
        column(canvas, CHINESE[:1], top=760)
        canvas.drawImage(ImageReader(Image.new("RGB", (90, 60), "grey")), 330, 560, 190, 130)
        text = "".join(CHINESE[1:3])
        beside = list(broken(text, 252, 12))[:5]
        said_there = sum(len(line) for _, line in beside)
        rest(canvas, beside, x=72, top=690)
        rest(canvas, list(broken(text[said_there:], 450, 12, indent=0)), x=72, top=690 - 5 * LINES)

    assert said(read(pdf(draw)))[1:] == ["".join(CHINESE[1:3])]


def test_rows_shaded_one_by_one_stay_in_their_column() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColor(lightgrey)
        for level in (0, 4):
            canvas.rect(68, 755 - level * LINES, 200, LINES, stroke=0, fill=1)
        for level in range(16):
            canvas.rect(306, 755 - level * LINES, 220, LINES, stroke=0, fill=1)
        canvas.setFillGray(0)
        names = ["分析人员", "倪正洋", "资格编号从略", "邮箱从略", "研究助理", "杨云逍", "邮箱从略", "电话从略"]
        rest(canvas, [(0.0, name) for name in names], x=72, top=760)
        rest(canvas, lines_of(CHINESE[:2], 210), x=310, top=760)

    found = said(read(pdf(draw)))
    assert found[-2:] == list(CHINESE[:2])
    assert "".join(found[:-2]) == "分析人员倪正洋资格编号从略邮箱从略研究助理杨云逍邮箱从略电话从略"


def test_a_rule_over_the_whole_width_parts_stories_of_other_columns() -> None:
    def draw(canvas: Canvas) -> None:
        lines = lines_of(CHINESE[:2], 210)
        half = -(-len(lines) // 2)
        rest(canvas, lines[:half], x=72, top=760)
        rest(canvas, lines[half:], x=310, top=760)
        canvas.line(72, 590, 524, 590)
        rest(canvas, [(0.0, line) for line in ("港口简讯", "本报记者摄", "照片从略")], x=420, top=570)
        rest(canvas, lines_of(CHINESE[2:4], 330), x=72, top=570)

    found = said(read(pdf(draw)))
    assert [text for text in found if text in CHINESE] == list(CHINESE[:4])
