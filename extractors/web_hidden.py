"""Which elements a browser would not show: by attributes, inline styles, and the page's own style sheets.

What is taken for hidden is text that was put there for machines alone: not shown, too small, off the screen, clipped away,
or in the colour of its ground.
"""

import re
from collections.abc import Iterable

from lxml import etree

from extractors.web_colours import WHITE, Colour, alike, colour_of
from extractors.web_styles import Declared, Sheets

NO_COLOUR = "letters in the colour of their ground"
NO_SIZE = "letters of no size"
NO_SIGHT = "visibility:hidden"
SOFT = {NO_COLOUR: ("color", "background", "background-color"), NO_SIZE: ("font-size", "font"), NO_SIGHT: ("visibility",)}
"""What an element within may take back for itself, and by which properties."""


class Hiding:
    """Tells why an element is hidden. Made once a page from its style elements.

    `outside` says that the page has further style sheets, which were not saved in it.
    """

    def __init__(self, sheets: Iterable[str], *, outside: bool = False) -> None:
        self._sheets = Sheets(sheets)
        self._outside = outside
        self._known: dict[etree._Element, Declared] = {}

    def why(self, element: etree._Element) -> str:
        """Why `element` with all that is in it is not shown; empty for one that is."""
        attributes = element.attrib
        if "hidden" in attributes:
            return "attribute hidden"
        if attributes.get("aria-hidden", "").strip().lower() == "true":
            return "aria-hidden"
        if element.tag == "dialog" and "open" not in attributes:
            return "a dialog that is not open"
        declared = self._declared(element)
        if not declared:
            return ""
        return _hides(declared) or (NO_COLOUR if self._unseen(element, declared) else "")

    def lifts(self, element: etree._Element, why: str) -> bool:
        """Whether an element within one that is hidden for `why` is shown all the same."""
        names = SOFT.get(why, ())
        return bool(names) and any(name in self._declared(element) for name in names) and not self.why(element)

    def _declared(self, element: etree._Element) -> Declared:
        found = self._known.get(element)
        if found is None:
            found = self._known[element] = self._sheets.declared(element, _own(element))
        return found

    def _unseen(self, element: etree._Element, declared: Declared) -> bool:
        """Whether the letters have the colour of what is behind them. Where that is not known, they are taken for seen."""
        if _without_ink(declared.get("color", "")):
            return True
        if not declared.keys() & {"color", "background", "background-color"}:
            return False
        letters = self._nearest(element, letters=True)
        ground = self._nearest(element, letters=False)
        if letters is None:
            return False
        if ground is None:
            return alike(letters, WHITE) and self._on_paper(element)
        return isinstance(ground, tuple) and alike(letters, ground)

    def _nearest(self, element: etree._Element, *, letters: bool) -> "Colour | str | None":
        """The colour of letters or of the ground, its own or that of the nearest around it that has one.

        None for none; of the ground, a word for a picture or another ground of no one colour.
        """
        around: etree._Element | None = element
        while around is not None:
            declared = self._declared(around)
            if letters:
                if "color" in declared and (found := colour_of(declared["color"])):
                    return found
            else:
                said = f"{declared.get('background', '')} {declared.get('background-color', '')}".strip()
                if "background-image" in declared or "url(" in said or "gradient" in said:
                    return "picture"
                if found := colour_of(said.partition(" ")[0]):
                    return found
                if said and said not in NO_GROUND:
                    return "unknown"
            around = around.getparent()
        return None

    def _on_paper(self, element: etree._Element) -> bool:
        """Whether nothing unknown can lie behind white letters: dark text stands beside them, or no other sheet speaks.

        Links that a sheet colours are often buttons, whose ground comes by ways that are not followed here.
        """
        if element.tag == "a" and "color" not in element.get("style", ""):
            return False
        around = element
        for _ in range(BESIDE):
            if self._outside and ("class" in around.attrib or "id" in around.attrib):
                return False
            parent = around.getparent()
            if parent is None or around.tag == "body":
                break
            if self._is_dark_beside(around, parent):
                return True
            around = parent
        return not self._outside

    def _is_dark_beside(self, element: etree._Element, parent: etree._Element) -> bool:
        """Whether the parent holds text of its own, or in other elements, whose colour nobody has set."""
        if (parent.text or "").strip() or any((other.tail or "").strip() for other in parent):
            return "color" not in self._declared(parent)
        beside = (other for other in list(parent)[:MOST_BESIDE] if other is not element and isinstance(other.tag, str))
        return any("color" not in self._declared(other) and "".join(map(str, other.itertext())).strip() for other in beside)


