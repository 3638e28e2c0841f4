"""Rights that a paper tells as granted while the packet's own notice of acceptance says that they are applied for.

The words are looked for by the name that the notice prints, whatever a sentence was tagged as.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from pipeline.merging.conflicts import stands_in
from pipeline.merging.folding import simplified
from pipeline.packet_record import Claim, Conflict
from pipeline.record import DocumentRecord
from pipeline.script import to_simplified

SHORTEST = 4
LONGEST_READ = 100_000
TOLD_IN = frozenset({"form", "report", "other", "news"})
_GRANTED = re.compile("[^。；;\n\t]{0,6}?(?:获得?|取得|荣获|授权|拥有)[^。；;，,\n\t]{0,12}?专利(?!申请|受理)")
_APPLIED = re.compile("申请|受理|申报|公开|实审|实质审查|待授权|尚未")


def granted_in_words(
    documents: Sequence[DocumentRecord], claims: Mapping[str, Sequence[Claim]], *, contested: Set[str]
) -> Iterator[Conflict]:
    """A conflict `status` for each right applied for by its notice that another paper calls granted.

    `claims` are those of each document; those in `contested` stand in such a conflict already.
    """
    granted = {name for found in claims.values() for claim in found if claim.status == "achieved" for name in _names(claim)}
    rights = [
        (notice.id, right, name)
        for notice in documents
        for right in notice.certificates
        if right.kind == "patent" and right.status == "applied"
        if len(name := _plain(right.name)) >= SHORTEST and name not in granted
    ]
    told = _told({name for _, _, name in rights}, documents) if rights else {}
    for notice, right, name in rights:
        about = tuple(claim.id for claim in claims[notice] if stands_in(claim, notice, right.span))
        if name in told and about and contested.isdisjoint(about):
            yield Conflict("status", about[:1], f"{right.number} / {told[name]}")


def _plain(name: str) -> str:
    return simplified("".join(name.split()))


def _names(claim: Claim) -> Iterator[str]:
    if claim.name:
        yield _plain(claim.name)


def _told(names: Set[str], documents: Iterable[DocumentRecord]) -> dict[str, str]:
    """Of each right by its name, the words of the first paper that calls it granted."""
    found: dict[str, str] = {}
    for paper in documents:
        text = to_simplified(paper.text[:LONGEST_READ]) if paper.kind in TOLD_IN else ""
        if len(text) != len(paper.text[:LONGEST_READ]):
            continue
        for name in names - found.keys():
            place = _granted(text, name)
            if place is not None:
                found[name] = paper.text[place[0] : place[1]]
    return found


def _granted(text: str, name: str) -> tuple[int, int] | None:
    """Where a text calls the right of this name granted."""
    start = text.find(name)
    while start >= 0:
        match = _GRANTED.match(text, start + len(name))
        if match and not _APPLIED.search(match[0]):
            return start, match.end()
        start = text.find(name, start + 1)
    return None
