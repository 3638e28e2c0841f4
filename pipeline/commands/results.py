"""What a workspace holds: how its run stands, what failed, what led to a claim, and all of it given out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast, get_args

import typer

from pipeline import report_run
from pipeline.commands.context import asked, config_of, open_store
from pipeline.commands.given import write
from pipeline.commands.options import AsJson, Points, RubricFile, To, Workspace
from pipeline.errors import ConfigError

if TYPE_CHECKING:
    from pipeline.exporting import ExportFormat


def status(workspace: Workspace, as_json: AsJson = False) -> None:
    """How a run stands: documents and packets by state."""
    with open_store(workspace) as store:
        report_run.status(store, as_json=as_json)


def failed(workspace: Workspace, as_json: AsJson = False) -> None:
    """Every document that was not plainly read, and why."""
    with open_store(workspace) as store:
        report_run.failed(store.failed(), as_json=as_json)


def why(id: Annotated[str, typer.Argument(help="A document's, claim's or packet's id.")], workspace: Workspace) -> None:
    """Everything that led to one document, claim or packet."""
    with open_store(workspace) as store:
        found = store.ids(id)
        if not found:
            raise ConfigError(f"nothing in {workspace} has an id that begins with {id}")
        report_run.why(store, found)


def export(
    context: typer.Context,
    workspace: Workspace,
    format: Annotated[str, typer.Option(help="jsonl, parquet, xlsx, html or docx.")] = "jsonl",
    rows: Annotated[str, typer.Option(help="documents, claims or packets, for jsonl and parquet.")] = "documents",
    output: Annotated[
        Path | None,
        typer.Option(help="A file, or a folder for html and docx; without it, standard output for jsonl.", metavar="PATH"),
    ] = None,
    to: To = "keep",
    blind: Annotated[bool, typer.Option("--blind", help="Replace names, employers, phone and identity numbers.")] = False,
    rubric: RubricFile = None,
    points: Points = False,
) -> None:
    """All that a run found: records, dossiers or the workbook, in the same order every time."""
    from pipeline import exporting
    from pipeline.dossier import Asking
    from pipeline.rubric import load

    config = asked(config_of(context), rubric, points=points)
    reading = config.dossier
    asking = Asking(rubric=load(Path(reading.rubric) if reading.rubric else None), points=reading.points)
    wanted = exporting.Wanted(
        format=_export_format(format),
        rows=rows,
        to=to,
        blind=blind,
        asking=asking,
        crops=reading.crops,
        pages=reading.pages,
        workers=config.worker_count,
        limits=config.limits,
    )
    with open_store(workspace) as store:
        for line in exporting.export(store, wanted, output):
            write(line)


def _export_format(name: str) -> "ExportFormat":
    from pipeline.exporting import ExportFormat

    if name not in get_args(ExportFormat):
        raise ConfigError(f"--format {name}: there are {', '.join(get_args(ExportFormat))}")
    return cast("ExportFormat", name)
