"""Lines that belong to the page, not to the article: navigation, sharing, legal notes, links to other news, comments.

Patterns are data (`corpus/lexicon/furniture.tsv`) with the part of the line they must fill and the most letters the line may
have: a notice that only speaks of a hotline is longer than the hotline's own line.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import get_args

from classifiers.prefilter import Patterns, grams
from corpus import tables
from pipeline.document import Role

_ORNAMENT = "◎⊙◉❖✦§▪▸►◀ \t\u3000【】[]〔〕「」»«›‹>＞<|｜丨·•●○◆◇■□▲△▼▽★☆※→←↑↓*#_=~-—+:："
_WORD = re.compile("[^\\W_]")
_ITEM = re.compile("[(（]?[0-9一二三四五六七八九十]{1,3}[)）.．、]\\s?[\u3400-\u9fff]")
_ENTRIES = re.compile(r"[\s|｜丨·/>＞»-]+")
_SENTENCE_MARK = re.compile("[。！？；，]")
_TELLS = re.compile("，.*。$")
"""A sentence about other news; a link to it is a title."""
_OWN_SAKE = re.compile(
    "更多|资讯|新闻|精彩|最新|我们|本[报刊站号台网]|不迷路|第一时间|好友|点赞|在看|转发|分享|星标|订阅|原文|收[听看]|欢迎|小编|粉丝"
)
"""What a page says of itself where it asks to be followed; a service that is reached through a code speaks of what it does."""


@dataclass(frozen=True, slots=True)
class Rule:
    role: Role
    place: str
    longest: int


def furniture(text: str, *, at_head: bool = False) -> "tuple[Role, str] | None":
    """The role of a line that is the page's, and the words that show it; None for any other.

    >>> furniture("責任編輯"), furniture("您的位置：首页 > 新闻 > 正文")
    (None, ('nav', 'page furniture: 您的位置：'))
    """
    text = text.strip()
    bare = text.strip(_ORNAMENT)
    if _is_menu(text, at_head):
        return "nav", "a menu of the site"
    rules, patterns = _rules()
    for number in patterns.possible(grams(text)) if len(text) <= _longest() else ():
        rule = rules[number]
        if len(text) > rule.longest or (rule.role == "share" and _ITEM.match(text)):
            continue
        if rule.role in {"related", "byline", "comment"} and _TELLS.search(text):
            continue
        if rule.role == "share" and _TELLS.search(text) and not _OWN_SAKE.search(text):
            continue
        if found := _found(rule.place, patterns.pattern(number), bare, text):
            shown = found[0].strip()
            return rule.role, f"page furniture: {shown if len(shown) <= 20 else shown[:20] + '…'}"
    return None


def _found(place: str, pattern: re.Pattern[str], bare: str, text: str) -> "re.Match[str] | None":
    if place == "whole":
        return (pattern.fullmatch(bare) if _WORD.search(bare) else None) or pattern.fullmatch(text)
    return pattern.match(bare) if place == "start" else pattern.search(bare)


def _is_menu(text: str, at_head: bool) -> bool:
    """Short entries, most of them with words of menus; below the head of a page one must hardly stand elsewhere."""
    if len(text) > 200 or _SENTENCE_MARK.search(text):
        return False
    entries = [entry for entry in _ENTRIES.split(text) if _WORD.search(entry)]
    if len(entries) < 3 or max(map(len, entries)) > 10:
        return False
    words = [{anchor for word, anchor in _menu_words() if word in entry} for entry in entries]
    anchored = any("yes" in found for found in words) and (at_head or len(entries) > 3)
    return (anchored or (at_head and len(entries) > 4)) and sum(map(bool, words)) >= 0.6 * len(entries)


@cache
def _rules() -> tuple[tuple[Rule, ...], Patterns]:
    """The rules in order, and which of them a text can match by its letters."""
    rows = tables.rows("furniture")
    rules = tuple(Rule(_role(row["role"]), row["place"], int(row["longest"])) for row in rows)
    return rules, Patterns([row["pattern"] for row in rows])


@cache
def _longest() -> int:
    return max(rule.longest for rule in _rules()[0])


@cache
def _menu_words() -> tuple[tuple[str, str], ...]:
    return tuple((row["word"], row["anchor"]) for row in tables.rows("menu_words"))


def _role(name: str) -> Role:
    if name not in get_args(Role):
        raise ValueError(f"furniture.tsv: no role {name!r}")
    return name  # type: ignore[return-value]
