"""The indicators of a rubric as an expert reads them: what is found, how strong, where, and what is missing."""

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from pipeline.entries import Entry
from pipeline.examined import Spot
from pipeline.indicators import Asked, Met, Piece, Searched, Standing
from pipeline.packet_record import Claim
from pipeline.points import Line, Reference, plain
from pipeline.rubric import Group, Indicator, Item
from pipeline.wording.labels import label
from pipeline.wording.place import where

PROOFS = ("certificate", "word", "news")
MOST_SPOTS = 6


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that the indicator asks for; `standing` is proved, told or absent."""

    name: str
    standing: Standing
    told: str
    entries: tuple[Entry, ...]
    spots: tuple[Spot, ...]
    expected: bool


@dataclass(frozen=True, slots=True)
class Sum:
    """The arithmetic of one group, with the claims that are not counted and why."""

    name: str
    told: str
    points: str
    left_out: tuple[tuple[Entry, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorSection:
    """One indicator. `sums` and `points` are empty unless reference points are asked for."""

    anchor: str
    number: int
    title: str
    proof: str
    strengths: tuple[tuple[str, str, int], ...]
    """Class, name and number of the claims of each proof."""
    needs: tuple[Need, ...]
    missing: tuple[Need, ...]
    entries: tuple[Entry, ...]
    sums: tuple[Sum, ...]
    points: str
    most: str

    @property
    def anything(self) -> bool:
        """Whether anything at all was found for it."""
        return bool(self.entries) or any(need.standing != "absent" for need in self.needs)

    @property
    def met(self) -> int:
        """How many of the things asked for were found at all."""
        return sum(need.standing != "absent" for need in self.needs)

    @property
    def told(self) -> tuple[Entry, ...]:
        """Those told in words or with a figure."""
        return tuple(entry for entry in self.entries if not entry.listed)

    @property
    def rows(self) -> tuple[Entry, ...]:
        """Those that stand in a list alone."""
        return tuple(entry for entry in self.entries if entry.listed)


def homes(met: Sequence[Met], rest: Sequence[Claim], *, script: str) -> dict[str, tuple[str, str]]:
    """The anchor and the name of each claim's indicator, in reading order; the rest comes last."""
    found = {claim.id: (anchor(each.indicator), named(each.indicator, script)) for each in met for claim in each.claims}
    return found | {claim.id: ("rest", label("rubric", "rest", script=script)) for claim in rest}


def sections(
    met: Sequence[Met],
    entries: Mapping[str, Entry],
    numbers: Mapping[str, int],
    *,
    points: Reference | None = None,
    unlisted: Set[str] = frozenset(),
    script: str = "hans",
) -> tuple[IndicatorSection, ...]:
    """A section an indicator, in the rubric's order; `numbers` are the documents' numbers by id.

    `unlisted` are the ids of claims that the dossier has no room for.
    """
    made = []
    for number, each in enumerate(met, 1):
        needs = tuple(_need(asked, entries, numbers, script) for asked in each.asked)
        reckoned = points.indicators[number - 1] if points else None
        tally = Counter(claim.proof for claim in each.claims)
        strengths = tuple((kind, label("proof", kind, script=script), tally[kind]) for kind in PROOFS if tally[kind])
        made.append(
            IndicatorSection(
                anchor=anchor(each.indicator),
                number=number,
                title=named(each.indicator, script),
                proof=each.indicator.proof,
                strengths=strengths,
                needs=needs,
                missing=tuple(need for need in needs if need.expected and need.standing != "proved"),
                entries=tuple(entries[claim.id] for claim in each.claims if claim.id not in unlisted),
                sums=tuple(_sum(line, entries, script) for line in reckoned.lines) if reckoned else (),
                points=plain(reckoned.points) if reckoned else "",
                most=plain(each.indicator.points),
            )
        )
    return tuple(made)


def where_searched(searched: Searched, *, script: str) -> str:
    """Such as: 已查14份材料（32页），未见；另有2份未能完整读取."""
    told = label("rubric", "searched", script=script).replace("{0}", str(searched.files))
    if searched.pages:
        told += label("rubric", "searched_pages", script=script).replace("{0}", str(searched.pages))
    if searched.unread:
        told += label("rubric", "searched_unread", script=script).replace("{0}", str(searched.unread))
    return told


def anchor(indicator: Indicator) -> str:
    return f"indicator-{indicator.id}"


def named(thing: Indicator | Group | Item, script: str) -> str:
    """The name of an indicator, a group or an item in the reader's script."""
    return thing.hant if script == "hant" else thing.hans


def _need(asked: Asked, entries: Mapping[str, Entry], numbers: Mapping[str, int], script: str) -> Need:
    return Need(
        named(asked.item, script),
        asked.standing,
        label("rubric", asked.standing, script=script),
        tuple(entries[claim.id] for claim in asked.claims),
        tuple(_spot(piece, numbers, script) for piece in asked.pieces[:MOST_SPOTS]),
        asked.item.expected,
    )


def _spot(piece: Piece, numbers: Mapping[str, int], script: str) -> Spot:
    words = " ".join(piece.text.replace("\t", "｜").split())
    return Spot(piece.document, numbers[piece.document], where(piece.places, script=script), words)


def _sum(line: Line, entries: Mapping[str, Entry], script: str) -> Sum:
    left_out = tuple((entries[name], label("uncounted", why, script=script)) for name, why in line.left_out)
    return Sum(named(line.group, script), str(line), plain(line.points), left_out)
