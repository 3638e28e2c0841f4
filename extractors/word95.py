"""Word 6 and 95 documents (.doc): their text, notes, headers and field results. Cells of tables are read as lines of their own.

Characters are bytes in the charset of the document's language; they lie in one run or, after a quick save, in pieces.
Properties of runs and paragraphs are laid out otherwise than later and are not read: hidden and deleted text is not told apart.
"""

import struct
from typing import TYPE_CHECKING

from extractors.charset import decode
from extractors.composer import Composer
from extractors.ole import content, holds, opened
from extractors.registry import Context, Format
from extractors.word97marks import MARKS, ORDER, PARAGRAPH_MARKS, PARTS, SIGNS
from extractors.word97pieces import ENCRYPTED, Piece, described
from extractors.word97properties import Paragraph97, Run97
from extractors.word97structure import FIELD_MARKS, Structure
from extractors.wordgather import Gathering
from extractors.wordnumbering import Numbering
from extractors.wordparts import Item, Story
from extractors.wordstyles import Styles
from extractors.wordwriter import WordWriter, setting_of
from pipeline.document import Extraction
from pipeline.errors import DocumentError, Flag, Reason

if TYPE_CHECKING:
    from olefile import OleFileIO

IDENTITY = b"\xdc\xa5"
OLDEST = 0x65
"""The version (nFib) of Word 6."""
PIECED = 0x0004
BOUNDS, COUNTS, CLX = 0x18, 0x34, 0x160
"""Where the head says from where to where the text lies, the lengths of its parts, and where its pieces are listed."""
CHARSETS = {
    0x04: "gb18030", 0x11: "cp932", 0x12: "cp949", 0x19: "cp1251", 0x22: "cp1251", 0x23: "cp1251", 0x02: "cp1251",
    0x05: "cp1250", 0x0E: "cp1250", 0x15: "cp1250", 0x1B: "cp1250", 0x24: "cp1250", 0x08: "cp1253", 0x1F: "cp1254",
    0x0D: "cp1255", 0x01: "cp1256", 0x1E: "cp874",
}  # fmt: skip
"""By the main part of the language's number; Traditional Chinese has its own."""
TRADITIONAL = (0x0404, 0x0C04, 0x1404)
WESTERN = "cp1252"
MADE_ON, MACINTOSH = 0x14, 0x0100
MUCH = 0.15
"""Share of letters beyond ASCII that no Western language has."""
PLAIN, PARAGRAPH = Run97(), Paragraph97()


def recognise(data: bytes) -> bool:
    """Whether an OLE container holds a document of Word 6 or 95."""
    if not holds(data, "WordDocument"):
        return False
    try:
        with opened(data) as container:
            return _old(content(container, "WordDocument"))
    except DocumentError:
        return False


def extract(data: bytes, context: Context) -> Extraction:
    """The text of the document with its paragraphs' places. Raises DocumentError: DAMAGED, TRUNCATED, ENCRYPTED, NO_TEXT."""
    with opened(data) as container:
        return _read(container, context)


def _old(document: bytes) -> bool:
    return document[:2] == IDENTITY and len(document) > CLX + 8 and struct.unpack_from("<H", document, 2)[0] >= OLDEST


def _read(container: "OleFileIO", context: Context) -> Extraction:
    document = content(container, "WordDocument")
    language, flags = struct.unpack_from("<H2xH", document, 6)
    if flags & ENCRYPTED:
        raise DocumentError(Reason.ENCRYPTED, "the file asks for a password; save it without one")
    composer = Composer(context.limits)
    counts = struct.unpack_from("<8L", document, COUNTS)
    raw = b"".join(document[piece.offset : piece.offset + piece.last - piece.first] for piece in _pieces(document, flags))
    charset = _charset(document, language, raw)
    writer = WordWriter(composer, Styles(None))
    try:
        for part in ORDER:
            begin = sum(counts[:part])
            _part(PARTS[part], raw[begin : begin + counts[part]].decode(charset, "replace"), writer)
            context.progress()
    except DocumentError as error:
        composer.note(error.reason, error.detail, where=error.where)
    if len(raw) < sum(counts):
        composer.note(Reason.DAMAGED, f"{sum(counts) - len(raw)} of {sum(counts)} characters are not in the file")
    if not composer.has_body:
        composer.note(Reason.NO_TEXT, "the body is blank")
    if container.exists("Macros"):
        composer.note(Flag.MACROS, "macros were not run")
    return composer.extraction(title=writer.title)


def _charset(document: bytes, language: int, raw: bytes) -> str:
    """That of the language; a Western one is often wrong, so where much of the text is beyond ASCII its letters decide."""
    if struct.unpack_from("<H", document, MADE_ON)[0] == MACINTOSH:
        return "mac_roman"
    charset = "big5" if language in TRADITIONAL else CHARSETS.get(language & 0x3FF, WESTERN)
    beyond = sum(byte >= 0xC0 for byte in raw)
    if charset != WESTERN or beyond < MUCH * len(raw):
        return charset
    found = decode(raw.replace(b"\0", b" ")).charset
    return found if len("甲".encode(found, "ignore")) in (0, 2) else charset


def _part(part: tuple[str, str], text: str, writer: WordWriter) -> None:
    root, kind = part

    def done(item: Item, story: Story) -> None:
        setting = setting_of(story, root, writer.places, root)
        if setting is not None:
            writer.write(item, setting)

    gathering = Gathering(Styles(None), Numbering(None), done)
    gathering.begin(Story(kind))
    structure = Structure(gathering)
    for found in MARKS.finditer(text):
        piece = found.group()
        if piece in PARAGRAPH_MARKS:
            structure.end_paragraph("\r", PARAGRAPH)
        elif piece in FIELD_MARKS or piece[0] >= " " or piece[0] in "\t\n" or piece in SIGNS:
            structure.add(SIGNS.get(piece, piece), PLAIN)
    structure.end()


def _pieces(document: bytes, flags: int) -> list[Piece]:
    """Where the text lies, in its order: one run, or the pieces that a quick save left."""
    start, end = struct.unpack_from("<LL", document, BOUNDS)
    if not flags & PIECED:
        return [Piece(0, max(0, min(end, len(document)) - start), start, 1)]
    offset, length = struct.unpack_from("<LL", document, CLX)
    every = described(document[offset : offset + length])
    return [Piece(first, last, begin, 1) for first, last, begin in every if begin < len(document)]


FORMAT = Format(
    name="Word 6-95",
    media_types=("application/msword",),
    extensions=(".doc", ".dot"),
    version="1",
    rank=29,
    recognise=recognise,
    extract=extract,
    needs=("olefile",),
)
