"""What a page's own style sheets declare for an element: the part of the cascade (CSS Selectors 3) that hides text with.

Followed are selectors of names, classes, ids and attributes, within (a blank) or straight within (``>``) one another; those
with any other sign, and blocks that begin with ``@`` save ``@media screen`` and ``all``, hold for nothing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from lxml import etree

LONGEST_SHEET = 300_000
LONGEST_SELECTOR = 200
LONGEST_STYLE = 2_000
MOST_STEPS = 6
MOST_RULES = 5_000
MOST_CLASSES = 200
MOST_TRIED = 60
"""Rules of one name, class or id that are tried on an element."""

PROPERTIES = frozenset(
    {
        "display", "visibility", "content-visibility", "opacity", "filter", "font", "font-size", "text-indent", "position",
        "left", "top", "right", "bottom", "margin", "margin-left", "margin-top", "overflow", "overflow-x", "overflow-y", "width",
        "height", "max-width", "max-height", "clip", "clip-path", "transform", "color", "background", "background-color",
        "background-image",
    }
)  # fmt: skip
ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})[ \t\n]?|(.))", re.DOTALL)
COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
EVERY_SCREEN = re.compile(r"@media\s+(?:only\s+)?(?:screen|all)\s*$", re.IGNORECASE)
VARIABLE = re.compile(r"var\(\s*(--[\w-]{1,60})[^)]{0,60}\)")
COMPOUND = re.compile(r"(\*|[\w-]+)?((?:[.#][\w-]+|\[[\w-]+(?:=[^\]\s]{0,80})?\])*)")
PART = re.compile(r"([.#])([\w-]+)|\[([\w-]+)(?:=([^\]\s]*))?\]")

Declared = dict[str, str]


class Step(NamedTuple):
    """One element of a selector; `straight` if the next stands straight within it."""

    tag: str
    classes: frozenset[str]
    id: str
    attributes: tuple[tuple[str, str | None], ...]
    straight: bool


class Rule(NamedTuple):
    """`weight` orders rules: more particular ones later, equal ones as written."""

    weight: tuple[int, int, int, int]
    steps: tuple[Step, ...]
    own: frozenset[str]
    """Names, classes and id that the element itself must have: ``p``, ``.lead``, ``#top``."""
    around: frozenset[str]
    """Those that what is around it must have among them."""
    declared: Mapping[str, tuple[str, bool]]


class _Written(NamedTuple):
    """A selector with its declarations as they stand in the sheet; most of a sheet is for elements the page does not have."""

    number: int
    selector: str
    text: str


class Sheets:
    """The rules of a page, found by what their last step names, and read when an element asks for them."""

    def __init__(self, sheets: Iterable[str]) -> None:
        self._written: dict[str, list[_Written]] = {}
        self._variables: dict[str, str] = {}
        self._read: dict[str, list[Rule]] = {}
        self._fitting: dict[frozenset[str], tuple[Rule, ...]] = {}
        self._own: dict[tuple[str, str, str], frozenset[str]] = {}
        self._around: dict[etree._Element, frozenset[str]] = {}
        number = 0
        for sheet in sheets:
            for selectors, text in _rules(COMMENT.sub("", sheet[:LONGEST_SHEET])):
                if number > MOST_RULES:
                    return
                number += 1
                self._add(selectors, text, number)

    def declared(self, element: etree._Element, own: Mapping[str, str]) -> Declared:
        """What holds for `element`: attributes of looks (`own`), then the sheets, then its style."""
        rules = self._matching(element) if self._written else []
        style = element.get("style")
        if not rules and not style:
            return dict(own)
        found = {name: (value, False) for name, value in own.items()}
        for rule in rules:
            _lay(found, rule.declared)
        if style:
            _lay(found, declarations(style))
        return {name: self._resolved(value) for name, (value, _) in found.items()}

    def _add(self, selectors: str, text: str, number: int) -> None:
        if "--" in text:
            self._variables.update((name, value) for name, (value, _) in declarations(text).items() if name.startswith("--"))
        for selector in map(str.strip, selectors.split(",")[:50]):
            if selector and len(selector) <= LONGEST_SELECTOR and (key := _key(selector)):
                self._written.setdefault(key, []).append(_Written(number, selector, text))

    def _rules(self, key: str) -> list[Rule]:
        """The last rules of one name, class or id that declare anything of account."""
        found = self._read.get(key)
        if found is None:
            rules = (_rule(written) for written in reversed(self._written.get(key, ())))
            found = self._read[key] = list(islice((rule for rule in rules if rule is not None), MOST_TRIED))
        return found

    def _matching(self, element: etree._Element) -> list[Rule]:
        own = self._names(element)
        fitting = self._fitting.get(own)
        if fitting is None:
            rules = (rule for name in own for rule in self._rules(name) if rule.own <= own)
            fitting = self._fitting[own] = tuple(sorted(rules, key=_order))
        if not fitting:
            return []
        return [rule for rule in fitting if self._is_within(rule, element) and _matches(rule.steps, element)]

    def _is_within(self, rule: Rule, element: etree._Element) -> bool:
        return not rule.around or rule.around <= self._names_around(element)

    def _names(self, element: etree._Element) -> frozenset[str]:
        """What rules can know an element by: its name, its classes, its id."""
        classes, key = element.get("class", ""), element.get("id", "")
        looks = (str(element.tag), classes, key)
        found = self._own.get(looks)
        if found is None:
            names = [f".{name}" for name in classes.split()[:MOST_CLASSES]]
            found = self._own[looks] = frozenset(("*", looks[0], *names, *([f"#{key}"] if key else [])))
        return found

    def _names_around(self, element: etree._Element) -> frozenset[str]:
        """The names of everything that an element stands in."""
        chain = []
        around = element.getparent()
        while around is not None and around not in self._around:
            chain.append(around)
            around = around.getparent()
        found = frozenset[str]() if around is None else self._around[around]
        for each in reversed(chain):
            found = self._around[each] = found | self._names(each)
        return found

    def _resolved(self, value: str) -> str:
        if "var(" not in value:
            return value
        return VARIABLE.sub(self._variable, value)

    def _variable(self, found: re.Match[str]) -> str:
        return self._variables.get(found[1], "")


