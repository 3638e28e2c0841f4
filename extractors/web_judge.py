"""What is the article on a page and what is furniture: a role and a reason for every run outside the article.

First the element that holds the article is chosen (`web_container`); then each run within it is weighed by a linear model
over its features, whose weights lie in `corpus/lexicon/web_weights.tsv` (made by `corpus/train_web.py`). Everything outside
is furniture, named by what it says and by the names of the elements around it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from corpus.tables import rows as table
from extractors.web_blocks import Page, Run
from extractors.web_container import Container, choose
from extractors.web_features import Measured, measure
from extractors.web_head import Head
from extractors.web_names import SHORT
from extractors.web_prose import SENTENCE_END, sentence_weight, squeezed
from pipeline.document import Role

BIAS = "(bias)"
MOST_RUNS = 20_000
"""No page with an article has more; a row of features each would fill a worker's memory."""
LEAST_TEXT = 40.0
"""Running text without which a page is taken to be made by its scripts."""
SIGNATURE, SIGNED = 5, 40
"""Lines of a signature, and letters of one of them, at most."""
DAY = re.compile(
    r"\s*(?:(?:民[國国]|中[華华]民[國国])\s?)?[\d〇○零一二三四五六七八九十]{2,4}\s?[年./-]\s?[\d一二三四五六七八九十]{1,3}\s?[月./-]\s?"
    r"[\d一二三四五六七八九十]{1,3}\s?日?\s*"
)
THREAD = 3
"""Posts that make a thread."""
POSTED = re.compile(
    r"(?:发表|發表|回复|回復|回覆)[于於]|^\s{0,3}(?:\d{1,5}\s?[#楼樓]|[#＃]\d{1,5}|楼主|樓主|沙发|板凳)|只看[该該]作者|\d[楼樓]\b"
)
ALIKE = re.compile(r"[\d_-]+")
"""What like elements' names differ in."""
SCRAPS = frozenset({"related", "share", "nav", "comment", "ad"})
ONWARD = frozenset({"related", "share", "comment"})
FAR = 8
"""Runs between an article and what is set below it; of 6 to 15 all serve alike."""
TAIL = SCRAPS | {"legal"}
"""Senses of words that no line below an article's last sentence may have; the editor's line stays."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """For each run its role (None inside the article) and why; and which run is the headline (-1 when none is)."""

    roles: tuple[Role | None, ...]
    whys: tuple[str, ...]
    title: int


def judge(page: Page, runs: Sequence[Run], head: Head) -> Verdict:
    """The verdict on the visible `runs` of a page, in order."""
    if len(runs) > MOST_RUNS:
        return Verdict((None,) * len(runs), (f"more than {MOST_RUNS} runs: not judged",) * len(runs), -1)
    if not runs:
        return Verdict((), (), -1)
    measured = measure(page, runs, head)
    container = choose(page, runs, measured)
    inside, features = article_features(page, runs, measured, container)
    kept = select(runs, measured, inside, [score(row, weights()) for row in features])
    kept -= _replies(page, runs, kept)
    if not kept:  # better all the running text in the container than none
        kept = {i for i in inside if container.gains[i] > 0 and i > measured.title}
    return _verdict(runs, measured, kept)


def select(runs: Sequence[Run], measured: Measured, inside: Sequence[int], scores: Sequence[float]) -> set[int]:
    """The runs of the article, by what the model gives each run inside the container.

    What the model cannot know from a run alone: an article has no part above its headline, its date line stands above its
    first sentence, readers' comments follow it, and a table is kept or left whole, as the text before it is.
    """
    chosen = {i for i, value in zip(inside, scores, strict=True) if value > 0}
    kept = {i for i in chosen if i > measured.title}
    if sum(len(runs[i].text) for i in kept) * 2 < sum(len(runs[i].text) for i in chosen):
        kept = chosen  # words of the title in the middle of the text are no headline
    first = min((i for i in kept if measured.rows[i]["ends"]), default=-1)
    kept = {i for i in kept if i >= first or not (measured.cues[i] & {"byline", "share", "nav"} or measured.rows[i]["date"])}
    kept -= {i for i in kept if measured.cues[i] & SCRAPS and len(runs[i].text) <= 12}
    kept -= _readers_words(runs, measured, kept)
    kept -= {i for i in kept if measured.cues[i] & SCRAPS and _is_link(runs[i])}
    kept -= _links_onward(runs, measured, kept)
    kept -= _far_below(runs, measured, kept)
    last = max((i for i in kept if measured.rows[i]["ends"]), default=-1)
    kept -= {i for i in kept if i > last and measured.cues[i] & TAIL and len(runs[i].text) <= SHORT}
    kept |= _led_into(runs, measured, set(inside), kept)
    kept |= _listings(runs, measured, set(inside), kept)
    kept |= _headed(runs, measured, set(inside), kept)
    kept |= _signed(runs, measured, set(inside), kept)
    return _with_whole_tables(runs, inside, kept)


def _led_into(runs: Sequence[Run], measured: Measured, inside: set[int], kept: set[int]) -> set[int]:
    """The entries of lists that a kept line leads into with a colon."""
    found: set[int] = set()
    led = False
    for i, run in enumerate(runs):
        if run.kind == "list_item" and led and i in inside and not run.linked and not measured.cues[i]:
            found.add(i)
        else:
            led = i in kept and run.text.endswith(("：", ":"))
    return found


def _listings(runs: Sequence[Run], measured: Measured, inside: set[int], kept: set[int]) -> set[int]:
    """Lines that stand as they were typed (``pre``: code, old tables): between the article's lines, or right below its last."""
    found: set[int] = set()
    before = min(kept, default=len(runs))
    last = max(kept, default=-1)
    for i in range(before, len(runs)):
        if i in kept:
            before = i
        elif i not in inside or runs[i].kind != "line" or runs[i].linked or measured.cues[i]:
            if i > last:
                break
        elif i < last or before == i - 1:
            found.add(i)
            before = i
    return found


