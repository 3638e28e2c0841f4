"""Whether the letters that a PDF font says it shows are drawn with outlines that such letters can have.

A map from codes to Unicode may say anything; the outlines are what the eye sees. How many segments the outline of a Han letter
has is much the same in every typeface up to a factor for the whole face (the logarithms correlate by .93 to .99 between six
faces), and a figure or Latin letter has a known number of closed contours. Counting is cheap: some ten microseconds a letter,
once a document. It is a screen: what it doubts is for a reader of the drawn page to decide.
"""

from collections.abc import Set
from functools import cache
from math import log, sqrt
from statistics import fmean, median

from corpus.tables import rows
from extractors.pdf_calls import calls

CONTOURS = {
    **dict.fromkeys("12357", frozenset({1})),
    **dict.fromkeys("ADOadopq", frozenset({2})),
    **dict.fromkeys("469Re", frozenset({1, 2})),
    **dict.fromkeys("0b", frozenset({2, 3})),
    **dict.fromkeys("8B", frozenset({3})),
}
"""Closed contours of figures and of letters with an eye, in 95 faces of a Linux system; a small letter may be a small capital."""
FIGURES = frozenset("0123456789")
FEWEST = 12
"""Han letters of a face from which their outlines together say something."""
ALIKE = 0.6
"""Least correlation of the outlines of honest letters: six faces gave .93 and more."""
SURE = 0.8
FEWEST_LATIN = 6
FAR, SIMPLE = 0.55, 12
"""Logarithm by which the outline of a single letter is that of another, and the segments that weigh as much as the letter's own:
a stroke more or less is much in a simple letter. Honest letters reached .31."""
SPREAD = 6.0
"""Times the usual deviation in its face by which such a letter must stand out too."""
MOST = 4_000
"""Letters of one face that are looked at."""
MOST_SEGMENTS = 400
OTHER_LETTERS = "the outlines of its letters are those of other letters"
MOVE = 2
"""pdfium's number of the segment that begins a contour."""


class Outlines:
    """The letters of one font that were looked at so far. `doubt` is asked page by page and looks at each letter once."""

    def __init__(self) -> None:
        self.raw = calls()
        self.seen: set[str] = set()
        self.han: dict[str, tuple[float, float]] = {}
        """Letter to the logarithms of its segments as drawn, and as letters of its name have them."""
        self.latin: dict[str, bool] = {}
        """Figures and Latin letters: whether their contours are possible. To be looked at on the page, since a code that stands
        for several shapes gives but one of them."""
        self.verdict = ""

    def doubt(self, font: int, letters: Set[str]) -> str:
        """Why what `font` says of these letters is not what it shows; empty where it may well be. `font` is pdfium's handle."""
        fresh = letters - self.seen
        if not fresh or len(self.seen) > MOST or self.uniform():
            return self.verdict
        self.seen |= fresh
        for letter in fresh:
            if letter in CONTOURS:
                if contours := sum(kind == MOVE for kind in self._kinds(font, letter)):
                    self.latin[letter] = contours in CONTOURS[letter]
            elif (expected := segments().get(letter)) is not None and (drawn := self._drawn(font, letter)[1]):
                self.han[letter] = (log(drawn), log(expected))
                if len(self.han) == FEWEST and self.uniform():
                    return ""
        self._judge()
        return self.verdict

    def forget(self, letters: Set[str]) -> None:
        """Take back letters that stand in another font of their line: this one has no outline for them."""
        self.seen -= letters
        for letter in letters:
            self.latin.pop(letter, None)
            self.han.pop(letter, None)
        self._judge()

    def odd(self) -> list[str]:
        """Figures and Latin letters that are drawn with contours they cannot have."""
        return [letter for letter, possible in self.latin.items() if not possible]

    def agree(self) -> bool:
        """Whether the outlines are plainly those of the letters."""
        if len(self.han) >= FEWEST:
            return not self.uniform() and correlation(list(self.han.values())) >= SURE
        return len(self.latin) >= FEWEST_LATIN and all(self.latin.values())

    def uniform(self) -> bool:
        """Whether every letter has the same outline: a stand-in for a font that the file does not hold."""
        return len(self.han) >= FEWEST and len({drawn for drawn, _ in self.han.values()}) == 1

    def _judge(self) -> None:
        self.verdict = "" if self.uniform() else doubt_of_han(self.han)

    def _drawn(self, font: int, letter: str) -> tuple[int, int]:
        """The outline that the font draws for the letter, and the number of its segments."""
        path = self.raw.FPDFFont_GetGlyphPath(font, ord(letter), 1000.0)
        return path, max(0, self.raw.FPDFGlyphPath_CountGlyphSegments(path)) if path else 0

    def _kinds(self, font: int, letter: str) -> list[int]:
        path, count = self._drawn(font, letter)
        get, kind_of = self.raw.FPDFGlyphPath_GetGlyphPathSegment, self.raw.FPDFPathSegment_GetType
        return [kind_of(get(path, index)) for index in range(min(count, MOST_SEGMENTS))]


@cache
def segments() -> dict[str, int]:
    """How many segments the outline of a common Han letter has, as a rule."""
    return {row["letter"]: int(row["segments"]) for row in rows("outline_segments") if row["letter"] > "\u2e80"}


def doubt_of_han(seen: dict[str, tuple[float, float]]) -> str:
    """Outlines that have nothing to do with their letters, or single letters that stand far out."""
    offsets = {letter: drawn - expected for letter, (drawn, expected) in seen.items()}
    if len(offsets) < FEWEST:
        return ""
    middle = median(offsets.values())
    usual = median(abs(offset - middle) for offset in offsets.values())
    far = [
        letter
        for letter, offset in offsets.items()
        if abs(offset - middle) > max(FAR, SPREAD * usual) * (1 + SIMPLE / segments()[letter])
    ]
    if correlation(list(seen.values())) < ALIKE:
        return OTHER_LETTERS
    return f"the letter {min(far)} is drawn as another" if far else ""


def correlation(pairs: list[tuple[float, float]]) -> float:
    """Pearson's, 1 where there is nothing to compare."""
    mean = fmean(drawn for drawn, _ in pairs), fmean(expected for _, expected in pairs)
    together = sum((drawn - mean[0]) * (expected - mean[1]) for drawn, expected in pairs)
    own = sum((drawn - mean[0]) ** 2 for drawn, _ in pairs) * sum((expected - mean[1]) ** 2 for _, expected in pairs)
    return together / sqrt(own) if own > 0 else 1.0
