"""Pages of news: one or a hundred thousand cleaned, and found again."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline import clean as cleaning
from pipeline import report, report_run, single
from pipeline import sites as site_rules
from pipeline.commands.context import config_of, open_store, watched
from pipeline.commands.given import on_disk, write, write_all
from pipeline.commands.options import AsJson, Gentle, Pages, Strict, To, Workspace, one_of
from pipeline.errors import ConfigError, ExitCode
from pipeline.script import Target

if TYPE_CHECKING:
    from extractors.sites import Site
    from pipeline.store import Store


def clean(
    context: typer.Context,
    inputs: Pages,
    to: To = "keep",
    format: Annotated[
        cleaning.CleanFormat, typer.Option(help="text, markdown, json or html (kept and cut side by side).")
    ] = "text",
    strict: Strict = False,
    gentle: Gentle = False,
    workspace: Annotated[Path | None, typer.Option(help="The folder that holds the work on many pages.", metavar="DIR")] = None,
    output: Annotated[
        Path | None, typer.Option(help="Where many pages go: a folder, or a file for json.", metavar="PATH")
    ] = None,
    sites: Annotated[
        Path | None, typer.Option(help="Rules for pages of sites: which element is the article's, what to drop.", metavar="FILE")
    ] = None,
) -> None:
    """The body of a page or document alone, mended, in the script asked for; with --workspace, of any number of them."""
    one_of(strict, gentle)
    rules = site_rules.load(sites) if sites is not None else ()
    if workspace is not None:
        _clean_many(context, inputs, workspace, output, to=to, style=format, strict=strict, gentle=gentle, sites=rules)
        return
    if len(inputs) != 1 or output is not None:
        raise ConfigError("more than one page needs --workspace, the folder in which the work can go on after an interruption")
    with on_disk(inputs[0]) as path:
        if format == "html":
            write(single.page_sides(path, config=config_of(context), strict=strict, gentle=gentle, sites=rules).encode())
            return
        found = single.clean_file(path, config=config_of(context), to=to, strict=strict, gentle=gentle, sites=rules)
    for note in found.reasons:
        report.error(f"{inputs[0]}: {note.code} {note.where}: {note.detail}")
    if found.cleaned is None:
        raise typer.Exit(ExitCode.SOME_FAILED)
    write(cleaning.rendered(found.cleaned, format).encode())


def find(
    workspace: Workspace,
    words: Annotated[list[str] | None, typer.Argument(help="Words that must all be there.", metavar="WORDS")] = None,
    category: Annotated[str, typer.Option(help="A category of achievement, such as process_improve.")] = "",
    level: Annotated[str, typer.Option(help="A level of achievement, such as national.")] = "",
    region: Annotated[str, typer.Option(help="A province.")] = "",
    publisher: Annotated[str, typer.Option(help="A part of the publisher's name.")] = "",
    since: Annotated[str, typer.Option(help="Published then or later: 2024 or 2024-03-01.")] = "",
    until: Annotated[str, typer.Option(help="Published then or before.")] = "",
    copies: Annotated[bool, typer.Option("--copies", help="List copies of an article too.")] = False,
    limit: Annotated[int, typer.Option(help="How many to list.")] = 20,
    as_json: AsJson = False,
) -> None:
    """Documents and pages of a workspace by words of their kept text and achievements, in either script."""
    from pipeline.editing import report_search, search

    query = search.Query(
        words=words or (), category=category, level=level, region=region, publisher=publisher, since=since, until=until,
        copies=copies, limit=limit,
    )  # fmt: skip
    with open_store(workspace) as store:
        report_search.found(search.find(store, workspace, query), as_json=as_json)


def _clean_many(
    context: typer.Context,
    inputs: list[str],
    workspace: Path,
    output: Path | None,
    *,
    to: Target,
    style: cleaning.CleanFormat,
    strict: bool,
    gentle: bool,
    sites: "tuple[Site, ...]",
) -> None:
    from pipeline.editing import bulk

    with watched(None) as progress:
        paths = [Path(name) for name in inputs]
        summary = bulk.clean_pages(
            paths, workspace=workspace, config=config_of(context), strict=strict, gentle=gentle, sites=sites, progress=progress
        )
    if output is not None and not summary.interrupted:
        with open_store(workspace) as store:
            _give_out(store, output, to=to, style=style)
    report_run.pages(summary, workspace=str(workspace))
    raise typer.Exit(summary.exit_code)


def _give_out(store: "Store", output: Path, *, to: Target, style: cleaning.CleanFormat) -> None:
    from pipeline.editing import output as given
    from pipeline.editing.store_pages import Pages as PageStore

    if style == "json":
        write_all(given.json_lines(PageStore(store), to=to), None if str(output) == "-" else output)
    else:
        given.write_folder(PageStore(store), output, style=style, to=to)