def _far_below(runs: Sequence[Run], measured: Measured, kept: set[int]) -> set[int]:
    """Teasers of other news that are kept below a long stretch of furniture: less than the article, cut short or among like ones.

    The stretch has more than FAR runs, with words of comments, shares or other news among them.
    """
    ordered = sorted(kept)
    above, whole = 0.0, sum(measured.bulks[i] for i in ordered)
    for one, other in pairwise(ordered):
        above += measured.bulks[one]
        if other - one > FAR and above * 2 > whole and any(measured.cues[i] & ONWARD for i in range(one + 1, other)):
            below = {i for i in ordered if i >= other}
            return below if all(_is_teaser(runs[i], measured.rows[i]) for i in below) else set()
    return set()


def _is_teaser(run: Run, row: Mapping[str, float]) -> bool:
    return bool(row["feed_3"]) or len(run.text) <= SHORT or run.text.endswith(("...", "…"))


def _headed(runs: Sequence[Run], measured: Measured, inside: set[int], kept: set[int]) -> set[int]:
    """The headings of the article's parts: marked as such, without a link, and right over a sentence of it."""
    first = min((i for i in kept if measured.rows[i]["ends"]), default=len(runs))
    return {
        i
        for i in inside
        if first < i and runs[i].kind == "heading" and not runs[i].linked and not measured.cues[i]
        if i + 1 in kept and measured.rows[i + 1]["ends"] and len(runs[i].text) < len(runs[i + 1].text)
    }


def _signed(runs: Sequence[Run], measured: Measured, inside: set[int], kept: set[int]) -> set[int]:
    """The office and the date under a notice: short lines right below its last line, the last of them a date alone."""
    last = max(kept, default=-1)
    found: set[int] = set()
    for i in range(last + 1, min(last + 1 + SIGNATURE, len(runs))):
        if last < 0 or i not in inside or measured.cues[i] or runs[i].linked or runs[i].cell or len(runs[i].text) > SIGNED:
            break
        if DAY.fullmatch(runs[i].text):
            found = set(range(last + 1, i + 1))
    return found


def _replies(page: Page, runs: Sequence[Run], kept: set[int]) -> set[int]:
    """The kept runs of the posts of a thread below its first: like elements in a row, each with the marks of a post."""
    posts: dict[tuple[int, str], list[int]] = {}
    for i in {j for j, run in enumerate(runs) if len(run.text) <= SHORT and POSTED.search(run.text)}:
        node = runs[i].node
        while node > 0:
            found = page.nodes[node]
            kin = posts.setdefault((found.parent, found.tag + ALIKE.sub("", found.names.split(" ")[0])), [])
            if node not in kin:
                kin.append(node)
            node = found.parent
    later = {node for kin in posts.values() if len(kin) >= THREAD for node in sorted(kin)[1:]}
    known: dict[int, list[int]] = {0: [0]}
    words = {i for i in kept if later and not later.isdisjoint(_path(page, runs[i].node, 0, known))}
    return words if len(words) < len(kept) else set()


