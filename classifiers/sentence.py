"""One sentence read: its claims, and the labels of what only looks like one.

Figures come first: each is given to the category whose words stand nearest to it (the thing counted, what was done with it, the
unit). Then claims without a figure, by the categories' own patterns. Status, level, grade, rank and holder follow from the words
near each. Rules, appeals and other people's totals are told beforehand and keep the sentence quiet.
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from classifiers import attributes, holder, numerals
from classifiers.catalogue import CategoryRules, Named, Sense, catalogue
from classifiers.quantity import Quantity, quantities
from corpus import tables
from pipeline.document import Achievement, Category, Helper, Holder, Level, Scope, Status
from pipeline.view import Span

FIT = 3.0
"""The least score at which a figure is given to a category: one strong word beside it, or two weak ones."""
REACH = 16
"""How many characters before or after a figure the thing it counts may stand."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a sentence gave, in its own offsets, and whom the next one starts with."""

    achievements: tuple[Achievement, ...]
    helpers: tuple[Helper, ...]
    subject: holder.Subject


class Token(NamedTuple):
    """A term of the catalogue where it stands."""

    start: int
    end: int
    senses: tuple[Sense, ...]

    def sense(self, category: str, *roles: str) -> Sense | None:
        return next((sense for sense in self.senses if sense.category == category and sense.role in roles), None)


class Region(NamedTuple):
    """The words that belong to one figure: `start`-`figure.start` before it, `figure.end`-`end` after it."""

    start: int
    figure: Span
    end: int


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


class Reader:
    """Reads sentences with the catalogue of categories."""

    def __init__(self) -> None:
        self.catalogue = catalogue()
        self.by_id = {category.id: category for category in self.catalogue.categories}

    def read(self, text: str, subject: holder.Subject) -> Read:
        """The claims and labels of one sentence, given whom the document speaks of."""
        text = text.translate(numerals.WIDE)
        quiet = _quiet(text)
        speakers = holder.speakers(text, subject)
        after = holder.carried(subject, speakers)
        if quiet is not None:
            return Read((), (Helper("not_achievement", Span(0, len(text)), (quiet,)),), after)
        scan = _Scan(self, text, speakers)
        claims = scan.claims()
        helpers = scan.helpers
        if not claims and not helpers:
            helpers.append(Helper("not_achievement", Span(0, len(text)), ("no claim found",)))
        return Read(tuple(claims), tuple(helpers), after)


