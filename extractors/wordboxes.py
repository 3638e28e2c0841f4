"""The shapes that text boxes stand in: on which colour their text is seen (DrawingML and VML)."""

from collections.abc import Callable

from extractors.wordlook import WHITE

Attributes = dict[str, str]
SHAPES = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
DRAWING = ("http://schemas.openxmlformats.org/drawingml/2006/main", "http://purl.oclc.org/ooxml/drawingml/main")
PLACED = (
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing",
)
LEAST = 25_400
"""English metric units (12 700 a point) under which a shape shows no letter."""
VML = "urn:schemas-microsoft-com:vml"
VML_SHAPES = ("shape", "rect", "roundrect", "oval", "polyline")
LIGHT = ("bg1", "lt1")
"""Theme colours that are white in Office's own themes."""


class Boxes:
    """`ground` is the fill of the shape that is open: RRGGBB, empty where it is not known, None where it has none."""

    def __init__(self) -> None:
        self.ground: str | None = None
        self.unseen = False
        """Whether the shape is set not to be shown, or has no size."""
        self._in_line = 0
        self._in_fill = False
        self._settled = False

    def starts(self) -> dict[str, Callable[[Attributes], None]]:
        found: dict[str, Callable[[Attributes], None]] = {f"{SHAPES} wsp": self._shape}
        for namespace in DRAWING:
            found |= {
                f"{namespace} ln": self._line,
                f"{namespace} noFill": self._no_fill,
                f"{namespace} solidFill": self._solid,
                f"{namespace} gradFill": self._other_fill,
                f"{namespace} blipFill": self._other_fill,
                f"{namespace} pattFill": self._other_fill,
                f"{namespace} srgbClr": self._color,
                f"{namespace} schemeClr": self._theme_color,
                f"{namespace} fillRef": self._style_fill,
            }
        for namespace in PLACED:
            found |= {f"{namespace} docPr": self._named, f"{namespace} extent": self._extent}
        return found | {f"{VML} {name}": self._vml for name in VML_SHAPES}

    def ends(self) -> dict[str, Callable[[], None]]:
        found: dict[str, Callable[[], None]] = {}
        for namespace in DRAWING:
            found |= {f"{namespace} ln": self._end_line, f"{namespace} solidFill": self._end_solid}
        return found

    def _extent(self, attributes: Attributes) -> None:
        """The first thing said of a drawing: its size. One that grows with its text is written with next to no height."""
        sizes = (attributes.get("cx", ""), attributes.get("cy", ""))
        self.unseen = all(size.isdecimal() and int(size[:12]) < LEAST for size in sizes)

    def _named(self, attributes: Attributes) -> None:
        self.unseen = self.unseen or attributes.get("hidden") in ("1", "true")

    def _shape(self, _attributes: Attributes) -> None:
        self.ground, self._settled, self._in_line, self._in_fill = None, False, 0, False

    def _line(self, _attributes: Attributes) -> None:
        self._in_line += 1

    def _end_line(self) -> None:
        self._in_line -= 1

    def _no_fill(self, _attributes: Attributes) -> None:
        self._settle(None)

    def _other_fill(self, _attributes: Attributes) -> None:
        self._settle("")

    def _solid(self, _attributes: Attributes) -> None:
        self._in_fill = not self._in_line and not self._settled

    def _end_solid(self) -> None:
        self._in_fill = False

    def _color(self, attributes: Attributes) -> None:
        if self._in_fill:
            self._settle(attributes.get("val", ""))

    def _theme_color(self, attributes: Attributes) -> None:
        if self._in_fill:
            self._settle(WHITE if attributes.get("val") in LIGHT else "")

    def _style_fill(self, attributes: Attributes) -> None:
        """The shape's style: it fills unless the shape itself said otherwise; index 0 is no fill."""
        if attributes.get("idx", "0") != "0":
            self._settle("")

    def _settle(self, ground: str | None) -> None:
        if not self._in_line and not self._settled:
            self.ground, self._settled = ground, True

    def _vml(self, attributes: Attributes) -> None:
        style = attributes.get("style", "").replace(" ", "").lower()
        self.unseen = "visibility:hidden" in style or "display:none" in style
        fill = attributes.get("fillcolor", "")
        if attributes.get("filled", "t") in ("f", "false") or not fill:
            self.ground = None
        else:
            self.ground = fill[1:7].upper() if fill.startswith("#") and len(fill) >= 7 else WHITE if fill == "white" else ""
