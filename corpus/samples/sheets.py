"""Pages of paper as pictures: reports, two columns, certificates, forms with a table, each with what a reader finds on it.

Drawn at 200 dpi on A4, in black or with the colours such papers have. What is said is listed in reading order.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

DPI = 200
A4 = (1654, 2339)
NO_LINE_START = "，。、；：！？）》”’」』％"
SYSTEM_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/arphic/ukai.ttc",
    "/usr/share/fonts/truetype/arphic/uming.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf",
)


def packaged_fonts() -> tuple[Path, ...]:
    """The serif and the sans of the development environment; they hold the letters of both scripts."""
    import pylopdf_fonts_zh_cn  # noqa: PLC0415  only where pages are drawn

    folder = Path(pylopdf_fonts_zh_cn.__file__).parent
    return folder / "NotoSerifSC-Regular.otf", folder / "NotoSansSC-Regular.otf"


def every_font() -> tuple[Path, ...]:
    """The packaged fonts and those of the system that are known to hold Chinese."""
    return (*packaged_fonts(), *(Path(name) for name in SYSTEM_FONTS if Path(name).is_file()))


@dataclass
class Sheet:
    """A page under the pen. Places and sizes are in pixels."""

    font: Path
    size: tuple[int, int] = A4
    paper: str = "white"
    said: list[str] = field(default_factory=list)
    image: Image.Image = field(init=False)
    draw: ImageDraw.ImageDraw = field(init=False)

    def __post_init__(self) -> None:
        self.image = Image.new("RGB", self.size, self.paper)
        self.draw = ImageDraw.Draw(self.image)

    def face(self, size: int) -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(str(self.font), size)

    def line(self, x: int, y: int, text: str, size: int, *, ink: str = "black", anchor: str = "la") -> None:
        self.draw.text((x, y), text, font=self.face(size), fill=ink, anchor=anchor)
        self.said.append(text)

    def centred(self, y: int, text: str, size: int, *, ink: str = "black") -> None:
        self.line(self.size[0] // 2, y, text, size, ink=ink, anchor="ma")

    def paragraph(self, x: int, y: int, text: str, width: int, size: int, *, indent: int = 2, step: float = 1.7) -> int:
        """Sets a paragraph and gives the height below it."""
        lines = broken(text, width, self.face(size), indent * size)
        for number, line in enumerate(lines):
            self.draw.text((x + (0 if number else indent * size), y), line, font=self.face(size), fill="black")
            y += int(size * step)
        self.said.append("".join(lines))
        return y

    def table(self, x: int, y: int, widths: Sequence[int], rows: Sequence[Sequence[str]], size: int, *, high: int = 64) -> int:
        """A ruled table; a cell that says None goes on with the one to its left."""
        for row in rows:
            left = x
            deepest = max(len(broken(text, width - 24, self.face(size), 0)) for text, width in zip(row, widths, strict=True))
            height = max(high, int(deepest * size * 1.4) + 24)
            for text, width in zip(row, widths, strict=True):
                self.draw.rectangle((left, y, left + width, y + height), outline="black", width=3)
                lines = broken(text, width - 24, self.face(size), 0)
                top = y + (height - int(len(lines) * size * 1.4)) // 2
                for number, line in enumerate(lines):
                    self.draw.text((left + 12, top + int(number * size * 1.4)), line, font=self.face(size), fill="black")
                left += width
                self.said.append(text)
            y += height
        return y


def broken(text: str, width: int, face: ImageFont.FreeTypeFont, indent: int) -> list[str]:
    """The lines of a paragraph; no line begins with a closing mark."""
    lines: list[str] = []
    line, room = "", width - indent
    for letter in text:
        if line and face.getlength(line + letter) > room and letter not in NO_LINE_START:
            lines.append(line)
            line, room = "", width
        line += letter
    return [*lines, line] if line else lines


@dataclass(frozen=True)
class Page:
    """A drawn page: its picture and what it says, in reading order; `rows` are those of its table, if it has one."""

    name: str
    image: Image.Image
    said: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()


SAID = tomllib.loads(Path(__file__).with_name("pages.toml").read_text("utf-8"))


def report(font: Path, script: str) -> Page:
    sheet, said = Sheet(font), SAID["report"][script]
    sheet.centred(190, said["title"], 52)
    y = 330
    for text in said["paragraphs"]:
        y = sheet.paragraph(210, y, text, 1240, 34) + 6
    return Page(f"report {script}", sheet.image, tuple(sheet.said))


def columns(font: Path) -> Page:
    sheet, said = Sheet(font), SAID["columns"]
    sheet.centred(190, said["title"], 48)
    for x, side in ((180, "left"), (860, "right")):
        y = 330
        for text in said[side]:
            y = sheet.paragraph(x, y, text, 610, 32) + 4
    return Page("columns hans", sheet.image, tuple(sheet.said))


def form(font: Path) -> Page:
    return _with_table(font, "form", (220, 560, 200, 350), high=90)


def patents(font: Path) -> Page:
    return _with_table(font, "patents", (120, 560, 400, 280), high=72)


def _with_table(font: Path, name: str, widths: Sequence[int], *, high: int) -> Page:
    sheet, said = Sheet(font), SAID[name]
    sheet.centred(180, said["title"], 50)
    sheet.table(155, 320, widths, said["rows"], 32, high=high)
    return Page(f"{name} hans", sheet.image, tuple(sheet.said), tuple(tuple(row) for row in said["rows"]))


def patent_certificate(font: Path) -> Page:
    sheet, said = Sheet(font, paper="#fdfaf0"), SAID["patent_certificate"]
    sheet.draw.rectangle((70, 70, 1584, 2269), outline="#b8860b", width=14)
    sheet.draw.rectangle((96, 96, 1558, 2243), outline="#c9a227", width=4)
    sheet.line(190, 170, said["number"], 32)
    sheet.centred(420, said["title"], 92, ink="#8b1a1a")
    y = 660
    for text in said["fields"]:
        sheet.line(230, y, text, 38)
        y += 110
    sheet.paragraph(230, y + 20, said["body"], 1200, 34)
    for number, text in enumerate(said["signed"]):
        sheet.line(900, 1930 + 80 * number, text, 36)
    return Page("patent certificate hans", sheet.image, tuple(sheet.said))


def award_certificate(font: Path) -> Page:
    sheet, said = Sheet(font, size=(2339, 1654), paper="#fff8ea"), SAID["award_certificate"]
    sheet.draw.rectangle((60, 60, 2279, 1594), outline="#a61c1c", width=18)
    sheet.centred(210, said["title"], 150, ink="#b01919")
    sheet.line(280, 520, said["to"], 56)
    sheet.paragraph(280, 640, said["body"], 1780, 56)
    for number, text in enumerate(said["signed"]):
        sheet.line(1560, 1180 + 100 * number, text, 50)
    return Page("award certificate hant", sheet.image, tuple(sheet.said))


def pages(font: Path) -> tuple[Page, ...]:
    """One page of each kind; the report in both scripts."""
    drawn = (draw(font) for draw in (columns, form, patents, patent_certificate, award_certificate))
    return (report(font, "hans"), report(font, "hant"), *drawn)
