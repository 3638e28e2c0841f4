"""Whether the text layer of a PDF page can be taken at its word: a scan has none, a garbled one says nothing, a lying one lies.

Asked face by face (a face is one font on one page), since a page may have a sound headline over a garbled list. What is
suspected goes to text recognition; what cannot be recognised is marked and not counted.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from ctypes import addressof, c_size_t
from functools import cache
from itertools import groupby, pairwise
from typing import NamedTuple

from corpus.tables import column, rows
from extractors.pdf_calls import calls
from extractors.pdf_letters import Face, PageText
from extractors.pdf_outlines import FIGURES, OTHER_LETTERS, Outlines
from extractors.pdf_seen import EYES, Draw, other_letters, wrong_eyes
from extractors.rows import Line

SCAN, GARBLED, LYING, DOUBTFUL = "scan", "garbled", "lying", "doubtful"
ENOUGH = 800
"""Letters of a font that read well, from which it is not asked again."""
EVERY = 8
"""Pages with a font that has no name: one in so many is drawn for it."""
FEW = 8
"""Letters below which a text is too short to be judged."""
WORTHLESS = 0.15
"""Share of letters that no text has (U+FFFD, private use, controls, unassigned) from which it is garbled."""
TOGETHER = 3
RARE = 0.3
"""Share of Han letters outside both charsets' first levels; lists of names reach a tenth, letters at random two thirds."""
RARE_LETTERS = "rare letters throughout"
MOJIBAKE = 0.35
"""Share of letters from U+00A1 to U+00FF; Vietnamese and French stay below a quarter."""
ALPHABETS = 4
"""Alphabets beside Latin and Han that no text mixes."""
PAIRS = 100
"""Pairs of Han letters from which their company says something."""
IN_COMPANY = 0.04
"""Share of known pairs: .105 to .32 on 42 public pages in both scripts (chardet's), .02 with letters exchanged."""
LATIN_PAIRS = 80
LATIN_IN_COMPANY = 0.35
"""Share of common pairs of small letters: .55 to .90 in English, German, French, Polish, Finnish and pinyin, .19 if exchanged."""
SOUP, NO_FORMULA = 0.6, 0.15
"""Share of ASCII signs among what is neither a blank nor dots that lead to a page number, and of those that formulas hardly have:
a font of formulas may hold little but brackets, while one whose letters were numbered anew from the first sign on has both."""
CODE = re.compile(r"\(cid:[0-9]{1,5}\)")
HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
HAN_RUN = re.compile("[\u4e00-\u9fff]{8,}")
SMALL_WORD = re.compile("[a-z]{3,}")
LATIN_1 = re.compile("[\xa1-\xff]")
SIGN = re.compile(r"[!\"#$%&'()*+,/:;<=>?@\[\\\]^`{|}~]")
UNLIKE_FORMULAS = re.compile(r"[!\"#$%&'?@\\`~]")
LEADERS = re.compile(r"[.·…_\-–—=*]")
NO_LETTERS = frozenset({"Cc", "Cn", "Co", "Cs"})
ODD = re.compile("[^\t\n -~\xa0-\u024f\u2000-\u206f\u3000-\u30ff\u4e00-\u9fa5\uf8e5-\uf8fe\uff01-\uff5e]")
"""What may be a letter that no text has; of U+F8E5 to U+F8FE tall brackets are pieced together (Adobe's Symbol font)."""
FOREIGN = re.compile("[\u0250-\u1fff\u2c00-\u2e7f\ua000-\ud7ff\ufb50-\ufdff\ufe70-\ufefe\U00010000-\U0001efff]")


class Doubt(NamedTuple):
    """Why the text of a font is not to be trusted: it is garbled, lying, or doubtful in single letters."""

    kind: str
    why: str


class Suspicion:
    """What is known of the fonts of one document. Asked page by page; a font that has spoken well at length is believed."""

    def __init__(self) -> None:
        self.outlines: dict[tuple[bytes, int], Outlines] = {}
        self.sound: Counter[tuple[bytes, int]] = Counter()
        self.nameless = 0
        """Pages so far with a font that has no name, and so no outlines to be asked for."""

    def of_page(self, lines: Sequence[Line], page: PageText, draw: Draw) -> dict[int, Doubt]:
        """The faces of a page, by number, whose text is not to be trusted. Hidden lines are not asked."""
        texts: dict[int, list[str]] = {}
        for line in lines:
            if not line.hidden and line.face >= 0:
                texts.setdefault(line.face, []).append(line.text)
        found: dict[int, Doubt] = {}
        for number, said in texts.items():
            of_face = self._of_named if page.faces[number].name else self._of_nameless
            if doubt := of_face(page, number, "\n".join(said), draw):
                found[number] = doubt
        return found

    def _of_named(self, page: PageText, number: int, text: str, draw: Draw) -> Doubt | None:
        face = page.faces[number]
        key = _key(face)
        strange = ""
        if self.sound[key] < ENOUGH:
            if why := garbled(text[:ENOUGH]):
                return Doubt(GARBLED, why)
            strange = improbable(text[:ENOUGH])
            self.sound[key] += 0 if strange else len(text)
        outlines = self.outlines.setdefault(key, Outlines())
        if outlines.doubt(face.handle, face.letters):
            outlines.forget(face.letters - page.letters_of(number))
        if outlines.verdict == OTHER_LETTERS:
            return Doubt(LYING, outlines.verdict)
        if strange and (outlines.agree() or outlines.uniform()):
            self.sound[key] += ENOUGH
        elif strange:
            return Doubt(GARBLED if strange == RARE_LETTERS else DOUBTFUL, strange)
        if outlines.verdict:
            return Doubt(DOUBTFUL, outlines.verdict)
        odd = outlines.odd()
        if outlines.uniform() or not (odd or FIGURES & face.letters):
            return None
        return _wrong(wrong_eyes(page, draw, number, odd))

    def _of_nameless(self, page: PageText, number: int, text: str, draw: Draw) -> Doubt | None:
        """The page is drawn, for the first such page and then one in some."""
        if why := garbled(text[:ENOUGH]):
            return Doubt(GARBLED, why)
        self.nameless += 1
        if self.nameless % EVERY != 1:
            return None
        if why := other_letters(page, draw, number):
            return Doubt(LYING, why)
        return _wrong(wrong_eyes(page, draw, number, frozenset(EYES)))


