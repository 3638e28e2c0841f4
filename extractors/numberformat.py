"""Numbers as a spreadsheet shows them: thousands, percentages, dates, 万元, by the cell's number format.

Widths of columns are not asked: a number that would not fit is written out. Months and weekdays that a format names in
letters are written as Excel in Chinese writes them.
"""

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from extractors.chinesefigures import in_chinese
from extractors.dateformat import as_date, day_template, whole_day
from extractors.formatcode import Section, Token, sections
from extractors.listnumbers import printed

MOST = Context(prec=400)
"""Room for every number a spreadsheet holds, written out."""
USUAL = re.compile(r'(?P<thousands>#,##)?0(?:\.(?P<decimals>0{1,20}))?(?P<percent>%?)(?:"(?P<unit>[^"]*)")?')
LARGEST = 308
"""The power of ten of the largest number a spreadsheet holds."""


def shown(raw: str, code: str, *, since_1904: bool = False) -> str:
    """The number `raw`, as it stands in the file, in the format `code`; what is no number stays as it is.

    >>> shown("0.125", "0.0%"), shown("1234567.891", "#,##0.00"), shown("12345", '0!.0,"万元"'), shown("43831", "yyyy年m月d日")
    ('12.5%', '1,234,567.89', '1.2万元', '2020年1月1日')
    """
    usual = _usual(code)
    if usual is not None:
        text = usual.unrounded(raw)
    else:
        text = whole_day(raw, days, since_1904=since_1904) if (days := _days(code)) else None
    return text if text is not None else _shown(raw, code, usual, since_1904=since_1904)


def _shown(raw: str, code: str, usual: "Usual | None", *, since_1904: bool) -> str:
    try:
        value = Decimal(raw)
    except InvalidOperation:
        return raw
    if not value.is_finite() or abs(value.adjusted()) > LARGEST:
        return raw
    if usual is not None:
        return usual.shown(value)
    parts = _parts(code)
    section, number = _chosen(parts, value)
    if section is None:
        return ""
    if section.is_date:
        return as_date(section, float(number), since_1904=since_1904) or general(raw)
    return _as_number(section, number)


def general(raw: str) -> str:
    """A number without a format, as Excel's General shows it: eleven figures at most.

    >>> general("3.0"), general("0.1000000000000000055"), general("1E+20"), general("12345678.90123456")
    ('3', '0.1', '1E+20', '12345678.901')
    """
    if len(raw) < 12 and raw.isdecimal():
        return raw
    try:
        value = float(raw)
    except ValueError:
        return raw
    text = f"{value:.11g}"
    if "e" not in text:
        return text
    if 1e-5 <= abs(value) < 1e11:
        return f"{value:.10f}".rstrip("0").rstrip(".")
    figures, _, power = f"{value:.5E}".partition("E")
    return f"{figures.rstrip('0').rstrip('.')}E{power}" if "." in figures else f"{figures}E{power}"


class Usual(NamedTuple):
    """What nearly all formats ask for, such as ``#,##0.00"元"``: thousands apart or not, decimals, percent, a unit."""

    form: str
    step: Decimal
    places: int
    percent: bool
    unit: str

    def unrounded(self, raw: str) -> str | None:
        """A number written with no more decimals than are shown, as text alone; None for any other."""
        whole, point, decimals = raw.partition(".")
        places = self.places
        if (
            self.percent
            or not whole.isdecimal()
            or len(whole) > 15
            or len(decimals) > places
            or (point and not decimals.isdecimal())
        ):
            return None
        text = f"{int(whole):,}" if "," in self.form else str(int(whole))
        return f"{text}.{decimals.ljust(places, '0')}{self.unit}" if places else text + self.unit

    def shown(self, value: Decimal) -> str:
        rounded = (value.scaleb(2, MOST) if self.percent else value).quantize(self.step, ROUND_HALF_UP, MOST)
        return format(rounded or abs(rounded), self.form) + self.unit


@lru_cache(maxsize=4096)
def _usual(code: str) -> Usual | None:
    """The format `code` in short, where it is a usual one; the others are followed token by token."""
    found = USUAL.fullmatch(code)
    if found is None:
        return None
    decimals = len(found["decimals"] or "")
    form = f"{',' if found['thousands'] else ''}.{decimals}f"
    return Usual(form, Decimal(1).scaleb(-decimals), decimals, bool(found["percent"]), found["percent"] + (found["unit"] or ""))


@lru_cache(maxsize=4096)
def _days(code: str) -> str:
    """The template of a format that shows whole days alone, in the section for numbers above zero; else empty."""
    parts = _parts(code)
    return day_template(parts[0]) if not any(part.condition for part in parts) else ""


@lru_cache(maxsize=4096)
def _parts(code: str) -> tuple[Section, ...]:
    return sections(code)


def hides(code: str) -> bool:
    """Whether a format shows no number at all, as ``;;;`` does."""
    parts = _parts(code)
    return len(parts) >= 3 and not any(part.tokens for part in parts[:3])


