"""How a voice is read that nothing was learned from: ``python -m corpus.unheard [VOICE…]``.

What users bring was written by people of whom the models have not seen a word. So the models are made anew from the sentences of
all voices but one, in a folder that is thrown away, and the whole tagger reads that one; by the mean over the voices a change of
learning is judged. Whoever made the rules has read most of the voices: a new one is somewhat harder still. A voice takes about as
long as ``python -m corpus.train``.
"""

import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from corpus.evaluate import LABELLED, Label, Scores, evaluate, labelled
from corpus.train import train

FIRST = "first"
"""The voice of the files that were there before files had a voice in their name."""


def voices() -> dict[str, list[Path]]:
    """The labelled files of each voice, those for measuring with them."""
    found: dict[str, list[Path]] = {}
    for path in sorted(LABELLED.glob("*.jsonl")):
        voice, parted, _ = path.stem.partition("-")
        found.setdefault(voice if parted else FIRST, []).append(path)
    return found


def unheard(voice: str, sentences: Mapping[str, Sequence[Label]]) -> Scores:
    """The scores over the sentences of `voice`, by models of all the others in `sentences`."""
    heard = [one for name, own in sentences.items() if name != voice for one in own]
    with tempfile.TemporaryDirectory(prefix="xingping-") as made:
        train(heard, "0" * 64, Path(made))
        return evaluate(sentences[voice], models=made)


def means(scores: Sequence[Scores]) -> dict[str, float]:
    """The means over the voices of what tags and facts score and of the share of quiet sentences that are tagged."""
    count = len(scores) or 1
    return {
        "tags": sum(one.tags.f1 for one in scores) / count,
        "facts": sum(one.facts.f1 for one in scores) / count,
        "quiet": sum(one.quiet_share for one in scores) / count,
    }


def main(arguments: Sequence[str]) -> None:
    """Prints the scores of the named voices, or of all, and their means."""
    sentences = {voice: [one for path in paths for one in labelled(path)] for voice, paths in voices().items()}
    if unknown := set(arguments) - sentences.keys():
        raise SystemExit(f"no such voice: {', '.join(sorted(unknown))} (there are {', '.join(sentences)})")
    scores: list[Scores] = []
    for voice in arguments or sentences:
        scores.append(unheard(voice, sentences))
        print(_row(voice, len(sentences[voice]), scores[-1]), flush=True)  # noqa: T201
    print("mean     ", *(f"{name} {value:.3f} " for name, value in means(scores).items()))  # noqa: T201


def _row(voice: str, count: int, one: Scores) -> str:
    return (
        f"{voice:<8} {count:>5} sentences  tags {one.tags.f1:.3f}  facts {one.facts.f1:.3f}  "
        f"quiet {one.quiet_share:.3f} ({one.quiet_tagged} of {one.quiet})"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
