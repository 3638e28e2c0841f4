"""A rubric: the indicators by which a dossier is ordered, what evidence each asks for, and the points of a reference figure.

Weights, caps and windows are configuration, since no two places use the same table: one TOML file a rubric, the default of
which is `corpus/rubrics/default.toml`. A key that does not exist is an error that names its place and its nearest neighbour.
"""

import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import msgspec

from pipeline.digests import digest
from pipeline.document import Category, DocumentKind, Grade, Level, Scope, Status
from pipeline.errors import ConfigError

OWN: tuple[Scope, ...] = ("studio", "leader", "member")
Count = Literal["each", "claims", "best", "once", "years", "bands"]
"""How an item is counted: by the number told (`each`), by claims, the best alone, once, by years, by the largest yearly sum."""
Source = Literal["claims", "base", "members", "papers"]
"""What feeds an item: claims, sentences on the studio's place and means, the form's list of members, papers of some kinds."""


class Item(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that an indicator asks for, which claims are taken for it, and what one of them is worth.

    A claim goes to the first item in the file that takes it. `words` are in Simplified; any of them is enough. `proved_by`
    names kinds of papers that prove it beside certificates; `expected` is False for what nobody need have.
    """

    id: str
    hans: str
    hant: str
    source: Source = "claims"
    categories: tuple[Category, ...] = ()
    status: tuple[Status, ...] = ("achieved",)
    scope: tuple[Scope, ...] = OWN
    words: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    kinds: tuple[DocumentKind, ...] = ()
    proved_by: tuple[DocumentKind, ...] = ()
    at_least: int = 1
    count: Count = "each"
    points: float = 0.0
    by_level: dict[Level, float] = {}
    by_grade: dict[Grade | Literal["unknown"], float] = {}
    by_rank: dict[Literal["lead", "participate"], float] = {}
    bands: tuple[tuple[float, float], ...] = ()
    """Least amount a year and its points, highest first."""
    expected: bool = True


class Group(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Items that share a cap."""

    id: str
    hans: str
    hant: str
    cap: float
    items: tuple[Item, ...]


class Indicator(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One indicator; `categories` are shown under it also where no item takes the claim. `proof` says what proves it."""

    id: str
    hans: str
    hant: str
    points: float
    windowed: bool = False
    proof: str = ""
    categories: tuple[Category, ...] = ()
    groups: tuple[Group, ...]


class Rubric(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A whole rubric. `window` is the first and the last year that count; zeros take those the application names."""

    name: str
    total: float = 100.0
    bonus: float = 0.0
    window: tuple[int, int] = (0, 0)
    notes: tuple[str, ...] = ()
    indicators: tuple[Indicator, ...]

    @property
    def digest(self) -> str:
        """Names what it says: a dossier by another rubric is another dossier."""
        return digest(msgspec.json.encode(self, order="sorted").decode())


def load(path: Path | None = None) -> Rubric:
    """The rubric of a TOML file, or the default one.

    Raises ConfigError for a file that cannot be read, an unknown key, a value of the wrong type, and two things of one id.
    """
    if path is None:
        return default()
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error
    return parse(text, where=str(path))


def parse(text: str, *, where: str = "rubric") -> Rubric:
    """The rubric that a TOML text says.

    >>> parse('name = "a"\\nindicatrs = []')
    Traceback (most recent call last):
        ...
    pipeline.errors.ConfigError: rubric: there is no key indicatrs; did you mean indicators?
    """
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{where}: {error}") from error
    try:
        found = msgspec.convert(given, Rubric)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{where}: {_told(str(error), given)}") from error
    _check(found, where)
    return found


@cache
def default() -> Rubric:
    """The rubric that comes with the program."""
    return parse(files("corpus").joinpath("rubrics", "default.toml").read_text("utf-8"), where="default.toml")


def _check(rubric: Rubric, where: str) -> None:
    """What types cannot say: ids are given once, caps and points are not negative, each item takes something."""
    ids = [indicator.id for indicator in rubric.indicators]
    for indicator in rubric.indicators:
        ids += [f"{indicator.id}.{item.id}" for group in indicator.groups for item in group.items]
        if indicator.points < 0 or any(group.cap < 0 for group in indicator.groups):
            raise ConfigError(f"{where}: indicator {indicator.id}: points and cap must not be negative")
        for item in (item for group in indicator.groups for item in group.items):
            _check_item(item, f"{where}: item {indicator.id}.{item.id}")
    twice = next((name for name in ids if ids.count(name) > 1), None)
    if twice is not None:
        raise ConfigError(f"{where}: id {twice} is given twice")
    if not all(re.fullmatch(r"[a-z0-9_]{1,40}(\.[a-z0-9_]{1,40})?", name) for name in ids):
        raise ConfigError(f"{where}: an id is made of a-z, 0-9 and _, such as team")
    first, last = rubric.window
    if first > last:
        raise ConfigError(f"{where}: window is [{first}, {last}]; the first year comes first")


def _check_item(item: Item, where: str) -> None:
    needed = {"claims": item.categories, "base": item.words, "members": (item.at_least,), "papers": item.kinds}
    keys = {"claims": "categories", "base": "words", "members": "at_least", "papers": "kinds"}
    if not needed[item.source]:
        raise ConfigError(f"{where}: source {item.source} needs {keys[item.source]}")
    if item.count == "bands" and not item.bands:
        raise ConfigError(f'{where}: count "bands" needs bands')


def _told(message: str, given: Mapping[str, Any]) -> str:
    """msgspec's message with the key's place in words and its nearest neighbour."""
    unknown = re.search(r"unknown field `([^`]*)`(?: - at `\$\.?([^`]*)`)?", message)
    if unknown is None:
        return message.replace("`$.", "`").replace("`$", "`")
    key, place = unknown[1], unknown[2] or ""
    kind = (Rubric, Indicator, Group, Item)[place.count("[")]
    near = get_close_matches(key, _keys(kind), n=1, cutoff=0.5)
    hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(_keys(kind))}"
    return f"there is no key {_place(place, given)}{key}; {hint}"


def _place(place: str, given: Mapping[str, Any]) -> str:
    """`indicators[0].groups[1]` told by ids: ``team.members.``; nothing for the rubric's own keys."""
    told, level = [], given
    for name, number in re.findall(r"(\w+)\[(\d+)\]", place):
        level = level[name][int(number)]
        told.append(str(level.get("id", f"{name}[{number}]")))
    return "".join(f"{each}." for each in told)


def _keys(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    return tuple(field.name for field in msgspec.structs.fields(kind))
