"""Which drawings in a document are pictures of the files that are embedded beside them.

Office puts a metafile beside each embedded file, to show on the page what the file holds: its words are in the file, and read
there. A drawing whose words stand in no file beside it says something of its own, and is read.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator
from html import unescape
from io import BytesIO

from extractors.metafile import lines, pieces
from extractors.opc import UNREADABLE

ASKED = 20
"""Pieces of a drawing that are looked for, the longest: what is long is seldom in a file by chance."""
SHARE = 0.8
"""Of them, found in one file, from which the drawing is taken for its picture: its program may add a few of its own."""
ROOM = 16 * 1024**2
"""Bytes of a file that are looked through."""
IN_ALL = 64 * 1024**2
"""Bytes of all files together; a drawing that shows a file beyond them is read too."""
LETTERS = re.compile(r"[^\W\d_]+")
ICON = re.compile(r"[^。；!?]{1,100}\.(?:pdf|docx?|xlsx?|pptx?|wps|et|dps|zip|rar|7z|txt|jpe?g|png)", re.IGNORECASE)
TAG = re.compile(rb"<[^<>]*>")
ENCODINGS = ("utf-16-le", "gb18030", "cp1252")
"""How files before Office 2007 keep their letters."""


class Files:
    """The files beside a document's drawings: `put` each, then ask whether a drawing shows one of them."""

    def __init__(self) -> None:
        self._texts: list[tuple[bytes, tuple[str, ...]]] = []
        self._left = IN_ALL

    def put(self, name: str, content: bytes) -> None:
        """A file and its name, which an icon shows under it."""
        if self._left <= 0:
            return
        package = content.startswith(b"PK")
        inside = b"\n".join(_parts(content)) if package else content[:ROOM]
        encodings = ("utf-8",) if package else ENCODINGS
        self._left -= len(inside)
        self._texts.append((inside + b"".join(b"\n" + name.encode(each, "replace") for each in encodings), encodings))

    def shown_by(self, drawing: bytes) -> bool:
        """Whether most of what is drawn stands in one of the files, or is the name under an icon; of figures alone, none."""
        if self._texts and ICON.fullmatch("".join(lines(drawing))):
            return True
        words = sorted(_words(pieces(drawing)) or _words(lines(drawing)), key=_longest_first)[:ASKED]
        return bool(words) and any(_holds(text, words, encodings) for text, encodings in self._texts)


def drawings(found: Iterable[tuple[str, bytes]], files: Iterable[tuple[str, object]]) -> Iterator[tuple[str, bytes]]:
    """Of the metafiles `found`, with their names, those that show none of the `files`; what is no bytes is no file."""
    beside = Files()
    for name, content in files:
        if isinstance(content, bytes):
            beside.put(name, content)
    return ((name, drawing) for name, drawing in found if not beside.shown_by(drawing))


def _words(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in LETTERS.findall(text) if len(word) > 1}


def _longest_first(word: str) -> tuple[int, str]:
    return -len(word), word


def _holds(text: bytes, words: list[str], encodings: Iterable[str]) -> bool:
    missing = 0
    for word in words:
        missing += not any((coded := word.encode(each, "ignore")) and coded in text for each in encodings)
        if missing > len(words) * (1 - SHARE):
            return False
    return True


def _parts(content: bytes) -> Iterator[bytes]:
    """The texts of an Office package's parts, without their marks; nothing of one that cannot be unpacked."""
    left = ROOM
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            for info in package.infolist():
                if left <= 0 or not info.filename.lower().endswith(".xml"):
                    continue
                with package.open(info) as member:
                    part = member.read(left)
                left -= len(part)
                yield unescape(TAG.sub(b"", part).decode("utf-8", "replace")).encode("utf-8", "replace")
    except (*UNREADABLE, RuntimeError):  # damaged or encrypted: its own reader will say so
        return
