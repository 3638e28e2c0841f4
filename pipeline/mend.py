"""Text with its defects mended, as a View over the text as it was extracted.

Each defect is one function in `pipeline.defects` that yields edits with their reason; a round applies them in the order of
`DEFECTS`, each on what the one before it made. A letter that one of them can start from is looked for first, so that clean
text costs one search. Damage that changes facts is never mended, only flagged: nothing is invented.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from pipeline.defects import (
    blanks,
    breaks,
    damage,
    entities,
    glosses,
    intruders,
    invisible,
    mojibake,
    padding,
    punctuation,
    radicals,
    spun,
)
from pipeline.document import Document, Note
from pipeline.errors import Flag
from pipeline.view import Edit, View

VERSION = "5"

MOST_ROUNDS = 4
"""Rounds until nothing changes; one defect can hide another (an entity that stands for a soft hyphen)."""


@dataclass(frozen=True, slots=True)
class Defect:
    """One way in which text breaks: where it can begin, and the edits that mend it."""

    name: str
    trigger: re.Pattern[str]
    edits: Callable[[str], Iterator[Edit]]


DEFECTS = tuple(
    Defect(module.__name__.rpartition(".")[2], module.TRIGGER, module.edits)
    for module in (mojibake, entities, invisible, padding, radicals, glosses, intruders, blanks, punctuation)
)


def build(join: bool = True) -> Callable[[Document], Document]:
    """The stage. With `join`, lines that plain text or HTML broke inside a paragraph are joined."""

    def step(document: Document) -> Document:
        counts: Counter[str] = Counter()
        view = mended(document.mended, counts)
        if join:
            view = view.edited(breaks.edits(view, document.blocks))
        notes = [*damage.notes(view), *spun.notes(view), *_told(counts)]
        return replace(document, mended=view, matched=view, notes=(*document.notes, *notes))

    return step


def mended(view: View, counts: "Counter[str] | None" = None) -> View:
    """`view` after every defect that letters alone show; `counts` is told how many edits each reason had.

    >>> mended(View("發(fā)揮示范引領作用(kg)")).text
    '發揮示范引領作用(kg)'
    """
    for _ in range(MOST_ROUNDS):
        before = view
        for defect in DEFECTS:
            if defect.trigger.search(view.text):
                edits = list(defect.edits(view.text))
                view = view.edited(edits)
                if counts is not None:
                    counts.update(edit.why for edit in edits)
        if view is before:
            return view
    return view


def _told(counts: Counter[str]) -> Iterator[Note]:
    """What a person should know of the edits: letters that no eye sees can steer what a program reads."""
    if unseen := counts[invisible.BIDI] + counts[invisible.ZERO_WIDTH]:
        yield Note(Flag.HIDDEN_TEXT, "letters without width or that turn the direction of writing, taken out", count=unseen)
    if strewn := counts[padding.WHY]:
        yield Note(Flag.GARBLED_TEXT, f"{padding.WHY}, taken out", count=strewn)
    if lost := counts[glosses.WITHOUT_LETTER]:
        yield Note(Flag.DAMAGED_TEXT, glosses.WITHOUT_LETTER, count=lost)
