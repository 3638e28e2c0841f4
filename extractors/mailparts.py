"""The parts of a mail or of a page saved as one file (MIME, RFC 2045 to 2047): headers as text, bodies, what is attached."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.policy import Compat32
from email.utils import getaddresses, parsedate_to_datetime

from extractors.charset import decode

LONGEST_HEADER = 10_000
WORD_GAP = re.compile(r"(\?=)[ \t\r\n]+(=\?)")
BOM = b"\xef\xbb\xbf"
BROKEN = (LookupError, UnicodeError, ValueError, TypeError, AssertionError, MessageError)
"""What Python's parser raises on headers that are no headers."""
TEXTS = ("text/plain", "text/html", "application/xhtml+xml")
DEEPEST = 40
"""Parts within parts; real mail has four or five."""


class _AsWritten(Compat32):
    """Gives headers as they were written: their raw bytes are decoded here, where their letters tell the charset."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        del name
        return value


def parsed(data: bytes) -> Message:
    """The message in `data`; a mail that is broken gives what can be made out of it."""
    return message_from_bytes(data, policy=_AsWritten())


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of content: its type (``text/html``), the name it was given, its bytes."""

    type: str
    name: str
    content: bytes
    location: str = ""


@dataclass(slots=True)
class Parts:
    """`bodies` are what a reader of the mail sees; everything else is attached."""

    bodies: list[Part] = field(default_factory=list)
    attached: list[Part] = field(default_factory=list)


def sorted_out(message: Message) -> Parts:
    """The bodies of a message and what is attached; of alternatives the richest one that is text."""
    parts = Parts()
    _walk(message, parts, 0)
    return parts


def _walk(message: Message, parts: Parts, depth: int) -> None:
    if message.get_content_maintype() == "multipart" and message.is_multipart() and depth < DEEPEST:
        inside = [part for part in message.get_payload() if isinstance(part, Message)]
        kind = message.get_content_subtype()
        if kind == "alternative":
            inside = _richest(inside)
        elif kind == "related":
            inside = _root_first(inside, message)
        for part in inside:
            _walk(part, parts, depth + 1)
    elif (found := _part(message)) is not None:
        is_body = found.type in TEXTS and not found.name and message.get_content_disposition() != "attachment"
        (parts.bodies if is_body else parts.attached).append(found)


def _richest(inside: list[Message]) -> list[Message]:
    """Of alternatives the last one that has a page, else the last that has text, else the last; with what else is attached."""
    for wanted in ("text/html", "text/plain"):
        for part in reversed(inside):
            if any(found.get_content_type() == wanted for found in part.walk()):
                return [part]
    return inside[-1:]


def _root_first(inside: list[Message], message: Message) -> list[Message]:
    """The part that `start` names, else the first page, before the others (RFC 2387)."""
    start = message.get_param("start")
    named = [part for part in inside if start and str(part.get("Content-ID", "")).strip() == start]
    pages = [part for part in inside if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    root = (named or pages or inside)[:1]
    return root + [part for part in inside if part not in root]


def _part(message: Message) -> Part | None:
    name = _name(message)
    location = text_of(message.get("Content-Location"))
    if message.get_content_type() == "message/rfc822" and message.is_multipart():
        inside = message.get_payload()
        first = inside[0] if isinstance(inside, list) else None
        if not isinstance(first, Message):
            return None
        subject = text_of(first.get("Subject"))
        return Part("message/rfc822", name or f"{subject or 'mail'}.eml", _written(first))
    content = message.get_payload(decode=True)
    if not isinstance(content, bytes):
        return None
    if message.get_content_maintype() == "text":
        content = BOM + decode(content, _charset(message)).text.encode("utf-8", "replace")
    return Part(message.get_content_type(), name, content, location)


def _written(message: Message) -> bytes:
    """A mail within a mail as bytes; one that cannot be written again is its text alone."""
    try:
        return message.as_bytes()
    except BROKEN:
        return str(message.get_payload()).encode("utf-8", "replace")


def _charset(message: Message) -> str:
    try:
        return message.get_content_charset() or ""
    except BROKEN:
        return ""


def _name(message: Message) -> str:
    try:
        return text_of(message.get_filename())
    except BROKEN:
        return ""


def text_of(header: object) -> str:
    """A header's text: encoded words in any charset, of which one letter may be cut over two, and raw bytes by their letters.

    >>> text_of("=?gb2312?B?1f3A/Q==?= =?gb2312?B?1f3A/Q==?="), text_of(None)
    ('正例正例', '')
    """
    if header is None:
        return ""
    raw = WORD_GAP.sub(r"\1\2", str(header)[:LONGEST_HEADER])
    try:
        pieces = decode_header(raw)
    except BROKEN:
        pieces = [(raw, None)]
    return "".join(_piece(content, charset) for content, charset in pieces).replace("\n", " ").replace("\r", "").strip()


def _piece(content: bytes | str, charset: str | None) -> str:
    if isinstance(content, str):
        if not any("\udc80" <= letter <= "\udcff" for letter in content):
            return content
        content = content.encode("utf-8", "surrogateescape")
    return decode(content, charset or "").text


def people(header: object) -> Iterator[str]:
    """The names in an address header, or the addresses of those without one."""
    for name, address in getaddresses([text_of(header)]):
        if name or address:
            yield name or address


def moment(header: object) -> str:
    """A date header in ISO 8601 as its writer's clock showed it; empty for none."""
    try:
        return parsedate_to_datetime(text_of(header)).replace(tzinfo=None).isoformat()
    except (*BROKEN, OverflowError):
        return ""
