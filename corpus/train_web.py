"""Learns the weights of the main-text judge from pages with their main text: ``python -m corpus.train_web PAGES…``.

Each PAGES is a folder that holds NAME.html with NAME.txt. Only weights are written (`corpus/lexicon/web_weights.tsv`), no
text. A run counts as part of the article when it stands in the main text, in order.
"""

import argparse
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path

from extractors import web_blocks, web_container, web_features, web_head, web_judge, web_markup
from extractors.web_blocks import Run
from extractors.web_features import Measured

STRENGTH = 0.1
"""Inverse of the L2 penalty: of .03, .1, .3 and 1 the best in folds."""
PAGE_WEIGHT = 40.0
"""Each page counts alike, however many runs it has."""
FURTHER = 0.3
"""What a page of the second and further folders counts: English pages in full cost Chinese ones .004 in folds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A page's runs inside its container, with features, and whether each is in the main text."""

    name: str
    runs: tuple[Run, ...]
    inside: tuple[int, ...]
    rows: tuple[dict[str, float], ...]
    main: tuple[bool, ...]
    gold: str
    measured: Measured
    weight: float
    names: frozenset[str]
    """The names of its elements, by which pages of one template know each other."""


def read(path: Path, *, weight: float = 1.0) -> Example:
    """The example of one page, and how much it counts."""
    markup = web_markup.parse(path.read_bytes())
    page = web_blocks.build(markup.root)
    web_judge.reveal(page.runs)
    runs = tuple(run for run in page.runs if not run.hidden and run.text)
    measured = web_features.measure(page, runs, web_head.read(markup.root))
    inside, rows = web_judge.article_features(page, runs, measured, web_container.choose(page, runs, measured))
    gold = path.with_suffix(".txt").read_text("utf-8")
    shares = shares_in(gold, [run.text for run in runs])
    names = frozenset(node.names for node in page.nodes if len(node.names) > 3)
    return Example(
        name=path.stem,
        runs=runs,
        inside=tuple(inside),
        rows=tuple(rows),
        main=tuple(shares[i] > 0.5 for i in inside),
        gold=gold,
        measured=measured,
        weight=weight,
        names=names,
    )


def folds(examples: Sequence[Example], count: int) -> list[list[Example]]:
    """`count` parts of like size; pages that share most names of their elements stay together."""
    groups: list[list[Example]] = []
    for example in examples:
        like = next((group for group in groups if any(map(_same_template, repeat(example), group))), None)
        if like is None:
            groups.append([example])
        else:
            like.append(example)
    parts: list[list[Example]] = [[] for _ in range(count)]
    for group in sorted(groups, key=len, reverse=True):
        min(parts, key=len).extend(group)
    return parts


def _same_template(first: Example, second: Example) -> bool:
    shared = len(first.names & second.names)
    return shared > 4 and shared * 3 > min(len(first.names), len(second.names))


def learn(examples: Sequence[Example]) -> dict[str, float]:
    """The weight of every feature, with the bias."""
    from sklearn.feature_extraction import DictVectorizer  # noqa: PLC0415  a development tool, not needed to read the pages
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    vectors = DictVectorizer()
    matrix = vectors.fit_transform([row for example in examples for row in example.rows])
    model = LogisticRegression(C=STRENGTH, max_iter=5_000)
    model.fit(matrix, [main for example in examples for main in example.main], sample_weight=_importance(examples))
    names = (str(name) for name in vectors.get_feature_names_out())
    bias = float(model.intercept_[0])  # pyright: ignore[reportIndexIssue]
    return {web_judge.BIAS: bias, **dict(zip(names, map(float, model.coef_[0]), strict=True))}


def shares_in(gold: str, texts: Sequence[str]) -> list[float]:
    """How much of each text stands in `gold` when all are laid along it in order: the heaviest chain of finds."""
    whole = bare(gold)
    finds = [find for i, text in enumerate(texts) for find in _finds(i, bare(text), whole)]
    ends: list[int] = [0]
    best: list[tuple[float, int]] = [(0.0, -1)]
    chains: list[tuple[float, int, tuple[int, int, int]]] = []
    for i in dict.fromkeys(find[0] for find in finds):
        fresh = []
        for find in (find for find in finds if find[0] == i):
            at = bisect_left(ends, find[1] + 1) - 1
            fresh.append((best[at][0] + find[2] + 0.3, best[at][1], find))
        for value, previous, find in fresh:
            chains.append((value, previous, find))
            _insert(ends, best, find[1] + find[2], value, len(chains) - 1)
    shares, at = [0.0] * len(texts), best[-1][1]
    while at >= 0:
        _, previous, (i, _, length) = chains[at]
        shares[i] = length / len(bare(texts[i]))
        at = previous
    return shares


def bare(text: str) -> str:
    """Without blanks, in compatibility form: how main text is compared."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def write(weights: dict[str, float], path: Path, source: str) -> None:
    """The table of weights, the strongest first."""
    lines = [f"# source: {source}", "feature\tweight"]
    lines += [f"{name}\t{weight:.4f}" for name, weight in sorted(weights.items(), key=_strength) if abs(weight) >= 0.00005]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def _strength(item: tuple[str, float]) -> tuple[bool, float]:
    return item[0] != web_judge.BIAS, -abs(item[1])


def _importance(examples: Iterable[Example]) -> list[float]:
    weights: list[float] = []
    for example in examples:
        sizes = [min(len(example.runs[i].text), 300) ** 0.5 for i in example.inside]
        weights += [size * example.weight * PAGE_WEIGHT / sum(sizes) for size in sizes]
    return weights


def _finds(i: int, text: str, whole: str) -> list[tuple[int, int, int]]:
    """(text, start, length) of the places where a text stands in `whole`; of a long one that differs a little, roughly."""
    found: list[tuple[int, int, int]] = []
    start = whole.find(text) if text else -1
    while start >= 0 and len(found) < 15:
        found.append((i, start, len(text)))
        start = whole.find(text, start + 1)
    if not found and len(text) > 30:
        pieces = [whole.find(text[at : at + 6]) for at in range(0, len(text) - 5, 3)]
        hits = sorted(piece for piece in pieces if piece >= 0)
        if len(hits) * 2 > len(pieces):
            start = hits[len(hits) // 8]
            found.append((i, start, min(len(text) * len(hits) // len(pieces), len(whole) - start)))
    return found


def _insert(ends: list[int], best: list[tuple[float, int]], end: int, value: float, chain: int) -> None:
    """Keeps, for rising ends, the heaviest chain up to each; a longer end stays only if it is heavier."""
    at = bisect_left(ends, end)
    if best[at - 1][0] >= value or (at < len(ends) and ends[at] == end and best[at][0] >= value):
        return
    stop = at
    while stop < len(ends) and best[stop][0] <= value:
        stop += 1
    ends[at:stop], best[at:stop] = [end], [(value, chain)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=Path, nargs="+")
    folders: list[Path] = parser.parse_args().pages
    weighted = [(folder, FURTHER if number else 1.0) for number, folder in enumerate(folders)]
    examples = [read(path, weight=weight) for folder, weight in weighted for path in sorted(folder.glob("*.html"))]
    target = Path(__file__).parent / "lexicon" / "web_weights.tsv"
    write(learn(examples), target, f"learned by corpus/train_web.py on {len(examples)} pages with their main text; weights only")


if __name__ == "__main__":
    main()
