"""Copies of one article on many sites: told by the lines they share, then by a sketch of their words (MinHash).

Syndicated news is cut, given another title and another byline, and sometimes reworded here and there. Two pages are copies
when most of the shorter one's letters stand in lines that the longer one has too, or when their sketches agree. Lines are
compared as letters and digits of the Simplified text, so that a Traditional mirror is a copy of its Simplified source.
"""

import hashlib
import re
import struct
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

PERMUTATIONS = 64
BANDS = 16
"""Bands of four values: texts that share half of their shingles meet in one of them with a probability of .64, at .7 of .99."""
SHINGLE = 5
LINE = 12
"""Letters from which a line tells one article from another; shorter ones (headings, names) stand in many."""
LINES = 24
"""Longest lines of a page that are kept for comparison."""
SHARED = 0.6
"""Part of the letters in the shorter one's kept lines that must be shared."""
ALIKE = 0.7
"""Part of the sketch that must agree."""
SHORTEST = 60
"""Letters below which only the same text is a copy."""
CROWD = 8
"""How many groups a page is compared with for one thing they share."""
_LETTERS = re.compile(r"\W+")
Compared = Callable[["Fingerprint", "Fingerprint"], bool]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What is kept of a page's text for comparison: letters in all, (hash, letters) of its longest lines, the sketch."""

    letters: int
    lines: tuple[tuple[int, int], ...]
    sketch: bytes


def fingerprint(text: str) -> Fingerprint:
    """The fingerprint of a body in Simplified, a paragraph a line.

    >>> one, other = fingerprint("甲乙丙丁戊己庚辛壬癸子丑寅卯"), fingerprint("甲乙丙丁，戊己庚辛、壬癸子丑寅卯。")
    >>> one == other
    True
    """
    lines = [bare for line in text.split("\n") if (bare := _LETTERS.sub("", line))]
    letters = "".join(lines)
    told = sorted((line for line in lines if len(line) >= LINE), key=_longest)[:LINES] or [letters]
    hashed = {_hash(line): len(line) for line in told if line}
    return Fingerprint(len(letters), tuple(sorted(hashed.items())), _sketch(letters))


def leads(pages: Sequence[Fingerprint], better: Callable[[int], tuple[object, ...]]) -> list[int]:
    """For each page the index of the one that leads its group, itself where it stands alone.

    `better(index)` is a sort key: of a group the page with the smallest leads.
    """
    groups = _Groups(len(pages))
    for things in _shared_things(pages):
        for crowd in things.values():
            _join(groups, pages, crowd)
    members: dict[int, list[int]] = defaultdict(list)
    for index in range(len(pages)):
        members[groups.of(index)].append(index)
    leading = {root: min(found, key=better) for root, found in members.items()}
    return [leading[groups.of(index)] for index in range(len(pages))]


def are_copies(one: Fingerprint, other: Fingerprint) -> bool:
    """Whether two pages carry the same article."""
    if min(one.letters, other.letters) < SHORTEST:
        return one.letters == other.letters and one.lines == other.lines
    shorter, longer = sorted((one, other), key=_kept_letters)
    known = {line for line, _ in longer.lines}
    shared = sum(size for line, size in shorter.lines if line in known)
    return shared >= SHARED * _kept_letters(shorter) or _agreement(one.sketch, other.sketch) >= ALIKE


def packed(found: Fingerprint) -> bytes:
    """The fingerprint as bytes, for the store."""
    lines = b"".join(struct.pack(">QI", *line) for line in found.lines)
    return struct.pack(">II", found.letters, len(found.lines)) + lines + found.sketch


def unpacked(data: bytes) -> Fingerprint:
    """The fingerprint that `packed` made into bytes."""
    letters, count = struct.unpack_from(">II", data)
    lines = tuple(struct.unpack_from(">QI", data, 8 + 12 * number) for number in range(count))
    return Fingerprint(letters, tuple((line, size) for line, size in lines), data[8 + 12 * count :])


def _shared_things(pages: Sequence[Fingerprint]) -> Iterator[dict[object, list[int]]]:
    """Pages by what they have in common: by lines in sixteen parts, then by one band of the sketch after another.

    Part by part, so that only a part of all hashes is in memory at once.
    """
    for part in range(16):
        yield _by(((line, index) for index, page in enumerate(pages) for line, _ in page.lines if line % 16 == part))
    width = 4 * PERMUTATIONS // BANDS
    for band in range(BANDS):
        yield _by(
            (page.sketch[band * width : (band + 1) * width], index)
            for index, page in enumerate(pages)
            if page.letters >= SHORTEST
        )


def _by(pairs: Iterable[tuple[object, int]]) -> dict[object, list[int]]:
    found: dict[object, list[int]] = defaultdict(list)
    for thing, index in pairs:
        found[thing].append(index)
    return {thing: indexes for thing, indexes in found.items() if len(indexes) > 1}


def _join(groups: "_Groups", pages: Sequence[Fingerprint], crowd: Sequence[int]) -> None:
    """Join the pages of a crowd that are copies. A thing that very many share is furniture: few comparisons settle it."""
    seen: list[int] = []
    for index in crowd:
        known = {groups.of(other) for other in seen}
        if groups.of(index) in known:
            continue
        for other in seen:
            if are_copies(pages[index], pages[other]):
                groups.join(index, other)
                break
        else:
            if len(seen) < CROWD:
                seen.append(index)


class _Groups:
    """Disjoint sets of numbers."""

    def __init__(self, count: int) -> None:
        self.parent = list(range(count))

    def of(self, index: int) -> int:
        while self.parent[index] != index:
            self.parent[index] = self.parent[self.parent[index]]
            index = self.parent[index]
        return index

    def join(self, one: int, other: int) -> None:
        first, second = sorted((self.of(one), self.of(other)))
        self.parent[second] = first


def _sketch(letters: str) -> bytes:
    from rensa import RMinHash  # pyright: ignore[reportAttributeAccessIssue]  # noqa: PLC0415  loaded where pages are compared

    sketch = RMinHash(num_perm=PERMUTATIONS, seed=42)
    sketch.update([letters[start : start + SHINGLE] for start in range(max(1, len(letters) - SHINGLE + 1))])
    return struct.pack(f">{PERMUTATIONS}I", *sketch.digest())


def _agreement(one: bytes, other: bytes) -> float:
    same = sum(one[start : start + 4] == other[start : start + 4] for start in range(0, len(one), 4))
    return same / PERMUTATIONS


def _hash(line: str) -> int:
    return int.from_bytes(hashlib.blake2b(line.encode("utf-8", "replace"), digest_size=8).digest(), "big")


def _longest(line: str) -> tuple[int, str]:
    return -len(line), line


def _kept_letters(found: Fingerprint) -> int:
    return sum(size for _, size in found.lines)
