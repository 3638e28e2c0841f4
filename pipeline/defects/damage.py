"""Damage that changes facts and cannot be mended: lost digits, lost bytes, Han in the place of Latin letters.

It is told, with its place, so that no figure beside it is trusted; nothing is invented.
"""

import re
from collections.abc import Iterator
from functools import cache

from classifiers.prefilter import Patterns, grams
from corpus import tables
from pipeline.document import Note
from pipeline.errors import Flag
from pipeline.view import Span, View

_DIGITS = "0-9０-９〇零一二三四五六七八九十百千万萬亿億两兩几幾数數半多余餘"
_LOST_DIGITS = re.compile(
    r"(?m:(?:^|[\s，。；、（(“]|[于於自從从至到在])年(?:\d{1,2}月|月(?!日))"
    f"|(?<![{_DIGITS}其剩业業许許很好更众眾诸諸太过過差不增])[多余餘](?:[万萬亿億]元|[亩畝]|公里|人次|平方米|公斤|[吨噸])"
    "|(?:[专專]利|[创創]效|[节節][约約]|培[训訓]|[获獲])(?:[万萬亿億]元|人次|余项|餘項)(?=[，。；！])"
    "|(?:共有|[现現]有|[拥擁]有)名(?:成员|成員|[职職]工|[员員]工|[学學][员員]|[党黨][员員])|(?:占地|建筑面[积積]|建築面積)(?:[亩畝]|平方米)"
    "|(?:完成|[获獲]得|取得|[申]请|申請|授[权權])(?:[项項件篇])(?:(?=[，。；、])|[专專]利|[课課][题題]|[论論]文|成果))"
)
_LOST_BYTES = re.compile(
    "(?<=[\u4e00-\u9fff])@(?=[\u4e00-\u9fff])|[？！。，](?:边@|[斜鸶锟]斤?拷?)|锟斤拷|烫烫烫|\ufffd|五斜(?=成果|活[动動]|[竞競][赛賽]|[创創]新|[项項]目|攻[关關])"
)
_MOJIBAKE = re.compile(
    "(?:[锛銆鐨涓鍒鍔宸鏄鍥鍙鎶鎴浗缁鏂鍜浜鍛][^\n]{0,2}){4,}|(?:[\u00c0-\u00f7][\u00a1-\u00bf\u00c0-\u00fe]){6,}"
)
_MOST_PLACES = 20


def notes(view: View) -> Iterator[Note]:
    """One flag for each kind of such damage, counted, with the line of the first place.

    >>> [note.detail for note in notes(View("年4月，节约资金多万元。"))]
    ['digits are missing']
    """
    details, patterns = _kinds()
    for number in patterns.possible(grams(view.text)):
        found = [match.start() for match in patterns.pattern(number).finditer(view.text)]
        if found:
            yield Note(Flag.DAMAGED_TEXT, details[number], _where(view, found), len(found))


@cache
def _kinds() -> tuple[tuple[str, ...], Patterns]:
    kinds = {
        "digits are missing": _LOST_DIGITS.pattern,
        "letters were lost when bytes were cut": _LOST_BYTES.pattern,
        "text was read in the wrong charset and lost bytes": _MOJIBAKE.pattern,
        "Han stand in the place of Latin letters": _han_for_latin(),
    }
    return tuple(kinds), Patterns(list(kinds.values()))


def _han_for_latin() -> str:
    """Units after a figure, and short names of three letters or more, in the Han that stand for their letters."""
    letters = {row["latin"]: f"[{row['han']}]" for row in tables.rows("latin_as_han")}
    words = ["".join(letters[letter] for letter in word) for word in tables.column("latin_words", "word")]
    names = [word for word, plain in zip(words, tables.column("latin_words", "word"), strict=True) if len(plain) > 2]
    return f"(?<=\\d)(?:{'|'.join(words)})|{'|'.join(names)}"


def _where(view: View, places: list[int]) -> str:
    base = [view.to_base(Span(place, place + 1)).start for place in places[:_MOST_PLACES]]
    return "characters " + ", ".join(str(place) for place in base)
