import io
import re
from collections.abc import Iterable
from hashlib import sha256

import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.colors import black, blue, white
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors.pdf import extract, recognise
from extractors.pdf_letters import SECOND, whole_letters
from extractors.registry import Context, Limits
from pipeline.document import Block, Extraction, PageWanted, Role
from pipeline.errors import DocumentError, Flag, Reason
from tests.unit.pdf_builder import Draw, broken, centred, column, pdf, rest

CHINESE = (
    "水轮机导叶漏水问题困扰电站多年，检修班成立课题小组，先后测绘旧件、试制新型密封条，并在二号机组上完成了为期八个月的对比试验。",
    "试验表明漏水量由每小时三点六吨降到零点四吨，按全年运行七千小时计算，折合发电损失减少约二十一万千瓦时，检修间隔由一年延长到两年半。",
    "小组还把更换密封的步骤拍成教学短片，供三个兄弟电站的班组学习，先后有四十二名检修工通过了现场考核，其中十一人晋升为高级工。",
    "今后将把同样的办法用到蝶阀和冷却水泵上，预计每年还能节约备件费用十五万元，并为青年职工提供更多动手的机会。",
)
LATIN = (
    "The dredging crew replaced the worn cutter teeth with a harder alloy and logged the wear after every shift of work.",
    "Within six months the interval between changes had grown from nine days to almost four weeks on the same soil.",
    "A younger fitter proposed marking each tooth with paint so that the most exposed positions could be found quickly.",
)


def read(data: bytes, **limits: int) -> Extraction:
    return extract(data, Context(keep=keep, limits=Limits(**limits)))


def keep(chunks: Iterable[bytes], /) -> tuple[str, int]:
    content = b"".join(chunks)
    return sha256(content).hexdigest(), len(content)


def said(found: Extraction, role: Role | None = None) -> list[str]:
    return [text_of(found, block) for block in found.blocks if block.role == role]


def text_of(found: Extraction, block: Block) -> str:
    return found.text[block.span.start : block.span.end]


def test_paragraphs_are_whole_and_each_line_keeps_its_place() -> None:
    found = read(pdf(lambda canvas: column(canvas, CHINESE)))
    assert said(found) == list(CHINESE)
    first = [anchor for anchor in found.anchors if anchor.span.start < len(CHINESE[0])]
    assert len(first) == 2
    assert "".join(found.text[anchor.span.start : anchor.span.end] for anchor in first) == CHINESE[0]
    box = first[0].place.box
    assert first[0].place.page == 1
    assert box is not None
    assert (round(box.x0), round(box.x1) <= 524, 60 < box.y0 < 90) == (96, True, True)


def test_anchors_are_sorted_and_cover_every_letter() -> None:
    found = read(pdf(two_columns, lambda canvas: column(canvas, LATIN, font="Helvetica")))
    covered = 0
    for anchor in found.anchors:
        assert found.text[covered : anchor.span.start].strip() == ""
        covered = anchor.span.end
    assert covered == len(found.text)


def two_columns(canvas: Canvas) -> None:
    centred(canvas, "水轮机密封改造总结", y=790)
    left_over = column(canvas, CHINESE[:2], width=210, top=750, bottom=560)
    rest(canvas, left_over, x=310, top=750)
    centred(canvas, "推广应用的情况与今后打算以及需要说明的几个问题", y=520, size=16)
    column(canvas, CHINESE[2:3], width=210, top=480)
    column(canvas, CHINESE[3:], width=210, top=480, x=310)


def test_two_columns_are_read_one_after_the_other_and_full_width_headings_between() -> None:
    found = read(pdf(two_columns))
    assert said(found, "title") == ["水轮机密封改造总结"]
    assert said(found) == [*CHINESE[:2], "推广应用的情况与今后打算以及需要说明的几个问题", *CHINESE[2:]]
    assert found.title == "水轮机密封改造总结"


def test_columns_are_read_one_after_the_other_when_the_file_holds_them_line_by_line() -> None:
    def interleaved(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 11)
        columns = [line_up(" ".join(LATIN), 210), line_up(" ".join(reversed(LATIN)), 210)]
        for row in range(max(map(len, columns))):
            for x, lines in zip((72, 310), columns, strict=True):
                if row < len(lines):
                    canvas.drawString(x, 700 - 16 * row, lines[row])

    found = read(pdf(interleaved))
    assert " ".join(said(found)) == " ".join((*LATIN, *reversed(LATIN)))


