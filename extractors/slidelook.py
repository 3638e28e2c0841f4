"""What of a shape's text nobody in the room sees (DrawingML, ECMA-376 part 1, 20.1 and 21.1)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from extractors.wordlook import WHITE, alike
from extractors.wordstyles import child, local, value, whole

if TYPE_CHECKING:
    from lxml.etree import _Element

TINY = 400
"""Hundredths of a point under which nobody reads."""
FAINT = 5_000
"""Thousandths of a per cent of ink that no eye sees."""
SCHEME = {"bg1": WHITE, "lt1": WHITE, "tx1": "000000", "dk1": "000000"}
"""Colours of Office's own themes; another theme turns ground and letters together."""


class Piece(NamedTuple):
    """A paragraph as far as it is seen, and what of it is not, with why."""

    shown: str
    unseen: str = ""
    why: str = ""


def pieces(body: "_Element", ground: str) -> Iterator[Piece]:
    """The paragraphs of a text body that stands on `ground` (RRGGBB or a theme's colour; empty where not known)."""
    for paragraph in (element for element in body if local(element) == "p"):
        shown: list[str] = []
        unseen: list[str] = []
        reason = ""
        for run in paragraph:
            text = "".join(_written(run))
            why = _why(child(run, "rPr"), ground) if text.strip() else ""
            (unseen if why else shown).append(text)
            reason = reason or why
        yield Piece("".join(shown), "".join(unseen), reason)


def placed(shape: "_Element | None", width: int, height: int) -> str:
    """Why a shape with all its text is not seen; empty if it is. The slide's size is in English metric units."""
    if shape is None:
        return ""
    if value(child(child(shape, "nvSpPr"), "cNvPr"), "hidden") in ("1", "true"):
        return "a shape that is not shown"
    frame = child(child(shape, "spPr"), "xfrm")
    parent = shape.getparent()
    if frame is None or parent is None or local(parent) != "spTree":
        return ""
    x, y = (whole(value(child(frame, "off"), side)) or 0 for side in "xy")
    wide, high = (whole(value(child(frame, "ext"), side)) or 0 for side in ("cx", "cy"))
    beyond = bool(width and height) and (x >= width or y >= height)
    return "off the slide" if beyond or x + wide <= 0 or y + high <= 0 else ""


def filled(properties: "_Element | None") -> str | None:
    """The colour that a shape or background is filled with: empty for one that is mixed or not known, None for none."""
    for element in properties if properties is not None else ():
        name = local(element)
        if name == "solidFill":
            return _colour(element)
        if name in ("gradFill", "blipFill", "pattFill", "grpFill"):
            return ""
        if name == "noFill":
            return None
    return None


def background(part: "_Element") -> str | None:
    """The colour of the ground of a slide, layout or master; None where it does not say."""
    found = child(child(part, "cSld"), "bg")
    if found is None:
        return None
    if (own := child(found, "bgPr")) is not None:
        return filled(own) or ""
    return _colour(child(found, "bgRef"))


def _written(run: "_Element") -> Iterator[str]:
    if local(run) == "br":
        yield "\n"
    for element in run.iter():
        if local(element) == "t":
            yield (element.text or "").replace("\n", " ")


def _why(look: "_Element | None", ground: str) -> str:
    if look is None:
        return ""
    size = whole(value(look, "sz"))
    if size is not None and size < TINY:
        return "under 4 points"
    for element in look:
        if local(element) == "noFill":
            return "" if filled(child(look, "ln")) is not None else "letters without ink"
        if local(element) == "solidFill":
            alpha = next((whole(value(part, "val")) for part in element.iter() if local(part) == "alpha"), None)
            if alpha is not None and alpha < FAINT:
                return "letters without ink"
            colour = _colour(element)
            return "in the colour of its ground" if colour and (colour == ground or alike(colour, ground)) else ""
    return ""


def _colour(holder: "_Element | None") -> str:
    """RRGGBB, or the name of a theme's colour; empty for one that is changed or of another kind."""
    for element in holder if holder is not None else ():
        changed = any(local(part) != "alpha" for part in element)
        name = value(element, "val")
        if local(element) == "srgbClr" and not changed:
            return name.upper()
        if local(element) == "schemeClr" and not changed:
            return SCHEME.get(name, f"theme {name}")
    return ""