def declarations(style: str) -> dict[str, tuple[str, bool]]:
    """Property → value and whether it is ``!important``; names and values in small letters, escapes undone.

    >>> declarations(r"DIS\\50 LAY: None !important; color:#fff")
    {'display': ('none', True), 'color': ('#fff', False)}
    """
    style = COMMENT.sub("", style[:LONGEST_STYLE])
    found: dict[str, tuple[str, bool]] = {}
    for declaration in style.split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            if "\\" in declaration:
                name, value = ESCAPE.sub(_unescaped, name), ESCAPE.sub(_unescaped, value)
            value = value.strip().lower()
            important = value.endswith("important") and "!" in value
            _lay(found, {name.strip().lower(): (value.rpartition("!")[0].strip() if important else value, important)})
    return found


def _unescaped(found: re.Match[str]) -> str:
    code = int(found[1], 16) if found[1] else ord(found[2])
    return chr(code) if 0 < code < 0xD800 or 0xDFFF < code < 0x110000 else "\ufffd"


def _lay(found: dict[str, tuple[str, bool]], over: Mapping[str, tuple[str, bool]]) -> None:
    """Puts `over` upon what was found; what is important gives way to the important alone."""
    for name, (value, important) in over.items():
        if important or not found.get(name, ("", False))[1]:
            found[name] = value, important


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """(selectors, declarations) of the rules that hold on every screen."""
    outer: list[str] = []
    start = 0
    for brace in re.finditer(r"[{}]", sheet):
        between = sheet[start : brace.start()]
        start = brace.end()
        if brace[0] == "{":
            outer.append(between.rpartition(";")[2].strip())
        elif outer:
            selectors = outer.pop()
            if selectors and not selectors.startswith("@") and all(EVERY_SCREEN.match(block) for block in outer):
                yield selectors, between


def _steps(selector: str) -> tuple[Step, ...]:
    """The steps of a selector; empty for one that is not followed."""
    if not selector or len(selector) > LONGEST_SELECTOR:
        return ()
    pieces = selector.replace(">", " > ").split()
    steps: list[Step] = []
    for index, piece in enumerate(pieces):
        if piece == ">":
            continue
        step = _step(piece, index + 1 < len(pieces) and pieces[index + 1] == ">")
        if step is None:
            return ()
        steps.append(step)
    return tuple(steps) if len(steps) <= MOST_STEPS and pieces[-1] != ">" else ()


def _step(piece: str, straight: bool) -> Step | None:
    found = COMPOUND.fullmatch(piece)
    if found is None:
        return None
    classes, key, attributes = set(), "", []
    for sign, name, attribute, value in PART.findall(found[2]):
        if sign == ".":
            classes.add(name)
        elif sign == "#":
            key = name
        else:
            attributes.append((attribute.lower(), value.strip("\"'") or None))
    return Step((found[1] or "*").lower(), frozenset(classes), key, tuple(attributes), straight)


def _key(selector: str) -> str:
    """What the last step of a selector names, its id or a class first; empty for a selector that is not followed."""
    last = selector.replace(">", " ").split()[-1:]
    found = COMPOUND.fullmatch(last[0]) if last else None
    if found is None:
        return ""
    parts = PART.findall(found[2])
    names = [sign + name for wanted in "#." for sign, name, _, _ in parts if sign == wanted]
    return names[0] if names else (found[1] or "*").lower()


def _rule(written: _Written) -> Rule | None:
    """A rule as it is read; None for one that is not followed or declares nothing of account."""
    declared = {name: value for name, value in declarations(written.text).items() if name in PROPERTIES}
    steps = _steps(written.selector) if declared else ()
    if not steps:
        return None
    around = frozenset().union(*(_needed(step) for step in steps[:-1]))
    return Rule((*_weight(steps), written.number), steps, _needed(steps[-1]), around, declared)


def _needed(step: Step) -> frozenset[str]:
    """What an element must be known by to be this step."""
    names = {f".{name}" for name in step.classes}
    if step.id:
        names.add(f"#{step.id}")
    if step.tag != "*":
        names.add(step.tag)
    return frozenset(names)


def _weight(steps: tuple[Step, ...]) -> tuple[int, int, int]:
    """Ids, classes with attributes, names (Selectors 3, section 9)."""
    return (
        sum(bool(step.id) for step in steps),
        sum(len(step.classes) + len(step.attributes) for step in steps),
        sum(step.tag != "*" for step in steps),
    )


def _order(rule: Rule) -> tuple[int, int, int, int]:
    return rule.weight


def _matches(steps: tuple[Step, ...], element: etree._Element) -> bool:
    """Whether the last step is `element` and those before it are around it, each the nearest that fits."""
    if not _fits(steps[-1], element):
        return False
    around = element.getparent()
    for step in reversed(steps[:-1]):
        while around is not None and not _fits(step, around):
            if step.straight:
                return False
            around = around.getparent()
        if around is None:
            return False
        around = around.getparent()
    return True


def _fits(step: Step, element: etree._Element) -> bool:
    attributes = element.attrib
    if step.tag not in ("*", element.tag) or (step.id and attributes.get("id") != step.id):
        return False
    if step.classes and not step.classes.issubset(attributes.get("class", "").split()):
        return False
    return all(name in attributes and (value is None or attributes[name] == value) for name, value in step.attributes)
