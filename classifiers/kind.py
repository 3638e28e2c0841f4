"""What each file of a packet is: an application form, a list, a certificate, a press clipping …, told by its content.

Cues are data (`corpus/lexicon/document_kinds.tsv`): words with a weight, looked for in the head, at the end of a title, in the
text, in whole table cells or, weakly, in the file's name. Each cue word counts once. Structure adds what words cannot say: a
byline speaks for news, rows under one header for a list, label and value side by side for a form. The kind with the highest sum
wins; below `ENOUGH` the file is `other`. Text is compared in Simplified and without blanks, since certificates set their titles
in spaced letters.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, dropwhile, islice
from typing import get_args

from corpus import tables
from pipeline.document import Cell, Document, DocumentKind, Table

VERSION = "8"
ENOUGH = 4.0
"""A heading alone decides, or three cells or words that go together; one stray word never does."""
HEAD_LINES, HEAD_LINE = 12, 40
"""The head of a paper is the short ones among its first lines: a title stands on a line of its own, prose does not."""
TEXT = 20_000
LABEL = 60
MOST_LINES = 400
_ITEM = re.compile("[0-9]{1,2}(?![0-9年月])")
"""An item of a numbered list is no title: 4 师徒合同四份."""
_LABELLED = re.compile("(?<=[\u3400-\u9fff])[:：](?=.{2}).*")
_BRACKETED = re.compile("[（(【〔].{0,30}[)）】〕]$")
_OF_SOMEBODY = re.compile("[—－–-]{1,3}[记記].{4}")
"""How a tale of good deeds goes on below its title: ——记某某工作室."""
TITLES = 2
"""Lines among the first in which a title stands: 祁连生工作室三年总结."""
LIST_ROWS = 2
SIDE, LONGEST_LABEL = 2, 12
"""Cells at the beginning of a row among which its label stands, behind a number or a label of several rows; letters of one."""
LABELLED, LABELLED_ROWS = 1 / 3, 3
_ASKED = frozenset(
    {
        "studio", "leader", "employer", "kind", "founded", "sector", "ownership", "size", "union", "address", "area", "fund",
        "leader_sex", "leader_birth", "leader_education", "leader_title", "leader_skill", "leader_post", "contact", "phone",
    }
)  # fmt: skip
SHORT, RUNNING = 600, 3.0
"""In a text longer than `SHORT` characters its running words speak with at most this weight: a report tells of certificates."""


@dataclass(frozen=True, slots=True)
class Cue:
    kind: DocumentKind
    where: str
    words: tuple[str, ...]
    weight: float
    longest: int


def build() -> Callable[[Document], Document]:
    """The step that sets `Document.kind`."""
    cues()

    def step(document: Document) -> Document:
        return replace(document, kind=kind_of(document))

    return step


def kind_of(document: Document) -> DocumentKind:
    """The kind with the highest sum of cues; of equals the one named first in `DocumentKind`. An archive is `other`."""
    if document.blocks and all(block.kind == "name" for block in document.blocks):
        return "other"
    sums = scores(document)
    best = max(sums, key=sums.__getitem__)
    return best if sums[best] >= ENOUGH else "other"


def scores(document: Document) -> dict[DocumentKind, float]:
    """For each kind the sum of what speaks for it."""
    text = _tight(document.matched.text[: TEXT * 2])[:TEXT]
    cells = frozenset(_cells(document))
    looked_at = {"head": _head(document.matched.text), "text": text, "name": _tight(document.source.path.rpartition("/")[2])}
    titles = _titles(document.matched.text)
    sums: dict[DocumentKind, float] = dict.fromkeys(get_args(DocumentKind), 0.0)
    for cue in cues():
        if cue.longest and len(text) > cue.longest:
            continue
        if cue.where == "title":
            found = cue.weight * any(title.endswith(cue.words) for title in titles)
        else:
            found = cue.weight * sum(word in cells if cue.where == "cell" else word in looked_at[cue.where] for word in cue.words)
        sums[cue.kind] += min(found, RUNNING) if cue.where == "text" and len(text) > SHORT else found
    for kind, weight in _structure(document, len(text)):
        sums[kind] += weight
    return sums


@cache
def cues() -> tuple[Cue, ...]:
    """The table of cues. Raises ValueError for a kind or a place that does not exist."""
    found = []
    for row in tables.rows("document_kinds"):
        if row["kind"] not in get_args(DocumentKind) or row["where"] not in ("head", "title", "text", "cell", "name"):
            raise ValueError(f"document_kinds.tsv: no kind {row['kind']!r} or no place {row['where']!r}")
        found.append(Cue(row["kind"], row["where"], tuple(row["words"].split()), float(row["weight"]), int(row["longest"])))  # type: ignore[arg-type]
    return tuple(found)


def _structure(document: Document, length: int) -> tuple[tuple[DocumentKind, float], ...]:
    """What the shape of the file says, whatever its words."""
    found: list[tuple[DocumentKind, float]] = []
    if document.media_type in ("text/html", "application/xhtml+xml", "multipart/related"):
        found.append(("news", 6.0 if length > 150 else 2.0))
    if document.byline.publisher or document.byline.published:
        found.append(("news", 3.0))
    if document.media_type.startswith("image/"):
        found.append(("photo", 4.0 if length < 60 else 1.0))
    filled_in = [_is_filled_in(document, table) for table in document.tables]
    if any(filled_in):
        found.append(("form", ENOUGH))
    others = (table for table, filled in zip(document.tables, filled_in, strict=True) if not filled)
    listed = sum(_size(table) for table in others if _is_list(table))
    if listed:
        found.append(("list", 7.0 if listed > 0.6 * len(document.text.strip()) else 2.0))
    if not document.byline.publisher and any(_OF_SOMEBODY.match(title) for title in _titles(document.matched.text)):
        found.append(("report", ENOUGH))
    if length > 800 and not document.tables and document.byline.publisher == "":
        found.append(("report", 2.0))
    return tuple(found)


def _is_list(table: Table) -> bool:
    """Rows under one header: at least `LIST_ROWS` rows after the first, all as wide as the widest, three columns or more.

    Rows of one cell above the header are its title.
    """
    widths = list(dropwhile(_is_one, (len(row) for row in table.rows)))
    return len(widths) > LIST_ROWS and max(widths) >= 3 and widths.count(max(widths)) > 0.8 * len(widths)


def _is_filled_in(document: Document, table: Table) -> bool:
    """Whether labels of a form stand at the side, in at least `LABELLED` of the rows and in `LABELLED_ROWS` of them."""
    labelled = sum(any(map(_is_label, islice(_said(document, row), SIDE))) for row in table.rows)
    return labelled >= max(LABELLED_ROWS, LABELLED * len(table.rows))


def _said(document: Document, row: Sequence[Cell]) -> Iterator[str]:
    for cell in row:
        start, end = document.matched.from_base(cell.span)
        yield _tight(document.matched.text[start : min(end, start + LABEL)])


def _is_label(said: str) -> bool:
    label = _BRACKETED.sub("", said.replace(":", "：").partition("：")[0])
    return 2 <= len(label) <= LONGEST_LABEL and any(label[start:] in _form_labels() for start in range(len(label) - 1))


@cache
def _form_labels() -> frozenset[str]:
    """Labels of what a form asks of a studio, its leader and its employer; numbers of rows and remarks are any table's."""
    rows = [row for row in tables.rows("form_fields") if row["field"] in _ASKED]
    return frozenset(label.lstrip("*") for row in rows for label in row["labels"].split()) | {"姓名"}