BESIDE = 4
"""Elements around white letters in which dark text is looked for."""
MOST_BESIDE = 50
NO_GROUND = ("transparent", "none", "inherit", "initial", "unset")
ALPHA = re.compile(r"(?:rgb|hsl)a?\([^)]{1,40}[,/]\s*([\d.]{1,8}%?)\s*\)$")
"""The fourth number of a colour: how much of the letters is seen."""
SMALL = re.compile(r"(\d{0,4}\.?\d{0,4})\s*(px|pt|r?em|%|)(?:$|[\s/])")
LEAST = {"px": 3.0, "pt": 2.5, "em": 0.2, "rem": 0.2, "%": 20.0, "": 0.001}
"""Sizes under which letters cannot be read."""
FAR = re.compile(r"-\d{3,}|-\d{2,}(?:r?em|vw|vh)|-[1-9]\d{2,}%")
CLIPS = re.compile(r"rect\(\s*(?:[01](?:px|em|%)?[\s,]*){4}\)")
CLIP_PATHS = re.compile(
    r"inset\(\s*(?:[5-9]\d|100)%|(?:circle|ellipse)\(\s*0|polygon\(\s*0[a-z%]*\s+0[a-z%]*(?:\s*,\s*0[a-z%]*\s+0[a-z%]*)*\s*\)"
)
SHRINKS = re.compile(r"scale(?:3d|[xy])?\(\s*0?\.?0*[,)]|translate(?:3d|[xy])?\([^)]{0,40}-\d{4,}")
THIN = re.compile(r"[01](?:px)?$")


def _hides(declared: Declared) -> str:
    """Why an element with these declarations is not shown, but for colours."""
    return _left_out(declared) or _illegible(declared) or _elsewhere(declared)


def _left_out(declared: Declared) -> str:
    for name, values in (("display", ("none",)), ("content-visibility", ("hidden",))):
        if declared.get(name) in values:
            return f"{name}:{declared[name]}"
    return NO_SIGHT if declared.get("visibility") in ("hidden", "collapse") else ""


def _illegible(declared: Declared) -> str:
    if _faint(declared.get("opacity", "1")):
        return "opacity:0"
    if "opacity(" in declared.get("filter", "") and _faint(_argument(declared["filter"], "opacity(")):
        return "opacity:0"
    size = declared.get("font-size") or declared.get("font", "")
    return NO_SIZE if _tiny(size) else ""


def _elsewhere(declared: Declared) -> str:
    """Off the screen, or clipped to nothing."""
    told = declared.get
    sides = ("left", "top", "right", "bottom") if told("position") in ("absolute", "fixed") else ()
    if any(FAR.match(told(side, "")) for side in (*sides, "text-indent")):
        return "placed off screen"
    if any(FAR.match(told(side, "")) and len(told(side, "")) > 5 for side in ("margin-left", "margin-top", "margin")):
        return "placed off screen"
    if CLIPS.match(told("clip", "")) or CLIP_PATHS.match(told("clip-path", "")) or SHRINKS.search(told("transform", "")):
        return "clipped to nothing"
    cut = any(told(name) == "hidden" for name in ("overflow", "overflow-x", "overflow-y"))
    thin = cut and any(THIN.match(told(name, "")) for name in ("width", "height", "max-width", "max-height"))
    return "clipped to nothing" if thin else ""


def _faint(opacity: str) -> bool:
    """Whether next to nothing of it is seen: under a twentieth."""
    try:
        value = float(opacity.removesuffix("%")) / (100 if opacity.endswith("%") else 1)
    except ValueError:
        return False
    return value < 0.05


def _without_ink(colour: str) -> bool:
    found = ALPHA.match(colour) if colour.count(",") == 3 or "/" in colour else None
    return colour == "transparent" or (found is not None and _faint(found[1]))


def _argument(text: str, function: str) -> str:
    return text.partition(function)[2].partition(")")[0].strip()


def _tiny(size: str) -> bool:
    found = SMALL.match(size)
    if not found or not found[1].strip("."):
        return False
    return float(found[1]) < LEAST[found[2]]


def _own(element: etree._Element) -> Declared:
    """The looks that attributes give (HTML standard, section 15.3)."""
    attributes = element.attrib
    found: Declared = {}
    if "bgcolor" in attributes:
        found["background-color"] = str(attributes["bgcolor"]).strip().lower()
    if "background" in attributes:
        found["background-image"] = "url()"
    if element.tag == "font" and "color" in attributes:
        found["color"] = str(attributes["color"]).strip().lower()
    elif element.tag == "body" and "text" in attributes:
        found["color"] = str(attributes["text"]).strip().lower()
    return found
