"""Numbers with their units, as people write them: whole numbers, ranges, shares, tenths, halves, several."""

import re
from dataclasses import replace
from functools import cache

from classifiers import numerals
from classifiers.number_scan import Unit, scanner, suffixes, unit_at
from classifiers.quantity import Number, Quantity
from corpus import tables
from pipeline.document import Approx
from pipeline.view import Span

COINS = 1000
"""So many 块 and nothing said of what are money."""
MYRIADS = 1000
"""A share of so many or more is told so closely that two decimals would lose it (万分之一点五)."""
_ENDS = ("", "，", "。", "；", "、", ")")
MOST_DOUBLINGS = 9
"""翻番 beyond this is a figure of speech."""


def written(text: str) -> list[Quantity]:
    """The quantities of `text` in order, each end of a change by itself."""
    found: list[Quantity] = []
    position = 0
    scan = scanner()
    while match := scan.search(text, position):
        position = match.end()
        if match.lastgroup == "mask":
            continue
        reader = {
            "share": _share,
            "tenths": _tenths,
            "several": _several,
            "half": _half,
            "coins": _coins,
            "doubled": _doubled,
            "clock": _clock,
            "pairs": _pair_of,
        }.get(match.lastgroup or "", _number)
        quantity = reader(text, match)
        if quantity is not None:
            found.append(quantity)
            position = max(position, quantity.span.end)
    return found


def _number(text: str, match: re.Match[str]) -> Quantity | None:
    """A number, or a range of two, with its unit."""
    start, end = match.span()
    first, second = match["number"], match["second"]
    value, maximum = _amounts(first, second)
    if value is None or _damaged(text, start, end):
        return None
    approx: Approx | None = "about" if maximum is not None else _approx(text, start, first + (second or ""))
    unit = unit_at(text, end)
    if unit is None:
        return _bare(text, match, Quantity(span=Span(start, end), value=value, maximum=maximum, approx=approx))
    if unit.kind not in ("count", "person") and _follows_letter(text, start):
        return None
    if unit.unit == "年" and 1900 <= value <= 2100:
        return None
    if unit.suffix in suffixes() and maximum is None:
        approx = suffixes()[unit.suffix]
    value, unit = _finished(text, start, value, maximum, unit)
    currency, name = _currency(text, start, unit)
    return Quantity(
        span=Span(start, unit.end), value=value, maximum=maximum, approx=approx, unit=name, kind=unit.kind, currency=currency
    )


def _bare(text: str, match: re.Match[str], found: Quantity) -> Quantity | None:
    """A number without a unit: money by the sign before it, else one only where it stands by itself."""
    first, lone = match["number"], not match["number"][0].isdigit() and not match["second"]
    sign = None if lone else _MONEY_SIGN.search(text[max(0, found.span.start - 4) : found.span.start])
    if sign is not None:
        return replace(found, unit="元", kind="money", currency=_currencies().get(sign[0].strip()))
    if _is_priced(text, found):
        return replace(found, unit="元", kind="money")
    if (lone and (len(first) == 1 or first[-1] not in "万亿")) or _is_model(text, *found.span):
        return None
    return found


def _is_priced(text: str, found: Quantity) -> bool:
    """Whether a word of money stands before a number of some size, and no measure word after it (费用两万三)."""
    priced = _PRICED.search(text, max(0, found.span.start - PRICED), found.span.start)
    return (found.value or 0) >= COINS and priced is not None and not text.startswith(_NOT_COINS, found.span.end)


def _finished(text: str, start: int, value: Number, maximum: Number | None, unit: Unit) -> tuple[Number, Unit]:
    """The number with what stands behind its unit (两个半), and the unit as its neighbours mean it (度 of warmth, 吨 of coal)."""
    if maximum is None and (more := _MORE.match(text, unit.end)):
        value = numerals.tidy(value + (0.5 if more["half"] else numerals.DIGITS[more["tenth"]] / 10))
        unit = replace(unit, end=more.end())
    if unit.suffix == "半":
        value = numerals.tidy(value + 0.5)
    if unit.unit == "千瓦时" and text[unit.end - 1] == "度" and _WARMTH.search(text, max(0, start - 12), start):
        return value, replace(unit, unit="度", kind="power")
    if unit.unit == "吨" and _COAL.search(text, max(0, start - 6), start):
        return value, replace(unit, unit="吨标煤", kind="energy")
    if (
        unit.unit == "块"
        and text[unit.end : unit.end + 1] in _ENDS
        and (value >= COINS or _PRICED.search(text, max(0, start - PRICED), start))
    ):
        return value, replace(unit, unit="元", kind="money")
    if unit.unit == "个" and (power := _POWER.match(text, unit.end)):
        return numerals.tidy(value * numerals.SCALES[power[1]]), replace(
            unit, unit="元", kind="money", end=power.end(), suffix="余"
        )
    return value, unit


