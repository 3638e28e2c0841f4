"""Make the tagger's models from the labelled sentences: ``python -m corpus.train``, or ``xingping train``.

Minutes at most, and the same files give the same models. Files for measuring are never learned from.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from corpus import train_figures, train_sentences
from corpus.evaluate import LABELLED, labelled


def learning_files() -> list[Path]:
    """The labelled files that may be learned from: those for making rules, never those for measuring."""
    return sorted(LABELLED.glob("*dev.jsonl"))


def digest_of(paths: Sequence[Path]) -> str:
    """Names what is learned from: the bytes of the files, in order."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


def train(paths: Sequence[Path]) -> dict[Path, bytes]:
    """The models of the sentences of `paths`, as the bytes of the files they belong in."""
    sentences = [sentence for path in paths for sentence in labelled(path)]
    digest = digest_of(paths)
    return {
        train_figures.PATH: msgspec.json.encode(train_figures.learned(sentences, digest)) + b"\n",
        train_sentences.PATH: msgspec.json.encode(train_sentences.learned(sentences, digest)) + b"\n",
    }


def main() -> None:
    """Learn from the labelled files and write the models."""
    for path, model in train(learning_files()).items():
        path.write_bytes(model)


if __name__ == "__main__":
    main()
