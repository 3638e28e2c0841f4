"""A PDF page drawn in shades of grey, and what can be seen of a letter in it: its ink, its eyes, the length of its outline."""

from typing import Any

from extractors.pdf_frame import Frame
from pipeline.document import Box

CONTRAST = 60
"""Of 255: between ink and ground of a letter that can be told from it."""

FAINTEST = 0.3
"""Share of the contrast from which a pixel is ink: strokes thinner than a pixel are grey."""


class Drawing:
    """A page as an eye sees it, `scale` pixels a point but at most `pixels` in all.

    Raises ValueError or RuntimeError (pypdfium2's own error is one) for a page of a size that cannot be drawn.
    """

    def __init__(self, page: Any, frame: Frame, *, scale: float, pixels: int) -> None:
        self.scale = min(scale, (pixels / max(1.0, frame.width * frame.height)) ** 0.5)
        bitmap = page.render(scale=self.scale, grayscale=True, may_draw_forms=False)
        try:
            self.grey, self.stride = bytes(bitmap.buffer), bitmap.stride
            self.width, self.height = bitmap.width, bitmap.height
        finally:
            bitmap.close()

    def rows(self, box: Box) -> list[bytes]:
        """The shades within a box, a row of pixels each."""
        first, last = max(0, int(box.x0 * self.scale)), min(self.width, int(box.x1 * self.scale) + 1)
        levels = range(max(0, int(box.y0 * self.scale)), min(self.height, int(box.y1 * self.scale) + 1))
        return [self.grey[level * self.stride + first : level * self.stride + last] for level in levels]

    def ink(self, box: Box) -> list[bytes]:
        """1 for ink and 0 for ground, a row of pixels each; empty where nothing stands out. Most of the edge is ground."""
        rows = self.rows(box)
        if not rows or not rows[0]:
            return []
        darkest, lightest = min(map(min, rows)), max(map(max, rows))
        if lightest - darkest < CONTRAST:
            return []
        edge = rows[0] + rows[-1] + bytes(row[0] for row in rows) + bytes(row[-1] for row in rows)
        dark_ground = sum(shade * 2 <= darkest + lightest for shade in edge) * 2 > len(edge)
        least = FAINTEST * (lightest - darkest)
        border = darkest + least if dark_ground else lightest - least
        table = bytes(int((shade > border) if dark_ground else (shade < border)) for shade in range(256))
        return [row.translate(table) for row in rows]


def outline_length(ink: list[bytes]) -> int:
    """The sides of pixels between ink and ground.

    >>> outline_length([b"\\0\\0\\0\\0", b"\\0\\1\\1\\0", b"\\0\\0\\0\\0"])
    6
    """
    turned = [bytes(column) for column in zip(*ink, strict=True)]
    return sum(line.count(b"\0\1") + line.count(b"\1\0") for line in (*ink, *turned))


def eyes(ink: list[bytes], *, least: int) -> int:
    """Patches of ground, of `least` pixels or more, that ink encloses: one in 0, two in 8.

    >>> ring = [b"\\0\\0\\0\\0\\0", b"\\0\\1\\1\\1\\0", b"\\0\\1\\0\\1\\0", b"\\0\\1\\1\\1\\0", b"\\0\\0\\0\\0\\0"]
    >>> eyes(ring, least=1), eyes(ring[:3], least=1)
    (1, 0)
    """
    height, width = len(ink), len(ink[0]) if ink else 0
    open_fields = {(y, x) for y, row in enumerate(ink) for x, shade in enumerate(row) if not shade}
    found = 0
    while open_fields:
        start = open_fields.pop()
        patch, enclosed, todo = 0, True, [start]
        while todo:
            y, x = todo.pop()
            patch += 1
            enclosed = enclosed and 0 < y < height - 1 and 0 < x < width - 1
            for near in ((y - 1, x), (y + 1, x), (y, x - 1), (y, x + 1)):
                if near in open_fields:
                    open_fields.remove(near)
                    todo.append(near)
        found += enclosed and patch >= least
    return found
