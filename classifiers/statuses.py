"""How far a claim has come: from the marks, verbs and list items around its figure or name."""

import re
from collections.abc import Sequence

from classifiers.attributes import Mark
from classifiers.catalogue import CategoryRules, status_name
from classifiers.clauses import PART, Clauses, Region, Token
from pipeline.document import Status


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
            last = region.figure.end + 4 if wide else region.end
            if "stands_denial" in category.traits and mark.kind == "negated":
                continue
            if (part if wide else clause) <= mark.start < last and not self._is_next_item(mark, region.figure.start):
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

    def _stated(self, name: str, start: int, end: int) -> list[Token]:
        return [token for token in self.clauses.between(start, end) if token.sense(name, "status")]


_NEXT_ITEM = re.compile("、(?:通过|顺利通过|喜获|获|荣获|取得|完成|入选|摘得|斩获|被)")
_SETTLED = re.compile("已|均|全部|获|被|尚|正|还|未|[(]")


def _told(token: Token, name: str) -> Status:
    sense = token.sense(name, "status")
    return status_name(sense.status) if sense else "achieved"
