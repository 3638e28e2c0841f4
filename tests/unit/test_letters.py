import pypdfium2
from reportlab.pdfgen.canvas import Canvas

from extractors.letters import Letters, every, pdf_letters, recognised_letters, runs, very_words
from extractors.recognised_page import RecognisedLine, RecognisedPage
from pipeline.document import Box
from tests.unit.pdf_builder import FONT, pdf

FIRST, SECOND = Box(0, 0, 100, 10), Box(0, 20, 100, 30)


def letters(*lines: str) -> Letters:
    """Each letter 10 wide and 10 high, lines 20 apart."""
    text, boxes = "", {}
    for row, line in enumerate(lines):
        for column, letter in enumerate(line):
            if letter != " ":
                boxes[len(text) + column] = Box(10 * column, 20 * row, 10 * column + 10, 20 * row + 10)
        text += f"{line}\n"
    return Letters(text, boxes)


def test_words_within_a_line_are_boxed_without_the_rest_of_it() -> None:
    assert very_words(letters("工作室获专利九项。"), "获专利九项", (FIRST,)) == (Box(30, 0, 80, 10),)


def test_words_over_two_lines_have_a_box_on_each() -> None:
    found = very_words(letters("三年累计节约成本", "三百万元，合计"), "节约成本\n三百万元", (FIRST, SECOND))
    assert found == (Box(40, 0, 80, 10), Box(0, 20, 40, 30))


def test_of_words_that_go_on_overleaf_the_part_on_this_page_is_boxed() -> None:
    page = letters("三年累计节约维修成本")
    assert very_words(page, "节约维修成本三百万元", (FIRST,)) == (Box(40, 0, 100, 10),)
    assert very_words(letters("三百万元，合计"), "节约维修成本三百万元", (FIRST,)) == (Box(0, 0, 40, 10),)


def test_cells_of_a_row_are_found_one_by_one_whatever_stands_between_them() -> None:
    page = letters("某装置 二一 授权")
    found = very_words(page, "某装置\t授权", (Box(0, 0, 30, 10), Box(40, 0, 100, 10)))
    assert found == (Box(0, 0, 30, 10), Box(70, 0, 90, 10))


def test_where_the_words_are_not_found_their_whole_places_are_boxed() -> None:
    assert very_words(letters("别的文字"), "获专利九项", (FIRST, SECOND)) == (FIRST, SECOND)


def test_the_same_words_elsewhere_on_the_page_are_not_boxed() -> None:
    assert very_words(letters("获奖一项", "又获奖一项"), "获奖一项", (SECOND,)) == (Box(10, 20, 50, 30),)


def test_letters_set_from_top_to_bottom_are_one_box() -> None:
    assert runs([Box(0, 0, 10, 10), Box(0, 12, 10, 22), Box(0, 24, 10, 34)]) == (Box(0, 0, 10, 34),)


def test_every_place_of_a_name_is_found() -> None:
    found = every(letters("陆明远与陆 明远"), "陆明远", (FIRST,))
    assert {box.x0 for box in found} == {0, 10, 20, 40, 60, 70}


def test_full_and_half_width_are_alike() -> None:
    assert very_words(letters("获专利12项"), "获专利１２项", (FIRST,)) == (Box(0, 0, 60, 10),)


def test_a_recognised_line_is_divided_among_its_letters_and_led_back_to_the_page() -> None:
    line = RecognisedLine(text="共获专利12项", box=Box(0, 0, 61, 10), confidence=0.99)
    aside = (0.0, -1.0, 100.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0)  # the page lies on its side
    page = recognised_letters(RecognisedPage(engine="e", lines=(line,), to_page=aside))
    (box,) = very_words(page, "专利", (Box(90, 0, 100, 61),))
    assert 18 <= box.y0 <= 22
    assert 38 <= box.y1 <= 42


def test_letters_of_a_pdf_stand_where_they_are_drawn_on_a_turned_page_too() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.setFont(FONT, 12)
        canvas.drawString(100, 500, "工作室获专利九项")

    document = pypdfium2.PdfDocument(pdf(draw))
    page = document[0]
    found = pdf_letters(page)
    width, height = page.get_size()
    (box,) = very_words(found, "获专利九项", (Box(0, 0, width, height),))
    assert 495 <= box.x0 < box.x1 <= 514
    assert 134 <= box.y0 < box.y1 <= 198
    page.close()
    document.close()
