"""Which of a sentence's figures may count something: not a time that frames what is told, a name's numeral, or a bare number."""

import re

from classifiers.quantities import quantities
from classifiers.quantity import Quantity

MYRIAD = 10_000
"""A number with 万 or 亿 needs no unit to count: it is money."""
QUOTE = 14
"""How many characters before a figure its quoted name may begin."""
_WINDOW = re.compile(
    "(?:近|最近|过去|历时|历经|连续|成立|以来|(?<!提)前|从业|工作|耗时|用了|短短|从事|每|奋战|坚守|入行|扎根|这|整整|干了|守了|跑了|将近|第|不到|时隔|奔波|深耕)$"
)
_LENGTHENED = re.compile("(?:寿命|周期|延长|缩短|提前|使用期|间隔|周期由|周期从|增加到|增至|至|到)[^，。；]{0,6}$")
_UNBROKEN = re.compile(
    "(?:来|间|内)?(?:保持|实现|安全)?(?:无|零|没有|未|没)(?:再)?(?:发生|出现|出)?(?:过)?(?:一起|一次|一例|任何)?[^，。；]{0,12}"
    "(?:事故|故障|差错|违章|伤|投诉|停机|缺陷|纰漏|责任|断轨|跳闸|泄漏|事件|火灾|火情|报警)"
)
"""After a length of time: what did not happen in it, which is then the claim (2600天无责任事故)."""
_STUDIOS = re.compile("[^，。；]{0,12}工作室")
_CLOSING = re.compile("[”」』》]")
_LABELLED = re.compile("[：:\t][^，。；]{0,6}$|[一-龥]$")


def counting(text: str) -> list[Quantity]:
    """The figures of `text` that may count something, in order."""
    return [figure for figure in quantities(text) if _counts(figure, text)]


def _counts(figure: Quantity, text: str) -> bool:
    """Whether a figure may count something: no 0项 of a form, no time that only frames what is told, no number amid words."""
    start, end = figure.span
    if figure.value == 0 and figure.kind in ("count", "person", "money", "bare"):
        return False
    if _quoted(text, start) or (figure.unit in ("家", "个", "间") and _STUDIOS.match(text, end)):
        return False
    if figure.is_change:
        return True
    lead = text[max(0, start - 12) : start]
    if figure.kind == "time":
        return _measures(figure, text, lead)
    return figure.unit is not None or _labelled(figure, text, lead)


def _measures(figure: Quantity, text: str, lead: str) -> bool:
    """Whether a length of time is told as an effect: what did not happen in it, or what was drawn out or cut to it."""
    if _UNBROKEN.match(text, figure.span.end):
        return True
    if figure.unit in ("年", "个月", "季度") and not _LENGTHENED.search(lead):
        return False
    return not _WINDOW.search(lead)


def _labelled(figure: Quantity, text: str, lead: str) -> bool:
    """Whether a number without a unit is money, or stands alone behind what it counts (发明2、实用新型7)."""
    end = figure.span.end
    alone = end == len(text) or text[end] in "，。；、\t)\n "
    return (figure.value or 0) >= MYRIAD or bool(alone and _LABELLED.search(lead))


def _quoted(text: str, position: int) -> bool:
    """Whether a figure is a piece of a short quoted name (“复壮三步法”)."""
    opened = max(text.rfind(mark, max(0, position - QUOTE), position) for mark in "“「『《")
    if opened < 0 or _CLOSING.search(text, opened, position):
        return False
    return _CLOSING.search(text, position, opened + QUOTE + 6) is not None
