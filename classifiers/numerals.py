"""What a written number is worth: Arabic, Chinese, formal, full-width and mixed forms with 万 and 亿.

Only whole written numbers are read here; what stands around them (units, approximations, dates) is `classifiers.quantity`'s.
"""

import re

DIGITS = dict(zip("零〇一二三四五六七八九", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)) | {
    "两": 2, "俩": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
POWERS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
SCALES = {"万": 10_000, "亿": 100_000_000}
TENS = {"廿": 20, "卅": 30}
HALF = "半"

WIDE = str.maketrans(
    {chr(code + 0xFEE0): chr(code) for code in (*b"0123456789", *range(ord("A"), ord("Z") + 1), *range(ord("a"), ord("z") + 1))}
    | dict(zip("％．／＋－　（）＄￥～", "%./+- ()$¥~", strict=True))
)
"""Full-width forms to their plain letters, one for one, so that offsets stay."""

_WIDE = re.compile("[" + re.escape("".join(map(chr, WIDE))) + "]")
_MARK = re.compile("[,;:!?]")
_NARROW_MARK = re.compile(r"(?<!\d)[,;:!?]|[,;:!?](?!\d)")
_WIDE_MARKS = str.maketrans(",;:!?", "，；：！？")

ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?"
HAN = "[零〇一二两俩三四五六七八九十百千廿卅壹贰叁肆伍陆柒捌玖拾佰仟]"
_DROPPED = re.compile(r"[, \u00a0\u2009\u202f余多来几]")
_PART = re.compile(rf"(\d+(?:\.\d+)?)([十百千]?)|({HAN}+(?:点{HAN}+)?)")
_DIGIT_BY_DIGIT = re.compile(r"\d[千百](?:\d[百十])?(?:\d十)?\d?")
"""1千2百, 3千4百5十: each power told with its own digit."""
_HAN_DIGITS = str.maketrans("0123456789", "零一二三四五六七八九")
_EXACT_FLOAT = 15
LONGEST = 40
"""Letters of a written number. Longer runs are serial numbers or made to harm."""
MOST = 10**15


def plain(text: str) -> str:
    """`text` as the patterns expect it: full-width letters and figures narrow, narrow marks between words full-width.

    One letter for one, so that offsets stay.

    >>> plain("获专利１２项,其中发明3,870件;")
    '获专利12项，其中发明3,870件；'
    """
    text = narrow(text)
    return _NARROW_MARK.sub(_wide_mark, text) if _MARK.search(text) else text


def narrow(text: str) -> str:
    """`text` with full-width letters and figures as their plain ones."""
    return text.translate(WIDE) if _WIDE.search(text) else text


def value(written: str) -> int | float | None:
    """The number that `written` says; None where it says none, or one beyond all that is counted here.

    >>> [value(text) for text in ("3,870", "1.2亿", "三十", "一百零五", "两千三", "廿六", "1亿2000万", "二〇一九", "壹拾贰")]
    [3870, 120000000, 30, 105, 2300, 26, 120000000, 2019, 12]
    """
    if len(written) > LONGEST:
        return None
    text = _DROPPED.sub("", written)
    total: int | float = 0
    found = False
    for scale, name in ((100_000_000, "亿"), (10_000, "万")):
        head, mark, tail = text.rpartition(name) if name == "亿" else text.partition(name)
        if mark:
            amount = value(head) if head else 1
            if amount is None:
                return None
            total += amount * scale
            found, text = True, tail
    if not text:
        return _within(total) if found else None
    rest = _below_myriad(text)
    if rest is None:
        return None
    if found and len(text) == 1 and text in DIGITS:
        rest *= 100_000_000 // 10 if written.rstrip(text).endswith("亿") else 1000
    return _within(total + rest)


def _below_myriad(text: str) -> int | float | None:
    if _DIGIT_BY_DIGIT.fullmatch(text):
        return _han(text.translate(_HAN_DIGITS))
    match = _PART.fullmatch(text)
    if match is None:
        return None
    if match[1]:
        return float(match[1]) * POWERS.get(match[2], 1) if "." in match[1] else int(match[1]) * POWERS.get(match[2], 1)
    whole, point, decimals = match[3].partition("点")
    amount = _han(whole)
    if amount is None or not point:
        return amount
    digits = [DIGITS.get(letter) for letter in decimals]
    return None if None in digits else float(f"{amount}.{''.join(map(str, digits))}")


def _han(text: str) -> int | None:
    if len(text) > 1 and all(letter in DIGITS for letter in text):
        return int("".join(str(DIGITS[letter]) for letter in text))
    total, digit, last = 0, None, 1
    for letter in text:
        if letter in DIGITS:
            if digit:
                return None
            digit = DIGITS[letter]
        elif letter in TENS:
            total, digit, last = total + TENS[letter], None, 10
        else:
            last = POWERS[letter]
            total += (1 if digit is None else digit) * last
            digit = None
    if digit is not None:
        implied = last // 10 if last >= 100 and "零" not in text and "〇" not in text else 1
        total += digit * implied
    return total


def _within(amount: int | float) -> int | float | None:
    return tidy(amount) if amount <= MOST else None


def tidy(amount: int | float) -> int | float:
    """Whole amounts as integers, others without the dust of binary fractions."""
    if isinstance(amount, int):
        return amount
    amount = float(f"{amount:.{_EXACT_FLOAT - 3}g}")
    return int(amount) if amount.is_integer() else amount


def _wide_mark(found: re.Match[str]) -> str:
    return found[0].translate(_WIDE_MARKS)
