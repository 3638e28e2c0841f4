"""What the command line shows a person: tables on stdout, errors on stderr.

Names and quoted text come from files nobody vouches for: control characters are shown escaped, and nothing is read as
markup.
"""

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.doctor import Finding
from pipeline.document import BODY_ROLES
from pipeline.intake.alike import alike
from pipeline.intake.plan import Plan
from pipeline.packet_record import Claim
from pipeline.record import AchievementRecord, DocumentRecord

SHOWN = 60
"""Characters of a quoted text that a table shows."""


def error(message: str) -> None:
    """One message on stderr."""
    print(f"xingping: {safe(message, keep_lines=True)}", file=sys.stderr)  # noqa: T201


def document(record: DocumentRecord) -> None:
    """One document: its state and reasons, its lines with their roles, its achievements."""
    screen = console()
    head = [safe(record.path), record.state, record.kind, record.media_type, f"script {record.script}"]
    screen.print(Text("  ".join(part for part in head if part), style="bold"))
    for reason in record.reasons:
        screen.print(Text(f"  {reason.code} {safe(reason.where)}: {safe(reason.detail)}", style="red"))
    for flag in record.flags:
        screen.print(Text(f"  {flag.code} x{flag.count} {safe(flag.where)} {safe(flag.detail)}", style="yellow"))
    dim = [line.role not in BODY_ROLES for line in record.lines]
    table(screen, ("role", "line"), [(line.role, _short(record.text[slice(*line.span)])) for line in record.lines], dim=dim)
    rows = [
        (found.category, figure(found), found.status, found.level, found.scope, _short(found.evidence))
        for found in record.achievements
    ]
    table(screen, ("achievement", "figure", "status", "level", "scope", "evidence"), rows)


def packets(plan: Plan, *, as_json: bool) -> None:
    """What would be taken for a packet, where it stands, which rule decided, and which may be of one applicant by their names."""
    groups = alike(plan.packets)
    others = {one.id: [other.id for other in group if other is not one] for group in groups for one in group}
    if as_json:
        json_lines(
            {"packet": one.name, "id": one.id, "place": one.place, "rule": one.rule, "alike": others.get(one.id, [])}
            for one in plan.packets
        )
        return
    screen = console()
    table(screen, ("packet", "place", "rule"), [(packet.name, packet.place, packet.rule) for packet in plan.packets])
    for group in groups:
        names = ", ".join(packet.name for packet in group)
        screen.print(safe(f"these may be of one applicant, by their names: {names}"))
    if plan.skipped:
        screen.print(safe(f"passed over as leftovers of systems and browsers: {', '.join(plan.skipped[:20])}"))


def tags(row: dict[str, Any]) -> None:
    """The achievements of one text."""
    screen = console()
    screen.print(Text(_short(row["text"])))
    for found in row["achievements"]:
        evidence = safe(row["text"][slice(*found["span"])])
        screen.print(Text(f"  {found['category']} {_figure(found)} {found['status']} “{evidence}”"))


def role(row: dict[str, Any]) -> None:
    """The role of one line, with what was cut out of it."""
    cuts = "; ".join(f"{cut[2]} “{safe(row['text'][cut[0] : cut[1]])}”" for cut in row["cuts"])
    shown = f"{row['role']:<12} {_short(row['text'])}  ({'; '.join(row['why'])})"
    console().print(Text(f"{shown}  cut: {cuts}" if cuts else shown))


def findings(found: Iterable[Finding]) -> None:
    """What the machine has."""
    signs = {"ok": "ok", "lack": "lacking", "fault": "FAULT"}
    rows = [(signs[each.verdict], each.name, each.found, each.advice) for each in found]
    table(console(), ("", "part", "found", "what to do"), rows)


def figure(found: AchievementRecord | Claim) -> str:
    """The figure of an achievement as a person writes it: ``12 项``, ``16.6→0 %``, or nothing."""
    keys = {"quantity": found.quantity, "quantity_max": found.quantity_max, "unit": found.unit}
    return _figure({**keys, "from": found.change_from, "to": found.change_to})


def console() -> Console:
    """Standard output as it is now; a pipe gets whole lines, a terminal its own width."""
    width = None if sys.stdout.isatty() else 160
    return Console(file=sys.stdout, width=width, highlight=False, markup=False, emoji=False)


def json_lines(rows: Iterable[Mapping[str, Any]]) -> None:
    """Objects on stdout, one a line."""
    for row in rows:
        sys.stdout.buffer.write(msgspec.json.encode(row) + b"\n")


def table(screen: Console, head: Sequence[str], rows: Sequence[Sequence[str]], *, dim: Sequence[bool] = ()) -> None:
    """A table of text; nothing where there are no rows. `dim` says which rows are shown faintly."""
    if not rows:
        return
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in head:
        grid.add_column(name, overflow="fold")
    for number, row in enumerate(rows):
        style = "dim" if number < len(dim) and dim[number] else ""
        grid.add_row(*(Text(safe(cell), style=style) for cell in row))
    screen.print(grid)


def safe(text: str, *, keep_lines: bool = False) -> str:
    """`text` with control, format and surrogate characters shown as escapes.

    >>> safe("a\\x1b[2Jb")
    'a\\\\x1b[2Jb'
    """
    kept = "\n" if keep_lines else ""
    return "".join(letter if letter.isprintable() or letter in kept else _escaped(letter) for letter in text)


def _escaped(letter: str) -> str:
    return letter.encode("unicode_escape").decode("ascii")


def _figure(found: dict[str, Any]) -> str:
    if found["from"] is not None or found["to"] is not None:
        ends = ["" if end is None else f"{end:,}" for end in (found["from"], found["to"])]
        number = "→".join(ends)
    elif found["quantity"] is None:
        return ""
    elif found["quantity_max"] is not None:
        number = f"{found['quantity']:,}–{found['quantity_max']:,}"
    else:
        number = f"{found['quantity']:,}"
    return f"{number} {found['unit'] or ''}".strip()


def _short(text: str) -> str:
    text = safe(text.replace("\t", " | "))
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
