"""Speed of the whole text stage beside jieba alone, on our own pages and documents: ``python -m bench.tagger``.

Prints what mending, script, lines, sentences and achievements take, each as a multiple of `jieba.cut` over the same text in the
same run, then the sum; and what rjieba takes, where it is there. The least processor time of some runs counts. The text stage
cuts no words itself, so that it is the same with either. Two texts are read: web pages, a third of whose lines are adverts, and
documents of applicants, most of whose sentences claim something.
"""

import sys
import time
from collections.abc import Callable

from corpus import evaluate as sentences
from corpus.evaluate_lines import labelled
from pipeline.document import Document
from pipeline.process import Step, build, from_texts, stage

RUNS = 5
"""Runs of which the quickest counts."""
STAGES = ("mend", "script", "lines", "sentences", "achievements")


def main() -> int:
    """Prints the start, then one line a stage and the sum for each text; without jieba beside it, in letters a second alone."""
    started = time.process_time()
    steps = [(name, build(stage(name))) for name in STAGES]
    print(f"start, with dictionaries and models: {time.process_time() - started:.2f} s of processor time")
    cut = _jieba()
    for name, pages in (("pages", _pages()), ("documents", _documents())):
        _show(name, pages, steps, cut)
    return 0


def _show(title: str, pages: list[list[str]], steps: list[tuple[str, Step]], cut: Callable[[str], object] | None) -> None:
    text = "\n".join("\n".join(lines) for lines in pages)
    unit = None if cut is None else _seconds(cut, text)
    beside = "jieba is not installed" if unit is None else f"jieba.cut {len(text) / unit:,.0f} letters/s"
    print(f"{title}: {len(text):,} letters; {beside}")
    documents = [from_texts(lines)[0] for lines in pages]
    total = 0.0
    for name, step in steps:
        spent = min(_spent(step, documents) for _ in range(RUNS))
        documents = [step(document) for document in documents]
        total += spent
        print(f"  {name}: {_told(spent, unit, text)}")
    print(f"  text stage: {_told(total, unit, text)}")
    if (faster := _rjieba()) is not None:
        print(f"  rjieba: {_told(_seconds(faster, text), unit, text)}")


def _told(spent: float, unit: float | None, text: str) -> str:
    """A time as a multiple of jieba's, where it is there, and as a rate."""
    share = "" if unit is None else f"{spent / unit:.2f} of jieba.cut, "
    return f"{share}{len(text) / max(spent, 1e-9):,.0f} letters/s"


def _pages() -> list[list[str]]:
    """The labelled web pages, line by line."""
    pages: dict[str, list[str]] = {}
    for line in labelled("dev"):
        pages.setdefault(line.doc, []).append(line.text)
    return list(pages.values())


def _documents() -> list[list[str]]:
    """Every third labelled document, sentence by sentence."""
    documents: dict[str, list[str]] = {}
    for path in sorted(sentences.LABELLED.glob("*dev.jsonl")):
        for sentence in sentences.labelled(path):
            documents.setdefault(f"{path.name} {sentence['doc']}", []).append(sentence["text"])
    return list(documents.values())[::3]


def _spent(step: Step, documents: list[Document]) -> float:
    start = time.process_time()
    for document in documents:
        step(document)
    return time.process_time() - start


def _seconds(function: Callable[[str], object], text: str) -> float:
    best = float("inf")
    for _ in range(RUNS):
        start = time.process_time()
        function(text)
        best = min(best, time.process_time() - start)
    return max(best, 1e-9)


def _jieba() -> Callable[[str], object] | None:
    try:
        import jieba  # noqa: PLC0415 - a peer that only this benchmark uses
    except ModuleNotFoundError:
        return None

    jieba.setLogLevel(60)
    jieba.initialize()

    def cut(text: str) -> object:
        return list(jieba.cut(text))

    return cut


def _rjieba() -> Callable[[str], object] | None:
    try:
        import rjieba  # noqa: PLC0415
    except ModuleNotFoundError:
        return None
    cut: Callable[[str], object] = rjieba.cut
    return cut


if __name__ == "__main__":
    sys.exit(main())
