"""The styles of an OpenDocument file (ODF 1.3 part 3, section 16): how text looks, what is not seen, how lists are numbered."""

import re
from dataclasses import dataclass, field, replace

from extractors.wordlook import CRAMPED, WHITE, Look, alike, unseen
from extractors.wordnumbering import Level
from extractors.wordstyles import CHAIN, ParagraphStyle, Styles, meaning_of, whole

Attributes = dict[str, str]
ESCAPED = re.compile("_([0-9a-f]{2,4})_")
LENGTH = re.compile(r"(-?\d{0,6}(?:\.\d{0,6})?)(pt|cm|mm|in|pc|px)$")
POINTS = {"pt": 1.0, "cm": 28.35, "mm": 2.835, "in": 72.0, "pc": 12.0, "px": 0.75}
FORMATS = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "一": "chineseCounting",
    "壹, 贰": "chineseLegalSimplified", "壹": "ideographLegalTraditional", "①": "decimalEnclosedCircle",
    "甲": "ideographTraditional", "子": "ideographZodiac", "１": "decimalFullWidth", "": "none",
}  # fmt: skip
"""Number formats by what they begin with (ODF writes the first numbers); longer beginnings stand first."""
DEEPEST = 10


@dataclass(slots=True)
class Style:
    """A style as it is written, without what it is based on."""

    parent: str = ""
    name: str = ""
    look: Look = field(default_factory=Look)
    ground: str | None = None
    hidden: bool = False
    outline: int | None = None


