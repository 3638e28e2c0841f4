"""Whose a claim is: who is spoken of at each point of a sentence, and from sentence to sentence of a document.

A clause that opens with a holder's name or kind (工作室, 公司, 她, 联盟成员, 全市) sets the scope of what follows, to the end of
the sentence or to the next holder; so does the name of whom the document is about (`classifiers.people`). What names no holder is
the studio's, unless the document speaks of an employer or of one person alone, or the sentence goes on with that before it (其中,
这些工作室).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from classifiers import people
from classifiers.catalogue import scope_name
from classifiers.prefilter import Patterns, grams
from corpus import tables
from pipeline.document import Scope, Status
from pipeline.view import Span


@dataclass(frozen=True, slots=True)
class Speaker:
    """From `start` on, this is who is spoken of. `name` is the span of the words that say so."""

    start: int
    scope: Scope
    name: Span | None
    confidence: float
    trainee: bool = False
    """Whether it is one whom the studio taught: prizes and titles are then the studio's training."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom the document is about, as its title and text leave it."""

    scope: Scope = "studio"
    is_rule: bool = False
    """The document is a notice or a set of rules: what it names are demands."""
    naming: Status | None = None
    """The document is a list of studios that are named (or, `reviewed`, to be named)."""
    title: str = ""
    people: tuple[str, ...] = ()
    """The names of those who lead."""
    has_studio: bool = False
    """The title or the subject names a studio: whoever else is named in the document is a member of it."""


def of_document(title: str, subject: str, text: str) -> Subject:
    """The subject before the first sentence: a document that never names a studio or a team but a firm is the employer's."""
    is_rule = bool(_RULES.search(title)) and not _RESULTS.search(title)
    team = any(_TEAM.search(words) for words in (title, subject, text))
    shop = any(_WORKSHOP.search(words) for words in (title, subject, text))
    firm = bool(_FIRM.search(subject or title))
    naming: Status | None = None
    if _STUDIO.search(title) and _NAMING.search(title):
        naming = "reviewed" if _PROPOSED.search(title) else "achieved"
    leaders = people.leaders(title, subject, text)
    alone = not shop and not leaders
    scope: Scope = "employer" if firm and not team else "studio"
    if people.is_of_person(title, subject) or (not shop and len(_ENTRY.findall(text)) >= ENTRIES):
        scope = "leader"
    elif _ALLIANCE.search(subject or title):
        scope = "alliance"
    elif _TEAM.search(subject):
        scope = "studio"
    elif _OWN_FIRM.search(subject) or (not team and _is_of_firm(text)) or (alone and _is_of_house(title, subject, text)):
        scope = "employer"
    has_studio = _WORKSHOP.search(f"{title} {subject}") is not None
    return Subject(scope, is_rule, naming, title, leaders, has_studio)


def _is_of_house(title: str, subject: str, text: str) -> bool:
    """Whether a text is a hospital's, its ward's, a quality circle's or a house's own, and tells of no single person."""
    if _PERSON.search(text) or _FIRST_PERSON.search(text):
        return False
    if _WARD.search(f"{title} {subject}") or _HOUSE.search(title):
        return True
    return bool(title) and (len(_WARD.findall(text)) >= OFTEN or (_OWN.search(text) is not None and not _MINUTES.search(title)))


def _is_of_firm(text: str) -> bool:
    """Whether a text acts in the name of a firm again and again, and speaks of no single person."""
    return len(_FIRM_ACTS.findall(text)) >= OFTEN and _PERSON.search(text) is None


def following(subject: Subject, before: str, text: str) -> Subject:
    """The subject of a sentence after another: whoever was spoken of last, where it goes on with them.

    >>> following(Subject(), "全市现有创新工作室380家。", "这些工作室累计革新千余项。").scope
    'region'
    """
    if not before or not _GOES_ON.match(text):
        return subject
    if _THESE.search(text) and _IN_REGION.search(before):
        return replace(subject, scope="region")
    return replace(subject, scope=speakers(before, subject, grams(before))[-1].scope)


