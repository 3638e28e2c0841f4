"""How far a claim has come: from the marks, verbs and list items around its figure or name."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from classifiers.attributes import Mark
from classifiers.catalogue import CategoryRules, status_name
from classifiers.clauses import PART, Clauses, Region, Token
from pipeline.document import Status

NEAR = 4
"""Letters after a figure within which a forecast or plan is of it (创效300万元，预计)."""


class Statuses:
    """Tells the status of the claims of one sentence."""

    def __init__(self, clauses: Clauses, marks: Sequence[Mark]) -> None:
        self.clauses, self.text, self.marks = clauses, clauses.text, marks

    def of(self, category: CategoryRules, region: Region, *, named: Status | None = None) -> tuple[Status, tuple[str, ...]]:
        """What is asked for or wanting at the figure itself; else how it is told, and what the rest of its sentence says.

        `named` is the status that the pattern of a name gives it.
        """
        start, end = region.figure
        status, why = self._told(category, region)
        if named is not None and status == "achieved":
            status, why = named, ()
        if status in ("planned", "negated", "expected"):
            return status, why
        if start < end and _ASKED.search(self.text, max(0, start - ASKED), start) and self.text[end - 1] in _COUNTED:
            return "planned", ("a figure that is asked for",)
        if start < end and _WANTING.match(self.text, end):
            return "negated", ("told as wanting",)
        rest = _OTHERS.split(self.text[end : self.clauses.bound_after(end, passed="，、：,()（）")], maxsplit=1)[0]
        for row in _LATER.get(category.id, ()):
            if status in row.before and row.words.search(rest):
                return row.status, (f"told later: {row.why}",)
        return status, why

    def _told(self, category: CategoryRules, region: Region) -> tuple[Status, tuple[str, ...]]:
        """Marks of forecast, plan and denial before the figure in its part of the sentence win; then the nearest status verb."""
        part = self.clauses.bound_before(region.figure.start, PART)
        clause = self.clauses.bound_before(region.figure.start, PART + "，,")
        for mark in self.marks:
            wide = mark.kind in ("expected", "planned")
            last = self._reach(region) if wide else region.end
            if "stands_denial" in category.traits and mark.kind == "negated":
                continue
            near = (part if wide else clause) <= mark.start < last
            if near and not self._is_next_item(mark, region.figure.start) and not (wide and self._is_past(mark, region)):
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

    def _is_next_item(self, mark: Mark, position: int) -> bool:
        """Whether a new item of a list stands between: a jury's vote covers its own alone (全票通过甲奖、喜获乙认证)."""
        return mark.kind == "reviewed" and _NEXT_ITEM.search(self.text, mark.end, position) is not None

    def _reach(self, region: Region) -> int:
        """How far after the figure a forecast or plan is of it: not beyond its part, nor past the clause of a change."""
        done = _CHANGED.search(self.text, region.start, region.figure.end) is not None
        marks = "，,；;。！？!?\n" if done else "；;。！？!?\n"
        stop = next(
            (place for place in range(region.figure.end, region.figure.end + NEAR) if self.text[place : place + 1] in marks), None
        )
        return region.figure.end + NEAR if stop is None else stop

    def _is_past(self, mark: Mark, region: Region) -> bool:
        """Whether a clause between a forecast or plan and the figure goes back to what is done (下一步推广，目前已…)."""
        return _DONE.search(self.text, mark.end, region.figure.start) is not None

    def _stated(self, name: str, start: int, end: int) -> list[Token]:
        return [token for token in self.clauses.between(start, end) if token.sense(name, "status")]


class Later(NamedTuple):
    """What is said after a claim in its part of the sentence, the statuses that it changes, and to which."""

    before: tuple[Status, ...]
    words: re.Pattern[str]
    status: Status
    why: str


