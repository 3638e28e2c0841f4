"""Rows of a worksheet that hold nothing but plain cells, read without the XML parser: nearly all rows of nearly all sheets.

A row is taken here only when every letter of it is accounted for: attributes in the order that programs write them, no
entity, comment, section or extension. Everything else goes to the parser, in the order of the file; rows that were taken
are whole elements, so the parser does not miss them.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain

TEXT = r"[^<&\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]*"
TOKEN = re.compile(
    r'<c r="([A-Z]{1,3})[0-9]{1,7}"(?: s="([0-9]{1,6})")?(?: t="(?:n|(s|str|inlineStr|b|e))")?'
    rf'(?:/>|>(<f>{TEXT}</f>)?(?:<v>({TEXT})</v>|<is><t(?: xml:space="preserve")?>({TEXT})</t></is>)?</c>)'
    r'|</row>|<row((?: [A-Za-z0-9:]+="[^"<&]*")*) ?>'
)
ROW = re.compile("<row[ >]")
ATTRIBUTE = re.compile(r' ([A-Za-z0-9:]+)="([^"]*)"')
ROOT = re.compile(
    rb"\s*(?:<\?xml version=[\"']1\.0[\"'](?: encoding=[\"'](?:UTF|utf)-8[\"'])?(?: standalone=[\"'](?:yes|no)[\"'])?\s*\?>\s*)?"
    rb"<worksheet[\s>]"
)
"""The beginning of a sheet in UTF-8 whose elements have no prefix."""
DECLARATION = re.compile(rb"<[!?]")
"""A comment, a section or a document type, in which a row would be none."""
BEGIN, END = b"<sheetData>", b"</row>"
LONGEST = 1 << 22
"""Bytes of a row from which it goes to the parser unread."""

Tokens = list[str | None]
"""What `TOKEN` parts a text into, seven after each blank: of a cell its column's letters, style, kind (none for a number),
formula, value and text, of the beginning of a row its attributes, of the end of one nothing."""
STEP = TOKEN.groups + 1


def parted(chunks: Iterable[bytes]) -> Iterator[bytes | Tokens]:
    """The sheet as pieces for the parser, which end where an element does, and rows that it need not see, in order."""
    waiting = iter(chunks)
    rest, begin = b"", -1
    for chunk in waiting:
        rest += chunk
        begin = rest.find(BEGIN)
        if begin >= 0 or len(rest) > LONGEST:
            break
    if begin < 0 or not ROOT.match(rest) or DECLARATION.search(rest, 5, begin):
        yield rest
        yield from waiting
        return
    begin += len(BEGIN)
    yield rest[:begin]
    rest = rest[begin:]
    for chunk in chain((b"",), waiting):
        rest += chunk
        end = rest.rfind(END) + len(END)
        if end >= len(END):
            yield from _rows(rest[:end])
            rest = rest[end:]
        elif len(rest) > LONGEST:
            yield rest
            yield from waiting
            return
    yield rest


def _rows(data: bytes) -> Iterator[bytes | Tokens]:
    """Rows, and what is no plain row, of bytes that end with the end of a row."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        yield data
        return
    if plain := _plain(text):
        yield plain
        return
    unread = 0
    for found in ROW.finditer(text):
        if found.start() < unread:
            continue
        end = text.find("</row>", found.end()) + len("</row>")
        before = text[unread : found.start()]
        if end < len("</row>") or "<!" in before or "<?" in before:
            break
        if plain := _plain(text[found.start() : end]):
            if before:
                yield before.encode("utf-8")
            yield plain
            unread = end
    if unread < len(text):
        yield text[unread:].encode("utf-8")


def _plain(text: str) -> Tokens:
    """The rows in `text`, or nothing where anything else stands in it."""
    tokens: Tokens = TOKEN.split(text)
    return [] if any(tokens[::STEP]) else tokens
