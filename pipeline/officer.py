"""What the officer who runs the reading wants to know of it: what came in, what was not read and why, what took long.

Counted from the store, so that it tells of the whole workspace and not of the last run alone.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from heapq import nlargest

from pipeline.merging.kin import Kin
from pipeline.packet_record import PacketRecord
from pipeline.record import DocumentRecord

SLOWEST = 10
MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class Told:
    """One file that was not plainly read or that is flagged."""

    packet: str
    id: str
    path: str
    state: str
    codes: tuple[str, ...]


@dataclass(slots=True)
class RunReport:
    """The report as values: `slow` has seconds, packet's name and path; lists are cut at `MOST_LISTED`, counts are whole."""

    packets: int = 0
    files: int = 0
    pages: int = 0
    """Pages of paper: of files that have none, such as sheets and saved web pages, none are counted."""
    recognised: int = 0
    """Pages whose text was recognised from their picture."""
    states: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    flags: Counter[str] = field(default_factory=Counter)
    unread: list[Told] = field(default_factory=list)
    flagged: list[Told] = field(default_factory=list)
    slow: list[tuple[float, str, str]] = field(default_factory=list)
    proofs: list[tuple[str, str, int, int]] = field(default_factory=list)
    """Packet's id and name, claims with a certificate and without."""
    alike: tuple[Kin, ...] = ()


def run_report(
    names: Mapping[str, str],
    costs: Iterable[tuple[float, str, str]],
    documents: Iterable[DocumentRecord],
    packets: Iterable[PacketRecord],
    *,
    recognised: int = 0,
    alike: Sequence[Kin] = (),
) -> RunReport:
    """The report on everything that a workspace holds.

    `names` are the packets' by id, `costs` seconds, packet's id and path of each document.
    """
    report = RunReport(packets=len(names), recognised=recognised, alike=tuple(alike))
    report.slow = nlargest(SLOWEST, ((seconds, names.get(packet, ""), path) for seconds, packet, path in costs))
    for document in documents:
        _count(report, document, names.get(document.packet or "", ""))
    for one in packets:
        proved = sum(claim.proof == "certificate" for claim in one.claims)
        report.proofs.append((one.id, one.name, proved, len(one.claims) - proved))
    return report


def _count(report: RunReport, document: DocumentRecord, packet: str) -> None:
    """Count one document in."""
    reasons = tuple(dict.fromkeys(str(reason.code) for reason in document.reasons))
    flags = tuple(dict.fromkeys(str(flag.code) for flag in document.flags))
    report.files += 1
    report.pages += max((place.page or 0 for line in document.lines for place in line.places), default=0)
    report.states[document.state] += 1
    report.reasons.update(reasons)
    report.flags.update(flags)
    told = Told(packet, document.packet or "", document.path, document.state, reasons)
    if document.state != "ok" and len(report.unread) < MOST_LISTED:
        report.unread.append(told)
    if flags and len(report.flagged) < MOST_LISTED:
        report.flagged.append(replace(told, codes=flags))
