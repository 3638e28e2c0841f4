"""What lies over a sheet of an old workbook: text boxes, captions of controls, comments on cells, titles of charts.

From Excel 97 on as MS-XLS 2.4.329 has it; Excel 5 and 95 keep a box's words in the record of the object itself ("OBJ" in the
Excel 5 developer's kit).
"""

import struct

from extractors.sheet97records import Record, short_string

OBJECT, TEXT, NOTE = 0x005D, 0x01B6, 0x001C
GOES_ON = 0xFFFF
OBJECTS = frozenset({OBJECT, TEXT, NOTE})
OF_SERIES, OF_TEXT, CHART_WORDS = 0x1003, 0x1025, 0x100D
CHART = frozenset({OF_SERIES, OF_TEXT, CHART_WORDS})
"""Of a chart: where a series and where a title begins, and the words of either; a series' name stands in a cell."""
OLD_HEAD, OLD_FRAME, OLD_TEXT = 34, 10, 26
"""Bytes of an old object before what is its sort's own: what all have, its frame, how its text is set."""
OLD_BOXES = (6, 7, 11, 12, 13, 14, 19)
"""Sorts of old objects with words: text box, button, check box, option button, edit box, label, group box."""
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
        self._in_title = False

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

    def take_chart(self, record: Record, charset: str) -> None:
        """Titles of a chart and of its axes."""
        if record.type != CHART_WORDS:
            self._in_title = record.type == OF_TEXT
        elif self._in_title and len(record.content) > 2:
            data = record.content
            words = data[3 : 3 + data[2]].decode(charset, "replace") if charset else short_string(data, 2, counted=1)
            if words.strip():
                self.texts.append(words)

    def take_old(self, record: Record, charset: str) -> None:
        """A text box of Excel 5 or 95. Raises struct.error for a record that is too short."""
        data = b"".join(record.pieces)
        (sort,) = struct.unpack_from("<H", data, 4)
        if sort not in OLD_BOXES:
            return
        macro, _, name = struct.unpack_from("<HHH", data, 26)
        (size,) = struct.unpack_from("<H", data, OLD_HEAD + OLD_FRAME)
        at = OLD_HEAD + OLD_FRAME + OLD_TEXT
        named = 1 + data[at] if name and at < len(data) else 0
        at += named + named % 2 + macro
        at += data.startswith(b"\0", at)  # some pad the macro to an even length
        words = data[at : at + size].decode(charset, "replace")
        if words.strip():
            self.texts.append(words.replace("\r\n", "\n").replace("\r", "\n"))

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