def _wrong(letter: str) -> Doubt | None:
    return Doubt(DOUBTFUL, f"{letter} is drawn as another letter") if letter else None


def _key(face: Face) -> tuple[bytes, int]:
    """What tells fonts apart from page to page, where handles change: the name, and the size of the file within the file."""
    size = c_size_t()
    calls().FPDFFont_GetFontData(face.handle, None, 0, addressof(size))
    return face.name, size.value


def garbled(text: str) -> str:
    """Why `text` says nothing; empty for a text in any language that a person may have written.

    >>> garbled("全年完成攻关十二项，节约费用四百余万元。"), garbled("\\ufffd\\ufffd\\ue123\\ufffd\\ufffd\\ufffd\\ufffd\\ufffd")
    ('', 'letters that no text has')
    >>> garbled("(cid:17)(cid:204)(cid:5)(cid:91)(cid:17)(cid:204)(cid:5)(cid:91)")
    'codes of letters in the place of letters'
    """
    codes = len(CODE.findall(text))
    letters = "".join(CODE.sub("", text).split())
    if codes >= FEW and codes * 4 > len(letters):
        return "codes of letters in the place of letters"
    if len(letters) < FEW:
        return ""
    if _worthless(text) >= WORTHLESS * len(letters):
        return "letters that no text has"
    return _mojibake(letters) or _babel(letters)


def improbable(text: str) -> str:
    """Why `text` says nothing that a person would write; a puzzle, a list of parts or a test page may be so all the same.

    >>> improbable("龘靐齉龗麤爩鱻灪" * 3), improbable("全年完成攻关十二项，节约费用四百余万元。")
    ('rare letters throughout', '')
    """
    letters = "".join(text.split())
    return _rare(letters) or _soup(letters) or _company(text) or _latin_company(text)


def _worthless(text: str) -> int:
    """How many letters no text has, if any three of them stand together: signs of a symbol font stand alone."""
    found = Counter(ODD.findall(text))
    worthless = {letter for letter in found if letter == "\ufffd" or unicodedata.category(letter) in NO_LETTERS}
    together = (
        any(key and sum(1 for _ in run) >= TOGETHER for key, run in groupby(text, key=worthless.__contains__))
        if worthless
        else False
    )
    return sum(found[letter] for letter in worthless) if together else 0


def _rare(letters: str) -> str:
    han = HAN.findall(letters)
    rare = sum(not is_usual(letter) for letter in han)
    return RARE_LETTERS if len(han) >= 2 * FEW and rare > RARE * len(han) else ""


@cache
def is_usual(letter: str) -> bool:
    """Whether a Han letter stands in the first level of GB 2312 (3 755 letters) or of Big5 (5 401)."""
    for charset, first, last in (("gb2312", b"\xb0\xa1", b"\xd7\xf9"), ("big5", b"\xa4\x40", b"\xc6\x7e")):
        try:
            if first <= letter.encode(charset) <= last:
                return True
        except UnicodeEncodeError:
            continue
    return False


def _mojibake(letters: str) -> str:
    many = len(LATIN_1.findall(letters)) > MOJIBAKE * len(letters)
    return "accented letters throughout" if many and len(letters) >= 5 * FEW else ""


def _babel(letters: str) -> str:
    """Letters of many alphabets: codes of glyphs taken for characters."""
    alphabets = Counter(unicodedata.name(letter, "?").split()[0] for letter in FOREIGN.findall(letters) if letter.isalpha())
    return "letters of many alphabets" if len(alphabets) >= ALPHABETS and sum(alphabets.values()) * 5 > len(letters) else ""


def _soup(letters: str) -> str:
    bare = LEADERS.sub("", letters)
    if len(bare) < 5 * FEW or len(SIGN.findall(bare)) <= SOUP * len(bare):
        return ""
    return "signs throughout" if len(UNLIKE_FORMULAS.findall(bare)) > NO_FORMULA * len(bare) else ""


def _company(text: str) -> str:
    """Letters that never stand side by side, in runs long enough to be neither names nor cells of a table."""
    simplified = text.translate(simplified_letters())
    pairs = [one + other for run in HAN_RUN.findall(simplified) for one, other in pairwise(run)]
    known = sum(pair in han_pairs() for pair in pairs)
    return "letters that never stand side by side" if len(pairs) >= PAIRS and known < IN_COMPANY * len(pairs) else ""


def _latin_company(text: str) -> str:
    pairs = [one + other for word in SMALL_WORD.findall(text) for one, other in pairwise(word)]
    known = sum(pair in latin_pairs() for pair in pairs)
    return "words of no language" if len(pairs) >= LATIN_PAIRS and known < LATIN_IN_COMPANY * len(pairs) else ""


@cache
def han_pairs() -> frozenset[str]:
    return frozenset(row["first"] + follower for row in rows("han_pairs") for follower in row["followers"])


@cache
def latin_pairs() -> frozenset[str]:
    return frozenset(column("latin_pairs", "pair"))


@cache
def simplified_letters() -> dict[int, str]:
    return {ord(row["traditional"]): row["simplified"] for row in rows("t2s_letters") if len(row["traditional"]) == 1}
