"""Songs and poems: many short lines in one element, without a mark or a link; a page's text where it has hardly any other."""

from collections.abc import Sequence
from itertools import groupby

from extractors.web_blocks import Run
from extractors.web_prose import MARKS, bulk

_FEWEST, _LONGEST = 8, 40
"""Lines that make a verse, and letters of the longest, as `bulk` counts them."""
_HARDLY_ANY = 120
"""Running text, in Han letters, beside which short lines are no text of their own."""
_WORTH = 0.5
"""What a letter of a verse is worth beside one of running text."""


def weights(runs: Sequence[Run], sentences: Sequence[float]) -> list[float]:
    """`sentences`, what each run holds of running text, with the lines of a verse where there is hardly any other text."""
    total = sum(sentences)
    if total >= _HARDLY_ANY:
        return list(sentences)
    made = list(sentences)
    lines = [place for place, run in enumerate(runs) if _may_be_line(run)]
    for _, found in groupby(lines, key=lambda place: runs[place].node):
        places = list(found)
        size = sum(bulk(runs[place].text) for place in places)
        if len(places) >= _FEWEST and size * _WORTH > total:
            for place in places:
                made[place] = max(made[place], _WORTH * bulk(runs[place].text))
    return made


def _may_be_line(run: Run) -> bool:
    if run.linked or run.control or run.kind not in {"line", "paragraph"} or not 1 < bulk(run.text) <= _LONGEST:
        return False
    return not MARKS.search(run.text)
