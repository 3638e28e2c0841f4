"""UTF-8 that was read as Latin-1 or Windows-1252: åŠ³æ¨¡ for 劳模. Undone only where the bytes prove it."""

import re
from collections.abc import Iterator

from pipeline.view import Edit, Span

_LATER = "\u0080-\u00bfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™"
TRIGGER = re.compile(f"[ã-ïâ][{_LATER}]{{2}}[ã-ïâ][{_LATER}]{{2}}")
_RUN = re.compile(f"(?:[à-ï][{_LATER}]{{2}}|[Â-ß][{_LATER}]){{2,}}")
_LETTER = re.compile(f"[à-ï][{_LATER}]{{2}}|[Â-ß][{_LATER}]")


def edits(text: str) -> Iterator[Edit]:
    """Each letter of a run of two or more that decode without fault, most of them to Han.

    >>> "".join(edit.text for edit in edits("åŠ³æ¨¡"))
    '劳模'
    """
    for run in _RUN.finditer(text):
        letters = [(found.span(), _decoded(found[0])) for found in _LETTER.finditer(run[0])]
        if all(letter for _, letter in letters) and any("\u4e00" <= letter <= "\u9fff" for _, letter in letters):
            for (start, end), letter in letters:
                yield Edit(Span(run.start() + start, run.start() + end), letter, "UTF-8 that was read as Latin-1")


def _decoded(run: str) -> str:
    """The letter of `run`'s bytes; nothing when they are not one."""
    data = bytearray()
    for letter in run:
        try:
            data += letter.encode("latin-1" if ord(letter) < 256 else "cp1252")
        except UnicodeEncodeError:
            return ""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return ""
