"""How runs of a Word 97-2003 document look: by their own modifiers, over their style's, over their paragraph's style's."""

from extractors.word97properties import (
    COLOURS,
    END_OF_FILE,
    SIZE,
    STYLE,
    VANISH,
    Run97,
    Spans,
    is_shaded,
    is_white,
    over,
    run,
)
from extractors.word97styles import StyleSheet

PLAIN = Run97()
ASKED = (VANISH, SIZE, *COLOURS)
"""What styles say of letters that can hide them."""


class Looks:
    """Tells the look of the run at a place. Styles that hide nothing, nearly all of them, are not asked."""

    def __init__(self, runs: Spans, paragraphs: Spans, sheet: StyleSheet) -> None:
        self._runs = runs
        self._paragraphs = paragraphs
        self._sheet = sheet
        self._hiding = {number for number, said in sheet.letters.items() if run(said).unseen}
        self._known: dict[tuple[int | None, int], Run97] = {}

    def at(self, offset: int, index: int | None) -> tuple[Run97, int]:
        """The look of the run with this index among the runs, at `offset`, and the offset up to which it is so."""
        own = self._runs.found[index] if index is not None else {}
        if not self._hiding and not is_white(own):
            return self._of(index, -1, own), END_OF_FILE
        paragraph, upto = self._paragraphs.at(offset)
        return self._of(index, -1 if paragraph is None else paragraph, own), upto

    def _of(self, index: int | None, paragraph: int, own: dict[int, bytes]) -> Run97:
        key = index, paragraph
        if key not in self._known:
            self._known[key] = self._look(paragraph, own) if own or self._hiding else PLAIN
        return self._known[key]

    def _look(self, paragraph: int, own: dict[int, bytes]) -> Run97:
        style = self._paragraphs.styles[paragraph] if paragraph >= 0 else 0
        of_run = self._sheet.letters.get(int.from_bytes(own.get(STYLE, b""), "little"), {}) if STYLE in own else {}
        below = over(of_run, self._sheet.letters.get(style, {}))
        shading = self._paragraphs.found[paragraph] if paragraph >= 0 else {}
        shaded = is_shaded(self._sheet.paragraphs.get(style, {}) | shading) or is_shaded(below | own)
        return run(over(own, {code: said for code, said in below.items() if code in ASKED}), shaded=shaded)
