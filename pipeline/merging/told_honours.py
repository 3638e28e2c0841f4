"""The leader's honours told in one cell: 2018年获云溪市劳动模范；全省技术能手（2022年）.

A piece of the cell is an honour where it ends as honours do (劳动模范, 技术能手, 奖章 …); what else is told there is left alone.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from classifiers import dates
from pipeline.merging.folding import simplified
from pipeline.view import Span

LONGEST = 2_000
LONGEST_NAME = 30
_PIECE = re.compile(r"(?:[（(][^（）()]{0,40}[）)]|[^；;、，,。\n\t（(])+")
_DATE = re.compile(r"(?:19|20)\d\d ?(?:年度?|[./-])? ?(?:\d{1,2} ?月?)?(?:[./-]?\d{1,2}日?)?")
_BRACKET = re.compile(r"[（(][^（）()]*[）)]")
_LEAD = re.compile(
    r"^(?:\s|(?:[(（]?\d{1,2}[)）、.．]|[①-⑳])(?!\d)|曾|先后|连续|又|还|并|于|本人|荣获|获得|获评|获|被|评选|评|授予|命名|聘任|聘|认定|推荐|当选|享受|为|[“\"《「])+"
)
_HONOUR = re.compile(
    "(?P<name>[\u3400-\u9fff“”「」·]{0,26}(?:劳动模范|劳模|能手|奖章|奖状|标兵|工匠|先进工作者|先进生产者|先进个人|岗位明星"
    '|专家|大师|首席技师|首席员工|带头人|优秀共产党员|优秀党员|津贴|十佳职工|最美职工|突出贡献者|传承人|状元))[”"》」]?等?(?:荣誉|光荣)?(?:称号)?$'
)


class Honoured(NamedTuple):
    """An honour's name, its date as it is written, and where in the text what is told of it stands."""

    name: str
    date: str
    span: Span


def honours(text: str) -> Iterator[Honoured]:
    """Each honour in a cell; a date before the honour's piece is its own.

    >>> [(each.name, each.date) for each in honours("2018年，获“云溪市劳动模范”称号；全省技术能手（2022年）")]
    [('云溪市劳动模范', '2018年'), ('全省技术能手', '2022年')]
    >>> list(honours("为企业节约资金30万元，带出徒弟六名"))
    []
    """
    told = simplified(text)
    if len(text) > LONGEST or len(told) != len(text):
        return
    before = ""
    for match in _PIECE.finditer(told):
        date = _DATE.search(match[0])
        bare = _BRACKET.sub(_blank, match[0])
        bare = _DATE.sub(_blank, bare)
        lead = _LEAD.match(bare)
        start = lead.end() if lead else 0
        named = _HONOUR.match(bare[start:].rstrip())
        written = date[0].strip() if date and dates.first(date[0]) else ""
        if named and len(named["name"]) <= LONGEST_NAME:
            first = match.start() + start
            name = text[first : first + len(named["name"])].strip("“”「」")
            yield Honoured(name, written or before, Span(match.start(), match.end()))
        before = written if not named and not bare.strip() else ""


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
