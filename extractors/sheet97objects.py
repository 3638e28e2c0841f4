"""What lies over a sheet of an Excel 97-2003 workbook: text boxes, captions of controls, comments on cells (MS-XLS 2.4.329)."""

import struct

from extractors.sheet97records import Record

OBJECT, TEXT, NOTE = 0x005D, 0x01B6, 0x001C
GOES_ON = 0xFFFF
OBJECTS = frozenset({OBJECT, TEXT, NOTE})
COMMENT = 0x19
"""The sort of object (ot) whose text a NOTE puts on a cell."""


class Objects97:
    """Takes the records of a sheet's objects in order. An object's text comes after it, a comment's cell after all texts."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.comments: list[tuple[int, int, str]] = []
        """Row and column (from 1) and words."""
        self._sort = self._number = 0
        self._words: dict[int, str] = {}

    def take(self, record: Record) -> None:
        """Raises struct.error for a record that is too short."""
        if record.type == OBJECT:
            self._sort, self._number = struct.unpack_from("<HH", record.content, 4)
        elif record.type == TEXT:
            words = _text(record)
            if self._sort == COMMENT:
                self._words[self._number] = words
            elif words.strip():
                self.texts.append(words)
        else:
            row, column, _, number = struct.unpack_from("<HHHH", record.content)
            if words := self._words.pop(number, ""):
                self.comments.append((row + 1, column + 1, words))

    def take_old_note(self, record: Record, charset: str) -> None:
        """A comment of Excel 5 or 95, which holds its words itself. Those longer than a record go on in notes of row 65 535."""
        row, column, size = struct.unpack_from("<HHH", record.content)
        words = record.content[6 : 6 + size].decode(charset, "replace")
        if row == GOES_ON and self.comments:
            at, beside, begun = self.comments.pop()
            self.comments.append((at, beside, begun + words))
        elif words:
            self.comments.append((row + 1, column + 1, words))


def _text(record: Record) -> str:
    """The letters stand in the records that continue it, each with a byte that tells their width."""
    (left,) = struct.unpack_from("<H", record.content, 10)
    text = ""
    for piece in record.pieces[1:]:
        if left <= 0 or not piece:
            break
        wide = piece[0] & 1
        letters = piece[1 : 1 + left * (2 if wide else 1)]
        found = letters.decode("utf-16-le" if wide else "latin-1", "replace")
        text += found
        left -= len(letters) // 2 if wide else len(letters)
    return text.replace("\r\n", "\n")
