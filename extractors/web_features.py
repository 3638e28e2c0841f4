"""What the judge looks at in each run of a page: numbers between 0 and about 1, one row a run.

Nothing here knows a site. Measured are the run itself (length, sentence marks, links), the words in the names of the elements
around it, what the furniture of pages is used to say, its neighbours, and the element that holds most of the page's sentences.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log2

from corpus.tables import rows
from extractors.web_blocks import Page, Run
from extractors.web_head import Head

SENSES = ("text", "frame", "side", "nav", "legal", "related", "share", "comment", "ad", "meta", "title")
CUES = ("related", "nav", "share", "legal", "byline", "comment", "editor", "ad")
SEMANTIC = {"nav": "nav", "footer": "legal", "header": "nav", "aside": "side", "menu": "nav", "article": "text", "main": "text"}
MARKS = re.compile("[，。、；：？！…“”「」《》]|[,.;:?!](?=\\s|$)")
SENTENCE_END = re.compile("[。！？!?…；;][”』」\"'）)]{0,2}$|[^.\\d]\\.[\"')]{0,2}$")
DIGITS = re.compile(r"\d")
DATE = re.compile(r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}")
STOP = re.compile("[。！？]|[a-z\"')”]\\.(?:\\s|$)")
NAME_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
SHORT, LONG = 60, 400
"""Letters; up to which a run's furniture may be told by one cue anywhere, and by two cues of one sense."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The features of every run, and what they rest on that the judge uses too."""

    rows: tuple[dict[str, float], ...]
    cues: tuple[frozenset[str], ...]
    centre: int
    """The innermost element with most of the page's sentences; -1 when there is none."""
    bulks: tuple[float, ...]
    """How much each run says: see `bulk`."""
    sentences: tuple[float, ...]
    """How much running text each holds: see `sentence_weight`."""
    title: int
    """Which run is the headline; -1 when none is."""


def measure(page: Page, runs: Sequence[Run], head: Head) -> Measured:
    """The features of `runs`, the visible ones of `page`, in order."""
    sentences = [sentence_weight(run) for run in runs]
    bulks = tuple(bulk(run.text) for run in runs)
    totals = _subtree_sums(page, runs, sentences)
    centre = _centre(page, totals)
    senses = _Senses(page, totals)
    cues = tuple(cues_of(run.text) for run in runs)
    own = [_own(run, cues[i]) for i, run in enumerate(runs)]
    frame = _Frame(page, runs, bulks, sentences, totals, centre)
    title_at = title_index(runs, head)
    feeds = _Feeds(page, runs)
    description = squeezed(head.first("description", "og:description") or head.data.get("description", ""))
    declared = _declared_body(page, totals)
    measured: list[dict[str, float]] = []
    for i, run in enumerate(runs):
        row = dict(own[i])
        row.update(senses.of(run.node))
        row.update(frame.of(i))
        row.update(_to_title(i, title_at))
        row.update(feeds.of(run.node))
        row["described"] = float(_described(run.text, description) or run.node in declared)
        measured.append(row)
    _add_neighbours(measured, own)
    return Measured(tuple(measured), cues, centre, bulks, tuple(sentences), title_at)


def bulk(text: str) -> float:
    """How much a text says, in Han letters: a word of an alphabet takes two to three times as many letters.

    >>> bulk("技术攻关"), bulk("technology")
    (4.0, 4.0)
    """
    return len(text) - 0.6 * len(text.encode("ascii", "ignore"))


def sentence_weight(run: Run) -> float:
    """How much running text a run holds: what is outside links, less without sentence marks; in Han letters."""
    size = bulk(run.text)
    plain = size * (1 - run.linked / len(run.text)) if run.text else 0.0
    if run.control or plain < 12 or run.linked * 2 > len(run.text):
        return 0.0
    marks = len(MARKS.findall(run.text[:2_000]))
    if not marks:
        return plain * UNMARKED if plain > 30 else 0.0
    return plain * min(1.0, marks * 25 / min(size, 2_000))