class _Scan:
    """The work on one sentence."""

    def __init__(self, reader: Reader, text: str, speakers: tuple[holder.Speaker, ...]) -> None:
        self.reader, self.text, self.speakers = reader, text, speakers
        senses = reader.catalogue.senses
        self.tokens = [Token(*match.span(), senses[match[0]]) for match in reader.catalogue.pattern.finditer(text)]
        self.starts = [token.start for token in self.tokens]
        self.figures = quantities(text)
        self.marks = attributes.marks(text)
        self.bounds = [match.start() for match in _BOUND.finditer(text)]
        self.helpers: list[Helper] = []
        self.taken: set[int] = set()

    def claims(self) -> list[Achievement]:
        found: list[Achievement] = []
        previous: Fit | None = None
        for index, figure in enumerate(self.figures):
            if figure.kind == "time" and _WINDOW.search(self.text[max(0, figure.span.start - 6) : figure.span.start]):
                continue
            region = self._region(index)
            fit = self._best(figure, region, previous)
            if fit is None:
                continue
            previous = fit
            if fit.category.helper:
                self.helpers.append(Helper("studio_base", fit.span, fit.words))
                continue
            if fit.object is not None:
                self.taken.add(fit.object.start)
            claim = self._claim(figure, region, fit)
            if claim is not None:
                found.append(claim)
        found += self._named(found)
        return sorted(found, key=_start)

    # figures

    def _region(self, index: int) -> Region:
        figure = self.figures[index].span
        before = self.bounds[: bisect_left(self.bounds, figure.start)]
        start = before[-1] + 1 if before else 0
        if index:
            start = max(start, self.figures[index - 1].span.end)
        if not self.text[start : figure.start].strip() and before and self.text[before[-1]] in _LABEL:
            start = before[-2] + 1 if len(before) > 1 else 0
        following = bisect_left(self.bounds, figure.end)
        end = self.bounds[following] if following < len(self.bounds) else len(self.text)
        if index + 1 < len(self.figures):
            end = min(end, self.figures[index + 1].span.start)
        return Region(start, figure, end)

    def _best(self, figure: Quantity, region: Region, previous: Fit | None) -> Fit | None:
        fits = [
            self._fit(category, figure, region, previous)
            for category in self.reader.catalogue.categories
            if category.fits(figure)
        ]
        best = max((fit for fit in fits if fit is not None), key=_score, default=None)
        return best if best is not None and best.score >= FIT else None

    def _fit(self, category: CategoryRules, figure: Quantity, region: Region, previous: Fit | None) -> Fit | None:
        name = category.id
        before, after = self._between(region.start, figure.span.start), self._between(figure.span.end, region.end)
        if any(token.sense(name, "veto") for token in (*before, *after)):
            return None
        evidence = self._thing(name, figure.span, before, after)
        own, verb = self._verb(name, before, 3.0, 1.0)
        if verb is None and not any(_has_verb(token) for token in before):
            own, verb = self._carried(name, region.start)
        told, predicate = self._verb(name, after, 4.5, 0.5)
        score = evidence.score + own
        score = max(score + told * 0.3, told)
        if not score:
            return None
        if category.tells(figure):
            score += 1.0
        if previous is not None and previous.category.id == name:
            score += self._list_bonus(region)
        tokens = [token for token in (evidence.object, verb, predicate) if token is not None]
        inside = [token for token in tokens if token.start >= region.start]
        span = Span(min([figure.span.start, *(t.start for t in inside)]), max([figure.span.end, *(t.end for t in inside)]))
        words = tuple(dict.fromkeys(self.text[token.start : token.end] for token in tokens))
        return Fit(category, score, evidence.object, words, span)

    def _thing(self, name: str, figure: Span, before: list[Token], after: list[Token]) -> Thing:
        """The thing counted: the nearest noun of the category before the figure or after it, whichever speaks louder."""
        best = Thing(0.0, None)
        for token in reversed(before):
            gap = figure.start - token.end
            if gap <= REACH and token.start not in self.taken and (sense := token.sense(name, "object", "weak_object")):
                best = Thing(max(1.0, (4.0 if sense.role == "object" else 2.0) - 0.25 * max(0, gap - 2)), token)
                break
        for token in after:
            gap = token.start - figure.end
            if gap <= REACH and (sense := token.sense(name, "object", "weak_object")):
                worth = (4.2 if sense.role == "object" else 2.0) - 0.15 * max(0, gap - 2)
                return Thing(worth, token) if worth > best.score else best
        return best

    def _between(self, start: int, end: int) -> list[Token]:
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return [token for token in self.tokens[first:last] if token.end <= end]

    def _verb(self, name: str, tokens: list[Token], strong: float, weak: float) -> tuple[float, Token | None]:
        best: tuple[float, Token | None] = (0.0, None)
        for token in tokens:
            sense = token.sense(name, "verb", "weak_verb")
            if sense is not None:
                worth = strong if sense.role == "verb" else weak
                if worth >= best[0]:
                    best = (worth, token)
        return best

    def _carried(self, name: str, start: int) -> tuple[float, Token | None]:
        """A verb in force from an earlier clause of the same part of the sentence: the last one, whosever it is."""
        part = max((bound for bound in self.bounds if bound < start and self.text[bound] in _PART), default=-1)
        for token in reversed(self._between(part + 1, start)):
            if _has_verb(token):
                sense = token.sense(name, "verb", "weak_verb")
                return (1.5 if sense.role == "verb" else 0.6, token) if sense else (0.0, None)
        return 0.0, None

    def _list_bonus(self, region: Region) -> float:
        """What the category before it says for this figure: much in a list (、 or 其中), a little otherwise."""
        lead = self.text[max(0, region.start - 1) : region.figure.start]
        return 1.0 if lead[:1] == "、" else 0.5 if "其中" in lead else 0.3

    # claims

    def _claim(self, figure: Quantity, region: Region, fit: Fit) -> Achievement | None:
        speaker = holder.at(self.speakers, figure.span.start)
        if speaker.scope == "region":
            self.helpers.append(Helper("not_achievement", fit.span, ("a region's total",)))
            return None
        status, why = self._status(fit.category, region)
        unit = figure.unit or fit.category.unit or None
        words = self.text[region.start : region.end]
        return Achievement(
            category=_category(fit.category.id),
            span=fit.span,
            quantity=figure.value,
            quantity_max=figure.maximum,
            change_from=figure.change_from,
            change_to=figure.change_to,
            unit=unit,
            object=self.text[fit.object.start : fit.object.end] if fit.object else None,
            currency=figure.currency,
            approx=figure.approx,
            level=self._list_level(fit.category.id, region),
            grade=attributes.grade(words) if fit.category.id == "award_result" else None,
            rank=_rank(fit.category.id, words),
            status=status,
            holder=self._holder(speaker),
            scope=speaker.scope,
            window=attributes.window(self.text),
            unquantified=figure.value is None and not figure.is_change,
            confidence=round(min(0.97, 0.5 + fit.score * 0.07), 2),
            why=(f"figure near {'、'.join(fit.words)}", *why),
        )

    def _status(self, category: CategoryRules, region: Region) -> tuple[Status, tuple[str, ...]]:
        """Marks of forecast, plan and denial before the figure in its part of the sentence win; then the nearest status verb."""
        part = max((bound for bound in self.bounds if bound < region.figure.start and self.text[bound] in _PART), default=-1)
        clause = max((bound for bound in self.bounds if bound < region.figure.start and self.text[bound] in "，,"), default=part)
        for mark in self.marks:
            near = clause if mark.kind in ("negated", "reviewed") else part
            last = region.end if mark.kind in ("negated", "reviewed") else region.figure.end + 4
            if near < mark.start < last:
                return mark.kind, (mark.why,)
        before = self._stated(category.id, self._between(region.start, region.figure.start))
        after = self._stated(category.id, self._between(region.figure.end, region.end))
        if after and (not before or _SETTLED.search(self.text[region.figure.end : after[0].start + 1])):
            return _status(after[0], category.id)
        if before:
            return _status(before[-1], category.id)
        for token in reversed(self._between(part + 1, region.start)):
            if token.sense(category.id, "status"):
                return _status(token, category.id)
            if _has_verb(token):
                break
        return "achieved", ()

    def _stated(self, name: str, tokens: list[Token]) -> list[Token]:
        return [token for token in tokens if token.sense(name, "status")]

    def _level(self, name: str, start: int, end: int) -> Level:
        if name in ("ip_right", "economic_benefit", "talent_training", "exchange_service", "adoption_transfer"):
            return "unknown"
        return attributes.level(self.text[start:end])

    def _list_level(self, name: str, region: Region) -> Level:
        """The level written beside the figure, or that of the list it stands in (省级二等奖2项、三等奖4项)."""
        start = region.start
        found = self._level(name, start, region.end)
        while found == "unknown" and start and self.text[start - 1] == "、":
            start = max((bound for bound in self.bounds if bound < start - 1), default=-1) + 1
            found = self._level(name, start, region.start)
        return found

    def _holder(self, speaker: holder.Speaker) -> Holder | None:
        if speaker.name is None:
            return None
        return Holder(self.text[speaker.name.start : speaker.name.end], speaker.name, speaker.confidence)

    # claims without a figure

    def _named(self, found: list[Achievement]) -> list[Achievement]:
        claims: dict[tuple[object, ...], Achievement] = {}
        covered = [(claim.category, claim.span) for claim in found]
        for category in self.reader.catalogue.categories:
            spans: list[Span] = []
            for rule in category.named:
                for match in rule.pattern.finditer(self.text):
                    span = Span(*match.span())
                    if any(span.start < other.end and other.start < span.end for other in spans):
                        continue
                    if (
                        self._conditional(span)
                        or self._counted(span)
                        or any(name == category.id and _near(span, other) for name, other in covered)
                    ):
                        continue
                    spans.append(span)
                    for claim in self._titles(category, rule, span):
                        claims.setdefault((claim.category, claim.level, claim.status, claim.scope), claim)
        return list(claims.values())

    def _counted(self, span: Span) -> bool:
        """Whether a figure of things stands inside the claim: then the figure has spoken."""
        return any(
            figure.kind in ("count", "person") and span.start <= figure.span.start < span.end + 2 and figure.value != 1
            for figure in self.figures
        )

    def _conditional(self, span: Span) -> bool:
        """Whether the claim is itself the condition of a forecast (如在全省推广使用，可…)."""
        return any(mark.kind == "expected" and mark.start < span.start < mark.end for mark in self.marks)

    def _titles(self, category: CategoryRules, rule: Named, span: Span) -> list[Achievement]:
        """One claim, or one a level where several names stand side by side."""
        speaker = holder.at(self.speakers, max(span.start, span.end - 1))
        if speaker.scope == "region":
            return []
        region = Region(span.start, Span(span.end, span.end), min([*(b for b in self.bounds if b >= span.end), len(self.text)]))
        status, why = self._status(category, region)
        if rule.status and status == "achieved":
            status, why = _written_status(rule.status), ()
        scope = _scope(rule.scope) if rule.scope else speaker.scope
        clause = max((bound for bound in self.bounds if bound < span.start), default=-1) + 1
        pieces = self._pieces(span) if category.id in ("honor_title", "award_result") else [span]
        claims = []
        for piece in pieces:
            first = clause if piece.start == span.start else piece.start
            words = self.text[first : piece.end]
            claims.append(
                Achievement(
                    category=_category(category.id),
                    span=piece,
                    approx=None,
                    level=self._level(category.id, first, piece.end),
                    grade=attributes.grade(words) if category.id == "award_result" else None,
                    rank=_rank(category.id, words),
                    status=status,
                    holder=self._holder(speaker),
                    scope=scope,
                    window=attributes.window(self.text),
                    confidence=0.75,
                    why=(f"named: {self.text[piece.start : piece.end]}", *why),
                )
            )
        return claims

    def _pieces(self, span: Span) -> list[Span]:
        end = bisect_right(self.bounds, span.end)
        stop = next(
            (bound for bound in self.bounds[max(0, end - 1) :] if bound >= span.end and self.text[bound] != "、"), len(self.text)
        )
        pieces, start = [], span.start
        for match in re.finditer("、|和|及|与", self.text[span.start : stop]):
            middle = span.start + match.start()
            if _TITLE_END.search(self.text[start:middle]):
                pieces.append(Span(start, middle))
                start = span.start + match.end()
        if _TITLE_END.search(self.text[start : max(stop, span.end)]) or not pieces:
            pieces.append(Span(start, max(span.end, stop if pieces else span.end)))
        return pieces


