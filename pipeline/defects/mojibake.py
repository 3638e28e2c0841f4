"""Text read in the wrong charset: UTF-8 as Latin-1 (åŠ³æ¨¡ for 劳模), GBK as Latin-1 (ÀÍÄ£), UTF-8 as GBK (鍔虫ā).

Undone only where the bytes prove it: a whole run decodes without fault, to Han in use.
"""

import re
from collections.abc import Iterator
from functools import cache

from corpus import tables
from pipeline.view import Edit, Span

_LATER = "\u0080-\u00bfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™"
_AS_GBK = "锛銆鐨涓鍒鍔宸鏄鍥鍙鎶鎴浗缁鏂鍜鍏鏈浜鍛濈鐢妧鏈鑳绉鑱伐"
"""Han that stand in UTF-8 read as GBK for the first bytes of common letters, and hardly anywhere else."""
_PAIR = "[\u00b0-\u00f7][\u00a1-\u00fe]"
TRIGGER = re.compile(f"[ã-ïâ][{_LATER}]{{2}}[ã-ïâ][{_LATER}]{{2}}|(?:{_PAIR}){{3}}|[{_AS_GBK}]")
_GBK = re.compile(f"(?:{_PAIR}|[\u00a1-\u00a9][\u00a1-\u00fe]){{3,}}")
_TWICE = re.compile(
    "[\u2010-\u2642\u3000-\u30ff\u3105-\u9fff\uff00-\uffef\u0101-\u01dc\u0391-\u0451\u00a4-\u00f7\ue000-\uf8ff]{4,}"
)
_LEAST = 2
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
    if not _RUN.search(text):
        yield from _whole(text, _GBK, "latin-1", "gb18030", "GBK that was read as Latin-1")
        yield from _whole(text, _TWICE, "gb18030", "utf-8", "UTF-8 that was read as GBK")


def _whole(text: str, runs: re.Pattern[str], read: str, meant: str, why: str) -> Iterator[Edit]:
    """Each run that was written in `meant` and decoded as `read`, if what it says then is Han in use."""
    for run in runs.finditer(text):
        if meant == "utf-8" and len(re.findall(f"[{_AS_GBK}]", run[0])) < _LEAST:
            continue
        try:
            letters = run[0].encode(read).decode(meant)
        except UnicodeError:
            continue
        han = [letter for letter in letters if "\u3400" <= letter <= "\u9fff"]
        if len(han) >= _LEAST and sum(letter in _common() for letter in han) > 0.8 * len(han):
            yield Edit(Span(*run.span()), letters, why)


@cache
def _common() -> frozenset[str]:
    """Han in use, of both scripts."""
    return frozenset("".join((*tables.column("common_han", "hans"), *tables.column("common_han", "hant"))))


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
