"""Every quantity that a text writes, with what it is measured in; dates, ordinals and numbers that only name are left out.

A quantity is a number with its unit, its approximation and, where two of them tell of a change (由A提至B), both ends. Numbers in
dates, document, standard, model and telephone numbers, ordinals and fixed words are none; nor is a number beside damaged text,
since a lost digit must never become a smaller figure. Input is Simplified text; offsets are those of the text given.
"""

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal, cast, get_args

from classifiers import numerals, terms
from corpus import tables
from pipeline.document import Approx
from pipeline.view import Span

Kind = Literal[
    "count", "person", "times", "time", "percent", "ratio", "energy", "mass", "length", "area", "volume", "power", "money",
    "bare",
]  # fmt: skip
Number = int | float
MEASURES = frozenset({"energy", "mass", "length", "area", "volume", "power", "percent", "ratio", "times", "time"})
"""Kinds that measure rather than count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A written quantity, from its number to the end of its unit; `value` is None where only 数, 多 or a change is told."""

    span: Span
    value: Number | None = None
    maximum: Number | None = None
    change_from: Number | None = None
    change_to: Number | None = None
    approx: Approx | None = "exact"
    unit: str | None = None
    kind: Kind = "bare"
    currency: str | None = None

    @property
    def is_change(self) -> bool:
        return self.change_to is not None


def quantities(text: str) -> list[Quantity]:
    """The quantities of `text` in order.

    >>> [(found.value, found.unit, found.approx) for found in quantities("自2019年以来获专利三十余项，节约1200余万元")]
    [(30, '项', 'over'), (12000000, '元', 'over')]
    >>> [(found.change_from, found.change_to, found.unit) for found in quantities("合格率由92.5%提至99%")]
    [(92.5, 99, '%')]
    """
    text = text.translate(numerals.WIDE)
    if len(text) > LONGEST:
        return [found for start in range(0, len(text), LONGEST) for found in _shifted(text[start : start + LONGEST], start)]
    return _read(text)


FOREVER = 1 << 40
LONGEST = 4000
"""Characters read at once: a sentence is shorter; a longer text is read in pieces, so that time stays linear."""


def _shifted(text: str, by: int) -> list[Quantity]:
    return [replace(found, span=Span(found.span.start + by, found.span.end + by)) for found in _read(text)]


def _read(text: str) -> list[Quantity]:
    return _changes(text, _compound(_plain(text)))


def _plain(text: str) -> list[Quantity]:
    found: list[Quantity] = []
    position = 0
    scan = _scanner()
    while match := scan.search(text, position):
        position = match.end()
        if match.lastgroup == "mask":
            continue
        reader = {"share": _share, "tenths": _tenths, "several": _several, "half": _half}.get(match.lastgroup or "", _number)
        quantity = reader(text, match)
        if quantity is not None:
            found.append(quantity)
            position = max(position, quantity.span.end)
    return found


def _number(text: str, match: re.Match[str]) -> Quantity | None:
    """A number, or a range of two, with its unit."""
    start, end = match.span()
    first, second = match["number"], match["second"]
    lone = not first[0].isdigit() and not second
    value, maximum = _amounts(first, second)
    if value is None or _damaged(text, start, end):
        return None
    unit = _unit(text, end)
    if unit is None and ((lone and (len(first) == 1 or first[-1] not in "万亿")) or _is_model(text, start, end)):
        return None
    if unit is not None and unit.kind not in ("count", "person") and _follows_letter(text, start):
        return None
    approx: Approx | None = "about" if maximum is not None else _approx(text, start, first + (second or ""))
    if unit is None:
        return Quantity(span=Span(start, end), value=value, maximum=maximum, approx=approx)
    if unit.unit == "年" and 1900 <= value <= 2100:
        return None
    if unit.suffix in _SUFFIXES and maximum is None:
        approx = _SUFFIXES[unit.suffix]
    if value is not None and maximum is None and (more := _MORE.match(text, unit.end)):
        value = numerals.tidy(value + (0.5 if more["half"] else numerals.DIGITS[more["tenth"]] / 10))
        unit = replace(unit, end=more.end())
    if unit.suffix == "半":
        value = numerals.tidy(value + 0.5)
    if unit.unit == "千瓦时" and text[unit.end - 1] == "度" and _WARMTH.search(text, max(0, start - 12), start):
        unit = replace(unit, unit="度", kind="power")
    if unit.unit == "吨" and _COAL.search(text, max(0, start - 6), start):
        unit = replace(unit, unit="吨标煤", kind="energy")
    currency, name = _currency(text, start, unit)
    return Quantity(
        span=Span(start, unit.end), value=value, maximum=maximum, approx=approx, unit=name, kind=unit.kind, currency=currency
    )


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


