"""What speaks against the proof of a claim: a certificate in another's name, one proof for two things, a year outside the window.

Shown to the reader beside the contradictions between claims; nothing is taken from a claim for it.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from classifiers import holder
from classifiers.sentence import Reader
from pipeline.applicant_record import Applicant
from pipeline.document import Achievement
from pipeline.merging.conflicts import Merged, stands_in
from pipeline.merging.folding import folded_unit, simplified
from pipeline.merging.former_names import former_names
from pipeline.merging.granted_in_words import granted_in_words
from pipeline.merging.holder import owner_scope
from pipeline.merging.row_owners import strangers
from pipeline.packet_record import Claim, Conflict, Versions
from pipeline.record import DocumentRecord

NOT_DATED = frozenset({"honor_title"})
"""Titles are kept for life: a window of years does not shut them out."""
CITED_WITHIN = 80
"""Characters after a claim within which a proof is cited for it: 获一等奖（见证书3）."""
DATED_WITHIN = 60
"""Characters before a claim within which its year stands: 早在2015年，“…”曾获."""
LONGEST_TITLE = 80
LONGEST_FORM = 20_000
FIRST_LINES = 6

_PERIOD = re.compile(r"((?:19|20)\d\d)\s*年?\s*[-—–－~～至到]{1,2}\s*((?:19|20)\d\d)\s*年")
_ABOUT = re.compile(
    r"(?:申报|申请|考核|评审|统计|业绩|复核|评选)(?:年度|期间|周期|时段|时限|年限|起止年度|起止年月|期)[)）:：\t ]{0,3}"
    r"((?:19|20)\d\d)\s*年?\s*[-—–－~～至到]{1,2}\s*((?:19|20)\d\d)(?!\d)"
)
"""Where a form says outright which years it is about, in a line or in cells: 申报年度：2022—2024年."""
_CITED = re.compile(
    r"(?:详?见|证明见|佐证见)[ \u3000]*"
    r"((?:获奖|专利|荣誉)?(?:证书|证明|奖状|佐证|文件)[ \u3000]*[A-Za-z0-9一二三四五六七八九十①-⑳\-—.]{1,8})"
)
_YEAR = re.compile(r"((?:19|20)\d\d)年")
_FOUNDED = re.compile("成立|创建|组建|命名|挂牌|以来|至今|起")
_FIGURE = re.compile("[0-9０-９一二两三四五六七八九十百千万亿]")


def doubts(
    merged: Sequence[Merged],
    documents: Sequence[DocumentRecord],
    whose: Applicant,
    papers: Sequence[Versions],
    *,
    among: Sequence[Conflict] = (),
) -> Iterator[Conflict]:
    """Conflicts of proofs, by kind: `owner`, `status`, `reused`, `window`, `title`. `among` are the claims' own conflicts."""
    known = {document.id: document for document in documents}
    by_document: dict[str, list[Claim]] = defaultdict(list)
    for each in merged:
        for name in each.documents:
            by_document[name].append(each.claim)
    yield from _owners(documents, by_document, whose)
    yield from _rows_of_others(documents, by_document, whose)
    contested = {name for conflict in among if conflict.kind == "status" for name in conflict.claims}
    yield from granted_in_words(documents, by_document, contested=contested)
    yield from _reused(documents, by_document, known, papers)
    yield from _outside(merged, window(documents))
    for document in documents:
        yield from _titles(document, by_document[document.id])


def window(documents: Sequence[DocumentRecord]) -> tuple[int, int] | None:
    """The years that the application form says it is about; None where it says none, or several."""
    told = set()
    for document in documents:
        if document.kind == "form":
            said = list(_ABOUT.finditer(simplified(document.text[:LONGEST_FORM])))
            heads = [found for text in _heads(document) for found in _PERIOD.finditer(text)]
            told |= {(int(found[1]), int(found[2])) for found in said or heads}
    fitting = [period for period in told if period[0] <= period[1]]
    return fitting[0] if len(fitting) == 1 else None


def _heads(document: DocumentRecord) -> Iterator[str]:
    """The title, headings, and short lines without a TAB or a label among the first of a form."""
    yield document.title[:LONGEST_TITLE]
    for index, line in enumerate(document.lines):
        text = document.text[slice(*line.span)]
        plain = index < FIRST_LINES and "\t" not in text and not re.search("[：:]", text)
        if len(text) <= LONGEST_TITLE and (line.role in ("title", "heading") or plain):
            yield text


def _owners(documents: Sequence[DocumentRecord], claims: Mapping[str, list[Claim]], whose: Applicant) -> Iterator[Conflict]:
    """Rights whose owners are neither the studio, its people nor their employer, under whichever name it went."""
    former = former_names(documents, whose)
    for document in documents:
        for each in document.certificates:
            if each.kind not in ("patent", "software", "variety") or not each.owners:
                continue
            scopes = {owner_scope(owner, whose) for owner in each.owners}
            if scopes == {"third_party"} and not former & {simplified("".join(owner.split())) for owner in each.owners}:
                about = tuple(claim.id for claim in claims[document.id] if stands_in(claim, document.id, each.span))
                owners = "、".join(each.owners)
                yield Conflict("owner", about, owners if about else f"{each.name}: {owners}")


