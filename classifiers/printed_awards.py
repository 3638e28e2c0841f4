"""Awards that a certificate prints in labelled lines, or in words that no reader of sentences takes for a deed.

A prize for science is printed as 项目名称：… 奖励等级：二等 below 为表彰…科学技术进步奖获得者; a paper of a contest says
参加…竞赛，荣获第三名 and nothing else. Text is compared in Simplified; blanks between the letters of a label do not count.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from classifiers import attributes, dates
from corpus import tables
from pipeline.document import Achievement, Certificate, Document, Window
from pipeline.view import Span, touches

CONFIDENCE = 0.85
_GIVEN = frozenset({"award_result", "honor_title", "talent_training"})
_OF_WORKS = frozenset({"award_result", "appraisal_cert", "process_improve", "tech_project"})
"""What a certificate says of the one work that its labelled lines name."""
PRINTED = "printed on an award certificate"
SHORT = 1_500
"""A longer paper is no certificate but an office's decision, whose words tell many prizes."""
HEAD_LINES, LONGEST_HEAD = 5, 40
_BLANK = "[ \u3000]*+"


def _labels(of: str) -> str:
    """Any of the labels behind which a work, its grade or its prize stands (`corpus/lexicon/award_labels.tsv`)."""
    rows = (row for row in tables.rows("award_labels") if row["of"] == of)
    return "|".join(_BLANK.join(label) for row in rows for label in row["labels"].split())


_END = f"{_BLANK}(?:[（(][A-Za-z ]{{1,30}}[）)])?{_BLANK}[:：\t]{_BLANK}"
_ANY = "|".join(_labels(of) for of in ("rank", "prize"))
"""Labels that a scan may leave in the line of the one before them."""
_WORK = re.compile(
    f"^{_BLANK}(?:{_labels('work')}){_END}[“《「『]?([^\n“”《》「」『』]{{2,60}}?)[”》」』]?{_BLANK}(?:$|(?=(?:{_ANY}){_END}))",
    re.MULTILINE,
)
_RANK = re.compile(f"(?:^{_BLANK}|(?<=[\u3400-\u9fff”》」』]))(?:{_labels('rank')}){_END}([^\n]{{1,12}}?){_BLANK}$", re.MULTILINE)
_PRIZE = re.compile(f"^{_BLANK}(?:{_labels('prize')}){_END}([^\n]{{2,40}}?){_BLANK}$", re.MULTILINE)
_FOR = re.compile("表彰(?:在)?([^。；，\n]{2,40}?奖)(?:励)?(?:的)?(?:获得者|获奖者|得主|获奖单位|获得单位)")
_TITLE = re.compile("^([^。；：:\n]{2,30}?奖)(?:励)?(?:证书)?$")
_GENERAL = re.compile("^(?:获奖|奖|荣誉|奖励)$")
_RANKED = re.compile(
    "(?:荣获|获得|喜获|夺得|取得|获)[^。；\n]{0,30}?(?:第[一二三四五六七八九十0-9]{1,3}名|[特一二三贰叁壹]等奖|[金银铜][奖牌]|(?:优秀|优胜)奖)"
)
_CONTEST = re.compile(
    "(?:参加|在|于)?(?:(?:19|20)[0-9]{2}年度?)?(?:第[^届，。]{1,6}届)?"
    "([^。；，,：:\n“《「『]{2,30}?(?:竞赛|大赛|比赛|比武|锦标赛|邀请赛|擂台赛))"
)
_FORMAL = str.maketrans("壹贰叁", "一二三")


def work(text: str, start: int, end: int) -> Span | None:
    """Where the one work stands that labelled lines between `start` and `end` name; None where they name none or several."""
    found = list(islice(_WORK.finditer(text, start, end), 2))
    return Span(*found[0].span(1)) if len(found) == 1 else None


