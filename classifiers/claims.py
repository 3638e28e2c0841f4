"""The claims of one sentence that may claim: figures first (`classifiers.figures`), then names (`classifiers.naming`).

So the rules read it. Where there are models, what both say is weighed (`classifiers.verdict`): figures may change their category,
claims may fall, and others are found. What else a claim says follows from the words near it: status, level, grade, rank and
years; whose it is, from who speaks.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from classifiers import attributes, holder, levels, quiet
from classifiers.catalogue import Catalogue, CategoryRules, Named, category_name, scope_name, status_name
from classifiers.clauses import PART, Clauses, Region
from classifiers.counting import MYRIAD
from classifiers.figures import Fit, Fitted, fitted
from classifiers.naming import Name, names
from classifiers.opinion import Opinion
from classifiers.quantity import Quantity
from classifiers.statuses import Statuses
from classifiers.verdict import Evidence, Judge, Likely, Stored, Told
from classifiers.window import window_at
from pipeline.document import Achievement, Helper, Holder, Scope
from pipeline.view import Span

UNDONE = ("planned", "negated", "revoked", "expected")
"""What is told as not done or hoped for stays however quiet the sentence sounds, and so does what was taken away."""
NAMED = "named: "
"""How the first reason of a claim without a figure begins."""
UNWRITTEN = Named("")
"""The rule of a claim that no rule found."""
UNTOLD = ("planned", "negated", "expected")
"""What a claim that the model alone finds may not be: it does not know a hope or a condition from a deed."""
UNCOUNTED = ("region", "third_party")
"""Whose claims are not counted."""
FAINT = 0.2
"""The probability from which a figure is taken for what its sentence is sure to tell and nothing else does."""
PLAIN = 6.5
"""The score of a figure with its thing and a strong deed beside it."""
IN_ORDER = 18
"""Letters of a clause before its figure, when it tells nothing more than a deed and a thing."""
SHORT = 16
"""Letters of a sentence that says nothing else."""
CERTAIN = 0.8
"""The probability from which the model may give a figure another category than the rules, where these see its thing and deed."""
AGREED = 0.35
"""The probability from which a figure is given to the category that the rules give it to as well: over voices that no model had
seen, facts F1 is within .003 of what the usual bound gives, and fewer figures that rules know are lost."""
DOUBTED = 0.15
"""The probability from which a name is believed whose rule is surer than the models: over voices that these had not seen such
names were right nine times in ten, below it seldom."""
NEXT = 3
"""Letters after a name within which its figure begins: 专利申请0件."""
_NOUGHT = re.compile("(?<![0-9.,，第])(?:0|零)(?=[项件篇个次人名部套])")
_UNNAMED = re.compile("一个又一个|一项又一项|一道又一道|一个个|一道道|一系列|一批|多项|多种|若干|许多|不少|大量")
"""Words for a number of things of which none is named."""
_POWER = re.compile("[十百千万亿]")
"""What makes of 数 a figure after all (数十名, 数百万元), where 多项 and 若干 say nothing."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What claims are read with: the categories, those whose prizes are training where a trainee has them, and the models."""

    catalogue: Catalogue
    by_id: dict[str, CategoryRules]
    prizes: tuple[str, ...]
    sure: frozenset[str]
    judge: Judge | None

    @classmethod
    def of(cls, catalogue: Catalogue, judge: Judge | None) -> "Rules":
        by_id = {category.id: category for category in catalogue.categories}
        prizes = tuple(name for name, category in by_id.items() if "training_of_trainees" in category.traits)
        sure = frozenset(rule.key for _, rule in catalogue.named if rule.is_sure)
        return cls(catalogue, by_id, prizes, sure, judge)


