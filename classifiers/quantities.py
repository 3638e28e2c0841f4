"""Every quantity that a text writes, with what it is measured in; dates, ordinals and numbers that only name are left out.

Numbers in dates, document, standard, model and telephone numbers, ordinals and fixed words are none; nor is a number beside
damaged text, since a lost digit must never become a smaller figure. Input is Simplified text; offsets are those of the text
given.
"""

import re
from dataclasses import replace

from classifiers import numerals
from classifiers.changes import compound, joined
from classifiers.quantity import Quantity
from classifiers.written import written
from pipeline.view import Span

LONGEST = 4000
"""Characters read at once: a sentence is shorter; a longer text is read in pieces, so that time stays linear."""


def quantities(text: str) -> list[Quantity]:
    """The quantities of `text` in order.

    >>> [(found.value, found.unit, found.approx) for found in quantities("自2019年以来获专利三十余项，节约1200余万元")]
    [(30, '项', 'over'), (12000000, '元', 'over')]
    >>> [(found.change_from, found.change_to, found.unit) for found in quantities("合格率由92.5%提至99%")]
    [(92.5, 99, '%')]
    """
    text = _FORMAL.sub("叁", numerals.narrow(text))
    if len(text) > LONGEST:
        return [found for start in range(0, len(text), LONGEST) for found in _shifted(text[start : start + LONGEST], start)]
    return _read(text)


_FORMAL = re.compile("参(?=[拾佰仟])")
"""叁 as Taiwan writes it on contracts."""


def _shifted(text: str, by: int) -> list[Quantity]:
    return [replace(found, span=Span(found.span.start + by, found.span.end + by)) for found in _read(text)]


def _read(text: str) -> list[Quantity]:
    return joined(text, compound(written(text)))
