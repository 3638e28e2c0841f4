"""Why a line has its role, for people who read Chinese: `corpus/lexicon/line_reasons.tsv`, a row a reason, a column a script."""

import re
from functools import cache

from corpus import tables
from pipeline.wording.labels import label, labelled


def line_reason(why: str, *, script: str = "hans") -> str:
    """A line's reason in Chinese: its parts one by one, with the words that a part quotes.

    A reason that the table lacks, such as one that a user's own rules of a site give, stays as it is.

    >>> line_reason("page furniture: 下一页")
    '网站固定文字：下一页'
    >>> line_reason("in an element named for nav; links before the article")
    '所在元素的名称表明是“导航”；文章之前的链接'
    >>> line_reason("at the top of 12 pages, its words changing")
    '12页的页顶都有，文字各页不同'
    """
    return "；".join(_part(part, script) for part in why.split("; "))


def _part(part: str, script: str) -> str:
    head, colon, words = part.partition(": ")
    known = _reasons(script)
    if head in known:
        told = f"：{_word(words, script)}" if colon else ""
        return known[head] + told
    for pattern, general in _general(script):
        if match := pattern.fullmatch(part):
            return general.replace("*", _word(match[1], script))
    return part


def _word(word: str, script: str) -> str:
    return label("role", word, script=script) if labelled("role", word) else word


@cache
def _reasons(script: str) -> dict[str, str]:
    return {row["reason"]: row[script] for row in tables.rows("line_reasons")}


@cache
def _general(script: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The reasons in which a star stands for one word."""
    starred = {reason: told for reason, told in _reasons(script).items() if "*" in reason}
    return tuple((re.compile(re.escape(reason).replace(r"\*", r"(\S+)")), told) for reason, told in starred.items())
