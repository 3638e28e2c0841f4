"""Quality and speed of the PDF reader on documents generated here: ``python -m bench.pdf``.

Documents of one, two and three columns in Chinese and Latin, with running heads, page numbers and full-width headings, their
words drawn at random from a seed. Quality: F1 of characters in reading order (longest common subsequence) against what was
typeset, the share of paragraphs that stand whole in one block, and how often a running head stands in the body. Speed: least
processor time of some runs, beside pypdfium2's bare text and pdfplumber's ``extract_text``.
"""

import io
import random
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import fmean

from rapidfuzz.distance import LCSseq
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from extractors.pdf import extract
from extractors.registry import Context
from pipeline.document import BODY_ROLES, Extraction
from tests.unit.pdf_builder import FONT

DOCUMENTS = 4
RUNS = 3
FLOORS = {"F1": 0.99, "whole": 0.90, "heads in the body": 0.0, "times pdfplumber": 1.2}
"""The last is low because Chinese is set in a font that the file does not hold: finding one costs pdfium some 30 ms a file."""
HAN = (
    "检修班组围绕水泵轴承温度偏高反复出现停机的难题展开攻关先后测绘零件试制密封调整间隙比对数据并把做法写成手册供各站学习"
    "锅炉管道焊缝探伤记录显示缺陷率下降节约费用培训青年职工取得证书推广应用到兄弟单位获得好评今后继续改进工艺提高效率"
)
WORDS = (
    "the crew replaced worn bearings after careful measurement of every shaft and recorded wear on paper forms for later study"
    " while younger fitters learned to align couplings with simple tools so that vibration fell below agreed limits in each plant"
)
NEVER_FIRST = "，。、；："


@dataclass(frozen=True, slots=True)
class Made:
    """A document and what was typeset, in reading order."""

    data: bytes
    paragraphs: list[str]
    head: str


@dataclass(frozen=True, slots=True)
class Style:
    """How a document is set."""

    name: str
    columns: int
    latin: bool = False
    indent: float = 2.0
    by_level: bool = False
    """The file holds the lines of all columns level by level."""


STYLES = (
    Style("one column", 1),
    Style("two columns", 2),
    Style("three columns", 3),
    Style("two columns, level by level", 2, by_level=True),
    Style("one column, Latin", 1, latin=True, indent=1.5),
    Style("two columns, Latin", 2, latin=True, indent=1.0),
)


def main() -> int:
    """Prints a line a style; 1 when a floor is not reached."""
    lows: dict[str, list[float]] = {name: [] for name in FLOORS}
    print(f"{'':32}{'F1':>7}{'whole':>8}{'heads':>7}{'ms':>8}{'/bare':>7}{'plumber/':>9}")
    for style in STYLES:
        made = [typeset(style, random.Random(seed)) for seed in range(DOCUMENTS)]
        found = [extract(one.data, Context()) for one in made]
        f1 = fmean(_f1(one, extraction) for one, extraction in zip(made, found, strict=True))
        whole = fmean(_whole(one, extraction) for one, extraction in zip(made, found, strict=True))
        heads = fmean(_heads(one, extraction) for one, extraction in zip(made, found, strict=True))
        own, bare, plumber = (_least(reader, made) for reader in (_own, _bare, _plumber))
        print(f"{style.name:32}{f1:7.4f}{whole:8.3f}{heads:7.2f}{own * 1000:8.1f}{own / bare:7.2f}{plumber / own:9.1f}")
        for name, value in zip(FLOORS, (f1, whole, heads, plumber / own), strict=True):
            lows[name].append(value)
    missed = [name for name, values in lows.items() if not _reached(name, values)]
    print(f"floors not reached: {', '.join(missed)}" if missed else "all floors reached")
    return 1 if missed else 0


def _reached(name: str, values: list[float]) -> bool:
    return max(values) <= FLOORS[name] if name == "heads in the body" else min(values) >= FLOORS[name]


def typeset(style: Style, chance: random.Random) -> Made:
    """A document of some pages: a title, then sections with full-width headings over the columns."""
    sink = io.BytesIO()
    canvas = Canvas(sink, pagesize=A4)
    setter = _Setter(canvas, style, chance)
    setter.heading("年度技术攻关总结" if not style.latin else "Summary of the repair season", 20)
    for number in range(3):
        if number:
            setter.heading("".join(chance.sample(HAN, 14)) if not style.latin else " ".join(chance.sample(WORDS.split(), 5)), 15)
        setter.section([_paragraph(style, chance) for _ in range(chance.randint(5, 9))])
    setter.end()
    canvas.save()
    return Made(sink.getvalue(), setter.paragraphs, setter.head)


def _paragraph(style: Style, chance: random.Random) -> str:
    if style.latin:
        words = [chance.choices(WORDS.split(), k=chance.randint(8, 20)) for _ in range(chance.randint(2, 5))]
        return " ".join(_capital(" ".join(sentence)) for sentence in words)
    clauses = ["".join(chance.choices(HAN, k=chance.randint(6, 18))) for _ in range(chance.randint(3, 9))]
    return "，".join(clauses) + f"，全年完成{chance.randint(2, 99)}项，节约{chance.randint(10, 99)}.{chance.randint(1, 9)}万元。"


