"""What a claim's thing is called: by its title, number, prize, or the words of the claim itself, compared in Simplified."""

import re
from functools import cache

from corpus import tables
from pipeline.merging.folding import simplified, tight
from pipeline.packet_record import Claim
from pipeline.record import AchievementRecord, CertificateRecord, DocumentRecord

SHORTEST_NAME = 4
"""Quoted words shorter than this (“五小”) are figures of speech, not names of things."""

SHORTEST_WORK = 3
"""A work that won a prize may have so short a name (“云水间”)."""

KNOWN_BY = 6
"""Letters by which a name is known although other words stand before it, or although it stands for a figure."""
_NAMED = frozenset({"award_result", "honor_title", "appraisal_cert"})
_NO_NAME = re.compile(
    "(?:公司|集团|总会|工会|学会|协会|厅|局|委|部|院|中心|大学|奖|杯|称号|发明|实用新型|外观设计|软件著作权|学报|授权|受理)$"
)
_DATED = re.compile(r"^(?:于|在)?(?:19|20)\d{2}年(?:\d{1,2}月)?(?:\d{1,2}日)?")
_LEVEL = re.compile("(?<=国家|.[省市区县])级(?=.{3})|(?<=^[省市区县])级(?=.{3})")
"""省级巾帼文明岗 is 省巾帼文明岗."""
_REMARK = re.compile(r"[（(](?=[^（()）]{0,30}(?:(?:19|20)\d\d|年|总工会|授予|颁发|评定|认定))[^（()）]{2,30}[)）]$")
"""When and by whom a title was given, in brackets behind it: 全国五一劳动奖章（2018年）."""
_QUOTES = re.compile('[“”「」『』《》"]')
_COUNTED = re.compile("[0-9一两二三]{1,2}(?:项|个|座|次|枚|块|件|篇)$")
_QUOTED = re.compile('[《〈“「『"]([^《〈“「『"》〉”」』]{2,80})[》〉”」』"]')
_GIVEN = re.compile(
    "[荣喜]获|获得|获评|获颁|获授|授予|斩获|[夺摘捧赢取收]得|[夺摘捧拿赢]下|[捧拿夺赢抱]回|[拿捧得获]过|[拿得]了|拿到|勇夺|问鼎|摘取|夺取|收获(?!奖)|获(?!奖)"
)
_GIVEN_OUT = re.compile("[，,]?(?:特此|特(?:颁|授|发)|以资|颁此|颁发).{0,12}$")
LONGEST_LEAD, LONGEST_TAIL = 90, 20
_ONE_PRIZE = re.compile("科学技术")
"""科学技术进步奖 is 科技进步奖."""
_CONTEST = re.compile(
    "([^”》」』\n]{2,40}?(?:竞赛|大赛|比赛|评选|评比|博览会|展览会|发明展|发布会|成果赛|锦标赛))[^”》」』\n]{0,12}?[荣喜勇]?[获摘夺捧拿斩取赢得]"
)
_PUPIL = re.compile(
    "(?:参加|在|于|学生|徒弟|选手|^)([^，。；\n]{2,40}?(?:竞赛|大赛|锦标赛))([^，。；\n]{0,16}?)[中上]?[荣喜勇]?[获夺摘捧得取](?:得|下)?([^，。；\n]{0,10}?)"
    "(第[一二三四五六]名|[特一二三]等奖|[金银铜](?=[奖牌])|冠军|亚军|季军)"
)
_TO_CONTEST = re.compile("参加|参与|[在于以][^在于以]{0,4}?(?=[0-9]|第.{1,4}届)|[在于]")
_REST_OF_YEAR_OR_GRADE = re.compile("^(?:年?度)(?=[\u3400-\u9fff]{4})|(?<=奖)[特一二三四]$")
_DATE_OR_TURN = re.compile("(?:民国)?[0-9]{2,4}(?:学?年度?)|第[^届，。]{1,6}届|^[度的]")
_TAIL = re.compile("[\u3400-\u9fff]{0,8}?(?:工作室|先锋号|示范岗|创新团队|班组)")
_PERSON = re.compile("[\u3400-\u9fff·]{2,4}")
_LEAD = re.compile('[《“「『"]([^《“「『"》”」』。；\n]{2,80})[》”」』"]([^。；，,、\n《“「『"》”」』]{0,30})$')
"""A quoted title and a few letters between it and the claim: 项目, 成果, 系列于2019年在华东服装设计大赛."""
_NOT_A_WORK = re.compile("(?:杯|奖|工程|行动|活动|竞赛|大赛|称号|号)$")
"""Titles that name an occasion."""
_OCCASION = re.compile("^(?:杯|竞赛|大赛|比赛|活动|评选|劳动|工程|行动)")
"""What follows the title of an occasion: 在“安康杯”竞赛中."""
_THAT = re.compile("(?:同一|上述|前述|该|此|这[一项个]|这一)(?:项|个)?(?:作品|成果|项目|课题|技术|系统|装置|方法|产品|工艺|工装)")
_TITLE = re.compile("[《“「『]([^《“「『》”」』。；\n]{2,80})[》”」』]")
LONGEST_BACK = 160
"""Letters before 该项目 and 同一成果 within which the title stands that they speak of."""
LONGEST_SUBJECT = 40
_BREAK = re.compile("[。；，、,;：:！？\n\t]")
_RIGHT = re.compile("(?:国家)?(?:发明|实用新型|外观设计)?(?:专利)?(?:授权|证书|权)?|软件著作权(?:登记)?(?:证书)?")
"""Words that name a kind of right and not what it is on."""
_STATE = re.compile("(?:已|均已|现已)?(?:结题|完成|验收|结项|通过验收|通过鉴定)")
_WITH_STATE = re.compile("([^，。；、：\n\t（()）]{4,40})[（(][^（）()]{0,40}$")
"""A thing with its state in brackets behind it: 道岔缺口监测（2021.3-2022.8，已结题）."""
_WHO = re.compile("工作室|团队|我们|我室|本室|公司|集团|同志|成员|职工|已|先后|均|都|全部|分别|现|并|年|其中|项|件|个|多|均")
"""Words by which what stands before a claim is who has it, or how, and no thing."""
_NUMBERS = {
    "patent": re.compile(r"(?:ZL|CN)?((?:19|20)\d{10})(?:\.[\dX])?", re.ASCII | re.IGNORECASE),
    "taiwan": re.compile(r"(?<![A-Z0-9])([IMD]\d{6})(?!\d)", re.ASCII),
    "software": re.compile(r"(\d{4}SR\d{6,8})", re.ASCII | re.IGNORECASE),
    "paper": re.compile(r"[〔\[［【(（]((?:19|20)\d{2})[〕\]］】)）](?:第)?(\d{1,4})号"),
    "standard": re.compile(
        r"((?:GB|DB|JB|HB|TB|DL|YY|YS|QB|JT|CJ|JG|T|Q)[A-Z0-9/]{0,8} ?\d{2,6}(?:\.\d{1,3})?[-—]\d{4})", re.ASCII
    ),
}


