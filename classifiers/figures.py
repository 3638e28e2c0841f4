"""Which category a figure belongs to: the one whose words stand nearest to it.

A thing counted right beside the figure speaks loudest, then what was done (before the figure, or said of it after), then the
unit. In a list the category of the figure before it has a say, and its thing where no other is named (申请专利4项，获批3项).
This is what the rules say; where there are models, `classifiers.verdict` weighs both.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, get_args

from classifiers.catalogue import CategoryRules
from classifiers.clauses import PART, Clauses, Region, Token
from classifiers.quantity import Quantity
from pipeline.document import Category
from pipeline.view import Span

FIT = 3.0
"""The least score at which a figure is given to a category: one strong word beside it, or two weak ones."""
LONE_FIT = 4.6
"""The same for a figure written 一 (一项, 一次), which often counts nothing."""
REACH = 16
"""How many characters before a figure the thing it counts may stand."""
ENDS = "，；。：、！？!?;:\n\t()…,"
"""Marks that end the clause of a figure."""
REACH_AFTER = 24
"""The same after it: what a figure of results passed or won may be long in coming."""
INHERITED = 2.8
"""What the thing of the figure before is worth to one in the same unit that names none."""
HELPER_LIST = 3.0
"""What a list of the team's make-up is worth to its next figure (高级技师4人、全国技术能手1人)."""
CARRIED = 1.5
"""What a strong verb of an earlier clause is worth."""
CONTEXT = 1.5
"""What a thing named in an earlier clause of the same part of the sentence is worth to a telling unit."""
WEAK = 2.0
"""The most that a thing of several categories is worth (发明); one named before it lends it more (专利：发明2项)."""
AND_SO_ON = 10
"""How much farther off the last of some examples stands than it does (“甲技术”“乙技术”等15个课题): the thing follows."""
CHAIN = 4
"""The longest words between two figures of a chain (…个站共…套)."""
CHANGE = 3.2
"""What a change from one figure to another is worth to a category of changes."""

CLEAR, LEAD = 5.0, 2.0
"""The score of a thing with its deed, and how far it must lead the next category, for the model not to silence the figure."""
_ALL = frozenset(get_args(Category))
_THINGS = frozenset({"object", "weak_object"})
_ONE_OF = re.compile("(?:其中|其中的|另|另有|另外|还有|有|剩下|余下|只有|仅)$")


class Thing(NamedTuple):
    """The thing that a figure counts, and how loudly it speaks for a category."""

    score: float
    object: Token | None


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a figure fits a category, and the words that say so."""

    category: CategoryRules
    score: float
    object: Token | None
    words: tuple[str, ...]
    span: Span
    unit: str | None


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around one figure."""

    figure: Quantity
    region: Region
    before: list[Token]
    after: list[Token]
    part: int
    """Where the part of the sentence begins in which the figure stands."""
    vetoed: set[str]
    """The categories that words beside the figure rule out."""


class Fitted(NamedTuple):
    """A figure with its words, how well each category fits it, which of them the rules give it to, if any, and what they need.

    `previous` is the category of the figure before it, "" without one.
    """

    figure: Quantity
    region: Region
    fits: tuple[Fit, ...]
    by_rules: Fit | None
    needed: float
    previous: str

    @property
    def best(self) -> Fit | None:
        """The fit that scores most, good enough or not."""
        return max(self.fits, key=_score, default=None)

    @property
    def is_clear(self) -> bool:
        """Whether the rules know a figure's thing and deed, and no other category comes near."""
        best = self.best
        if best is None or best.object is None or best.score < CLEAR:
            return False
        return best.score - max((fit.score for fit in self.fits if fit is not best), default=0.0) >= LEAD


def fitted(clauses: Clauses, figures: Sequence[Quantity], categories: tuple[CategoryRules, ...]) -> Iterator[Fitted]:
    """Each figure as the rules see it; the words of one that they give a category end where those of the next begin."""
    fitter, floor = Fitter(clauses, categories), 0
    for index, figure in enumerate(figures):
        ceiling = figures[index + 1].span.start if index + 1 < len(figures) else len(clauses.text)
        region = clauses.region(figure.span, floor=floor, ceiling=ceiling)
        previous = fitter.previous.category.id if fitter.previous is not None else ""
        one = fitter.read(figure, region, previous)
        if one.by_rules is not None:
            floor = figure.span.end
        yield one


