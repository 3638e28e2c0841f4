"""Runs the packets with gold and prints their scores: ``python -m bench.packets [--faults PART]``.

`PART` is one of making, held, fresh, second, third, fourth, fifth: it alone is run, and each of its faults is told.
Ends with 1 when a score is below its floor (`floors.toml`).
"""

import json
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bench.packets.build import HOME, PARTS, Made, packets, write
from bench.packets.score import Scores, lines, score
from extractors import ocr_tool
from pipeline.config import Config
from pipeline.errors import Reason
from pipeline.run import run
from pipeline.store import Store


def main() -> int:
    shown = sys.argv[2] if sys.argv[1:2] == ["--faults"] else ""
    low: list[str] = []
    for part in [shown] if shown else PARTS:
        scores = scored(packets(part))
        print(f"{part}:")
        for line in lines(scores):
            print(f"  {line}")
        low += [f"{part}: {name} is {value:.3f}, floor {floor}" for name, value, floor in below(part, scores)]
        if part == shown:
            print(*(f"    {fault}" for tally in scores.all for fault in tally.faults), sep="\n")
    print(*low, sep="\n")
    return 1 if low else 0


def scored(made: Sequence[Made]) -> Scores:
    """The scores of one run over `made`."""
    with tempfile.TemporaryDirectory() as name:
        found, documents = records_of(made, Path(name))
        with Store.open(Path(name) / "workspace") as store:
            hashes = {record["sha256"] for record in documents}
            recognised = {sha256: store.pages(sha256, ocr_tool.engine()) for sha256 in hashes}
    return score(made, found, documents, recognised)


def records_of(made: Sequence[Made], folder: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The records of packets and of documents of one run over `made` in `folder`. Raises RuntimeError at a fault of our own."""
    for each in made:
        write(folder / "drop", each)
    summary = run([folder / "drop"], workspace=folder / "workspace", config=Config(workers=2))
    if summary.reasons[Reason.INTERNAL] or summary.unmerged:
        raise RuntimeError(f"a fault of our own: {summary.reasons}, {summary.unmerged}")
    with Store.open(folder / "workspace") as store:
        found, documents = ([json.loads(line) for line in store.export(rows)] for rows in ("packets", "documents"))
    return found, documents


def below(part: str, scores: Scores) -> Iterator[tuple[str, float, float]]:
    """Each score of a part that is below its floor, with both."""
    floors = tomllib.loads((HOME / "floors.toml").read_text("utf-8"))[part]
    for name, floor in floors.items():
        tally, _, kind = name.partition("_")
        value = scores.recall_in_all if kind == "recall_in_all" else getattr(getattr(scores, tally), kind)
        if value < floor:
            yield name, value, floor


if __name__ == "__main__":
    sys.exit(main())
