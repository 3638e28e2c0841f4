"""What the names of files and folders say: a form, a part of one application, whose application it is.

The words are those of `corpus/lexicon/packet_names.tsv`.
"""

import re
from collections.abc import Sequence
from functools import cache

from corpus.tables import rows
from pipeline.intake import tree


def is_form(name: str) -> bool:
    """Whether a file's name says that it is the application form, and not a list or template of forms."""
    words = _words()
    return any(word in name for word in words["form"]) and not any(word in name for word in words["no_form"])


def names_applicant(name: str) -> bool:
    """Whether a folder's name says whose it is (a studio, a firm)."""
    return any(word in name for word in _words()["applicant"])


def are_parts(names: Sequence[str]) -> bool:
    """Whether the names of folders or archives, most of them, are those of one application's parts.

    >>> are_parts(["附件1-专利证书", "附件2 获奖证明", "照片"]), are_parts(["张三工作室申报材料", "李四工作室申报材料"])
    (True, False)
    """
    parts = sum(_is_part(name) for name in names)
    neutral = sum(not _is_part(name) and not _rest(name) for name in names)
    return parts > 0 and parts > len(names) - parts - neutral


def own_name(name: str) -> str:
    """What is left of a packet's name without words for parts, numbers and signs.

    >>> own_name("03 望江水务沈听涛（补充材料）") == own_name("望江水务沈听涛-2024申报材料")
    True
    """
    return _rest(name)


def _is_part(name: str) -> bool:
    """Whether a name consists of nothing but words for parts, numbers and years, or begins with 附件."""
    words = _words()
    if names_applicant(name):
        return False
    return name.startswith(("附件", "附錄", "附录")) or (not _rest(name) and any(word in name for word in words["part"]))


def _rest(name: str) -> str:
    """What is left of a name without words for parts, numbers and signs."""
    words = _words()
    text = stem(name)
    for word in sorted((*words["form"], *words["part"], *words["neutral"]), key=len, reverse=True):
        text = text.replace(word, "")
    return re.sub(r"[\W\d_一二三四五六七八九十]+", "", text)


@cache
def _words() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row in rows("packet_names"):
        found.setdefault(row["use"], []).append(row["word"])
    return {use: tuple(words) for use, words in found.items()}


def stem(name: str) -> str:
    """An archive's name without the ending that says what it is."""
    ending = next((ending for ending in sorted(tree.ARCHIVES, key=len, reverse=True) if name.lower().endswith(ending)), "")
    return name[: len(name) - len(ending)] or name