_BOUND = re.compile("[，；。：、！？!?;:\n\t()…]|(?<!\\d),|,(?!\\d)")
_PART = "；;。！？!?\n"
_LABEL = "：:\t"
_WINDOW = re.compile("(?:近|最近|过去|历时|历经|连续|成立|以来|前|从业|工作|耗时|用了|短短|从事|每|奋战|坚守|入行|扎根)$")
_SETTLED = re.compile("已|均|全部|获|被|尚|正|还|未")
_TITLE_END = re.compile(
    '(?:工作室|奖章|奖状|劳动模范|劳模|工作者|能手|先锋号|文明号|文明岗|红旗手|集体|标兵|工匠|大师|津贴|技师|专家|个人|班组|示范岗|称号|状元|奖|金牌|银牌|铜牌|成果|传承人|名师|名匠|基地|[”」])[”」"]?(?:等|称号|荣誉|荣誉称号|等荣誉|等称号)*$'
)


def _quiet(text: str) -> str | None:
    """Why a sentence claims nothing: it is a rule, an appeal, a supposition; None where it may claim."""
    match = _quiet_pattern()[0].search(text)
    return _quiet_pattern()[1][match.lastgroup or ""] if match else None


@cache
def _quiet_pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    rows = tables.rows("quiet")
    named = {f"q{number}": f"{row['kind']}: {row['why']}" for number, row in enumerate(rows)}
    return re.compile("|".join(f"(?P<q{number}>{row['pattern']})" for number, row in enumerate(rows))), named


def _has_verb(token: Token) -> bool:
    return any(sense.role in ("verb", "weak_verb") for sense in token.senses)


def _near(span: Span, other: Span) -> bool:
    return span.start < other.end + 2 and other.start < span.end + 2


def _status(token: Token, name: str) -> tuple[Status, tuple[str, ...]]:
    sense = token.sense(name, "status")
    return (_written_status(sense.status) if sense else "achieved"), ()


def _written_status(name: str) -> Status:
    return name  # type: ignore[return-value]


def _category(name: str) -> Category:
    return name  # type: ignore[return-value]


def _scope(name: str) -> Scope:
    return name  # type: ignore[return-value]


def _rank(name: str, words: str) -> attributes.Rank | None:
    return attributes.rank(words) if name in ("knowledge_output", "tech_project", "award_result") else None


def _start(claim: Achievement) -> int:
    return claim.span.start


def _score(fit: Fit) -> float:
    return fit.score
