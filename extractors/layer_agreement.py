"""Whether the text layer of a page says what recognition reads on it, letter for letter.

Recognition errs too, in a letter here and there; a lying layer errs in the same letter wherever it stands. So a page agrees
where nearly all letters do, no letter of the layer is read as another more often than as itself, and every figure is read as
it is: a font may have two shapes for one figure.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from extractors.pdf_suspicion import simplified_letters
from extractors.recognised_page import RecognisedLine
from extractors.rows import Line
from pipeline.document import Box

ALIKE = 0.9
"""Share of the layer's letters that are read as they are; recognition of clean pages reaches .99."""
WITHIN = 0.5
"""Share of a line of the layer under a recognised line from which both are one."""
FEW = 8
"""Letters below which nothing is said."""
LOOK_ALIKE = str.maketrans({"l": "1", "I": "1", "i": "1", "O": "0", "o": "0", "〇": "0"})
"""Recognition exchanges these freely."""


def agrees(layer: Sequence[Line], read: Sequence[RecognisedLine], *, doubted: str) -> bool:
    """Whether what was `read` bears the layer out. Both stand on the same sheet; `doubted` has the letters in doubt."""
    of_line: dict[int, list[Line]] = defaultdict(list)
    letters = 0
    for line in layer:
        letters += len(_letters(line.text))
        share, number = max(((_share(line.box, other.box), number) for number, other in enumerate(read)), default=(0.0, -1))
        if share >= WITHIN:
            of_line[number].append(line)
    if letters < FEW:
        return False
    same: Counter[str] = Counter()
    other: Counter[str] = Counter()
    for number, lines in of_line.items():
        said = _letters("".join(line.text for line in sorted(lines, key=_left)))
        for letter, seen in _pairs(said, _letters(read[number].text)):
            (same if letter == seen else other)[letter] += 1
    if sum(same.values()) < ALIKE * letters:
        return False
    dear = _letters(doubted)
    return not any(
        letter.isdigit() or (count > same[letter] and (count > 1 or letter in dear)) for letter, count in other.items()
    )


def _pairs(said: str, seen: str) -> Iterator[tuple[str, str]]:
    """Each letter that is said with the one that stands in its place, "" where none does."""
    for _, first, last, start, end in SequenceMatcher(None, said, seen, autojunk=False).get_opcodes():
        alike = last - first == end - start
        for index in range(first, last):
            yield said[index], seen[start + index - first] if alike else ""


def _letters(text: str) -> str:
    """Letters and figures alone, as recognition can tell them: width, script and twins apart."""
    folded = unicodedata.normalize("NFKC", text).translate(simplified_letters()).translate(LOOK_ALIKE)
    return "".join(letter for letter in folded if letter.isalnum())


def _share(box: Box, other: Box) -> float:
    """How much of a box lies in the other."""
    width = min(box.x1, other.x1) - max(box.x0, other.x0)
    height = min(box.y1, other.y1) - max(box.y0, other.y0)
    return max(0.0, width) * max(0.0, height) / max(1e-6, (box.x1 - box.x0) * (box.y1 - box.y0))


def _left(line: Line) -> float:
    return line.box.x0
