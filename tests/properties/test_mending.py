"""Properties of mending and conversion that hold for any text."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.mend import mended
from pipeline.script import convert, to_simplified
from pipeline.view import Span, View

LETTERS = st.text(alphabet="发發展(fā)（ ）&amp;nbsp;;，,、。\u200b\u202e⽴技术 🌟Рα裏里后後干著12\n", max_size=40)


@given(LETTERS)
def test_mending_twice_is_mending_once(text: str) -> None:
    once = mended(View(text)).text
    assert mended(View(once)).text == once


@given(LETTERS)
def test_every_mended_letter_leads_into_the_source(text: str) -> None:
    view = mended(View(text))
    for place in range(len(view.text)):
        start, end = view.to_base(Span(place, place + 1))
        assert 0 <= start < end <= len(text)


@settings(deadline=None)
@given(st.text(alphabet="发發展里裏裡后後干乾幹著着于於范範台臺，。a1", max_size=30))
def test_simplified_is_letter_for_letter_and_stays(text: str) -> None:
    simplified = to_simplified(text)
    assert len(simplified) == len(text)
    assert convert(convert(text, "hant"), "hant") == convert(text, "hant")
