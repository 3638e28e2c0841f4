"""Bytes of a saved web page → its element tree, whatever the markup.

The parser (libxml2) keeps nothing after elements nested over 2 048 deep, takes quadratic time over one element's attributes,
and keeps nothing after the first ``</html>``, which pages put together from parts have in their middle. All three are mended
beforehand: what is cut is markup, never text.
"""

import re
from typing import NamedTuple

from lxml import etree

from extractors.charset import Decoded, decode
from extractors.web_elements import BLOCKS, VOID
from pipeline.document import Note
from pipeline.errors import Reason

MAX_BYTES = 64 * 1024**2
"""Of markup; a longer page is read up to here and noted. Saved news pages measure 10 KB to 3 MB."""
MAX_DEPTH = 120
"""Of elements; real pages stay below 60."""
LONG_TAG = 20_000
"""Letters of one tag from which on its attributes are looked into."""
SNIFFED = 4096
"""Bytes of the head in which a charset is declared (the HTML standard asks for the first 1 024)."""


class Markup(NamedTuple):
    """The root element, the charset's decision, and what had to be left out."""

    root: etree._Element
    decoded: Decoded
    notes: tuple[Note, ...]


def parse(data: bytes) -> Markup:
    """The tree of a page. Never raises on any bytes; a page without elements gives an empty ``html``."""
    notes: list[Note] = []
    if len(data) > MAX_BYTES:
        notes.append(Note(Reason.LIMIT_OUTPUT, f"markup beyond {MAX_BYTES} bytes was not read"))
        data = data[:MAX_BYTES]
    decoded = _without_gbk_blank(decode(data, declared_charset(data)))
    source = HUGE_TAG.sub(_fewer_attributes, decoded.text)
    root, complete = _tree(source)
    if not complete:
        return flattened(Markup(root, decoded, tuple(notes)))
    if not _any_text(root):
        root, _ = _tree(flat(source, 0))
    return Markup(root, decoded, tuple(notes))


def fragment(source: str) -> etree._Element:
    """A piece of markup that a page holds as data, as one element; scripts and what lies too deep in it are left out."""
    root, _ = _tree(flat(HUGE_TAG.sub(_fewer_attributes, source), MAX_DEPTH))
    root.tag = "div"
    for body in root.iter("body"):
        body.tag = "div"
    return root


def flattened(markup: Markup) -> Markup:
    """The same page with what lies deeper than MAX_DEPTH as lines of text, noted."""
    root, _ = _tree(flat(HUGE_TAG.sub(_fewer_attributes, markup.decoded.text), MAX_DEPTH))
    note = Note(Reason.LIMIT_DEPTH, f"elements deeper than {MAX_DEPTH}: their text was read without structure")
    return Markup(root, markup.decoded, (*markup.notes, note))


def declared_charset(data: bytes) -> str:
    """What the page itself says its charset is: a meta element or an XML declaration in its head; empty when nothing does.

    >>> declared_charset(b'<meta http-equiv="Content-Type" content="text/html; charset=gb2312">')
    'gb2312'
    """
    head = data[:SNIFFED].replace(b"\0", b"")
    found = DECLARED.search(head)
    return (found[1] or found[2]).decode("ascii", "replace") if found else ""


def flat(source: str, depth: int) -> str:
    """Markup without the elements that lie deeper than `depth`; where one was a block, a line break stays."""
    source = UNSEEN.sub(" ", source)
    pieces: list[str] = []
    level = start = 0
    for tag in TAG.finditer(source):
        name, closing = tag[2].lower(), bool(tag[1])
        if name in VOID:
            continue
        level = max(0, level - 1) if closing else level + 1
        if level + closing > depth:
            pieces += (source[start : tag.start()], "<br>" if name in BLOCKS else "")
            start = tag.end()
    return "".join((*pieces, source[start:]))


DECLARED = re.compile(
    rb"""<meta[^<>]{0,400}?charset\s{0,8}=\s{0,8}["']?\s{0,8}([\w.:-]{2,40})|<\?xml[^<>]{0,200}?encoding=["']([\w.:-]{2,40})""",
    re.IGNORECASE,
)
END_OF_PAGE = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
"""Browsers keep what comes after these (HTML standard, section 13.2.6.4.19, "The "after body" insertion mode")."""
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,40})(?=[\s/>])[^<>]*>?")
HUGE_TAG = re.compile(rf"<[a-zA-Z][^<>]{{{LONG_TAG},}}>?")
KEPT_ATTRIBUTE = re.compile(
    r"""\s(?:id|class|style|hidden|href|name|content|property|datetime)(?:=(?:"[^"]*"|'[^']*'|[^\s"'>]*))?"""
)
UNSEEN = re.compile(r"<(script|style|template|noscript)\b[^<>]*>.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL)


def _without_gbk_blank(decoded: Decoded) -> Decoded:
    """The pair A3 A0, which pages use to indent, is an ideographic space (Encoding Standard, index gb18030), not U+E5E5."""
    if decoded.charset != "gb18030" or GBK_BLANK not in decoded.text:
        return decoded
    return decoded._replace(text=decoded.text.replace(GBK_BLANK, "\u3000"))


GBK_BLANK = "\ue5e5"


def _fewer_attributes(tag: re.Match[str]) -> str:
    head = tag[0][:LONG_TAG]
    if tag[0].count("=", 0) < 500 and tag[0].count(" ") < 5_000:
        return tag[0]
    name = re.match(r"<[a-zA-Z][\w:-]*", head)
    kept = dict.fromkeys(found[0] for found in KEPT_ATTRIBUTE.finditer(head))
    return (name[0] if name else "<span") + "".join(list(kept)[:20]) + ">"


def _tree(source: str) -> tuple[etree._Element, bool]:
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True)
    try:
        root = etree.fromstring(END_OF_PAGE.sub(" ", source).encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:  # a document without any element
        root = None
    complete = not any("Excessive depth" in entry.message for entry in parser.error_log)
    return (root if root is not None else etree.Element("html")), complete


def _any_text(root: etree._Element) -> bool:
    return any(piece and not piece.isspace() for piece in root.itertext())
