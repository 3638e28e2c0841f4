"""The texts that cells of a workbook share (xl/sharedStrings.xml, ECMA-376 part 1, 18.4), read as a stream."""

import re
from xml.parsers import expat

from pipeline.errors import DocumentError, Reason

Attributes = dict[str, str]
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
ROOM = 4
"""Times the limit of output that shared texts may fill: not all of them need be used."""


class SharedStrings:
    """An `xmlstream` handler that gathers `strings` in order. Readings above letters (rPh) are no text."""

    def __init__(self, output: int) -> None:
        self.strings: list[str] = []
        self._left = output * ROOM
        self._pieces: list[str] = []
        self._in_reading = False

    def attach(self, parser: expat.XMLParserType) -> None:
        self._parser = parser
        self._add = self._pieces.append
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end

    def _start(self, name: str, _attributes: Attributes) -> None:
        local = name.rpartition(" ")[2]
        if local == "t" and not self._in_reading:
            self._parser.CharacterDataHandler = self._add
        elif local == "rPh":
            self._in_reading = True

    def _end(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        if local == "t":
            self._parser.CharacterDataHandler = None
        elif local == "si":
            text = unescaped("".join(self._pieces))
            self._pieces.clear()
            self._left -= len(text)
            if self._left < 0:
                raise DocumentError(Reason.LIMIT_OUTPUT, "shared texts are longer than all output may be")
            self.strings.append(text)
        elif local == "rPh":
            self._in_reading = False


def unescaped(text: str) -> str:
    """A text whose control characters are written as ``_x000D_`` (ST_Xstring), with the characters.

    >>> unescaped("第一行_x000D_第二行"), unescaped("_x005F_x000D_")
    ('第一行\\r第二行', '_x000D_')
    """
    return ESCAPED.sub(_letter, text) if "_x" in text else text


def _letter(found: re.Match[str]) -> str:
    return chr(int(found[1], 16))
