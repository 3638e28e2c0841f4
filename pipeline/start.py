"""Where the command `xingping` begins: what Ctrl-C does is settled before the rest is imported."""

from typing import NoReturn

from pipeline import interrupts


def main() -> NoReturn:
    """Run the command line and end the process with the code its outcome has."""
    interrupts.end_imports()
    from pipeline import cli

    cli.main()
