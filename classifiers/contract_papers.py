"""Contracts of masters and apprentices: who teaches whom, from when to when. Each contract is one pair."""

import re
from collections.abc import Iterator
from dataclasses import replace

from classifiers import dates
from pipeline.document import Achievement, Certificate, Document, Window
from pipeline.view import Span

CONFIDENCE = 0.85
PAIR = "a contract of master and apprentice"
_NAME = "[\u3400-\u9fff·]{2,4}"
_COLON = "(?:姓名)?(?:[（(][\u3400-\u9fff]{2,4}[）)])?[ \u3000]{0,4}[:：\t][ \u3000]{0,4}"
_MASTER = re.compile(f"(?:师傅|师父|导师|带教老师|甲方){_COLON}({_NAME})(?![\u3400-\u9fff])")
_APPRENTICE = re.compile(f"(?:徒弟|学徒|学员|弟子|乙方){_COLON}({_NAME})(?![\u3400-\u9fff])")
_PERIOD = re.compile("(?:期限|时间|有效期|合同期)[^\n]{0,12}[:：\t自从][^\n]{0,60}")
_SIGNED = re.compile("签字|签名|签章|盖章")


def with_pairs(document: Document) -> Document:
    """`document` with its pairs as certificates, and as achievements in the place of what was read without a figure."""
    pairs = tuple(_pairs(document))
    if not pairs:
        return document
    figures = tuple(one for one in document.achievements if one.quantity is not None)
    found = tuple(_achievement(pair) for pair in pairs)
    return replace(document, certificates=pairs, achievements=tuple(sorted((*figures, *found), key=_start)))


def _pairs(document: Document) -> Iterator[Certificate]:
    """Each master with the apprentice named next; a place to sign is no name."""
    text = document.matched.text
    masters = [match for match in _MASTER.finditer(text) if not _SIGNED.search(match[0])]
    ends = [*(match.start() for match in masters[1:]), len(text)]
    for match, end in zip(masters, ends, strict=False):
        named = (found for found in _APPRENTICE.finditer(text, match.end(), end) if not _SIGNED.search(found[0]))
        apprentice = next(named, None)
        if apprentice is None:
            continue
        period = _PERIOD.search(text, match.start(), end)
        told = [found.iso for found in dates.dates(period[0])] if period else []
        signed = dates.last(text[match.start() : end])
        yield Certificate(
            kind="apprentice",
            span=document.matched.to_base(Span(match.start(), apprentice.end())),
            name=document.text[slice(*document.matched.to_base(Span(*apprentice.span(1))))],
            owners=(document.text[slice(*document.matched.to_base(Span(*match.span(1))))],),
            date=told[0] if told else signed,
            until=told[1] if len(told) > 1 else "",
        )


def _achievement(pair: Certificate) -> Achievement:
    years = [int(date[:4]) for date in (pair.date, pair.until) if date]
    window = Window("period" if len(set(years)) > 1 else "year", min(years), max(years)) if years else Window()
    return Achievement(
        category="talent_training",
        span=pair.span,
        object="师徒合同",
        window=window,
        confidence=CONFIDENCE,
        why=(PAIR,),
        name=f"{'、'.join(pair.owners)}—{pair.name}",
        date=pair.date,
    )


def _start(one: Achievement) -> Span:
    return one.span