def line_up(text: str, width: float) -> list[str]:
    return [line for _, line in broken(text, width, 11, font="Helvetica", indent=0)]


def test_a_paragraph_goes_on_over_a_page_break_and_heads_stay_out_of_it() -> None:
    left: list[tuple[float, str]] = []

    def furnished(canvas: Canvas, number: int) -> None:
        canvas.setFont("Helvetica", 9)
        canvas.drawString(72, 810, "Annual summary of the repair shop")
        canvas.drawCentredString(297, 30, f"- {number} -")

    def first(canvas: Canvas) -> None:
        nonlocal left
        furnished(canvas, 1)
        left = column(canvas, CHINESE[:2], bottom=720)

    def second(canvas: Canvas) -> None:
        furnished(canvas, 2)
        rest(canvas, left, x=72, top=760)

    found = read(pdf(first, second))
    assert said(found) == list(CHINESE[:2])
    assert said(found, "running_head") == ["Annual summary of the repair shop"] * 2
    assert said(found, "page_number") == ["- 1 -", "- 2 -"]
    assert {anchor.place.page for anchor in found.anchors if anchor.span.start < len("".join(CHINESE[:2]))} == {1, 2}


def test_hyphens_of_syllables_are_undone_and_latin_words_kept_apart() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 12)
        for row, line in enumerate(("The lubri-", "cation of the", "gear 2019-", "2021 went well")):
            canvas.drawString(72, 700 - 16 * row, line)

    assert "lubrication of the gear 2019-2021 went" in read(pdf(draw)).text


def test_text_that_nobody_sees_is_marked_counted_and_kept_out() -> None:
    def draw(canvas: Canvas) -> None:
        column(canvas, CHINESE[:1])
        canvas.setFont("Helvetica", 12)
        canvas.setFillColor(white)
        canvas.drawString(72, 600, "white on white")
        canvas.setFillColor(blue)
        canvas.rect(70, 540, 200, 24, fill=1)
        canvas.setFillColor(white)
        canvas.drawString(72, 548, "white on blue")
        canvas.setFillColor(black)
        canvas.drawString(72, 500, "covered by a patch")
        canvas.setFillColor(white)
        canvas.rect(60, 490, 300, 30, fill=1, stroke=0)
        canvas.setFillColor(black)
        canvas.drawString(-400, 400, "beyond the edge")
        invisible = canvas.beginText(72, 420)
        invisible.setTextRenderMode(3)
        invisible.textOut("render mode three")
        canvas.drawText(invisible)
        small = canvas.beginText(72, 380)
        small.setTextRenderMode(0)
        small.setFont("Helvetica", 2)
        small.textOut("two points tall")
        canvas.drawText(small)

    found = read(pdf(draw))
    hidden = ["white on white", "covered by a patch", "beyond the edge", "render mode three", "two points tall"]
    assert sorted(said(found, "hidden")) == sorted(hidden)
    assert said(found) == [CHINESE[0], "white on blue"]
    (note,) = found.notes
    assert (note.code, note.where) == (Flag.HIDDEN_TEXT, "page 1")
    assert note.count == len("".join(hidden))


def test_text_that_is_clipped_away_squeezed_or_outlined_in_white_is_hidden() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 12)
        for number, (edge, words) in enumerate(((400, "shown within its clip"), (20, "clipped away"))):
            canvas.saveState()
            window = canvas.beginPath()
            window.rect(60, 690 - 40 * number, edge, 30)
            canvas.clipPath(window, stroke=0, fill=0)
            canvas.drawString(72 if number == 0 else 120, 700 - 40 * number, words)
            canvas.restoreState()
        for x, words in ((100, "of usual width"), (1, "squeezed to a line")):
            squeezed = canvas.beginText(72, 500 if x == 1 else 540)
            squeezed.setFont("Helvetica", 12)
            squeezed.setHorizScale(x)
            squeezed.textOut(words)
            canvas.drawText(squeezed)
        for colour, y, words in ((black, 440, "outlined in black"), (white, 400, "outlined in white")):
            outlined = canvas.beginText(72, y)
            outlined.setHorizScale(100)
            outlined.setTextRenderMode(1)
            outlined.setStrokeColor(colour)
            outlined.textOut(words)
            canvas.drawText(outlined)

    found = read(pdf(draw))
    assert sorted(said(found, "hidden")) == ["clipped away", "outlined in white", "squeezed to a line"]
    assert sorted(said(found)) == ["of usual width", "outlined in black", "shown within its clip"]


