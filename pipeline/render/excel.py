"""The run as one Excel workbook: claims, achievements to be checked by a reader, documents with their outcome.

Text is never a formula: every text cell is stored as a string and marked as such (`quotePrefix`), so that it stays text even
when a reader edits the cell. Characters that XML cannot hold, or that nobody can see, are written as signs.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.dossier import figure
from pipeline.labels import label
from pipeline.place import where
from pipeline.quote import quote
from pipeline.record import AchievementRecord, Claim, DocumentRecord, PacketRecord
from pipeline.render.signs import visible

Packet = tuple[PacketRecord, Sequence[DocumentRecord]]
Value = str | float | None

LONGEST = 32_000
"""A cell holds 32 767 characters (ECMA-376, and Excel's own limits); text beyond this is cut and ends in ……"""
MOST_ROWS = 1_048_576
VERDICTS = ("right", "wrong", "unsure")
LEADS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "'")
"""First letters that make a spreadsheet program take text for a formula, or swallow the letter."""


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, its width in characters, and whether long text wraps in it."""

    title: str
    width: float
    wrap: bool = False


def write(path: Path, packets: Iterable[Packet], *, script: str = "hans") -> None:
    """Write the workbook of a run to `path`, replacing what is there.

    Raises OSError when it cannot be written.
    """
    book = Workbook(write_only=True)
    claims = _sheet(book, _said("claims", script), _claim_columns(script), frozen=3)
    found = _sheet(book, _said("check_sheet", script), _achievement_columns(script), frozen=2)
    papers = _sheet(book, _said("documents", script), _document_columns(script), frozen=2)
    for packet, documents in packets:
        known = {document.id: document for document in documents}
        for number, claim in enumerate(packet.claims, 1):
            claims.add(_claim_row(packet, number, claim, known, script))
        for document in documents:
            papers.add(_document_row(packet, document, script))
            for achievement in document.achievements:
                found.add(_achievement_row(packet, document, achievement, script))
    _verdicts(found, script)
    for sheet in (claims, found, papers):
        sheet.close()
    book.save(path)


class _Sheet:
    """One sheet being written row by row."""

    def __init__(self, sheet: Worksheet, columns: Sequence[Column]) -> None:
        self.sheet, self.columns, self.rows = sheet, columns, 0

    def add(self, values: Sequence[Value], *, heading: bool = False) -> None:
        """Append one row; values in the order of the columns."""
        if self.rows == MOST_ROWS:
            raise ValueError(f"sheet {self.sheet.title}: more than {MOST_ROWS} rows; export to jsonl or parquet instead")
        self.sheet.append([self._cell(column, value, heading) for column, value in zip(self.columns, values, strict=True)])
        self.rows += 1

    def close(self) -> None:
        """Set the filter, now that the last row is known."""
        self.sheet.auto_filter.ref = f"A1:{get_column_letter(len(self.columns))}{max(self.rows, 1)}"

    def _cell(self, column: Column, value: Value, heading: bool) -> Cell:
        cell = WriteOnlyCell(self.sheet, None if value is None else _text(value) if isinstance(value, str) else value)
        if isinstance(value, str):
            cell.data_type = "s"
            cell.quotePrefix = value.startswith(LEADS)
        elif value is not None:
            cell.number_format = "#,##0.##" if value != int(value) else "#,##0"
        cell.alignment = _WRAPPED if column.wrap or heading else _PLAIN
        cell.font = _HEAD_FONT if heading else _FONT
        cell.border = _HEAD_BORDER if heading else _BORDER
        if heading:
            cell.fill = _HEAD_FILL
        return cell


_FONT = Font(name="宋体", size=11)
_HEAD_FONT = Font(name="宋体", size=11, bold=True)
_HEAD_FILL = PatternFill("solid", fgColor="EEF1F5")
_BORDER = Border(bottom=Side("hair", color="B8BEC8"))
_HEAD_BORDER = Border(bottom=Side("medium", color="9D1C1C"))
_PLAIN = Alignment(vertical="top")
_WRAPPED = Alignment(vertical="top", wrap_text=True)


def _sheet(book: Workbook, title: str, columns: Sequence[Column], *, frozen: int) -> _Sheet:
    """A sheet with its heading row, which stays in sight and is repeated on every printed page."""
    sheet = cast("Worksheet", book.create_sheet(title))
    for index, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(index)].width = column.width
    sheet.freeze_panes = f"{get_column_letter(frozen + 1)}2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = "9"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    made = _Sheet(sheet, columns)
    made.add([column.title for column in columns], heading=True)
    return made


def _verdicts(sheet: _Sheet, script: str) -> None:
    """The column in which a reader marks an achievement: a list of three answers, or nothing."""
    position = [column.title for column in sheet.columns].index(_said("mark", script)) + 1
    letter = get_column_letter(position)
    answers = ",".join(_said(verdict, script) for verdict in VERDICTS)
    choice = DataValidation(type="list", formula1=f'"{answers}"', allow_blank=True, showErrorMessage=True)
    choice.add(f"{letter}2:{letter}{max(sheet.rows, 2)}")
    sheet.sheet.data_validations.append(choice)


def _claim_columns(script: str) -> tuple[Column, ...]:
    return _columns(
        script,
        ("packet", 22, True), ("number", 6, False), ("category", 14, True), ("figure", 14, True), ("quantity", 12, False),
        ("unit", 7, False), ("object", 14, True), ("level", 9, False), ("grade", 7, False), ("status", 9, False),
        ("scope", 10, True), ("from", 7, False), ("to", 7, False), ("proof", 10, True), ("pieces", 7, False), ("words", 52, True),
        ("file", 34, True), ("where", 20, True), ("confidence", 7, False), ("studio", 24, True), ("id", 18, False),
    )  # fmt: skip


def _claim_row(
    packet: PacketRecord, number: int, claim: Claim, known: dict[str, DocumentRecord], script: str
) -> tuple[Value, ...]:
    first = claim.evidence[0]
    return (
        packet.name, number, *_attributes(claim, script), label("proof", claim.proof, script=script), len(claim.evidence),
        first.text, known[first.document].path, where(first.places, script=script), round(claim.confidence, 2),
        packet.applicant.studio, claim.id,
    )  # fmt: skip


def _achievement_columns(script: str) -> tuple[Column, ...]:
    return _columns(
        script,
        ("packet", 20, True), ("file", 28, True), ("mark", 8, False), ("comment", 22, True), ("category", 14, True),
        ("figure", 14, True), ("quantity", 12, False), ("unit", 7, False), ("object", 14, True), ("level", 9, False),
        ("grade", 7, False), ("status", 9, False), ("scope", 10, True), ("from", 7, False), ("to", 7, False),
        ("words", 44, True), ("sentence", 60, True), ("where", 20, True), ("confidence", 7, False), ("id", 18, False),
        ("start", 8, False), ("end", 8, False),
    )  # fmt: skip


def _achievement_row(packet: PacketRecord, document: DocumentRecord, found: AchievementRecord, script: str) -> tuple[Value, ...]:
    quoted = quote(document, found.span)
    return (
        packet.name, document.path, None, None, *_attributes(found, script), found.evidence,
        quoted.before + quoted.words + quoted.after, where(found.places, script=script), round(found.confidence, 2),
        document.id, found.span.start, found.span.end,
    )  # fmt: skip


def _document_columns(script: str) -> tuple[Column, ...]:
    return _columns(
        script,
        ("packet", 24, True), ("file", 44, True), ("kind", 12, False), ("state", 12, False), ("reason", 40, True),
        ("flags", 34, True), ("achievements", 8, False), ("characters", 10, False), ("bytes", 12, False), ("id", 18, False),
    )  # fmt: skip


def _document_row(packet: PacketRecord, document: DocumentRecord, script: str) -> tuple[Value, ...]:
    reasons = (_told(label("reason", note.code, script=script), note.where) for note in document.reasons)
    flags = (_told(label("flag", note.code, script=script), note.where) for note in document.flags)
    return (
        packet.name, document.path, label("kind", document.kind, script=script), label("state", document.state, script=script),
        "；".join(reasons), "；".join(flags), len(document.achievements), len(document.text), document.bytes, document.id,
    )  # fmt: skip


def _attributes(found: Claim | AchievementRecord, script: str) -> Iterator[Value]:
    """The columns that claims and achievements share, from category to the last year."""
    yield label("category", found.category, script=script)
    yield figure(found, script=script)
    yield found.quantity
    yield found.unit
    yield found.object
    yield label("level", found.level, script=script) if found.level != "unknown" else None
    yield label("grade", found.grade, script=script) or None
    yield label("status", found.status, script=script)
    yield label("scope", found.scope, script=script)
    yield found.window.first
    yield found.window.last


def _columns(script: str, *columns: tuple[str, float, bool]) -> tuple[Column, ...]:
    return tuple(Column(_said(key, script), width, wrap) for key, width, wrap in columns)


def _said(key: str, script: str) -> str:
    return label("ui", key, script=script)


def _told(name: str, place: str) -> str:
    return f"{name}（{place}）" if place else name


def _text(value: str) -> str:
    text = visible(value)
    return text if len(text) <= LONGEST else text[:LONGEST] + "……"
