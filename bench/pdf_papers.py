"""Papers as newspapers, offices and applicants print them, by Typst, Chromium and LibreOffice.

Written before any of them was read by the reader: a newspaper's front page, a paper in two columns with notes of like words at
each foot, an office's notice under a red head with its annex, a form with large merged cells over two pages, a list of three
pages under a repeated head, slides on dark ground, a life in a page beside a coloured bar, upright text in two tiers.
"""

import html
import io
import random
import shutil
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from typing import Any

from bench.pdf_journals import TRADITIONAL
from bench.pdf_layouts import SUBJECTS, Made, prose
from bench.pdf_producers import printed_by_chromium, printed_by_office, set_by_typst

PEOPLE = ("岳长海", "温玉兰", "司徒宏", "俞静", "阮志强", "蒲春生", "柏桂芳", "乐天明")
UNITS = ("云岭电务段", "港务公司机修队", "第二棉纺厂", "冷冻食品公司", "矿山机厂")
TASKS = (
    "带头学习新标准，遇到难题先画草图再动手",
    "把每次故障的现象、原因和处置写进班组日志",
    "到兄弟单位讲课，帮青年职工考取高级工证书",
    "改进工装以后，拆装一次由六小时缩短为两小时",
    "按季度公布攻关进度，经费使用由工会监督",
)


def papers() -> dict[str, Callable[[random.Random], Made] | None]:
    """Every document by producer and layout; None where the producer is not installed."""
    with_typst = find_spec("typst") is not None
    with_chromium, with_office = shutil.which("chromium"), shutil.which("soffice")
    return {
        "chromium, newspaper": chromium_newspaper if with_chromium else None,
        "typst, notes of like words": typst_notes if with_typst else None,
        "libreoffice, notice with annex": office_notice if with_office else None,
        "libreoffice, form": office_form if with_office else None,
        "chromium, list of three pages": chromium_list if with_chromium else None,
        "chromium, slides": chromium_slides if with_chromium else None,
        "chromium, life beside a bar": chromium_life if with_chromium else None,
        "chromium, upright in two tiers": chromium_tiers if with_chromium else None,
    }


def _sheet(style: str, body: str, lang: str = "zh") -> bytes:
    return printed_by_chromium(
        f'<!doctype html><html lang="{lang}"><meta charset="utf-8"><style>{style}</style><body>{body}</body></html>'
    )


def _written(texts: Sequence[str]) -> str:
    return "".join(f"<p>{html.escape(text)}</p>" for text in texts)


# Chromium.

NEWSPAPER = """
@page { size: 297mm 420mm; margin: 14mm 12mm; }
body { margin: 0; font: 10pt/1.6 "Noto Serif CJK SC"; text-align: justify; }
.mast { display: flex; align-items: end; border-bottom: 2pt solid #a00; }
.mast b { font-size: 46pt; line-height: 1.2; color: #a00; }
.mast span { margin-left: auto; font: 9pt "Noto Sans CJK SC"; }
h1, h2, h3 { font-family: "Noto Sans CJK SC"; text-align: center; margin: 3mm 0; }
h1 { font-size: 30pt; } h2 { font-size: 19pt; }
.under { text-align: center; font-size: 13pt; margin: 0 0 3mm; text-indent: 0; }
p { margin: 0; text-indent: 2em; } .four { columns: 4; column-gap: 6mm; } .two { columns: 2; column-gap: 6mm; }
.low { display: grid; grid-template-columns: 1fr 92mm; gap: 8mm; border-top: 1pt solid black; margin-top: 5mm;
padding-top: 2mm; }
figure { margin: 0; } figure div { height: 60mm; background: linear-gradient(#9ab, #345); }
figcaption { font: 8.5pt/1.5 "Noto Sans CJK SC"; }
"""