def _amounts(first: str, second: str | None) -> tuple[Number | None, Number | None]:
    """The number, or the two ends of a range; 三五 and 七八十 are ranges too, and 3～5万 scales both ends."""
    if second is None:
        bare = _APPROXIMATE.sub("", first)
        if pair := _PAIR.fullmatch(bare):
            low, high = (numerals.value((pair["head"] or "") + pair[end] + pair["power"]) for end in ("low", "high"))
            return (low, high) if low is not None and high is not None and low < high else (None, None)
        return numerals.value(first), None
    low, high = numerals.value(first), numerals.value(second)
    if low is None or high is None:
        return None, None
    scale = second[-1] if second[-1] in numerals.SCALES and first[-1] not in numerals.SCALES else ""
    if scale:
        low = numerals.value(first + scale)
    return (low, high) if low is not None and low < high else (None, None)


def _currency(text: str, start: int, unit: Unit) -> tuple[str | None, str]:
    """The currency code where it is not CNY, and the unit that goes with it: money is always in 元."""
    if unit.kind != "money":
        return None, unit.unit
    if unit.unit in _currencies():
        return _currencies()[unit.unit], "元"
    before = text[max(0, start - 5) : start].rstrip()
    return next((code for name, code in _currencies().items() if before.endswith(name)), None), "元"


@cache
def _currencies() -> dict[str, str]:
    return {row["written"]: row["code"] for row in tables.rows("currencies")}


def _share(text: str, match: re.Match[str]) -> Quantity | None:
    """百分之十五, 三分之二, 千分之三 as per cent."""
    whole, part = numerals.value(match["whole"]), numerals.value(match["part"])
    if not whole or part is None or _damaged(text, *match.span()):
        return None
    percent = numerals.tidy(round(part * 100 / whole, 2 if whole < MYRIADS else 4))
    value = int(percent) if float(percent).is_integer() else percent
    return Quantity(span=Span(*match.span()), value=value, approx=_approx(text, match.start(), ""), unit="%", kind="percent")


def _tenths(text: str, match: re.Match[str]) -> Quantity | None:
    """三成, 一成八, 两成半, 六成多 as per cent."""
    tens = numerals.value(match["tens"])
    if tens is None or tens > 10 or _damaged(text, *match.span()):
        return None
    ones = match["ones"]
    extra = {"半": 5, "多": 0, "余": 0}.get(ones or "多")
    value = tens * 10 + (numerals.DIGITS[ones] if ones and extra is None else extra or 0)
    approx: Approx | None = "over" if ones in ("多", "余") else _approx(text, match.start(), "")
    value = int(value) if float(value).is_integer() else value
    return Quantity(span=Span(*match.span()), value=value, approx=approx, unit="%", kind="percent")


def _half(text: str, match: re.Match[str]) -> Quantity | None:
    """一半 after a word of change (少了一半) as per cent."""
    return Quantity(span=Span(*match.span()), value=50, approx=_approx(text, match.start(), ""), unit="%", kind="percent")


def _coins(text: str, match: re.Match[str]) -> Quantity | None:
    """六块二, 一块二毛钱, 三毛五: money as it is spoken."""
    written = (match["yuan"], match["mao"] or match["mao2"], match["fen"] or match["fen2"])
    yuan, mao, fen = (numerals.value(amount) if amount else 0 for amount in written)
    if yuan is None or mao is None or fen is None or _damaged(text, *match.span()):
        return None
    value = numerals.tidy(float(yuan + mao / 10 + fen / 100))
    return Quantity(span=Span(*match.span()), value=value, approx=_approx(text, match.start(), ""), unit="元", kind="money")


def _doubled(text: str, match: re.Match[str]) -> Quantity | None:
    """翻了两番: four times as much."""
    times = numerals.value(match["times"])
    if times is None or not 1 <= times <= MOST_DOUBLINGS or times != int(times):
        return None
    return Quantity(
        span=Span(*match.span()), value=2 ** int(times), approx=_approx(text, match.start(), ""), unit="倍", kind="times"
    )


