"""Runs of spam inside a line, by what they say and how they stand there.

A line is taken to pieces at its marks and blanks. A piece has points: for words of adverts, for ways to be reached, for the
shape of a list of search words, for the other script than the page's; and loses points for words of work and awards. The run
of pieces with the most points is spam if it has `ENOUGH`; then the rest of the line is looked at again.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from classifiers.folding import Folded, folded
from classifiers.patterns import any_word
from corpus import tables

ENOUGH = 3.0
_PIECE = re.compile("[^。！？!?；;|｜\\s，,、_]+[。！？!?；;|｜\\s，,、_]*")
_LIST_MARK = re.compile("[|｜_\\s、，,]")
_SENTENCE_MARK = re.compile("[。！？；]")
_WORD = re.compile("[^\\W_]")
_CONTACT = (
    (
        2.5,
        "messenger account",
        re.compile(
            "(?:微信|薇信|威信|微|薇|扣扣|vx|v信|wx|weixin|qq|tg|飞机|电报|telegram|whatsapp|line)(?:号|群|同号|联系|咨询|客服|:|：|\\+|加|是)*[a-z0-9@][a-z0-9_-]{4,}"
        ),
    ),
    (
        1.5,
        "address of a site",
        re.compile(
            "(?:https?:|www)[^\\u3400-\\u9fff\\s]{4,}|[a-z0-9-]{2,30}(?:com|net|cc|vip|xyz|top|app|win|bet|club|icu|info)(?![a-z0-9])"
        ),
    ),
    (1.0, "telephone number", re.compile("(?<!\\d)1[3-9]\\d{9}(?!\\d)|(?<!\\d)400\\d{7}(?!\\d)")),
)


@dataclass(frozen=True, slots=True)
class Run:
    """A run of spam in a line, and why."""

    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True)
class Setting:
    """What the page says of a line: written in the other script than the page, at its head, or after its links to other news."""

    other_script: bool = False
    after_links: bool = False
    at_head: bool = False


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    points: float
    signs: tuple[str, ...]


def runs(text: str, setting: Setting, *, enough: float = ENOUGH) -> tuple[Run, ...]:
    """The runs of spam in a line of Simplified text, in order.

    >>> line = "百家乐平台注册送彩金，本院完成手术三百例。"
    >>> [line[run.start : run.end] for run in runs(line, Setting())]
    ['百家乐平台注册送彩金，']
    """
    fold = folded(text)
    pieces = _pieces(text, fold, _shape(text, setting))
    return tuple(_best(pieces, enough))


def honest_words(text: str) -> int:
    """How many words of work, awards and offices a text has."""
    return len(_honest().findall(text))


def _best(pieces: Sequence[_Piece], enough: float) -> Iterator[Run]:
    """Runs of the most points, found again in what is left on either side."""
    first, last, most = _richest(pieces)
    if most < enough:
        return
    yield from _best(pieces[:first], enough)
    signs = Counter(sign for piece in pieces[first:last] for sign in piece.signs)
    yield Run(pieces[first].start, pieces[last - 1].end, "; ".join(sign for sign, _ in signs.most_common(4)))
    yield from _best(pieces[last:], enough)


def _richest(pieces: Sequence[_Piece]) -> tuple[int, int, float]:
    """The run of pieces whose points sum highest (Kadane)."""
    best, total, start = (0, 0, 0.0), 0.0, 0
    for place, piece in enumerate(pieces):
        if total <= 0:
            total, start = 0.0, place
        total += piece.points
        if total > best[2]:
            best = (start, place + 1, total)
    return best


def _pieces(text: str, fold: Folded, shape: tuple[float, str]) -> list[_Piece]:
    hits = _hits(fold)
    made: list[_Piece] = []
    for found in _PIECE.finditer(text):
        signs = [(points, sign) for place, points, sign in hits if found.start() <= place < found.end()]
        points = sum(points for points, _ in signs) + shape[0] - 1.2 * honest_words(found[0]) - 0.4
        reasons = tuple(dict.fromkeys([sign for _, sign in signs] + ([shape[1]] if shape[0] else [])))
        made.append(_Piece(found.start(), found.end(), points, reasons))
    return made


def _hits(fold: Folded) -> list[tuple[int, float, str]]:
    """Words of adverts and ways to be reached: place in the line, points, sign. Words inside honest look-alikes have none."""
    weights = _terms()
    safe = [found.span() for found in _lookalikes().finditer(fold.text)]
    hits: list[tuple[int, float, str]] = []
    for found in _term_pattern().finditer(fold.text):
        if not any(start <= found.start() and found.end() <= end for start, end in safe):
            weight, kind = weights[found[0]]
            hits.append(
                (
                    fold.place(found.start()),
                    (0.5, 1.5, 3.0)[weight - 1],
                    f"{kind}: {found[0]}" if weight > 1 else "words of adverts",
                )
            )
    for points, sign, pattern in _CONTACT:
        hits += [(fold.place(found.start()), points, sign) for found in pattern.finditer(fold.text)]
    return hits


def _shape(text: str, setting: Setting) -> tuple[float, str]:
    """Points for each piece of a line that is a list of search words: many short pieces, no sentence, one word in most."""
    if _SENTENCE_MARK.search(text):
        return 0.0, ""
    parts = [part for part in _LIST_MARK.split(text) if _WORD.search(part)]
    if len(parts) < 5 or sum(map(len, parts)) / len(parts) > 18:
        return (0.3, "in the other script than the page") if setting.other_script and setting.after_links else (0.0, "")
    pairs = Counter(pair for part in parts for pair in {part[place : place + 2] for place in range(len(part) - 1)})
    repeated = max(pairs.values(), default=0) / len(parts)
    points = 0.4 * (repeated >= 0.4) + 0.6 * setting.other_script + 0.3 * (setting.after_links or setting.at_head)
    return points, "a list of search words"


@cache
def _terms() -> dict[str, tuple[int, str]]:
    return {row["term"]: (int(row["weight"]), row["kind"]) for row in tables.rows("spam_terms")}


@cache
def _term_pattern() -> re.Pattern[str]:
    return any_word(_terms())


@cache
def _lookalikes() -> re.Pattern[str]:
    return any_word(tables.column("lookalikes", "term"))


@cache
def _honest() -> re.Pattern[str]:
    return any_word(tables.column("honest_terms", "term"))
