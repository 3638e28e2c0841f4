"""What a page's own words say of a run: the names of the elements around it, and the cues that the furniture of pages uses."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from corpus.tables import rows
from extractors.web_blocks import Page

SENSES = ("text", "frame", "side", "nav", "legal", "related", "share", "comment", "ad", "meta", "title")
SEMANTIC = {"nav": "nav", "footer": "legal", "header": "nav", "aside": "side", "menu": "nav", "article": "text", "main": "text"}
NAME_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
SHORT, LONG = 60, 400
"""Letters; up to which a run's furniture may be told by one cue anywhere, and by two cues of one sense."""


class Senses:
    """What the names of the elements around a run say, near (within three) and anywhere."""

    def __init__(self, page: Page, totals: Sequence[float]) -> None:
        self.page = page
        self.totals = totals
        self.said: dict[int, frozenset[str]] = {}
        self.around: dict[int, frozenset[str]] = {}

    def of(self, node: int) -> dict[str, float]:
        row = {"in_" + sense: 1.0 for sense in self._anywhere(node)}
        near, tags = self._near(node)
        row.update({"near_" + sense: 1.0 for sense in near})
        row.update({"tag_" + tag: 1.0 for tag in tags if tag in TELLING_TAGS})
        return row

    def _near(self, node: int) -> tuple[set[str], set[str]]:
        """The senses and tags of the innermost four elements, those of mere emphasis not counted."""
        near: set[str] = set()
        tags: set[str] = set()
        distance = 0
        while node >= 0 and distance < 4:
            tag = self.page.nodes[node].tag
            if tag in OUTERMOST:
                break
            near |= self._of_element(node)
            tags.add(tag)
            distance += tag not in EMPHASIS
            node = self.page.nodes[node].parent
        return near, tags

    def _anywhere(self, node: int) -> frozenset[str]:
        """The senses of `node` and all elements around it."""
        inner: list[int] = []
        while node >= 0 and node not in self.around and self.page.nodes[node].tag not in OUTERMOST:
            inner.append(node)
            node = self.page.nodes[node].parent
        found = self.around.get(node, frozenset())
        for each in reversed(inner):
            found = self.around[each] = found | self._of_element(each)
        return found

    def _of_element(self, node: int) -> frozenset[str]:
        known = self.said.get(node)
        if known is None:
            found = self.page.nodes[node]
            known = self.said[node] = _senses(found.tag, found.names) - self._excused(node)
        return known

    def _excused(self, node: int) -> frozenset[str]:
        """An element that holds a good part of the page's sentences is no furniture, whatever its many names say."""
        return EXCUSABLE if self.totals[node] >= MAIN_SHARE * (self.totals[0] or 1.0) else frozenset()


OUTERMOST = frozenset({"body", "html"})
EMPHASIS = frozenset({"b", "strong", "span", "font", "a", "em", "i"})
TELLING_TAGS = frozenset({"p", "a", "ul", "dl", "td", "form", "span", "font", "article"})
MAIN_SHARE = 0.4
EXCUSABLE = frozenset(SENSES) - {"text", "frame", "title", "comment"}


@cache
def _name_senses() -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    """What whole words mean, and what stems mean at the head or the end of a word."""
    table = rows("web_names")
    stems = tuple((row["word"], row["sense"]) for row in table if row["match"] == "stem")
    return {row["word"]: row["sense"] for row in table}, stems


LOOSELY_NAMED: dict[str, frozenset[str]] = {
    "html": frozenset(),
    "body": frozenset(),
    "article": frozenset({"text", "title", "comment", "ad"}),
    "main": frozenset({"text", "title"}),
}
"""Elements whose names tell of the page's settings and subjects (category-…, status-publish), and what is believed of them."""


def _senses(tag: str, names: str) -> frozenset[str]:
    found = _named(names) if names else frozenset()
    if tag in LOOSELY_NAMED:
        found &= LOOSELY_NAMED[tag]
    return found | {SEMANTIC[tag]} if tag in SEMANTIC else found


@lru_cache(10_000)
def _named(names: str) -> frozenset[str]:
    return frozenset(filter(None, (_sense(word.lower()) for word in NAME_WORD.findall(names))))


@lru_cache(10_000)
def _sense(word: str) -> str:
    words, stems = _name_senses()
    known = words.get(word)
    return known or next((sense for stem, sense in stems if word.startswith(stem) or word.endswith(stem)), "")


def cues_of(text: str) -> frozenset[str]:
    """The senses of the furniture that a run's words speak of."""
    head = text[:LONG].lower()
    starts, within, pairs = _cue_tables()
    found = {sense for cue, sense in starts.get(head[:1], ()) if head.startswith(cue)}
    if len(text) <= SHORT:
        found |= {sense for cue, sense in within if cue in head}
    if len(text) <= LONG:
        said = [sense for cue, sense in pairs if cue in head]
        found |= {sense for sense in said if said.count(sense) > 1}
    return frozenset(found)


@cache
def _cue_tables() -> tuple[dict[str, tuple[tuple[str, str], ...]], tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """(cue, sense) pairs: those at the start of a run by their first letter, those anywhere, those that count in pairs."""
    starts: dict[str, tuple[tuple[str, str], ...]] = {}
    anywhere: dict[str, list[tuple[str, str]]] = {"any": [], "two": []}
    for row in rows("web_cues"):
        pair = row["cue"].lower(), row["sense"]
        if row["where"] == "start":
            starts[pair[0][0]] = (*starts.get(pair[0][0], ()), pair)
        else:
            anywhere[row["where"]].append(pair)
    return starts, tuple(anywhere["any"]), tuple(anywhere["two"])