class Fitter:
    """Gives the figures of one sentence to categories by the rules, in order."""

    def __init__(self, clauses: Clauses, categories: tuple[CategoryRules, ...]) -> None:
        self.clauses, self.categories = clauses, categories
        self.taken: set[int] = set()
        self.previous: Fit | None = None

    def read(self, figure: Quantity, region: Region, previous: str) -> Fitted:
        """The figure with its fits; the one that is good enough is remembered for the figures after it."""
        fits = self.fits(figure, region)
        best = max(fits, key=_score, default=None)
        needed = LONE_FIT if self._is_lone(figure, best) else FIT
        by_rules = best if best is not None and best.score >= needed else None
        if by_rules is not None:
            if by_rules.object is not None:
                self.taken.add(by_rules.object.start)
            self.previous = by_rules
        return Fitted(figure, region, tuple(fits), by_rules, needed, previous)

    def fits(self, figure: Quantity, region: Region) -> list[Fit]:
        """How well each category fits by the rules; those that do not fit at all are left out."""
        clauses = self.clauses
        part = clauses.bound_before(region.start, PART)
        before, after = clauses.between(region.start, figure.span.start), clauses.between(figure.span.end, region.end)
        around = Around(figure, region, before, after, part, vetoed((*before, *after), states=not figure.is_change))
        named: set[str] = set()
        for token in clauses.between(part, region.end):
            named |= token.meaning.categories
        if self.previous is not None:
            named.add(self.previous.category.id)
        found = (
            self._fit(category, around)
            for category in self.categories
            if (category.id in named or category.suffixes or category.changes) and category.fits(figure)
        )
        return [fit for fit in found if fit is not None]

    def _is_lone(self, figure: Quantity, fit: Fit | None) -> bool:
        """Whether it is 一 with a measure word: not right after what it counts (鉴定一项), nor one of those counted before."""
        start, last = figure.span.start, self.previous
        written = figure.value == 1 and figure.kind not in ("money", "percent", "person") and self.clauses.text[start] == "一"
        if written and last is not None and last.unit == figure.unit and _ONE_OF.search(self.clauses.text[:start]):
            return False
        return written and (fit is None or fit.object is None or fit.object.end != figure.span.start)

    def _fit(self, category: CategoryRules, around: Around) -> Fit | None:
        name = category.id
        figure, region, before, after = around.figure, around.region, around.before, around.after
        if name in around.vetoed or self._unfit(category, figure, region):
            return None
        thing = self._thing(category, around)
        own, verb = _verb(name, before, 3.0, 1.0)
        if own < CARRIED and not any(token.is_verb and not token.sense(name, "weak_verb") for token in before):
            own, verb = max((own, verb), self._carried(name, around), key=_worth)
        told, predicate = self._predicate(category, after, region)
        score = max(thing.score + own + told * 0.3, told + thing.score * 0.5)
        if not score:
            return None
        score += 1.0 if category.tells(figure) else 0.0
        score += self._list_bonus(name, region)
        tokens = [token for token in (thing.object, verb, predicate) if token is not None]
        inside = [token for token in tokens if token.start >= region.start]
        span = Span(min([figure.span.start, *(t.start for t in inside)]), max([figure.span.end, *(t.end for t in inside)]))
        words = tuple(dict.fromkeys(self.clauses.text[token.start : token.end] for token in tokens))
        return Fit(category, score, thing.object, words, span, figure.unit)

    def _predicate(self, category: CategoryRules, after: list[Token], region: Region) -> tuple[float, Token | None]:
        """What is said of the figure after it, up to the end of the clause: a strong verb, or 获 with its thing.

        Where another figure follows in the same clause, the words between are that one's.
        """
        text = self.clauses.text
        if region.end < len(text) and text[region.end] not in ENDS:
            return _verb(category.id, after[:1], category.predicate, 0.5)
        told, verb = _verb(category.id, after, category.predicate, 0.5)
        if verb is not None and told < category.predicate and verb.start > region.figure.end:
            won = next((token for token in after if token.start >= verb.end and token.sense(category.id, "object")), None)
            if won is not None:
                return category.predicate, won
        return told, verb

    def _unfit(self, category: CategoryRules, figure: Quantity, region: Region) -> bool:
        """Whether the unit needs words beside it that are not there (time is money only as 工期)."""
        words = self.clauses.text[region.start : region.end]
        if not figure.is_change and any(when.search(words) and not needs.search(words) for when, needs in category.conditions):
            return True
        needed = None if category.changes and figure.is_change else category.unit_needs.get(figure.kind)
        return needed is not None and not needed.search(self.clauses.text, region.start, region.end)

    def _thing(self, category: CategoryRules, around: Around) -> Thing:
        """The thing counted: the nearest noun of the category on either side, the louder one; else what stands in for it."""
        figure, region, before, after = around.figure, around.region, around.before, around.after
        best = self._nearest(category.id, figure.span, before, after)
        if best.score < CHANGE and category.changes and figure.is_change:
            best = Thing(CHANGE, best.object)
        if not best.score and category.suffixes:
            best = Thing(self._suffixed(category, figure, region), None)
        if best.score < INHERITED and self._inherits(category, figure, region, before, after):
            best = Thing(INHERITED, None)
        if best.object is not None and best.score <= WEAK and self._in_context(category.id, around):
            return Thing(best.score + 1.0, best.object)
        if not best.score and category.tells(figure) and self._in_context(category.id, around):
            best = Thing(CONTEXT, None)
        return best

    def _in_context(self, name: str, around: Around) -> bool:
        return any(token.sense(name, "object") for token in self.clauses.between(around.part, around.region.start))

    def _nearest(self, name: str, figure: Span, before: list[Token], after: list[Token]) -> Thing:
        best = Thing(0.0, None)
        for token in reversed(before):
            gap = figure.start - token.end
            if token.has_object and token.sense(name, "object", "weak_object") is None:
                break
            gap += AND_SO_ON if "等" in self.clauses.text[token.end : figure.start] else 0
            if gap <= REACH and token.start not in self.taken and (sense := token.sense(name, "object", "weak_object")):
                best = Thing(max(1.0, (4.0 if sense.role == "object" else 2.0) - 0.25 * max(0, gap - 2)), token)
                break
        for token in after:
            gap = token.start - figure.end
            if gap <= REACH_AFTER and (sense := token.sense(name, "object", "weak_object")):
                worth = (4.2 if sense.role == "object" else 2.0) - 0.12 * max(0, gap - 2)
                return Thing(worth, _head(name, token, after)) if worth > best.score else best
        return best

    def _suffixed(self, category: CategoryRules, figure: Quantity, region: Region) -> float:
        """A noun that ends as the category's measures do (…率, …时长), for figures that measure."""
        if not category.tells(figure) and figure.kind != "time":
            return 0.0
        lead = self.clauses.text[region.start : figure.span.start]
        ends = [lead.rfind(suffix) + len(suffix) for suffix in category.suffixes if suffix in lead[1:]]
        return max(0.0, 3.0 - 0.2 * max(0, len(lead) - max(ends) - 3)) if ends else 0.0

    def _inherits(
        self, category: CategoryRules, figure: Quantity, region: Region, before: list[Token], after: list[Token]
    ) -> bool:
        """Whether the thing of the figure before is meant: the same unit, or in a chain one that follows at once."""
        last = self.previous
        if last is None or last.category.id != category.id:
            return False
        lead = self.clauses.text[region.start : figure.span.start]
        if last.unit != figure.unit and not (category.chained and len(lead.strip()) <= CHAIN):
            return False
        beside = [token for token in (*before, *after) if figure.span.start == token.end or token.start == figure.span.end]
        beside += [token for token in after if token.start - figure.span.end <= CHAIN + CHAIN]
        return not any(token.has_object for token in beside)

    def _carried(self, name: str, around: Around) -> tuple[float, Token | None]:
        """A verb in force from an earlier clause of the same part of the sentence: the last one, whosever it is."""
        for token in reversed(self.clauses.between(around.part, around.region.start)):
            if token.is_verb:
                sense = token.sense(name, "verb", "weak_verb")
                return (CARRIED if sense.role == "verb" else 0.6, token) if sense else (0.0, None)
        return 0.0, None

    def _list_bonus(self, name: str, region: Region) -> float:
        """What the category of the figure before says for this one: much in a list (、 or 其中), a little otherwise."""
        if self.previous is None or self.previous.category.id != name:
            return 0.0
        lead = self.clauses.text[max(0, region.start - 1) : region.figure.start]
        if "、" in lead[:2] and self.previous.category.helper:
            return HELPER_LIST
        return 1.0 if "、" in lead[:2] else 0.5 if "其中" in lead else 0.3


