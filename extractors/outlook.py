"""Messages that Outlook saved (.msg; MS-OXMSG): headers, the body and what is attached, messages in it among them."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from extractors import compressed_rtf, pictures, rtf, text, web
from extractors.appending import appended
from extractors.charset import decode
from extractors.composer import Composer
from extractors.mailparts import BOM
from extractors.names import shown, unique
from extractors.ole import content, holds, opened
from extractors.registry import Context, Format
from pipeline.document import Byline, Child, Extraction, Note, Place
from pipeline.errors import DocumentError, Reason

if TYPE_CHECKING:
    from olefile import OleFileIO

PROPERTIES = "__properties_version1.0"
SUBJECT, FROM, FROM_ADDRESS, TO, COPIES, BODY, PAGE, RICH = 0x0037, 0x0C1A, 0x5D01, 0x0E04, 0x0E03, 0x1000, 0x1013, 0x1009
SENT, RECEIVED = 0x0039, 0x0E06
FILE, NAME, LONG_NAME, MESSAGE, CONTENT_ID = 0x3701, 0x3704, 0x3707, "3701000D", 0x3712
CODE_PAGES = (0x3FDE, 0x3FFD)
"""Of the body, of the message (MS-OXPROPS 2.775, 2.797)."""
TEXT, NARROW, BYTES, TIME, WHOLE = "001F", "001E", "0102", 0x0040, 0x0003
HEADS = {"": 32, "embedded": 24, "attached": 8}
"""Bytes before the fixed properties of a message, of one within another, of an attachment (MS-OXMSG 2.4)."""
EPOCH = datetime(1601, 1, 1)
DEEPEST = 5


@dataclass(frozen=True, slots=True)
class _Message:
    """A message's place in the container, and its fixed properties."""

    container: "OleFileIO"
    folder: str
    fixed: dict[int, int]

    @property
    def code_page(self) -> str:
        return next((f"cp{self.fixed[key]}" for key in CODE_PAGES if self.fixed.get(key, 0) > 0), "").replace("cp65001", "utf-8")

    def text(self, key: int) -> str:
        """A text in two bytes a letter or in the code page."""
        wide = content(self.container, f"{self.folder}__substg1.0_{key:04X}{TEXT}")
        if wide:
            return wide.decode("utf-16-le", "replace").rstrip("\0")
        return decode(content(self.container, f"{self.folder}__substg1.0_{key:04X}{NARROW}"), self.code_page).text.rstrip("\0")

    def bytes(self, key: int) -> bytes:
        return content(self.container, f"{self.folder}__substg1.0_{key:04X}{BYTES}")


def recognise(data: bytes) -> bool:
    """Whether an OLE container holds a message."""
    return holds(data, PROPERTIES)


def extract(data: bytes, context: Context) -> Extraction:
    """The body of a message after its headers; what is attached as children, messages in it after it.

    Raises DocumentError: DAMAGED when the container cannot be followed, NO_TEXT for a message that says nothing.
    """
    with opened(data) as container:
        reader = _Reader(container, context)
        reader.message("", "", 0)
    found = appended(*reader.read) if reader.read else Extraction()
    children = tuple(
        replace(child, path=path)
        for child, path in zip(reader.children, unique(child.path for child in reader.children), strict=True)
    )
    if not found.text.strip() and not children:
        reason = next((note for note in reader.notes if isinstance(note.code, Reason)), None)
        raise DocumentError(Reason(reason.code) if reason else Reason.NO_TEXT, reason.detail if reason else "says nothing")
    return replace(found, children=children, notes=(*found.notes, *reader.notes))


