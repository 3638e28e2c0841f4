"""Letters in doubt: a Simplified one that stands for several Traditional ones, where no word tells which.

A name keeps the letter that stands there (高云 may be 高雲 or 高云), and so does a title; elsewhere the engine's choice is taken.
All of them are listed, so that a person can look.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import accumulate

import msgspec

from corpus import tables

NAME, TITLE, ALONE = "in a name", "in a title", "by itself"


class Doubt(msgspec.Struct, frozen=True):
    """One letter in doubt: its place in the text, the Simplified letter, what it may be in Traditional, and where it stands."""

    place: int
    letter: str
    choices: str
    why: str

    @property
    def stays(self) -> bool:
        """Whether the letter is left as it is: a name's or a title's that is a right Traditional letter too."""
        return self.why != ALONE and self.letter in self.choices


def doubts(text: str, *, settled: Callable[[str], Iterable[tuple[int, int]]]) -> tuple[Doubt, ...]:
    """The letters of Simplified `text` in doubt, in order; `settled` gives the places of words that tell their letters' forms.

    >>> [(one.letter, one.why) for one in doubts("师傅高云说，《松》里有干。", settled=lambda text: ())]
    [('云', 'in a name'), ('松', 'in a title'), ('干', 'by itself')]
    """
    if not _doubtful().search(text):
        return ()
    known = {place for span in settled(text) for place in range(*span)}
    found = dict.fromkeys(named(text, kept_by_names()), NAME)
    for place in _alone(text, known - found.keys()):
        if _in_title(text, place) and _rows()[text[place]]["own"] == "yes":
            found.setdefault(place, TITLE)
        elif _rows()[text[place]]["alone"] == "yes":
            found.setdefault(place, ALONE)
    return tuple(Doubt(place, text[place], _rows()[text[place]]["choices"], why) for place, why in sorted(found.items()))


def named(text: str, letters: str) -> Iterator[int]:
    """The places of `letters` in the given names of people who are called by a title or say something, in Simplified `text`."""
    for found in _person(letters).finditer(text):
        yield from (place for place in range(*found.span(1)) if text[place] in letters)


@cache
def kept_by_names() -> str:
    """The letters in doubt that are right Traditional letters too, which names keep."""
    return "".join(letter for letter, row in _rows().items() if row["own"] == "yes")


def is_name(text: str) -> bool:
    """Whether a text is a surname with a given name, as far as its letters tell."""
    return 2 <= len(text) <= 3 and text[0] in _surnames()


def _in_title(text: str, place: int) -> bool:
    opening = text.rfind("《", max(0, place - _LONGEST_TITLE), place)
    return opening >= 0 and text.find("》", opening, place) < 0 and text.find("》", place, place + _LONGEST_TITLE) >= 0


def _alone(text: str, known: set[int]) -> Iterator[int]:
    """The places of letters in doubt that are words by themselves; after a number they are measures."""
    for clause in _CLAUSE.finditer(text):
        places = [found.start() for found in _doubtful().finditer(text, *clause.span()) if found.start() not in known]
        if not places:
            continue
        edges = _edges(clause[0])
        start = clause.start()
        for place in places:
            if {place - start, place - start + 1} <= edges and not (place and text[place - 1] in _NUMBERS):
                yield place


@cache
def _cutter() -> Callable[[str, bool], list[str]]:
    import rjieba  # noqa: PLC0415 - its dictionary is read only when something goes to Traditional

    cut: Callable[[str, bool], list[str]] = rjieba.cut
    return cut


def _edges(text: str) -> set[int]:
    return set(accumulate(map(len, _cutter()(text, False)), initial=0))


_LONGEST_TITLE = 40
_CLAUSE = re.compile("[\u3400-\u9fff]+")
_NUMBERS = "一二三四五六七八九十百千万两几数半每这那0123456789"
_FUNCTION = "后里面系只台于余制复"
"""Letters that more often are words of the sentence than a given name of one letter."""


@cache
def _rows() -> dict[str, dict[str, str]]:
    return {row["letter"]: row for row in tables.rows("s2t_doubtful")}


@cache
def _surnames() -> str:
    return "".join(name for name in tables.column("surnames", "surname") if len(name) == 1)


@cache
def _doubtful() -> re.Pattern[str]:
    return re.compile("[" + "".join(_rows()) + "]")


@cache
def _person(letters: str) -> re.Pattern[str]:
    """A surname with a given name that has one of `letters`, where the words before and after make a name of it."""
    called = "|".join(f"(?<={letter})" for letter in "员人长模匠任师授家和者记")
    after = (
        "劳模|工匠|创新工作室|技能大师|大师工作室|同志|师傅|老师|先生|女士|院士|教授|博士|工程师|主任|书记|班长|说[，：:]|介绍|表示|告诉"
        "|带领|牵头|领衔|担任|[（(]|、|荣获|报道|摄"
    )
    single = "".join(letter for letter in letters if letter not in _FUNCTION)
    names = f"[\u3400-\u9fff][{letters}]|[{letters}][\u3400-\u9fff]|[{single}]"
    return re.compile(f"(?:{called}|(?<![\u3400-\u9fff]))[{_surnames()}]({names})(?={after})")
