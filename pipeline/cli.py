"""The command line: parse, make the configuration, one call, report.

Results go to stdout, progress and logs to stderr, both UTF-8 whatever the console's code page. `pipeline.errors.ExitCode`
says how a command may end. The run and the store are imported only by the commands that use them: SQLAlchemy and openpyxl
take a second to start, which `clean`, `tag` and `lines` need not wait for.
"""

import io
import shutil
import sys
import tempfile
import traceback
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, NoReturn, cast, get_args

import msgspec
import typer

from pipeline import clean as cleaning
from pipeline import config as configuration
from pipeline import doctor as examination
from pipeline import logs, report, report_run, single, texts
from pipeline import sites as site_rules
from pipeline.config import Config
from pipeline.errors import ConfigError, ExitCode, XingpingError
from pipeline.events import Events
from pipeline.progress import Bar
from pipeline.record import to_json
from pipeline.script import Target

if TYPE_CHECKING:
    from extractors.sites import Site
    from pipeline.exporting import ExportFormat
    from pipeline.store import Store
    from pipeline.summary import Progress

app = typer.Typer(
    name="xingping",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="From a folder of application packets, or a heap of scraped news, to dossiers an expert can trust.",
)
config_app = typer.Typer(no_args_is_help=True, help="What is set.", rich_markup_mode=None)
app.add_typer(config_app, name="config")

