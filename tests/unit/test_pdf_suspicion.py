import random
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
import reportlab
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from extractors.pdf_outlines import segments
from extractors.pdf_suspicion import garbled, improbable
from pipeline.document import Extraction
from pipeline.errors import Flag, Reason
from tests.unit.font_builder import typeface
from tests.unit.pdf_builder import broken, pdf
from tests.unit.test_pdf import CHINESE, LATIN, read, said


@pytest.fixture(autouse=True)
def recognition_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is said of a page does not depend on what this machine has."""
    monkeypatch.setattr("extractors.ocr_tool.missing", lambda: "")


LETTERS = sorted({letter for text in CHINESE for letter in text if letter in segments()})
PROSE = "".join(letter for letter in CHINESE[0] if letter in segments())


def set_font(name: str, drawn_as: Mapping[str, str]) -> str:
    """A font of this name in which some letters are drawn as others."""
    registerFont(TTFont(name, typeface(name, {letter: segments()[drawn_as.get(letter, letter)] for letter in LETTERS})))
    return name


def set_in(name: str, drawn_as: Mapping[str, str], text: str) -> Extraction:
    """`text` in a font of its own in which some letters are drawn as others."""
    set_font(name, drawn_as)

    def draw(canvas: Canvas) -> None:
        canvas.setFont(name, 12)
        for row, (_, line) in enumerate(broken(text, 450, 12, font=name, indent=0)):
            canvas.drawString(72, 700 - 18 * row, line)

    return read(pdf(draw))


def test_random_letters_that_are_drawn_as_they_are_named_are_believed() -> None:
    chance = random.Random(5)
    text = "".join(chance.choices(LETTERS, k=160))
    found = set_in("Dice", {}, text)
    assert (said(found), found.notes, found.awaiting) == ([text], (), ())


def codes(found: Extraction) -> list[object]:
    return [note.code for note in found.notes]


def test_letters_drawn_as_they_are_named_are_believed() -> None:
    found = set_in("Honest", {}, PROSE)
    assert (said(found), found.notes) == ([PROSE], ())


def test_a_font_that_shows_other_letters_than_it_names_is_kept_apart_and_said() -> None:
    rest = LETTERS[len(LETTERS) // 2 :] + LETTERS[: len(LETTERS) // 2]
    found = set_in("Liar", dict(zip(LETTERS, rest, strict=True)), PROSE)
    assert (said(found), "".join(said(found, "garbled"))) == ([], PROSE)
    assert codes(found) == [Flag.GARBLED_TEXT, Reason.NO_TEXT]
    assert "outlines" in found.notes[0].detail


def test_one_letter_drawn_as_another_is_flagged_and_its_text_kept() -> None:
    simple, dense = min(PROSE, key=segments().__getitem__), max(PROSE, key=segments().__getitem__)
    found = set_in("Forger", {simple: dense}, PROSE)
    assert (said(found), codes(found)) == ([PROSE], [Flag.GARBLED_TEXT])
    assert simple in found.notes[0].detail


VERA = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
SAID = "In 2023 the night crew closed 3 of 8 open orders and saved 45 hours of work by hand"


def in_vera(mapping: Mapping[bytes, bytes], *, said: str = SAID, size: float = 12) -> Extraction:
    """A line in an embedded font whose map to Unicode is changed afterwards."""
    registerFont(TTFont("Vera", str(VERA)))

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Vera", size)
        canvas.drawString(40, 300, said)

    data = pdf(draw, pageCompression=0)
    for code, letter in mapping.items():
        data = re.sub(rb"<%s> <00%s>" % (code, code), rb"<%s> <%s>" % (code, letter), data)
    return read(data)


def test_a_figure_that_is_drawn_as_another_is_flagged() -> None:
    assert in_vera({}).notes == ()
    forged = in_vera({b"33": b"0038"})
    assert "2028" in forged.text
    assert codes(forged) == [Flag.GARBLED_TEXT]
    assert "8 is drawn as another letter" in forged.notes[0].detail


def test_a_page_in_private_letters_is_garbled_and_not_body() -> None:
    found = in_vera({b"%02X" % code: b"E0%02X" % code for code in range(0x21, 0x7F)})
    assert said(found) == []
    assert codes(found) == [Flag.GARBLED_TEXT, Reason.NO_TEXT]
    assert found.notes[0].detail.startswith("garbled: letters that no text has")


def test_words_whose_letters_were_exchanged_are_garbled() -> None:
    found = in_vera({b"%02X" % code: b"%04X" % (0x61 + (code - 0x61 + 3) % 26) for code in range(0x61, 0x7B)})
    assert found.notes[0].code is Flag.GARBLED_TEXT


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("�" * 12, "letters that no text has"),
        ("(cid:14)(cid:201)(cid:14)(cid:201)(cid:14)(cid:201)(cid:7)(cid:12)(cid:3)", "codes of letters"),
        ("Ë®ÂÖ»úµ¼Ò¶Â©Ë®ÎÊÌâÀ§ÈÅµçÕ¾¶àÄê¼ìÐÞ°à³ÉÁ¢¿ÎÌâÐ¡×é", "accented letters"),
        ("ʹԵߒކजলபஎԱაሰកᄀݐ" * 3, "many alphabets"),
    ],
)
def test_text_that_says_nothing_is_told_by_its_letters(text: str, why: str) -> None:
    assert why in garbled(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("".join(map(chr, range(0x5000, 0x5060))), "rare letters"),
        ("!\"#$%&'(#$%&'()*+,/:;<=>?@[]^!\"#$%&'()*+,/:;", "signs throughout"),
    ],
)
def test_text_that_nobody_would_write_is_told_by_its_letters(text: str, why: str) -> None:
    assert garbled(text) == ""
    assert why in improbable(text)


def test_words_of_no_language_are_told_by_the_company_of_their_letters() -> None:
    moved = str.maketrans("abcdefghijklmnopqrstuvwxyz", "defghijklmnopqrstuvwxyzabc")
    assert improbable(" ".join(LATIN)) == ""
    assert improbable(" ".join(LATIN).translate(moved)) == "words of no language"


def test_letters_in_no_order_are_told_by_their_company() -> None:
    text = "".join(CHINESE)
    letters = [letter for letter in text if "\u4e00" <= letter <= "\u9fff"]
    different = sorted(set(letters))
    exchanged = str.maketrans(dict(zip(different, different[57:] + different[:57], strict=True)))
    assert improbable("".join(letters)) == ""
    assert improbable("".join(letters).translate(exchanged)) == "letters that never stand side by side"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n".join(CHINESE),
        "王建国 李秀英 张志强 刘桂兰 陈晓东 杨雪梅 赵立军 黄海燕 周文博 吴丽华 徐世昌 孙振宇",
        "水輪機導葉漏水問題困擾電站多年，檢修班成立課題小組，先後測繪舊件、試製新型密封條。",
        "Die Arbeiter der Werkstatt haben die Dichtungen ersetzt und dabei neue Verfahren für größere Anlagen entwickelt.",
        "Les ouvriers de l'atelier ont remplacé les joints de la turbine pendant l'année dernière, à côté de l'écluse.",
        "σ₁ = 3.2 MPa, ΔT ≤ 15 ℃, η ≈ 0.93, Σ(xᵢ − x̄)² / n, α + β → γ, ∂f/∂x ∈ ℝ",
        "(n)(n)(n)(n)(n)(n)(n),y(n)(n),y(n)(n)x(n)(n)x(n)=(n)(n)))(n)(n)(n),z(n)=k)",
        "\uf8eb\n\uf8ec\uf8ec\uf8ed\nX\n\uf8f6\n\uf8f7\uf8f7\uf8f8 ,",
        "\uf06c 完成攻关十二项\n\uf06c 节约费用四百万元\n\uf06c 培训青年职工六十人",
        "ZL 2021 2 0345678.9  CN114567890A  GB/T 19001-2016  Q/CR 562.3  TSG 21-2016  ISO 9001:2015",
    ],
)
def test_text_of_any_language_names_and_numbers_is_not_garbled(text: str) -> None:
    assert (garbled(text), improbable(text)) == ("", "")


def test_a_letter_as_large_as_the_page_is_not_looked_at() -> None:
    found = in_vera({b"33": b"0038"}, said="3 8", size=400)
    assert (found.text.split(), found.notes) == (["8", "8"], ())