def speakers(text: str, subject: Subject, found_grams: set[str]) -> tuple[Speaker, ...]:
    """Who is spoken of, from each point of the sentence on; the first one is the document's subject."""
    found = [Speaker(0, subject.scope, None, 0.6)]
    patterns, kinds = _patterns()
    for number, match in patterns.finditer(text, found_grams):
        kind, confidence = kinds[number]
        trainee = kind == TRAINEE
        scope = found[-1].scope if trainee and found[-1].scope == "leader" else scope_name("studio" if trainee else kind)
        scope = _within(subject, scope, match[0])
        name = _named(text, Span(*match.span()), found[-1] if found[-1].scope == scope else None)
        found.append(Speaker(match.start(), scope, name, confidence, trainee))
    named = [one for name in subject.people if name in text for one in _by_name(text, name, found)]
    return tuple(sorted((*found, *named), key=_start)) if named else tuple(found)


def _within(subject: Subject, scope: Scope, words: str) -> Scope:
    """The scope of whom `words` name, in a document about `subject`.

    A team of a house without a studio is the house; a person who is named in a studio's paper and does not lead it is a member.
    """
    if subject.scope == "employer" and scope == "studio" and not _WORKSHOP.search(words) and _SMALL_TEAM.search(words):
        return "employer"
    if subject.scope == "alliance" and scope == "studio" and not _WORKSHOP.search(words):
        return "alliance"
    if scope == "leader" and subject.has_studio and subject.people and not _LEADS.search(words):
        return "leader" if any(name in words for name in subject.people) else "member"
    return scope


def _by_name(text: str, name: str, others: Sequence[Speaker]) -> Iterator[Speaker]:
    """The places where one who leads is spoken of alone: not within a studio's name, nor as the one who says it."""
    for match in re.finditer(re.escape(name), text):
        within = any(one.name is not None and one.name.start <= match.start() < one.name.end for one in others)
        if not within and not _NOT_ALONE.match(text, match.end()):
            yield Speaker(match.start(), "leader", Span(*match.span()), 0.8)


def _start(speaker: Speaker) -> int:
    return speaker.start


def _named(text: str, span: Span, last: Speaker | None) -> Span:
    """The name without what leads to it (在, 以, 自 …); where it only says 工作室, the name that stood before goes on."""
    lead = _LEAD.match(text, *span)
    name = Span(lead.end(), span.end) if lead and lead.end() < span.end else span
    if last is not None and last.name is not None and text[name.start : name.end] in _UNNAMED:
        return last.name
    return name


_LEAD = re.compile("(?:在|以|自|让|由|使|把|将|对|从|据|被|向|为|助推|成为|其中|下设)+")
_UNNAMED = frozenset(
    {"工作室", "创新工作室", "该工作室", "本工作室", "我工作室", "团队", "该团队", "本团队", "他们", "她们", "我们"}
)


def at(found: tuple[Speaker, ...], position: int) -> Speaker:
    """Who is spoken of at `position`; a new part of the sentence without a holder keeps the last one."""
    last = found[0]
    for speaker in found:
        if speaker.start > position:
            break
        last = speaker
    return last


