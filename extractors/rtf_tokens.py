"""The tokens of a rich text file (Rich Text Format 1.9.1): control words with their numbers, bytes, groups."""

import re
from collections.abc import Iterator
from typing import NamedTuple

TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,40})(?P<number>-?\d{1,10})? ?|(?P<hex>(?:\\'[0-9a-fA-F]{2})+)|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<text>[^\\{}\r\n\0]+)|(?P<brace>[{}])|[\r\n\0]+|\\",
    re.DOTALL,
)


class Token(NamedTuple):
    """`kind` is word, bytes, text, open or close; `word` the control word, `number` its number, `raw` the bytes of text."""

    kind: str
    word: str = ""
    number: int | None = None
    raw: bytes = b""


OPEN, CLOSE = Token("open"), Token("close")


def tokens(data: bytes) -> Iterator[Token]:
    """The tokens in order; the bytes of ``\\bin`` are one text token after their word."""
    position = 0
    match = TOKEN.match
    while found := match(data, position):
        position = found.end()
        kind = found.lastgroup
        if kind == "text":
            yield Token("text", raw=found["text"])
        elif kind == "brace":
            yield OPEN if found["brace"] == b"{" else CLOSE
        elif kind in ("word", "number"):
            word, number = found["word"].decode("ascii"), int(found["number"]) if found["number"] else None
            yield Token("word", word, number)
            if word == "bin" and number is not None and number > 0:
                yield Token("text", raw=data[position : position + number])
                position += number
        elif kind == "hex":
            yield Token("bytes", raw=bytes.fromhex(found["hex"].replace(b"\\'", b"").decode("ascii")))
        elif kind == "sign":
            sign = found["sign"].decode("latin-1")
            if sign in "{}\\":
                yield Token("text", raw=found["sign"])
            else:
                yield Token("word", SIGN_WORDS.get(sign, sign))


SIGN_WORDS = {"\n": "par", "\r": "par"}
"""A line end after a backslash ends a paragraph; other signs are words of one letter (``~``, ``*``, ``-``, ``_``)."""
