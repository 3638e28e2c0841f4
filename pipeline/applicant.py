"""Who applies: the studio, its leader and the employer, read from the packet's own papers.

The form decides: a label cell (`corpus/lexicon/form_fields.tsv`) and the value beside it, below it, or after a colon. Where no
paper has such a field, the name "X劳模创新工作室" that the packet tells most often gives studio and leader. Values keep the
applicant's own characters; only labels are compared in Simplified.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from corpus import tables
from pipeline.document import DocumentKind
from pipeline.record import Applicant, CellRecord, DocumentRecord, TableRecord
from pipeline.sameness import simplified

FIRST: tuple[DocumentKind, ...] = ("form", "report", "list", "benefit_certificate", "award_certificate", "contract")
"""The kinds of paper in the order they are asked; every other kind comes after them."""

LONGEST_VALUE = 60
_STUDIO = re.compile(
    "([\u3400-\u9fff]{0,12}?)([\u3400-\u9fff·]{2,4})((?:劳模|勞模|劳动模范|勞動模範|工匠|职工|職工|技能大师|技能大師|首席技师|首席技師|高技能)"
    "[\u3400-\u9fff]{0,8}?工作室)"
)


def applicant(documents: Iterable[DocumentRecord], *, name: str = "") -> Applicant:
    """The applicant as the form names it; a field that no paper states is empty. `name` is the packet's own name."""
    ordered = sorted(documents, key=_asked)
    found: dict[str, str] = {}
    for document in ordered:
        for field, value in _fields(document):
            found.setdefault(field, value)
    if not ("studio" in found and "leader" in found):
        studio, leader = _told_most(ordered, name)
        found.setdefault("studio", studio)
        if leader and leader in found["studio"]:
            found.setdefault("leader", leader)
    return Applicant(found.get("studio", ""), found.get("leader", ""), found.get("employer", ""))


def field_of(label: str) -> str | None:
    """Which field a label names, whatever its script, blanks and colon.

    >>> field_of("領 銜 人："), field_of("邮政编码")
    ('leader', None)
    """
    return _labels().get(_bare(label)) if len(label) <= LONGEST_VALUE else None


def _fields(document: DocumentRecord) -> Iterator[tuple[str, str]]:
    if document.kind != "news":
        for table in document.tables:
            yield from _table_fields(table)
    for line in document.lines:
        if line.role in ("body", "heading", "title") and line.span.end - line.span.start <= 2 * LONGEST_VALUE:
            yield from _told(document.text[line.span.start : line.span.end])


def _table_fields(table: TableRecord) -> Iterator[tuple[str, str]]:
    for index, row in enumerate(table.rows):
        below = table.rows[index + 1] if index + 1 < len(table.rows) else ()
        for position, cell in enumerate(row):
            yield from _told(cell.text)
            field = field_of(cell.text)
            if field is None:
                continue
            value = _beside(row, position) or _below(row, position, below)
            if value:
                yield field, value


def _beside(row: Sequence[CellRecord], position: int) -> str:
    """The value to the right of a label, unless that cell is a label or a heading row goes on."""
    if position + 1 >= len(row):
        return ""
    return "" if _is_label(row[position + 1].text) else _value(row[position + 1].text)


def _below(row: Sequence[CellRecord], position: int, below: Sequence[CellRecord]) -> str:
    """The value under a label that stands in a row of labels."""
    if len(row) < 2 or not all(_is_label(cell.text) or not cell.text.strip() for cell in row):
        return ""
    column = sum(cell.columns for cell in row[:position])
    start = 0
    for cell in below:
        if start == column:
            return "" if _is_label(cell.text) else _value(cell.text)
        start += cell.columns
    return ""


def _told(text: str) -> Iterator[tuple[str, str]]:
    """Label and value on one line, with a colon between them."""
    head, colon, tail = text.replace(":", "：").partition("：")
    field = field_of(head) if colon else None
    if field and field_of(tail) is None and (value := _value(tail)):
        yield field, value


def _value(text: str) -> str:
    """What was filled in, without rules of underscores; text too long for a name is none."""
    value = " ".join(text.replace("_", " ").replace("＿", " ").split())
    return value if value and len(value) <= LONGEST_VALUE else ""


def _is_label(text: str) -> bool:
    return field_of(text) is not None or _bare(text) in _other_labels()


def _told_most(documents: Sequence[DocumentRecord], name: str) -> tuple[str, str]:
    """The studio named most often (the packet's own name counts thrice, titles twice) and the person in its name."""
    counts: Counter[tuple[str, str]] = Counter()
    for weight, text in ((3, name), *((2, document.title) for document in documents), *((1, _body(d)) for d in documents)):
        for match in _STUDIO.finditer(text):
            person = _person(match[2])
            if person:
                counts[person + match[3], person] += weight
    if not counts:
        return "", ""
    return max(counts, key=lambda named: (counts[named], named))


def _person(text: str) -> str:
    """The person at the end of `text`: the longest of three, two or four letters that begins with a surname."""
    known = _surnames()
    for size in (3, 2, 4):
        start = simplified(text[-size:])
        if len(text) >= size and (start[:1] in known or start[:2] in known):
            return text[-size:]
    return ""


def _body(document: DocumentRecord) -> str:
    return "\n".join(document.text[span.start : span.end] for span in document.body)


def _asked(document: DocumentRecord) -> tuple[int, str, str]:
    place = FIRST.index(document.kind) if document.kind in FIRST else len(FIRST) + (document.kind == "news")
    return place, document.path, document.id


def _bare(label: str) -> str:
    return simplified("".join(label.split())).strip("：:*＊")


@cache
def _labels() -> dict[str, str]:
    return {
        label: row["field"] for row in tables.rows("form_fields") if row["field"] != "other" for label in row["labels"].split()
    }


@cache
def _other_labels() -> frozenset[str]:
    """Labels of fields that are not ours to read: they show that a cell is no value."""
    return frozenset(label for row in tables.rows("form_fields") if row["field"] == "other" for label in row["labels"].split())


@cache
def _surnames() -> frozenset[str]:
    return frozenset(surname for row in tables.rows("surnames") for surname in row["surnames"].split())
