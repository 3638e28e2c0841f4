"""Pages whose words a machine changed for others, or whose sentences it shuffled, so that a copy is not known for one.

手艺无限公司 stands for 技术有限公司: each word exists, no writer puts the pair. Such pairs are data
(`corpus/lexicon/spun.tsv`), found in Simplified; one is a slip, several close together are a machine's. Shuffling shows in
counted points that come back in the wrong order and in quotations that close without having been opened; and some set scraps of
Simplified text before the marks of a Traditional page. It is a lead, not proof.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from classifiers.prefilter import Patterns, grams
from classifiers.script_letters import only_simplified, only_traditional
from corpus import tables
from pipeline.document import Note
from pipeline.errors import Flag
from pipeline.script import to_simplified
from pipeline.view import Span, View

_STRONG, _ENOUGH, _DENSE = 2, 5, 250
"""Different pairs that no person writes, the points of all, and letters a pair may take: of 1 146 honest pages and documents,
labelled and scraped, none is flagged."""
_POINT = re.compile("(?:^|[，。；：])\\s?([一二三四五六七八九])是", re.MULTILINE)
_TURNS = 2
_LOOSE_QUOTES = 3
_SHORTEST = 15
_CLAUSE = re.compile("[^。，、；：！？\\n]+")
_CLAUSE_LETTERS, _SCRAP = 5, 3
_SCRAPS, _SCRAPPED = 6, 0.15
"""Clauses of a Traditional page that end in a scrap of Simplified, and their share: what a converter forgets stands anywhere."""
_ORDER = "一二三四五六七八九"
_MOST_PLACES = 20


def notes(view: View) -> Iterator[Note]:
    """A flag for changed words and one for shuffled sentences, each with the places that show it.

    >>> text = "明辉手艺无限公司的立异工作室，主动展开妙技大赛，撑持下层职工处置惩罚困难。"
    >>> [(note.code.name, note.count) for note in notes(View(text))]
    [('SPUN_TEXT', 6)]
    """
    if found := _strewn(view.text):
        yield Note(Flag.SPUN_TEXT, "scraps in the other script before the marks", _where(view, found), len(found))
    text = to_simplified(view.text)
    if found := _changed(text):
        yield Note(Flag.SPUN_TEXT, "words changed for others that nobody puts there", _where(view, found), len(found))
    if found := _shuffled(text):
        yield Note(Flag.SPUN_TEXT, "sentences in an order in which they were not written", _where(view, found), len(found))


def _strewn(text: str) -> list[int]:
    """Where Traditional clauses end in a few Simplified letters, if that is how many of them end."""
    found, clauses = [], 0
    for clause in _CLAUSE.finditer(text):
        traditional, simplified = only_traditional(clause[0]), only_simplified(clause[0])
        if len(clause[0]) < _CLAUSE_LETTERS or not (traditional or simplified):
            continue
        clauses += 1
        if traditional and simplified and max(traditional) < min(simplified) and min(simplified) >= len(clause[0]) - _SCRAP:
            found.append(clause.start() + min(simplified))
    return found if len(found) >= _SCRAPS and len(found) >= _SCRAPPED * clauses else []


def _changed(text: str) -> list[int]:
    """The places of improbable pairs, if they are many and close enough."""
    found: list[int] = []
    points = strong = 0
    patterns, weights = _pairs()
    for number in patterns.possible(grams(text)):
        places, weight = [match.start() for match in patterns.pattern(number).finditer(text)], weights[number]
        if places:
            found += places
            points += weight
            strong += weight > 1
    dense = len(found) * _DENSE >= len(text)
    return sorted(found) if strong >= _STRONG and points >= _ENOUGH and dense else []


def _shuffled(text: str) -> list[int]:
    """The places where counted points go back without beginning anew, or paragraphs close a quotation that none opened."""
    points = [(match.start(1), _ORDER.index(match[1])) for match in _POINT.finditer(text)]
    turns = [later for (_, first), (later, second) in pairwise(points) if 0 < second < first]
    turns += [place for place, number in points[:1] if number]
    loose = list(_unopened(text)) if text.count("“") > text.count("”") // 2 else []
    return sorted((turns if len(turns) >= _TURNS else []) + (loose if len(loose) >= _LOOSE_QUOTES else []))


def _unopened(text: str) -> Iterator[int]:
    """The places of paragraphs that close a quotation which neither they nor any paragraph right before them opened."""
    open_before, ended = 0, True
    for place, line in _lines(text):
        if "”" in line and "“" not in line and open_before <= 0 and ended:
            yield place
        open_before = line.count("“") - line.count("”")
        ended = line.rstrip()[-1] in "。！？”"


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        if len(line.strip()) >= _SHORTEST:
            yield start, line
        start += len(line) + 1


def _where(view: View, places: Sequence[int]) -> str:
    base = [view.to_base(Span(place, place + 1)).start for place in places[:_MOST_PLACES]]
    return "characters " + ", ".join(str(place) for place in base)


@cache
def _pairs() -> tuple[Patterns, tuple[int, ...]]:
    rows = tables.rows("spun")
    return Patterns([row["pattern"] for row in rows]), tuple(int(row["weight"]) for row in rows)