def _capital(sentence: str) -> str:
    return f"{sentence[0].upper()}{sentence[1:]}."


class _Setter:
    """Sets paragraphs into columns, page after page."""

    size = 10.5
    step = 16.0
    left, right, top, bottom = 72.0, 523.0, 760.0, 80.0

    def __init__(self, canvas: Canvas, style: Style, chance: random.Random) -> None:
        self.canvas, self.style = canvas, style
        self.font = "Times-Roman" if style.latin else FONT
        self.paragraphs: list[str] = []
        self.page = 0
        self.head = f"Report {chance.randint(100, 999)} of the repair works"
        self.y = self.top
        self.furnish()

    def furnish(self) -> None:
        self.page += 1
        self.canvas.setFont("Times-Roman", 9)
        self.canvas.drawString(self.left, 800, self.head)
        self.canvas.drawCentredString(297, 40, f"- {self.page} -")

    def heading(self, text: str, size: float) -> None:
        if self.y < self.bottom + 150:
            self.turn()
        font = "Times-Roman" if self.style.latin else FONT
        self.canvas.setFont(font, size)
        self.y -= 14
        self.canvas.drawCentredString((self.left + self.right) / 2, self.y, text)
        self.y -= 30
        self.paragraphs.append(text)

    def section(self, texts: list[str]) -> None:
        """Fills the columns evenly where the section ends, wholly where the page does."""
        self.paragraphs += texts
        gap = 22.0
        width = (self.right - self.left - gap * (self.style.columns - 1)) / self.style.columns
        lines = [line for text in texts for line in self.lines(text, width)]
        while lines:
            room = int((self.y - self.bottom) / self.step)
            each = min(room, -(-len(lines) // self.style.columns))
            drawn = [lines[number * each : (number + 1) * each] for number in range(self.style.columns)]
            lines = lines[each * self.style.columns :]
            self.draw(drawn, width + gap)
            self.y -= each * self.step + 12
            if lines:
                self.turn()

    def draw(self, columns: list[list[tuple[float, str]]], pitch: float) -> None:
        self.canvas.setFont(self.font, self.size)
        places = [(column, row, line) for column, lines in enumerate(columns) for row, line in enumerate(lines)]
        if self.style.by_level:
            places.sort(key=_level)
        for column, row, (offset, text) in places:
            self.canvas.drawString(self.left + column * pitch + offset, self.y - row * self.step, text)

    def lines(self, text: str, width: float) -> Iterator[tuple[float, str]]:
        pieces = text.split(" ") if self.style.latin else list(text)
        glue = " " if self.style.latin else ""
        offset, line = self.style.indent * self.size, ""
        for piece in pieces:
            wider = f"{line}{glue}{piece}" if line else piece
            if line and offset + stringWidth(wider, self.font, self.size) > width and piece not in NEVER_FIRST:
                yield offset, line
                offset, line = 0.0, piece
            else:
                line = wider
        yield offset, line

    def turn(self) -> None:
        self.canvas.showPage()
        self.furnish()
        self.y = self.top

    def end(self) -> None:
        self.canvas.showPage()


def _level(place: tuple[int, int, tuple[float, str]]) -> tuple[int, int]:
    return place[1], place[0]


def _body(found: Extraction) -> list[str]:
    roles = (*BODY_ROLES, "title", None)
    return [found.text[block.span.start : block.span.end] for block in found.blocks if block.role in roles]


def _f1(made: Made, found: Extraction) -> float:
    truth, ours = "".join("".join(made.paragraphs).split()), "".join("".join(_body(found)).split())
    return 2 * LCSseq.similarity(truth, ours) / (len(truth) + len(ours))


def _whole(made: Made, found: Extraction) -> float:
    blocks = set(_body(found))
    return sum(paragraph in blocks for paragraph in made.paragraphs) / len(made.paragraphs)


def _heads(made: Made, found: Extraction) -> float:
    return float(sum(made.head in text for text in _body(found)))


def _least(reader: Callable[[bytes], object], made: list[Made]) -> float:
    """Processor seconds a document, the least of the runs: other work on the machine only adds."""
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        for one in made:
            reader(one.data)
        times.append((time.process_time() - start) / len(made))
    return min(times)


def _own(data: bytes) -> object:
    return extract(data, Context())


def _bare(data: bytes) -> object:
    import pypdfium2  # noqa: PLC0415

    document = pypdfium2.PdfDocument(data)
    texts = []
    for page in document:
        textpage = page.get_textpage()
        texts.append(textpage.get_text_range())
        textpage.close()
        page.close()
    document.close()
    return texts


def _plumber(data: bytes) -> object:
    import pdfplumber  # noqa: PLC0415

    with pdfplumber.open(io.BytesIO(data)) as document:
        return [page.extract_text() for page in document.pages]


if __name__ == "__main__":
    sys.exit(main())
