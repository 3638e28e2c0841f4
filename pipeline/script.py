"""Traditional and Simplified: which one a text is in, the text to match on, and conversion for readers.

Matching reads Simplified, made letter by letter (`to_simplified`): all differing letters stand in one table, the few words in
which a letter must stay in another, so nothing moves and no alignment is needed. The other way one letter may become several,
which needs OpenCC's word lists; on top stand our own words (示范 is 示範, 公示后 is 公示後), equal for both of its Python
engines. Idioms are never changed: evidence keeps its words.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal, Protocol

from classifiers.script_letters import letters, simplified_only, traditional_only
from corpus import tables
from pipeline.document import Document, Note, Script
from pipeline.errors import Flag
from pipeline.script_doubts import Doubt, doubts, is_name, kept_by_names, named

VERSION = "4"

Target = Literal["keep", "hans", "hant", "tw", "hk"]
"""`hant` keeps the forms of letters that the text itself uses; `tw` and `hk` are those places' standards."""


class _Engine(Protocol):
    def convert(self, text: str, /) -> str: ...


@dataclass(frozen=True, slots=True)
class Shares:
    """How many letters of a text stand in one script only."""

    traditional: int
    simplified: int

    @property
    def script(self) -> Script:
        """`mixed` when the rarer script has a tenth or more; a few strays are what a machine left over."""
        both = self.traditional + self.simplified
        if not both:
            return "none"
        if min(self.traditional, self.simplified) / both >= 0.1:
            return "mixed"
        return "hant" if self.traditional > self.simplified else "hans"


def build() -> Callable[[Document], Document]:
    """The stage: sets `script`, and `matched` to the mended text in Simplified."""

    def step(document: Document) -> Document:
        text = document.mended.text
        simplified = to_simplified(text)
        notes = (*document.notes, *_doubted_names(text, simplified))
        return replace(document, matched=document.mended.replaced(simplified), script=script_of(text), notes=notes)

    return step


def _doubted_names(text: str, simplified: str) -> Iterator[Note]:
    """Names with a letter that Simplified writing may keep as it is (王乾): a person has to look."""
    if len(text) != len(simplified) or not any(letter in text for letter in _MAY_STAY):
        return
    letters = "".join({to_simplified(letter) if letter != "乾" else "干" for letter in _MAY_STAY})
    for place in named(simplified, letters):
        if text[place] in _MAY_STAY:
            around = text[max(0, place - 2) : place + 3]
            yield Note(
                Flag.SCRIPT_AMBIGUOUS, f"{text[place]} may stay as it is in a name: …{around}…", where=f"letter {place + 1}"
            )


def script_of(text: str) -> Script:
    """The script a text is written in: that of its lines with a sentence's mark, where it has such lines.

    So a list of search words in the other script, set into a page, does not change what the page is.
    """
    told = "\n".join(line for line in text.split("\n") if _SENTENCE.search(line))
    return shares(told or text).script


def shares(text: str) -> Shares:
    """Letters of `text` that only Traditional or only Simplified writing has.

    >>> shares("勞模創新工作室").script, shares("劳模创新工作室").script, shares("2022").script
    ('hant', 'hans', 'none')
    """
    return Shares(len(traditional_only().findall(text)), len(simplified_only().findall(text)))


def to_simplified(text: str) -> str:
    """`text` in Simplified, letter for letter; what is no Traditional letter stays.

    >>> to_simplified("乾隆年間曬乾，瞭望臺瞭解")
    '乾隆年间晒干，瞭望台了解'
    """
    if not traditional_only().search(text):
        return text
    pieces: list[str] = []
    done = 0
    for found in _pattern("t2s_words", "traditional").finditer(text):
        pieces += (text[done : found.start()].translate(letters()), _mapping("t2s_words", "traditional", "simplified")[found[0]])
        done = found.end()
    return "".join(pieces) + text[done:].translate(letters())


def convert(text: str, to: Target) -> str:
    """`text` in the script `to`. Text in mixed or machine-made Traditional goes by way of Simplified.

    What is already a right Traditional letter stays as the writer has it, with `hant`; only letters of both scripts (后, 范,
    并) and known faults of machines (人纔, 幹預) are settled by their words.

    >>> convert("公示后構建并完善示范體系，人纔不受幹預", "hant")
    '公示後構建並完善示範體系，人才不受干預'
    >>> convert("公示後構建並完善示範體系", "hans")
    '公示后构建并完善示范体系'
    """
    if to == "keep" or not _HAN.search(text):
        return text
    if to == "hans":
        return to_simplified(text)
    repaired = _pattern("hant_faults", "wrong").sub(_right, text)
    simplified = to_simplified(repaired)
    traditional = _to_traditional(simplified).translate(_forms("hant"))
    if len(traditional) == len(repaired) and traditional_only().search(repaired):
        traditional = "".join(map(_chosen, repaired, traditional, simplified))
    if to == "hk" and len(traditional) == len(simplified):
        traditional = "".join(map(_of_hong_kong, traditional, simplified))
    return traditional if to == "hant" else traditional.translate(_forms(to))


