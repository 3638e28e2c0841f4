"""How many members the studio has, as each paper says it: the form's field, its roster, what forms and reports tell in words.

A report that tells of the time when the studio was founded (成立之初8人), or of a part of its members (其中高级技师5人), says
nothing of how many it has. A roster may leave the leader out, and a paper may count the members beside the leader.
"""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import combinations

from classifiers.numerals import value
from pipeline.applicant_record import Applicant
from pipeline.merging.folding import simplified
from pipeline.packet_record import Conflict, EvidenceRecord
from pipeline.record import DocumentRecord, PlaceRecord
from pipeline.script import to_simplified
from pipeline.view import Span

MOST = 500
"""More members than this no studio has: the figure is of something else."""
FEWEST_ROWS = 3
LONGEST_READ = 100_000
_FIGURE = r"(\d{1,3}|[一二两三四五六七八九十百]{1,5}) ?(?:名|人|位)"
_HAVE = "(?:现有|共有|有|现|由|吸纳|汇聚|拥有)"
_GROWN = "(?:发展到|增加到|扩大到|增至|增长到|壮大到|发展为)"
_TOLD = (
    re.compile(rf"(?:工作室|团队)[^。；\n\t\d]{{0,8}}?{_HAVE}?成员(?:共|总数|总计|为)?[:：]? ?{_FIGURE}"),
    re.compile(
        rf"(?:工作室|团队)(?:现有|目前有|共有|现共有|由) ?{_FIGURE}(?:固定|核心|在册)?(?:成员|队员|职工|组成|$|[。，,；\n])"
    ),
    re.compile(rf"(?:现有|目前有|共有|拥有)成员 ?{_FIGURE}"),
    re.compile(rf"(?<![\u3400-\u9fff])成员(?:共|共有|现有|总数)? ?{_FIGURE}(?!次)"),
    re.compile(rf"成员[^。；\n\t]{{0,12}}?{_GROWN}(?:如今的|现在的|目前的)? ?{_FIGURE}"),
)
_PART = re.compile(
    "成立之初|最初|起初|当初|初期|刚成立|成立时|创建时|起步时|其中|平均|核心|骨干|党员|先后|累计|培养|新增|兼职|外聘|"
    "培训|组织|选派|获得|荣获|取得|晋升|参加|考取"
)
"""Words by which a number of members is of another time, or of a part of them."""
_FIELD = re.compile(
    r"^(?:共|现有|总计|合计)?(?:成员)? ?(\d{1,3}|[一二两三四五六七八九十百]{1,5}) ?(?:名|人|位)?(?:$|[，,；;（(。])"
)


@dataclass(frozen=True, slots=True)
class Count:
    """A number of members and the words that tell it; a roster's rows may be so many too `many` or too `few` for the whole."""

    number: int
    evidence: EvidenceRecord
    many: int = 0
    few: int = 0


def counts(documents: Sequence[DocumentRecord], whose: Applicant, *, superseded: Set[str] = frozenset()) -> tuple[Count, ...]:
    """Every number of members that papers tell, those of earlier versions left out; the form's first."""
    known = {document.id: document for document in documents}
    found = [*_fields(whose, known), *_roster(whose, known)]
    taken = {(count.evidence.document, count.evidence.span) for count in found}
    for document in documents:
        if document.kind in ("form", "report", "other") and document.id not in superseded:
            found += [count for count in _told(document) if not _within(count, taken)]
    return tuple(found)


def differing(found: Sequence[Count]) -> tuple[Count, ...]:
    """One count for each number told, where they cannot all be so; empty where they can."""
    if not any(_differ(one, other) for one, other in combinations(found, 2)):
        return ()
    return tuple({count.number: count for count in reversed(found)}.values())[::-1]


def disagreement(found: Sequence[Count]) -> Iterator[Conflict]:
    """The one conflict of numbers of members that differ; it names no claim, since how many there are is none."""
    apart = differing(found)
    if apart:
        yield Conflict("members", (), " / ".join(f"{count.number}人" for count in apart))


def _differ(one: Count, other: Count) -> bool:
    return not (_can_be(one, other.number) or _can_be(other, one.number))


def _can_be(count: Count, number: int) -> bool:
    return count.number - count.many <= number <= count.number + count.few


def _fields(whose: Applicant, known: dict[str, DocumentRecord]) -> Iterator[Count]:
    for field in whose.fields:
        if field.field == "members" and field.value and field.document in known:
            match = _FIELD.match(simplified(field.value).strip())
            number = _number(match[1]) if match else None
            if number:
                yield Count(number, EvidenceRecord(field.document, field.span, field.value, field.places, "form", 0))


def _roster(whose: Applicant, known: dict[str, DocumentRecord]) -> Iterator[Count]:
    rows = whose.members
    if len(rows) >= FEWEST_ROWS and rows[0].document in known:
        named = {simplified("".join(row.name.split())) for row in rows}
        led = not whose.leader or simplified("".join(whose.leader.split())) in named
        first, document = rows[0], known[rows[0].document]
        words = document.text[slice(*first.span)]
        evidence = EvidenceRecord(first.document, first.span, words, first.places, document.kind, 0)
        yield Count(len(named), evidence, many=1, few=0 if led else 1)


def _told(document: DocumentRecord) -> Iterator[Count]:
    text = to_simplified(document.text[:LONGEST_READ])
    if len(text) != len(document.text[:LONGEST_READ]):
        return
    for line in document.lines:
        if line.role in ("body", "heading") and line.span[1] <= len(text):
            for start, end in _clauses(text, *line.span):
                match = next((match for pattern in _TOLD if (match := pattern.search(text, start, end))), None)
                number = _number(match[1]) if match and not _PART.search(_around(text, start, end, match)) else None
                if match and number:
                    span = Span(match.start(), match.end())
                    words = document.text[slice(*span)]
                    yield Count(number, EvidenceRecord(document.id, span, words, _places(document, span), document.kind, 0))


def _around(text: str, start: int, end: int, match: re.Match[str]) -> str:
    """The clause; of a growth only what follows the later figure, since it begins with the earlier one."""
    return text[match.end() if re.search(_GROWN, match[0]) else start : end]


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"[^。；;，,\n\t]+[。；;，,]?", text[start:end]):
        yield start + match.start(), start + match.end()


def _number(written: str) -> int | None:
    told = value(written)
    return int(told) if told is not None and told == int(told) and 0 < told <= MOST else None


def _within(count: Count, taken: set[tuple[str, Span]]) -> bool:
    span = count.evidence.span
    return any(name == count.evidence.document and at[0] <= span[0] and span[1] <= at[1] for name, at in taken)


def _places(document: DocumentRecord, span: Span) -> tuple[PlaceRecord, ...]:
    return next((line.places for line in document.lines if line.span[0] <= span[0] < line.span[1]), ())
