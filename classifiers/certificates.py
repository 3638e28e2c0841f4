"""Certificates of rights: the name, number and date of the patent or program that a paper certifies or accepts.

A certificate makes no sentence: it prints labels and values (`corpus/lexicon/certificate_fields.tsv`). Each name it prints is one
right, achieved, or applied for where the paper is a notice of acceptance. The achievement's span runs from the name to the
number, so that the evidence shows both. Certificates of prizes are sentences and are the sentence reader's.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from classifiers.kind import kind_of
from corpus import tables
from pipeline.document import Achievement, Document, Status, Window
from pipeline.view import Span

VERSION = "2"
CONFIDENCE = 0.9
FARTHEST = 400
"""Characters between a name and its number at most; beyond, the number is another right's."""
LONGEST_LABEL = 12
SHORTEST_NAME = 2
_YEAR = re.compile(r"((?:19|20)\d{2})[年.\-/]")
_NOTICE = ("受理通知书", "受理通知")


@dataclass(frozen=True, slots=True)
class Field:
    """A printed label and its value, in the Simplified view."""

    field: str
    object: str
    value: str
    span: Span


def build() -> Callable[[Document], Document]:
    """The step that puts a certificate's rights in the place of what was read from its lines."""

    def step(document: Document) -> Document:
        if kind_of(document) != "patent_certificate":
            return document
        found = tuple(_rights(document))
        figures = tuple(one for one in document.achievements if one.quantity is not None)
        return replace(document, achievements=tuple(sorted((*figures, *found), key=_span))) if found else document

    return step


def _rights(document: Document) -> Iterator[Achievement]:
    """One right for each name, with the number and date that follow it before the next name."""
    text = document.matched.text
    status: Status = "applied" if any(word in _tight(text[:FARTHEST]) for word in _NOTICE) else "achieved"
    unseen = [line.span for line in document.lines if line.role in _UNSEEN]
    fields = [field for field in _fields(text) if not _touches(document.matched.to_base(field.span), unseen)]
    names = [index for index, field in enumerate(fields) if field.field == "name"]
    for index, following in zip(names, [*names[1:], len(fields)], strict=True):
        name, own = fields[index], fields[index + 1 : following]
        number = next((field for field in own if field.field == "number" and _near(name, field)), None)
        date = next((field.value for field in own if field.field == "date"), "")
        end = number.span.end if number else name.span.end
        yield Achievement(
            category="ip_right",
            span=document.matched.to_base(Span(name.span.start, end)),
            object=name.object if name.object != "-" else _object(text),
            status=status,
            window=_window(date),
            confidence=CONFIDENCE,
            why=("printed on a certificate" if status == "achieved" else "printed on a notice of acceptance",),
        )


_UNSEEN = frozenset({"hidden", "deleted", "comment", "replaced"})
"""Roles of what the certificate does not show."""


def _touches(span: Span, others: Sequence[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)


def _fields(text: str) -> Iterator[Field]:
    """The labels that begin a line or follow a blank, each with the rest of its line as its value."""
    start = 0
    for line in text.split("\n"):
        head, colon, value = line.replace(":", "：").partition("：")
        known = _labels().get(_tight(head)) if colon and len(head) <= 2 * LONGEST_LABEL else None
        stripped = value.strip()
        if known and len(stripped) >= SHORTEST_NAME:
            first = start + len(head) + 1 + len(value) - len(value.lstrip())
            yield Field(known[0], known[1], stripped, Span(first, first + len(stripped)))
        start += len(line) + 1


def _near(name: Field, number: Field) -> bool:
    return number.span.end - name.span.start <= FARTHEST


def _object(text: str) -> str:
    """The kind of patent that the paper's head names, where its label does not."""
    head = _tight(text[:FARTHEST])
    return next((kind for kind in ("实用新型专利", "外观设计专利", "发明专利", "软件著作权") if kind in head), "专利")


def _window(date: str) -> Window:
    match = _YEAR.search(date)
    return Window("year", int(match[1]), int(match[1])) if match else Window()


def _tight(text: str) -> str:
    return "".join(text.split())


def _span(one: Achievement) -> Span:
    return one.span


@cache
def _labels() -> dict[str, tuple[str, str]]:
    rows = tables.rows("certificate_fields")
    return {label: (row["field"], row["object"]) for row in rows for label in row["labels"].split()}
