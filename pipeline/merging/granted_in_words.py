"""Rights that a paper tells as granted while the packet's own notice of acceptance says that they are applied for.

The words are looked for by the name that the notice prints, whatever a sentence was tagged as.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from pipeline.merging.conflicts import stands_in
from pipeline.merging.folding import simplified
from pipeline.packet_record import Claim, Conflict
from pipeline.record import DocumentRecord

SHORTEST = 4
LONGEST_READ = 100_000
TOLD_IN = frozenset({"form", "report", "other", "news"})
_GRANTED = re.compile("[^。；;\n\t]{0,6}?(?:获得?|取得|荣获|授权|拥有)[^。；;，,\n\t]{0,12}?专利(?!申请|受理)")
_APPLIED = re.compile("申请|受理|申报|公开|实审|实质审查|待授权|尚未")


def granted_in_words(documents: Sequence[DocumentRecord], claims: Mapping[str, Sequence[Claim]]) -> Iterator[Conflict]:
    """A conflict `status` for each right applied for by its notice that another paper calls granted.

    `claims` are those of each document. A right that a claim tells as achieved is another conflict's, and left out here.
    """
    granted = {name for found in claims.values() for claim in found if claim.status == "achieved" for name in _names(claim)}
    for notice in documents:
        for right in notice.certificates:
            name = simplified("".join(right.name.split()))
            if right.kind != "patent" or right.status != "applied" or len(name) < SHORTEST or name in granted:
                continue
            words = next((words for paper in documents if (words := _told(paper, name))), "")
            about = tuple(claim.id for claim in claims[notice.id] if stands_in(claim, notice.id, right.span))
            if words and about:
                yield Conflict("status", about[:1], f"{right.number} / {words}")


def _names(claim: Claim) -> Iterator[str]:
    if claim.name:
        yield simplified("".join(claim.name.split()))


def _told(paper: DocumentRecord, name: str) -> str:
    """The paper's own words that call the right of this name granted; empty where there are none."""
    text = simplified(paper.text[:LONGEST_READ])
    if paper.kind not in TOLD_IN or len(text) != len(paper.text[:LONGEST_READ]):
        return ""
    start = text.find(name)
    while start >= 0:
        match = _GRANTED.match(text, start + len(name))
        if match and not _APPLIED.search(match[0]):
            return paper.text[start : match.end()]
        start = text.find(name, start + 1)
    return ""
