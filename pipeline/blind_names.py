"""Names that stand behind a label in any paper of a packet: who signs, answers, stands on a card, is party to a contract."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice

from corpus import tables
from pipeline.record import DocumentRecord
from pipeline.script import to_simplified

LONGEST_READ = 200_000
MOST = 500
_BLANK = "[ \u3000]{0,6}"
_PERSON = re.compile(
    "(?:姓名|负责人|联系人|经办人|填表人|填报人|制表人|审核人|复核人|签字人|签发人|批准人|主管|会计|法定代表人|委托代理人|代理人|作者|撰稿|"
    "主讲人|授课人|指导老师|指导教师|师傅|徒弟|学员|持证人|获奖人|完成人|参赛选手|选手)"
    f"(?:[（(][^（）()\n]{{1,10}}[）)])?{_BLANK}[:：\t]{_BLANK}([\u3400-\u9fff·]{{2,4}}?)(?:同志|先生|女士)?(?![\u3400-\u9fff·])"
)
_PARTY = re.compile(
    f"(?:[甲乙丙丁]方|委托方|受托方|转让方|受让方|许可方|被许可方)(?:[（(][^（）()\n]{{1,12}}[）)])?{_BLANK}[:：]{_BLANK}"
    "([\u3400-\u9fff（）()]{4,30}?(?:公司|集团|工厂|厂|中心|医院|学院|大学|学校|院|所|局|段|站|坊|社|行|部))(?![\u3400-\u9fff])"
)
_CONTRACTS = frozenset({"contract", "apprentice_contract"})


def persons(document: DocumentRecord) -> Iterator[str]:
    """Persons behind such labels, in Simplified: 财务负责人：孟良. What does not begin with a surname is no name."""
    known = _surnames()
    for match in islice(_PERSON.finditer(to_simplified(document.text[:LONGEST_READ])), MOST):
        if match[1][:1] in known or match[1][:2] in known:
            yield match[1]


def parties(documents: Sequence[DocumentRecord]) -> Iterator[str]:
    """The firms between which a contract of the packet is made, in Simplified, each once."""
    told: dict[str, None] = {}
    for document in documents:
        if document.kind in _CONTRACTS:
            told |= {match[1]: None for match in islice(_PARTY.finditer(to_simplified(document.text[:LONGEST_READ])), MOST)}
    yield from told


@cache
def _surnames() -> frozenset[str]:
    return frozenset(to_simplified(name) for table in ("surnames", "rare_surnames") for name in tables.column(table, "surname"))
