"""Where an advert inside somebody's sentence begins and ends, letter by letter, learned from our own lines.

A line is read as a row of letters, each of the sentence or of an advert; what a letter is and what stands around it, the signs
of adverts that cover it (`classifiers.signs`), and where one may pass into the other have weights. The best reading of the
whole line is found by Viterbi's algorithm. Weights are whole numbers, so that every machine reads the same.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import repeat
from operator import add

import msgspec

from classifiers.folding import Folded
from classifiers.signs import Sign, edges, honest_places

LONGEST = 1500
"""Letters of a line that are read; a longer one is a whole page in one line."""
_REACH = 5
"""Letters to each side in which a sign is still looked for."""
_LEVELS = ((0.5, 1), (1.0, 2), (2.0, 3), (2.9, 5))
_MARKS = {
    mark: kind
    for kind, marks in (
        (",", "，、；：,;:"),
        (".", "。！？!?"),
        ("(", '（([【〔｛{<《“‘「『"'),
        (")", "）)]】〕｝}>》”’」』"),
        ("|", "|｜_丨-—·•"),
    )
    for mark in marks
}
_LEAN = 400
"""How much a stretch may lack of being the better reading: others judge it as well (`classifiers.inserted`)."""
_HEARD = 40
"""What the model of adverts says of a letter, in points of this one, where borders are sought. The margin is this one's alone:
who judges a stretch hears the other by itself. Of 107 lines with an advert inside that neither had seen 78 are cut right, at 60
as well, 74 at 0; no more honest lines are cut into (one of 1 393). With a margin of both 83 are, but three more honest ones."""
_FAR = -(10**9)


class Stored(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The model as it lies in the repo, with the digest of what it was learned from."""

    digest: str
    weights: dict[str, int]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Letters `start` to `end` of a line that read as an advert, and by how much."""

    start: int
    end: int
    margin: int


@dataclass(frozen=True, slots=True)
class Row:
    """A line as the model sees it: the kind of each letter, where its words begin and end, and each letter's features."""

    kinds: str
    edges: frozenset[int]
    features: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of features for a letter to be an advert's, and of passing from one state into the other."""

    weights: Mapping[str, int]

    def stretches(self, fold: Folded, found: Sequence[Sign], *, heard: Sequence[float]) -> Iterator[Stretch]:
        """The stretches of adverts in a folded line with these signs, in places of the line, from left to right.

        `heard` is what the model of adverts says of each letter (`classifiers.advert.Model.by_letter`).
        """
        row = read(fold, found)
        own = [sum(filter(None, map(self.weights.get, names))) for names in row.features]
        points = [worth + round(_HEARD * told) for worth, told in zip(own, heard, strict=False)]
        states = self.best(row, points, lean=_LEAN)
        start = 0
        while start < len(states):
            if not states[start]:
                start += 1
                continue
            end = states.index(0, start) if 0 in states[start:] else len(states)
            margin = sum(own[start:end]) + self.passing(row, start, opens=True)
            margin += self.passing(row, end, opens=False) if end < len(states) else 0
            yield Stretch(fold.place(start), fold.place(end - 1) + 1, margin)
            start = end

    def best(self, row: Row, points: Sequence[int], *, lean: int = 0) -> list[int]:
        """For each letter 1 in an advert and 0 outside, so that the sum of `points` and passings is highest.

        Each advert is worth `lean` more than that.
        """
        outside, inside = 0, _FAR
        back: list[tuple[int, int]] = []
        for place, worth in enumerate(points):
            opened = outside + lean + self.passing(row, place, opens=True)
            closed = inside + self.passing(row, place, opens=False)
            back.append((int(closed > outside), int(inside >= opened)))
            outside, inside = max(outside, closed), max(inside, opened) + worth
        state, states = int(inside > outside), [0] * len(points)
        for place in range(len(points) - 1, -1, -1):
            states[place] = state
            state = back[place][state]
        return states

    def passing(self, row: Row, place: int, *, opens: bool) -> int:
        """What it is worth that an advert begins, or has just ended, at `place`."""
        return self.weights.get(passing_name(row, place, opens=opens), 0)


def read(fold: Folded, found: Sequence[Sign]) -> Row:
    """The row of a folded line; signs are given in places of the line."""
    text = fold.text[:LONGEST]
    kinds = "".join(map(_kind, text))
    levels = _levels(fold, found, len(text))
    honest = honest_places(text)
    return Row(kinds, edges(text), tuple(_features(f"<<{kinds}>>", levels, honest)))


def passing_name(row: Row, place: int, *, opens: bool) -> str:
    """Passings are told apart by whether a mark stands before and at the place, and whether it lies inside a word."""
    before = row.kinds[place - 1] if place else "<"
    marks = f"{'m' if before in ',.() |*<' else 'l'}{'m' if row.kinds[place] in ',.()|* ' else 'l'}"
    return f"T{'01' if opens else '10'}{marks}{'e' if place in row.edges else 'w'}"


def _features(around: str, levels: Sequence[int], honest: Collection[int]) -> Iterator[tuple[str, ...]]:
    """For each letter of a row with two more at either end: the groups of up to three letters that it stands in, and signs."""
    pairs = list(map(add, around, around[1:]))
    triples = list(map(add, pairs, around[2:]))
    last = len(levels)
    groups = zip(around[2:], pairs[1:], pairs[2:], triples, triples[1:], triples[2:], _signed(levels), strict=False)
    for place, (letter, before, after, behind, amid, ahead, signed) in enumerate(groups):
        if place == last:
            return
        names = (letter, before, f">{after}", behind, f"={amid}", f">{ahead}", *signed)
        yield (*names, "H") if place in honest else names


def _signed(levels: Sequence[int]) -> Iterator[tuple[str, str]]:
    """For each letter the level of the signs over it, and the highest levels a few letters before and after it."""
    if not any(levels):
        yield from repeat(("K0", "k000"), len(levels))
        return
    for place, level in enumerate(levels):
        before = max(levels[max(0, place - _REACH) : place], default=0)
        after = max(levels[place + 1 : place + 1 + _REACH], default=0)
        yield f"K{level}", f"k{before}{level}{after}"


def _levels(fold: Folded, found: Sequence[Sign], size: int) -> list[int]:
    """For each letter the level of the strongest sign over it, 0 for none."""
    levels = [0] * size
    for sign in found:
        level = next((level for most, level in _LEVELS if sign.points < most), 4)
        for place in range(fold.from_line(sign.place), min(fold.from_line(sign.end), size)):
            levels[place] = max(levels[place], level)
    return levels


def _kind(letter: str) -> str:
    """A letter by itself, or what it stands for: a figure, a Latin letter, a mark of some sort."""
    if letter in _MARKS:
        return _MARKS[letter]
    if letter.isascii() and letter.isalnum():
        return "#" if letter.isdigit() else "a"
    if letter.isspace():
        return " "
    return letter if letter.isalnum() else "*"


@cache
def model() -> Model:
    """The model of the repo."""
    data = files("corpus").joinpath("models", "borders.json").read_bytes()
    return Model(msgspec.json.decode(data, type=Stored).weights)
