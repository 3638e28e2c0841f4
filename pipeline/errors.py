"""What can go wrong, who can mend it, and how the process ends.

::

    XingpingError              exit 5   our own fault, shown with document and stage, never swallowed
    ├── ConfigError            exit 2   the user can mend it: an option, a key, a file named wrongly
    ├── MissingTool            exit 3   the machine lacks something; the message names the extra to install
    ├── WorkspaceError         exit 4   the workspace is in use, damaged, newer than this program or not writable
    └── DocumentError          (none)   this file alone; carries a `Reason`, the run goes on

Two closed lists say everything there is to say of a file: a `Reason` tells why it is not plainly ok, a `Flag` what a person
should look at in a file that was read.
"""

from enum import IntEnum, StrEnum


class ExitCode(IntEnum):
    """How the process ends."""

    COMPLETE = 0
    SOME_FAILED = 1
    USAGE = 2
    MISSING_TOOL = 3
    WORKSPACE = 4
    INTERNAL = 5
    INTERRUPTED = 130


class Reason(StrEnum):
    """Why a file is not plainly ok."""

    EMPTY = "EMPTY"
    NOT_REGULAR_FILE = "NOT_REGULAR_FILE"
    UNREADABLE = "UNREADABLE"
    VANISHED = "VANISHED"
    CHANGED_WHILE_READ = "CHANGED_WHILE_READ"
    UNSUPPORTED_TYPE = "UNSUPPORTED_TYPE"
    ENCRYPTED = "ENCRYPTED"
    DAMAGED = "DAMAGED"
    TRUNCATED = "TRUNCATED"
    NO_TEXT = "NO_TEXT"
    MISSING_TOOL = "MISSING_TOOL"
    LIMIT_TIME = "LIMIT_TIME"
    LIMIT_MEMORY = "LIMIT_MEMORY"
    LIMIT_OUTPUT = "LIMIT_OUTPUT"
    LIMIT_PAGES = "LIMIT_PAGES"
    LIMIT_CELLS = "LIMIT_CELLS"
    LIMIT_DEPTH = "LIMIT_DEPTH"
    LIMIT_ENTRIES = "LIMIT_ENTRIES"
    LIMIT_RATIO = "LIMIT_RATIO"
    LIMIT_PIXELS = "LIMIT_PIXELS"
    UNSAFE_PATH = "UNSAFE_PATH"
    WORKER_CRASH = "WORKER_CRASH"
    DISK_FULL = "DISK_FULL"
    INTERNAL = "INTERNAL"


class Flag(StrEnum):
    """What a person should look at in a file that was read."""

    TYPE_MISMATCH = "TYPE_MISMATCH"
    HIDDEN_TEXT = "HIDDEN_TEXT"
    GARBLED_TEXT = "GARBLED_TEXT"
    DAMAGED_TEXT = "DAMAGED_TEXT"
    SPUN_TEXT = "SPUN_TEXT"
    SPAM_CUT = "SPAM_CUT"
    SCRIPT_AMBIGUOUS = "SCRIPT_AMBIGUOUS"
    OCR_DOUBTFUL = "OCR_DOUBTFUL"
    TEXT_LAYER_REPLACED = "TEXT_LAYER_REPLACED"
    TRACKED_CHANGES = "TRACKED_CHANGES"
    MACROS = "MACROS"
    EXTERNAL_LINKS = "EXTERNAL_LINKS"
    FORMULA_LIKE = "FORMULA_LIKE"
    DUPLICATE = "DUPLICATE"
    CONVERTED_BY_LIBREOFFICE = "CONVERTED_BY_LIBREOFFICE"


REFUSALS = frozenset(
    {
        Reason.EMPTY,
        Reason.NOT_REGULAR_FILE,
        Reason.UNSUPPORTED_TYPE,
        Reason.ENCRYPTED,
        Reason.NO_TEXT,
        Reason.MISSING_TOOL,
        Reason.UNSAFE_PATH,
        Reason.LIMIT_ENTRIES,
        Reason.LIMIT_RATIO,
        Reason.LIMIT_DEPTH,
        Reason.LIMIT_PIXELS,
    }
)
"""With nothing read, these end a file as `refused`; every other reason as `failed`."""


class XingpingError(Exception):
    """The root of the tree."""

    exit_code = ExitCode.INTERNAL


class ConfigError(XingpingError):
    """The user can mend it: what is wrong, where, and what to do."""

    exit_code = ExitCode.USAGE


class MissingTool(XingpingError):
    """The machine lacks a tool or package; the message names what to install."""

    exit_code = ExitCode.MISSING_TOOL


class WorkspaceError(XingpingError):
    """The workspace is in use, damaged, newer than this program or not writable."""

    exit_code = ExitCode.WORKSPACE


class DocumentError(XingpingError):
    """Nothing at all could be read of one file.

    Raise it only when there is nothing to give; half a success is an `Extraction` with a `Note`.

    >>> raise DocumentError(Reason.ENCRYPTED, "the PDF asks for a password")
    Traceback (most recent call last):
        ...
    pipeline.errors.DocumentError: ENCRYPTED: the PDF asks for a password
    """

    def __init__(self, reason: Reason, detail: str, *, where: str = "") -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
        self.where = where
