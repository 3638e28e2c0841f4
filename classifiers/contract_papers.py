"""Contracts: terms are no deeds; those of masters and apprentices say who teaches whom, from when to when, each one pair."""

import re
from collections.abc import Iterator
from dataclasses import replace

from classifiers import dates
from classifiers.listing import plain
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
_TERM = re.compile(
    "应(?!用|急|力|变|答|聘|届|邀|对)|须|必须|负责|不得|不少于|不低于|不高于|不超过|至少|争取|力争|确保|保证|承诺|目标|要求|义务|责任|"
    "有权|违约|奖励|每年|每月|每周|拟|计划|将(?:于|在|会|达到|完成|实现|取得|培养)|若|如(?:果|未|达|期)|逾期|期满前|支付|付清|约定|提供"
)
"""Words of what is owed, aimed at or paid."""
_DEED = re.compile("已(?:经)?(?!知)|(?:考核|鉴定|验收|出师|带教|履行)(?:结果|结论|情况|合格)|完成情况|取得了|获得了|达到了|现已")
"""Words of what came of it, which a contract may record at its end."""
LONGEST_TERM = 200


def without_terms(document: Document) -> Document:
    """`document` without what its terms only ask for: 徒弟应在期满前取得技师等级, 乙方每年培训20人次.

    A sentence that says what came of it (考核结果：徒弟已取得技师等级) keeps its claims; so does one without words of an
    obligation (甲方将配方授权乙方使用 is what the contract does).
    """
    kept = tuple(one for one in document.achievements if not _is_term(document, one))
    return replace(document, achievements=kept)


def _is_term(document: Document, one: Achievement) -> bool:
    """Whether the sentence or line up to the claim's end, or its rest, speaks of what is owed."""
    text = document.text
    first = max(text.rfind(mark, max(0, one.span.start - LONGEST_TERM), one.span.start) + 1 for mark in "。；\n")
    ends = [end for mark in "。；\n" if (end := text.find(mark, one.span.end, one.span.end + LONGEST_TERM)) >= 0]
    words = plain(document, Span(max(first, one.span.start - LONGEST_TERM, 0), min(ends, default=one.span.end)))
    return _TERM.search(words) is not None and _DEED.search(words) is None


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
