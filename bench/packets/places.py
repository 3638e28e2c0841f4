"""Whether the box of each piece of evidence covers its very words on the page, and how much else.

The boxes are those that a dossier shows: found anew from the files as for its crops. What is under them is asked of somebody
else: of pdfium's own text of a rectangle for PDFs, of the pen that drew the page for scans.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pypdfium2

from bench.packets.build import Made, Sheet
from bench.packets.drawn_page import Page
from corpus.samples.sheets import DPI
from extractors.letters import very_words
from extractors.page_picture import page_picture
from extractors.recognised_page import RecognisedPage
from extractors.registry import Limits
from pipeline.document import Box
from pipeline.engines import page_bytes

Record = Mapping[str, Any]
ROUND = 2.0
"""Points around a box that its mark covers too."""


@dataclass(slots=True)
class Covered:
    """Pieces of evidence on pages; those whose words lie within their boxes; letters within boxes beside the words."""

    pieces: int = 0
    covered: int = 0
    words: int = 0
    beside: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        return self.covered / self.pieces if self.pieces else 1.0

    @property
    def tightness(self) -> float:
        """Letters of the words as a share of all that is boxed."""
        return self.words / (self.words + self.beside) if self.words else 1.0


def cover(
    made: Sequence[Made], packets: Sequence[Record], documents: Sequence[Record], recognised: Mapping[str, Mapping[int, bytes]]
) -> Covered:
    """Of all evidence on pages of `made`; `recognised` are the pages that were read by text recognition, by sha256."""
    found = Covered()
    by_name = {packet["name"]: packet for packet in packets}
    for each in made:
        packet = by_name[each.name]
        own = {record["id"]: record for record in documents if record["packet"] == packet["id"]}
        files = {path.partition("/")[2]: data for path, data in each.files}
        for claim in packet["claims"]:
            for piece in claim["evidence"]:
                path = own[piece["document"]]["path"]
                if path in each.sheets and path in files:
                    pages = recognised.get(own[piece["document"]]["sha256"], {})
                    _one(found, each, path, files[path], own[piece["document"]]["text"], piece, pages)
    return found


def _one(found: Covered, made: Made, path: str, data: bytes, text: str, piece: Record, recognised: Mapping[int, bytes]) -> None:
    words = text[slice(*piece["span"])]
    by_page: dict[int, list[Box]] = {}
    for place in piece["places"]:
        if place.get("page") and place.get("box"):
            by_page.setdefault(place["page"], []).append(Box(*place["box"]))
    if not by_page:
        return
    under = ""
    for page, boxes in by_page.items():
        kept = recognised.get(page)
        read: RecognisedPage | None = page_bytes.loaded(kept) if kept is not None else None
        letters = page_picture(data, page, limits=Limits(), recognised=read).letters
        under += "".join(_under(made.sheets[path], path, page, very_words(letters, words, boxes)))
    tight = _tight(words)
    found.pieces += 1
    covered = _is_under(tight, _tight(under), exact=isinstance(made.sheets[path], bytes))
    found.covered += covered
    if covered:
        found.words += len(tight)
        found.beside += max(0, len(_tight(under)) - len(tight))
    else:
        found.faults.append(f"{made.name[:12]} {path}: {words} is not in the box, which holds {under}")


def _under(sheet: Sheet, path: str, page: int, boxes: Sequence[Box]) -> Iterator[str]:
    """What stands under boxes, each letter that lies in them with its middle."""
    if isinstance(sheet, Page):
        scale = DPI / 72 if path.endswith(".pdf") else 1.0
        for box in boxes:
            yield from _drawn_under(sheet, Box(*(edge * scale for edge in box)), ROUND * scale)
        return
    document = pypdfium2.PdfDocument(sheet)
    try:
        drawn = document[page - 1]
        height = drawn.get_height()
        textpage = drawn.get_textpage()
        for x0, y0, x1, y1 in boxes:
            yield textpage.get_text_bounded(
                left=x0 - ROUND, bottom=height - y1 - ROUND, right=x1 + ROUND, top=height - y0 + ROUND
            )
    finally:
        document.close()


def _drawn_under(page: Page, box: Box, around: float) -> Iterator[str]:
    for letter, x0, y0, x1, y1 in page.letters:
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        if box.x0 - around <= x <= box.x1 + around and box.y0 - around <= y <= box.y1 + around:
            yield letter


def _is_under(words: str, under: str, *, exact: bool) -> bool:
    """Whether the words are there; what was recognised may be read wrong in a letter or two, the page then says otherwise."""
    if not words or words in under:
        return True
    left = list(under)
    missing = 0
    for letter in words:
        if letter in left:
            left.remove(letter)
        else:
            missing += 1
    return missing <= (0 if exact else max(1, len(words) // 10))


def _tight(text: str) -> str:
    return "".join(text.split())