def _chosen(parts: tuple[Section, ...], value: Decimal) -> tuple[Section | None, Decimal]:
    """The section that shows `value`, and what it shows: without its sign where the section stands for negative ones."""
    number, first = float(value), parts[0]
    if any(part.condition for part in parts):
        found = next((part for part in parts[:3] if part.holds(number)), None)
        found = found or next((part for part in parts[:3] if part.condition is None), None)
        return found, value
    if value < 0 and len(parts) > 1:
        return parts[1], -value
    if value == 0 and len(parts) > 2:
        return parts[2], value
    return first, value


def _as_number(section: Section, value: Decimal) -> str:
    tokens = section.tokens
    if not any(token.kind == "digit" for token in tokens):
        spelled = general(str(value))
        if section.numerals:
            spelled = in_chinese(spelled, section.numerals, traditional=section.traditional)
        return "".join(spelled if token.kind in ("general", "text") else token.text for token in tokens)
    kinds = [token.kind for token in tokens]
    value = value.scaleb(2 * kinds.count("percent"), MOST)
    sign = "-" if value < 0 else ""
    if "slash" in kinds and "point" not in kinds:
        return sign + _as_fraction(tokens, abs(value))
    text = _as_power(tokens, abs(value)) if "exponent" in kinds else _as_figures(tokens, abs(value), section.numerals)
    return text if not any(figure in text for figure in "123456789") and not section.numerals else sign + text


def _as_figures(tokens: tuple[Token, ...], value: Decimal, numerals: int) -> str:
    point = next((at for at, token in enumerate(tokens) if token.kind == "point"), len(tokens))
    digits = [at for at, token in enumerate(tokens) if token.kind == "digit"]
    last = digits[-1]
    scale = sum(
        token.kind == "comma" for at, token in enumerate(tokens) if at > last or (at < point and at > _last(digits, point))
    )
    grouped = any(token.kind == "comma" for at, token in enumerate(tokens) if digits[0] < at < _last(digits, point))
    decimals = sum(at > point for at in digits)
    rounded = value.scaleb(-3 * scale, MOST).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, MOST)
    whole, _, part = f"{rounded:f}".partition(".")
    if numerals:
        whole = printed(int(whole), NUMERALS[numerals]) if len(whole) < 5 else whole
        return "".join(_spelled(tokens, digits[0], whole))
    left = _whole_part(tokens[:point], whole, grouped=grouped)
    return left + _decimal_part(tokens[point:], part)


def _spelled(tokens: tuple[Token, ...], first: int, whole: str) -> Iterable[str]:
    for at, token in enumerate(tokens):
        if at == first:
            yield whole
        elif token.kind in ("literal", "percent"):
            yield token.text


def _last(digits: list[int], point: int) -> int:
    return max((at for at in digits if at < point), default=-1)


def _whole_part(tokens: tuple[Token, ...], whole: str, *, grouped: bool) -> str:
    """Figures are put in their places from the right; what does not fit stands before the first place."""
    whole = whole.lstrip("0")
    places = sum(token.kind == "digit" for token in tokens)
    out: list[str] = []
    written = 0
    for token in reversed(tokens):
        if token.kind == "digit":
            places -= 1
            figures = whole if not places else whole[-1:]
            whole = whole[: len(whole) - len(figures)]
            for figure in reversed(figures or ("0" if token.text == "0" else "")):
                out.append("," if grouped and written and written % 3 == 0 else "")
                out.append(figure)
                written += 1
        elif token.kind in ("literal", "percent"):
            out.append(token.text[::-1])
    return "".join(out)[::-1]


def _decimal_part(tokens: tuple[Token, ...], part: str) -> str:
    """Figures after the point; those of optional places (#, ?) fall away from the end when they are zero."""
    places = [token.text for token in tokens if token.kind == "digit"]
    needed = max((at + 1 for at, place in enumerate(places) if place == "0" or part[at] != "0"), default=0)
    out, at = [], 0
    for token in tokens:
        if token.kind == "digit":
            out.append(part[at] if at < needed else "")
            at += 1
        elif token.kind == "point":
            out.append("." if needed else "")
        elif token.kind in ("literal", "percent"):
            out.append(token.text)
    return "".join(out)


def _as_power(tokens: tuple[Token, ...], value: Decimal) -> str:
    at = next(at for at, token in enumerate(tokens) if token.kind == "exponent")
    power = value.adjusted() if value else 0
    mantissa = _as_figures(tokens[:at], value.scaleb(-power, MOST), 0) if any(t.kind == "digit" for t in tokens[:at]) else ""
    width = sum(token.kind == "digit" for token in tokens[at:])
    sign = "-" if power < 0 else "+" if tokens[at].text.endswith("+") else ""
    return f"{mantissa}E{sign}{abs(power):0{max(1, width)}d}"


def _as_fraction(tokens: tuple[Token, ...], value: Decimal) -> str:
    slash = next(at for at, token in enumerate(tokens) if token.kind == "slash")
    width = sum(token.kind == "digit" for token in tokens[slash:])
    fraction = Fraction(value).limit_denominator(10 ** min(max(1, width), 5) - 1)
    whole, rest = divmod(fraction.numerator, fraction.denominator)
    if not rest:
        return str(whole)
    return f"{whole} {rest}/{fraction.denominator}" if whole else f"{rest}/{fraction.denominator}"


NUMERALS = {1: "chineseCountingThousand", 2: "chineseLegalSimplified"}
