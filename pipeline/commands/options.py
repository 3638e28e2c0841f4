"""Options and arguments that several commands have."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.errors import ConfigError
from pipeline.script import Target

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


def one_of(strict: bool, gentle: bool) -> None:
    """Raises ConfigError where both are asked for."""
    if strict and gentle:
        raise ConfigError("--strict and --gentle exclude each other")
