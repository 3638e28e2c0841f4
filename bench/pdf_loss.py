"""Letters that a person sees on a page of a PDF and that are neither in its text nor covered by a reason.

A page is drawn and read by text recognition. What is recognised plainly (a line with confidence .9 and more) counts as seen. A
seen line counts as lost when less than half of its pairs of letters stand anywhere in the page's text, whatever their role. A
page that says why something of it was not read, or asks for recognition, is covered. Pages with the most ink outside of what
was read are looked at first, since recognition takes seconds a page.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from extractors.ocr.engine import Engine
from extractors.ocr.page import recognise
from extractors.ocr.rendering import rendered
from extractors.pdf import extract, from_header, opened
from extractors.pdf_suspicion import simplified_letters
from extractors.recognised_page import RecognisedLine
from extractors.registry import Context, Limits
from pipeline.document import Box, Extraction
from pipeline.errors import DocumentError, Reason

SURE = 0.9
FEWEST_PAIRS = 2
SCREEN = 36
"""Dots an inch at which ink is sought."""
PAGES = 20
"""Pages of a document that are looked at."""
DARK = 110
"""Of 255: how much a pixel differs from the page's ground to be ink."""
SHOWN = 60


@dataclass(frozen=True, slots=True)
class Suspect:
    """A page that is not covered by a reason, and the share of its ink that lies outside of what was read."""

    file: Path
    page: int
    text: str
    outside: float


@dataclass(frozen=True, slots=True)
class Loss:
    """Letters seen on a page, those in lines that were lost, and what these lines say."""

    seen: int
    lost: int
    lines: tuple[str, ...]


def measure(folder: Path, *, most: int) -> int:
    """Prints a line for each page with a loss, and the sum over the `most` pages looked at; the number of letters lost."""
    suspects, covered, files = [], 0, 0
    for file in sorted(folder.rglob("*.pdf")):
        found = _extracted(file)
        if found is None:
            covered += 1
            continue
        files += 1
        uncovered = list(_uncovered(file, found))
        covered += not uncovered
        suspects += uncovered
    suspects.sort(key=_outside, reverse=True)
    engine = Engine()
    losses = []
    for suspect in suspects[:most]:
        loss = lost_of(suspect, _recognised(engine, suspect))
        losses.append(loss)
        if loss.lost:
            said = " | ".join(loss.lines)[:SHOWN]
            print(f"{suspect.file.name[:60]:60} page {suspect.page:3} {loss.lost:5} of {loss.seen:5}  {said}", flush=True)
    seen, lost = sum(loss.seen for loss in losses), sum(loss.lost for loss in losses)
    print(f"{files} files, {len(suspects)} pages that are not covered by a reason, {covered} files that are wholly;")
    print(f"{len(losses)} pages looked at: {lost} letters of {seen} lost, {1000 * lost / max(1, seen):.2f} of a thousand")
    return lost


def lost_of(suspect: Suspect, lines: Sequence[RecognisedLine]) -> Loss:
    """What of the recognised lines the page's text does not have."""
    ours = set(_pairs(suspect.text))
    seen, lost = 0, []
    for line in lines:
        pairs = list(_pairs(line.text))
        if line.confidence < SURE or len(pairs) < FEWEST_PAIRS:
            continue
        seen += len(pairs) + 1
        if sum(pair in ours for pair in pairs) * 2 < len(pairs):
            lost.append(line.text)
    return Loss(seen, sum(len(_letters(text)) for text in lost), tuple(lost))


def _extracted(file: Path) -> Extraction | None:
    """None for a file that says itself why it was not read."""
    try:
        return extract(file.read_bytes(), Context(keep=_forgotten, limits=Limits()))
    except DocumentError:
        return None


def _forgotten(chunks: Any, /) -> tuple[str, int]:
    content = b"".join(chunks)
    return sha256(content).hexdigest(), len(content)


def _uncovered(file: Path, found: Extraction) -> Iterator[Suspect]:
    """The pages that claim to be read whole."""
    reasons = [note for note in found.notes if isinstance(note.code, Reason)]
    if any(not note.where.startswith("page") for note in reasons):
        return
    covered = {note.where for note in reasons} | {f"page {wanted.page}" for wanted in found.awaiting}
    document = opened(from_header(file.read_bytes()))
    for index in range(min(len(document), PAGES)):
        if f"page {index + 1}" in covered:
            continue
        anchors = [anchor for anchor in found.anchors if anchor.place.page == index + 1]
        text = "\n".join(found.text[anchor.span.start : anchor.span.end] for anchor in anchors)
        boxes = [anchor.place.box for anchor in anchors if anchor.place.box is not None]
        try:
            yield Suspect(file, index + 1, text, _ink_outside(document[index], boxes))
        except (ValueError, RuntimeError):  # a page of a size that cannot be drawn; pypdfium2's own error is a RuntimeError
            continue
    document.close()


def _ink_outside(page: Any, boxes: Sequence[Box]) -> float:
    """The share of pixels with ink that lie outside of all boxes."""
    scale = SCREEN / 72
    grey = page.render(scale=scale, grayscale=True).to_numpy().astype(np.int16)
    grey = grey.reshape(grey.shape[0], -1)
    ink = np.abs(grey - np.median(grey)) > DARK
    total = max(1, int(ink.sum()))
    for box in boxes:
        ink[int(box.y0 * scale) : int(box.y1 * scale) + 2, int(box.x0 * scale) : int(box.x1 * scale) + 2] = False
    return float(ink.sum()) / total


def _recognised(engine: Engine, suspect: Suspect) -> Sequence[RecognisedLine]:
    try:
        drawn = rendered(suspect.file.read_bytes(), suspect.page, Limits())
    except DocumentError:
        return ()
    return recognise(engine, drawn.picture, per_point=drawn.per_point, photo=False).lines


def _pairs(text: str) -> Iterator[str]:
    for one, other in pairwise(_letters(text)):
        yield one + other


def _letters(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).translate(simplified_letters()).casefold()
    return "".join(letter for letter in folded if letter.isalnum())


def _outside(suspect: Suspect) -> float:
    return suspect.outside
