"""Web archives (WARC 1.0 and 1.1, ISO 28500), plain or with each record, or the whole file, in gzip.

Only answers to requests and resources that hold a page, a text or a PDF are pages; everything else is skipped with its reason.
"""

import zlib
from collections.abc import Iterator
from typing import BinaryIO

from extractors.page_stream import PageFound, Skipped

GZIP = b"\x1f\x8b\x08"
VERSION_LINE = b"WARC/"
LONGEST_HEADER = 1 << 20
LONGEST_BODY = 64 << 20
"""Bytes of one record; a longer one is skipped."""
CHUNK = 1 << 18
PAGE_TYPES = (b"text/html", b"application/xhtml", b"text/plain", b"application/pdf", b"text/xml", b"application/xml")
WITHOUT_PAGES = (b"request", b"metadata", b"warcinfo", b"revisit", b"conversion", b"continuation")


def recognise(data: bytes) -> bool:
    """Whether these bytes begin a web archive.

    >>> recognise(b"WARC/1.0\\r\\nWARC-Type: warcinfo\\r\\n")
    True
    """
    return data.startswith(VERSION_LINE) or (data.startswith(GZIP) and _unzipped_head(data[:CHUNK]).startswith(VERSION_LINE))


def pages(stream: BinaryIO, *, start: int = 0, end: int | None = None) -> Iterator[PageFound | Skipped]:
    """The pages of the records that begin at or after `start` and before `end` (bytes of the file; None is its end)."""
    stream.seek(0)
    head = stream.read(len(GZIP))
    if head == GZIP:
        yield from _zipped(stream, start, end)
    else:
        yield from _plain(stream, start, end)


def _plain(stream: BinaryIO, start: int, end: int | None) -> Iterator[PageFound | Skipped]:
    position = _next(stream, start, end, VERSION_LINE)
    while position is not None and (end is None or position < end):
        stream.seek(position)
        source = _Source(iter(lambda: stream.read(CHUNK), b""))
        found = list(_record(source, f"byte {position}"))
        if not source.given:
            return
        yield from found
        position = _next(stream, position + source.given, end, VERSION_LINE)


def _zipped(stream: BinaryIO, start: int, end: int | None) -> Iterator[PageFound | Skipped]:
    """Member after member; records are told apart within each, for some writers put the whole file into one."""
    position = _next(stream, start, end, GZIP)
    while position is not None and (end is None or position < end):
        member = _Member(stream, position)
        source = _Source(iter(member))
        number = 0
        while True:
            before = source.given
            found = list(_record(source, f"byte {position}, record {number}"))
            if source.given == before:
                break
            number += 1
            yield from found
        if member.broken:
            yield Skipped(f"byte {position}", "the gzip member is damaged or breaks off")
        if member.end is None:
            return
        position = _next(stream, member.end, end, GZIP)


class _Member:
    """The content of the gzip member at a place in the file, piece by piece; `end` is where the next one may begin."""

    def __init__(self, stream: BinaryIO, position: int) -> None:
        self.stream = stream
        self.position = position
        self.end: int | None = None
        self.broken = False

    def __iter__(self) -> Iterator[bytes]:
        self.stream.seek(self.position)
        inflate = zlib.decompressobj(wbits=31)
        read = 0
        while not inflate.eof:
            data = inflate.unconsumed_tail
            if not data:
                data = self.stream.read(CHUNK)
                read += len(data)
            if not data:
                self.broken = True
                return
            try:
                piece = inflate.decompress(data, CHUNK)
            except zlib.error:
                self.broken = True
                self.end = self.position + 1
                return
            if piece:
                yield piece
        self.end = self.position + read - len(inflate.unused_data)


