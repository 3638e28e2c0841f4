"""Quality and speed of the PDF reader on documents generated here: ``python -m bench.pdf``.

Documents of one, two and three columns in Chinese and Latin, with running heads, page numbers and full-width headings, their
words drawn at random from a seed; then the layouts of `bench.pdf_layouts`. Quality: F1 of characters in reading order (longest
common subsequence) against what was typeset, the share of paragraphs that stand whole in one block, how often a running head
stands in the body, and characters that were drawn and are neither in the text nor on a page with a reason. Speed: least
processor time of some runs, beside pypdfium2's bare text and pdfplumber's ``extract_text``. Last, all documents read by each
peer that is installed.

``--producers`` measures the same of what Typst, Chromium and LibreOffice print (`bench.pdf_producers`, `bench.pdf_journals`,
`bench.pdf_papers`); ``--loss FOLDER`` what is lost silently of the PDFs in a folder (`bench.pdf_loss`).
"""

import argparse
import io
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from rapidfuzz.distance import LCSseq
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from bench import pdf_journals, pdf_layouts, pdf_papers, pdf_producers
from bench.pdf_peers import bare, peers, plumber
from extractors.pdf import extract
from extractors.registry import Context
from pipeline.document import BODY_ROLES, Extraction
from pipeline.errors import Reason
from tests.unit.pdf_builder import FONT

DOCUMENTS = 4
RUNS = 3
FLOORS = {"F1": 0.99, "whole": 0.90, "heads in the body": 0.0, "times pdfplumber": 2.0}
LAYOUT_FLOORS = {"F1": 0.99, "whole": 0.90, "aside": 0.90, "rows": 0.90, "lost": 0.0}
"""Paragraphs; sidebars, notes and captions; rows of lists; characters lost of a thousand."""
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
    pages: int


@dataclass(frozen=True, slots=True)
class Style:
    """How a document is set."""

    name: str
    columns: int
    latin: bool = False
    indent: float = 2.0
    by_level: bool = False
    """The file holds the lines of all columns level by level."""
    suspicious: bool = False
    """Each page has a line in white, for which it is drawn with and without."""


STYLES = (
    Style("one column", 1),
    Style("two columns", 2),
    Style("three columns", 3),
    Style("two columns, level by level", 2, by_level=True),
    Style("one column, Latin", 1, latin=True, indent=1.5),
    Style("two columns, Latin", 2, latin=True, indent=1.0),
)
SUSPICIOUS = (
    Style("a white line a page", 1, suspicious=True),
    Style("a white line a page, Latin", 1, latin=True, indent=1.5, suspicious=True),
)


