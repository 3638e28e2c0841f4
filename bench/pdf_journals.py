"""Documents as journals, bulletins and annexes are set, printed by Typst, Chromium and LibreOffice.

Written before any of them was read by the reader: full-width headings over pairs of columns, three columns with headings inside,
a boxed sidebar with figures, a book with three levels of contents and Latin that the program hyphenates, lists without rules
whose cells wrap, tables cut by a page, vertical text under headings, a title over a section in two columns.
"""

import html
import io
import random
import shutil
from collections.abc import Callable
from importlib.util import find_spec

from bench.pdf_layouts import SUBJECTS, Made, prose
from bench.pdf_producers import latin, printed_by_chromium, printed_by_office, set_by_typst

TRADITIONAL = (
    "紡織廠的細紗機經常斷頭，值車工每班要接頭兩百餘次",
    "班組先量測錠子的偏擺，再比較三種鋼領的磨耗",
    "試車期間由夜班記錄溫度與濕度，早班負責校核",
    "改用陶瓷導紗鉤以後，毛羽減少，布面更加勻整",
    "全部圖紙由工會存檔，兄弟單位可以借閱",
    "這項辦法在縣內五家工廠推行，工人都說順手",
)
PARTS = ("pump", "valve", "guard", "gauge", "cable", "hoist", "lathe", "filter")
HEADINGS = ("緣起", "量測與比較", "推行的情形", "結語")
PATENTS = ("一种用于{}的快速拆装工具", "{}的在线监测装置及其使用方法", "适用于{}检修平台的防坠落锁紧机构", "{}密封结构")


def journals() -> dict[str, Callable[[random.Random], Made] | None]:
    """Every document by producer and layout; None where the producer is not installed."""
    with_typst = find_spec("typst") is not None
    with_chromium, with_office = shutil.which("chromium"), shutil.which("soffice")
    return {
        "typst, pairs of columns": typst_pairs if with_typst else None,
        "typst, book": typst_book if with_typst else None,
        "chromium, three columns": chromium_bulletin if with_chromium else None,
        "chromium, sidebar and figures": chromium_feature if with_chromium else None,
        "chromium, lists and tables": chromium_annex if with_chromium else None,
        "chromium, vertical headings": chromium_upright if with_chromium else None,
        "libreoffice, table over pages": office_table if with_office else None,
        "libreoffice, title over columns": office_article if with_office else None,
    }


def _traditional(chance: random.Random, clauses: int) -> str:
    said = "。".join(chance.sample(TRADITIONAL, clauses))
    return f"{said}，共省下{chance.randint(3, 90)}萬元。"


# Typst.

PAIRS = """
#set page(paper: "a4", margin: 2cm, header: align(right, text(8.5pt)[{head}]),
  footer: align(center, context text(8.5pt)[第 #counter(page).display() 頁]))
#set text(font: "Noto Serif CJK TC", lang: "zh", region: "TW", size: 10pt)
#set par(justify: true, first-line-indent: (amount: 2em, all: true), leading: 0.8em)
#align(center, text(18pt, weight: "bold")[{title}])
{body}
"""
BOOK = """
#set page(paper: "a5", margin: (x: 1.8cm, y: 2.2cm), header: context {{
  if counter(page).get().first() > 1 [#text(8pt)[{head}]] }},
  footer: align(right, context text(8pt, counter(page).display())))
#set text(lang: "en", size: 9.5pt)
#set par(justify: true, leading: 0.7em, spacing: 1.1em)
#set heading(numbering: "1.1")
#outline(depth: 3)
#pagebreak()
{body}
"""


def typst_pairs(chance: random.Random) -> Made:
    """Headings over the whole width; below each, two columns side by side."""
    made = Made(b"", heads=["鄉土紡織技術通訊"], paragraphs=["細紗工段改善報告"])
    body: list[str] = []
    for heading in HEADINGS:
        texts = [_traditional(chance, chance.randint(3, 5)) for _ in range(4)]
        left, right = "\n\n".join(texts[:2]), "\n\n".join(texts[2:])
        title = f'#align(center, text(13pt, weight: "bold")[{heading}])'
        body.append(f"#block(breakable: false)[{title} #grid(columns: (1fr, 1fr), gutter: 8mm, [{left}], [{right}])]")
        made.paragraphs += [heading, *texts]
    made.data = set_by_typst(PAIRS.format(head=made.heads[0], title=made.paragraphs[0], body="\n\n".join(body)))
    return made


