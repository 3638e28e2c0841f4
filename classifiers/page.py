"""How well a line fits the page it stands on.

Prose ends its paragraphs with a mark and comes back to its own words. An advert set into it does neither, whatever it sells:
it strings phrases together, ends without a mark, and its words stand nowhere else on the page.
"""

import re
from collections.abc import Sequence

_END = re.compile("[。！？；：…!?:;][”’」』）)】]*$|[）)”》】]$")
_STRUNG = re.compile("[，,、|｜_\\s—！!？?；;]+")
_BESIDE_LISTS = re.compile("[，,|｜_\\s—！!？?；;]")
"""A line strung by 、 alone is an enumeration, as reports have them."""
_HAN_PAIR = re.compile("(?=([\u3400-\u9fff]{2}))")
_SHORTEST = 12
_LEAST_PROSE = 3
_PROSE = 0.25
_LONGEST_PAGE = 20_000
"""Letters beyond which a page is no news page and its lines are not compared."""


class Page:
    """The lines of a page, asked for one line at a time. Lines are in Simplified."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.text = "\n".join(lines)
        long = [line for line in lines if len(line) > _SHORTEST]
        ended = sum(bool(_END.search(line)) for line in long)
        rows = sum("\t" in line for line in lines)
        self.is_prose = ended >= _LEAST_PROSE and ended >= _PROSE * len(long) and rows == 0 and len(self.text) <= _LONGEST_PAGE

    def odd(self, line: str) -> float:
        """How little `line` fits, 0 to 2: 0.8 for a string of phrases without an end, more the less of it the page repeats.

        >>> page = Page(["他们改造了水泵，每年节电。", "水泵不再漏水，工人很高兴。", "厂里推广水泵改造，效果很好。"])
        >>> page.odd("水泵改造，节电"), page.odd("彩妆护肤批发，支持货到付款，全场包邮")
        (0.0, 2.0)
        """
        if not self.is_prose or len(line) <= _SHORTEST or _END.search(line):
            return 0.0
        if not _BESIDE_LISTS.search(line) or "。" in line or line[-1] in "，,、":
            return 0.0
        phrases = [phrase for phrase in _STRUNG.split(line) if phrase]
        if len(phrases) < 3 or sum(map(len, phrases)) / len(phrases) <= 3:
            return 0.0
        pairs = {found[1] for found in _HAN_PAIR.finditer(line)}
        if len(pairs) < 4:
            return 0.8
        shared = sum(self.text.count(pair) > line.count(pair) for pair in pairs) / len(pairs)
        return 0.8 + 1.2 * max(0.0, 1 - shared / 0.2)
