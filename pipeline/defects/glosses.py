"""Pinyin set after a letter by a page's tool for learners or against copying: 發(fā)揮, 創(chuàng )新, 公(gong)司(si).

A bracket goes only when what it holds is a reading of the letter before it; (kg), (BIM), (AI) are none. Readings without a tone
go where a text has several of them after several letters: one alone may be what the writer set there. A gloss of which the
letter was lost too (獎?wù)?) goes as a whole; that a letter is missing is told by `damage`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from corpus import tables
from pipeline.view import Edit, Span

WITHOUT_LETTER = "pinyin gloss that lost its letter"
TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
TRIGGER = re.compile(f"[{TONED}ăĕĭŏŭ\u0300-\u0304\u0306\u030c]|[{HAN}]\\s?[(（]\\s?[a-zü]{{1,6}}\\s?[)）]")
SEVERAL = 3
"""Letters with a reading that has no tone from which on these are glosses."""
_GLOSS = re.compile(f"(?<=([{HAN}]))\\s?[(（]\\s?([a-zü{TONED}ăĕĭŏŭ\u0300-\u0304\u0306\u0308\u030c]{{1,8}})\\s?[)）]")
_LOST = re.compile(f"\\?\\s?([a-zü]{{0,5}}[{TONED}][a-z]{{0,3}})\\s?[)）]\\??")
_TONE = re.compile("[\u0300\u0301\u0304\u030c]")
_CARON = str.maketrans("ăĕĭŏŭ", "ǎěǐǒǔ")


def edits(text: str) -> Iterator[Edit]:
    """Each gloss that is a reading of its letter, taken out.

    >>> [(edit.span, edit.why) for edit in edits("發(fā)揮，重(kg)")]
    [(Span(start=1, end=5), 'pinyin gloss')]
    """
    glosses = list(_GLOSS.finditer(text))
    toneless = _toneless_in(glosses)
    found = [
        Edit(Span(*gloss.span()), "", "pinyin gloss")
        for gloss in glosses
        if is_reading(gloss[2], gloss[1]) or gloss.start() in toneless
    ]
    found += [Edit(Span(*rest.span()), "", WITHOUT_LETTER) for rest in _LOST.finditer(text) if _normal(rest[1]) in _readings()]
    yield from sorted(found, key=_start)


def _toneless_in(glosses: Iterable[re.Match[str]]) -> frozenset[int]:
    """Where the glosses without a tone begin, if there are several."""
    found = {gloss.start(): gloss[1] for gloss in glosses if gloss[1] in _toneless().get(gloss[2], "")}
    return frozenset(found) if len(set(found.values())) >= SEVERAL else frozenset()


def is_reading(gloss: str, letter: str) -> bool:
    """Whether `gloss` is how `letter` is read; a letter outside the table takes any true syllable with a tone."""
    reading = _normal(gloss)
    if letter in _readings().get(reading, ""):
        return True
    return reading in _readings() and any(mark in TONED for mark in reading) and letter not in _known()


def _normal(gloss: str) -> str:
    return unicodedata.normalize("NFC", gloss.translate(_CARON))


def _start(edit: Edit) -> Span:
    return edit.span


@cache
def _readings() -> dict[str, str]:
    return {row["reading"]: row["letters"] for row in tables.rows("pinyin")}


@cache
def _toneless() -> dict[str, str]:
    """The letters of each syllable whatever its tone; ü also as v and u, as keyboards have it."""
    letters: dict[str, str] = {}
    for reading, own in _readings().items():
        plain = unicodedata.normalize("NFC", _TONE.sub("", unicodedata.normalize("NFD", reading)))
        for written in {plain, plain.replace("ü", "v"), plain.replace("ü", "u")}:
            letters[written] = letters.get(written, "") + own
    return letters


@cache
def _known() -> frozenset[str]:
    return frozenset("".join(_readings().values()))
