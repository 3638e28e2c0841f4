"""Damage that changes facts and cannot be mended: lost digits, lost bytes, Han in the place of Latin letters.

It is told, with its place, so that no figure beside it is trusted; nothing is invented.
"""

import re
from collections.abc import Iterator
from functools import cache

from corpus import tables
from pipeline.document import Note
from pipeline.errors import Flag
from pipeline.view import Span, View

_DIGITS = "0-9０-９〇零一二三四五六七八九十百千万萬亿億两兩几幾数數半多余餘"
_LOST_DIGITS = re.compile(
    r"(?:^|[\s，。；、（(“]|[于於自從从至到在])年(?:\d{1,2})?月"
    f"|(?<![{_DIGITS}其剩业業许許很好更众眾诸諸太过過差不增])[多余餘](?:[万萬亿億]元|[亩畝]|公里|人次|平方米|公斤|[吨噸])"
    "|(?:[专專]利|[创創]效|[节節][约約]|培[训訓]|[获獲])(?:[万萬亿億]元|人次|余项|餘項)(?=[，。；、！])",
    re.MULTILINE,
)
_LOST_BYTES = re.compile("(?<=[\u4e00-\u9fff])@(?=[\u4e00-\u9fff])|[？！。，](?:边@|[斜鸶锟]斤?拷?)|锟斤拷|烫烫烫|\ufffd")
_MOST_PLACES = 20


def notes(view: View) -> Iterator[Note]:
    """One flag for each kind of such damage, counted, with the line of the first place.

    >>> [note.detail for note in notes(View("年4月，节约资金多万元。"))]
    ['digits are missing']
    """
    for detail, pattern in _kinds():
        found = [match.start() for match in pattern.finditer(view.text)]
        if found:
            yield Note(Flag.DAMAGED_TEXT, detail, _where(view, found), len(found))


@cache
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return (
        ("digits are missing", _LOST_DIGITS),
        ("letters were lost when bytes were cut", _LOST_BYTES),
        ("Han stand in the place of Latin letters", _han_for_latin()),
    )


def _han_for_latin() -> re.Pattern[str]:
    """Units after a figure, and short names of three letters or more, in the Han that stand for their letters."""
    letters = {row["latin"]: f"[{row['han']}]" for row in tables.rows("latin_as_han")}
    words = ["".join(letters[letter] for letter in word) for word in tables.column("latin_words", "word")]
    names = [word for word, plain in zip(words, tables.column("latin_words", "word"), strict=True) if len(plain) > 2]
    return re.compile(f"(?<=\\d)(?:{'|'.join(words)})|{'|'.join(names)}")


def _where(view: View, places: list[int]) -> str:
    base = [view.to_base(Span(place, place + 1)).start for place in places[:_MOST_PLACES]]
    return "characters " + ", ".join(str(place) for place in base)