class Claims:
    """The work on one sentence; `helpers` are the labels of what only looked like a claim."""

    def __init__(self, rules: Rules, clauses: Clauses, figures: list[Quantity], subject: holder.Subject) -> None:
        self.rules, self.clauses, self.text = rules, clauses, clauses.text
        self.figures, self.subject = figures, subject
        self.helpers: list[Helper] = []
        self.rule_of: dict[tuple[str, Span], str] = {}

    @cached_property
    def marks(self) -> tuple[attributes.Mark, ...]:
        return attributes.marks(self.text, self.clauses.grams)

    @cached_property
    def speakers(self) -> tuple[holder.Speaker, ...]:
        return holder.speakers(self.text, self.subject, self.clauses.grams)

    @cached_property
    def statuses(self) -> Statuses:
        return Statuses(self.clauses, self.marks)

    def all(self) -> list[Achievement]:
        """Every claim, in order."""
        found = self._by_rules()
        judge = self.rules.judge
        opinion = None if judge is None else judge.opinions.of(self.clauses, always=bool(found or self.figures))
        if judge is not None and opinion is not None:
            found = list(self._judged(judge, opinion, found))
        elif found:
            found = list(self._spoken(found))
        return sorted((self._settled(claim) for claim in found), key=_start)

    def _settled(self, claim: Achievement) -> Achievement:
        """The claim; rights of which only some are told to be granted are applied for as a whole (专利16件，授权9件)."""
        if claim.category != "ip_right" or claim.status != "achieved" or claim.quantity is None:
            return claim
        part = self.clauses.bound_before(claim.span.start, PART + "，、(")
        ends = [one.figure.span.end for one in self.fitted if claim.span.start <= one.figure.span.start < claim.span.end]
        granted = _GRANTED_OF_THEM.match(self.text, min(ends, default=claim.span.end))
        if granted is None or _HELD.search(self.text, part, min(ends, default=claim.span.end)):
            return claim
        some = next((one.figure.value for one in self.fitted if one.figure.span.start == granted.end()), None)
        if some is None or some >= claim.quantity:
            return claim
        return replace(claim, status="applied", why=(*claim.why, "only some of them are told to be granted"))

    @cached_property
    def fitted(self) -> tuple[Fitted, ...]:
        return tuple(fitted(self.clauses, self.figures, self.rules.catalogue.categories))

    def evidence(self) -> Evidence:
        """The sentence as the rules leave it, for models and trees to judge."""
        return self._evidence(list(self._spoken(self._by_rules())))

    def _by_rules(self) -> list[Achievement]:
        found: list[Achievement] = []
        told: list[tuple[str, Span]] = []
        for one in self.fitted:
            fit = one.by_rules
            if fit is None:
                continue
            if fit.category.helper:
                self.helpers.append(Helper("studio_base", fit.span, fit.words))
                continue
            told.append((fit.category.id, fit.span))
            claim = self._claim(one.figure, one.region, fit)
            if claim is not None:
                found.append(claim)
        if possible := self.rules.catalogue.names.possible(self.clauses.grams):
            named = names(self.clauses, self.rules.catalogue, possible, self.figures, self.marks, told)
            found += [claim for claim in self._named(named) if not self._is_nought(claim.span)]
        return found

    def _evidence(self, found: Sequence[Achievement]) -> Evidence:
        told: dict[str, Told] = {}
        for claim in found:
            one = told.get(claim.category, Told(0, 0, 0.0, uncounted=False))
            if not _is_counted(claim):
                told[claim.category] = one._replace(uncounted=True)
            elif claim.why[0].startswith(NAMED):
                rules = (*one.rules, self.rule_of[claim.category, claim.span])
                told[claim.category] = one._replace(names=one.names + 1, surest=max(one.surest, claim.confidence), rules=rules)
            else:
                told[claim.category] = one._replace(figures=one.figures + 1, surest=max(one.surest, claim.confidence))
        at = (holder.at(self.speakers, one.figure.span.end - 1) for one in self.fitted)
        scopes: tuple[Scope, ...] = tuple("studio" if one.name is None else one.scope for one in at)
        silenced = any(helper.label == "not_achievement" for helper in self.helpers)
        return Evidence(self.clauses, self.fitted, scopes, told, silenced)

    # what the models make of it

    def _judged(self, judge: Judge, opinion: Opinion, found: list[Achievement]) -> Iterator[Achievement]:
        """The claims after models and trees have been heard."""
        by_rules = list(self._spoken(found))
        evidence = self._evidence(by_rules)
        heard = judge.heard(evidence, opinion)
        likely = judge.figures(evidence, heard, self.rules.catalogue.categories)
        sure = judge.sentence(evidence, heard, likely)
        votes = [judge.votes.told(odds) for odds in heard.figures]
        claims = [*self._refitted(judge, likely, votes, by_rules), *(one for one in by_rules if one.why[0].startswith(NAMED))]
        kept: list[Achievement] = []
        for claim in claims:
            probability = round(sure.get(claim.category, 0.0), 2)
            if claim.status in UNDONE or claim.scope in UNCOUNTED or claim.unquantified:
                kept.append(claim)
            elif probability < judge.stored.enough and (self._is_plain(claim) or self._is_sure(claim, probability)):
                kept.append(replace(claim, confidence=judge.stored.enough))
            elif probability >= judge.stored.enough:
                kept.append(replace(claim, confidence=probability))
            else:
                why = f"rules and model together: {claim.category} {probability:.2f}"
                self.helpers.append(Helper("not_achievement", claim.span, (why,)))
        told = {claim.category for claim in claims}
        least = min(judge.stored.counted, judge.stored.alone)
        missing = {name: value for name, value in sure.items() if value >= least and name not in told}
        yield from kept
        for claim in self._second_chances(opinion, missing, likely):
            if claim.confidence >= _needed(judge.stored, claim, kept):
                yield claim

    def _is_plain(self, claim: Achievement) -> bool:
        """Whether a figure stands with its thing and its deed so plainly that the sentence as a whole does not silence it.

        So does a change of which both ends are told: over voices that no model had seen, none was wrong.
        """
        ends = (claim.change_from, claim.change_to)
        return any(
            one.by_rules is not None
            and (one.by_rules.category.id, one.by_rules.span) == (claim.category, claim.span)
            and (None not in ends or self._is_said_plainly(one, one.by_rules.score))
            for one in self.fitted
        )

    def _is_said_plainly(self, one: Fitted, score: float) -> bool:
        return one.is_clear and (score >= PLAIN or len(self.text) <= SHORT or self._is_in_order(one))

    def _is_sure(self, claim: Achievement, probability: float) -> bool:
        """Whether a rule of names found it that is to be believed though the models doubt it."""
        return probability >= DOUBTED and self.rule_of.get((claim.category, claim.span)) in self.rules.sure

    def _is_in_order(self, one: Fitted) -> bool:
        """Whether a clause tells a deed, a thing and how many, and nothing more: 获得市级奖项4项."""
        fit, figure = one.by_rules, one.figure.span
        if fit is None or fit.object is None or not one.is_clear or "measured" in fit.category.traits:
            return False
        start = self.clauses.bound_before(figure.start, "，；。：、！？!?;:\n\t(")
        if figure.start - start > IN_ORDER or _TOOK_PART.search(self.text, start, figure.start):
            return False
        thing = fit.object
        deed = thing.is_verb or any(token.is_verb for token in self.clauses.between(start, thing.start))
        return start <= thing.start and thing.end == figure.start and self.clauses.bound_after(figure.end) == figure.end and deed

    def _refitted(
        self, judge: Judge, likely: Sequence[Sequence[Likely]], votes: Sequence[str], by_rules: Sequence[Achievement]
    ) -> Iterator[Achievement]:
        """The claims of figures, each of the category that rules and model together give it to."""
        known: dict[tuple[str, Span], Achievement] = {(claim.category, claim.span): claim for claim in by_rules}
        for one, each, vote in zip(self.fitted, likely, votes, strict=True):
            told = None if one.by_rules is None else known.get((one.by_rules.category.id, one.by_rules.span))
            undone = told is not None and told.status in UNDONE
            fit = one.by_rules if undone else self._fit(one, each, judge.stored.sure)
            if fit is None:
                continue
            claim = known.get((fit.category.id, fit.span)) or self._unsaid(self._claim(one.figure, one.region, fit))
            if claim is not None:
                yield replace(claim, why=(*claim.why, vote))

    def _fit(self, one: Fitted, likely: Sequence[Likely], sure: float) -> Fit | None:
        """What a figure counts; one that stands with both its thing and its deed is never silenced (完成5项科学成果评价)."""
        by_rules = one.by_rules
        if likely and by_rules is not None and likely[0].category == by_rules.category.id:
            sure = min(sure, AGREED)
        clear = by_rules if by_rules is not None and one.is_clear and not by_rules.category.helper else None
        if clear is not None and likely and likely[0].category != clear.category.id and self._is_in_order(one):
            sure = CERTAIN
        if likely and likely[0].probability >= sure:
            return self._fit_of(one, likely[0].category)
        return clear

    def _fit_of(self, one: Fitted, name: str) -> Fit:
        known = next((fit for fit in one.fits if fit.category.id == name), None)
        return known or Fit(self.rules.by_id[name], 0.0, None, (), one.figure.span, one.figure.unit)

    def _unsaid(self, claim: Achievement | None) -> Achievement | None:
        """The claim, unless it stands in a clause that its words keep quiet."""
        return None if claim is None else next(self._spoken([claim]), None)

    def _second_chances(
        self, opinion: Opinion, missing: Mapping[str, float], likely: Sequence[Sequence[Likely]]
    ) -> Iterator[Achievement]:
        """What the sentence tells of `missing` categories: the likeliest figure, else the clause that the model points to."""
        for name, sure in missing.items():
            faint = max(
                ((value, place) for place, each in enumerate(likely) for other, value in each if other == name), default=(0.0, 0)
            )
            claim = None
            if faint[0] >= FAINT:
                one = self.fitted[faint[1]]
                claim = self._unsaid(self._claim(one.figure, one.region, self._fit_of(one, name)))
            if claim is None:
                claim = self._unsaid(self._second_chance(name, opinion.clause(name)))
            if claim is not None and claim.status not in UNTOLD and not self._is_nought(claim.span):
                why = ("a claim that the model alone finds", f"rules and model together: {name} {sure:.2f}", *claim.why[1:])
                yield replace(claim, confidence=round(sure, 2), why=why)

    def _is_nought(self, span: Span) -> bool:
        """Whether what is claimed is counted as nothing: 专利授权0项、论文0篇."""
        return _NOUGHT.search(self.text, span.start, span.end + NEXT) is not None

    def _second_chance(self, name: str, span: Span) -> Achievement | None:
        if self._is_vetoed(name, span):
            return None
        claim = self._name(Name(self.rules.by_id[name], span, UNWRITTEN))
        return claim and replace(claim, unquantified=_UNNAMED.search(self.text, *span) is not None)

    def _is_vetoed(self, category: str, span: Span) -> bool:
        """Whether words in the clause rule the category out, as they do beside a figure."""
        return any(token.sense(category, "veto", "state_veto") for token in self.clauses.between(*span))

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
            level=levels.of_figure(self.clauses, category, region),
            grade=attributes.grade(words) if "graded" in category.traits else None,
            rank=attributes.rank(words) if "ranked" in category.traits else None,
            status=status,
            holder=self._holder(speaker),
            scope="studio" if self._is_of_studio(category, speaker) else speaker.scope,
            window=window_at(self.text, fit.span.start, fit.span.end),
            unquantified=figure.value is None and not figure.is_change and not _POWER.search(self.text, *figure.span),
            confidence=round(min(0.97, 0.5 + fit.score * 0.07), 2),
            why=_reasons(fit, why),
        )

    def _is_of_studio(self, category: CategoryRules, speaker: holder.Speaker) -> bool:
        """Whether it is the studio's though another is spoken of: a region's use of its result, its members' rise by training."""
        return speaker.scope == "region" or (speaker.scope == "member" and category.id == "talent_training")

    def _foreign(self, speaker: holder.Speaker, fit: Fit, region: Region) -> str:
        """Why a figure is nobody's claim: a region's total (its use of a result apart), or an employer's output and revenue."""
        if speaker.scope == "region" and "used_by_regions" not in fit.category.traits:
            return "a region's total"
        if speaker.scope == "employer" and "no_title_of_employers" in fit.category.traits:
            return "a company's title"
        words = self.clauses.between(region.start, region.end)
        if speaker.scope == "employer" and not fit.words and self.subject.scope != "employer":
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

    def _holder(self, speaker: holder.Speaker) -> Holder | None:
        if speaker.name is None:
            return None
        return Holder(self.text[speaker.name.start : speaker.name.end], speaker.name, speaker.confidence)

    # claims without a figure

    def _named(self, found: Iterable[Name]) -> list[Achievement]:
        """Each that is told: of one category, level, status and holder the first, but every grade, and every work that won."""
        claims: dict[tuple[object, ...], Achievement] = {}
        for name in self._beside_labels(found):
            claim = self._name(name)
            if claim is not None:
                self.rule_of.setdefault((claim.category, claim.span), name.rule.key)
                told = (claim.category, claim.level, claim.status, claim.scope, claim.grade, self._winner(name))
                claims.setdefault(told, claim)
        fuller = {told[:4] for told in claims if any(told[4:])}
        return [claim for told, claim in claims.items() if any(told[4:]) or told[:4] not in fuller]

    def _beside_labels(self, found: Iterable[Name]) -> list[Name]:
        """The names without the label in the cell before them, and without those a label has where its value names one too."""
        beyond = self._label_end
        if not beyond:
            return list(found)
        every = list(found)
        valued = {name.category.id for name in every if name.span.end > beyond}
        return [
            name._replace(span=Span(max(name.span.start, beyond), name.span.end)) if name.span.end > beyond else name
            for name in every
            if name.span.end > beyond or name.category.id not in valued
        ]

    @cached_property
    def _label_end(self) -> int:
        """Where the value begins in a row whose first cell is a label; 0 for other sentences."""
        label, tab, _ = self.text.partition("\t")
        return len(label) + 1 if tab and quiet.is_label(label) else 0

    def _winner(self, name: Name) -> str:
        """The quoted name of the work that its clause says has won a prize; empty for none."""
        if "graded" not in name.category.traits:
            return ""
        clause = self.clauses.bound_before(name.span.end, "，；。：！？!?;:\n\t")
        quoted = _QUOTED.search(self.text, clause, name.span.end)
        return quoted[0] if quoted else ""

    def _holding(self, category: CategoryRules, speaker: holder.Speaker, span: Span) -> Scope:
        """Whose a named claim is: what only a person can hold is the leader's where neither the studio nor a member is named."""
        if category.personal is None or speaker.scope != "studio" or speaker.name is not None:
            return speaker.scope
        if not category.personal.search(self.text[span.start : span.end]) or _OF_GROUP.match(self.text, span.end):
            return speaker.scope
        part = self.clauses.bound_before(span.start, PART)
        return "member" if _MEMBERS.search(self.text, part, span.start) else "leader"

    def _is_of_employer(self, category: CategoryRules, speaker: holder.Speaker, span: Span) -> bool:
        """Whether a title is a house's own; in a house's paper persons and teams hold titles too."""
        if "no_title_of_employers" not in category.traits or speaker.scope != "employer":
            return False
        clause = self.clauses.bound_before(span.start, "。；！？\n")
        personal = category.personal is not None and category.personal.search(self.text[span.start : span.end])
        return speaker.name is not None or not (personal or _TEAMS.search(self.text, clause, self.clauses.bound_after(span.end)))

    def _name(self, name: Name) -> Achievement | None:
        span = name.span
        speaker = holder.at(self.speakers, max(span.start, span.end - 1))
        if speaker.scope == "region":
            return None
        category = self._of_trainee(name.category, speaker, span.start)
        if self._is_of_employer(category, speaker, span):
            return None
        end = self.clauses.bound_after(span.end)
        clause = self.clauses.bound_before(span.start + 1, "，；。：、！？!?;:\n\t(")
        told = status_name(name.rule.status) if name.rule.status else None
        status, why = self.statuses.of(category, Region(clause, Span(span.end, span.end), end), named=told)
        if status == "applied" and "proposed_is_made" in category.traits and not _PROPOSAL.search(self.text, clause, end):
            status = "achieved"
        words = self.text[clause : span.end]
        return Achievement(
            category=category_name(category.id),
            span=span,
            approx=None,
            level=levels.of_name(self.clauses, category, Region(clause, span, end)),
            grade=attributes.grade(words) if "graded" in category.traits else None,
            rank=attributes.rank(words) if "ranked" in category.traits else None,
            status=status,
            holder=self._holder(speaker),
            scope=scope_name(name.rule.scope) if name.rule.scope else self._holding(category, speaker, span),
            window=window_at(self.text, span.start, span.end),
            confidence=0.75,
            why=(f"{NAMED}{self.text[span.start : span.end]}", *why),
        )


