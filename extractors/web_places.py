"""Where a run stands: in the page, to the centre of its sentences, in the element that holds it, in a row of like elements."""

from collections.abc import Sequence
from math import log2

from extractors.web_blocks import Page, Run


class Feeds:
    """Elements that stand in a row of like ones, each with a link: teasers, comments, posts."""

    def __init__(self, page: Page, runs: Sequence[Run]) -> None:
        self.page = page
        linked = subtree_sums(page, runs, [float(run.linked > 0) for run in runs])
        alike: dict[tuple[int, str, str], int] = {}
        self.keys: list[tuple[int, str, str]] = []
        for node, found in enumerate(page.nodes):
            key = (found.parent, found.tag, found.names)
            self.keys.append(key)
            if linked[node] and found.tag not in NOT_MEMBERS:
                alike[key] = alike.get(key, 0) + 1
        self.alike = alike

        self.most: dict[int, int] = {}

    def of(self, node: int) -> dict[str, float]:
        most, near, inner = self._most(node), 0, node
        for _ in range(3):
            if inner <= 0:
                break
            near = max(near, self.alike.get(self.keys[inner], 0))
            inner = self.page.nodes[inner].parent
        return {"feed": min(1.0, max(0, most - 1) / 8), "feed_3": float(most > 2), "feed_near": float(near > 2)}

    def _most(self, node: int) -> int:
        """The longest of the rows in which `node` and the elements around it stand."""
        inner: list[int] = []
        while node > 0 and node not in self.most:
            inner.append(node)
            node = self.page.nodes[node].parent
        found = self.most.get(node, 0)
        for each in reversed(inner):
            found = self.most[each] = max(found, self.alike.get(self.keys[each], 0))
        return found


NOT_MEMBERS = frozenset(
    {
        "p", "a", "span", "b", "strong", "i", "em", "font", "br", "tr", "td", "th", "tbody", "sup", "sub", "img", "u", "h1",
        "h2", "h3", "h4", "h5", "h6", "body", "html",
    }
)  # fmt: skip


class Frame:
    """Where a run stands: in the page, to the centre of its sentences, and in the element that holds it."""

    def __init__(
        self,
        page: Page,
        runs: Sequence[Run],
        bulks: Sequence[float],
        sentences: Sequence[float],
        totals: Sequence[float],
        centre: int,
    ) -> None:
        self.page, self.runs, self.totals = page, runs, totals
        self.sizes = subtree_sums(page, runs, bulks)
        self.linked = subtree_sums(page, runs, [size * run.linked / len(run.text) for run, size in zip(runs, bulks, strict=True)])
        self.counts = subtree_sums(page, runs, [1.0] * len(runs))
        self.inside = self._descendants(centre)
        within = [i for i, run in enumerate(runs) if run.node in self.inside and sentences[i]]
        self.first, self.last = (within[0], within[-1]) if within else (0, len(runs) - 1)
        self.before, total = [], 0.0
        for run in runs:
            self.before.append(total)
            total += len(run.text)
        self.total = max(1.0, total)

    def of(self, i: int) -> dict[str, float]:
        node = self.runs[i].node
        holder = self._holder(node)
        outer = self._holder(self.page.nodes[holder].parent) if holder > 0 else holder
        return {
            "at": self.before[i] / self.total,
            "in_centre": float(node in self.inside),
            "before_first": float(i < self.first),
            "after_last": float(i > self.last),
            "just_before": float(0 < self.first - i <= 5),
            "just_after": float(0 < i - self.last <= 5),
            "between": float(self.first <= i <= self.last),
            **self._about("holder", holder),
            **self._about("outer", outer),
        }

    def _about(self, name: str, node: int) -> dict[str, float]:
        size = max(1.0, self.sizes[node])
        whole = max(1.0, self.totals[0])
        return {
            f"{name}_text": min(1.0, self.totals[node] / size),
            f"{name}_share": self.totals[node] / whole,
            f"{name}_linked": min(1.0, self.linked[node] / size),
            f"{name}_mean": min(log2(size / max(1.0, self.counts[node]) + 1), 8.0) / 8,
        }

    def _holder(self, node: int) -> int:
        """The innermost element around `node` with more than one run."""
        while node > 0 and self.counts[node] < 2:
            node = self.page.nodes[node].parent
        return max(node, 0)

    def _descendants(self, centre: int) -> set[int]:
        found = {centre}
        for node in range(max(centre, 0) + 1, len(self.page.nodes)):
            if self.page.nodes[node].parent in found:
                found.add(node)
        return found


def subtree_sums(page: Page, runs: Sequence[Run], values: Sequence[float]) -> list[float]:
    """For each element the sum of the values of all runs within it. A parent stands before its children."""
    sums = [0.0] * len(page.nodes)
    for run, value in zip(runs, values, strict=True):
        sums[run.node] += value
    for node in range(len(page.nodes) - 1, 0, -1):
        sums[page.nodes[node].parent] += sums[node]
    return sums


def centre_of(page: Page, totals: Sequence[float]) -> int:
    """From the root down into the heaviest child, as long as it holds most of what its parent does."""
    if not totals or not totals[0]:
        return -1
    heaviest: dict[int, int] = {}
    for node in range(1, len(page.nodes)):
        parent = page.nodes[node].parent
        if parent not in heaviest or totals[node] > totals[heaviest[parent]]:
            heaviest[parent] = node
    node = 0
    while node in heaviest and totals[heaviest[node]] >= 0.7 * totals[node]:
        node = heaviest[node]
    return node
