"""Many patterns, of which a text can match few: those are told by pairs of letters that a match cannot do without.

A pattern such as ``(?:获|评为)[^，。]{0,9}奖章`` can match only where 奖章 stands and one of 获 or 评为. What it needs is read
from the parsed pattern itself, so that no list has to be kept beside it. A text's letters and pairs are then enough to leave
most patterns unasked; those that are left are run as they are, so that the answer is that of running them all.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import product
from operator import add
from re import _constants as codes  # type: ignore[attr-defined]  # the only parser that reads all that `re` reads
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
MOST = 400
"""The most words that one part of a pattern is spelled out into."""
Needs = list[frozenset[str]]
"""For a match each of these sets must have a word in the text."""


def grams(text: str) -> set[str]:
    """The letters of `text` and its pairs of letters."""
    return {*text, *map(add, text, text[1:])}


def groups(text: str) -> set[str]:
    """The letters of `text` and its groups of two and of three letters.

    >>> sorted(groups("abc"))
    ['a', 'ab', 'abc', 'b', 'bc', 'c']
    """
    pairs = list(map(add, text, text[1:]))
    return {*text, *pairs, *map(add, pairs, text[2:])}


class Patterns:
    """Patterns in order, each run only on texts that have what it needs."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self.sources = tuple(patterns)
        self._compiled: dict[int, re.Pattern[str]] = {}
        self._first_needed: dict[str, list[int]] = {}
        self._also_needed: list[tuple[frozenset[str], ...]] = []
        self._always: list[int] = []
        for number, pattern in enumerate(patterns):
            wanted = sorted((_short(words) for words in needs(pattern)), key=_rarest)
            self._also_needed.append(tuple(wanted[1:]))
            if not wanted:
                self._always.append(number)
            for gram in wanted[0] if wanted else ():
                self._first_needed.setdefault(gram, []).append(number)
        self._firsts = frozenset(self._first_needed)

    def pattern(self, number: int) -> re.Pattern[str]:
        """A pattern, compiled when it is first asked: most texts ask few."""
        if number not in self._compiled:
            self._compiled[number] = re.compile(self.sources[number])
        return self._compiled[number]

    def possible(self, found: set[str]) -> list[int]:
        """The patterns, by number, that a text with these grams may match."""
        numbers = set(self._always)
        for gram in self._firsts & found:
            numbers.update(self._first_needed[gram])
        return sorted(number for number in numbers if not any(words.isdisjoint(found) for words in self._also_needed[number]))

    def search(self, text: str, found: set[str]) -> tuple[int, re.Match[str]] | None:
        """The leftmost match of any pattern, the first pattern's where two begin at one place, with its pattern's number."""
        return self._first(text, self.possible(found), 0)

    def finditer(self, text: str, found: set[str]) -> Iterator[tuple[int, re.Match[str]]]:
        """Matches that do not overlap, as those of the patterns joined by ``|``."""
        possible = self.possible(found)
        position = 0
        while possible and (first := self._first(text, possible, position)) is not None:
            yield first
            position = first[1].end() + (first[1].end() == first[1].start())

    def _first(self, text: str, possible: Sequence[int], position: int) -> tuple[int, re.Match[str]] | None:
        best: tuple[int, re.Match[str]] | None = None
        for number in possible:
            match = self.pattern(number).search(text, position)
            if match is not None and (best is None or match.start() < best[1].start()):
                best = number, match
        return best


def _short(words: frozenset[str]) -> frozenset[str]:
    """Words as far as grams tell them."""
    return frozenset(word[:2] for word in words)


def _rarest(words: frozenset[str]) -> tuple[bool, int]:
    """Pairs of letters are rarer than letters, and few of them rarer than many."""
    return min(map(len, words)) < 2, len(words)


def needs(pattern: str) -> Needs:
    """What every match of `pattern` holds.

    >>> [sorted(words) for words in needs("(?:获|评为)[^，。]{0,9}奖章?(?!的)")]
    [['获', '评为'], ['奖', '奖章']]
    """
    return [words for words in _needs(parser.parse(pattern)) if all(words)]


def _needs(items: Any) -> Needs:
    found: Needs = []
    run: set[str] | None = {""}
    for operator, argument in items:
        words = _words(operator, argument)
        if words is not None and run is not None and len(run) * len(words) <= MOST:
            run = {"".join(pair) for pair in product(run, words)}
            continue
        if run is not None and run != {""}:
            found.append(frozenset(run))
        run = words
        if words is None:
            found += _inner(operator, argument)
    if run is not None and run != {""}:
        found.append(frozenset(run))
    return found


def _inner(operator: Any, argument: Any) -> Needs:
    """What a part needs that cannot be spelled out."""
    if operator is codes.SUBPATTERN:
        return _needs(argument[3])
    if operator in _REPEATS:
        return _needs(argument[2]) if argument[0] else []
    if operator is codes.BRANCH:
        each = [[words for words in _needs(branch) if all(words)] for branch in argument[1]]
        if all(each):
            return [frozenset().union(*(max(found, key=_shortest) for found in each))]
    return []


def _shortest(words: frozenset[str]) -> tuple[int, int]:
    return min(map(len, words)), -len(words)


def _words(operator: Any, argument: Any) -> set[str] | None:
    """Every word that a part can match, where they are few; None where they are not. What looks around matches nothing."""
    if operator is codes.LITERAL:
        return {chr(argument)}
    if operator in (codes.AT, codes.ASSERT, codes.ASSERT_NOT):
        return {""}
    if operator is codes.SUBPATTERN:
        return _sequence(argument[3])
    return _choice(operator, argument)


def _choice(operator: Any, argument: Any) -> set[str] | None:
    """The words of letters in brackets, of branches, and of what may be left out."""
    if operator is codes.IN:
        only_letters = all(kind is codes.LITERAL for kind, _ in argument)
        return {chr(letter) for _, letter in argument} if only_letters else None
    if operator is codes.BRANCH:
        branches = [_sequence(branch) for branch in argument[1]]
        told = [words for words in branches if words is not None]
        return set().union(*told) if len(told) == len(branches) and sum(map(len, told)) <= MOST else None
    if operator in _REPEATS and argument[1] == 1:
        inner = _sequence(argument[2])
        return inner if inner is None or argument[0] else inner | {""}
    return None


def _sequence(items: Any) -> set[str] | None:
    run = {""}
    for operator, argument in items:
        words = _words(operator, argument)
        if words is None or len(run) * len(words) > MOST:
            return None
        run = {"".join(pair) for pair in product(run, words)}
    return run
