"""Text that was read in a wrong charset and saved again: undone where the letters prove it."""

import re
from collections.abc import Callable

WRONG_READINGS: tuple[tuple[str, str], ...] = (
    ("gb18030", "utf-8"),
    ("cp1252", "utf-8"),
    ("cp1252", "gb18030"),
    ("cp1252", "cp950"),
    ("cp950", "utf-8"),
)
"""(the charset it was wrongly read in, the charset it truly was in)."""
PROOF = 4
"""Least number of letters beyond ASCII that must come out: shorter runs prove nothing."""
LEGIBLE, ILLEGIBLE = 0.8, 0.5
GAIN = 0.4
MOST = 2_000_000
"""Letters up to which a text is tried: what is damaged shows well before."""
LATIN = re.compile("[\x80-\xff][^\x00-\x7f]")
"""Two letters beyond ASCII together, as every Chinese letter in two or three bytes gives; accents in Latin text stand alone."""


def undone(text: str, legibility: Callable[[str], float]) -> tuple[str, str]:
    """The text as it was before the wrong reading, and the charset it was wrongly read in; else `text` itself and "".

    Proof is asked for: every letter of it must go back into bytes, the bytes must be strictly valid in the other charset,
    and what comes out must be Chinese by its common letters where what went in is not. `legibility` tells that, 0 to 1.

    >>> from extractors.charset import legibility
    >>> undone("技术改造".encode().decode("latin-1"), legibility)
    ('技术改造', 'cp1252')
    """
    if not text or text.isascii() or len(text) > MOST:
        return text, ""
    before = legibility(text)
    if before > ILLEGIBLE:
        return text, ""
    for wrong, right in WRONG_READINGS:
        again = _again(text, wrong, right)
        if again and sum(not letter.isascii() for letter in again) >= PROOF and legibility(again) >= max(LEGIBLE, before + GAIN):
            return again, wrong
    return text, ""


def _again(text: str, wrong: str, right: str) -> str:
    if wrong == "cp1252" and not LATIN.search(text):
        return ""
    try:
        data = _as_cp1252(text) if wrong == "cp1252" else text.encode(wrong)
        return data.decode(right)
    except UnicodeError:
        return ""


def _as_cp1252(text: str) -> bytes:
    """The bytes of a text read as Windows Latin or as ISO Latin-1: controls stand for themselves, as browsers have it."""
    return text.translate(CP1252_BYTES).encode("latin-1")


CP1252_BYTES = {ord(bytes((byte,)).decode("cp1252")): byte for byte in range(0x80, 0xA0) if byte not in b"\x81\x8d\x8f\x90\x9d"}
"""Windows Latin's own letters to their bytes; five bytes are unassigned there."""
