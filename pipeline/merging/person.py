"""Persons in the names of studios: 梁某某劳模创新工作室 is the studio of 梁某某."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from classifiers import surnames
from pipeline.merging.folding import simplified

_KIND = (
    "(?:劳模|勞模|劳动模范|勞動模範|工匠|匠師|匠师|职工|職工|技能大师|技能大師|首席技师|首席技師|高技能|名师|名師|护理|護理"
    "|钳工|鉗工|焊工|电工|電工|车工|車工|铣工|銑工|木工|维修|維修|检修|檢修|焊接|数控|數控)"
)
_STUDIO = re.compile(f"([\u3400-\u9fff·]{{2,4}})({_KIND}[\u3400-\u9fff]{{0,8}}?工作室|(?:创新|創新)?工作室)")
_NOT_IN_A_NAME = frozenset("的了和与與在是为為被有该該本我各所个個家级級市省县縣区區全这這那其此新立成展团團性型级類类师師匠技")


class Named(NamedTuple):
    """A studio that bears a person's name, both as the text has them."""

    studio: str
    person: str


def named_studios(text: str) -> Iterator[Named]:
    """Every studio in `text` that bears a person's name.

    >>> list(named_studios("走进季秋明劳模创新工作室"))
    [Named(studio='季秋明劳模创新工作室', person='季秋明')]
    >>> list(named_studios("以他名字命名的工作室，县级技能大师工作室"))
    []
    """
    for match in _STUDIO.finditer(text):
        person = _person(match[1], sure=match[2] not in ("工作室", "创新工作室", "創新工作室"))
        if person:
            yield Named(person + match[2], person)


def named_person(studio: str) -> str:
    """The person whose name the last studio in `studio` bears, in Simplified; empty where it bears none."""
    last = ""
    for named in named_studios(studio):
        last = simplified(named.person)
    return last


def _person(text: str, *, sure: bool) -> str:
    """The person at the end of `text`: three, two or four letters that begin with a surname.

    Before a bare 工作室 many a word could stand: there only three letters make a person.
    """
    for size in (3, 2, 4) if sure else (3,):
        person = text[-size:]
        start = simplified(person[:2])
        if len(text) >= size and surnames.begin(start) and not _NOT_IN_A_NAME & set(person[1:]):
            return person
    return ""
