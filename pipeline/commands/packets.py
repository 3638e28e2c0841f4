"""Packets: a run over them, what is taken for one, one file of one, and erasing one."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline import report, report_run, single
from pipeline.commands.context import asked, config_of, watched
from pipeline.commands.given import write
from pipeline.commands.options import AsJson, EventStream, Inputs, Points, RubricFile, Workspace
from pipeline.errors import ExitCode
from pipeline.record import to_json


def run(
    context: typer.Context,
    inputs: Inputs,
    workspace: Workspace,
    verify: Annotated[bool, typer.Option("--verify", help="Hash every file, also one that seems unchanged.")] = False,
    events: EventStream = None,
    rubric: RubricFile = None,
    points: Points = False,
) -> None:
    """Process packets in bulk and write their dossiers; what was done before is not done again."""
    from pipeline import run as bulk

    config = asked(config_of(context), rubric, points=points)
    with watched(events) as progress:
        summary = bulk.run(inputs, workspace=workspace, config=config, progress=progress, verify=verify)
    report_run.summary(summary, workspace=str(workspace))
    raise typer.Exit(summary.exit_code)


def retry(
    context: typer.Context,
    workspace: Workspace,
    reason: Annotated[list[str], typer.Option(help="A reason as `failed` shows it; may be given again.", metavar="REASON")],
    events: EventStream = None,
    rubric: RubricFile = None,
    points: Points = False,
) -> None:
    """Read again what ended with a reason, such as LIMIT_TIME; everything else is left as it is."""
    from pipeline import run as bulk

    config = asked(config_of(context), rubric, points=points)
    with watched(events) as progress:
        summary = bulk.retry(reason, workspace=workspace, config=config, progress=progress)
    report_run.summary(summary, workspace=str(workspace))
    raise typer.Exit(summary.exit_code)


def forget(
    context: typer.Context,
    packet: Annotated[str, typer.Argument(help="A packet's id or name.")],
    workspace: Workspace,
    rubric: RubricFile = None,
) -> None:
    """Erase a packet wherever the workspace keeps it; the files it was made from stay."""
    from pipeline.forget import forget as erase
    from pipeline.rubric import load

    asked_by = asked(config_of(context), rubric, points=False).dossier.rubric
    count = erase(packet, workspace=workspace, rubric=load(Path(asked_by) if asked_by else None))
    report.error(f"{count} documents of {packet} are erased; a run over their files makes them anew")


def packets(context: typer.Context, inputs: Inputs, as_json: AsJson = False) -> None:
    """What would be taken for a packet, and by which rule, before any document is processed."""
    report.packets(single.packets(inputs, config=config_of(context)), as_json=as_json)


def read(context: typer.Context, file: Annotated[Path, typer.Argument(metavar="FILE")], as_json: AsJson = False) -> None:
    """One file, all that is found in it; with --json its record, then those of its children."""
    records = single.read_file(file, config=config_of(context))
    for record in records:
        if as_json:
            write(to_json(record))
        else:
            report.document(record)
    raise typer.Exit(ExitCode.SOME_FAILED if records[0].state in {"refused", "failed"} else ExitCode.COMPLETE)
