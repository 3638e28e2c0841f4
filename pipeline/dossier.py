"""What an expert reads of one packet, as values: the page of a minute, then all evidence, quoted where it stands.

Renderers (`pipeline.render`) only lay these values out. Every word here is either a label from `corpus/lexicon/labels.tsv` or
the applicant's own characters, so that a quotation in Traditional stays Traditional.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from pipeline import points, rubric
from pipeline.applicant_record import Applicant
from pipeline.document import State
from pipeline.entries import Entry, Section, entries, file_anchor, in_order
from pipeline.examined import Checked, Paper, examined, numbered, papers
from pipeline.indicator_sections import IndicatorSection, Need, homes, sections, where_searched
from pipeline.indicators import Standing, meet, searched
from pipeline.merging.proofs import window
from pipeline.packet_record import Claim, PacketRecord
from pipeline.pictures import NONE, Pictures
from pipeline.ranking import by_weight, counts, strongest
from pipeline.record import DocumentRecord
from pipeline.rubric import Rubric
from pipeline.wording.labels import label
from pipeline.wording.place import told_where

MOST_TOLD, MOST_LISTED, MOST_FILES = 2_000, 6_000, 4_000
"""Claims told in full, claims told by a row, and files in the list of files: what a dossier of some megabytes holds.

What is left out is counted in it; the workbook and the records have all.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """By what a dossier is ordered, and whether it shows reference points."""

    rubric: Rubric
    points: bool = False


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Claims that do not go together, and in what."""

    anchor: str
    kind: str
    entries: tuple[Entry, ...]
    detail: str
    """What is told, for a conflict between a claim and its proof, or of proofs that no claim cites."""
    is_sum: bool
    """Whether it is a total and the figures of its years, and no list."""

    @property
    def plain(self) -> bool:
        """Whether the detail says more than the claims do: of one claim or none, or a sum."""
        return len(self.entries) < 2 or self.is_sum


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One document of the packet with its outcome."""

    anchor: str
    document: str
    number: int
    path: str
    kind: str
    state: State
    state_name: str
    reasons: tuple[str, ...]
    flags: tuple[str, ...]
    entries: tuple[Entry, ...]
    """The claims that cite it, in reading order."""
    pages: tuple[tuple[int, str], ...]
    """Its pages that are drawn whole, each with where its picture lies."""


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
    sections: tuple[IndicatorSection, ...]
    """Evidence in the order of the rubric's indicators."""
    rest: Section
    """Claims that stand under no indicator."""
    missing: tuple[tuple[IndicatorSection, tuple[Need, ...]], ...]
    """What each indicator asks for and is not there, or is only told."""
    searched: str
    rubric: str
    notes: tuple[str, ...]
    years: str
    points: str
    """The reference figure of all; empty unless it is asked for, as are `notes` and `years`."""
    most: str
    apart: Section
    files: tuple[File, ...]
    checks: tuple[Checked, ...]
    papers: tuple[Paper, ...]
    claims: int
    proved: int
    left_out: int
    """Pieces of pages that would have made the dossier too large; their whole pages are there."""
    claims_left_out: int
    files_left_out: int

    def lacking(self, standing: Standing) -> tuple[tuple[IndicatorSection, Need], ...]:
        """What is missing of one standing, with the indicator that asks for it."""
        return tuple((section, need) for section, needs in self.missing for need in needs if need.standing == standing)


def dossier(
    packet: PacketRecord,
    documents: Sequence[DocumentRecord],
    *,
    asking: Asking | None = None,
    pictures: Pictures = NONE,
    script: str = "hans",
    limit: int = 10,
) -> Dossier:
    """The dossier of `packet`; `documents` are its members in any order, `limit` how many claims the first page shows.

    `pictures` are what was drawn of the pages.

    `script` chooses the labels, never the quotations. Raises KeyError when evidence names a document that is not given.
    """
    asking = asking or Asking(rubric=rubric.default())
    known = {document.id: document for document in documents}
    ordered = in_order(known)
    numbers = numbered(ordered)
    counted = [claim for claim in packet.claims if counts(claim)]
    met, rest = meet(asking.rubric, packet, ordered)
    full, listed, unlisted = _by_room(packet, counted)
    at = homes(met, rest, script=script)
    made = entries(packet, known, homes=at, pictures=pictures, brief=listed | unlisted, script=script)
    reference = points.reference(asking.rubric, met, years=window(ordered)) if asking.points else None
    under = sections(met, made, numbers, points=reference, unlisted=unlisted, script=script)
    every = _files(packet, known, made, pictures, script)
    files = _listed(every, frozenset(piece.document for claim in packet.claims if claim.id in full for piece in claim.evidence))
    apart = tuple(made[claim.id] for claim in packet.claims if not counts(claim) and claim.id not in unlisted)
    return Dossier(
        name=packet.name,
        applicant=packet.applicant,
        strongest=tuple(made[claim.id] for claim in strongest(counted, limit=limit, conflicts=packet.conflicts)),
        doubtful=_doubtful(packet, counted, made),
        contradictions=_contradictions(packet, made, script),
        unread=tuple(file for file in every if file.state != "ok"),
        flagged=tuple(file for file in every if file.flags),
        sections=under,
        rest=Section(
            "rest", label("rubric", "rest", script=script), tuple(made[claim.id] for claim in rest if claim.id not in unlisted)
        ),
        missing=tuple((each, each.missing) for each in under if each.missing),
        searched=where_searched(searched(ordered), script=script),
        rubric=asking.rubric.name,
        notes=asking.rubric.notes if reference else (),
        years=_years(reference, script),
        points=points.plain(reference.total) if reference else "",
        most=points.plain(asking.rubric.total),
        apart=Section("apart", label("ui", "apart", script=script), apart),
        files=files,
        checks=examined(packet, numbers, script=script),
        papers=papers(packet, numbers, script=script),
        claims=len(counted),
        proved=sum(claim.proof == "certificate" for claim in counted),
        left_out=pictures.left_out,
        claims_left_out=len(unlisted),
        files_left_out=len(every) - len(files),
    )