def typst_book(chance: random.Random) -> Made:
    """Chapters, sections and subsections, numbered and in the contents; notes at the foot, items in a list."""
    made = Made(b"", heads=["Handbook of Workshop Practice"], paragraphs=["Contents"])
    body: list[str] = []
    notes = 0
    for chapter, name in enumerate(("Preparations", "Alignment of Shafts", "Records"), 1):
        if chapter > 1:
            body.append("#pagebreak()")
        body.append(f"= {name}")
        made.paragraphs.append(f"{chapter} {name}")
        for section, title in enumerate(("Tools", "Procedure"), 1):
            texts = [latin(chance) for _ in range(3)]
            notes += 1
            note = f"Compare the drawings of the {chance.choice(PARTS)} kept in the archive, number {chance.randint(100, 999)}."
            body += [f"== {title}", texts[0], f"{texts[1]}#footnote[{note}]", texts[2]]
            made.paragraphs += [f"{chapter}.{section} {title}", texts[0], f"{texts[1]}{notes}", texts[2]]
            made.aside.append(f"{notes}{note}")
        items = [f"Check the {part} before starting" for part in chance.sample(PARTS, 3)]
        body += [f"- {item}" for item in items]
        made.paragraphs += [f"• {item}" for item in items]
    made.data = set_by_typst(BOOK.format(head=made.heads[0], body="\n\n".join(body)))
    return made


# Chromium.

SHEET = """<!doctype html><html lang="{lang}"><meta charset="utf-8"><style>
@page {{ size: A4; margin: 24mm 18mm; @top-left {{ content: "{head}"; font-size: 8.5pt; }}
 @bottom-right {{ content: counter(page) " / " counter(pages); font-size: 8.5pt; }} }}
body {{ font-family: "Noto Sans CJK SC", sans-serif; font-size: 10pt; line-height: 1.65; }}
p {{ margin: 0 0 .6em; }} {style}
</style><body>{body}</body></html>"""


def _page(head: str, body: str, style: str = "", lang: str = "zh") -> bytes:
    return printed_by_chromium(SHEET.format(lang=lang, head=head, style=style, body=body))


def chromium_bulletin(chance: random.Random) -> Made:
    """Three columns with a rule between them and headings inside."""
    made = Made(b"", heads=["矿山机修简报 总第207期"], paragraphs=["本期要闻"])
    body = ["<h1>本期要闻</h1><div class='columns'>"]
    for subject in chance.sample(SUBJECTS, 5):
        texts = [prose(chance, chance.randint(1, 3)) for _ in range(3)]
        body += [f"<h3>{subject}有了新办法</h3>", *(f"<p>{html.escape(text)}</p>" for text in texts)]
        made.paragraphs += [f"{subject}有了新办法", *texts]
    style = ".columns { columns: 3; column-gap: 7mm; column-rule: 0.5pt solid #888; } h3 { font-size: 11.5pt; margin: .4em 0; }"
    made.data = _page(made.heads[0], "".join([*body, "</div>"]), style)
    return made


def chromium_feature(chance: random.Random) -> Made:
    """Text around a boxed sidebar on the right, figures with captions between paragraphs."""
    made = Made(b"", heads=["工会之声"])
    body: list[str] = []
    for number, subject in enumerate(chance.sample(SUBJECTS, 2), 1):
        title, note = f"{subject}旁的年轻人", prose(chance, 1)
        texts = [prose(chance, chance.randint(3, 5)) for _ in range(6)]
        caption = f"图{number} 班组在{subject}现场"
        body += [f"<h2>{title}</h2><p>{html.escape(texts[0])}</p><aside>{html.escape(note)}</aside>"]
        body += [f"<p>{html.escape(text)}</p>" for text in texts[1:4]]
        body += [f"<figure><div></div><figcaption>{caption}</figcaption></figure>"]
        body += [f"<p>{html.escape(text)}</p>" for text in texts[4:]]
        made.paragraphs += [title, *texts]
        made.aside += [note, caption]
    style = (
        "p { text-indent: 2em; text-align: justify; } aside { float: right; width: 48mm; border: 1pt solid #333; padding: 3mm;"
        " margin: 0 0 4mm 6mm; font-size: 9pt; } figure { text-align: center; } figure div { border: 1pt solid #999;"
        " height: 38mm; width: 70mm; margin: auto; } figcaption { font-size: 9pt; }"
    )
    made.data = _page(made.heads[0], "".join(body), style)
    return made


