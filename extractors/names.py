"""The names of an archive's members: from bytes in an unsaid charset to what is safe to show."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extractors.charset import LEGIBLE, decode, legibility

UNSHOWABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff]")
DRIVE = re.compile("[A-Za-z]:")


class Name(NamedTuple):
    """A member's name: its bytes, and the text where the archive says in which charset they are."""

    raw: bytes
    told: str | None = None


def decoded(names: Sequence[Name]) -> list[str]:
    """The text of each name.

    A name that says its charset is read so. All others are judged together, since one archiver wrote them all: strict UTF-8,
    else GB18030 or Big5 by common letters, else code page 437 as the standard of zip has it.
    """
    told = [strict(name.raw) if name.told is None and name.raw.isascii() else name.told for name in names]
    unsaid = [name.raw for name, text in zip(names, told, strict=True) if text is None]
    charset = _charset(unsaid)
    return [name.raw.decode(charset, "replace") if text is None else text for name, text in zip(names, told, strict=True)]


def shown(name: str) -> tuple[str, bool]:
    """`name` as a path that is safe to show, with ``/`` between folders, and whether it had to be made safe.

    A root, a drive, ``..`` and letters that cannot be shown are written as percent signs with the UTF-8 bytes in hexadecimal.

    >>> shown("附件\\\\专利.pdf"), shown("../../etc/passwd"), shown("C:\\\\报告.doc")
    (('附件/专利.pdf', False), ('%2E%2E/%2E%2E/etc/passwd', True), ('C%3A/报告.doc', True))
    """
    name = name.replace("\\", "/")
    parts = [part for part in name.split("/") if part not in ("", ".")]
    safe = "/".join(_part(part) for part in parts)
    if DRIVE.match(name):
        safe = f"{safe[0]}%3A{safe[2:]}"
    if name.startswith("/"):
        safe = f"%2F{safe}"
    return safe or "%2E", safe != "/".join(parts) or not parts


def unique(names: Iterable[str]) -> list[str]:
    """The names in order, a number put to each that stood before.

    >>> unique(["a.pdf", "b", "a.pdf", "a (2).pdf"])
    ['a.pdf', 'b', 'a (2).pdf', 'a (2) (2).pdf']
    """
    taken: set[str] = set()
    counts: dict[str, int] = {}
    result: list[str] = []
    for name in names:
        candidate = name
        while candidate in taken:
            counts[name] = counts.get(name, 1) + 1
            candidate = _numbered(name, counts[name])
        taken.add(candidate)
        result.append(candidate)
    return result


def strict(raw: bytes) -> str | None:
    """`raw` as UTF-8, or None where it is none."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _charset(raws: Sequence[bytes]) -> str:
    if all(strict(raw) is not None for raw in raws):
        return "utf-8"
    judged = decode(b"\n".join(raws))
    return judged.charset if judged.how == "common letters" and legibility(judged.text) >= LEGIBLE else "cp437"


def _part(part: str) -> str:
    return "%2E%2E" if part == ".." else UNSHOWABLE.sub(_escaped, part)


def _escaped(letter: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in letter.group().encode("utf-8", "surrogatepass"))


def _numbered(name: str, number: int) -> str:
    folder, slash, last = name.rpartition("/")
    stem, dot, suffix = last.rpartition(".")
    return f"{folder}{slash}{stem} ({number}).{suffix}" if dot and stem else f"{name} ({number})"
