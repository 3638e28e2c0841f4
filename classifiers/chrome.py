"""How much a line reads like the page's own (menus, fields, links, notes) rather than the article's, learned from our own pages.

Beside the rules of `furniture` and `byline` stands a linear model with one weight a role: over the letters of a line, its shape,
the place it has on the page, and what the rules say of the lines around it. It is asked only about lines that no sentence
speaks for. Weights hold for text in Simplified; they were learned by `corpus.train_chrome`.
"""

import math
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from operator import add

import msgspec

from pipeline.document import Role

ROLES: tuple[Role, ...] = ("body", "byline", "nav", "related", "share", "legal", "comment", "ad", "running_head")
"""What a line may be, in the order of the weights; `body` stands for all that is kept."""
LONGEST = 120
"""Letters of a line that are looked at."""
LONE = 3
"""Lines below which a text is no page, and a line's place on it says nothing."""
_OWN = frozenset({"nav", "share", "related", "legal", "comment"})
_TOLD = re.compile("[。！？]")
_END = re.compile("[。！？；…!?;][”’」』）)】]*$")
_DIGITS = re.compile("[0-9]+")
_LATIN = re.compile("[a-zA-Z]+")
_BLANKS = re.compile(r"\s+")
_PARTS = re.compile(r"[\s|｜/>》丨·]+")
_LENGTHS = (2, 4, 8, 12, 18, 26, 40, 60, 100)


class Stored(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The model as it lies in the repo: weights in thousandths in the order of `ROLES`, and the digest of their corpus."""

    digest: str
    weights: dict[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Opinion:
    """How likely a line is the article's, and what it is of the page if it is not."""

    kept: float
    role: Role


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of features, one a role."""

    weights: Mapping[str, tuple[float, ...]]
    unit: float = 1.0
    """What a weight of 1 is worth: those of the repo are whole thousandths."""

    def __call__(self, names: Collection[str]) -> Opinion:
        """What a line with these features is."""
        found = filter(None, map(self.weights.get, names))
        sums = [sum(column) for column in zip(*found, strict=True)] or [0.0] * len(ROLES)
        scale, most = self.unit * len(names) ** -0.5, max(sums)
        odds = [math.exp(scale * (total - most)) for total in sums]
        best = max(range(1, len(ROLES)), key=odds.__getitem__)
        return Opinion(odds[0] / sum(odds), ROLES[best])


@dataclass(frozen=True, slots=True)
class Line:
    """A line in Simplified, and what the rules make of it: a role, or nothing."""

    text: str
    rule: str

    @property
    def told(self) -> bool:
        """Whether it is a sentence that no rule speaks against."""
        return not self.rule and len(self.text) > 14 and bool(_TOLD.search(self.text))


class Page:
    """The lines of a page, each of which can be asked for its features."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        told = [place for place, line in enumerate(lines) if line.told]
        self.first, self.last = (told[0], told[-1]) if told else (-1, -1)
        self.own = sum(line.rule in _OWN for line in lines)
        self.seen: dict[str, int] = {}
        for line in lines:
            self.seen[line.text] = self.seen.get(line.text, 0) + 1

    def features(self, place: int) -> set[str]:
        """The features of line `place`."""
        line = self.lines[place]
        names = _letters(line.text)
        names.add(f"R{line.rule}")
        if len(self.lines) < LONE:
            names.add("lone")
        else:
            names.update(self._around(place))
        return names

    def _around(self, place: int) -> Iterator[str]:
        line, size = self.lines[place], len(self.lines)
        told = "S" if line.told else "n"
        zone = self._zone(place)
        own = min(3, self.own - (line.rule in _OWN))
        before = self.lines[place - 1] if place else None
        after = self.lines[place + 1] if place + 1 < size else None
        yield from (f"Z{zone}{told}", f"Z{zone}{told}w{own}", f"w{own}{told}")
        yield from (f"<{before.rule if before else '^'}{told}", f">{after.rule if after else '$'}{told}")
        yield from (f"i{min(place, 5)}{told}", f"j{min(size - 1 - place, 5)}{told}")
        if zone == "tail":
            rules = sorted({line.rule[:2] for line in self.lines[self.last + 1 : place]})
            yield from (f"t{min(place - self.last, 4)}{told}", "T" + "".join(rules)[:8])
        if zone == "head":
            yield f"h{min(self.first - place, 4)}{told}"
        if self.seen[line.text] > 1:
            yield "twice"
        if before:
            yield f"<e{bool(_END.search(before.text)):d}{told}"
            yield f"<:{before.text.endswith(('：', ':')):d}"

    def _zone(self, place: int) -> str:
        if self.first < 0:
            return "none"
        return "head" if place < self.first else "tail" if place > self.last else "mid"


def _letters(text: str) -> set[str]:
    """What the line itself shows: pairs and triples of letters, and its shape."""
    plain = _BLANKS.sub(" ", _LATIN.sub("a", _DIGITS.sub("#", text[:LONGEST])))
    row = f"^{plain[:60]}$"
    pairs = list(map(add, row, row[1:]))
    names = {*plain, "$", *pairs, *map(add, pairs, row[2:])}
    names.add(f"l{next((most for most in _LENGTHS if len(text) <= most), 0)}")
    names.add(f"e{bool(_END.search(text)):d}")
    names.add(f"c{min(3, text.count('，') + text.count(','))}")
    names.add(f"s{min(4, len(_TOLD.findall(text)))}")
    names.add(f"b{min(4, len(_PARTS.findall(text.strip())))}")
    names.add(f"g{int(10 * sum(map(str.isdigit, text)) / max(1, len(text)))}")
    return names


@cache
def model() -> Model:
    """The model of the repo."""
    stored = msgspec.json.decode(files("corpus").joinpath("models", "chrome.json").read_bytes(), type=Stored)
    return Model(stored.weights, 1 / 1000)
