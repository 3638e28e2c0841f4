"""Office documents whose whole text is known because they are written here: what a reader of the printed document sees."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.builders import odf, rtf, sheet97, slides, word97
from tests.builders.sheet import figure, formats, row, text, xlsx
from tests.builders.word import docx, p, r, tbl, tc, tr

PROSE = (
    "工作室立足炼钢生产现场，围绕连铸机漏钢预报开展技术攻关。",
    "全年完成技术改造六项，其中两项通过集团公司验收。",
    "工作室採用師帶徒的方式，與十二名青年職工簽訂培養協議。",
    "改造后的换热机组每小时节约蒸汽一点二吨。",
)
ROWS = (
    ("序号", "项目名称", "负责人", "完成时间"),
    ("1", "转炉烟罩改造", "某甲", "2023年5月"),
    ("2", "天車制動改進", "某乙", "2023年9月"),
)
BOX = "<mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox></mc:Fallback></mc:AlternateContent>"  # noqa: E501
LEVEL = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>'
NUMBERING = f'<w:abstractNum w:abstractNumId="0">{LEVEL}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'


@dataclass(frozen=True, slots=True)
class Gold:
    """A document, every piece of text it prints (each letter once), and the rows of its tables."""

    name: str
    data: bytes
    pieces: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()


def documents() -> Iterator[Gold]:
    """One document a feature or format."""
    table = tbl(*(tr(*cells) for cells in ROWS))
    cells = tuple(cell for cells in ROWS for cell in cells)
    yield Gold("plain.docx", docx("".join(p(line) for line in PROSE) + table), (*PROSE, *cells), ROWS)
    inner = tbl(tr("内表甲", "内表乙"))
    merged = tbl(
        tr(tc("单位", properties='<w:vMerge w:val="restart"/>'), tc("两年合计", properties='<w:gridSpan w:val="2"/>')),
        tr(tc(p(""), properties="<w:vMerge/>"), "十二项", tc(p("含下表"), inner)),
    )
    pieces = ("单位", "两年合计", "十二项", "含下表", "内表甲", "内表乙")
    yield Gold(
        "merged-nested.docx", docx(p(PROSE[0]) + merged), (PROSE[0], *pieces), (("单位", "两年合计"), ("内表甲", "内表乙"))
    )
    boxed = p(PROSE[0], f"<w:r>{BOX.format(p('框内：节约成本八万元'))}</w:r>")
    control = f"<w:sdt><w:sdtContent>{p('控件内：获市级奖励')}</w:sdtContent></w:sdt>"
    yield Gold("boxes-controls.docx", docx(boxed + control), (PROSE[0], "框内：节约成本八万元", "控件内：获市级奖励"))
    note = '<w:footnote w:id="2">' + p("脚注：数据由财务部核定") + "</w:footnote>"
    noted = p(PROSE[1], '<w:r><w:footnoteReference w:id="2"/></w:r>')
    yield Gold("notes.docx", docx(noted, {"footnotes": note}), (PROSE[1], "脚注：数据由财务部核定"))
    listed = "".join(p(line, properties=NUMBERED) for line in PROSE[:3])
    labels = tuple(f"{sign}、" for sign in "一二三")
    yield Gold("numbered.docx", docx(listed, {"numbering": NUMBERING}), (*PROSE[:3], *labels))
    changed = p(r("完成改进"), f'<w:ins w:id="1">{r("七")}</w:ins>', r("项"), f"<w:smartTag>{r('，已验收')}</w:smartTag>")
    yield Gold("inserted.docx", docx(changed), ("完成改进七项，已验收",))
    styles = formats("#,##0.00", "yyyy/m/d", "0.0%")
    lines = [
        row(1, *(text(f"{column}1", word) for column, word in zip("ABCD", ("项目", "金额", "日期", "比例"), strict=True))),
        row(
            2,
            text("A2", "烟罩"),
            figure("B2", "12345.5", style=1),
            figure("C2", "45000", style=2),
            figure("D2", "0.125", style=3),
        ),
    ]
    printed = (("项目", "金额", "日期", "比例"), ("烟罩", "12,345.50", "2023/3/15", "12.5%"))
    flat = tuple(cell for cells in printed for cell in cells)
    yield Gold("formats.xlsx", xlsx("".join(lines), styles=styles), flat, printed)
    slide = slides.shape("年度总结", placeholder="title") + slides.shape(*PROSE[:2]) + slides.table(*ROWS)
    spoken = slides.pptx(slide, notes=slides.shape("备注：请领导讲话", placeholder="body"))
    yield Gold("slides.pptx", spoken, ("年度总结", *PROSE[:2], *cells, "备注：请领导讲话"), ROWS)
    yield from _old(cells)


def _old(cells: tuple[str, ...]) -> Iterator[Gold]:
    """The formats before Office 2007, rich text and OpenDocument."""
    marks = [word97.P97(f"{word}\x07", modifiers=word97.IN_CELL) for word in ROWS[0]]
    end = word97.P97("\x07", modifiers=word97.ROW_END)
    body = [word97.P97(f"{line}\r") for line in PROSE]
    field = word97.P97("见\x13 REF 目标 \x14第二节\x15。\t续后\r")
    yield Gold("table.doc", word97.doc(*body, *marks, end, field), (*PROSE, *ROWS[0], "见第二节。", "续后"), ROWS[:1])
    shared = sheet97.font() + sheet97.number_format(164, "#,##0.0") + sheet97.look() + sheet97.look(number=164)
    book = sheet97.text(0, 0, "节约") + sheet97.text(0, 1, "年度") + sheet97.figure(1, 0, 9876.54, style=1)
    yield Gold("formats.xls", sheet97.xls(book, shared=shared), ("节约", "年度", "9,876.5"), (("节约", "年度"),))
    lines = "".join(rtf.p(rtf.hexed(line) if "採" not in line else rtf.coded(line)) for line in PROSE)
    rows = "".join(rtf.tr(*map(rtf.coded, line)) for line in ROWS)
    yield Gold("table.rtf", rtf.rtf(lines + rows), (*PROSE, *cells), ROWS)
    inside = "".join(odf.p(line) for line in PROSE) + odf.table(*(odf.tr(*map(odf.tc, line)) for line in ROWS))
    yield Gold("table.odt", odf.odt(inside), (*PROSE, *cells), ROWS)
    sheet = odf.sheet("成果", *(odf.tr(*map(odf.tc, line)) for line in ROWS))
    yield Gold("table.ods", odf.ods(sheet), cells, ROWS)
