"""What an expert reads of one packet, as values: the page of a minute, then all evidence, quoted where it stands.

Renderers (`pipeline.render`) only lay these values out. Every word here is either a label from `corpus/lexicon/labels.tsv` or
the applicant's own characters, so that a quotation in Traditional stays Traditional.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from pipeline.document import Category, State
from pipeline.examined import Checked, Paper, examined, numbered, papers
from pipeline.ranking import counts, strongest
from pipeline.record import AchievementRecord, Applicant, Claim, DocumentRecord, PacketRecord, WindowRecord
from pipeline.wording.labels import label
from pipeline.wording.place import told_where, where
from pipeline.wording.quote import Quote, quote

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One claim as it is read. Empty strings are attributes that the papers do not state."""

    anchor: str
    number: int
    category: str
    """In four letters, for lists."""
    title: str
    """What is counted and how many; empty for a thing known by its own words."""
    figure: str
    level: str
    status: str
    """Empty when achieved: only what is not yet so needs saying."""
    scope: str
    window: str
    proof: str
    proof_class: str
    proofs: tuple[Proof, ...]
    contradicted: bool
    doubts: tuple[str, ...]

    @property
    def listed(self) -> bool:
        """Whether it is but a row of a list, with nothing that needs more than a row to say."""
        return len(self.proofs) == 1 and self.proofs[0].quote.row and not self.figure and not self.doubts


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


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Claims that do not go together, and in what."""

    kind: str
    entries: tuple[Entry, ...]
    detail: str
    """What is told, for a conflict between a claim and its proof, or of proofs that no claim cites."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One document of the packet with its outcome."""

    anchor: str
    number: int
    path: str
    kind: str
    state: State
    state_name: str
    reasons: tuple[str, ...]
    flags: tuple[str, ...]
    entries: tuple[Entry, ...]
    """The claims that cite it, in reading order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """One packet laid out for reading."""

    name: str
    applicant: Applicant
    strongest: tuple[Entry, ...]
    doubtful: tuple[Entry, ...]
    contradictions: tuple[Contradiction, ...]
    unread: tuple[File, ...]
    flagged: tuple[File, ...]
    sections: tuple[Section, ...]
    apart: Section
    files: tuple[File, ...]
    checks: tuple[Checked, ...]
    papers: tuple[Paper, ...]
    claims: int
    proved: int


def dossier(packet: PacketRecord, documents: Sequence[DocumentRecord], *, script: str = "hans", limit: int = 10) -> Dossier:
    """The dossier of `packet`; `documents` are its members in any order, `limit` how many claims the first page shows.

    `script` chooses the labels, never the quotations. Raises KeyError when evidence names a document that is not given.
    """
    known = {document.id: document for document in documents}
    counted = [claim for claim in packet.claims if counts(claim)]
    entries = _entries(packet, known, counted, script)
    files = _files(packet, known, entries, script)
    sections = _sections(counted, entries, script)
    contradictions = tuple(
        Contradiction(label("conflict", found.kind, script=script), tuple(entries[name] for name in found.claims), found.detail)
        for found in packet.conflicts
    )
    return Dossier(
        name=packet.name,
        applicant=packet.applicant,
        strongest=tuple(entries[claim.id] for claim in strongest(counted, limit=limit)),
        doubtful=tuple(entry for claim in counted if (entry := entries[claim.id]).doubts or entry.status),
        contradictions=contradictions,
        unread=tuple(file for file in files if file.state != "ok"),
        flagged=tuple(file for file in files if file.flags),
        sections=sections,
        apart=Section(
            "apart",
            label("ui", "apart", script=script),
            tuple(entries[claim.id] for claim in packet.claims if not counts(claim)),
        ),
        files=files,
        checks=examined(packet, numbered(documents), script=script),
        papers=papers(packet, numbered(documents), script=script),
        claims=len(counted),
        proved=sum(claim.proof == "certificate" for claim in counted),
    )


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


def _entries(
    packet: PacketRecord, known: Mapping[str, DocumentRecord], counted: Sequence[Claim], script: str
) -> dict[str, Entry]:
    """Every claim's entry by id, numbered in reading order; those that do not count come last."""
    contradicted = {name for found in packet.conflicts for name in found.claims}
    numbers = {document.id: number for number, document in enumerate(_in_order(known), 1)}
    ordered = [*counted, *(claim for claim in packet.claims if not counts(claim))]
    return {
        claim.id: _entry(
            claim, number, _proofs(claim, known, numbers, script), contradicted=claim.id in contradicted, script=script
        )
        for number, claim in enumerate(ordered, 1)
    }


