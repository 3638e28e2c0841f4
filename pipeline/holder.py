"""Whose an achievement is, once the packet's applicant is known.

Alone, a document can only say whom a sentence names. The form says who applies: a sentence on the applicant's own studio,
leader or employer gets that scope, one on another named studio becomes a third party's, whatever the document alone took
it for. A holder that cannot be matched leaves the scope as the document gave it.
"""

from pipeline.document import Scope
from pipeline.record import AchievementRecord, Applicant
from pipeline.sameness import simplified

STUDIO = "工作室"
SUREST = 0.5
"""A holder named with less confidence than this does not make an achievement another's."""


def scope_of(found: AchievementRecord, whose: Applicant) -> Scope:
    """The scope of `found` in the packet of the applicant `whose`."""
    if found.holder is None or found.scope in ("alliance", "region"):
        return found.scope
    holder, studio, leader, employer = (_bare(name) for name in (found.holder.name, whose.studio, whose.leader, whose.employer))
    if STUDIO in holder and holder.index(STUDIO) >= 2:
        return _studio_scope(found, holder, studio, leader)
    if leader and len(leader) >= 2 and holder.endswith(leader):
        return "leader"
    if employer and len(holder) >= 4 and (holder in employer or employer in holder):
        return "employer"
    return found.scope


def _studio_scope(found: AchievementRecord, holder: str, studio: str, leader: str) -> Scope:
    """A studio by name: ours if it bears our leader's or our studio's name, another's if the packet knows ours."""
    own = (leader and leader in holder) or (studio and (studio in holder or _core(studio) in holder))
    if own:
        return "studio"
    named = _core(holder)
    known = bool(studio or leader)
    other = known and found.holder is not None and found.holder.confidence >= SUREST and named not in _GENERIC
    return "third_party" if other and named not in studio else found.scope


_KINDS = (
    "劳模和工匠人才",
    "劳动模范",
    "劳模",
    "工匠人才",
    "工匠",
    "职工",
    "技能大师",
    "首席技师",
    "高技能人才",
    "创新",
    "示范性",
    "名师",
)
_GENERIC = frozenset({"", "本", "我", "该", "此", "各", "这个", "我们", "两个", "我们的", "他的", "她的", "所在", "自己的"})


def _core(studio: str) -> str:
    """A studio's name without what it is: who it is named for."""
    core = studio[: studio.rindex(STUDIO)] if STUDIO in studio else studio
    for kind in _KINDS:
        core = core.replace(kind, "")
    return core


def _bare(name: str) -> str:
    return simplified("".join(letter for letter in name if letter.isalnum()))
