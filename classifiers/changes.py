"""Two quantities that tell of one change (由A提至B, 原来A，如今B), and lengths of time written in two units."""

import re
from dataclasses import replace
from functools import cache

from classifiers import numerals, terms
from classifiers.quantity import MEASURES, Quantity
from corpus import tables
from pipeline.view import Span

FOREVER = 1 << 40
GAP = 16
"""The longest words between the two ends of a change."""
NOUN = 8
"""How much longer they are where 由 or 从 opens the change and what is counted stands between (由每天一个潮水增加到两个)."""
FAR, LEAD = 28, 14
"""The same where words of then and now say that it is one, and how far before the first end the word of then may stand."""


def compound(found: list[Quantity]) -> list[Quantity]:
    """三小时二十分 and 1天6小时 are one length of time, in the smaller unit."""
    result: list[Quantity] = []
    for quantity in found:
        last = result[-1] if result else None
        unit = "分钟" if quantity.unit == "分" else quantity.unit
        if (
            last is not None
            and last.span.end == quantity.span.start
            and last.value is not None
            and quantity.value is not None
            and _SECONDS.get(last.unit or "", 0) > _SECONDS.get(unit or "", FOREVER)
        ):
            whole = last.value * _SECONDS[last.unit or ""] / _SECONDS[unit or ""] + quantity.value
            span = Span(last.span.start, quantity.span.end)
            result[-1] = replace(quantity, span=span, value=numerals.tidy(float(whole)), unit=unit, kind="time")
        else:
            result.append(quantity)
    return result


def joined(text: str, found: list[Quantity]) -> list[Quantity]:
    """Two quantities joined by 提至, 降为, → and the like become one change; so does one that falls to 零."""
    result: list[Quantity] = []
    for quantity in found:
        last = result[-1] if result else None
        if last is not None and last.value is not None and quantity.value is not None and not last.is_change:
            gap = text[last.span.end : quantity.span.start]
            if len(gap) <= FAR and _is_change(text, last, quantity, gap) and _same_measure(last, quantity):
                result[-1] = _in_common(text, _change(last, quantity), gap)
                continue
        if last is not None and _goes_on(text, last, quantity):
            result[-1] = replace(last, span=Span(last.span.start, quantity.span.end), change_to=quantity.value)
            continue
        result.append(quantity)
    return [_to_number(text, _fallen(text, quantity)) for quantity in _series(text, result)]


def _is_change(text: str, first: Quantity, second: Quantity, gap: str) -> bool:
    if len(gap) <= GAP and _change_words().fullmatch(gap):
        return True
    if len(gap) <= GAP + NOUN and _FROM.search(text[max(0, first.span.start - 8) : first.span.start]):
        verb = _change_words().search(gap)
        if verb is not None and verb.end() == len(gap) and not _MARK.search(gap, 0, verb.start()):
            return True
    if first.unit == second.unit or first.kind == second.kind == "time":
        if first.kind == "percent" and _LAST_YEAR.search(text[max(0, first.span.start - LEAD) : first.span.start]):
            return _THIS_YEAR.fullmatch(gap) is not None
        lead = text[max(0, first.span.start - LEAD) : first.span.start]
        if _ONCE.search(lead) and _now().fullmatch(gap):
            return True
    return (
        len(gap) <= GAP and bool(_TO.fullmatch(gap)) and bool(_FROM.search(text[max(0, first.span.start - 8) : first.span.start]))
    )


def _same_measure(first: Quantity, second: Quantity) -> bool:
    if first.unit == second.unit or first.unit is None or second.unit is None or first.kind == second.kind == "time":
        return True
    return {first.kind, second.kind} == {"time", "power"} and "分" in (first.unit, second.unit)


def _change(first: Quantity, second: Quantity) -> Quantity:
    """A change in the unit of its end; times in two units are brought to that of the end (2天 → 4小时: 48 to 4)."""
    unit = second.unit or first.unit
    begin = first.value
    if {first.unit, second.unit} == {"年", "个月"}:
        return _in_months(first, second)
    if first.unit != second.unit and first.unit in _SECONDS and second.unit in _SECONDS and begin is not None:
        begin = round(begin * _SECONDS[first.unit] / _SECONDS[second.unit], 4)
        begin = int(begin) if float(begin).is_integer() else begin
    kind = second.kind if second.unit else first.kind
    return Quantity(
        span=Span(first.span.start, second.span.end),
        change_from=begin,
        change_to=second.value,
        approx=second.approx,
        unit=unit,
        kind=kind,
        currency=second.currency or first.currency,
    )


def _in_months(first: Quantity, second: Quantity) -> Quantity:
    """A change from years to months or back, in months (三年 → 十四个月: 36 to 14)."""
    ends = [(one.value or 0) * (12 if one.unit == "年" else 1) for one in (first, second)]
    span = Span(first.span.start, second.span.end)
    begin, end = map(numerals.tidy, ends)
    return Quantity(span=span, change_from=begin, change_to=end, approx=second.approx, unit="个月", kind="time")


def _goes_on(text: str, change: Quantity, then: Quantity) -> bool:
    """Whether a change goes on to a third figure (由86度降到79度再降到71度)."""
    same = change.is_change and then.value is not None and change.unit == then.unit
    return same and _THEN.fullmatch(text, change.span.end, then.span.start) is not None


