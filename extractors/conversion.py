"""Documents that no reader here reads, or that ours gives up: whether LibreOffice may be asked to convert them, and to what.

Its filter is named for each, so that it never takes a broken document for plain text. What it gives is read by our own readers
and flagged.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from extractors import office_tool
from extractors.ole import content, holds, opened
from extractors.registry import Context, Format
from extractors.slides95 import is_95
from extractors.word97pieces import WORD_97
from pipeline.document import ConversionWanted, Extraction, Note
from pipeline.errors import DocumentError, Flag, Reason

ZIP = b"PK\x03\x04"
BINARY_BOOK = b"xl/workbook.bin"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that LibreOffice opens: what it may be named, the filter that `reads` it, and what is made of it."""

    what: str
    media_type: str
    endings: tuple[str, ...]
    reads: str
    to: str
    recognise: Callable[[bytes], bool]


def _starts(*magic: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(magic)


def _holds(*streams: str) -> Callable[[bytes], bool]:
    return lambda data: any(holds(data, stream) for stream in streams)


def _older_than_97(data: bytes) -> bool:
    if not holds(data, "WordDocument"):
        return False
    with opened(data) as container:
        version = content(container, "WordDocument")[2:4]
    return int.from_bytes(version, "little") < WORD_97


def _works(data: bytes) -> bool:
    """Word processing of Works 3 and 4, and of Works from 2000 on."""
    if holds(data, "MM"):
        return True
    if not holds(data, "CONTENTS"):
        return False
    with opened(data) as container:
        return content(container, "CONTENTS").startswith(b"CHNKWKS")


def _binary_book(data: bytes) -> bool:
    return data.startswith(ZIP) and BINARY_BOOK in data


def _older_than_95(data: bytes) -> bool:
    """PowerPoint 2 and 3 as they are, PowerPoint 4 in a container."""
    return data.startswith(POWERPOINT_3) or holds(data, "PP40")


def _lotus(data: bytes) -> bool:
    """A first record that tells the beginning of a file, and the version (1-2-3 from 1983 on, its own from 3 on)."""
    return data.startswith(OLD_LOTUS) or (data.startswith(NEW_LOTUS) and data[5:6] == b"\x10")


WORD, EXCEL, POWERPOINT = "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint"
BINARY = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
OLD_BOOK = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
"""How the books of Excel 2, 3 and 4 begin."""
POWERPOINT_3 = b"\xed\xde\xad\x0b"
LOTUS = "application/vnd.lotus-1-2-3"
OLD_LOTUS = (b"\0\0\x02\0\x04\x04", b"\0\0\x02\0\x05\x04", b"\0\0\x02\0\x06\x04")
NEW_LOTUS = b"\0\0\x1a\0"
WRITE = (b"\x31\xbe\0\0\0\xab", b"\x32\xbe\0\0\0\xab")
DOC, XLS, PPT = (".doc", ".dot", ".wps"), (".xls", ".xlt", ".et"), (".ppt", ".pps", ".pot", ".dps")
KINDS = (
    Kind("a document of Word 1 or 2", WORD, DOC, "MS WinWord 5", "docx", _starts(b"\xdb\xa5", b"\x9b\xa5")),
    Kind("a document older than Word 97", WORD, DOC, "MS WinWord 6.0", "docx", _older_than_97),
    Kind("an old Word document", WORD, DOC, "MS Word 97", "docx", _holds("WordDocument")),
    Kind("a workbook older than Excel 5", EXCEL, XLS, "MS Excel 4.0", "xlsx", _starts(*OLD_BOOK)),
    Kind("an old workbook", EXCEL, XLS, "MS Excel 97", "xlsx", _holds("Workbook", "Book")),
    Kind("a binary workbook", BINARY, (".xlsb",), "Calc MS Excel 2007 Binary", "xlsx", _binary_book),
    Kind("a presentation of PowerPoint 95", POWERPOINT, PPT, "MWAW_Presentation", "pptx", is_95),
    Kind("a presentation older than PowerPoint 95", POWERPOINT, PPT, "PowerPoint 3", "pptx", _older_than_95),
    Kind(
        "an old presentation",
        POWERPOINT,
        PPT,
        "MS PowerPoint 97",
        "pptx",
        _holds("PowerPoint Document"),
    ),
    Kind("a workbook of Lotus 1-2-3", LOTUS, (".wks", ".wk1", ".wk3", ".wk4", ".123"), "WPS_Lotus_Calc", "xlsx", _lotus),
    Kind("a document of Microsoft Write", "application/x-mswrite", (".wri",), "MS_Write", "docx", _starts(*WRITE)),
    Kind("a document of Microsoft Works", "application/vnd.ms-works", (".wps",), "MS_Works", "docx", _works),
    Kind(
        "a document of WordPerfect", "application/vnd.wordperfect", (".wpd", ".doc"), "WordPerfect", "docx", _starts(b"\xffWPC")
    ),
)
"""In the order they are asked; the names of filters are LibreOffice's own (its registry, TypeDetection/Filters)."""
MADE = frozenset({"word", "workbook", "presentation"})
"""Readers of what it makes."""


def kind(data: bytes) -> Kind | None:
    """The first kind that these bytes are."""
    return next((each for each in KINDS if each.recognise(data)), None)


def asked(data: bytes, context: Context, error: DocumentError) -> Extraction:
    """An extraction that asks for the file to be converted, where that helps; what our own reader said stands otherwise.

    Raises `error` itself for a file that LibreOffice cannot help with, and MISSING_TOOL for one that only it reads where it is
    not installed.
    """
    unread = error.reason is Reason.UNSUPPORTED_TYPE
    found = kind(data) if unread or error.reason is Reason.DAMAGED else None
    if found is None or not context.converts:
        raise error
    if office_tool.program() is None:
        raise DocumentError(Reason.MISSING_TOOL, f"{found.what}: {office_tool.ADVICE}") if unread else error
    return Extraction(conversion=ConversionWanted(found.endings[0], found.reads, found.to, error.reason, error.detail))


def read(data: bytes, context: Context, reader: Format | None) -> Extraction:
    """What LibreOffice made of `data`, read by the reader that knows it.

    Raises DocumentError: DAMAGED for what is no Office document, and whatever the reader raises.
    """
    if reader is None or reader.name not in MADE:
        raise DocumentError(Reason.DAMAGED, "what LibreOffice made of it cannot be read")
    extraction = reader.extract(context.converted, replace(context, converted=b""))
    found = kind(data)
    what = found.what if found else "the file"
    notes = [*extraction.notes, Note(Flag.CONVERTED_BY_LIBREOFFICE, f"{what}, read as LibreOffice converted it")]
    if extraction.text.strip() and all(block.role is not None for block in extraction.blocks):
        notes.append(Note(Reason.NO_TEXT, "LibreOffice made nothing of its body"))
    return replace(extraction, media_type=found.media_type if found else "", notes=tuple(notes))