def vetoed(tokens: Sequence[Token], *, states: bool = True) -> set[str]:
    """The categories that words rule out; without `states` only those that they rule out for a change too."""
    found: set[str] = set()
    sole: set[str] = set()
    for token in tokens:
        found |= token.meaning.vetoes
        sole |= token.meaning.sole
        if states:
            found |= token.meaning.state_vetoes
    if sole:
        named = {name for token in tokens for name, roles in token.meaning.roles.items() if not roles.isdisjoint(_THINGS)}
        found |= _ALL - sole - named
    return found


def _head(name: str, token: Token, tokens: list[Token]) -> Token:
    """The last noun of a compound that `token` begins: what is counted in 关键技术研究子课题 is 子课题."""
    for following in tokens:
        if following.start == token.end and token.sense(name, "object") and following.sense(name, "object"):
            token = following
    return token


def _verb(name: str, tokens: list[Token], strong: float, weak: float) -> tuple[float, Token | None]:
    best: tuple[float, Token | None] = (0.0, None)
    for token in tokens:
        sense = token.sense(name, "verb", "weak_verb")
        if sense is not None:
            worth = strong if sense.role == "verb" else weak
            if worth >= best[0]:
                best = (worth, token)
    return best


def _worth(told: tuple[float, Token | None]) -> float:
    return told[0]


def _score(fit: Fit) -> float:
    return fit.score
