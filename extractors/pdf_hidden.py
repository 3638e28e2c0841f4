"""Which characters of a PDF page nobody sees.

A cheap screen of the text objects finds suspects; where there are any, the page is drawn with them and without them, and a
letter whose box does not change is hidden. So white on white is found, white on blue is not, and a cover, a clip or a mask
needs no rule of its own.
"""

from ctypes import addressof, c_float
from typing import Any

from extractors.pdf_calls import calls, number_of
from extractors.pdf_drawing import Drawing
from extractors.pdf_frame import Frame
from extractors.pdf_objects import Objects
from pipeline.document import Box

SCAN = 0.5
"""Share of the page a picture covers from which invisible text over it is the text layer of a scan, and no trick."""
SHARP = 1.25
"""Pixels a point: four-point letters still leave five pixels."""
PIXELS = 3_000_000
"""Most pixels drawn to look for ink."""
INK = 12
"""Least difference of grey, of 255, that an eye sees."""


def hidden_characters(page: Any, textpage: Any, found: Objects, frame: Frame) -> dict[int, str]:
    """Index of each character that is not seen, with why. Empty for the text layer of a scan."""
    if not found.suspects or is_scan_layer(found, frame):
        return {}
    raw, letters = calls(), number_of(textpage.raw)
    why = {suspect.handle: suspect for suspect in found.suspects}
    doubtful = [suspect.handle for suspect in found.suspects if not suspect.sure]
    look = _look(page, frame, doubtful)
    hidden: dict[int, str] = {}
    edges = (c_float * 4)()
    for index in range(raw.FPDFText_CountChars(letters)):
        suspect = why.get(raw.FPDFText_GetTextObject(letters, index))
        if suspect is None:
            continue
        if suspect.sure:
            hidden[index] = suspect.why
            continue
        if look is None:
            continue
        raw.FPDFText_GetLooseCharBox(letters, index, addressof(edges))
        left, top, right, bottom = edges
        if not look.changes(frame.box(left, bottom, right, top)):
            hidden[index] = suspect.why
    return _with_blanks(hidden, letters)


def is_scan_layer(found: Objects, frame: Frame) -> bool:
    """Whether invisible text lies over a picture of the page, as scanners with text recognition leave it."""
    return found.invisible * 2 > found.texts and picture_share(found, frame) >= SCAN


def picture_share(found: Objects, frame: Frame) -> float:
    """The share of the page that pictures cover, at most 1; overlapping ones are counted twice."""
    page = Box(0, 0, frame.width, frame.height)
    covered = sum(
        max(0.0, min(box.x1, page.x1) - max(box.x0, 0.0)) * max(0.0, min(box.y1, page.y1) - max(box.y0, 0.0))
        for box, _ in found.pictures
    )
    return min(1.0, covered / max(1.0, frame.width * frame.height))


def _look(page: Any, frame: Frame, doubtful: list[int]) -> "_Look | None":
    """None where nothing is in doubt, and for a page of a size that cannot be drawn."""
    try:
        return _Look(page, frame, doubtful) if doubtful else None
    except (ValueError, RuntimeError):  # pypdfium2's own error is a RuntimeError
        return None


class _Look:
    """The page drawn with the doubtful text objects and without."""

    def __init__(self, page: Any, frame: Frame, handles: list[int]) -> None:
        raw = calls()
        self.before = Drawing(page, frame, scale=SHARP, pixels=PIXELS)
        for handle in handles:
            raw.FPDFPageObj_SetIsActive(handle, False)
        self.after = Drawing(page, frame, scale=SHARP, pixels=PIXELS)
        for handle in handles:
            raw.FPDFPageObj_SetIsActive(handle, True)

    def changes(self, box: Box) -> bool:
        """Whether any pixel in the box differs enough to be seen."""
        pairs = zip(self.before.rows(box), self.after.rows(box), strict=True)
        return any(
            before != after and any(abs(one - other) > INK for one, other in zip(before, after, strict=True))
            for before, after in pairs
        )


def _with_blanks(hidden: dict[int, str], textpage: int) -> dict[int, str]:
    """A blank has no ink: it is as hidden as the letters beside it, and a run of blanks alone is not worth a word."""
    result = dict(hidden)
    letters = [index for index in hidden if not chr(calls().FPDFText_GetUnicode(textpage, index) or 32).isspace()]
    if not letters:
        return {}
    kept = set(letters)
    for index in hidden:
        if index not in kept and not ({index - 1, index + 1} & kept):
            del result[index]
    return result
