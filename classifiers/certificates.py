"""Certificates: what a patent's or a program's certificate, an award paper, a proof of benefit, an apprentices' contract prints.

A certificate of a right makes no sentence: it prints labels and values (`corpus/lexicon/certificate_fields.tsv`), a line each, a
cell each, or run together where a PDF's lines were joined. Each name it prints is one right, achieved, or applied for where the
paper is a notice of acceptance; the achievement's span is the name, the certificate's runs from the name to the number. An
apprentices' contract is one pair. Award papers and proofs of benefit are sentences: their achievements are the sentence reader's,
what else they print is read by `classifiers.award_papers`.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

from classifiers import attributes, dates, patent_number
from classifiers.kind import kind_of
from corpus import tables
from pipeline.document import Achievement, Certificate, CertificateKind, Document, Status, Window
from pipeline.view import Span, touches

VERSION = "14"
CONFIDENCE = 0.9
FARTHEST = 400
"""Characters between a name and its number at most; beyond, the number is another right's."""
SHORTEST_NAME = 2
LONGEST_VALUE = 120
_NOTICE = (
    "受理通知", "收件通知", "实质审查阶段", "进入实质审查", "初步审查合格", "申请公布通知", "补正通知", "审查意见通知"
)  # fmt: skip
"""Papers on the way to a right, in Simplified."""
_OFFICES = ("国家知识产权局", "国家版权局", "经济部智慧财产局", "香港特别行政区政府知识产权署")
_TAIWAN = {
    "number": re.compile(r"(?:发明|新型|设计) ?第 ?([IMD]\d{6}) ?号"),
    "granted": re.compile(r"^[ \u3000]*(中华民国 ?\d{2,3} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日)[ \u3000]*$", re.MULTILINE),
}
"""What Taiwan's patent certificates print without a label: 新型第 M602118 号, and the date below the signature."""
_PERSONS = re.compile("[;；、,，/ \u3000]+")
_KINDS: dict[str, CertificateKind] = {"软件著作权": "software", "植物新品种权": "variety"}


@dataclass(frozen=True, slots=True)
class Field:
    """A printed label and its value, in the Simplified view."""

    field: str
    object: str
    value: str
    span: Span


def build() -> Callable[[Document], Document]:
    """The step that sets `certificates`, and puts a certificate's rights in the place of what was read from its lines."""

    def step(document: Document) -> Document:
        kind = kind_of(document)
        if kind == "patent_certificate":
            return _with_rights(document)
        if kind in ("award_certificate", "benefit_certificate"):
            from classifiers import award_papers, printed_awards  # noqa: PLC0415  a worker's start does not wait for their patterns

            printed = _awarded(replace(document, certificates=tuple(award_papers.certificates(document, kind))))
            return printed_awards.with_unread(printed) if kind == "award_certificate" else printed
        if kind in ("contract", "apprentice_contract"):
            from classifiers import contract_papers  # noqa: PLC0415  nor for these

            agreed = contract_papers.without_terms(document)
            return contract_papers.with_pairs(agreed) if kind == "apprentice_contract" else agreed
        return document

    return step


def _awarded(document: Document) -> Document:
    """A prize that a certificate gives to a named work is a prize for a result, whomever else the sentence names; what an office
    decides is given, although it was reviewed before.
    """
    works = [each.span for each in document.certificates if each.kind == "award" and each.name]
    told = [one.span for one in document.achievements if one.category == "award_result"]
    found = []
    given = (one for one in document.achievements if not _is_label(document, one.span))
    for one in map(partial(_decided, document), map(partial(_ranked, document), given)):
        if PRIZED in one.why and touches(one.span, told):
            continue
        prized = one.category in _MISTAKEN and one.quantity is None and "奖" in _plain(document, one.span)
        if not prized or not touches(one.span, works):
            found.append(one)
        elif not touches(one.span, told):
            found.append(replace(one, category="award_result", object=None, why=(*one.why, PRIZED)))
    return replace(document, achievements=tuple(found))


def _ranked(document: Document, one: Achievement) -> Achievement:
    """A medal or a rank is a prize and no title, where no title is named."""
    words = _plain(document, one.span)
    if one.category != "honor_title" or one.quantity is not None or not (match := _RANK.search(words)) or _TITLE.search(words):
        return one
    grade = one.grade or attributes.grade(match[0])
    return replace(one, category="award_result", grade=grade, why=(*one.why, PRIZED))


