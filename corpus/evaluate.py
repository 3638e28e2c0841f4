"""How well the tagger agrees with labelled sentences, scored as the labelling contract says.

``python -m corpus.evaluate FILE… [--errors]`` prints the figures and, with ``--errors``, each sentence that differs. Only counted
achievements take part: not planned or negated, not a region's or a third party's, not unquantified.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.texts import Given, tagged

Label = dict[str, Any]
LABELLED = Path(__file__).with_name("labelled") / "achievements"
DEFAULTS = {"status": "achieved", "scope": "studio", "level": "unknown"}
"""What a labelled achievement means by leaving a key out."""
UNCOUNTED = {"status": ("planned", "negated"), "scope": ("region", "third_party")}


@dataclass(slots=True)
class Tally:
    """Hits, false finds and misses of one thing."""

    hits: int = 0
    false: int = 0
    missed: int = 0

    def add(self, found: set[Any], gold: set[Any]) -> None:
        self.hits += len(found & gold)
        self.false += len(found - gold)
        self.missed += len(gold - found)

    @property
    def f1(self) -> float:
        """1.0 where there was nothing to find and nothing was found."""
        total = 2 * self.hits + self.false + self.missed
        return 2 * self.hits / total if total else 1.0


@dataclass(slots=True)
class Scores:
    """The figures of one run over labelled sentences."""

    tags: Tally = field(default_factory=Tally)
    categories: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    facts: Tally = field(default_factory=Tally)
    attributes: dict[str, Counter[tuple[str, str]]] = field(default_factory=lambda: defaultdict(Counter))
    quiet: int = 0
    quiet_tagged: int = 0
    errors: list[str] = field(default_factory=list)
    confusions: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Figures that gold and tagger give to different categories: gold's, and the tagger's."""
    told: list[tuple[float, bool]] = field(default_factory=list)
    """How sure the tagger was of each counted achievement, and whether its category is right."""
    right: list[bool] = field(default_factory=list)
    """Of each sentence in order, whether its tags are right."""

    def macro_f1(self, attribute: str) -> float:
        """The mean F1 over the values that stand in the gold labels."""
        pairs = self.attributes[attribute]
        values = sorted({gold for gold, _ in pairs})
        return sum(_value_f1(pairs, value) for value in values) / len(values) if values else 1.0

    @property
    def quiet_share(self) -> float:
        return self.quiet_tagged / self.quiet if self.quiet else 0.0

    @property
    def level_guessed(self) -> float:
        """Of the achievements whose level gold leaves unknown, the share that was given one."""
        unknown = {pair: count for pair, count in self.attributes["level"].items() if pair[0] == "unknown"}
        total = sum(unknown.values())
        return sum(count for (_, found), count in unknown.items() if found != "unknown") / total if total else 0.0


