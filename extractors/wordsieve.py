"""Takes out of a Word document's XML, before it is parsed, what no part of the reader asks for: most of what programs write.

Elements without content that say how text is set (language, kerning, widths of columns, marks of the spelling checker), and
properties that hold nothing else. They are whole elements, so the rest stays well-formed and in its order. Then runs of text
that follow each other and look alike, into which programs cut every sentence, are made one. Those that follow each other and
look otherwise become one text of as many lines, which names the look of each: a parser calls for every element, and a look is
eight. Paragraphs in a row of which nothing is said but their text become one text too, and cells that hold one each.
"""

import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

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


def _choice(names: Sequence[str]) -> str:
    """A pattern for any of these sorted names, letter by letter: the engine tries a choice of words one after another.

    >>> _choice(["b", "bCs", "em"])
    '(?:b(?:|Cs)|em)'
    """
    branches = []
    for first, group in groupby(names, key=itemgetter(slice(1))):
        rest = [name[1:] for name in group]
        branches.append(first + (_choice(rest) if len(rest) > 1 else rest[0]))
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


SET = rf'<w:{_choice(sorted(UNREAD))}(?: w[0-9]*:[A-Za-z0-9]+="[^"<>&]*")*/>|<w:rFonts(?: w:(?:hint|eastAsia|cs)="[^"<>&]*")*/>'
SIEVE = re.compile(rf"<w:((?:r|p|tc|tr|tbl|sect)Pr)(?: w:rsid[A-Za-z]*=\"[0-9A-F]*\")*>(?:{SET})*</w:\1>|{SET}".encode("ascii"))
RUN = r'<w:r(?: w:rsid[A-Za-z]*="[0-9A-F]*")*+>'
SAID = r'(?:<w:rPr>(?:<w:(?!ins|del|move)[A-Za-z]+(?: w:[A-Za-z]+="[^"<>&]*")*+/>)++</w:rPr>)?+'
"""What a run says of its look, in elements that hold nothing; marks of tracked changes are counted, so they stay."""
TEXT = r'<w:t(?: xml:space="preserve")?+>[^<>\r]*+</w:t></w:r>'
ROW = re.compile(rf"{RUN}{SAID}{TEXT}(?:{RUN}{SAID}{TEXT})++".encode("ascii"))
BARE_TEXT = r'(?:<w:t xml:space="preserve">[^<>\r]*+|<w:t>(?![ \t\n])[^<>\r]*+(?<![ \t\n]))</w:t></w:r>'
BARE = rf'<w:p(?: (?:w:rsid[A-Za-z]*|w14:paraId|w14:textId)="[0-9A-F]*")*+>(?:{RUN}{BARE_TEXT})*+</w:p>'
"""A paragraph of text alone, whose blanks are all kept or are not at its ends."""
BARES = re.compile(rf"<w:(?:{BARE.removeprefix('<w:')}(?:{BARE})*+|tc>{BARE}</w:tc>(?:<w:tc>{BARE}</w:tc>)*+)".encode("ascii"))
"""Both begin with one literal, which the engine looks for many times faster than for a choice."""
MARK = re.compile(rb"<[^>]*+>")
PARAGRAPHS, CELLS = "p", "c"
"""What the lines of a text are that was made of paragraphs, or of cells."""
PIECE = re.compile(rf'{RUN}({SAID})<w:t( xml:space="preserve")?+>([^<]*+)<'.encode("ascii"))
"""What a run says of its look, whether it keeps its blanks, and its text."""
MOST_LOOKS = 2_000
"""Looks of one part that are named; a part with more of them is read run by run."""
DECLARED = re.compile(rb"<[!?]")
"""A comment, a section or an instruction, in which elements would be none."""
HEAD = 5
"""Bytes of the XML declaration that are one themselves."""


@dataclass(frozen=True, slots=True)
class Looks:
    """The looks that runs of a part say, by number, as the sieve found them. `key` is what no document can guess."""

    key: str = field(default_factory=secrets.token_hex)
    said: dict[bytes, str] = field(default_factory=dict)


def sieved(chunks: Iterable[bytes], looks: Looks) -> Iterator[bytes]:
    """The same XML without what nobody reads. A part in another charset or with other prefixes comes as it is.

    A text of several runs has an attribute `look`: the key of `looks`, then the number of each run's look in it, or what its
    lines are.
    """
    waiting = iter(chunks)
    head = next(waiting, b"")
    rest = head
    if b"\0" not in head and any(name in head for name in WORD) and not DECLARED.search(head, HEAD):
        cut = head.rfind(b">") + 1
        yield _kept(head[:cut], looks)
        rest = head[cut:]
        for chunk in waiting:
            rest += chunk
            if DECLARED.search(rest):
                break
            cut = rest.rfind(b">") + 1
            yield _kept(rest[:cut], looks)
            rest = rest[cut:]
    yield rest
    yield from waiting


def _kept(xml: bytes, looks: Looks) -> bytes:
    def in_a_row(runs: re.Match[bytes]) -> bytes:
        return _in_a_row(runs[0], looks)

    def bare(elements: re.Match[bytes]) -> bytes:
        return _bare(elements[0], looks)

    return ROW.sub(in_a_row, BARES.sub(bare, SIEVE.sub(b"", xml)))


def _bare(elements: bytes, looks: Looks) -> bytes:
    """Paragraphs or cells as one text, a line each, where a line end in a text is a blank."""
    if b"&#" in elements:
        return elements
    kind = CELLS if elements.startswith(b"<w:tc>") else PARAGRAPHS
    lines = MARK.sub(b"", elements.replace(b"\n", b" ").replace(b"</w:p>", b"\n"))
    return b'<w:t look="%b %b" xml:space="preserve">%b</w:t>' % (looks.key.encode(), kind.encode(), lines[:-1])


def _in_a_row(runs: bytes, looks: Looks) -> bytes:
    """Runs that look alike as one; those of several looks as one text, a line each, where a line end in a text is a blank.

    Blanks at the ends of a text that does not keep them are none (XML 1.0, 2.10); one that is written as a number is left alone.
    """
    if b"&#" in runs:
        return runs
    pieces = PIECE.findall(runs)
    texts = [text if keeps else text.strip(b" \t\n") for _, keeps, text in pieces]
    if b"<w:rPr>" not in runs:
        return b'<w:r><w:t xml:space="preserve">%b</w:t></w:r>' % b"".join(texts)
    says = [said for said, _, _ in pieces]
    different = dict.fromkeys(says)
    if len(different) == 1:
        return b'<w:r>%b<w:t xml:space="preserve">%b</w:t></w:r>' % (says[0], b"".join(texts))
    known = looks.said
    if len(known) > MOST_LOOKS:
        return runs
    for said in different:
        known.setdefault(said, str(len(known)))
    numbers = " ".join([known[said] for said in says])
    lines = b"\0".join(texts).replace(b"\n", b" ").replace(b"\0", b"\n")
    return b'<w:t look="%b %b" xml:space="preserve">%b</w:t>' % (looks.key.encode(), numbers.encode(), lines)