def chromium_newspaper(chance: random.Random) -> Made:
    """A front page: name and date, a story in four columns under its headline, a second one beside a photograph."""
    subjects = chance.sample(SUBJECTS, 2)
    names = ["港城工人报", f"{subjects[0]}不再停机", f"——{chance.choice(UNITS)}创新工作室攻关纪实"]
    first = [prose(chance, chance.randint(2, 5)) for _ in range(14)]
    second = [prose(chance, chance.randint(2, 4)) for _ in range(6)]
    date, caption = (
        "2024年3月18日 星期一 第7021期 今日八版",
        f"{chance.choice(PEOPLE)}（右）和徒弟在查看{subjects[1]}。本报记者摄",
    )
    made = Made(b"", paragraphs=[names[0], *names[1:], *first, f"{subjects[1]}用上新办法", *second], aside=[date, caption])
    body = (
        f"<div class=mast><b>{names[0]}</b><span>{date}</span></div><h1>{names[1]}</h1><p class=under>{names[2]}</p>"
        f"<div class=four>{_written(first)}</div><div class=low><div><h2>{subjects[1]}用上新办法</h2>"
        f"<div class=two>{_written(second)}</div></div><figure><div></div><figcaption>{caption}</figcaption></figure></div>"
    )
    made.data = _sheet(NEWSPAPER, body)
    return made


LIST = """
@page { size: A4 landscape; margin: 16mm; @bottom-center { content: "第 " counter(page) " 页";
font: 9pt "Noto Sans CJK SC"; } }
body { margin: 0; font: 10pt/1.5 "Noto Sans CJK SC"; } h1 { font-size: 16pt; text-align: center; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 0.8pt solid #444; padding: 1mm 1.5mm; text-align: center; }
th { background: #dde6f0; } td:last-child { text-align: left; } tr { break-inside: auto; }
"""


def chromium_list(chance: random.Random) -> Made:
    """Units as cells over several rows, a head on every page, rows that a page may cut, a line of sums."""
    made = Made(b"", paragraphs=["职工技术革新成果一览表（2021—2023年）", "填表说明：节约金额按年度决算口径填写，单位为万元。"])
    made.rows = [("申报单位", "序号", "成果名称", "完成人", "节约", "主要内容")]
    rows, number = "", 0
    for unit in UNITS:
        for row in range(7):
            number += 1
            cells = [
                str(number),
                f"{chance.choice(SUBJECTS)}改造",
                "、".join(chance.sample(PEOPLE, 2)),
                f"{chance.randint(1, 90)}.{row}",
            ]
            cells.append("；".join(chance.sample(TASKS, chance.randint(1, 3))) + "。")
            first = f"<td rowspan=7>{unit}</td>" if row == 0 else ""
            rows += f"<tr>{first}{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
            made.rows.append((unit, *cells) if row == 0 else tuple(cells))
    made.rows.append(("合计", f"共{number}项"))
    head = "".join(f"<th>{cell}</th>" for cell in made.rows[0])
    rows += f"<tr><td>合计</td><td colspan=5>共{number}项</td></tr>"
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    body = f"<h1>{made.paragraphs[0]}</h1>{table}<p>{made.paragraphs[1]}</p>"
    made.data = _sheet(LIST, body)
    return made


SLIDES = """
@page { size: 254mm 143mm; margin: 0; } body { margin: 0; font: 15pt/1.5 "Noto Sans CJK SC"; }
section { width: 254mm; height: 142.6mm; position: relative; overflow: hidden; break-after: page; color: white;
 background: linear-gradient(160deg, #0b3d66, #08203a); } section * { position: absolute; margin: 0; }
h1 { font-size: 34pt; left: 30mm; right: 30mm; top: 48mm; text-align: center; }
.by { left: 30mm; right: 30mm; top: 80mm; text-align: center; }
h2 { font-size: 26pt; left: 16mm; top: 9mm; }
hr { left: 16mm; right: 16mm; top: 26mm; border: 0; height: 1mm; background: #f5b301; }
.a { left: 18mm; top: 36mm; width: 100mm; } .b { left: 134mm; top: 36mm; width: 104mm; }
.a li, .b li, .a b, .b b { position: static; margin-bottom: 3mm; }
.card { top: 96mm; height: 26mm; width: 66mm; background: #f5b301; color: #102030; border-radius: 3mm;
text-align: center; }
.card b { left: 0; right: 0; top: 2mm; font-size: 22pt; }
.card i { left: 0; right: 0; top: 15mm; font-style: normal; font-size: 12pt; }
.foot { left: 16mm; bottom: 4mm; font-size: 9pt; } .number { right: 16mm; bottom: 4mm; font-size: 9pt; }
"""


