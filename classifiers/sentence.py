"""One sentence read: its claims, and the labels of what only looks like one.

Figures come first (`classifiers.figures`), then claims without a figure (`classifiers.naming`). Status, level, grade, rank and
holder follow from the words near each. Rules, appeals and other people's totals are told beforehand and keep a sentence quiet.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from classifiers import attributes, holder, numerals
from classifiers.catalogue import CategoryRules, catalogue, category_name, scope_name, status_name
from classifiers.clauses import PART, Clauses, Region, Token
from classifiers.figures import Fit, Fitter
from classifiers.naming import Name, names
from classifiers.quantity import Quantity, quantities
from corpus import tables
from pipeline.document import Achievement, Helper, Holder, Level, Status
from pipeline.view import Span


@dataclass(frozen=True, slots=True)
class Read:
    """What a sentence gave, in its own offsets."""

    achievements: tuple[Achievement, ...]
    helpers: tuple[Helper, ...]


class Reader:
    """Reads sentences with the catalogue of categories."""

    def __init__(self) -> None:
        self.catalogue = catalogue()
        self.by_id = {category.id: category for category in self.catalogue.categories}
        self.prizes = [name for name, category in self.by_id.items() if "training_of_trainees" in category.traits]

    def read(self, text: str, subject: holder.Subject) -> Read:
        """The claims and labels of one sentence, given whom the document speaks of."""
        text = _HALF_WIDTH.sub(_full_width, numerals.plain(text))
        quiet = "the document is a rule" if subject.is_rule and not _OF_ONE.search(text) else _quiet(text)
        speakers = holder.speakers(text, subject)
        if quiet is not None:
            return Read((), (Helper("not_achievement", Span(0, len(text)), (quiet,)),))
        scan = _Scan(self, text, speakers)
        claims = scan.claims()
        if not claims and subject.naming and _LISTED.fullmatch(text):
            claims = [_listed(text, subject.naming, subject.title)]
        helpers = scan.helpers
        if not claims and not helpers:
            helpers.append(Helper("not_achievement", Span(0, len(text)), ("no claim found",)))
        return Read(tuple(claims), tuple(helpers))


class _Scan:
    """The work on one sentence."""

    def __init__(self, reader: Reader, text: str, speakers: tuple[holder.Speaker, ...]) -> None:
        self.reader, self.text, self.speakers = reader, text, speakers
        self.clauses = Clauses(text, reader.catalogue)
        self.figures = [figure for figure in quantities(text) if _counts(figure, text)]
        self.marks = attributes.marks(text)
        self.window = attributes.window(text)
        self.helpers: list[Helper] = []

    def claims(self) -> list[Achievement]:
        """Every claim, in order."""
        fitter = Fitter(self.clauses, self.reader.catalogue.categories)
        found: list[Achievement] = []
        told: list[tuple[str, Span]] = []
        floor = 0
        for index, figure in enumerate(self.figures):
            ceiling = self.figures[index + 1].span.start if index + 1 < len(self.figures) else len(self.text)
            region = self.clauses.region(figure.span, floor=floor, ceiling=ceiling)
            fit = fitter.best(figure, region)
            if fit is None:
                continue
            floor = figure.span.end
            if fit.category.helper:
                self.helpers.append(Helper("studio_base", fit.span, fit.words))
                continue
            told.append((fit.category.id, fit.span))
            claim = self._claim(figure, region, fit)
            if claim is not None:
                found.append(claim)
        named = names(self.clauses, self.reader.catalogue.categories, self.figures, self.marks, told)
        return sorted([*found, *self._named(named)], key=_start)

    def _claim(self, figure: Quantity, region: Region, fit: Fit) -> Achievement | None:
        speaker = holder.at(self.speakers, max(figure.span.end, fit.span.end) - 1)
        if reason := self._foreign(speaker, fit):
            self.helpers.append(Helper("not_achievement", fit.span, (reason,)))
            return None
        category = self._of_trainee(fit.category, speaker, figure.span.start)
        status, why = self._status(category, region)
        words = self.text[region.start : region.end]
        counted = self.text[fit.object.start : fit.object.end] if fit.object else None
        return Achievement(
            category=category_name(category.id),
            span=fit.span,
            quantity=figure.value,
            quantity_max=figure.maximum,
            change_from=figure.change_from,
            change_to=figure.change_to,
            unit=figure.unit or (None if figure.is_change else category.unit) or None,
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
            confidence=round(min(0.97, 0.5 + fit.score * 0.07), 2),
            why=(f"figure near {'、'.join(fit.words)}", *why),
        )

    def _foreign(self, speaker: holder.Speaker, fit: Fit) -> str:
        """Why a figure is nobody's claim: a region's total (its use of a result apart), or an employer's output and revenue."""
        if speaker.scope == "region" and "used_by_regions" not in fit.category.traits:
            return "a region's total"
        if speaker.scope == "employer" and "no_title_of_employers" in fit.category.traits:
            return "a company's title"
        if speaker.scope == "employer" and fit.object is not None and fit.object.sense(fit.category.id, "output"):
            return "the employer's output or revenue"
        return ""

    def _of_trainee(self, category: CategoryRules, speaker: holder.Speaker, position: int) -> CategoryRules:
        """Training, where a trainee holds the prize or title, or 培养, 走出 and the like are in force."""
        if "training_of_trainees" in category.traits and (speaker.trainee or self._is_taught(position)):
            return self.reader.by_id["talent_training"]
        return category

    def _is_taught(self, position: int) -> bool:
        part = self.clauses.bound_before(position, PART)
        for token in reversed(self.clauses.between(part, position)):
            if token.sense("talent_training", "verb"):
                return True
            if any(token.sense(category, "verb", "weak_verb") for category in self.reader.prizes):
                return False
        return False

    # attributes

    def _status(self, category: CategoryRules, region: Region) -> tuple[Status, tuple[str, ...]]:
        """Marks of forecast, plan and denial before the figure in its part of the sentence win; then the nearest status verb."""
        part = self.clauses.bound_before(region.figure.start, PART)
        clause = self.clauses.bound_before(region.figure.start, PART + "，,")
        for mark in self.marks:
            wide = mark.kind in ("expected", "planned")
            last = region.figure.end + 4 if wide else region.end
            if "stands_denial" in category.traits and mark.kind == "negated":
                continue
            if (part if wide else clause) <= mark.start < last and not self._is_next_item(mark, region.figure.start):
                return mark.kind, (mark.why,)
        before = self._stated(category.id, region.start, region.figure.start)
        after = self._stated(category.id, region.figure.end, region.end)
        if after and (not before or _SETTLED.search(self.text[region.figure.end : after[0].start + 1])):
            return _status(after[0], category.id), ()
        if before:
            return _status(before[-1], category.id), ()
        own = any(
            token.sense(category.id, "verb", "weak_verb") for token in self.clauses.between(region.start, region.figure.start)
        )
        for token in () if own else reversed(self.clauses.between(part, region.start)):
            if token.sense(category.id, "status"):
                return _status(token, category.id), ()
            if token.is_verb:
                break
        return "achieved", ()

    def _is_next_item(self, mark: attributes.Mark, position: int) -> bool:
        """Whether a new item of a list stands between: a jury's vote covers its own alone (全票通过甲奖、喜获乙认证)."""
        return mark.kind == "reviewed" and _NEXT_ITEM.search(self.text, mark.end, position) is not None

    def _stated(self, name: str, start: int, end: int) -> list[Token]:
        return [token for token in self.clauses.between(start, end) if token.sense(name, "status")]

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
        category = self.reader.by_id[name]
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
        status, why = self._status(category, Region(clause, Span(span.end, span.end), end))
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


