"""Claims as they are read: each with its figure, its standing and all its evidence, quoted where it stands."""

import re
from collections import defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace

from pipeline.merging.labels import named
from pipeline.packet_record import Claim, PacketRecord
from pipeline.pictures import NONE, Crop, Pictures
from pipeline.record import AchievementRecord, DocumentRecord, WindowRecord
from pipeline.wording.drawn import Drawn, drawn
from pipeline.wording.labels import label
from pipeline.wording.place import where
from pipeline.wording.quote import Quote, quote

NAMED = frozenset({"ip_right", "knowledge_output", "tech_project", "process_improve"})
PRIZED = frozenset({"award_result", "appraisal_cert"})
CELLS = "｜"
"""What stands between the cells of a row that is told in one line."""
SHORTEST_TOLD = 6
"""Letters by which the words of a cell tell a figure without the label beside it: 14人晋升技师, but not 5件."""
MOST_PROOFS = 24
"""Pieces of evidence of a claim that are told; the workbook and the records have all."""
_ITEM = re.compile(r"^\s*(?:[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、](?!\d))\s*")
"""The number of an item in a list, before its words: （一）取得專利3件."""
DOUBTED = 0.6
"""A claim read with less confidence than this is shown as doubtful."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One piece of evidence: the words in their sentence and where they stand. `anchor` names it within the dossier."""

    anchor: str
    document: str
    """The anchor of its file in the list of documents."""
    number: int
    """The file's number there."""
    file: str
    kind: str
    where: str
    quote: Quote
    drawn: Drawn | None
    """The rows of the table it stands in."""
    crops: tuple[Crop, ...]
    """The pages it stands on, as they look."""

    @property
    def pictured(self) -> bool:
        """Whether a piece of the page shows it, so that its table need not be drawn."""
        return any(crop.strip for crop in self.crops)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One claim as it is read. Empty strings are attributes that the papers do not state."""

    anchor: str
    number: int
    category: str
    """In four letters, for lists."""
    title: str
    """What is counted and how many; empty for a thing known by its own words."""
    words: str
    """The claim in its own words, for lists: a row of a list by the name of its thing."""
    figure: str
    level: str
    status: str
    """Empty when achieved: only what is not yet so needs saying."""
    scope: str
    window: str
    proof: str
    proof_class: str
    proofs: tuple[Proof, ...]
    conflicts: tuple[str, ...]
    """The anchors of the contradictions it stands in."""
    indicator: str
    """The anchor of the indicator it stands under; empty for what stands apart."""
    indicator_name: str
    doubts: tuple[str, ...]
    more: int = 0
    """Pieces of evidence beyond those told."""
    brief: bool = False
    """Whether it is one of more claims than a dossier tells in full."""

    @property
    def listed(self) -> bool:
        """Whether it is but a row of a list, with nothing that needs more than a row to say."""
        return self.brief or (len(self.proofs) == 1 and self.proofs[0].quote.row and not self.figure and not self.doubts)


@dataclass(frozen=True, slots=True)
class Section:
    """All claims of one category that count for the applicant, or those that do not."""

    anchor: str
    title: str
    entries: tuple[Entry, ...]

    @property
    def told(self) -> tuple[Entry, ...]:
        """Those told in words or with a figure."""
        return tuple(entry for entry in self.entries if not entry.listed)

    @property
    def rows(self) -> tuple[Entry, ...]:
        """Those that stand in a list alone."""
        return tuple(entry for entry in self.entries if entry.listed)


def entries(
    packet: PacketRecord,
    known: Mapping[str, DocumentRecord],
    *,
    homes: Mapping[str, tuple[str, str]],
    pictures: Pictures = NONE,
    brief: Set[str] = frozenset(),
    script: str,
) -> dict[str, Entry]:
    """Every claim's entry by id, numbered in reading order; those that do not count come last.

    `brief` are the ids of those told by a row alone, with their strongest evidence. `homes` gives the anchor and the name of
    each claim's indicator, in the order of the indicators.
    """
    contradictions: dict[str, list[str]] = defaultdict(list)
    for number, found in enumerate(packet.conflicts, 1):
        for name in found.claims:
            contradictions[name].append(f"conflict-{number}")
    numbers = {document.id: number for number, document in enumerate(in_order(known), 1)}
    claims = {claim.id: claim for claim in packet.claims}
    ordered = [*homes, *(name for name in claims if name not in homes)]
    made = {}
    for number, name in enumerate(ordered, 1):
        most = 1 if name in brief else MOST_PROOFS
        proofs = _proofs(claims[name], known, numbers, pictures, script, most)
        at = homes.get(name, ("", ""))
        entry = _entry(claims[name], number, proofs, conflicts=tuple(contradictions[name]), at=at, script=script)
        more = len(claims[name].evidence) - len(proofs)
        made[name] = replace(entry, more=more, brief=name in brief) if more or name in brief else entry
    return made


def figure(claim: Claim | AchievementRecord, *, script: str = "hans") -> str:
    """The figure as a person writes it: object, number with thousands set off, unit; empty without a number.

    Money of ten thousand or more is given in 万元 and 亿元.
    """
    if claim.change_from is not None or claim.change_to is not None:
        ends = [_number(end) for end in (claim.change_from, claim.change_to) if end is not None]
        return f"{' → '.join(ends)} {claim.unit or ''}".rstrip()
    if claim.quantity is None:
        return label("approx", claim.approx, script=script) if claim.approx == "several" else ""
    number, unit = _money(claim.quantity, claim.unit)
    if claim.quantity_max is not None:
        number = f"{number}～{_money(claim.quantity_max, claim.unit)[0]}"
    return f"{_approx(claim, number, unit, script)}{_currency(claim)}".strip()


def years(window: WindowRecord, *, script: str = "hans") -> str:
    """The years of a claim with what kind of time they are, such as 2019年起; empty when undated."""
    first, last = window.first, window.last
    if window.kind == "cumulative":
        if last is not None:
            return (
                _said("until", last, script)
                if first is None
                else f"{first}–{last} {label('window', 'cumulative', script=script)}"
            )
        return _said("since", first, script) if first is not None else label("window", "cumulative", script=script)
    first, last = first or last, last or first
    if first is None:
        return ""
    return f"{first}" if first == last else f"{first}–{last}"


def _said(key: str, year: int, script: str) -> str:
    return label("ui", key, script=script).replace("{0}", str(year))


def _words(claim: Claim, quoted: Quote, script: str) -> str:
    """A row by its thing's name and kind, where its other cells say little more; a figure with the thing it counts."""
    own = quoted.row or quoted.words.endswith(claim.name)
    if claim.category in PRIZED and claim.name and claim.quantity in (None, 1):
        return _prized(claim, quoted, script)
    if claim.category in NAMED and claim.name and own and not claim.quantity:
        return f"{claim.name}（{claim.object}）" if claim.object else claim.name
    last = _ITEM.sub("", quoted.told.rpartition(CELLS)[2].strip() if claim.quantity else _unlabelled(quoted.told))
    if len(last) >= SHORTEST_TOLD:
        return last
    if quoted.row and claim.name:
        return f"{claim.name}（{claim.object}）" if claim.object else claim.name
    return f"{claim.object}{last}" if claim.quantity and claim.object and claim.object not in quoted.told else quoted.told