def chromium_slides(chance: random.Random) -> Made:
    """Light letters on dark ground: a title, points in two boxes, figures on cards, a foot on every slide."""
    unit = chance.choice(UNITS)
    foot = f"{unit}职工创新工作室"
    made = Made(b"", heads=[foot], paragraphs=["攻关成果汇报", f"汇报人：{chance.choice(PEOPLE)}  2024年5月"])
    body = f"<section><h1>{made.paragraphs[0]}</h1><p class=by>{made.paragraphs[1]}</p></section>"
    for number, subject in enumerate(chance.sample(SUBJECTS, 4), 2):
        left, right = chance.sample(TASKS, 3), chance.sample(TASKS, 2)
        cards = [
            (f"{chance.randint(2, 40)}项", "革新成果"),
            (f"{chance.randint(10, 900)}万元", "年节约"),
            (f"{chance.randint(3, 30)}人", "带徒"),
        ]
        made.paragraphs += [f"{subject}攻关", "做法", *left, "推广", *right]
        made.aside += [text for card in cards for text in card]
        body += f"<section><h2>{subject}攻关</h2><hr><div class=a><b>做法</b>{_points(left)}</div>"
        body += f"<div class=b><b>推广</b>{_points(right)}</div>"
        body += "".join(
            f"<div class=card style='left:{18 + 74 * at}mm'><b>{big}</b><i>{small}</i></div>"
            for at, (big, small) in enumerate(cards)
        )
        body += f"<div class=foot>{foot}</div><div class=number>{number}</div></section>"
    made.data = _sheet(SLIDES, body)
    return made


def _points(texts: Sequence[str]) -> str:
    return "".join(f"<li>{html.escape(text)}</li>" for text in texts)


LIFE = """
@page { size: A4; margin: 0; } body { margin: 0; font: 10pt/1.6 "Noto Sans CJK SC"; }
.bar { position: fixed; left: 0; top: 0; bottom: 0; width: 62mm; background: #2b3a4a; }
.side { position: absolute; left: 8mm; top: 14mm; width: 46mm; color: #eef; font-size: 9pt; }
.side h3 { border-bottom: 0.5pt solid #eef; }
main { margin: 14mm 12mm 12mm 72mm; } h1 { font-size: 24pt; margin: 0; }
h2 { font-size: 13pt; color: #2b3a4a; border-bottom: 1pt solid #2b3a4a; }
.job { display: flex; justify-content: space-between; font-weight: bold; } p { margin: 0 0 1.5mm; }
ul { margin: 0; padding-left: 5mm; }
"""


def chromium_life(chance: random.Random) -> Made:
    """A leader's life: a dark bar with what can be reached and counted, the main text beside it."""
    name = chance.choice(PEOPLE)
    side = ["联系方式", f"电话：138-0000-{chance.randint(1000, 9999)}", "邮箱：gongzuoshi@example.cn", "证书", "高级技师（钳工）"]
    side += ["一级焊工", "荣誉", f"{chance.randint(2012, 2020)}年市劳动模范", "省技术能手"]
    made = Made(b"", aside=side, paragraphs=[name, f"职工创新工作室带头人，从事检修工作{chance.randint(12, 30)}年。", "工作经历"])
    jobs = ""
    for unit in chance.sample(UNITS, 3):
        texts = [prose(chance, chance.randint(1, 3)) for _ in range(2)]
        points = chance.sample(TASKS, 2)
        made.paragraphs += [unit, *texts, *points]
        jobs += f"<p><b>{unit}</b></p>{_written(texts)}<ul>{_points(points)}</ul>"
    closing = [prose(chance, 3), prose(chance, 2)]
    made.paragraphs += ["自我评价", *closing]
    head = f"<h1>{made.paragraphs[0]}</h1><p>{made.paragraphs[1]}</p><h2>工作经历</h2>"
    bar = "".join(f"<h3>{text}</h3>" if text in {"联系方式", "证书", "荣誉"} else f"<p>{text}</p>" for text in side)
    made.data = _sheet(
        LIFE, f"<div class=bar></div><div class=side>{bar}</div><main>{head}{jobs}<h2>自我评价</h2>{_written(closing)}</main>"
    )
    return made


