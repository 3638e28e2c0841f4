"""A text PDF from a little Markdown: a title, headings, paragraphs and ruled tables, with a running head and page numbers.

The fonts are Adobe's named CID fonts, which are not embedded: text in them is found through the standard's own character
maps, as in PDFs made on Chinese Windows. The same input gives the same bytes.
"""

from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

FONTS = {"hans": "STSong-Light", "hant": "MSung-Light"}


def report(markdown: str, *, script: str, head: str, password: str = "") -> bytes:
    """The PDF of `markdown`; with a `password` it opens for those who know it."""
    font = FONTS[script]
    pdfmetrics.registerFont(UnicodeCIDFont(font))

    def furnish(canvas: Any, document: Any) -> None:
        canvas.setFont(font, 9)
        canvas.drawCentredString(A4[0] / 2, A4[1] - 40, head)
        canvas.drawCentredString(A4[0] / 2, 36, f"— {document.page} —")

    buffer = BytesIO()
    encrypt = StandardEncryption(password, strength=128) if password else None
    template = SimpleDocTemplate(buffer, pagesize=A4, topMargin=72, bottomMargin=64, invariant=1, encrypt=encrypt)
    template.build(_flow(markdown, font), onFirstPage=furnish, onLaterPages=furnish)
    return buffer.getvalue()


def scan() -> bytes:
    """A page that is one picture, as a telephone's scanner makes it: nothing in it is text."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    canvas.drawImage(ImageReader(_picture()), 0, 0, *A4)
    canvas.save()
    return buffer.getvalue()


def photo() -> bytes:
    """A small JPEG."""
    buffer = BytesIO()
    _picture().save(buffer, "JPEG", quality=60)
    return buffer.getvalue()


def _picture() -> Any:
    """A sheet with grey strokes for lines of writing and a round red seal."""
    picture = Image.new("RGB", (210, 297), (247, 245, 238))
    draw = ImageDraw.Draw(picture)
    for row in range(60, 220, 14):
        draw.line((30, row, 180 - row % 37, row), fill=(90, 90, 90), width=3)
    draw.ellipse((120, 200, 180, 260), outline=(200, 30, 30), width=4)
    return picture


def _flow(markdown: str, font: str) -> list[Any]:
    plain = ParagraphStyle("text", fontName=font, fontSize=12, leading=21, wordWrap="CJK", firstLineIndent=24)
    heading = ParagraphStyle("heading", plain, fontSize=14, leading=28, firstLineIndent=0)
    title = ParagraphStyle("title", plain, fontSize=18, leading=40, alignment=1, firstLineIndent=0)
    flow: list[Any] = []
    for chunk in markdown.strip().split("\n\n"):
        if chunk.startswith("# "):
            flow.append(Paragraph(chunk[2:], title))
        elif chunk.startswith("## "):
            flow.append(Paragraph(chunk[3:], heading))
        elif chunk.startswith("|"):
            flow += [_ruled(chunk, font), Spacer(1, 12)]
        else:
            flow.append(Paragraph(chunk.replace("\n", ""), plain))
    return flow


def _ruled(chunk: str, font: str) -> Any:
    small = ParagraphStyle("cell", fontName=font, fontSize=10, leading=15, wordWrap="CJK")
    rows = [[Paragraph(cell.strip(), small) for cell in line.strip("|").split("|")] for line in chunk.split("\n")]
    table = Table(rows, repeatRows=1)
    table.setStyle([("GRID", (0, 0), (-1, -1), 0.6, (0, 0, 0)), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")])
    return table