GRADE_LENGTH = 6
"""Words before a figure that are no longer than this name a grade, not a prize of its own."""
_POWER = re.compile("[十百千万亿]")
"""What makes of 数 a figure after all (数十名, 数百万元), where 多项 and 若干 say nothing."""
_WINDOW = re.compile(
    "(?:近|最近|过去|历时|历经|连续|成立|以来|前|从业|工作|耗时|用了|短短|从事|每|奋战|坚守|入行|扎根|这|整整|干了|守了|跑了|将近|第|不到|时隔|奔波|深耕)$"
)
_LENGTHENED = re.compile("(?:寿命|周期|延长|缩短|提前|使用期|间隔|周期由|周期从|增加到|增至|至|到)[^，。；]{0,6}$")
_OF_ONE = re.compile("该室|该工作室|该团队|[^，。；]{2,10}工作室(?:因|已|先后|累计)")
"""In a document of rules, what is told of one studio as an example."""
_HALF_WIDTH = re.compile(r"(?<!\d)[,;]|[,;](?!\d)|(?<=[一-龥]):(?!\d)")
_NEXT_ITEM = re.compile("、(?:通过|顺利通过|喜获|获|荣获|取得|完成|入选|摘得|斩获|被)")
_UNBROKEN = re.compile(
    "(?:来|间|内)?(?:保持|实现|安全)?(?:无|零|没有|未发生|未出现|没出)[^，。；]{0,6}"
    "(?:事故|故障|差错|违章|伤|投诉|停机|缺陷|纰漏|责任|断轨|跳闸|泄漏)"
)
"""After a length of time: what did not happen in it, which is then the claim (2600天无责任事故)."""
_SETTLED = re.compile("已|均|全部|获|被|尚|正|还|未|[(]")
_LISTED = re.compile(
    r"\s*(?:[\d一二三四五六七八九十]{1,3}\s?[.、．)]?)?\s*"
    r"[^，。；：\d]{2,40}工作室(?:\s*[(（][^，。；]{0,30}[)）])?[。；]?\s*"
)
_STUDIOS = re.compile("[^，。；]{0,12}工作室")
_CLOSING = re.compile("[”」』》]")
_LABELLED = re.compile("[：:\t][^，。；]{0,6}$|[一-龥]$")


