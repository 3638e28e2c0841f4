"""What is filled in behind a label of a form: whether anything is, and the value without what does not belong to it."""

import re

from pipeline.merging.labels import named

SHORT = frozenset({"studio", "employer", "founded", "filled", "leader_birth"})
"""Fields that hold a name or a date, without marks: what follows one is told of something else."""
_PERSON = re.compile("[\u3400-\u9fff][\u3400-\u9fff· ]{0,10}[\u3400-\u9fff]")
_BLANK = re.compile(r"[_＿\s/／—\-]*(?:(?:年[_＿\s]*月(?:[_＿\s]*日)?|[万萬]?元|平方米|㎡|人)[_＿\s]*)?")
"""Nothing filled in, or nothing but the printed unit: ____年__月."""
_NONE = re.compile(r"\s{0,4}(?:[/／\\]|[—－-]{1,4}|同上|同前)\s*")
"""Filled in to say that there is nothing to be said: neither a value nor left blank."""
_ALSO_CALLED = re.compile(
    r"[（(](?:(?:以下|下称|下稱|简称|簡稱|原名|曾用名|又名|原(?=[“\"「《]?[\u3400-\u9fff]{3})|[^（）()]{1,16}(?:更名|改名))[^（）()]*"
    r"|[^（）()]{2,16}[前后後](?:名?为|名?為|称|稱|叫|名)[^（）()]*)[）)]$"
)
"""Behind a name in brackets: how it is called for short, or was called before."""
_AND_SO_ON = re.compile(r"(?<=..)[；;，,。].*$", re.DOTALL)
_HAN = "\u3001-\u9fff\uff00-\uffef"
_BROKEN = re.compile(rf"(?<=[{_HAN}])[^\S\n]*+\n\s*+(?=[{_HAN}])")
"""A line end between letters of Chinese writing, which sets no blanks between words."""


def says_none(text: str) -> bool:
    """Whether it says that there is nothing to be said.

    >>> says_none("/"), says_none("同上"), says_none("无锡")
    (True, True, False)
    """
    return _NONE.fullmatch(text) is not None


def is_blank(text: str) -> bool:
    """Whether nothing is filled in.

    >>> is_blank("____年__月"), is_blank("2016年7月")
    (True, False)
    """
    return _BLANK.fullmatch(text) is not None


def clean(text: str) -> str:
    """A value without fill-in lines; a line break within it is the cell's, not the value's."""
    value = " ".join(_BROKEN.sub("", text).replace("_", " ").replace("＿", " ").split())
    return "" if is_blank(value) else value


def alone(field: str, value: str) -> str:
    """A name or date without how it was called before and what is told behind it.

    >>> alone("studio", "顾长林创新工作室（原名顾长林班组）"), alone("founded", "2016年7月，经工会批准")
    ('顾长林创新工作室', '2016年7月')
    """
    value = _ALSO_CALLED.sub("", value) if field in ("studio", "employer") else value
    return _AND_SO_ON.sub("", value) if field in SHORT else value


def person(value: str) -> str:
    """The first name in a cell, blanks within it closed.

    >>> person("李 明（男）"), person("领衔人")
    ('李明', '')
    """
    match = _PERSON.match(value)
    words = match[0].split() if match else []
    if words and all(len(word) == 1 for word in words):
        return "".join(words)
    first = words[0] if words else ""
    return first if len(first) > 1 and named(first) is None else ""