_OF_GROUP = re.compile("[^，。；、]{0,12}(?:工作室|工坊|集体|班组|团队|基地|示范|小组)")
"""After what looks like a person's title: it is a group's (劳模创新工作室)."""
_GRANTED_OF_THEM = re.compile(
    "(?:专利|申请)?[，(、](?:其中|现|目前|至今)?已?(?:有)?获?(?:得)?(?:授权|获权|下证|核准)(?:的有|的|了)?"
)
_HELD = re.compile("授权|获|取得|拥有|持有|下证|核准|登记|证书|有效|荣|斩|摘|手握")
"""What says that a right is held already."""
_PROPOSAL = re.compile("建议|提案|点子|意见|议案|征集|申报|申请|推荐")
"""What is only put forward; a method or device put forward by a name of its own is made (提出“六步法”)."""
_QUOTED = re.compile("[“《「『][^”》」』]{2,60}[”》」』]")
_TEAMS = re.compile("团队|班组|小组|员工|[甲乙丙]班|[一二三四五]班|青工|职工|同仁|会员")
_TOOK_PART = re.compile("参加|参赛|参与|参评")
_MEMBERS = re.compile("成员|队员|组员|骨干|职工|员工|青工|同志们")


def _needed(stored: Stored, claim: Achievement, others: Sequence[Achievement]) -> float:
    """The least probability of a claim that the models alone find: words that tell of another thing seldom tell of this too."""
    if claim.quantity is not None or claim.change_to is not None:
        return stored.counted
    beside = any(claim.span.start < other.span.end and other.span.start < claim.span.end for other in others)
    return stored.beside if beside else stored.alone


def _is_counted(claim: Achievement) -> bool:
    return not claim.unquantified and claim.status not in ("planned", "negated") and claim.scope not in UNCOUNTED


def _reasons(fit: Fit, status: tuple[str, ...]) -> tuple[str, ...]:
    words = f"figure near {'、'.join(fit.words)}" if fit.words else "a figure that the model alone gives a category"
    return words, *status


def _start(claim: Achievement) -> int:
    return claim.span.start
