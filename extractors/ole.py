"""OLE containers (MS-CFB), in which Office kept its files before 2007: which streams they hold, and their bytes."""

from io import BytesIO
from typing import TYPE_CHECKING

from pipeline.errors import DocumentError, Reason

if TYPE_CHECKING:
    from olefile import OleFileIO

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def holds(data: bytes, stream: str) -> bool:
    """Whether an OLE container has a stream of this name at its root; its directory tells, not a name in some text."""
    if not data.startswith(MAGIC):
        return False
    try:
        with opened(data) as container:
            return bool(container.exists(stream))
    except DocumentError:
        return False


def opened(data: bytes) -> "OleFileIO":
    """The container. Raises DocumentError (DAMAGED) when its tables make no sense."""
    import olefile  # noqa: PLC0415  loaded for the files that need it

    try:
        return olefile.OleFileIO(BytesIO(data))
    except Exception as error:
        raise DocumentError(Reason.DAMAGED, f"the container cannot be opened: {error}") from error


def content(container: "OleFileIO", stream: str) -> bytes:
    """The bytes of a stream; empty when there is none. Raises DocumentError (DAMAGED) when it cannot be followed."""
    try:
        if not container.exists(stream):
            return b""
        with container.openstream(stream) as opened_stream:
            return bytes(opened_stream.read())
    except Exception as error:
        raise DocumentError(Reason.DAMAGED, f"cannot be followed: {error}", where=stream) from error