def is_single(found: AchievementRecord | Claim) -> bool:
    """One thing: either no figure at all, or the figure 1 (获奖1项)."""
    return found.quantity in (None, 1) and found.quantity_max is None and found.change_from is None and found.change_to is None


def names(document: DocumentRecord, found: AchievementRecord, words: str) -> frozenset[str]:
    """What the thing is called: the titles in the words or just before them, or the name in a row of cells; else, of one thing,
    the claim's own words, but never a prize's, which many works may have.

    A claim with the figure 1 is known by its words only where they are a prize's or a title's name (获某奖1项).
    """
    single = is_single(found)
    if found.category == "honor_title" and single:
        return _known(_core(_QUOTES.sub("", _title_words(document, found, words))), found)
    won = _won(words) if found.category == "talent_training" and single else ""
    titles = (won,) if won else _quoted_names(words, _shortest(found)) or (_named_before(document, found) if single else ())
    if titles:
        return frozenset(titles)
    printed = single and found.name and document.kind == "award_certificate"
    if printed or not single or (found.quantity is not None and found.category not in _NAMED):
        return _known(_core(simplified(found.name)), found) if printed else frozenset()
    if "\t" in words:
        persons = [cell for cell in words.split("\t") if _PERSON.fullmatch(cell.strip())]
        if found.object == "师徒合同" and len(persons) > 1:
            return frozenset({pair_name(*persons[:2])})
        own = simplified(found.name)
        return _known(_core(own if own and not _NO_NAME.search(own) else _name_cell(words)), found)
    return frozenset() if found.category == "award_result" else _known(_own_name(document, found, words), found)


