"""Letters of symbol fonts (Wingdings, Symbol …), whose codes mean nothing without the font, as the signs they print."""

from functools import cache

from corpus.tables import rows

PRIVATE = range(0xF000, 0xF100)
"""Where Office puts a symbol font's 256 codes (w:sym, ECMA-376 part 1, 17.3.3.30)."""


def letters(text: str, font: str | None) -> str:
    """`text` as it prints in `font`. A font that is no symbol font, and a code without a sign, leave the letter.

    >>> letters("\\uf0fe", "Wingdings"), letters("\\uf0a3", "Wingdings 2"), letters("abc", "SimSun")
    ('☑', '□', 'abc')
    """
    known = _fonts().get((font or "").lower())
    if known is None:
        return text
    return "".join(known.get(ord(letter) - PRIVATE.start if ord(letter) in PRIVATE else ord(letter), letter) for letter in text)


def is_symbol_font(font: str) -> bool:
    """Whether text in this font prints as other signs than its codes say."""
    return font.lower() in _fonts()


@cache
def _fonts() -> dict[str, dict[int, str]]:
    fonts: dict[str, dict[int, str]] = {}
    for row in rows("symbol_fonts"):
        fonts.setdefault(row["font"].lower(), {})[int(row["code"], 16)] = row["sign"]
    return fonts
