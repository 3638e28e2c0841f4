"""Windows metafiles (.emf, .wmf), in which drawings, charts and tables are pasted into documents: the words that they draw.

Records are read in order (MS-EMF 2.3.5, MS-WMF 2.3.3, MS-EMFPLUS 2.3.4); words drawn beside each other at one height are one
line. Nothing is drawn. Words drawn as glyphs of a font, or as curves, are none.
"""

import struct
from collections.abc import Iterator
from typing import NamedTuple

from extractors.composer import Composer
from extractors.registry import Context, Format
from pipeline.document import Extraction, Place
from pipeline.errors import DocumentError, Reason

EMF_HEAD, EMF_MARK = b"\x01\0\0\0", b" EMF"
PLACEABLE = b"\xd7\xcd\xc6\x9a"
WMF_HEADS = (b"\x01\0\x09\0\0\x01", b"\x01\0\x09\0\0\x03", b"\x02\0\x09\0\0\x03")
"""Where it lies, how long its head is, and its version."""
COMMENT, TEXT_BYTES, TEXT_WIDE, SMALL_TEXT = 70, 83, 84, 108
PLUS, PLUS_STRING = b"EMF+", 0x401C
GLYPHS, CLIPPED, NO_BOUNDS, NARROW = 0x10, 0x06, 0x100, 0x200
"""Options of a text: its letters are numbers of glyphs; a rectangle comes before it; none does; a byte a letter."""
WMF_TEXT, WMF_LONG_TEXT, WMF_FONT = 0x0521, 0x0A32, 0x02FB
CHARSETS = {128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5hkscs", 204: "cp1251", 238: "cp1250"}
"""Of fonts (MS-WMF 2.1.1.5)."""
MOST_WORDS = 20_000
LEAST_LETTERS = 8
"""Letters from which a drawing is worth reading: fewer are the label of an icon or a formula."""


class Words(NamedTuple):
    """A text and the height it is drawn at, in the drawing's own units."""

    text: str
    height: int


def recognise(data: bytes) -> bool:
    """Whether this is a metafile."""
    return (data.startswith(EMF_HEAD) and data[40:44] == EMF_MARK) or data.startswith((PLACEABLE, *WMF_HEADS))


def ending(data: bytes) -> str:
    """What the name of such a drawing ends with."""
    return ".emf" if data.startswith(EMF_HEAD) else ".wmf"


def worth_reading(data: bytes) -> bool:
    """Whether a metafile in a document draws as many words as a reader would miss."""
    return recognise(data) and sum(letter.isalnum() for line in lines(data) for letter in line) >= LEAST_LETTERS


def extract(data: bytes, context: Context) -> Extraction:
    """The words of a metafile, a line each. Raises DocumentError (NO_TEXT) for one that draws none."""
    composer = Composer(context.limits)
    for number, line in enumerate(lines(data), 1):
        composer.block(line, "paragraph", Place(line=number))
    if not composer.has_body:
        raise DocumentError(Reason.NO_TEXT, "the drawing has no words, or draws them as curves")
    return composer.extraction()


def pieces(data: bytes) -> list[str]:
    """The texts as they are drawn, one by one: a program may draw a line in many, or letter by letter."""
    return [words.text for words in _words(data)]


def lines(data: bytes) -> list[str]:
    """What is drawn at one height in turn, as a line; a line that is drawn twice, for its shadow, is one."""
    found: list[str] = []
    height: int | None = None
    for words in _words(data):
        if not words.text.strip():
            continue
        if words.height == height and found:
            found[-1] = _beside(found[-1], words.text)
        elif not found or found[-1].strip() != words.text.strip():
            found.append(words.text)
        height = words.height
    return [line.strip() for line in found]


def _words(data: bytes) -> list[Words]:
    found: list[Words] = []
    try:
        for words in _of_wmf(data) if not data.startswith(EMF_HEAD) else _of_emf(data):
            found.append(words)
            if len(found) == MOST_WORDS:
                break
    except (struct.error, IndexError):
        return found  # it breaks off
    return found or list(_of_plus(data))


def _of_emf(data: bytes) -> Iterator[Words]:
    for kind, record in _records(data):
        if kind in (TEXT_BYTES, TEXT_WIDE):
            height, count, offset, options = struct.unpack_from("<iIII", record, 40)
            if not options & GLYPHS:
                wide = kind == TEXT_WIDE
                letters = record[offset : offset + count * (2 if wide else 1)]
                yield Words(letters.decode("utf-16-le" if wide else "cp1252", "replace"), height)
        elif kind == SMALL_TEXT:
            height, count, options = struct.unpack_from("<iII", record, 12)
            at = 36 + (0 if options & NO_BOUNDS else 16)
            wide = not options & NARROW
            if not options & GLYPHS:
                yield Words(record[at : at + count * (1 + wide)].decode("utf-16-le" if wide else "latin-1", "replace"), height)


def _of_plus(data: bytes) -> Iterator[Words]:
    """The words of the newer records, which are kept as comments of the older; most files say all in both."""
    for kind, record in _records(data) if data.startswith(EMF_HEAD) else ():
        if kind != COMMENT or record[12:16] != PLUS:
            continue
        at = 16
        while at + 12 <= len(record):
            sort, _, size = struct.unpack_from("<HHI", record, at)
            if sort == PLUS_STRING and at + 40 <= len(record):
                count, _, top = struct.unpack_from("<Iff", record, at + 20)
                letters = record[at + 40 : at + 40 + 2 * count]
                yield Words(letters.decode("utf-16-le", "replace"), round(top) if abs(top) < 1e9 else 0)
            at += max(12, size)


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 8 <= len(data):
        kind, size = struct.unpack_from("<II", data, at)
        if size < 8 or at + size > len(data):
            return
        yield kind, data[at : at + size]
        at += size


def _of_wmf(data: bytes) -> Iterator[Words]:
    at = (22 if data.startswith(PLACEABLE) else 0) + 18
    charset = "cp1252"
    while at + 6 <= len(data):
        size, function = struct.unpack_from("<IH", data, at)
        if size < 3 or at + 2 * size > len(data):
            return
        record = data[at + 6 : at + 2 * size]
        if function == WMF_FONT and len(record) > 13:
            charset = CHARSETS.get(record[13], charset)
        elif function == WMF_TEXT:
            (count,) = struct.unpack_from("<H", record)
            (height,) = struct.unpack_from("<h", record, 2 + count + count % 2)
            yield Words(record[2 : 2 + count].decode(charset, "replace"), height)
        elif function == WMF_LONG_TEXT:
            height, _, count, options = struct.unpack_from("<hhHH", record)
            begin = 16 if options & CLIPPED else 8
            if not options & GLYPHS:
                yield Words(record[begin : begin + count].decode(charset, "replace"), height)
        at += 2 * size


def _beside(left: str, right: str) -> str:
    """Two pieces of a line; Chinese letters follow each other without a blank."""
    apart = left[-1:].isascii() or right[:1].isascii()
    blank = left[-1:].isspace() or right[:1].isspace()
    return f"{left}{' ' if apart and not blank else ''}{right}"


FORMAT = Format(
    name="metafile",
    media_types=("image/emf", "image/wmf"),
    extensions=(".emf", ".wmf"),
    version="1",
    rank=40,
    recognise=recognise,
    extract=extract,
)
