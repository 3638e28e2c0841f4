"""Which elements a browser would not show: inline styles, attributes, and plain rules of the page's own style sheets.

Only rules whose selector is one class or one id are followed, outside every ``@`` block: enough for text that was put there
for machines alone, while a full cascade would cost more than the reading.
"""

import re
from collections.abc import Iterable

from lxml import etree


class Hiding:
    """Tells why an element is hidden. Made once a page from its style elements."""

    def __init__(self, sheets: Iterable[str]) -> None:
        self.selectors: dict[str, str] = {}
        for sheet in sheets:
            self.selectors.update(_hiding_rules(sheet))

    def why(self, element: etree._Element) -> str:
        """Why `element` with all that is in it is not shown; empty for one that is."""
        attributes = element.attrib
        if not attributes:
            return ""
        if "hidden" in attributes:
            return "attribute hidden"
        if attributes.get("aria-hidden", "").strip().lower() == "true":
            return "aria-hidden"
        style = attributes.get("style")
        found = _style_hides(style[:LONGEST_STYLE]) if style else ""
        return found or self._by_sheet(attributes)

    def _by_sheet(self, attributes: "etree._Attrib") -> str:
        if not self.selectors or _shown_inline(attributes.get("style", "")):
            return ""
        names = ["." + name for name in attributes.get("class", "").split()[:20]]
        names.append("#" + attributes.get("id", ""))
        return next((self.selectors[name] for name in names if name in self.selectors), "")


LONGEST_STYLE = 2_000
LONGEST_SHEET = 300_000

HIDING = (
    (re.compile(r"(?:^|;)\s*display\s*:\s*none"), "display:none"),
    (re.compile(r"(?:^|;)\s*visibility\s*:\s*(?:hidden|collapse)"), "visibility:hidden"),
    (re.compile(r"(?:^|;)\s*opacity\s*:\s*0?\.?0+\s*(?:;|!|$)"), "opacity:0"),
    (re.compile(r"(?:^|;)\s*font-size\s*:\s*0*\.?0+\s*(?:px|pt|r?em|%)?\s*(?:;|!|$)"), "font-size:0"),
    (re.compile(r"(?:^|;)\s*text-indent\s*:\s*-\d{3,}"), "text-indent off screen"),
)
POSITIONED = re.compile(r"(?:^|;)\s*position\s*:\s*(?:absolute|fixed)")
OFF_SCREEN = re.compile(r"(?:^|;)\s*(?:left|top|right|bottom|margin-left|margin-top)\s*:\s*-\d{3,}")
CLIPPED = re.compile(r"(?:^|;)\s*overflow\s*:\s*hidden")
NO_SIZE = re.compile(r"(?:^|;)\s*(?:width|height|max-height|max-width)\s*:\s*[01](?:px)?\s*(?:;|!|$)")
SHOWN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*(?!none)|visibility\s*:\s*visible)")
COLOUR = re.compile(r"(?:^|;)\s*color\s*:\s*([^;!]{1,40})")
GROUND = re.compile(r"(?:^|;)\s*background(?:-color)?\s*:\s*([^;!]{1,40})")
SIMPLE_SELECTOR = re.compile(r"[.#][A-Za-z_][\w-]*")


def _style_hides(style: str) -> str:
    style = style.lower()
    for pattern, why in HIDING:
        if pattern.search(style):
            return why
    if POSITIONED.search(style) and OFF_SCREEN.search(style):
        return "placed off screen"
    if CLIPPED.search(style) and NO_SIZE.search(style):
        return "clipped to nothing"
    colour, ground = COLOUR.search(style), GROUND.search(style)
    if colour and ground and colour[1].strip() == ground[1].strip() != "inherit":
        return "letters in the colour of their ground"
    return ""


def _shown_inline(style: str) -> bool:
    return bool(style) and bool(SHOWN.search(style[:LONGEST_STYLE].lower()))


def _hiding_rules(sheet: str) -> dict[str, str]:
    """The simple selectors that a sheet hides, with the reason; later rules win."""
    rules: dict[str, str] = {}
    for selectors, declarations in _top_level(sheet[:LONGEST_SHEET]):
        why = _style_hides(declarations[:LONGEST_STYLE])
        if not why and not SHOWN.search(declarations[:LONGEST_STYLE].lower()):
            continue
        for selector in selectors.split(","):
            name = selector.strip()
            if SIMPLE_SELECTOR.fullmatch(name):
                rules[name] = why
    return {name: why for name, why in rules.items() if why}


def _top_level(sheet: str) -> Iterable[tuple[str, str]]:
    """(selectors, declarations) of the rules outside every block that begins with ``@``."""
    sheet = re.sub(r"/\*.*?(?:\*/|\Z)", " ", sheet, flags=re.DOTALL)
    selectors, depth, start = "", 0, 0
    for brace in re.finditer(r"[{}]", sheet):
        between = sheet[start : brace.start()]
        start = brace.end()
        if brace[0] == "{":
            depth += 1
            selectors = between.rpartition(";")[2].strip() if depth == 1 else ""
            continue
        if depth == 1 and selectors and not selectors.startswith("@"):
            yield selectors, between
        depth = max(0, depth - 1)
