"""Many words as one regular expression that shares their beginnings, so that a search costs little however many there are."""

import re
from collections.abc import Iterable


def any_word(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any of `words`, at each place the longest.

    >>> any_word(["ab", "abc", "x"]).findall("abcabx")
    ['abc', 'ab', 'x']
    """
    tree: dict[str, object] = {}
    for word in words:
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})  # type: ignore[assignment]
        node[""] = {}
    return re.compile(_branches(tree) if tree else "(?!)")


def _branches(node: dict[str, object]) -> str:
    ways = [re.escape(letter) + _branches(after) for letter, after in node.items() if letter and isinstance(after, dict)]
    if not ways:
        return ""
    joined = ways[0] if len(ways) == 1 and "" not in node else f"(?:{'|'.join(ways)})"
    return joined + "?" if "" in node else joined
