"""Learn what a page's own lines read like, from our own labelled pages: part of ``python -m corpus.train_lines``.

Logistic regression over all roles at once, by AdaGrad in a fixed order, so that the same corpus gives the same model byte by
byte. Every second line is also shown by itself, as a caller may give it without its page.
"""

import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import msgspec

from classifiers.chrome import LONE, ROLES, Line, Model, Page, Stored
from classifiers.lines import rule
from corpus.evaluate_lines import KEPT, Labelled
from pipeline.script import to_simplified

PATH = Path(__file__).parent / "models" / "chrome.json"
EPOCHS = 8
RATE = 0.5
SHRINK = 2e-4
LEAST = 60
"""Thousandths; a feature all of whose weights are smaller is not kept."""
_HEAD = 3
_NEGLIGIBLE = 0.01
_PAPER = frozenset({"page_number", "running_head", "toc", "watermark"})


def learned(lines: Sequence[Labelled]) -> Model:
    """The model of `lines`, whole pages."""
    rows = list(_rows(lines))
    counts = Counter(name for names, _ in rows for name in names)
    rows = [([name for name in names if counts[name] > 1], role) for names, role in rows]
    size = len(ROLES)
    weights: defaultdict[str, list[float]] = defaultdict(lambda: [0.0] * size)
    squares: defaultdict[str, list[float]] = defaultdict(lambda: [1e-6] * size)
    order = random.Random(7)  # noqa: S311 - a fixed order of examples, nothing secret
    for _ in range(EPOCHS):
        order.shuffle(rows)
        for names, role in rows:
            scale = len(names) ** -0.5
            errors = _errors([weights[name] for name in names], role, scale)
            active = [place for place in range(size) if abs(errors[place]) > _NEGLIGIBLE]
            for name in names:
                mine, seen = weights[name], squares[name]
                for place in active:
                    step = errors[place] * scale + SHRINK * mine[place]
                    seen[place] += step * step
                    mine[place] -= RATE * step / seen[place] ** 0.5
    return Model({name: tuple(found) for name, found in weights.items()})


def stored(model: Model, digest: str) -> bytes:
    """The model as it is written, its weights in a fixed order."""
    whole = {name: tuple(round(weight * 1000) for weight in found) for name, found in sorted(model.weights.items())}
    return (
        msgspec.json.encode(Stored(digest, {name: found for name, found in whole.items() if max(map(abs, found)) >= LEAST}))
        + b"\n"
    )


def _errors(found: Sequence[Sequence[float]], role: int, scale: float) -> list[float]:
    """For each role, how likely the model calls it, less 1 for the right one."""
    sums = [sum(column) for column in zip(*found, strict=True)]
    most = max(sums)
    odds = [math.exp(scale * (total - most)) for total in sums]
    total = sum(odds)
    errors = [one / total for one in odds]
    errors[role] -= 1
    return errors


def _rows(lines: Sequence[Labelled]) -> Iterator[tuple[list[str], int]]:
    for _, group in groupby(lines, key=_page):
        labelled = list(group)
        if len(labelled) == 1:  # a line by itself tells nothing of pages
            continue
        texts = [to_simplified(line.text) for line in labelled]
        at_head = [place < _HEAD and len(texts) > _HEAD for place in range(len(texts))]
        page = Page(
            [
                Line(text, "spam" if line.role == "spam" else _rule(text, at_head=head))
                for line, text, head in zip(labelled, texts, at_head, strict=True)
            ]
        )
        for place, line in enumerate(labelled):
            if line.role == "spam":
                continue
            role = _role(line)
            yield sorted(page.features(place)), role
            if place % 2 and len(texts) >= LONE:
                yield sorted(Page([Line(texts[place], _rule(texts[place]))]).features(0)), role


def _rule(text: str, *, at_head: bool = False) -> str:
    found = rule(text, at_head=at_head)
    return found[0] if found else ""


def _role(line: Labelled) -> int:
    if line.role in KEPT:
        return 0
    return ROLES.index("running_head" if line.role in _PAPER else line.role)


def _page(line: Labelled) -> str:
    return line.doc