def test_upright_text_is_read_from_right_to_left() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 12)
        for number, line in enumerate(("first line of all", "second line of all", "third line of all")):
            canvas.saveState()
            canvas.translate(500 - 20 * number, 700)
            canvas.rotate(-90)
            canvas.drawString(0, 0, line)
            canvas.restoreState()

    assert re.sub(r"\s", " ", read(pdf(draw)).text).startswith("first line of all second line of all third")


def test_a_table_of_contents_is_told_by_its_leaders() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("STSong-Light", 12)
        for row, line in enumerate(("一、密封改造" + "." * 40 + "3", "二、推广应用" + "…" * 20 + "12")):
            canvas.drawString(72, 700 - 20 * row, line)

    found = read(pdf(draw))
    assert len(said(found, "toc")) == 2


def test_a_locked_file_is_refused_and_one_with_an_empty_password_is_read() -> None:
    locked = pdf(lambda canvas: column(canvas, CHINESE), encrypt=StandardEncryption("secret", strength=128))
    assert reason(locked) is Reason.ENCRYPTED
    open_to_all = pdf(lambda canvas: column(canvas, CHINESE), encrypt=StandardEncryption("", "owner", strength=128))
    assert said(read(open_to_all)) == list(CHINESE)


def reason(data: bytes) -> Reason:
    with pytest.raises(DocumentError) as raised:
        read(data)
    return raised.value.reason


def test_a_damaged_file_says_so() -> None:
    whole = pdf(lambda canvas: column(canvas, CHINESE))
    assert reason(b"%PDF-1.7\n" + b"\x00\xff" * 400 + b"startxref\n9\n%%EOF") is Reason.DAMAGED
    assert reason(whole[:300]) is Reason.TRUNCATED
    for end in (whole.rindex(b"startxref"), whole.rindex(b"trailer"), whole.index(b"xref") - 20):
        recovered = read(whole[:end])
        assert [note.code for note in recovered.notes] == [Reason.TRUNCATED]
        assert said(recovered) == list(CHINESE)


def test_pages_without_text_are_named_and_a_whole_scan_is_refused_where_nothing_can_recognise_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("extractors.ocr_tool.missing", lambda: "text recognition is not installed")
    picture = ImageReader(Image.effect_noise((60, 80), 90).convert("RGB"))

    def scanned(canvas: Canvas) -> None:
        canvas.drawImage(picture, 0, 0, 595, 842)

    found = read(pdf(lambda canvas: column(canvas, CHINESE), scanned))
    assert [(note.code, note.where) for note in found.notes] == [(Reason.MISSING_TOOL, "page 2")]
    assert reason(pdf(scanned, scanned)) is Reason.MISSING_TOOL
    assert reason(pdf(lambda canvas: canvas.setFont("Helvetica", 9))) is Reason.NO_TEXT


def test_pages_without_text_wait_for_recognition_and_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.ocr_tool.missing", lambda: "")
    picture = ImageReader(Image.effect_noise((60, 80), 90).convert("RGB"))
    found = read(pdf(lambda canvas: column(canvas, CHINESE), lambda canvas: canvas.drawImage(picture, 0, 0, 595, 842)))
    assert found.awaiting == (PageWanted(2, "scan: a scanned page"),)


def test_the_limits_on_pages_and_text_are_kept_and_said() -> None:
    data = pdf(*[lambda canvas: column(canvas, CHINESE)] * 4)
    found = read(data, pages=2)
    assert [note.code for note in found.notes] == [Reason.LIMIT_PAGES]
    assert {anchor.place.page for anchor in found.anchors} == {1, 2}
    short = read(data, output=150)
    assert Reason.LIMIT_OUTPUT in {note.code for note in short.notes}
    assert len(short.text) < 400


def test_every_page_is_a_sign_of_life() -> None:
    signs: list[None] = []
    extract(pdf(*[lambda canvas: column(canvas, CHINESE)] * 5), Context(progress=lambda: signs.append(None)))
    assert len(signs) >= 5


def test_a_turned_page_has_its_places_as_it_is_shown() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.saveState()
        canvas.translate(595, 0)
        canvas.rotate(90)
        column(canvas, CHINESE[:2], top=500, width=600)
        canvas.restoreState()

    found = read(pdf(draw))
    assert said(found) == list(CHINESE[:2])
    box = found.anchors[0].place.box
    assert box is not None
    assert (round(box.x0), round(box.y1) in range(95, 103)) == (96, True)


