"""What the command line shows of a run and its workspace: the closing table, packets, failures, the story of an id."""

from collections.abc import Iterable
from datetime import datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import msgspec

from pipeline.packet_record import Claim, PacketRecord
from pipeline.record import DocumentRecord
from pipeline.report import console, document, figure, json_lines, safe, table
from pipeline.summary import RunSummary

if TYPE_CHECKING:
    from pipeline.store import Store

SHARED = {"studio_and_leader": "studio and leader", "studio": "the studio's name", "leader": "the leader's name"}
KIN_NAMED = 6
"""How many packets of one applicant a line names."""
STATES = ("ok", "partial", "refused", "failed")


def summary(found: RunSummary, *, workspace: str) -> None:
    """The closing table of a run: packets with their documents by state, reasons, and where the dossiers are."""
    screen = console()
    rows = [
        (packet.name, *(str(packet.states[state] or "") for state in STATES), str(packet.claims), packet.dossier)
        for packet in sorted(found.packets, key=attrgetter("name", "id"))
    ]
    table(screen, ("packet", *STATES, "claims", "dossier"), rows)
    table(screen, ("reason", "documents"), [(code, str(count)) for code, count in sorted(found.reasons.items())])
    counts = ", ".join(f"{found.states[state]} {state}" for state in STATES)
    screen.print(
        f"{found.documents} documents in {len(found.packets)} packets: {counts}; "
        f"{found.reused} done before, {found.removed} removed, {found.seconds:.1f} s"
    )
    if found.skipped:
        screen.print(safe(f"passed over, leftovers of systems and browsers and workspaces: {', '.join(found.skipped[:20])}"))
    for alike in found.kin:
        shared = SHARED[alike.why]
        asked = "" if alike.sure else ", not the rest: are they one"
        names = [name for _, name in alike.packets]
        more = f" and {len(names) - KIN_NAMED} more" if len(names) > KIN_NAMED else ""
        screen.print(safe(f"{' and '.join(names[:KIN_NAMED])}{more} share {shared}{asked}; packets.csv can join them"))
    for packet in found.unmerged:
        why = f"{packet.reason}, {_last_line(packet.detail)}"
        screen.print(safe(f"{packet.name} could not be merged: {why}; its documents are kept, run again"))
    if found.lists_reason is not None:
        screen.print(
            safe(f"the list of packets and the workbook are not written: {found.lists_reason}, {_last_line(found.lists_detail)}")
        )
    if found.interrupted:
        screen.print("Interrupted; the same command goes on from here.")
    if found.some_failed:
        screen.print(f"xingping failed --workspace {safe(workspace)} says why each file was refused or failed.")


def pages(found: RunSummary, *, workspace: str) -> None:
    """The closing lines of a cleaning: pages by state, reasons, the slowest."""
    screen = console()
    table(screen, ("reason", "pages"), [(code, str(count)) for code, count in sorted(found.reasons.items())])
    counts = ", ".join(f"{found.states[state]} {state}" for state in STATES)
    screen.print(f"{found.documents} pages: {counts}; {found.reused} done before, {found.removed} removed, {found.seconds:.1f} s")
    if found.interrupted:
        screen.print("Interrupted; the same command goes on from here.")
    if found.some_failed:
        screen.print(f"xingping failed --workspace {safe(workspace)} says why each was refused or failed.")


def status(store: "Store", *, as_json: bool) -> None:
    """Documents by state and packets open or closed; of a run under way, how far it is."""
    states = store.states()
    last = store.last_run()
    run = dict(last._mapping) if last is not None else {}
    rows = store.packet_rows()
    closed = sum(1 for row in rows if row.key)
    if as_json:
        json_lines([{"documents": states, "packets": {"closed": closed, "open": len(rows) - closed}, "run": run}])
        return
    screen = console()
    table(screen, ("state", "documents"), [(state, str(states.get(state, 0))) for state in STATES])
    screen.print(f"packets: {closed} closed, {len(rows) - closed} open")
    if run:
        began = datetime.fromtimestamp(run["began"]).astimezone()
        counts = f"{run['done']} of {run['planned']} documents done, {run['failed']} failed or refused, {run['seconds']:.0f} s"
        screen.print(f"last run: {run['state']}, begun {began:%Y-%m-%d %H:%M}, {counts}")


def failed(rows: Iterable[Any], *, as_json: bool) -> None:
    """A row for each reason of each document that is not plainly ok."""
    if as_json:
        json_lines(dict(row._mapping) for row in rows)
        return
    cells = [(row.id, row.packet, row.path, row.state, row.code, f"{row.place} {row.detail}".strip()) for row in rows]
    table(console(), ("id", "packet", "file", "state", "reason", "detail"), cells)


def why(store: "Store", found: Iterable[tuple[str, str]]) -> None:
    """The story of each document, claim or packet of these (kind, id) pairs."""
    for kind, identifier in found:
        if kind == "document" and (record := store.document(identifier)) is not None:
            _document(record)
        elif kind == "packet" and (packet := store.packet(identifier)) is not None:
            _packet(packet)
        elif kind == "claim" and (both := store.claim(identifier)) is not None:
            _claim(*both)


def _document(record: DocumentRecord) -> None:
    document(record)
    screen = console()
    for line in record.lines:
        for cut in line.cuts:
            screen.print(safe(f"  cut ({cut.role}: {cut.why}): {record.text[cut.start : cut.end]}"))
    for found in record.achievements:
        screen.print(safe(f"  {found.category} “{found.evidence}”: {'; '.join(found.why)}"))


def _packet(packet: PacketRecord) -> None:
    screen = console()
    applicant = packet.applicant
    screen.print(safe(f"packet {packet.id} {packet.name}"))
    screen.print(safe(f"  studio {applicant.studio}  leader {applicant.leader}  employer {applicant.employer}"))
    rows = [
        (claim.id, claim.category, figure(claim), claim.status, claim.proof, str(len(claim.evidence))) for claim in packet.claims
    ]
    table(screen, ("claim", "category", "figure", "status", "proof", "evidence"), rows)
    for conflict in packet.conflicts:
        screen.print(safe(f"  conflict {conflict.kind}: {conflict.detail}"))


def _claim(packet: PacketRecord, claim: Claim) -> None:
    screen = console()
    screen.print(
        safe(f"claim {claim.id} of {packet.name}: {claim.category} {figure(claim)} {claim.status} {claim.level} {claim.scope}")
    )
    screen.print(safe(f"  because {'; '.join(claim.why)}"))
    for evidence in claim.evidence:
        place = msgspec.json.encode(evidence.places).decode()
        screen.print(safe(f"  {evidence.kind} {evidence.document} {place} “{evidence.text}”"))


def _last_line(detail: str) -> str:
    return detail.strip().rpartition("\n")[2]
