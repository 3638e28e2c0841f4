"""Whose a claim is: who is spoken of at each point of a sentence, and from sentence to sentence of a document.

A clause that opens with a holder's name or kind (工作室, 公司, 她, 联盟成员, 全市) sets the scope of what follows, to the end of
the sentence or to the next holder. What names no holder is the studio's, unless the document speaks of an employer alone.
"""

import re
from dataclasses import dataclass, replace
from functools import cache

from corpus import tables
from pipeline.document import Scope
from pipeline.view import Span


@dataclass(frozen=True, slots=True)
class Speaker:
    """From `start` on, this is who is spoken of. `name` is the span of the words that say so."""

    start: int
    scope: Scope
    name: Span | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom the document is about, as its earlier sentences and title leave it."""

    scope: Scope = "studio"
    seen_studio: bool = False


def of_document(title: str, subject: str, text: str) -> Subject:
    """The subject before the first sentence: a document that never names a studio or a team but a firm is the employer's."""
    seen = bool(_STUDIO.search(title) or _STUDIO.search(subject) or _STUDIO.search(text))
    if seen or not _FIRM.search(subject or title):
        return Subject("studio", seen)
    return Subject("employer")


def speakers(text: str, subject: Subject) -> tuple[Speaker, ...]:
    """Who is spoken of, from each point of the sentence on; the first one is the document's subject."""
    found = [Speaker(0, subject.scope, None, 0.6)]
    for match in _pattern().finditer(text):
        kind, confidence = _kinds()[match.lastgroup or ""]
        found.append(Speaker(match.start(), kind, Span(*match.span()), confidence))
    return tuple(found)


def at(found: tuple[Speaker, ...], position: int) -> Speaker:
    """Who is spoken of at `position`."""
    last = found[0]
    for speaker in found:
        if speaker.start > position:
            break
        last = speaker
    return last


def carried(subject: Subject, found: tuple[Speaker, ...]) -> Subject:
    """The subject that the next sentence starts with: a named studio or firm stays, a person only until the next one."""
    last = found[-1]
    if last.scope in ("studio", "employer") and last.name is not None and len(found) > 1:
        return replace(subject, scope="studio" if subject.seen_studio and last.scope == "studio" else subject.scope)
    return subject


_STUDIO = re.compile("工作室|工作坊|工作站|创新团队|团队|班组|攻关组|攻关队|项目组|小组")
_FIRM = re.compile("公司|集团|厂|医院|学校|学院|矿|局|院|所|站|段")


@cache
def _pattern() -> re.Pattern[str]:
    rows = tables.rows("speakers")
    return re.compile("|".join(f"(?P<h{number}>{row['pattern']})" for number, row in enumerate(rows)))


@cache
def _kinds() -> dict[str, tuple[Scope, float]]:
    return {f"h{number}": (_scope(row["scope"]), float(row["confidence"])) for number, row in enumerate(tables.rows("speakers"))}


def _scope(name: str) -> Scope:
    if name not in Scope.__args__:  # type: ignore[attr-defined]
        raise ValueError(f"speakers.tsv: unknown scope {name!r}")
    return name  # type: ignore[return-value]
