"""Many words as one regular expression that shares their beginnings, so that a search costs little however many there are."""

import re
from collections.abc import Iterable

Tree = dict[str, "Tree"]
"""Letters to what may follow each; an empty letter where a word may end."""


def any_word(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any of `words`, at each place the longest.

    >>> any_word(["ab", "abc", "x"]).findall("abcabx")
    ['abc', 'ab', 'x']
    """
    tree: Tree = {}
    for word in words:
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return re.compile(_branches(tree) if tree else "(?!)")


def _branches(node: Tree) -> str:
    ways = [re.escape(letter) + _branches(after) for letter, after in node.items() if letter]
    if not ways:
        return ""
    joined = ways[0] if len(ways) == 1 and "" not in node else f"(?:{'|'.join(ways)})"
    return joined + "?" if "" in node else joined