def main() -> int:
    """Prints a line a style and a layout, then one a peer; 1 when a floor is not reached."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--loss", type=Path, metavar="FOLDER", help="PDFs to look for letters in that are silently lost")
    options.add_argument("--most", type=int, default=100, metavar="PAGES", help="how many pages are looked at for that")
    options.add_argument("--producers", action="store_true", help="documents as other programs print them, and nothing else")
    given = options.parse_args()
    if given.producers:
        return _told(_measured({**pdf_producers.producers(), **pdf_journals.journals(), **pdf_papers.papers()}, 2))
    if given.loss is not None:
        from bench.pdf_loss import measure as lost_in  # noqa: PLC0415  needs the extra for recognition

        lost_in(given.loss, most=given.most)
        return 0
    missed = _styles()
    _suspicious()
    missed += _measured(pdf_layouts.LAYOUTS, DOCUMENTS)
    _peers()
    return _told(missed)


def _told(missed: Sequence[str]) -> int:
    print(f"floors not reached: {', '.join(missed)}" if missed else "all floors reached")
    return 1 if missed else 0


def _styles() -> list[str]:
    lows: dict[str, list[float]] = {name: [] for name in FLOORS}
    print(f"{'':32}{'F1':>7}{'whole':>8}{'heads':>7}{'lost':>6}{'ms':>8}{'/bare':>7}{'plumber/':>9}")
    for style in STYLES:
        made = [typeset(style, random.Random(seed)) for seed in range(DOCUMENTS)]
        found = [extract(one.data, Context()) for one in made]
        pairs = list(zip(made, found, strict=True))
        f1, whole, heads, lost = (fmean(measure(*pair) for pair in pairs) for measure in (_f1, _whole, _heads, _lost))
        own, theirs, plumbers = _least((_own, bare, plumber), [one.data for one in made])
        speed = f"{own * 1000:8.1f}{own / theirs:7.2f}{plumbers / own:9.1f}"
        print(f"{style.name:32}{f1:7.4f}{whole:8.3f}{heads:7.2f}{lost:6.2f}{speed}")
        for name, value in zip(FLOORS, (f1, whole, heads, plumbers / own), strict=True):
            lows[name].append(value)
    return [name for name, values in lows.items() if not _reached(name, values)]


def _suspicious() -> None:
    """What pages cost on which something may not be seen, apart from the clean ones: milliseconds a page."""
    print()
    for style, clean in zip(SUSPICIOUS, (STYLES[0], STYLES[4]), strict=True):
        made = [[typeset(each, random.Random(seed)) for seed in range(DOCUMENTS)] for each in (style, clean)]
        pages = fmean(one.pages for one in made[0])
        dear, cheap = (_least((_own,), [one.data for one in files])[0] * 1000 / pages for files in made)
        print(f"{style.name:32}{dear:7.1f} ms a page, {cheap:.1f} without it")


def _measured(layouts: Mapping[str, Callable[[random.Random], pdf_layouts.Made] | None], documents: int) -> list[str]:
    """Prints a line a layout; the floors that were not reached."""
    missed: list[str] = []
    print(f"\n{'':32}{'F1':>7}{'whole':>8}{'aside':>7}{'rows':>6}{'lost':>6}{'heads':>7}")
    for name, typeset_layout in layouts.items():
        if typeset_layout is None:
            print(f"{name:32} not installed")
            continue
        made = [typeset_layout(random.Random(seed)) for seed in range(documents)]
        pairs = [(one, extract(one.data, Context())) for one in made]
        values = {
            "F1": fmean(_ordered(one.paragraphs, _main(found, one)) for one, found in pairs),
            "whole": fmean(_share(one.paragraphs, set(_main(found, one))) for one, found in pairs),
            "aside": fmean(_share(one.aside, set(_body(found))) for one, found in pairs),
            "rows": fmean(_share(one.rows, _rows(found)) for one, found in pairs),
            "lost": 1000 * fmean(_unseen(_drawn(one), found) for one, found in pairs),
        }
        heads = fmean(sum(head in _body(found) for head in one.heads if head not in one.paragraphs) for one, found in pairs)
        numbers = (values["F1"], values["whole"], values["aside"], values["rows"], values["lost"], heads)
        print(f"{name:32}{numbers[0]:7.4f}{numbers[1]:8.3f}{numbers[2]:7.2f}{numbers[3]:6.2f}{numbers[4]:6.2f}{numbers[5]:7.2f}")
        missed += [f"{key} of {name}" for key, floor in LAYOUT_FLOORS.items() if _falls_short(key, values[key], floor)]
    return missed


def _falls_short(key: str, value: float, floor: float) -> bool:
    return value > floor if key == "lost" else value < floor


def _peers() -> None:
    """What each reader makes of one document a style and layout: F1 in reading order over the whole text, and processor time."""
    plain = [typeset(style, random.Random(0)) for style in STYLES]
    other = [layout(random.Random(0)) for layout in pdf_layouts.LAYOUTS.values()]
    truths = [(one.data, one.paragraphs) for one in plain] + [(one.data, one.paragraphs) for one in other]
    print(f"\n{'':32}{'F1':>7}{'ms':>8}{'/ours':>7}")
    (ours,) = _least((_own,), [data for data, _ in truths])
    f1 = fmean(_ordered(paragraphs, _body(extract(data, Context()))) for data, paragraphs in truths)
    print(f"{'xingping':32}{f1:7.4f}{ours * 1000:8.1f}{1:7.2f}")
    for name, reader in peers().items():
        if reader is None:
            print(f"{name:32} not installed")
            continue
        f1 = fmean(_ordered(paragraphs, [reader(data)]) for data, paragraphs in truths)
        (theirs,) = _least((reader,), [data for data, _ in truths])
        print(f"{name:32}{f1:7.4f}{theirs * 1000:8.1f}{theirs / ours:7.2f}")


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
    return Made(sink.getvalue(), setter.paragraphs, setter.head, setter.page)


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
        if self.style.suspicious:
            self.canvas.setFillColorRGB(1, 1, 1)
            self.canvas.drawString(self.left, 60, "awarded the first prize of the province three times")
            self.canvas.setFillColorRGB(0, 0, 0)

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
    return _ordered(made.paragraphs, _body(found))


def _ordered(paragraphs: Sequence[str], texts: Sequence[str]) -> float:
    truth, ours = "".join("".join(paragraphs).split()), "".join("".join(texts).split())
    return 2 * LCSseq.similarity(truth, ours) / max(1, len(truth) + len(ours))


def _whole(made: Made, found: Extraction) -> float:
    return _share(made.paragraphs, set(_body(found)))


def _share(wanted: Sequence[object], found: "set[str] | set[tuple[str, ...]]") -> float:
    bare_found = {_bare(one) for one in found}
    return sum(_bare(one) in bare_found for one in wanted) / len(wanted) if wanted else 1.0


def _bare(text: object) -> str:
    """Without blanks: whether one stands between Latin and Han at a line's end is not to be seen."""
    if isinstance(text, tuple):
        return "\t".join(map(_bare, text))
    return "".join(str(text).split())


