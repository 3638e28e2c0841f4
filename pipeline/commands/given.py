"""What commands read and write: a file or standard input in, lines of bytes on standard output."""

import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from pipeline import texts
from pipeline.errors import ConfigError


def given(file: str, *, jsonl: bool) -> list[texts.Given]:
    """The lines of a file or of standard input; without --jsonl each plain line is a text of one document."""
    with opened(file) as stream:
        if jsonl:
            return texts.read(stream)
        plain = (line.decode("utf-8", "replace").rstrip("\r\n") for line in stream)
        return [texts.Given(str(number), line, "-") for number, line in enumerate(plain, 1)]


def opened(file: str) -> BinaryIO:
    """A file, or standard input for `-`. Raises ConfigError where there is none."""
    if file == "-":
        return sys.stdin.buffer
    try:
        return Path(file).open("rb")
    except OSError as error:
        raise ConfigError(f"{file}: {error.strerror}") from error


@contextmanager
def on_disk(file: str) -> Iterator[Path]:
    """The file itself, or standard input put into a file of our own."""
    if file != "-":
        yield Path(file)
        return
    with tempfile.TemporaryDirectory(prefix="xingping-") as folder:
        path = Path(folder) / "standard-input"
        with path.open("wb") as stream:
            shutil.copyfileobj(sys.stdin.buffer, stream)
        yield path


def write(line: bytes) -> None:
    """A line on standard output."""
    sys.stdout.buffer.write(line + b"\n")


def write_all(lines: Iterable[bytes], output: Path | None) -> None:
    """Lines into a file, or on standard output where none is named."""
    if output is None:
        for line in lines:
            write(line)
        return
    with output.open("wb") as stream:
        stream.writelines(line + b"\n" for line in lines)