class OdfStyles(Styles):
    """Styles by family and name, filled while they are read: those of the file's own first, automatic ones over them."""

    def __init__(self) -> None:
        super().__init__(None)
        self.lists: dict[str, dict[int, Level]] = {}
        self._found: dict[tuple[str, str], Style] = {}
        self._open: Style | None = None
        self._list: dict[int, Level] | None = None
        self._paragraph_styles: dict[str, ParagraphStyle] = {}
        self._character_looks: dict[str, Look] = {}

    def paragraph(self, style: str | None) -> ParagraphStyle:
        """The paragraph style of this name, with all it is based on."""
        key = style or ""
        if key not in self._paragraph_styles:
            chain = self._based("paragraph", key)
            look, ground, outline = Look(), None, None
            for found in chain:
                look = look.over(found.look)
                ground = ground or found.ground
                outline = outline if outline is not None else found.outline
            names = [plain_name(found.name) for found in chain]
            self._paragraph_styles[key] = ParagraphStyle(meaning_of(names, outline), look.over(self._default()), ground)
        return self._paragraph_styles[key]

    def character(self, style: str) -> Look:
        """How text of the character style of this name looks."""
        if style not in self._character_looks:
            look = Look()
            for found in self._based("text", style):
                look = look.over(found.look)
            self._character_looks[style] = look
        return self._character_looks[style]

    def ground(self, family: str, style: str) -> str | None:
        """The colour that cells of this style stand on; None where nothing is said."""
        return next((found.ground for found in self._based(family, style) if found.ground is not None), None)

    def hides(self, family: str, style: str) -> bool:
        """Whether tables, slides or rows of this style are not shown."""
        return any(found.hidden for found in self._based(family, style))

    def cell_unseen(self, style: str) -> str:
        """Why text in a sheet's cell of this style is not seen; empty if it is."""
        look = Look()
        for found in self._based("table-cell", style):
            look = look.over(found.look)
        ground = self.ground("table-cell", style) or WHITE
        why = unseen(look, ground)
        return "in the colour of its cell" if why == "in the colour of the paper" and not alike(ground, WHITE) else why

    def forget_looks(self) -> None:
        """Styles of the next part may have the same names as those of the last."""
        self._paragraph_styles.clear()
        self._character_looks.clear()

    def begin(self, family: str, attributes: Attributes, name: str, parent: str) -> None:
        """A style of this family begins; an empty name is the family's default."""
        key = attributes.get(name, "")
        display = attributes.get(name.replace(" name", " display-name"), "")
        outline = whole(attributes.get(name.replace(" name", " default-outline-level"), ""))
        level = None if outline is None or outline < 1 else outline - 1
        self._open = Style(attributes.get(parent, ""), display or key, outline=level)
        self._found[family, key] = self._open

    def end(self) -> None:
        self._open = None

    def text_properties(self, said: Attributes) -> None:
        """Of letters; `said` by local names."""
        if self._open is None:
            return
        look = self._open.look
        if "display" in said:
            look.vanish = said["display"] == "none"
        look.color = _color(said.get("color", "")) or look.color
        if (size := points(said.get("font-size", ""))) is not None:
            look.size = round(2 * size)
        look.shade = _color(said.get("background-color", "")) or look.shade
        look.width = whole(said.get("text-scale", "").removesuffix("%")) or look.width
        spacing = points(said.get("letter-spacing", ""))
        if spacing is not None and 20 * spacing <= CRAMPED:
            look.gone = "letters upon one another"
        if said.get("opacity") == "0%" and said.get("use-window-font-color") != "true":
            look.gone = "letters without ink"

    def other_properties(self, said: Attributes) -> None:
        """Of paragraphs, cells, tables, rows, slides; `said` by local names."""
        if self._open is None:
            return
        color = said.get("background-color", said.get("fill-color", ""))
        if color == "transparent" or said.get("fill") == "none":
            self._open.ground = None
        elif color:
            self._open.ground = _color(color) or ""
        elif said.get("fill") in ("bitmap", "gradient", "hatch"):
            self._open.ground = ""
        if said.get("display") == "false" or said.get("visibility") in ("hidden", "collapse"):
            self._open.hidden = True

    def begin_list(self, name: str) -> None:
        self._list = self.lists.setdefault(name, {})

    def end_list(self) -> None:
        self._list = None

    def level(self, said: Attributes, *, bullet: bool) -> None:
        """One level of the list style that is open; `said` by local names."""
        number = whole(said.get("level", ""))
        if self._list is None or number is None or not 1 <= number <= DEEPEST:
            return
        if bullet:
            self._list[number - 1] = Level(format="bullet", text=said.get("bullet-char", ""))
            return
        written = said.get("num-format", "")
        known = next((known for begin, known in FORMATS.items() if written.startswith(begin)), "decimal")
        self._list[number - 1] = Level(whole(said.get("start-value", "1")) or 1, known, _pattern(said, number))

    def _based(self, family: str, name: str) -> list[Style]:
        chain: list[Style] = []
        while name and (found := self._found.get((family, name))) is not None and len(chain) < CHAIN:
            chain.append(found)
            name = found.parent
        return chain

    def _default(self) -> Look:
        found = self._found.get(("paragraph", ""))
        return replace(found.look, size=None) if found is not None else Look()


def plain_name(name: str) -> str:
    """A style's name as the names in Word files are written.

    >>> plain_name("Heading_20_1"), plain_name("Contents 2")
    ('heading 1', 'toc 2')
    """
    name = ESCAPED.sub(lambda found: chr(int(found[1], 16)), name).lower()
    return name.replace("contents ", "toc ") if name.startswith("contents ") else name


def points(length: str) -> float | None:
    """A length in points; None for per cents and what is no length.

    >>> points("0.5in"), points("12pt"), points("80%")
    (36.0, 12.0, None)
    """
    found = LENGTH.match(length.strip())
    if found is None or found[1] in ("", "-", ".", "-."):
        return None
    return float(found[1]) * POINTS[found[2]]


def _pattern(said: Attributes, number: int) -> str:
    """What a label is made of, with ``%1`` for the number of the first level and so on."""
    if (newer := said.get("num-list-format")) is not None:
        return re.sub("%([0-9]{1,2})%", r"%\1", newer)
    shown = min(number, max(1, whole(said.get("display-levels", "1")) or 1))
    places = ".".join(f"%{level}" for level in range(number - shown + 1, number + 1))
    return said.get("num-prefix", "") + (places if said.get("num-format") else "") + said.get("num-suffix", "")


def _color(text: str) -> str | None:
    return text[1:].upper() if len(text) == 7 and text.startswith("#") else None
