"""The return letter of a packet in Word: what the formal check found missing or unclear, politely, each with its place.

Only failed items are asked about; what a person must look at is not the applicant's to answer. The letter is in the script that
the application form is written in. The same record gives the same bytes.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from itertools import islice
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from pipeline.packet_record import Check, EvidenceRecord, PacketRecord
from pipeline.record import DocumentRecord
from pipeline.render.signs import visible
from pipeline.script import convert
from pipeline.wording.labels import label
from pipeline.wording.place import where

MOST_PLACES = 8
LONGEST_QUOTE, LONGEST_DETAIL = 40, 160
FONT = "宋体"
NO_MOMENT = datetime(2000, 1, 1)


def letter(packet: PacketRecord, documents: Sequence[DocumentRecord]) -> bytes | None:
    """The .docx of the letter; None where nothing is to be asked."""
    failed = [check for check in packet.checks if check.result == "fail"]
    if not failed:
        return None
    known = {document.id: document for document in documents}
    script = _script(documents)
    paper = _paper()
    _line(paper, _said("title", script), size=18, centred=True, bold=True)
    _line(paper, f"{visible(packet.applicant.studio or packet.name)}：")
    if packet.applicant.employer:
        _line(paper, f"（{visible(packet.applicant.employer)}）")
    _line(paper, _said("greeting", script), indented=True)
    _table(paper, failed, known, script)
    _line(paper, "")
    _line(paper, _said("closing", script), indented=True)
    for ending in ("signed", "date"):
        paper.paragraphs[-1].paragraph_format.keep_with_next = True
        paper.add_paragraph(_said(ending, script)).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return packed(paper)


def _paper() -> Any:
    """An empty A4 page with the fonts of an office letter."""
    paper = Word()
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.6)
    style: Any = paper.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(12)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    properties = paper.core_properties
    properties.author, properties.title, properties.comments = "", "", ""
    properties.created = properties.modified = NO_MOMENT
    return paper


def _line(paper: Any, text: str, *, size: int = 12, centred: bool = False, bold: bool = False, indented: bool = False) -> None:
    paragraph = paper.add_paragraph()
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(size)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if indented:
        paragraph.paragraph_format.first_line_indent = Pt(2 * size)


def _table(paper: Any, failed: Sequence[Check], known: Mapping[str, DocumentRecord], script: str) -> None:
    """One row an item: its number, what it is, what is asked, and where."""
    table = paper.add_table(rows=1, cols=3)
    table.style = "Table Grid"
    table.autofit = False
    heads = (label("ui", "number", script=script), _said("item", script), _said("please", script))
    widths = (Cm(1.4), Cm(4.2), Cm(10.2))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    _row(table.rows[0], heads, widths, bold=True)
    for number, check in enumerate(failed, 1):
        asked = "\n".join(_asked(check, known, script))
        _row(table.add_row(), (str(number), label("check", check.item, script=script), asked), widths)


def _row(row: Any, texts: Sequence[str], widths: Sequence[Any], *, bold: bool = False) -> None:
    for cell, text, width in zip(row.cells, texts, widths, strict=True):
        cell.width = width
        run = cell.paragraphs[0].add_run(text)
        run.bold, run.font.size = bold, Pt(10.5)


def _asked(check: Check, known: Mapping[str, DocumentRecord], script: str) -> Iterator[str]:
    """The request, what the papers show, and up to `MOST_PLACES` places."""
    yield _said(check.item, script)
    pieces = list(dict.fromkeys(check.evidence))
    shown = "".join(piece.text for piece in pieces[:MOST_PLACES])
    told = "；".join(words for words in check.detail.split("；") if words and words not in shown)
    if told:
        told = convert(told, "hant") if script == "hant" else told  # our own words are in Simplified: 未见红色印章
        yield f"{_said('told', script)}：{_clipped(told, LONGEST_DETAIL)}"
    for piece in islice(pieces, MOST_PLACES):
        yield f"· {_place(piece, known[piece.document], script)}"
    if len(pieces) > MOST_PLACES:
        yield _said("more", script).replace("{0}", str(len(pieces)))


def _place(piece: EvidenceRecord, document: DocumentRecord, script: str) -> str:
    """The file, where in it, and the words; of a file that could not be read, why."""
    parts = [f"《{_clipped(document.path, 80)}》", where(piece.places, script=script)]
    if piece.text:
        parts.append(f"“{_clipped(piece.text.replace(chr(9), '｜'), LONGEST_QUOTE)}”")
    else:
        parts += [label("reason", reason.code, script=script) for reason in document.reasons[:1]]
    return " ".join(part for part in parts if part)


def _script(documents: Sequence[DocumentRecord]) -> str:
    """The script of the form, else of most papers."""
    forms = [document.script for document in documents if document.kind == "form"] or [each.script for each in documents]
    return "hant" if forms.count("hant") > forms.count("hans") else "hans"


def _said(key: str, script: str) -> str:
    return label("letter", key, script=script)


def _clipped(text: str, size: int) -> str:
    shown = visible(" ".join(text.split()))
    return shown if len(shown) <= size else f"{shown[: size - 1]}…"


def packed(paper: Any) -> bytes:
    """The file, packed again without the moment of its writing."""
    written, packed = BytesIO(), BytesIO()
    paper.save(written)
    with ZipFile(written) as source, ZipFile(packed, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(ZipInfo(name), source.read(name), ZIP_DEFLATED)
    return packed.getvalue()