TIERS = """
@page { size: A4; margin: 20mm 18mm; @bottom-center { content: counter(page); font-size: 9pt; } }
html { writing-mode: vertical-rl; }
body { margin: 0; font: 11pt/1.9 "Noto Serif CJK TC"; columns: 2; column-gap: 10mm; text-align: justify; }
p { margin: 0; text-indent: 1em; } h2 { font-size: 15pt; margin: 0 2mm; } span { text-combine-upright: all; }
"""


def chromium_tiers(chance: random.Random) -> Made:
    """Upright Traditional text in two tiers on a page, the upper before the lower, figures lying across the line."""
    made = Made(b"")
    body = ""
    for heading in ("緣起", "試製的經過", "推行以後", "檢討"):
        made.paragraphs.append(heading)
        body += f"<h2>{heading}</h2>"
        for _ in range(5):
            said, count = "，".join(chance.sample(TRADITIONAL, chance.randint(2, 4))), chance.randint(10, 99)
            made.paragraphs.append(f"{said}，共計{count}次。")
            body += f"<p>{said}，共計<span>{count}</span>次。</p>"
    made.data = _sheet(TIERS, body, "zh-Hant")
    return made


# Typst.

NOTES = """
#set page(paper: "a4", margin: 2cm, columns: 2, footer: align(center, context text(9pt, counter(page).display("— 1 —"))))
#set text(font: "Noto Serif CJK SC", lang: "zh", size: 10pt)
#set par(justify: true, first-line-indent: (amount: 2em, all: true), leading: 0.75em)
#set footnote(numbering: "①")
#show footnote.entry: set text(size: 8pt)
#place(top + center, scope: "parent", float: true, text(18pt, weight: "bold")[{title}])
{body}
"""


def typst_notes(chance: random.Random) -> Made:
    """Two columns; at each foot a note like those at other feet, but for a figure or a word."""
    made = Made(b"", paragraphs=["班组创新的量化评价"])
    body: list[str] = []
    for number in range(1, 9):
        texts = [prose(chance, chance.randint(3, 6)) for _ in range(5)]
        note = f"注：数据取自{chance.choice(UNITS)}{2014 + number}年统计台账，由工会核对。"
        body += [texts[0], f"{texts[1]}#footnote[{note}]", *texts[2:]]
        mark = "①②③④⑤⑥⑦⑧"[number - 1]
        made.paragraphs += [texts[0], f"{texts[1]}{mark}", *texts[2:]]
        made.aside.append(f"{mark}{note}")
    made.data = set_by_typst(NOTES.format(title=made.paragraphs[0], body="\n\n".join(body)))
    return made


# LibreOffice.


