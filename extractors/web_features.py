"""What the judge looks at in each run of a page: numbers between 0 and about 1, one row a run.

Nothing here knows a site. Measured are the run itself (length, sentence marks, links), the words in the names of the elements
around it, what the furniture of pages is used to say, its neighbours, and the element that holds most of the page's sentences.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import log2

from extractors import web_verse
from extractors.web_blocks import Page, Run
from extractors.web_head import Head
from extractors.web_names import SHORT, Senses, cues_of
from extractors.web_places import Feeds, Frame, centre_of, subtree_sums
from extractors.web_prose import MARKS, SENTENCE_END, STOP, bulk, sentence_weight, squeezed

DIGITS = re.compile(r"\d")
DATE = re.compile(r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}")


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
    sentences = web_verse.weights(runs, [sentence_weight(run) for run in runs])
    bulks = tuple(bulk(run.text) for run in runs)
    totals = subtree_sums(page, runs, sentences)
    centre = centre_of(page, totals)
    senses = Senses(page, totals)
    cues = tuple(cues_of(run.text) for run in runs)
    own = [_own(run, cues[i]) for i, run in enumerate(runs)]
    frame = Frame(page, runs, bulks, sentences, totals, centre)
    title_at = title_index(runs, head)
    feeds = Feeds(page, runs)
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
