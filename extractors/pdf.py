"""PDF by pdfium: every page's text in reading order, whole paragraphs, each line with its place on the page.

What is not read is said: a scanned page, a page that cannot be loaded, a password, a limit. Never used from threads: pdfium
is not safe there even across documents.
"""

import re
from dataclasses import replace
from typing import Any

from extractors import ocr_tool
from extractors.composer import Composer, uncollected
from extractors.furniture import Sheet, marks
from extractors.names import unique
from extractors.pdf_fonts import even_shapes
from extractors.pdf_page import Page, read_page
from extractors.pdf_parts import attachments, metadata_title
from extractors.pdf_pictures import Pasted
from extractors.pdf_recognised import after_recognition, in_place
from extractors.pdf_repair import repaired
from extractors.pdf_suspicion import Suspicion
from extractors.pdf_text import body_size, flow
from extractors.pdf_writer import written
from extractors.registry import Context, Format
from pipeline.document import Child, Extraction, Note, PageWanted
from pipeline.errors import DocumentError, Reason

HEAD = 1024
"""Bytes within which readers look for the header (ISO 32000-2, annex I)."""
LATEST = 64 * 1024
"""Bytes of other things before the header after which nobody meant a PDF."""
PASSWORD_ERRORS = frozenset({4, 5})
"""pdfium: a password is needed; an unknown security handler."""
HEADER = re.compile(rb"%PDF-[12]\.[0-9][ \t]*[\r\n]")
END = re.compile(rb"startxref\s+([0-9]+)\s+%%EOF")


def recognise(data: bytes) -> bool:
    """Whether a PDF header stands in the first kilobyte, or further down in what ends as a PDF does."""
    return b"%PDF-" in data[:HEAD] or _late_start(data) > 0


def _late_start(data: bytes) -> int:
    """Where the header stands that has more before it than readers allow for; 0 where there is none."""
    if not END.search(data, max(0, len(data) - HEAD)):
        return 0
    found = HEADER.search(data, HEAD, LATEST)
    return found.start() if found else 0


def extract(data: bytes, context: Context) -> Extraction:
    """The text of a PDF.

    Raises DocumentError: ENCRYPTED (the empty password has been tried), DAMAGED, TRUNCATED, NO_TEXT for a whole scan.
    """
    with uncollected():
        return _extracted(from_header(data), context)


def _extracted(data: bytes, context: Context) -> Extraction:
    with even_shapes():
        document = opened(data)
        try:
            pasted = Pasted(context)
            pages, notes = _pages(document, data, pasted, context)
            claimed = metadata_title(document)
            children, lost = attachments(document, context)
        finally:
            document.close()
    pages = [after_recognition(page, context) for page in pages]
    composer = Composer(context.limits)
    for note in (
        *notes,
        *(note for page in pages for note in (*page.notes, *filter(None, (page.missing,)))),
        *lost,
        *pasted.notes,
    ):
        composer.note(note.code, note.detail, where=note.where, count=note.count)
    size = body_size(pages)
    furniture = marks([Sheet(page.lines, page.width, page.height) for page in pages], size)
    title = written(composer, flow(pages, furniture, size), pages, size)
    extraction = in_place(composer.extraction(title=title or claimed), pages)
    extraction = replace(extraction, children=_named_apart([*children, *pasted.children]), awaiting=_awaiting(pages, context))
    _refuse_silence(pages, extraction)
    return extraction


def _awaiting(pages: list[Page], context: Context) -> tuple[PageWanted, ...]:
    """The pages that are to be recognised and have not been; none where nothing can recognise them."""
    wanted = [page for page in pages if page.wanted]
    if not wanted or ocr_tool.missing():
        return ()
    return tuple(
        PageWanted(page.number, page.wanted, page.below_text) for page in wanted if context.recognised(page.number) is None
    )


