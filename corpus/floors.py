"""Floors under the tagger's scores, one row a labelled file: ``python -m corpus.floors`` measures them anew and shows both.

A floor holds for a file as it was when it was measured, which its digest tells: it moves only together with the file.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from corpus.evaluate import LABELLED, Scores, evaluate, labelled

PATH = LABELLED / "floors.tsv"
MARGIN, QUIET_MARGIN = 0.01, 0.01
"""How far below what was measured a floor is set, and how far above for quiet sentences."""
ROOM = 0.05
"""What a file that has grown since its floor was measured may score less."""
_HEAD = "# source: python -m corpus.floors\nfile\tdigest\ttags\tfacts\tquiet\n"


@dataclass(frozen=True, slots=True)
class Floor:
    """The least F1 of tags and of facts over a file with this digest, and the greatest share of quiet sentences tagged."""

    file: str
    digest: str
    tags: float
    facts: float
    quiet: float

    def holds(self, scores: Scores, *, changed: bool) -> bool:
        """Whether scores are no worse; a file that has `changed` since is given some room until it is measured anew."""
        room = ROOM if changed else 0.0
        return (
            scores.tags.f1 >= self.tags - room
            and scores.facts.f1 >= self.facts - room
            and scores.quiet_share <= self.quiet + room
        )


def floors() -> list[Floor]:
    """The floors of the repo."""
    rows = (line.split("\t") for line in PATH.read_text("utf-8").splitlines() if line and not line.startswith(("#", "file\t")))
    return [Floor(file, digest, float(tags), float(facts), float(quiet)) for file, digest, tags, facts, quiet in rows]


def digest(path: Path) -> str:
    """Names a labelled file by its bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def measured(path: Path) -> Floor:
    """The floor that a file's scores allow today."""
    scores = evaluate(labelled(path))
    tags, facts = (round(tally.f1 - MARGIN, 2) for tally in (scores.tags, scores.facts))
    return Floor(path.name, digest(path), tags, facts, round(scores.quiet_share + QUIET_MARGIN, 2))


def main() -> None:
    """Measures every file whose digest has changed, or that has no floor, shows both rows and writes the table."""
    known = {floor.file: floor for floor in floors()} if PATH.exists() else {}
    rows = []
    for path in sorted(LABELLED.glob("*.jsonl")):
        old = known.get(path.name)
        new = old if old is not None and old.digest == digest(path) else measured(path)
        if new is not old:
            print(f"{old} -> {new}")  # noqa: T201
        rows.append(f"{new.file}\t{new.digest}\t{new.tags:.2f}\t{new.facts:.2f}\t{new.quiet:.2f}\n")
    PATH.write_text(_HEAD + "".join(rows), "utf-8")


if __name__ == "__main__":
    main()
