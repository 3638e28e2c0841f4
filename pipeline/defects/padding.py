"""Letters that cannot be read, strewn beside the marks of a page so that no copy of it is like another: 節目����、直播��。

Bytes that are lost in an accident are lost anywhere; these stand beside marks alone, in runs of any length, and nothing of the
text is missing. Elsewhere such letters stay, for each stands for one that was lost.
"""

import re
from collections.abc import Iterator

from pipeline.view import Edit, Span

TRIGGER = re.compile("\ufffd\ufffd")
_RUN = re.compile("\ufffd+")
_MARKS = "。，、；：！？,;:!?）)”」』\n"
_FEWEST, _BESIDE, _LENGTHS = 8, 0.8, 3
"""Runs of a page, the share of them beside a mark, and how many different lengths they have."""
WHY = "letters that cannot be read, strewn beside the marks"


def edits(text: str) -> Iterator[Edit]:
    """The runs beside marks taken out, on a page that is strewn with them.

    >>> page = "節目��，直播���。" * 4 + "互動����！留意�。"
    >>> len(list(edits(page))), len(list(edits("節目��，直播���。")))
    (10, 0)
    """
    runs = [Span(*run.span()) for run in _RUN.finditer(text)]
    beside = [run for run in runs if _is_beside_mark(text, run)]
    lengths = {run.end - run.start for run in beside}
    if len(runs) < _FEWEST or len(beside) < _BESIDE * len(runs) or len(lengths) < _LENGTHS:
        return
    for run in beside:
        yield Edit(run, "", WHY)


def _is_beside_mark(text: str, run: Span) -> bool:
    after = text[run.end : run.end + 1]
    return not after or after in _MARKS or (run.start > 0 and text[run.start - 1] in _MARKS)
