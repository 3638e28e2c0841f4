"""Takes out of a Word document's XML, before it is parsed, what no part of the reader asks for: most of what programs write.

Elements without content that say how text is set (language, kerning, widths of columns, marks of the spelling checker), and
properties that hold nothing else. They are whole elements, so the rest stays well-formed and in its order. Then runs of text
that follow each other and look alike, into which programs cut every sentence, are made one.
"""

import re
from collections.abc import Iterable, Iterator

UNREAD = (
    "adjustRightInd", "autoSpaceDE", "autoSpaceDN", "b", "bCs", "bidi", "bookmarkEnd", "bookmarkStart", "cnfStyle", "cols",
    "contextualSpacing", "cs", "docGrid", "em", "gridCol", "i", "iCs", "jc", "keepLines", "keepNext", "kern", "kinsoku", "lang",
    "lastRenderedPageBreak", "noProof", "overflowPunct", "pageBreakBefore", "permEnd", "permStart", "pgMar", "pgSz", "proofErr",
    "rtl", "snapToGrid", "strike", "suppressAutoHyphens", "szCs", "tblCellSpacing", "tblInd", "tblLayout", "tblLook", "tblW",
    "tcW", "textAlignment", "topLinePunct", "u", "vAlign", "widowControl", "wordWrap",
)  # fmt: skip
"""Local names that no handler of the reader has; a test holds this list against them."""
WORD = (
    b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"',
    b'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"',
)
SET = rf'<w:(?:{"|".join(UNREAD)})(?: w[0-9]*:[A-Za-z0-9]+="[^"<>&]*")*/>|<w:rFonts(?: w:(?:hint|eastAsia|cs)="[^"<>&]*")*/>'
SIEVE = re.compile(rf"<w:((?:r|p|tc|tr|tbl|sect)Pr)(?: w:rsid[A-Za-z]*=\"[0-9A-F]*\")*>(?:{SET})*</w:\1>|{SET}".encode("ascii"))
RUN = r'<w:r(?: w:rsid[A-Za-z]*="[0-9A-F]*")*>'
SAID = r'(?:<w:rPr>(?:<w:(?!ins|del|move)[A-Za-z]+(?: w:[A-Za-z]+="[^"<>&]*")*/>)+</w:rPr>)?'
"""What a run says of its look, in elements that hold nothing; marks of tracked changes are counted, so they stay."""
TEXT = r'<w:t(?: xml:space="preserve")?>[^<>\r]*</w:t></w:r>'
ALIKE = re.compile(rf"{RUN}({SAID}){TEXT}(?:{RUN}\1{TEXT})+".encode("ascii"))
PIECE = re.compile(rb'<w:t( xml:space="preserve")?>([^<]*)<')
DECLARED = re.compile(rb"<[!?]")
"""A comment, a section or an instruction, in which elements would be none."""
HEAD = 5
"""Bytes of the XML declaration that are one themselves."""


def sieved(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same XML without what nobody reads. A part in another charset or with other prefixes comes as it is."""
    waiting = iter(chunks)
    head = next(waiting, b"")
    rest = head
    if b"\0" not in head and any(name in head for name in WORD) and not DECLARED.search(head, HEAD):
        cut = head.rfind(b">") + 1
        yield _kept(head[:cut])
        rest = head[cut:]
        for chunk in waiting:
            rest += chunk
            if DECLARED.search(rest):
                break
            cut = rest.rfind(b">") + 1
            yield _kept(rest[:cut])
            rest = rest[cut:]
    yield rest
    yield from waiting


def _kept(xml: bytes) -> bytes:
    return ALIKE.sub(_joined, SIEVE.sub(b"", xml))


def _joined(runs: re.Match[bytes]) -> bytes:
    """Runs that look alike as one; blanks at the ends of a text that does not keep them are none (XML 1.0, 2.10)."""
    texts = []
    for keeps, text in PIECE.findall(runs.group()):
        if not keeps and b"&" in text:
            return runs.group()
        texts.append(text if keeps else text.strip(b" \t\n"))
    return b'<w:r>%b<w:t xml:space="preserve">%b</w:t></w:r>' % (runs[1], b"".join(texts))
