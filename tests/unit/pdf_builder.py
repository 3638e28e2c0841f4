"""Tiny PDFs for tests: text set on a page as a typesetter would, with the lines broken by us."""

import io
from collections.abc import Callable, Iterator, Sequence

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
registerFont(UnicodeCIDFont(FONT))

Draw = Callable[[Canvas], object]
Lines = Sequence[tuple[float, str]]


def pdf(*pages: Draw, **options: object) -> bytes:
    """A PDF with one page for each drawing."""
    sink = io.BytesIO()
    canvas = Canvas(sink, pagesize=A4, **options)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return sink.getvalue()


def broken(text: str, width: float, size: float, *, font: str = FONT, indent: float = 2.0) -> Iterator[tuple[float, str]]:
    """The lines of a paragraph with their offset to the right: letter by letter in Chinese, word by word in Latin."""
    pieces = text.split(" ") if " " in text else list(text)
    glue = " " if " " in text else ""
    line, offset = "", indent * size
    for piece in pieces:
        wider = f"{line}{glue}{piece}" if line else piece
        if line and offset + stringWidth(wider, font, size) > width:
            yield offset, line
            line, offset = piece, 0.0
        else:
            line = wider
    yield offset, line


def column(
    canvas: Canvas,
    texts: Sequence[str],
    *,
    x: float = 72,
    top: float = 760,
    bottom: float = 72,
    width: float = 450,
    size: float = 12,
    font: str = FONT,
    indent: float = 2.0,
) -> list[tuple[float, str]]:
    """Paragraphs from `top` downwards; gives back the lines that had no room."""
    lines = [line for text in texts for line in broken(text, width, size, font=font, indent=indent)]
    return rest(canvas, lines, x=x, top=top, bottom=bottom, size=size, font=font)


def rest(
    canvas: Canvas,
    lines: Lines,
    *,
    x: float,
    top: float,
    bottom: float = 72,
    size: float = 12,
    font: str = FONT,
) -> list[tuple[float, str]]:
    """Lines already broken, as many as there is room for; the others."""
    canvas.setFont(font, size)
    y = top
    for index, (offset, line) in enumerate(lines):
        if y < bottom:
            return list(lines[index:])
        canvas.drawString(x + offset, y, line)
        y -= 1.5 * size
    return []


def centred(canvas: Canvas, text: str, *, y: float, size: float = 20) -> None:
    canvas.setFont(FONT, size)
    canvas.drawCentredString(A4[0] / 2, y, text)