@dataclass(frozen=True, slots=True)
class _Unit:
    unit: str
    kind: Kind
    end: int
    suffix: str


def _unit(text: str, position: int) -> _Unit | None:
    match = _units().match(text, position)
    if match is None:
        return None
    written = match["unit"]
    unit, kind = _unit_table()[written]
    end = match.end("unit")
    if written[-1].isascii() and written[-1].isalpha() and end < len(text) and text[end].isascii() and text[end].isalpha():
        return None
    if any(text.startswith(word, match.start("unit")) for word in _followers().get(written, ())):
        return None
    if written == "个" and (split := _SPLIT_UNIT.match(text, end)):
        name = {"月": "个月", "星期": "周"}.get(split["of"], split["of"])
        return _Unit(name, "time", split.end(), split["half"] or "余")
    return _Unit(unit, kind, end, match["suffix"] or "")


def _currency(text: str, start: int, unit: _Unit) -> tuple[str | None, str]:
    """The currency code where it is not CNY, and the unit that goes with it: money is always in 元."""
    if unit.kind != "money":
        return None, unit.unit
    if unit.unit in _CURRENCIES:
        return _CURRENCIES[unit.unit], "元"
    before = text[max(0, start - 5) : start].rstrip()
    return next((code for name, code in _CURRENCIES.items() if before.endswith(name)), None), "元"


def _share(text: str, match: re.Match[str]) -> Quantity | None:
    """百分之十五, 三分之二, 千分之三 as per cent."""
    whole, part = numerals.value(match["whole"]), numerals.value(match["part"])
    if not whole or part is None or _damaged(text, *match.span()):
        return None
    percent = round(part * 100 / whole, 2)
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


def _several(text: str, match: re.Match[str]) -> Quantity | None:
    unit = _unit(text, match.end("several"))
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


def _compound(found: list[Quantity]) -> list[Quantity]:
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


def _changes(text: str, found: list[Quantity]) -> list[Quantity]:
    """Two quantities joined by 提至, 降为, → and the like become one change; so does one that falls to 零."""
    result: list[Quantity] = []
    for quantity in found:
        last = result[-1] if result else None
        if last is not None and last.value is not None and quantity.value is not None and not last.is_change:
            gap = text[last.span.end : quantity.span.start]
            if len(gap) <= 16 and _joined(text, last, gap) and _same_measure(last, quantity):
                result[-1] = _change(last, quantity)
                continue
        result.append(quantity)
    return [_fallen(text, quantity) for quantity in result]


def _joined(text: str, first: Quantity, gap: str) -> bool:
    if _CHANGE.fullmatch(gap):
        return True
    return bool(_TO.fullmatch(gap)) and bool(_FROM.search(text[max(0, first.span.start - 8) : first.span.start]))


def _same_measure(first: Quantity, second: Quantity) -> bool:
    return first.unit == second.unit or first.unit is None or second.unit is None or first.kind == second.kind == "time"


def _change(first: Quantity, second: Quantity) -> Quantity:
    """A change in the unit of its end; times in two units are brought to that of the end (2天 → 4小时: 48 to 4)."""
    unit = second.unit or first.unit
    begin = first.value
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


