"""Documents in layouts that the reader's thresholds were not set on, with what was typeset in reading order.

Short headings at the left edge over two columns, a sidebar in a frame, initials, notes at the foot, captions between
paragraphs, heads that change with the section, lists in columns without rules, small and large leading, no indent.
"""

import io
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from tests.unit.pdf_builder import FONT

LEFT, RIGHT, TOP, BOTTOM = 64.0, 531.0, 770.0, 96.0
PIECE = re.compile("[!-~]+ ?|.")
"""What a line is not broken within: a letter, or a word in Latin with its blank."""
NEVER_FIRST = "，。、；：）"
SUBJECTS = (
    "主蒸汽管道",
    "循环水泵",
    "皮带输送机",
    "除尘滤袋",
    "变压器套管",
    "液压支架",
    "道岔转辙机",
    "注塑模具",
    "纺纱锭子",
    "冷库压缩机",
)
VERBS = (
    "振动超过规定",
    "漏油频繁",
    "寿命不足半年",
    "更换要停机两天",
    "检修空间狭小",
    "备件依赖外购",
    "数据靠人工抄录",
)
DEEDS = (
    "测绘了旧件",
    "改用复合材料",
    "加装了在线监测",
    "重画了装配图",
    "编写了作业卡",
    "请班组试用三个月",
    "与厂家核对了图纸",
    "做了对比试验",
)


@dataclass(slots=True)
class Made:
    """A document: its bytes, its paragraphs in reading order, notes and lists set apart, words that are furniture."""

    data: bytes
    paragraphs: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    """Sidebars, notes and captions: whole somewhere."""
    rows: list[tuple[str, ...]] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)


def prose(chance: random.Random, clauses: int) -> str:
    """A paragraph in Chinese with figures and some Latin words."""
    said = [f"{chance.choice(SUBJECTS)}{chance.choice(VERBS)}，{chance.choice(DEEDS)}" for _ in range(clauses)]
    figures = f"共用时{chance.randint(3, 90)}天，节约{chance.randint(10, 99)}.{chance.randint(1, 9)}万元"
    latin = chance.choice(("", "，采用 PLC 控制", "，精度达到 0.05 mm", "，参数写入 DCS 系统"))
    return f"{'；'.join(said)}，{figures}{latin}。"


class Press:
    """Sets lines on pages."""

    def __init__(self, chance: random.Random, *, size: float = 10.5, leading: float = 1.6, indent: float = 2.0) -> None:
        self.sink = io.BytesIO()
        self.canvas = Canvas(self.sink, pagesize=A4)
        self.chance, self.size, self.step, self.indent = chance, size, size * leading, indent
        self.made = Made(b"")
        self.page = 1

    def lines(self, text: str, width: float, *, size: float = 0.0, indent: float | None = None) -> Iterator[tuple[float, str]]:
        size = size or self.size
        offset, line = (self.indent if indent is None else indent) * size, ""
        for piece in PIECE.findall(text):
            if line and offset + stringWidth(line + piece.rstrip(), FONT, size) > width and piece not in NEVER_FIRST:
                yield offset, line
                offset, line = 0.0, piece
            else:
                line += piece
        yield offset, line

    def put(self, lines: list[tuple[float, str]], x: float, y: float, *, size: float = 0.0) -> float:
        """The lines from `y` downwards; the height below them."""
        self.canvas.setFont(FONT, size or self.size)
        for offset, line in lines:
            self.canvas.drawString(x + offset, y, line)
            y -= self.step
        return y

    def furnish(self, head: str) -> None:
        self.canvas.setFont(FONT, 8.5)
        self.canvas.drawString(LEFT, 806, head)
        self.canvas.drawCentredString(297, 48, f"第 {self.page} 页")
        self.made.heads.append(head)

    def turn(self) -> None:
        self.canvas.showPage()
        self.page += 1

    def done(self) -> Made:
        self.canvas.save()
        self.made.data = self.sink.getvalue()
        return self.made


