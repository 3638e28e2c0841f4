"""Many literal terms at once: found in a text, or written as one regular expression.

A finder looks a term up by its first two letters, so that thousands of terms cost hardly more than ten and none has to be
compiled. Longer terms win over shorter ones that begin at the same place.
"""

import re
from collections.abc import Iterable, Iterator
from operator import add
from typing import NamedTuple


class Found(NamedTuple):
    """A term, and where it stands."""

    start: int
    end: int
    term: str


class Finder:
    """Finds terms in a text, by their first two letters. `begins` holds these, and the terms of one letter."""

    def __init__(self, terms: Iterable[str]) -> None:
        self.terms = frozenset(terms)
        sizes: dict[str, set[int]] = {}
        for term in self.terms:
            sizes.setdefault(term[:2], set()).add(len(term))
        self.begins = frozenset(sizes)
        self._alone = frozenset(begin for begin in sizes if len(begin) == 1)
        self._sizes = {begin: tuple(sorted(found, reverse=True)) for begin, found in sizes.items() if len(begin) > 1}

    def finditer(self, text: str) -> Iterator[Found]:
        """The terms of `text`, longest first, without overlaps.

        >>> [found.term for found in Finder(["专利", "专利权", "论文"]).finditer("论文和专利权")]
        ['论文', '专利权']
        """
        sizes, alone, terms, end = self._sizes, self._alone, self.terms, 0
        for start, pair in enumerate(map(add, text, text[1:] + "\0")):
            if start < end or (pair not in sizes and pair[0] not in alone):
                continue
            for size in sizes.get(pair, ()):
                if (term := text[start : start + size]) in terms:
                    end = start + len(term)
                    yield Found(start, end, term)
                    break
            else:
                if pair[0] in alone:
                    end = start + 1
                    yield Found(start, end, pair[0])

    def within(self, text: str, grams: set[str]) -> Iterator[Found]:
        """The same for a text of which the letters and pairs of letters are known: most have no term's first two letters."""
        return iter(()) if self.begins.isdisjoint(grams) else self.finditer(text)


Tree = dict[str, "Tree"]
END = ""


def pattern(terms: Iterable[str]) -> str:
    """A regular expression for exactly these terms, the longest first.

    >>> pattern(["专利", "专利权", "论文"])
    '(?:专利(?:权)?|论文)'
    >>> re.findall(pattern(["专利", "专利权", "论文"]), "论文和专利权")
    ['论文', '专利权']
    """
    tree: Tree = {}
    for term in sorted(set(terms)):
        node = tree
        for letter in term:
            node = node.setdefault(letter, {})
        node[END] = {}
    return _written(tree) if tree else "(?!)"


def _written(tree: Tree) -> str:
    branches = []
    for letter, following in tree.items():
        if letter == END:
            continue
        run, node = letter, following
        while len(node) == 1 and END not in node:
            (more, node) = next(iter(node.items()))
            run += more
        branches.append(re.escape(run) + ("" if set(node) == {END} else _written(node)))
    group = f"(?:{'|'.join(branches)})"
    return group + "?" if END in tree else group
