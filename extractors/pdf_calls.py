"""pdfium's functions for what is asked of every letter, object and outline: handles go in and come out as plain numbers.

pypdfium2's own bindings make an object of each handle and look at the type of each argument, which takes as long again as the
call. The functions here are the same ones, with the same names and arguments; where those take a pointer, these take an address
(`ctypes.addressof`) or a number that one of them gave. 0 or None stands for no object. They do not let other threads run.
"""

import ctypes
from functools import cache, partial
from struct import Struct
from typing import Any


class Calls:
    """`calls().FPDFText_GetTextObject(textpage, 3)`: each function is made when it is first asked for."""

    def __getattr__(self, name: str) -> Any:
        from pypdfium2 import raw  # noqa: PLC0415  heavy; loaded where a PDF is read

        function = getattr(raw, name)
        kind = ctypes.PYFUNCTYPE(_plain(function.restype), *map(_plain, function.argtypes))
        made = kind(number_of(function))
        setattr(self, name, made)
        return made


@cache
def calls() -> Calls:
    """The functions of this process."""
    return Calls()


class Room:
    """Where a function writes numbers: it is given `address`, and `read` gives them, in a sixth of the time an array takes.

    >>> Room("4f").read()
    (0.0, 0.0, 0.0, 0.0)
    """

    __slots__ = ("_held", "address", "read")

    def __init__(self, form: str) -> None:
        kind = _kind(form)
        room = bytearray(kind.size)
        self._held = (ctypes.c_char * kind.size).from_buffer(room)
        self.address = ctypes.addressof(self._held)
        self.read = partial(kind.unpack, room)


_kind = cache(Struct)


def number_of(handle: Any) -> int:
    """The plain number of one of pypdfium2's handles: a page, a text page."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def _plain(kind: Any) -> Any:
    """A pointer of any kind is a number; what is none stays as it is."""
    return ctypes.c_void_p if isinstance(kind, type) and issubclass(kind, ctypes._Pointer) else kind