def _won(words: str) -> str:
    """What a pupil won: the contest, in what, and the rank, whoever it was and whichever time it was held."""
    match = _PUPIL.search(words)
    return f"{tight(contest_name(match[1]))}{tight(match[2])}{tight(match[3])}{match[4]}" if match else ""


def printed_names(printed: CertificateRecord | None, found: AchievementRecord) -> frozenset[str]:
    """By what a certificate names it: a right by its name, a title by itself, a pair by both its names."""
    if printed is None or not is_single(found):
        return frozenset()
    if printed.kind == "apprentice":
        return frozenset({pair_name(printed.name, *printed.owners)})
    name = tight(simplified(printed.name)) if printed.kind != "title" else _core(simplified(printed.prize))
    return frozenset({name} if len(name) >= _shortest(found) else ())


def printed(document: DocumentRecord, found: AchievementRecord) -> CertificateRecord | None:
    """The certificate whose words the achievement is read from."""
    around = (each for each in document.certificates if each.kind in _PRINTS.get(found.category, ()))
    return next((each for each in around if each.span[0] <= found.span[0] and found.span[1] <= each.span[1]), None)


def prize(document: DocumentRecord, found: AchievementRecord, words: str, *, paper: CertificateRecord | None = None) -> str:
    """The name of the prize in an award's words, without the work's; where they are its grade alone, with the contest before.

    Where they do not name it, what the certificate `paper` prints.
    """
    if found.category != "award_result" or not is_single(found):
        return ""
    told = next((cell for cell in words.split("\t") if "奖" in cell), "") if "\t" in words else words.partition("\n")[0]
    told = _GIVEN_OUT.sub("", told.rpartition("：")[2])
    name = _core(_GIVEN.split(_QUOTED.sub("", told))[-1]) if "奖" in told else ""
    if name and len(name) < SHORTEST_NAME and "\t" not in words:
        name = _contest_before(document, found) + name
    name = name or (_core(simplified(paper.prize)) if paper else "")
    return _ONE_PRIZE.sub("科技", _REST_OF_YEAR_OR_GRADE.sub("", name))


def _contest_before(document: DocumentRecord, found: AchievementRecord) -> str:
    """The contest that the claim's clause names before it: 在华东服装设计大赛摘得金奖."""
    before = simplified(document.text[max(0, found.span[0] - LONGEST_LEAD) : found.span[1]])
    contest = next(reversed(list(_CONTEST.finditer(_BREAK.split(before)[-1]))), None)
    return contest_name(contest[1]) if contest else ""


def contest_name(words: str) -> str:
    """A contest without who took part, when, and for which time it was held.

    >>> contest_name("林某参加民国109年全国品管圈竞赛"), contest_name("于第三届华东服装设计大赛")
    ('全国品管圈竞赛', '华东服装设计大赛')
    """
    return _core(_DATE_OR_TURN.sub("", _TO_CONTEST.split(words)[-1]))


def numbers(words: str) -> frozenset[tuple[str, str]]:
    return frozenset(
        (kind, "-".join(match.groups()).upper()) for kind, pattern in _NUMBERS.items() for match in pattern.finditer(words)
    )


def pair_name(*persons: str) -> str:
    """A pair of master and apprentice by both names, in whatever order they stand.

    >>> pair_name("曾阿妹", "杜鹃") == pair_name("杜鵑", "曾阿妹")
    True
    """
    return "+".join(sorted(tight(simplified(person)) for person in persons))


_PRINTS: dict[str, tuple[str, ...]] = {
    "ip_right": ("patent", "software", "variety"),
    "award_result": ("award",),
    "honor_title": ("title",),
    "talent_training": ("apprentice",),
}


def _quoted_names(words: str, shortest: int) -> tuple[str, ...]:
    """The titles in quotation marks, tight, long enough to be a thing's name; a work in 《》 may have two letters."""
    told = ((match[0][0], tight(match[1])) for match in _QUOTED.finditer(words))
    return tuple(name for mark, name in told if len(name) >= (2 if mark in "《〈" and shortest == SHORTEST_WORK else shortest))


def _shortest(found: AchievementRecord) -> int:
    return SHORTEST_WORK if found.category == "award_result" else SHORTEST_NAME