def _counts(figure: Quantity, text: str) -> bool:
    """Whether a figure may count something: no time that only frames what is told, no number without a unit amid words."""
    start, end = figure.span
    if _quoted(text, start) or (figure.unit in ("家", "个", "间") and _STUDIOS.match(text, end)):
        return False
    lead = text[max(0, start - 12) : start]
    if figure.kind == "time" and not figure.is_change:
        if _UNBROKEN.match(text, end):
            return True
        if figure.unit in ("年", "个月", "季度") and not _LENGTHENED.search(lead):
            return False
        return not _WINDOW.search(lead)
    if figure.unit is None and not figure.is_change:
        alone = end == len(text) or text[end] in "，。；、\t)\n "
        return (figure.value or 0) >= MYRIAD or bool(alone and _LABELLED.search(lead))
    return True


MYRIAD = 10_000
"""A number with 万 or 亿 needs no unit to count: it is money."""
QUOTE = 14
"""How many characters before a figure its quoted name may begin."""


def _quoted(text: str, position: int) -> bool:
    """Whether a figure is a piece of a short quoted name (“复壮三步法”)."""
    opened = max(text.rfind(mark, max(0, position - QUOTE), position) for mark in "“「『《")
    if opened < 0 or _CLOSING.search(text, opened, position):
        return False
    return _CLOSING.search(text, position, opened + QUOTE + 6) is not None


def _quiet(text: str) -> str | None:
    """Why a sentence claims nothing: it is a rule, an appeal, a supposition; None where it may claim."""
    match = _quiet_pattern()[0].search(text)
    return _quiet_pattern()[1][match.lastgroup or ""] if match else None


@cache
def _quiet_pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    rows = tables.rows("quiet")
    named = {f"q{number}": f"{row['kind']}: {row['why']}" for number, row in enumerate(rows)}
    return re.compile("|".join(f"(?P<q{number}>{row['pattern']})" for number, row in enumerate(rows))), named


def _full_width(match: re.Match[str]) -> str:
    """A Western mark amid Chinese text as its Chinese form, so that patterns need to know one only."""
    return {",": "，", ";": "；", ":": "："}[match[0]]


def _status(token: Token, name: str) -> Status:
    sense = token.sense(name, "status")
    return status_name(sense.status) if sense else "achieved"


def _listed(text: str, status: Status, title: str) -> Achievement:
    """A studio in a list of those named: the title of the document says as what."""
    why = ("a studio listed in a document that names studios",)
    span = Span(0, len(text))
    return Achievement(category="honor_title", span=span, level=attributes.level(title), status=status, confidence=0.7, why=why)


def _start(claim: Achievement) -> int:
    return claim.span.start
