"""The run as one Excel workbook: claims, achievements to be checked by a reader, documents with their outcome.

Text is never a formula: every text cell is stored as a string and marked as such (`quotePrefix`), so that it stays text even
when a reader edits the cell. Characters that XML cannot hold, or that nobody can see, are written as signs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.dossier import noted
from pipeline.entries import figure, years
from pipeline.indicators import reading_order
from pipeline.packet_record import Claim, PacketRecord
from pipeline.record import AchievementRecord, DocumentRecord
from pipeline.render.columns import ACHIEVEMENTS, CLAIMS, DATA, DOCUMENTS, NUMBERS
from pipeline.render.formulas import LEADS
from pipeline.render.signs import visible
from pipeline.rubric import Rubric
from pipeline.wording.labels import label
from pipeline.wording.place import where
from pipeline.wording.quote import quote

Packet = tuple[PacketRecord, Sequence[DocumentRecord]]
Value = str | float | None

LONGEST = 32_000
"""A cell holds 32 767 characters (ECMA-376, and Excel's own limits); text beyond this is cut and ends in ……"""
MOST_ROWS = 1_048_576
LINE_HEIGHT, MOST_LINES = 15.5, 12
"""Points a line of 11-point type takes; a row is no higher than this many lines, the rest can be read in the cell."""
VERDICTS = ("right", "wrong", "unsure")


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, its width in half-width characters, how numbers in it are written, and what it is for."""

    title: str
    width: float
    number: str = "General"
    printed: bool = True
    """False for what a program reads: it stands to the right of what is printed."""
    answer: bool = False
    """True where a reader writes."""


def write(path: Path, packets: Iterable[Packet], *, rubric: Rubric, script: str = "hans") -> None:
    """Write the workbook of a run to `path`, replacing what is there; claims have the order and the numbers of the dossiers.

    Raises OSError when it cannot be written.
    """
    book = Workbook(write_only=True)
    claims = _sheet(book, _said("claims", script), _columns(CLAIMS, script), frozen=2)
    found = _sheet(book, _said("check_sheet", script), _columns(ACHIEVEMENTS, script), frozen=2)
    papers = _sheet(book, _said("documents", script), _columns(DOCUMENTS, script), frozen=2)
    for packet, documents in packets:
        paths = {document.id: document.path for document in documents}
        for number, claim in enumerate(reading_order(rubric, packet), 1):
            claims.add(_claim_row(packet, number, claim, paths, script))
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
        self.styles: dict[tuple[Column, bool, bool], StyleArray] = {}

    def add(self, values: Sequence[Value], *, heading: bool = False) -> None:
        """Append one row; values in the order of the columns."""
        if self.rows == MOST_ROWS:
            raise ValueError(f"sheet {self.sheet.title}: more than {MOST_ROWS} rows; export to jsonl or parquet instead")
        self.rows += 1
        lines = max(_lines(column, value) for column, value in zip(self.columns, values, strict=True))
        self.sheet.row_dimensions[self.rows].height = LINE_HEIGHT * min(lines, MOST_LINES) + 4
        self.sheet.append([self._cell(column, value, heading) for column, value in zip(self.columns, values, strict=True)])

    def close(self) -> None:
        """Set the filter and what is printed, now that the last row is known."""
        printed = get_column_letter(sum(column.printed for column in self.columns))
        self.sheet.auto_filter.ref = f"A1:{get_column_letter(len(self.columns))}{self.rows}"
        self.sheet.print_area = f"A1:{printed}{self.rows}"

    def _cell(self, column: Column, value: Value, heading: bool) -> Cell | None:
        """A cell in one of the sheet's few styles, each made once: to set a style cell by cell takes ten times as long."""
        if value is None and not column.printed:
            return None
        cell = WriteOnlyCell(self.sheet, _text(value) if isinstance(value, str) else value)
        quoted = isinstance(value, str) and value.startswith(LEADS)
        key = (column, heading, quoted)
        if key not in self.styles:
            self.styles[key] = _styled(self.sheet, column, heading=heading, quoted=quoted)
        cell._style = self.styles[key]  # type: ignore[attr-defined]
        if isinstance(value, str):
            cell.data_type = "s"
        return cell


def _styled(sheet: Worksheet, column: Column, *, heading: bool, quoted: bool) -> StyleArray:
    cell = WriteOnlyCell(sheet, None)
    cell.quotePrefix = quoted
    cell.number_format = column.number if not heading else "General"
    cell.alignment = _NUMBER if column.number != "General" else _TEXT
    cell.font = _HEAD_FONT if heading else _FONT
    cell.border = _HEAD_BORDER if heading else _BORDER
    if heading:
        cell.fill = _HEAD_FILL
    elif column.answer:
        cell.fill = _ANSWER_FILL
    style: StyleArray = cell._style  # type: ignore[attr-defined]
    return style


_FONT = Font(name="宋体", size=11)
_HEAD_FONT = Font(name="宋体", size=11, bold=True)
_HEAD_FILL = PatternFill("solid", fgColor="EEF1F5")
_BORDER = Border(bottom=Side("hair", color="B8BEC8"))
_HEAD_BORDER = Border(bottom=Side("medium", color="9D1C1C"))
_ANSWER_FILL = PatternFill("solid", fgColor="FFF9E3")
_TEXT = Alignment(vertical="top", wrap_text=True)
_NUMBER = Alignment(vertical="top", horizontal="center", wrap_text=True)


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
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    footer = HeaderFooterItem()
    footer.center.text = "&P / &N"
    sheet.HeaderFooter.oddFooter = footer
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


def _claim_row(packet: PacketRecord, number: int, claim: Claim, paths: dict[str, str], script: str) -> list[Value]:
    first = claim.evidence[0]
    return [
        packet.name,
        number,
        label("category_short", claim.category, script=script),
        _in_row(first.text),
        figure(claim, script=script),
        *_standing(claim, script),
        years(claim.window, script=script),
        label("proof", claim.proof, script=script),
        paths[first.document],
        where(first.places, script=script),
        len(claim.evidence),
        *_data(claim, script),
        packet.applicant.studio,
        claim.id,
    ]


def _achievement_row(packet: PacketRecord, document: DocumentRecord, found: AchievementRecord, script: str) -> list[Value]:
    quoted = quote(document, found.span)
    return [
        packet.name,
        document.path,
        where(found.places, script=script),
        _in_row(found.evidence),
        quoted.before + quoted.words + quoted.after,
        label("category_short", found.category, script=script),
        figure(found, script=script),
        *_standing(found, script),
        None,
        None,
        years(found.window, script=script),
        *_data(found, script),
        document.id,
        found.span.start,
        found.span.end,
    ]


def _document_row(packet: PacketRecord, document: DocumentRecord, script: str) -> list[Value]:
    reasons = (noted(label("reason", note.code, script=script), note.where, script) for note in document.reasons)
    flags = (noted(label("flag", note.code, script=script), note.where, script, note.count) for note in document.flags)
    return [
        packet.name,
        document.path,
        label("kind", document.kind, script=script),
        label("state", document.state, script=script),
        "；".join(reasons),
        "；".join(flags),
        len(document.achievements),
        len(document.text),
        document.bytes,
        document.id,
    ]


def _standing(found: Claim | AchievementRecord, script: str) -> list[Value]:
    """Level, status, whose: the columns a reader weighs a claim by."""
    return [
        "" if found.level == "unknown" else label("level", found.level, script=script),
        label("status", found.status, script=script),
        label("scope", found.scope, script=script),
    ]


def _data(found: Claim | AchievementRecord, script: str) -> list[Value]:
    """The same as numbers and plain words, for sorting and for programs."""
    return [
        found.quantity,
        found.quantity_max,
        found.unit,
        found.object,
        label("grade", found.grade, script=script),
        found.window.first,
        found.window.last,
        found.confidence,
    ]


def _columns(keys: Sequence[tuple[str, float]], script: str) -> tuple[Column, ...]:
    """Columns by key and width; those after the mark are data, not printed."""
    mark = keys.index(DATA)
    return tuple(
        Column(
            _said(key, script),
            width,
            number=NUMBERS.get(key, "General"),
            printed=position < mark,
            answer=key in ("mark", "comment"),
        )
        for position, (key, width) in enumerate(keys)
        if (key, width) != DATA
    )


def _lines(column: Column, value: Value) -> int:
    """How many lines a text takes in its column, a Chinese letter being two characters wide."""
    if not isinstance(value, str) or not column.printed:
        return 1
    return sum(1 + int(_width(line) / (column.width - 1)) for line in value.split("\n"))


def _width(text: str) -> int:
    return sum(2 if ord(letter) > 0x2E7F or letter in "“”‘’…—·" else 1 for letter in text)


def _said(key: str, script: str) -> str:
    return label("ui", key, script=script)


def _in_row(words: str) -> str:
    """Cells of one row with a bar between them, as the dossier shows them."""
    return words.replace("\t", "｜")


def _text(value: str) -> str:
    text = visible(value)
    return text if len(text) <= LONGEST else text[:LONGEST] + "……"
