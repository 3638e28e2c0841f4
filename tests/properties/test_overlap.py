from hypothesis import given
from hypothesis import strategies as st

from pipeline.merging.overlap import Overlap
from pipeline.view import Span

SPANS = st.tuples(st.integers(0, 40), st.integers(0, 12)).map(lambda made: Span(made[0], made[0] + made[1]))


@given(st.lists(SPANS, max_size=8), SPANS)
def test_what_spans_share_with_another_is_the_sum_of_what_each_shares(spans: list[Span], found: Span) -> None:
    each = [len(range(max(found.start, span.start), min(found.end, span.end))) for span in spans]
    assert Overlap(spans).with_span(found) == sum(each)