def office_notice(chance: random.Random) -> Made:
    """A red head over a red line, number, title, addressees, text, annexes, signature and date; then the annex with its table."""
    from docx.shared import Pt, RGBColor  # noqa: PLC0415

    made = Made(b"")
    document = _document()
    unit = chance.choice(UNITS)
    head = document.add_paragraph(style="Title")
    head.alignment = 1
    run = head.add_run(f"{unit}工会委员会文件")
    run.font.size, run.font.color.rgb = Pt(34), RGBColor(200, 0, 0)
    number, title = f"工发〔2024〕{chance.randint(1, 60)}号", f"关于命名第{chance.choice('三四五')}批职工创新工作室的通知"
    texts = [
        "各基层工会、各车间：",
        *(f"{prose(chance, chance.randint(2, 5))}" for _ in range(3)),
        "一、命名名单",
        prose(chance, 2),
        "二、工作要求",
    ]
    texts += [f"（{mark}）{chance.choice(TASKS)}。" for mark in "一二三"] + [
        "附件：1. 命名名单",
        f"{unit}工会委员会",
        "2024年4月2日",
    ]
    for text, centred, size in ((number, True, 16), (title, True, 22), *((text, False, 16) for text in texts)):
        paragraph = document.add_paragraph(text)
        paragraph.runs[0].font.size = Pt(size)
        paragraph.alignment = 1 if centred else (2 if text in texts[-2:] else 3)
        if not centred and text not in {texts[0], *texts[-2:]}:
            paragraph.paragraph_format.first_line_indent = Pt(32)
    made.paragraphs = [f"{unit}工会委员会文件", number, title, *texts, "附件1", "命名名单"]
    document.add_page_break()
    document.add_paragraph("附件1").runs[0].font.size = Pt(16)
    title_of_list = document.add_paragraph("命名名单")
    title_of_list.alignment, title_of_list.runs[0].font.size = 1, Pt(22)
    made.rows = [("序号", "工作室名称", "带头人", "所在单位")]
    made.rows += [(str(row), f"{person}职工创新工作室", person, chance.choice(UNITS)) for row, person in enumerate(PEOPLE, 1)]
    _fill(document.add_table(len(made.rows), 4, style="Table Grid"), made.rows)
    made.data = _printed(document)
    return made


def office_form(chance: random.Random) -> Made:
    """A form in one table: labels with values, a photograph's cell, long cells that a page cuts, opinions to be sealed."""
    made = Made(b"", paragraphs=["职工创新工作室申报表"])
    document = _document()
    document.add_paragraph(made.paragraphs[0]).alignment = 1
    deeds = [prose(chance, chance.randint(3, 5)) for _ in range(9)]
    plans = [prose(chance, chance.randint(2, 4)) for _ in range(7)]
    made.rows = [
        ("工作室名称", f"{PEOPLE[0]}职工创新工作室", "照片"),
        ("带头人", PEOPLE[0], "性别", "男"),
        ("出生年月", f"19{chance.randint(65, 85)}年{chance.randint(1, 12)}月", "职称", "高级技师"),
        ("所在单位", chance.choice(UNITS)),
        ("主要业绩", "\n".join(deeds)),
        ("工作计划", "\n".join(plans)),
        ("单位意见", "同意申报。\n（盖章）\n年  月  日"),
        ("上级意见", "（盖章）\n年  月  日"),
    ]
    table = document.add_table(len(made.rows), 5, style="Table Grid")
    spans = [((0, 0), (1, 3), (4, 4))] + [((0, 0), (1, 1), (2, 2), (3, 3))] * 2 + [((0, 0), (1, 3))] + [((0, 0), (1, 4))] * 4
    for row, (texts, columns) in enumerate(zip(made.rows, spans, strict=True)):
        for text, (first, last) in zip(texts, columns, strict=True):
            cell = table.cell(row, first)
            if (row, text) == (0, "照片"):
                cell = cell.merge(table.cell(3, 4))
            elif last > first:
                cell = cell.merge(table.cell(row, last))
            cell.text = text
    made.data = _printed(document)
    return made


def _document() -> Any:
    """An empty Word document whose letters are those of Noto, as LibreOffice would take them."""
    import docx  # noqa: PLC0415

    return docx.Document()


def _fill(table: Any, rows: Sequence[Sequence[str]]) -> None:
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text


def _printed(document: Any) -> bytes:
    sink = io.BytesIO()
    document.save(sink)
    return printed_by_office(sink.getvalue())