def _entry(claim: Claim, number: int, proofs: tuple[Proof, ...], *, contradicted: bool, script: str) -> Entry:
    return Entry(
        anchor=f"claim-{claim.id}",
        number=number,
        category=label("category_short", claim.category, script=script),
        title=_title(claim, script),
        figure=figure(claim, script=script),
        level="" if claim.level == "unknown" else label("level", claim.level, script=script),
        status="" if claim.status == "achieved" else label("status", claim.status, script=script),
        scope="" if claim.scope == "studio" else label("scope", claim.scope, script=script),
        window=years(claim.window, script=script),
        proof=label("proof", claim.proof, script=script),
        proof_class=claim.proof,
        proofs=proofs,
        contradicted=contradicted,
        doubts=_doubts(claim, script),
    )


def _proofs(claim: Claim, known: Mapping[str, DocumentRecord], numbers: Mapping[str, int], script: str) -> tuple[Proof, ...]:
    return tuple(
        Proof(
            anchor=f"evidence-{claim.id}-{index}",
            document=_file_anchor(known[piece.document]),
            number=numbers[piece.document],
            file=known[piece.document].path,
            kind=label("kind", piece.kind, script=script),
            where=where(piece.places, script=script),
            quote=quote(known[piece.document], piece.span),
        )
        for index, piece in enumerate(claim.evidence, 1)
    )


def _doubts(claim: Claim, script: str) -> tuple[str, ...]:
    """What makes a reader look twice, beside a status that is not `achieved`."""
    doubts = []
    if claim.confidence < DOUBTED:
        doubts.append(label("doubt", "confidence", script=script))
    if claim.scope == "unclear":
        doubts.append(label("doubt", "scope", script=script))
    return tuple(doubts)


def _sections(counted: Sequence[Claim], entries: Mapping[str, Entry], script: str) -> tuple[Section, ...]:
    by_category: dict[Category, list[Entry]] = defaultdict(list)
    for claim in counted:
        by_category[claim.category].append(entries[claim.id])
    return tuple(
        Section(f"category-{category}", label("category", category, script=script), tuple(by_category[category]))
        for category in get_args(Category)
        if category in by_category
    )


def _files(
    packet: PacketRecord, known: Mapping[str, DocumentRecord], entries: Mapping[str, Entry], script: str
) -> tuple[File, ...]:
    cited: dict[str, dict[str, Entry]] = defaultdict(dict)
    for claim in packet.claims:
        for piece in claim.evidence:
            cited[piece.document][claim.id] = entries[claim.id]
    return tuple(
        _file(document, number, tuple(sorted(cited[document.id].values(), key=_entry_number)), script)
        for number, document in enumerate(_in_order(known), 1)
    )


def _file(document: DocumentRecord, number: int, entries: tuple[Entry, ...], script: str) -> File:
    return File(
        anchor=_file_anchor(document),
        number=number,
        path=document.path,
        kind=label("kind", document.kind, script=script),
        state=document.state,
        state_name=label("state", document.state, script=script),
        reasons=tuple(noted(label("reason", note.code, script=script), note.where, script) for note in document.reasons),
        flags=tuple(noted(label("flag", note.code, script=script), note.where, script, note.count) for note in document.flags),
        entries=entries,
    )


def noted(name: str, place: str, script: str, count: int = 1) -> str:
    """A reason or a flag with how often and where."""
    number = f" ×{count}" if count > 1 else ""
    return f"{name}{number}（{told_where(place, script=script)}）" if place else f"{name}{number}"


def _file_anchor(document: DocumentRecord) -> str:
    return f"file-{document.id}"


def _in_order(known: Mapping[str, DocumentRecord]) -> list[DocumentRecord]:
    return sorted(known.values(), key=_path)


def _entry_number(entry: Entry) -> int:
    return entry.number


def _path(document: DocumentRecord) -> tuple[str, str]:
    return document.path, document.id