def test_only_a_header_near_the_start_makes_a_pdf() -> None:
    assert recognise(b"junk\n%PDF-1.4\n")
    assert not recognise(b"x" * 2000 + b"%PDF-1.4")


def test_values_of_form_fields_and_comments_are_read() -> None:
    def draw(canvas: Canvas) -> None:
        column(canvas, CHINESE[:1])
        form = canvas.acroForm
        form.textfield(name="crew", value="Night shift repair crew", x=72, y=600, width=200, height=20)
        form.checkbox(name="done", checked=True, x=72, y=560, size=14)
        canvas.textAnnotation("please check the figure", Rect=(300, 600, 320, 620))

    found = read(pdf(draw))
    assert said(found, "comment") == ["please check the figure"]
    assert "Night shift repair crew" in said(found)
    assert "☑" in found.text


def test_an_attachment_is_a_child() -> None:
    attached = attach(pdf(lambda canvas: column(canvas, CHINESE)), "../证书.txt", b"content")
    (child,) = read(attached).children
    assert (child.path, child.size) == ("%2E%2E/证书.txt", 7)


def attach(data: bytes, name: str, content: bytes) -> bytes:
    document = pypdfium2.PdfDocument(data)
    document.new_attachment(name).set_data(content)
    sink = io.BytesIO()
    document.save(sink)
    document.close()
    return sink.getvalue()


def test_a_page_list_that_goes_in_a_circle_is_damaged_and_not_silent() -> None:
    circle = (
        b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
        b"2 0 obj\n<</Type/Pages/Count 3/Kids[2 0 R]>>\nendobj\n"
        b"trailer\n<</Root 1 0 R/Size 3>>\nstartxref\n9\n%%EOF\n"
    )
    assert reason(circle) is Reason.DAMAGED


def test_text_that_differs_in_figures_alone_is_no_running_head() -> None:
    def page(number: int) -> Draw:
        return lambda canvas: column(canvas, [f"全年完成{number}项。", CHINESE[number]], top=780)

    found = read(pdf(page(1), page(2)))
    assert said(found, "running_head") == []
    assert said(found) == ["全年完成1项。", CHINESE[1], "全年完成2项。", CHINESE[2]]


def test_two_lines_left_for_the_last_page_stand_in_the_columns_of_the_page_before() -> None:
    left, right = line_up(" ".join(LATIN), 210), line_up(" ".join(reversed(LATIN)), 210)

    def lines(canvas: Canvas, first: int, last: int) -> None:
        rest(canvas, [(0.0, line) for line in left[first:last]], x=72, top=760, size=11, font="Helvetica")
        rest(canvas, [(0.0, line) for line in right[first:last]], x=310, top=760, size=11, font="Helvetica")

    found = read(pdf(lambda canvas: lines(canvas, 0, 6), lambda canvas: lines(canvas, 6, 8)))
    expected = " ".join((*left[:6], *right[:6], *left[6:8], *right[6:8]))
    assert " ".join(said(found)) == expected


def test_letters_beyond_the_first_plane_are_read_whole() -> None:
    codes = [0x5409, 0xD842, 0xDFB7, 0x91CE, 0xD842, 0x5BB6, 0xDFB7]
    assert list(whole_letters(codes)) == ["吉", "𠮷", SECOND, "野", "\ufffd", "家", "\ufffd"]


def test_notes_of_like_words_at_several_feet_are_no_running_foot() -> None:
    def page(number: int) -> Draw:
        note = [f"{number}数据取自{(2021, 2017, 2023)[number - 1]}年的统计台账，由车间核算员抄录以后交给", "工会核对。"]
        return lambda canvas: (
            column(canvas, [CHINESE[number]]),
            rest(canvas, [(0.0, line) for line in note], x=72, top=84, size=8),
        )

    found = read(pdf(page(1), page(2), page(3)))
    assert said(found, "running_head") == []
    assert found.text.count("工会核对。") == 3


def test_a_foot_whose_page_number_begins_anew_is_a_running_foot() -> None:
    def page(number: int) -> Draw:
        foot = [(0.0, f"云岭电务段申报材料 第{number}页")]
        return lambda canvas: (column(canvas, [CHINESE[number]], top=700), rest(canvas, foot, x=72, top=50, size=8, bottom=10))

    found = read(pdf(page(1), page(2), page(1), page(2)))
    assert [text[-3:] for text in said(found, "running_head") if "申报材料" in text] == ["第1页", "第2页"] * 2
