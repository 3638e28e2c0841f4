"""The words of a piece of evidence in their own sentence, as the source has them."""

import re
from dataclasses import dataclass

from pipeline.record import DocumentRecord
from pipeline.view import Span

AROUND = 90
"""Characters shown at most on each side of the words; a sentence that is longer is cut and says so."""
LONGEST = 400
"""Characters of the words themselves: a longer span is shown by its two ends."""
_ENDS = re.compile("[。！？!?；;\n]")
SHORT_LEAD = 16
_MARKS = re.compile("[，,、：:。；;！？!?｜\n]|…")
_NAMED = re.compile("[《“「『][^《“「『》”」』]{2,40}[》”」』][^《“「『》”」』]{0,6}$")
_GAP = "……"


@dataclass(frozen=True, slots=True)
class Quote:
    """`words` stand between `before` and `after` in one sentence or table row; `lang` is the BCP 47 tag of its script."""

    before: str
    words: str
    after: str
    lang: str
    row: bool = False
    """Whether the words are cells of a table's row."""

    @property
    def told(self) -> str:
        """The words with what their clause says before them, as far as it is short or names the thing.

        >>> Quote("三年来，“轴套快拆工装”", "获实用新型专利", "。", "zh-Hans").told
        '“轴套快拆工装”获实用新型专利'
        """
        if self.row:
            return self.words
        lead = _MARKS.split(self.before)[-1].lstrip()
        named = _NAMED.search(lead)
        return f"{lead if len(lead) <= SHORT_LEAD else named[0] if named else ''}{self.words}"


def quote(document: DocumentRecord, span: Span) -> Quote:
    """The words at `span` with the rest of their sentence. A TAB between table cells is shown as a bar."""
    text = document.text
    start, end = max(0, min(span.start, len(text))), max(0, min(span.end, len(text)))
    words = text[start:end]
    before = text[max(0, start - AROUND) : start]
    after = text[end : end + AROUND]
    cut_before = _last_end(before)
    stop = _ENDS.search(after)
    lead = before[cut_before:] if cut_before or start <= AROUND else _GAP + before
    tail = after[: stop.end()] if stop else after + (_GAP if end + AROUND < len(text) else "")
    return Quote(
        _shown(lead).lstrip(" ｜"), _shown(_shortened(words)), _shown(tail).rstrip(), _LANGS[document.script], "\t" in words
    )


_LANGS = {"hant": "zh-Hant", "hans": "zh-Hans", "mixed": "zh", "none": "und"}


def _shortened(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[: LONGEST // 2]}{_GAP}{words[-LONGEST // 2 :]}"


def _last_end(text: str) -> int:
    """Where the last sentence in `text` begins."""
    last = 0
    for match in _ENDS.finditer(text):
        last = match.end()
    return last


def _shown(text: str) -> str:
    return re.sub(" *[\t\n]+ *", _cells, text)


def _cells(match: "re.Match[str]") -> str:
    return "｜" if "\t" in match[0] else " "