UNMARKED = 0.3
"""What long text without any sentence mark is worth: some writers use none."""


def title_index(runs: Sequence[Run], head: Head) -> int:
    """Which run is the article's headline: the one most like the title element, headings first; -1 when none is."""
    declared = map(squeezed, (head.title, head.first("og:title"), head.data.get("headline", "")))
    titles = [title for title in declared if len(title) > 3]
    best, found = 0.0, -1
    for i, run in enumerate(runs):
        if len(run.text) > 120 or not titles:
            continue
        own = squeezed(run.text)
        if len(own) < 4:
            continue
        likeness = max((len(own) / len(title) if own in title else 0.9 if title in own else 0.0) for title in titles)
        if not likeness:
            continue
        likeness += 0.5 * (run.kind == "heading") - 0.3 * (run.linked * 2 > len(run.text))
        if likeness > best:
            best, found = likeness, i
    return found if best > 0.3 else -1


def squeezed(text: str) -> str:
    """Letters and figures alone, for comparing a text with its copy elsewhere."""
    return "".join(SQUEEZED.findall(text)).lower()


SQUEEZED = re.compile(r"[^\W_]+")


def _to_title(i: int, title_at: int) -> dict[str, float]:
    if title_at < 0:
        return {"no_title": 1.0}
    after = i - title_at
    return {
        "is_title": float(not after),
        "before_title": float(after < 0),
        "after_title_5": float(0 < after <= 5),
        "after_title_20": float(0 < after <= 20),
        "after_title_60": float(0 < after <= 60),
    }


def _described(text: str, description: str) -> bool:
    if len(description) < 12 or len(text) < 12:
        return False
    own = squeezed(text[:300])[:24]
    return len(own) > 11 and (own in description or description[:24] in squeezed(text[:300]))


DECLARED = re.compile(r"(?:^|\s)articleBody(?:\s|$)", re.IGNORECASE)
ENOUGH = 60


def _declared_body(page: Page, totals: Sequence[float]) -> set[int]:
    """The elements within one that microdata names the article's body (schema.org, Article), where it holds running text."""
    found: set[int] = set()
    for node, each in enumerate(page.nodes):
        if each.parent in found or (totals[node] >= ENOUGH and DECLARED.search(each.names)):
            found.add(node)
    return found


class _Feeds:
    """Elements that stand in a row of like ones, each with a link: teasers, comments, posts."""

    def __init__(self, page: Page, runs: Sequence[Run]) -> None:
        self.page = page
        linked = _subtree_sums(page, runs, [float(run.linked > 0) for run in runs])
        alike: dict[tuple[int, str, str], int] = {}
        self.keys: list[tuple[int, str, str]] = []
        for node, found in enumerate(page.nodes):
            key = (found.parent, found.tag, found.names)
            self.keys.append(key)
            if linked[node] and found.tag not in NOT_MEMBERS:
                alike[key] = alike.get(key, 0) + 1
        self.alike = alike

    def of(self, node: int) -> dict[str, float]:
        most = near = distance = 0
        while node > 0:
            count = self.alike.get(self.keys[node], 0)
            most = max(most, count)
            if distance < 3:
                near = max(near, count)
            distance += 1
            node = self.page.nodes[node].parent
        return {"feed": min(1.0, max(0, most - 1) / 8), "feed_3": float(most > 2), "feed_near": float(near > 2)}


NOT_MEMBERS = frozenset(
    {
        "p", "a", "span", "b", "strong", "i", "em", "font", "br", "tr", "td", "th", "tbody", "sup", "sub", "img", "u", "h1",
        "h2", "h3", "h4", "h5", "h6", "body", "html",
    }
)  # fmt: skip


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


