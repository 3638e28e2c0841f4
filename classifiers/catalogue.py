"""The categories as data: one TOML file each in `classifiers/categories/`, read by one engine.

A file names the category in both scripts and defines it. `units` are the measure words, or kinds of unit, it may be counted
in (`telling_units` speak for it by themselves; `unit_needs` lets a kind of unit in only beside certain words). `objects` are
nouns that a figure counts, `verbs` what is done with them: `strong` ones decide alone, `weak` ones support. `status` are verbs
that say how far it has come, `named` patterns of a claim without a figure (`sure` ones were right nine times in ten where models
doubted them, over voices that these had not seen). `vetoes` beside a figure rule the category out
(`vetoes_unless_change` those that a change bears: 占比由四成提到六成), `lookalikes` only contain a cue. `cases` are tested by
the suite. Further, where a category needs it:

- `predicate`: what a strong verb after the figure is worth;
- `changes`: any change from one figure to another is its own;
- `suffixes`: how the nouns it measures end;
- `sole`: words beside a figure that leave it to this category where no thing of another is named (其中2项填补空白);
- `output`: things that are no claim when an employer has them;
- `listed`: names that stand side by side are claims of their own;
- `overrides`, `yields`: the names of the first keep their words from the second;
- `chained`: a figure that follows at once in another unit is of the same kind (六个分厂的四百台);
- `conditions`: words that count only beside certain others (a cost is a benefit only where it falls);
- `personal`: how names end that only a person can hold, so that they are the leader's or a member's and not the studio's;
- `levelled` (true where nothing is said): whether it has a level at all; `level_needs`: words without which none is its own.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from importlib.resources import files
from typing import Any, Literal, cast, get_args

from classifiers import terms
from classifiers.prefilter import Patterns
from classifiers.quantity import Quantity
from corpus import tables
from pipeline.document import Category, Scope, Status

Role = Literal["object", "weak_object", "verb", "weak_verb", "status", "veto", "state_veto", "output", "lookalike", "sole"]
Trait = Literal[
    "stated_objects", "graded", "judged", "ranked", "training_of_trainees", "no_title_of_employers", "stands_denial",
    "used_by_regions", "proposed_is_made", "measured",
]  # fmt: skip
"""What is special to a category: its things say a status too (授权专利), it has a grade, a body named before it judged it, it has
a rank, it is training where a trainee holds it, an employer's does not count, a denial is its good effect (没有事故), a region
that is spoken of uses the result, what is put forward by a name of its own is made, its
figures measure an effect where others count things."""
KEYS = {
    "id", "helper", "names", "definition", "unit", "units", "telling_units", "vetoes", "objects", "verbs", "status", "named",
    "lookalikes", "cases", "predicate", "changes", "suffixes", "output", "overrides", "yields", "listed",
    "vetoes_unless_change", "sole", "conditions", "chained", "unit_needs", "level_needs", "levelled", "traits", "personal",
}  # fmt: skip
MYRIAD = 10_000


@dataclass(frozen=True, slots=True)
class Sense:
    """What a term may mean: its category, its role there and, for a status verb, the status."""

    category: str
    role: Role
    status: str = ""


class Meaning:
    """Everything one term may mean, laid out for quick asking."""

    __slots__ = (
        "_by_place", "categories", "has_object", "is_strong", "is_verb", "met", "places", "roles", "senses", "sole",
        "state_vetoes",
        "vetoes",
    )  # fmt: skip

    def __init__(self, senses: Iterable[Sense]) -> None:
        self.senses = tuple(dict.fromkeys(senses))
        self._by_place: dict[tuple[str, Role], Sense] = {}
        for sense in self.senses:
            self._by_place.setdefault((sense.category, sense.role), sense)
        self.places = tuple(f"{category}:{role}" for category, role in self._by_place)
        self.roles: dict[str, set[str]] = {}
        for category, role in self._by_place:
            self.roles.setdefault(category, set()).add(role)
        self.met = {category: met(category, told) for category, told in self.roles.items()}
        self.categories = frozenset(self.roles)
        self.vetoes = frozenset(sense.category for sense in self.senses if sense.role == "veto")
        self.state_vetoes = frozenset(sense.category for sense in self.senses if sense.role == "state_veto")
        self.sole = frozenset(sense.category for sense in self.senses if sense.role == "sole")
        self.has_object = any(sense.role == "object" for sense in self.senses)
        self.is_strong = any(sense.role in ("object", "verb") for sense in self.senses)
        self.is_verb = any(sense.role in ("verb", "weak_verb") for sense in self.senses)

    def get(self, category: str, role: Role) -> Sense | None:
        return self._by_place.get((category, role))


def met(category: str, roles: Iterable[str]) -> str:
    """The sign that terms with these roles in a category meet in a clause."""
    return f"C:{category}:{'+'.join(sorted(roles))}"


@dataclass(frozen=True, slots=True)
class Named:
    """A pattern of a claim without a figure, with what it says of the claim."""

    pattern: str
    status: str = ""
    scope: str = ""
    key: str = ""
    """Names the rule among those of all categories, as long as it is not changed."""
    is_sure: bool = False
    """Whether it is believed where the models doubt it."""


@dataclass(frozen=True, slots=True)
class CategoryRules:
    """One category as the engine reads it."""

    id: str
    helper: bool
    unit: str
    units: frozenset[str]
    telling: frozenset[str]
    predicate: float
    changes: bool
    suffixes: tuple[str, ...]
    overrides: bool
    yields: bool
    listed: bool
    chained: bool
    unit_needs: dict[str, re.Pattern[str]]
    conditions: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    levelled: bool
    traits: frozenset[Trait]
    level_needs: re.Pattern[str] | None
    personal: re.Pattern[str] | None
    named: tuple[Named, ...]
    cases: tuple[dict[str, Any], ...] = field(repr=False)

    def fits(self, quantity: Quantity) -> bool:
        """Whether this category is counted in such a unit."""
        if self.changes and quantity.is_change and quantity.kind != "money":
            return True
        if quantity.unit is None:
            amount = quantity.value or 0
            return "wan" in self.units if amount >= MYRIAD else "bare" in self.units
        return quantity.unit in self.units or quantity.kind in self.units

    def tells(self, quantity: Quantity) -> bool:
        """Whether the unit itself speaks for this category."""
        return quantity.unit in self.telling or quantity.kind in self.telling


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every category, what finds every term of theirs, and what finds their names."""

    categories: tuple[CategoryRules, ...]
    senses: dict[str, Meaning]
    terms: terms.Finder
    named: tuple[tuple[CategoryRules, Named], ...]
    """Each rule of a name with its category, those that override others first."""
    names: Patterns
    """The patterns of `named`, in the same order."""


