"""What the studio's people won or passed, told by their own certificates: 阎小舟同志：在…竞赛中荣获第二名.

A certificate of a contest names who receives it and no studio. Where that is not the leader it is training that bore fruit, as
a report tells it (徒弟阎小舟夺得…第二名); both are one by the person's name and the rank.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

import msgspec

from pipeline.applicant_record import Applicant
from pipeline.merging.folding import simplified, tight
from pipeline.merging.sameness import Fact
from pipeline.merging.thing_names import is_single
from pipeline.record import AchievementRecord, DocumentRecord

LONGEST_PERSON = 4
_CONTEST = re.compile("竞赛|大赛|比赛|比武|锦标赛|擂台赛")
_RANK = re.compile("第[一二三四五六七八九十0-9]{1,3}名|[特一二三]等奖|[金银铜][奖牌]|冠军|亚军|季军|(?:高级)?技师|[高中初]级工")
_PLACES = {"冠军": "第一名", "亚军": "第二名", "季军": "第三名"}
_MARKS = "。；\n"
LONGEST_SENTENCE = 120


def receivers(documents: Iterable[DocumentRecord], whose: Applicant) -> Mapping[str, str]:
    """By document, the person in whose name its one certificate stands, in Simplified; the leader's own are not among them."""
    leader = _name(whose.leader)
    found = {}
    for document in documents:
        named = {_name(each.receiver) for each in document.certificates if each.kind in ("award", "title") and each.receiver}
        person = next(iter(named)) if len(named) == 1 else ""
        if 2 <= len(person) <= LONGEST_PERSON and person != leader and document.kind == "award_certificate":
            found[document.id] = person
    return found


def as_training(document: DocumentRecord, found: AchievementRecord, persons: Mapping[str, str]) -> AchievementRecord:
    """`found` as the studio's training, where a certificate gives a person a rank in a contest and names no work."""
    contest = document.id in persons and found.category == "award_result" and is_single(found)
    if not contest or found.name or not _CONTEST.search(simplified(_sentence(document, found))):
        return found
    return msgspec.structs.replace(found, category="talent_training", object=None, holder=None, scope="studio")


def known_by_person(one: Fact, persons: Mapping[str, str]) -> Fact:
    """`one` named by the person and the rank: on a certificate by its receiver, else by the one of `persons` that it names."""
    if one.found.category != "talent_training" or not is_single(one.found) or one.found.object:
        return one
    words = simplified(_sentence(one.document, one.found))
    rank = _RANK.search(simplified(one.found.evidence)) or _RANK.search(words)
    own = persons.get(one.document.id)
    bare = tight(words)
    told = {own} if own else {person for person in persons.values() if person in bare}
    if rank is None or len(told) != 1:
        return one
    return replace(one, names=frozenset({f"{told.pop()}+{_PLACES.get(rank[0], rank[0])}"}), prize="")


def _sentence(document: DocumentRecord, found: AchievementRecord) -> str:
    text = document.text
    first = max(0, found.span[0] - LONGEST_SENTENCE)
    start = max(first, *(text.rfind(mark, first, found.span[0]) + 1 for mark in _MARKS))
    return text[start : found.span[1]]


def _name(person: str) -> str:
    return simplified("".join(letter for letter in person if letter.isalnum()))
