"""Mail (.eml) and pages saved as one file (.mht, .mhtml): the text of the body, attachments and pictures as children."""

import re
from collections.abc import Iterator
from dataclasses import replace
from email.message import Message
from pathlib import PurePosixPath

from extractors import attached, pictures, text, web
from extractors.appending import appended
from extractors.composer import Composer
from extractors.mailparts import Part, moment, parsed, people, sorted_out, text_of
from extractors.registry import Context, Format
from pipeline.document import Byline, Extraction, Note, Place
from pipeline.errors import DocumentError, Reason

HEAD = 1 << 16
HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,60}:")
ENVELOPE = re.compile(rb"\AFrom [^\r\n]{1,300}\r?\n")
"""What a program that keeps many mails in one file puts before each (RFC 4155)."""
SURE = frozenset({b"mime-version", b"received", b"message-id", b"return-path", b"from"})
"""Headers of which every mail has one."""
USUAL = SURE | {
    b"to", b"cc", b"date", b"subject", b"content-type", b"content-transfer-encoding", b"delivered-to", b"reply-to", b"sender",
    b"content-location", b"snapshot-content-location", b"x-mailer", b"dkim-signature", b"thread-topic", b"content-class",
}  # fmt: skip
SHOWN = ("From", "To", "Cc", "Date")
"""Headers that stand in the text, as a program for mail shows them."""
ENDINGS = {
    "text/plain": ".txt", "text/html": ".html", "image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif",
    "application/pdf": ".pdf", "message/rfc822": ".eml", "application/msword": ".doc",
}  # fmt: skip
"""For attachments without a name."""
OF_PAGES = ("text/css", "text/javascript", "application/javascript", "application/x-javascript", "image/svg+xml")
"""Parts of a saved page that are no documents."""


def recognise(data: bytes) -> bool:
    """Whether the file begins with headers of mail: at least two usual ones, among them one that every mail has."""
    head = ENVELOPE.sub(b"", data[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n"))
    lines = head.split(b"\n\n")[0].split(b"\r\n\r\n")[0].splitlines()
    names: set[bytes] = set()
    for number, line in enumerate(lines[:200]):
        if line[:1] in (b" ", b"\t") and number:
            continue
        if not HEADER.match(line):
            break
        names.add(line.split(b":", 1)[0].lower())
    return len(names & USUAL) > 1 and bool(names & SURE)


def extract(data: bytes, context: Context) -> Extraction:
    """The body of a mail after its headers, or a saved page as any other page; what is attached as children.

    Raises DocumentError NO_TEXT for a mail that says nothing and has nothing attached.
    """
    message = parsed(ENVELOPE.sub(b"", data.lstrip(b"\xef\xbb\xbf \t\r\n")))
    parts = sorted_out(message)
    page = _is_page(message)
    read = [_headers(message, context)] if not page else []
    notes: list[Note] = []
    for body in parts.bodies[:1] if page else parts.bodies:
        context.progress()
        try:
            read.append(_body(body, context))
        except DocumentError as error:
            if error.reason is not Reason.NO_TEXT:
                notes.append(Note(error.reason, error.detail, error.where))
    others = parts.attached + (parts.bodies[1:] if page else [])
    children, failed = attached.kept(_files(others, page=page), context)
    if not any(extraction.text for extraction in read) and not children:
        raise DocumentError(Reason.NO_TEXT, "the mail says nothing")
    found = appended(*read) if read else Extraction()
    if not found.text and not notes:
        notes.append(Note(Reason.NO_TEXT, "the page or mail has no text of its own, only files"))
    media_type = "multipart/related" if page else "message/rfc822"
    return replace(found, children=children, notes=(*found.notes, *notes, *failed), media_type=media_type)


def _is_page(message: Message) -> bool:
    """A page saved as one file has no addressee, and says where it was or that it was saved."""
    if message.get("To") or message.get("Received"):
        return False
    saved = "saved by" in str(message.get("From", "")).lower() or message.get("Snapshot-Content-Location") is not None
    return saved or (message.get("From") is None and message.get_content_type() in ("multipart/related", "text/html"))


def _headers(message: Message, context: Context) -> Extraction:
    composer = Composer(context.limits)
    subject = text_of(message.get("Subject"))
    composer.block(subject, "heading", Place(), level=1, role="title", why="the subject of the mail")
    for name in SHOWN:
        if value := text_of(message.get(name)):
            composer.block(f"{name}: {value}", "paragraph", Place(), role="byline", why="a header of the mail")
    byline = Byline(authors=tuple(people(message.get("From")))[:1], published=moment(message.get("Date")))
    return replace(composer.extraction(title=subject), byline=byline)


def _body(body: Part, context: Context) -> Extraction:
    return text.extract(body.content, context) if body.type == "text/plain" else web.extract(body.content, context)


def _files(parts: list[Part], *, page: bool) -> Iterator[tuple[str, bytes]]:
    """What is attached, and pictures in the text that are large enough to carry text of their own."""
    documents = [part for part in parts if _is_document(part, page=page)]
    for part, name in zip(documents, _names(documents), strict=True):
        yield name, part.content


def _is_document(part: Part, *, page: bool) -> bool:
    if not part.content.strip() or (page and part.type in OF_PAGES):
        return False
    in_the_text = page or not part.name or part.location
    return pictures.worth_reading(part.content) if part.type.startswith("image/") and in_the_text else True


def _names(parts: list[Part]) -> Iterator[str]:
    for number, part in enumerate(parts, 1):
        last = PurePosixPath(part.location.split("?")[0].replace("\\", "/")).name
        yield part.name or last or f"{number}{ENDINGS.get(part.type, '')}"


FORMAT = Format(
    name="mail",
    media_types=("message/rfc822", "multipart/related"),
    extensions=(".eml", ".mht", ".mhtml", ".mbox"),
    version="2",
    rank=700,
    recognise=recognise,
    extract=extract,
)
