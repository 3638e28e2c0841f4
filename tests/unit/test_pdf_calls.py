"""pdfium's functions with plain numbers for handles answer as pypdfium2's own do."""

from ctypes import addressof, c_float

import pypdfium2
from pypdfium2 import raw
from reportlab.pdfgen.canvas import Canvas

from extractors.pdf_calls import calls, number_of
from tests.unit.pdf_builder import FONT, pdf


def _words(canvas: Canvas) -> None:
    canvas.setFont(FONT, 11)
    canvas.drawString(72, 700, "甲乙 abc")


def test_a_plain_function_answers_as_the_bindings_do() -> None:
    document = pypdfium2.PdfDocument(pdf(_words))
    page = document[0]
    textpage = page.get_textpage()
    own, theirs, edges = number_of(textpage.raw), raw.FS_RECTF(), (c_float * 4)()
    count = raw.FPDFText_CountChars(textpage)
    assert calls().FPDFText_CountChars(own) == count > 0
    for index in range(count):
        assert calls().FPDFText_GetUnicode(own, index) == raw.FPDFText_GetUnicode(textpage, index)
        assert calls().FPDFText_GetFontSize(own, index) == raw.FPDFText_GetFontSize(textpage, index)
        assert calls().FPDFText_GetTextObject(own, index) == number_of(raw.FPDFText_GetTextObject(textpage, index))
        raw.FPDFText_GetLooseCharBox(textpage, index, theirs)
        calls().FPDFText_GetLooseCharBox(own, index, addressof(edges))
        assert tuple(edges) == (theirs.left, theirs.top, theirs.right, theirs.bottom)
    textpage.close()
    document.close()


def test_no_object_is_nothing() -> None:
    assert not calls().FPDFText_GetTextObject(None, 0)
    assert calls().FPDFPage_CountObjects(None) <= 0
