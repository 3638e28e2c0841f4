"""A PDF that breaks off before its tables, given a new end so that what it holds can be read."""

import re

OBJECT = re.compile(rb"(?<![0-9])([0-9]{1,9})[ \t\r\n]{1,3}([0-9]{1,5})[ \t\r\n]{1,3}obj\b")
PAGE = re.compile(rb"/Type\s{0,3}/Page\b")
WINDOW = 4000
"""Bytes within which an object says that it is a page."""
FREE = 8_000_000
"""An object number that no file in use has."""
MOST_PAGES = 20_000


def repaired(data: bytes) -> bytes | None:
    """`data` with a page list and a trailer of our own; None when no page is found in it.

    Pages packed into object streams cannot be found so, nor can resources that stood in a lost list of pages.
    """
    pages = dict.fromkeys(found for found in map(_object_of, PAGE.finditer(data)) if found)
    if not pages or len(pages) > MOST_PAGES:
        return None
    kids = b" ".join(pages)
    return data + (
        b"\nendstream\nendobj\n"
        b"%d 0 obj\n<< /Type /Pages /Count %d /Kids [ %s ] >>\nendobj\n"
        b"%d 0 obj\n<< /Type /Catalog /Pages %d 0 R >>\nendobj\n"
        b"trailer\n<< /Root %d 0 R >>\nstartxref\n0\n%%%%EOF\n" % (FREE, len(pages), kids, FREE + 1, FREE, FREE + 1)
    )


def _object_of(found: re.Match[bytes]) -> bytes:
    """The reference to the object that holds what was found."""
    before = found.string[max(0, found.start() - WINDOW) : found.start()]
    heads = list(OBJECT.finditer(before, max(0, before.rfind(b"endobj"))))
    return b"%s %s R" % heads[-1].groups() if heads else b""
