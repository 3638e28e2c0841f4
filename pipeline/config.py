"""What a user can set, and how it is read: frozen values from one TOML file.

A key that does not exist is an error that names its nearest neighbour, so that a misspelt limit is never silently the
default one.
"""

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, get_type_hints

import msgspec

from extractors.registry import Limits
from pipeline.errors import ConfigError

FILE_NAME = "xingping.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """How the program speaks of its own work, on stderr."""

    format: Literal["plain", "json"] = "plain"
    level: Literal["debug", "info", "warning", "error"] = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ocr:
    """Text recognition: pages of scans and pictures, one a job, in processes of their own."""

    workers: int = 0
    """Child processes, each about 0.5 GB; 0 is one for each processor, four at most."""
    pages: int = 1_000
    """Pages of one document; 0 turns recognition off."""
    seconds: float = 120.0
    """A page's time."""
    memory: int = 3 * 1024**3 // 2
    """Bytes a page may use beyond the engine's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a dossier is laid out."""

    rubric: str = ""
    """A rubric (TOML) by whose indicators dossiers are ordered; empty for the one that comes with the program."""
    points: bool = False
    """Whether dossiers show reference points with their arithmetic."""
    crops: int = 15
    """MB that pictures of pages may take within a dossier; 0 for none, and then no page is drawn."""
    pages: int = 300
    """Pages of a packet that are drawn for its dossier; whole ones lie in a folder beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything that can be set. `workers` 0 means one for each processor."""

    workers: int = 0
    limits: Limits = Limits()
    ocr: Ocr = Ocr()
    dossier: Reading = Reading()
    log: Log = Log()

    @property
    def worker_count(self) -> int:
        return self.workers if self.workers > 0 else os.cpu_count() or 1


def load(path: Path | None = None) -> Config:
    """The configuration of `path`, or of ``xingping.toml`` in the current folder, or the defaults.

    Raises ConfigError for a file that cannot be read, an unknown key and a value of the wrong type.
    """
    if path is None:
        path = Path(FILE_NAME)
        if not path.is_file():
            return Config()
    try:
        given = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error
    return parse(given, where=str(path))


def parse(given: Mapping[str, Any], *, where: str = "configuration") -> Config:
    """The configuration that a TOML table says; what it leaves out is the default.

    >>> parse({"limits": {"secnds": 5}})
    Traceback (most recent call last):
        ...
    pipeline.errors.ConfigError: configuration: there is no key limits.secnds; did you mean limits.seconds?
    """
    _refuse_unknown(given, Config, "", where)
    try:
        config = msgspec.convert(given, Config)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{where}: {error}") from error
    for key, value in flat(config):
        if isinstance(value, int | float) and value < 0:
            raise ConfigError(f"{where}: {key} is {value}; it must not be negative")
    return config


def flat(config: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every key with its value, in the order they are defined: ``limits.seconds``, 120.0."""
    for each in fields(config):
        value = getattr(config, each.name)
        if is_dataclass(value):
            yield from flat(value, f"{prefix}{each.name}.")
        else:
            yield prefix + each.name, value


def to_toml(config: Config) -> str:
    """The configuration as a TOML file that `load` reads back to the same values."""
    lines: list[str] = []
    table = ""
    for key, value in flat(config):
        head, _, name = key.rpartition(".")
        if head != table:
            lines += ["", f"[{head}]"]
            table = head
        lines.append(f"{name} = {msgspec.json.encode(value).decode()}")
    return "\n".join(lines) + "\n"


def _refuse_unknown(given: Mapping[str, Any], kind: type, prefix: str, where: str) -> None:
    hints = get_type_hints(kind)
    known = [each.name for each in fields(kind)]
    for key, value in given.items():
        if key not in known:
            near = get_close_matches(key, known, n=1, cutoff=0.5)
            hint = f"did you mean {prefix}{near[0]}?" if near else f"there are {', '.join(prefix + name for name in known)}"
            raise ConfigError(f"{where}: there is no key {prefix}{key}; {hint}")
        if is_dataclass(hints[key]) and isinstance(value, Mapping):
            _refuse_unknown(value, hints[key], f"{prefix}{key}.", where)
