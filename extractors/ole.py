"""OLE containers (MS-CFB), in which Office kept its files before 2007: which streams they hold, and their bytes."""

from io import BytesIO
from typing import TYPE_CHECKING

from pipeline.errors import DocumentError, Reason

if TYPE_CHECKING:
    from olefile import OleFileIO

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def holds(data: bytes, stream: str) -> bool:
    """Whether an OLE container has a stream of this name at its root; its directory tells, not a name in some text."""
    return data.startswith(MAGIC) and stream.lower() in _ROOTS.names(data)


class _Roots:
    """The names at the root of the container last asked for: every reader of such files asks in turn."""

    def __init__(self) -> None:
        self._key = (0, 0)
        self._names: frozenset[str] = frozenset()

    def names(self, data: bytes) -> frozenset[str]:
        """In lower case; none of a container that cannot be opened."""
        key = hash(data), len(data)
        if key != self._key:
            try:
                with opened(data) as container:
                    self._names = frozenset(path[0].lower() for path in container.listdir() if len(path) == 1)
            except DocumentError:
                self._names = frozenset()
            self._key = key
        return self._names


_ROOTS = _Roots()


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
