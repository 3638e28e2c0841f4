"""Radicals and compatibility forms that PDF fonts give in the place of letters: ⽴⼀⽅ for 立一方.

NFKC would also fold what must stay (㎡, ①, full width), and does not know the radicals of U+2E80, so the table is Unicode's
EquivalentUnifiedIdeograph, and compatibility ideographs go by their canonical decomposition.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from corpus import tables
from pipeline.view import Edit, Span

TRIGGER = re.compile("[\u2e80-\u2ef3\u2f00-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1f\ufb00-\ufb06]")
_RUN = re.compile(TRIGGER.pattern + "+")


def edits(text: str) -> Iterator[Edit]:
    """Each run of such forms, as the letters they stand for.

    >>> [edit.text for edit in edits("⽴⼀⽅，12㎡")]
    ['立一方']
    """
    for found in _RUN.finditer(text):
        letters = "".join(_letter(form) for form in found[0])
        if letters != found[0]:
            yield Edit(Span(*found.span()), letters, "radical or compatibility form of a letter")


def _letter(form: str) -> str:
    if form in _radicals():
        return _radicals()[form]
    if "\ufb00" <= form <= "\ufb06":
        return unicodedata.normalize("NFKC", form)
    return unicodedata.normalize("NFC", form)


@cache
def _radicals() -> dict[str, str]:
    return {row["radical"]: row["letter"] for row in tables.rows("radicals")}
