"""Runs the packets with gold and prints their scores: ``python -m bench.packets [--faults making|held]``."""

import json
import sys
import tempfile
from pathlib import Path

from bench.packets.build import PARTS, Made, packets, write
from bench.packets.score import Scores, lines, score
from pipeline.config import Config
from pipeline.run import run
from pipeline.store import Store


def main() -> int:
    shown = sys.argv[2] if sys.argv[1:2] == ["--faults"] else ""
    for part in PARTS:
        scores = scored([made for made in packets() if made.part == part])
        print(f"{part}:")
        for line in lines(scores):
            print(f"  {line}")
        if part == shown:
            tallies = (scores.merge, scores.conflicts, scores.fields, scores.checks, scores.kinds, scores.versions, scores.proofs)
            print(*(f"    {fault}" for tally in tallies for fault in tally.faults), sep="\n")
    return 0


def scored(made: list[Made]) -> Scores:
    """The scores of one run over `made`."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for each in made:
            write(folder / "drop", each)
        run([folder / "drop"], workspace=folder / "workspace", config=Config(workers=2))
        with Store.open(folder / "workspace") as store:
            records = {rows: [json.loads(line) for line in store.export(rows)] for rows in ("packets", "documents")}
    return score(made, records["packets"], records["documents"])


if __name__ == "__main__":
    sys.exit(main())
