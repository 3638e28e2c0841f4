"""From a document, with every layer that was found on it, to its record."""

from classifiers import patent_number
from pipeline.digests import document_id
from pipeline.document import (
    Achievement,
    Byline,
    Certificate,
    Document,
    Line,
    Place,
    Table,
    Window,
)
from pipeline.errors import Flag, Reason
from pipeline.record import (
    SCHEMA,
    AchievementRecord,
    BylineRecord,
    CellRecord,
    CertificateRecord,
    CutRecord,
    DocumentRecord,
    FlagRecord,
    HelperRecord,
    HolderRecord,
    LineRecord,
    PlaceRecord,
    ReasonRecord,
    SeenRecord,
    TableRecord,
    WindowRecord,
)
from pipeline.view import Span


def document_record(document: Document) -> DocumentRecord:
    """The record of a document with every layer that was found on it."""
    source = document.source
    return DocumentRecord(
        schema=SCHEMA,
        id=document_id(packet=source.packet, path=source.path, sha256=source.sha256),
        packet=source.packet,
        path=source.path,
        sha256=source.sha256,
        kind=document.kind,
        media_type=document.media_type,
        bytes=source.size,
        state=document.state,
        reasons=tuple(ReasonRecord(Reason(note.code), note.where, note.detail) for note in document.reasons),
        flags=tuple(FlagRecord(Flag(note.code), note.count, note.where, note.detail) for note in document.flags),
        title=document.title,
        byline=byline_record(document.byline),
        script=document.script,
        text=document.text,
        body=document.body(),
        lines=tuple(_line(document, line) for line in document.lines),
        tables=tuple(_table(document, table) for table in document.tables),
        achievements=tuple(achievement_record(document, found) for found in document.achievements),
        helpers=tuple(HelperRecord(found.label, found.span, found.why) for found in document.helpers),
        certificates=tuple(_certificate(document, found) for found in document.certificates),
        seen=tuple(SeenRecord(found.kind, _places((found.place,))[0]) for found in document.seen),
    )


def byline_record(byline: Byline) -> BylineRecord:
    return BylineRecord(byline.publisher, byline.authors, byline.published, byline.reporters, byline.editors, byline.address)


def achievement_record(document: Document, found: Achievement, *, base: int = 0) -> AchievementRecord:
    """An achievement with its words and places; offsets are counted from `base`."""
    holder = found.holder
    return AchievementRecord(
        category=found.category,
        span=shifted(found.span, base),
        evidence=document.text[found.span.start : found.span.end],
        places=_places(document.places(found.span)),
        quantity=found.quantity,
        quantity_max=found.quantity_max,
        change_from=found.change_from,
        change_to=found.change_to,
        unit=found.unit,
        object=found.object,
        currency=found.currency,
        approx=found.approx,
        level=found.level,
        grade=found.grade,
        rank=found.rank,
        status=found.status,
        holder=None if holder is None else HolderRecord(holder.name, shifted(holder.span, base), holder.confidence),
        scope=found.scope,
        window=window_record(found.window),
        unquantified=found.unquantified,
        confidence=found.confidence,
        why=found.why,
        name=found.name,
        number=found.number,
        issuer=found.issuer,
        date=found.date,
    )


def window_record(window: Window) -> WindowRecord:
    return WindowRecord(window.kind, window.first, window.last)


def shifted(span: Span, base: int) -> Span:
    """`span` counted from `base`."""
    return Span(span.start - base, span.end - base)


def _line(document: Document, line: Line) -> LineRecord:
    cuts = tuple(CutRecord(cut.span.start, cut.span.end, cut.role, cut.why) for cut in line.cuts)
    return LineRecord(line.span, line.role, cuts, _places(document.places(line.span)), line.why)


def _certificate(document: Document, found: Certificate) -> CertificateRecord:
    return CertificateRecord(
        kind=found.kind,
        span=found.span,
        places=_places(document.places(found.span)),
        name=found.name,
        object=found.object,
        number=found.number,
        number_valid=patent_number.valid(found.number) if found.kind == "patent" else None,
        status=found.status,
        owners=found.owners,
        inventors=found.inventors,
        applied=found.applied,
        granted=found.granted,
        prize=found.prize,
        level=found.level,
        grade=found.grade,
        issuer=found.issuer,
        document_number=found.document_number,
        receiver=found.receiver,
        date=found.date,
        until=found.until,
    )


def _table(document: Document, table: Table) -> TableRecord:
    rows = tuple(
        tuple(CellRecord(document.text[slice(*cell.span)], cell.span, cell.columns, cell.rows) for cell in row)
        for row in table.rows
    )
    return TableRecord(_places(table.places), rows, table.header_rows)


def _places(places: tuple[Place, ...]) -> tuple[PlaceRecord, ...]:
    return tuple(
        PlaceRecord(
            page=place.page,
            box=place.box,
            paragraph=place.paragraph,
            table=place.table,
            row=place.row,
            column=place.column,
            sheet=place.sheet,
            cell=place.cell,
            xpath=place.xpath,
            line=place.line,
        )
        for place in places
    )