def _in_common(text: str, change: Quantity, gap: str) -> Quantity:
    """A change whose ends count the same in words that no table has (由28自然箱提高到34自然箱): these are its unit."""
    noun = _NOUN.match(gap) if change.unit is None else None
    while noun is not None and noun[0] and not text.startswith(noun[0], change.span.end):
        noun = _NOUN.match(noun[0][:-1])
    if noun is None or len(noun[0]) < 2:
        return change
    return replace(change, unit=noun[0], kind="count", span=Span(change.span.start, change.span.end + len(noun[0])))


def _series(text: str, found: list[Quantity]) -> list[Quantity]:
    """Measures that are told year by year (2021年为2.4%，2023年为0.6%) are one change from the first to the last."""
    result: list[Quantity] = []
    year = 0
    for quantity in found:
        match = _YEAR.search(text[max(0, quantity.span.start - 12) : quantity.span.start])
        last = result[-1] if result else None
        told = int(match[1]) if match and quantity.kind in MEASURES and quantity.value is not None else 0
        if told and last is not None and year and told > year and last.unit == quantity.unit:
            begin = last if not last.is_change else replace(last, value=last.change_from, change_from=None, change_to=None)
            result[-1] = _change(begin, quantity)
        else:
            result.append(quantity)
        year = told
    return result


def _fallen(text: str, quantity: Quantity) -> Quantity:
    if quantity.value is None or not (match := _zero().match(text, quantity.span.end)):
        return quantity
    span = Span(quantity.span.start, match.end())
    return replace(quantity, span=span, value=None, change_from=quantity.value, change_to=0)


def _to_number(text: str, quantity: Quantity) -> Quantity:
    """A change whose end names no unit (从百分之九拉到九十一点三): it is that of the beginning."""
    if quantity.value is None or not _FROM.search(text[max(0, quantity.span.start - 8) : quantity.span.start]):
        return quantity
    verb = _change_words().match(text, quantity.span.end)
    number = _NUMBER.match(text, verb.end()) if verb is not None else None
    end = numerals.value(number[0]) if number is not None else None
    if number is None or end is None:
        return quantity
    return replace(quantity, span=Span(quantity.span.start, number.end()), value=None, change_from=quantity.value, change_to=end)


@cache
def _verbs() -> str:
    return terms.pattern(tables.column("change_verbs", "verb"))


@cache
def _change_words() -> re.Pattern[str]:
    verb = _verbs()
    return re.compile(
        rf"\s?(?:\([^()]{{0,8}}\))?(?:左右|以上|多)?[,，]?(?:一路|硬生生|硬是|直接|已经|最终|逐年|逐渐|都|已)?(?:[大骤锐再直逐稳明快显迅]?[幅降减步速著]?)(?:{verb})?(?:短|少|低|高)?(?:{verb})"
        r"(?:到了|至了|到|至|为|成)(?:了)?(?:现在|目前|如今|当前|最低|最高|每[^，。；\d]{1,4}|平均|现|[今去]年|[本这]一?[^，。；\d]{1,5}|第[一二三四五六七八九十\d]{1,3}[年期批代季]|(?:[〇○零一二三四五六七八九]{3,4}|\d{2,4})(?:学年度|学年|年度|年底?))?的?(?:日均|年均|月均|平均)?(?:不足|不到|不满|约|近|将近|大约|超过|突破)?\s?(?:±|正负|Ra)?|\s*(?:→|->|—>|⟶|➔|=>)\s*"
    )


@cache
def _now() -> re.Pattern[str]:
    return re.compile(
        rf"[^。；\d]{{0,10}}，[^，。；\d]{{0,14}}?(?:如今|现在|现如今|目前|眼下|到[^，。；]{{1,5}}|之后|以后|(?:改造|改进|改良|实施|攻关|使用|应用|整治|优化|培训)后|现|年底|后来|{_verbs()}(?:到|至|为|成))"
        r"[^，。；\d]{0,6}?(?:只|仅|就|才)?(?:剩|有|要|需|用|是|为|到|至)?"
    )


@cache
def _zero() -> re.Pattern[str]:
    verb = _verbs()
    return re.compile(rf"(?:{verb})?(?:{verb})(?:到|至|为|成)(?:了)?(?:零|0(?![\d.%]))")


_ONCE = re.compile(
    "原来|原本|原先|以前|过去|从前|年初|当初|最初|起初|此前|之前|(?:改造|改进|改良|实施|攻关|使用|应用|整治|优化|培训)前|那时|早先|往年|先前"
)
_LAST_YEAR = re.compile("(?:去年|上年|前年)[^，。；年]{0,6}$")
_THIS_YEAR = re.compile("，今年[^，。；\\d]{0,8}")
_THEN = re.compile("，?(?:又|再)(?:降|升|增|减|缩|压|提)?(?:到|至|为)")
_NUMBER = re.compile(rf"{numerals.HAN}{{2,9}}(?:点{numerals.HAN}{{1,4}})?(?=[，。；、！）)]|$)")
_NOUN = re.compile("[一-龥]{0,4}")
_MARK = re.compile("[，。；、]")
_TO = re.compile(r"(?:到了?|至|变|变成|变为|为)(?:现在|目前|如今|当前)?的?")
_FROM = re.compile(r"(?:从|由|自)[^，。；]{0,6}$")
_YEAR = re.compile(r"((?:19|20)\d{2})年(?:度|底|末)?(?:[为是达约的升降]|仅为|只有|降到|升到|降至|升至)?$")
_SECONDS = {"秒": 1, "分钟": 60, "小时": 3600, "天": 86400, "日": 86400, "周": 604800, "个月": 2592000, "年": 31536000}
