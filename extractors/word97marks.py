"""The parts of an old Word document's text, in the order they lie and are written in, and the marks among its letters."""

import re

PARTS = (
    ("document", ""),
    ("footnotes", "footnote"),
    ("hdr", ""),
    ("macros", ""),
    ("comments", "comment"),
    ("endnotes", "endnote"),
    ("boxes", ""),
    ("hdr", ""),
)
"""The parts in the order they lie in the text, as roots and stories of the newer format."""
ORDER = (0, 6, 1, 5, 4, 2, 7)
"""The order they are written in: the body and its text boxes, notes, comments, headers and footers."""
MARKS = re.compile("[\x00-\x08\x0b-\x1f]|[^\x00-\x08\x0b-\x1f]+")
"""A mark, or the letters up to the next."""
PARAGRAPH_MARKS = ("\r", "\x07", "\x0c")
SIGNS = {"\x0b": "\n", "\x0e": "\n", "\x1e": "-"}
"""Marks that are printed, and as what."""
