"""Which format a file has: its content decides, its extension is only compared."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from extractors import conversion
from extractors.registry import Context, Format, formats
from pipeline.document import Extraction, Note
from pipeline.errors import DocumentError, Flag, Reason


def extract(data: bytes, context: Context) -> Extraction:
    """The extraction of a file of any kind.

    A file whose content is of another format than its extension says is read as what it is and flagged.
    One that no reader opens asks for its conversion, where LibreOffice may open it (`extractors.conversion`).
    Raises DocumentError: EMPTY, UNSUPPORTED_TYPE, or whatever the format's reader raises.
    """
    if not data:
        raise DocumentError(Reason.EMPTY, "the file has no bytes")
    if context.converted:
        return _converted(data, context)
    found = recognise(data)
    if found is None:
        return conversion.asked(data, context, DocumentError(Reason.UNSUPPORTED_TYPE, unsupported(data, context.name)))
    try:
        extraction = found.extract(data, context)
    except DocumentError as error:
        return conversion.asked(data, context, error)
    if extraction.media_type == "":
        extraction = replace(extraction, media_type=found.media_types[0])
    mismatch = _mismatch(context.name, found.name, found.extensions)
    return replace(extraction, notes=(*extraction.notes, *mismatch, *_formulas(extraction)))


def _converted(data: bytes, context: Context) -> Extraction:
    """What LibreOffice made of the file; where that is nothing, what our own reader says of it stands."""
    extraction = conversion.read(data, context, recognise(context.converted))
    if not extraction.text.strip() and not extraction.children:
        return extract(data, replace(context, converted=b"", converts=False))
    found = conversion.kind(data)
    mismatch = _mismatch(context.name, found.what, found.endings) if found else ()
    return replace(extraction, notes=(*extraction.notes, *mismatch, *_formulas(extraction)))


def _mismatch(name: str, what: str, extensions: tuple[str, ...]) -> Iterator[Note]:
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in extensions and (suffix in _known_extensions() or suffix in OTHER_EXTENSIONS):
        yield Note(Flag.TYPE_MISMATCH, f"named {suffix} but is {what}")


def _formulas(extraction: Extraction) -> Iterator[Note]:
    """Cells that a spreadsheet would take for formulas: harmless here, and written as text by every export."""
    text = extraction.text
    count = sum(block.kind == "cell" and FORMULA.match(text, *block.span) is not None for block in extraction.blocks)
    if count:
        yield Note(Flag.FORMULA_LIKE, "cells that begin as formulas do, kept as text", count=count)


def recognise(data: bytes) -> Format | None:
    """The first format, by rank, that knows these bytes; None when no reader here does."""
    return next((candidate for candidate in formats() if candidate.recognise(data)), None)


def unsupported(data: bytes, name: str) -> str:
    """What an unreadable file seems to be, in words for the officer."""
    for magic, what in SIGNATURES:
        if data.startswith(magic):
            return f"{what} cannot be read yet"
    suffix = PurePosixPath(name).suffix
    return f"no reader knows this content{f' ({suffix})' if suffix else ''}"


SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (Word, Excel or PowerPoint 97-2003, WPS)"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a WebP picture, sound or film"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)


OTHER_EXTENSIONS = frozenset(
    {
        ".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".mp3", ".mp4", ".avi", ".exe", ".com", ".bat", ".cmd",
        ".scr", ".js", ".vbs", ".msi", ".dll", ".xlsb",
    }
)  # fmt: skip
"""Extensions of files that no reader here reads: a document under such a name hides what it is."""
FORMULA = re.compile("[=＝@＠][^=\\s]|[+＋\\-－][A-Za-z(]")
"""Beginnings that spreadsheets evaluate; a signed number or a dash before words is none."""


def _known_extensions() -> frozenset[str]:
    return frozenset(extension for candidate in formats() for extension in candidate.extensions)
