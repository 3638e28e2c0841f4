"""Scraped pages kept as JSON lines: one object a line with the page's markup or text, its id and its address.

Crawlers name these differently; the keys that are understood are in `KEYS`. A line that is no such object is a note, and the
lines after it are read.
"""

from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from extractors.page_stream import PageFound, Skipped

KEYS = {
    "body": ("html", "raw_html", "content_html", "content", "text", "body", "raw_content"),
    "address": ("url", "address", "link", "source_url", "uri"),
    "name": ("id", "doc_id", "uuid", "_id"),
}
"""What each part may be called, the surest name first."""
LONGEST = 64 << 20
"""Bytes of one line; a longer one is skipped."""


def pages(stream: BinaryIO, *, start: int = 0, end: int | None = None) -> Iterator[PageFound | Skipped]:
    """The pages of the lines that begin at or after `start` and before `end` (bytes; None is the end of the file).

    A slice that begins inside a line leaves that line to the slice before it.
    """
    stream.seek(max(0, start - 1))
    position = stream.tell()
    if start:
        position += _skip_line(stream)
    while end is None or position < end:
        line = stream.readline(LONGEST + 1)
        if not line:
            return
        begins, position = position, position + len(line)
        if len(line) > LONGEST and not line.endswith(b"\n"):
            position += _skip_line(stream)
            yield Skipped(f"byte {begins}", f"a line of more than {LONGEST} bytes")
        elif line.strip():
            yield _page(line, begins)


def _page(line: bytes, begins: int) -> PageFound | Skipped:
    where = f"byte {begins}"
    try:
        row = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return Skipped(where, f"not a JSON object: {error}")
    if not isinstance(row, dict):
        return Skipped(where, "not a JSON object")
    body = _first(row, "body")
    if not body.strip():
        return Skipped(where, f"no page in it: none of {', '.join(KEYS['body'])} holds text")
    address = _first(row, "address")
    return PageFound(_first(row, "name") or f"{begins}", address, body.encode("utf-8", "surrogatepass"))


def _first(row: dict[str, object], part: str) -> str:
    """The value of the first key of `part` that holds a text or a number."""
    for key in KEYS[part]:
        value = row.get(key)
        if isinstance(value, str) and value:
            return value
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
    return ""


def _skip_line(stream: BinaryIO) -> int:
    skipped = 0
    while piece := stream.readline(1 << 20):
        skipped += len(piece)
        if piece.endswith(b"\n"):
            break
    return skipped
