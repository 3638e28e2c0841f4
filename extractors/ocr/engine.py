"""The three networks, fed and understood: where lines stand on a picture, what a line says, whether it stands on its head.

The models are those of rapidocr's wheel (PaddleOCR's, converted to ONNX). Feeding and decoding are written here: on one core
they take a third of the time of rapidocr's own, since a line is recognised alone, without padding to the longest of its batch,
and the detector works on no more pixels than the letters need. Pictures are BGR arrays of bytes, height × width × 3.
"""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from extractors import ocr_tool

Picture = NDArray[Any]
Quad = NDArray[Any]
"""Four corners of a line, 4 × 2: top left, top right, bottom right, bottom left, in pixels."""

STRIDE = 32
"""The detector takes sides that are multiples of this."""
LIKELY = 0.3
"""Probability from which a pixel is text."""
SURE = 0.5
"""Mean probability from which a found box is kept."""
GROWTH = 1.6
"""Boxes come out shrunk; area × this ÷ girth is how far each side moves out (Liao et al., Real-time Scene Text Detection)."""
FLATTEST = 6
"""Ratio of the sides of a picture from which it is a strip."""
MOST_BOXES = 1500
SMALLEST = 3.0
HEIGHT = 48
"""Pixels of height at which a line is recognised."""
LONGEST = 3200
"""Pixels of width at which a line is recognised; a longer one is squeezed."""
UNSURE, ROOM = 0.9, 3
"""Likelihood below which "no letter" is not believed in a gap that is so many steps wide on both sides."""
CLASSIFIED = (48, 192)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line says. `at` is where each letter stands, a share of the line's length; `sure` how sure the engine is."""

    text: str
    at: tuple[float, ...] = ()
    sure: tuple[float, ...] = ()

    @property
    def confidence(self) -> float:
        return sum(self.sure) / len(self.sure) if self.sure else 0.0