class _Source:
    """Bytes asked for by length or up to a mark; `given` counts them."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces = pieces
        self.buffer = bytearray()
        self.given = 0

    def upto(self, mark: bytes, most: int) -> bytes | None:
        """What comes before `mark`, which is taken too; None when it does not come within `most` bytes."""
        looked = 0
        while (at := self.buffer.find(mark, looked)) < 0:
            looked = max(0, len(self.buffer) - len(mark))
            if len(self.buffer) > most or not self._more():
                return None
        return self._take(at + len(mark))[:at]

    def exactly(self, size: int) -> bytes:
        while len(self.buffer) < size and self._more():
            pass
        return self._take(min(size, len(self.buffer)))

    def past(self, size: int) -> None:
        while size > 0:
            if not self.buffer and not self._more():
                return
            step = min(size, len(self.buffer))
            del self.buffer[:step]
            self.given += step
            size -= step

    def _more(self) -> bool:
        piece = next(self.pieces, b"")
        self.buffer += piece
        return bool(piece)

    def _take(self, size: int) -> bytes:
        taken = bytes(self.buffer[:size])
        del self.buffer[:size]
        self.given += size
        return taken


def _record(source: _Source, where: str) -> Iterator[PageFound | Skipped]:
    """One record: its headers, its block, the two line breaks after it."""
    head = source.upto(b"\r\n\r\n", LONGEST_HEADER)
    if head is None:
        if rest := bytes(source.buffer[:LONGEST_HEADER]).strip():
            source.past(LONGEST_HEADER)
            yield Skipped(where, "the record breaks off in its headers" if len(rest) < LONGEST_HEADER else "no record")
        return
    fields = _fields(head)
    length = _length(fields.get(b"content-length", b""))
    if not head.lstrip().startswith(VERSION_LINE) or length is None:
        yield Skipped(where, "no WARC record")
        return
    kind = fields.get(b"warc-type", b"").lower()
    address = fields.get(b"warc-target-uri", b"").strip(b"<>").decode("utf-8", "replace")
    name = fields.get(b"warc-record-id", b"").strip(b"<>").removeprefix(b"urn:uuid:").decode("ascii", "replace")
    if kind in WITHOUT_PAGES:
        source.past(length)
    elif length > LONGEST_BODY:
        source.past(length)
        yield Skipped(where, f"{address}: {length} bytes; a record may have {LONGEST_BODY}")
    else:
        block = source.exactly(length)
        if len(block) < length:
            yield Skipped(where, f"{address}: the record breaks off after {len(block)} of {length} bytes")
        yield _page(fields, block, name or where, address, where)
    source.past(4)


def _page(fields: dict[bytes, bytes], block: bytes, name: str, address: str, where: str) -> PageFound | Skipped:
    content_type, body = fields.get(b"content-type", b""), block
    if content_type.startswith(b"application/http"):
        head, _, body = block.partition(b"\r\n\r\n")
        answer = _fields(head)
        status = head.split(b" ", 2)[1:2]
        if status != [b"200"]:
            return Skipped(where, f"{address}: the server answered {b''.join(status).decode('ascii', 'replace') or 'nothing'}")
        content_type = answer.get(b"content-type", b"text/html")
        if b"chunked" in answer.get(b"transfer-encoding", b"").lower():
            body = _joined(body)
        decoded = _decoded(body, answer.get(b"content-encoding", b"").lower().strip())
        if decoded is None:
            return Skipped(where, f"{address}: content encoding {answer[b'content-encoding'].decode('ascii', 'replace')}")
        body = decoded
    if not content_type.lower().startswith(PAGE_TYPES):
        return Skipped(where, f"{address}: {content_type.decode('ascii', 'replace') or 'unknown'} is no page")
    return PageFound(name, address, body)


def _fields(head: bytes) -> dict[bytes, bytes]:
    """The headers after the first line, names in lower case; the first of a name counts."""
    found: dict[bytes, bytes] = {}
    for line in head.lstrip().split(b"\n")[1:]:
        key, colon, value = line.partition(b":")
        if colon:
            found.setdefault(key.strip().lower(), value.strip())
    return found


def _length(value: bytes) -> int | None:
    return int(value) if value.isdigit() and len(value) < 16 else None


def _joined(body: bytes) -> bytes:
    """A chunked body in one piece (RFC 9112, section 7.1); one that is not chunked after all, as it is."""
    pieces: list[bytes] = []
    start = 0
    while (line := body.find(b"\r\n", start, start + 100)) >= 0:
        try:
            size = int(body[start:line].split(b";")[0], 16)
        except ValueError:
            return b"".join(pieces) if pieces else body
        if size <= 0:
            break
        pieces.append(body[line + 2 : line + 2 + size])
        start = line + 2 + size + 2
    return b"".join(pieces) if pieces else body


def _decoded(body: bytes, encoding: bytes) -> bytes | None:
    """The body without its content encoding; None for one that is not read. Some archives keep the header and not the coding."""
    if encoding in (b"", b"identity") or (encoding in (b"gzip", b"x-gzip") and not body.startswith(GZIP)):
        return body
    if encoding not in (b"gzip", b"x-gzip", b"deflate"):
        return None
    for bits in (47, -15):
        inflate = zlib.decompressobj(wbits=bits)
        try:
            return inflate.decompress(body, LONGEST_BODY)
        except zlib.error:
            continue
    return body


def _next(stream: BinaryIO, start: int, end: int | None, mark: bytes) -> int | None:
    """Where the next record or member begins at or after `start` and before `end`; None when there is none."""
    position = start
    while end is None or position < end:
        stream.seek(position)
        data = stream.read(CHUNK)
        if not data:
            return None
        at = data.find(mark)
        while at >= 0:
            if _begins(data, at, stream, position + at, mark):
                return position + at if end is None or position + at < end else None
            at = data.find(mark, at + 1)
        if len(data) < CHUNK:
            return None
        position += len(data) - len(mark) + 1
    return None


def _begins(data: bytes, at: int, stream: BinaryIO, position: int, mark: bytes) -> bool:
    """Whether a mark really begins a record and does not stand within one by chance."""
    if mark == GZIP:
        stream.seek(position)
        return _unzipped_head(stream.read(CHUNK)).lstrip().startswith(VERSION_LINE)
    if at == 0:
        stream.seek(max(0, position - 2))
        before = stream.read(min(2, position))
    else:
        before = data[max(0, at - 2) : at]
    return position == 0 or before.endswith(b"\n")


def _unzipped_head(data: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(data, 64)
    except zlib.error:
        return b""