def _prized(claim: Claim, quoted: Quote, script: str) -> str:
    """A work with its prize, in the words of its row's cell; with the grade, where the words are labels and values."""
    cells = [cell.strip() for cell in quoted.told.split(CELLS)]
    if claim.name not in quoted.told:
        return f"{claim.name}：{quoted.told}"
    prize = next((cell for cell in cells if ("奖" in cell or "獎" in cell) and cell != claim.name), "")
    if quoted.row and len(cells) > 1:
        return f"{claim.name}（{prize}）" if prize else claim.name
    grade = label("grade", claim.grade, script=script) if claim.grade else ""
    labelled = quoted.words.startswith(claim.name) and grade
    return f"{claim.name}（{grade}）" if labelled else quoted.told


def _unlabelled(told: str) -> str:
    """A row of a form without the label at its beginning: 主要荣誉｜全国五一劳动奖章."""
    first, bar, rest = told.partition(CELLS)
    return rest.strip(f" {CELLS}") if bar and named(first.strip()) else told


def _title(claim: Claim, script: str) -> str:
    told = figure(claim, script=script)
    return f"{claim.object or label('category', claim.category, script=script)} {told}" if told else ""


def _approx(claim: Claim | AchievementRecord, number: str, unit: str, script: str) -> str:
    word = label("approx", claim.approx, script=script) if claim.approx else ""
    spaced = f"{number} {unit}".rstrip()
    return f"{spaced}{word}" if claim.approx == "over" else f"{word}{' ' if word else ''}{spaced}"


