"""Sentences and lines: what they claim, what they are, and how well that is known."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from pipeline import report, texts
from pipeline.commands.given import given, write
from pipeline.commands.options import AsJson, AsJsonLines, File, Gentle, Strict, one_of


def tag(
    file: File = "-",
    jsonl: AsJsonLines = False,
    format: Annotated[str, typer.Option(help="jsonl, or label-studio or doccano for setting right.")] = "jsonl",
) -> None:
    """The achievements of texts given one a line; lines of one doc are each other's context."""
    if format != "jsonl":
        from pipeline import learning

        for line in learning.tasks(texts.tagged(given(file, jsonl=jsonl)), format):
            write(line)
        return
    for row in texts.tagged(given(file, jsonl=jsonl)):
        if jsonl:
            write(msgspec.json.encode(row))
        else:
            report.tags(row)


def train(
    files: Annotated[list[Path] | None, typer.Argument(help="Corrections.", metavar="FILE...", show_default=False)] = None,
    output: Annotated[
        Path | None, typer.Option(help="A folder for the models; without it, the program's own.", metavar="PATH")
    ] = None,
) -> None:
    """Make the tagger's models anew, from its own labelled sentences and from what people set right."""
    from pipeline import learning

    for line in learning.trained(files or [], output):
        write(line.encode())


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
        write(line.encode())


def lines(file: File = "-", jsonl: AsJsonLines = False, strict: Strict = False, gentle: Gentle = False) -> None:
    """The role of each line, what is kept of it and what is cut, with the reasons."""
    one_of(strict, gentle)
    for row in texts.classified(given(file, jsonl=jsonl), strict=strict, gentle=gentle):
        if jsonl:
            write(msgspec.json.encode(row))
        else:
            report.role(row)
