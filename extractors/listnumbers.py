"""Numbers as lists print them: the number formats of Office (ST_NumberFormat, ECMA-376 part 1, 17.18.59)."""

from collections.abc import Callable

COUNTING = ("零一二三四五六七八九", "十百千")
LEGAL_SIMPLIFIED = ("零壹贰叁肆伍陆柒捌玖", "拾佰仟")
LEGAL_TRADITIONAL = ("零壹貳參肆伍陸柒捌玖", "拾佰仟")
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
         (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def printed(number: int, format: str) -> str:
    """`number` as a list of this format prints it; a format that is not known prints Arabic figures.

    >>> [printed(12, format) for format in ("chineseCounting", "upperRoman", "decimalEnclosedCircle", "ideographTraditional")]
    ['十二', 'XII', '⑫', '乙']
    """
    return FORMATS.get(format, str)(number) if 0 <= number < 10_000 else str(number)


def _counting(signs: tuple[str, str], number: int) -> str:
    """一百零五, as people write it: no 一 before the 十 of 10 to 19 in everyday letters."""
    digits, units = signs
    text, gap = "", False
    figures = str(number)
    for place, figure in zip(range(len(figures) - 1, -1, -1), figures, strict=True):
        if figure == "0":
            gap = bool(text)
            continue
        text += (digits[0] if gap else "") + digits[int(figure)] + (units[place - 1] if place else "")
        gap = False
    if digits[1] == "一" and 10 <= number < 20:
        text = text[1:]
    return text or digits[0]


def _counting_chinese(number: int) -> str:
    return _counting(COUNTING, number)


def _legal_simplified(number: int) -> str:
    return _counting(LEGAL_SIMPLIFIED, number)


def _legal_traditional(number: int) -> str:
    return _counting(LEGAL_TRADITIONAL, number)


def _digital(number: int) -> str:
    return "".join("〇一二三四五六七八九"[int(figure)] for figure in str(number))


def _stems(number: int) -> str:
    return STEMS[(number - 1) % 10]


def _branches(number: int) -> str:
    return BRANCHES[(number - 1) % 12]


def _lower_roman(number: int) -> str:
    text = ""
    for worth, letters in ROMAN:
        text += letters * (number // worth)
        number %= worth
    return text


def _upper_roman(number: int) -> str:
    return _lower_roman(number).upper()


def _lower_letter(number: int) -> str:
    """a to z, then aa, bb …, as Word counts."""
    return chr(ord("a") + (number - 1) % 26) * min(1 + (number - 1) // 26, 50) if number else ""


def _upper_letter(number: int) -> str:
    return _lower_letter(number).upper()


def _circled(number: int) -> str:
    return _from(0x2460, number, 20)


def _in_brackets(number: int) -> str:
    return _from(0x2474, number, 20)


def _with_full_stop(number: int) -> str:
    return _from(0x2488, number, 20)


def _circled_ideograph(number: int) -> str:
    return _from(0x3280, number, 10)


def _from(first: int, number: int, last: int) -> str:
    return chr(first + number - 1) if 1 <= number <= last else str(number)


def _two_figures(number: int) -> str:
    return f"{number:02d}"


def _full_width(number: int) -> str:
    return str(number).translate(FULL_WIDTH)


def _in_dashes(number: int) -> str:
    return f"- {number} -"


def _nothing(_number: int) -> str:
    return ""


FORMATS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _counting_chinese,
    "chineseCountingThousand": _counting_chinese,
    "japaneseCounting": _counting_chinese,
    "taiwaneseCounting": _counting_chinese,
    "taiwaneseCountingThousand": _counting_chinese,
    "koreanCounting": _counting_chinese,
    "chineseLegalSimplified": _legal_simplified,
    "japaneseLegal": _legal_traditional,
    "ideographLegalTraditional": _legal_traditional,
    "ideographDigital": _digital,
    "japaneseDigitalTenThousand": _digital,
    "taiwaneseDigital": _digital,
    "ideographTraditional": _stems,
    "ideographZodiac": _branches,
    "upperRoman": _upper_roman,
    "lowerRoman": _lower_roman,
    "upperLetter": _upper_letter,
    "lowerLetter": _lower_letter,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _in_brackets,
    "decimalEnclosedFullstop": _with_full_stop,
    "ideographEnclosedCircle": _circled_ideograph,
    "decimalZero": _two_figures,
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "numberInDash": _in_dashes,
    "none": _nothing,
}
