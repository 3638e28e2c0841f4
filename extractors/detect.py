"""Which format a file has: its content decides, its extension is only compared."""

from dataclasses import replace
from pathlib import PurePosixPath

from extractors.registry import Context, Format, formats
from pipeline.document import Extraction, Note
from pipeline.errors import DocumentError, Flag, Reason


def extract(data: bytes, context: Context) -> Extraction:
    """The extraction of a file of any kind.

    A file whose content is of another format than its extension says is read as what it is and flagged.
    Raises DocumentError: EMPTY, UNSUPPORTED_TYPE, or whatever the format's reader raises.
    """
    if not data:
        raise DocumentError(Reason.EMPTY, "the file has no bytes")
    found = recognise(data)
    if found is None:
        raise DocumentError(Reason.UNSUPPORTED_TYPE, unsupported(data, context.name))
    extraction = found.extract(data, context)
    if extraction.media_type == "":
        extraction = replace(extraction, media_type=found.media_types[0])
    suffix = PurePosixPath(context.name).suffix.lower()
    if suffix in _known_extensions() and suffix not in found.extensions:
        note = Note(Flag.TYPE_MISMATCH, f"named {suffix} but is {found.name}")
        extraction = replace(extraction, notes=(*extraction.notes, note))
    return extraction


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
    (b"{\\rtf", "a rich text file (RTF)"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a WebP picture, sound or film"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)


def _known_extensions() -> frozenset[str]:
    return frozenset(extension for candidate in formats() for extension in candidate.extensions)