def _currency(claim: Claim | AchievementRecord) -> str:
    return f"（{claim.currency}）" if claim.currency not in (None, "CNY") else ""


def _money(quantity: float, unit: str | None) -> tuple[str, str]:
    if unit == "元" and quantity >= 100_000_000:
        return _number(quantity / 100_000_000), "亿元"
    if unit == "元" and quantity >= 10_000:
        return _number(quantity / 10_000), "万元"
    return _number(quantity), unit or ""


def _number(value: float) -> str:
    """Thousands set off, no more decimals than were meant.

    >>> _number(1200), _number(3.0), _number(16.6)
    ('1,200', '3', '16.6')
    """
    return f"{int(value):,}" if value == int(value) else f"{value:,.4f}".rstrip("0")


def _entry(
    claim: Claim, number: int, proofs: tuple[Proof, ...], *, conflicts: tuple[str, ...], at: tuple[str, str], script: str
) -> Entry:
    return Entry(
        anchor=f"claim-{claim.id}",
        number=number,
        category=label("category_short", claim.category, script=script),
        title=_title(claim, script),
        words=_words(claim, proofs[0].quote, script),
        figure=figure(claim, script=script),
        level="" if claim.level == "unknown" else label("level", claim.level, script=script),
        status="" if claim.status == "achieved" else label("status", claim.status, script=script),
        scope="" if claim.scope == "studio" else label("scope", claim.scope, script=script),
        window=years(claim.window, script=script),
        proof=label("proof", claim.proof, script=script),
        proof_class=claim.proof,
        proofs=proofs,
        conflicts=conflicts,
        indicator=at[0],
        indicator_name=at[1],
        doubts=_doubts(claim, script),
    )


def _proofs(
    claim: Claim, known: Mapping[str, DocumentRecord], numbers: Mapping[str, int], pictures: Pictures, script: str, most: int
) -> tuple[Proof, ...]:
    return tuple(
        Proof(
            anchor=evidence_anchor(claim, index),
            document=file_anchor(known[piece.document]),
            number=numbers[piece.document],
            file=known[piece.document].path,
            kind=label("kind", piece.kind, script=script),
            where=where(piece.places, script=script),
            quote=quote(known[piece.document], piece.span),
            drawn=drawn(known[piece.document], piece.span),
            crops=pictures.crops.get(evidence_anchor(claim, index), ()),
        )
        for index, piece in enumerate(claim.evidence[:most], 1)
    )


def _doubts(claim: Claim, script: str) -> tuple[str, ...]:
    """What makes a reader look twice, beside a status that is not `achieved`."""
    doubts = []
    if claim.confidence < DOUBTED:
        doubts.append(label("doubt", "confidence", script=script))
    if claim.scope == "unclear":
        doubts.append(label("doubt", "scope", script=script))
    return tuple(doubts)


def evidence_anchor(claim: Claim, index: int) -> str:
    """Names a claim's piece of evidence (from 1) within the dossier."""
    return f"evidence-{claim.id}-{index}"


def file_anchor(document: DocumentRecord) -> str:
    return f"file-{document.id}"


def in_order(known: Mapping[str, DocumentRecord]) -> list[DocumentRecord]:
    return sorted(known.values(), key=_path)


def _path(document: DocumentRecord) -> tuple[str, str]:
    return document.path, document.id
