"""How far a claim has come: from the marks, verbs and list items around its figure or name."""

import re
from collections.abc import Sequence

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

    def of(self, category: CategoryRules, region: Region) -> tuple[Status, tuple[str, ...]]:
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
            return _told(after[0], category.id), ()
        if before:
            return _told(before[-1], category.id), ()
        own = any(
            token.sense(category.id, "verb", "weak_verb") for token in self.clauses.between(region.start, region.figure.start)
        )
        for token in () if own else reversed(self.clauses.between(part, region.start)):
            if token.sense(category.id, "status"):
                return _told(token, category.id), ()
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


_NEXT_ITEM = re.compile("、(?:通过|顺利通过|喜获|获|荣获|取得|完成|入选|摘得|斩获|被)")
_CHANGED = re.compile("[降提升缩减增压]低?高?短?[到至为]|由|从")
_DONE = re.compile("[，,](?:目前|至今|现|迄今|如今)?(?:已(?!经?将)|实际(?=完成|获|授|取|申))|[，,](?:去年|上年|前年)(?!同期)")
_SETTLED = re.compile("已|均|全部|获|被|尚|正|还|未|[(]")


def _told(token: Token, name: str) -> Status:
    sense = token.sense(name, "status")
    return status_name(sense.status) if sense else "achieved"
