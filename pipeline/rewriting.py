"""Records with their words changed letter for letter, so that every offset stays true: another script, or no names.

What would change the length of a line is left as the source has it.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from pipeline.script import Target, convert

Record = TypeVar("Record", bound=msgspec.Struct)
Change = Callable[[str], str]
NAMES = frozenset({"path", "sheet", "xpath"})
"""Keys that name something on a disk or in a file: in another script they would name nothing."""


def rewritten(record: Record, change: Change, *, keep: frozenset[str] = frozenset()) -> Record:
    """`record` with every string changed but those of the keys in `keep`.

    Raises ValueError for a change that gives a text another length.
    """
    return msgspec.convert(_walked(msgspec.to_builtins(record), change, keep), type(record))


def in_script(to: Target) -> Change:
    """The change that gives text in the script `to`, line by line."""

    def change(text: str) -> str:
        return text if text.isascii() else "\n".join(_line(line, to) for line in text.split("\n"))

    return change


def _line(line: str, to: Target) -> str:
    made = convert(line, to)
    return made if len(made) == len(line) else line


def _walked(value: Any, change: Change, keep: frozenset[str]) -> Any:
    if isinstance(value, str):
        made = change(value)
        if len(made) != len(value):
            raise ValueError(f"a text of {len(value)} characters became one of {len(made)}")
        return made
    if isinstance(value, dict):
        return {key: each if key in keep else _walked(each, change, keep) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_walked(each, change, keep) for each in value]
    return value
