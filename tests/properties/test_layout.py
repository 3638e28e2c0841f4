"""Whatever stands on a page, every line of it comes out in the reading order, once."""

from collections import Counter
from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.layout import regions
from extractors.paragraphs import paragraphs
from extractors.rows import Line
from pipeline.document import Box

TEXTS = st.sampled_from(["机组检修", "一、概况", "注：见附件", "用户反映良好。", "the crew replaced", "a", "12", "——", "第1页"])


@st.composite
def lines(draw: st.DrawFn) -> Line:
    """A line of two columns or across them, or a table, which has no text of its own."""
    x0 = draw(st.sampled_from([50.0, 60.0, 200.0, 310.0, 320.0]))
    width = draw(st.sampled_from([20.0, 120.0, 230.0, 490.0]))
    y0 = draw(st.integers(2, 60)) * 12.0
    table = draw(st.sampled_from([None, None, None, 0, 1]))
    height = draw(st.sampled_from([10.0, 14.0])) if table is None else 120.0
    box = Box(x0, y0, x0 + width, y0 + height)
    text = draw(TEXTS) if table is None else ""
    return Line(text, box, box, size=min(height, 14.0), heavy=draw(st.booleans()), table=table)


@settings(max_examples=300)
@given(st.lists(lines(), min_size=1, max_size=40))
def test_every_line_comes_out_once(page: list[Line]) -> None:
    found = regions(page, [])
    flow = [paragraph for region in found for paragraph in paragraphs(region, 1)]
    assert _content(row.pieces for region in found for row in region.rows) == _content([page])
    assert _content(row.pieces for paragraph in flow for _, row in paragraph.rows) == _content([page])


def _content(groups: Iterable[Iterable[Line]]) -> tuple[list[Box], Counter[str]]:
    """The places of the tables, and how often each letter stands in the lines: pieces that touch are glued into one."""
    pieces = [piece for group in groups for piece in group]
    tables = sorted(piece.box for piece in pieces if piece.table is not None)
    lines = [piece for piece in pieces if piece.table is None]
    return tables, Counter("".join(line.text for line in lines))
