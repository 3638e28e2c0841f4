"""The labels of application forms: which field a label names, what a column of a table inside a form holds.

Labels are compared in Simplified, without blanks, colons, numbering and remarks in brackets (`corpus/lexicon/form_fields.tsv`,
`form_lists.tsv`), or by how they are put together (`form_label_shapes.tsv`). A label that begins with whose it is (领衔人学历,
工作室地址) or ends in 情况 is known by the rest of it.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from corpus import tables
from pipeline.merging.folding import simplified

LONGEST_LABEL = 24
LEADER = ("领衔", "带头", "负责人", "领办", "主持人", "领军", "劳模")
"""Words above or beside labels that make them the leader's: 姓名 below 领衔人情况."""

_REMARK = re.compile(r"[(（\[【][^)）\]】]{0,40}[)）\]】]")
_NUMBERING = re.compile(
    r"^(?:[(（]?[一二三四五六七八九十]{1,3}[)）、.．]|\d{1,2}(?:[.．]\d{1,2}){1,3}[)）、.．]?|[(（]?\d{1,2}[)）、.．]|[①-⑳])"
)
_WHOSE = re.compile("^(?:领衔人|带头人|负责人|领办人|主持人|领军人物?|工作室|创新工作室|本人|单位|近[一二三]年|主要)")
_TAIL = re.compile("(?:基本情况|情况|概况|信息|一览表?|明细|及成效|内容)$")
_FIGURE = re.compile(r"[0-9０-９]|[一二三四五六七八九十百千](?:余|多)?[万亿项件个名]")
"""Words that count something are no head: 完成攻关课题9项."""


class Label(NamedTuple):
    """What a label names; `holding` are words of which its value must have one."""

    field: str
    holding: tuple[str, ...]


class Column(NamedTuple):
    """One kind of table and what one of its columns holds; `weight` is how much the head says that the table is of that kind."""

    list: str
    column: str
    weight: int


def bare(label: str) -> str:
    """A label as the tables have it.

    >>> bare("（一）領 銜 人（姓名）："), bare("2.场地面积(㎡)")
    ('领衔人', '场地面积')
    """
    tight = simplified("".join(label.split())).strip("：:*＊★")
    without = _REMARK.sub("", _NUMBERING.sub("", tight)).strip("：:*＊")
    return without or tight


@lru_cache(maxsize=20_000)
def named(label: str, context: str = "") -> Label | None:
    """The field that `label` names below or beside `context`; None for words that are no label.

    >>> named("工作室成立时间："), named("邮政编码"), named("撬装泵")
    (Label(field='founded', holding=()), Label(field='other', holding=()), None)
    """
    if not label or len(label) > LONGEST_LABEL:
        return None
    tight = bare(label)
    for tried in dict.fromkeys((tight, _TAIL.sub("", tight), _WHOSE.sub("", tight), _WHOSE.sub("", _TAIL.sub("", tight)))):
        for under, found in _labels().get(tried, ()):
            if not under or any(word in context for word in under):
                return found
    shaped = next((Label(field, ()) for field, shape in _shapes() if shape.fullmatch(tight)), None)
    return shaped or next((found for tail, found in _tails() if len(tight) > len(tail) and tight.endswith(tail)), None)


def part_of_label(text: str) -> str:
    """What a label at the side or before another says for it: 单位信息 | 名称 is 单位名称.

    >>> part_of_label("负责人情况")
    '负责人'
    """
    return _TAIL.sub("", bare(text)) if len(text) <= LONGEST_LABEL else ""


@lru_cache(maxsize=20_000)
def columns(head: str) -> tuple[Column, ...]:
    """What a column under `head` can hold, by kind of table: by the whole head, else by the longest label in it."""
    if not head or len(head) > LONGEST_LABEL:
        return ()
    tight = bare(head)
    known = _columns()
    if tight in known:
        return known[tight]
    inside = [label for label in known if len(label) >= 3 and label in tight] if not _FIGURE.search(tight) else []
    return known[max(inside, key=len)] if inside else ()


@cache
def contexts() -> Mapping[str, tuple[int, tuple[str, ...]]]:
    """For each kind of table the words that announce it above or beside, and their weight."""
    rows = [row for row in tables.rows("form_lists") if row["column"] == "context"]
    return {row["list"]: (int(row["weight"]), tuple(row["labels"].split())) for row in rows}


@cache
def _labels() -> Mapping[str, list[tuple[tuple[str, ...], Label]]]:
    known: dict[str, list[tuple[tuple[str, ...], Label]]] = defaultdict(list)
    for row in tables.rows("form_fields"):
        for label in row["labels"].split():
            if not label.startswith("*"):
                known[bare(label)].append((_words(row["under"]), Label(row["field"], _words(row["holding"]))))
    return dict(known)


@cache
def _shapes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """How labels of a field are put together, where the table does not have them in full."""
    return tuple((row["field"], re.compile(row["pattern"])) for row in tables.rows("form_label_shapes"))


@cache
def _tails() -> tuple[tuple[str, Label], ...]:
    """Labels written with a star: whatever ends so is one (*意见)."""
    rows = tables.rows("form_fields")
    return tuple((label[1:], Label(row["field"], ())) for row in rows for label in row["labels"].split() if label[0] == "*")


@cache
def _columns() -> Mapping[str, tuple[Column, ...]]:
    known: dict[str, list[Column]] = defaultdict(list)
    for row in tables.rows("form_lists"):
        if row["column"] != "context":
            for label in row["labels"].split():
                known[bare(label)].append(Column(row["list"], row["column"], int(row["weight"])))
    return {label: tuple(found) for label, found in known.items()}


def _words(cell: str) -> tuple[str, ...]:
    return () if cell == "-" else tuple(cell.split())