def left_headings(chance: random.Random) -> Made:
    """Sections in two columns under headings of the body's size at the left edge."""
    press = Press(chance, leading=chance.choice((1.4, 1.8)))
    width = (RIGHT - LEFT - 24) / 2
    for page in range(2):
        press.furnish("技术攻关材料汇编")
        y = TOP
        for number in range(2):
            title = f"（{'一二三四'[2 * page + number]}）{chance.choice(SUBJECTS)}改造"
            press.put([(0.0, title)], LEFT, y)
            texts = [prose(chance, chance.randint(2, 4)) for _ in range(4)]
            lines = [line for text in texts for line in press.lines(text, width)]
            half = -(-len(lines) // 2)
            press.put(lines[:half], LEFT, y - 1.8 * press.step)
            press.put(lines[half:], LEFT + width + 24, y - 1.8 * press.step)
            press.made.paragraphs += [title, *texts]
            y -= (half + 3.2) * press.step
        press.turn()
    return press.done()


def framed(chance: random.Random) -> Made:
    """A sidebar in a frame at the right, the main text around it."""
    press = Press(chance)
    for _ in range(2):
        y = TOP
        note = prose(chance, 1)
        press.canvas.rect(390, y - 150, 141, 158, stroke=1, fill=0)
        press.put(list(press.lines(note, 125, size=9, indent=0)), 398, y - 12, size=9)
        press.made.aside.append(note)
        for _ in range(7):
            text = prose(chance, chance.randint(2, 5))
            y = _around(press, text, y, 390, TOP - 162)
            press.made.paragraphs.append(text)
        press.turn()
    return press.done()


def _around(press: Press, text: str, y: float, edge: float, below: float) -> float:
    """Sets a paragraph whose lines are short as long as they stand beside the frame."""
    offset, rest = press.indent * press.size, text
    while rest:
        width = (edge - 14 if y > below else RIGHT) - LEFT
        _, line = next(press.lines(rest, width - offset, indent=0))
        press.put([(offset, line)], LEFT, y)
        rest, offset, y = rest[len(line) :], 0.0, y - press.step
    return y


def sectioned(chance: random.Random) -> Made:
    """One column; the head names the section, notes stand at the foot, captions between paragraphs."""
    press = Press(chance, leading=1.9)
    for number in range(3):
        title = f"第{'一二三'[number]}章 {chance.choice(SUBJECTS)}的检修"
        press.furnish(title)
        press.canvas.setFont(FONT, 15)
        press.canvas.drawString(LEFT, TOP, title)
        press.made.paragraphs.append(title)
        y = TOP - 2 * press.step
        for row in range(3):
            text = prose(chance, chance.randint(3, 6))
            y = press.put(list(press.lines(text, RIGHT - LEFT)), LEFT, y)
            press.made.paragraphs.append(text)
            if row == 1:
                caption = f"图{number + 1} {chance.choice(SUBJECTS)}的布置"
                press.canvas.rect(200, y - 70, 190, 76)
                press.canvas.setFont(FONT, 9)
                press.canvas.drawCentredString(295, y - 86, caption)
                press.made.aside.append(caption)
                y -= 86 + 1.6 * press.step
        note = f"{number + 1} 数据取自{chance.choice(SUBJECTS)}的运行记录。"
        press.put([(0.0, note)], LEFT, 92, size=8.5)
        press.made.aside.append(note)
        press.turn()
    return press.done()


def listed(chance: random.Random) -> Made:
    """Paragraphs without indent, and between them a list in columns without rules."""
    press = Press(chance, indent=0)
    y = TOP
    for part in range(3):
        text = prose(chance, 4)
        y = press.put(list(press.lines(text, RIGHT - LEFT)), LEFT, y) - press.step
        press.made.paragraphs.append(text)
        if part == 2:
            break
        rows = [("序号", "项目", "等级", "年份")]
        rows += [
            (str(n), f"{chance.choice(SUBJECTS)}改造", chance.choice(("一等奖", "二等奖")), str(2015 + n)) for n in range(1, 7)
        ]
        for row in rows:
            for x, cell in zip((LEFT, 120, 320, 430), row, strict=True):
                press.canvas.drawString(x, y, cell)
            y -= press.step
        press.made.rows += rows
        y -= press.step
    press.turn()
    return press.done()


LAYOUTS: dict[str, Callable[[random.Random], Made]] = {
    "headings at the left": left_headings,
    "frame at the right": framed,
    "sections, notes, captions": sectioned,
    "lists without rules": listed,
}