def _readers_words(runs: Sequence[Run], measured: Measured, kept: set[int]) -> set[int]:
    """The kept runs within elements named for comments, unless they are most of what is kept."""
    words = {i for i in kept if "in_comment" in measured.rows[i]}
    if sum(len(runs[i].text) for i in words) * 2 > sum(len(runs[i].text) for i in kept):
        return set()
    return words


def _links_onward(runs: Sequence[Run], measured: Measured, kept: set[int]) -> set[int]:
    """Lines that are links as a whole, below the last sentence and below words for other news."""
    last = max((i for i in kept if measured.rows[i]["ends"] and not _is_link(runs[i])), default=-1)
    first = min((i for i in range(last + 1, len(runs)) if "related" in measured.cues[i]), default=len(runs))
    return {i for i in kept if i > first and _is_link(runs[i])}


def _is_link(run: Run) -> bool:
    return run.linked * 10 > len(run.text) * 8


def _with_whole_tables(runs: Sequence[Run], inside: Sequence[int], kept: set[int]) -> set[int]:
    last_kept = False
    decided: dict[int, bool] = {}
    whole = set(kept)
    for i in inside:
        at = runs[i].cell
        if at is None:
            last_kept = i in kept
            continue
        keep = decided.setdefault(at.table, last_kept or i in kept)
        (whole.add if keep else whole.discard)(i)
    return whole


def reveal(runs: Sequence[Run]) -> str:
    """Shows the hidden article of a page that has no other, and says how it was hidden; empty when nothing is shown.

    Pages whose script fades their text in are saved with it hidden. That is told from a trick by weight: the hidden runs must
    hold at least five times the running text of all that is shown.
    """
    weights: dict[str, float] = {}
    for run in runs:
        weight = sentence_weight(run) if SENTENCE_END.search(run.text[-4:]) else 0.0
        weights[run.hidden] = weights.get(run.hidden, 0.0) + weight
    shown = weights.pop("", 0.0)
    why = max(weights, key=weights.__getitem__, default="")
    if not why or weights[why] < 5 * shown + (80 if shown else 30):
        return ""
    for run in runs:
        if run.hidden == why:
            run.hidden = ""
    return why


def shows_text(runs: Sequence[Run]) -> bool:
    """Whether a page has running text of its own, shown or not."""
    return sum(sentence_weight(run) for run in runs if SENTENCE_END.search(run.text[-4:])) >= LEAST_TEXT


