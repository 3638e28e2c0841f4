"""How the program speaks of its own work: plain lines or JSON lines on stderr.

A log line carries ids and codes, never the contents of a document; numbers that look like those of an identity card or a
telephone are masked wherever they come from.
"""

import logging
import re
import sys
from datetime import UTC, datetime

import msgspec

from pipeline.config import Log

PRIVATE_NUMBER = re.compile(r"(?<!\d)(?:[1-9]\d{16}[\dXx]|1[3-9]\d{9})(?!\d)")
"""A mainland identity number (GB 11643, 18 places) or mobile number (11 places)."""


def start(log: Log) -> None:
    """Send the records of every logger of ours to stderr in the format that `log` names."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if log.format == "json" else PlainLines())
    root = logging.getLogger("pipeline")
    root.handlers[:] = [handler]
    root.setLevel(log.level.upper())
    root.propagate = False


def masked(text: str) -> str:
    """`text` with private numbers hidden, but for their last two figures.

    >>> masked("电话13812345678")
    '电话*********78'
    """
    return PRIVATE_NUMBER.sub(_stars, text)


class PlainLines(logging.Formatter):
    """``12:03:55 warning worker 4711 ended``"""

    def format(self, record: logging.LogRecord) -> str:
        time = datetime.fromtimestamp(record.created).astimezone()
        return f"{time:%H:%M:%S} {record.levelname.lower()} {_message(self, record)}"


class JsonLines(logging.Formatter):
    """One object a line: ``time`` (UTC, ISO 8601), ``level``, ``logger``, ``message``."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(self, record),
        }
        return msgspec.json.encode(line).decode()


def _message(formatter: logging.Formatter, record: logging.LogRecord) -> str:
    trace = "\n" + formatter.formatException(record.exc_info) if record.exc_info else ""
    return masked(record.getMessage() + trace)


def _stars(found: re.Match[str]) -> str:
    return "*" * (len(found[0]) - 2) + found[0][-2:]
