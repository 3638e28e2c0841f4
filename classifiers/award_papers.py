"""Award papers and proofs of benefit: who gives what to whom, for which work, under which number and date.

An award paper is a certificate (荣誉证书, 奖状) or an office's decision (关于表彰…的决定, under a number such as
桑工发〔2023〕14号). One file may hold several certificates: each head of one begins the next.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from classifiers import attributes, dates, printed_awards, surnames
from pipeline.document import Certificate, Document, DocumentKind, Level
from pipeline.view import Span

MOST = 200
_HEADS = ("荣誉证书", "获奖证书", "奖励证书", "聘书", "奖状", "证书")
_SPACED = "|".join("[ \u3000]*".join(head) for head in _HEADS)
_HEAD = re.compile(f"^[ \u3000]*(?:{_SPACED})[ \u3000]*$", re.MULTILINE)
_SIGN = "A-Za-z0-9\u3400-\u9fff〔〕\\[\\]（）()\\-—/."
_NUMBER = re.compile(
    "([\u3400-\u9fffA-Za-z]{0,14}[〔\\[［【(（](?:19|20)\\d\\d[〕\\]］】)）] ?第? ?[\\dA-Z\\-]{1,10} ?号)"
    f"|(?:证书编号|证书号|编号|文号|字号|证号|证书编码)[ \u3000]{{0,3}}[:：]?[ \u3000]{{0,3}}([{_SIGN}]{{3,40}})"
    "|([\u3400-\u9fff]{1,12}字第[A-Za-z0-9\\-]{1,20}号)"
)
_QUOTED = re.compile("[《“「『]([^《“「『》”」』\n]{2,60})[》”」』]")
_GIVEN = re.compile("(?:荣获|获得|喜获|获评|获|授予|颁发|评为|被评为|被授予|命名|认定)[^。；\n]{2,80}")
_NAMED = (
    "([^。；，,\n“《「『]{1,60}"
    "(?:奖(?![状励])(?:[金银铜]牌)?|称号|奖章|工作室|先锋号|能手|标兵|工匠|劳模|劳动模范|集体|个人|等次))"
)
_PRIZES = (
    re.compile(
        "(?:授予|命名|评为|评定为|认定|荣获|获评|(?<![认作])为(?!表彰))[^。；\n]{0,40}?[“「『]"
        "([^“「『”」』\n]{2,40}(?:工作室|大师|能手|标兵|工匠|先锋号|文明岗|示范岗|先进集体|先进个人|带头人|专家|劳动模范|劳模|奖章))"
        "[”」』]"
    ),
    re.compile(f"(?:荣获|获得|喜获|获评|评为|被授予|认定为|命名为|(?<![认作])为(?!表彰)|获)[ \u3000]?{_NAMED}"),
    re.compile(f"(?<=[”》」』])(?:项目|成果)?{_NAMED}"),
    re.compile(f"(?:授予|颁发)[^。；，,\n]{{0,20}}?(?:同志|单位|工作室)?{_NAMED}"),
)
"""Where the name of a prize or title stands: in quotation marks, after what gives it, after the quoted work or its receiver."""
_TITLE_LINE = re.compile("^(?:关于|.{0,40}(?:的决定|的通知|的通报|的公告)$)")
_TITLE = re.compile(
    "称号|奖章|工作室|先锋号|能手|标兵|工匠|劳动模范|劳模|先进(?:集体|个人)|巾帼|文明[号岗]|示范岗|大师|带头人|专家"
)
_LABEL = re.compile("[^：:。；，\n]{1,6}[:：]")
"""A label that what gives stands in: 获奖等级：二等奖 is no sentence."""
_RECEIVER = re.compile("^[ \u3000]*+(?!各)([^：:\n]{2,40})(?:同志|单位)?[ \u3000]*[：:][ \u3000]*$", re.MULTILINE)
_ALONE = re.compile(
    f"(?:{_SPACED})[ \u3000]*\n+[ \u3000]*([\u3400-\u9fff·]{{2,4}})(?:同志|先生|女士|小姐|君)?[ \u3000]*$", re.MULTILINE
)
"""A person on a line alone below the head: 奖状 / 简阿土."""
_OFFICES = (
    "总工会|工会|委员会|人民政府|协会|学会|厅|局|部|院|公司|集团|组委会|联合会|中心|委|大学|政府|"
    "财务部|财务科|财务处|促进会|基金会"
)
_ISSUER = re.compile(
    f"(?:^|[ \u3000）)])([\u3400-\u9fff（）()·]{{3,30}}?(?:{_OFFICES})(?:财务部门?|财务科|财务处)?)"
    "(?=[ \u3000（(〔]|$|(?:19|20)\\d\\d|二〇|民国|中华民国)",
    re.MULTILINE,
)
"""An office at the beginning of a line or after a blank, before a blank, a bracket, a date or the line's end."""