_SHOWN = Later(
    ("achieved", "applied"),
    re.compile("(?:正在|仍在|尚在|目前|现正|现已|待|正|处于)[^，。；]{0,6}公示"),
    "reviewed",
    "shown to the public before the decision",
)
_LATER: dict[str, tuple[Later, ...]] = {
    "award_result": (_SHOWN,),
    "honor_title": (_SHOWN,),
    "ip_right": (
        Later(("achieved",), re.compile("^(?:正在|正|在|已|待)?(?:办理登记|复审|补正|答复审查)"), "applied", "not granted yet"),
        Later(
            ("applied",),
            re.compile(
                "^[^\\d一二两三四五六七八九十]{0,14}[，,][^，。；\\d]{0,2}(?:[一二两三四五六七八九十\\d]+[年月]后|已经?|业已|现已|去年|今年|上月|上周|均已)?"
                "(?<!未)(?<!待)(?:获得?|收到|拿到|取得)?(?:授权(?!率)|核准|下证|证书)(?![^，。；]{0,4}[\\d一二两三四五六七八九十])"
            ),
            "achieved",
            "granted since",
        ),
    ),
    "tech_project": (
        Later(
            ("achieved", "interim"),
            re.compile(
                "(?:均|都|仍|全部|尚)(?:在研|在做|在进行|未结题)|延期(?![^，。；]{0,3}[\\d一二两三四五六七八九十])|尚未(?:组织)?(?:结题|验收)|(?:试验|测试|中试|试用|试装|论证)阶段|才(?:能)?(?:知道|见分晓)"
            ),
            "interim",
            "under way",
        ),
        Later(
            ("interim",),
            re.compile(
                r"(?:[，,、]|并)(?:\d{4}年)?(?:\d{1,2}月)?[^，。；\d项个未待]{0,8}"
                r"(?:顺利|按期|如期|均|全部|已|并|通过)[^，。；\d项个未待]{0,8}(?:结题|验收|结项)"
                r"(?!率|[了\s]?[\d一二两三四五六七八九十])"
            ),
            "achieved",
            "finished since",
        ),
    ),
    "knowledge_output": (
        Later(
            ("achieved", "applied"),
            re.compile("征求意见稿|(?:已|稿)送审|目前已报批|^草案"),
            "interim",
            "a draft",
        ),
    ),
    "process_improve": (
        Later(
            ("achieved",),
            re.compile(
                "^[^，。；\\d]{0,8}[，,(（、](?:其中)?(?:有)?(?:[^，。；\\d]{0,4})(?:被|获|已)?(?:采纳|采用|获采)(?:了)?[\\d一二两三四五六七八九十百]"
            ),
            "applied",
            "only some of them were adopted",
        ),
    ),
}
_OTHERS = re.compile(
    "[，、,](?:其余|余下|其他|另外?(?:有|外)?|还有|此外)(?=[\\d一二两三四五六七八九十]|[^，。；]{0,4}[项件个篇])"
)
"""Where a sentence goes on about others than the claim: 获奖3项，另有1项正在公示."""
ASKED = 10
_COUNTED = "件项篇部人名个次套份场期对条"
_ASKED = re.compile("(?:≥|>=|≧|不少于|不低于|任务书?(?:要求)?|指标|应完成|应达到?|需完成)(?:为|数|值|是)?[：:]?\\s?$")
"""What stands right before a figure that is asked for and not told."""
_WANTING = re.compile("(?:均|都|还)?(?:缺(?!陷|口)|未附|未盖|未提供|无任何|没有(?:证|材|签)|不予认定|不予采信)")
"""What stands right after a figure of things that are wanting."""
_NEXT_ITEM = re.compile("、(?:通过|顺利通过|喜获|获|荣获|取得|完成|入选|摘得|斩获|被)")
_CHANGED = re.compile("[降提升缩减增压]低?高?短?[到至为]|由|从")
_DONE = re.compile(
    "[，,](?:目前|至今|现|迄今|如今)?(?:已(?!经?将)|实际(?=完成|获|授|取|申|为|达|有|查|仅|\\d)|审计确认|经核实)|[，,](?:去年|上年|前年)(?!同期)"
)
_SETTLED = re.compile("已|均|全部|获|被|尚|正|还|未|[(]")


def _status(token: Token, name: str) -> Status:
    sense = token.sense(name, "status")
    return status_name(sense.status) if sense else "achieved"
