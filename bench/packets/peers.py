"""What readers of single files make of the packets, where they have an answer at all: ``python -m bench.packets.peers [PART]``.

kreuzberg and markitdown give text. Two questions can be put to it: whether the words that tell a fact are in it, and whether a
form's fields can be had by the simplest search, a known label and what stands behind it. They know no packet: what a file is,
what is one claim, what contradicts and what is missing they do not say, and nothing is counted for them there. Archives are
unpacked for them. xingping's own answers to the same two questions stand beside.
"""

import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from bench.office_scores import Reader, readers
from bench.packets.__main__ import records_of
from bench.packets.build import PARTS, Made, packets
from corpus import tables
from pipeline.merging.labels import bare

PEERS = ("markitdown", "kreuzberg")
LONGEST_LABEL = 24
_BETWEEN = re.compile(r"[|\s：:*]+")
"""What parts a label from its value and both from the next: readers set a bar, a TAB, a blank or a line's end between cells."""
NOT_ANSWERED = "merging, conflicts, formal check, kinds, versions, places: not answered"


def main() -> int:
    for part in sys.argv[1:] or PARTS:
        made = packets(part)
        print(f"{part}: words that tell a fact | plain fields of forms")
        print(f"  xingping: {_told(*_own(made))}")
        for name in PEERS:
            reader = readers()[name]
            print(f"  {name}: {'not installed' if reader is None else f'{_told(*_peer(reader, made))} | {NOT_ANSWERED}'}")
    return 0


def _told(words: tuple[int, int], fields: tuple[int, int]) -> str:
    return " | ".join(f"{right} of {wanted} ({right / max(1, wanted):.3f})" for right, wanted in (words, fields))


def _own(made: list[Made]) -> tuple[tuple[int, int], tuple[int, int]]:
    """The same counts for the records of a run."""
    with tempfile.TemporaryDirectory() as name:
        found, records = records_of(made, Path(name))
    texts = {(record["packet"], record["path"]): record["text"] for record in records}
    ids = {packet["name"]: packet for packet in found}
    words = fields = wanted = 0
    for each in made:
        packet = ids[each.name]
        words += sum(_tight(mention.words) in _tight(texts[packet["id"], mention.path]) for mention in each.mentions)
        plain = _plain(each)
        wanted += len(plain)
        fields += sum(_tight(packet["applicant"][name]) == _tight(value) for name, value in plain.items())
    return (words, sum(len(each.mentions) for each in made)), (fields, wanted)


def _peer(reader: Reader, made: list[Made]) -> tuple[tuple[int, int], tuple[int, int]]:
    words = fields = mentions = wanted = 0
    for each in made:
        texts = {path: _read(reader, path, data) for path, data in _unpacked(each)}
        mentions += len(each.mentions)
        words += sum(_tight(mention.words) in _tight(texts.get(mention.path, "")) for mention in each.mentions)
        forms = [texts.get(path, "") for path, kind in each.gold["kinds"].items() if kind == "form"]
        found = _fields("\n".join(forms))
        plain = _plain(each)
        wanted += len(plain)
        fields += sum(_tight(value) in {_tight(told) for told in found.get(name, ())} for name, value in plain.items())
    return (words, mentions), (fields, wanted)


def _plain(made: Made) -> dict[str, str]:
    return {name: value for name, value in made.gold["applicant"].items() if isinstance(value, str)}


def _read(reader: Reader, path: str, data: bytes) -> str:
    try:
        return reader(data, f".{path.rpartition('.')[2].lower()}")
    except Exception:  # whatever a peer raises, it gives no text
        return ""


def _fields(text: str) -> Mapping[str, list[str]]:
    """Whatever stands behind a known label, by field; any of several is right."""
    found: dict[str, list[str]] = {}
    known = _labels()
    for label, value in pairwise(_BETWEEN.split(text)):
        field = known.get(bare(label)) if 1 < len(label) <= LONGEST_LABEL else None
        if field:
            found.setdefault(field, []).append(value)
    return found


def _labels() -> dict[str, str]:
    return {bare(label): row["field"] for row in reversed(tables.rows("form_fields")) for label in row["labels"].split()}


def _unpacked(made: Made) -> Iterator[tuple[str, bytes]]:
    """The packet's files by their path in it, those of archives too."""
    for name, data in made.files:
        if "zip" in made.gold:
            yield from _members("", data)
        elif name.endswith(".zip"):
            yield from _members(f"{name.partition('/')[2]}!", data)
        else:
            yield name.partition("/")[2], data


def _members(prefix: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    with ZipFile(BytesIO(data)) as archive:
        for info in archive.infolist():
            name = info.filename if info.flag_bits & 0x800 else _decoded(info.filename.encode("cp437"))
            yield f"{prefix}{name}", archive.read(info)


def _decoded(name: bytes) -> str:
    for encoding in ("utf-8", "gbk", "big5"):
        try:
            return name.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name.decode("cp437")


def _tight(text: Any) -> str:
    return "".join(str(text).split())


if __name__ == "__main__":
    sys.exit(main())