def score(row: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The log odds that a run with these features is part of the article."""
    return weights[BIAS] + sum([weights.get(name, 0.0) * value for name, value in row.items() if value])


@cache
def weights() -> dict[str, float]:
    """The learned weight of every feature."""
    return {row["feature"]: float(row["weight"]) for row in table("web_weights")}


def article_features(
    page: Page, runs: Sequence[Run], measured: Measured, container: Container
) -> tuple[list[int], list[dict[str, float]]]:
    """The runs inside the container, by index, and for each its features with its place in the container."""
    known: dict[int, list[int]] = {container.node: [container.node]}
    paths = {i: path for i, run in enumerate(runs) if (path := _path(page, run.node, container.node, known))}
    inside = sorted(paths)
    gains = [max(0.0, container.gains[i]) for i in inside]
    total = sum(gains) or 1.0
    sums = _branch_sums(runs, measured.bulks, paths, container)
    weighty = [at for at, gain in enumerate(gains) if gain > 15]
    first, last = (weighty[0], weighty[-1]) if weighty else (0, len(inside) - 1)
    features: list[dict[str, float]] = []
    before, passed = 0.0, set[str]()
    for at, i in enumerate(inside):
        path = paths[i]
        branch = sums[path[min(1, len(path) - 1)]]
        features.append(
            {
                **measured.rows[i],
                "c_depth": min(len(path) - 1, 6) / 6,
                "c_direct": float(len(path) < 3),
                "c_branch_share": branch.gain / total,
                "c_branch_text": branch.gain / max(1, branch.size),
                "c_branch_linked": branch.linked / max(1, branch.size),
                "c_branch_costs": float(container.worth[path[min(1, len(path) - 1)]] < 0),
                "c_before_sum": before / total,
                "c_before": float(at < first),
                "c_after": float(at > last),
                "c_gain": float(container.gains[i] > 0),
                "c_at": at / len(inside),
                "c_worst": _worst(path, sums, container),
                **dict.fromkeys(passed, 1.0),
            }
        )
        before += gains[at]
        if before > total / 2 and not gains[at]:
            passed |= {"c_past_" + sense for sense in measured.cues[i]}
    return inside, features


@dataclass(slots=True)
class _Sum:
    size: float = 0.0
    linked: float = 0.0
    gain: float = 0.0


def _branch_sums(
    runs: Sequence[Run], bulks: Sequence[float], paths: Mapping[int, Sequence[int]], container: Container
) -> dict[int, _Sum]:
    sums: dict[int, _Sum] = {}
    for i, path in paths.items():
        for node in path:
            found = sums.setdefault(node, _Sum())
            found.size += bulks[i]
            found.linked += bulks[i] * runs[i].linked / len(runs[i].text)
            found.gain += max(0.0, container.gains[i])
    return sums


def _worst(path: Sequence[int], sums: Mapping[int, _Sum], container: Container) -> float:
    """The least worth a letter of the elements between the container and the run, -1 to 1."""
    least = min((container.worth[node] / max(1, sums[node].size) for node in path[1:]), default=1.0)
    return max(-1.0, min(1.0, least))


def _path(page: Page, node: int, container: int, known: dict[int, list[int]]) -> list[int]:
    """The elements from the container down to `node`, put down in `known` too; empty when it is not inside."""
    inner: list[int] = []
    while node not in known and node > container:
        inner.append(node)
        node = page.nodes[node].parent
    path = known.get(node, [])
    for each in reversed(inner):
        path = known[each] = [*path, each] if path else []
    return path


def _verdict(runs: Sequence[Run], measured: Measured, kept: set[int]) -> Verdict:
    first, last = (min(kept), max(kept)) if kept else (len(runs), -1)
    roles: list[Role | None] = []
    whys: list[str] = []
    title = measured.title
    bare = [squeezed(run.text) for run in runs]
    copies = _copies(runs, bare, kept)
    for i in range(len(runs)):
        role, why = (None, "") if i in kept else _furniture(measured.rows[i], measured.cues[i], i < first, i > last)
        if i == title:
            role, why = "title", "like the page's title"
        elif role is not None and title >= 0 and bare[i] == bare[title] != "":
            role, why = "title", "the headline again"
        if i in copies:
            role, why = "duplicate", "the same text stands above"
        roles.append(role)
        whys.append(why)
    return Verdict(tuple(roles), tuple(whys), title)


def _copies(runs: Sequence[Run], bare: Sequence[str], kept: set[int]) -> set[int]:
    """The runs that repeat kept ones in order: at least three on end, or a long one. A refrain is no copy."""
    first: dict[str, int] = {}
    chains: list[list[int]] = []
    expected = -1
    following = dict(pairwise(sorted(kept)))
    for i, own in enumerate(bare):
        if not own:
            continue
        original = first.setdefault(own, i) if i in kept else first.get(own, i)
        if original == i:
            expected = -1
        elif chains and original == expected:
            chains[-1].append(i)
            expected = following.get(original, -1)
        else:
            chains.append([i])
            expected = following.get(original, -1)
    return {i for chain in chains if len(chain) > 2 or _is_prose(runs[chain[0]].text) for i in chain}


def _is_prose(text: str) -> bool:
    return len(text) > 120 and "。" in text


SAID: tuple[tuple[str, Role], ...] = (
    ("legal", "legal"), ("byline", "byline"), ("editor", "byline"), ("comment", "comment"), ("related", "related"),
    ("share", "share"), ("ad", "ad"), ("nav", "nav"),
)  # fmt: skip
NAMED: tuple[tuple[str, Role], ...] = (
    ("comment", "comment"), ("share", "share"), ("ad", "ad"), ("legal", "legal"), ("meta", "byline"), ("related", "related"),
    ("nav", "nav"), ("side", "related"),
)  # fmt: skip


def _furniture(row: Mapping[str, float], cues: frozenset[str], before: bool, after: bool) -> tuple[Role, str]:
    """The role of a run outside the article: by its words, else by the names around it, else by its place."""
    for sense, role in SAID:
        if sense in cues:
            return role, f"says {sense}"
    if row.get("date") and before and row.get("after_title_20"):
        return "byline", "a date below the headline"
    for where in ("near_", "in_"):
        for sense, role in NAMED:
            if where + sense in row:
                return role, f"{'in' if where == 'near_' else 'within'} an element named for {sense}"
    if row["linked"] > 0.5:
        return ("nav", "links before the article") if before else ("related", "links outside the article")
    return ("nav", "before the article") if before else ("related", "after the article" if after else "set into the article")