def _rows_of_others(
    documents: Sequence[DocumentRecord], claims: Mapping[str, list[Claim]], whose: Applicant
) -> Iterator[Conflict]:
    """Rows of lists in another's name."""
    for document in documents:
        for row in strangers(document, whose):
            about = tuple(claim.id for claim in claims[document.id] if stands_in(claim, document.id, row.row))
            if about:
                yield Conflict("owner", about, "、".join(row.owners))


def _reused(
    documents: Sequence[DocumentRecord],
    claims: Mapping[str, list[Claim]],
    known: Mapping[str, DocumentRecord],
    papers: Sequence[Versions],
) -> Iterator[Conflict]:
    """One proof cited for two things, one number on two things, one certificate filed in two folders."""
    cited: dict[str, dict[str, str]] = defaultdict(dict)
    for document in documents:
        if document.kind in ("form", "list", "report"):
            for match in _CITED.finditer(simplified(document.text)):
                claim = _before(claims[document.id], document.id, match.start())
                what = claim.id if claim else f"{document.id} {_cell(document.text, match.start())}"
                cited["".join(match[1].split())][what] = claim.id if claim else ""
    for proof, whats in cited.items():
        if len(whats) > 1:
            yield Conflict("reused", tuple(sorted({claim for claim in whats.values() if claim})), proof)
    for each in papers:
        for other in each.others:
            one, copy = known[each.leading], known[other.document]
            if other.why == "same_bytes" and one.certificates and _folder(one) != _folder(copy):
                about = sorted({claim.id for name in (one.id, copy.id) for claim in claims[name]})
                yield Conflict("reused", tuple(about), f"{one.path} / {copy.path}")


def _outside(merged: Sequence[Merged], years: tuple[int, int] | None) -> Iterator[Conflict]:
    """Claims dated before or after the years that the application is about."""
    if years is None:
        return
    for each in merged:
        claim = each.claim
        last = claim.window.last or claim.window.first
        first = claim.window.first or claim.window.last
        if claim.category in NOT_DATED or claim.window.kind == "cumulative" or last is None or first is None:
            continue
        if (last < years[0] or first > years[1]) and claim.status != "planned" and _dated(each, last):
            yield Conflict("window", (claim.id,), f"{first if first == last else f'{first}-{last}'} / {years[0]}-{years[1]}")


def _dated(each: Merged, year: int) -> bool:
    """Whether a paper dates the claim so: in its row, or as the last year before it in its sentence that founds nothing."""
    for one in each.facts:
        text, (start, end) = one.document.text, one.found.span
        if one.found.date.startswith(str(year)) or str(year) in text[start:end]:
            return True
        first = max(text.rfind("\n", 0, start), text.rfind("。", 0, start)) + 1
        before = simplified(text[max(first, start - DATED_WITHIN) : start])
        told = list(_YEAR.finditer(before))
        if told and told[-1][1] == str(year) and not _FOUNDED.search(before[told[-1].end() :][:12]):
            return True
    return False


def _titles(document: DocumentRecord, claims: Sequence[Claim]) -> Iterator[Conflict]:
    """A figure in the headline that the text below it does not bear out."""
    title = simplified(document.title.strip())
    if document.kind not in ("news", "report") or len(title) > LONGEST_TITLE or not _FIGURE.search(title):
        return
    for told in _reader().read(title, holder.of_document(title, "", title)).achievements:
        if told.quantity is None:
            continue
        same = [claim for claim in claims if claim.quantity is not None and _comparable(claim, told)]
        if same and not any(_agrees(claim, told.quantity, told.approx) for claim in same):
            yield Conflict("title", tuple(claim.id for claim in same), title)


def _comparable(claim: Claim, told: Achievement) -> bool:
    same_unit = folded_unit(claim.category, claim.unit) == folded_unit(told.category, told.unit)
    return claim.category == told.category and claim.status == told.status and same_unit


def _agrees(claim: Claim, quantity: float, approx: str | None) -> bool:
    """Whether a figure of the text is the headline's, or within what 过, 近 and 约 leave open."""
    own = claim.quantity or 0
    if approx == "over":
        return quantity <= own < quantity * 2
    return own == quantity if approx in (None, "exact") else quantity * 0.8 <= own <= quantity * 1.2


def _before(claims: Sequence[Claim], document: str, position: int) -> Claim | None:
    """The claim whose words end last before `position`, near enough to be what the proof is cited for."""
    ends = [
        (piece.span[1], claim)
        for claim in claims
        for piece in claim.evidence
        if piece.document == document and 0 <= position - piece.span[1] <= CITED_WITHIN
    ]
    return max(ends, key=_end)[1] if ends else None


def _cell(text: str, position: int) -> int:
    """Where the cell or line begins that holds `position`."""
    return max(text.rfind("\t", 0, position), text.rfind("\n", 0, position))


def _folder(document: DocumentRecord) -> str:
    return document.path.rpartition("/")[0]


def _end(item: tuple[int, Claim]) -> int:
    return item[0]


@cache
def _reader() -> Reader:
    return Reader()
