"""The formal check and the versions of papers as an officer reads them: what failed first, then what is for a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.packet_record import Check, EvidenceRecord, PacketRecord
from pipeline.record import DocumentRecord
from pipeline.wording.labels import label
from pipeline.wording.place import where

ORDER = ("fail", "undecidable", "pass")
MOST_PLACES = 6


@dataclass(frozen=True, slots=True)
class Spot:
    """One place: the file's number in the list of documents, where in it, and the words; all words are the file itself."""

    document: str
    number: int
    where: str
    words: str


@dataclass(frozen=True, slots=True)
class Checked:
    """One item with its outcome in the reader's words; `outcome` is pass, fail or undecidable."""

    item: str
    outcome: str
    result: str
    detail: str
    spots: tuple[Spot, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Copy:
    """A file that another takes the place of."""

    number: int
    document: str
    why: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Paper:
    """Files that are one paper: the one that leads, and the others."""

    number: int
    document: str
    copies: tuple[Copy, ...]


def examined(packet: PacketRecord, numbers: Mapping[str, int], *, script: str) -> tuple[Checked, ...]:
    """The items of the formal check; `numbers` are the documents' numbers by id."""
    found = sorted(packet.checks, key=_outcome)
    return tuple(_checked(check, numbers, script) for check in found)


def papers(packet: PacketRecord, numbers: Mapping[str, int], *, script: str) -> tuple[Paper, ...]:
    """Files that are one paper."""
    return tuple(
        Paper(
            numbers[each.leading],
            each.leading,
            tuple(
                Copy(numbers[other.document], other.document, label("version", other.why, script=script), other.sure)
                for other in each.others
            ),
        )
        for each in packet.versions
    )


def numbered(documents: Sequence[DocumentRecord]) -> dict[str, int]:
    """Each document's number in the order of the list of documents."""
    return {document.id: number for number, document in enumerate(sorted(documents, key=_path), 1)}


def _checked(check: Check, numbers: Mapping[str, int], script: str) -> Checked:
    pieces = list(dict.fromkeys(check.evidence))
    spots = tuple(_spot(piece, numbers, script) for piece in pieces[:MOST_PLACES])
    return Checked(
        label("check", check.item, script=script),
        check.result,
        label("result", check.result, script=script),
        check.detail,
        spots,
        len(pieces) - len(spots),
    )


def _spot(piece: EvidenceRecord, numbers: Mapping[str, int], script: str) -> Spot:
    return Spot(piece.document, numbers[piece.document], where(piece.places, script=script), piece.text.replace("\t", "｜"))


def _outcome(check: Check) -> int:
    return ORDER.index(check.result)


def _path(document: DocumentRecord) -> tuple[str, str]:
    return document.path, document.id