def _clock(text: str, match: re.Match[str]) -> Quantity | None:
    """一分五十秒 and 两小时四十分 are one length of time, in the smaller unit."""
    high, low = numerals.value(match["hours"] or match["minutes2"]), numerals.value(match["minutes"] or match["seconds"])
    if high is None or low is None or _damaged(text, *match.span()):
        return None
    unit = "分钟" if match["hours"] else "秒"
    approx = _approx(text, match.start(), "")
    return Quantity(span=Span(*match.span()), value=high * 60 + low, approx=approx, unit=unit, kind="time")


def _pair_of(text: str, match: re.Match[str]) -> Quantity | None:
    """俩 and 仨: two and three of them."""
    if _damaged(text, *match.span()):
        return None
    return Quantity(span=Span(*match.span()), value=2 if match["pair"] == "俩" else 3, unit="个", kind="count")


def _several(text: str, match: re.Match[str]) -> Quantity | None:
    unit = unit_at(text, match.end("several"))
    if unit is None:
        return None
    currency, name = _currency(text, match.start(), unit)
    return Quantity(span=Span(match.start(), unit.end), approx="several", unit=name, kind=unit.kind, currency=currency)


def _approx(text: str, start: int, written: str) -> Approx:
    """How exact the number is, by the words before and inside it."""
    if match := _PREFIX.search(text[max(0, start - 5) : start].rstrip()):
        if match["round"]:
            return "over" if written[:1] in ("百", "千", "万", "亿") else "exact"
        return "under" if match["under"] else "about" if match["about"] else "over"
    if _APPROXIMATE.search(written):
        return "over"
    return "over" if written and written[0] in "百千万亿" else "exact"


def _damaged(text: str, start: int, end: int) -> bool:
    """Whether a neighbour of the number is a sign of lost text."""
    return text[max(0, start - 1) : start] in _LOST or text[end : end + 1] in _LOST


def _is_model(text: str, start: int, end: int) -> bool:
    """Whether a number without a unit is a piece of a name: letters on either side (CRH380, 5G)."""
    return _follows_letter(text, start) or (end < len(text) and text[end].isascii() and text[end].isalpha())


def _follows_letter(text: str, start: int) -> bool:
    return start > 0 and (text[start - 1].isascii() and (text[start - 1].isalpha() or text[start - 1] in "-_/#"))


_LOST = ("\ufffd", "□", "■", "▯", "�", "?", "*", "×")
_APPROXIMATE = re.compile("[余多来几]")
_PAIR = re.compile(
    r"(?P<head>(?:[一二三四五六七八九]?[百千])?(?:[一二三四五六七八九]?十)?)(?P<low>[一二两三四五六七八])(?P<high>[二三四五六七八九])(?P<power>[十百千万]*)"
)
_PREFIX = re.compile(
    "(?P<under>不超过|将近|接近|不足|不到|少于|低于|(?<![最附])近)$|(?P<about>大约|大概|大致|(?<![节制合预条公契])约为?)$"
    "|(?P<over>不少于|不低于|不下于?|至少|超过|超出|突破|逾|超|高于|大于|[早已]过)$|(?P<round>上)$"
)
_MORE = re.compile(r"(?P<half>半)(?![年天日个成])|(?<=[斤米块吨元])(?P<tenth>[一二三四五六七八九])(?=毛|[，。；、）)\s]|$)毛?钱?")
_MONEY_SIGN = re.compile(r"(?:¥|RMB|人民币|NT\$|US\$|HK\$|新台币|港币|\$|€)\s?$")
PRICED = 12
"""Letters before a number within which a word says that it is money."""
_PRICED = re.compile(
    "(?:价|费用?|省钱|少花|收入|成本|薪[资金水]|工资|营收|利润|产值|多赚|多卖|多挣|进账|折合|[获增]利)[^，。；\\d“]{0,6}$"
)
_NOT_COINS = ("吨", "台", "套", "件", "个", "年", "亩", "户", "人", "公", "平", "多亩")
_POWER = re.compile("多?([万亿])(?=元|[，。；、！）)]|$)元?")
_COAL = re.compile("标准?煤[^，。；]{0,3}$")
_WARMTH = re.compile("(?:温|角|坡|倾)[^，。；]{0,10}$")
