"""Colours as style sheets and attributes write them (CSS Color Module Level 4), as far as plain ones go."""

import re

Colour = tuple[int, int, int]
WHITE: Colour = (255, 255, 255)
NEAR = 24
"""Difference in each of red, green and blue (0 to 255) up to which two colours cannot be told apart."""
NAMED: dict[str, Colour] = {
    "white": WHITE, "black": (0, 0, 0), "snow": (255, 250, 250), "ivory": (255, 255, 240), "ghostwhite": (248, 248, 255),
    "whitesmoke": (245, 245, 245), "floralwhite": (255, 250, 240), "mintcream": (245, 255, 250), "azure": (240, 255, 255),
    "red": (255, 0, 0), "blue": (0, 0, 255), "green": (0, 128, 0), "yellow": (255, 255, 0), "gray": (128, 128, 128),
    "grey": (128, 128, 128), "silver": (192, 192, 192), "navy": (0, 0, 128), "orange": (255, 165, 0), "maroon": (128, 0, 0),
    "purple": (128, 0, 128), "teal": (0, 128, 128), "lightgray": (211, 211, 211), "lightgrey": (211, 211, 211),
}  # fmt: skip
FUNCTION = re.compile(r"rgba?\(\s*(\d{1,3})(%?)[\s,]+(\d{1,3})%?[\s,]+(\d{1,3})%?")


def colour_of(text: str) -> Colour | None:
    """Red, green and blue; None for what is no plain colour, or one not known here.

    >>> colour_of("#fff"), colour_of("rgb(100%, 0%, 0%)"), colour_of("inherit")
    ((255, 255, 255), (255, 0, 0), None)
    """
    text = text.strip().lower()
    if text in NAMED:
        return NAMED[text]
    if found := FUNCTION.match(text):
        parts = int(found[1]), int(found[3]), int(found[4])
        red, green, blue = (min(255, part * 255 // 100 if found[2] else part) for part in parts)
        return red, green, blue
    digits = text.removeprefix("#")
    if len(digits) in (3, 4):
        digits = "".join(letter * 2 for letter in digits[:3])
    if len(digits) in (6, 8) and all(letter in "0123456789abcdef" for letter in digits):
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
    return None


def alike(one: "Colour | str", other: Colour) -> bool:
    """Whether two colours cannot be told apart; a ground that is no colour is like none."""
    return not isinstance(one, str) and all(abs(a - b) <= NEAR for a, b in zip(one, other, strict=True))
