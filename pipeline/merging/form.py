"""An application form read as labels with their values, whatever its layout: beside, below, or after a colon.

A row of labels alone is a head: of a table inside the form (members, projects, patents …: `pipeline.merging.form_lists`), or of
values that stand below. In every other row a label is followed by its value. A label merged down the side says what stands
beside it, and is the field itself where no further label follows. Values keep the applicant's own characters.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from classifiers.listing import grid
from pipeline.applicant_record import FormField, FormRow, Honour, Member, Project
from pipeline.document import Role
from pipeline.merging import told_honours, told_lists
from pipeline.merging.folding import simplified
from pipeline.merging.form_heads import Cells, answers_joined, gap, is_head, label_like, own_cells, side_label
from pipeline.merging.form_lists import Head, head_of, row_of
from pipeline.merging.form_values import alone, clean, is_blank, person, says_none
from pipeline.merging.labels import LEADER, Label, bare, named, part_of_label
from pipeline.merging.likely_fields import likely
from pipeline.merging.ticked import BOXES, ticked
from pipeline.record import CellRecord, DocumentRecord, LineRecord, PlaceRecord, TableRecord
from pipeline.view import Span

LONGEST_VALUE = 60
TOLD = frozenset(
    {
        "members", "rules", "projects", "patents", "awards", "benefits", "apprentices", "trainings", "exchange", "knowledge",
        "plan", "story", "opinion", "leader_honours",
    }
)  # fmt: skip
"""Fields that are told in running words, of any length."""
LONGEST_LINE = 200
LONGEST_NEAR = 600
"""Letters of what stands above, beside and before a label in its row, by which it is understood."""
SAID: tuple[Role, ...] = ("body", "heading", "title")
"""Lines whose labels count; in a form a date with its label (成立时间：2016年7月) is no byline and an address no imprint."""
MOST_FIELDS = 400
_PIECES = re.compile(rf"(?:[\t\n\u3000]| {{2}})\s*+(?![{BOXES}])")
_INNER = re.compile(r"[；;，,。（(](?=([^\n\t：:；;，,。（(]{2,12})[：:])")
"""A mark after which a further label may stand in the same piece: 组建时间：2018年1月；现有级别：公司级."""
_COLON = re.compile(r"[：:][\s：:]*+")
_FRAMED = re.compile(r"\s*【([^【】]{2,12})】[\s：:]*+(?=\S)")
"""A label in a frame before its value: 【所在单位】石桥轴承厂."""
_MARKED = re.compile("[：:。；;？?]")
_MARK = re.compile("[；;，,。]")


@dataclass(frozen=True, slots=True)
class Form:
    """Every label with its value in reading order, and the rows of the tables inside the form by kind of table.

    `likely` are fields of which no label is known, only what they are like (`pipeline.merging.likely_fields`).
    """

    fields: tuple[FormField, ...]
    rows: Mapping[str, tuple[FormRow, ...]]
    likely: tuple[FormField, ...] = ()


def read_form(document: DocumentRecord) -> Form:
    """The form that `document` is: its tables, then what its lines say with a colon between label and value."""
    reader = _Reader(document)
    for table in document.tables:
        reader.table(table)
    reader.lines(*SAID, "byline", "legal", stacked=True)
    rows = {name: tuple(rows) for name, rows in {**reader.told(), **reader.rows}.items()}
    return Form(tuple(reader.fields), rows, tuple(reader.likely))


def told_fields(document: DocumentRecord) -> tuple[FormField, ...]:
    """What the lines of a paper that is no form say with a colon between label and value."""
    reader = _Reader(document)
    reader.lines(*SAID)
    return tuple(reader.fields)


class _Reader:
    """Gathers the fields and rows of one document."""

    def __init__(self, document: DocumentRecord) -> None:
        self.document = document
        self.fields: list[FormField] = []
        self.likely: list[FormField] = []
        self.rows: dict[str, list[FormRow]] = {}
        self.lists = told_lists.ToldLists(document.text)
        self.honours: list[tuple[told_honours.Honoured, int]] = []
        self.unseen = sorted(line.span for line in document.lines if line.role in ("hidden", "deleted", "comment", "replaced"))
        self.heads = sorted(row[0].span for table in document.tables for row in table.rows if row)
        """The first cell of each row: a line that begins in one is a row of a table."""

    def table(self, table: TableRecord) -> None:
        placed = grid(self.document.text, [[cell for cell in row if not self._hidden(cell.span)] for row in table.rows])
        heading = _above(self.document.text, table)
        index = 0
        while index < len(placed):
            own = own_cells(placed, index)
            side = side_label(placed[index], own)
            context = simplified(f"{heading} {''.join(side.text.split())[:LONGEST_LINE] if side else ''}")
            inner = {column: cell for column, cell in own.items() if cell is not side}
            after = own_cells(placed, index + 1) if index + 1 < len(placed) else {}
            if len(own) == 1 and not named(next(iter(own.values())).text, context):
                heading = next(iter(own.values())).text[:LONGEST_LINE]
            if is_head(self.document.text, inner, after, context):
                index = self._below(placed, index, inner, context)
                continue
            self._row(inner, side, context)
            index += 1

    def lines(self, *roles: Role, stacked: bool = False) -> None:
        """Labels with a colon, and with `stacked` those that stand alone on the line above their value."""
        section, above = "", Span(0, 0)
        for line in self.document.lines:
            if line.role not in roles or self._in_table(line.span):
                above = Span(0, 0)
                continue
            words = self.document.text[slice(*line.span)]
            if stacked and self._below_its_label(above, words, Span(*line.span)):
                above = Span(0, 0)
                continue
            above = Span(*line.span)
            if told_lists.heads_section(words, heading=line.role == "heading"):
                section = words
            elif not self._told(Span(*line.span), simplified(section)):
                label = named(section)
                self.lists.item(label.field if label else "", words, line.span[0])

    def _below_its_label(self, above: Span, words: str, span: Span) -> bool:
        """A line that is the value of a label standing alone on the line above it."""
        head = self.document.text[above.start : above.end]
        label = named(head) if len(head) > 1 and not _MARKED.search(head) else None
        if label is None or label.field == "other" or label.field in TOLD or label.field == "kind":
            return False
        if not words.strip() or len(words) > LONGEST_VALUE or _MARKED.search(words) or named(words) is not None:
            return False
        if words.lstrip()[0] in "（([" or told_lists.heads_section(words, heading=False):
            return False
        return self._put(label.field, label.holding, head, words, span)

    def told(self) -> dict[str, list[FormRow]]:
        """Rows of the lists that are told in words; they count where no table has them."""
        kinds = (("members", Member, self.lists.members()), ("projects", Project, self.lists.projects()))
        rows: dict[str, list[FormRow]] = {
            field: [kind(document=self.document.id, span=span, places=self._places(span), name=name) for name, span in found]
            for field, kind, found in kinds
            if found
        }
        for each, start in self.honours:
            span = Span(start + each.span.start, start + each.span.end)
            row = Honour(document=self.document.id, span=span, places=self._places(span), name=each.name, date=each.date)
            rows.setdefault("honours", []).append(row)
        return rows

    def _below(self, placed: Sequence[Cells], index: int, head: Cells, context: str) -> int:
        """What stands below a head; gives the index of the first row that does not belong to it."""
        found = head_of(head, context)
        if found is not None and found.list == "members" and any(word in context for word in LEADER):
            found = None
        side = {column: cell for column, cell in placed[index].items() if column not in head}
        below = index + 1
        while below < len(placed):
            own = {column: cell for column, cell in own_cells(placed, below).items() if column not in side}
            same_side = all(placed[below].get(column) == cell for column, cell in side.items() if cell.rows > 1)
            labels = sum(named(cell.text, context) is not None for cell in own.values())
            heads = len(own) > 1 and all(label_like(cell.text, context) for cell in own.values())
            if not same_side or heads or len(own) * 2 < len(head) or (labels > 1 and labels * 2 >= len(own)):
                break
            if found is None:
                self._values(head, own, context)
                return below + 1
            self._list_row(found, own)
            below += 1
        return below

    def _values(self, head: Cells, own: Cells, context: str) -> None:
        """Values below a row of labels, a column each."""
        for column, cell in head.items():
            label = named(cell.text, context)
            value = own.get(column)
            if label is None and value is not None:
                self._guess(cell.text, value.text, value.span)
            elif label is not None and label.field != "other":
                self._add(label.field, label.holding, cell, value)

    def _list_row(self, head: Head, own: Cells) -> None:
        cells = {name: clean(own[column].text) for column, name in head.columns.items() if column in own}
        spans = [own[column].span for column in head.columns if column in own]
        if not spans:
            return
        span = Span(min(span[0] for span in spans), max(span[1] for span in spans))
        row = row_of(head, cells, document=self.document.id, span=span, places=self._places(span))
        if row is not None:
            self.rows.setdefault(head.list, []).append(row)

    def _row(self, own: Cells, side: CellRecord | None, context: str) -> None:
        """Labels with their values beside them; without any, the whole row is the value of the label at its side."""
        cells = list(answers_joined(self.document.text, own).items())
        found, near, before = False, context, part_of_label(side.text) if side else ""
        value: CellRecord | None = None
        for position, (_, cell) in enumerate(cells):
            if cell is value:
                continue
            if "：" in cell.text.strip(" ：:").replace(":", "：") and self._told(cell.span, context):
                found = True
                continue
            label = (named(before + cell.text, near) if before else None) or named(cell.text, near)
            beside = cells[position + 1][1] if position + 1 < len(cells) else None
            value = None if beside is None or named(beside.text, near) else beside
            found |= label is not None
            if value is not None and gap(self.document.text, cell, value):
                value = value if self._guess(before + cell.text, value.text, value.span) else None
                taken = value is not None or self._pair(label, before, cell, None)
            else:
                taken = self._pair(label, before, cell, value)
            value = value if value is not None and taken and "：" not in value.text.replace(":", "：") else None
            if beside is not None and label is not None and value is None and len(near) < LONGEST_NEAR:
                near += simplified(cell.text)
            before = "" if taken else part_of_label(cell.text)
        at_side = named(side.text) if side is not None and not found else None
        if side is not None and at_side is not None and at_side.field != "other":
            for _, cell in cells:
                self._add(at_side.field, at_side.holding, side, cell)

    def _pair(self, label: Label | None, before: str, cell: CellRecord, value: CellRecord | None) -> bool:
        """Take a cell and what stands beside it for a label and its value; whether that is what they are."""
        if label is None or (label.field == "other" and before):
            guessed = value is not None and self._guess(before + cell.text, value.text, value.span)
            return guessed or (label is not None and value is not None)
        if label.field != "other" and (value is not None or _blank_after(self.document.text, cell)):
            return self._add(label.field, label.holding, cell, value) and value is not None
        return value is not None

    def _told(self, span: Span, context: str) -> bool:
        """Labels with a colon and their values in one cell or line; whether there were any."""
        text = self.document.text[span[0] : span[1]]
        found, start = False, 0
        for piece in [*_PIECES.finditer(text), None]:
            end = piece.start() if piece else len(text)
            if piece and len(text[start:end].strip()) == 1:
                continue
            if end > start:
                found |= self._pieces(text[start:end], span[0] + start, context)
            start = piece.end() if piece else end
        return found

    def _pieces(self, text: str, start: int, context: str) -> bool:
        """One label with its value, or several with a mark between; of what is told in words the marks are its own."""
        found, begin = False, 0
        for mark in [*_INNER.finditer(text), None]:
            inner = named(mark[1], context) if mark else None
            told = inner is not None and inner.field in TOLD and mark is not None and mark[0] not in "；;。"
            if mark is not None and (told or (inner is None and not _is_like_one(mark, text))):
                continue
            end = mark.start() if mark else len(text)
            closed = end - 1 if mark is None and begin and text[-1:] in "）)" and not re.search("[（(]", text[begin:]) else end
            found |= self._piece(text[begin:closed], start + begin, context)
            begin = mark.end() if mark else end
        return found

    def _piece(self, text: str, start: int, context: str) -> bool:
        colon = _FRAMED.match(text) or _COLON.search(text)
        if colon is None:
            return False
        head, tail = colon[1] if colon.re is _FRAMED else text[: colon.start()], text[colon.end() :].rstrip()
        stands = Span(start + colon.end(), start + colon.end() + len(tail))
        label = named(head, context)
        if label is None:
            self._guess(head, tail, stands)
            return False
        if label.field == "other" or (label.field not in TOLD and len(tail) > LONGEST_LINE):
            return True
        value = "" if named(tail, context) else tail
        self._put(label.field, label.holding, head, value, stands if value else Span(start, start + len(head)))
        return True

    def _add(self, field: str, holding: tuple[str, ...], label: CellRecord, value: CellRecord | None) -> bool:
        filled = value is not None and (says_none(value.text) or not is_blank(value.text))
        return self._put(
            field, holding, label.text, value.text if value and filled else "", value.span if value and filled else label.span
        )

    def _put(self, field: str, holding: tuple[str, ...], label: str, text: str, span: Span) -> bool:
        if says_none(text):
            return True
        value = clean(text)
        if value and holding and not any(word in simplified(value) for word in holding):
            return self._guess(label, text, span)
        if field not in TOLD and len(value) > LONGEST_VALUE:
            return False
        if field == "leader":
            value = person(value)
        elif field == "members":
            self.lists.cell(text, span[0])
        elif field == "leader_honours":
            self.honours = self.honours or [(each, span[0]) for each in told_honours.honours(text)]
        elif field not in TOLD:
            value = ticked(value)
        value = alone(field, value)
        if len(self.fields) < MOST_FIELDS:
            span = Span(*span)
            self.fields.append(FormField(field, bare(label), value, self.document.id, span, self._places(span)))
        return True

    def _guess(self, label: str, text: str, span: Span) -> bool:
        """What a pair may be that no known label names; whether it is like a field at all."""
        found = likely(label, text)
        if found is not None and len(self.likely) < MOST_FIELDS:
            at = Span(span[0] + found.start, span[0] + found.end)
            value = clean(text[found.start : found.end])
            value = "".join(value.split()) if found.field == "leader" else value
            self.likely.append(FormField(found.field, bare(label), value, self.document.id, at, self._places(at)))
        return found is not None

    def _places(self, span: Span) -> tuple[PlaceRecord, ...]:
        """Where `span` stands: the place of its cell where the line has one for each, else all places of the line."""
        lines = self.document.lines
        at = bisect_right(lines, span[0], key=_line_start) - 1
        if at < 0 or span[0] >= lines[at].span[1]:
            return ()
        line = lines[at]
        cell = self.document.text.count("\t", line.span[0], span[0])
        cells = self.document.text.count("\t", line.span[0], line.span[1]) + 1
        single = "\n" not in self.document.text[span[0] : span[1]] and "\t" not in self.document.text[span[0] : span[1]]
        return line.places[cell : cell + 1] if single and len(line.places) == cells else line.places

    def _hidden(self, span: Span) -> bool:
        around = _last_from(self.unseen, span[0])
        return around is not None and span[0] < span[1] <= around[1]

    def _in_table(self, span: Span) -> bool:
        head = _last_from(self.heads, span[0])
        begins = head is not None and span[0] < max(head[1], head[0] + 1)
        return begins or "\t" in self.document.text[span[0] : span[1]]


def _last_from(spans: Sequence[Span], position: int) -> Span | None:
    """The last of the sorted spans that begins at or before `position`."""
    at = bisect_right(spans, position, key=_start) - 1
    return spans[at] if at >= 0 else None


def _start(span: Span) -> int:
    return span[0]


def _line_start(line: LineRecord) -> int:
    return line.span[0]


def _is_like_one(mark: re.Match[str], text: str) -> bool:
    """Whether the label after a mark, that no table has, and what follows it up to the next mark are like a field."""
    begin = mark.end(1) + 1
    end = _MARK.search(text, begin, begin + LONGEST_LINE)
    return likely(mark[1], text[begin : end.start() if end else begin + LONGEST_LINE]) is not None


def _blank_after(text: str, cell: CellRecord) -> bool:
    return text[cell.span[1] : cell.span[1] + 1] == "\t"


def _above(text: str, table: TableRecord) -> str:
    """The line above a table."""
    first = min((cell.span[0] for row in table.rows for cell in row), default=0)
    return text[max(0, first - LONGEST_LINE) : first].rstrip().rpartition("\n")[2]