def _is_label(document: Document, span: Span) -> bool:
    """Whether the words stand in the label of a line (获奖等级：一等)."""
    text = document.matched.text
    start, end = document.matched.from_base(span)
    first = text.rfind("\n", 0, start) + 1
    colon = min((at for mark in "：:" if (at := text.find(mark, end, end + LONGEST_LABEL)) >= 0), default=-1)
    return 0 <= colon - first <= LONGEST_LABEL and not _PAUSE.search(text, first, colon)


def _decided(document: Document, one: Achievement) -> Achievement:
    """经评审、公示，决定命名…: given; 拟命名 is not yet."""
    if one.status != "reviewed" or not touches(one.span, [each.span for each in document.certificates]):
        return one
    sentence = next(each.span for each in document.certificates if touches(one.span, [each.span]))
    words = _plain(document, sentence)
    given = _GIVEN.search(words) and not _NOT_YET.search(words)
    return replace(one, status="achieved", why=(*one.why, DECIDED)) if given else one


LONGEST_LABEL = 8
_PAUSE = re.compile("[，。；“《「『\\n]")
_RANK = re.compile("[金银铜][奖牌]|[特一二三]等奖|第[一二三四五六七八九十]名")
_TITLE = re.compile("称号|奖章|工作室|先锋号|能手|标兵|工匠|劳模|劳动模范|先进|巾帼|文明|示范岗|大师|带头人|专家")
_GIVEN = re.compile("(?:决定|研究|现|特)(?:授予|命名|认定|表彰|评定)")
_NOT_YET = re.compile("拟|建议|推荐|候选|异议")
DECIDED = "an office's decision gives it"
PRIZED = "an award paper names the work it is for"
_MISTAKEN = frozenset({"talent_training", "tech_project", "process_improve", "appraisal_cert", "knowledge_output"})


def _with_rights(document: Document) -> Document:
    rights = tuple(_rights(document))
    found = tuple(_achievement(right, _own_name(document, right)) for right in rights)
    figures = tuple(one for one in document.achievements if one.quantity is not None)
    if not found:
        return document
    return replace(document, achievements=tuple(sorted((*figures, *found), key=_start)), certificates=rights)


def _rights(document: Document) -> Iterator[Certificate]:
    """One right for each name, with what is printed after it before the next name; owners may be printed before the first."""
    text = document.matched.text
    status: Status = "applied" if any(word in _tight(text[:FARTHEST]) for word in _NOTICE) else "achieved"
    unseen = [line.span for line in document.lines if line.role in _UNSEEN]
    fields = [_in_line(document, field) for field in sorted((*_fields(text), *_taiwan(text)), key=_place)]
    fields = [field for field in fields if not touches(document.matched.to_base(field.span), unseen)]
    names = [index for index, field in enumerate(fields) if field.field == "name"]
    for order, (index, following) in enumerate(zip(names, [*names[1:], len(fields)], strict=False)):
        yield _right(document, fields[index], fields[0 if order == 0 else index : following], status)


def _right(document: Document, name: Field, own: Sequence[Field], status: Status) -> Certificate:
    number = next((field for field in own if field.field == "number" and _near(name, field)), None)
    told = number.value if number else ""
    exact = next(patent_number.numbers(told), None)
    right = name.object if name.object != "-" else _object(document.matched.text) or (exact.kind if exact else "专利")
    end = max(number.span.end, name.span.end) if number else name.span.end
    start = min(number.span.start, name.span.start) if number else name.span.start
    return Certificate(
        kind=_KINDS.get(right, "patent"),
        span=document.matched.to_base(Span(start, end)),
        name=_said(document, name.span),
        object=right,
        number=exact.text if exact else told,
        status=status,
        owners=_all(document, own, "owner"),
        inventors=_all(document, own, "inventor"),
        applied=dates.first(_value(own, "applied")),
        granted=dates.first(_value(own, "granted")) if status == "achieved" else "",
        issuer=next((office for office in _OFFICES if office in document.matched.text), ""),
        date=dates.first(_value(own, "granted") or _value(own, "applied")),
    )


def _own_name(document: Document, right: Certificate) -> Span:
    """Where the right's name stands: what a reader sees of it first."""
    start = document.text.index(right.name, right.span.start)
    return Span(start, start + len(right.name))


