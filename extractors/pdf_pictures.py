"""Pictures on PDF pages that have text of their own: a certificate pasted into a report, a photograph of a sign-in sheet.

Each is drawn as it is seen on the page, without the text layer, and kept as a child of the document, as the pictures of a Word
file are. What lies under a cover or is clipped away is not seen and not kept; pictures that touch are parts of one. Left alone
are ornaments, grounds that the page's text stands on, and pages that text recognition reads as a whole.
"""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ctypes import addressof, c_uint
from typing import Any

from extractors.pdf_calls import calls, number_of
from extractors.pdf_frame import Frame, union
from extractors.pdf_objects import TEXT, Picture
from extractors.pictures import SHORTEST, SMALLEST
from extractors.registry import Context
from extractors.rows import Line
from pipeline.document import Box, Child, Note
from pipeline.errors import DocumentError, Reason

LEAST_SHARE = 0.012
"""Of the page: a picture as small as a stamp; a logo or a portrait is hardly larger."""
LETTERS_OVER = 40
"""Letters of the text layer over a picture from which it is a ground they stand on."""
TOUCHING = 1.5
"""Points between two pictures that are parts of one."""
FINEST = 300 / 72
"""Pixels a point at which a picture is drawn at most."""
LONGEST = 3200
"""Pixels of the longer side at most."""
FLAT = 40
"""Of 255: shades that lie nearer together than this are a ground without anything on it."""
MOST, MOST_PARTS = 200, 2_000
"""Pictures of a document; parts of pictures on a page."""


class Pasted:
    """The pictures taken out of one document so far, each once however often it stands there."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._seen: set[str] = set()
        self.children: list[Child] = []
        self.notes: list[Note] = []

    def take(self, page: Any, frame: Frame, number: int, pictures: Sequence[Picture], lines: Sequence[Line]) -> None:
        """Keep what pictures of page `number` may carry text, if there is a place for children. What cannot be kept is a note."""
        worth = list(_worth_reading(pictures, frame, lines)) if self._context.keeps_children else []
        if not worth:
            return
        with without_text(page):
            for order, (box, scale) in enumerate(worth, 1):
                self._context.progress()
                self._take(page, frame, f"page {number} picture {order}", box, scale)

    def _take(self, page: Any, frame: Frame, name: str, box: Box, scale: float) -> None:
        if len(self.children) >= MOST:
            if len(self.children) == MOST and not any(note.code is Reason.LIMIT_ENTRIES for note in self.notes):
                self.notes.append(Note(Reason.LIMIT_ENTRIES, f"more than {MOST} pictures; those from here on are not read", name))
            return
        try:
            data = _drawn(page, frame, box, scale)
        except (ValueError, RuntimeError):  # pypdfium2's own error is a RuntimeError
            self.notes.append(Note(Reason.DAMAGED, "the picture cannot be drawn", name))
            return
        try:
            if data:
                self._keep(f"{name}.png", data)
        except DocumentError as error:
            self.notes.append(Note(error.reason, error.detail, name))

    def _keep(self, name: str, data: bytes) -> None:
        sha256, size = self._context.keep([data])
        if sha256 not in self._seen:
            self._seen.add(sha256)
            self.children.append(Child(name, sha256, size))


def _worth_reading(pictures: Sequence[Picture], frame: Frame, lines: Sequence[Line]) -> Iterator[tuple[Box, float]]:
    """The box of each picture that may carry text, and the pixels a point it is drawn with."""
    for box, scale in _whole(pictures, frame, lines):
        width, height = box.x1 - box.x0, box.y1 - box.y0
        pixels = width * scale, height * scale
        large = width * height >= LEAST_SHARE * frame.width * frame.height
        if large and min(pixels) >= SHORTEST and pixels[0] * pixels[1] >= SMALLEST:
            yield box, min(scale, FINEST, LONGEST / max(width, height))


def _whole(pictures: Sequence[Picture], frame: Frame, lines: Sequence[Line]) -> list[tuple[Box, float]]:
    """What is on the page of the pictures, those that touch as one, with the most pixels a point that any of its parts has."""
    page = Box(0, 0, frame.width, frame.height)
    found: list[tuple[Box, float]] = []
    for picture in pictures[:MOST_PARTS]:
        box = _shared(picture.box, page)
        if box is None or is_ground(box, lines):
            continue
        scale = _pixels_a_point(picture)
        apart: list[tuple[Box, float]] = []
        for other, its_scale in found:
            if _touch(box, other):
                box, scale = union(box, other), max(scale, its_scale)
            else:
                apart.append((other, its_scale))
        found = [*apart, (box, scale)]
    return sorted(found, key=_level)


def _pixels_a_point(picture: Picture) -> float:
    """The longer side by the longer side, since a picture may be turned."""
    width, height = c_uint(), c_uint()
    calls().FPDFImageObj_GetImagePixelSize(picture.handle, addressof(width), addressof(height))
    box = picture.box
    return max(width.value, height.value) / max(1.0, box.x1 - box.x0, box.y1 - box.y0)


def is_ground(picture: Box, lines: Sequence[Line]) -> bool:
    """Whether text of the page stands on a picture, and not a word or two."""
    return sum(len(line.text) for line in lines if not line.hidden and _stands_on(line.shown, picture)) > LETTERS_OVER


def _stands_on(line: Box, picture: Box) -> bool:
    x, y = (line.x0 + line.x1) / 2, (line.y0 + line.y1) / 2
    return picture.x0 <= x <= picture.x1 and picture.y0 <= y <= picture.y1


def _touch(one: Box, other: Box) -> bool:
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    down = min(one.y1, other.y1) - max(one.y0, other.y0)
    return across > -TOUCHING and down > -TOUCHING


def _shared(one: Box, other: Box) -> Box | None:
    box = Box(max(one.x0, other.x0), max(one.y0, other.y0), min(one.x1, other.x1), min(one.y1, other.y1))
    return box if box.x1 > box.x0 and box.y1 > box.y0 else None


def _level(found: tuple[Box, float]) -> tuple[float, float]:
    return found[0].y0, found[0].x0


@contextmanager
def without_text(page: Any) -> Iterator[None]:
    """The page drawn meanwhile shows none of its text layer."""
    raw, handle = calls(), number_of(page.raw)
    objects = [raw.FPDFPage_GetObject(handle, index) for index in range(raw.FPDFPage_CountObjects(handle))]
    texts = [each for each in objects if raw.FPDFPageObj_GetType(each) == TEXT]
    for text in texts:
        raw.FPDFPageObj_SetIsActive(text, 0)
    try:
        yield
    finally:
        for text in texts:
            raw.FPDFPageObj_SetIsActive(text, 1)


def _drawn(page: Any, frame: Frame, box: Box, scale: float) -> bytes:
    """What is seen within the box, as PNG; nothing where there is nothing to see."""
    bitmap = page.render(scale=scale, crop=(box.x0, frame.height - box.y1, frame.width - box.x1, box.y0), may_draw_forms=False)
    try:
        image = bitmap.to_pil().convert("RGB")
    finally:
        bitmap.close()
    darkest, lightest = image.convert("L").getextrema()
    if lightest - darkest < FLAT:
        return b""
    sink = io.BytesIO()
    image.save(sink, "PNG", compress_level=1)
    return sink.getvalue()
