"""Signs in the width that their sentence asks for: the engine reads the narrow and the wide comma alike."""

import re

NUMERALS = "一二三四五六七八九十"
ROUND = re.compile(f"(?<=[{NUMERALS}〇○])[○OoQ]+(?=[{NUMERALS}年])|(?<=[{NUMERALS}])[○OoQ](?=[○OoQ])")
"""What is a nought among Chinese numerals."""
WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
HAN = "\u3007\u3400-\u9fff\uf900-\ufaff"
AFTER_HAN = re.compile(f"(?<=[{HAN}”’」』）》】〕])[,;:?!](?!/)")
OPENING = re.compile(f"[(](?=[{HAN}“「『《])|(?<=[{HAN}”」』》])[(]")
CLOSING = re.compile(f"(?<=[{HAN}”’」』》。！？])[)]")


def in_context(line: str) -> str:
    """The line with narrow signs beside Chinese letters made wide, and a bracket closed as it was opened.

    >>> in_context("发明人:梁国栋;2021年(第3批)")
    '发明人：梁国栋；2021年（第3批）'
    >>> in_context("文号（铁科技37),时间10:30(GMT)")
    '文号（铁科技37）,时间10:30(GMT)'
    >>> in_context("二○二一年"), in_context("二OO八年"), in_context("三O型")
    ('二〇二一年', '二〇〇八年', '三O型')
    """
    line = ROUND.sub(_noughts, line)
    for pattern in (AFTER_HAN, OPENING, CLOSING):
        line = pattern.sub(_widened, line)
    return _closed(line)


def _closed(line: str) -> str:
    """Brackets close as they were opened."""
    letters = list(line)
    open_ones: list[int] = []
    for index, letter in enumerate(letters):
        if letter in "(（":
            open_ones.append(index)
        elif letter in ")）" and open_ones:
            opened = open_ones.pop()
            if "（" in (letters[opened], "（" if letter == "）" else ""):
                letters[opened], letters[index] = "（", "）"
    return "".join(letters)


def _noughts(found: re.Match[str]) -> str:
    return "〇" * len(found.group())


def _widened(found: re.Match[str]) -> str:
    return WIDE[found.group().strip()]