def _known(core: str, found: AchievementRecord) -> frozenset[str]:
    """The core as a name, where it is long enough; what no figure counts is known by whatever it says."""
    if found.quantity is None:
        return frozenset({core})
    return frozenset({core} if len(core) >= KNOWN_BY else ())


def _title_words(document: DocumentRecord, found: AchievementRecord, words: str) -> str:
    """A title's words with what ends its name (…工作室, …先锋号) where the claim's words break off before."""
    if "\t" in words:
        return simplified(found.name) or _name_cell(words)
    after = simplified(document.text[found.span[1] : found.span[1] + LONGEST_TAIL])
    match = _TAIL.match(after)
    return words.partition("\n")[0] + (match[0] if match else "")


def _named_before(document: DocumentRecord, found: AchievementRecord) -> tuple[str, ...]:
    """The title in quotation marks that the claim's words follow: “X”获实用新型专利 is of X, 该项目 of the last title."""
    before = simplified(document.text[max(0, found.span[0] - LONGEST_LEAD) : found.span[0]])
    match = _LEAD.search(before)
    if match and not _NOT_A_WORK.search(match[1]) and not _OCCASION.match(match[2]):
        return _quoted_names(match[0], _shortest(found))[:1]
    return _spoken_of(document, found)


def _spoken_of(document: DocumentRecord, found: AchievementRecord) -> tuple[str, ...]:
    """The last title before 该项目 or 同一成果 in the claim's clause, in its line or the one before."""
    text = document.text
    far = text[max(0, found.span[0] - LONGEST_BACK) : found.span[1]]
    before = simplified("\n".join(far.split("\n")[-2:]))
    that = next(reversed(list(_THAT.finditer(before))), None)
    if that is None or _BREAK.search(before, that.end(), len(before) - (found.span[1] - found.span[0])):
        return ()
    titles = [tight(match[1]) for match in _TITLE.finditer(before, 0, that.start()) if not _NOT_A_WORK.search(match[1])]
    return tuple(title for title in titles[-1:] if len(title) >= _shortest(found))


def _own_name(document: DocumentRecord, found: AchievementRecord, words: str) -> str:
    """The claim's own words; where they name but a kind of right, what they say it of."""
    core = _core(words.partition("\n")[0])
    if _STATE.fullmatch(core):
        before = simplified(document.text[max(0, found.span[0] - LONGEST_LEAD) : found.span[0]])
        match = _WITH_STATE.search(before)
        return _core(match[1]) if match else core
    if found.category != "ip_right" or not _RIGHT.fullmatch(core):
        return core
    subject = _subject(document, found)
    return subject if len(subject) >= SHORTEST_NAME else core


def _subject(document: DocumentRecord, found: AchievementRecord) -> str:
    """What stands before the claim in its clause: 双面绣团扇取得外观设计专利. Empty where that names no thing."""
    start = found.span[0]
    before = simplified(document.text[max(0, start - LONGEST_SUBJECT) : start])
    words = _BREAK.split(before)[-1]
    return "" if _WHO.search(words) or (words == before and start > LONGEST_SUBJECT) else _core(words)


def _name_cell(row: str) -> str:
    """The longest cell that is a thing's name: no number or date, no institution, no prize."""
    cells = [cell.strip() for cell in row.split("\t")]
    names = [cell for cell in cells if cell and not _NO_NAME.search(cell) and sum(map(str.isdigit, cell)) * 2 < len(cell)]
    return max(names, key=len, default=max(cells, key=len))


def _core(words: str) -> str:
    """The claim's words without what leads up to the name and what trails it."""
    before, after = _affixes()
    core = _LEVEL.sub("", _DATED.sub("", _COUNTED.sub("", tight(_REMARK.sub("", words.strip())))))
    trimmed = True
    while trimmed:
        trimmed = False
        for word in before:
            if core.startswith(word) and len(core) - len(word) >= SHORTEST_NAME:
                core, trimmed = core[len(word) :], True
        for word in after:
            if core.endswith(word) and len(core) - len(word) >= SHORTEST_NAME:
                core, trimmed = core[: -len(word)], True
    return core


@cache
def _affixes() -> tuple[tuple[str, ...], tuple[str, ...]]:
    rows = {row["where"]: tuple(sorted(row["words"].split(), key=len, reverse=True)) for row in tables.rows("name_affixes")}
    return rows["before"], rows["after"]
