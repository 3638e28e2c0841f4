"""How much a text of a page says and whether it is running text: letters and marks, nothing of where it stands."""

import re

from extractors.web_blocks import Run

MARKS = re.compile("[，。、；：？！…“”「」《》]|[,.;:?!](?=\\s|$)")
SENTENCE_END = re.compile("[。！？!?…；;][”』」\"'）)]{0,2}$|[^.\\d]\\.[\"')]{0,2}$")
STOP = re.compile("[。！？]|[a-z\"')”]\\.(?:\\s|$)")


def bulk(text: str) -> float:
    """How much a text says, in Han letters: a word of an alphabet takes two to three times as many letters.

    >>> bulk("技术攻关"), bulk("technology")
    (4.0, 4.0)
    """
    return len(text) - 0.6 * len(text.encode("ascii", "ignore"))


def sentence_weight(run: Run) -> float:
    """How much running text a run holds: what is outside links, less without sentence marks; in Han letters."""
    size = bulk(run.text)
    plain = size * (1 - run.linked / len(run.text)) if run.text else 0.0
    if run.control or plain < 12 or run.linked * 2 > len(run.text):
        return 0.0
    marks = len(MARKS.findall(run.text[:2_000]))
    if not marks:
        return plain * UNMARKED if plain > 30 else 0.0
    return plain * min(1.0, marks * 25 / min(size, 2_000))


UNMARKED = 0.3
"""What long text without any sentence mark is worth: some writers use none."""


def squeezed(text: str) -> str:
    """Letters and figures alone, for comparing a text with its copy elsewhere."""
    return "".join(SQUEEZED.findall(text)).lower()


SQUEEZED = re.compile(r"[^\W_]+")
