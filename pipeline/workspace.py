"""A folder made ready to be a workspace, and what may stand where.

Three folders of a workspace are emptied again and again: they must not hold anything of the user's.
"""

import errno
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import ConfigError, WorkspaceError
from pipeline.intake import tree
from pipeline.store_file import FILE_NAME

SCRATCH = "scratch"
MEMBERS = "members"
PAGES = "pages"
OURS = (SCRATCH, MEMBERS, PAGES)
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})


def made_ready(workspace: Path, inputs: Sequence[Path]) -> Path:
    """The workspace's absolute path; it is made when it is not there.

    Raises ConfigError for an INPUT that does not exist, that is the workspace itself or lies in a folder that is emptied;
    WorkspaceError for one that cannot be made and for a folder of something else that holds folders of these names. Nothing
    is made when it raises ConfigError.
    """
    workspace = workspace.absolute()  # a worker stands in a folder of its own
    emptied = [os.path.realpath(workspace / name) for name in OURS]
    for given in inputs:
        tree.there(given)
        place = Path(os.path.realpath(given))
        if place == Path(os.path.realpath(workspace)):
            raise ConfigError(f"{given} is the INPUT and cannot be the workspace too; name another folder as --workspace")
        if any(place.is_relative_to(folder) for folder in emptied):
            raise ConfigError(f"{given} lies where {workspace} keeps what it throws away; move it out of there")
    try:
        workspace.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WorkspaceError(f"{workspace} cannot be made: {error.strerror}") from error
    theirs = [name for name in OURS if os.path.lexists(workspace / name)]
    if theirs and not (workspace / FILE_NAME).exists():
        raise WorkspaceError(
            f"{workspace} is no workspace and holds {theirs[0]}, which a run would empty; move it or use another --workspace"
        )
    return workspace


@contextmanager
def faults_told(workspace: Path) -> Iterator[None]:
    """What the system says of files of the workspace (a full disk, a folder that went away), said as an error of it."""
    try:
        yield
    except OSError as error:
        names = [os.fsdecode(name) for name in (error.filename, error.filename2) if isinstance(name, str | bytes)]
        if not any(Path(name).is_relative_to(workspace) for name in names) and error.errno not in NO_ROOM:
            raise
        raise WorkspaceError(f"{names[0] if names else workspace}: {error.strerror}; put that right and run again") from error