class Engine:
    """The networks in memory, about 0.5 GB once warm. One thread each: pages are read side by side in processes of their own."""

    def __init__(self, *, threads: int = 1) -> None:
        cv2.setNumThreads(threads)
        self._detector = _session(ocr_tool.DETECTOR, threads)
        self._recogniser = _session(ocr_tool.RECOGNISER, threads)
        self._classifier = _session(ocr_tool.CLASSIFIER, threads)
        letters = self._recogniser.get_modelmeta().custom_metadata_map["character"].splitlines()
        self._letters = ("", *letters, " ")

    def find(self, picture: Picture, *, longer: int) -> list[Quad]:
        """The lines of text on a picture that is looked at with its longer side at `longer` pixels, in no order.

        A small picture is enlarged at most twice; a strip is set on a page of its own colour.
        """
        height, width = picture.shape[:2]
        least = max(height, width) // FLATTEST
        if min(height, width) < least:
            down, across = max(0, least - height), max(0, least - width)
            picture = cv2.copyMakeBorder(picture, 0, down, 0, across, cv2.BORDER_REPLICATE)
            height, width = picture.shape[:2]
        ratio = min(2.0, longer / max(height, width))
        size = (_multiple(width * ratio), _multiple(height * ratio))
        small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA if ratio < 1 else cv2.INTER_LINEAR)
        likely = self._detector.run(None, {"x": _fed(small)})[0][0, 0]
        return _boxes(likely, width / size[0], height / size[1])

    def read(self, line: Picture, *, squeeze: float = 1.0) -> Reading:
        """What stands on the picture of one line. `squeeze` below 1 narrows it first: quicker, and less sure."""
        height, width = line.shape[:2]
        wide = int(np.clip(np.ceil(HEIGHT * width / max(1, height) * squeeze), HEIGHT // 2, LONGEST))
        fed = _fed(cv2.resize(line, (wide, HEIGHT), interpolation=cv2.INTER_LINEAR))
        likely = self._recogniser.run(None, {"x": fed})[0][0]
        return self._decoded(likely)

    def upside_down(self, line: Picture) -> float:
        """How probable it is that a line stands on its head, from 0 to 1."""
        high, wide = CLASSIFIED
        width = min(wide, int(np.ceil(high * line.shape[1] / max(1, line.shape[0]))))
        fed = np.zeros((1, 3, high, wide), np.float32)
        fed[:, :, :, :width] = _fed(cv2.resize(line, (width, high)))
        return float(self._classifier.run(None, {"x": fed})[0][0][1])

    def _decoded(self, likely: NDArray[Any]) -> Reading:
        """Letters from the likelihoods of each step along the line: repeats are one, step 0 of the alphabet is none (CTC)."""
        best = likely.argmax(axis=1)
        new = np.ones(len(best), dtype=bool)
        new[1:] = best[1:] != best[:-1]
        kept = np.flatnonzero(new & (best != 0))
        kept = np.union1d(kept, _hesitant(likely, kept))
        best = np.where(best == 0, 1 + likely[:, 1:].argmax(axis=1), best)
        text = "".join(self._letters[best[step]] for step in kept)
        at = tuple(float(step + 0.5) / len(best) for step in kept)
        return Reading(text, at, tuple(float(likely[step, best[step]]) for step in kept))


def _hesitant(likely: NDArray[Any], kept: NDArray[Any]) -> NDArray[Any]:
    """Steps that are no letter by a narrow margin, where the letters on both sides leave room for one.

    A letter that looks like two in the alphabet, such as 〇 and ○, shares its likelihood between them and else is lost.
    """
    steps = np.flatnonzero((likely.argmax(axis=1) == 0) & (likely[:, 0] < UNSURE))
    if not len(steps) or len(kept) < 2:
        return np.zeros(0, int)
    after = np.searchsorted(kept, steps)
    inside = (after > 0) & (after < len(kept))
    steps, after = steps[inside], after[inside]
    room = np.minimum(steps - kept[after - 1], kept[after] - steps) >= ROOM
    return np.asarray(steps[room])


def cut_out(picture: Picture, quad: Quad) -> Picture:
    """The line in `quad`, straightened."""
    width = max(1, round(max(_apart(quad[0], quad[1]), _apart(quad[3], quad[2]))))
    height = max(1, round(max(_apart(quad[0], quad[3]), _apart(quad[1], quad[2]))))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(quad.astype(np.float32), target)
    return cv2.warpPerspective(picture, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def _session(name: str, threads: int) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(str(ocr_tool.models() / name), options, providers=["CPUExecutionProvider"])


def _fed(picture: Any) -> NDArray[Any]:
    """Bytes to numbers from -1 to 1, colours first, one picture a batch."""
    return cv2.dnn.blobFromImage(picture, 1 / 127.5, mean=(127.5, 127.5, 127.5))


def _multiple(pixels: float) -> int:
    return max(STRIDE, round(pixels / STRIDE) * STRIDE)


def _boxes(likely: NDArray[Any], across: float, down: float) -> list[Quad]:
    """The boxes around what is likely text, grown to the letters' edges; `across` and `down` lead back to the picture."""
    mask = cv2.dilate((likely > LIKELY).astype(np.uint8), np.ones((2, 2), np.uint8))
    contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    found: list[Quad] = []
    for contour in contours[:MOST_BOXES]:
        middle, (wide, high), angle = cv2.minAreaRect(contour)
        if min(wide, high) < SMALLEST:
            continue
        corners = cv2.boxPoints((middle, (wide, high), angle))
        if _mean(likely, corners) < SURE:
            continue
        by = wide * high * GROWTH / (2 * (wide + high))
        grown = cv2.boxPoints((middle, (wide + 2 * by, high + 2 * by), angle))
        found.append(ordered(np.asarray(grown, np.float32) * np.array([across, down], np.float32)))
    return found


def _mean(likely: NDArray[Any], corners: Any) -> float:
    x0, y0 = np.maximum(np.floor(corners.min(axis=0)).astype(int), 0)
    x1, y1 = np.ceil(corners.max(axis=0)).astype(int) + 1
    part = likely[y0:y1, x0:x1]
    if part.size == 0:
        return 0.0
    mask = np.zeros(part.shape, np.uint8)
    cv2.fillPoly(mask, [(corners - [x0, y0]).astype(np.int32)], (1,))
    return float(cv2.mean(part, mask)[0])


def ordered(corners: Quad) -> Quad:
    """The corners of a box from the top left one clockwise."""
    by_x = corners[np.argsort(corners[:, 0], kind="stable")]
    left, right = by_x[:2], by_x[2:]
    top_left, bottom_left = left[np.argsort(left[:, 1], kind="stable")]
    top_right, bottom_right = right[np.argsort(right[:, 1], kind="stable")]
    return np.array([top_left, top_right, bottom_right, bottom_left], np.float32)


def _apart(one: NDArray[Any], other: NDArray[Any]) -> float:
    return float(np.hypot(*(one - other)))