def certificates(document: Document, kind: DocumentKind) -> Iterator[Certificate]:
    """What the paper prints: for each prized work or title one certificate; for a proof of benefit one."""
    text = document.matched.text
    for start, end in _parts(text):
        if kind == "benefit_certificate":
            yield from _benefit(document, Span(start, end))
        else:
            yield from _awards(document, Span(start, end))


def _parts(text: str) -> Iterator[Span]:
    """One stretch for each certificate's head; the whole text where there are fewer than two."""
    heads = [match.start() for match in _HEAD.finditer(text)][:MOST]
    if len(heads) < 2:
        yield Span(0, len(text))
        return
    for start, end in zip(heads, [*heads[1:], len(text)], strict=True):
        yield Span(start, end)


def _awards(document: Document, part: Span) -> Iterator[Certificate]:
    text = document.matched.text[part.start : part.end]
    printed, given_away = printed_awards.work(text, 0, len(text)), False
    issuer, number = _issuer(document, part), _document_number(document, part)
    receiver, date = _receiver(document, part), dates.last(text)
    read, told = -1, False
    for given in islice(_GIVEN.finditer(text), MOST):
        sentence = printed_awards.sentence(text, given.start(), given.end())
        if sentence.end <= read or _in_label(text, sentence, given) or _TITLE_LINE.search(text[sentence.start : sentence.end]):
            continue
        read = sentence.end
        found = (pattern.search(text, sentence.start, sentence.end) for pattern in _PRIZES)
        prize = next((match for match in found if match), None)
        if prize is None:
            continue
        told = True
        title = _TITLE.search(prize[1]) is not None
        given_away = given_away or not title
        quoted = _QUOTED.search(text, sentence.start, sentence.end)
        work = Span(*quoted.span(1)) if quoted and quoted[1] != prize[1] else None if title or quoted else printed
        yield Certificate(
            kind="title" if title else "award",
            span=document.matched.to_base(_moved(sentence, part.start)),
            name=_said(document, _moved(work, part.start)).strip() if work else "",
            prize=_said(document, _moved(Span(*prize.span(1)), part.start)),
            level=_level(prize[1], issuer),
            grade=attributes.grade(prize[1]),
            issuer=issuer,
            document_number=number,
            receiver=receiver,
            date=date,
        )
    more = None if given_away else printed_awards.labelled(document, part)
    if more is None and not told:
        more = printed_awards.ranked(document, part)
    if more is not None:
        level = more.level if more.level != "unknown" else attributes.level(issuer)
        yield replace(more, issuer=issuer, document_number=number, receiver=receiver, level=level)


def _in_label(text: str, sentence: Span, given: re.Match[str]) -> bool:
    """Whether what gives stands in the label of a line (获奖等级：二等奖)."""
    match = _LABEL.match(text, sentence.start)
    return match is not None and given.start() < match.end()


def _level(prize: str, issuer: str) -> Level:
    """The level that the prize's name tells, else the one its issuer has."""
    told = attributes.level(prize)
    return attributes.level(issuer) if told == "unknown" else told


def _benefit(document: Document, part: Span) -> Iterator[Certificate]:
    text = document.matched.text[part.start : part.end]
    work = _QUOTED.search(text)
    issuer = _issuer(document, part)
    yield Certificate(
        kind="benefit",
        span=document.matched.to_base(part),
        name=_said(document, _moved(Span(*work.span(1)), part.start)) if work else "",
        owners=(issuer,) if issuer else (),
        issuer=issuer,
        document_number=_document_number(document, part),
        date=dates.last(text),
    )


def _document_number(document: Document, part: Span) -> str:
    match = _NUMBER.search(document.matched.text, part.start, part.end)
    if match is None:
        return ""
    group = next(index for index in (1, 2, 3) if match[index])
    return _said(document, Span(*match.span(group))).strip()


def _issuer(document: Document, part: Span) -> str:
    """The last office that stands alone at the beginning of a line: who signs."""
    found = list(_ISSUER.finditer(document.matched.text, part.start, part.end))
    return _said(document, Span(*found[-1].span(1))) if found else ""


def _receiver(document: Document, part: Span) -> str:
    match = _RECEIVER.search(document.matched.text, part.start, part.end)
    if match is None:
        match = _ALONE.search(document.matched.text, part.start, part.end)
        match = match if match and surnames.begin(match[1]) else None
    return _said(document, Span(*match.span(1))).removesuffix("同志") if match else ""


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _said(document: Document, span: Span) -> str:
    return document.text[slice(*document.matched.to_base(span))]
