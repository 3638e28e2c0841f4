"""Pages of paper that are known to the letter: drawn from a little Markdown, scanned, and where each letter came to stand."""

from dataclasses import dataclass, field
from io import BytesIO

from corpus.samples.scanning import photographed, scanned, sealed
from corpus.samples.sheets import DPI, Sheet, broken, packaged_fonts

LEFT, TOP, WIDTH, SIZE = 190, 220, 1270, 36
CELL = 30
Letter = tuple[str, float, float, float, float]
"""A letter and its box in pixels."""


@dataclass
class Page:
    """A page under the pen: its sheet, and every letter in the order it was drawn."""

    sheet: Sheet = field(default_factory=lambda: Sheet(packaged_fonts()[0]))
    letters: list[Letter] = field(default_factory=list)

    def line(self, x: float, y: float, text: str, size: int) -> None:
        face = self.sheet.face(size)
        self.sheet.draw.text((x, y), text, font=face, fill="black")
        for index, letter in enumerate(text):
            start = x + face.getlength(text[:index])
            self.letters.append((letter, start, y, start + face.getlength(letter), y + 1.3 * size))

    def paragraph(self, y: float, text: str, *, size: int = SIZE, centred: bool = False) -> float:
        face = self.sheet.face(size)
        for number, line in enumerate(broken(text, WIDTH, face, 0 if centred else 2 * size)):
            aside = (WIDTH - face.getlength(line)) / 2 if centred else (0 if number else 2 * size)
            self.line(LEFT + aside, y, line, size)
            y += 1.7 * size
        return y + 0.3 * size

    def row(self, y: float, cells: list[str], widths: list[float]) -> float:
        face = self.sheet.face(CELL)
        told = [broken(text, int(width) - 24, face, 0) for text, width in zip(cells, widths, strict=True)]
        height, x = max(map(len, told)) * 1.5 * CELL + 30, float(LEFT)
        for lines, width in zip(told, widths, strict=True):
            self.sheet.draw.rectangle((x, y, x + width, y + height), outline="black", width=3)
            for number, line in enumerate(lines):
                self.line(x + 12, y + 15 + number * 1.5 * CELL, line, CELL)
            x += width
        return y + height


def drawn(text: str, head: str) -> Page:
    """The page of some Markdown: a title, paragraphs, ruled tables. Raises ValueError where it needs more than a page."""
    page, y = Page(), float(TOP)
    if head.strip():
        page.line(LEFT, 110, head, 28)
    lines = [line for line in text.split("\n") if line.strip()]
    for number, line in enumerate(lines):
        if line.startswith("#"):
            y = page.paragraph(y, line.lstrip("# "), size=52 if line.startswith("# ") else 42, centred=True) + 30
        elif line.startswith("|"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            y = page.row(y, cells, _widths(lines, number))
        else:
            y = page.paragraph(y, line)
    if y > page.sheet.size[1] - 100:
        raise ValueError("more than a page")
    return page


def _widths(lines: list[str], number: int) -> list[float]:
    """Each column as wide as its longest cell asks for, of the table that holds this line."""
    first = last = number
    while first and lines[first - 1].startswith("|"):
        first -= 1
    while last + 1 < len(lines) and lines[last + 1].startswith("|"):
        last += 1
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[first : last + 1]]
    longest = [3 + max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [WIDTH * each / sum(longest) for each in longest]


PHOTO = 2200
"""Pixels of the longer side of a photographed page."""


def as_file(page: Page, name: str, *, seal: str, photo: bool = False, grey: bool = False) -> bytes:
    """The page as a scanner or a telephone gives it: a JPEG, a PNG, or a PDF that is one picture; with a round seal on it."""
    image = page.sheet.image
    if seal:
        image = sealed(image, seal, at=(1200, 1500), font=packaged_fonts()[0])
    buffer = BytesIO()
    kind = {"jpg": "JPEG", "png": "PNG", "pdf": "PDF"}[name.rpartition(".")[2]]
    seed = len(page.letters)
    taken = photographed(image, seed=seed, longer=PHOTO) if photo else scanned(image, seed=seed, quality=70)
    taken = taken.convert("L") if grey else taken
    taken.save(buffer, kind, resolution=DPI)
    return buffer.getvalue()