def _main(found: Extraction, made: pdf_layouts.Made) -> list[str]:
    """The body without what stands beside it."""
    others = {_bare(text) for text in (*made.aside, *(cell for row in made.rows for cell in row))}
    return [text for text in _body(found) if _bare(text) not in others]


def _rows(found: Extraction) -> set[tuple[str, ...]]:
    texts = (tuple(found.text[cell.span.start : cell.span.end] for cell in row) for table in found.tables for row in table.rows)
    return set(texts)


def _drawn(made: pdf_layouts.Made) -> str:
    return "".join((*made.paragraphs, *made.aside, *(cell for row in made.rows for cell in row)))


def _lost(made: Made, found: Extraction) -> float:
    return 1000 * _unseen("".join(made.paragraphs), found)


def _unseen(drawn: str, found: Extraction) -> float:
    """The share of drawn characters that are not in the text, where no reason says that something is missing."""
    if any(isinstance(note.code, Reason) for note in found.notes):
        return 0.0
    missing = Counter("".join(drawn.split())) - Counter("".join(found.text.split()))
    return missing.total() / max(1, len(drawn))


def _heads(made: Made, found: Extraction) -> float:
    return float(sum(made.head in text for text in _body(found)))


def _least(readers: Sequence[Callable[[bytes], object]], files: Sequence[bytes]) -> list[float]:
    """Processor seconds a document of each reader, the least of the runs: other work on the machine only adds.

    They take turns, so that a busy moment meets them all.
    """
    times = [float("inf")] * len(readers)
    for _ in range(RUNS):
        for number, reader in enumerate(readers):
            start = time.process_time()
            for data in files:
                reader(data)
            times[number] = min(times[number], (time.process_time() - start) / len(files))
    return times


def _own(data: bytes) -> object:
    return extract(data, Context())


if __name__ == "__main__":
    sys.exit(main())
