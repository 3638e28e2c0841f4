"""What holds at a place in a rich text file: where its text goes, in which font and charset, how it looks, in which table."""

import copy
from dataclasses import dataclass, field

from extractors.charset import decode
from extractors.symbolfonts import is_symbol_font, letters
from extractors.wordlook import CRAMPED, MOVED, WHITE, Look, unseen

CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
"""By the number of a font's charset (fcharset)."""
DOUBLE_BYTE = frozenset({"cp932", "cp949", "johab", "gb18030", "cp950"})
CODE_PAGES = {932: "cp932", 936: "gb18030", 949: "cp949", 950: "cp950", 54936: "gb18030", 65001: "utf-8", 10000: "mac_roman"}
SYMBOL = 2
"""The charset of symbol fonts."""


@dataclass(slots=True)
class Font:
    name: str = ""
    charset: int | None = None


@dataclass(slots=True)
class State:
    """What holds within a group. `target` says what its text is: body text, a table of the head, or nothing."""

    target: str = "body"
    skipped: bool = False
    fallback: int = 1
    """Letters that stand after a Unicode letter for programs that do not know it (uc)."""
    font: int | None = None
    wide_font: int | None = None
    """The font of double-byte letters (dbch)."""
    side: str = ""
    hidden: bool = False
    deleted: bool = False
    inserted: bool = False
    size: int | None = None
    color: int = 0
    ground: int = 0
    gone: str = ""
    in_table: bool = False
    depth: int = 1
    outline: int | None = None
    style: int | None = None
    shade: int = 0

    def copied(self) -> "State":
        return copy.copy(self)

    def plain(self) -> None:
        """Run properties as they are at first."""
        self.hidden = self.deleted = self.inserted = False
        self.size, self.color, self.ground, self.gone = None, 0, 0, ""

    def paragraph(self) -> None:
        """Paragraph properties as they are at first."""
        self.in_table, self.depth, self.outline, self.style, self.shade = False, 1, None, None, 0

    def look(self, colors: list[str]) -> Look:
        return Look(
            vanish=self.hidden or None,
            color=_color(colors, self.color),
            size=self.size,
            shade=_color(colors, self.ground) or _color(colors, self.shade),
            gone=self.gone or None,
        )


@dataclass(slots=True)
class Head:
    """The tables at the head of the file."""

    charset: str = "cp1252"
    default_font: int | None = None
    fonts: dict[int, Font] = field(default_factory=dict)
    colors: list[str] = field(default_factory=list)
    """RRGGBB; empty for the automatic colour."""
    styles: dict[int, str] = field(default_factory=dict)
    outlines: dict[int, int] = field(default_factory=dict)

    def text(self, raw: bytes, state: State) -> str:
        """Bytes as the letters they print in the present font."""
        if raw.isascii():
            font = self.fonts.get(self._font(state), EMPTY)
            return letters(raw.decode("ascii"), font.name) if font.name and is_symbol_font(font.name) else raw.decode("ascii")
        font = self.fonts.get(self._font(state), EMPTY)
        if font.charset == SYMBOL:
            return letters("".join(chr(0xF000 + byte) for byte in raw), font.name)
        charset = CHARSETS.get(font.charset, "") if font.charset is not None else ""
        wide = self.fonts.get(state.wide_font if state.wide_font is not None else -1, EMPTY)
        for known in (charset, CHARSETS.get(wide.charset or -1, ""), self.charset):
            if known in DOUBLE_BYTE:
                return raw.decode(known, "replace")
        if len(raw) > 3 and (charset or self.charset) == "cp1252":
            judged = decode(raw)  # files of Chinese programs that say nothing of their charset
            if judged.how in ("common letters", "utf-8"):
                return judged.text
        return raw.decode(charset or self.charset, "replace")

    def sign(self, letter: str, state: State) -> str:
        """A Unicode letter; one of a symbol font as the sign it prints."""
        font = self.fonts.get(self._font(state), EMPTY)
        return letters(letter, font.name) if font.name and is_symbol_font(font.name) else letter

    def unseen(self, state: State, ground: str) -> str:
        """Why text is not seen on `ground` (RRGGBB, or empty where not known); empty if it is."""
        if not (state.hidden or state.color or state.gone or state.size is not None):
            return ""
        return unseen(state.look(self.colors), ground or ("" if state.in_table and state.depth > 1 else WHITE))

    def _font(self, state: State) -> int:
        font = state.font if state.font is not None else self.default_font
        return font if font is not None else -1


EMPTY = Font()


def moved(number: int) -> str:
    """Why text that is moved up or down by half-points is not seen."""
    return "moved far off its line" if abs(number) >= MOVED else ""


def cramped(number: int) -> str:
    """Why text with this space between letters (twentieths of a point) is not seen."""
    return "letters upon one another" if number <= CRAMPED else ""


def _color(colors: list[str], index: int) -> str | None:
    return (colors[index] or None) if 0 < index < len(colors) else None
