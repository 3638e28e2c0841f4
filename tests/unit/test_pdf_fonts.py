import subprocess
import sys

from PIL import ImageFont

from extractors.pdf_fonts import square_font
from tests.unit.pdf_builder import FONT, pdf

WITHOUT_FONTS = """
import sys
from extractors import pdf, pdf_fonts
from extractors.registry import Context

pdf_fonts.stand_in()
pdf_fonts._KEPT[0].theirs["MapFont"] = lambda *_: None
found = pdf.extract(sys.stdin.buffer.read(), Context())
box = found.anchors[0].place.box
sys.stdout.buffer.write(f"{found.text}|{box.y1 - box.y0:.0f}".encode())
"""


def test_on_a_system_without_chinese_fonts_text_has_its_letters_and_their_height() -> None:
    def one_letter(canvas: object) -> None:
        canvas.setFont(FONT, 20)  # type: ignore[attr-defined]
        canvas.drawString(100, 500, "略")  # type: ignore[attr-defined]

    done = subprocess.run([sys.executable, "-c", WITHOUT_FONTS], input=pdf(one_letter), capture_output=True, check=True)
    text, height = done.stdout.decode().split("|")
    assert text.strip() == "略"
    assert 15 <= int(height) <= 25


def test_every_character_of_the_square_font_is_the_same_square(tmp_path: object) -> None:
    path = f"{tmp_path}/square.ttf"
    with open(path, "wb") as file:  # noqa: PTH123
        file.write(square_font())
    font = ImageFont.truetype(path, 100)
    assert font.getbbox("中") == font.getbbox("𠮷") == font.getbbox("A")
    assert font.getlength("中") == 100
