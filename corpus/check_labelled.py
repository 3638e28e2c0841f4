"""What labelled sentences promise of themselves: keys and values of the contract, figures that stand in the text, no copies.

``python -m corpus.check_labelled [FILE…]`` prints a line for each fault of the achievement files and exits
1 where there is one.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from corpus.figures_written import is_written
from pipeline.document import Approx, Category, Grade, HelperLabel, Level, Scope, Status, WindowKind
from pipeline.script import to_simplified

Label = dict[str, Any]
FOLDER = Path(__file__).with_name("labelled") / "achievements"
KEYS = {"id", "doc", "kind", "industry", "title", "subject", "text", "achievements", "helpers"}
VALUES: dict[str, tuple[str, ...]] = {
    "category": get_args(Category),
    "approx": get_args(Approx),
    "level": get_args(Level),
    "grade": get_args(Grade),
    "status": get_args(Status),
    "scope": get_args(Scope),
}
FIGURES = ("quantity", "quantity_max", "from", "to")
FREE = {*FIGURES, "unit", "object", "rank", "window", "currency", "unquantified"}
COPIES = 3
"""Sentences that may share one skeleton."""
NEAR = 0.8
"""Share of common three-letter runs from which two sentences of some length count as copies of one another."""
WIDEST = 10
"""How many times the lower end the upper end of a range may be; a scale was forgotten beyond."""
SHORT = 12
"""Letters up to which sentences may resemble each other: headings, formulas of certificates."""
_MASKED = re.compile(r"“[^”]{1,16}”|「[^」]{1,16}」|《[^》]*》|[\d０-９.,%％]+|[零〇一二两三四五六七八九十百千万亿]+")


def faults(files: Mapping[str, Sequence[Label]]) -> Iterator[str]:
    """One message for each fault in the sentences of `files` (name: sentences), those between files included."""
    sentences = [sentence for each in files.values() for sentence in each]
    for sentence in sentences:
        yield from (f"{sentence.get('id')}: {fault}" for fault in sentence_faults(sentence))
    for one, count in Counter(sentence["id"] for sentence in sentences).items():
        if count > 1:
            yield f"{one}: stands {count} times"
    yield from _shared_documents(files)
    yield from _copies(sentences)


def sentence_faults(sentence: Label) -> Iterator[str]:
    """The faults of one sentence: keys, values, and figures that are not written in it.

    >>> list(sentence_faults(dict.fromkeys(KEYS, "") | {"text": "获专利三项", "helpers": [], "achievements": [
    ...     {"category": "ip_right", "quantity": 4, "unit": "项"}]}))
    ['ip_right: 4 is not written']
    """
    if set(sentence) != KEYS:
        yield f"keys {sorted(set(sentence) ^ KEYS)}"
    if unknown := set(sentence["helpers"]) - set(get_args(HelperLabel)):
        yield f"helpers {sorted(unknown)}"
    if sentence["achievements"] and "not_achievement" in sentence["helpers"]:
        yield "not_achievement beside achievements"
    if not sentence["achievements"] and not sentence["helpers"]:
        yield "no label"
    for achievement in sentence["achievements"]:
        yield from (f"{achievement.get('category')}: {fault}" for fault in _achievement_faults(achievement, sentence["text"]))


def skeleton(text: str) -> str:
    """The sentence without its figures and names in quotes.

    >>> skeleton("先后获专利12项、“快换”工装三套")
    '先后获专利#项、#工装#套'
    """
    return _MASKED.sub("#", to_simplified(text))


def _achievement_faults(achievement: Label, text: str) -> Iterator[str]:
    if missing := {"category", "quantity", "unit"} - set(achievement):
        yield f"without {sorted(missing)}"
    for key, value in achievement.items():
        if key in VALUES:
            if value not in VALUES[key]:
                yield f"{key} {value}"
        elif key not in FREE:
            yield f"key {key}"
    if ("from" in achievement) != ("to" in achievement):
        yield "from and to go together"
    if "window" in achievement and achievement["window"].get("kind") not in get_args(WindowKind):
        yield f"window {achievement['window']}"
    if "quantity_max" in achievement and not 1 < achievement["quantity_max"] / achievement["quantity"] < WIDEST:
        yield f"range {achievement['quantity']} to {achievement['quantity_max']}"
    for figure in (achievement.get(key) for key in FIGURES):
        if figure is not None and not is_written(figure, text):
            yield f"{figure} is not written"


def _shared_documents(files: Mapping[str, Sequence[Label]]) -> Iterator[str]:
    owner: dict[str, str] = {}
    titles: dict[str, str] = {}
    for name, sentences in files.items():
        for sentence in sentences:
            if owner.setdefault(sentence["doc"], name) != name:
                yield f"{sentence['id']}: {sentence['doc']} stands in {owner[sentence['doc']]} too"
            if titles.setdefault(sentence["doc"], sentence["title"]) != sentence["title"]:
                yield f"{sentence['id']}: another title than the document's"


def _copies(sentences: Sequence[Label]) -> Iterator[str]:
    skeletons = {sentence["id"]: skeleton(sentence["text"]) for sentence in sentences}
    for one, count in Counter(skeletons.values()).items():
        if count > COPIES:
            yield f"{count} sentences read {one}"
    yield from (f"{second}: much like {first}" for first, second in _alike(skeletons))


def _alike(skeletons: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Pairs of longer skeletons, not the same, that share most of their three-letter runs."""
    runs = {name: _runs(text) for name, text in skeletons.items() if len(text) > SHORT}
    holders: dict[str, list[str]] = {}
    for name, own in runs.items():
        shared = Counter(other for run in own for other in holders.get(run, ()))
        for other, count in shared.items():
            if count >= NEAR * len(own | runs[other]) and skeletons[name] != skeletons[other]:
                yield other, name
        for run in own:
            holders.setdefault(run, []).append(name)


def _runs(text: str) -> frozenset[str]:
    return frozenset(text[place : place + 3] for place in range(len(text) - 2))


def main(names: Iterable[str]) -> int:
    paths = [Path(name) for name in names] or sorted(FOLDER.glob("*.jsonl"))
    files = {path.name: [json.loads(line) for line in path.read_text("utf-8").splitlines() if line] for path in paths}
    found = list(faults(files))
    sys.stdout.write("\n".join([*found, f"{sum(map(len, files.values()))} sentences, {len(found)} faults", ""]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