class _Reader:
    """One message and those in it."""

    def __init__(self, container: "OleFileIO", context: Context) -> None:
        self.read: list[Extraction] = []
        self.children: list[Child] = []
        self.notes: list[Note] = []
        self._container = container
        self._context = context

    def message(self, folder: str, above: str, depth: int) -> None:
        """Reads the message in a folder of the container; `above` stands before its attachments' names."""
        fixed = _fixed(content(self._container, folder + PROPERTIES), HEADS["embedded" if depth else ""])
        message = _Message(self._container, folder, fixed)
        self.read.append(_headers(message, self._context))
        try:
            body = _body(message, self._context)
            if body is not None:
                self.read.append(body)
        except DocumentError as error:
            if error.reason is not Reason.NO_TEXT:
                self.notes.append(Note(error.reason, error.detail, error.where))
        for attached in self._attached(folder):
            self._context.progress()
            self._attachment(attached, message, above, depth)

    def _attached(self, folder: str) -> Iterator[str]:
        """The folders of what is attached, in order."""
        prefix = folder.rstrip("/").split("/") if folder else []
        names = {
            path[len(prefix)]
            for path in self._container.listdir(storages=True)
            if path[: len(prefix)] == prefix and len(path) > len(prefix)
        }
        for name in sorted(names):
            if name.startswith("__attach_version1.0"):
                yield f"{folder}{name}/"

    def _attachment(self, folder: str, message: _Message, above: str, depth: int) -> None:
        attached = _Message(self._container, folder, message.fixed)
        inner = f"{folder}__substg1.0_{MESSAGE}"
        if self._container.exists(f"{inner}/{PROPERTIES}"):
            name = attached.text(LONG_NAME) or attached.text(NAME) or "message"
            if depth >= DEEPEST:
                self.notes.append(Note(Reason.LIMIT_DEPTH, "messages within messages, deeper than allowed", name))
            else:
                self.message(f"{inner}/", f"{above}{shown(name)[0]}/", depth + 1)
            return
        file = attached.bytes(FILE)
        name = attached.text(LONG_NAME) or attached.text(NAME) or f"attachment{pictures.ending(file)}"
        in_the_text = bool(attached.text(CONTENT_ID)) and pictures.size(file) is not None
        if not file or (in_the_text and not pictures.worth_reading(file)):
            return
        try:
            self.children.append(Child(above + shown(name)[0], *self._context.keep([file])))
        except DocumentError as error:
            self.notes.append(Note(error.reason, error.detail, name))


def _headers(message: _Message, context: Context) -> Extraction:
    composer = Composer(context.limits)
    subject = message.text(SUBJECT)
    composer.block(subject, "heading", Place(), level=1, role="title", why="the subject of the message")
    sender = message.text(FROM) or message.text(FROM_ADDRESS)
    sent = _moment(message.fixed.get(SENT) or message.fixed.get(RECEIVED) or 0)
    for name, value in (("From", sender), ("To", message.text(TO)), ("Cc", message.text(COPIES)), ("Date", sent)):
        if value:
            composer.block(f"{name}: {value}", "paragraph", Place(), role="byline", why="a header of the message")
    byline = Byline(authors=(sender,) if sender else (), published=sent)
    return replace(composer.extraction(title=subject.strip()), byline=byline)


def _body(message: _Message, context: Context) -> Extraction | None:
    """The page, else the plain text, else the rich text."""
    page = message.bytes(PAGE) or message.text(PAGE).encode("utf-8", "replace")
    if page:
        return web.extract(BOM + decode(page, message.code_page).text.encode("utf-8", "replace"), context)
    plain = message.text(BODY)
    if plain.strip():
        return text.extract(BOM + plain.encode("utf-8", "replace"), context)
    rich = message.bytes(RICH)
    return rtf.extract(compressed_rtf.unpacked(rich), context) if rich else None


def _fixed(properties: bytes, head: int) -> dict[int, int]:
    """Numbers and moments by their key; 16 bytes each (MS-OXMSG 2.4.2.1)."""
    found: dict[int, int] = {}
    for at in range(head, len(properties) - 15, 16):
        kind, key = struct.unpack_from("<HH", properties, at)
        if kind == WHOLE:
            found[key] = struct.unpack_from("<l", properties, at + 8)[0]
        elif kind == TIME:
            found[key] = struct.unpack_from("<Q", properties, at + 8)[0]
    return found


def _moment(ticks: int) -> str:
    """Tenths of a microsecond since 1601, in universal time, as ISO 8601."""
    try:
        return (EPOCH + timedelta(microseconds=ticks // 10)).replace(microsecond=0).isoformat() if ticks else ""
    except OverflowError:
        return ""


FORMAT = Format(
    name="Outlook message",
    media_types=("application/vnd.ms-outlook",),
    extensions=(".msg", ".oft"),
    version="1",
    rank=33,
    recognise=recognise,
    extract=extract,
    needs=("olefile",),
)
