"""Boosted trees as numbers: each asks a few questions of a row of numbers, and the leaves that it comes to are added up.

They are learned by scikit-learn (`corpus.train_verdicts`), stored as JSON, and walked here without it.
"""

from collections.abc import Sequence

import msgspec


class Tree(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One tree, node by node: the place in the row that is asked about (-1 at a leaf), the most that goes left, where left
    and right lead, and what a leaf is worth."""

    places: list[int]
    most: list[float]
    left: list[int]
    right: list[int]
    worth: list[float]


class Trees(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Trees whose leaves add up, from `start` on, to the log odds of a row."""

    start: float
    trees: list[Tree]

    def odds(self, row: Sequence[float]) -> float:
        """The log odds of one row.

        >>> stump = Tree(places=[0, -1, -1], most=[0.5, 0.0, 0.0], left=[1, 0, 0], right=[2, 0, 0], worth=[0.0, -2.0, 3.0])
        >>> Trees(1.0, [stump]).odds([0.2]), Trees(1.0, [stump]).odds([0.9])
        (-1.0, 4.0)
        """
        total = self.start
        for tree in self.trees:
            node, places, most, left, right = 0, tree.places, tree.most, tree.left, tree.right
            while (place := places[node]) >= 0:
                node = left[node] if row[place] <= most[node] else right[node]
            total += tree.worth[node]
        return total
