"""Fields of a form whose labels no table has: known by a word in the label and the shape of what stands beside it.

Forms differ from place to place, and an office may call the leader 掌门人 or the employer 依托医院. A person's name beside a word
for someone who leads is the leader's all the same (`corpus/lexicon/form_hints.tsv`). Such a field is believed only where no
known label gives it.
"""

import re
from collections.abc import Iterator
from functools import cache, reduce
from typing import NamedTuple

from classifiers import surnames
from corpus import tables
from pipeline.merging.folding import simplified
from pipeline.merging.labels import LONGEST_LABEL

LONGEST = 80
"""Letters of a value that is looked at."""
_DATE = (
    r"(?:(?:19|20)\d\d|[一二][〇零○一二三四五六七八九]{3}|民国\d{2,3}|\d{2,3}年)"
    r"[-./／年]?(?:[\d一二三四五六七八九十]{1,3}[-./／月]?)?(?:[\d一二三四五六七八九十]{1,3}日?)?"
)

_NAME = (
    "(?!待定|同上|见附|详见|空缺|暂|以上|如下|本人|男|女|是|否|有|无)[\u3400-\u9fff]{2,4}?"
    "(?<![司厂局院所部室组队级岗位称等证员长期间数名型历务别点址积费况号码话式副])"
)
"""A person where the label leaves no doubt, whatever the surname."""
_POST = (
    "(?:正高级|副高级|高级|特级|一级|二级|首席|助理|副|总|党委|党支部|工会)?"
    "(?:工程师|技师|技工|教授|讲师|研究员|经济师|会计师|农艺师|工艺师|工艺美术师|医师|药师|护师|护士长|护士|教师|教练"
    "|厂长|院长|所长|局长|处长|科长|校长|行长|社长|站长|队长|段长|班长|班组长|组长|矿长|场长|馆长|室长|主任|经理|总监|书记|主席|董事长|总裁|会长)"
)


class Likely(NamedTuple):
    """The field that a label and a value make likely, and where in the value what is kept begins and ends."""

    field: str
    start: int
    end: int


class _Hint(NamedTuple):
    field: str
    label: re.Pattern[str]
    unless: re.Pattern[str] | None
    value: re.Pattern[str]


def likely(label: str, value: str) -> Likely | None:
    """What field `label` may name beside `value`, in either script; None where nothing speaks for one.

    >>> likely("掌門人", "曲向前")
    Likely(field='leader', start=0, end=3)
    >>> likely("业务用房", "车间二楼，约130平方米")
    Likely(field='area', start=5, end=12)
    >>> likely("师傅", "曲向前"), likely("掌门人", "待定")
    (None, None)
    """
    if not label.strip() or len(label) > LONGEST_LABEL or not 0 < len(value) <= LONGEST:
        return None
    return next(_found(simplified("".join(label.split())), value), None)


def _found(label: str, value: str) -> Iterator[Likely]:
    told = simplified(value)
    if len(told) != len(value):
        return
    for hint in _hints():
        if hint.label.search(label) and not (hint.unless and hint.unless.search(label)):
            tight, places = _tight(told)
            match = hint.value.search(tight)
            if match:
                yield Likely(hint.field, places[match.start("value")], places[match.end("value") - 1] + 1)


def _tight(text: str) -> tuple[str, list[int]]:
    """The text without blanks, and where each of its letters stands."""
    places = [place for place, letter in enumerate(text) if not letter.isspace()]
    return "".join(text[place] for place in places), places


@cache
def _hints() -> tuple[_Hint, ...]:
    words = (("PERSON", _person()), ("DATE", _DATE), ("POST", _POST), ("NAME", _NAME))
    return tuple(
        _Hint(
            row["field"],
            re.compile(row["label"]),
            None if row["not"] == "-" else re.compile(row["not"]),
            re.compile(reduce(_with, words, row["value"])),
        )
        for row in tables.rows("form_hints")
    )


def _with(pattern: str, word: tuple[str, str]) -> str:
    return pattern.replace(*word)


def _person() -> str:
    return f"(?:{'|'.join(sorted(surnames.known(), key=lambda name: (-len(name), name)))})[\u3400-\u9fff]{{1,2}}"