def _own(run: Run, cues: frozenset[str]) -> dict[str, float]:
    text, size = run.text, len(run.text)
    sample = text[:2_000]
    says = bulk(text)
    marks = len(MARKS.findall(sample))
    row = {
        "size": min(log2(says + 1), 9.0) / 9,
        "marks": min(log2(marks + 1), 6.0) / 6,
        "mark_share": min(1.0, marks * 10 / (bulk(sample) + 1)),
        "ends": float(bool(SENTENCE_END.search(text[-6:]))),
        "stop": float(bool(STOP.search(sample))),
        "linked": min(1.0, run.linked / size),
        "all_linked": float(run.linked * 10 > size * 8),
        "control": float(run.control),
        "strong": min(1.0, run.strong / size),
        "digits": len(DIGITS.findall(sample)) / len(sample),
        "date": float(size < SHORT and bool(DATE.search(text))),
        "bars": float(size < 400 and sample.count("|") + sample.count("｜") > 1),
        "heading": float(run.kind == "heading"),
        "list_item": float(run.kind == "list_item"),
        "cell": float(run.kind == "cell"),
        "line": float(run.kind == "line"),
    }
    for sense in cues:
        row["says_" + sense] = 1.0
    return row


class _Senses:
    """What the names of the elements around a run say, near (within three) and anywhere."""

    def __init__(self, page: Page, totals: Sequence[float]) -> None:
        self.page = page
        self.totals = totals

    def of(self, node: int) -> dict[str, float]:
        near: set[str] = set()
        anywhere: set[str] = set()
        tags: set[str] = set()
        distance = 0
        while node >= 0:
            found = self.page.nodes[node]
            if found.tag in ("body", "html"):
                break
            senses = _senses(found.tag, found.names) - self._excused(node)
            anywhere |= senses
            if distance < 4:
                near |= senses
                tags.add(found.tag)
            distance += found.tag not in ("b", "strong", "span", "font", "a", "em", "i")
            node = found.parent
        row = {"in_" + sense: 1.0 for sense in anywhere}
        row.update({"near_" + sense: 1.0 for sense in near})
        row.update({"tag_" + tag: 1.0 for tag in tags if tag in ("p", "a", "ul", "dl", "td", "form", "span", "font", "article")})
        return row

    def _excused(self, node: int) -> frozenset[str]:
        """An element that holds a good part of the page's sentences is no furniture, whatever its many names say."""
        return EXCUSABLE if self.totals[node] >= MAIN_SHARE * (self.totals[0] or 1.0) else frozenset()


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


def _subtree_sums(page: Page, runs: Sequence[Run], values: Sequence[float]) -> list[float]:
    """For each element the sum of the values of all runs within it. A parent stands before its children."""
    sums = [0.0] * len(page.nodes)
    for run, value in zip(runs, values, strict=True):
        sums[run.node] += value
    for node in range(len(page.nodes) - 1, 0, -1):
        sums[page.nodes[node].parent] += sums[node]
    return sums


def _centre(page: Page, totals: Sequence[float]) -> int:
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


class _Frame:
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
        self.sizes = _subtree_sums(page, runs, bulks)
        self.linked = _subtree_sums(
            page, runs, [size * run.linked / len(run.text) for run, size in zip(runs, bulks, strict=True)]
        )
        self.counts = _subtree_sums(page, runs, [1.0] * len(runs))
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


def _add_neighbours(measured: list[dict[str, float]], own: list[dict[str, float]]) -> None:
    keys = ("size", "marks", "linked", "ends", "stop")
    blank = dict.fromkeys(keys, 0.0)
    for i, row in enumerate(measured):
        for name, others in (("prev", range(i - 3, i)), ("next", range(i + 1, i + 4))):
            around = [own[j] if 0 <= j < len(own) else blank for j in others]
            if name == "prev":
                around.reverse()
            for key in keys:
                row[f"{name}1_{key}"] = around[0][key]
                row[f"{name}3_{key}"] = sum(other[key] for other in around) / 3
