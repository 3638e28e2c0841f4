"""The command line: parse, make the configuration, one call, report.

Results go to stdout, progress and logs to stderr, both UTF-8 whatever the console's code page. `pipeline.errors.ExitCode`
says how a command may end. The commands stand in `pipeline.commands`; the run and the store are imported only by those that
use them: SQLAlchemy and openpyxl take a second to start, which `clean`, `tag` and `lines` need not wait for.
"""

import io
import sys
import traceback
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from pipeline import config as configuration
from pipeline import logs, report
from pipeline.commands import machine, packets, pages, results, sentences
from pipeline.errors import ExitCode, XingpingError

app = typer.Typer(
    name="xingping",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="From a folder of application packets, or a heap of scraped news, to dossiers an expert can trust.",
)
config_app = typer.Typer(no_args_is_help=True, help="What is set.", rich_markup_mode=None)
app.add_typer(config_app, name="config")
COMMANDS = (
    packets.run,
    packets.retry,
    packets.forget,
    packets.packets,
    packets.read,
    pages.clean,
    pages.find,
    sentences.tag,
    sentences.train,
    sentences.evaluate,
    sentences.lines,
    results.status,
    results.failed,
    results.why,
    results.export,
    machine.doctor,
)
"""In the order in which --help lists them; each has the name of its function."""
for command in COMMANDS:
    app.command()(command)
config_app.command("show")(machine.config_show)


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


if __name__ == "__main__":
    main()
