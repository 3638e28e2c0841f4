"""The lists of a Word document (word/numbering.xml, ECMA-376 part 1, 17.9): the label each item prints."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from extractors.listnumbers import printed
from extractors.symbolfonts import letters
from extractors.wordstyles import child, local, on, value, whole

if TYPE_CHECKING:
    from lxml.etree import _Element

PLACE = re.compile("%([1-9])")
CLOSING = "、）)．。】〕］：，"
"""Marks that a blank never follows in Chinese: a label that ends so stands right before its text."""
LABEL = 60
"""Characters of a label at most; real ones have under ten."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None
    """The level (from 1) after which this one begins anew; 0 for never; None after any higher one."""
    legal: bool = False
    font: str = ""


class Numbering:
    """Counts as the document goes: ask once a paragraph, in order."""

    def __init__(self, root: "_Element | None") -> None:
        self._abstract: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, tuple[str, dict[int, Level]]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        links: dict[str, str] = {}
        names: dict[str, str] = {}
        for element in root if root is not None else ():
            if local(element) == "abstractNum":
                key = value(element, "abstractNumId")
                self._abstract[key] = _levels(element)
                names[value(child(element, "styleLink"))] = key
                links[key] = value(child(element, "numStyleLink"))
            elif local(element) == "num":
                self._add(element)
        for key, link in links.items():
            if link and not self._abstract[key]:
                self._abstract[key] = self._abstract.get(names.get(link, ""), {})

    def label(self, number: str, depth: int) -> str:
        """What the next item of list `number` (numId) at `depth` (from 0) prints before its text; empty for no list."""
        found = self._lists.get(number)
        if found is None or not 0 <= depth <= 8:
            return ""
        key, overrides = found
        levels = {**self._abstract.get(key, {}), **overrides}
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self._count(number, key, depth, levels)
        if level.format == "bullet":
            return letters(level.text, level.font)[:LABEL]
        return _filled(level, counts, levels)[:LABEL]

    def define(
        self, number: str, levels: dict[int, Level], *, shared: str = "", own: Mapping[int, Level] = MappingProxyType({})
    ) -> None:
        """A list with these levels, for formats that keep theirs in another form.

        Lists that name one `shared` definition go on counting together; `own` are the levels in which this one differs from it.
        """
        self._abstract[shared or number] = levels
        self._lists[number] = shared or number, dict(own)

    def _add(self, element: "_Element") -> None:
        overrides = {}
        key = value(child(element, "abstractNumId"))
        for override in element:
            depth = whole(value(override, "ilvl"))
            if local(override) != "lvlOverride" or depth is None:
                continue
            level = child(override, "lvl")
            start = whole(value(child(override, "startOverride")))
            base = _level(level) if level is not None else self._abstract.get(key, {}).get(depth, Level())
            overrides[depth] = base if start is None else _started(base, start)
        self._lists[value(element, "numId")] = key, overrides

    def _count(self, number: str, key: str, depth: int, levels: dict[int, Level]) -> dict[int, int]:
        """Moves the counters of a list on. Lists of one definition go on counting together unless one sets its own start."""
        counts = self._counts.setdefault(key, {})
        own_start = depth in self._lists[number][1] and (number, depth) not in self._begun
        self._begun.add((number, depth))
        for above in range(depth):
            counts.setdefault(above, levels.get(above, Level()).start)
        start = levels[depth].start
        counts[depth] = start if own_start or depth not in counts else counts[depth] + 1
        for below in [found for found in counts if found > depth]:
            restart = levels.get(below, Level()).restart
            if restart is None or (restart and depth < restart):
                del counts[below]
        return counts


def spaced(label: str) -> str:
    """A label with what stands between it and its text.

    >>> spaced("一、"), spaced("1."), spaced("")
    ('一、', '1. ', '')
    """
    return label if not label or label[-1] in CLOSING else f"{label} "


def _filled(level: Level, counts: dict[int, int], levels: dict[int, Level]) -> str:
    def place(found: re.Match[str]) -> str:
        at = int(found[1]) - 1
        shown = levels.get(at, Level())
        return printed(counts.get(at, shown.start), "decimal" if level.legal else shown.format)

    return PLACE.sub(place, level.text[:LABEL]).strip()


def _levels(element: "_Element") -> dict[int, Level]:
    found = ((whole(value(level, "ilvl")), level) for level in element if local(level) == "lvl")
    return {depth: _level(level) for depth, level in found if depth is not None}


def _level(element: "_Element") -> Level:
    start = whole(value(child(element, "start")))
    legal = child(element, "isLgl")
    return Level(
        0 if start is None else start,
        value(child(element, "numFmt")) or "decimal",
        value(child(element, "lvlText")),
        whole(value(child(element, "lvlRestart"))),
        legal is not None and on(value(legal)),
        value(child(child(element, "rPr"), "rFonts"), "ascii"),
    )


def _started(level: Level, start: int) -> Level:
    return Level(start, level.format, level.text, level.restart, level.legal, level.font)
