"""Learn where adverts inside sentences begin and end, from our own labelled lines: part of ``python -m corpus.train_lines``.

An averaged perceptron over whole lines: where the best reading is wrong, the features of the right one gain and those of the
wrong one lose. Since few labelled lines hold an advert inside, adverts of the corpus are also set into its honest sentences,
at places and in brackets drawn by a fixed seed.
"""

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from classifiers.borders import Model, Row, Stored, passing_name, read
from classifiers.folding import folded
from classifiers.inserted import tails
from classifiers.signs import Lexicon, lexicon, signs
from corpus import composed, honest
from corpus.evaluate_lines import KEPT, Labelled
from pipeline.script import to_simplified

PATH = Path(__file__).parent / "models" / "borders.json"
EPOCHS = 6
TIMES = 2
"""How often each honest sentence may get an advert set into it."""
SHARE = 0.6
EACH = 2
"""One of so many sentences of the tagger's documents is learned from, with a composed advert and without."""
COMPOSED = 3000
LEAST = 12
"""A smaller weight is not kept; a letter that was once wrong has sixteen."""
_LONGEST = 220
_PIECES = re.compile("[|｜_，,。！？!?；\\s]+")
_SENTENCE = re.compile("[。！？]")
_BORDERS = (("", ""), ("", ""), ("", "，"), ("（", "）"), ("【", "】"), ("[", "]"))


class Example(NamedTuple):
    """A line, and for each of its letters 1 where it is an advert's."""

    text: str
    states: tuple[int, ...]


def learned(lines: Sequence[Labelled], *, without: str = "") -> Model:
    """The model of `lines`; `without` names a kind of spam that it must never have seen."""
    words = lexicon(without)
    rows = [_row(one, words) for one in examples([line for line in lines if not without or line.kind != without], without)]
    weights: Counter[str] = Counter()
    sums: Counter[str] = Counter()
    model, order, step = Model(weights), random.Random(3), 1  # noqa: S311 - a fixed order of examples, nothing secret
    for _ in range(EPOCHS):
        order.shuffle(rows)
        for row, states in rows:
            points = [sum(map(weights.__getitem__, names)) for names in row.features]
            found = model.best(row, points)
            step += 1
            if found != states:
                for name, change in _changes(row, states, found):
                    weights[name] += change
                    sums[name] += change * step
    return Model({name: round(16 * (weight - sums[name] / step)) for name, weight in weights.items()})


def stored(model: Model, digest: str) -> bytes:
    """The model as it is written, its weights in a fixed order."""
    kept = {name: weight for name, weight in sorted(model.weights.items()) if abs(weight) >= LEAST or name[0] == "T"}
    return msgspec.json.encode(Stored(digest, kept)) + b"\n"


def examples(lines: Sequence[Labelled], without: str) -> list[Example]:
    """What is learned from: lines as they are, and honest sentences with an advert set into them."""
    found, adverts, sentences = [], [], []
    for line in lines:
        text = to_simplified(line.text)[:_LONGEST]
        if line.cuts:
            found += [Example(text, _states(len(text), line.cuts))] * 6
            adverts += [text[start:end] for start, end in line.cuts]
        elif line.role == "spam":
            found.append(Example(text, (1,) * len(text)))
            adverts += _pieces(text)
        elif line.role in KEPT:
            found.append(Example(text, (0,) * len(text)))
            sentences += [text] if _SENTENCE.search(text) and len(text) > 15 else []
    draw = random.Random(1)  # noqa: S311 - the same examples each time, nothing secret
    for text in sentences * TIMES:
        if draw.random() < SHARE:
            found.append(_set_in(text, adverts, draw))
    made = composed.adverts(COMPOSED, without=without)
    for text in honest.sentences()[::EACH]:
        found += [_set_in(text[:_LONGEST], made, draw), Example(text[:_LONGEST], (0,) * len(text[:_LONGEST]))]
    return found


def _pieces(text: str) -> Iterator[str]:
    pieces = [piece for piece in _PIECES.split(text) if len(piece) >= 4]
    yield from pieces
    if len(pieces) > 1:
        yield text[:40]


def _set_in(text: str, adverts: Sequence[str], draw: random.Random) -> Example:
    """`text` with one or two adverts at its head, after a mark, or anywhere."""
    advert = draw.choice(adverts) + (draw.choice(adverts) if draw.random() < 0.35 else "")
    opening, closing = draw.choice(_BORDERS)
    advert = opening + advert + closing
    chance = draw.random()
    if chance < 0.3:
        place = 0
    elif chance < 0.65:
        place = draw.choice([mark.end() for mark in re.finditer("[，。；、]", text)][:-1] or [0])
    else:
        place = draw.randrange(1, len(text) - 1)
    states = (0,) * place + (1,) * len(advert) + (0,) * (len(text) - place)
    return Example(text[:place] + advert + text[place:], states)


def _row(example: Example, words: Lexicon) -> tuple[Row, list[int]]:
    fold = folded(example.text)
    row = read(fold, [*signs(example.text, fold, words), *tails(fold)])
    return row, [example.states[fold.place(place)] for place in range(len(row.kinds))]


def _states(size: int, cuts: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    return tuple(int(any(start <= place < end for start, end in cuts)) for place in range(size))


def _changes(row: Row, wanted: Sequence[int], found: Sequence[int]) -> Iterator[tuple[str, int]]:
    """What the right reading gains and the wrong one loses."""
    before_wanted = before_found = 0
    for place, (right, wrong) in enumerate(zip(wanted, found, strict=True)):
        if right != wrong:
            for name in row.features[place]:
                yield name, 1 if right else -1
        passed, took = (before_wanted, right), (before_found, wrong)
        if passed != took:
            if passed[0] != passed[1]:
                yield passing_name(row, place, opens=bool(right)), 1
            if took[0] != took[1]:
                yield passing_name(row, place, opens=bool(wrong)), -1
        before_wanted, before_found = right, wrong