_GOES_ON = re.compile(
    r"\s{0,2}(?:[^，。；\d]{0,6}[年月]来?[，,]?|同时[，,]?|此外[，,]?|至今[，,]?)?(?:其中|这些|它们|上述|曾(?:经)?(?:获|荣|被|当|任)|先后[获荣被当])"
)
"""How a sentence goes on with whom the one before spoke of last."""
_THESE = re.compile("(?:这些|上述)[^，。；]{0,6}工作室")
_IN_REGION = re.compile("全[市省县区州旗国][^。；]{0,24}工作室")
_NOT_ALONE = re.compile(
    "(?:和|与|同|及|跟|[带率]领|[带领]着|等|们|说|介绍|告诉|表示|坦言|回忆|笑|认为|透露|解释|、)"
    "|(?:[^，。；]{0,8}(?:工作室|工坊|团队|班组|攻关组|小组))|的?(?:徒弟|学员|同事)"
)
"""After a name: others with them, their studio, or what they say of anything."""
OFTEN = 3
"""In how many clauses a firm must act for a text without a studio to be about it."""
_PERSON = re.compile("(?<![其吉])[他她](?![们人乡山国日处用])")
_FIRM_ACTS = re.compile(
    "(?:^|[，。；\\n])(?:该|本|我)?(?:公司|集团|厂里|厂|医院|院里|科室|学校|校方|所里|站里|段里|局里)(?!的?(?:领导|要求))"
)
_WORKSHOP = re.compile("工作室|工作坊|工作站|工坊")
ENTRIES = 2
"""How many persons must be introduced, each at the beginning of a line or sentence, for a text to be entries on persons."""
_ENTRY = re.compile(
    r"(?:^|[\n。])(?:\d{1,2}[.．、])? ?[一-龥]{2,4}(?:·[一-龥]{2,6})?，"
    r"(?:[男女]，|[^，。；：\d]{2,20}(?:[人师工员手长匠医]|医生|主任|教练|主管)，)"
)
_OWN_FIRM = re.compile("(?:公司|集团|厂|医院|学校|学院|中学|小学|大学|职校|高工|局|银行|支行)$")
_HOUSE = re.compile(
    "^(?:企业|公司|员工|学校|校园|校务|厂内|全厂|我厂|我院|职类介绍)|校务|学校概况|公司简介|企业简介|员工[^，。]{0,4}提案"
)
_FIRST_PERSON = re.compile("(?<!自)我(?=[，说把拿也又还就被想做干叫姓当带在是从]|自己)")
_MINUTES = re.compile("[纪记]录|纪要|证明|名单|目录|公示|通报")
_OWN = re.compile("(?:本|我)(?:公司|司|厂|校|院|行|矿|分署)(?![长友园级内外区正科部])|全厂|全公司")
_WARD = re.compile("医院|疗养院|卫生院|院刊|我科|科室|病区|血透室|护理|品管圈|品质圈|圈长|圈员|QC小组|质量管理小组")
_ALLIANCE = re.compile("联盟(?![^，。]{0,6}(?:成立|签约|揭牌|成员|工作室$))")
_SMALL_TEAM = re.compile("团队|班组|小组|项目组|攻关组|研究组|圈|攻关队")
_LEADS = re.compile("[他她]|本人|个人|自己|人(?:$|的)|主任|主持|组长|掌门")
_STUDIO = re.compile("工作室")
_NAMING = re.compile("认定|命名|授予|公布|名单|公示|评选结果")
_PROPOSED = re.compile("拟|公示")
TRAINEE = "trainee"
_RULES = re.compile(
    "(?:通知|(?<![新老土好妙笨巧旧的种个条])办法|细则|要点|方案|须知|规程|条例|启事|指引|规定|守则|章程)(?:[(（].{0,12}[)）])?$"
)
_RESULTS = re.compile("公示|命名|表彰|通报|决定|公布|名单|结果|认定")
_TEAM = re.compile(
    "工作室|工作坊|工作站|工坊|创新小组|创新团队|团队|班组|攻关组|攻关队|项目组|品管圈|改善圈|小组|创新平台|孵化平台|圈$"
)
_FIRM = re.compile("(?:公司|集团|厂|医院|学校|学院|矿|局|院|所|(?<!实验)站|段)(?![^，。]{0,6}[里下上中内]的)")


@cache
def _patterns() -> tuple[Patterns, tuple[tuple[str, float], ...]]:
    surnames = "".join(tables.column("surnames", "surname"))
    rows = tables.rows("speakers")
    patterns = Patterns([row["pattern"].replace("<surname>", f"[{surnames}]") for row in rows])
    return patterns, tuple((row["scope"], float(row["confidence"])) for row in rows)
