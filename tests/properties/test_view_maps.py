"""Properties of views that hold for any text and any edits."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pipeline.view import Edit, Span, View

LETTERS = st.text(alphabet="ab劳勞𠮷，\u200b", max_size=4)


@st.composite
def views(draw: st.DrawFn) -> tuple[str, View]:
    base = draw(st.text(alphabet="abc工作室專专𠮷 \n", min_size=1, max_size=30))
    view = View(base)
    for _ in range(draw(st.integers(0, 3))):
        points = sorted(draw(st.lists(st.integers(0, len(view.text)), max_size=6)))
        pairs = zip(points[::2], points[1::2], strict=False)
        view = view.edited([Edit(Span(*pair), draw(LETTERS), "any") for pair in pairs])
    return base, view


@given(views(), st.data())
def test_every_span_leads_into_the_base_and_keeps_its_order(made: tuple[str, View], data: st.DataObject) -> None:
    base, view = made
    points = sorted(data.draw(st.lists(st.integers(0, len(view.text)), min_size=4, max_size=4)))
    left, right = view.to_base(Span(points[0], points[1])), view.to_base(Span(points[2], points[3]))
    for span in (left, right):
        assert 0 <= span.start <= span.end <= len(base)
    if points[0] < points[1] and points[2] < points[3]:
        assert left.start <= right.start
        assert left.end <= right.end


@given(views())
def test_letters_map_in_order_and_never_overlap_backwards(made: tuple[str, View]) -> None:
    _, view = made
    spans = [view.to_base(Span(place, place + 1)) for place in range(len(view.text))]
    assert all(left.start <= right.start and left.end <= right.end for left, right in pairwise(spans))


@given(views(), st.data())
def test_there_and_back_covers_the_span(made: tuple[str, View], data: st.DataObject) -> None:
    _, view = made
    if not view.text:
        return
    start = data.draw(st.integers(0, len(view.text) - 1))
    end = data.draw(st.integers(start + 1, len(view.text)))
    there = view.to_base(Span(start, end))
    if there.start == there.end:  # put into a text of which nothing was left: it stands for nothing
        return
    back = view.from_base(there)
    assert back.start <= start
    assert back.end >= end