def chromium_annex(chance: random.Random) -> Made:
    """A list of patents without rules whose names wrap, and a ruled table that a page cuts."""
    made = Made(b"", heads=["申报附件"], paragraphs=["附件一 专利清单", "附件二 经济效益"])
    patents = [("序号", "专利名称", "专利号", "授权日期")]
    for number in range(1, 13):
        name = chance.choice(PATENTS).format(chance.choice(SUBJECTS))
        patents.append((str(number), name, f"ZL20{chance.randint(15, 23)}2{chance.randint(1000000, 9999999)}.{number % 10}",
                        f"20{chance.randint(16, 24)}年{chance.randint(1, 12)}月{chance.randint(1, 28)}日"))  # fmt: skip
    gains = [("项目", "实施单位", "年度", "节约（万元）")]
    gains += [_gain(number, chance) for number in range(1, 41)]
    made.rows = patents + gains
    body = f"<h2>附件一 专利清单</h2>{_table(patents, 'plain')}<h2>附件二 经济效益</h2>{_table(gains, 'ruled')}"
    style = (
        "table { border-collapse: collapse; width: 100%; } td, th { padding: 1.2mm 2mm; text-align: left; font-weight: normal; }"
        " .ruled td, .ruled th { border: 0.6pt solid black; } .plain td:nth-child(2), .plain th:nth-child(2) { width: 52mm; }"
    )
    made.data = _page(made.heads[0], body, style)
    return made


def _gain(number: int, chance: random.Random) -> tuple[str, ...]:
    saved = f"{chance.randint(3, 80)}.{chance.randint(0, 9)}"
    return f"{chance.choice(SUBJECTS)}改造{number}", f"{chance.choice('一二三四五')}车间", str(2014 + number % 9), saved


def _table(rows: list[tuple[str, ...]], kind: str) -> str:
    head = "".join(f"<th>{cell}</th>" for cell in rows[0])
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows[1:])
    return f"<table class='{kind}'><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"


def chromium_upright(chance: random.Random) -> Made:
    """Vertical Traditional text with a title and headings, columns from right to left."""
    made = Made(b"", paragraphs=["鄉土紡織技術通訊"])
    body = ["<h1>鄉土紡織技術通訊</h1>"]
    for heading in HEADINGS[:3]:
        texts = [_traditional(chance, chance.randint(2, 4)) for _ in range(2)]
        body += [f"<h2>{heading}</h2>", *(f"<p>{text}</p>" for text in texts)]
        made.paragraphs += [heading, *texts]
    style = "html { writing-mode: vertical-rl; } body { line-height: 1.9; } p { text-indent: 2em; margin: 0; }"
    made.data = _page("", "".join(body), style, "zh-Hant")
    return made


# LibreOffice.


def office_table(chance: random.Random) -> Made:
    """A ruled table over two pages whose head row is repeated, between paragraphs."""
    import docx  # noqa: PLC0415
    from docx.oxml import OxmlElement  # noqa: PLC0415

    made = Made(b"", heads=["港务公司职工创新成果登记"])
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = made.heads[0]
    rows = [("编号", "成果名称", "完成人", "效果")]
    rows += [
        (str(number), f"{chance.choice(SUBJECTS)}改造", chance.choice(("岳长海", "温玉兰", "司徒宏", "俞静")), prose(chance, 1))
        for number in range(1, 19)
    ]
    before, after = prose(chance, 3), prose(chance, 3)
    document.add_paragraph(before)
    table = document.add_table(len(rows), 4, style="Table Grid")
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_paragraph(after)
    made.paragraphs, made.rows = [before, after], rows
    sink = io.BytesIO()
    document.save(sink)
    made.data = printed_by_office(sink.getvalue())
    return made


def office_article(chance: random.Random) -> Made:
    """A title and an abstract over the whole width, then a section in two columns on the same page."""
    import docx  # noqa: PLC0415
    from docx.enum.section import WD_SECTION  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

    made = Made(b"", heads=["职业技术研究 2023年第4期"])
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = made.heads[0]
    title, abstract = f"{chance.choice(SUBJECTS)}检修方法的比较", f"摘要：{prose(chance, 3)}"
    document.add_heading(title, 0)
    document.add_paragraph(abstract)
    made.paragraphs = [title, abstract]
    section = document.add_section(WD_SECTION.CONTINUOUS)
    section._sectPr.xpath("./w:cols")[0].set(qn("w:num"), "2")
    for number, subject in enumerate(chance.sample(SUBJECTS, 3), 1):
        heading = f"{number} {subject}"
        texts = [prose(chance, chance.randint(2, 5)) for _ in range(4)]
        document.add_heading(heading, 2)
        for text in texts:
            paragraph = document.add_paragraph(text)
            paragraph.paragraph_format.first_line_indent = Pt(21)
            paragraph.paragraph_format.space_after = Pt(0)
        made.paragraphs += [heading, *texts]
    sink = io.BytesIO()
    document.save(sink)
    made.data = printed_by_office(sink.getvalue())
    return made
