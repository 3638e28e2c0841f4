"""Text recognition on drawn pages: character errors and seconds a page, beside rapidocr as it comes.

``python -m bench.ocr`` draws pages of both scripts (`corpus.samples.sheets`), sends them through what happens to paper
(`corpus.samples.scanning`), reads each with our reader and with plain rapidocr in one process, and prints for each kind of
treatment the character error rate of the text in the order it comes out, that of its letters alone in any order, and CPU seconds
a page. kreuzberg reads beside them where it is installed with tesseract's Chinese; markitdown recognises nothing by itself. It
fails below the floors. ``--fonts 1`` draws with one font only.
"""

import argparse
import io
import shutil
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple

import numpy as np
from PIL import Image
from rapidfuzz.distance import Levenshtein

from corpus.samples import scanning, sheets
from extractors.ocr.engine import Engine
from extractors.ocr.page import recognise
from extractors.picture import written_pages
from extractors.recognised_page import RecognisedPage
from extractors.registry import Limits

FLOORS = {"clean": 0.01, "scan": 0.01, "turned": 0.01, "seal": 0.02, "coarse": 0.03, "photo": 0.05}
"""Character error rates that are never exceeded: 1 % on clean 200-dpi pages, 5 % on phone-like photographs."""


class Error(NamedTuple):
    """Character error rate as the text comes, and of its letters in any order; CPU seconds."""

    ordered: float
    lost: float
    seconds: float


def treated(page: sheets.Page, font: Path, seed: int) -> Iterator[tuple[str, Image.Image]]:
    """The page as it might reach us, by kind of treatment."""
    seal_at = (1150, 1000) if page.image.width < page.image.height else (1760, 1240)
    yield "clean", page.image
    yield "scan", scanning.scanned(scanning.skewed(page.image, (1.3, -2.1, 0.6)[seed % 3]), seed=seed)
    yield "turned", scanning.turned(scanning.scanned(page.image, seed=seed), 1 + seed % 3)
    yield "seal", scanning.scanned(scanning.sealed(page.image, "云岭电务段工会委员会", at=seal_at, font=font), seed=seed)
    small = page.image.resize((page.image.width * 6 // 10, page.image.height * 6 // 10), Image.Resampling.LANCZOS)
    yield "coarse", scanning.scanned(small, seed=seed, quality=45, blur=0.5)
    yield "photo", scanning.photographed(page.image, seed=seed, tilt=0.1)


def letters(texts: Sequence[str]) -> str:
    return "".join("".join(texts).split())


def error(said: Sequence[str], read: str, seconds: float) -> Error:
    wanted, found = letters(said), letters([read])
    lost = sum((Counter(wanted) - Counter(found)).values())
    return Error(Levenshtein.distance(wanted, found) / len(wanted), lost / len(wanted), seconds)


def ours(engine: Engine) -> Callable[[Any], str]:
    def read(picture: Any) -> str:
        found: RecognisedPage = recognise(engine, picture, per_point=1.0, photo=True)
        return written_pages({1: found}, Limits()).text

    return read


def plain() -> Callable[[Any], str]:
    from rapidocr import RapidOCR  # noqa: PLC0415  the peer, for this alone

    engine = RapidOCR(params={"Global.log_level": "error", "EngineConfig.onnxruntime.intra_op_num_threads": 1})

    def read(picture: Any) -> str:
        found = engine(picture)
        return "\n".join(found.txts or ())

    return read


def mountain() -> Callable[[Any], str] | None:
    """kreuzberg over tesseract, whose CPU seconds are those of a process of its own and not counted; None where either lacks."""
    if find_spec("kreuzberg") is None or shutil.which("tesseract") is None:
        return None
    languages = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False).stdout.split()
    if not {"chi_sim", "chi_tra"} <= set(languages):
        return None
    import kreuzberg  # noqa: PLC0415  the peer, for this alone

    config = kreuzberg.ExtractionConfig(
        use_cache=False, ocr=kreuzberg.OcrConfig(backend="tesseract", language="chi_sim+chi_tra+eng")
    )

    def read(picture: Any) -> str:
        sink = io.BytesIO()
        Image.fromarray(picture[..., ::-1]).save(sink, "PNG")
        return str(kreuzberg.extract_bytes_sync(sink.getvalue(), "image/png", config=config).content)

    return read


def measured(read: Callable[[Any], str], image: Image.Image, said: Sequence[str]) -> Error:
    picture = np.ascontiguousarray(np.asarray(image.convert("RGB"))[..., ::-1])
    began = time.process_time()
    text = read(picture)
    return error(said, text, time.process_time() - began)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--fonts", type=int, default=2, help="how many fonts to draw with")
    options.add_argument("--pages", type=int, default=100, help="how many pages of each font")
    options.add_argument("--kinds", default="", help="treatments, by comma; all without it")
    options.add_argument("--alone", action="store_true", help="without the peer, which takes most of the time")
    given = options.parse_args()
    peers = {} if given.alone else {"rapidocr": plain(), "kreuzberg": mountain()}
    for name in (name for name, read in peers.items() if read is None):
        print(f"{name} is not installed, or lacks its Chinese")
    readers = {"ours": ours(Engine())} | {name: read for name, read in peers.items() if read is not None}
    found: dict[tuple[str, str, str], list[Error]] = defaultdict(list)
    for number, font in enumerate(sheets.every_font()[: given.fonts]):
        for seed, page in enumerate(sheets.pages(font)[: given.pages], number):
            for kind, image in treated(page, font, seed):
                if not given.kinds or kind in given.kinds.split(","):
                    script = "hant" if page.name.endswith("hant") else "hans"
                    for name, read in readers.items():
                        found[kind, script, name].append(measured(read, image, page.said))
    return report(found)


def report(found: dict[tuple[str, str, str], list[Error]]) -> int:
    below = 0
    print(f"{'treatment':<10} {'script':<6} {'reader':<9} {'pages':>5} {'errors':>8} {'lost':>8} {'CPU s':>7}")
    for (kind, script, name), errors in sorted(found.items()):
        mean = Error(*(fmean(values) for values in zip(*errors, strict=True)))
        exceeded = name == "ours" and mean.ordered > FLOORS[kind]
        below += exceeded
        print(
            f"{kind:<10} {script:<6} {name:<9} {len(errors):>5} {mean.ordered:>8.2%} {mean.lost:>8.2%} {mean.seconds:>7.2f}"
            f"{'  over its floor' if exceeded else ''}"
        )
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