def labelled(path: Path) -> list[Label]:
    """The sentences of a JSONL file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]


def evaluate(sentences: Sequence[Label], *, models: str = "") -> Scores:
    """The scores of the tagger over these sentences, each `doc` read as one document; `models` as for `tagged`."""
    given = [_given(sentence) for sentence in sentences]
    scores = Scores()
    for sentence, answer in zip(sentences, tagged(given, models=models), strict=True):
        _score(scores, sentence, answer)
    return scores


def counted(achievements: Iterable[Label]) -> list[Label]:
    """The achievements that take part in the score, with the defaults filled in."""
    filled = [DEFAULTS | achievement for achievement in achievements]
    return [one for one in filled if not one.get("unquantified") and all(one[key] not in out for key, out in UNCOUNTED.items())]


def _given(sentence: Label) -> Given:
    return Given(
        id=sentence["id"],
        text=sentence["text"],
        doc=sentence.get("doc"),
        title=sentence.get("title", ""),
        subject=sentence.get("subject", ""),
    )


def _score(scores: Scores, sentence: Label, answer: Label) -> None:
    gold, found = counted(sentence["achievements"]), counted(answer["achievements"])
    wanted, given = ({one["category"] for one in side} for side in (gold, found))
    scores.tags.add(given, wanted)
    for category in wanted | given:
        scores.categories[category].add({category} & given, {category} & wanted)
    facts, told = ({_fact(one) for one in side if has_figure(one)} for side in (gold, found))
    scores.facts.add(told, facts)
    if not gold:
        scores.quiet += 1
        scores.quiet_tagged += bool(found)
    scores.told += ((one["confidence"], one["category"] in wanted) for one in found)
    scores.right.append(wanted == given)
    scores.confusions.update(_confused(gold, found))
    wrong = _attributes(scores, gold, found)
    if wanted != given or facts != told or wrong:
        scores.errors.append(_told(sentence, wanted, given, facts, told, wrong))


def _fact(one: Label) -> tuple[Any, ...]:
    return (one["category"], one.get("quantity"), one.get("from"), one.get("to"), one.get("unit"), one["status"])


def has_figure(one: Label) -> bool:
    """Whether an achievement states an amount or a change."""
    return one.get("quantity") is not None or one.get("to") is not None


def _confused(gold: list[Label], found: list[Label]) -> Iterator[tuple[str, str]]:
    """Pairs of categories that one figure was given by gold and by the tagger."""
    for one in gold:
        same = [other for other in found if has_figure(one) and _figure(one) == _figure(other)]
        if same and all(other["category"] != one["category"] for other in same):
            yield one["category"], same[0]["category"]


def _figure(one: Label) -> tuple[Any, ...]:
    return one.get("quantity"), one.get("to"), one.get("unit")


def _attributes(scores: Scores, gold: list[Label], found: list[Label]) -> list[str]:
    """Counts the values of achievements whose category and quantity match, each found one once."""
    wrong, left = [], list(found)
    for one in gold:
        match = next((other for other in left if _same_figure(one, other)), None)
        if match is None:
            continue
        left.remove(match)
        for key in DEFAULTS:
            scores.attributes[key][one[key], match[key]] += 1
            if one[key] != match[key]:
                wrong.append(f"{key} of {one['category']}: {match[key]} for {one[key]}")
    return wrong


def _same_figure(one: Label, other: Label) -> bool:
    return all(one.get(key) == other.get(key) for key in ("category", "quantity", "to"))


def _value_f1(pairs: Counter[tuple[str, str]], value: str) -> float:
    tally = Tally(
        pairs[value, value],
        sum(count for (gold, found), count in pairs.items() if found == value != gold),
        sum(count for (gold, found), count in pairs.items() if gold == value != found),
    )
    return tally.f1


def _told(sentence: Label, wanted: set[Any], given: set[Any], facts: set[Any], told: set[Any], wrong: list[str]) -> str:
    lines = [f"{sentence['id']} {sentence['text']}"]
    for name, missing, extra in (("tags", wanted - given, given - wanted), ("facts", facts - told, told - facts)):
        lines += [f"    {name} missed: {one}" for one in sorted(missing, key=str)]
        lines += [f"    {name} false: {one}" for one in sorted(extra, key=str)]
    return "\n".join((*lines, *(f"    {line}" for line in wrong)))


def report(scores: Scores) -> str:
    """The figures as lines of text."""
    lines = [
        f"tags micro-F1        {scores.tags.f1:.3f}  {_counts(scores.tags)}",
        f"facts F1             {scores.facts.f1:.3f}  {_counts(scores.facts)}",
        f"quiet tagged         {scores.quiet_share:.3f}  ({scores.quiet_tagged} of {scores.quiet})",
        *(f"{key + ' macro-F1':<20} {scores.macro_f1(key):.3f}" for key in DEFAULTS),
        f"level guessed        {scores.level_guessed:.3f}",
    ]
    lines += [f"  {name:<18} {tally.f1:.3f}  {_counts(tally)}" for name, tally in sorted(scores.categories.items())]
    return "\n".join(lines)


def _counts(tally: Tally) -> str:
    return f"({tally.hits} hits, {tally.false} false, {tally.missed} missed)"


def main(arguments: Sequence[str]) -> None:
    """Prints the scores of the named files, or of the whole labelled corpus."""
    paths = [Path(argument) for argument in arguments if argument != "--errors"] or sorted(LABELLED.glob("*.jsonl"))
    for path in paths:
        scores = evaluate(labelled(path))
        print(path.name, report(scores), sep="\n")  # noqa: T201
        if "--errors" in arguments:
            print(*scores.errors, sep="\n")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
