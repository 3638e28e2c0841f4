"""How a run of a Word document looks, as far as it decides whether a reader of the printed page sees it."""

from dataclasses import dataclass, fields, replace
from operator import attrgetter

WHITE = "FFFFFF"
TINY = 8
"""Half-points: text under 4 points cannot be read on paper (w:sz, ECMA-376 part 1, 17.3.2.38)."""
NARROW = 10
"""Per cent of the normal width under which letters run into one another (w:w, 17.3.2.43)."""
NEAR = 24
"""Difference in each of red, green and blue (0 to 255) up to which two colours cannot be told apart on paper."""
HIGHLIGHTS = {
    "white": WHITE, "none": "", "yellow": "FFFF00", "lightGray": "C0C0C0", "black": "000000", "blue": "0000FF", "cyan": "00FFFF",
    "green": "00FF00", "magenta": "FF00FF", "red": "FF0000", "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000",
    "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000", "darkGray": "808080",
}  # fmt: skip
"""The colours of w:highlight (17.18.40)."""
MOVED = 400
"""Half-points up or down from its line (w:position, 17.3.2.24) from which text is off the page or on other text."""
CRAMPED = -200
"""Twentieths of a point between letters (w:spacing, 17.3.2.35) up to which they lie on one another."""
FLAT = 40
"""Twentieths of a point: a line or row of exactly this height shows nothing (w:spacing, 17.3.1.33; w:trHeight, 17.4.80)."""
OUTSIDE = 6_000
"""Twentieths of a point left of the margin: off the page (w:ind, 17.3.1.12; w:framePr, 17.3.1.11)."""


@dataclass(slots=True)
class Look:
    """What run properties say; None where they are silent. Colours are RRGGBB; an empty shade is none."""

    vanish: bool | None = None
    color: str | None = None
    size: int | None = None
    shade: str | None = None
    width: int | None = None
    font: str | None = None
    gone: str | None = None
    """Why letters of any colour and size are not seen: where they stand, or that they have no ink."""

    def over(self, below: "Look") -> "Look":
        """This look, with `below` where this one is silent."""
        return replace(below, **{name: said for name in NAMES if (said := getattr(self, name)) is not None})

    def plain(self) -> bool:
        """Whether nothing is said that could hide the text."""
        return not (
            self.vanish or self.gone or self.color or self.width is not None or (self.size is not None and self.size < TINY)
        )


NAMES = tuple(field.name for field in fields(Look))
said = attrgetter(*NAMES)
"""All that a look says, as a key."""


def unseen(look: Look, background: str) -> str:
    """Why text of this look is not seen on `background` (RRGGBB, or empty where it is not known); empty if it is seen.

    >>> unseen(Look(color="FEFEFE"), WHITE), unseen(Look(color="FFFFFF", shade="1F4E79"), WHITE)
    ('in the colour of the paper', '')
    """
    if look.vanish:
        return "hidden text"
    if look.size is not None and look.size < TINY:
        return "under 4 points"
    if look.width is not None and look.width < NARROW:
        return "squeezed to nothing"
    if look.gone:
        return look.gone
    ground = look.shade or background
    return "in the colour of the paper" if look.color and ground and alike(look.color, ground) else ""


def alike(one: str, other: str) -> bool:
    """Whether two colours (RRGGBB) cannot be told apart; what is no colour is like none."""
    try:
        pairs = zip(bytes.fromhex(one), bytes.fromhex(other), strict=True)
        return all(abs(a - b) <= NEAR for a, b in pairs)
    except ValueError:
        return False


def shade_of(fill: str, pattern: str, pattern_color: str) -> str | None:
    """The colour that a shading (w:shd, 17.3.5) gives; None for none."""
    if pattern == "solid":
        return pattern_color if _is_color(pattern_color) else "000000"
    return fill if _is_color(fill) else None


def color_of(value: str, theme: str) -> str | None:
    """The colour of text (w:color, 17.3.2.6); None for automatic, which is always seen."""
    if _is_color(value):
        return value
    return WHITE if theme in ("background1", "light1", "bg1", "lt1") else None


def _is_color(value: str) -> bool:
    return len(value) == 6 and value.lower() != "auto"
