"""Lists of a form that are told in words: members in one cell or in numbered lines, projects in numbered lines.

Many a form asks for its members and projects in a blank cell or below a heading, and gets 郝大川（领衔人）、郝建军（蒸煮工）,
or ``1. 道岔缺口监测（2021.3—2022.8，已结题）``. It is a list only where nearly all of it looks like one: running words that
name a person or a plan are left alone.
"""

import re
from collections.abc import Iterator

from classifiers import surnames
from pipeline.merging.folding import simplified
from pipeline.view import Span

FEWEST = 2
"""Names that make a list of members; one alone may be anybody's."""
SHARE = 0.7
"""Of the pieces between the marks, how many must begin with a name."""
LONGEST_LIST = 2_000
LONGEST_HEADING = 24
_PIECE = re.compile(r"(?:[（(\[【][^（）()\[\]【】]{0,60}[）)\]】]|[^、，,；;。\n\t])+")
_BESIDE = re.compile(r"(?:[（(\[【][^（）()\[\]【】]{0,60}[）)\]】]|[^；;。\n\t])+")
_NUMBER = re.compile(r"\s{0,4}(?:[(（]?\d{1,2}[)）、.．]|[①-⑳])\s*")
_COLON = re.compile("[：:]")
_HEADED = re.compile(
    "[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]{1,2}(?:部分|章)|【[^【】]+】$"
)
_WHO = re.compile(r"[^：:、，,；;。\n]{1,16}[：:]\s*")
_NAME = re.compile(r"([\u3400-\u9fff](?:[ \u3000]+[\u3400-\u9fff]){1,2}|[\u3400-\u9fff]{2,4})(?=$|[\s（(\[【，,、；;：:/／\-—])")
_NO_NAME = (*"工师師员員长長部等人组組级級任干部科室处處院厂廠年岁歲", "以上", "如下")
"""How a trade, an office or a measure ends, and no name."""
_BRACKETS = re.compile(r"[（(\[【][^）)\]】]{0,60}[）)\]】]")
_AND_MORE = re.compile(r"等(?:共?(?:\d{1,4}|[一二三四五六七八九十]{1,4}) ?[名人位])?$")
_LEFT_OUT = re.compile(r"[等共]|(?:\d{1,4}|[一二三四五六七八九十]{1,4}) ?[名人位]")
_PROJECT = re.compile(r"[《“\"]?([^，,；;。：:（）()《》“”\"\n\t]{4,40})[》”\"]?\s{0,4}(?=$|[（(，,；;。])(.{0,80})$")
_OF_A_PROJECT = re.compile(
    r"(?:19|20)\d\d|结题|結題|验收|驗收|在研|进行|進行|完成|立项|立項|[市省国國厅廳局区區县縣院司厂廠]级|[市省区區县縣公司企业業]級"
)
_TOLD_OF = re.compile(
    "^(?:完成|开展|開展|实施|實施|组织|組織|围绕|圍繞|针对|針對|累计|累計|积极|積極|获|獲|荣获|榮獲|参与|參與|主持|取得)"
)


class ToldLists:
    """The lists of one form that are told in words, gathered as it is read; `text` is the whole form's."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.items: dict[str, list[Span]] = {"members": [], "projects": []}
        self.roster: list[tuple[str, Span]] = []

    def cell(self, words: str, start: int) -> None:
        """What stands behind a label for members; the first cell that names them counts."""
        self.roster = self.roster or [(name, Span(start + at.start, start + at.end)) for name, at in members(words)]

    def item(self, field: str, words: str, start: int) -> None:
        """A line below the heading of the list `field`; kept where it is a numbered item of one that may be told in lines."""
        if field in self.items and _NUMBER.match(words):
            self.items[field].append(Span(start, start + len(words)))

    def members(self) -> list[tuple[str, Span]]:
        """The members, as a cell names them, else numbered lines."""
        lines = self.items["members"]
        if lines and not self.roster:
            self.cell(self.text[lines[0].start : lines[-1].end], lines[0].start)
        return self.roster

    def projects(self) -> list[tuple[str, Span]]:
        """The projects that numbered lines name."""
        return [(name, span) for span in self.items["projects"] if (name := project(self.text[span.start : span.end]))]


def heads_section(words: str, *, heading: bool) -> bool:
    """Whether a line is the heading of a section of a form, by its style or by its number.

    >>> heads_section("二、领衔人信息", heading=False), heads_section("（一）工作室名称：某某工作室", heading=False)
    (True, False)
    """
    tight = words.strip()
    if not 1 < len(tight) <= LONGEST_HEADING or tight.endswith(("。", "；", "，")) or _COLON.search(tight.rstrip("：:")):
        return False
    return heading or _HEADED.match(tight) is not None


def members(text: str) -> Iterator[tuple[str, Span]]:
    """Each person of a list in one cell, and where in `text` what is told of the person stands.

    >>> [name for name, _ in members("郝大川（领衔人）、郝建军（蒸煮工）、古丽娜等")]
    ['郝大川', '郝建军', '古丽娜']
    >>> list(members("由各车间技术骨干组成，平均年龄三十五岁，党员占一半"))
    []
    """
    if len(text) > LONGEST_LIST:
        return
    for pattern in (_BESIDE, _PIECE):
        pieces = [(match.start(), match[0]) for match in pattern.finditer(text) if match[0].strip()]
        if pattern is _BESIDE and any("、" in _BRACKETS.sub("", piece) for _, piece in pieces):
            continue
        found = [(name, Span(start, start + len(piece))) for start, piece in pieces if (name := person(piece))]
        sure = sum(surnames.begin(simplified(name)) for name, _ in found)
        counted = sum(not _LEFT_OUT.match(piece.strip()) for _, piece in pieces)
        if sure >= max(FEWEST, len(found) / 2) and len(found) >= SHARE * counted:
            yield from found
            return


def person(piece: str) -> str:
    """What stands for a name at the beginning of a piece of a list, behind its number or 组长：; empty where nothing does.

    >>> person("2. 车小鸥，工程师，算法"), person("组员：李 明"), person("高级工程师三名")
    ('车小鸥', '李明', '')
    """
    number = _NUMBER.match(piece)
    rest = piece[number.end() :] if number else piece.lstrip()
    who = _WHO.match(rest)
    rest = rest[who.end() :] if who else rest
    named = _NAME.match(_AND_MORE.sub("", rest.rstrip()))
    name = "".join(named[1].split()) if named else ""
    return name if 2 <= len(name) <= 4 and not name.endswith(_NO_NAME) else ""


def project(line: str) -> str:
    """The project that a numbered line names, with its time or state behind it; empty where the line tells of something.

    >>> project("1. 道岔转辙机缺口监测（2021.3-2022.8，已结题）"), project("2. 完成攻关课题14项，2023年验收")
    ('道岔转辙机缺口监测', '')
    """
    match = _NUMBER.match(line)
    named = _PROJECT.match(line[match.end() :].strip()) if match else None
    if named is None or _TOLD_OF.match(named[1]) or not _OF_A_PROJECT.search(named[2]):
        return ""
    return named[1].strip()
