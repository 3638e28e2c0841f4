"""Claims without a figure: a prize, a title, a method, a device or a standard that is named."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from classifiers.attributes import Mark
from classifiers.catalogue import Catalogue, CategoryRules, Named
from classifiers.clauses import Clauses
from classifiers.quantity import Quantity
from pipeline.view import Span, touches


class Name(NamedTuple):
    """A named claim: its category, its span, and what the pattern that found it says of it."""

    category: CategoryRules
    span: Span
    rule: Named


def names(
    clauses: Clauses,
    catalogue: Catalogue,
    possible: Sequence[int],
    figures: Sequence[Quantity],
    marks: Sequence[Mark],
    told: Sequence[tuple[str, Span]],
) -> Iterator[Name]:
    """Named claims by the rules that are `possible`.

    Left out are those that a figure of `told` (category and span) has told already, and those that a forecast makes a condition.
    A category that overrides others (a trainee's prize is training) is read before them and keeps its words from them.
    """
    kept: list[Span] = []
    spans: dict[str, list[Span]] = {}
    for number in possible:
        category, rule = catalogue.named[number]
        own = spans.setdefault(category.id, [])
        for match in catalogue.names.pattern(number).finditer(clauses.text):
            span = Span(*match.span())
            if touches(span, own) or (not category.overrides and category.yields and touches(span, kept)):
                continue
            if _condition(span, marks) or _counted(span, figures) or _told(category.id, span, told, clauses.text):
                continue
            own.append(span)
            if category.overrides:
                kept.append(span)
            for piece in pieces(clauses, span) if category.listed else (span,):
                yield Name(category, piece, rule)


def pieces(clauses: Clauses, span: Span) -> list[Span]:
    """The names that stand side by side, each from its mark to the next (市级工作室、全国工人先锋号)."""
    stop = clauses.bound_after(span.end, passed="、")
    found, start = [], span.start
    for match in _AND.finditer(clauses.text, span.start, stop):
        if _TITLE_END.search(clauses.text[start : match.start()]):
            found.append(Span(start, match.start()))
            start = match.end()
    if not found:
        return [span]
    if _TITLE_END.search(clauses.text[start:stop]):
        found.append(Span(start, stop))
    return found


_AND = re.compile("[、和及与]|以及")
_TITLE_END = re.compile(
    "(?:工作室|奖章|奖状|劳动模范|劳模|工作者|能手|先锋号|文明号|文明岗|红旗手|集体|标兵|工匠|大师|津贴|技师|专家|个人|班组|示范岗|称号|状元|奖|"
    '金牌|银牌|铜牌|成果|传承人|名师|名匠|基地|团队|[”」])[”」"]?(?:等|称号|荣誉|荣誉称号|等荣誉|等称号|等荣誉称号)*$'
)


def _condition(span: Span, marks: Sequence[Mark]) -> bool:
    """Whether the claim is itself the condition of a forecast (如在全省推广使用，可…)."""
    return any(mark.kind == "expected" and mark.start < span.start < mark.end for mark in marks)


def _counted(span: Span, figures: Sequence[Quantity]) -> bool:
    """Whether a figure of things stands inside the claim: then the figure has spoken."""
    return any(
        figure.kind in ("count", "person") and span.start <= figure.span.start <= span.end and figure.value != 1
        for figure in figures
    )


def _told(name: str, span: Span, told: Sequence[tuple[str, Span]], text: str) -> bool:
    """Whether a figure of the category has told it: one that overlaps, or stands beside it without a mark between."""
    for other, place in told:
        if name != other or not (span.start < place.end + BESIDE and place.start < span.end + BESIDE):
            continue
        between = text[min(span.end, place.end) : max(span.start, place.start)]
        if not _MARK.search(between):
            return True
    return False


BESIDE = 2
_MARK = re.compile("[，；、。]")
