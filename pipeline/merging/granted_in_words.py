"""Rights that a paper tells as granted while the packet's own notice or list says that they are applied for.

The words are looked for by the name that the notice prints or the list's row gives, whatever a sentence was tagged as.
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
    """A conflict `status` for each right applied for by its notice or by a row of a list that another paper calls granted.

    `claims` are those of each document; those in `contested` stand in such a conflict already.
    """
    granted = {name for found in claims.values() for claim in found if claim.status == "achieved" for name in _names(claim)}
    rights = dict([*_listed(claims), *_noticed(documents, claims)])
    open_ = {name: right for name, right in rights.items() if name not in granted and len(name) >= SHORTEST}
    told = _told(set(open_), documents) if open_ else {}
    for name, (about, number) in open_.items():
        if name in told and about not in contested:
            yield Conflict("status", (about,), f"{number} / {told[name]}")


def _noticed(documents: Sequence[DocumentRecord], claims: Mapping[str, Sequence[Claim]]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Each right that a notice prints, by its name, with its claim's id and its number."""
    for notice in documents:
        for right in notice.certificates:
            if right.kind == "patent" and right.status == "applied":
                about = [claim.id for claim in claims[notice.id] if stands_in(claim, notice.id, right.span)]
                yield from ((_plain(right.name), (each, right.number)) for each in about[:1])


def _listed(claims: Mapping[str, Sequence[Claim]]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Each right that a claim with a name of its own says is applied for."""
    for found in claims.values():
        for claim in found:
            if claim.category == "ip_right" and claim.status == "applied":
                yield from ((name, (claim.id, claim.number or claim.name)) for name in _names(claim))


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
