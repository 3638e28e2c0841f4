"""Learn the models of lines from our own labelled pages: ``python -m corpus.train_lines``. Here, what adverts read like.

Logistic regression by AdaGrad over letter groups, in a fixed order, so that the same corpus gives the same model byte by byte.
A line and each of its pieces count as examples, as do the words of the lexicons; adverts weigh more, being fewer.
"""

import hashlib
import math
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from classifiers import borders, chrome
from classifiers.advert import Model, Stored, features
from classifiers.lines import Judge, judged_by
from classifiers.signs import lexicon
from classifiers.spam import ENOUGH, Known
from corpus import composed, honest, tables, train_borders, train_chrome
from corpus.evaluate_lines import KEPT, Labelled, answers, labelled, show
from pipeline.script import to_simplified

PATH = Path(__file__).parent / "models" / "adverts.json"
EPOCHS = 8
RATE = 0.5
SHRINK = 2e-4
LEAST = 20
"""Thousandths; a smaller weight is not kept."""
HONEST = 0.5
"""How much a sentence of the tagger's documents counts beside a line of a page."""
COMPOSED, MADE = 4000, 0.2
"""How many adverts are composed, and how much one counts."""
_PIECES = re.compile("[。！？!?；;|｜，,、\\s]+")


class Example(NamedTuple):
    """One text; `weight` says how much it counts."""

    text: str
    advert: bool
    weight: float


def learned(lines: Sequence[Labelled], *, without: str = "") -> Model:
    """The model of `lines` and the lexicons; `without` names a kind of spam that it must never have seen."""
    examples = list(_examples(lines, without))
    rows = [(sorted(features(one.text)), one.advert, one.weight) for one in examples]
    counts = Counter(name for names, _, _ in rows for name in names)
    rows = [([name for name in names if counts[name] > 1], advert, weight) for names, advert, weight in rows]
    adverts = sum(weight for _, advert, weight in rows if advert)
    others = sum(weight for _, advert, weight in rows if not advert)
    weights: dict[str, float] = dict.fromkeys(counts, 0.0)
    squares: dict[str, float] = dict.fromkeys(counts, 1e-6)
    bias, order = 0.0, random.Random(7)  # noqa: S311 - a fixed order of examples, nothing secret
    for _ in range(EPOCHS):
        order.shuffle(rows)
        for names, advert, weight in rows:
            if not names:
                continue
            size = len(names) ** -0.5
            odds = bias + size * sum(weights[name] for name in names)
            error = (1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))) - advert) * weight
            error *= others / adverts if advert else 1.0
            bias -= 0.01 * error
            for name in names:
                step = error * size + SHRINK * weights[name]
                squares[name] += step * step
                weights[name] -= RATE * step / squares[name] ** 0.5
    return Model(bias, weights)


def stored(model: Model, digest: str) -> bytes:
    """The model as it is written, its weights in a fixed order."""
    weights = {name: round(weight * 1000) for name, weight in sorted(model.weights.items()) if abs(weight) * 1000 >= LEAST}
    return msgspec.json.encode(Stored(digest, round(model.bias * 1000), weights)) + b"\n"


def models() -> dict[Path, bytes]:
    """Every model of lines as `dev` gives it, by where it is kept."""
    dev, named = labelled("dev"), digest()
    return {
        PATH: stored(learned(dev), named),
        train_borders.PATH: train_borders.stored(train_borders.learned(dev), named),
        train_chrome.PATH: train_chrome.stored(train_chrome.learned(dev), named),
    }


def digest() -> str:
    """Names what the models are learned from: the examples themselves."""
    return hashlib.sha256(msgspec.json.encode(list(_examples(labelled("dev"), "")))).hexdigest()


def unheard_of(lines: Sequence[Labelled], *, kinds: Sequence[str] = ()) -> dict[str, tuple[int, int]]:
    """For each kind of spam, how many whole lines of it are right when neither lexicon nor model has ever met the kind.

    `kinds` are those asked for, all of them when empty.
    """
    told: dict[str, tuple[int, int]] = {}
    for kind in kinds or sorted({line.kind for line in lines if line.kind}):
        dev = labelled("dev")
        known = Known(lexicon(kind), learned(dev, without=kind), _had(train_borders.learned(dev, without=kind)))
        judge = Judge(ENOUGH, known, chrome.model())
        of_kind = [one for one in answers(lines, judged_by(judge)) if one.wanted.kind == kind and one.wanted.group == "spam"]
        told[kind] = (sum(one.right for one in of_kind), len(of_kind))
    return told


def main() -> None:
    """Learn from `dev` and write the models; with ``--unheard-of``, tell how kinds fare that were never met."""
    if "--unheard-of" in sys.argv:
        for split in ("dev", "heldout"):
            show(f"kinds unheard of, {split}", unheard_of(labelled(split)))
        return
    PATH.parent.mkdir(exist_ok=True)
    for path, data in models().items():
        path.write_bytes(data)


def _had(model: borders.Model) -> Callable[[], borders.Model]:
    return lambda: model


def _examples(lines: Sequence[Labelled], without: str) -> Iterator[Example]:
    for line in lines:
        if line.kind and line.kind == without:
            continue
        text = to_simplified(line.text)
        if line.cuts:
            yield from (Example(text[start:end], True, 1.0) for start, end in line.cuts)
            continue
        if line.role not in KEPT | {"spam"}:
            continue
        yield Example(text, line.role == "spam", 1.0)
        pieces = [piece for piece in _PIECES.split(text) if len(piece) > 3]
        yield from (Example(piece, line.role == "spam", 0.4) for piece in pieces if len(pieces) > 1)
    yield from (Example(text, False, HONEST) for text in honest.sentences())
    yield from (Example(text, True, MADE) for text in composed.adverts(COMPOSED, without=without))
    for row in tables.rows("spam_terms"):
        if row["kind"] != without and row["weight"] != "1":
            yield Example(row["term"], True, 0.3 if row["weight"] == "3" else 0.2)
    for name, column in (("lookalikes", "term"), ("honest_terms", "term"), ("s2t_words", "simplified"), ("warnings", "term")):
        yield from (Example(word, False, 0.3) for word in tables.column(name, column))


if __name__ == "__main__":
    main()
