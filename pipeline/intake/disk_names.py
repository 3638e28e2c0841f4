"""The names of files on disk: any bytes but NUL and the slash, shown as text that breaks nothing."""

import re

from extractors.charset import LEGIBLE, decode, legibility

UNSHOWABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff]")


def shown(name: str) -> str:
    r"""A file's name, as the system gives it, as text that is safe to print, store and send.

    Bytes that are no UTF-8 are read as GB18030 or Big5 where their letters bear that out; what is left, and letters that
    cannot be shown, stand as percent signs with the bytes in hexadecimal.

    >>> shown("专利\n.pdf"), shown("\udcd6\udca4\udcca\udce9.txt"), shown("\udcff.txt")
    ('专利%0A.pdf', '证书.txt', '%FF.txt')
    """
    if name.isprintable() and not UNSHOWABLE.search(name):
        return name
    raw = name.encode("utf-8", "surrogateescape")
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        judged = decode(raw)
        if judged.how == "common letters" and legibility(judged.text) >= LEGIBLE:
            name = judged.text
    return UNSHOWABLE.sub(_escaped, name)


def _escaped(letter: re.Match[str]) -> str:
    code = ord(letter.group())
    raw = bytes([code - 0xDC00]) if 0xDC80 <= code <= 0xDCFF else letter.group().encode("utf-8", "surrogatepass")
    return "".join(f"%{byte:02X}" for byte in raw)
