"""Who applies: the studio, its leader and the employer, read from the packet's own papers.

The form decides: a label cell (`corpus/lexicon/form_fields.tsv`) and the value beside it, below it, or after a colon. Other
papers are asked only for what no form states; then the name "X劳模创新工作室" that the packet tells most often gives studio
and leader. Values keep the applicant's own characters; only labels are compared in Simplified.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from corpus import tables
from pipeline.document import DocumentKind
from pipeline.merging.person import Named, named_studios
from pipeline.merging.sameness import simplified
from pipeline.record import Applicant, CellRecord, DocumentRecord, TableRecord

FIRST: tuple[DocumentKind, ...] = ("form", "report", "list", "benefit_certificate", "award_certificate", "contract")
"""The kinds of paper in the order they are asked; every other kind comes after them, news last."""

LONGEST_VALUE = 60
LONGEST_STUDIO = 24
_PERSON = re.compile("[\u3400-\u9fff][\u3400-\u9fff· ]{0,10}[\u3400-\u9fff]")


def applicant(documents: Iterable[DocumentRecord], *, name: str = "") -> Applicant:
    """The applicant as the form names it; a field that no paper states is empty. `name` is the packet's own name."""
    ordered = sorted(documents, key=_asked)
    found: dict[str, str] = {}
    for document in ordered:
        for field, value in _fields(document):
            found.setdefault(field, value)
    texts = (name, *(document.title for document in ordered), *(_body(document) for document in ordered))
    if "studio" not in found and "leader" in found:
        found["studio"] = _of_leader(found["leader"], texts)
    if "leader" not in found:
        told = _told_most(texts, studio=found.get("studio", ""))
        found.setdefault("studio", told.studio)
        found["leader"] = told.person
    return Applicant(found.get("studio", ""), found.get("leader", ""), found.get("employer", ""))


def field_of(label: str) -> str | None:
    """Which field a label names, whatever its script, blanks and colon.

    >>> field_of("領 銜 人："), field_of("邮政编码")
    ('leader', None)
    """
    known = _labels().get(_bare(label)) if len(label) <= LONGEST_VALUE else None
    return known and known[0]


def _fields(document: DocumentRecord) -> Iterator[tuple[str, str]]:
    """Fields and values in text order: of the tables of a form, then of its lines; of other papers' lines alone."""
    if document.kind == "form":
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
            if field_of(cell.text):
                yield from _valued(cell.text, _beside(row, position) or _below(row, position, below))


def _beside(row: Sequence[CellRecord], position: int) -> str:
    """What stands to the right of a label, unless that is a label too."""
    if position + 1 >= len(row) or _is_label(row[position + 1].text):
        return ""
    return row[position + 1].text


def _below(row: Sequence[CellRecord], position: int, below: Sequence[CellRecord]) -> str:
    """What stands under a label in a row of labels."""
    if len(row) < 2 or not all(_is_label(cell.text) or not cell.text.strip() for cell in row):
        return ""
    column = sum(cell.columns for cell in row[:position])
    start = 0
    for cell in below:
        if start == column:
            return "" if _is_label(cell.text) else cell.text
        start += cell.columns
    return ""


def _told(text: str) -> Iterator[tuple[str, str]]:
    """Label and value on one line, with a colon between them."""
    head, colon, tail = text.replace(":", "：").partition("：")
    if colon and not _is_label(tail):
        yield from _valued(head, tail)


def _valued(label: str, text: str) -> Iterator[tuple[str, str]]:
    """The field that `label` names with what was filled in, where that can be its value."""
    field, holding = _labels().get(_bare(label), ("", ())) if len(label) <= LONGEST_VALUE else ("", ())
    value = " ".join(text.replace("_", " ").replace("＿", " ").split())
    if not field or not value or len(value) > LONGEST_VALUE:
        return
    if holding and not any(word in simplified(value) for word in holding):
        return
    if field == "leader":
        value = _person(value)
    if value:
        yield field, value


def _person(value: str) -> str:
    """The first name in a cell, blanks within it closed: 李 明（男） is 李明."""
    match = _PERSON.match(value)
    words = match[0].split() if match else []
    if words and all(len(word) == 1 for word in words):
        return "".join(words)
    return words[0] if words and len(words[0]) > 1 else ""


def _is_label(text: str) -> bool:
    return field_of(text) is not None or _bare(text) in _other_labels()


def _of_leader(leader: str, texts: Iterable[str]) -> str:
    """The longest name of a studio that begins with its leader's, as the first text that has one tells it."""
    pattern = re.compile(f"{re.escape(leader)}[\u3400-\u9fff]{{0,{LONGEST_STUDIO}}}?工作室")
    for text in texts:
        found = sorted((match[0] for match in pattern.finditer(text)), key=len)
        if found:
            return found[-1]
    return ""


def _told_most(texts: Sequence[str], *, studio: str) -> Named:
    """The studio named most often; the packet's own name counts thrice. A `studio` known already has its own person."""
    if studio:
        return next(named_studios(studio), Named(studio, ""))
    counts: Counter[Named] = Counter()
    for position, text in enumerate(texts):
        for named in named_studios(text):
            counts[named] += 1 if position else 3
    return max(sorted(counts), key=counts.__getitem__) if counts else Named("", "")


def _body(document: DocumentRecord) -> str:
    return "\n".join(document.text[span.start : span.end] for span in document.body)


def _asked(document: DocumentRecord) -> tuple[int, str, str]:
    place = FIRST.index(document.kind) if document.kind in FIRST else len(FIRST) + (document.kind == "news")
    return place, document.path, document.id


def _bare(label: str) -> str:
    return simplified("".join(label.split())).strip("：:*＊")


@cache
def _labels() -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """Field and the words its value must hold, by label."""
    return {
        label: (row["field"], () if row["holding"] == "-" else tuple(row["holding"].split()))
        for row in tables.rows("form_fields")
        if row["field"] != "other"
        for label in row["labels"].split()
    }


@cache
def _other_labels() -> frozenset[str]:
    """Labels of fields that are not ours to read: they show that a cell is no value."""
    return frozenset(label for row in tables.rows("form_fields") if row["field"] == "other" for label in row["labels"].split())
