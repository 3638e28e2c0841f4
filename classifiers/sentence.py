"""One sentence read: its claims, and the labels of what only looks like one.

Rules, appeals and other people's totals are told beforehand and keep a sentence quiet (`classifiers.quiet`); what may claim is
read by `classifiers.claims`.
"""

import re
from dataclasses import dataclass

from classifiers import attributes, holder, numerals, quiet
from classifiers.catalogue import catalogue
from classifiers.claims import Claims, Rules
from classifiers.clauses import Clauses
from classifiers.counting import counting
from classifiers.verdict import Evidence, Judge
from pipeline.document import Achievement, Helper, Status
from pipeline.view import Span


@dataclass(frozen=True, slots=True)
class Read:
    """What a sentence gave, in its own offsets."""

    achievements: tuple[Achievement, ...]
    helpers: tuple[Helper, ...]


class Reader:
    """Reads sentences with the catalogue of categories, and with the models where there are any."""

    def __init__(self, judge: Judge | None = None) -> None:
        self.rules = Rules.of(catalogue(), judge)

    def read(self, text: str, subject: holder.Subject) -> Read:
        """The claims and labels of one sentence, given whom the document speaks of."""
        text = plain(text)
        clauses = Clauses(text, self.rules.catalogue)
        why = quiet.reason(text, clauses.grams, in_rules=subject.is_rule) or (None if subject.naming else quiet.name_alone(text))
        if why is not None:
            return Read((), (Helper("not_achievement", Span(0, len(text)), (why,)),))
        read = Claims(self.rules, clauses, counting(text), subject)
        claims = read.all()
        if not claims and subject.naming and _LISTED.fullmatch(text):
            claims = [_listed(text, subject.naming, subject.title)]
        helpers = read.helpers
        if not claims and not helpers:
            helpers.append(Helper("not_achievement", Span(0, len(text)), ("no claim found",)))
        return Read(tuple(claims), tuple(helpers))

    def evidence(self, text: str, subject: holder.Subject) -> Evidence | None:
        """What there is to judge of a sentence; None where its words keep it quiet."""
        text = plain(text)
        clauses = Clauses(text, self.rules.catalogue)
        if quiet.reason(text, clauses.grams, in_rules=subject.is_rule) is not None:
            return None
        return Claims(self.rules, clauses, counting(text), subject).evidence()


def plain(text: str) -> str:
    """A sentence as the rules read it: full-width letters narrow, Western marks amid Chinese text as their Chinese form.

    One letter for one, so that offsets stay.
    """
    text = numerals.plain(text)
    return _HALF_WIDTH.sub(_full_width, text) if _NARROW.search(text) else text


_NARROW = re.compile("[,;:]")
_HALF_WIDTH = re.compile(r"(?<!\d)[,;]|[,;](?!\d)|(?<=[一-龥]):(?!\d)")
_LISTED = re.compile(
    r"\s*+(?:[\d一二三四五六七八九十]{1,3}\s?[.、．)]?)?\s*+"
    r"[^，。；：\d\s][^，。；：\d]{1,39}工作室(?:\s*[(（][^，。；]{0,30}[)）])?[。；]?\s*"
)


def _full_width(match: re.Match[str]) -> str:
    return {",": "，", ";": "；", ":": "："}[match[0]]


def _listed(text: str, status: Status, title: str) -> Achievement:
    """A studio in a list of those named: the title of the document says as what."""
    why = ("a studio listed in a document that names studios",)
    span = Span(0, len(text))
    return Achievement(category="honor_title", span=span, level=attributes.level(title), status=status, confidence=0.7, why=why)