def labelled(document: Document, part: Span) -> Certificate | None:
    """The award that labelled lines of a part of the paper print: a work with its prize, or with its grade. Else None."""
    text = document.matched.text
    named = work(text, part.start, part.end)
    rank = _RANK.search(text, part.start, part.end)
    prize = _prize(text, part)
    if named is None or not prize or len(text) > SHORT:
        return None
    grade = attributes.grade(f"{rank[1] if rank else prize}奖".translate(_FORMAL).replace("奖奖", "奖"))
    told = f"{prize}{rank[1]}" if rank else prize
    last = max(named.end, rank.end(1) if rank else named.end)
    return Certificate(
        kind="award",
        span=document.matched.to_base(Span(min(named.start, rank.start(1) if rank else named.start), last)),
        name=document.text[slice(*document.matched.to_base(named))].strip(),
        prize=told,
        level=attributes.level(prize),
        grade=grade,
        date=dates.last(text[part.start : part.end]),
    )


def ranked(document: Document, part: Span) -> Certificate | None:
    """What the one sentence of a short certificate gives that names no prize: a rank in a contest. Else None."""
    text = document.matched.text
    match = _RANKED.search(text, part.start, part.end)
    if match is None or len(text) > SHORT:
        return None
    words = text[sentence(text, *match.span()).start : match.end()]
    contest = _CONTEST.search(words)
    return Certificate(
        kind="award",
        span=document.matched.to_base(Span(*match.span())),
        prize=contest[1] if contest else "",
        level=attributes.level(words),
        grade=attributes.grade(match[0].translate(_FORMAL)),
        date=dates.last(text[part.start : part.end]),
    )


def sentence(text: str, start: int, end: int) -> Span:
    """The sentence around what is given: certificates set the receiver's work and the prize into one."""
    first = max(text.rfind(mark, 0, start) for mark in "。\n；") + 1
    stops = [found for mark in "。\n；" if (found := text.find(mark, end)) >= 0]
    return Span(first + len(text[first:start]) - len(text[first:start].lstrip()), min(stops, default=len(text)))


def _prize(text: str, part: Span) -> str:
    """The prize by its label, by whom the paper honours, or by the paper's own head."""
    for pattern in (_PRIZE, _FOR):
        match = pattern.search(text, part.start, part.end)
        if match:
            return match[1].strip()
    heads = ("".join(line.split()) for line in text[part.start : part.end].strip().split("\n")[:HEAD_LINES])
    titles = (match[1] for line in heads if len(line) <= LONGEST_HEAD and (match := _TITLE.match(line)))
    return next((title for title in titles if not _GENERAL.match(title)), "")


def with_unread(document: Document) -> Document:
    """`document` with the awards its lines print that no reader of sentences found, and with the work's name on what it tells."""
    told = [one.span for one in document.achievements if one.category in _GIVEN]
    awards = [each for each in document.certificates if each.kind == "award"]
    printed = work(document.matched.text, 0, len(document.matched.text)) if len(document.text) <= SHORT else None
    name = document.text[slice(*document.matched.to_base(printed))].strip() if printed else ""
    found = [replace(one, name=name) if name and _unnamed(one) else one for one in document.achievements]
    missing = (each for each in awards if not touches(each.span, told))
    found += [] if _told_already(document, told) else map(_achievement, missing)
    return replace(document, achievements=tuple(sorted(found, key=_place)))


def _unnamed(one: Achievement) -> bool:
    return one.category in _OF_WORKS and not one.name and one.quantity is None and one.change_to is None


def _told_already(document: Document, told: Sequence[Span]) -> bool:
    """Whether a sentence of the same paper gives the prize already; a paper with one work gives it once."""
    return any("奖" in document.text[slice(*span)] or "獎" in document.text[slice(*span)] for span in told)


def _achievement(one: Certificate) -> Achievement:
    return Achievement(
        category="award_result",
        span=one.span,
        level=one.level,
        grade=one.grade,
        name=one.name,
        date=one.date,
        window=_year(one.date),
        confidence=CONFIDENCE,
        why=(PRINTED,),
    )


def _year(date: str) -> Window:
    return Window("year", int(date[:4]), int(date[:4])) if date else Window()


def _place(one: Achievement) -> Span:
    return one.span
