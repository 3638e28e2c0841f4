"""What is set, and what this machine has."""

import typer

from pipeline import config as configuration
from pipeline import doctor as examination
from pipeline import report
from pipeline.commands.context import config_of
from pipeline.commands.given import write
from pipeline.errors import ExitCode


def config_show(context: typer.Context) -> None:
    """Every setting with its value, as a TOML file to start from."""
    write(configuration.to_toml(config_of(context)).rstrip("\n").encode())


def doctor() -> None:
    """What this machine has, what it lacks, and what to do about it."""
    found = tuple(examination.findings())
    report.findings(found)
    if any(finding.verdict == "fault" for finding in found):
        raise typer.Exit(ExitCode.MISSING_TOOL)
