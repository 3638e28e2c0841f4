"""Which element of a page holds its article: the one whose text outweighs its furniture most.

Each run is worth the running text in it, less where it stands among like teasers or under a name that speaks of furniture;
links, controls and scraps cost. An element is worth the sum of what it holds, where a part that costs counts only in part,
since it will be cut out. The element worth most is the container.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractors.web_blocks import Page, Run
from extractors.web_features import Measured

FURNITURE = ("comment", "related", "legal", "nav", "ad", "side", "share")

FEED, FURNISHED, NEAR_FURNITURE, READERS, BEFORE_TITLE, CUED = 0.06, 0.4, 0.1, 0.1, 0.2, 0.5
"""What a run of sentences keeps of its worth in a row of like elements, under or near a name of furniture, among readers'
comments, before the headline, with words of furniture. These and the costs below: random search on 57 Chinese and 91
English pages."""
LINK_COST, SCRAP_COST, CONTROL_COST, CUE_COST, HEADING_COST = 2.0, 2.8, 0.6, 0.85, 6.0
CUT_OUT = 0.05
"""The share of its cost that a worthless part lays, once, upon all that hold it."""
LISTS = frozenset({"ol", "ul", "dl"})
TIGHT = 0.85
"""A child with this share of its parent's worth is the better container: of .8 to .98 the best in folds."""


@dataclass(frozen=True, slots=True)
class Container:
    """The element, each run's worth, and each element's worth."""

    node: int
    gains: tuple[float, ...]
    worth: tuple[float, ...]


def choose(page: Page, runs: Sequence[Run], measured: Measured) -> Container:
    """The container of the article of a page with these visible runs."""
    gains = tuple(map(_gain, runs, measured.rows, measured.cues, measured.bulks, measured.sentences))
    live, cut = [0.0] * len(page.nodes), [0.0] * len(page.nodes)
    for run, gain in zip(runs, gains, strict=True):
        live[run.node] += gain
    for node in range(len(page.nodes) - 1, 0, -1):
        parent = page.nodes[node].parent
        cut[parent] += cut[node]
        if live[node] > 0:
            live[parent] += live[node]
        else:
            cut[parent] -= CUT_OUT * live[node]
    worth = [kept - lost for kept, lost in zip(live, cut, strict=True)]
    best = max(range(len(worth)), key=worth.__getitem__)
    while page.nodes[best].tag in LISTS and page.nodes[best].parent > 0:
        best = page.nodes[best].parent
    return Container(_with_list(page, runs, _tight(page, worth, best)), gains, tuple(worth))


def _with_list(page: Page, runs: Sequence[Run], node: int) -> int:
    """The element around `node` that also holds the list that its last line leads into with a colon; else `node` itself."""
    last = max((i for i, run in enumerate(runs) if _holds(page, node, run.node)), default=-1)
    if last < 0 or last + 1 == len(runs) or runs[last + 1].kind != "list_item" or not runs[last].text.endswith(("：", ":")):
        return node
    while page.nodes[node].parent > 0 and not _holds(page, node, runs[last + 1].node):
        node = page.nodes[node].parent
    return node


def _holds(page: Page, outer: int, node: int) -> bool:
    while node > outer:
        node = page.nodes[node].parent
    return node == outer


def _tight(page: Page, worth: Sequence[float], node: int) -> int:
    """From the worthiest element down, as long as one child holds nearly all of it and is no list: words lead into those."""
    heirs: dict[int, int] = {}
    for child in range(1, len(page.nodes)):
        parent = page.nodes[child].parent
        if parent not in heirs or worth[child] > worth[heirs[parent]]:
            heirs[parent] = child
    while node in heirs and worth[heirs[node]] >= TIGHT * worth[node] > 0 and page.nodes[heirs[node]].tag not in LISTS:
        node = heirs[node]
    return node


def _gain(run: Run, row: Mapping[str, float], cues: frozenset[str], size: float, weight: float) -> float:
    if run.kind == "cell" and not run.linked and row["in_centre"]:
        weight = max(weight, size * 0.5)
    gain = _text_gain(weight, row, cues) if weight else -_cost(run, row, cues, size)
    return gain + size if row["described"] else gain


def _text_gain(weight: float, row: Mapping[str, float], cues: frozenset[str]) -> float:
    if row["feed_3"]:
        weight *= FEED
    if any("in_" + sense in row for sense in FURNITURE):
        weight *= FURNISHED
    if any("near_" + sense in row for sense in FURNITURE):
        weight *= NEAR_FURNITURE
    if "in_comment" in row:
        weight *= READERS
    if row.get("before_title"):
        weight *= BEFORE_TITLE
    return weight * CUED if cues else weight


def _cost(run: Run, row: Mapping[str, float], cues: frozenset[str], size: float) -> float:
    linked = size * run.linked / len(run.text)
    if run.kind == "heading" and not run.linked:
        cost = HEADING_COST
    else:
        cost = LINK_COST * linked + SCRAP_COST * min(size, 40) ** 0.5 + (CONTROL_COST * size if run.control else 0.0)
        if "near_text" in row and linked * 2 < size:
            cost *= 0.5
    return cost * CUE_COST if cues else cost