@cache
def catalogue() -> Catalogue:
    """The categories of `classifiers/categories/`, sorted by id. Raises ValueError for a file with an unknown or missing key."""
    found = sorted(
        (entry for entry in files("classifiers").joinpath("categories").iterdir() if entry.name.endswith(".toml")), key=_name
    )
    raw = [_checked(entry.name, tomllib.loads(entry.read_text("utf-8"))) for entry in found]
    senses: dict[str, list[Sense]] = {}
    for category in raw:
        for term, sense in _senses(category):
            senses.setdefault(term, []).append(sense)
    categories = tuple(_rules(category) for category in raw)
    named = [(category, rule) for category in sorted(categories, key=_overrides_first) for rule in category.named]
    return Catalogue(
        categories,
        _meanings(senses),
        terms.Finder(senses),
        tuple(named),
        Patterns([rule.pattern for _, rule in named]),
    )


def _meanings(senses: Mapping[str, Sequence[Sense]]) -> dict[str, Meaning]:
    """What each term means; terms that mean the same share it."""
    shared: dict[tuple[Sense, ...], Meaning] = {}
    for meant in map(tuple, senses.values()):
        if meant not in shared:
            shared[meant] = Meaning(meant)
    return {term: shared[tuple(meant)] for term, meant in senses.items()}


def _overrides_first(category: CategoryRules) -> bool:
    return not category.overrides


_STATUSES, _SCOPES, _CATEGORIES = frozenset(get_args(Status)), frozenset(get_args(Scope)), frozenset(get_args(Category))


def status_name(name: str) -> Status:
    """`name` as a status. Raises ValueError for a name that is none."""
    if name not in _STATUSES:
        raise ValueError(f"unknown status {name!r}")
    return cast(Status, name)


def scope_name(name: str) -> Scope:
    """`name` as a scope. Raises ValueError for a name that is none."""
    if name not in _SCOPES:
        raise ValueError(f"unknown scope {name!r}")
    return cast(Scope, name)


def category_name(name: str) -> Category:
    """`name` as a category. Raises ValueError for a name that is none."""
    if name not in _CATEGORIES:
        raise ValueError(f"unknown category {name!r}")
    return cast(Category, name)


