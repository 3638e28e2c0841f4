"""Words marked on the picture of a page, names blacked out, and what is cut out of it to be shown beside the words.

Boxes are in points of the page, `scale` is pixels to a point; nothing here reads a document.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from pipeline.document import Box

Pixels = tuple[int, int, int, int]
GROUND = (255, 243, 176)
EDGE = (190, 82, 0)
LABEL = 11
"""Pixels of a label's letters: it stands in the white above its line."""
AROUND, LINE = 1.4, 36
"""Shown above and below the words: so many of their heights, a height counting for no more than so many pixels."""
HIGHEST = 0.42
"""Share of a page's height that a strip of it may have."""
DARK = 200
"""Brightness below which a pixel counts as written on."""
QUALITY = 72


def marked(image: Any, scale: float, marks: Sequence[tuple[str, Sequence[Box]]]) -> Any:
    """The picture with boxes drawn around words, each group with its label where it begins."""
    from PIL import Image, ImageChops, ImageDraw, ImageFont  # noqa: PLC0415  heavy; loaded where a page is drawn

    ground = Image.new("RGB", image.size, "white")
    draw = ImageDraw.Draw(ground)
    boxes = [(label, [_pixels(box, scale, image.size) for box in group]) for label, group in marks]
    for _, group in boxes:
        for box in group:
            draw.rectangle(box, fill=GROUND)
    result = ImageChops.multiply(image, ground)
    draw = ImageDraw.Draw(result)
    face = ImageFont.load_default(LABEL)
    for label, group in boxes:
        for box in group:
            draw.rectangle(box, outline=EDGE, width=2)
        if label and group:
            x0, y0, *_ = group[0]
            at = (x0, max(0, y0 - LABEL - 1))
            draw.rectangle((*at, at[0] + draw.textlength(label, font=face) + 4, at[1] + LABEL + 1), fill=EDGE)
            draw.text((at[0] + 2, at[1]), label, font=face, fill="white")
    return result


def blackened(image: Any, scale: float, boxes: Sequence[Box]) -> Any:
    """The picture with these boxes painted over, and a little around them."""
    from PIL import ImageDraw  # noqa: PLC0415

    result = image.copy()
    draw = ImageDraw.Draw(result)
    for box in boxes:
        x0, y0, x1, y1 = _pixels(box, scale, image.size)
        draw.rectangle((x0 - 1, y0 - 1, x1 + 1, y1 + 1), fill="black")
    return result


def upright(image: Any, scale: float, groups: Sequence[Sequence[Box]], turns: int) -> tuple[Any, list[tuple[Box, ...]]]:
    """The picture after so many quarter turns clockwise, and the boxes where they then stand."""
    from PIL import Image  # noqa: PLC0415

    turned = [tuple(group) for group in groups]
    for _ in range(turns % 4):
        height = image.height / scale
        image = image.transpose(Image.Transpose.ROTATE_270)
        turned = [tuple(Box(height - box.y1, box.x0, height - box.y0, box.x1) for box in group) for group in turned]
    return image, turned


def strip(image: Any, scale: float, boxes: Sequence[Box]) -> Any:
    """The lines around the words, these marked: as wide as what is written there, no higher than `HIGHEST` of the page."""
    x0, y0, x1, y1 = _around([_pixels(box, scale, image.size) for box in boxes])
    room = round(max(AROUND * min(y1 - y0, LINE), 8))
    top, bottom = max(0, y0 - room), min(image.height, y1 + room)
    bottom = min(bottom, top + round(HIGHEST * image.height))
    top, bottom = _between_lines(image, top, -1), _between_lines(image, bottom, 1)
    written = image.crop((0, top, image.width, bottom)).convert("L").point(_ink).getbbox() or (x0, 0, x1, 0)
    left, right = max(0, min(x0, written[0]) - 8), min(image.width, max(x1, written[2]) + 8)
    return _piece(image, (left, top, right, bottom), scale, boxes)


def close_up(image: Any, scale: float, boxes: Sequence[Box]) -> Any:
    """The words alone, marked: of several lines, the first."""
    first = _pixels(boxes[0], scale, image.size)
    around = (max(0, first[0] - 3), max(0, first[1] - 3), min(image.width, first[2] + 4), min(image.height, first[3] + 4))
    return _piece(image, around, scale, boxes[:1])


def _piece(image: Any, around: Pixels, scale: float, boxes: Sequence[Box]) -> Any:
    """What is within `around`, with the boxes marked that reach into it."""
    x, y = around[0] / scale, around[1] / scale
    moved = [Box(box.x0 - x, box.y0 - y, box.x1 - x, box.y1 - y) for box in boxes]
    height = (around[3] - around[1]) / scale
    return marked(image.crop(around), scale, [("", [box for box in moved if box.y0 < height])])


def _between_lines(image: Any, row: int, step: int) -> int:
    """The nearest row outward on which nothing is written, so that no line is cut in two; the row itself where there is none."""
    height: int = image.height
    for at in range(row, row + step * LINE, step):
        if not 0 < at < height:
            return min(max(at, 0), height)
        if image.crop((0, at, image.width, at + 1)).convert("L").point(_ink).getbbox() is None:
            return at
    return row


def _ink(value: int) -> int:
    return 255 if value < DARK else 0


def _pixels(box: Box, scale: float, size: tuple[int, int]) -> Pixels:
    """A box in whole pixels, two beyond its edges, within the picture."""
    x0, y0 = max(0, int(box.x0 * scale) - 2), max(0, int(box.y0 * scale) - 2)
    x1, y1 = min(size[0] - 1, int(box.x1 * scale + 1) + 2), min(size[1] - 1, int(box.y1 * scale + 1) + 2)
    return min(x0, size[0] - 1), min(y0, size[1] - 1), max(x1, min(x0, size[0] - 1)), max(y1, min(y0, size[1] - 1))


def _around(boxes: Sequence[Pixels]) -> Pixels:
    return (
        min(box[0] for box in boxes), min(box[1] for box in boxes),
        max(box[2] for box in boxes), max(box[3] for box in boxes),
    )  # fmt: skip


def jpeg(image: Any) -> bytes:
    """The picture as JPEG, with nothing in it but the pixels."""
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=QUALITY, optimize=True)
    return buffer.getvalue()
