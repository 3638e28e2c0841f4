"""Figures read beside recognizers-text and cn2an: ``python -m bench.quantity [SPECIFICATION.json …]``.

Of the figures that labelled claims of held-out sentences name (a change has two), how many each reader finds, by their worth; and
how long it takes for a sentence. With specifications of recognizers-text (`Specs/Number/Chinese/*.json`, to be fetched by
whoever runs this) also the F1 of the numbers found in them: they count bare numerals, negative numbers and powers, which claims
do not have and our reader passes over; a share is a percentage to it. A reader that is not installed is said to be absent
(``pip install cn2an recognizers-text-number "emoji<2"``).
"""

import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from classifiers import numerals
from classifiers.counting import counting
from classifiers.quantities import quantities
from classifiers.sentence import plain
from corpus.evaluate import LABELLED, counted, labelled
from pipeline.script import to_simplified

Reader = Callable[[str], list[float]]
_WRITTEN = re.compile(r"(\d+(?:\.\d+)?)\s?([万亿%]?)")
_BLANK = re.compile(r"\s")
_SCALES = {"": 1, "%": 1, "万": 10_000, "亿": 100_000_000}


def main(specifications: list[str]) -> int:
    """One line a reader for our sentences, and one for each specification given."""
    sentences = list(_sentences())
    named = sum(len(gold) for _, gold in sentences)
    print(f"{len(sentences)} held-out sentences, {named} figures of claims")
    for name, reader in _readers().items():
        if reader is None:
            print(f"  {name}: not installed")
            continue
        started = time.process_time()
        found = sum(_hits(gold, reader(text)) for text, gold in sentences)
        spent = (time.process_time() - started) / len(sentences)
        print(f"  {name}: {found} found ({found / named:.3f}), {spent * 1000:.2f} ms a sentence")
    for path in specifications:
        _specified(Path(path))
    return 0


def _specified(path: Path) -> None:
    cases = [
        (case["Input"], [value for one in case.get("Results", []) if (value := _worth(one.get("Resolution"))) is not None])
        for case in json.loads(path.read_text("utf-8-sig"))
    ]
    print(f"{path.name}: {len(cases)} texts, {sum(len(wanted) for _, wanted in cases)} numbers")
    for name, reader in _readers(everything=True).items():
        if reader is None:
            continue
        hits = given = 0
        for text, wanted in cases:
            found = reader(text)
            hits, given = hits + _hits(wanted, found), given + len(found)
        wanted_in_all = sum(len(wanted) for _, wanted in cases)
        print(f"  {name}: F1 {2 * hits / max(given + wanted_in_all, 1):.3f} ({hits} hits, {given - hits} others)")


def _sentences() -> Iterable[tuple[str, list[float]]]:
    for path in sorted(LABELLED.glob("*held*.jsonl")):
        for sentence in labelled(path):
            values = {one.get(key) for one in counted(sentence["achievements"]) for key in ("quantity", "from", "to")}
            gold = sorted(value for value in values if value is not None)
            if gold:
                yield sentence["text"], gold


def _hits(wanted: Iterable[float], found: Iterable[float]) -> int:
    return sum((Counter(round(one, 2) for one in wanted) & Counter(round(one, 2) for one in found)).values())


def _readers(*, everything: bool = False) -> dict[str, Reader | None]:
    """Ours, and the peers that are there; with `everything`, ours reads numbers that count nothing too."""

    def ours(text: str) -> list[float]:
        text = plain(to_simplified(text))
        if everything and (whole := numerals.value(_BLANK.sub("", text))) is not None:
            return [float(whole)]
        found = quantities(text) if everything else counting(text)
        ends = ((one.value, one.maximum, one.change_from, one.change_to) for one in found)
        return [float(value) for each in ends for value in each if value is not None]

    return {"ours": ours, "recognizers-text": _recognizers(), "cn2an": _cn2an()}


def _recognizers() -> Reader | None:
    try:
        from recognizers_number import Culture, recognize_number, recognize_percentage  # noqa: PLC0415 - a peer
    except ModuleNotFoundError:
        return None

    def read(text: str) -> list[float]:
        shares = recognize_percentage(text, Culture.Chinese)
        inside = {place for one in shares for place in range(one.start, one.end + 1)}
        numbers = (one for one in recognize_number(text, Culture.Chinese) if one.start not in inside)
        found = [*numbers, *shares]
        return [value for one in found if (value := _worth(one.resolution)) is not None]

    return read


def _worth(resolution: dict[str, str] | None) -> float | None:
    try:
        return float(str((resolution or {}).get("value")).rstrip("%"))
    except ValueError:
        return None


def _cn2an() -> Reader | None:
    try:
        import cn2an  # noqa: PLC0415 - a peer
    except ModuleNotFoundError:
        return None

    def read(text: str) -> list[float]:
        try:
            told = cn2an.transform(text, "cn2an")
        except ValueError:
            told = text
        return [float(one[1]) * _SCALES[one[2]] for one in _WRITTEN.finditer(told)]

    return read


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
