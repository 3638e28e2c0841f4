"""Who leads, by name: the persons whom a document is about, found in its title, its subject and its text.

A person leads who gives a studio its name, is told to head it, or is whom the title names; failing these, the one person who acts
in several places and is shown to be a person (by speaking, an age, a trade). Names of two and three letters with a known surname
are read. Where more than `MOST` lead, the document is about several studios, and none of them is whom it speaks of.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache, partial

from classifiers import surnames
from corpus import tables

FEWEST = 2
"""In how many places a person without an office must stand to be whom the document is about."""
MOST = 2
CANDIDATES = 8
"""Persons whose places are counted: those oftenest shown to be one."""
LONGEST = 60_000
"""Characters of a document in which persons are looked for."""


def leaders(title: str, subject: str, text: str) -> tuple[str, ...]:
    """The names of those who lead.

    >>> leaders("", "沈秋月工匠工作室", ""), leaders("炉前", "", "沈秋月说，炉子有脾气。沈秋月把火调小。")
    (('沈秋月',), ('沈秋月',))
    """
    head, body = f"{title}\n{subject}", text[:LONGEST]
    found = set(_heads(head)) or set(_heads(body))
    if is_person(subject):
        found.add(subject.removesuffix("同志"))
    if not found:
        found = _acting(head, body)
    return tuple(sorted(found)) if len(found) <= MOST else ()


def is_person(words: str) -> bool:
    """Whether words are nothing but a name (or a name with 同志)."""
    match = _patterns()["whole"].fullmatch(words)
    return match is not None and _is_name(match[1])


def is_of_person(title: str, subject: str) -> bool:
    """Whether a document by its title or subject tells of one person and not of a studio."""
    return is_person(subject) or bool(_OF_PERSON.search(title) and not _OF_TEAM.search(f"{title} {subject}"))


def _heads(text: str) -> Iterator[str]:
    """Names after 带头人 and the like, at the end of a title's quotation, and before 领衔 or 工作室."""
    patterns = _patterns()
    for match in patterns["office"].finditer(text):
        if _is_name(match[1]):
            yield match[1]
    for mark in _LEADING.finditer(text):
        named = patterns["before"].search(text, max(0, mark.start() - REACH), mark.start())
        if named is not None and _is_name(named[1]):
            yield named[1]


def _acting(head: str, text: str) -> set[str]:
    """The person who acts most often: names of two letters, which are oftener no names, once more than others."""
    patterns, whole = _patterns(), f"\n{head}\n{text}"
    found = (match[1] for kind in ("acting", "called", "aged") for match in patterns[kind].finditer(whole))
    shown = Counter(name for name in found if _is_name(name)).most_common(CANDIDATES)
    counts = {name: head.count(name) * FEWEST + text.count(name) for name, _ in shown}
    most = max(counts, key=partial(_weight, counts), default="")
    return {most} if counts.get(most, 0) >= FEWEST + (len(most) < 3) else set()


def _weight(counts: Mapping[str, int], name: str) -> tuple[int, str]:
    return counts[name], name


def _is_name(name: str) -> bool:
    return "某" not in name and _words().isdisjoint((name[:2], name[:3]))


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    """Patterns over the table of surnames; each begins with few letters, so that a text is passed quickly."""
    single = "".join(sorted(one for one in surnames.known() if len(one) == 1))
    double = "|".join(sorted(surnames.known() - set(single)))
    name = f"((?:{double}|[{single}])[一-龥]{{1,2}}?)"
    written = {
        "whole": f"{name}(?:同志)?",
        "office": f"(?:{_OFFICES}|(?<=[一-龥])[”」—]|以){name}(?={_AFTER}|同志|为{_OFFICES}|(?:的)?名字)",
        "before": f"{_EDGE}((?:{double}|[{single}])[一-龥]{{1,2}}){_KINDS}$",
        "acting": f"[^一-龥]{name}(?={_ACTS})",
        "called": f"[的叫做傅工师长任医员手模人匠]{name}(?={_AFTER})",
        "aged": f"[^一-龥]{name}(?=，[男女][，、])",
    }
    return {kind: re.compile(pattern) for kind, pattern in written.items()}


@cache
def _words() -> frozenset[str]:
    return frozenset(tables.column("not_people", "word"))


REACH = 16
"""Letters before 工作室 in which the name may stand."""
_LEADING = re.compile("工作室|领衔|领办|挂帅")
_EDGE = "(?:(?<![一-龥])|(?<=公司)|(?<=车间)|(?<=集团)|(?<=医院)|(?<=[厂局段站队区所矿院科班]))"
_AFTER = "[，。、（(：；的在把从用又还却也就则凭是说获领主带做已和与\\s]|$"
_OFFICES = "(?:领衔人|带头人|负责人|领办人|领军人|领头人|主持人|创办人)(?:是|为|：|:)?"
_ACTS = (
    "说[，：。]|介绍|告诉|表示[，：]|坦言|回忆|笑了?[，：。]|同志|本人|个人|自己|先后|荣获|获评|当选|被评|拿过|捧回|登上|带着|带领|"
    "还|却|总|又|把|和|的|也|从|用|在|是|有"
)
_KINDS = "(?:劳模|工匠|大师|技能|创新|名师|名医|首席|职工|焊接|技师|和|人才)*"
_OF_PERSON = re.compile(
    "个人(?:业绩|先进|事迹|申报|材料|简介)|同志|先进事迹|人物事迹|(?:劳模|工匠)(?:档案|事迹|风采)|(?:模范劳工|劳动模范|劳模|工匠|能手)[^，。]{0,4}(?:推荐表|申报表|登记表|具体事迹)|(?:员工|职工)荣誉档案"
)
_OF_TEAM = re.compile("工作室|工坊|团队|班组|小组|集体")
