"""A cleaned page with what was kept and what was cut side by side, so that a minute shows what was cut and why."""

from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import attrgetter

from pipeline.document import BODY_ROLES
from pipeline.record import DocumentRecord, LineRecord
from pipeline.render.html import rendered
from pipeline.wording.line_reasons import line_reason

SHOWN = BODY_ROLES | {"title", "byline"}
"""Roles of lines that stand on the side of what was kept; title and byline are kept as what they are, not as body."""


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a kept line; `cut` says that it was taken out of it."""

    text: str
    cut: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One row: a kept line in runs, or lines of one role that were cut together; `notes` are (role, reason, text)."""

    runs: tuple[Run, ...]
    role: str
    cut: tuple[str, ...]
    notes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with the side it stands on."""

    record: LineRecord
    kept: bool
    role: str


def page(record: DocumentRecord, *, script: str = "hans") -> str:
    """The page as a whole HTML document, without script and without any remote address."""
    rows = sides(record)
    kept = sum(len(run.text) for row in rows for run in row.runs if not run.cut)
    gone = sum(len(text) for row in rows for text in row.cut) + sum(len(run.text) for row in rows for run in row.runs if run.cut)
    running, reason = record.title or record.path, partial(line_reason, script=script)
    return rendered("sides.html.j2", script, running=running, reason=reason, record=record, rows=rows, kept=kept, gone=gone)


def sides(record: DocumentRecord) -> list[Side]:
    """The rows of a page in its own order; neighbouring lines that were cut for the same role are one row."""
    lines = [_Line(line, line.role in SHOWN, line.role) for line in record.lines]
    rows: list[Side] = []
    for (kept, role), group in groupby(lines, key=attrgetter("kept", "role")):
        found = [line.record for line in group]
        rows += [_kept(record.text, line) for line in found] if kept else [_cut(record.text, role, found)]
    return rows


def _kept(text: str, line: LineRecord) -> Side:
    runs: list[Run] = []
    start = line.span.start
    for cut in line.cuts:
        runs += [Run(text[start : cut.start], cut=False), Run(text[cut.start : cut.end], cut=True)]
        start = cut.end
    runs.append(Run(text[start : line.span.end], cut=False))
    notes = [(cut.role, cut.why, text[cut.start : cut.end]) for cut in line.cuts]
    if line.role not in BODY_ROLES:
        notes.append((line.role, "; ".join(line.why), ""))
    return Side(tuple(run for run in runs if run.text), line.role, (), tuple(notes))


def _cut(text: str, role: str, lines: list[LineRecord]) -> Side:
    said = tuple(text[line.span.start : line.span.end] for line in lines)
    reasons = dict.fromkeys(reason for line in lines for reason in line.why)
    return Side((), role, said, ((role, "; ".join(reasons), ""),))