def _fallen(text: str, quantity: Quantity) -> Quantity:
    if quantity.value is None or not (match := _ZERO.match(text, quantity.span.end)):
        return quantity
    span = Span(quantity.span.start, match.end())
    return replace(quantity, span=span, value=None, change_from=quantity.value, change_to=0)


_HAN = numerals.HAN[1:-1]
_LOST = ("\ufffd", "□", "■", "▯", "�", "?", "*", "×")
_APPROXIMATE = re.compile("[余多来几]")
_PAIR = re.compile(r"(?P<head>十)?(?P<low>[一二两三四五六七八])(?P<high>[二三四五六七八九])(?P<power>[十百千万]*)")
_PREFIX = re.compile(
    "(?P<under>不超过|将近|接近|不足|不到|少于|低于|(?<![最附])近)$|(?P<about>大约|大概|大致|(?<![节制合预条公契])约为?)$"
    "|(?P<over>不少于|不低于|不下于?|至少|超过|超出|突破|逾|超|高于|大于|[早已]过)$|(?P<round>上)$"
)
_SUFFIXES: dict[str, Approx] = {
    "以上": "over", "余": "over", "多": "over", "有余": "over", "之多": "exact",
    "左右": "about", "上下": "about", "以内": "under", "以下": "under",
}  # fmt: skip
_CURRENCIES = {
    "新台币": "TWD", "NT$": "TWD", "美元": "USD", "US$": "USD", "$": "USD", "欧元": "EUR", "€": "EUR", "HK$": "HKD",
    "港元": "HKD",
    "日元": "JPY", "英镑": "GBP", "卢布": "RUB", "澳门元": "MOP",
}  # fmt: skip
_SECONDS = {"秒": 1, "分钟": 60, "小时": 3600, "天": 86400, "周": 604800, "个月": 2592000, "年": 31536000}
_MORE = re.compile(r"(?P<half>半)(?![年天日个成])|(?<=[斤米块吨元])(?P<tenth>[一二三四五六七八九])(?=毛|[，。；、）)\s]|$)毛?钱?")
_COAL = re.compile("标准?煤[^，。；]{0,3}$")
_SPLIT_UNIT = re.compile("(?:[多余]|(?P<half>半))(?P<of>月|小时|星期)")
_WARMTH = re.compile("(?:温|角|坡|倾)[^，。；]{0,10}$")
_VERB = (
    "提高|提升|上升|升高|跃升|攀升|攀|升|增长|增加|增|加快|扩大|下降|降低|压降|压减|压缩|压|调降|调升|降|减少|缩减|缩短|缩小|缩|减|优化|改善|合并|并|延长|拉长|"
    "变|改|涨|跌|回落|控制|精简|收窄|调整|延|提|拓展|发展|壮大"
)
_CHANGE = re.compile(
    rf"\s?(?:\([^()]{{0,8}}\))?(?:左右|以上)?[,，]?(?:[大骤锐再直逐稳明快显迅]?[幅降减步速著]?)(?:{_VERB})?(?:短|少|低|高)?(?:{_VERB})(?:到了|至了|到|至|为|成)(?:了)?"
    r"(?:现在|目前|如今|当前|最低|最高|每.|平均|现)?的?\s?|\s*(?:→|->|—>|⟶|➔|=>)\s*"
)
_TO = re.compile(r"(?:到|至|变|变成|为)(?:现在|目前|如今|当前)?的?")
_FROM = re.compile(r"(?:从|由|自)[^，。；]{0,6}$")
_ZERO = re.compile(rf"(?:{_VERB})?(?:{_VERB})(?:到|至|为|成)(?:了)?(?:零|0(?![\d.%]))")


