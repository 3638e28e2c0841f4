"""Main text of web pages against its gold, beside the usual tools: ``python -m bench.web --pages FOLDER [--each] [--folds]``.

FOLDER holds NNN.html with NNN.txt. Printed are, averaged over pages, character precision, recall and F1 (longest common
subsequence; white space dropped, NFKC), the share of pages with F1 of .9 and more, pages without output, and the time a page
takes. Peers are run when installed. ``--folds`` also judges every page by weights learned without it and its template.
Needs rapidfuzz; ``--folds`` needs scikit-learn.
"""

import argparse
import logging
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from lxml import html
from rapidfuzz.distance import LCSseq

from corpus import train_web
from corpus.train_web import bare
from extractors import web, web_judge
from extractors.charset import decode
from extractors.registry import Context
from extractors.web_markup import declared_charset

Tool = Callable[[bytes], str]


class Score(NamedTuple):
    """One tool on one page."""

    page: str
    precision: float
    recall: float
    f1: float
    seconds: float


def xingping(data: bytes) -> str:
    """The text of the blocks that the judge left to the article."""
    extraction = web.extract(data, Context())
    return "\n".join(extraction.text[slice(*block.span)] for block in extraction.blocks if block.role is None)


def peers() -> Iterator[tuple[str, Tool]]:
    """The installed ones of trafilatura and readability-lxml, each as a function of the page's bytes."""
    try:
        import trafilatura  # noqa: PLC0415  a peer, not a dependency
    except ImportError:
        pass
    else:
        yield f"trafilatura {trafilatura.__version__}", lambda data: trafilatura.extract(data) or ""
    try:
        from readability import Document  # type: ignore[import-untyped]  # noqa: PLC0415
    except ImportError:
        return
    yield "readability-lxml", _readability(Document)


def score(tool: Tool, page: Path) -> Score:
    """`tool` on one page; a tool that breaks gives nothing."""
    data, gold = page.read_bytes(), bare(page.with_suffix(".txt").read_text("utf-8"))
    start = time.perf_counter()
    try:
        text = tool(data)
    except Exception as error:
        logging.warning("%s: %r", page.name, error)
        text = ""
    seconds = time.perf_counter() - start
    return compared(page.stem, text, gold, seconds)


def compared(name: str, text: str, gold: str, seconds: float) -> Score:
    """The score of `text` against the bare `gold`."""
    got = bare(text)
    common = LCSseq.similarity(got, gold)
    precision, recall = common / len(got) if got else 0.0, common / len(gold) if gold else 0.0
    return Score(name, precision, recall, 2 * precision * recall / (precision + recall) if common else 0.0, seconds)


def report(name: str, scores: list[Score]) -> str:
    """One line of figures."""

    def mean(key: str) -> float:
        return statistics.mean(float(getattr(score, key)) for score in scores)

    good = sum(score.f1 >= 0.9 for score in scores) / len(scores)
    empty = sum(not score.precision for score in scores)
    return (
        f"{name:24} P {mean('precision'):.4f}  R {mean('recall'):.4f}  F1 {mean('f1'):.4f}  good {good:.3f}  empty {empty}"
        f"  {1000 * mean('seconds'):.1f} ms a page"
    )


def _in_folds(pages: list[Path], count: int) -> Iterator[Score]:
    parts = train_web.folds([train_web.read(page) for page in pages], count)
    for part in parts:
        weights = train_web.learn([example for other in parts if other is not part for example in other])
        for example in part:
            scores = [web_judge.score(row, weights) for row in example.rows]
            kept = web_judge.select(example.runs, example.measured, example.inside, scores)
            text = "\n".join(example.runs[i].text for i in sorted(kept))
            yield compared(example.name, text, bare(example.gold), 0.0)


def _readability(document: Callable[[str], object]) -> Tool:
    def main_text(data: bytes) -> str:
        text = decode(data, declared_charset(data)).text
        return str(html.fromstring(document(text).summary()).text_content())  # type: ignore[attr-defined]

    return main_text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=Path, required=True)
    parser.add_argument("--each", action="store_true", help="also a line for each page below .95")
    parser.add_argument("--folds", action="store_true", help="also with weights learned without the page and its template")
    options = parser.parse_args()
    pages = sorted(options.pages.glob("*.html"))
    if not pages:
        parser.error(f"{options.pages} holds no .html file")
    if options.folds:
        print(report("xingping, in 8 folds", list(_in_folds(pages, 8))))
    for name, tool in (("xingping", xingping), *peers()):
        scores = [score(tool, page) for page in pages]
        print(report(name, scores))
        if options.each and name == "xingping":
            for found in sorted(scores, key=_f1):
                if found.f1 < 0.95:
                    print(f"  {found.page} P {found.precision:.3f} R {found.recall:.3f} F1 {found.f1:.3f} {found.seconds:.2f} s")


def _f1(found: Score) -> float:
    return found.f1


if __name__ == "__main__":
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("readability").setLevel(logging.CRITICAL)
    main()
