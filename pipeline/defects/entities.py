"""HTML entities left in the text: &nbsp; &ldquo; &#8220; and their twice escaped forms &amp;nbsp;."""

import html
import re
from collections.abc import Iterator

from pipeline.view import Edit, Span

TRIGGER = re.compile(r"&(?:amp;){0,3}(?:#\d{2,7};|#[xX][0-9a-fA-F]{2,6};|[a-zA-Z]{2,8}\d{0,2};|nbsp(?![a-zA-Z=]))")


def edits(text: str) -> Iterator[Edit]:
    """Each entity as the letter it names; a name that is none stays.

    >>> [edit.text for edit in edits("劳模&amp;nbsp;工匠&ldquo;双创&rdquo; R&D;")]
    [' ', '“', '”']
    """
    for found in TRIGGER.finditer(text):
        letter = html.unescape(html.unescape(found[0].replace("amp;", "").replace("&&", "&")))
        if found[0].startswith("&amp;") and letter == "":
            letter = "&"
        if letter != found[0] and not letter.startswith("&nbsp"):
            yield Edit(Span(*found.span()), _plain(letter), "HTML entity")
        elif letter.startswith("&nbsp"):
            yield Edit(Span(*found.span()), " ", "HTML entity")


def _plain(letter: str) -> str:
    """No-break blanks are blanks; control letters that an entity names are none of the text."""
    if letter == "\u00a0":
        return " "
    return "".join(" " if ord(one) < 32 or 0x7F <= ord(one) < 0xA0 else one for one in letter)
