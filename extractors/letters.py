"""The letters of a page with the place of each, and where on it the very words of a piece of evidence stand.

A place of a record is a line of the page or a cell; the words are often but a part of it. They are looked for among the letters
in their places, without blanks; where they are not found as they are told, the whole places stand for them, so that what is
boxed always holds the words.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from extractors.pdf_frame import union
from extractors.pdf_letters import BLANKS, SECOND, PageText
from extractors.pdf_page import frame_of
from extractors.pdf_recognised import mapped
from extractors.recognised_page import RecognisedLine, RecognisedPage
from pipeline.document import Box

NEAR = 1.5
"""Points by which the middle of a letter may lie outside of the place it is told of."""
PART = 4
"""Letters that a piece of the words must have at least to be taken for where they go on or come from."""
APART = 2.5
"""Heights of a letter by which two letters of one line may stand apart and still be boxed together."""
NARROW = 0.55
"""Width of a letter that is no Chinese one, as a share of one that is."""
SLACK = 0.4
"""Widths of a letter that are added at both ends where a letter's place is only reckoned from its line's."""
UNSEEN = frozenset(f"{BLANKS}\r\n\ufffe\x02{SECOND}")


@dataclass(frozen=True, slots=True)
class Letters:
    """What stands on a page: the text with its blanks, and for each index of a letter that is seen its box."""

    text: str
    boxes: dict[int, Box]
    slack: float = 0.0
    """Points to add at both ends of what is found."""

    def within(self, places: Sequence[Box]) -> list[int]:
        """The indexes of the letters in these places, place by place."""
        found: list[list[int]] = [[] for _ in places]
        for index, box in self.boxes.items():
            x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
            for number, place in enumerate(places):
                if place.x0 - NEAR <= x <= place.x1 + NEAR and place.y0 - NEAR <= y <= place.y1 + NEAR:
                    found[number].append(index)
                    break
        return [index for each in found for index in each]


def pdf_letters(page: Any) -> Letters:
    """The letters of an open PDF page. Raises pypdfium2.PdfiumError."""
    textpage = page.get_textpage()
    try:
        text = PageText(textpage, frame_of(page))
        boxes = {index: text.box(index) for index, letter in enumerate(text.text) if letter not in UNSEEN}
        return Letters(text.text, boxes)
    finally:
        textpage.close()


def recognised_letters(page: RecognisedPage) -> Letters:
    """The letters of a recognised page, each where it would stand if its line's were set evenly."""
    text, boxes = "", {}
    widest = 0.0
    for line in page.lines:
        start = len(text)
        for offset, box in enumerate(_spread(line)):
            if not line.text[offset].isspace():
                boxes[start + offset] = mapped(box, page.to_page)
        widest = max(widest, line.box.y1 - line.box.y0)
        text += f"{line.text}\n"
    return Letters(text, boxes, slack=SLACK * widest)


def very_words(letters: Letters, words: str, places: Sequence[Box]) -> tuple[Box, ...]:
    """The boxes around `words`, one a line; around the whole places where the words are not found in them.

    Of words that stand on two pages, the part that is on this one.
    """
    near = letters.within(places)
    found = _found(letters, near, words)
    if not found:
        return tuple(places)
    return runs([_wider(letters.boxes[index], letters.slack) for index in found])


def every(letters: Letters, words: str, places: Sequence[Box]) -> tuple[Box, ...]:
    """The boxes around `words` wherever they stand in the places; the whole places where they do not."""
    near = letters.within(places)
    told, wanted = _folded(letters.text[index] for index in near), _folded(_tight(words))
    starts = [match.start() for match in re.finditer(f"(?={re.escape(wanted)})", told)] if wanted else []
    if not starts:
        return tuple(places)
    found = dict.fromkeys(near[index] for start in starts for index in range(start, start + len(wanted)))
    return tuple(_wider(letters.boxes[index], letters.slack) for index in found)


def runs(boxes: Sequence[Box]) -> tuple[Box, ...]:
    """Boxes of letters in their order, joined along lines and columns."""
    joined: list[Box] = []
    last: Box | None = None
    for box in boxes:
        if last is not None and (_beside(last, box) or (_below(last, box) and _is_column(joined[-1], last))):
            joined[-1] = union(joined[-1], box)
        else:
            joined.append(box)
        last = box
    return tuple(joined)


def _found(letters: Letters, near: Sequence[int], words: str) -> list[int]:
    """The indexes of the letters that the words are; none where they are not there."""
    told, wanted = _folded(letters.text[index] for index in near), _folded(_tight(words))
    if not wanted:
        return []
    if (start := told.find(wanted)) >= 0:
        return list(near[start : start + len(wanted)])
    pieces = [_folded(_tight(piece)) for piece in re.split("[\t\n]+", words)]
    at = _one_by_one(told, [piece for piece in pieces if piece]) if len(pieces) > 1 else []
    if at:
        return [near[index] for index in at]
    for size in range(min(len(wanted), len(told)), PART - 1, -1):
        if told.endswith(wanted[:size]):
            return list(near[len(told) - size :])
        if told.startswith(wanted[-size:]):
            return list(near[:size])
    return []


def _one_by_one(told: str, pieces: Sequence[str]) -> list[int]:
    """Cells of a row, each for itself, since a cell's lines may stand among another's; none where one is missing."""
    found: list[int] = []
    for piece in pieces:
        start = told.find(piece)
        if start < 0:
            return []
        found += range(start, start + len(piece))
    return found


def _spread(line: RecognisedLine) -> list[Box]:
    """A box for each letter of a line that is set evenly, in the line's own direction."""
    weights = [1.0 if line.upright or _is_wide(letter) else NARROW for letter in line.text]
    whole = sum(weights) or 1.0
    box, boxes, before = line.box, [], 0.0
    for weight in weights:
        first, last = before / whole, (before + weight) / whole
        if line.upright:
            height = box.y1 - box.y0
            boxes.append(Box(box.x0, box.y0 + first * height, box.x1, box.y0 + last * height))
        else:
            width = box.x1 - box.x0
            boxes.append(Box(box.x0 + first * width, box.y0, box.x0 + last * width, box.y1))
        before += weight
    return boxes


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WFA"


def _wider(box: Box, slack: float) -> Box:
    """A box with the slack along the line: to both sides of what is wider than high, and of a letter."""
    return box if not slack else Box(box.x0 - slack, box.y0, box.x1 + slack, box.y1)


def _beside(one: Box, other: Box) -> bool:
    height = min(one.y1 - one.y0, other.y1 - other.y0)
    shared = min(one.y1, other.y1) - max(one.y0, other.y0)
    gap = max(one.x0, other.x0) - min(one.x1, other.x1)
    return shared > height / 2 and gap <= APART * max(height, 1.0)


def _below(one: Box, other: Box) -> bool:
    width = min(one.x1 - one.x0, other.x1 - other.x0)
    shared = min(one.x1, other.x1) - max(one.x0, other.x0)
    gap = max(one.y0, other.y0) - min(one.y1, other.y1)
    return shared > width / 2 and gap <= APART * max(width, 1.0)


def _is_column(run: Box, letter: Box) -> bool:
    return run.x1 - run.x0 <= 1.5 * (letter.x1 - letter.x0)


def _tight(words: str) -> str:
    return "".join(letter for letter in words if letter not in UNSEEN and not letter.isspace())


def _folded(letters: "Sequence[str] | Any") -> str:
    """Letters one for one, full and half width alike."""
    return "".join(unicodedata.normalize("NFKC", letter)[:1] or letter for letter in letters)
