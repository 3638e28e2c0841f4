"""Papers of one packet that are one paper: the same file twice, one text in two formats, an earlier and a final version.

Certificates are made from one pattern and differ in a few letters, so of them only equal texts are one. Forms, reports and
other papers are versions of each other when most of their text is the same; in one format a letter more makes a version.
Words in the names say which leads (最终版 over 初稿, a higher number over a lower); where they do not, the later in the alphabet
is put first and marked unsure.
"""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from heapq import nsmallest
from itertools import combinations
from zlib import crc32

from corpus import tables
from pipeline.merging.folding import simplified
from pipeline.packet_record import Version, VersionKind, Versions
from pipeline.record import DocumentRecord

SHORTEST = 40
"""Letters below which a text is too short to be known again."""
LONGEST = 20_000
SHINGLE, SKETCH = 4, 256
SAME, VERSION = 0.93, 0.6
"""Shares of equal runs of four letters: a PDF of a Word text keeps .95 and more, a version with a changed figure .6."""
MOST = 300
VERSIONED = frozenset({"form", "report", "list", "other"})
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(r"(?:版|稿|v|ver|第)?[（(_\- ]?(\d{1,2})[)）]?(?:版|稿)?$", re.IGNORECASE)
_FORMATS = ("wordprocessingml", "msword", "spreadsheetml", "ms-excel", "text/plain", "pdf")
"""Where two formats hold one text, the one whose text is surest leads: this order of media types."""


@dataclass(frozen=True, slots=True)
class _Paper:
    record: DocumentRecord
    letters: int
    digits: tuple[str, ...]
    sketch: frozenset[int]


def versions(documents: Sequence[DocumentRecord]) -> tuple[Versions, ...]:
    """Groups of two or more documents that are one paper, in the order of their leading documents' paths."""
    papers = [_paper(document) for document in documents[:MOST] if not _is_archive(document)]
    why: dict[tuple[str, str], VersionKind] = {}
    for one, other in _candidates(papers):
        found = _alike(one, other)
        if found:
            why[one.record.id, other.record.id] = found
    known = {paper.record.id: paper.record for paper in papers}
    groups = (sorted((known[name] for name in group), key=_standing, reverse=True) for group in _joined(why))
    return tuple(sorted((_versions(group, why) for group in groups), key=lambda each: known[each.leading].path))


def superseded(found: Sequence[Versions]) -> frozenset[str]:
    """The ids of documents that another takes the place of."""
    return frozenset(other.document for each in found for other in each.others)


def _versions(group: Sequence[DocumentRecord], why: Mapping[tuple[str, str], VersionKind]) -> Versions:
    first, *others = group
    told = []
    for other in others:
        reason: VersionKind = why.get((first.id, other.id)) or why.get((other.id, first.id)) or "version"
        sure = reason != "version" or _standing(first)[:3] != _standing(other)[:3]
        told.append(Version(other.id, reason, sure))
    return Versions(first.id, tuple(told))


def _candidates(papers: Sequence[_Paper]) -> Iterator[tuple[_Paper, _Paper]]:
    """Pairs with the same bytes, or that share many runs of letters."""
    holders: dict[Hashable, list[int]] = defaultdict(list)
    for index, paper in enumerate(papers):
        if paper.record.bytes:
            holders[paper.record.sha256].append(index)
        for run in nsmallest(16, paper.sketch):
            holders[run].append(index)
    pairs = {pair for found in holders.values() if len(found) <= 20 for pair in combinations(found, 2)}
    yield from ((papers[first], papers[second]) for first, second in sorted(pairs))


def _alike(one: _Paper, other: _Paper) -> VersionKind | None:
    if one.record.sha256 == other.record.sha256:
        return "same_bytes"
    if min(one.letters, other.letters) < SHORTEST:
        return None
    share = _share(one.sketch, other.sketch)
    both = {one.record.kind, other.record.kind}
    versioned = len(both) == 1 and both <= VERSIONED
    changed = versioned and one.record.media_type == other.record.media_type and one.letters != other.letters
    if share >= SAME and one.digits == other.digits and not changed:
        return "same_text"
    return "version" if share >= VERSION and versioned else None


def _share(one: frozenset[int], other: frozenset[int]) -> float:
    """The share of equal runs, estimated from the smallest of both together (a bottom-k sketch)."""
    union = nsmallest(SKETCH, one | other)
    return sum(run in one and run in other for run in union) / len(union) if union else 0.0


def _joined(why: Iterable[tuple[str, str]]) -> list[list[str]]:
    groups: list[set[str]] = []
    for pair in why:
        near = [group for group in groups if group & set(pair)]
        groups = [group for group in groups if group not in near] + [set(pair).union(*near)]
    return [sorted(group) for group in groups]


def _paper(document: DocumentRecord) -> _Paper:
    body = "".join(document.text[span[0] : span[1]] for span in document.body)[:LONGEST]
    text = "".join(letter for letter in simplified(body) if letter.isalnum())
    runs = {crc32(text[index : index + SHINGLE].encode("utf-8", "replace")) for index in range(max(0, len(text) - SHINGLE + 1))}
    return _Paper(document, len(text), tuple(_DIGITS.findall(body)), frozenset(nsmallest(SKETCH, runs)))


def _standing(document: DocumentRecord) -> tuple[object, ...]:
    """What makes a paper lead: how far along its name says it is, its number, no copy, how sure its text is, its name."""
    name = simplified(document.path.rpartition("/")[2].rpartition("!")[2].rpartition(".")[0]).lower()
    ranks, copies = _words()
    rank = max((value for word, value in ranks if word in name), key=abs, default=0)
    number = _NUMBER.search(name)
    copy = any(word in name for word in copies)
    kind = next((index for index, each in enumerate(_FORMATS) if each in document.media_type), len(_FORMATS))
    state = document.state == "ok"
    return rank, int(number[1]) if number and rank > 0 else 0, not copy, state, -kind, -len(document.path), document.path


def _is_archive(document: DocumentRecord) -> bool:
    return document.kind == "other" and bool(document.lines) and all(line.role == "toc" for line in document.lines)


@cache
def _words() -> tuple[tuple[tuple[str, int], ...], tuple[str, ...]]:
    rows = tables.rows("version_words")
    ranks = tuple((word, int(row["rank"])) for row in rows if row["rank"] != "copy" for word in row["words"].split())
    return ranks, tuple(word for row in rows if row["rank"] == "copy" for word in row["words"].split())
