"""Zip files with the same bytes each time, and names in any bytes at all.

Chinese Windows tools write member names in GBK without the flag that says UTF-8; Python's writer cannot. A member is
therefore stored under an ASCII stand-in of the same length, and the stand-in is then replaced by the real name's bytes,
in the member's own header and in the central directory.
"""

from collections.abc import Iterable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

MOMENT = (2025, 3, 14, 9, 30, 0)
"""The date of every member of every sample."""


def packed(members: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip whose names are written as Python writes them: ASCII, or UTF-8 with its flag."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(_member(name), data)
    return buffer.getvalue()


def packed_in(encoding: str, members: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip whose names are in `encoding`, without the flag that would say UTF-8.

    >>> "证明.txt".encode("gbk") in packed_in("gbk", [("证明.txt", b"")])
    True
    """
    listed = list(members)
    names = [name.encode(encoding) for name, _ in listed]
    standins = [f"{number:04d}".ljust(len(name), "~") for number, name in enumerate(names)]
    data = packed((standin, content) for standin, (_, content) in zip(standins, listed, strict=True))
    for standin, name in zip(standins, names, strict=True):
        data = data.replace(standin.encode("ascii"), name)
    return data


def _member(name: str) -> ZipInfo:
    info = ZipInfo(name, MOMENT)
    info.compress_type = ZIP_DEFLATED
    info.create_system = 0
    return info
