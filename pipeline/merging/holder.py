"""Whose an achievement is, once the packet's applicant is known.

Alone, a document can only say whom a sentence names. The form says who applies: a sentence on the applicant's own studio,
leader or employer gets that scope, one on another named studio becomes a third party's, whatever the document alone took
it for. A holder that cannot be matched leaves the scope as the document gave it.
"""

import re

from pipeline.applicant_record import Applicant
from pipeline.document import Scope
from pipeline.merging.folding import simplified
from pipeline.merging.person import named_person
from pipeline.record import AchievementRecord

STUDIO = "工作室"
LONGEST_PERSON = 4
SHORTEST_STEM = 4
_FORM = re.compile("(?:股份|有限|责任|公司|总公司|集团|总厂)+$")
SUREST = 0.5
"""A holder named with less confidence than this does not make an achievement another's."""


def owner_scope(owner: str, whose: Applicant) -> Scope:
    """Whose a certificate is that prints `owner`: the studio's, its leader's, a member's, the employer's, or another's.

    A branch and its company are one employer: 云桥集团有限公司 owns what 云桥集团有限公司滨江分公司 applies with. Where no paper
    names the employer, an institution may be it.
    """
    name, studio, leader, employer = (_bare(each) for each in (owner, whose.studio, whose.leader, whose.employer))
    if studio and (studio in name or name in studio):
        return "studio"
    if name == leader:
        return "leader"
    if any(name == _bare(member.name) for member in whose.members):
        return "member"
    if employer and (name in employer or employer in name or _stem(name, employer)):
        return "employer"
    if employer or (leader and len(name) <= LONGEST_PERSON):
        return "third_party"
    return "unclear"


def _stem(name: str, employer: str) -> bool:
    """Whether one group's name begins both."""
    stem = _FORM.sub("", name)
    return len(stem) >= SHORTEST_STEM and employer.startswith(stem)


def scope_of(found: AchievementRecord, whose: Applicant) -> Scope:
    """The scope of `found` in the packet of the applicant `whose`."""
    if found.holder is None or found.scope in ("alliance", "region"):
        return found.scope
    holder, studio, leader, employer = (_bare(name) for name in (found.holder.name, whose.studio, whose.leader, whose.employer))
    if STUDIO in holder:
        return _studio_scope(found, holder, studio, leader)
    if len(leader) >= 2 and holder.endswith(leader):
        return "leader"
    if len(holder) >= 4 and employer and (holder in employer or employer in holder):
        return "employer"
    return found.scope


def _studio_scope(found: AchievementRecord, holder: str, studio: str, leader: str) -> Scope:
    """A studio by name: ours if it bears our leader's or our studio's name, another's if it bears another person's.

    What is its leader's or a member's stays theirs; a studio that bears no one's name (该工作室) leaves the scope as it is.
    """
    if (leader and leader in holder) or (studio and studio in holder):
        return found.scope if found.scope in ("leader", "member") else "studio"
    named = named_person(holder)
    sure = found.holder is not None and found.holder.confidence >= SUREST
    return "third_party" if named and (leader or studio) and sure and named not in studio else found.scope


def _bare(name: str) -> str:
    return simplified("".join(letter for letter in name if letter.isalnum()))