def _achievement(right: Certificate, name: Span) -> Achievement:
    year = int(right.date[:4]) if right.date else None
    return Achievement(
        category="ip_right",
        span=name,
        object=right.object,
        name=right.name,
        number=right.number,
        issuer=right.issuer,
        date=right.date,
        status=right.status,
        window=Window("year", year, year) if year else Window(),
        confidence=CONFIDENCE,
        why=("printed on a certificate" if right.status == "achieved" else "printed on a notice of acceptance",),
    )


_UNSEEN = frozenset({"hidden", "deleted", "comment", "replaced"})
"""Roles of what the certificate does not show."""


def _in_line(document: Document, field: Field) -> Field:
    """A value ends where its line ends on the paper, also where mending joined that line to the next."""
    said = _said(document, field.span)
    if "\n" not in said.strip():
        return field
    base = document.matched.to_base(field.span)
    start, end = document.matched.from_base(Span(base.start, base.start + len(said.rstrip().partition("\n")[0])))
    return replace(field, value=document.matched.text[start:end].strip(), span=Span(start, end))


def _fields(text: str) -> Iterator[Field]:
    """Every printed label with what follows it, up to the next label or the end of its line."""
    found = [match for match in _pattern().finditer(text) if _tight(match[1]) in _labels()]
    for match, following in zip(found, [*found[1:], None], strict=False):
        field, right = _labels()[_tight(match[1])]
        line_end = text.find("\n", match.end())
        end = min(following.start() if following else len(text), line_end if line_end >= 0 else len(text))
        value = text[match.end() : min(end, match.end() + LONGEST_VALUE)]
        start = match.end() + len(value) - len(value.lstrip())
        stripped = value.strip().rstrip("；;，,。")
        if len(stripped) >= SHORTEST_NAME and field != "other":
            yield Field(field, right, stripped, Span(start, start + len(stripped)))


def _taiwan(text: str) -> Iterator[Field]:
    if "中华民国专利证书" in _tight(text[:FARTHEST]):
        for field, pattern in _TAIWAN.items():
            yield from (Field(field, "", match[1], Span(*match.span(1))) for match in pattern.finditer(text))


@cache
def _pattern() -> re.Pattern[str]:
    """A label with blanks between its letters and a colon, a TAB or, before a number, nothing behind it."""
    labels = sorted(_labels(), key=len, reverse=True)
    spaced = "|".join(r"[ \u3000]{0,4}".join(map(re.escape, label)) for label in labels)
    return re.compile(f"({spaced})[ \u3000]{{0,4}}(?:[:：\t]|(?=ZL ?\\d)|(?<=登记号) ?(?=20))")


def _near(name: Field, number: Field) -> bool:
    return abs(number.span.end - name.span.start) <= FARTHEST


def _all(document: Document, own: Sequence[Field], wanted: str) -> tuple[str, ...]:
    """The names under a label in the paper's own characters."""
    values = (_said(document, field.span) for field in own if field.field == wanted)
    return tuple(dict.fromkeys(name.strip() for value in values for name in _PERSONS.split(value) if name.strip()))


def _value(own: Sequence[Field], wanted: str) -> str:
    return next((field.value for field in own if field.field == wanted), "")


def _plain(document: Document, span: Span) -> str:
    """What stands at a base span, in Simplified."""
    start, end = document.matched.from_base(span)
    return document.matched.text[start:end]


def _said(document: Document, span: Span) -> str:
    """What stands at a span of the Simplified view, in the paper's own characters."""
    return document.text[slice(*document.matched.to_base(span))]


def _object(text: str) -> str:
    """The kind of right that the paper's head names, where its label does not; empty where it does not either."""
    head = _tight(text[:FARTHEST])
    return next((kind for kind in ("实用新型专利", "外观设计专利", "发明专利", "软件著作权") if kind in head), "")


def _tight(text: str) -> str:
    return "".join(text.split())


def _place(field: Field) -> Span:
    return field.span


def _start(one: Achievement) -> Span:
    return one.span


@cache
def _labels() -> dict[str, tuple[str, str]]:
    rows = tables.rows("certificate_fields")
    return {label: (row["field"], row["object"]) for row in rows for label in row["labels"].split()}
