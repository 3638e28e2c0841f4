"""Plain text in any charset: every physical line is a block of its own, placed by its number.

Lines are not joined here: whether a line break ends a paragraph is for `mend` to say.
"""

import re
from collections.abc import Iterator
from itertools import islice

from extractors.charset import LEGIBLE, Decoded, decode, legibility
from extractors.plain import REPLACEMENT, Plain, plain, replaced_notes
from extractors.registry import Context, Format, Limits
from pipeline.document import Anchor, Block, Extraction, Note, Place
from pipeline.errors import DocumentError, Reason
from pipeline.view import Span

LINES = 500_000
"""Most lines that get a block; more is no document, and a block each would not fit the memory of a worker."""
HEAD = 1 << 16
"""Bytes by which text is told from other content."""
CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
OTHER_FORMATS = (b"{\\rtf", b"%!PS", b"%PDF", b"\x89PNG", b"GIF8", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def recognise(data: bytes) -> bool:
    """Whether the head of `data` is text in some charset: hardly any control letters, nearly all of it decodes."""
    head = _head(data, HEAD)
    if head.startswith(OTHER_FORMATS):
        return False
    decoded = decode(head)
    size, controls = max(1, len(decoded.text)), len(CONTROL.findall(decoded.text))
    if decoded.how in ("bom", "utf-8"):
        return (controls + decoded.replaced) * 4 <= size
    if decoded.how == "nothing fits" or (decoded.charset.startswith("utf-") and legibility(decoded.text) < LEGIBLE):
        return False
    return controls * 50 <= size and decoded.replaced * 10 <= size


def extract(data: bytes, context: Context) -> Extraction:
    """The lines of a text file. Raises DocumentError NO_TEXT for one that holds only blanks."""
    decoded, cut = _decoded(data, context.limits)
    read = plain(decoded.text)
    if not read.text.strip():
        raise DocumentError(Reason.NO_TEXT, "the file holds only blanks")
    spans = list(islice(_lines(read.text), LINES + 1))
    notes = _notes(decoded, read, cut)
    if len(spans) > LINES:
        notes += (Note(Reason.LIMIT_OUTPUT, f"only the first {LINES} lines are read"),)
        spans = spans[:LINES]
        read = Plain(read.text[: spans[-1][1].end], read.replaced)
    return Extraction(
        text=read.text,
        blocks=tuple(Block(span, "line") for _, span in spans),
        anchors=tuple(Anchor(span, Place(line=number)) for number, span in spans),
        notes=notes,
    )


def _decoded(data: bytes, limits: Limits) -> tuple[Decoded, bool]:
    """No more is decoded than may be given: at most four bytes make a letter."""
    decoded = decode(_head(data, 4 * limits.output))
    if len(decoded.text) <= limits.output and len(data) <= 4 * limits.output:
        return decoded, False
    text = decoded.text[: limits.output]
    return decoded._replace(text=text, replaced=min(decoded.replaced, text.count(REPLACEMENT))), True


def _head(data: bytes, size: int) -> bytes:
    """The first `size` bytes, or up to three fewer, so that no letter of UTF-8 is cut."""
    if len(data) <= size:
        return data
    end = next((end for end in range(size, max(0, size - 4), -1) if data[end] & 0xC0 != 0x80), size)
    return data[:end]


def _lines(text: str) -> Iterator[tuple[int, Span]]:
    """Number and span of each line that is not blank; lines count from 1."""
    start = 0
    for number, line in enumerate(text.split("\n"), 1):
        if line and not line.isspace():
            yield number, Span(start, start + len(line))
        start += len(line) + 1


def _notes(decoded: Decoded, read: Plain, cut: bool) -> tuple[Note, ...]:
    notes = replaced_notes(decoded.replaced + read.replaced)
    return (*notes, Note(Reason.LIMIT_OUTPUT, f"only the first {len(read.text)} characters are read")) if cut else notes


FORMAT = Format(
    name="text",
    media_types=("text/plain",),
    extensions=(".txt", ".text", ".md", ".log"),
    version="1",
    rank=1000,
    recognise=recognise,
    extract=extract,
)