Inputs = Annotated[list[Path], typer.Argument(help="Folders, archives or files.", metavar="INPUT...", show_default=False)]
Pages = Annotated[
    list[str],
    typer.Argument(help="A file, or - for standard input; with --workspace also folders, JSON lines, WARC.", metavar="FILE|-"),
]
File = Annotated[str, typer.Argument(help="A file, or - for standard input.", metavar="FILE|-")]
Workspace = Annotated[Path, typer.Option(help="The folder that holds the run.", metavar="DIR")]
To = Annotated[Target, typer.Option(help="The script of what is given: keep, hans, hant, tw or hk.", metavar="SCRIPT")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON, one record a line.")]
AsJsonLines = Annotated[bool, typer.Option("--jsonl", help="Objects with id and text in, one a line, and the same out.")]
EventStream = Annotated[
    Path | None, typer.Option("--events", help="A file to which the run writes what happens, as JSON lines.", metavar="PATH")
]
RubricFile = Annotated[
    Path | None, typer.Option("--rubric", help="A rubric (TOML) by whose indicators dossiers are ordered.", metavar="FILE")
]
Points = Annotated[bool, typer.Option("--points", help="Show reference points with their arithmetic; nothing is decided.")]
Strict = Annotated[bool, typer.Option("--strict", help="Cut what is doubtful too.")]
Gentle = Annotated[bool, typer.Option("--gentle", help="Keep what is doubtful.")]


def main() -> NoReturn:
    """Run the command line and end the process with the code its outcome has."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app(prog_name="xingping")
    except XingpingError as error:
        report.error(str(error))
        sys.exit(error.exit_code)
    except Exception:
        report.error("this is a fault of xingping itself; please report it with the lines below\n" + traceback.format_exc())
        sys.exit(ExitCode.INTERNAL)
    sys.exit(ExitCode.COMPLETE)


@app.callback()
def common(
    context: typer.Context,
    config: Annotated[Path | None, typer.Option(help="A configuration file (TOML).", metavar="FILE")] = None,
) -> None:
    context.obj = configuration.load(config)
    logs.start(context.obj.log)


@app.command()
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

    config = _asking(_config(context), rubric, points=points)
    with _progress(events) as progress:
        summary = bulk.run(inputs, workspace=workspace, config=config, progress=progress, verify=verify)
    report_run.summary(summary, workspace=str(workspace))
    raise typer.Exit(summary.exit_code)


@app.command()
def retry(
    context: typer.Context,
    workspace: Workspace,
    reason: Annotated[list[str], typer.Option(help="A reason as `failed` shows it; may be given again.", metavar="REASON")],
    events: EventStream = None,
) -> None:
    """Read again what ended with a reason, such as LIMIT_TIME; everything else is left as it is."""
    from pipeline import run as bulk

    with _progress(events) as progress:
        summary = bulk.retry(reason, workspace=workspace, config=_config(context), progress=progress)
    report_run.summary(summary, workspace=str(workspace))
    raise typer.Exit(summary.exit_code)


@app.command()
def forget(packet: Annotated[str, typer.Argument(help="A packet's id or name.")], workspace: Workspace) -> None:
    """Erase a packet wherever the workspace keeps it; the files it was made from stay."""
    from pipeline.forget import forget as erase

    count = erase(packet, workspace=workspace)
    report.error(f"{count} documents of {packet} are erased; a run over their files makes them anew")


@app.command()
def packets(context: typer.Context, inputs: Inputs, as_json: AsJson = False) -> None:
    """What would be taken for a packet, and by which rule, before any document is processed."""
    report.packets(single.packets(inputs, config=_config(context)), as_json=as_json)


@app.command()
def read(context: typer.Context, file: Annotated[Path, typer.Argument(metavar="FILE")], as_json: AsJson = False) -> None:
    """One file, all that is found in it; with --json its record, then those of its children."""
    records = single.read_file(file, config=_config(context))
    for record in records:
        if as_json:
            _write(to_json(record))
        else:
            report.document(record)
    raise typer.Exit(ExitCode.SOME_FAILED if records[0].state in {"refused", "failed"} else ExitCode.COMPLETE)


@app.command()
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
    _one_of(strict, gentle)
    rules = site_rules.load(sites) if sites is not None else ()
    if workspace is not None:
        _clean_many(context, inputs, workspace, output, to=to, style=format, strict=strict, gentle=gentle, sites=rules)
        return
    if len(inputs) != 1 or output is not None:
        raise ConfigError("more than one page needs --workspace, the folder in which the work can go on after an interruption")
    with _on_disk(inputs[0]) as path:
        if format == "html":
            _write(single.page_sides(path, config=_config(context), strict=strict, gentle=gentle, sites=rules).encode())
            return
        found = single.clean_file(path, config=_config(context), to=to, strict=strict, gentle=gentle, sites=rules)
    for note in found.reasons:
        report.error(f"{inputs[0]}: {note.code} {note.where}: {note.detail}")
    if found.cleaned is None:
        raise typer.Exit(ExitCode.SOME_FAILED)
    _write(cleaning.rendered(found.cleaned, format).encode())


@app.command()
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
    with _store(workspace) as store:
        report_search.found(search.find(store, workspace, query), as_json=as_json)


@app.command()
def tag(
    file: File = "-",
    jsonl: AsJsonLines = False,
    format: Annotated[str, typer.Option(help="jsonl, or label-studio or doccano for setting right.")] = "jsonl",
) -> None:
    """The achievements of texts given one a line; lines of one doc are each other's context."""
    if format != "jsonl":
        from pipeline import learning

        for line in learning.tasks(texts.tagged(_given(file, jsonl=jsonl)), format):
            _write(line)
        return
    for row in texts.tagged(_given(file, jsonl=jsonl)):
        if jsonl:
            _write(msgspec.json.encode(row))
        else:
            report.tags(row)


@app.command()
def train(
    files: Annotated[list[Path] | None, typer.Argument(help="Corrections.", metavar="FILE...", show_default=False)] = None,
    output: Annotated[
        Path | None, typer.Option(help="A folder for the models; without it, the program's own.", metavar="PATH")
    ] = None,
) -> None:
    """Make the tagger's models anew, from its own labelled sentences and from what people set right."""
    from pipeline import learning

    for line in learning.trained(files or [], output):
        _write(line.encode())


@app.command()
def evaluate(
    files: Annotated[list[Path] | None, typer.Argument(help="Labelled sentences.", metavar="FILE...", show_default=False)] = None,
    as_json: AsJson = False,
    html: Annotated[Path | None, typer.Option(help="A file for the same as a page with plots.", metavar="PATH")] = None,
    errors: Annotated[bool, typer.Option("--errors", help="Every sentence that is read otherwise than labelled.")] = False,
    curve: Annotated[bool, typer.Option("--curve", help="How more documents to learn from would help; takes minutes.")] = False,
) -> None:
    """How well the tagger agrees with labelled sentences, by category and attribute."""
    from pipeline import learning

    for line in learning.evaluated(files or [], as_json=as_json, html=html, errors=errors, curve=curve):
        _write(line.encode())


@app.command()
def lines(file: File = "-", jsonl: AsJsonLines = False, strict: Strict = False, gentle: Gentle = False) -> None:
    """The role of each line, what is kept of it and what is cut, with the reasons."""
    _one_of(strict, gentle)
    for row in texts.classified(_given(file, jsonl=jsonl), strict=strict, gentle=gentle):
        if jsonl:
            _write(msgspec.json.encode(row))
        else:
            report.role(row)


@app.command()
def status(workspace: Workspace, as_json: AsJson = False) -> None:
    """How a run stands: documents and packets by state."""
    with _store(workspace) as store:
        report_run.status(store, as_json=as_json)


@app.command()
def failed(workspace: Workspace, as_json: AsJson = False) -> None:
    """Every document that was not plainly read, and why."""
    with _store(workspace) as store:
        report_run.failed(store.failed(), as_json=as_json)


@app.command()
def why(id: Annotated[str, typer.Argument(help="A document's, claim's or packet's id.")], workspace: Workspace) -> None:
    """Everything that led to one document, claim or packet."""
    with _store(workspace) as store:
        found = store.ids(id)
        if not found:
            raise ConfigError(f"nothing in {workspace} has an id that begins with {id}")
        report_run.why(store, found)


@app.command()
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

    config = _asking(_config(context), rubric, points=points)
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
    with _store(workspace) as store:
        for line in exporting.export(store, wanted, output):
            _write(line)


@config_app.command("show")
def config_show(context: typer.Context) -> None:
    """Every setting with its value, as a TOML file to start from."""
    _write(configuration.to_toml(_config(context)).rstrip("\n").encode())


@app.command()
def doctor() -> None:
    """What this machine has, what it lacks, and what to do about it."""
    found = tuple(examination.findings())
    report.findings(found)
    if any(finding.verdict == "fault" for finding in found):
        raise typer.Exit(ExitCode.MISSING_TOOL)


def _export_format(name: str) -> "ExportFormat":
    from pipeline.exporting import ExportFormat

    if name not in get_args(ExportFormat):
        raise ConfigError(f"--format {name}: there are {', '.join(get_args(ExportFormat))}")
    return cast("ExportFormat", name)


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

    with _progress(None) as progress:
        paths = [Path(name) for name in inputs]
        summary = bulk.clean_pages(
            paths, workspace=workspace, config=_config(context), strict=strict, gentle=gentle, sites=sites, progress=progress
        )
    if output is not None and not summary.interrupted:
        with _store(workspace) as store:
            _give_out(store, output, to=to, style=style)
    report_run.pages(summary, workspace=str(workspace))
    raise typer.Exit(summary.exit_code)


def _give_out(store: "Store", output: Path, *, to: Target, style: cleaning.CleanFormat) -> None:
    from pipeline.editing import output as given
    from pipeline.editing.store_pages import Pages as PageStore

    if style == "json":
        _write_all(given.json_lines(PageStore(store), to=to), None if str(output) == "-" else output)
    else:
        given.write_folder(PageStore(store), output, style=style, to=to)


def _store(workspace: Path) -> "AbstractContextManager[Store]":
    from pipeline.store import Store

    return Store.open(workspace)


@contextmanager
def _progress(events: Path | None) -> Iterator["Progress"]:
    """A bar on the terminal, and the event stream where one is asked for."""
    with ExitStack() as stack:
        bar = stack.enter_context(Bar())
        yield bar if events is None else stack.enter_context(Events(events, bar))


def _config(context: typer.Context) -> Config:
    found: Config = context.obj
    return found


def _asking(config: Config, rubric: Path | None, *, points: bool) -> Config:
    """The configuration with what the command line says of the rubric."""
    reading = replace(config.dossier, points=points or config.dossier.points)
    return replace(config, dossier=reading if rubric is None else replace(reading, rubric=str(rubric)))


def _one_of(strict: bool, gentle: bool) -> None:
    if strict and gentle:
        raise ConfigError("--strict and --gentle exclude each other")


def _given(file: str, *, jsonl: bool) -> list[texts.Given]:
    """The lines of a file or of standard input; without --jsonl each plain line is a text of one document."""
    with _opened(file) as stream:
        if jsonl:
            return texts.read(stream)
        plain = (line.decode("utf-8", "replace").rstrip("\r\n") for line in stream)
        return [texts.Given(str(number), line, "-") for number, line in enumerate(plain, 1)]


def _opened(file: str) -> BinaryIO:
    if file == "-":
        return sys.stdin.buffer
    try:
        return Path(file).open("rb")
    except OSError as error:
        raise ConfigError(f"{file}: {error.strerror}") from error


@contextmanager
def _on_disk(file: str) -> Iterator[Path]:
    """The file itself, or standard input put into a file of our own."""
    if file != "-":
        yield Path(file)
        return
    with tempfile.TemporaryDirectory(prefix="xingping-") as folder:
        path = Path(folder) / "standard-input"
        with path.open("wb") as stream:
            shutil.copyfileobj(sys.stdin.buffer, stream)
        yield path


def _write(line: bytes) -> None:
    sys.stdout.buffer.write(line + b"\n")


def _write_all(lines: Iterable[bytes], output: Path | None) -> None:
    if output is None:
        for line in lines:
            _write(line)
        return
    with output.open("wb") as stream:
        stream.writelines(line + b"\n" for line in lines)


if __name__ == "__main__":
    main()