def _by_room(packet: PacketRecord, counted: Sequence[Claim]) -> tuple[Set[str], Set[str], Set[str]]:
    """The ids of the claims told in full, by a row, and not at all: the weightiest first, those that do not count last."""
    ids = [claim.id for claim in packet.claims]
    if len(ids) > MOST_TOLD:
        weighty = [claim.id for claim in by_weight(counted)]
        known = frozenset(weighty)
        ids = [*weighty, *(name for name in ids if name not in known)]
    rows = MOST_TOLD + MOST_LISTED
    return frozenset(ids[:MOST_TOLD]), frozenset(ids[MOST_TOLD:rows]), frozenset(ids[rows:])


def _listed(files: tuple[File, ...], cited: Set[str]) -> tuple[File, ...]:
    """The files that the list has room for, in order: first those that claims told in full cite, then those not plainly read."""
    if len(files) <= MOST_FILES:
        return files
    plain = {file.number: file.state == "ok" and not file.flags for file in files}
    ranked = sorted((file.document not in cited, plain[file.number], file.number) for file in files)
    kept = frozenset(number for _, _, number in ranked[:MOST_FILES])
    return tuple(file for file in files if file.number in kept)


def _doubtful(packet: PacketRecord, counted: Sequence[Claim], made: Mapping[str, Entry]) -> tuple[Entry, ...]:
    """The claims to look at twice; not those of which a contradiction tells already that they are not granted yet."""
    contested = {name for conflict in packet.conflicts if conflict.kind == "status" for name in conflict.claims}
    return tuple(entry for claim in counted if (entry := made[claim.id]).doubts or (entry.status and claim.id not in contested))


def _contradictions(packet: PacketRecord, made: Mapping[str, Entry], script: str) -> tuple[Contradiction, ...]:
    return tuple(
        Contradiction(
            f"conflict-{number}",
            label("conflict", found.kind, script=script),
            tuple(made[name] for name in found.claims),
            found.detail,
            found.kind == "years_sum",
        )
        for number, found in enumerate(packet.conflicts, 1)
    )


def _years(reference: points.Reference | None, script: str) -> str:
    """The years that count, as told beside the reference points."""
    if reference is None:
        return ""
    if reference.years is None:
        return label("rubric", "no_years", script=script)
    first, last = reference.years
    return label("rubric", "years", script=script).replace("{0}", f"{first}–{last}")


def _files(
    packet: PacketRecord,
    known: Mapping[str, DocumentRecord],
    entries: Mapping[str, Entry],
    pictures: Pictures,
    script: str,
) -> tuple[File, ...]:
    cited: dict[str, dict[str, Entry]] = defaultdict(dict)
    for claim in packet.claims:
        for piece in claim.evidence:
            cited[piece.document][claim.id] = entries[claim.id]
    return tuple(
        _file(
            document,
            number,
            tuple(sorted(cited[document.id].values(), key=_entry_number)),
            pictures.pages.get(document.id, ()),
            script,
        )
        for number, document in enumerate(in_order(known), 1)
    )


def _file(
    document: DocumentRecord, number: int, entries: tuple[Entry, ...], pages: tuple[tuple[int, str], ...], script: str
) -> File:
    return File(
        anchor=file_anchor(document),
        document=document.id,
        number=number,
        path=document.path,
        kind=label("kind", document.kind, script=script),
        state=document.state,
        state_name=label("state", document.state, script=script),
        reasons=tuple(noted(label("reason", note.code, script=script), note.where, script) for note in document.reasons),
        flags=tuple(noted(label("flag", note.code, script=script), note.where, script, note.count) for note in document.flags),
        entries=entries,
        pages=pages,
    )


def noted(name: str, place: str, script: str, count: int = 1) -> str:
    """A reason or a flag with how often and where."""
    number = f" ×{count}" if count > 1 else ""
    return f"{name}{number}（{told_where(place, script=script)}）" if place else f"{name}{number}"


def _entry_number(entry: Entry) -> int:
    return entry.number