@cache
def _scanner() -> re.Pattern[str]:
    year = "(?:19|20)\\d{2}"
    roc = "(?:9\\d|1[0-3]\\d)"
    han = f"[{_HAN}]"
    day = r"\d{1,2}\s*[日号]"
    masks = [
        rf"[〔\[【(]\s*{year}\s*[〕\]】)]\s*第?\s*\d*\s*号?",
        rf"{year}\s*年?\s*(?:[-–—~至到]+)\s*(?:{year}|\d{{2}})\s*(?:学?年度?|(?=[^\d]|$))",
        rf"{year}\s*[./-]\s*\d{{1,2}}(?:\s*[./-]\s*\d{{1,2}})?(?![\d])",
        rf"(?:{year}|[一二][〇零○九八O0一二三四五六七八九]{{3}})\s*学?年度?(?:\s*\d{{1,2}}\s*月份?(?:\s*{day})?|[一二三四五六七八九十]{{1,2}}月)?",
        rf"民国\s*(?:\d{{1,3}}|{han}{{1,4}})\s*年(?:\s*\d{{1,2}}\s*月(?:\s*{day})?)?",
        rf"(?<!\d){roc}\s*(?:学?年度|年\s*\d{{1,2}}\s*月(?:\s*{day})?|年(?=[获获荣通完取，,起度至]))",
        rf"(?<!\d){roc}\s*[至到~-]\s*{roc}\s*年",
        r"(?<!\d)\d{1,2}\s*[-–—~至]\s*\d{1,2}\s*月份?",
        rf"(?<!\d)\d{{1,2}}\s*月(?:份|\s*{day}|底|初|末|中旬|上旬|下旬)?",
        rf"(?<![{_HAN}\d个])[一二三四五六七八九十]{{1,2}}月(?:份|[一二三四五六七八九十廿]{{1,3}}[日号]|底|初|末)?",
        r"(?<!\d)(?:[12]?\d|3[01])日(?!均|产|常)",
        rf"第\s*(?:\d{{1,12}}|[{_HAN}]{{1,9}})\s*(?:[届期次批名位个章条项回版代号家座台例篇款节部份]|等级|完成人|完成单位|发明人|作者|起草人|起草单位)?",
        rf"(?:前|排名|位列|位居|名列)\s*(?:\d{{1,12}}|[{_HAN}]{{1,9}})(?:[名强位甲]|(?=[，。、]))",
        r"(?<!\d)\d{1,2}:\d{2}(?::\d{2})?(?!\d)|\d+\s*[:：]\s*\d+|(?<!\d)\d{1,2}\s*[时点]\s*(?:\d{1,2}\s*分)?(?!间)",
        r"(?<![\d-])0\d{2,3}-\d{7,8}(?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)|(?<![\d.,])\d{9,}[Xx]?(?!\s*元)",
        r"(?:ZL|CN)\s*\d[\d.Xx ]{4,24}",
        r"(?:(?:GB|DB|JB|SH|SY|DL|TB|YB|HG|JT|QB|NB|YY|CJ|JG|MT|HJ|FZ|LY|SN|WS|YD|TSG|ISO|IEC|IEEE|EN|ASTM|CNAS|T|Q)[A-Z]*(?:/[A-Z]+)*)\s?[\d.]+(?:\s?[-—–:]\s?\d+)+",
        r"(?:ISO|IEC|GB|IATF|OHSAS|HACCP|AS)(?:/[A-Z]+)*\s?\d{3,}(?![\d.]|\s?[项件个篇])",
        r"[序编]号\s?[:：]?\s?\d+",
        rf"(?:\d{{1,12}}|{han}{{1,9}})\s*(?:号|#|栋|幢楼|楼|室|岁|周岁|周年|度数)(?!召|称)",
        rf"[(]\s*(?:\d{{1,2}}|{han}{{1,3}})\s*[)]",
        rf"(?:^|(?<=[；;。:：\s]))\s{{0,4}}(?:\d{{1,2}}|{han}{{1,3}})\s?[、.．](?!\d)",
        r"\d+(?:\.\d+)?\s*[×xX*]\s*\d+(?:\.\d+)?(?:\s*[×xX*]\s*\d+)?\s*(?:毫米|厘米|米|mm|cm|m)?",
        rf"[A-Za-z][A-Za-z/.]*[-—]\d[\dA-Za-z.\-—/:]*|[A-Za-z]+\d+(?:\.\d+)?(?![\d.]|\s?(?:{_count_units()}))[\dA-Za-z.\-—/]*",
        r"(?<!\d)(?:[一二三四五六七八九十]{1,2}|\d{1,2})(?:字|步|段|点|招|式|维|位|级|阶|环|看|查|勤|定|心|到|必)[^，。；、\d“”]{0,5}?(?:法|诀|模式)",
        r"[一二三]次(?=接线|电缆|屏|柜|侧|线|图|元件|绕组|喷|成型|衬|冷却|风|水|加压)",
        terms.pattern(tables.column("not_quantities", "term")) + "(?!时)",
    ]
    approx = "[余多来几]"
    scales = rf"{approx}?\s?(?:(?<!\s)(?!千[瓦米克伏卡焦])[十百千])?{approx}?[万亿]{{0,2}}(?:(?<=[万亿])\d+(?:\.\d+)?[百千]?万?)?"
    mixed = rf"(?:{numerals.ARABIC})\s?(?:{scales}){approx}?"
    digit = f"(?!千[瓦米克伏卡焦])[{_HAN}万亿]"
    spoken = rf"(?:{digit}(?:{digit}|(?<=[{_HAN}])点(?=[{_HAN}])|{approx}(?=[万亿百千]))*){approx}?"
    number = rf"(?:{mixed}|{spoken})"
    several = rf"(?:[数几多]|好几|若干|诸多|众多|许多|不少)(?:[十百千万亿]+{approx}?)?"
    share = rf"(?P<whole>百|千|万|[二三四五六七八九十]|\d+)分之(?P<part>[{_HAN}]+(?:点[{_HAN}]+)?|\d+(?:\.\d+)?)(?!一流)"
    other_words = "果员本功立为品熟套型长就绩效分份交才名"
    tenths = rf"(?P<tens>[一二两三四五六七八九十]|\d(?:\.\d)?)成(?P<ones>[一二三四五六七八九半多余])?(?![{other_words}])"
    return re.compile(
        rf"(?P<half>(?<=[了低少短约省减快])(?:将近|近|约)?一半(?!以上|的))|(?P<share>{share})|(?P<mask>{'|'.join(masks)})|(?P<tenths>{tenths})"
        rf"|(?P<plain>(?P<number>{number})(?:(?:[-–—~]{{1,2}}|至|到)(?P<second>{number}))?)"
        rf"|(?P<several>{several})(?={_any_unit()})"
    )


@cache
def _units() -> re.Pattern[str]:
    return re.compile(rf"\s?(?P<unit>{terms.pattern(_unit_table())})(?P<suffix>{'|'.join(_SUFFIXES)})?")


@cache
def _unit_table() -> dict[str, tuple[str, Kind]]:
    return {row["written"]: (row["unit"], _kind(row["kind"])) for row in tables.rows("units")}


def _kind(name: str) -> Kind:
    if name not in get_args(Kind):
        raise ValueError(f"units.tsv: unknown kind {name!r}")
    return cast(Kind, name)


@cache
def _followers() -> dict[str, tuple[str, ...]]:
    followers: dict[str, list[str]] = {}
    for row in tables.rows("unit_followers"):
        followers.setdefault(row["unit"], []).append(row["word"])
    return {unit: tuple(words) for unit, words in followers.items()}


def _any_unit() -> str:
    return terms.pattern(written for written, (_, kind) in _unit_table().items() if kind != "power")


def _count_units() -> str:
    return terms.pattern(
        written for written, (_, kind) in _unit_table().items() if kind in ("count", "person") and not written.isascii()
    )