def expanded(pattern: str) -> str:
    """A pattern with each `<group>` replaced by the words of `corpus/lexicon/verb_groups.tsv`, `<gap>` by a letter."""
    return _GROUP.sub(_group, pattern)


_GROUP = re.compile("<([a-z]+)>")


def _group(match: re.Match[str]) -> str:
    if match[1] == "gap":
        return "[^，。；！？]"
    return _groups()[match[1]]


@cache
def _groups() -> dict[str, str]:
    return {row["group"]: terms.pattern(row["words"].split()) for row in tables.rows("verb_groups")}


def _key(category: str, pattern: str) -> str:
    return f"{category}:{hashlib.sha256(pattern.encode()).hexdigest()[:8]}"


def _name(entry: Any) -> str:
    return str(entry.name)


def _checked(name: str, raw: dict[str, Any]) -> dict[str, Any]:
    if unknown := raw.keys() - KEYS:
        raise ValueError(f"categories/{name}: unknown keys {', '.join(sorted(unknown))}")
    if missing := {"id", "names", "definition", "units", "objects", "verbs", "cases"} - raw.keys():
        raise ValueError(f"categories/{name}: missing keys {', '.join(sorted(missing))}")
    return raw


def _senses(raw: dict[str, Any]) -> list[tuple[str, Sense]]:
    category = raw["id"]
    roles: tuple[tuple[Role, list[str]], ...] = (
        ("object", raw["objects"]["strong"]),
        ("weak_object", raw["objects"].get("weak", [])),
        ("verb", raw["verbs"]["strong"]),
        ("weak_verb", raw["verbs"].get("weak", [])),
        ("veto", raw.get("vetoes", [])),
        ("state_veto", raw.get("vetoes_unless_change", [])),
        ("output", raw.get("output", [])),
        ("sole", raw.get("sole", [])),
        ("lookalike", raw.get("lookalikes", {}).get("terms", [])),
    )
    found = [(term, Sense(category, role)) for role, listed in roles for term in listed]
    stated = {term: status for status, listed in raw.get("status", {}).items() for term in listed}
    tell = ("verb", "weak_verb", "object") if "stated_objects" in _traits(raw) else ("verb", "weak_verb")
    for term in {term for term, sense in found if sense.role in tell} | stated.keys():
        inner = max((word for word in stated if word in term), key=partial(_last, term), default="")
        if inner:
            found.append((term, Sense(category, "status", stated[inner])))
    return found


def _last(term: str, word: str) -> tuple[int, int]:
    """Of the status words inside a longer term the last one speaks, and the longest of those (申请 … 已授权)."""
    return term.rfind(word) + len(word), len(word)


def _traits(raw: dict[str, Any]) -> frozenset[Trait]:
    named = raw.get("traits", [])
    if unknown := set(named) - set(get_args(Trait)):
        raise ValueError(f"category {raw['id']}: unknown traits {', '.join(sorted(unknown))}")
    return cast(frozenset[Trait], frozenset(named))


def _rules(raw: dict[str, Any]) -> CategoryRules:
    named = tuple(
        Named(
            expanded(rule["pattern"]),
            rule.get("status", ""),
            rule.get("scope", ""),
            _key(raw["id"], rule["pattern"]),
            rule.get("sure", False),
        )
        for rule in raw.get("named", [])
    )
    return CategoryRules(
        id=raw["id"],
        helper=raw.get("helper", False),
        unit=raw.get("unit", ""),
        units=frozenset(raw["units"]),
        telling=frozenset(raw.get("telling_units", [])),
        predicate=raw.get("predicate", 4.5),
        changes=raw.get("changes", False),
        suffixes=tuple(raw.get("suffixes", [])),
        overrides=raw.get("overrides", False),
        yields=raw.get("yields", False),
        listed=raw.get("listed", False),
        chained=raw.get("chained", False),
        unit_needs={kind: re.compile(pattern) for kind, pattern in raw.get("unit_needs", {}).items()},
        conditions=tuple((re.compile(one["when"]), re.compile(one["needs"])) for one in raw.get("conditions", [])),
        levelled=raw.get("levelled", True),
        traits=_traits(raw),
        level_needs=re.compile(raw["level_needs"]) if "level_needs" in raw else None,
        personal=re.compile(raw["personal"]) if "personal" in raw else None,
        named=named,
        cases=tuple(raw["cases"]),
    )