_MAY_STAY = "乾著徵藉於鍾昇"
"""Traditional letters that names keep in Simplified writing too (Table of General Standard Characters, 2013, notes 1 to 3)."""
_HAN = re.compile("[\u3400-\u9fff]")
_SENTENCE = re.compile("[。！？；]|，.*，")


def _of_hong_kong(made: str, simplified: str) -> str:
    """Hong Kong writes 着 after a verb as the mainland does, and 著 in 著名 alone."""
    return simplified if simplified == "着" else made


def _chosen(own: str, made: str, simplified: str) -> str:
    """The writer's own letter where it is a right one, else the one that was made of its Simplified one."""
    if own == made or own in _either():
        return own
    return own if own != simplified and simplified == letters().get(ord(made), made) else made


def _to_traditional(text: str) -> str:
    """Simplified to Traditional by OpenCC, with our own words over it."""
    made = str(_engine().convert(text))
    if len(made) != len(text):
        return made
    made = _with_surnames(text, made)
    letters = list(made)
    for found in _pattern("s2t_words", "simplified").finditer(text):
        letters[found.start() : found.end()] = _mapping("s2t_words", "simplified", "traditional")[found[0]]
    for doubt in doubts(text, settled=_settled):
        if doubt.stays:
            letters[doubt.place] = doubt.letter
    return "".join(letters)


def doubtful(text: str, to: Target) -> tuple[Doubt, ...]:
    """The letters of `text` whose form in `to` is in doubt; none unless Simplified letters go to Traditional ones.

    >>> [(one.place, one.letter, one.choices, one.why) for one in doubtful("由高云说明干的来历", "hant")]
    [(5, '干', '干乾幹', 'by itself')]
    """
    if to in ("keep", "hans") or not _HAN.search(text):
        return ()
    simplified = to_simplified(text)
    if len(simplified) != len(text):
        return ()
    return tuple(one for one in doubts(simplified, settled=_settled) if text[one.place] == one.letter)


def convert_name(name: str, to: Target) -> str:
    """A person's name by itself in the script `to`: letters that the name may have as they are stay.

    >>> convert_name("高云", "hant"), convert_name("钟庆", "hant")
    ('高云', '鍾慶')
    """
    found = convert(name, to)
    if to in ("keep", "hans") or len(found) != len(name) or not is_name(name):
        return found
    return found[0] + "".join(map(_of_a_name, name[1:], found[1:]))


def _of_a_name(own: str, made: str) -> str:
    return own if own in kept_by_names() else made


def _settled(text: str) -> Iterator[tuple[int, int]]:
    """The places of our own words, whose letters are settled."""
    return (found.span() for found in _pattern("s2t_words", "simplified").finditer(text))


def _with_surnames(text: str, made: str) -> str:
    """`made` with the letters of surnames as names have them; what only might be a name is left to the words around it."""
    letters = list(made)
    for found in _surname().finditer(text):
        letters[found.start(1)] = _mapping("surname_letters", "simplified", "given")[found[1]]
    return "".join(letters)


def _right(found: re.Match[str]) -> str:
    return _mapping("hant_faults", "wrong", "right")[found[0]]


@cache
def _engine() -> _Engine:
    import opencc  # noqa: PLC0415 - its tables are read only when something goes to Traditional

    engine: _Engine = opencc.OpenCC("s2t")
    return engine


@cache
def _forms(to: Target) -> dict[int, str]:
    """The letters of a place for OpenCC's, and for those that readers know; 著 of 著名 stays beside 着."""
    rows = tables.rows("letter_forms")
    own = {ord(row["hant"]): row[to] for row in rows if row["letter"] != "着"} if to == "hk" else {}
    return own | {ord(row["letter"]): row[to] for row in rows}


@cache
def _either() -> frozenset[str]:
    return frozenset(tables.column("hant_either", "letter"))


@cache
def _surname() -> re.Pattern[str]:
    """A surname's letter with one or two more, where the words before and after make a name of it."""
    letters = "".join(tables.column("surname_letters", "simplified"))
    titles = "|".join(f"(?<={letter})" for letter in "员人长模匠任师授家由以和者")
    before = f"(?<![\u3400-\u9fff])|{titles}"
    after = (
        "劳模|工匠|创新|工作室|大师|同志|师傅|老师|先生|女士|院士|教授|博士|工程师|主任|书记|班长|说|介绍|表示|告诉|带领|率领|团队|牵头|领衔"
        "|担任|获|荣获|报道|摄|等人|为例"
    )
    return re.compile(f"(?:{before})([{letters}])(?=(?:某|工|[\u3400-\u9fff]{{1,2}})(?:{after}))")


@cache
def _mapping(table: str, key: str, value: str) -> dict[str, str]:
    return {row[key]: row[value] for row in tables.rows(table)}


@cache
def _pattern(table: str, key: str) -> re.Pattern[str]:
    """Any word of a table, the longest first."""
    words = sorted(tables.column(table, key), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))
