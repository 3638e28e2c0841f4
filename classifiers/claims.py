"""The claims of one sentence that may claim: figures first (`classifiers.figures`), then names (`classifiers.naming`).

What else a claim says follows from the words near it: status, level, grade, rank and years; whose it is, from who speaks.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from classifiers import attributes, holder, quiet
from classifiers.catalogue import Catalogue, CategoryRules, Named, category_name, scope_name, status_name
from classifiers.clauses import PART, Clauses, Region
from classifiers.counting import MYRIAD
from classifiers.figures import Fit, Fitter
from classifiers.naming import Name, names
from classifiers.opinion import Chance, Opinion, Opinions
from classifiers.quantity import Quantity
from classifiers.statuses import Statuses
from classifiers.votes import Votes
from pipeline.document import Achievement, Helper, Holder, Level, Window
from pipeline.view import Span

GRADE_LENGTH = 6
"""Words before a figure that are no longer than this name a grade, not a prize of its own."""
UNDONE = ("planned", "negated", "revoked")
"""What is told as not done stays however quiet the sentence sounds, and so does what was taken away."""
UNWRITTEN = Named("")
"""The rule of a claim that no rule found."""
OTHER_HONOURS = frozenset({"award_result", "appraisal_cert"})
SURE_OF_HONOUR = 0.6
"""What the model must be sure of to see a title beside a prize or a certification: they are told in the same words."""
_UNNAMED = re.compile("一系列|一批|多项|多种|若干|许多|不少|大量")
"""Words for a number of things of which none is named."""
_POWER = re.compile("[十百千万亿]")
"""What makes of 数 a figure after all (数十名, 数百万元), where 多项 and 若干 say nothing."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What claims are read with: the categories, those whose prizes are training where a trainee has them, and the models."""

    catalogue: Catalogue
    by_id: dict[str, CategoryRules]
    prizes: tuple[str, ...]
    votes: Votes | None
    opinions: Opinions | None

    @classmethod
    def of(cls, catalogue: Catalogue, votes: Votes | None, opinions: Opinions | None) -> "Rules":
        by_id = {category.id: category for category in catalogue.categories}
        prizes = tuple(name for name, category in by_id.items() if "training_of_trainees" in category.traits)
        return cls(catalogue, by_id, prizes, votes, opinions)


