"""Make the tagger's models from the labelled sentences: ``xingping train``.

Minutes at most, and the same files give the same models. Files for measuring are never learned from. What people set right
(`corpus.corrections`) is learned beside the corpus that the program comes with.
"""

import hashlib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from corpus import corrections, train_figures, train_sentences, train_verdicts
from corpus.evaluate import LABELLED, Label, Scores, evaluate, labelled
from corpus.evaluation import changes

MODELS = Path(__file__).parent / "models"
TUNED = ("dev.jsonl", "second-dev.jsonl")
"""Files that so many rules were made from that they tell nothing of how far rules are to be believed."""

OPENED = ("fourth-held.jsonl", "fifth-held.jsonl", "sixth-held.jsonl")
"""Files that measured once, have been read since, and are learned from."""


@dataclass(frozen=True, slots=True)
class Retrained:
    """One set of sentences before and after: the scores, and the lines gained (+) and lost (-)."""

    name: str
    before: Scores
    after: Scores
    lines: list[str]


def learning_files() -> list[Path]:
    """The labelled files that may be learned from: those for making rules and `OPENED`, never those for measuring."""
    return sorted([*LABELLED.glob("*dev.jsonl"), *(LABELLED / name for name in OPENED)])


def measuring_files() -> list[Path]:
    """The labelled files that are for measuring only."""
    return sorted(set(LABELLED.glob("*.jsonl")) - set(learning_files()))


def digest_of(paths: Sequence[Path]) -> str:
    """Names what is learned from: the bytes of the files, in order."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


def train(sentences: Sequence[Label], digest: str, folder: Path) -> None:
    """Writes the models of `sentences` into `folder`, named by `digest`."""
    folder.mkdir(parents=True, exist_ok=True)
    for path, model in (
        (train_figures.PATH, train_figures.learned(sentences, digest)),
        (train_sentences.PATH, train_sentences.learned(sentences, digest)),
        (train_verdicts.PATH, train_verdicts.learned(sentences, digest, tuned=_tuned())),
    ):
        folder.joinpath(path.name).write_bytes(msgspec.json.encode(model) + b"\n")


def retrain(corrected: Sequence[Path], folder: Path) -> list[Retrained]:
    """Learns from the corpus and the corrections into `folder`, and reads every measuring file and the corrections anew.

    Raises ConfigError for a file that is no corrections.
    """
    own = [sentence for path in corrected for sentence in corrections.read(path)]
    paths = learning_files()
    parts = {path.name: labelled(path) for path in measuring_files()} | ({"corrections": own} if own else {})
    before = {name: evaluate(sentences) for name, sentences in parts.items()}
    learned = [sentence for path in paths for sentence in labelled(path)]
    with tempfile.TemporaryDirectory(prefix="xingping-") as made:
        train([*learned, *own], digest_of([*paths, *corrected]), Path(made))
        after = {name: evaluate(sentences, models=made) for name, sentences in parts.items()}
        folder.mkdir(parents=True, exist_ok=True)
        for model in Path(made).iterdir():
            folder.joinpath(model.name).write_bytes(model.read_bytes())
    return [Retrained(name, before[name], after[name], changes(parts[name], before[name], after[name])) for name in parts]


def curve(parts: dict[str, list[Label]], shares: Sequence[float] = (0.25, 0.5, 0.75, 1.0)) -> list[dict[str, object]]:
    """How tags and facts F1 of `parts` grow with the share of documents that is learned from."""
    documents: dict[str, list[Label]] = {}
    for path in learning_files():
        for sentence in labelled(path):
            documents.setdefault(sentence["doc"], []).append(sentence)
    order = sorted(documents, key=_shuffled)
    steps: list[dict[str, object]] = []
    for share in shares:
        seen = [sentence for name in order[: round(share * len(order))] for sentence in documents[name]]
        with tempfile.TemporaryDirectory(prefix="xingping-") as made:
            train(seen, "0" * 64, Path(made))
            scores = {name: evaluate(sentences, models=made) for name, sentences in parts.items()}
        found = {name: [round(each.tags.f1, 4), round(each.facts.f1, 4)] for name, each in scores.items()}
        steps.append({"share": share, "sentences": len(seen), "files": found})
    return steps


def _tuned() -> frozenset[str]:
    """The documents of `TUNED`."""
    return frozenset(one["doc"] for name in TUNED for one in labelled(LABELLED / name))


def _shuffled(name: str) -> str:
    """An order of documents that has nothing to do with who wrote them, and is always the same."""
    return hashlib.sha256(name.encode()).hexdigest()


if __name__ == "__main__":
    train([one for path in learning_files() for one in labelled(path)], digest_of(learning_files()), MODELS)
