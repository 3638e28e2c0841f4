"""Mailboxes (.mbox): many mails in one file, each a child of its own (RFC 4155)."""

import re
from collections.abc import Iterator
from email.parser import BytesHeaderParser

from extractors import mail
from extractors.mailparts import text_of
from extractors.members import Entry, taken_out
from extractors.names import Name
from extractors.registry import Context, Format
from pipeline.document import Extraction

BORDER = re.compile(rb"(?:\A|\r?\n\r?\n)From [^\r\n]{1,300}\d\d:\d\d[^\r\n]{0,100}\r?\n(?=[A-Za-z-]{2,60}:)")
"""The line before a mail: who sent it and when, after a blank line and before headers."""


def recognise(data: bytes) -> bool:
    """Whether a file of mail holds more than one."""
    if not data.startswith(b"From ") or not mail.recognise(data):
        return False
    borders = BORDER.finditer(data)
    return next(borders, None) is not None and next(borders, None) is not None


def extract(data: bytes, context: Context) -> Extraction:
    """The subjects, one a line, and the mails themselves. Raises DocumentError as `members.taken_out` does."""
    return taken_out(_entries(data), context)


def _entries(data: bytes) -> Iterator[Entry]:
    borders = [found.span() for found in BORDER.finditer(data)]
    ends = [*(start for start, _ in borders[1:]), len(data)]
    for number, ((_, start), end) in enumerate(zip(borders, ends, strict=True), 1):
        content = data[start:end]
        subject = text_of(BytesHeaderParser().parsebytes(content[: mail.HEAD]).get("Subject"))
        name = f"{number} {subject[:80].replace('/', ' ')}.eml" if subject else f"{number}.eml"
        yield Entry(name=Name(name.encode("utf-8", "replace"), name), pieces=iter((content,)))


FORMAT = Format(
    name="mailbox",
    media_types=("application/mbox",),
    extensions=(".mbox", ".mbx"),
    version="1",
    rank=690,
    recognise=recognise,
    extract=extract,
)
