"""The cell styles of a workbook (xl/styles.xml, ECMA-376 part 1, 18.8): how numbers are shown and what is not seen."""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from corpus.tables import rows
from extractors.numberformat import hides
from extractors.wordlook import WHITE, alike
from extractors.wordstyles import child, local, value, whole

if TYPE_CHECKING:
    from lxml.etree import _Element

T = TypeVar("T")
TINY = 4.0
"""Points under which text cannot be read on paper."""
WHITE_THEME = "0"
"""The theme colour that is the window's background (lt1)."""
WHITE_INDEXED = ("1", "9", "65")
BLACK = "000000"
BLACK_INDEXED = ("0", "8")
AUTOMATIC = ("", "64")
"""Colours by number that are the window's own text: black as letters, and no ground that could be known."""


@dataclass(frozen=True, slots=True)
class CellStyle:
    """`code` is the number format; `unseen` says why text in this style is not seen, or is empty."""

    code: str = "General"
    unseen: str = ""


PLAIN = CellStyle()


def cell_styles(root: "_Element | None") -> tuple[CellStyle, ...]:
    """The styles of cells by their index; of a workbook without styles, none."""
    if root is None:
        return ()
    formats = {
        found: value(element, "formatCode") for element in _listed(root, "numFmts") if (found := value(element, "numFmtId"))
    }
    fonts = [_Font.of(element) for element in _listed(root, "fonts")]
    fills = [_fill(element) for element in _listed(root, "fills")]
    return tuple(_style(element, formats, fonts, fills) for element in _listed(root, "cellXfs"))


@dataclass(frozen=True, slots=True)
class _Font:
    colour: str = BLACK
    tiny: bool = False

    @classmethod
    def of(cls, element: "_Element") -> "_Font":
        size = value(child(element, "sz")).split(".")[0]
        found = whole(size)
        return cls(_colour(child(element, "color")) or BLACK, found is not None and found < TINY)


def _style(element: "_Element", formats: dict[str, str], fonts: list[_Font], fills: list[str]) -> CellStyle:
    number = value(element, "numFmtId")
    code = formats.get(number) or built_in().get(number, "General")
    font = _at(fonts, value(element, "fontId"), _Font())
    if hides(code):
        return CellStyle(code, "a format that shows nothing")
    if font.tiny:
        return CellStyle(code, "under 4 points")
    ground = _at(fills, value(element, "fillId"), WHITE)
    unseen = font.colour == ground or alike(font.colour, ground)
    if not unseen:
        return CellStyle(code)
    return CellStyle(code, "in the colour of the paper" if alike(ground, WHITE) else "in the colour of its cell")


def _fill(element: "_Element") -> str:
    """The colour that a fill gives a cell; empty where it is mixed or not known."""
    pattern = child(element, "patternFill")
    if pattern is None:
        return "" if child(element, "gradientFill") is not None else WHITE
    kind = value(pattern, "patternType")
    if kind in ("", "none"):
        return WHITE
    return _colour(child(pattern, "fgColor")) if kind == "solid" else ""


def _colour(color: "_Element | None") -> str:
    """RRGGBB; for a colour of the theme or palette its name there, equal for equal colours; empty where automatic."""
    if color is None:
        return ""
    if theme := value(color, "theme"):
        tint = value(color, "tint")
        return WHITE if theme == WHITE_THEME and tint in ("", "0") else f"theme {theme} {tint or 0}"
    indexed = value(color, "indexed")
    if indexed in WHITE_INDEXED:
        return WHITE
    if indexed in BLACK_INDEXED:
        return BLACK
    if indexed not in AUTOMATIC:
        return f"indexed {indexed}"
    return value(color, "rgb")[-6:].upper()


def _listed(root: "_Element", name: str) -> "list[_Element]":
    found = child(root, name)
    return [element for element in found if local(element)] if found is not None else []


def _at(items: list[T], index: str, default: T) -> T:
    found = whole(index)
    return items[found] if found is not None and 0 <= found < len(items) else default


@cache
def built_in() -> dict[str, str]:
    """The formats that a workbook uses by number alone."""
    return {row["id"]: row["code"] for row in rows("number_formats")}
