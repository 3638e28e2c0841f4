"""The styles of a Word document (word/styles.xml, ECMA-376 part 1, 17.7): what a paragraph is and how its text looks."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from extractors.wordlook import Look, alike, color_of, shade_of
from pipeline.document import BlockKind, Role

if TYPE_CHECKING:
    from lxml.etree import _Element

HEADING_NAME = re.compile(r"(?:heading|标题|標題) ?([1-9])$")
TOC_NAME = re.compile(r"(?:toc|目录|目錄) ?[1-9]$")
FALSE = ("0", "false", "off", "none")
CHAIN = 32
"""Styles that are looked through by basedOn; a longer chain is a loop."""


class Meaning(NamedTuple):
    """What a paragraph is, and how we know."""

    kind: BlockKind = "paragraph"
    level: int | None = None
    role: Role | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """What a style says of its paragraphs. `number` is the list (numId) and `depth` its level from 0."""

    meaning: Meaning = field(default_factory=Meaning)
    look: Look = field(default_factory=Look)
    ground: str | None = None
    number: str | None = None
    depth: int | None = None


class Styles:
    """Looks styles up by their id; an unknown id gives the document's default."""

    def __init__(self, root: "_Element | None") -> None:
        self._elements: dict[tuple[str, str], _Element] = {}
        self._defaults: dict[str, str] = {}
        self._base = Look()
        self._known: dict[str, ParagraphStyle] = {}
        self._looks: dict[str, Look] = {}
        self._dark: dict[str, bool] = {}
        for element in root if root is not None else ():
            if local(element) == "docDefaults":
                self._base = look_of(next((e for e in element.iter() if local(e) == "rPr"), None))
            elif local(element) == "style":
                self._add(element)

    def paragraph(self, style: str | None) -> ParagraphStyle:
        """The paragraph style with this id, or the default one."""
        key = style if style is not None and ("paragraph", style) in self._elements else self._defaults.get("paragraph", "")
        if key not in self._known:
            self._known[key] = self._paragraph(key)
        return self._known[key]

    def character(self, style: str) -> Look:
        """How text of the character style with this id looks."""
        if style not in self._looks:
            look = Look()
            for element in self._chain("character", style):
                look = look.over(look_of(child(element, "rPr")))
            self._looks[style] = look
        return self._looks[style]

    def darkens(self, style: str) -> bool:
        """Whether a table style shades cells so that white text is seen on them."""
        if style not in self._dark:
            chain = self._chain("table", style)
            self._dark[style] = any(_dark(shade) for element in chain for shade in element.iter() if local(shade) == "shd")
        return self._dark[style]

    def _add(self, element: "_Element") -> None:
        kind, key = value(element, "type") or "paragraph", value(element, "styleId")
        self._elements[kind, key] = element
        if value(element, "default") in ("1", "true", "on"):
            self._defaults[kind] = key

    def _chain(self, kind: str, key: str) -> "list[_Element]":
        chain: list[_Element] = []
        while (element := self._elements.get((kind, key))) is not None and len(chain) < CHAIN:
            chain.append(element)
            key = value(child(element, "basedOn"))
        return chain

    def _paragraph(self, key: str) -> ParagraphStyle:
        look, ground, number, depth, outline = Look(), None, None, None, None
        chain = self._chain("paragraph", key)
        for element in chain:
            look = look.over(look_of(child(element, "rPr")))
            properties = child(element, "pPr")
            ground = ground or _shade(child(properties, "shd"))
            listed = child(properties, "numPr")
            number = number or value(child(listed, "numId")) or None
            depth = depth if depth is not None else whole(value(child(listed, "ilvl")))
            outline = outline if outline is not None else whole(value(child(properties, "outlineLvl")))
        names = [value(child(element, "name")).lower() for element in chain]
        return ParagraphStyle(meaning_of(names, outline), look.over(self._base), ground, number, depth)


def meaning_of(names: list[str], outline: int | None) -> Meaning:
    """What the names of a style and of those it is based on say, nearest first."""
    for name in names:
        if name in ("title", "标题", "標題"):
            return Meaning("heading", None, "title", "the style for titles")
        if TOC_NAME.match(name):
            return Meaning("paragraph", None, "toc", "the style for tables of contents")
        if name in ("caption", "题注", "題注"):
            return Meaning("caption", None, "caption", "the style for captions")
        if found := HEADING_NAME.match(name):
            return Meaning("heading", int(found[1]), "heading", f"the style for headings of level {found[1]}")
    return heading(outline) if outline is not None else Meaning()


def heading(outline: int) -> Meaning:
    """What an outline level (0 the highest, 9 body text; 17.3.1.20) makes of a paragraph."""
    if 0 <= outline < 9:
        return Meaning("heading", outline + 1, "heading", f"outline level {outline + 1}")
    return Meaning()


def look_of(properties: "_Element | None") -> Look:
    """What run properties (w:rPr) say."""
    look = Look()
    for element in properties if properties is not None else ():
        name = local(element)
        if name == "vanish":
            look.vanish = on(value(element))
        elif name == "color":
            look.color = color_of(value(element), value(element, "themeColor"))
        elif name == "sz":
            look.size = whole(value(element))
        elif name == "w":
            look.width = whole(value(element).removesuffix("%"))
        elif name == "shd":
            look.shade = _shade(element)
    return look


def local(element: "_Element") -> str:
    """An element's name without its namespace, which differs between transitional and strict files."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: "_Element | None", name: str) -> "_Element | None":
    """The first child of this local name."""
    return next((found for found in element if local(found) == name), None) if element is not None else None


def value(element: "_Element | None", name: str = "val") -> str:
    """An attribute by its local name; empty when there is none."""
    if element is None:
        return ""
    return next((str(text) for key, text in element.items() if str(key).rpartition("}")[2] == name), "")


def on(text: str) -> bool:
    """A switch (ST_OnOff): an element without a value is on."""
    return text not in FALSE


def whole(text: str) -> int | None:
    """A whole number of at most nine figures, else None.

    >>> whole("24"), whole("24.0"), whole("9" * 5000)
    (24, 24, None)
    """
    text = text.split(".", 1)[0]
    return int(text) if text.removeprefix("-").isdecimal() and len(text) < 10 else None


def _shade(element: "_Element | None") -> str | None:
    return shade_of(value(element, "fill"), value(element), value(element, "color")) if element is not None else None


def _dark(element: "_Element") -> bool:
    shade = _shade(element)
    return shade is not None and not alike(shade, "FFFFFF")