def _is_one(width: int) -> bool:
    return width == 1


def _size(table: Table) -> int:
    """Characters of the text from the table's first cell to its last."""
    spans = [cell.span for row in table.rows for cell in row]
    return max(span.end for span in spans) - min(span.start for span in spans)


def _cells(document: Document) -> Iterator[str]:
    """What each table cell says, in Simplified, as far as a label goes; and what stands before a line's colon."""
    for row in chain.from_iterable(table.rows for table in document.tables):
        yield from (said.strip(":：") for said in _said(document, row))
    for line in islice(document.matched.text[:TEXT].split("\n"), MOST_LINES):
        label, colon, _ = line[:LABEL].replace(":", "：").partition("：")
        if colon and "\t" not in label:
            yield _tight(label)


def _head(text: str) -> str:
    """The short ones among the first lines that are not blank and no sentences; of a label with its value the label."""
    lines = [_LABELLED.sub("", line) for line in map(_tight, text[:TEXT].split("\n")) if line]
    return "\n".join(
        line for line in lines[:HEAD_LINES] if len(line) <= HEAD_LINE and not _ITEM.match(line) and line[-1] not in "。；！？"
    )


def _titles(text: str) -> list[str]:
    """The first short lines, without a remark in brackets at their end."""
    lines = (_BRACKETED.sub("", line) for line in map(_tight, text[:TEXT].split("\n")) if line)
    return [line for line in islice(lines, TITLES) if len(line) <= HEAD_LINE]


def _tight(text: str) -> str:
    return "".join(text.split())