class Claims:
    """The work on one sentence; `helpers` are the labels of what only looked like a claim."""

    def __init__(self, rules: Rules, clauses: Clauses, figures: list[Quantity], subject: holder.Subject) -> None:
        self.rules, self.clauses, self.text = rules, clauses, clauses.text
        self.figures, self.subject = figures, subject
        self.helpers: list[Helper] = []

    @cached_property
    def marks(self) -> tuple[attributes.Mark, ...]:
        return attributes.marks(self.text, self.clauses.grams)

    @cached_property
    def speakers(self) -> tuple[holder.Speaker, ...]:
        return holder.speakers(self.text, self.subject, self.clauses.grams)

    @cached_property
    def statuses(self) -> Statuses:
        return Statuses(self.clauses, self.marks)

    @cached_property
    def window(self) -> Window:
        return attributes.window(self.text)

    def all(self) -> list[Achievement]:
        """Every claim, in order."""
        fitter = Fitter(self.clauses, self.rules.catalogue.categories, self.rules.votes)
        found: list[Achievement] = []
        told: list[tuple[str, Span]] = []
        for figure, region, fit in fitted(self.clauses, self.figures, fitter):
            if fit.category.helper:
                self.helpers.append(Helper("studio_base", fit.span, fit.words))
                continue
            told.append((fit.category.id, fit.span))
            claim = self._claim(figure, region, fit)
            if claim is not None:
                found.append(claim)
        if possible := self.rules.catalogue.names.possible(self.clauses.grams):
            named = names(self.clauses, self.rules.catalogue, possible, self.figures, self.marks, told)
            found += self._named(named)
        opinion = None if self.rules.opinions is None else self.rules.opinions.of(self.clauses, always=bool(found))
        if opinion is not None:
            found = self._heard(opinion, found)
        return sorted(self._spoken(found), key=_start) if found else found

    def _heard(self, opinion: Opinion, found: list[Achievement]) -> list[Achievement]:
        """The claims after the model has been heard on the sentence: none of a quiet one, and those that it alone finds."""
        if not opinion.is_quiet:
            return [*found, *self._second_chances(opinion, frozenset(claim.category for claim in found))]
        why = f"the model takes the sentence for quiet ({opinion.claims:.2f})"
        kept = [claim for claim in found if claim.status in UNDONE]
        self.helpers += (Helper("not_achievement", claim.span, (why,)) for claim in found if claim not in kept)
        return kept

    def _second_chances(self, opinion: Opinion, told: frozenset[str]) -> Iterator[Achievement]:
        """Claims without a figure that the model alone finds."""
        for chance in opinion.chances(told):
            if self._is_vetoed(chance.category, chance.span) or self._is_other_honour(chance, told):
                continue
            claim = self._name(Name(self.rules.by_id[chance.category], chance.span, UNWRITTEN))
            if claim is not None:
                claim = replace(claim, unquantified=_UNNAMED.search(self.text, *chance.span) is not None)
                told_by = f"model: {chance.category} {chance.probability:.2f}"
                reasons = ("a claim that the model alone finds", told_by, *claim.why[1:])
                yield replace(claim, confidence=round(chance.probability, 2), why=reasons)

    def _is_vetoed(self, category: str, span: Span) -> bool:
        """Whether words in the clause rule the category out, as they do beside a figure."""
        return any(token.sense(category, "veto", "state_veto") for token in self.clauses.between(*span))

    def _is_other_honour(self, chance: Chance, told: frozenset[str]) -> bool:
        """Whether a title is what the model takes a prize or a certification for that the rules have named already."""
        return chance.category == "honor_title" and chance.probability < SURE_OF_HONOUR and bool(told & OTHER_HONOURS)

    def _spoken(self, found: list[Achievement]) -> Iterator[Achievement]:
        """The claims that stand in no clause that its words keep quiet; the others are told of as helpers."""
        silent = quiet.clauses(self.text, self.clauses.grams)
        for claim in found:
            why = next((why for clause, why in silent if clause.start <= claim.span.end - 1 < clause.end), None)
            if why is None:
                yield claim
            else:
                self.helpers.append(Helper("not_achievement", claim.span, (why,)))

    def _claim(self, figure: Quantity, region: Region, fit: Fit) -> Achievement | None:
        speaker = holder.at(self.speakers, max(figure.span.end, fit.span.end) - 1)
        if reason := self._foreign(speaker, fit, region):
            self.helpers.append(Helper("not_achievement", fit.span, (reason,)))
            return None
        category = self._of_trainee(fit.category, speaker, figure.span.start)
        status, why = self.statuses.of(category, region)
        words = self.text[region.start : region.end]
        counted = self.text[fit.object.start : fit.object.end] if fit.object else None
        return Achievement(
            category=category_name(category.id),
            span=fit.span,
            quantity=figure.value,
            quantity_max=figure.maximum,
            change_from=figure.change_from,
            change_to=figure.change_to,
            unit=figure.unit or (category.unit if (figure.value or 0) >= MYRIAD else None),
            object=counted,
            currency=figure.currency,
            approx=figure.approx,
            level=self._list_level(category.id, region),
            grade=attributes.grade(words) if "graded" in category.traits else None,
            rank=attributes.rank(words) if "ranked" in category.traits else None,
            status=status,
            holder=self._holder(speaker),
            scope=speaker.scope if speaker.scope != "region" else "studio",
            window=self.window,
            unquantified=figure.value is None and not figure.is_change and not _POWER.search(self.text, *figure.span),
            confidence=fit.confidence or round(min(0.97, 0.5 + fit.score * 0.07), 2),
            why=_reasons(fit, why),
        )

    def _foreign(self, speaker: holder.Speaker, fit: Fit, region: Region) -> str:
        """Why a figure is nobody's claim: a region's total (its use of a result apart), or an employer's output and revenue."""
        if speaker.scope == "region" and "used_by_regions" not in fit.category.traits:
            return "a region's total"
        if speaker.scope == "employer" and "no_title_of_employers" in fit.category.traits:
            return "a company's title"
        words = self.clauses.between(region.start, region.end)
        if speaker.scope == "employer" and not fit.words:
            return "an employer's figure of which no rule knows a sign"
        if speaker.scope == "employer" and any(token.sense(fit.category.id, "output") for token in words):
            return "the employer's output or revenue"
        return ""

    def _of_trainee(self, category: CategoryRules, speaker: holder.Speaker, position: int) -> CategoryRules:
        """Training, where a trainee holds the prize or title, or 培养, 走出 and the like are in force."""
        if "training_of_trainees" in category.traits and (speaker.trainee or self._is_taught(position)):
            return self.rules.by_id["talent_training"]
        return category

    def _is_taught(self, position: int) -> bool:
        part = self.clauses.bound_before(position, PART)
        for token in reversed(self.clauses.between(part, position)):
            if token.sense("talent_training", "verb"):
                return True
            if any(token.sense(category, "verb", "weak_verb") for category in self.rules.prizes):
                return False
        return False

    # attributes

    def _list_level(self, name: str, region: Region) -> Level:
        """The level written beside the figure, or that of the list where it has only a grade (省级二等奖2项、三等奖4项)."""
        start = region.start
        found = self._level(name, start, region.end)
        short = region.figure.start - start <= GRADE_LENGTH
        while short and found == "unknown" and start and "、" in self.text[start - 1 : start + 1]:
            start = self.clauses.bound_before(start - 1, "，；。：、(")
            found = self._level(name, start, region.start)
        return found

    def _level(self, name: str, start: int, end: int) -> Level:
        words = self.text[start:end]
        category = self.rules.by_id[name]
        if not category.levelled or (category.level_needs is not None and not category.level_needs.search(words)):
            return "unknown"
        return attributes.level(words)

    def _holder(self, speaker: holder.Speaker) -> Holder | None:
        if speaker.name is None:
            return None
        return Holder(self.text[speaker.name.start : speaker.name.end], speaker.name, speaker.confidence)

    # claims without a figure

    def _named(self, found: Iterable[Name]) -> list[Achievement]:
        claims: dict[tuple[object, ...], Achievement] = {}
        for name in found:
            claim = self._name(name)
            if claim is not None:
                claims.setdefault((claim.category, claim.level, claim.status, claim.scope), claim)
        return list(claims.values())

    def _name(self, name: Name) -> Achievement | None:
        span = name.span
        speaker = holder.at(self.speakers, max(span.start, span.end - 1))
        if speaker.scope == "region":
            return None
        category = self._of_trainee(name.category, speaker, span.start)
        if "no_title_of_employers" in category.traits and speaker.scope == "employer":
            return None
        end = self.clauses.bound_after(span.end)
        clause = self.clauses.bound_before(span.start + 1, "，；。：、！？!?;:\n\t(")
        status, why = self.statuses.of(category, Region(clause, Span(span.end, span.end), end))
        if name.rule.status and status == "achieved":
            status, why = status_name(name.rule.status), ()
        level = self._level(category.id, span.start if category.level_needs else clause, span.end)
        if level == "unknown":
            level = self._level(category.id, span.end, end)
        words = self.text[clause : span.end]
        return Achievement(
            category=category_name(category.id),
            span=span,
            approx=None,
            level=level,
            grade=attributes.grade(words) if "graded" in category.traits else None,
            rank=attributes.rank(words) if "ranked" in category.traits else None,
            status=status,
            holder=self._holder(speaker),
            scope=scope_name(name.rule.scope) if name.rule.scope else speaker.scope,
            window=self.window,
            confidence=0.75,
            why=(f"named: {self.text[span.start : span.end]}", *why),
        )


def fitted(clauses: Clauses, figures: list[Quantity], fitter: Fitter) -> Iterator[tuple[Quantity, Region, Fit]]:
    """Each figure that fits a category, with its words; a figure's words end where those of the next begin."""
    floor = 0
    for index, figure in enumerate(figures):
        ceiling = figures[index + 1].span.start if index + 1 < len(figures) else len(clauses.text)
        region = clauses.region(figure.span, floor=floor, ceiling=ceiling)
        fit = fitter.best(figure, region)
        if fit is not None:
            floor = figure.span.end
            yield figure, region, fit


def _reasons(fit: Fit, status: tuple[str, ...]) -> tuple[str, ...]:
    words = f"figure near {'、'.join(fit.words)}" if fit.words else "a figure that the model alone gives a category"
    return words, *status, *((fit.vote,) if fit.vote else ())


def _start(claim: Achievement) -> int:
    return claim.span.start