def _named_apart(children: list[Child]) -> tuple[Child, ...]:
    """Attachments may have any name, that of a picture among them."""
    names = unique(child.path for child in children)
    return tuple(replace(child, path=name) for child, name in zip(children, names, strict=True))


def from_header(data: bytes) -> bytes:
    """The bytes without what stands before a late header."""
    return data if b"%PDF-" in data[:HEAD] else data[_late_start(data) :]


def opened(data: bytes) -> Any:
    """The open document; one that lost its end is tried again with an end of ours. Raises DocumentError."""
    document, code = _tried(data)
    if document is None and code in PASSWORD_ERRORS:
        raise DocumentError(Reason.ENCRYPTED, "the PDF asks for a password")
    if document is None and (mended := repaired(data)) is not None:
        document, _ = _tried(mended)
    if document is None and not _whole(data):
        raise DocumentError(Reason.TRUNCATED, "the PDF breaks off and nothing can be read of it")
    if document is None:
        raise DocumentError(Reason.DAMAGED, "not readable as a PDF")
    if len(document) == 0:
        document.close()
        raise DocumentError(Reason.DAMAGED, "the PDF's list of pages is empty or goes in a circle")
    return document


def _tried(data: bytes) -> tuple[Any, int]:
    """The document, or None and pdfium's error code. An empty password is tried by itself."""
    import pypdfium2  # noqa: PLC0415  heavy; loaded where a PDF is read

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        return None, int(getattr(error, "err_code", 0) or 0)
    if document.get_formtype() == pypdfium2.raw.FORMTYPE_ACRO_FORM:
        document.init_forms()
    return document, 0


def _pages(document: Any, data: bytes, pasted: Pasted, context: Context) -> tuple[list[Page], list[Note]]:
    import pypdfium2  # noqa: PLC0415

    notes: list[Note] = []
    if not _whole(data):
        notes.append(Note(Reason.TRUNCATED, "the file breaks off before its end; what could be recovered was read"))
    total = len(document)
    if total > context.limits.pages:
        first_left = context.limits.pages + 1
        notes.append(Note(Reason.LIMIT_PAGES, f"{total} pages, the first {first_left - 1} are read", f"page {first_left}"))
    pages: list[Page] = []
    suspicion = Suspicion()
    for index in range(min(total, context.limits.pages)):
        context.progress()
        try:
            pages.append(read_page(document, index, suspicion, pasted, context.progress))
        except pypdfium2.PdfiumError:
            notes.append(Note(Reason.DAMAGED, "the page cannot be loaded", f"page {index + 1}"))
    return pages, notes


def _whole(data: bytes) -> bool:
    """Whether the file ends as a PDF must, with the place of its last table; bytes after that do no harm."""
    ends = list(END.finditer(data, max(0, data.rfind(b"startxref"))))
    return bool(ends) and int(ends[-1].group(1)[:18]) != 0


def _refuse_silence(pages: list[Page], extraction: Extraction) -> None:
    """With nothing read, and nothing that could be, the first reason is the file's own."""
    if extraction.text.strip() or extraction.children or extraction.awaiting:
        return
    for page in pages:
        if page.missing is not None and page.missing.code is not Reason.NO_TEXT:
            raise DocumentError(Reason(page.missing.code), page.missing.detail, where=page.missing.where)
    scanned = sum(page.picture > 0 for page in pages)
    if scanned:
        raise DocumentError(Reason.NO_TEXT, f"a scan: {scanned} of {len(pages)} pages are pictures without text")
    for note in extraction.notes:
        if isinstance(note.code, Reason):
            raise DocumentError(note.code, note.detail, where=note.where)
    raise DocumentError(Reason.NO_TEXT, f"nothing is written on its {len(pages)} pages")


FORMAT = Format(
    name="pdf",
    media_types=("application/pdf",),
    extensions=(".pdf",),
    version="28",
    rank=10,
    recognise=recognise,
    extract=extract,
    needs=("pypdfium2",),
)
