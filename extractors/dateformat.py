"""Dates and times as a spreadsheet shows them: a count of days since 1900 or 1904 in the tokens of a number format."""

from datetime import date, datetime, timedelta

from extractors.formatcode import Section, Token

LAST_DAY = 2_958_465
"""31 December 9999."""
WEEKDAYS = "一二三四五六日"
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"
)  # fmt: skip
PARTS_OF_DAYS = {
    "yyyy": "{0.year:04d}", "m": "{0.month}", "mm": "{0.month:02d}", "d": "{0.day}", "dd": "{0.day:02d}"
}  # fmt: skip
"""Tokens of a day in figures; nothing else in a code of whole days."""
FIRST_1900, FIRST_1904 = date(1899, 12, 30).toordinal(), date(1904, 1, 1).toordinal()
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def moment(serial: float, *, since_1904: bool = False) -> datetime | None:
    """The day and time that a serial number stands for, to the millisecond; None outside of years 1900 to 9999.

    >>> moment(1.5), moment(61), moment(0, since_1904=True)
    (datetime.datetime(1900, 1, 1, 12, 0), datetime.datetime(1900, 3, 1, 0, 0), datetime.datetime(1904, 1, 1, 0, 0))
    """
    if not 0 <= serial <= LAST_DAY:
        return None
    first = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30 if serial >= 60 else 31)
    try:
        return first + timedelta(milliseconds=round(serial * 86_400_000))
    except OverflowError:
        return None


def as_date(section: Section, serial: float, *, since_1904: bool) -> str:
    """The date in the section's tokens; empty when the number is no date."""
    when = moment(serial, since_1904=since_1904)
    if when is None:
        return ""
    parts = [token.text for token in section.tokens if token.kind == "date"]
    if any(part[0] in "hs" for part in parts) and not any("." in part for part in parts):
        when = (when + timedelta(milliseconds=500)).replace(microsecond=0)
    halves = any(token.kind == "half" for token in section.tokens)
    return "".join(_piece(token, at, section.tokens, when, serial, halves) for at, token in enumerate(section.tokens))


def day_template(section: Section) -> str:
    """What `whole_day` fills in: a section of years, months, days and what stands between them; empty for any other.

    >>> from extractors.formatcode import sections
    >>> day_template(sections("yyyy年m月dd日")[0])
    '{0.year:04d}年{0.month}月{0.day:02d}日'
    """
    pieces = [
        PARTS_OF_DAYS.get(token.text, "")
        if token.kind == "date"
        else token.text.replace("{", "{{").replace("}", "}}")
        if token.kind in ("literal", "slash", "point", "comma")
        else ""
        for token in section.tokens
    ]
    return "".join(pieces) if section.is_date and all(pieces) else ""


def whole_day(raw: str, template: str, *, since_1904: bool) -> str | None:
    """The day that the figures `raw` stand for; None for what is no day after February 1900, which 1900 counts amiss."""
    serial = int(raw) if raw.isdecimal() and len(raw) < 8 else 0
    if not 60 < serial <= LAST_DAY:
        return None
    first = FIRST_1904 if since_1904 else FIRST_1900
    return template.format(date.fromordinal(first + serial)) if first + serial <= date.max.toordinal() else None


def _piece(token: Token, at: int, tokens: tuple[Token, ...], when: datetime, serial: float, halves: bool) -> str:
    if token.kind == "elapsed":
        return _elapsed(token.text, serial)
    if token.kind == "half":
        first, _, second = token.text.partition("/")
        return first if when.hour < 12 else second
    if token.kind != "date":
        return token.text if token.kind in ("literal", "slash", "point", "comma", "digit", "percent") else ""
    if token.text.startswith("m") and _is_minute(at, tokens):
        return f"{when.minute:0{min(2, len(token.text))}d}"
    return _date_piece(token.text, when, halves)


def _date_piece(text: str, when: datetime, halves: bool) -> str:
    match text[0]:
        case "y" | "e":
            piece = f"{when.year % 100:02d}" if text in ("y", "yy") else f"{when.year:04d}"
        case "m":
            piece = _figure_or_name(text, when.month, MONTHS[when.month - 1])
        case "d":
            piece = _figure_or_name(text, when.day, DAYS[when.weekday()])
        case "a":
            piece = ("星期" if len(text) == 4 else "") + WEEKDAYS[when.weekday()]
        case "h":
            piece = _figure_or_name(text[:2], (when.hour % 12 or 12) if halves else when.hour, "")
        case "s":
            whole, _, part = text.partition(".")
            piece = _figure_or_name(whole[:2], when.second, "") + (f".{when.microsecond:06d}"[: 1 + len(part)] if part else "")
        case _:
            piece = ""
    return piece


def _figure_or_name(text: str, figure: int, name: str) -> str:
    """One letter shows the figure, two show it with two places, three the name's beginning, four the name."""
    return f"{figure:0{len(text)}d}" if len(text) < 3 else name[: 3 if len(text) == 3 else None]


def _is_minute(at: int, tokens: tuple[Token, ...]) -> bool:
    """m means minutes right after hours or right before seconds, else months (18.8.31)."""
    before = next((token.text[0] for token in reversed(tokens[:at]) if token.kind in ("date", "elapsed")), "")
    after = next((token.text[0] for token in tokens[at + 1 :] if token.kind in ("date", "elapsed")), "")
    return before == "h" or after == "s"


def _elapsed(text: str, serial: float) -> str:
    seconds = round(serial * 86_400)
    unit = {"h": 3600, "m": 60, "s": 1}[text[0]]
    return f"{seconds // unit:0{len(text)}d}"
